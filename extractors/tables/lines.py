"""Splits lines into cells at separators: bars, tabs, runs of blanks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import regex

from extractors.tables.grid import Cell, Row

_LINE = regex.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BAR = regex.compile(r"[|｜│┃]")
_ONE_CELL = regex.compile(r"[^|｜│┃]*\S[^|｜│┃]*[|｜│┃]\s*")
_GAP = regex.compile(r"[ \u3000\xa0]{2,}")
_WIDE_GAP = regex.compile(r"\u3000+")
_BLANK = " \t\u3000\xa0\u2002\u2003\u2009\ufeff"
# Lines that only draw the table: |---|:--:|, +-----+, ├──┼──┤.
_RULE = regex.compile(r"[\s|｜+:=\-—–─━═│┃┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬]*[-—─━═]{2,}[\s|｜+:=\-—–─━═│┃┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬]*")


class NumberedLine(NamedTuple):
    """A non-blank line, its span, and its line number from 0, blank lines included."""

    text: str
    start: int
    end: int
    number: int


def numbered_lines(text: str) -> list[NumberedLine]:
    """The non-blank lines of ``text``; blank lines count in their numbers."""
    found, position, number = [], 0, 0
    for match in _LINE.finditer(text):
        between = text[position : match.start()]
        number += len(between) - between.count("\r\n")
        position = match.end()
        if match[0].strip(_BLANK):
            found.append(NumberedLine(match[0], match.start(), match.end(), number))
    return found


def is_rule(line: NumberedLine) -> bool:
    """Whether a line only draws the table, as ``|---|---|`` does."""
    return bool(_RULE.fullmatch(line.text))


def by_bars(line: NumberedLine) -> list[Cell]:
    """The cells between bars, including those outside the outer bars; empty for one cell with a bar behind it (``98.06% |``)."""
    return list(_cells(line, _BAR)) if _BAR.search(line.text) and not _ONE_CELL.fullmatch(line.text) else []


def by_tabs(line: NumberedLine) -> list[Cell]:
    """The cells between tabs; empty if there is no tab."""
    stripped = _stripped(line, " \u3000\xa0")
    return list(_cells(stripped, regex.compile("\t"))) if "\t" in stripped.text.strip() else []


def by_gaps(line: NumberedLine) -> list[Cell]:
    """The cells between runs of two or more blanks, or between full-width blanks; empty if there are none."""
    stripped = _stripped(line, _BLANK)
    for gap in (_GAP, _WIDE_GAP):
        if gap.search(stripped.text):
            return list(_cells(stripped, gap))
    return []


SEPARATED: tuple[Callable[[NumberedLine], list[Cell]], ...] = (by_bars, by_tabs, by_gaps)


def row_of(cells: Sequence[Cell]) -> Row:
    """A row of ``cells``; its span covers the non-empty ones."""
    filled = [cell for cell in cells if cell.text] or list(cells)
    return Row(tuple(cells), filled[0].start, filled[-1].end)


def _stripped(line: NumberedLine, blanks: str) -> NumberedLine:
    left = len(line.text) - len(line.text.lstrip(blanks))
    text = line.text.strip(blanks)
    return NumberedLine(text, line.start + left, line.start + left + len(text), line.number)


def _cells(line: NumberedLine, separator: regex.Pattern[str]) -> Iterator[Cell]:
    position = 0
    for match in separator.finditer(line.text):
        yield _cell(line, position, match.start())
        position = match.end()
    yield _cell(line, position, len(line.text))


def _cell(line: NumberedLine, start: int, end: int) -> Cell:
    piece = line.text[start:end]
    text = piece.strip(_BLANK).strip("*") if piece.strip(_BLANK).startswith("**") else piece.strip(_BLANK)
    at = start + piece.find(text) if text else start
    return Cell(text, line.start + at, line.start + at + len(text))
