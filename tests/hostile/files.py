"""The corpus: 300 and more small files that are hostile in one way each, by kind. ``python -m tests.hostile.files FOLDER`` writes them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from tests.hostile.kinds import (
    archives,
    characters,
    encodings,
    locked,
    mails,
    metadata,
    mislabelled,
    names,
    nothing,
    office,
    pages,
    pdfs,
    polyglots,
    rows,
    sheets,
    slow,
    truncated,
)
from tests.hostile.making import HostileFile

_KINDS = (
    archives, characters, encodings, locked, mails, metadata, mislabelled, names, nothing, office, pages, pdfs, polyglots, rows, sheets, slow,
    truncated,
)  # fmt: skip


def corpus() -> Mapping[str, HostileFile]:
    """Every file by its path, ``kind/name``. The same bytes each time."""
    return {f"{kind.__name__.rpartition('.')[2]}/{file.name}": file for kind in _KINDS for file in kind.files()}


def write(folder: Path) -> None:
    """Write the corpus into ``folder``, a folder for each kind."""
    for path, file in corpus().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(file.content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
