"""What is new in a workspace since a moment: articles, figures, and what people or a later reading changed or took out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from analytics.workspace.corrections import ACCEPTED, ADDED, REJECTED, REMOVED
from analytics.workspace.log_entries import Entry, current_claim_entries
from analytics.workspace.manifest import Arrival
from analytics.workspace.snapshot import doc_of
from analytics.workspace.store import Workspace

# ``article``: an article that came, or that a person put back. ``removed``: one that a person removed. ``figure``: a figure that is counted
# now and was not, in an article that was there. ``corrected``: a figure with other values. ``withdrawn``: a figure that counts no more.
Kind = Literal["article", "figure", "corrected", "withdrawn", "removed"]
KINDS: tuple[Kind, ...] = ("article", "figure", "corrected", "withdrawn", "removed")
_SEAL = re.compile("[0-9a-f]{8,64}")


class UnknownRevisionError(ValueError):
    """A text names neither a day, nor a moment, nor a line of the log."""


@dataclass(frozen=True, slots=True)
class Since:
    """A point in the history: the moment ``at``, and the number of ``lines`` that the log had, None to go by the moment.

    Lines of the log are dated to the second, so within the second of a line, what came after it is told by the number of lines.
    """

    at: datetime
    lines: int | None = None

    @property
    def moment(self) -> str:
        """As arrivals are recorded: ISO 8601, in UTC, to the microsecond."""
        return self.at.astimezone(UTC).isoformat(timespec="microseconds")

    def precedes(self, arrival: Arrival) -> bool:
        """Whether something that came after the moment also came after the line."""
        return self.lines is None or arrival.lines >= self.lines or datetime.fromisoformat(arrival.at) >= self.at + timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. ``about`` is a doc_id or claim_id; ``who`` did it at time ``at`` (ISO 8601); both are empty if a later extraction did.

    ``values`` has the corrected columns, each with the value before and after; empty means as extracted.
    """

    kind: Kind
    about: str
    who: str = ""
    at: str = ""
    values: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def point(text: str, workspace: Workspace) -> Since:
    """The point that a text names.

    A day (2024-11-09) begins at midnight here. A moment has a time, and counts as local if it names no zone. Otherwise the text is the seal
    of people's log, as ``status``, ``backup`` and exports print it: the point when that line was written. Raises UnknownRevisionError; OSError.
    """
    try:
        day = date.fromisoformat(text) if len(text) == len("2024-11-09") else None
        return Since((datetime.combine(day, time()) if day else datetime.fromisoformat(text)).astimezone(UTC))
    except ValueError:
        if not _SEAL.fullmatch(text):
            raise UnknownRevisionError(text) from None
    line = workspace.annotations.line_of(text)
    if line is None:
        raise UnknownRevisionError(text)
    return Since(datetime.fromisoformat(line.at), line.number)


def history(workspace: Workspace, since: Since) -> list[Change]:
    """Every change since a point, grouped by kind in the order of ``KINDS``. Raises OSError.

    What was done and undone again is no change. Figures of articles that came are not listed one by one.
    """
    log = list(workspace.annotations.log())
    lines = since.lines if since.lines is not None else sum(1 for entry in log if datetime.fromisoformat(entry.at) < since.at)
    came, reread = _arrived(filter(since.precedes, workspace.arrivals(since.moment)))
    articles = [*(Change("article", doc_id) for doc_id in came), *_of_articles(log, lines)]
    fresh = {change.about for change in articles if change.kind == "article"}
    gone = {change.about for change in articles if change.kind == "removed"}
    figures = [*_of_figures(log, lines), *reread]
    shown = [change for change in figures if doc_of(change.about) not in fresh | gone]
    by_kind = sorted([*(change for change in articles if change.kind != "article" or change.about not in gone), *shown], key=_place)
    return list(by_kind)


def _place(change: Change) -> int:
    return KINDS.index(change.kind)


def _arrived(arrivals: Iterable[Arrival]) -> tuple[list[str], list[Change]]:
    """The doc_ids that came, and what was read otherwise, each figure once."""
    came = dict[str, None]()
    net = dict[str, Kind]()
    for arrival in arrivals:
        came |= dict.fromkeys(arrival.documents)
        for claim_id in arrival.reread.otherwise:
            net.setdefault(claim_id, "corrected")
        for claim_id in arrival.reread.found:
            net[claim_id] = "corrected" if net.pop(claim_id, "") == "withdrawn" else "figure"
        for claim_id in arrival.reread.gone:
            if net.pop(claim_id, "") != "figure":
                net[claim_id] = "withdrawn"
    return list(came), [Change(kind, claim_id) for claim_id, kind in net.items()]


def _of_articles(log: Sequence[Entry], lines: int) -> list[Change]:
    """Articles that people removed or put back."""
    before, now = ({entry.about: entry for entry in some if entry.column == REMOVED} for some in (log[:lines], log))
    changed = [entry for about, entry in now.items() if (about in before and before[about].value == "1") != (entry.value == "1")]
    return [Change("removed" if entry.value == "1" else "article", entry.about, entry.who, entry.at) for entry in changed]


def _of_figures(log: Sequence[Entry], lines: int) -> list[Change]:
    """Figures that people added, corrected, rejected, or took any of this back for."""
    before, now = _values(log[:lines]), _values(log)
    last = {entry.about: entry for entry in log[lines:]}
    changes = []
    for about in last:
        was, is_now = before.get(about, {}), now.get(about, {})
        if was != is_now:
            columns = [column for column in {**was, **is_now} if column not in (REJECTED, ADDED) and was.get(column) != is_now.get(column)]
            values = {column: (was.get(column, ""), is_now.get(column, "")) for column in columns}
            changes.append(Change(_kind(was, is_now), about, last[about].who, last[about].at, values))
    return changes


def _values(log: Sequence[Entry]) -> dict[str, dict[str, str]]:
    """The values that stand, without acceptances and without rejections that were lifted."""
    return {
        about: {column: entry.value for column, entry in said.items() if column != ACCEPTED and (column, entry.value) != (REJECTED, "0")}
        for about, said in current_claim_entries(log).items()
    }


def _kind(was: Mapping[str, str], now: Mapping[str, str]) -> Kind:
    if (REJECTED in now and REJECTED not in was) or (ADDED in was and ADDED not in now):
        return "withdrawn"
    return "figure" if (REJECTED in was and REJECTED not in now) or (ADDED in now and ADDED not in was) else "corrected"
