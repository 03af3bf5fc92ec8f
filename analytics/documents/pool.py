"""Idle child processes, kept for the next request because starting one takes a second or two."""

from __future__ import annotations

import atexit
from collections.abc import Sequence

from analytics.documents.confinement import in_forks
from analytics.documents.worker import Worker


class Pool:
    """Idle workers of one kind. A worker in use is not in the pool, so no two threads share one."""

    def __init__(self, module: Sequence[str], kept: int) -> None:
        """Workers are started with ``module`` (see ``Worker``); at most ``kept`` idle ones are kept."""
        self.module, self.kept = module, kept
        self.idle: list[Worker] = []
        in_forks(self.idle.clear)  # a forked copy must not use them
        _pools.append(self)

    def take(self) -> Worker:
        """An idle worker, or a new one. Raises OSError if none can be started, nor at a second attempt."""
        while self.idle:
            worker = self.idle.pop()
            if worker.is_alive():
                break
            worker.end()
        else:
            worker = Worker(self.module)
        try:
            worker.wait_until_ready()
        except OSError:  # somebody killed it while it started, such as a system short of memory
            worker = Worker(self.module)
            worker.wait_until_ready()
        return worker

    def prepare(self) -> None:
        """Start a worker, if there is none, without waiting for it. Raises OSError."""
        if not self.idle:
            self.idle.append(Worker(self.module))

    def give_back(self, worker: Worker) -> None:
        """Keep a worker that has finished."""
        if len(self.idle) < self.kept:
            self.idle.append(worker)
        else:
            worker.end()

    def end(self) -> None:
        """End the idle workers."""
        while self.idle:
            self.idle.pop().end()


_pools: list[Pool] = []


@atexit.register
def end_processes() -> None:
    """End the idle child processes of every kind."""
    for pool in _pools:
        pool.end()
