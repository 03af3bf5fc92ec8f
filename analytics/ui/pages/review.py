"""The review page: accept, reject, correct and add claims one by one, and undo, by keyboard or mouse.

A component shows a section of the queue. It sends its actions as a list and repeats each, identified by an id, until the server confirms it.
So no action is lost or applied twice, whatever the typing speed or the connection.

Each action names its claim and what its user saw of it: the last act on the claim in the log, and a fingerprint of the claim as read. If
either has changed, the action is refused with the reason. The browser decides which claim is shown. The address only follows, because
the browser may send an address that is older than the user's last steps.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from io import RawIOBase
from typing import IO, Any, cast

import streamlit as st

from analytics.claims.order import Queue
from analytics.claims.rows import WholeClaim
from analytics.claims.selection import Selection
from analytics.claims.table import EXPORTED
from analytics.export.csv import csv_chunks
from analytics.i18n.words import Words
from analytics.ingest.dataset import WorkspaceDataset
from analytics.review.actions import LOGGED, actions_in, log_table
from analytics.review.draft import addition, draft
from analytics.review.gold import write_gold
from analytics.review.review import REVIEWED, Review, complete_corrections, reading_of
from analytics.ui import access, datasets, layout, state
from analytics.ui.components import filters
from analytics.ui.components.review import card
from analytics.ui.pages.reviewcard import Cards, form, values
from analytics.workspace.annotations import StaleRevisionError
from analytics.workspace.corrections import REJECTED, InvalidValueError
from analytics.workspace.log_entries import Entry, revisions, undoable
from analytics.workspace.store import Workspace

_KEY, _SESSION, _ORDER = "review", "review-session", "by"
_BEFORE, _AHEAD, _LOG_LINES = 4, 12, 12
_ORDERS = ("doubts", "reading")
_SAID = (
    "progress", "finished", "next", "previous", "accept", "reject", "edit", "undo", "save", "add", "add_title", "add_hint", "cancel", "who",
    "who_hint", "who_asked", "article", "article_close", "article_label", "number", "outside", "rule", "pieces", "beat", "changed", "was",
    "log", "log_empty", "log_more", "saved", "sub", "order", "nothing_to_undo", "saving", "saving_this", "waits", "just_changed",
    "dismiss", "loading",
)  # fmt: skip


@dataclass
class _Session:
    """One reader's position in a queue. ``cursor`` is the current claim; ``jump`` counts the times the server has moved it."""

    asked: tuple[object, ...]
    queue: Queue
    done: frozenset[str]
    cursor: str
    jump: int = 0
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    article: str = ""
    log_lines: int = _LOG_LINES


def page() -> None:
    """The queue, the log and the downloads."""
    words = state.words()
    stored, selection = datasets.workspace_dataset(), state.selection()
    if stored is None:
        layout.empty(words("review.none"), words("review.none_help"))
        return
    dataset = datasets.visible()
    filters.sidebar(dataset.table, selection, words)
    filters.chips(dataset, selection, words)
    _desk(selection)


def _heard_last() -> Mapping[str, Any]:
    """What the component said last since it is on screen; empty if nothing."""
    return (st.session_state.get(_KEY) or {}).get("said") or {}


def _order() -> str:
    asked = _heard_last().get("order") or state.query_parameter(_ORDER)
    return asked if asked in _ORDERS else _ORDERS[0]


@st.fragment
def _desk(selection: Selection) -> None:
    """A fragment, so that a key redraws nothing else."""
    layout.guarded(partial(_cards_and_downloads, selection), state.words())


def _cards_and_downloads(selection: Selection) -> None:
    words, workspace = state.words(), datasets.workspace()
    assert workspace is not None
    log = list(workspace.annotations.log())  # before the claims: a claim may be newer than the revision it is shown with, never older
    stored = datasets.workspace_dataset()
    assert stored is not None
    review = Review(stored, log)
    session = _session(stored, review, selection)
    if not len(session.queue) and not session.cursor:
        filters.no_match(selection, words, help_text=words("review.empty_help"))
        return
    cards = Cards(stored, review, words)
    card(key=_KEY, data=_data(session, stored, review, cards, log, words), on_said_change=partial(_heard, selection))
    _downloads(session.queue, stored, review, log, words)


def _session(stored: WorkspaceDataset, review: Review, selection: Selection) -> _Session:
    """The current session, or a new one if the selection or order changed. The queue keeps its order while it is worked through."""
    asked = (stored.snapshot.made_of, selection, _order())
    now: _Session | None = st.session_state.get(_SESSION)
    cursor = now.cursor if now and _heard_last() else state.query_parameter(state.CLAIM) or (now.cursor if now else "")
    if now is None or now.asked != asked:
        resorted = now is not None and now.asked[-1] != asked[-1]
        made = st.session_state[_SESSION] = _begun(stored, review.done, asked, "" if resorted else cursor, now.jump if now else 0)
        if now:
            made.answers, made.article, made.log_lines = now.answers, now.article, now.log_lines
            made.jump += made.cursor != now.cursor
        return made
    if cursor != now.cursor:  # another link was followed to this page
        _go(now, cursor)
    return now


def _begun(stored: WorkspaceDataset, done: frozenset[str], asked: tuple[object, ...], cursor: str, jump: int) -> _Session:
    _, selection, order = asked
    queue = stored.with_rejected.queue(cast(Selection, selection), doubtful_first=order == "doubts", done=done)
    return _Session(asked, queue, done, cursor or next(iter(queue.ids(0, 1)), ""), jump)


def _data(session: _Session, stored: WorkspaceDataset, review: Review, cards: Cards, log: Sequence[Entry], words: Words) -> dict[str, Any]:
    queue = session.queue
    place = queue.place(session.cursor)
    first = max(0, (place or 0) - _BEFORE)
    ids = queue.ids(first, _BEFORE + 1 + _AHEAD)
    places = {claim_id: first + number for number, claim_id in enumerate(ids)}
    done, visitor = actions_in(log), access.visitor()
    return {
        "signed": visitor.who and words("access.signs", who=visitor.who),
        "closed": access.read_only_reason(words),
        "words": {name: words.phrase(f"review.{name}") for name in _SAID} | words.family("review_state"),
        "language": words.language,
        "form": form(words),
        "orders": [[code, words(f"review.order_{code}")] for code in _ORDERS],
        "order": _order(),
        "items": cards.cards(ids if place is not None or not session.cursor else [session.cursor, *ids], places),
        "total": len(queue),
        "done": queue.count_of(review.done),
        "cursor": session.cursor,
        "jump": session.jump,
        "answers": session.answers,
        "undoable": _undoable(log, visitor.who),
        "article": _article(session, stored, cards),
        "log": cards.acts(done[::-1][: session.log_lines]),
        "logged": len(done),
    }


def _undoable(log: Sequence[Entry], signed: str) -> dict[str, list[str]]:
    """The act that each person would undo next, as [act, claim, revision of that claim], by name; by "" for who is signed in."""
    now = revisions(log)
    last = {entry.who: [entry.act, entry.about, now[entry.about]] for entry in undoable(log)}
    return ({"": last[signed]} if signed in last else {}) if signed else last


def _article(session: _Session, stored: WorkspaceDataset, cards: Cards) -> dict[str, Any] | None:
    """The article opened beside the card, with its figures marked."""
    if not session.article:
        return None
    batches = stored.table.stream(Selection(repeats=True).choosing("doc", [session.article]), ("claim_id", "start", "end"))
    return cards.article(session.article, [tuple(row.values()) for batch in batches for row in batch.to_pylist()])


# --- actions -----------------------------------------------------------------------------------


def _heard(selection: Selection) -> None:
    """Apply the actions reported by the component, each once. The component repeats an action until it is confirmed."""
    said: Mapping[str, Any] = st.session_state[_KEY]["said"]
    session: _Session | None = st.session_state.get(_SESSION)
    if session is None:  # the server restarted: the component sends the action again
        return
    session.cursor, session.article, session.log_lines = str(said["cursor"]), str(said["article"]), int(said["lines"])
    session.answers = {act["act"]: session.answers.get(act["act"]) or _answer(act, session) for act in said["acts"]}
    state.update_query(
        **{state.CLAIM: session.cursor if said["order"] == _order() else "", _ORDER: "" if said["order"] == _ORDERS[0] else said["order"]}
    )


def _answer(act: Mapping[str, Any], session: _Session) -> dict[str, Any]:
    """Apply one action; returns ``done``, ``unfit`` (messages by field; nothing was written) or ``draft`` (a form to fill in).

    The server determines who acts, because the browser's claim cannot be trusted.
    """
    workspace, words = datasets.workspace(), state.words()
    assert workspace is not None
    try:
        signed = {**act, "who": access.authorise_reviewer(act["who"])}
        if workspace.annotations.has(act["act"]):  # its answer was lost
            return {"done": True}
        return _DEEDS[act["do"]](signed, session, workspace)
    except access.NotAllowedError:
        return {"unfit": {"": words("access.reviewers_only")}}
    except InvalidValueError as error:
        return {"unfit": {error.column: words(f"unfit.{error.reason or 'other'}")}}
    except StaleRevisionError as error:
        return {"unfit": {"": layout.moved(error, words)}}
    except OSError as error:
        return {"unfit": {"": layout.not_kept(error, words)}}


def _judge(act: Mapping[str, Any], session: _Session, workspace: Workspace) -> dict[str, Any]:
    words, stored, seen = state.words(), _stored(), act["seen"]
    review = Review(stored, workspace.annotations.log())
    if not (found := review.rows([act["id"]])):
        return {"unfit": {"": words("review.gone")}}
    before, now = found[act["id"]]
    if seen["reading"] != reading_of(before):
        return {"unfit": {"": words("review.read_anew")}}
    verdict = {REJECTED: "1"} if act["do"] == "reject" else review.acceptance(before)
    corrections = complete_corrections(now, act["values"]) if act["do"] == "edit" else {}
    workspace.annotations.annotate(act["who"], act["id"], corrections | verdict, act["act"], seen["act"])
    return {"done": True}


def _undo(act: Mapping[str, Any], session: _Session, workspace: Workspace) -> dict[str, Any]:
    about = workspace.annotations.undo(act["who"], act["act"], act["of"], act["seen"]["act"])
    if not about:
        return {"unfit": {"": state.words()("review.nothing_to_undo")}}
    if workspace.holds(about):
        _go(session, about)
    else:  # it was an addition
        place = session.queue.place(about) or 0
        beside = [claim_id for claim_id in session.queue.ids(max(0, place - 1), 3) if claim_id != about]
        _queue_anew(session, next(iter(beside), ""))
    return {"done": True}


def _draft(act: Mapping[str, Any], session: _Session, workspace: Workspace) -> dict[str, Any]:
    row = _drafted(act, _stored())
    seen = {"act": workspace.annotations.revision(row.claim_id), "reading": ""}
    if workspace.holds(row.claim_id):
        _go(session, row.claim_id)
        return {"unfit": {"": state.words()("review.exists")}}
    place = {"doc_id": row.doc_id, "start": row.start, "end": row.end, "text": row.text}
    return {"draft": place | {"values": values(row), "seen": seen}}


def _add(act: Mapping[str, Any], session: _Session, workspace: Workspace) -> dict[str, Any]:
    row = _drafted(act, _stored())
    workspace.annotations.annotate(act["who"], row.claim_id, addition(row, act["values"]), act["act"], act["seen"]["act"])
    _queue_anew(session, row.claim_id)
    return {"done": True}


def _drafted(act: Mapping[str, Any], stored: WorkspaceDataset) -> WholeClaim:
    """A draft claim for the selected text. Raises InvalidValueError if there is no such text."""
    article = stored.article(act["doc"])
    if article is None:
        raise InvalidValueError("text", act["doc"], "missing")
    return draft(article, stored.extracted.claims_of(article.doc_id), int(act["start"]), int(act["end"]))


def _stored() -> WorkspaceDataset:
    stored = datasets.workspace_dataset()
    assert stored is not None
    return stored


def _go(session: _Session, claim_id: str) -> None:
    session.cursor, session.jump = claim_id, session.jump + 1


def _queue_anew(session: _Session, cursor: str) -> None:
    """Rebuild the queue after a figure was added or removed, with the same order."""
    session.queue = _begun(_stored(), session.done, session.asked, cursor, 0).queue
    _go(session, cursor)


_DEEDS: Mapping[str, Callable[[Mapping[str, Any], _Session, Workspace], dict[str, Any]]] = {
    "accept": _judge, "reject": _judge, "edit": _judge, "undo": _undo, "draft": _draft, "add": _add,
}  # fmt: skip


# --- downloads ---------------------------------------------------------------------------------


def _downloads(queue: Queue, stored: WorkspaceDataset, review: Review, log: Sequence[Entry], words: Words) -> None:
    """The table before and after review, the log, and gold data, each written on demand."""
    st.html(f'<h2 class="question">{escape(words("review.downloads"))}</h2><p class="fine">{escape(words("review.downloads_help"))}</p>')
    after = (*EXPORTED, *REVIEWED)
    files: Mapping[str, tuple[str, str, Callable[[], RawIOBase]]] = {
        "before": (
            "youju-before.csv",
            "text/csv",
            _written(lambda: csv_chunks(stored.extracted.table.stream_among(queue, EXPORTED), EXPORTED)),
        ),
        "after": (
            "youju-after.csv",
            "text/csv",
            _written(lambda: csv_chunks(review.reviewed(stored.table.stream_among(queue, EXPORTED)), after)),
        ),
        "log": ("youju-log.csv", "text/csv", _written(lambda: csv_chunks(log_table(actions_in(log), review).to_batches(), LOGGED))),
        "gold": ("youju-gold.zip", "application/zip", lambda: _gold(stored, review)),
    }
    with st.container(key="review-downloads", horizontal=True, gap="small"):
        for name, (file_name, mime, write) in files.items():
            st.download_button(
                words(f"review.download_{name}"), write, file_name=file_name, mime=mime, key=f"download-{name}", on_click="ignore"
            )


def _written(chunks: Callable[[], Iterable[bytes]]) -> Callable[[], RawIOBase]:
    def write() -> RawIOBase:
        file = cast(RawIOBase, tempfile.TemporaryFile(buffering=0))  # noqa: SIM115
        file.writelines(chunks())
        file.seek(0)
        return file

    return write


def _gold(stored: WorkspaceDataset, review: Review) -> RawIOBase:
    workspace = datasets.workspace()
    assert workspace is not None
    file = cast(RawIOBase, tempfile.TemporaryFile(buffering=0))  # noqa: SIM115
    write_gold(cast(IO[bytes], file), stored, review, workspace.text)
    file.seek(0)
    return file
