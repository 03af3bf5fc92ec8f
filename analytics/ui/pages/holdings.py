"""What a reader may do with articles: say what they do not say of themselves, remove them, put them back, share them.

In a workspace a person's word goes into its log and counts for all, and only a reviewer has one; of a reader's own uploads it stays in
the session. The articles of a plain folder are only read.
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
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError

Home = Literal["session", "workspace", "folder"]
WHO = "who"  # the name that a reader signs with, for this session


@dataclass(frozen=True, slots=True)
class Removed:
    """An article that was removed: by whom and when, where others see it."""

    doc_id: str
    title: str
    source: str
    who: str = ""
    at: str = ""


def home(doc_id: str) -> Home:
    """Where an article lies, and so who sees what is done with it."""
    own = state.uploads()
    if doc_id in own.corpus.articles or doc_id in own.removed:
        return "session"
    return "workspace" if state.workspace() else "folder"


def changeable(doc_id: str) -> bool:
    """Whether this reader may change an article."""
    where = home(doc_id)
    return where == "session" or (where == "workspace" and access.visitor().reviews)


def sign(words: Words, key: str) -> str:
    """The name that goes into the log: of who signed in, or what the box for it holds now."""
    if who := access.visitor().who:
        layout.note(words("access.signs", who=who))
        return who
    name = str(st.text_input(words("holdings.who"), value=st.session_state.get(WHO, ""), key=key, max_chars=60)).strip()
    if name:
        st.session_state[WHO] = name
    return name


def say(doc_id: str, values: Mapping[str, str], who: str) -> int:
    """Say what an article does not say of itself (empty: as its file has it), and read it anew; how many of its figures have another
    period now. Raises InvalidValueError, OSError, and NotAllowedError where all would see it and this is no reviewer."""
    before = _periods(doc_id)
    if home(doc_id) == "session":
        state.keep(state.uploads().edited(doc_id, values))
    else:
        _say(doc_id, values, who)
    return len(set(_periods(doc_id).items()) - set(before.items()))


def remove(doc_id: str, who: str) -> None:
    """Take an article with its figures out. Raises as ``say`` does."""
    if home(doc_id) == "session":
        state.keep(state.uploads().without(doc_id))
    else:
        _say(doc_id, {"removed": "1"}, who)


def put_back(doc_id: str, who: str) -> None:
    """Put a removed article back. Raises as ``say`` does."""
    if doc_id in state.uploads().removed:
        state.keep(state.uploads().back(doc_id))
    else:
        _say(doc_id, {"removed": "0"}, who)


def removed() -> list[Removed]:
    """What was removed: the reader's own first, then from the workspace, the last first."""
    own = state.uploads()
    found = [Removed(doc_id, article.title, article.source) for doc_id, article in own.removed.items()]
    if workspace := state.workspace():
        for doc_id, entry in reversed(workspace.people.removed().items()):
            with suppress(DamagedError):  # which is said elsewhere
                if row := workspace.document(doc_id):
                    found.append(Removed(doc_id, row["title"], row["source"], entry.who, entry.at))
    return found


def share(who: str, report: Callable[[Sequence[Line]], None]) -> None:
    """Put the reader's own articles, with what was said of them, into the workspace. ``report`` is told what became of each as they are
    safe; the session lets go of them at the end, so that one broken off can be repeated. Raises OSError and NotAllowedError."""
    who = access.signature(who)
    workspace, own = _workspace(), state.uploads()
    for doc_id, values in own.said.items():
        if values and doc_id not in own.removed:
            workspace.people.say(who, doc_id, values)
    ingest(workspace, [], documents=own.kept(), report=lambda lines, again: None if again else report(lines))
    state.keep(type(own)())


def _say(doc_id: str, values: Mapping[str, str], who: str) -> None:
    workspace = _workspace()
    workspace.people.say(access.signature(who), doc_id, values)
    ingest(workspace, [])


def _workspace() -> Workspace:
    workspace = state.workspace()
    if workspace is None:
        raise RuntimeError("a plain folder is only read")
    return workspace


def _periods(doc_id: str) -> dict[str, tuple[object, ...]]:
    rows = state.table().rows(Selection({"doc": (doc_id,)}, repeats=True))
    columns = (rows[name].astype(str) for name in ("claim_id", "period_start", "period_end", "period_basis"))
    return {claim_id: tuple(period) for claim_id, *period in zip(*columns, strict=True)}
