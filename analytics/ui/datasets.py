"""The articles that pages show: those of the workspace or the folder served, with the reader's uploads."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from analytics.bundled import SAMPLES
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.conflicts import cluster
from analytics.documents import find
from analytics.ingest.corpus import Corpus, read_folder
from analytics.ingest.current import LiveWorkspace
from analytics.ingest.dataset import Dataset, DatasetWithUploads, MemoryDataset, WorkspaceDataset
from analytics.ingest.uploads import Uploads
from analytics.metrics.answers import offence_changes, project_costs
from analytics.metrics.topics import FAMILIES, Topic, most_frequent_metric, overview, topic_figures
from analytics.server.memory import return_memory
from analytics.workspace.log_files import LogHead
from analytics.workspace.store import Generation, Workspace
from analytics.workspace.trouble import DamagedError

_UPLOADS, _JOINED, _GENERATION, _REOPENED = "uploads", "joined", "generation", "reopened"


def visible() -> Dataset:
    """The shared articles together with this reader's uploads."""
    all_have, own = shared(), uploads().corpus
    if not own.lines:
        return all_have
    known: tuple[Dataset, Corpus, DatasetWithUploads] | None = st.session_state.get(_JOINED)
    if known is None or known[0] is not all_have or known[1] is not own:
        known = st.session_state[_JOINED] = (all_have, own, DatasetWithUploads(all_have, own))
    return known[2]


def table() -> ClaimTable:
    """The claim table of ``dataset()``."""
    return visible().table


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
    return now.annotations.head() if now else None


def workspace_dataset() -> WorkspaceDataset | None:
    """The workspace as readers see it now, without uploads; None if a plain folder is served. Raises NotAWorkspaceError."""
    folder = os.environ.get("YOUJU_WORKSPACE", "")
    return _current(folder).stored() if folder else None


def references() -> frozenset[str]:
    """Ids of the articles of the workspace that are marked as official."""
    now = workspace_dataset()
    return now.snapshot.references if now else frozenset()


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


def shared() -> Dataset:
    """The articles all readers share: the workspace if configured, otherwise a folder; reloaded when it changes."""
    if shown := workspace_dataset():
        return shown
    folder = Path(os.environ.get("YOUJU_CORPUS") or SAMPLES)
    return _read_articles(str(folder), _stamps(folder))


@st.cache_resource(show_spinner=False, max_entries=1)
def _read_articles(folder: str, stamps: tuple[tuple[str, int, int], ...]) -> Dataset:
    """Cached for all sessions without copying: a dataset is immutable and never contains uploads."""
    return MemoryDataset(read_folder(Path(folder)))


@st.cache_resource(show_spinner=False, max_entries=1)
def _current(folder: str) -> LiveWorkspace:
    return LiveWorkspace(Path(folder), _prepare, return_memory)


def _prepare(stored: WorkspaceDataset) -> None:
    """Work out what pages without filters show."""
    everything = Selection()
    stored.table.summary(everything)
    stored.table.counts(everything, "kind")
    stored.innovations.summary(everything)
    topic = Topic(most_frequent_metric(overview(stored.table, everything).metrics), "metric")
    for asked in (topic, *(Topic(family, "family") for family in FAMILIES)):
        reading = topic_figures(stored.table, asked, everything)
        if reading.rows is not None:
            reading.totals.result()
            reading.chain.result()
    offence_changes(stored.table, everything)
    if cost := project_costs(stored.table, everything):
        cost.totals.result()
    cluster.find_conflicts(stored.table)


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """A fingerprint of the folder that changes when a file is added, removed or changed."""
    return tuple((source, *_stamp(path)) for path, source in find([folder]))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        now = path.stat()
    except OSError:  # deleted meanwhile, or a dangling link
        return 0, 0
    return now.st_mtime_ns, now.st_size
