"""What an ingest says of each file of the corpus, as a table that people read: ``expected.csv``."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from analytics.documents.outcomes import FileReport
from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace
from tests.hostile.files import corpus, write

EXPECTED = Path(__file__).with_name("expected.csv")
_NAMED, _LONGEST = 12, 60  # entries of a file that are named, and characters of a name


class Row(NamedTuple):
    """What became of one file of the corpus.

    ``outcome`` is ``read``, ``in part`` (some of its entries or rows were not), ``empty``, ``refused`` or ``silent``; ``reason`` and
    ``doubt`` are codes of the report, each once; ``entries`` says what became of the rows or entries of a file that holds several.
    """

    file: str
    why: str
    outcome: str
    reason: str
    doubt: str
    articles: str
    figures: str
    entries: str


def ingested(scratch: Path) -> list[Row]:
    """Write the corpus into ``scratch``, ingest all of it in one run, and say what became of each file."""
    press, lines = scratch / "press", list[FileReport]()
    write(press)
    workspace = Workspace(scratch / "workspace", create=True)
    ingest(workspace, [str(press)], report=lambda done, again: lines.extend(done))
    if faults := list(workspace.verify()):
        raise AssertionError(faults)
    return table(lines)


def table(lines: Iterable[FileReport]) -> list[Row]:
    """The lines of a report on the whole corpus, a row for each file."""
    files = corpus()
    of_file = defaultdict[str, list[FileReport]](list)
    for line in lines:
        of_file[_file(line.source)].append(line)
    if unknown := of_file.keys() - files.keys():
        raise AssertionError(f"lines for files that do not exist: {sorted(unknown)}")
    return [_row(path, file.why, of_file[path]) for path, file in sorted(files.items())]


def _file(source: str) -> str:
    """``archives/bomb.zip/zeros.txt`` → ``archives/bomb.zip``: the file of a source that may be an entry or a row in it."""
    kind, _, rest = source.partition("/")
    return f"{kind}/{rest.partition('/')[0].partition('#')[0]}"


def _row(path: str, why: str, lines: Sequence[FileReport]) -> Row:
    doubts = {doubt for line in lines for doubt in line.doubt.split()}
    articles, figures = sum(line.outcome == "read" for line in lines), sum(line.figures for line in lines)
    entries = [f"{_short(line.source[len(path) :])} {line.reason or line.outcome}" for line in lines if line.source != path]
    if len(entries) > _NAMED:
        entries[_NAMED:] = [f"and {len(entries) - _NAMED} more"]
    reasons = sorted({line.reason for line in lines if line.reason})
    return Row(path, why, _outcome(lines), " ".join(reasons), " ".join(sorted(doubts)), str(articles), str(figures), "; ".join(entries))


def _outcome(lines: Sequence[FileReport]) -> str:
    outcomes = {line.outcome for line in lines}
    if outcomes & {"read", "duplicate"}:
        return "in part" if outcomes & {"refused", "empty"} else "read"
    return "refused" if "refused" in outcomes else "empty" if outcomes else "silent"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def expected() -> list[Row]:
    """The rows of ``expected.csv``."""
    with EXPECTED.open(encoding="utf-8-sig", newline="") as file:
        return [Row(*cells) for cells in csv.reader(file)][1:]


def record(rows: Iterable[Row]) -> None:
    """Write ``expected.csv`` anew; with a byte-order mark, so that spreadsheet programs read it right."""
    with EXPECTED.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([Row._fields, *rows])


def differences(before: Iterable[Row], now: Iterable[Row]) -> list[str]:
    """What changed, a line for each file: ``archives/bomb.zip: outcome in part → refused, articles 1 → 0``."""
    old, new = _by_file(before), _by_file(now)
    gone = [f"{file}: no longer in the corpus" for file in old.keys() - new.keys()]
    added = [f"{file}: new, {row.outcome} {row.reason}".rstrip() for file, row in new.items() if file not in old]
    changed = [f"{file}: {_changes(old[file], row)}" for file, row in new.items() if file in old and row != old[file]]
    return sorted([*gone, *added, *changed])


def _by_file(rows: Iterable[Row]) -> Mapping[str, Row]:
    return {row.file: row for row in rows}


def _changes(old: Row, new: Row) -> str:
    pairs = zip(Row._fields, old, new, strict=True)
    return ", ".join(f"{name} {before or 'none'} → {now or 'none'}" for name, before, now in pairs if before != now)
