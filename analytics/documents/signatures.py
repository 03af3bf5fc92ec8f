"""Detects files whose content does not match their suffix, by their first bytes, and by the parts of a package."""

from __future__ import annotations

import codecs
import io
import zipfile

import regex

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
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (".docx", ".docm", ".xlsx", ".xlsm", ".pptx", *_OLD_WORD, *_OLD_SHEETS),
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
# Parts that tell what an archive is, and the suffixes of such files.
_PARTS: dict[str, tuple[str, ...]] = {
    "word/document.xml": (".docx", ".docm", *_OLD_WORD),
    "xl/workbook.xml": (".xlsx", ".xlsm", *_OLD_SHEETS),
    "xl/workbook.bin": (".xlsb",),
    "ppt/presentation.xml": (".pptx",),
    "content.xml": (".odt", ".ods", *_OLD_WORD, *_OLD_SHEETS),
    "OFD.xml": (".ofd",),
    "META-INF/container.xml": (".epub",),
}
_BINARY = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PAGE = regex.compile(rb"(?i)\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b")


def fits(content: bytes, suffix: str) -> bool:
    """Whether the first bytes of ``content`` allow it to be a file with this ``suffix``. Content without a known signature always fits."""
    known = next((suffixes for signature, suffixes in _SIGNATURES.items() if content.startswith(signature)), None)
    return known is None or suffix in known


def is_another_kind(content: bytes, suffix: str) -> bool:
    """Whether ``content``, which cannot be read as a binary file with this ``suffix``, is whole as another kind of file.

    That is a file with another signature, a web page or a text, or a package of another program.
    """
    if content.startswith(b"PK\x03\x04"):
        return suffix != ".zip" and _is_another_package(content, suffix)
    return not fits(content, suffix) or _PAGE.match(content) is not None or _is_text(content, suffix)


def _is_another_package(content: bytes, suffix: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            kinds = [suffixes for part, suffixes in _PARTS.items() if part in package.namelist()]
    except (zipfile.BadZipFile, ValueError):  # ValueError: a name that is no text
        return False
    return bool(kinds) and not any(suffix in suffixes for suffixes in kinds)


def _is_text(content: bytes, suffix: str) -> bool:
    """Whether ``content`` is a text in UTF-8, while files with this ``suffix`` begin with a signature."""
    own = [mark for mark, suffixes in _SIGNATURES.items() if suffix in suffixes]
    if not own or _BINARY.search(content) or content.startswith(tuple(own)):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)  # its beginning may end inside a character
    except UnicodeDecodeError:
        return False
    return True
