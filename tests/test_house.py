"""Third-party libraries are imported only in their own packages. `make lint` checks imports between packages (pyproject.toml)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {
    "analytics": ["pandas", "sqlite3"],
    "analytics/claims": ["duckdb"],
    "analytics/documents": [
        "PIL", "charset_normalizer", "docx", "http", "lxml", "pdfplumber", "pypdfium2", "python_calamine", "rapidocr", "striprtf", "trafilatura"
    ],
    "analytics/export": ["xlsxwriter"],
    "analytics/i18n": ["babel"],
    "analytics/ingest": ["distributed"],
    "analytics/server": ["starlette"],
    "analytics/ui": ["altair", "streamlit", "vl_convert"],
}  # fmt: skip
# Word files are read in ``documents`` and written in the one place that makes the brief.
GUESTS = {"docx": {Path("analytics/ui/brief_word.py")}}


def imported(path: Path) -> set[str]:
    """Top-level names of all modules that a file imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


IMPORTS = {path.relative_to(ROOT): imported(path) for folder in ("analytics", "extractors") for path in (ROOT / folder).rglob("*.py")}


@pytest.mark.parametrize(("room", "library"), [(room, library) for room, libraries in ROOMS.items() for library in libraries])
def test_libraries_stay_in_their_rooms(room: str, library: str) -> None:
    users = [path for path, names in IMPORTS.items() if library in names]
    assert users
    assert [path for path in users if not path.is_relative_to(room) and path not in GUESTS.get(library, ())] == []


def test_nothing_leads_back_to_the_front_doors() -> None:
    assert [path for path, names in IMPORTS.items() if names & {"app", "serve"}] == []
