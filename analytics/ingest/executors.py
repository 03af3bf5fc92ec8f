"""Executors that work in other processes, on this machine or on a Dask cluster. The only module that imports Dask."""

from __future__ import annotations

import re
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Event

import dask
from distributed import Client, Future, LocalCluster
from distributed.scheduler import KilledWorker

from analytics.ingest.tasks import Executor, Queue, Task, TaskResult
from analytics.ingest.work import crashed_result, leave, merge_results, work

_DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"  # run by every worker process at start and restart
_PATIENCE = "10s"  # limit for a scheduler to answer
_LOOK = 0.2  # seconds between two looks at whether to stop
_AHEAD = 2  # tasks under way per worker thread: one running, one waiting
# A task that killed two workers is split into its items. On a cluster the scheduler's setting applies (default: four workers).
_SETTINGS = {"distributed.scheduler.allowed-failures": 1, "distributed.comm.timeouts.connect": "60s"}


@contextmanager
def processes(number: int) -> Iterator[Executor]:
    """Start ``number`` worker processes on this machine, reachable only from it. Call this in the main thread.

    Ctrl-C in a terminal also reaches the workers, but this process handles it, so workers ignore SIGINT. Worker logs are silenced, since at
    the end of a run a worker may find its scheduler gone; a worker that dies is reported through its task.
    """
    answer = signal.signal(signal.SIGINT, signal.SIG_IGN)
    with (
        dask.config.set(_SETTINGS),
        LocalCluster(
            n_workers=number, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs="CRITICAL", preload=[_DEAF]
        ) as local,
        Client(local) as client,
    ):
        signal.signal(signal.SIGINT, answer)
        try:
            yield _executor(client)
        finally:
            client.run(leave, on_error="ignore")  # a worker that is busy would take five seconds to end


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Use the workers of the Dask scheduler at ``address`` (``tcp://HOST:PORT``).

    Raises OSError if the address is malformed, the scheduler does not answer, or no worker connects within ``_PATIENCE``.
    """
    if not re.fullmatch(r"\w+://.+:\d+", address):
        raise OSError(f"{address}: tcp://HOST:PORT")
    with dask.config.set(_SETTINGS), Client(address, timeout=_PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=_PATIENCE)
        yield _executor(client)


def _executor(client: Client) -> Executor:
    def run(tasks: Iterable[Task], stop: Event) -> Iterator[TaskResult]:
        queue = Queue(tasks, stop)
        under_way: deque[tuple[Task, Future[TaskResult]]] = deque()
        try:
            while True:
                ahead = _AHEAD * max(1, sum(client.nthreads().values()))
                while len(under_way) <= ahead and (task := queue.next()):
                    under_way.append((task, client.submit(work, task, pure=False)))
                if not (under_way and _is_finished(under_way[0][1], stop)):
                    return
                done = _next(client, under_way)
                queue.add(done.slow)
                if done.rest:
                    under_way.appendleft((done.rest, client.submit(work, done.rest, pure=False, priority=1)))
                yield done
        finally:
            client.cancel([future for _, future in under_way])

    return run


def _is_finished(future: Future[TaskResult], stop: Event) -> bool:
    """Wait for ``future``, or until ``stop`` is set; returns whether it is finished."""
    while not (future.done() or stop.is_set()):
        with suppress(TimeoutError):
            future.exception(timeout=_LOOK)
    done: bool = future.done()
    return done


def _next(client: Client, under_way: deque[tuple[Task, Future[TaskResult]]]) -> TaskResult:
    """The result of the first task under way.

    If workers died of it, or of another task that they held, its items run one by one while nothing else runs: a worker that dies then
    identifies the faulty item.
    """
    task, future = under_way.popleft()
    try:
        done: TaskResult = future.result()
        return done
    except KilledWorker:
        for _, other in under_way:
            other.exception()  # waits, and does not raise it
        return merge_results([_alone(client, replace(task, items=(item,), waits=True)) for item in task.items], task.replaces)


def _alone(client: Client, task: Task) -> TaskResult:
    """The result of a one-item task while nothing else runs; reported as lost if workers die of it."""
    try:
        done: TaskResult = client.submit(work, task, pure=False).result()
        return done
    except KilledWorker:
        return crashed_result(task)
