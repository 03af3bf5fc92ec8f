"""``python -m benchmarks.power [STATES]``: what a power failure leaves of a workspace.

A child process creates a workspace, ingests, reviews, exports, backs up, restores and repairs, while ``disk`` records what it writes and
syncs, and what it has acknowledged. Then the power fails at ``STATES`` moments; of what was not synced, the disk has any part. Each such workspace
is opened, verified, read, repaired and verified again.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

import extractors
from analytics.cli.main import main as analytics
from analytics.documents import Document, Unreadable
from analytics.documents.outcomes import FileReport
from analytics.ingest import ingest, places, plan, work
from analytics.workspace import upkeep
from analytics.workspace.backup import back_up, restore
from analytics.workspace.log_entries import Entry
from analytics.workspace.repair import repair
from analytics.workspace.store import Workspace
from benchmarks.articles import article
from benchmarks.disk import KEPT, NoShimError, Recorded, Shim, build, watching
from extractors.model import Extraction, SourceText

PRESS = ("first", "second")  # folders of articles, ingested one after the other
ARTICLES = 7  # in each of them
_TASK = 3  # articles committed together
Table = tuple[str, ...]  # the claims of one article, as text
Word = tuple[str, str, str, str]


# --- what happens before the power fails ----------------------------------------------------------


@dataclass
class Expected:
    """What a workspace may hold: the tables that each article has had, all words in order, the exports and backups by hash."""

    tables: dict[str, set[Table]] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)
    files: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Acknowledged:
    """What the program had said to be done: articles read, number of words, exports and backups made, folders restored.

    ``harmed``: the workspace was damaged on purpose, and not repaired yet.
    """

    articles: set[str] = field(default_factory=set)
    words: int = 0
    files: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    restored: bool = False
    harmed: bool = False

    @classmethod
    def of(cls, marks: Sequence[str]) -> Acknowledged:
        """Put together from the marks in the record."""
        found = cls()
        for mark in marks:
            for name, value in json.loads(mark).items():
                now = getattr(found, name)
                setattr(found, name, now | set(value) if isinstance(now, set) else {**now, **value} if isinstance(now, dict) else value)
        return found


class _Story:
    """A workspace's life, each step acknowledged once it returns."""

    def __init__(self, root: Path, press: Path) -> None:
        self._root, self._press, self._shim = root, press, Shim()
        self.expected = Expected()

    def tell(self) -> None:
        """Do everything."""
        folder = self._root / "w"
        workspace = Workspace(folder, create=True)
        self._ingest(workspace, "first")
        doc_ids = sorted(self.expected.tables)
        claims = [row["claim_id"] for path in workspace.snapshot().claims for row in pq.read_table(path).to_pylist()]
        for number, (column, value) in enumerate(
            (("subject", "甲"), ("unit", "件"), ("rejected", "1"), ("rejected", "0"), ("subject", "乙" * 3000))
        ):
            workspace.annotations.annotate("Li", claims[number % 3], {column: value}, act=f"act {number}")
            self._heard(workspace)
        workspace.annotations.undo("Li", act="undone")
        self._heard(workspace)
        self._export(folder)
        workspace.annotations.annotate("Wang", doc_ids[0], {"publisher": "晨光报"}, act="publisher")
        self._heard(workspace)
        workspace.annotations.annotate("Wang", doc_ids[1], {"removed": "1"}, act="removed")
        self._heard(workspace)
        self._ingest(workspace, "second")
        self._export(folder)
        self._file("w.youju", lambda target: back_up(workspace, target))
        restore(self._root / "w.youju", self._root / "restored")
        self._acknowledge(restored=True)
        workspace.annotations.annotate("Wang", doc_ids[1], {"removed": "0"}, act="put back")
        self._heard(workspace)
        self._ingest(workspace)
        self._harm(folder, doc_ids[2])
        repair(folder)
        self._see(Workspace(folder))  # texts without figures, which the next ingest makes
        self._acknowledge(harmed=False)
        self._ingest(Workspace(folder))
        self._export(folder)

    def _acknowledge(self, **what: object) -> None:
        self._shim.mark(json.dumps(what))

    def _ingest(self, workspace: Workspace, *names: str) -> None:
        def report(lines: Sequence[FileReport], again: bool) -> None:
            self._see(workspace)
            self._acknowledge(articles=[line.doc_id for line in lines if line.outcome == "read"])

        table = {f"{name}/2.txt": SourceText("", publisher="北岸法治网") for name in PRESS}
        ingest.ingest(workspace, [str(self._press / name) for name in names], table=table, report=report)
        self._see(workspace)
        self._acknowledge(given=dict(workspace.annotations.metadata().given))

    def _see(self, workspace: Workspace) -> None:
        for doc_id, table in tables_of(workspace).items():
            self.expected.tables.setdefault(doc_id, set()).add(table)

    def _heard(self, workspace: Workspace) -> None:
        self.expected.words = [word_of(entry) for entry in workspace.annotations.log()]
        self._acknowledge(words=len(self.expected.words))

    def _export(self, folder: Path) -> None:
        self._file("claims.csv", lambda target: analytics(["export", "--workspace", str(folder), "--csv", str(target)]))

    def _file(self, name: str, make: Callable[[Path], object]) -> None:
        """Make a file that users keep."""
        make(target := self._root / name)
        hash_ = hashlib.sha256(target.read_bytes()).hexdigest()
        self.expected.files.setdefault(name, []).append(hash_)
        self._acknowledge(files={name: hash_})

    def _harm(self, folder: Path, doc_id: str) -> None:
        """Damage the claims of an article, the manifest and one of the two logs, so that it lasts."""
        workspace = Workspace(folder)
        with workspace.manifest.reading() as transaction:
            part = transaction.homes_of([doc_id])[doc_id]
        self._acknowledge(harmed=True)
        for file in (folder / "parts" / f"{part}.claims.parquet", folder / "manifest.sqlite", folder / "people.sqlite"):
            with file.open("r+b") as opened:
                opened.truncate(file.stat().st_size // 2)
                os.fsync(opened.fileno())


def word_of(entry: Entry) -> Word:
    return entry.who, entry.about, entry.column, entry.value


def tables_of(workspace: Workspace) -> dict[str, Table]:
    """The claims of each article that is shown, as text."""
    view = workspace.snapshot()
    tables = {doc_id: list[str]() for path in view.documents for doc_id in pq.read_table(path, columns=["doc_id"])["doc_id"].to_pylist()}
    for path in view.claims:
        for row in pq.read_table(path).to_pylist():
            tables[row["doc_id"]].append(repr(row))
    return {doc_id: tuple(sorted(rows)) for doc_id, rows in tables.items()}


@functools.lru_cache(1 << 12)
def extraction_of(text: SourceText) -> Extraction:
    return extractors.extract(text)


@functools.lru_cache(1 << 12)
def read_once(place: str, source: str) -> Sequence[Document | Unreadable]:
    return tuple(_truly_open(place, source))


_truly_open = places.contents


def quick() -> None:
    """Ingest small tasks, and read and extract each article once, in this process: what writes a workspace stays as it is."""
    plan._DOCUMENTS, upkeep._MANY, upkeep._GRACE = _TASK, 3, 0.0
    ingest.prepare = lambda: None  # type: ignore[attr-defined]
    work.extracted = lambda text, *_: extraction_of(text)  # type: ignore[attr-defined]
    places.contents = lambda place, source: iter(read_once(place, source))


def write_press(folder: Path) -> None:
    """Two folders of articles; one is no text, one is in both."""
    for at, name in enumerate(PRESS):
        (folder / name).mkdir(parents=True)
        for number in range(ARTICLES):
            text = article(0 if number == 0 else at * ARTICLES + number, 3)
            (folder / name / f"{number}.txt").write_text(text, encoding="utf-8")
        (folder / name / "picture.txt").write_bytes(random.Random(at).randbytes(300))


# --- what is left -------------------------------------------------------------------------------


class Examination:
    """One workspace after a power failure, compared with what had been acknowledged; ``faults`` says what is wrong."""

    def __init__(self, root: Path, said: Acknowledged, expected: Expected) -> None:
        self._root, self._folder, self._said, self._expected = root, root / "w", said, expected
        self.faults: list[str] = []

    def run(self) -> list[str]:
        """Open, verify, read, repair, verify."""
        try:
            self._files()
            if self._said.harmed:
                self._mend()
            else:
                self._look(Workspace(self._folder, create=True))
                self._mend()
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.faults.append(f"{error!r} at {Path(where.filename).name}:{where.lineno}")
        return self.faults

    def _look(self, workspace: Workspace) -> None:
        """Read everything; what was acknowledged is there, and ``verify`` finds nothing, since nothing is wrong."""
        self.faults += [f"verify finds {fault.file}: {fault.cause} {fault.detail}" for fault in workspace.verify()]
        self.faults += [
            f"a reader finds {fault.file}: {fault.cause}" for fault in (*workspace.snapshot().faults, *workspace.status().faults)
        ]
        self._compare(workspace)

    def _compare(self, workspace: Workspace) -> None:
        tables = tables_of(workspace)
        with workspace.manifest.reading() as transaction:
            known = set(transaction.removed()) | tables.keys()
        self.faults += ["articles are lost"] * bool(self._said.articles - known)
        self.faults += ["figures are wrong"] * any(tables[doc_id] not in self._expected.tables.get(doc_id, ()) for doc_id in tables)
        words = [word_of(entry) for entry in workspace.annotations.log()]
        if words != self._expected.words[: len(words)]:
            self.faults.append("people's words are not those that were said")
        if len(words) < self._said.words:
            self.faults.append("people's words are lost")
        if not self._said.given.items() <= workspace.annotations.metadata().given.items():
            self.faults.append("metadata are lost")

    def _mend(self) -> None:
        """Repair; where nothing is wrong, there is nothing to do."""
        steps = repair(self._folder)
        if not self._said.harmed:
            self.faults += [f"repair has something to do: {step.kind} {step.name}" for step in steps]
        self.faults += [f"repair loses: {step.kind} {step.name}" for step in steps if step.kind in ("lost", "words")]
        workspace = Workspace(self._folder)
        if (error := ingest.ingest(workspace, [])) is not None:
            self.faults.append(f"the search index cannot be written: {error}")
        if steps:
            self._look(workspace)
        else:
            self.faults += [f"in the end verify finds {fault.file}: {fault.cause}" for fault in workspace.verify()]

    def _files(self) -> None:
        """Exports and backups: whole, and those that were acknowledged there."""
        for name, hashes in self._expected.files.items():
            path = self._root / name
            found = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
            due = self._said.files.get(name, "")
            if found not in (hashes[hashes.index(due) :] if due else ["", *hashes]):
                self.faults.append(f"{name} is {'torn' if found not in ('', *hashes) else 'lost'}")
        restored = self._root / "restored"
        if restored.exists() or self._said.restored:
            self.faults += [f"restored {fault.file}: {fault.cause}" for fault in Workspace(restored).verify()]


@dataclass
class Result:
    """How many states or runs there were, and what was wrong, each with the states or runs where it was."""

    runs: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, faults: Sequence[str]) -> None:
        """Count one."""
        self.runs += 1
        for fault in dict.fromkeys(faults):
            self.faults.setdefault(fault, []).append(what)

    def told(self, what: str) -> int:
        """Print it; returns 1 if there are faults."""
        print(f"{self.runs} {what}: {len(self.faults)} faults")
        for fault, where in self.faults.items():
            print(f"  {fault}: {len(where)} times, first in {where[0]}")
        return 1 if self.faults else 0


def lose_power(states: int, seed: int = 1) -> Result:
    """Examine so many states after a power failure at moments spread over the whole story. Raises NoShimError."""
    result = Result()
    quick()
    with tempfile.TemporaryDirectory(dir=in_memory()) as scratch:
        recorded, expected = _recorded(Path(scratch))
        moments = len(recorded.acts)
        for number in range(states):
            draw = random.Random(f"{seed} {number}")
            until, kept = 1 + (number * moments // states + draw.randrange(max(1, moments // states))) % moments, draw.choice(KEPT)
            root = Path(scratch, f"state {number}")
            root.mkdir()
            recorded.after_power_loss(until, kept, draw).write(root)
            said = Acknowledged.of(recorded.marks(until))
            result.add(f"{number} ({kept} before act {until})", Examination(root, said, expected).run())
            shutil.rmtree(root)
    return result


def in_memory() -> str | None:
    """A folder that is in memory, where there is one: nothing of a test has to last, and syncing takes time."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _recorded(scratch: Path) -> tuple[Recorded, Expected]:
    """The record of the story, which the child's disk agrees with."""
    library, root, log, said = build(scratch), scratch / "root", scratch / "log", scratch / "expected"
    write_press(scratch / "press")
    root.mkdir()
    _run("story", watching(library, root, log), str(root), str(scratch / "press"), str(said))
    recorded = Recorded.read(log, root)
    disk = recorded.after_power_loss(len(recorded.acts), "everything", random.Random(0))
    there = {str(path.relative_to(root)): path.read_bytes() if path.is_file() else None for path in root.rglob("*")}
    if differing := {name for name, content in {*disk.contents()} ^ {*there.items()} if not name.endswith("-shm")}:
        raise AssertionError(f"the record is not complete: {sorted(differing)}")
    return recorded, pickle.loads(said.read_bytes())


def _run(what: str, environment: Mapping[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "benchmarks.power", f"--{what}", *arguments], env=environment, check=True, stdout=sys.stderr)


def _story(root: str, press: str, target: str) -> None:
    quick()
    story = _Story(Path(root), Path(press))
    story.tell()
    Path(target).write_bytes(pickle.dumps(story.expected))


def main() -> int:
    """Print the findings; returns 1 if there are any, 2 if nothing can be measured here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("states", nargs="?", type=int, default=2000)
    parser.add_argument("--story", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.story:
        _story(*options.story)
        return 0
    try:
        result = lose_power(options.states)
    except NoShimError as error:
        print(f"nothing is measured: {error}", file=sys.stderr)
        return 2
    return result.told("states after a power failure")


if __name__ == "__main__":
    from benchmarks.power import main as run  # so that what is pickled belongs to the module of this name

    raise SystemExit(run())
