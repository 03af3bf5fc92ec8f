"""Texts as they are compared: traditional and simplified, full and half width, upper and lower case are alike.

Quotation marks and blanks are left out, so that 云哨平台 is found where an article writes “云哨”平台. Line breaks stay: no word reaches
across two paragraphs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.source.clean import CleanText, clean
from extractors.source.wrapped import unwrapped

QUOTES = '“”„‟"＂「」『』﹁﹂﹃﹄〝〞〟'
_LEFT_OUT = frozenset(f"{QUOTES}‘’ \t\r\u3000")
_HAN = (0x3400, 0xA000)  # the characters that have a simplified form: the basic block and extension A
_WIDE = range(0xFF01, 0xFF5F)  # full-width forms of the ASCII characters, in the same order


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text to compare. Its character ``i`` is character ``at[i]`` of ``shown``, the cleaned text that people read."""

    text: str
    at: Sequence[int]
    shown: CleanText


def fold(raw: str) -> FoldedText:
    """An article's source text, with the way back to what is shown and to the source."""
    shown = unwrapped(clean(raw), ())
    kept = [i for i, char in enumerate(shown.text) if char not in _LEFT_OUT]
    return FoldedText(folded(shown.text), kept, shown)


def folded(cleaned: str) -> str:
    """A cleaned text as it is compared."""
    return cleaned.translate(_alike())


def fold_word(word: str) -> str:
    """A word of a query as it is compared; empty if it has nothing but blanks and quotation marks."""
    return folded(clean(word).text)


def spellings(char: str) -> str:
    """The characters that are compared as a folded character: itself, capital, full-width, traditional."""
    return char + _spelt().get(char, "")


def pattern(word: str) -> str:
    """Regular expression (RE2) that finds a word in texts that are not folded."""
    between = f"[{re.escape(''.join(sorted(_LEFT_OUT)))}]*"
    return between.join(f"[{re.escape(spellings(char))}]" for char in fold_word(word))


@cache
def _alike() -> dict[int, str | None]:
    """Each character that is compared as another one, or not at all (None). No character becomes several.

    Cleaning simplifies by phrase and leaves 乾 in 乾隆; a query may have 乾 without its phrase. So the characters are also mapped one by one.
    """
    han = [chr(code) for code in range(*_HAN)]
    simple = clean("\n".join(han)).text.split("\n")
    return {
        **{ord(char): one for char, one in zip(han, simple, strict=True) if one != char},
        **{code: lower for code in range(0x2C00) if len(lower := chr(code).lower()) == 1 and ord(lower) != code},
        **{code: chr(code - 0xFEE0).lower() for code in _WIDE},
        **dict.fromkeys(map(ord, _LEFT_OUT)),
    }


@cache
def _spelt() -> dict[str, str]:
    """The characters other than itself that are compared as a character."""
    spelt = defaultdict[str, str](str)
    for code, char in _alike().items():
        if char is not None:
            spelt[char] += chr(code)
    return dict(spelt)
