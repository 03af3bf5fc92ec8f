"""Files to read by path or URL: which there are, how many articles they hold, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import fsspec

from analytics.documents import MANY, Document, Unreadable, UnreadableError, find, open_file, read, read_copy, stated_entries

_COUNTED = 1024  # MB of a table in which lines are counted


def listed(places: Iterable[str], exclude: Iterable[Path] = ()) -> Iterator[tuple[str, str]]:
    """Files at ``places`` as ``(place, source)``, in reading order, except those in ``exclude`` or below it.

    Raises OSError for a URL that fsspec cannot open.
    """
    ours = {path.absolute() for path in exclude}
    for place in places:
        if "://" in place:
            yield from _listed_by_url(place)
            continue
        for path, source in find([Path(place)]):
            whole = path.absolute()
            if not ours.intersection((whole, *whole.parents)):
                yield str(whole), source


def _listed_by_url(place: str) -> Iterator[tuple[str, str]]:
    try:
        filesystem, path = fsspec.core.url_to_fs(place)
        found = [path] if filesystem.isfile(path) else sorted(filesystem.find(path))
    except (ValueError, ImportError) as error:  # unknown protocol, or its package is not installed
        raise OSError(f"{place}: {error}") from error
    root = path.rstrip("/") + "/"
    for file in found or [path]:  # if nothing is there, reading reports it as missing
        yield filesystem.unstrip_protocol(file), file.removeprefix(root) if file.startswith(root) else file.rpartition("/")[2]


def count(places: Iterable[str], exclude: Iterable[Path] = ()) -> int:
    """Approximate number of articles in the files of ``listed``; line breaks inside cells and folders inside archives count too."""
    return sum(_entries(place, Path(source).suffix.lower()) for place, source in listed(places, exclude))


def _entries(place: str, suffix: str) -> int:
    if suffix not in MANY or "://" in place:
        return 1
    try:
        with open_file(Path(place), Path(place).name) as file:
            if suffix == ".zip":
                return stated_entries(file)
            pieces = islice(iter(lambda: file.read(1 << 20), b""), _COUNTED)
            return max(1, sum(piece.count(b"\n") for piece in pieces) - (suffix != ".jsonl"))
    except (OSError, UnreadableError):  # reading it reports the error
        return 1


def contents(place: str, source: str) -> Iterator[Document | Unreadable]:
    """The articles of one file. Problems are yielded as ``Unreadable``."""
    if "://" not in place:
        yield from read(Path(place), source)
        return
    try:
        opening = fsspec.open(place, "rb").open()
    except OSError as error:
        yield Unreadable(source, "missing" if isinstance(error, FileNotFoundError) else "permission")
        return
    with opening as stream:
        yield from read_copy(stream, source)
