"""Opening a workspace folder: its files are created once, and never recreated silently after a loss."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from analytics.workspace.annotations import Annotations
from analytics.workspace.atomic import make_folder, move, sync_folder
from analytics.workspace.connections import WAIT, write_out
from analytics.workspace.log_files import both, holds_something
from analytics.workspace.manifest import Manifest
from analytics.workspace.trouble import DamagedError, as_os_error, may_write

MARKER, MANIFEST, PEOPLE = "youju-workspace", "manifest.sqlite", "people.sqlite"
PARTS, SEARCH, SET_ASIDE_FOLDER = "parts", "search", "set-aside"


def is_own_file(path: Path) -> bool:
    """Whether a path is one that a workspace keeps for itself: an export to it would destroy what the workspace holds."""
    place = path.resolve()
    if place.parent.name in (PARTS, SEARCH, SET_ASIDE_FOLDER) and (place.parent.parent / MARKER).exists():
        return True
    return place.name.startswith((MARKER, MANIFEST, *(each.name for each in both(Path(PEOPLE))))) and (place.parent / MARKER).exists()


class NotAWorkspaceError(Exception):
    """The folder is not a workspace and may not be made one."""


def open_files(folder: Path, create: bool) -> tuple[Path, Manifest, Annotations]:
    """Open a workspace, creating its files if needed; returns the folder of parts, the manifest and the annotations.

    With ``create``, a missing or empty folder becomes a workspace. Raises NotAWorkspaceError; DamagedError if a file is missing that others
    depend on; OSError.
    """
    marker, parts = folder / MARKER, folder / PARTS
    if not marker.exists():
        if is_unmarked(folder):
            raise DamagedError(MARKER)
        if not create or (folder.is_dir() and any(folder.iterdir()) and not marker.exists()):  # again: another may have just made it
            raise NotAWorkspaceError(str(folder))
        make_folder(folder)
        marker.touch()
        sync_folder(folder)  # before anything else: a folder with files but no marker is taken for somebody else's
    if is_made(folder):
        return _files(folder)
    if not may_write(folder):
        raise DamagedError(MANIFEST)
    with _alone(marker):  # SQLite does not wait while another process creates the same file
        if not is_made(folder):
            make_folder(parts)
            _delete_empty(both(folder / PEOPLE)[1])
            Annotations(folder / PEOPLE)
            new_manifest(folder)  # last: its presence means that all is there
    return _files(folder)


def _files(folder: Path) -> tuple[Path, Manifest, Annotations]:
    manifest = Manifest(folder / MANIFEST)
    return folder / PARTS, manifest, Annotations(folder / PEOPLE, manifest)


def _delete_empty(copy: Path) -> None:
    """Delete an empty copy of the annotations, which a creation left that was interrupted: later, an empty copy is a damaged one."""
    if not holds_something(copy):
        copy.unlink(missing_ok=True)


@contextmanager
def _alone(marker: Path) -> Iterator[None]:
    """Hold a lock on the marker, which ends with its owner: SQLite locks an empty file, too, on every system. Raises OSError."""
    with as_os_error(marker), closing(sqlite3.connect(marker, timeout=WAIT, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        yield


def new_manifest(folder: Path) -> Manifest:
    """Create an empty manifest, or replace the old one, whose write-ahead log must be gone; it appears complete. Raises OSError."""
    new = folder / f"{MANIFEST}.new"
    new.unlink(missing_ok=True)
    Manifest(new)
    write_out(new)
    move(new, folder / MANIFEST)
    return Manifest(folder / MANIFEST)


def is_unmarked(folder: Path) -> bool:
    """Whether a folder has a workspace's parts and manifest, but not its marker."""
    parts = folder / PARTS
    return not (folder / MARKER).exists() and parts.is_dir() and ((folder / MANIFEST).exists() or any(parts.glob("*.documents.parquet")))


def is_made(folder: Path) -> bool:
    """Whether the workspace's files have been created. Raises DamagedError if one of them is missing now."""
    manifest, people, parts = folder / MANIFEST, folder / PEOPLE, folder / PARTS
    begun = parts.is_dir() and any(parts.iterdir())
    if not holds_something(manifest):
        if begun:
            raise DamagedError(MANIFEST)
        return False
    if not any(map(holds_something, both(people))):
        raise DamagedError(PEOPLE)
    return True
