"""``python -m benchmarks.kills [N]``: kill ingests at random moments, N times, and look for what was lost, doubled or torn.

Half of the time two ingests of the same folder run at once and one of them is killed; a reader asks all the while.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from analytics import ingest
from analytics.workspace.store import NotAWorkspaceError, Workspace
from benchmarks.articles import article

_ARTICLES = 100
_TASK = 3  # documents: so small that many a kill falls into a commit


@dataclass
class Result:
    """What was seen; all but ``kills``, ``rounds`` and ``reads`` should stay 0."""

    kills: int = 0
    rounds: int = 0
    reads: int = 0
    lost: int = 0
    doubled: int = 0
    faults: list[str] = field(default_factory=list)
    reader_errors: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, doubled, torn or refused to a reader."""
        return not (self.lost or self.doubled or self.faults or self.reader_errors)


def run(kills: int, seed: int = 1) -> Result:
    """Ingest a folder again and again, killed ``kills`` times in all, and compare what stands after each kill with an undisturbed ingest."""
    draw, result = random.Random(seed), Result()
    with tempfile.TemporaryDirectory() as scratch:
        press = Path(scratch, "press")
        press.mkdir()
        for number in range(_ARTICLES):
            (press / f"{number:04d}.txt").write_text(article(number, 4), encoding="utf-8")
        undisturbed = Workspace(Path(scratch, "undisturbed"), create=True)
        ingest.ingest(undisturbed, [str(press)])
        expected = _claims(undisturbed)
        while result.kills < kills:
            result.rounds += 1
            folder = Path(scratch, f"killed-{result.rounds}")
            with _reader(folder, result):
                _until_done(press, folder, kills, expected, draw, result)
    return result


def _until_done(press: Path, folder: Path, kills: int, expected: dict[str, str], draw: random.Random, result: Result) -> None:
    """One workspace, killed and started again until everything is in it."""
    while True:
        children = [_start(press, folder) for _ in range(draw.choice((1, 2)))]
        for child in children:
            assert child.stdout is not None
            child.stdout.readline()
        try:
            children[0].wait(timeout=draw.uniform(0, 0.8) if result.kills < kills else None)
        except subprocess.TimeoutExpired:
            children[0].kill()
            children[0].wait()
            result.kills += 1
        finished = [child.wait() for child in children] == [0] * len(children)
        _compare(folder, expected, finished, result)
        if finished:
            return


def _compare(folder: Path, expected: dict[str, str], finished: bool, result: Result) -> None:
    workspace = Workspace(folder, create=True)
    result.faults += list(workspace.verify())
    found = _claims(workspace, result)
    result.faults += [f"{claim_id} changed" for claim_id, row in found.items() if expected.get(claim_id) != row]
    documents = {claim_id.partition("-")[0] for claim_id in found}
    due = {claim_id for claim_id in expected if finished or claim_id.partition("-")[0] in documents}
    result.lost += len(due - found.keys())


def _claims(workspace: Workspace, result: Result | None = None) -> dict[str, str]:
    """Every claim of a workspace as text, by claim_id."""
    rows = [row for path in workspace.view().claims for row in pq.read_table(path).to_pylist()]
    found = {row["claim_id"]: repr(row) for row in rows}
    if result:
        result.doubled += len(rows) - len(found)
    return found


@contextmanager
def _reader(folder: Path, result: Result) -> Iterator[None]:
    """Somebody who looks at the workspace all the while."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            try:
                for path in Workspace(folder).view().claims:
                    pq.read_table(path, page_checksum_verification=True)
                result.reads += 1
            except NotAWorkspaceError:
                continue  # the ingest has not begun
            except Exception as error:
                result.reader_errors.append(repr(error))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _start(press: Path, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.kills", "--child", str(press), str(folder)], stdout=subprocess.PIPE, text=True
    )


def _child(press: str, folder: str) -> None:
    ingest._DOCUMENTS = _TASK
    print("begins", flush=True)
    ingest.ingest(Workspace(Path(folder), create=True), [press])


def main() -> int:
    """Print what was seen; status 1 where anything was lost, doubled or torn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=100)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _child(*options.child)
        return 0
    result = run(options.kills)
    print(
        f"{result.kills} kills in {result.rounds} rounds: {result.lost} rows lost, {result.doubled} doubled, {len(result.faults)} faults, "
        f"{result.reads} reads meanwhile with {len(result.reader_errors)} errors"
    )
    for line in result.faults + result.reader_errors:
        print(f"  {line}")
    return 0 if result.clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
