"""Records for the content of a file: articles, and reports of files and entries that yielded none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Literal, get_args

import regex

from analytics.documents.limits import MAX_TEXT
from extractors.model import SourceText

Reason = Literal[
    "missing", "permission", "link", "format", "mislabelled", "columns", "encoding", "empty", "scanned", "broken", "encrypted", "too_large",
    "timeout", "memory", "crashed", "failed", "disk", "metadata", "cell", "picture", "archive", "old_word", "old_slides",
    "address", "robots", "private", "host", "certificate", "unreachable", "slow", "fetch_limit", "status", "redirects", "no_page",
]  # fmt: skip
Doubt = Literal[
    "", "encoding", "date", "pages", "attachments", "recoded", "recognised", "text_column", "text_columns", "repeated_key", "cut"
]
DOUBTS: tuple[Doubt, ...] = get_args(Doubt)[1:]
# Reasons for files that were never meant to be articles. Inside a folder they do not count as failures.
NO_ARTICLE: frozenset[Reason] = frozenset({"format", "columns", "picture"})
_NO_TEXT = regex.compile(r"[\p{Cs}\x00]")
_SEEN = regex.compile(r"[^\s\x00\p{Cf}]")  # NUL does not count: a power failure can leave files full of zeros


@dataclass(frozen=True, slots=True)
class Document:
    """One article as read from its file.

    ``encoding`` is the codec that decoded the text; empty for formats that declare their own (docx, pdf).

    ``doubt`` is empty or one of these codes, worded in ``analytics.i18n``:

    - ``encoding``: some characters may be wrong
    - ``date``: a publication date is stated but is not a valid date
    - ``pages``: some pages are pictures that were not read
    - ``attachments``: the attachments of a mail were not read
    - ``recoded``: the text had been saved in the wrong encoding and was restored
    - ``recognised``: the text was read from pictures by text recognition
    - ``text_column``: no column was named as the one of texts, and the one that holds texts was taken
    - ``text_columns``: another column holds texts, too, which were not read
    - ``repeated_key``: a JSON object has a key twice, and the last value was taken
    - ``cut``: the file breaks off, so the end of the article is missing

    ``digest`` identifies the bytes the article came from (see ``digest_of``).
    """

    text: SourceText
    encoding: str
    doubt: Doubt
    digest: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Report that ``source`` yielded no article.

    ``reason`` is a code, worded in ``analytics.i18n``. ``detail`` narrows it down, for example to a sheet, a cell or an HTTP status.
    ``digest`` is empty if no bytes were read.
    """

    source: str
    reason: Reason
    detail: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Announces that a file or a member of an archive is about to be read: its number in reading order, and its source."""

    number: int
    place: str


class UnreadableError(Exception):
    """Raised if one file cannot be read; ``report`` is the ``Unreadable`` to pass on."""

    def __init__(self, source: str, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{source}: {reason} {detail}".strip())
        self.report = Unreadable(source, reason, detail)


def document(content: bytes, text: SourceText, encoding: str = "", doubt: Doubt = "") -> Document:
    """``text``, read from ``content``, as a ``Document`` with characters that cannot be stored replaced (see ``whole``).

    Raises UnreadableError: ``empty`` if the text has only white space, invisible characters and NUL, ``too_large`` above ``MAX_TEXT`` characters, metadata
    included.
    """
    if not _SEEN.search(text.raw):
        raise UnreadableError(text.source, "empty")
    if len(text.raw) + len(text.title) + len(text.publisher) + len(text.url) > MAX_TEXT:
        raise UnreadableError(text.source, "too_large")
    known = replace(text, raw=whole(text.raw), title=whole(text.title), publisher=whole(text.publisher), url=whole(text.url))
    return Document(known, encoding, doubt, digest_of(content))


def whole(text: str) -> str:
    """``text`` with U+FFFD for each NUL and each lone surrogate. JSON can express lone surrogates, but no file can store them."""
    return _NO_TEXT.sub("\ufffd", text)


def digest_of(content: bytes) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of ``content``."""
    return hashlib.sha256(content).hexdigest()[:32]
