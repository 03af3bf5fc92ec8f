"""Sentence boundary detection by an ordered list of tests; the first that does not return ``None`` decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

_CANDIDATE = regex.compile(r"(?:[。！？!?]|……|…|\.{6}|\.(?=\s|$))+[”’」』\"）)]*")
# Longer than any sentence of prose. Tables and lists without full stops are split, which keeps the running time linear.
_LONGEST = 1000
_FULL_STOP = regex.compile(r"[。！？!?]")
_CLOSED = regex.compile(r"[）)》]")
_GOES_ON = tuple("的，,、；;等和与这")
_SUMS_UP = regex.compile(r"(?:\d{4}年的?)?这一?[组些串]")  # ……2023年的这组数据
_CLOSERS = '”’」』"）)'


def _here(position: int) -> int:
    return position


def split(text: str, before: Callable[[int], int] = _here) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of one paragraph, in order and stripped; together they cover all non-blank characters.

    ``before`` is used when an overlong sentence is split. It maps a position inside a figure to the start of that figure, and any
    other position to itself.
    """
    begin = 0
    for match in _CANDIDATE.finditer(text):
        if _is_boundary(text, match):
            yield from _pieces(text, begin, match.end(), before)
            begin = match.end()
    yield from _pieces(text, begin, len(text), before)


def _pieces(text: str, start: int, end: int, before: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    """The sentence, split if longer than ``_LONGEST``: after a semicolon, comma or blank if there is one."""
    while end - start > _LONGEST:
        half = start + _LONGEST // 2
        cut = max((text.rfind(mark, half, start + _LONGEST) for mark in "；;"), default=-1)
        if cut < 0:
            cut = max(text.rfind(mark, half, start + _LONGEST) for mark in "，,、|\n ")
        cut = max(start + 1, before(cut + 1 or start + _LONGEST))
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _is_boundary(text: str, match: regex.Match[str]) -> bool:
    for test in _TESTS:
        verdict = test(text, match)
        if verdict is not None:
            return verdict
    return True


def _ends_the_text(text: str, match: regex.Match[str]) -> bool | None:
    return True if match.end() == len(text) else None


def _ellipsis_inside_a_quotation(text: str, match: regex.Match[str]) -> bool | None:
    """An ellipsis does not end a sentence inside a quotation, before a comma or semicolon, or before what sums up the list it breaks off."""
    if "…" in match[0] and not _FULL_STOP.search(match[0]):
        goes_on = text[match.end()] in "，,、；;" or _SUMS_UP.match(text, match.end())
        return not (goes_on or _inside_quotation(text, match.start()))
    return None


def _inside_brackets(text: str, match: regex.Match[str]) -> bool | None:
    """A full stop inside round brackets or a book title does not end the sentence."""
    before = text[max(0, match.start() - 80) : match.start()]
    opened = max(before.rfind("（"), before.rfind("("), before.rfind("《"))
    closed = max(before.rfind("）"), before.rfind(")"), before.rfind("》"))
    return False if opened > closed and _CLOSED.search(text[match.start() : match.start() + 16]) else None


def _quoted_words_with_mark(text: str, match: regex.Match[str]) -> bool | None:
    """A mark inside a quotation does not end a sentence that continues after it: ``“谁执法谁普法？”的问题``."""
    if match[0][-1] in _CLOSERS and text.startswith(_GOES_ON, match.end()):
        return False
    return None


_TESTS: tuple[Callable[[str, regex.Match[str]], bool | None], ...] = (
    _ends_the_text,
    _ellipsis_inside_a_quotation,
    _inside_brackets,
    _quoted_words_with_mark,
)


def _inside_quotation(text: str, position: int) -> bool:
    before = text[max(0, position - 200) : position]
    return max(before.rfind("“"), before.rfind("「")) > max(before.rfind("”"), before.rfind("」"))
