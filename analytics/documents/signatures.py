"""Files that are not what their name says, told by their first bytes."""

from __future__ import annotations

from analytics.documents.formats import PICTURES

LONGEST = 16  # bytes that are looked at
_OLD_WORD = (".doc", ".wps")
_OLD_SHEETS = (".xls", ".et")
_ZIPPED = (".docx", ".docm", ".xlsx", ".xlsm", ".xlsb", ".ods", ".odt", ".ofd", ".pptx", ".epub", ".zip", *_OLD_WORD, *_OLD_SHEETS)
# First bytes → the kinds of file, of those that are read, that begin so.
_SIGNATURES: dict[bytes, tuple[str, ...]] = {
    b"%PDF-": (".pdf",),
    b"PK\x03\x04": _ZIPPED,
    # Office before 2007, and what it wraps a file with a password in
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (".docx", ".docm", ".xlsx", ".xlsm", *_OLD_WORD, *_OLD_SHEETS),
    b"{\\rtf": (".rtf", *_OLD_WORD),
    b"\x89PNG\r\n": PICTURES,  # which is which their reader knows
    b"\xff\xd8\xff": PICTURES,  # JPEG
    b"GIF89a": (),
    b"II*\x00": (),  # TIFF
    b"\x1f\x8b\x08": (),  # gzip
    b"\xfd7zXZ\x00": (),
    b"7z\xbc\xaf\x27\x1c": (),
    b"Rar!\x1a\x07": (),
    b"SQLite format 3\x00": (),
    b"\x7fELF": (),
}


def fits(content: bytes, suffix: str) -> bool:
    """Whether ``content`` may be what the ``suffix`` says, by how it begins."""
    known = next((suffixes for signature, suffixes in _SIGNATURES.items() if content.startswith(signature)), None)
    return known is None or suffix in known
