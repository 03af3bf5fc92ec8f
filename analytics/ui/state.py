"""What a reader's session knows: the language and theme, the corpus with its uploads, and the view.

The view (filters, chosen claim, order, page) lives in the address and nowhere else, so that copying the
address copies the view. Widgets are seeded from it before they are drawn and write to it when they change.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import streamlit as st

from analytics.claims.selection import PARAMETERS, Selection
from analytics.claims.table import ClaimTable
from analytics.documents import find
from analytics.i18n.words import Words, language_of
from analytics.ingest.archive import Archive, Held, Opened, Stored, WithUploads
from analytics.ingest.corpus import Corpus, read_folder
from analytics.ingest.uploads import Uploads
from analytics.ui.palette import Surface, surface
from analytics.workspace.parts import forget_hashes
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError
from analytics.workspace.views import View

LANGUAGE, CLAIM, PAGE, SORT, VIEW = "lang", "claim", "page", "sort", "view"
BRIEF, BRIEF_TITLE, BRIEF_NOTE = "brief", "brief_title", "brief_note"  # the claims gathered for a brief, and its words
KEPT = (*PARAMETERS, LANGUAGE, BRIEF, BRIEF_TITLE, BRIEF_NOTE)  # what goes along to another page; all else belongs to one page
_SAMPLES = Path(__file__).parents[2] / "samples"
_UPLOADS, _JOINED, _ARRIVED, _LEAVING, _GENERATION = "uploads", "joined", "arrived", "leaving", "generation"
_FRAMED, _REOPENED = "framed", "reopened"


def words() -> Words:
    """The interface's words in the language the address asks for."""
    return Words(language_of(one(LANGUAGE)))


def look() -> Surface:
    """The colours that go with the browser's theme."""
    return surface(st.context.theme.type)


# --- the address -------------------------------------------------------------------------------


def one(name: str) -> str:
    """The value of one parameter of the address, empty if it has none."""
    return str(st.query_params.get(name, ""))


def address() -> dict[str, list[str]]:
    """All parameters of the address."""
    return {name: list(st.query_params.get_all(name)) for name in st.query_params}


def go(**changes: Sequence[str] | str) -> None:
    """Change parameters of the address; an empty value removes one."""
    changed = address() | {name: _several(value) for name, value in changes.items()}
    st.query_params.from_dict({name: values for name, values in changed.items() if any(values)})


def _several(value: Sequence[str] | str) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def selection() -> Selection:
    """The filters in the address."""
    return Selection.from_query(address())


def select(chosen: Selection) -> None:
    """Put filters into the address; the table starts at its first page again."""
    cleared: dict[str, list[str]] = {name: [] for name in (*PARAMETERS, PAGE)}
    go(**cleared | chosen.to_query())


def has_just_arrived() -> bool:
    """Whether the reader has only just come, by a link perhaps: true once in a session."""
    first = _ARRIVED not in st.session_state
    st.session_state[_ARRIVED] = True
    return first


def kept() -> dict[str, list[str]]:
    """The part of the address that goes along to another page."""
    return {name: values for name, values in address().items() if name in KEPT}


def only(chosen: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The parameters of an address with these filters and no others."""
    return {name: list(chosen.get(name, ())) for name in PARAMETERS}


def permalink(claim_id: str = "") -> str:
    """The whole address that leads straight to a claim; without one, all of it but the claim's id."""
    here = urlsplit(st.context.url or "")
    root = f"{here.scheme}://{here.netloc}/" if here.netloc else "/"
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{root}{base and f'{base}/'}?{CLAIM}={quote(claim_id)}"


def framed() -> dict[str, list[str]]:
    """What goes along to another page, noted as what the frame's links were drawn with."""
    st.session_state[_FRAMED] = kept()
    return kept()


def frame_is_old() -> bool:
    """Whether a part that was redrawn alone has asked for another page, or changed what the frame's links carry."""
    return _LEAVING in st.session_state or st.session_state.get(_FRAMED) != kept()


def leave_for(page: str, **parameters: Sequence[str] | str) -> None:
    """Ask for another page (its name in the address) with the filters kept and these parameters; the front door does the rest."""
    st.session_state[_LEAVING] = (page, kept() | {name: _several(value) for name, value in parameters.items()})


def leaving() -> tuple[str, dict[str, list[str]]] | None:
    """The page asked for in this run, with the address it is to have; asking once is answered once."""
    asked: tuple[str, dict[str, list[str]]] | None = st.session_state.pop(_LEAVING, None)
    return asked


def seed(key: str, value: Any) -> None:
    """Make a widget show what the address says, touching it only where it shows something else."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def hold(key: str, value: Any) -> None:
    """The same for a box of labels that carry counts, at every run: the browser remembers the label it was given,
    not the value, and would hand back a label that no longer exists."""
    st.session_state[key] = value


# --- the articles --------------------------------------------------------------------------------


def archive() -> Archive:
    """The articles all readers share, with what this reader has added."""
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
    """This reader's own articles."""
    if _UPLOADS not in st.session_state:
        keep(Uploads())
    own: Uploads = st.session_state[_UPLOADS]
    return own


def keep(own: Uploads) -> None:
    """Remember this reader's own articles as they are now."""
    st.session_state[_UPLOADS] = own


def workspace_moved() -> bool:
    """Whether the workspace is another than when this was last asked."""
    try:
        now = _workspace_now()[1]
    except DamagedError:
        return False
    before, st.session_state[_GENERATION] = st.session_state.get(_GENERATION), now
    return before != now


def opened_anew() -> bool:
    """Have the workspace opened anew, every file of it read again; whether that was not yet done since it last changed."""
    try:
        now = _workspace_now()[1]
    except DamagedError:
        return False
    if st.session_state.get(_REOPENED) == now:
        return False
    st.session_state[_REOPENED] = now
    forget_hashes()
    _open_workspace.clear()
    _open_parts.clear()
    return True


def workspace() -> Workspace | None:
    """The workspace that all readers share, to write to; nothing where a plain folder is shown. Raises NotAWorkspaceError."""
    folder = os.environ.get("YOUJU_WORKSPACE", "")
    return Workspace(Path(folder)) if folder else None


def stored() -> Stored | None:
    """The workspace as it stands, without this reader's uploads; nothing where a plain folder is shown. Raises NotAWorkspaceError."""
    folder, generation = _workspace_now()
    return _open_workspace(folder, generation) if folder else None


def _workspace_now() -> tuple[str, str]:
    """The workspace's folder and generation; empty where none is named."""
    folder = os.environ.get("YOUJU_WORKSPACE", "")
    return folder, Workspace(Path(folder)).generation() if folder else ""


def shared() -> Archive:
    """What all readers look at: a workspace where one is named, else a folder's articles; opened again when it has changed."""
    if shown := stored():
        return shown
    folder = Path(os.environ.get("YOUJU_CORPUS") or _SAMPLES)
    return _read_articles(str(folder), _stamps(folder))


@st.cache_resource(show_spinner=False, max_entries=1)
def _read_articles(folder: str, stamps: tuple[tuple[str, int, int], ...]) -> Archive:
    """Shared by all readers without copying: an archive never changes, and uploads never come here."""
    return Held(read_folder(Path(folder)))


@st.cache_resource(show_spinner=False, max_entries=1)
def _open_workspace(folder: str, generation: str) -> Stored:
    """A person's word is laid over parts that stay open: at a million claims, to open them takes seconds."""
    here = Workspace(Path(folder))
    view = here.view()
    return Stored(here, view, _open_parts(folder, view.made_of, view))


@st.cache_resource(show_spinner=False, max_entries=1)
def _open_parts(folder: str, made_of: str, _view: View) -> Opened:
    return Opened(Workspace(Path(folder)), _view)


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells that a file has come, gone or changed."""
    return tuple((source, *_stamp(path)) for path, source in find([folder]))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        now = path.stat()
    except OSError:  # it has gone since, or is a link to nowhere
        return 0, 0
    return now.st_mtime_ns, now.st_size
