"""The log of reviews as a list of actions, and as a table of what they changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import pyarrow as pa

from analytics.review.review import Change, Review, texts_of
from analytics.workspace.corrections import (
    ACCEPTED,
    ADDED,
    CORRECTABLE,
    OF_NAMES,
    REJECTED,
)
from analytics.workspace.log_entries import Entry

ActionKind = Literal["accept", "reject", "edit", "add", "undo"]


@dataclass(frozen=True, slots=True)
class ReviewAction:
    """One action on a claim, and what it changed."""

    act: str
    at: str
    who: str
    about: str
    kind: ActionKind
    changes: tuple[Change, ...]


def actions_in(log: Iterable[Entry]) -> list[ReviewAction]:
    """The actions on claims, from the start of a log."""
    stands: dict[tuple[str, str], list[Entry]] = {}
    told: list[ReviewAction] = []
    for act, together in groupby(
        (entry for entry in log if "-" in entry.about and entry.column not in OF_NAMES), key=lambda entry: entry.act
    ):
        entries = list(together)
        done = [_applied(entry, stands.setdefault((entry.about, entry.column), [])) for entry in entries]
        changed = tuple(change for change in done if change.column in CORRECTABLE)
        told.append(ReviewAction(act, entries[0].at, entries[0].who, entries[0].about, _kind_of(entries), changed))
    return told


def _applied(entry: Entry, words: list[Entry]) -> Change:
    """Apply an entry to the valid entries on its column, or remove the one that it undoes; returns the change."""
    before = words[-1].value if words else None
    if entry.undoes:
        words[:] = [word for word in words if word.act != entry.undoes]
    else:
        words.append(entry)
    return Change(entry.column, before, words[-1].value if words else None)


def _kind_of(entries: Sequence[Entry]) -> ActionKind:
    values = {entry.column: entry.value for entry in entries}
    if entries[0].undoes:
        return "undo"
    if ADDED in values:
        return "add"
    if values.get(REJECTED) == "1":
        return "reject"
    return "accept" if values.keys() <= {ACCEPTED, REJECTED} and values.get(ACCEPTED) else "edit"


LOGGED = ("at", "who", "action", "claim_id", "text", "column", "before", "after")


def log_table(told: Sequence[ReviewAction], review: Review) -> pa.Table:
    """Actions as rows by ``LOGGED``: one for each column changed, or a single one where no column changed."""
    known = review.rows({act.about for act in told})
    rows = []
    for act in told:
        first = {"at": act.at, "who": act.who, "action": act.kind, "claim_id": act.about}
        read = known[act.about][0] if act.about in known else None
        first["text"] = read.text if read else ""
        for change in act.changes or (Change("", "", ""),):
            as_read = texts_of(read)[change.column] if read and change.column else ""
            before, after = (as_read if value is None else value for value in (change.before, change.after))
            rows.append(first | {"column": change.column, "before": before, "after": after})
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in LOGGED]))
