"""Cells of the manifest changed by SQL, which no checksum of a page would notice: each is named, and no text is ever lost."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.cli.main import main
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.workspace import upkeep
from analytics.workspace.manifest_schema import _COLUMNS
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError
from tests.analytics.workspace.faulty import make_press, mended, table

CELLS = [(name, column) for name, columns in _COLUMNS.items() for column in (*columns, "seal")]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten articles in parts of three, one removed, one read again, so that there is a retired part; reprints detected."""
    folder = tmp_path_factory.mktemp("whole")
    make_press(folder / "press")
    workspace = Workspace(folder / "workspace", create=True)
    with pytest.MonkeyPatch.context() as small:
        small.setattr("analytics.ingest.plan._DOCUMENTS", 3)
        ingest(workspace, [str(folder / "press")])
    rows = table(workspace)
    workspace.annotations.annotate("Li", str(rows[-1]["doc_id"]), {"removed": "1"})
    workspace.annotations.annotate("Li", str(rows[0]["doc_id"]), {"publisher": "晨光报"})
    ingest(workspace, [])
    return workspace.folder


@pytest.fixture
def held(whole: Path, tmp_path: Path) -> Workspace:
    """The same, to be harmed."""
    return Workspace(shutil.copytree(whole, tmp_path / "workspace"))


def texts(workspace: Workspace) -> set[str]:
    """Every text that some file of the workspace holds, listed or not."""
    files = workspace.folder.rglob("*.documents.parquet")
    return {text for file in files for text in pq.read_table(file, columns=["raw"])["raw"].to_pylist()}


def sql(folder: Path, statement: str, *values: object) -> int:
    """Run a statement on the manifest; returns the number of changed rows."""
    db = sqlite3.connect(folder / "manifest.sqlite")
    with db:
        changed = db.execute(statement, values).rowcount
    db.close()
    return changed


def flipped(cell: object) -> object:
    """A cell with one bit turned over, or in place of a missing one, 0."""
    if cell is None:
        return 0
    if isinstance(cell, str):
        content = bytearray(cell.encode() or b"\0")
        content[len(content) // 2] ^= 1
        return content.decode("utf-8", "replace")
    return float(cell) + 1.0 if isinstance(cell, float) else int(str(cell)) ^ 1


def harm(folder: Path, name: str, column: str, kind: str) -> None:
    """Flip a bit of one cell."""
    keys = ("source", "digest") if name == "files" else _COLUMNS[name][:1]
    db = sqlite3.connect(folder / "manifest.sqlite")
    with db:
        *key, cell = db.execute(f'SELECT {", ".join(keys)}, "{column}" FROM {name} WHERE {kind} ORDER BY 1 LIMIT 1').fetchone()
        where = " AND ".join(f"{one} = ?" for one in keys)
        assert db.execute(f'UPDATE {name} SET "{column}" = ? WHERE {where}', (flipped(cell), *key)).rowcount == 1
    db.close()


KINDS = {
    "parts": {"active": "retired IS NULL AND shelved = 0", "shelved": "shelved = 1", "retired": "retired IS NOT NULL"},
    "facts": {"format": "name = 'format'"},
    "files": {"read": "outcome = 'read'", "refused": "outcome = 'refused'"},
}  # fmt: skip
EVERY = [
    pytest.param(name, column, kind, id=f"{name}-{label}-{column}")
    for name, column in CELLS
    for label, kind in KINDS.get(name, {"row": "1"}).items()
]


@pytest.mark.parametrize(("name", "column", "kind"), EVERY)
def test_a_flipped_bit_of_any_cell_is_named_loses_nothing_and_is_repaired(held: Workspace, name: str, column: str, kind: str) -> None:
    before, everything, removed = texts(held), table(held), held.status().removed
    harm(held.folder, name, column, kind)
    faults = list(held.verify())
    assert "row" in {fault.cause for fault in faults}
    assert {(fault.file, fault.cause) for fault in held.snapshot().faults} >= {("manifest.sqlite", "row")}
    assert held.status().faults
    assert WorkspaceDataset(held).snapshot.faults
    with pytest.MonkeyPatch.context() as later:
        later.setattr(upkeep, "_GRACE", -1.0)
        with suppress(DamagedError):
            ingest(held, [])
    assert texts(held) == before
    workspace, steps = mended(held.folder)
    assert texts(workspace) >= before
    assert (table(workspace), workspace.status().removed) == (everything, removed)
    assert not [step for step in steps if step.kind in ("lost", "words")]
    assert list(workspace.snapshot().faults) == []


def test_a_part_that_seems_retired_is_missed_by_every_reader(held: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The fault of issue 14: the view left the articles out without a word, and the next ingest deleted them."""
    sql(held.folder, "UPDATE parts SET retired = 0 WHERE retired IS NULL AND shelved = 0")
    where = ["--workspace", str(held.folder)]
    assert held.snapshot().unshown == 9
    assert main(["status", *where]) == 1
    assert main(["export", *where, "--csv", str(tmp_path / "claims.csv")]) == 1
    said = capsys.readouterr().err
    assert said.count("manifest.sqlite") >= 2
    assert main(["ingest", *where, str(tmp_path)]) == 2


def test_even_with_a_right_seal_no_part_goes_whose_texts_are_nowhere_else(held: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the manifest itself were wrong: the second witness is what the part holds."""
    before = texts(held)
    with held.manifest.writing() as transaction:
        for listed in transaction.parts():
            transaction.retire(listed.name)
    monkeypatch.setattr(upkeep, "_GRACE", -1.0)
    held.clear_leftovers()
    assert texts(held) == before
    assert {fault.cause for fault in held.snapshot().faults} == {"homeless"}
    workspace, steps = mended(held.folder)
    assert texts(workspace) == before
    assert "lost" not in {step.kind for step in steps}
    assert workspace.status().documents == 9


@pytest.mark.parametrize("name", ["parts", "documents", "files", "derived", "facts"])
def test_rows_that_are_gone_cost_no_text(held: Workspace, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    everything, before = table(held), texts(held)
    assert sql(held.folder, f"DELETE FROM {name}")
    monkeypatch.setattr(upkeep, "_GRACE", -1.0)
    if name in ("parts", "documents", "facts"):
        assert list(held.snapshot().faults) != []
    with suppress(DamagedError):
        held.clear_leftovers()
    assert texts(held) == before
    workspace, _ = mended(held.folder)
    assert table(workspace) == everything


def test_texts_of_any_bytes_are_met(held: Workspace) -> None:
    """A cell that is no valid text ends no query."""
    sql(held.folder, "UPDATE documents SET source = CAST(x'e5ff' AS TEXT) WHERE doc_id = (SELECT max(doc_id) FROM documents)")
    assert [fault.cause for fault in held.snapshot().faults] == ["row", "rows"]
    everything = table(held)
    assert table(mended(held.folder)[0]) == everything
