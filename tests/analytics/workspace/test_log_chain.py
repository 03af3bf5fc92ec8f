"""The end of people's words: a log that was put back to an earlier state, in both files, is noticed and never written on."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from analytics.cli.main import main
from analytics.ingest.ingest import ingest
from analytics.workspace import annotations
from analytics.workspace.faults import Fault
from analytics.workspace.log_files import LogHead
from analytics.workspace.sealed import seal
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError
from benchmarks.articles import write_folder
from tests.analytics.workspace.faulty import mended, table

CLAIM = "d0c-1-4"
FILES = ("people.sqlite", "people.copy.sqlite")


@pytest.fixture
def held(tmp_path: Path) -> Workspace:
    """A workspace of three articles, with three lines of people's words."""
    write_folder(tmp_path / "press", 3)
    workspace = Workspace(tmp_path / "w", create=True)
    ingest(workspace, [str(tmp_path / "press")])
    for value in ("甲", "乙", "丙"):
        workspace.annotations.annotate("Li", str(table(workspace)[0]["claim_id"]), {"subject": value})
    return workspace


def sql(folder: Path, statement: str) -> None:
    """Run a statement on both files of the log."""
    for name in FILES:
        db = sqlite3.connect(folder / name)
        with db:
            db.execute(statement)
        db.close()


def test_each_line_s_hash_covers_the_one_before(held: Workspace) -> None:
    first = held.annotations.head()
    assert (first.lines, len(first.chain)) == (3, 64)
    held.annotations.annotate("Li", CLAIM, {"subject": "丁"})
    assert held.annotations.head().lines == 4
    assert held.annotations.includes(first)
    assert not held.annotations.includes(LogHead(3, "0" * 64))
    with held.manifest.reading() as transaction:
        assert transaction.fact("log") == str(held.annotations.head())


def test_lines_taken_off_the_end_of_both_files_are_missed_and_nothing_is_added(held: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    sql(held.folder, "DELETE FROM log WHERE number > 1")
    missing = Fault("people.sqlite", "end", "3")
    assert list(held.verify()) == [missing]
    assert held.snapshot().faults == (missing,)
    assert held.status().faults == (missing,)
    with pytest.raises(DamagedError):
        held.annotations.annotate("Li", CLAIM, {"subject": "丁"})
    assert main(["status", "--workspace", str(held.folder)]) == 1
    assert "people.sqlite" in capsys.readouterr().err
    workspace, steps = mended(held.folder)
    assert [(step.kind, step.n) for step in steps] == [("words", 2)]
    assert [entry.value for entry in workspace.annotations.log()] == ["甲"]
    workspace.annotations.annotate("Li", CLAIM, {"subject": "丁"})
    assert list(workspace.verify()) == []


def test_lines_of_files_that_nobody_can_read_are_counted_by_the_manifest(held: Workspace) -> None:
    for name in ("people.sqlite", "people.copy.sqlite"):
        (held.folder / name).write_bytes(b"")
    workspace, steps = mended(held.folder)
    assert [(step.kind, step.n) for step in steps if step.kind != "aside"] == [("log", 0), ("words", 3)]
    assert list(workspace.verify()) == []


def test_an_older_pair_of_files_that_went_on_otherwise_is_missed(held: Workspace, tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(held.folder, older)
    held.annotations.annotate("Li", CLAIM, {"subject": "丁"})
    elsewhere = annotations.Annotations(older / "people.sqlite")  # without the manifest
    for value in ("戊", "己"):
        elsewhere.annotate("Li", CLAIM, {"subject": value})
    for name in FILES:
        for path in held.folder.glob(f"{name}*"):
            path.unlink()
        for path in older.glob(f"{name}*"):
            shutil.copy(path, held.folder / path.name)
    assert list(held.verify()) == [Fault("people.sqlite", "end", "4")]
    with pytest.raises(DamagedError):
        held.annotations.annotate("Li", CLAIM, {"subject": "庚"})


def test_a_line_changed_with_its_seal_breaks_the_chain(held: Workspace) -> None:
    row = next(
        iter(sqlite3.connect(held.folder / "people.sqlite").execute('SELECT number, at, who, about, "column", value, act, undoes FROM log'))
    )
    forged = (*row[:5], "假", *row[6:])
    sql(held.folder, f"UPDATE log SET value = '假', seal = {seal(*forged)} WHERE number = 1")
    with pytest.raises(DamagedError):
        list(held.annotations.log())


def test_what_is_printed_shows_a_rollback_of_the_manifest_too(held: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    where = ["--workspace", str(held.folder)]
    assert main(["status", *where]) == 0
    assert f"3 lines, seal {held.annotations.head().chain[:16]}" in capsys.readouterr().out
    assert main(["export", *where, "--csv", str(tmp_path / "claims.csv")]) == 0
    assert f"3 lines, seal {held.annotations.head().chain[:16]}" in capsys.readouterr().err


@pytest.mark.parametrize("lines", [0, 3])
def test_a_log_without_a_chain_is_taken_up_into_it(held: Workspace, lines: int) -> None:
    words = list(held.annotations.log())[:lines]
    for statement in (f"DELETE FROM log WHERE number > {lines}", "ALTER TABLE log DROP COLUMN chain"):
        sql(held.folder, statement)
    db = sqlite3.connect(held.folder / "manifest.sqlite")
    with db:
        db.execute("DELETE FROM facts WHERE name = 'log'")
    db.close()
    workspace = Workspace(held.folder)
    assert list(workspace.annotations.log()) == words
    workspace.annotations.annotate("Li", CLAIM, {"subject": "丁"})
    assert workspace.annotations.head().lines == lines + 1
    assert list(workspace.verify()) == []
    sql(held.folder, f"DELETE FROM log WHERE number = {lines + 1}")
    assert [fault.cause for fault in workspace.verify()] == ["end"]


def test_a_word_is_safe_though_the_manifest_is_busy_and_remembered_by_the_next(held: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotations, "_PATIENCE", 0.0)
    with held.manifest.writing():
        held.annotations.annotate("Li", CLAIM, {"subject": "丁"})
    assert held.annotations.head().lines == 4
    assert list(held.verify()) == []
    held.annotations.annotate("Li", CLAIM, {"subject": "戊"})
    with held.manifest.reading() as transaction:
        assert transaction.fact("log").startswith("5 ")
