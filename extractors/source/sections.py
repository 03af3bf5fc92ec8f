"""Sections of an article. Text under one heading is assumed to share a place and an innovation unless it states another."""

from __future__ import annotations

from collections.abc import Iterable

import regex

_LONGEST_HEADING = 32
_WORD = regex.compile(r"\p{Han}{2}|(?:19|20)\d\d年")
_NUMBERS = (
    regex.compile(r"[一二三四五六七八九十]+、"),
    regex.compile(r"[(（][一二三四五六七八九十]+[)）]"),
    regex.compile(r"[(（]?\d+[.．、)）]"),
)
_HEADING = regex.compile(r"[^。；;，,]*[^。；;，,：:…|\s]")


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph is a heading (short, without comma or full stop, not a table row) or begins with one in brackets (【打击】)."""
    line = paragraph.strip()
    if line.startswith("【"):
        return True
    return len(line) <= _LONGEST_HEADING and "|" not in line and bool(_WORD.search(line)) and bool(_HEADING.fullmatch(line))


def level(heading: str) -> int:
    """The depth of a heading by its number format: 1 for 一、, 2 for （一）, 3 for 1., and 0 without a number."""
    return next((depth for depth, number in enumerate(_NUMBERS, 1) if number.match(heading.strip())), 0)


def sections(text: str, paragraphs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """For each of ``paragraphs`` (spans of ``text``, in order), the span of its section, heading included."""
    spans = list(paragraphs)
    starts: list[int] = []
    for start, end in spans:
        opens = not starts or is_heading(text[start:end])
        starts.append(start if opens else starts[-1])
    ends: list[int] = []
    for i in reversed(range(len(spans))):
        last = not ends or starts[i + 1] != starts[i]
        ends.append(spans[i][1] if last else ends[-1])
    return tuple(zip(starts, reversed(ends), strict=True))
