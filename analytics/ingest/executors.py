"""Executors that work in other processes, on this machine or on a Dask cluster. The only module that knows Dask."""

from __future__ import annotations

import re
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import dask
from distributed import Client, Future, LocalCluster, wait
from distributed.scheduler import KilledWorker

from analytics.ingest.ingest import Done, Executor, Task, lost, merged, work

_DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"  # run by every worker process as it starts, also again
_PATIENCE = "10s"  # for a scheduler to answer
_AHEAD = 2  # tasks under way for each thread of a worker: one worked on, one waiting
# A task that two workers died of is taken apart. (On a cluster the scheduler's own setting holds: four, as Dask comes.)
_SETTINGS = {"distributed.scheduler.allowed-failures": 1, "distributed.comm.timeouts.connect": "60s"}


@contextmanager
def processes(number: int) -> Iterator[Executor]:
    """So many worker processes on this machine, reachable from it alone. To be called in the main thread.

    Ctrl-C in a terminal reaches the workers too; it is for this process to answer, so they are started deaf to it. What they
    log is silenced: at the end of a run a worker may find its scheduler gone; a worker that dies is told by the task it had.
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
        yield _executor(client)


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of the scheduler at ``address``. Raises OSError where nobody answers there, or no worker has come."""
    if not re.fullmatch(r"\w+://.+:\d+", address):
        raise OSError(f"{address}: tcp://HOST:PORT")
    with dask.config.set(_SETTINGS), Client(address, timeout=_PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=_PATIENCE)
        yield _executor(client)


def _executor(client: Client) -> Executor:
    def run(tasks: Iterable[Task]) -> Iterator[Done]:
        under_way: deque[tuple[Task, Future[Done]]] = deque()
        for task in tasks:
            under_way.append((task, client.submit(work, task, pure=False)))
            if len(under_way) > _AHEAD * max(1, sum(client.nthreads().values())):
                yield _next(client, under_way)
        while under_way:
            yield _next(client, under_way)

    return run


def _next(client: Client, under_way: deque[tuple[Task, Future[Done]]]) -> Done:
    """The result of the first task under way.

    Where workers died of it, or of a neighbour they held at the same time, its items are tried one by one, and only once
    nothing else runs: so whoever kills a worker then is the one.
    """
    task, future = under_way.popleft()
    try:
        done: Done = future.result()
        return done
    except KilledWorker:
        wait([other for _, other in under_way])
        return merged([_alone(client, replace(task, items=(item,))) for item in task.items], task.replaces)


def _alone(client: Client, task: Task) -> Done:
    """The result of a task of one item while nothing else runs; where workers die of it, it is reported as lost."""
    try:
        done: Done = client.submit(work, task, pure=False).result()
        return done
    except KilledWorker:
        return lost(task)
