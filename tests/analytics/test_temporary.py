"""Temporary folders: gone with their process, however it ended, and never one whose process lives."""

from __future__ import annotations

import errno
import os
import signal
import time
from pathlib import Path

import pyarrow as pa
import pytest

from analytics import temporary
from analytics.claims.database import Database, Query
from analytics.temporary import TemporaryFolder
from tests.analytics.workspace.faulty import python

_LIVES = """
import sys, time
from pathlib import Path
from analytics.claims.database import Database
import tempfile; tempfile.tempdir = sys.argv[1]
database = Database()
print(*[path.name for path in Path(sys.argv[1]).iterdir()], flush=True)
time.sleep(600)
"""


_FULL = """
import errno, resource, signal, sys
from pathlib import Path
from analytics.temporary import TemporaryFolder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    TemporaryFolder(Path(sys.argv[1]))
except OSError as error:
    print(errno.errorcode[error.errno])
print(list(Path(sys.argv[1]).iterdir()))
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sweep every time, and folders of any age."""
    monkeypatch.setattr(temporary, "_PAUSE", 0.0)
    monkeypatch.setattr(temporary, "_NEW", -1.0)


def test_a_folder_goes_with_its_object(tmp_path: Path) -> None:
    with TemporaryFolder(tmp_path) as folder:
        (folder.path / "file").write_text("x")
        assert folder.path.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []
    folder = TemporaryFolder(tmp_path)
    del folder
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of POSIX")
def test_where_nothing_can_be_written_the_cause_is_told_and_nothing_stays(tmp_path: Path) -> None:
    said = python(_FULL, tmp_path).communicate()[0]
    assert said.split() == [errno.errorcode[errno.EFBIG], "[]"]


def test_the_folder_of_a_killed_process_goes_with_the_next_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    killed, living = python(_LIVES, tmp_path), python(_LIVES, tmp_path)
    try:
        assert killed.stdout is not None
        assert living.stdout is not None
        names = {*killed.stdout.readline().split(), *living.stdout.readline().split()}
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        with TemporaryFolder(tmp_path) as mine:
            left = {path.name for path in tmp_path.iterdir()} - {mine.path.name}
            assert len(left) == 1
            assert left < names
            with TemporaryFolder(tmp_path) as another:  # this process's own locks hold, too
                assert {path.name for path in tmp_path.iterdir()} == {mine.path.name, another.path.name, *left}
    finally:
        living.kill()
        living.wait()
    with TemporaryFolder(tmp_path) as mine:
        assert list(tmp_path.iterdir()) == [mine.path]


def test_nothing_else_is_deleted(tmp_path: Path) -> None:
    """No folder of another name, though it has a lock; no link; no folder without a lock, however old."""
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "mine").mkdir(parents=True)
    (elsewhere / ".youju-lock").touch()
    place = tmp_path / "place"
    names = {"others", "youju-main", "youju-2024", ".youju-tmp-link", ".youju-tmp-old", ".youju-tmp-file"}
    for name in ("others", "youju-main", "youju-2024", ".youju-tmp-old"):
        (place / name).mkdir(parents=True)
    (place / "youju-2024/.youju-lock").touch()
    (place / "youju-2024/lock").touch()
    (place / ".youju-tmp-link").symlink_to(elsewhere)
    (place / ".youju-tmp-file").touch()
    day = time.time() - 2 * 86_400
    for name in names:
        os.utime(place / name, (day, day))
    with TemporaryFolder(place) as mine:
        assert {path.name for path in place.iterdir()} == names | {mine.path.name}
    assert (elsewhere / "mine").is_dir()


def test_a_forked_child_deletes_nothing_of_its_parent(tmp_path: Path) -> None:
    folder = TemporaryFolder(tmp_path)
    child = os.fork()
    if not child:
        folder.__exit__()
        os._exit(0)
    os.waitpid(child, 0)
    assert folder.path.is_dir()


def test_a_database_has_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    database = Database()
    kept = database.store_on_disk(Query("SELECT * FROM range(3)"))
    assert [path.name for path in next(tmp_path.iterdir()).iterdir() if path.name.startswith("kept")]
    assert database.ask(Query(f"SELECT count(*) AS n FROM {kept.name}")).equals(pa.table({"n": [3]}))
    del database, kept
    assert list(tmp_path.iterdir()) == []
