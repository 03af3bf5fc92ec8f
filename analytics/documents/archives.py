"""ZIP archives: which members are looked at, under which names, and how much of them."""

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

_HEADER = 30  # bytes before an entry's name and content, at least
_LAST = 65_600  # bytes at an archive's end in which its last record begins


@dataclass
class Allowance:
    """What one file may still unpack, the archives inside it included."""

    entries: int = MAX_ENTRIES
    size: int = MAX_TOTAL

    def takes(self, member: zipfile.ZipInfo) -> bool:
        """Whether ``member`` may be unpacked; then it is counted. Its stated size holds: more is never unpacked of it."""
        bomb = member.file_size > RATIO_COUNTS_FROM and member.file_size > MAX_RATIO * member.compress_size
        if bomb or self.entries < 1 or member.file_size > self.size:
            return False
        self.entries -= 1
        self.size -= member.file_size
        return True


def members(stream: BinaryIO, source: str, allowance: Allowance) -> Iterator[tuple[BinaryIO, str] | Unreadable]:
    """Each file in an archive as an open stream with its source, ``archive.zip/folder/a.txt``. Raises UnreadableError."""
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
            except Exception:  # zipfile raises many things for an entry's damaged header: the others are not to be lost with it
                yield Unreadable(place, "broken")
                continue
            with member:
                yield cast(BinaryIO, member), place


def stated_entries(stream: BinaryIO) -> int:
    """How many entries an archive says it holds, folders among them; 1 where it does not say. Nothing of it is unpacked."""
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
    """Where the entries begin whose bytes are another entry's too: so a small archive is made to unpack to a giant."""
    order = sorted(entries, key=lambda entry: entry.header_offset)
    ends = ((entry, entry.header_offset + _HEADER + entry.compress_size) for entry in order)
    return {entry.header_offset for (entry, end), after in zip(ends, order[1:], strict=False) if end > after.header_offset}


def _names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The entries' names, harmless. Archives of old hold them as bytes of the maker's own system, and all in one encoding."""
    old = [entry for entry in entries if not entry.flag_bits & 0x800]
    try:
        content = "\n".join(entry.filename for entry in old).encode("cp437")  # what zipfile takes the bytes for
        names = decode(content, among=("utf-8", "gb18030", "big5hkscs")).text.split("\n")
    except (UnicodeEncodeError, UnreadableError):
        names = []
    known = {id(entry): name for entry, name in zip(old, names, strict=False)} if len(names) == len(old) else {}
    return [harmless(known.get(id(entry), entry.filename)) for entry in entries]
