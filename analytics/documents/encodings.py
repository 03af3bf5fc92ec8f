"""Bytes → text. Byte-order marks first, then UTF-8; then whichever reading looks most like Chinese, by how common its characters are.

Of Chinese text, 30 characters are enough to tell the encodings apart for certain; charset-normalizer, which is not made for
short texts, is asked last, about what is no Chinese at all.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

import charset_normalizer
import regex

from analytics.documents.likeness import CLEARLY, cost, is_likely
from analytics.documents.model import Doubt, UnreadableError
from analytics.documents.mojibake import is_lost, restored

# Bytes. The encoding is decided from so much of the beginning.
SAMPLE = 1 << 18
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CHINESE = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# What a label in a page means: the narrow old names are declared for what is written in their wide successors.
_DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "big5-tw": "big5hkscs"}
# Text with more than one replaced character in so many is not worth reading.
_WORST = 20


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its byte-order mark, the codec that read it, and whether some of it may be wrong."""

    text: str
    encoding: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec chosen from the beginning of a file; ``doubtful`` where another would have fitted nearly as well."""

    name: str
    doubtful: bool = False


def decode(content: bytes, source: str = "", declared: Sequence[str] = (), among: Sequence[str] = _CHINESE) -> Decoded:
    """The text in ``content``. ``declared`` is what its sender and itself say of its encoding: the first that nothing speaks against is
    believed.

    Bytes that make no character become U+FFFD and the text is in doubt. Raises UnreadableError.
    """
    encoding = choose(content, source, declared, among)
    text = content.decode(encoding.name, "replace").removeprefix("\ufeff")
    replaced = text.count("\ufffd")
    if replaced * _WORST > len(text):
        raise UnreadableError(source, "encoding")
    text, was_wrong = restored(text)
    doubt: Doubt = "recoded" if was_wrong else ""
    return Decoded(text, encoding.name, "encoding" if encoding.doubtful or is_lost(text) else doubt)


def choose(content: bytes, source: str = "", declared: Sequence[str] = (), among: Sequence[str] = _CHINESE) -> Encoding:
    """The encoding of ``content``, which may be the beginning of something longer; of Chinese, one of ``among``. Raises UnreadableError."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Encoding(name)
    sample = _telling(content)
    if b"\x00" not in sample and _strictly(sample, "utf-8") is not None:
        return Encoding("utf-8")
    for name in (_DECLARED.get(said.lower(), said) for said in declared):
        if _strictly(sample, name) is not None and is_likely(_reading(sample, name)):
            return Encoding(name)
    costs = sorted(((cost(text), name) for name in among if is_likely(text := _reading(sample, name))), key=itemgetter(0))
    if costs:
        return Encoding(costs[0][1], doubtful=len(costs) > 1 and costs[1][0] - costs[0][0] < CLEARLY)
    guess = charset_normalizer.from_bytes(sample).best()
    if guess is None:
        raise UnreadableError(source, "encoding")
    return Encoding(guess.encoding, doubtful=True)


def _telling(content: bytes) -> bytes:
    """The first part of ``content`` that is more than ASCII; it starts where a character of any width does."""
    found = regex.search(rb"[^\x01-\x7f]", content)
    start = found.start() & ~3 if found else 0
    return content[start : start + SAMPLE]


def _reading(sample: bytes, name: str) -> str:
    """``sample`` read with replacement; the character that its end cuts through is left out."""
    return codecs.getincrementaldecoder(name)("replace").decode(sample)


def _strictly(sample: bytes, name: str) -> str | None:
    """``sample`` as the codec ``name`` reads it; none where there is no such codec, or it finds fault."""
    try:
        text = codecs.getincrementaldecoder(name)().decode(sample)
    except Exception:  # a stranger may name one that is no encoding of text (zlib, hex) and raises whatever it likes
        return None
    return text if isinstance(text, str) else None
