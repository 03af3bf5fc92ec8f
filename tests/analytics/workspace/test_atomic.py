"""Files that appear whole: several writers of one table, links, pipes, and what stood there before."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from analytics.workspace.atomic import atomic_write


def test_several_may_write_one_table_and_readers_see_a_whole_one(tmp_path: Path) -> None:
    table = tmp_path / "claims.csv"
    table.write_bytes(b"0" * 100_000)
    torn: list[bytes] = []
    ended = threading.Event()

    def write(letter: bytes) -> None:
        for _ in range(40):
            with atomic_write(table) as file:
                for _ in range(10):
                    file.write(letter * 10_000)

    def read() -> None:
        while not ended.is_set():
            seen = table.read_bytes()
            if len(seen) != 100_000 or len(set(seen)) != 1:
                torn.append(seen[:20])

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(letter,)) for letter in (b"a", b"b", b"c")]
    reader.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    ended.set()
    reader.join()
    assert torn == []
    assert table.read_bytes()[:1] in (b"a", b"b", b"c")
    assert list(tmp_path.iterdir()) == [table]


def test_a_file_of_the_users_beside_it_stays(tmp_path: Path) -> None:
    theirs = tmp_path / "claims.csv.tmp"
    theirs.write_text("mine")
    with atomic_write(tmp_path / "claims.csv") as file:
        file.write(b"x")
    assert theirs.read_text() == "mine"


def test_what_stood_there_stays_where_writing_fails_and_keeps_its_mode(tmp_path: Path) -> None:
    table = tmp_path / "claims.csv"
    table.write_text("old")
    table.chmod(0o640)
    with pytest.raises(OSError, match=r"claims\.csv"), atomic_write(table) as file:
        raise OSError(errno.ENOSPC, "full")
    assert table.read_text() == "old"
    with atomic_write(table) as file:
        file.write(b"new")
    assert (table.read_text(), table.stat().st_mode & 0o777) == ("new", 0o640)
    assert list(tmp_path.iterdir()) == [table]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "claims.csv"
    link.symlink_to(tmp_path / "there/claims.csv")
    with atomic_write(link) as file:
        file.write(b"x")
    assert link.is_symlink()
    assert (tmp_path / "there/claims.csv").read_bytes() == b"x"


def test_a_pipe_is_written_straight(tmp_path: Path) -> None:
    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    with atomic_write(pipe) as file:
        file.write(b"x")
    reader.join()
    assert heard == [b"x"]
    assert pipe.is_fifo()
