"""Opening a workspace folder: its files are created once, and never recreated silently after a loss."""

from __future__ import annotations

import fcntl
from pathlib import Path

from analytics.workspace.annotations import People, both, holds_something
from analytics.workspace.catalog import Manifest
from analytics.workspace.trouble import DamagedError, may_write

MARKER, PARTS, MANIFEST, PEOPLE = "youju-workspace", "parts", "manifest.sqlite", "people.sqlite"


class NotAWorkspaceError(Exception):
    """The folder is not a workspace and may not be made one."""


def opened(folder: Path, create: bool) -> tuple[Path, Manifest, People]:
    """Open a workspace, creating its files if needed; returns the folder of parts, the manifest and the annotations.

    With ``create``, a missing or empty folder becomes a workspace. Raises NotAWorkspaceError; DamagedError if a file is missing that others
    depend on; OSError.
    """
    marker, parts = folder / MARKER, folder / PARTS
    if not marker.exists():
        if not create or (folder.is_dir() and any(folder.iterdir()) and not marker.exists()):  # again: another may have just made it
            raise NotAWorkspaceError(str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        marker.touch()
    if is_made(folder):
        return parts, Manifest(folder / MANIFEST), People(folder / PEOPLE)
    if not may_write(folder):
        raise DamagedError(MANIFEST)
    with marker.open("rb") as alone:  # SQLite does not wait while another process creates the same file
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not is_made(folder):
            parts.mkdir(exist_ok=True)
            People(folder / PEOPLE)
            new_manifest(folder)  # last: its presence means that all is there
    return parts, Manifest(folder / MANIFEST), People(folder / PEOPLE)


def new_manifest(folder: Path) -> Manifest:
    """Create an empty manifest, or replace the old one; it appears complete. Raises OSError."""
    new = folder / f"{MANIFEST}.new"
    new.unlink(missing_ok=True)
    Manifest(new)
    new.replace(folder / MANIFEST)
    return Manifest(folder / MANIFEST)


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
