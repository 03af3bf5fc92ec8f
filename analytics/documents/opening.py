"""A file opened so that nothing can wait or lead astray: no pipe, no device, no link out of the folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from analytics.documents.model import UnreadableError


def opened(path: Path, source: str) -> BinaryIO:
    """The file ``path``, which goes by the name ``source`` in its folder (see ``find``). Raises UnreadableError.

    A link is opened where it leads to a file inside the folder that ``source`` is relative to.
    """
    try:
        target = _inside(path, source) if path.is_symlink() else path
        _refuse_all_but_files(os.stat(target, follow_symlinks=False).st_mode, source)
        # What has become a link or a pipe this moment is not followed, nor waited for
        descriptor = os.open(target, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError as error:
        raise UnreadableError(source, "missing") from error
    except OSError as error:
        raise UnreadableError(source, "permission") from error
    try:
        _refuse_all_but_files(os.fstat(descriptor).st_mode, source)
        return os.fdopen(descriptor, "rb")
    except UnreadableError:
        os.close(descriptor)
        raise


def _inside(link: Path, source: str) -> Path:
    folder = link.parents[min(len(PurePosixPath(source).parts), len(link.parents)) - 1]
    target = Path(os.path.realpath(link))  # unlike Path.resolve it never raises, not for a ring of links either
    if not target.is_relative_to(os.path.realpath(folder)) or os.path.isdir(target):
        raise UnreadableError(source, "link")
    return target


def _refuse_all_but_files(mode: int, source: str) -> None:
    if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):  # a link here is one of a ring, and is not opened
        raise UnreadableError(source, "permission" if stat.S_ISDIR(mode) else "format")  # a folder comes here where it was not listed
