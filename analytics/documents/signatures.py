"""Detects files whose content does not match their suffix, by their first bytes."""

from __future__ import annotations

from analytics.documents.formats import PICTURES

LONGEST = 16  # bytes that ``fits`` needs
_OLD_WORD = (".doc", ".wps")
_OLD_SHEETS = (".xls", ".et")
_ZIPPED = (".docx", ".docm", ".xlsx", ".xlsm", ".xlsb", ".ods", ".odt", ".ofd", ".pptx", ".epub", ".zip", *_OLD_WORD, *_OLD_SHEETS)
# First bytes → supported suffixes of files that begin with them; empty for unsupported formats.
_SIGNATURES: dict[bytes, tuple[str, ...]] = {
    b"%PDF-": (".pdf",),
    b"PK\x03\x04": _ZIPPED,
    # OLE2: Office before 2007, and the wrapper of password-protected files
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (".docx", ".docm", ".xlsx", ".xlsm", *_OLD_WORD, *_OLD_SHEETS),
    b"{\\rtf": (".rtf", *_OLD_WORD),
    b"\x89PNG\r\n": PICTURES,  # Pillow tells the picture formats apart
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
    """Whether the first bytes of ``content`` allow it to be a file with this ``suffix``. Content without a known signature always fits."""
    known = next((suffixes for signature, suffixes in _SIGNATURES.items() if content.startswith(signature)), None)
    return known is None or suffix in known
