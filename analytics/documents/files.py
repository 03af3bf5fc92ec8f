"""Which files are looked at, and the names they go by."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import regex

_CONTROL = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]")


def find(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Every file under ``paths`` with its source name, lazily, the entries of each folder in order of name.

    A source is the path relative to the folder named, with ``/``; of a file named it is the file's name. What ``is_ignored`` says is
    passed over inside folders, never what the user named. Links found inside a folder are yielded, not followed: ``read`` judges them.
    """
    for path in paths:
        if os.path.isdir(path):  # unlike Path.is_dir it never raises
            yield from _inside(path)
        else:
            yield Path(os.path.realpath(path)), harmless(path.name)  # a link that the user named leads where the user wants


def _inside(root: Path) -> Iterator[tuple[Path, str]]:
    """The files in a folder and its folders, however deep."""
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
    """What a folder holds in order of name, each with its source and whether it is a folder."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError:
        yield folder, prefix.rstrip("/") or harmless(folder.name), False  # to be reported as what may not be opened
        return
    for name, is_folder in found:
        if not is_ignored(name):
            # Here ``\\`` is a sign like others: a source has as many parts as there are folders, or links could not be judged by it
            yield folder / name, prefix + harmless(name.replace("\\", "\ufffd")), is_folder


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is no article by custom: hidden, left by a system, held open by an office program (``~$``), or
    about the folder."""
    return name.startswith((".", "~$", ".~")) or name.upper().startswith("README") or name in ("Thumbs.db", "desktop.ini", "__MACOSX")


def harmless(name: str) -> str:
    """A path as a source: with ``/``, without ``..``, roots and drives, characters that control a screen or turn the direction of writing,
    and bytes that are no characters."""
    if not name.isascii():
        name = _characters(name)
    parts = _CONTROL.sub("\ufffd", name).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..") and not regex.fullmatch("[A-Za-z]:", part)) or "\ufffd"


def _characters(name: str) -> str:
    """Names that are not UTF-8, as old archives leave them on a disk, are read as GB 18030."""
    content = name.encode("utf-8", "surrogateescape")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
