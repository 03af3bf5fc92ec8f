"""Workspaces that can be looked at and not changed: a full disk, a log without its index, an earlier version; and one without its marker."""

from __future__ import annotations

import errno
import json
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from analytics.cli.main import main
from analytics.ingest.ingest import ingest
from analytics.workspace import trouble as troubles
from analytics.workspace.connections import connected
from analytics.workspace.opening import NotAWorkspaceError
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError, as_os_error, trouble
from tests.analytics.workspace import old_shapes
from tests.analytics.workspace.faulty import make_press, mended, only_read, powerless, python, table
from tests.analytics.workspace.test_faults import fill

_LOOKS = """
import json, sys
from pathlib import Path
from analytics.cli.main import main
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.store import Workspace
from tests.analytics.workspace.faulty import table
folder, out = sys.argv[1:]
where = ("--workspace", folder)
done = [main(c) for c in (("status", *where), ("verify", *where), ("export", *where, "--csv", out))]
workspace = Workspace(Path(folder))
seen = {"why": workspace.read_only, "claims": len(table(workspace)), "faults": len(workspace.snapshot().faults), "done": done,
        "said": [entry.value for entry in workspace.annotations.log()], "removed": workspace.status().removed,
        "articles": WorkspaceDataset(workspace).articles.num_rows}
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten articles, one removed; one figure corrected."""
    folder = tmp_path_factory.mktemp("whole")
    workspace = Workspace(folder / "workspace", create=True)
    ingest(workspace, [str(make_press(folder / "press"))])
    rows = table(workspace)
    workspace.annotations.annotate("Li", str(rows[0]["claim_id"]), {"subject": "甲"})
    workspace.annotations.annotate("Li", str(rows[-1]["doc_id"]), {"removed": "1"})
    ingest(workspace, [])
    return workspace.folder


@pytest.fixture
def held(whole: Path, tmp_path: Path) -> Workspace:
    """The same, to be changed."""
    return Workspace(shutil.copytree(whole, tmp_path / "workspace"))


def looked_at(folder: Path, out: Path, before: Callable[[], None] | None = None) -> tuple[dict[str, object], str]:
    """What a process sees that looks at a workspace in all ways, and what it complains about."""
    said, complained = python(_LOOKS, folder, out / "claims.csv", before=before).communicate(timeout=120)
    assert said, complained
    return json.loads(said.splitlines()[-1]), complained


def expected(held: Workspace, why: str) -> dict[str, object]:
    """What it must see."""
    return {
        "why": why, "claims": len(table(held)), "faults": 0, "done": [0, 0, 0], "said": [entry.value for entry in held.annotations.log()], "removed": 1,
        "articles": 9,
    }  # fmt: skip


@pytest.mark.parametrize("logs", [True, False])
def test_a_full_disk_can_be_looked_at_and_is_called_full(held: Workspace, tmp_path: Path, logs: bool) -> None:
    """A real one: SQLite can make neither a log nor its index there."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("no right to mount a disk")
    try:
        wanted = expected(held, "full")
        if not logs:
            old_shapes.without_logs(held.folder)
        shutil.copytree(held.folder, disk / "w")
        if logs:
            _with_a_log_left(disk / "w" / "people.sqlite")
            wanted["said"] = [*wanted["said"], "乙"]  # type: ignore[misc]
        with (disk / "filler").open("wb", buffering=0) as file:
            fill(file)
        seen, complained = looked_at(disk / "w", tmp_path)
        assert seen == wanted
        assert complained.count("can be looked at now and not changed: no room is left on the disk") == 3
        claim_id = table(held)[0]["claim_id"]
        assert main(["edit", "--workspace", str(disk / "w"), str(claim_id), "unit=起", "--who", "Li"]) == 2
        (disk / "filler").unlink()
        assert Workspace(disk / "w").writable
        assert list(Workspace(disk / "w").verify()) == []
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


_KILLED = """
import os, sqlite3, sys
from pathlib import Path
from analytics.workspace.annotations import Annotations
other = sqlite3.connect(sys.argv[1])
other.execute("SELECT count(*) FROM log").fetchall()
Annotations(Path(sys.argv[1])).annotate("Li", "d-1-2", {"subject": "乙"})
os.kill(os.getpid(), 9)
"""


def _with_a_log_left(people: Path) -> None:
    """A writer is killed after a line, and the index of SQLite's log is gone."""
    assert python(_KILLED, people).wait(timeout=60) == -signal.SIGKILL
    assert people.with_name("people.sqlite-wal").stat().st_size
    for index in people.parent.glob("*-shm"):
        index.unlink()


def test_a_log_without_its_index_is_read_where_nothing_can_be_written(held: Workspace, tmp_path: Path) -> None:
    wanted = expected(held, "read_only")
    _with_a_log_left(held.folder / "people.sqlite")
    before = {path.name: path.read_bytes() for path in held.folder.rglob("*") if path.is_file()}
    with only_read(held.folder):
        seen, complained = looked_at(held.folder, tmp_path, powerless)
    assert seen == {**wanted, "said": [*wanted["said"], "乙"]}  # type: ignore[misc]
    assert complained.count("can be looked at and not changed") == 3
    assert {path.name: path.read_bytes() for path in held.folder.rglob("*") if path.is_file()} == before


def test_an_earlier_version_is_read_where_nothing_can_be_written(held: Workspace, tmp_path: Path) -> None:
    wanted = expected(held, "read_only")
    old_shapes.without_seals(held.folder)
    old_shapes.without_later_columns_of_log(held.folder)
    old_shapes.without_logs(held.folder)
    before = {path.name: path.read_bytes() for path in held.folder.rglob("*") if path.is_file()}
    with only_read(held.folder):
        seen, complained = looked_at(held.folder, tmp_path, powerless)
    assert seen == wanted, complained
    assert {path.name: path.read_bytes() for path in held.folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_quota_and_a_limit_of_size_are_called_full(held: Workspace, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """SQLite says only that a write failed; one beside it tells why."""

    class Failing:
        def __enter__(self) -> Failing:
            return self

        def __exit__(self, *_: object) -> None: ...

        def seek(self, _: int) -> None: ...

        def write(self, _: bytes) -> int:
            raise OSError(number, "")

    monkeypatch.setattr(troubles, "TemporaryFile", lambda **_: Failing())
    failed = sqlite3.OperationalError("disk I/O error")
    failed.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    with pytest.raises(OSError) as raised, as_os_error(held.folder / "manifest.sqlite"):  # noqa: PT011
        raise failed
    assert trouble(raised.value) == "full"


def test_a_limit_of_size_that_stops_sqlite_is_called_full(held: Workspace) -> None:
    code = """
import sys; from pathlib import Path; from analytics.workspace.store import Workspace; from analytics.workspace.trouble import trouble
try:
    Workspace(Path(sys.argv[1])).annotations.annotate("Li", "d-1-2", {"subject": "题" * 200000})
except OSError as error:
    print(trouble(error))
"""
    limit = (held.folder / "people.sqlite").stat().st_size + 100_000
    child = python(code, held.folder, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    said, complained = child.communicate(timeout=60)
    assert said == "full\n", complained
    assert list(held.verify()) == []


def test_without_its_marker_a_workspace_is_named_and_repaired(
    held: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    everything = table(held)
    (held.folder / "youju-workspace").unlink()
    for create in (True, False):
        with pytest.raises(DamagedError):
            Workspace(held.folder, create=create)
    assert main(["status", "--workspace", str(held.folder)]) == 2
    said = capsys.readouterr().err
    assert "youju-workspace" in said
    assert "repair --workspace" in said
    workspace, steps = mended(held.folder)
    assert [step.kind for step in steps] == ["marker"]
    assert table(workspace) == everything


def test_any_other_folder_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    with pytest.raises(NotAWorkspaceError):
        Workspace(tmp_path)
    assert main(["repair", "--workspace", str(tmp_path)]) == 2


def test_a_later_version_s_workspace_is_not_touched(
    held: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    with held.manifest.writing() as transaction:
        transaction.state("format", "99")
    for command in (["status"], ["repair"], ["verify"], ["ingest", str(held.folder.parent)]):
        assert main([*command, "--workspace", str(held.folder)]) == 2
        assert "a later version of Youju" in capsys.readouterr().err
    with closing(connected(held.folder / "manifest.sqlite")) as db:
        assert db.execute("SELECT value FROM facts WHERE name = 'format'").fetchall() == [("99",)]
