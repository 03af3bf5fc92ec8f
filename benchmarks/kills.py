"""``python -m benchmarks.kills [N]``: kills ingests, reviews and exports at random moments, N times each, and looks for lost or torn data.

Half of the time two ingests of the same folder run at once and one of them is killed, while a reader keeps querying. A review writes one
annotation after the other; each one it confirmed must still be there after the kill. An exported file must be complete.
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

from analytics.cli.main import main as analytics
from analytics.ingest import ingest, plan
from analytics.workspace.log_files import both, whole_lines
from analytics.workspace.store import NotAWorkspaceError, Workspace
from benchmarks.articles import article

_ARTICLES = 100
_TASK = 3  # documents per task: so few that many kills hit a commit


@dataclass
class Result:
    """Findings; all except ``kills``, ``rounds`` and ``reads`` should be empty or 0."""

    kills: int = 0
    rounds: int = 0
    reads: int = 0
    lost: int = 0
    doubled: int = 0
    faults: list[str] = field(default_factory=list)
    reader_errors: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, duplicated or torn, and no read failed."""
        return not (self.lost or self.doubled or self.faults or self.reader_errors)


def run(kills: int, seed: int = 1) -> Result:
    """Ingest a folder repeatedly with ``kills`` kills in all; after each, compare the workspace with an undisturbed ingest."""
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
    """Ingest into one workspace, killed and restarted until everything is in it."""
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
    result.faults += [f"{fault.file}: {fault.cause}" for fault in workspace.verify()]
    found = _claims(workspace, result)
    result.faults += [f"{claim_id} changed" for claim_id, row in found.items() if expected.get(claim_id) != row]
    documents = {claim_id.partition("-")[0] for claim_id in found}
    due = {claim_id for claim_id in expected if finished or claim_id.partition("-")[0] in documents}
    result.lost += len(due - found.keys())


def _claims(workspace: Workspace, result: Result | None = None) -> dict[str, str]:
    """Every claim of a workspace as text, by claim_id."""
    rows = [row for path in workspace.snapshot().claims for row in pq.read_table(path).to_pylist()]
    found = {row["claim_id"]: repr(row) for row in rows}
    if result:
        result.doubled += len(rows) - len(found)
    return found


# --- reviews and exports -------------------------------------------------------------------------


def run_reviews(kills: int, seed: int = 1) -> Result:
    """Annotate one claim after another, with ``kills`` kills; a confirmed value is lost if neither annotation file has it."""
    draw, result, answered = random.Random(seed), Result(), list[str]()
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Workspace(Path(scratch, "w"), create=True)
        while result.kills < kills:
            result.rounds += 1
            answered += _killed(["--review", str(workspace.folder), str(result.rounds)], draw.uniform(0, 0.5), result)
            said = [entry.value for entry in workspace.annotations.log()]
            result.faults += [f"{fault.file}: {fault.cause}" for fault in workspace.verify()]
            result.doubled += len(said) - len(set(said))
            result.lost += len(set(answered) - set(said))
            workspace.annotations.annotate("Wang", "d-0-1", {"subject": f"after {result.rounds}"})
            result.faults += ["the copy lags"] * (len({tuple(whole_lines(path)) for path in both(workspace.folder / "people.sqlite")}) - 1)
            result.reads += 1
    return result


def run_exports(kills: int, seed: int = 1) -> Result:
    """Export a workspace to the same file, with ``kills`` kills; the file must be complete or, if there was none before, absent."""
    draw, result = random.Random(seed), Result()
    with tempfile.TemporaryDirectory() as scratch:
        press, folder, target, whole = (Path(scratch, name) for name in ("press", "w", "claims.csv", "whole.csv"))
        press.mkdir()
        for number in range(_ARTICLES * 4):
            (press / f"{number:04d}.txt").write_text(article(number, 12), encoding="utf-8")
        ingest.ingest(Workspace(folder, create=True), [str(press)])
        analytics(["export", "--workspace", str(folder), "--csv", str(whole)])
        while result.kills < kills:
            result.rounds += 1
            if draw.random() < 0.5:
                target.unlink(missing_ok=True)
            _killed(["--export", str(folder), str(target)], draw.uniform(0, 0.25), result)
            if target.exists() and target.read_bytes() != whole.read_bytes():
                result.faults.append(f"{target.stat().st_size} bytes under the final name")
            result.reads += 1
    return result


def _killed(arguments: list[str], after: float, result: Result) -> list[str]:
    """What a child printed until it ended, or was killed ``after`` seconds after it began."""
    child = subprocess.Popen([sys.executable, "-m", "benchmarks.kills", *arguments], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    child.stdout.readline()
    try:
        child.wait(timeout=after)
    except subprocess.TimeoutExpired:
        child.kill()
        result.kills += 1
    return child.communicate()[0].split()


def _review(folder: str, name: str) -> None:
    people = Workspace(Path(folder)).annotations
    print("begins", flush=True)
    for number in range(10_000):
        people.annotate("Li", f"d-{number}-{number + 1}", {"unit": f"{name}.{number}"})
        print(f"{name}.{number}", flush=True)


def _export(folder: str, target: str) -> None:
    print("begins", flush=True)
    analytics(["export", "--workspace", folder, "--csv", target])


@contextmanager
def _reader(folder: Path, result: Result) -> Iterator[None]:
    """Read the workspace continuously while the block runs."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            try:
                for path in Workspace(folder).snapshot().claims:
                    pq.read_table(path, page_checksum_verification=True)
                result.reads += 1
            except NotAWorkspaceError:
                continue  # the ingest has not created it yet
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
    plan._DOCUMENTS = _TASK
    print("begins", flush=True)
    ingest.ingest(Workspace(Path(folder), create=True), [press])


def main() -> int:
    """Print the findings; returns 1 if anything was lost, duplicated or torn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=100)
    children = {"child": _child, "review": _review, "export": _export}
    for name in children:
        parser.add_argument(f"--{name}", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    for name, begin in children.items():
        if given := getattr(options, name):
            begin(*given)
            return 0
    results = {"ingest": run(options.kills), "review": run_reviews(options.kills), "export": run_exports(options.kills)}
    for what, result in results.items():
        print(
            f"{what}: {result.kills} kills in {result.rounds} rounds: {result.lost} rows lost, {result.doubled} doubled, "
            f"{len(result.faults)} faults, {result.reads} reads meanwhile with {len(result.reader_errors)} errors"
        )
        for line in result.faults + result.reader_errors:
            print(f"  {line}")
    return 0 if all(result.clean for result in results.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
