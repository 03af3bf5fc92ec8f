"""Decodes bytes: by byte-order mark, as UTF-8, as declared, and else with the codec whose text looks most like Chinese (see ``likeness``).

Thirty Chinese characters are enough to tell the encodings apart. charset-normalizer, which is weak on short texts, is the last resort,
for text that is not Chinese.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

import charset_normalizer
import regex

from analytics.documents.likeness import CLEARLY, cost, is_likely, is_unusual
from analytics.documents.model import Doubt, UnreadableError
from analytics.documents.mojibake import is_lost, restored

# Bytes from which the encoding is decided.
SAMPLE = 1 << 18
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CHINESE = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# Declared label → codec. Pages declare GB 2312 or Big5 but use characters of the larger sets (as the WHATWG Encoding Standard assumes).
_DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "big5-tw": "big5hkscs"}
# Encodings that write Chinese in ASCII, by what stands in front of it. Python has no ISO-2022-CN; ISO-2022-JP-2 includes GB 2312.
_IN_ASCII = (
    (regex.compile(rb"~\{[!-~]{2}"), "hz"),
    (regex.compile(rb"\x1b\$[@AB]|\x1b\$\([D]"), "iso2022_jp_2"),
    (regex.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (regex.compile(rb"\+[A-Za-z0-9+/]{6,}"), "utf-7"),
)
_FEW = 4  # Chinese characters that show that a text in ASCII was encoded
# A text is refused if more than one character in this many was replaced.
_WORST = 20


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its byte-order mark, the codec that decoded it, and a doubt code if some of it may be wrong."""

    text: str
    encoding: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec chosen from the beginning of a file; ``doubtful`` if another one fits nearly as well, or none fits well."""

    name: str
    doubtful: bool = False


def decode(content: bytes, source: str = "", declared: Sequence[str] = (), among: Sequence[str] = _CHINESE) -> Decoded:
    """The text in ``content``.

    ``declared`` lists the encodings that the sender and the file itself state; the first that fits is used. ``among`` lists the codecs to
    try for Chinese. Undecodable bytes become U+FFFD and put the text in doubt. Raises UnreadableError ``encoding`` if no codec fits or too
    many bytes are undecodable.
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
    """The encoding of ``content``, which may be only the beginning of a file. Parameters are those of ``decode``.

    Raises UnreadableError ``encoding`` if no codec fits.
    """
    for mark, name in _MARKS:
        if content.startswith(mark) and not _is_contradicted(content, mark, name):
            return Encoding(name)
    sample = _telling(content)
    if b"\x00" not in sample and _strictly(sample, "utf-8") is not None:
        return Encoding(name, doubtful=True) if sample.isascii() and (name := _in_ascii(sample)) else Encoding("utf-8")
    for name in (_DECLARED.get(said.lower(), said) for said in declared):
        if _strictly(sample, name) is not None and is_likely(_reading(sample, name)):
            return Encoding(name)
    costs = sorted(((cost(text), name) for name in among if is_likely(text := _reading(sample, name))), key=itemgetter(0))
    if costs:
        close = len(costs) > 1 and costs[1][0] - costs[0][0] < CLEARLY
        name = costs[0][1]
        return Encoding(name, doubtful=close or is_unusual(_reading(sample, name)))
    guess = charset_normalizer.from_bytes(sample).best()
    if guess is None:
        raise UnreadableError(source, "encoding")
    return Encoding(guess.encoding, doubtful=True)


def _is_contradicted(content: bytes, mark: bytes, name: str) -> bool:
    """Whether ``content`` is no Chinese in the encoding ``name`` of its byte-order mark, but is in another one."""
    if is_likely(_reading(content[:SAMPLE], name)):
        return False
    sample = content[len(mark) : SAMPLE]
    return any(is_likely(text) and not text.isascii() for text in (_reading(sample, other) for other in ("utf-8", "gb18030", "big5hkscs")))


def _in_ascii(sample: bytes) -> str:
    """The codec with which an ASCII sample holds Chinese, Japanese or Korean; empty for ordinary text."""
    for mark, name in _IN_ASCII:
        if mark.search(sample) and len(regex.findall(r"[\p{Han}\p{Hangul}]", _strictly(sample, name) or "")) >= _FEW:
            return name
    return ""


def _telling(content: bytes) -> bytes:
    """The sample from the first byte beyond ASCII on, aligned to four bytes so that it starts with a whole character."""
    found = regex.search(rb"[^\x01-\x7f]", content)
    start = found.start() & ~3 if found else 0
    return content[start : start + SAMPLE]


def _reading(sample: bytes, name: str) -> str:
    """``sample`` decoded with replacement; a character that its end cuts off is left out."""
    return codecs.getincrementaldecoder(name)("replace").decode(sample)


def _strictly(sample: bytes, name: str) -> str | None:
    """``sample`` decoded by the codec ``name`` without errors; None if there is no such codec, or it fails."""
    try:
        text = codecs.getincrementaldecoder(name)().decode(sample)
    except Exception:  # a file may name a codec that is not for text (zlib, hex) and raises other errors
        return None
    return text if isinstance(text, str) else None
