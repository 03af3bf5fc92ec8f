"""Opens files safely: only regular files, so that nothing can block, and no links that lead out of the folder."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from analytics.documents.model import UnreadableError

# A path that has just become a link or a pipe is neither followed nor waited for, where the system has these flags. Windows has others.
_READ_ONLY = sum(getattr(os, flag, 0) for flag in ("O_RDONLY", "O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


def open_file(path: Path, source: str) -> BinaryIO:
    """The file ``path``, open for reading; ``source`` is its source name (see ``find``).

    A link is followed only to a file inside the folder that ``source`` is relative to. Raises UnreadableError: ``missing``, ``permission``
    (also for a folder), ``link``, or ``format`` for a pipe or a device.
    """
    try:
        target = _inside(path, source) if path.is_symlink() else path
        _refuse_all_but_files(os.stat(target, follow_symlinks=False).st_mode, source)
        descriptor = os.open(target, _READ_ONLY)
    except FileNotFoundError as error:
        raise UnreadableError(source, "missing") from error
    except OSError as error:
        raise UnreadableError(source, "link" if error.errno == errno.ELOOP else "permission") from error
    try:
        _refuse_all_but_files(os.fstat(descriptor).st_mode, source)
        return os.fdopen(descriptor, "rb")
    except UnreadableError:
        os.close(descriptor)
        raise


def _inside(link: Path, source: str) -> Path:
    """The file that ``link`` leads to. Raises UnreadableError if it is a folder or lies outside the folder of ``source``."""
    folder = link.parents[min(len(PurePosixPath(source).parts), len(link.parents)) - 1]
    target = Path(os.path.realpath(link))  # unlike Path.resolve it never raises, even for circular links
    if not target.is_relative_to(os.path.realpath(folder)) or os.path.isdir(target):
        raise UnreadableError(source, "link")
    return target


def _refuse_all_but_files(mode: int, source: str) -> None:
    if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):  # a link left here is circular, and os.open refuses it
        raise UnreadableError(source, "permission" if stat.S_ISDIR(mode) else "format")  # a folder here could not be listed
