"""Lines cut into cells, by the signs that keep cells apart: bars, tabs, runs of blanks."""

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
# What draws a table and says nothing: |---|:--:|, +-----+, ├──┼──┤.
_RULE = regex.compile(r"[\s|｜+:=\-—–─━═│┃┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬]*[-—─━═]{2,}[\s|｜+:=\-—–─━═│┃┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬]*")


class Line(NamedTuple):
    """A line of the text that holds anything, and how many line ends stand between it and the one before."""

    text: str
    start: int
    end: int
    number: int


def lines_of(text: str) -> list[Line]:
    """The lines of ``text`` that hold anything, numbered by all lines there are."""
    found, position, number = [], 0, 0
    for match in _LINE.finditer(text):
        between = text[position : match.start()]
        number += len(between) - between.count("\r\n")
        position = match.end()
        if match[0].strip(_BLANK):
            found.append(Line(match[0], match.start(), match.end(), number))
    return found


def is_rule(line: Line) -> bool:
    """Whether a line only draws the table."""
    return bool(_RULE.fullmatch(line.text))


def by_bars(line: Line) -> list[Cell]:
    """The cells of a line that bars keep apart, outer ones included; none where one bar ends the one cell of a line (``98.06% |``)."""
    return list(_cells(line, _BAR)) if _BAR.search(line.text) and not _ONE_CELL.fullmatch(line.text) else []


def by_tabs(line: Line) -> list[Cell]:
    """The cells that tabs keep apart."""
    stripped = _stripped(line, " \u3000\xa0")
    return list(_cells(stripped, regex.compile("\t"))) if "\t" in stripped.text.strip() else []


def by_gaps(line: Line) -> list[Cell]:
    """The cells that two blanks or more keep apart, or full-width blanks."""
    stripped = _stripped(line, _BLANK)
    for gap in (_GAP, _WIDE_GAP):
        if gap.search(stripped.text):
            return list(_cells(stripped, gap))
    return []


SEPARATED: tuple[Callable[[Line], list[Cell]], ...] = (by_bars, by_tabs, by_gaps)


def row_of(cells: Sequence[Cell]) -> Row:
    """The row of some cells; its span is that of what stands in it."""
    filled = [cell for cell in cells if cell.text] or list(cells)
    return Row(tuple(cells), filled[0].start, filled[-1].end)


def _stripped(line: Line, blanks: str) -> Line:
    left = len(line.text) - len(line.text.lstrip(blanks))
    text = line.text.strip(blanks)
    return Line(text, line.start + left, line.start + left + len(text), line.number)


def _cells(line: Line, separator: regex.Pattern[str]) -> Iterator[Cell]:
    position = 0
    for match in separator.finditer(line.text):
        yield _cell(line, position, match.start())
        position = match.end()
    yield _cell(line, position, len(line.text))


def _cell(line: Line, start: int, end: int) -> Cell:
    piece = line.text[start:end]
    text = piece.strip(_BLANK).strip("*") if piece.strip(_BLANK).startswith("**") else piece.strip(_BLANK)
    at = start + piece.find(text) if text else start
    return Cell(text, line.start + at, line.start + at + len(text))
