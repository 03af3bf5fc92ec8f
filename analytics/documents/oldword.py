"""What is named .doc or .wps: Word's and WPS's own old format, or what office systems put under that name, known by its bytes.

The old format itself is read where LibreOffice is installed: it makes a .docx of it, outside the process that reads, which may write nothing.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import regex

from analytics.documents.html import read_html
from analytics.documents.limits import MAX_SECONDS, MAX_UNPACKED, MAX_WHOLE
from analytics.documents.mails import read_saved_page
from analytics.documents.model import Document, UnreadableError
from analytics.documents.opendocument import read_odt
from analytics.documents.packages import Package
from analytics.documents.plain import read_plain
from analytics.documents.richtext import read_rtf
from analytics.documents.word import read_word

OLD_WORD = (".doc", ".wps")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = regex.compile(
    rb"(?i)\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|meta|div|p\b|table|\?xml[^>]*>\s*<(?:!doctype html|html))"
)
_SAVED_PAGE = regex.compile(rb"(?i)\s*(?:MIME-Version|From|Content-Type|Subject|Date):")


def read_old_word(content: bytes, source: str) -> Document:
    """The article in a file named as an old Word file. Raises UnreadableError: of the old format itself with what to do."""
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
    """Whether ``content`` begins as a web page does."""
    return _PAGE.match(content[:1000]) is not None


def modernised(stream: BinaryIO, source: str) -> BinaryIO | None:
    """``stream``, an old Word file, as a .docx, which LibreOffice makes of it; none where that is not installed or makes none."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None or not source.lower().endswith(OLD_WORD):
        return None
    beginning = stream.read(len(_OLD))
    stream.seek(0)
    if beginning != _OLD:
        return None
    with TemporaryDirectory() as folder:
        old = Path(folder, "old.doc")
        with old.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        stream.seek(0)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        _ended([office, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", folder, str(old)])
        made = old.with_suffix(".docx")
        if not made.exists() or made.stat().st_size > MAX_WHOLE:
            return None
        return BytesIO(made.read_bytes())


def _ended(command: list[str]) -> None:
    """Run ``command`` in its bounds of time and of what it writes; whatever it starts ends with it."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_bounded,
    )
    try:
        process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_UNPACKED, MAX_UNPACKED))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
