"""Finds the files to read and gives each a source name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import regex

_CONTROL = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]")
# Windows has a second kind of link to a folder, which Python knows from 3.12 on.
_is_junction: Callable[[os.DirEntry[str]], bool] = getattr(os.DirEntry, "is_junction", lambda entry: False)


def find(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Every file under ``paths`` with its source name, lazily. The entries of a folder come in order of name.

    The source name is the path relative to the given folder, with ``/``; for a file given directly it is the file name. Files that
    ``is_ignored`` matches are skipped inside folders, but never if given directly. Links inside a folder are yielded, not followed;
    ``read`` decides about them.
    """
    for path in paths:
        if os.path.isdir(path):  # unlike Path.is_dir it never raises
            yield from _inside(path)
        else:
            yield Path(os.path.realpath(path)), harmless(path.name)  # a link given by the user may lead anywhere


def _inside(root: Path) -> Iterator[tuple[Path, str]]:
    """The files in a folder and its subfolders. Iterative, so that deep folders cause no recursion error."""
    begun = [_entries(root, "")]
    while begun:
        for path, source, is_folder in begun[-1]:
            if is_folder:
                begun.append(_entries(path, f"{source}/"))
                break
            yield path, source
        else:
            begun.pop()


def _entries(folder: Path, prefix: str) -> Iterator[tuple[Path, str, bool]]:
    """The entries of a folder in order of name: path, source, and whether it is a folder.

    A folder that cannot be listed is yielded as a file, so that ``read`` reports it.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.is_dir(follow_symlinks=False) and not _is_junction(entry)) for entry in entries)
    except OSError:
        yield folder, prefix.rstrip("/") or harmless(folder.name), False  # ``read`` reports the missing permission
        return
    for name, is_folder in found:
        if not is_ignored(name):
            # On POSIX ``\\`` is an ordinary character. Turned into ``/`` it would add a part, but ``opened`` counts parts to judge links.
            yield folder / name, prefix + harmless(name.replace("\\", "\ufffd")), is_folder


def is_ignored(name: str) -> bool:
    """Whether files and folders of this name never hold articles: hidden and system files, office lock files (``~$``), READMEs."""
    return name.startswith((".", "~$", ".~")) or name.upper().startswith("README") or name in ("Thumbs.db", "desktop.ini", "__MACOSX")


def harmless(name: str) -> str:
    """``name``, a path, made safe to use as a source; never empty.

    Separators become ``/``; ``..``, roots and drive letters are dropped. U+FFFD replaces control characters, bidirectional controls and
    undecodable bytes.
    """
    if not name.isascii():
        name = _characters(name)
    parts = _CONTROL.sub("\ufffd", name).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..") and not regex.fullmatch("[A-Za-z]:", part)) or "\ufffd"


def _characters(name: str) -> str:
    """``name`` with its undecodable bytes read as GB 18030, as old archives leave names on a disk."""
    content = name.encode("utf-8", "surrogateescape")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
