"""Names in archives that would lead out of a folder, hide what a file is, or cannot be written on some systems.

They are in archives, so that the corpus itself can be written on every system; hostile names on a disk are in
``tests/analytics/documents/test_hostile_files.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.making import HostileFile, archive, said

_NAMES = {
    "up": ("../../../up.txt", "leads three folders up"),
    "root": ("/etc/root.txt", "begins at the root"),
    "drive": ("C:\\Windows\\drive.txt", "begins with a drive of Windows"),
    "drive relative": ("C:drive.txt", "is relative to a drive of Windows"),
    "share": ("\\\\server\\share\\a.txt", "leads to a share in the network"),
    "backslashes": ("..\\..\\a.txt", "leads up with backslashes"),
    "dots": ("a/.../b.txt", "has a folder of three dots"),
    "device": ("CON.txt", "is a device of Windows"),
    "device in a folder": ("aux/nul.txt", "is a device of Windows in one that is one"),
    "trailing dots": ("a.txt...", "ends in dots, which Windows drops"),
    "trailing blank": ("a.txt ", "ends in a blank, which Windows drops"),
    "stream": ("a.txt:hidden.txt", "is a second stream of a file of Windows"),
    "turned": ("a\u202etxt.exe", "is written backwards from the middle on, so that it seems to end in exe.txt"),
    "turned text": ("exe\u202e.txt", "turns its own suffix around"),
    "line break": ("a\nb.txt", "has a line break"),
    "escape": ("\x1b[2Ja.txt", "clears a terminal"),
    "tag": ("<img src=x onerror=alert(1)>.txt", "is a tag with a script"),
    "formula": ("=cmd|'/C calc'!A0.txt", "is a formula with a command"),
    "shell": ("$(reboot);`id`.txt", "is a command of a shell"),
    "percent": ("%2e%2e%2fa.txt", "leads up, encoded as in an address"),
    "long": ("文" * 85 + ".txt", "has 259 bytes"),
    "very long": ("a" * 15_000 + ".txt", "has 15,000 characters"),
    "deep": ("a/" * 2000 + "a.txt", "lies 2,000 folders deep"),
    "invisible": ("\u200b\u2060\ufeff.txt", "has no visible character before its suffix"),
    "only suffix": (".txt", "is a suffix only, which hides it on Unix"),
    "hash": ("a#1.txt", "looks like a row of a table"),
    "star": ("*", "looks like all entries of the archive"),
    "decomposed": ("e\u0301.txt", "has an accent as a character of its own"),
}  # fmt: skip


def files() -> Iterator[HostileFile]:
    """An archive for each name, with one text."""
    for name, (entry, why) in _NAMES.items():
        yield HostileFile(f"{name}.zip", f"the name of its text {why}", archive({entry: said(f"names {name}")}))
    for encoding in ("gb18030", "big5", "euc-jp"):
        content = archive({"AAAAAAAA.txt": said(f"names {encoding}")}).replace(b"AAAAAAAA", "警情通報".encode(encoding))
        yield HostileFile(f"{encoding}.zip", f"the name of its text is in {encoding}, as old systems write it", content)
    broken = archive({"警.txt": said("names no utf-8")}).replace("警".encode(), b"\xff\xfe\xfd")
    yield HostileFile("no utf-8.zip", "the name says that it is UTF-8 and is not", broken)
    torn = archive({"a.txt": said("names beside torn"), "警.txt": said("names torn")}).replace("警".encode(), b"\xff\xfe\xfd", 1)
    yield HostileFile("torn header.zip", "one of two names is right in the directory, and no UTF-8 before the data", torn)
    yield HostileFile("nul.zip", "the name has a NUL before its suffix", archive({"aAb.txt": said("names nul")}).replace(b"aAb", b"a\0b"))
    yield HostileFile("dot.zip", "the name is one dot", archive({".": said("names dot")}))
