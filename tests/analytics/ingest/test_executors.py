"""The same claims however the work ran: in one process, in several, on a cluster whose worker is killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.ingest.executors import cluster, processes
from analytics.ingest.tasks import Task, TaskResult
from analytics.ingest.work import work
from analytics.workspace.store import Workspace
from benchmarks.articles import article, write_folder
from tests.analytics.workspace.holdings import Ingest, claims

ROOT = Path(__file__).parents[3]
POISON = "000007.txt"


@pytest.fixture(autouse=True)
def _startable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child process runs its parent's main file first; that of a test process is none that can be run again."""
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)


def poisoned(task: Task) -> TaskResult:
    """The work of a task, in a process that one of the articles ends once its neighbours have had time to arrive."""
    time.sleep(0.2)
    if any(getattr(item, "source", "").endswith(POISON) for item in task.items):
        os.kill(os.getpid(), signal.SIGKILL)
    return work(task)


@contextmanager
def running_cluster(scratch: Path, workers: int = 2, preload: Path | None = None) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers as processes of their own, started as docs/using.md says; without nannies, so that who is killed stays dead."""
    contact = scratch / "scheduler.json"
    common = ["--scheduler-file", str(contact), "--host", "127.0.0.1", "--no-dashboard"]
    scheduler = _dask("scheduler", *common, "--port", "0")
    started: list[subprocess.Popen[bytes]] = []
    try:
        _until(lambda: contact.exists() and contact.read_text().rstrip().endswith("}"))  # it is there before it is written
        first = ["--preload", str(preload)] if preload else []
        started += [_dask("worker", *common, "--nthreads", "1", "--no-nanny", *first) for _ in range(workers)]
        yield json.loads(contact.read_text())["address"], started
    finally:
        for process in [*started, scheduler]:
            process.kill()
            process.wait()


def _dask(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_cluster_gives_the_same_claims_though_a_worker_is_killed(
    tmp_path: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.ingest.plan._DOCUMENTS", 5)
    monkeypatch.setattr("analytics.ingest.executors._PATIENCE", "60s")  # other tests run beside
    press = tmp_path / "press"
    write_folder(press, 120, broken=40)
    alone = Workspace(tmp_path / "alone", create=True)
    expected = run(press, into=alone)
    with running_cluster(tmp_path) as (address, workers), cluster(address) as executor:
        killer = threading.Thread(target=lambda: (_until(lambda: workspace.status().parts >= 2), workers[0].kill()))
        killer.start()
        lines = run(press, executor=executor)
        killer.join()
    assert workers[0].returncode == -signal.SIGKILL
    assert lines == expected
    assert claims(workspace) == claims(alone)
    assert _files(workspace) == _files(alone)
    assert list(workspace.verify()) == []


@pytest.mark.parametrize("together", [1, 256])
def test_a_poison_article_fails_alone(
    together: int, tmp_path: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither who is in its task nor who waits beside it on a worker fails with it; a text that stands twice still counts once."""
    monkeypatch.setattr("analytics.ingest.plan._DOCUMENTS", together)
    press = tmp_path / "press"
    write_folder(press, 9)
    (press / "0000" / "again.txt").write_text(article(2), encoding="utf-8")
    monkeypatch.setattr("analytics.ingest.executors.work", poisoned)
    with processes(2) as executor:
        lines = run(press, executor=executor)
    assert [(line.source, line.outcome, line.reason or line.detail) for line in lines if line.outcome != "read"] == [
        (f"0000/{POISON}", "refused", "crashed"),
        ("0000/again.txt", "duplicate", "0000/000002.txt"),
    ]
    assert workspace.status().documents == 8
    assert list(workspace.verify()) == []


def test_nobody_at_the_address_is_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.ingest.executors._PATIENCE", "1s")
    with pytest.raises(OSError, match=r"127\.0\.0\.1:1"), cluster("tcp://127.0.0.1:1"):
        pass


def test_a_cluster_without_workers_is_an_error_that_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.ingest.executors._PATIENCE", "6s")
    with running_cluster(tmp_path, workers=0) as (address, _), pytest.raises(OSError, match="workers"), cluster(address):
        pass


def _files(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in workspace.folder.rglob("*.parquet") if pq.read_metadata(path)}


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
