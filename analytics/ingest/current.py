"""The workspace as all readers of a server see it: the newest parts that are open, with the newest annotations.

While an ingest commits parts every few seconds, nobody waits for them: the parts opened before are shown until the new ones are open and
the answers that every page needs are worked out. What people say (a corrected figure, a cleared name) is shown at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import RLock, Thread
from time import monotonic, time_ns
from typing import NamedTuple

from analytics.claims.table import PartsChangedError
from analytics.ingest.dataset import SMALL, ExtractedDataset, WorkspaceDataset
from analytics.workspace.log_files import both
from analytics.workspace.opening import MANIFEST, MARKER, PEOPLE
from analytics.workspace.parts import forget_hashes
from analytics.workspace.store import Generation, NotAWorkspaceError, Workspace
from analytics.workspace.trouble import DamagedError

_PAUSE = 8.0  # between two openings aside, as a multiple of what the last one took: after each, every first answer is worked out anew
_QUIET = 15.0  # seconds without another commit after which the newest parts are opened in any case: the ingest is probably over
_WRITTEN = tuple(
    f"{name}{end}" for name in (MANIFEST, PEOPLE, both(Path(PEOPLE))[1].name) for end in ("", "-wal")
)  # the files of a workspace that change
_RECENT = 200_000_000  # nanoseconds
_LOOK = 5.0  # seconds between two looks at whether files that were missing or damaged are there again


class _Known(NamedTuple):
    generation: Generation
    stored: WorkspaceDataset


class LiveWorkspace:
    """One workspace, opened for all sessions. Thread-safe.

    ``prepare`` is called with parts that were opened aside, before readers see them: it may work out what pages will ask. ``tidy`` is
    called when older parts have been let go.
    """

    def __init__(self, folder: Path, prepare: Callable[[WorkspaceDataset], object], tidy: Callable[[], object] = lambda: None) -> None:
        self._folder, self._prepare, self._tidy = folder, prepare, tidy
        self._lock = RLock()
        self._known: _Known | None = None
        self._settled: tuple[object, ...] | None = None  # what the files told when nothing was left to read
        self._opening: Thread | None = None
        self._not_before = self._not_looked_before = 0.0
        self._newest, self._newest_since = "", 0.0  # the parts of the last commit, and when they were first seen
        self.updating = False  # whether the workspace has newer parts than those shown

    def stored(self) -> WorkspaceDataset:
        """What readers see now. Waits only for the first opening, and for small workspaces. Raises NotAWorkspaceError; DamagedError; OSError."""
        seen = self._seen()
        with self._lock:
            if self._known and seen and seen == self._settled:
                return self._known.stored
        workspace = Workspace(self._folder)
        now = workspace.generation()
        with self._lock:
            self._settled = None
            self._look_again(workspace)
            if self._known is None or (now.parts != self._known.generation.parts and self._known.stored.articles.num_rows <= SMALL):
                return self._open(workspace, now)
            known = self._known
            self.updating = now.parts != known.generation.parts
            if self.updating:
                self._open_aside(now)
            if now.annotations != known.generation.annotations:
                known = self._known = _Known(
                    known.generation._replace(annotations=now.annotations),
                    known.stored.with_annotations_of(workspace, workspace.snapshot()),
                )
            if not (self.updating or known.stored.snapshot.faults):
                self._settled = seen
            return known.stored

    def _seen(self) -> tuple[object, ...] | None:
        """Times and sizes of the workspace's files: while they stay the same, nothing was written. None where that is not certain.

        A file may be written twice within one tick of the file system's clock, so the time of a file just written is not certain. Windows
        does not keep the time of an open file up to date.
        """
        found: list[tuple[str, int, int, int]] = []
        for name in _WRITTEN:
            try:
                stat = (self._folder / name).stat()
            except OSError:
                continue
            if stat.st_size:  # SQLite makes and deletes an empty write-ahead log as it reads
                found.append((name, stat.st_mtime_ns, stat.st_size, stat.st_ino))
        recent = time_ns() - max((when for _, when, _, _ in found), default=0) < _RECENT
        return None if os.name == "nt" or recent or not (self._folder / MARKER).exists() else tuple(found)

    def catch_up(self) -> None:
        """Open the newest parts now, because this reader has made them. Raises as ``stored``."""
        workspace = Workspace(self._folder)
        now = workspace.generation()
        with self._lock:
            if self._known is None or now.parts != self._known.generation.parts:
                self._open(workspace, now)

    def forget(self) -> None:
        """Read every file again when the workspace is asked for next."""
        with self._lock:
            forget_hashes()
            self._known = self._settled = None

    def _look_again(self, workspace: Workspace) -> None:
        """Forget what is open if it has faults, and other ones or none by now: files may come back, as with a folder on a network."""
        if self._known and self._known.stored.snapshot.faults and monotonic() >= self._not_looked_before:
            self._not_looked_before = monotonic() + _LOOK
            if workspace.snapshot().faults != self._known.stored.snapshot.faults:
                self._known = None

    def _open(self, workspace: Workspace, now: Generation) -> WorkspaceDataset:
        stored = _opened(workspace, self._known)
        self._known, self.updating = _Known(now, stored), False
        return stored

    def _open_aside(self, now: Generation) -> None:
        moment = monotonic()
        if now.parts != self._newest:
            self._newest, self._newest_since = now.parts, moment
        if self._opening is None and (moment >= self._not_before or moment >= self._newest_since + _QUIET):
            self._opening = Thread(target=self._replace, name="opening")
            self._opening.start()

    def _replace(self) -> None:
        """Open the newest parts and show them; then let go of the older ones."""
        self._show(monotonic(), self._known)
        self._tidy()

    def _show(self, began: float, known: _Known | None) -> None:
        """Show the newest parts instead of ``known``, unless others are shown meanwhile."""
        found = None
        try:
            workspace = Workspace(self._folder)
            now = workspace.generation()
            stored = _opened(workspace, known)
            self._prepare(stored)
            found = _Known(now, stored)
        except (OSError, DamagedError, NotAWorkspaceError, PartsChangedError):
            pass  # the next reader opens it, and is told
        finally:
            with self._lock:
                self._opening = None
                self._not_before = monotonic() + _PAUSE * (monotonic() - began)
                if self._known and known and self._known.stored.extracted is known.stored.extracted:
                    self._known = found


def _opened(workspace: Workspace, known: _Known | None) -> WorkspaceDataset:
    """The newest state; the parts that are open already are not opened again."""
    snapshot = workspace.snapshot()
    opened = (
        known.stored.extracted if known and known.stored.snapshot.made_of == snapshot.made_of else ExtractedDataset(workspace, snapshot)
    )
    return WorkspaceDataset(workspace, snapshot, opened)
