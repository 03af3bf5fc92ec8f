"""Files that appear whole or not at all, whatever is killed when, and though the disk be full."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def appearing(path: Path) -> Iterator[BinaryIO]:
    """A file to write beside ``path``, which takes its place, synced, at the end; on any error what was there stays. Raises OSError."""
    beside = path.with_name(f"{path.name}.tmp")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
    except OSError as error:
        error.filename = str(path)  # the name that people know; where writing fails the system gives none
        raise
    finally:
        beside.unlink(missing_ok=True)  # on a full disk above all: it takes the room that is wanted


def sync_folder(folder: Path) -> None:
    """Make renames in a folder outlast a crash of the machine."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
