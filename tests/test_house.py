"""Third-party libraries are imported only in their own packages, and docstrings name what exists.

`make lint` checks imports between packages (pyproject.toml).
"""

import ast
import builtins
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIBRARY_PACKAGES = {
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
EXCEPTIONS = {"docx": {Path("analytics/ui/brief_word.py")}}


TREES = {
    path.relative_to(ROOT): ast.parse(path.read_text("utf-8"))
    for folder in ("analytics", "extractors")
    for path in (ROOT / folder).rglob("*.py")
}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def imported(path: Path) -> set[str]:
    """Top-level names of all modules that a file imports."""
    nodes = list(ast.walk(TREES[path]))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


IMPORTS = {path: imported(path) for path in TREES}


@pytest.mark.parametrize(
    ("package", "library"), [(package, library) for package, libraries in LIBRARY_PACKAGES.items() for library in libraries]
)
def test_libraries_are_imported_in_their_packages_only(package: str, library: str) -> None:
    users = [path for path, names in IMPORTS.items() if library in names]
    assert users
    assert [path for path in users if not path.is_relative_to(package) and path not in EXCEPTIONS.get(library, ())] == []


def test_nothing_leads_back_to_the_entry_points() -> None:
    assert [path for path, names in IMPORTS.items() if names & {"app", "serve"}] == []


def docstrings(tree: ast.Module) -> list[ast.Constant]:
    """The docstrings of a module, its classes and its functions."""
    bodies = [node.body[0] for node in ast.walk(tree) if isinstance(node, DOCUMENTED) and node.body]
    return [
        body.value
        for body in bodies
        if isinstance(body, ast.Expr) and isinstance(body.value, ast.Constant) and isinstance(body.value.value, str)
    ]


def names(tree: ast.Module) -> set[str]:
    """All identifiers in the code of a module, and all words of its strings: names of columns and codes."""
    found, told = set[str](), {id(docstring) for docstring in docstrings(tree)}
    for node in ast.walk(tree):
        found |= {str(getattr(node, field)) for field in ("id", "attr", "name", "asname", "arg") if getattr(node, field, None)}
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            found |= set(re.findall(r"\w+", node.value))
        if isinstance(node, ast.ImportFrom):
            found |= set((node.module or "").split("."))
    return found


KNOWN = {*dir(builtins)}.union(*map(names, TREES.values()), *(path.with_suffix("").parts for path in TREES))
# Names that other programs and libraries define, and two examples.
ELSEWHERE = {"multiprocessing", "Referer", "Origin", "ArrowInvalid", "ArrowTypeError", "XMLSyntaxError", "AB", "nnyd2", "X以来"}


@pytest.mark.parametrize("pattern", [r"(?<![\w.])[A-Z]\w+Error\b", r"``([A-Za-z_]\w+(?:\.\w+)*)(?:\(\))?``"], ids=["errors", "names"])
def test_what_docstrings_name_exists(pattern: str) -> None:
    told = [(path, name) for path, tree in TREES.items() for text in docstrings(tree) for name in re.findall(pattern, text.value)]
    assert len(told) > 100
    assert [(str(path), name) for path, name in told if name.rpartition(".")[2] not in KNOWN | ELSEWHERE] == []
