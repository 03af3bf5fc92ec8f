"""Changes a reader may make to articles: correct metadata, remove, restore and share.

In a workspace, a correction goes into the log and applies to all readers, and only reviewers may make one. For a reader's own uploads it
stays in the session. The articles of a plain folder are read-only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from analytics.claims.selection import Selection
from analytics.documents.outcomes import Line
from analytics.i18n.words import Words
from analytics.ingest.ingest import ingest
from analytics.ui import access, layout, state
from analytics.workspace.annotations import MovedError
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError

Home = Literal["session", "workspace", "folder"]
WHO = "who"  # session key of the name the reader signs with


@dataclass(frozen=True, slots=True)
class Removed:
    """A removed article; ``who`` and ``at`` (ISO 8601) are set if it was removed from the workspace."""

    doc_id: str
    title: str
    source: str
    who: str = ""
    at: str = ""


def home(doc_id: str) -> Home:
    """Where an article is stored, which decides who sees changes to it."""
    own = state.uploads()
    if doc_id in own.corpus.articles or doc_id in own.removed:
        return "session"
    return "workspace" if state.workspace() else "folder"


def changeable(doc_id: str) -> bool:
    """Whether this visitor may change an article."""
    where = home(doc_id)
    return where == "session" or (where == "workspace" and not access.closed(state.words()))


def sign(words: Words, key: str) -> str:
    """Name to write into the log: the signed-in identity, or the content of the name box, which is drawn here."""
    if who := access.visitor().who:
        layout.note(words("access.signs", who=who))
        return who
    st.text_input(words("holdings.who"), value=st.session_state.get(WHO, ""), key=key, max_chars=60)
    return signed(key)


def signed(key: str) -> str:
    """What ``sign`` with this key last returned, or returns in the callback of a form; empty if nobody signed."""
    if who := access.visitor().who:
        return who
    name = str(st.session_state.get(key, "")).strip()
    if name:
        st.session_state[WHO] = name
    return name


def revisions() -> Mapping[str, str]:
    """The revisions of articles and names in the workspace. To be read before what is shown with them: that may be newer, never older."""
    workspace = state.workspace()
    return workspace.people.revisions() if workspace else {}


def say(doc_id: str, values: Mapping[str, str], who: str, seen: str | None = None) -> int:
    """Correct an article's metadata and extract it again; returns how many of its figures changed period.

    An empty value restores the value in the file. ``seen`` is the revision that the visitor saw; None means any. Raises MovedError if
    somebody else changed the article meanwhile, InvalidValueError, OSError, and NotAllowedError if the article is shared and the visitor is
    not a reviewer.
    """
    before = _periods(doc_id)
    if home(doc_id) == "session":
        state.keep(state.uploads().edited(doc_id, values))
    else:
        _say(doc_id, values, who, seen)
    return len(set(_periods(doc_id).items()) - set(before.items()))


def remove(doc_id: str, who: str, seen: str | None = None) -> None:
    """Remove an article with its figures. Raises the same errors as ``say``."""
    if home(doc_id) == "session":
        state.keep(state.uploads().without(doc_id))
    else:
        _say(doc_id, {"removed": "1"}, who, seen)


def put_back(doc_id: str, who: str, seen: str | None = None) -> None:
    """Restore a removed article. Raises the same errors as ``say``."""
    if doc_id in state.uploads().removed:
        state.keep(state.uploads().back(doc_id))
    else:
        _say(doc_id, {"removed": "0"}, who, seen)


def refusal(error: Exception, words: Words) -> str:
    """Why nothing was saved, for an error of ``say`` and the like, in words. Raises the error if it is none of these."""
    match error:
        case MovedError():
            return layout.moved(error, words)
        case access.NotAllowedError():
            return words("access.reviewers_only")
        case OSError():
            return layout.not_kept(error, words)
    raise error


REFUSALS = (MovedError, access.NotAllowedError, OSError)


def removed() -> list[Removed]:
    """Removed articles: first the reader's own, then those of the workspace, latest first."""
    own = state.uploads()
    found = [Removed(doc_id, article.title, article.source) for doc_id, article in own.removed.items()]
    if workspace := state.workspace():
        for doc_id, entry in reversed(workspace.people.removed().items()):
            with suppress(DamagedError):  # reported elsewhere
                if text := workspace.text(doc_id):
                    found.append(Removed(doc_id, text.title, text.source, entry.who, entry.at))
    return found


def share(who: str, report: Callable[[Sequence[Line]], None]) -> None:
    """Move the reader's uploads, with their corrections, into the workspace.

    ``report`` receives the outcomes as batches are written. The session drops the uploads only at the end, so that an interrupted run can
    be repeated. Raises OSError and NotAllowedError.
    """
    who = access.signature(who)
    workspace, own = _workspace(), state.uploads()
    for doc_id, values in own.said.items():
        if values and doc_id not in own.removed:
            workspace.people.say(who, doc_id, values)
    ingest(workspace, [], documents=own.kept(), report=lambda lines, again: None if again else report(lines))
    state.catch_up()
    state.keep(type(own)())


def _say(doc_id: str, values: Mapping[str, str], who: str, seen: str | None) -> None:
    workspace = _workspace()
    workspace.people.say(access.signature(who), doc_id, values, seen=seen)
    ingest(workspace, [])
    state.catch_up()


def _workspace() -> Workspace:
    workspace = state.workspace()
    if workspace is None:
        raise RuntimeError("a plain folder is only read")
    return workspace


def _periods(doc_id: str) -> dict[str, tuple[object, ...]]:
    rows = state.table().rows(Selection({"doc": (doc_id,)}, repeats=True))
    columns = (rows[name].astype(str) for name in ("claim_id", "period_start", "period_end", "period_basis"))
    return {claim_id: tuple(period) for claim_id, *period in zip(*columns, strict=True)}
