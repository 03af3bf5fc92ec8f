"""A table as it stands in a text: rows of cells, with the lines above that speak of all of it."""

from __future__ import annotations

from typing import NamedTuple


class Cell(NamedTuple):
    """A cell: its text without blanks around it, and where that stands; an empty one stands between its neighbours."""

    text: str
    start: int
    end: int


class Row(NamedTuple):
    """The cells of a row, and the span from the first of its characters to the last."""

    cells: tuple[Cell, ...]
    start: int
    end: int

    @property
    def width(self) -> int:
        return len(self.cells)

    @property
    def text(self) -> str:
        """The row as it is read: ``刑事警情 | 62 | -5.2``."""
        return " | ".join(cell.text for cell in self.cells)

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold anything."""
        return tuple(cell for cell in self.cells if cell.text)


class Grid(NamedTuple):
    """A table from its first row to its last; ``caption``: the spans of the lines above that speak of it, the first first.

    ``whole`` where all rows are of one width, which a table needs that is to be read.
    """

    rows: tuple[Row, ...]
    start: int
    end: int
    caption: tuple[tuple[int, int], ...]
    whole: bool
