"""What a power failure and failing calls to the disk leave of a workspace: some of the states of ``make power``, and each mended cause."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.claims.database import PartsChangedError
from analytics.cli.main import main
from analytics.ingest.ingest import ingest
from analytics.workspace import atomic, opening, repair, upkeep
from analytics.workspace.annotations import Annotations
from analytics.workspace.atomic import atomic_write, sync_folder
from analytics.workspace.backup import back_up, restore
from analytics.workspace.connections import connected
from analytics.workspace.manifest import Manifest
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder
from benchmarks.disk import KEPT, NoShimError, Put, Recorded, Sync, Truncate, Write
from benchmarks.failing_calls import fail_calls
from benchmarks.power import lose_power
from tests.analytics.workspace.faulty import table

_ON_POSIX = pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="folders cannot be synced here")


def test_what_was_acknowledged_outlasts_a_power_failure_at_any_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (
        "ingest.plan._DOCUMENTS",
        "ingest.ingest.prepare",
        "ingest.work.extracted",
        "ingest.places.contents",
        "workspace.upkeep._MANY",
        "workspace.upkeep._GRACE",
    ):
        module, _, name = f"analytics.{place}".rpartition(".")
        monkeypatch.setattr(
            f"{module}.{name}", getattr(sys.modules[module], name)
        )  # the story sets them in this process: restored after it
    try:
        result = lose_power(40)
    except NoShimError as why:
        pytest.skip(str(why))
    assert (result.runs, result.faults) == (40, {})


def test_a_call_that_fails_is_told_or_made_good() -> None:
    try:
        result = fail_calls(900)
    except NoShimError as why:
        pytest.skip(str(why))
    assert result.runs > 10
    assert result.faults == {}


# --- the model of the disk ------------------------------------------------------------------------


def _states(*acts: Put | Write | Sync | Truncate) -> set[tuple[tuple[str, bytes | None], ...]]:
    recorded = Recorded(acts)
    draws = ((kept, random.Random(seed)) for kept in KEPT for seed in range(20))
    return {tuple(recorded.after_power_loss(len(acts), kept, draw).contents()) for kept, draw in draws}


def test_without_a_sync_a_file_may_be_gone_torn_or_full_of_zeros() -> None:
    written = (Put(0, "a", 1), Write(1, 0, b"x" * 1024))
    found = _states(*written)
    assert found >= {(), (("a", b""),), (("a", b"x" * 512),), (("a", bytes(1024)),), (("a", bytes(512) + b"x" * 512),)}
    assert {name for state in _states(*written, Sync(0)) for name, _ in state} == {"a"}
    assert () not in _states(*written, Sync(0))
    assert _states(*written, Sync(1)) == {(), (("a", b"x" * 1024),)}
    assert _states(*written, Sync(1), Sync(0)) == {(("a", b"x" * 1024),)}
    assert _states(*written, Sync(1), Sync(0), Truncate(1, 1)) == {(("a", b"x" * 1024),), (("a", b"x"),)}


# --- what is synced, and when ------------------------------------------------------------------------


class _Synced:
    """What the syncs of this process have made to last: the names in each folder, and the files, by inode."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: dict[int, set[str]] = {}
        self.files: set[int] = set()
        self.each: Callable[[set[str]], None] = lambda names: None  # called at each sync of a folder
        monkeypatch.setattr(atomic.os, "fsync", self._sync)

    def _sync(self, handle: int) -> None:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            self.names[found.st_ino] = set(os.listdir(handle))
            self.each(self.names[found.st_ino])
        else:
            self.files.add(found.st_ino)

    def last(self, path: Path) -> bool:
        """Whether a file or folder has been made to last, with its name and those of the folders above it that were synced."""
        return path.name in self.names.get(path.parent.stat().st_ino, ())


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> _Synced:
    """Watches the syncs of this process."""
    return _Synced(monkeypatch)


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """A folder of three articles."""
    write_folder(tmp_path / "press", 3)
    return tmp_path / "press"


@_ON_POSIX
def test_a_file_that_was_written_whole_lasts_under_its_name(tmp_path: Path, synced: _Synced) -> None:
    with atomic_write(tmp_path / "claims.csv") as file:
        file.write(b"figures")
    assert synced.last(tmp_path / "claims.csv")
    assert (tmp_path / "claims.csv").stat().st_ino in synced.files


@_ON_POSIX
def test_a_new_workspace_lasts_with_the_folders_above_it_and_its_marker_first(tmp_path: Path, synced: _Synced) -> None:
    seen: list[set[str]] = []
    synced.each = seen.append
    folder = tmp_path / "a" / "b" / "w"
    Workspace(folder, create=True)
    files = (folder / "manifest.sqlite", folder / "parts", folder, folder.parent, folder.parent.parent)
    assert [path.name for path in files if not synced.last(path)] == []
    assert next(names for names in seen if "youju-workspace" in names) == {"youju-workspace"}


def test_a_new_manifest_takes_its_place_with_what_is_still_in_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the disk fails when SQLite closes the file, which it does not tell."""

    def left_in_log(path: Path) -> Manifest:
        if path.suffix != ".new":
            return Manifest(path)
        others.append(connected(path, create=True))  # a connection that stays open, so that the log is not written out
        others[-1].execute("SELECT * FROM sqlite_master").fetchall()
        return Manifest(path)

    others: list[sqlite3.Connection] = []
    monkeypatch.setattr(opening, "Manifest", left_in_log)
    folder = Workspace(tmp_path / "w", create=True).folder
    others[0].close()
    assert list(Workspace(folder).verify()) == []


def test_a_workspace_whose_creation_was_interrupted_is_completed(tmp_path: Path) -> None:
    """The second copy of people's words was just begun: a file without content."""
    folder = Workspace(tmp_path / "w", create=True).folder
    for name in ("manifest.sqlite", "people.copy.sqlite"):
        (folder / name).unlink()
    (folder / "people.copy.sqlite").touch()
    assert list(Workspace(folder, create=True).verify()) == []


@_ON_POSIX
def test_the_note_of_a_part_lasts_before_its_first_file_and_until_its_last_is_gone(tmp_path: Path, press: Path, synced: _Synced) -> None:
    """Otherwise the files of a writer that lost power are taken for those of a part that the manifest has lost."""
    workspace = Workspace(tmp_path / "w", create=True)
    parts = workspace.folder / "parts"
    alone: list[set[str]] = []  # the names in the folder whenever there are some of this part and its files are not complete
    synced.each = lambda names: alone.append({name.partition(".")[2] for name in names if name[:3] not in ("rep", "")})
    ingest(workspace, [str(press)])
    kinds = [kinds for kinds in alone if "new" in kinds]
    assert kinds[0] == {"new"}
    assert all("new" in kinds for kinds in alone if "documents.parquet" in kinds and "json" not in kinds)
    name = next(parts.glob("*.json")).stem
    (parts / f"{name}.json").rename(parts / f"{name}.new")
    with workspace.manifest.writing() as transaction:
        transaction.drop(name)
        for doc_id in transaction.homes()[name]:
            transaction._documents.delete("doc_id = ?", doc_id)
    alone.clear()
    workspace.clear_leftovers()
    assert {"new"} in alone
    assert not list(parts.glob(f"{name}.*"))


@_ON_POSIX
def test_a_restored_workspace_lasts_with_every_file(tmp_path: Path, press: Path, synced: _Synced) -> None:
    workspace = Workspace(tmp_path / "w", create=True)
    ingest(workspace, [str(press)])
    back_up(workspace, tmp_path / "w.youju")
    synced.files.clear()
    restore(tmp_path / "w.youju", tmp_path / "restored")
    assert synced.last(tmp_path / "restored")
    files = [path for path in (tmp_path / "restored").rglob("*") if path.is_file()]
    assert [path.name for path in files if path.stat().st_ino not in synced.files] == []


@_ON_POSIX
def test_a_folder_that_cannot_be_synced_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(number: int) -> Callable[[int], None]:
        def fsync(handle: int) -> None:
            raise OSError(number, os.strerror(number))

        return fsync

    for number in (22, 95):  # as some network file systems answer
        monkeypatch.setattr(atomic.os, "fsync", refuse(number))
        sync_folder(tmp_path)
    monkeypatch.setattr(atomic.os, "fsync", refuse(5))
    with pytest.raises(OSError, match="Input/output"):
        sync_folder(tmp_path)


# --- repair --------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_opened", [False, True])
@pytest.mark.parametrize("stop", range(1, 7))
def test_a_repair_of_people_s_words_that_is_stopped_at_any_rename_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int, is_opened: bool
) -> None:
    """Some words are in one file only, some in the other only; the repair is stopped, also a second time. None is called lost."""
    workspace = Workspace(tmp_path / "w", create=True)
    for value in "甲乙丙":
        workspace.annotations.annotate("Li", "d-0-1", {"subject": value})
    for name, lost in (("people.sqlite", 1), ("people.copy.sqlite", 3)):
        with repair.closing(repair.connected(workspace.folder / name)) as db:
            db.execute("DELETE FROM log WHERE number = ?", (lost,))
    moves = 0

    def move(path: Path, target: Path) -> None:
        nonlocal moves
        moves += 1
        if moves == stop:
            raise OSError(4, "the power fails")
        atomic.move(path, target)

    monkeypatch.setattr(repair, "move", move)
    for _ in range(2):
        moves = 0
        try:
            repair.repair(workspace.folder)
        except OSError:
            continue
    monkeypatch.undo()
    if is_opened:
        Annotations(workspace.folder / "people.sqlite")  # makes the files that are missing
    steps = repair.repair(workspace.folder)
    assert [step for step in steps if step.kind in repair.LOSSES] == []
    mended = Workspace(workspace.folder)
    assert [entry.value for entry in mended.annotations.log()] == ["甲", "乙", "丙"]
    assert list(mended.verify()) == []


@_ON_POSIX
def test_what_repair_sets_aside_is_gone_for_good_before_the_next_step(tmp_path: Path, press: Path, synced: _Synced) -> None:
    """An old write-ahead log that came back beside the new manifest would be read into it."""
    workspace = Workspace(tmp_path / "w", create=True)
    ingest(workspace, [str(press)])
    before = table(workspace)
    (workspace.folder / "manifest.sqlite").write_bytes(b"SQLite format 3\0" + bytes(100))
    (workspace.folder / "manifest.sqlite-wal").write_bytes(b"an old log")
    seen: list[set[str]] = []
    synced.each = seen.append
    repair.repair(workspace.folder)
    new = next(at for at, names in enumerate(seen) if "manifest.sqlite" in names and "youju-workspace" in names and at)
    gone = [names for names in seen[:new] if "youju-workspace" in names and "manifest.sqlite" not in names]
    assert "manifest.sqlite-wal" not in gone[-1]
    ingest(mended := Workspace(workspace.folder), [])
    assert (table(mended), list(mended.verify())) == (before, [])


def test_a_disk_that_fails_while_reprints_are_detected_is_told(
    tmp_path: Path, press: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*paths: object) -> None:
        raise PartsChangedError("IO Error: Input/output error")

    monkeypatch.setattr(upkeep, "find_reprints", fail)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert main(["ingest", str(press), "--workspace", str(tmp_path / "w")]) == 2
    assert "not completed: " in capsys.readouterr().err
    monkeypatch.undo()
    assert main(["ingest", str(press), "--workspace", str(tmp_path / "w")]) == 0
