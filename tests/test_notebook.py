"""The notebook in docs/ runs, and the outputs it shows are what comes out."""

import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[1] / "docs" / "library.ipynb"


def _shown(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """The plain text of the outputs of each cell, without temporary paths and object addresses."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        [
            re.sub(r"/\S+/press|0x[0-9a-f]+", "…", output["data"]["text/plain"])
            for output in cell.outputs
            if output.output_type == "execute_result"
        ]
        for cell in cells
    ]


def test_the_notebook_shows_what_comes_out() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    stored = _shown(notebook)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": NOTEBOOK.parents[1]}}).execute()
    assert _shown(notebook) == stored
    assert all(output.output_type != "error" for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs)
