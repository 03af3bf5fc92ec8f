"""Work in a process of its own: results, errors, a process that ends, and answers that are worked out once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pandas as pd
import pytest

from analytics.background import BackgroundProcess, ResultCache, WorkerDiedError, at_once


@pytest.fixture
def worker() -> Iterator[BackgroundProcess]:
    worker = BackgroundProcess()
    yield worker
    if worker._process:
        worker._process.kill()
        worker._process.wait()


def test_results_and_errors_come_back_from_one_process(worker: BackgroundProcess) -> None:
    process = worker.submit(os.getpid).result()
    assert process not in (os.getpid(), None)
    with pytest.raises(ValueError, match="invalid literal"):
        worker.submit(int, "x").result()
    frame = worker.submit(pd.DataFrame.head, pd.DataFrame({"甲": ["一", "二"]}), 1).result()
    assert frame["甲"].to_list() == ["一"]
    assert worker.submit(os.getpid).result() == process


def test_a_process_that_ends_is_replaced_and_one_that_ends_twice_is_named(worker: BackgroundProcess, tmp_path: Path) -> None:
    first = worker.submit(os.getpid).result()
    assert worker._process
    worker._process.kill()
    assert worker.submit(os.getpid).result() != first
    with pytest.raises(WorkerDiedError):
        worker.submit(os._exit, 1).result()
    assert worker.submit(len, "ab").result() == 2


def test_an_answer_is_begun_once_and_one_that_failed_again() -> None:
    begun = list[str]()

    def begin(key: str) -> Future[int]:
        begun.append(key)
        return at_once(int, key)

    known = ResultCache[int](2)
    assert [known.get(key, lambda key=key: begin(key)).result() for key in ("1", "2", "1")] == [1, 2, 1]  # type: ignore[misc]
    assert begun == ["1", "2"]
    known.get("3", lambda: begin("3"))  # the oldest, 2, is forgotten
    assert known.get("1", lambda: begin("1")).result() == 1
    assert known.get("2", lambda: begin("2")).result() == 2
    assert begun == ["1", "2", "3", "2"]
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            known.get("x", lambda: begin("x")).result()
    assert begun[4:] == ["x", "x"]
