"""ZIP archives: which members are read, under which names, and within which limits."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from analytics.documents.encodings import decode
from analytics.documents.files import harmless, is_ignored
from analytics.documents.limits import MAX_ENTRIES, MAX_RATIO, MAX_TOTAL, RATIO_COUNTS_FROM
from analytics.documents.model import Reason, Unreadable, UnreadableError

_HEADER = 30  # bytes of a local file header without its variable fields
_LAST = 65_600  # bytes at the end of an archive within which the end-of-directory record begins


@dataclass
class Allowance:
    """What may still be unpacked from one file, nested archives included: members and bytes."""

    entries: int = MAX_ENTRIES
    size: int = MAX_TOTAL

    def takes(self, member: zipfile.ZipInfo) -> bool:
        """Whether ``member`` may be unpacked; if so, it is counted. Its stated size is reliable, since zipfile never unpacks more."""
        bomb = member.file_size > RATIO_COUNTS_FROM and member.file_size > MAX_RATIO * member.compress_size
        if bomb or self.entries < 1 or member.file_size > self.size:
            return False
        self.entries -= 1
        self.size -= member.file_size
        return True


def members(stream: BinaryIO, source: str, allowance: Allowance) -> Iterator[tuple[BinaryIO, str] | Unreadable]:
    """The files in an archive, each as an open stream with its source, ``archive.zip/folder/a.txt``.

    Ignored files (see ``is_ignored``) are skipped, and members that cannot be read are yielded as ``Unreadable``. Raises UnreadableError
    ``broken`` if ``stream`` is not an archive.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise UnreadableError(source, "broken") from error
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        overlapping = _overlapping(entries)
        for entry, name in zip(entries, _names(entries), strict=True):
            if any(is_ignored(part) for part in name.split("/")):
                continue
            place = f"{source}/{name}"
            if problem := "broken" if entry.header_offset in overlapping else _problem(entry, allowance):
                yield Unreadable(place, problem)
                continue
            try:
                member = archive.open(entry)
            except Exception:  # zipfile raises various errors for a damaged header; the other entries are still read
                yield Unreadable(place, "broken")
                continue
            with member:
                yield cast(BinaryIO, member), place


def stated_entries(stream: BinaryIO) -> int:
    """The number of entries that an archive states, folders included; 1 if it states none. Nothing is unpacked."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _LAST))
    _, mark, record = stream.read().rpartition(b"PK\x05\x06")
    return int.from_bytes(record[6:8], "little") if mark else 1


def _problem(entry: zipfile.ZipInfo, allowance: Allowance) -> Reason | None:
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "link"
    if entry.flag_bits & 0x1:
        return "encrypted"
    return None if allowance.takes(entry) else "too_large"


def _overlapping(entries: Sequence[zipfile.ZipInfo]) -> set[int]:
    """The offsets of entries that overlap the next entry, a trick that makes a small archive unpack to a huge size (Fifield, 2019)."""
    order = sorted(entries, key=lambda entry: entry.header_offset)
    ends = ((entry, entry.header_offset + _HEADER + entry.compress_size) for entry in order)
    return {entry.header_offset for (entry, end), after in zip(ends, order[1:], strict=False) if end > after.header_offset}


def _names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The harmless names of the entries. Old archives store names in the encoding of the creator's system, the same for all entries."""
    old = [entry for entry in entries if not entry.flag_bits & 0x800]
    try:
        content = "\n".join(entry.filename for entry in old).encode("cp437")  # undoes the decoding by zipfile
        names = decode(content, among=("utf-8", "gb18030", "big5hkscs")).text.split("\n")
    except (UnicodeEncodeError, UnreadableError):
        names = []
    known = {id(entry): name for entry, name in zip(old, names, strict=False)} if len(names) == len(old) else {}
    return [harmless(known.get(id(entry), entry.filename)) for entry in entries]
