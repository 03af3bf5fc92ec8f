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
from analytics.documents.outcomes import FileReport
from analytics.i18n.words import Words
from analytics.ingest.ingest import ingest
from analytics.ui import access, datasets, layout, state
from analytics.workspace.annotations import StaleRevisionError
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError

StorageKind = Literal["session", "workspace", "folder"]
WHO = "who"  # session key of the name the reader signs with


@dataclass(frozen=True, slots=True)
class Removed:
    """A removed article; ``who`` and ``at`` (ISO 8601) are set if it was removed from the workspace."""

    doc_id: str
    title: str
    source: str
    who: str = ""
    at: str = ""


def storage_of(doc_id: str) -> StorageKind:
    """Where an article is stored, which decides who sees changes to it."""
    own = datasets.uploads()
    if doc_id in own.corpus.articles or doc_id in own.removed:
        return "session"
    return "workspace" if datasets.workspace() else "folder"


def changeable(doc_id: str) -> bool:
    """Whether this visitor may change an article."""
    where = storage_of(doc_id)
    return where == "session" or (where == "workspace" and not access.read_only_reason(state.words()))


def name_box(words: Words, key: str) -> str:
    """Name to write into the log: the signed-in identity, or the content of the name box, which is drawn here."""
    if who := access.visitor().who:
        layout.note(words("access.signs", who=who))
        return who
    st.text_input(words("holdings.who"), value=st.session_state.get(WHO, ""), key=key, max_chars=60)
    return typed_name(key)


def typed_name(key: str) -> str:
    """What ``name_box`` with this key last returned, or returns in the callback of a form; empty if nobody signed."""
    if who := access.visitor().who:
        return who
    name = str(st.session_state.get(key, "")).strip()
    if name:
        st.session_state[WHO] = name
    return name


def revisions() -> Mapping[str, str]:
    """The revisions of articles and names in the workspace. To be read before what is shown with them: that may be newer, never older."""
    workspace = datasets.workspace()
    return workspace.annotations.revisions() if workspace else {}


def edit_metadata(doc_id: str, values: Mapping[str, str], who: str, shown_revision: str | None = None) -> int:
    """Correct an article's metadata and extract it again; returns how many of its figures changed period.

    An empty value restores the value in the file. ``shown_revision`` is the revision that the visitor saw; None means any. Raises StaleRevisionError if
    somebody else changed the article meanwhile, InvalidValueError, OSError, and NotAllowedError if the article is shared and the visitor is
    not a reviewer.
    """
    before = _periods(doc_id)
    if storage_of(doc_id) == "session":
        datasets.keep(datasets.uploads().edited(doc_id, values))
    else:
        _say(doc_id, values, who, shown_revision)
    return len(set(_periods(doc_id).items()) - set(before.items()))


def remove(doc_id: str, who: str, shown_revision: str | None = None) -> None:
    """Remove an article with its figures. Raises the same errors as ``edit_metadata``."""
    if storage_of(doc_id) == "session":
        datasets.keep(datasets.uploads().without(doc_id))
    else:
        _say(doc_id, {"removed": "1"}, who, shown_revision)


def restore(doc_id: str, who: str, shown_revision: str | None = None) -> None:
    """Restore a removed article. Raises the same errors as ``edit_metadata``."""
    if doc_id in datasets.uploads().removed:
        datasets.keep(datasets.uploads().back(doc_id))
    else:
        _say(doc_id, {"removed": "0"}, who, shown_revision)


def refusal(error: Exception, words: Words) -> str:
    """Why nothing was saved, for an error of ``edit_metadata`` and the like, in words. Raises the error if it is none of these."""
    match error:
        case StaleRevisionError():
            return layout.moved(error, words)
        case access.NotAllowedError():
            return words("access.reviewers_only")
        case OSError():
            return layout.not_kept(error, words)
    raise error


REFUSALS = (StaleRevisionError, access.NotAllowedError, OSError)


def removed() -> list[Removed]:
    """Removed articles: first the reader's own, then those of the workspace, latest first."""
    own = datasets.uploads()
    found = [Removed(doc_id, article.title, article.source) for doc_id, article in own.removed.items()]
    if workspace := datasets.workspace():
        for doc_id, entry in reversed(workspace.annotations.removed().items()):
            with suppress(DamagedError):  # reported elsewhere
                if text := workspace.text(doc_id):
                    found.append(Removed(doc_id, text.title, text.source, entry.who, entry.at))
    return found


def share(who: str, report: Callable[[Sequence[FileReport]], None]) -> None:
    """Move the reader's uploads, with their corrections, into the workspace.

    ``report`` receives the outcomes as batches are written. The session drops the uploads only at the end, so that an interrupted run can
    be repeated. Raises OSError and NotAllowedError.
    """
    who = access.authorise_reviewer(who)
    workspace, own = _workspace(), datasets.uploads()
    for doc_id, values in own.said.items():
        if values and doc_id not in own.removed:
            workspace.annotations.annotate(who, doc_id, values)
    ingest(workspace, [], documents=own.kept(), report=lambda lines, again: None if again else report(lines))
    datasets.catch_up()
    datasets.keep(type(own)())


def _say(doc_id: str, values: Mapping[str, str], who: str, shown_revision: str | None) -> None:
    workspace = _workspace()
    workspace.annotations.annotate(access.authorise_reviewer(who), doc_id, values, expected_revision=shown_revision)
    ingest(workspace, [])
    datasets.catch_up()


def _workspace() -> Workspace:
    workspace = datasets.workspace()
    if workspace is None:
        raise RuntimeError("a plain folder is only read")
    return workspace


def _periods(doc_id: str) -> dict[str, tuple[object, ...]]:
    rows = datasets.table().rows(Selection({"doc": (doc_id,)}, repeats=True))
    columns = (rows[name].astype(str) for name in ("claim_id", "period_start", "period_end", "period_basis"))
    return {claim_id: tuple(period) for claim_id, *period in zip(*columns, strict=True)}
