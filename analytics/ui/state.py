"""Session state: language and theme, the corpus with the reader's uploads, and the view.

The view (filters, selected claim, order, page) lives only in the URL, so that copying the URL copies the view. Widgets are set from the URL
before they are drawn and write to it when they change.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from analytics.bundled import SAMPLES
from analytics.claims.selection import PARAMETERS, Selection
from analytics.claims.table import ClaimTable
from analytics.conflicts import cluster
from analytics.documents import find
from analytics.i18n.words import Words, language_of
from analytics.ingest.archive import Archive, Held, Stored, WithUploads
from analytics.ingest.corpus import Corpus, read_folder
from analytics.ingest.current import Current
from analytics.ingest.uploads import Uploads
from analytics.metrics.answers import falling, spent
from analytics.metrics.topics import FAMILIES, Topic, fullest, overview, read
from analytics.ui.palette import Surface, surface
from analytics.ui.sessions import return_memory
from analytics.workspace.log_files import LogHead
from analytics.workspace.store import Generation, Workspace
from analytics.workspace.trouble import DamagedError

LANGUAGE, CLAIM, PAGE, SORT, VIEW = "lang", "claim", "page", "sort", "view"
# The claims collected for a brief, its texts, comments on single claims, and its charts and cross tables.
BRIEF, BRIEF_TITLE, BRIEF_NOTE = "brief", "brief_title", "brief_note"
BRIEF_COMMENT, BRIEF_EXHIBIT = "brief_comment", "brief_exhibit"
OF_BRIEF = (BRIEF, BRIEF_TITLE, BRIEF_NOTE, BRIEF_COMMENT, BRIEF_EXHIBIT)
KEPT = (*PARAMETERS, LANGUAGE, *OF_BRIEF)  # carried to another page; the rest belongs to one page
_UPLOADS, _JOINED, _ARRIVED, _LEAVING, _GENERATION = "uploads", "joined", "arrived", "leaving", "generation"
_OWN = (CLAIM, PAGE, SORT, VIEW, *OF_BRIEF)
_FRAMED, _REOPENED, _WRITTEN = "framed", "reopened", "written"
_REMEMBERED = 20  # addresses written last


def words() -> Words:
    """Interface texts in the language given in the URL."""
    return Words(language_of(one(LANGUAGE)))


def look() -> Surface:
    """Colours for the browser's theme."""
    return surface(st.context.theme.type)


# --- the address -------------------------------------------------------------------------------


def one(name: str) -> str:
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


def go(**changes: Sequence[str] | str) -> None:
    """Change query parameters; an empty value removes one."""
    before = address()
    changed = before | {name: _several(value) for name, value in changes.items()}
    now = {name: values for name, values in changed.items() if any(values)}
    st.session_state[_WRITTEN] = [*st.session_state.get(_WRITTEN, [before]), now][-_REMEMBERED:]
    st.query_params.from_dict(now)


def arrive() -> None:
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
    go(**cleared | chosen.to_query())


def has_just_arrived() -> bool:
    """Whether this is the first call in the session, for example after following a link."""
    first = _ARRIVED not in st.session_state
    st.session_state[_ARRIVED] = True
    return first


def kept() -> dict[str, list[str]]:
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


def here() -> str:
    """Absolute URL of the view that is shown."""
    return f"{(st.context.url or '').partition('?')[0]}?{urlencode(address(), doseq=True)}"


def view_address() -> str:
    """Absolute URL of the view for others: without the claim that is open and without what this reader collected for a brief."""
    shared = {name: values for name, values in address().items() if name not in _OWN}
    here = urlsplit(st.context.url or "")
    return here._replace(path=here.path or "/", query=urlencode(shared, doseq=True), fragment="").geturl()


def framed() -> dict[str, list[str]]:
    """Query parameters carried to another page, recorded as those the navigation links were drawn with."""
    st.session_state[_FRAMED] = kept()
    return kept()


def frame_is_old() -> bool:
    """Whether a fragment rerun requested another page or changed the parameters in the navigation links."""
    return _LEAVING in st.session_state or st.session_state.get(_FRAMED) != kept()


def redraw_frame() -> None:
    """Have the rerun of a fragment redraw the whole page: what was changed also counts beside it."""
    st.session_state.pop(_FRAMED, None)


def leave_for(page: str, **parameters: Sequence[str] | str) -> None:
    """Request another page, named by its URL path, with the kept filters and ``parameters``; ``app.py`` performs the switch."""
    st.session_state[_LEAVING] = (page, kept() | {name: _several(value) for name, value in parameters.items()})


def leaving() -> tuple[str, dict[str, list[str]]] | None:
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


# --- the articles --------------------------------------------------------------------------------


def archive() -> Archive:
    """The shared articles together with this reader's uploads."""
    all_have, own = shared(), uploads().corpus
    if not own.lines:
        return all_have
    known: tuple[Archive, Corpus, WithUploads] | None = st.session_state.get(_JOINED)
    if known is None or known[0] is not all_have or known[1] is not own:
        known = st.session_state[_JOINED] = (all_have, own, WithUploads(all_have, own))
    return known[2]


def table() -> ClaimTable:
    """The claim table of ``archive()``."""
    return archive().table


def uploads() -> Uploads:
    """This reader's uploads."""
    if _UPLOADS not in st.session_state:
        keep(Uploads())
    own: Uploads = st.session_state[_UPLOADS]
    return own


def keep(own: Uploads) -> None:
    """Store this reader's uploads in the session."""
    st.session_state[_UPLOADS] = own


def workspace_moved() -> bool:
    """Whether the workspace changed since the last call."""
    try:
        now = _workspace_now()[1]
    except DamagedError:
        return False
    before, st.session_state[_GENERATION] = st.session_state.get(_GENERATION), now
    return before != now


def opened_anew() -> bool:
    """Forget the open workspace so that every file is read again; returns whether it did so.

    It does so only once per generation, and not if the generation is unreadable.
    """
    try:
        folder, now = _workspace_now()
    except DamagedError:
        return False
    if st.session_state.get(_REOPENED) == now:
        return False
    st.session_state[_REOPENED] = now
    if folder:
        _current(folder).forget()
    return True


def workspace() -> Workspace | None:
    """The shared workspace, for writing; None if a plain folder is served. Raises NotAWorkspaceError."""
    folder = os.environ.get("YOUJU_WORKSPACE", "")
    return Workspace(Path(folder)) if folder else None


def log_head() -> LogHead | None:
    """The end of people's log; None if a plain folder is served. Raises NotAWorkspaceError."""
    now = workspace()
    return now.people.head() if now else None


def stored() -> Stored | None:
    """The workspace as readers see it now, without uploads; None if a plain folder is served. Raises NotAWorkspaceError."""
    folder = os.environ.get("YOUJU_WORKSPACE", "")
    return _current(folder).stored() if folder else None


def references() -> frozenset[str]:
    """Ids of the articles of the workspace that are marked as official."""
    now = stored()
    return now.view.references if now else frozenset()


def is_updating() -> bool:
    """Whether the workspace has newer articles than those shown."""
    folder = os.environ.get("YOUJU_WORKSPACE", "")
    return bool(folder) and _current(folder).updating


def catch_up() -> None:
    """Show the articles that this reader has just added or changed in the workspace, however long it takes to open them."""
    if folder := os.environ.get("YOUJU_WORKSPACE", ""):
        _current(folder).catch_up()


def _workspace_now() -> tuple[str, Generation | None]:
    """Folder and generation of the workspace; empty and none if none is configured."""
    folder = os.environ.get("YOUJU_WORKSPACE", "")
    return folder, Workspace(Path(folder)).generation() if folder else None


def shared() -> Archive:
    """The articles all readers share: the workspace if configured, otherwise a folder; reloaded when it changes."""
    if shown := stored():
        return shown
    folder = Path(os.environ.get("YOUJU_CORPUS") or SAMPLES)
    return _read_articles(str(folder), _stamps(folder))


@st.cache_resource(show_spinner=False, max_entries=1)
def _read_articles(folder: str, stamps: tuple[tuple[str, int, int], ...]) -> Archive:
    """Cached for all sessions without copying: an archive is immutable and never contains uploads."""
    return Held(read_folder(Path(folder)))


@st.cache_resource(show_spinner=False, max_entries=1)
def _current(folder: str) -> Current:
    return Current(Path(folder), _prepare, return_memory)


def _prepare(stored: Stored) -> None:
    """Work out what pages without filters show."""
    everything = Selection()
    stored.table.summary(everything)
    stored.table.counts(everything, "kind")
    stored.innovations.summary(everything)
    topic = Topic(fullest(overview(stored.table, everything).metrics), "metric")
    for asked in (topic, *(Topic(family, "family") for family in FAMILIES)):
        reading = read(stored.table, asked, everything)
        if reading.rows is not None:
            reading.totals.result()
            reading.chain.result()
    falling(stored.table, everything)
    if cost := spent(stored.table, everything):
        cost.totals.result()
    cluster.found(stored.table)


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """A fingerprint of the folder that changes when a file is added, removed or changed."""
    return tuple((source, *_stamp(path)) for path, source in find([folder]))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        now = path.stat()
    except OSError:  # deleted meanwhile, or a dangling link
        return 0, 0
    return now.st_mtime_ns, now.st_size
