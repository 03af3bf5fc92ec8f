"""Table detection by lines, before the text is split into sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

import regex

from extractors.source.clean import CleanText
from extractors.tables.grid import Cell, Grid, Row
from extractors.tables.lines import SEPARATED, NumberedLine, by_bars, is_rule, numbered_lines, row_of
from extractors.tables.numbers import kind_of, number_in
from extractors.tables.stacked import stacked

# A quick test: every table has a bar, a tab, or a number alone between gaps or on its line.
_HINT = regex.compile(
    r"[|｜│┃]|\S\t|(?:[ \xa0\u3000]{2}|\u3000)[-+−↑↓▲▼]?[\d$￥¥][\d,.]{0,15}[^\s\d]{0,4}(?=[ \xa0\u3000]{2}|\u3000|[ \xa0]?[\r\n]|[ \xa0]?$)"
    r"|(?m:^[ \t]*[-+−↑↓]?\d[\d,.]{0,12}[%％]?\p{Han}{0,2}[ \t\r]*$)"
)
_CAPTION = regex.compile(r"单位\s?[:：]|^\s*(?:附?表|续表)\s?[\d一二三四五六七八九十]|[表图][：:]?\s*(?:[（(].{1,24}[)）])?\s*$")
_PUNCTUATED = regex.compile(r"[。！？!?；;]$")
_LEADS_ON = regex.compile(r"[:：表]$|如下|下表|见表")
_LONGEST_CAPTION, _MOST_CAPTIONS, _LONGEST_GROUP = 60, 3, 20
_BLANKS_BETWEEN = 2  # line ends between two rows: one blank line at most


def find(raw: str, cleaned: CleanText) -> list[Grid]:
    """The tables of ``raw`` in text order. Spans refer to ``raw``; cell texts come from ``cleaned``."""
    if not _HINT.search(raw):
        return []
    lines = numbered_lines(raw)
    as_read = _reader(cleaned)
    found = list(_separated(lines, as_read))
    taken = [(grid.start, grid.end) for grid in found]
    found += stacked(_free(lines, taken), as_read)
    found.sort(key=lambda grid: grid.start)
    return [grid._replace(caption=_captions(lines, grid, found)) for grid in found]


def _reader(cleaned: CleanText) -> Callable[[Cell], Cell]:
    """A function that replaces the text of a cell with the cleaned text of its span."""

    def as_read(cell: Cell) -> Cell:
        start, end = bisect_left(cleaned.origin, cell.start), bisect_left(cleaned.origin, cell.end)
        return cell._replace(text=cleaned.text[start:end].strip())

    return as_read


def _free(lines: Sequence[NumberedLine], taken: Sequence[tuple[int, int]]) -> Iterator[list[NumberedLine]]:
    """The lines outside the spans ``taken``, grouped into runs that no such span interrupts."""
    run: list[NumberedLine] = []
    ends = [end for _, end in taken]
    for line in lines:
        number = bisect_left(ends, line.end)
        if number < len(taken) and taken[number][0] < line.end:
            if run:
                yield run
            run = []
        else:
            run.append(line)
    if run:
        yield run


# --- one row per line --------------------------------------------------------------------------


def _separated(lines: Sequence[NumberedLine], as_read: Callable[[Cell], Cell]) -> Iterator[Grid]:
    i = 0
    while i < len(lines):
        for cut in SEPARATED:
            if len(cut(lines[i])) > 1:
                rows, behind = _block(lines, i, cut)
                yield from _grids([[as_read(cell) for cell in row] for row in rows], cut)
                i = behind - 1
                break
        i += 1


def _block(lines: Sequence[NumberedLine], first: int, cut: Callable[[NumberedLine], list[Cell]]) -> tuple[list[list[Cell]], int]:
    """The consecutive rows that ``cut`` yields from line ``first`` on, and the index of the next line."""
    rows, i = [cut(lines[first])], first + 1
    while i < len(lines) and lines[i].number - lines[i - 1].number <= _BLANKS_BETWEEN:
        if is_rule(lines[i]):
            i += 1
            continue
        cells = cut(lines[i])
        if len(cells) < 2:
            if not _is_group(lines, i, cut):
                break
            cells = [Cell(lines[i].text.strip(), lines[i].start, lines[i].end)]
        rows.append(cells)
        i += 1
    return rows, i


def _is_group(lines: Sequence[NumberedLine], i: int, cut: Callable[[NumberedLine], list[Cell]]) -> bool:
    """Whether line ``i`` is a group heading: a short line directly above a row."""
    text = lines[i].text.strip()
    follows = i + 1 < len(lines) and lines[i + 1].number - lines[i].number == 1 and len(cut(lines[i + 1])) > 1
    return (
        follows
        and len(text) <= _LONGEST_GROUP
        and not _CAPTION.search(text)
        and not _PUNCTUATED.search(text)
        and not regex.search(r"\d", text)
    )


def _grids(rows: list[list[Cell]], cut: Callable[[NumberedLine], list[Cell]]) -> Iterator[Grid]:
    """The tables in a block of rows: one, or several without a line between them."""
    if cut is by_bars:
        rows = _without_outer(rows)
    pieces = _pieces(rows)
    if len(pieces) > 1 and not all(_has_numbers(piece) for piece in pieces):
        pieces = [rows]
    for piece in pieces:
        if grid := _grid([row_of(cells) for cells in piece if cells], spaced=cut is SEPARATED[2]):
            yield grid


def _without_outer(rows: list[list[Cell]]) -> list[list[Cell]]:
    """``rows`` without the empty first or last cells that outer bars produce, if all rows have them."""
    several = [row for row in rows if len(row) > 1]
    left = all(not row[0].text for row in several) and any(not row[-1].text for row in several)
    right = all(not row[-1].text for row in several)
    if left and len({len(row) for row in several}) == 1 and not right:
        left = False  # a real column that has no head
    return [row[left : len(row) - right] if len(row) > 1 else row for row in rows]


def _pieces(rows: list[list[Cell]]) -> list[list[list[Cell]]]:
    """``rows`` split where a new table begins: at a row without numbers whose width differs from the row above."""
    pieces: list[list[list[Cell]]] = []
    width = 0
    for row in rows:
        begins = len(row) > 1 and len(row) != width and not any(kind_of(cell.text) == "number" for cell in row)
        if not pieces or (begins and sum(bool(cell.text) for cell in row) > 1):
            pieces.append([])
        width = len(row) if len(row) > 1 else width
        pieces[-1].append(row)
    return pieces


def _has_numbers(rows: Sequence[Sequence[Cell]]) -> bool:
    return len(rows) > 1 and any(kind_of(cell.text) == "number" for row in rows[1:] for cell in row)


def _grid(rows: Sequence[Row], *, spaced: bool) -> Grid | None:
    """The table of ``rows``, or ``None`` if they are text that happens to contain bars or blanks.

    A table has at least two rows and has cells that hold a number alone. Columns separated by blanks need more such cells.
    """
    cells = [cell for row in rows if row.width > 1 for cell in row.cells]
    kinds = [kind_of(cell.text) for cell in cells]
    numbers = kinds.count("number")
    if len(rows) < 2 or not numbers or (spaced and (numbers < 2 or (numbers + kinds.count("empty")) * 4 < len(cells))):
        return None
    if spaced and rows[0].width == 2 and kinds[1] == "number" and all(_is_bare(row.cells[-1].text) for row in rows):
        return None  # a table of contents with page numbers
    widths = {row.width for row in rows if row.width > 1}
    heads = any(kind_of(cell.text) == "words" for row in rows[:2] for cell in row.cells[1:])
    bare = sum(1 for cell, kind in zip(cells, kinds, strict=True) if kind == "number" and _is_bare(cell.text))
    if len(widths) > 1 and not (bare > 1 or (heads and numbers)):
        return None
    return Grid(tuple(rows), rows[0].start, rows[-1].end, (), len(widths) == 1)


def _is_bare(text: str) -> bool:
    number = number_in(text)
    return number is not None and number.unit is None


# --- captions ----------------------------------------------------------------------------------


def _captions(lines: Sequence[NumberedLine], grid: Grid, grids: Sequence[Grid]) -> tuple[tuple[int, int], ...]:
    """The spans of up to ``_MOST_CAPTIONS`` short lines directly above a table and below the previous one."""
    ends = [other.end for other in grids]
    above = bisect_left(ends, grid.start)
    limit = ends[above - 1] if above else -1
    number = bisect_left(lines, grid.start + 1, key=attrgetter("end"))
    found: list[tuple[int, int]] = []
    for i in range(number - 1, max(-1, number - 1 - _MOST_CAPTIONS), -1):
        line = lines[i]
        text = line.text.strip()
        if line.start <= limit or (lines[i + 1].number if i + 1 < len(lines) else line.number) - line.number > _BLANKS_BETWEEN:
            break
        if len(text) > _LONGEST_CAPTION and not (_LEADS_ON.search(text) and not found):
            break
        if _PUNCTUATED.search(text) and not _LEADS_ON.search(text):
            break
        found.append((line.start, line.end))
    return tuple(reversed(found))
