"""Lines of people's log, and what they say: corrections, rules, cleared names, official articles, tags and remarks, saved views.

Whoever asks for several of these reads the log once and passes it on, since reading it checks every line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from analytics.workspace.corrections import ACCEPTED, CLEARED, MARKS, OF_ARTICLES, OF_NAMES, REFERENCE, TAGS, VIEW, tags_in

_NO_CORRECTION = (*OF_ARTICLES, *OF_NAMES, *MARKS, VIEW)
UNVERSIONED_COLUMNS = (*MARKS, VIEW)  # columns that change nothing that another act may have been made on


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: at time ``at``, ``who`` sets ``column`` of an article or a claim (``about``, its id) to ``value``.

    ``column`` may also be a verdict or a removal, see ``corrections``. Values set together share one ``act``. An act that undoes another
    names it in ``undoes`` and holds the restored values; an empty value means as extracted.
    """

    at: str
    who: str
    about: str
    column: str
    value: str
    act: str = ""
    undoes: str = ""


def current_claim_entries(log: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    """The current entry of each column of each claim, without undone acts: claim_id → column → entry.

    The order is that of the log, not of ``at``, since a clock may be set back.
    """
    return current_entries(entry for entry in log if entry.column not in _NO_CORRECTION)


def current_entries(log: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    """The current entry of each column of everything in the log, without undone acts: about → column → entry."""
    entries = list(log)
    struck = {entry.undoes for entry in entries if entry.undoes}
    stands: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        if not entry.undoes and entry.act not in struck:
            words = stands.setdefault(entry.about, {})
            words.pop(entry.column, None)
            words[entry.column] = entry
    return stands


def revisions(log: Iterable[Entry]) -> dict[str, str]:
    """The revision of each claim, article and name in the log: the id of the last act on it, undone or not. Tags and remarks do not count."""
    return {entry.about: entry.act for entry in log if entry.column not in UNVERSIONED_COLUMNS}


def undoable(log: Sequence[Entry]) -> list[Entry]:
    """The entries on claims that are neither undone nor undo another, oldest first."""
    back = {entry.undoes for entry in log}
    return [entry for entry in log if entry.column not in _NO_CORRECTION and not entry.undoes and entry.act not in back]


@dataclass(frozen=True, slots=True)
class Marked:
    """The tags and the remark on a claim or an article; ``who`` said the latest of them, at time ``at`` (ISO 8601).

    ``revision`` is the act that did so, empty if nothing was ever said.
    """

    tags: tuple[str, ...] = ()
    remark: str = ""
    who: str = ""
    at: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view that ``who`` saved at time ``at`` (ISO 8601): its ``address`` is the name of a page and the query of its URL."""

    name: str
    address: str
    who: str
    at: str


class LogPosition(NamedTuple):
    """A line of the log: its number, and the time at which it was written (ISO 8601)."""

    number: int
    at: str


def corrections_in(log: Iterable[Entry]) -> dict[str, dict[str, str]]:
    """Current values of claims that users corrected, added or rejected: claim_id → column → value."""
    corrections = {
        claim_id: {column: entry.value for column, entry in stands.items() if column != ACCEPTED}
        for claim_id, stands in current_claim_entries(log).items()
    }
    return {claim_id: values for claim_id, values in corrections.items() if values}


def rules_in(log: Iterable[Entry]) -> list[Entry]:
    """The rules that hold for nouns and names, in order."""
    entries = [entry for entry in log if entry.column in OF_NAMES]
    now = current_entries(entries)
    return [entry for entry in entries if now.get(entry.about, {}).get(entry.column) is entry and entry.value not in ("", "0")]


def cleared_in(log: Iterable[Entry]) -> dict[str, Entry]:
    """Names that users said are no innovations, in order, with the entry that said so."""
    return {entry.about: entry for entry in rules_in(log) if entry.column == CLEARED}


def references_in(log: Iterable[Entry]) -> frozenset[str]:
    """Articles, by doc_id, that users marked as official: others are checked against them."""
    said = {entry.about: entry.value for entry in log if entry.column == REFERENCE}
    return frozenset(doc_id for doc_id, value in said.items() if value == "1")


def marks_in(log: Iterable[Entry]) -> dict[str, Marked]:
    """Tags and remarks of claims and articles, by id. One whose tags and remark were taken back stays, with its revision."""
    marks: dict[str, Marked] = {}
    for entry in log:
        if entry.column in MARKS:
            marked = replace(marks.get(entry.about, Marked()), who=entry.who, at=entry.at, revision=entry.act)
            of_tags = entry.column == TAGS
            marks[entry.about] = replace(marked, tags=tags_in(entry.value)) if of_tags else replace(marked, remark=entry.value)
    return marks


def views_in(log: Iterable[Entry]) -> dict[str, SavedView]:
    """The saved views, by name, in the order in which they were first saved."""
    views: dict[str, SavedView] = {}
    for entry in log:
        if entry.column == VIEW:
            views[entry.about] = SavedView(entry.about, entry.value, entry.who, entry.at)
    return {name: view for name, view in views.items() if view.address}
