"""What comes out of a file: articles, and what gave none with the reason why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Literal, get_args

import regex

from analytics.documents.limits import MAX_TEXT
from extractors.model import SourceText

Reason = Literal[
    "missing", "permission", "link", "format", "mislabelled", "columns", "encoding", "empty", "scanned", "broken", "encrypted", "too_large",
    "timeout", "memory", "crashed", "disk", "metadata", "cell", "picture", "archive", "old_word", "old_slides",
    "address", "robots", "private", "host", "certificate", "unreachable", "slow", "fetch_limit", "status", "redirects", "no_page",
]  # fmt: skip
Doubt = Literal["", "encoding", "date", "pages", "attachments", "recoded", "recognised", "text_column"]
DOUBTS: tuple[Doubt, ...] = get_args(Doubt)[1:]
# Reasons that say a file was never meant to be an article: met inside a folder, it is no fault of the folder's.
NO_ARTICLE: frozenset[Reason] = frozenset({"format", "columns", "picture"})
_NO_TEXT = regex.compile(r"[\p{Cs}\x00]")
_SEEN = regex.compile(r"[^\s\x00]")  # a disk that lost power leaves files of zeros


@dataclass(frozen=True, slots=True)
class Document:
    """One article as its file gives it.

    ``encoding`` is the codec its characters were read with, empty where the format knows its own (docx, pdf).
    ``doubt`` is empty or a code, put into words by ``words``: ``encoding`` (some characters may be wrong), ``date`` (a publication
    date was stated but makes no day), ``pages`` (some pages are pictures), ``attachments`` (a mail's are not read), ``recoded`` (it
    had been saved in the wrong encoding, and was put right), ``recognised`` (read from pictures by text recognition), ``text_column`` (no column was named as that of the texts; the one that holds them was taken). ``digest`` is of the bytes the article came from.
    """

    text: SourceText
    encoding: str
    doubt: Doubt
    digest: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What gave no article, and why; ``reason`` is a code, put into words by ``words``. ``detail`` names the place."""

    source: str
    reason: Reason
    detail: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A file, or a file in an archive, is going to be read: its number in the order of reading, and its source."""

    number: int
    place: str


class UnreadableError(Exception):
    """Raised for one file; carries what is to be reported."""

    def __init__(self, source: str, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{source}: {reason} {detail}".strip())
        self.report = Unreadable(source, reason, detail)


def document(content: bytes, text: SourceText, encoding: str = "", doubt: Doubt = "") -> Document:
    """The article ``text``, which was read from ``content``. Raises UnreadableError where it holds no characters, or too many."""
    if not _SEEN.search(text.raw):
        raise UnreadableError(text.source, "empty")
    if len(text.raw) + len(text.title) + len(text.publisher) + len(text.url) > MAX_TEXT:
        raise UnreadableError(text.source, "too_large")
    known = replace(text, raw=whole(text.raw), title=whole(text.title), publisher=whole(text.publisher), url=whole(text.url))
    return Document(known, encoding, doubt, digest_of(content))


def whole(text: str) -> str:
    """``text`` with a replacement character for each half of a surrogate pair, which JSON can write and no file store, and each NUL."""
    return _NO_TEXT.sub("\ufffd", text)


def digest_of(content: bytes) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of ``content``."""
    return hashlib.sha256(content).hexdigest()[:32]
