"""Tables in cleaned coordinates with their layout, and their conversion to records for display."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractors.model import Table, TableCell
from extractors.source.clean import CleanText
from extractors.tables.grid import Cell, Grid, Row
from extractors.tables.layout import NAMES, Layout, laid_out
from extractors.tables.numbers import kind_of, number_in


class ArticleTable(NamedTuple):
    """A table in cleaned coordinates; a table without a ``layout`` is not read."""

    grid: Grid
    layout: Layout | None


def article_tables(grids: Iterable[Grid], cleaned: CleanText) -> Iterator[ArticleTable]:
    """Lay out ``grids``, whose spans refer to the source. Grids without a layout are dropped as text unless they hold bare numbers."""
    for grid in grids:
        placed = _placed(grid, cleaned)
        layout = laid_out(placed)
        if layout or _has_bare_numbers(placed):
            yield ArticleTable(placed, layout)


def table_record(stands: ArticleTable, cleaned: CleanText) -> Table:
    """The record of a table for display; spans refer to the source text."""
    grid, layout = stands
    rows = tuple(tuple(_source_cell(cell, cleaned) for cell in row.cells) for row in grid.rows)
    return Table(
        *cleaned.source_span(grid.start, grid.end),
        rows,
        layout.head_rows if layout else 0,
        layout.labels if layout else (),
        layout is not None,
    )


def _placed(grid: Grid, cleaned: CleanText) -> Grid:
    """``grid`` with its spans converted from source to cleaned coordinates."""

    def at(position: int) -> int:
        return bisect_left(cleaned.origin, position)

    def cell(one: Cell) -> Cell:
        start, end = at(one.start), at(one.end)
        while start < end and cleaned.text[start].isspace():
            start += 1
        while end > start and cleaned.text[end - 1].isspace():
            end -= 1
        return Cell(cleaned.text[start:end], start, end)

    rows = []
    for row in grid.rows:
        cells = tuple(cell(one) for one in row.cells)
        filled = [one for one in cells if one.text] or list(cells)
        rows.append(Row(cells, filled[0].start, filled[-1].end))
    captions = tuple((at(start), at(end)) for start, end in grid.caption)
    return Grid(tuple(rows), rows[0].start, rows[-1].end, captions, grid.whole)


def _source_cell(cell: Cell, cleaned: CleanText) -> TableCell:
    if cell.start < cell.end:
        return TableCell(cell.text, *cleaned.source_span(cell.start, cell.end))
    at = cleaned.origin[cell.start] if cell.start < len(cleaned.origin) else cleaned.origin[-1] + 1
    return TableCell("", at, at)


def _has_bare_numbers(grid: Grid) -> bool:
    """Whether a grid holds numbers without a unit, which only a head can explain."""
    rows = [row for row in grid.rows if not NAMES.search(row.cells[0].text)]
    numbers = [found for row in rows for cell in row.cells if kind_of(cell.text) == "number" and (found := number_in(cell.text))]
    return sum(number.unit is None for number in numbers) > 1 or (not grid.whole and bool(numbers))
