"""The order of floors: imports run one way, downward, and nothing imports inside a function to break a circle."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# From the top floor down. A module may import from its own floor's earlier rooms only where named so; else from floors below.
FLOORS: list[set[str]] = [
    {"serve"},
    {"app"},
    {"analytics.ui"},
    {"analytics.__main__"},
    {"analytics.cli.main"},
    {"analytics.cli.commands"},
    {
        "analytics.export.citation",
        "analytics.export.excel",
        "analytics.cli.explain",
        "analytics.conflicts.explain",
    },
    {"analytics.i18n.format", "analytics.server.middleware"},
    {"analytics.i18n.words", "analytics.server.policy", "analytics.server.log_redaction"},
    {"analytics.review.quality"},
    {"analytics.claims.summaries", "analytics.metrics", "analytics.conflicts.cluster", "analytics.review.gold"},
    {"analytics.conflicts.compare"},
    {"analytics.claims.amounts", "analytics.claims.intervals"},
    {"analytics.review.review"},
    {"analytics.ingest.archive"},
    {"analytics.ingest.executors"},
    {"analytics.ingest.ingest"},
    {"analytics.workspace"},
    {"analytics.claims.innovations"},
    {"analytics.claims.table"},
    {"analytics.claims.sources", "analytics.claims.order", "analytics.conflicts.blocking"},
    {"analytics.claims.query"},
    {"analytics.claims.selection", "analytics.claims.provinces", "analytics.claims.database", "analytics.claims.components"},
    {"analytics.ingest.uploads"},
    {"analytics.ingest.corpus"},
    {"analytics.documents", "analytics.claims.schema", "analytics.export.csv", "analytics.claims.ids"},
    {"extractors"},
    {"extractors.pipeline"},
    {"extractors.table_claims"},
    {"extractors.claims", "extractors.innovation_table"},
    {"extractors.reading"},
    {"extractors.tables"},
    {"extractors.innovations"},
    {"extractors.context"},
    {"extractors.syntax"},
    {"extractors.figures"},
    {"extractors.tokens", "extractors.metric"},
    {"extractors.source"},
    {"extractors.lexicon", "extractors.model"},
]
PACKAGES = {
    "analytics.documents",
    "analytics.metrics",
    "analytics.ui",
    "analytics.i18n.words",
    "analytics.workspace",
    "extractors.context",
    "extractors.figures",
    "extractors.innovations",
    "extractors.lexicon",
    "extractors.source",
    "extractors.syntax",
    "extractors.tables",
    "extractors.tokens",
}
# The command line loads what a command needs when it runs it, so that --help answers at once; rules are compiled when text is extracted.
LAZY = {"analytics.cli.main", "analytics.cli.commands", "extractors"}
ONLY_HERE = {
    "altair": {"analytics.ui.charts"},
    "duckdb": {"analytics.claims.database"},
    "distributed": {"analytics.ingest.executors"},
    "http": {"analytics.documents"},
    "sqlite3": {"analytics.workspace"},
    "starlette": {"serve", "analytics.server.middleware"},
    "streamlit": {"serve", "app", "analytics.ui"},
    "pandas": {"analytics", "app"},
    "vl_convert": {"analytics.ui.charts"},
    "xlsxwriter": {"analytics.export.excel"},
    "trafilatura": {"analytics.documents"},
    "pypdfium2": {"analytics.documents"},
    "docx": {"analytics.documents"},
    "pdfplumber": {"analytics.documents"},
    "python_calamine": {"analytics.documents"},
    "striprtf": {"analytics.documents"},
    "charset_normalizer": {"analytics.documents"},
    "lxml": {"analytics.documents"},
    "PIL": {"analytics.documents"},
    "rapidocr": {"analytics.documents"},
}


@cache
def modules() -> dict[str, Path]:
    files = [ROOT / "serve.py", ROOT / "app.py", *(ROOT / "extractors").rglob("*.py"), *(ROOT / "analytics").rglob("*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def room(module: str) -> str:
    return next((package for package in PACKAGES if module == package or module.startswith(package + ".")), module)


def floor(module: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room(module) in rooms)


@cache
def imports(path: Path) -> list[tuple[str, bool]]:
    """Each module imported in ``path``, and whether inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in ast.walk(function)}
    found = []
    for node in ast.walk(tree):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for name in names:
            if isinstance(node, ast.ImportFrom) and name in modules():
                found += [
                    (f"{name}.{alias.name}" if f"{name}.{alias.name}" in modules() else name, id(node) in inside) for alias in node.names
                ]
            else:
                found.append((name, id(node) in inside))
    return found


@pytest.mark.parametrize("module", [name for name in modules() if name != "analytics"])
def test_imports_run_downward(module: str) -> None:
    for imported, lazy in imports(modules()[module]):
        if imported.split(".")[0] not in ("serve", "app", "analytics", "extractors"):
            continue
        assert not lazy or module in LAZY, f"{module} imports {imported} inside a function"
        if room(module) != room(imported):
            assert floor(imported) > floor(module), f"{module} imports {imported}, which is not below it"


@pytest.mark.parametrize("library", ONLY_HERE)
def test_libraries_stay_in_their_rooms(library: str) -> None:
    users = {name for name, path in modules().items() if any(imported.split(".")[0] == library for imported, _ in imports(path))}
    assert users
    strangers = {user for user in users if not any(user == allowed or user.startswith(allowed + ".") for allowed in ONLY_HERE[library])}
    assert strangers == set()
