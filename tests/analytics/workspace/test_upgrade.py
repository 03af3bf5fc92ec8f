"""Workspaces of every earlier shape, opened today: the same figures and words, nothing at fault, and they go on like new ones."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import analytics.ingest.plan
import analytics.ingest.work
import extractors.pipeline
from analytics.ingest.ingest import ingest
from analytics.workspace import parts
from analytics.workspace.backup import back_up, restore
from analytics.workspace.log_files import LOGGED
from analytics.workspace.manifest_schema import _COLUMNS, FORMAT
from analytics.workspace.store import Workspace
from extractors.ids import doc_id_of
from tests.analytics.workspace.faulty import make_press, mended, table
from tests.analytics.workspace.old_shapes import without_chain, without_later_columns_of_log, without_logs, without_seals

ROOT = Path(__file__).parents[3]
# Each shape with what is taken away from a workspace of today, and how ids and parts were written then.
SHAPES: dict[str, tuple[tuple[Callable[[Path], None], ...], bool, bool]] = {
    "2": ((), False, False),
    "1": ((without_seals, without_chain), False, False),
    "1, before acts": ((without_seals, without_later_columns_of_log), False, False),
    "1, before web addresses": ((without_seals, without_later_columns_of_log), True, False),
    "0, before letters": ((without_seals, without_later_columns_of_log), True, True),
}


def made(folder: Path, shape: str) -> Path:
    """A workspace of this shape: ten articles in small parts, one removed, one figure corrected, one rejected."""
    take_away, bare, unlettered = SHAPES[shape]
    write = parts.write_table
    with pytest.MonkeyPatch.context() as then:
        then.setattr("analytics.ingest.plan._DOCUMENTS", 3)
        if unlettered:
            for module in (extractors.pipeline, analytics.ingest.plan, analytics.ingest.work):
                then.setattr(module, "doc_id_of", lambda raw: doc_id_of(raw)[1:])
        if bare:
            then.setattr(
                parts,
                "write_table",
                lambda path, rows: write(path, rows.drop(["fetched_on", "scans"]) if "raw" in rows.column_names else rows),
            )
        workspace = Workspace(folder / "w", create=True)
        ingest(workspace, [str(make_press(folder / "press"))])
        rows = table(workspace)
        for about, values in (
            (rows[0]["claim_id"], {"subject": "甲"}),
            (rows[1]["claim_id"], {"rejected": "1"}),
            (rows[-1]["doc_id"], {"removed": "1"}),
        ):
            workspace.annotations.annotate("Li", str(about), values)
        ingest(workspace, [])
    for away in take_away:
        away(workspace.folder)
    if unlettered:
        db = sqlite3.connect(workspace.folder / "manifest.sqlite")
        db.execute("PRAGMA user_version = 0")
        db.close()
    without_logs(workspace.folder)
    return workspace.folder


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """What all shapes must become."""
    return Workspace(made(tmp_path_factory.mktemp("today"), "2"))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_earlier_shape_is_brought_up_to_date(shape: str, tmp_path: Path, today: Workspace) -> None:
    workspace = Workspace(made(tmp_path, shape))
    assert table(workspace) == table(today)
    assert [(entry.about, entry.value) for entry in workspace.annotations.log()] == [
        (entry.about, entry.value) for entry in today.annotations.log()
    ]
    assert (workspace.status().removed, workspace.status().outcomes) == (1, today.status().outcomes)
    assert workspace.snapshot().corrected_claims["subject"].to_pylist() == ["甲"]
    assert list(workspace.verify()) == []
    with workspace.manifest.reading() as transaction:
        assert transaction.fact("format") == str(FORMAT)
    workspace.annotations.annotate("Wang", str(table(workspace)[2]["claim_id"]), {"unit": "起"})
    assert workspace.annotations.undo("Li") != ""
    ingest(workspace, [str(tmp_path / "press")])
    assert list(workspace.verify()) == []
    back_up(workspace, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "again")


@pytest.mark.parametrize("shape", SHAPES)
def test_every_earlier_shape_is_repaired(shape: str, tmp_path: Path, today: Workspace) -> None:
    folder = made(tmp_path, shape)
    (folder / "manifest.sqlite").unlink()
    workspace, steps = mended(folder)
    assert not [step for step in steps if step.kind in ("lost", "words")]
    assert table(workspace) == table(today)


def test_an_upgrade_that_is_killed_is_done_again(tmp_path: Path, today: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """All or nothing: after a failure in the middle, the manifest is the old one."""
    folder = made(tmp_path, "1")
    before = shutil.copytree(folder, tmp_path / "before")
    with monkeypatch.context() as broken:
        broken.setattr("analytics.workspace.manifest_schema.state_format", lambda facts: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Workspace(folder)
    schema = "SELECT sql FROM sqlite_master ORDER BY 1"
    found = [sqlite3.connect(place / "manifest.sqlite").execute(schema).fetchall() for place in (folder, before)]
    assert found[0] == found[1]
    assert table(Workspace(folder)) == table(today)


def test_the_page_on_the_format_names_every_column() -> None:
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    columns = {column for columns in _COLUMNS.values() for column in columns if not column.endswith("_hash")}
    columns |= {*LOGGED.replace('"', "").split(", "), *(name for name in parts.DOCUMENT_SCHEMA.names if not name.startswith("file_"))}
    assert {column for column in columns if f"`{column}`" not in page} == set()
    assert f"Format {FORMAT}." in page
    assert re.search(rf"^\| {FORMAT} \|", page, re.MULTILINE)
