"""Saved views in the sidebar: links to addresses that people named, each with the number of figures that are new to this reader.

What is new is counted from when this reader last opened the view, because each reader needs to know what they have not seen: if opening
counted for all, whoever looked first would take the news from the others. The browser keeps that moment in a cookie, so readers who may not
write have it too, nothing is recorded of who read what, and the server need not ask the browser before it draws. A view that was never
opened here counts from when it was saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Literal
from urllib.parse import parse_qs, urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from analytics.claims.selection import ADDED, Selection
from analytics.i18n.format import short
from analytics.i18n.words import Words
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ui import access, datasets, layout, state
from analytics.ui.layout import plain
from analytics.ui.pages import article_actions
from analytics.workspace.annotations import InvalidValueError
from analytics.workspace.corrections import VIEW
from analytics.workspace.log_entries import SavedView
from analytics.workspace.store import NotAWorkspaceError
from analytics.workspace.trouble import DamagedError

COOKIE = "youju_seen"
_SEEN, _REFUSED = "views-seen", "views-refused"  # session keys: the moment by view, in microseconds; why a view was not kept
_LONGEST_NAME = 40
_MOST_KEPT = 60  # views in the cookie, each some 26 characters of the 4,096 that it holds
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What does not belong to a view: this reader's language and brief, the figure that is open, and the page of the table, since what stood on
# page 3 stands elsewhere as soon as figures are added.
_NOT_SAVED = (state.LANGUAGE, state.CLAIM, state.PAGE, state.VIEW, *state.OF_BRIEF, ADDED)


def show(pages: Mapping[str, StreamlitPage], current: StreamlitPage, words: Words) -> None:
    """The saved views of the workspace, and for reviewers a way to save the present one. Nothing where a plain folder is served."""
    try:
        stored = datasets.workspace_dataset()
    except (NotAWorkspaceError, DamagedError, OSError):
        return  # the page says so
    if stored is None:
        return
    here = next((name for name, page in pages.items() if page == current), "")
    now = _address(here, state.address())
    saved = [view for view in stored.snapshot.saved.values() if _page_of(view) in pages]
    for view in saved:
        if _same(view.address, now):
            _see(view, stored)
    if not saved and access.read_only_reason(words):
        return
    with st.sidebar.container(key="views", gap=None):
        if saved:
            st.html(f'<h2 class="views-title">{words("views.title")}</h2>')
        for view in saved:
            _link(view, stored, pages[_page_of(view)], now, words)
        if not access.read_only_reason(words):
            _menu(saved, now, words)


def _link(view: SavedView, stored: WorkspaceDataset, page: StreamlitPage, now: str, words: Words) -> None:
    """A link to the view; and one to what is new in it, if anything is."""
    kept = {name: values for name, values in state.address().items() if name in (state.LANGUAGE, *state.OF_BRIEF)}
    query = _query_of(view.address) | kept
    key, since, fresh = _key(view), *_news(view, stored)
    there = None if _page_of(view) == now.partition("?")[0] else page
    shown = "here" if _same(view.address, now) else "else"
    with st.container(key=f"saved-{shown}-{key}", horizontal=True, gap="small", vertical_alignment="center"):
        _way(plain(view.name), there, query, key=f"view-{key}", width="stretch")
        if fresh:
            label = words("views.new" if key in _seen() else "views.new_saved", n=short(fresh, words))
            with st.container(key=f"news-{key}", width="content"):
                _way(label, there, query | {ADDED: [since]}, key=f"new-{key}", width="content")


def _way(label: str, page: StreamlitPage | None, query: Mapping[str, list[str]], *, key: str, width: Literal["stretch", "content"]) -> None:
    """A link to another page; on the same page (None) a button, because Streamlit does not show the new address of a link that stays there."""
    if page:
        st.page_link(page, label=label, query_params=query, width=width)
    else:
        cleared: dict[str, list[str]] = {name: [] for name in state.address()}
        st.button(label, key=key, type="tertiary", width=width, on_click=state.update_query, kwargs=cleared | dict(query))


def _menu(saved: list[SavedView], now: str, words: Words) -> None:
    """The form to save the present view, and buttons to delete others."""
    menu = st.popover(words("views.menu"), key="views-menu", type="tertiary", on_change="rerun")
    if not menu.open:
        return
    with menu:
        if known := next((view for view in saved if _same(view.address, now)), None):
            layout.note(words("views.known", name=known.name))
        with st.form("views-form", border=False):
            st.text_input(words("views.name"), key="views-name", max_chars=_LONGEST_NAME, placeholder=words("views.name_hint"))
            article_actions.name_box(words, "views-who")
            if refused := st.session_state.get(_REFUSED, ""):
                layout.note(refused, "warning")
            st.form_submit_button(words("views.save"), type="primary", on_click=_save, args=(now,))
        for view in saved:
            label = words("views.delete", name=view.name)
            st.button(plain(label), key=f"views-delete-{_key(view)}", type="tertiary", on_click=_delete, args=(view.name,))


def _save(address: str) -> None:
    words, name = state.words(), " ".join(st.session_state["views-name"].split())
    workspace = datasets.workspace()
    if workspace and name in workspace.annotations.views():
        st.session_state[_REFUSED] = words("views.taken", name=name)
    elif _kept(name, address):
        st.session_state["views-name"] = ""
        st.session_state["views-menu"] = False


def _delete(name: str) -> None:
    _kept(name, "")


def _kept(name: str, address: str) -> bool:
    """Write a view into the log, or delete it; whether that was done. If not, the reason is shown in the menu."""
    words, workspace = state.words(), datasets.workspace()
    who = article_actions.typed_name("views-who")
    st.session_state[_REFUSED] = "" if name and who else words("views.unnamed" if not name else "holdings.unsigned")
    if st.session_state[_REFUSED] or workspace is None:
        return False
    try:
        workspace.annotations.annotate(access.authorise_reviewer(who), name, {VIEW: address})
    except InvalidValueError:
        st.session_state[_REFUSED] = words("unfit.other")
    except article_actions.REFUSALS as error:
        st.session_state[_REFUSED] = article_actions.refusal(error, words)
    return not st.session_state[_REFUSED]


# --- addresses ---------------------------------------------------------------------------------


def _address(page: str, query: Mapping[str, list[str]]) -> str:
    """A view as it is kept: the name of its page, and its query."""
    saved = {name: values for name, values in query.items() if name not in _NOT_SAVED}
    return f"{page}?{urlencode(saved, doseq=True)}"


def _page_of(view: SavedView) -> str:
    return view.address.partition("?")[0]


def _query_of(address: str) -> dict[str, list[str]]:
    return parse_qs(address.partition("?")[2])


def _same(one: str, other: str) -> bool:
    """Whether two addresses show the same; the order of parameters and of values does not matter."""
    parts = ((address.partition("?")[0], {name: sorted(values) for name, values in _query_of(address).items()}) for address in (one, other))
    return next(parts) == next(parts)


def _key(view: SavedView) -> str:
    """The key of a view, short enough for a cookie with many."""
    return sha256(view.name.encode()).hexdigest()[:8]


# --- what is new -------------------------------------------------------------------------------


def _news(view: SavedView, stored: WorkspaceDataset) -> tuple[str, int]:
    """The moment from which figures are new to this reader, and how many there are in the view."""
    since = _moment(_seen().get(_key(view), _microseconds(view.at)))
    if stored.snapshot.last_arrival <= since:
        return since, 0
    return since, stored.table.summary(Selection.from_query(_query_of(view.address)).added_after(since)).figures


def _see(view: SavedView, stored: WorkspaceDataset) -> None:
    """Note that this reader has seen all that is in the view now."""
    if last := stored.snapshot.last_arrival:
        _seen()[_key(view)] = max(_microseconds(last), _seen().get(_key(view), 0))


def cookie() -> str:
    """The cookie that the browser is to keep, as ``name=value``; empty if there is nothing to keep."""
    latest = sorted(_seen().items(), key=lambda item: -item[1])[:_MOST_KEPT]
    return f"{COOKIE}={'.'.join(f'{key}-{moment}' for key, moment in latest)}" if latest else ""


def _seen() -> dict[str, int]:
    """The moment up to which this reader has seen each view, by its key: from the browser's cookie, then as this session goes on."""
    if _SEEN not in st.session_state:
        pairs = (pair.partition("-") for pair in st.context.cookies.get(COOKIE, "").split("."))
        st.session_state[_SEEN] = {
            key: int(moment) for key, _, moment in pairs if moment.isascii() and moment.isdigit() and len(moment) <= 16
        }
    seen: dict[str, int] = st.session_state[_SEEN]
    return seen


def _microseconds(moment: str) -> int:
    return (datetime.fromisoformat(moment) - _EPOCH) // timedelta(microseconds=1)


def _moment(microseconds: int) -> str:
    """As arrivals are recorded."""
    return (_EPOCH + timedelta(microseconds=microseconds)).isoformat(timespec="microseconds")
