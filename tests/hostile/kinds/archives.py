"""Archives that lie: about sizes, places, names and kinds of what they hold."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tests.hostile.making import HostileFile, Member, archive, docx, said

_LINK, _DEVICE, _PIPE, _FOLDER = 0o120777, 0o020666, 0o010666, 0o040755


def files() -> Iterator[HostileFile]:
    """Bombs, lies in the headers, members that are no files, and members of one name."""
    yield from _bombs()
    yield from _headers()
    yield from _members()


def _bombs() -> Iterator[HostileFile]:
    zeros = archive({"zeros.txt": bytes(20_000_000), "after.txt": said("bomb.zip")})
    yield HostileFile("bomb.zip", "20 MB of zeros packed a thousandfold, then a text", zeros)
    yield HostileFile("deep.zip", "archives in archives, one more than are opened, a text beside each", _nested("deep.zip", 4))
    wide = archive({"in.zip": archive({"in.zip": archive({f"{n}.txt": "" for n in range(300)})})})
    yield HostileFile("wide.zip", "300 empty files two archives deep", wide)
    yield HostileFile(
        "overlapping.zip", "three names that lead to the same bytes (Fifield 2019)", _overlapping(said("overlapping.zip").encode(), 3)
    )
    yield HostileFile(
        "bomb.docx", "a Word file that says of a part that it has 300 MB", _patched(docx(said("bomb.docx")), 24, "<I", 300_000_000)
    )


def _headers() -> Iterator[HostileFile]:
    def plain(name: str) -> bytes:
        return archive({"a.txt": said(name), "b.txt": said(f"{name} b")}, packed=False)

    content = plain("no directory.zip")
    yield HostileFile("no directory.zip", "the directory at the end is gone", content[: content.index(b"PK\x01\x02")])
    yield HostileFile(
        "something before.zip", "a program of 100 bytes before the archive", b"MZ" + bytes(98) + plain("something before.zip")
    )
    yield HostileFile("something after.zip", "100 bytes after the archive", plain("something after.zip") + bytes(100))
    yield HostileFile("two ends.zip", "the end of the directory stands there twice", plain("two ends.zip") + plain("two ends.zip")[-22:])
    checksum = plain("wrong checksum.zip").replace(b"98%", b"99%", 1)
    yield HostileFile("wrong checksum.zip", "a digit of the first text is changed, its checksum is not", checksum)
    yield HostileFile(
        "other name.zip", "the name before the data is not the one in the directory", plain("other name.zip").replace(b"a.txt", b"z.txt", 1)
    )
    yield HostileFile(
        "unknown packing.zip",
        "the first text says that it is packed in a way that does not exist",
        _method(plain("unknown packing.zip"), 77),
    )
    yield HostileFile(
        "no such place.zip", "the first entry lies behind the end of the file", _patched(plain("no such place.zip"), 42, "<I", 0x7FFFFFFF)
    )
    yield HostileFile(
        "said too large.zip", "the first text says that it has 4 GB", _patched(plain("said too large.zip"), 24, "<I", 0xFFFFFFF0)
    )
    yield HostileFile("said too small.zip", "the first text says that it has 10 bytes", _patched(plain("said too small.zip"), 24, "<I", 10))
    counted = plain("too many.zip")
    end = counted.index(b"PK\x05\x06")
    yield HostileFile(
        "too many.zip",
        "the directory says that it has 65,000 entries",
        counted[: end + 8] + struct.pack("<HH", 65_000, 65_000) + counted[end + 12 :],
    )
    yield HostileFile(
        "no end.zip", "the directory says that it is 2 GB long", counted[: end + 12] + struct.pack("<I", 0x7FFFFFFF) + counted[end + 16 :]
    )
    yield HostileFile("empty.zip", "an archive of nothing", archive({}))
    yield HostileFile("folders.zip", "an archive of folders only", archive({"a/": "", "a/b/": ""}))


def _members() -> Iterator[HostileFile]:
    def beside(name: str, *members: Member) -> bytes:
        return archive([*members, Member("a.txt", said(name))])

    yield HostileFile("link.zip", "a link to /etc/passwd beside a text", beside("link.zip", Member("passwd.txt", "/etc/passwd", _LINK)))
    yield HostileFile(
        "link to a folder.zip",
        "a link named up to .., and a text below up",
        beside("link up", Member("up", "..", _LINK), Member("up/b.txt", said("up/b.txt"))),
    )
    yield HostileFile("device.zip", "a device beside a text", beside("device.zip", Member("null.txt", "", _DEVICE)))
    yield HostileFile("pipe.zip", "a pipe beside a text", beside("pipe.zip", Member("pipe.txt", "", _PIPE)))
    yield HostileFile(
        "folder with text.zip",
        "an entry that calls itself a folder and holds a text",
        beside("folder beside", Member("b.txt", said("b.txt"), _FOLDER)),
    )
    yield HostileFile("same name.zip", "two texts of one name", archive([Member("a.txt", said("same 1")), Member("a.txt", said("same 2"))]))
    yield HostileFile("same but for case.zip", "a.txt and A.TXT", archive({"a.txt": said("case 1"), "A.TXT": said("case 2")}))
    yield HostileFile("same text.zip", "one text under two names", archive({"a.txt": said("same"), "b.txt": said("same")}))
    yield HostileFile(
        "file and folder.zip", "a.txt, and a text in a folder a.txt", archive({"a.txt": said("file"), "a.txt/b.txt": said("folder")})
    )
    yield HostileFile(
        "system files.zip",
        "only files that systems leave behind",
        archive({"__MACOSX/._a.txt": "x", "Thumbs.db": "x", ".DS_Store": "x", "~$a.docx": "x"}),
    )
    yield HostileFile(
        "eleven empty.zip", "eleven empty texts, which are one line of the report", archive({f"{n}.txt": "" for n in range(11)})
    )
    yield HostileFile(
        "other archives.zip",
        "archives that are not opened",
        archive({"a.rar": "Rar!", "b.7z": "7z", "c.tar.gz": "\x1f\x8b", "d.txt": said("other")}),
    )


def _nested(name: str, depth: int) -> bytes:
    packed = archive({"a.txt": said(f"{name} innermost")})
    for level in range(depth - 1):
        packed = archive({"in.zip": packed, "b.txt": said(f"{name} {level}")})
    return packed


def _overlapping(content: bytes, names: int) -> bytes:
    whole = archive({"0.txt": content}, packed=False)
    directory, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    entries = b"".join(whole[directory : directory + 46] + b"%d.txt" % n for n in range(names))
    return whole[:directory] + entries + whole[end : end + 8] + struct.pack("<HHI", names, names, len(entries)) + whole[end + 16 :]


def _patched(content: bytes, offset: int, form: str, value: int) -> bytes:
    """The archive with a number changed in the first entry of its directory."""
    at = content.index(b"PK\x01\x02") + offset
    return content[:at] + struct.pack(form, value) + content[at + struct.calcsize(form) :]


def _method(content: bytes, method: int) -> bytes:
    """The archive with another way of packing stated for its first entry, in both places."""
    changed = content[:8] + struct.pack("<H", method) + content[10:]
    return _patched(changed, 10, "<H", method)
