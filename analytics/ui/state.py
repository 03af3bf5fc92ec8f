"""The view: what a page shows, in which language and colours.

The view (filters, selected claim, order, page) lives only in the URL, so that copying the URL copies the view. Widgets are set from the URL
before they are drawn and write to it when they change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from analytics.claims.selection import PARAMETERS, Selection
from analytics.i18n.words import Words, language_of
from analytics.ui.palette import Palette, palette_for

LANGUAGE, CLAIM, PAGE, SORT, VIEW = "lang", "claim", "page", "sort", "view"
# The claims collected for a brief, its texts, comments on single claims, and its charts and cross tables.
BRIEF, BRIEF_TITLE, BRIEF_NOTE = "brief", "brief_title", "brief_note"
BRIEF_COMMENT, BRIEF_EXHIBIT = "brief_comment", "brief_exhibit"
OF_BRIEF = (BRIEF, BRIEF_TITLE, BRIEF_NOTE, BRIEF_COMMENT, BRIEF_EXHIBIT)
KEPT = (*PARAMETERS, LANGUAGE, *OF_BRIEF)  # carried to another page; the rest belongs to one page
_ARRIVED, _LEAVING = "arrived", "leaving"
_OWN = (CLAIM, PAGE, SORT, VIEW, *OF_BRIEF)
_FRAMED, _WRITTEN = "framed", "written"
_REMEMBERED = 20  # addresses written last


def words() -> Words:
    """Interface texts in the language given in the URL."""
    return Words(language_of(query_parameter(LANGUAGE)))


def palette() -> Palette:
    """Colours for the browser's theme."""
    return palette_for(st.context.theme.type)


# --- the address -------------------------------------------------------------------------------


def query_parameter(name: str) -> str:
    """Value of one query parameter; empty if absent."""
    return (address().get(name) or [""])[-1]


def address() -> dict[str, list[str]]:
    """All query parameters.

    A reader who is quicker than the server clicks before the browser has the address that the last click led to, and it sends the one
    before. What such a click changes belongs on top of the last address.
    """
    now = _sent_address()
    written: list[dict[str, list[str]]] = st.session_state.get(_WRITTEN, [])
    return dict(written[-1]) if now in written[:-1] else now


def _sent_address() -> dict[str, list[str]]:
    return {name: list(st.query_params.get_all(name)) for name in st.query_params}


def update_query(**changes: Sequence[str] | str) -> None:
    """Change query parameters; an empty value removes one."""
    before = address()
    changed = before | {name: _several(value) for name, value in changes.items()}
    now = {name: values for name, values in changed.items() if any(values)}
    st.session_state[_WRITTEN] = [*st.session_state.get(_WRITTEN, [before]), now][-_REMEMBERED:]
    st.query_params.from_dict(now)


def begin_run() -> None:
    """Begin a run of the whole app, after the callbacks: an address that no callback wrote is where a link or the history led."""
    written = st.session_state.get(_WRITTEN)
    if written and written[-1] != _sent_address():
        del st.session_state[_WRITTEN]


def _several(value: Sequence[str] | str) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def selection() -> Selection:
    """The filters in the URL."""
    return Selection.from_query(address())


def select(chosen: Selection) -> None:
    """Write filters to the URL and return to the first page of the table."""
    cleared: dict[str, list[str]] = {name: [] for name in (*PARAMETERS, PAGE)}
    update_query(**cleared | chosen.to_query())


def has_just_arrived() -> bool:
    """Whether this is the first call in the session, for example after following a link."""
    first = _ARRIVED not in st.session_state
    st.session_state[_ARRIVED] = True
    return first


def shared_parameters() -> dict[str, list[str]]:
    """The query parameters that are carried to another page."""
    return {name: values for name, values in address().items() if name in KEPT}


def only(chosen: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Query parameters for exactly the filters ``chosen``."""
    return {name: list(chosen.get(name, ())) for name in PARAMETERS}


def permalink(claim_id: str = "") -> str:
    """Absolute URL of a claim; without an id, its prefix up to the id."""
    here = urlsplit(st.context.url or "")
    root = f"{here.scheme}://{here.netloc}/" if here.netloc else "/"
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{root}{base and f'{base}/'}?{CLAIM}={quote(claim_id)}"


def current_url() -> str:
    """Absolute URL of the view that is shown."""
    return f"{(st.context.url or '').partition('?')[0]}?{urlencode(address(), doseq=True)}"


def view_address() -> str:
    """Absolute URL of the view for others: without the claim that is open and without what this reader collected for a brief."""
    shared = {name: values for name, values in address().items() if name not in _OWN}
    here = urlsplit(st.context.url or "")
    return here._replace(path=here.path or "/", query=urlencode(shared, doseq=True), fragment="").geturl()


def framed() -> dict[str, list[str]]:
    """Query parameters carried to another page, recorded as those the navigation links were drawn with."""
    st.session_state[_FRAMED] = shared_parameters()
    return shared_parameters()


def frame_is_old() -> bool:
    """Whether a fragment rerun requested another page or changed the parameters in the navigation links."""
    return _LEAVING in st.session_state or st.session_state.get(_FRAMED) != shared_parameters()


def redraw_frame() -> None:
    """Have the rerun of a fragment redraw the whole page: what was changed also counts beside it."""
    st.session_state.pop(_FRAMED, None)


def leave_for(page: str, **parameters: Sequence[str] | str) -> None:
    """Request another page, named by its URL path, with the kept filters and ``parameters``; ``app.py`` performs the switch."""
    st.session_state[_LEAVING] = (page, shared_parameters() | {name: _several(value) for name, value in parameters.items()})


def take_requested_page() -> tuple[str, dict[str, list[str]]] | None:
    """The page requested in this run and its query parameters; clears the request."""
    asked: tuple[str, dict[str, list[str]]] | None = st.session_state.pop(_LEAVING, None)
    return asked


def seed(key: str, value: Any) -> None:
    """Set a widget's value from the URL, only if it differs."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def hold(key: str, value: Any) -> None:
    """Set the value of a select box on every run.

    The browser remembers a selected label rather than its value, and labels that contain counts change between runs.
    """
    st.session_state[key] = value


def widget_key(name: str) -> str:
    """Part of the key of a widget about ``name``: a late click on one name's button must not count for another that took its place."""
    return sha256(name.encode()).hexdigest()[:16]
