"""Opening a workspace's folder: what is there, what is made, and what must not be made anew because it was there once."""

from __future__ import annotations

import fcntl
from pathlib import Path

from analytics.workspace.annotations import People, both, holds_something
from analytics.workspace.catalog import Manifest
from analytics.workspace.trouble import DamagedError, may_write

MARKER, PARTS, MANIFEST, PEOPLE = "youju-workspace", "parts", "manifest.sqlite", "people.sqlite"


class NotAWorkspaceError(Exception):
    """The folder named is no workspace, and none may be made of it."""


def opened(folder: Path, create: bool) -> tuple[Path, Manifest, People]:
    """The folder of parts, the manifest and people's words of a workspace. Raises NotAWorkspaceError; OSError, which is a DamagedError
    where a file is missing that others of the workspace stand on."""
    marker, parts = folder / MARKER, folder / PARTS
    if not marker.exists():
        if not create or (folder.is_dir() and any(folder.iterdir()) and not marker.exists()):  # asked again: another may just have made it
            raise NotAWorkspaceError(str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        marker.touch()
    if is_made(folder):
        return parts, Manifest(folder / MANIFEST), People(folder / PEOPLE)
    if not may_write(folder):
        raise DamagedError(MANIFEST)
    with marker.open("rb") as alone:  # SQLite does not wait while another process makes the same file
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not is_made(folder):
            parts.mkdir(exist_ok=True)
            People(folder / PEOPLE)
            new_manifest(folder)  # the last: where it is, all is
    return parts, Manifest(folder / MANIFEST), People(folder / PEOPLE)


def new_manifest(folder: Path) -> Manifest:
    """An empty manifest; it appears whole."""
    new = folder / f"{MANIFEST}.new"
    new.unlink(missing_ok=True)
    Manifest(new)
    new.replace(folder / MANIFEST)
    return Manifest(folder / MANIFEST)


def is_made(folder: Path) -> bool:
    """Whether the workspace's files have been made. Raises DamagedError where one of them is missing now."""
    manifest, people, parts = folder / MANIFEST, folder / PEOPLE, folder / PARTS
    begun = parts.is_dir() and any(parts.iterdir())
    if not holds_something(manifest):
        if begun:
            raise DamagedError(MANIFEST)
        return False
    if not any(map(holds_something, both(people))):
        raise DamagedError(PEOPLE)
    return True
