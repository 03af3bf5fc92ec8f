"""What the machine does to a workspace: a full disk, a folder that is only read, locks, clocks, and a kill at any moment."""

from __future__ import annotations

import csv
import json
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import pandas as pd
import pytest

from analytics.cli.main import main
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.review.review import Review
from analytics.workspace import connections, log_files
from analytics.workspace.connections import connected
from analytics.workspace.opening import MARKER
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError, trouble
from benchmarks.articles import write_folder
from tests.analytics.workspace.faulty import make_press, mended, only_read, powerless, python, table


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of ten articles."""
    folder = tmp_path_factory.mktemp("whole")
    ingest(Workspace(folder / "workspace", create=True), [str(make_press(folder / "press"))])
    return folder / "workspace"


@pytest.fixture
def held(whole: Path, tmp_path: Path) -> Workspace:
    """The same, to be written to."""
    return Workspace(shutil.copytree(whole, tmp_path / "workspace"))


_MAIN = "import sys; from analytics.cli.main import main; sys.exit(main(sys.argv[1:]))"
_MAINS = """
import sys
from analytics.cli.main import main
press, folder, out, claim_id = sys.argv[1:]
where = ("--workspace", folder)
print([main(c) for c in (("ingest", press, *where), ("export", *where, "--csv", out), ("edit", *where, claim_id, "subject=" + "甲" * 5000, "--who", "Li"))])
"""


# --- no room ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kilobytes", [1, 40])
def test_a_disk_without_room_is_told_and_what_was_written_stands(tmp_path: Path, kilobytes: int) -> None:
    """No file of the child's may grow past a limit: at some size the parts do not fit, at others the manifest, the log, the export."""
    write_folder(tmp_path / "press", 60)
    folder = tmp_path / "w"

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes << 10, kilobytes << 10))

    child = python(_MAIN, "ingest", tmp_path / "press", "--workspace", folder, before=limited)
    _, said = child.communicate(timeout=120)
    assert (child.returncode, "Traceback" in said) == (2, False)
    assert "not completed: " in said
    assert not list(folder.rglob("*.tmp"))
    ingest(workspace := Workspace(folder, create=True), [str(tmp_path / "press")])
    assert workspace.status().documents == 60
    assert list(workspace.verify()) == []


def test_a_full_disk_is_called_full(tmp_path: Path, whole: Path) -> None:
    """A real one, where this process may mount one: ingest, a person's word, an export, and then room again."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("no right to mount a disk")
    try:
        workspace = Workspace(shutil.copytree(whole, disk / "w"))
        before, filler = table(workspace), disk / "filler"
        write_folder(tmp_path / "press", 60)
        with filler.open("wb", buffering=0) as file:
            fill(file)
        child = python(_MAINS, tmp_path / "press", disk / "w", disk / "claims.csv", before[0]["claim_id"])
        done, said = child.communicate(timeout=120)
        assert (done, said.count("no room is left on the disk")) == ("[2, 2, 2]\n", 4), (
            said
        )  # the export says first that it can be looked at
        assert not (disk / "claims.csv").exists()
        assert not list(disk.rglob("*.tmp"))
        filler.unlink()
        assert list(Workspace(disk / "w").verify()) == []
        assert table(Workspace(disk / "w")) == before
        ingest(workspace, [str(tmp_path / "press")])
        assert workspace.status().documents == 60
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(file: IO[bytes]) -> None:
    """Write until there is no room."""
    with suppress(OSError):
        while True:
            file.write(b"\0" * 4096)


@pytest.mark.parametrize("which", ["manifest.sqlite", "people.sqlite", "people.copy.sqlite"])
def test_a_database_that_cannot_grow_keeps_all_or_nothing(
    held: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, which: str
) -> None:
    """SQLite is given no page more, as on a full disk."""
    doc_id = str(table(held)[0]["doc_id"])
    write_folder(tmp_path / "more", 120)

    def cramped(path: Path, **how: bool) -> sqlite3.Connection:
        db = connected(path, **how)
        if path.name == which:
            db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
        return db

    words = list(held.annotations.log())
    with monkeypatch.context() as full:
        full.setattr("analytics.workspace.manifest.connected", cramped)
        full.setattr("analytics.workspace.annotations.connected", cramped)
        if which == "people.copy.sqlite":
            full.setattr(log_files, "CATCH_UP", f"PRAGMA copy.max_page_count = 1; {log_files.CATCH_UP}")
        with pytest.raises(OSError, match="No space") as raised:
            ingest(held, [str(tmp_path / "more")]) if which == "manifest.sqlite" else held.annotations.annotate(
                "Li", doc_id, {"title": "题" * 30_000}
            )
        assert trouble(raised.value) == "full"
    assert list(held.annotations.log()) == words
    assert list(held.verify()) == []


# --- only read -------------------------------------------------------------------------------------


_LOOKS = """
import json, sys
from contextlib import suppress
from pathlib import Path
from typing import IO
from analytics.cli.main import main
from analytics.workspace.store import Workspace
from tests.analytics.workspace.faulty import table
folder, out, claim_id = sys.argv[1:]
workspace = Workspace(Path(folder))
seen = {"writable": workspace.writable, "claims": len(table(workspace)), "faults": len(list(workspace.verify())),
        "corrected": workspace.snapshot().corrected_claims["subject"].to_pylist()}
where = ("--workspace", folder)
seen["done"] = [main(c) for c in (("status", *where), ("verify", *where), ("export", *where, "--csv", out))]
print(file=sys.stderr, flush=True)
seen["refused"] = [main(c) for c in (("edit", *where, claim_id, "subject=乙", "--who", "Li"), ("ingest", "samples", *where), ("repair", *where))]
print(json.dumps(seen))
"""


def test_a_workspace_that_is_only_read_is_shown_and_exported(held: Workspace, tmp_path: Path) -> None:
    claim_id, everything = str(table(held)[0]["claim_id"]), table(held)
    held.annotations.annotate("Li", claim_id, {"subject": "甲"})
    before = {path.name: path.read_bytes() for path in held.folder.rglob("*") if path.is_file()}
    with only_read(held.folder):
        said, complained = python(_LOOKS, held.folder, tmp_path / "claims.csv", claim_id, before=powerless).communicate(timeout=120)
    seen = json.loads(said.splitlines()[-1])
    assert seen == {
        "writable": False, "claims": len(everything), "faults": 0, "corrected": ["甲"], "done": [0, 0, 0], "refused": [2, 2, 2],
    }  # fmt: skip
    assert [line.partition(" (")[0] for line in complained.splitlines()[-3:]] == [
        "not completed: nothing can be written there, or another program has the file open"
    ] * 3
    assert len(list(csv.reader((tmp_path / "claims.csv").open(encoding="utf-8-sig", newline="")))) == len(everything) + 1
    assert {path.name: path.read_bytes() for path in held.folder.rglob("*") if path.is_file()} == before


def test_a_workspace_whose_writer_was_killed_can_be_only_read(held: Workspace) -> None:
    """SQLite's log is still there, with words that the database does not have yet."""
    killed = """
import os, sqlite3, sys
from contextlib import suppress
from pathlib import Path
from typing import IO
from analytics.workspace.annotations import Annotations
other = sqlite3.connect(sys.argv[1])
other.execute("SELECT count(*) FROM log").fetchall()
Annotations(Path(sys.argv[1])).annotate("Li", "d-1-2", {"subject": "乙"})
os.kill(os.getpid(), 9)
"""
    assert python(killed, held.folder / "people.sqlite").wait(timeout=60) == -signal.SIGKILL
    assert (held.folder / "people.sqlite-wal").stat().st_size
    reads = "import sys; from pathlib import Path; from analytics.workspace.store import Workspace\n"
    reads += "print([entry.value for entry in Workspace(Path(sys.argv[1])).annotations.log()])"
    with only_read(held.folder):
        assert python(reads, held.folder, before=powerless).communicate(timeout=60)[0] == "['乙']\n"


# --- locks -----------------------------------------------------------------------------------------

_HOLDS = """
import sys, time; from pathlib import Path; from analytics.workspace.store import Workspace
with Workspace(Path(sys.argv[1])).manifest.writing():
    print("held", flush=True); time.sleep(600)
"""


_CREATES = """
import sys, time; from pathlib import Path; from analytics.workspace import opening
with opening._alone(Path(sys.argv[1], opening.MARKER)):
    print("held", flush=True); time.sleep(float(sys.argv[2]))
"""


@pytest.mark.parametrize("end", ["release", "kill"])
def test_who_creates_a_workspace_waits_for_another_that_does_and_lives(end: str, tmp_path: Path) -> None:
    (tmp_path / MARKER).touch()
    owner = python(_CREATES, tmp_path, "1" if end == "release" else "600")
    assert owner.stdout is not None
    assert owner.stdout.readline() == "held\n"
    began = time.monotonic()
    if end == "kill":
        owner.kill()
    Workspace(tmp_path, create=True)
    assert end == "kill" or time.monotonic() - began > 0.5
    owner.wait()
    assert (tmp_path / MARKER).stat().st_size == 0


def test_a_lock_dies_with_its_owner_and_a_living_one_is_named(
    held: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Readers do not mind either; who waits too long for a living writer is told so, and has lost nothing."""
    monkeypatch.setattr(connections, "WAIT", 0.5)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    write_folder(tmp_path / "more", 3)
    owner = python(_HOLDS, held.folder)
    try:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "held\n"
        before = table(Workspace(held.folder))
        assert main(["ingest", str(tmp_path / "more"), "--workspace", str(held.folder)]) == 2
        assert "another process is writing and does not end" in capsys.readouterr().err
        assert table(Workspace(held.folder)) == before
    finally:
        owner.kill()
        owner.wait()
    assert main(["ingest", str(tmp_path / "more"), "--workspace", str(held.folder)]) == 0
    assert list(held.verify()) == []


def test_a_process_that_stands_still_while_it_opens_keeps_nobody_out(held: Workspace) -> None:
    """Only who makes a workspace holds the marker's lock: one that is made opens without."""
    code = "import fcntl, sys, time; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(600)"
    owner = python(code, held.folder / "youju-workspace")
    try:
        assert owner.stdout is not None
        owner.stdout.readline()
        assert table(Workspace(held.folder))
    finally:
        owner.kill()
        owner.wait()


# --- clocks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati"])
def test_no_time_zone_changes_a_figure(held: Workspace, tmp_path: Path, whole: Path, zone: str) -> None:
    child = python(_MAIN, "ingest", whole.parent / "press", "--workspace", tmp_path / "there", TZ=zone)
    child.communicate(timeout=120)
    assert table(Workspace(tmp_path / "there")) == table(held)


def test_a_clock_set_back_neither_keeps_old_parts_nor_loses_new_ones(held: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    everything, now = table(held), time.time()
    hands = {"clock": now + 10 * 365 * 86_400}
    monkeypatch.setattr("analytics.workspace.manifest.time.time", lambda: hands["clock"])
    doc_id = str(everything[0]["doc_id"])
    held.annotations.annotate("Li", doc_id, {"publisher": "晨光报"})
    ingest(held, [])  # a part is retired ten years from now
    hands["clock"] = now
    held.clear_leftovers()
    files = len(list((held.folder / "parts").glob("*.parquet")))
    hands["clock"] = now + 7200
    held.clear_leftovers()
    assert len(list((held.folder / "parts").glob("*.parquet"))) == files - 3
    assert list(held.verify()) == []
    assert [row["claim_id"] for row in table(held)] == [row["claim_id"] for row in everything]


def test_the_last_word_is_the_last_said_whatever_the_clock_said(held: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    claim_id = str(table(held)[0]["claim_id"])
    for at, who, values in (
        ("2031", "Li", {"subject": "甲", "unit": "件"}),
        ("2026", "Wang", {"subject": "乙"}),
        ("2020", "He", {"unit": "起"}),
    ):
        monkeypatch.setattr("analytics.workspace.annotations._now", lambda at=at: f"{at}-01-01T00:00:00+00:00")
        held.annotations.annotate(who, claim_id, values)
    assert held.annotations.corrections()[claim_id] == {"subject": "乙", "unit": "起"}
    assert Review(WorkspaceDataset(held), held.annotations.log()).last_word(claim_id).who == "He"
    assert held.annotations.undo("Wang") == claim_id
    assert held.annotations.corrections()[claim_id] == {"subject": "甲", "unit": "起"}


# --- kills -----------------------------------------------------------------------------------------

# Ends itself at the n-th system call that makes something last: there is no moment between two of them that another test could reach.
_DIES = """
import os, sys, sqlite3
from contextlib import suppress
from pathlib import Path
from typing import IO
left = int(sys.argv[1])
def dying(call):
    def called(*arguments, **named):
        global left
        left -= 1
        if not left: os.kill(os.getpid(), 9)
        return call(*arguments, **named)
    return called
os.fsync, os.rename, os.unlink, os.replace = map(dying, (os.fsync, os.rename, os.unlink, os.replace))
from analytics.workspace import repair as module
from analytics.workspace.repair import repair
from analytics.workspace.store import Workspace
from analytics.ingest.ingest import ingest
from analytics.review.review import Review
Path.rename = dying(Path.rename)
Path.unlink = dying(Path.unlink)
folder = Path(sys.argv[2])
repair(folder)
ingest(Workspace(folder), [])
"""


@pytest.mark.parametrize("call", [2, 7, 19])
def test_a_repair_that_is_killed_can_be_done_again(held: Workspace, call: int) -> None:
    everything = table(held)
    next((held.folder / "parts").glob("*.claims.parquet")).write_bytes(b"")
    (held.folder / "manifest.sqlite").unlink()
    child = python(_DIES, call, held.folder)
    child.wait(timeout=60)
    workspace, _ = mended(held.folder)
    assert table(workspace) == everything


def test_an_export_that_is_killed_leaves_no_half_file(held: Workspace, tmp_path: Path) -> None:
    code = """
import os, sys
from analytics.cli import queries
chunks = queries.csv_chunks
def dying(*arguments):
    for number, chunk in enumerate(chunks(*arguments)):
        if number == int(sys.argv[1]): os.kill(os.getpid(), 9)
        yield chunk[: len(chunk) // 2]
        sys.stdout.flush()
queries.csv_chunks = dying
from analytics.cli.main import main
main(sys.argv[2:])
"""
    target = tmp_path / "claims.csv"
    target.write_text("before")
    child = python(code, 1, "export", "--workspace", held.folder, "--csv", target)
    assert child.wait(timeout=60) == -signal.SIGKILL
    assert target.read_text() == "before"
    assert main(["export", "--workspace", str(held.folder), "--csv", str(target)]) == 0
    assert len(pd.read_csv(target, dtype=str)) == held.status().claims


def test_damage_is_no_trouble_of_the_machine_s() -> None:
    assert [trouble(error) for error in (DamagedError("x"), OSError(28, "", "x"), OSError(30, ""), OSError("x"))] == [
        "damaged", "full", "read_only", "other",
    ]  # fmt: skip
