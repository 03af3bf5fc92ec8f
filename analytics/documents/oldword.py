"""Files named .doc or .wps: the old binary formats of Word and WPS, or other formats that office systems save under these names.

The content decides which format it is. The binary formats are read only if LibreOffice is installed, by conversion to .docx. The
conversion runs outside the child process, which may not write files.
"""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from typing import BinaryIO

import regex

from analytics.documents.confinement import end, started
from analytics.documents.html import read_html
from analytics.documents.limits import MAX_SECONDS, MAX_UNPACKED, MAX_WHOLE
from analytics.documents.mails import read_saved_page
from analytics.documents.model import Document, UnreadableError
from analytics.documents.opendocument import read_odt
from analytics.documents.packages import Package
from analytics.documents.plain import read_plain
from analytics.documents.richtext import read_rtf
from analytics.documents.word import read_word
from analytics.temporary import TemporaryFolder

OLD_WORD = (".doc", ".wps")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = regex.compile(
    rb"(?i)\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|meta|div|p\b|table|\?xml[^>]*>\s*<(?:!doctype html|html))"
)
_SAVED_PAGE = regex.compile(rb"(?i)\s*(?:MIME-Version|From|Content-Type|Subject|Date):")


def read_old_word(content: bytes, source: str) -> Document:
    """The article in a file named .doc or .wps.

    Raises UnreadableError: ``old_word`` for the binary format, which tells the user what to do, ``encrypted``, and the errors of the reader
    for the actual format.
    """
    if content.startswith(_OLD):
        raise UnreadableError(source, "encrypted" if "EncryptedPackage".encode("utf-16-le") in content else "old_word")
    if content.startswith(b"PK\x03\x04"):
        return read_odt(content, source) if "content.xml" in Package(content, source).names else read_word(content, source)
    if content.startswith(b"{\\rtf"):
        return read_rtf(content, source)
    if is_page(content):
        return read_html(content, source)
    if _SAVED_PAGE.match(content):
        return read_saved_page(content, source)
    if b"\0" in content or content.lstrip().startswith(b"<"):
        raise UnreadableError(source, "old_word")
    return read_plain(content, source)


def is_page(content: bytes) -> bool:
    """Whether ``content`` begins like a web page."""
    return _PAGE.match(content[:1000]) is not None


def convert_old_word(stream: BinaryIO, source: str) -> BinaryIO | None:
    """``stream`` converted to .docx by LibreOffice.

    None if ``stream`` is not an old Word file, LibreOffice is not installed, or the conversion fails.
    """
    if not source.lower().endswith(OLD_WORD):
        return None
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    beginning = stream.read(len(_OLD))
    stream.seek(0)
    if beginning != _OLD:
        return None
    with TemporaryFolder() as folder:
        old = folder.path / "old.doc"
        with old.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        stream.seek(0)
        profile = f"-env:UserInstallation={(folder.path / 'profile').as_uri()}"
        _ended([office, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder.path), str(old)])
        made = old.with_suffix(".docx")
        if not made.exists() or made.stat().st_size > MAX_WHOLE:
            return None
        return BytesIO(made.read_bytes())


def _ended(command: list[str]) -> None:
    """Run ``command`` with limits on time and file size. It is killed at the end, with all that it has started."""
    process = started(command, file_size=MAX_UNPACKED)
    try:
        process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        end(process)
