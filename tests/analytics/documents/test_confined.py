"""What a file does to the process that reads it is that file's alone: it is named, with the cause, and everything else is read."""

import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from analytics.documents import Document, Unreadable, confined, end_processes, find, limits, pool, read, read_bytes
from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace

ROOT = Path(__file__).parents[3]
ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%。"
FAULTS = {
    "sleep": "timeout",
    "hang": "timeout",
    "eat": "memory",
    "die": "crashed",
    "exit": "crashed",
    "chatter": "too_large",
    "lie": "crashed",
    "stall": "timeout",
    "beg": "timeout",
    "reach": "crashed",
}


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files are read by ``hostile_child``, for three seconds each, and answers in a megabyte."""
    end_processes()
    monkeypatch.setattr(confined._READERS, "module", ["-m", "tests.analytics.documents.hostile_child"])
    monkeypatch.setattr(limits, "MAX_SECONDS", 3)
    monkeypatch.setattr(limits, "MAX_ANSWER", 1_000_000)
    yield
    end_processes()


def outcomes(items: Iterator[Document | Unreadable]) -> list[tuple[str, str]]:
    """Source and text, or the reason why there is none."""
    return [(i.source, i.reason) if isinstance(i, Unreadable) else (i.text.source, i.text.raw) for i in items]


def archive(**members: str | bytes) -> bytes:
    """An archive of the texts; a name's first ``_`` stands for the dot."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as new:
        for name, content in members.items():
            new.writestr(name.replace("_", "."), content)
    return written.getvalue()


@pytest.mark.usefixtures("hostile")
def test_a_file_that_harms_its_process_is_named_and_its_neighbours_are_read(tmp_path: Path) -> None:
    for number, fault in enumerate(FAULTS):
        (tmp_path / f"{number}a {fault}.md").write_text(fault)
        (tmp_path / f"{number}b.txt").write_text(f"{ONE}{number}")
    workspace, lines = Workspace(tmp_path / "workspace", create=True), []
    ingest(workspace, [str(tmp_path)], report=lambda done, again: lines.extend(done))
    assert [(line.source, line.reason) for line in lines if line.outcome == "refused"] == [
        (f"{number}a {fault}.md", reason) for number, (fault, reason) in enumerate(FAULTS.items())
    ]
    assert [line.source for line in lines if line.outcome == "read"] == [f"{number}b.txt" for number in range(len(FAULTS))]


@pytest.mark.usefixtures("hostile")
def test_the_rest_of_an_archive_is_read_though_processes_die_of_its_members() -> None:
    inner = archive(c_txt=f"{ONE}c", d_md="eat", e_txt=f"{ONE}e")
    packed = archive(a_txt=ONE, b_md="die", inner_zip=inner, f_md="sleep", g_xyz="", h_txt=f"{ONE}h", i_csv=f"text\n{ONE}i\n{ONE}j\n")
    assert outcomes(read_bytes("p.zip", packed)) == [
        ("p.zip/a.txt", ONE),
        ("p.zip/b.md", "crashed"),
        ("p.zip/inner.zip/c.txt", f"{ONE}c"),
        ("p.zip/inner.zip/d.md", "memory"),
        ("p.zip/inner.zip/e.txt", f"{ONE}e"),
        ("p.zip/f.md", "timeout"),
        ("p.zip/h.txt", f"{ONE}h"),
        ("p.zip/i.csv#1", f"{ONE}i"),
        ("p.zip/i.csv#2", f"{ONE}j"),
        ("p.zip/g.xyz", "format"),
    ]


@pytest.mark.usefixtures("hostile")
def test_rows_before_the_one_that_kills_are_there_once() -> None:
    packed = archive(a_jsonl="一\n二\ndie\n四\n", b_txt=ONE)
    assert outcomes(read_bytes("p.zip", packed)) == [
        ("p.zip/a.jsonl#1", "一"),
        ("p.zip/a.jsonl#2", "二"),
        ("p.zip/a.jsonl", "crashed"),
        ("p.zip/b.txt", ONE),
    ]


@pytest.mark.usefixtures("hostile")
def test_who_comes_after_the_culprit_is_not_blamed() -> None:
    """A file that corrupts its process is read; the next one dies of it, and is read in another process."""
    assert outcomes(read_bytes("p.zip", archive(a_md="harm", b_md="second", c_md="third"))) == [
        ("p.zip/a.md", "harm"),
        ("p.zip/b.md", "second"),
        ("p.zip/c.md", "third"),
    ]
    assert outcomes(read_bytes("a.md", b"harm")) + outcomes(read_bytes("b.md", b"second")) == [("a.md", "harm"), ("b.md", "second")]


@pytest.mark.usefixtures("hostile")
def test_an_archive_of_nothing_but_killers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_DEATHS", 4)
    packed = archive(a_md="die", b_md="die", c_md="die", d_txt=ONE)
    assert outcomes(read_bytes("p.zip", packed)) == [("p.zip/a.md", "crashed"), ("p.zip/b.md", "crashed"), ("p.zip", "crashed")]


@pytest.mark.usefixtures("hostile")
def test_all_of_a_file_has_a_bound_of_time_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS_A_FILE", 5)
    packed = archive(a_txt=ONE, b_md="sleep", c_md="sleep", d_md="sleep", e_txt=ONE)
    assert outcomes(read_bytes("p.zip", packed)) == [
        ("p.zip/a.txt", ONE),
        ("p.zip/b.md", "timeout"),
        ("p.zip/c.md", "timeout"),
        ("p.zip", "timeout"),
    ]


@pytest.mark.usefixtures("hostile")
def test_the_process_is_held_to_its_limits(tmp_path: Path) -> None:
    assert outcomes(read_bytes("a.md", b"limits")) == [("a.md", "500000000 0 0")]
    assert outcomes(read_bytes("a.md", f"write {tmp_path / 'left'}".encode())) == [("a.md", "disk")]
    assert [path.read_text() for path in tmp_path.iterdir()] in ([], [""]), "something was written"
    assert outcomes(read_bytes("a.md", b"print")) == [("a.md", "print")]


@pytest.mark.usefixtures("hostile")
def test_reading_may_be_left_off_and_run_side_by_side() -> None:
    """Who takes only the first article leaves no process in the middle of a file to the next, nor do two that are read in turns mix."""
    packed = archive(a_txt="一", b_txt="二", c_txt="三")
    first, second = read_bytes("p.zip", packed), read_bytes("q.zip", packed)
    in_turns = [outcomes(iter([item]))[0] for pair in zip(first, second, strict=True) for item in pair]
    assert in_turns == [(f"{name}.zip/{member}.txt", text) for member, text in zip("abc", "一二三", strict=True) for name in "pq"]
    left = read_bytes("p.zip", packed)
    next(left)
    del left
    assert outcomes(read_bytes("d.txt", "四".encode())) == [("d.txt", "四")]


def test_several_threads_read_at_once() -> None:
    found: dict[str, list[tuple[str, str]]] = {}

    def take(name: str) -> None:
        found[name] = [pair for _ in range(20) for pair in outcomes(read_bytes(f"{name}.txt", f"{ONE}{name}".encode()))]

    threads = [threading.Thread(target=take, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: [(f"{name}.txt", f"{ONE}{name}")] * 20 for name in "abc"}
    assert len(confined._READERS.idle) <= confined._READERS.kept


def test_one_process_reads_file_after_file(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr(pool, "Worker", lambda module, worker=pool.Worker: begun.append(None) or worker(module))
    end_processes()
    for number in range(50):
        assert outcomes(read_bytes("a.txt", f"{ONE}{number}".encode())) == [("a.txt", f"{ONE}{number}")]
    assert len(begun) == 1


@pytest.mark.usefixtures("hostile")
def test_a_process_killed_while_it_waits_is_replaced() -> None:
    for ask in ("first", "second"):
        assert outcomes(read_bytes("a.md", ask.encode())) == [("a.md", ask)]
        for worker in confined._READERS.idle:
            worker.process.kill()
            if ask == "first":
                worker.process.wait()


def test_a_process_that_does_not_begin_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    end_processes()
    monkeypatch.setattr(confined._READERS, "module", ["-c", "raise SystemExit(1)"])
    with pytest.raises(OSError, match="does not begin"):
        list(read_bytes("a.txt", ONE.encode()))


@pytest.mark.parametrize("doing", ["nothing", "hang"])
def test_nothing_is_left_running_when_the_reader_is_killed(doing: str, tmp_path: Path) -> None:
    """Also where it hangs in C with nobody left to end it; and it does not hear the Ctrl-C of the reader's terminal."""
    (tmp_path / "a.md").write_text(doing)
    code = f"""
from pathlib import Path
from typing import BinaryIO, cast
from analytics.documents import confined, read
confined._READERS.module = ["-m", "tests.analytics.documents.hostile_child"]
worker = confined._READERS.take()
print(worker.process.pid, flush=True)
confined._READERS.give_back(worker)
list(read(Path({str(tmp_path / "a.md")!r}), "a.md"))
input()
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout
        child = int(reader.stdout.readline())
        assert os.getpgid(child) != os.getpgid(reader.pid)
        time.sleep(0.3)
        reader.kill()
    _until(lambda: not Path(f"/proc/{child}").exists())


def test_a_file_that_changes_grows_or_goes_while_it_is_read(tmp_path: Path) -> None:
    """What was opened is read to its end or named; the files after it are read."""
    rows = "".join(f'{{"text": "{ONE}{number}"}}\n' for number in range(20_000))
    for name, change in (
        ("gone", lambda path: path.unlink()),
        ("cut", lambda path: os.truncate(path, len(rows.encode()) // 2)),
        ("emptied", lambda path: os.truncate(path, 0)),
    ):
        path = tmp_path / f"{name}.jsonl"
        path.write_text(rows, encoding="utf-8")
        items = read(path, path.name)
        first = next(items)
        change(path)
        found = [first, *items]
        assert all(isinstance(item, Document) for item in found[:-1])
        assert len(found) == 20_000 if name == "gone" else 1 < len(found) < 20_000
    assert outcomes(read_bytes("a.txt", ONE.encode())) == [("a.txt", ONE)]


def test_what_goes_between_listing_and_reading_is_missing(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"{ONE}{name}")
    found = list(find([tmp_path]))
    (tmp_path / "b.txt").unlink()
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "a.txt").unlink()
    assert [pair for path, source in found for pair in outcomes(read(path, source))] == [
        ("a.txt", "missing"),
        ("b.txt", "format"),
        ("c.txt", f"{ONE}c"),
    ]


def test_a_disk_that_fails_is_no_fault_of_the_file(tmp_path: Path) -> None:
    """This process's memory as a file: it may be opened, and to read its beginning is an error of input and output."""
    link = tmp_path / "a.txt"
    link.symlink_to("/proc/self/mem")
    ((path, source),) = find([link])
    assert outcomes(read(path, source)) == [("a.txt", "disk")]


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class _Endless(io.RawIOBase):
    """What an address may send: the same over and over, until the connection is cut after ``cut`` pieces."""

    def __init__(self, cut: int) -> None:
        self._cut = cut
        self.sent = 0

    def read(self, size: int = -1) -> bytes:
        self.sent += size
        if self.sent > self._cut * size:
            raise ConnectionResetError
        return b" " * size


def test_an_address_that_never_ends_or_breaks_off_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TOTAL", 20_000_000)
    endless = _Endless(cut=1000)
    assert list(confined.read_copy(cast(BinaryIO, endless), "a.txt")) == [Unreadable("a.txt", "too_large")]
    assert endless.sent < 30_000_000
    assert list(confined.read_copy(cast(BinaryIO, _Endless(cut=3)), "b.txt")) == [Unreadable("b.txt", "disk")]
