"""A table as detected in a text: rows of cells, and its captions."""

from __future__ import annotations

from typing import NamedTuple


class Cell(NamedTuple):
    """A cell: its stripped text and its span. The span of an empty cell has length 0 and lies between its neighbours."""

    text: str
    start: int
    end: int


class Row(NamedTuple):
    """A row: its cells, and the span from its first non-empty cell to its last."""

    cells: tuple[Cell, ...]
    start: int
    end: int

    @property
    def width(self) -> int:
        """The number of cells."""
        return len(self.cells)

    @property
    def text(self) -> str:
        """The row as one string: ``刑事警情 | 62 | -5.2``."""
        return " | ".join(cell.text for cell in self.cells)

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that are not empty."""
        return tuple(cell for cell in self.cells if cell.text)


class Grid(NamedTuple):
    """A table. ``caption`` holds the spans of the caption lines above it, in text order.

    ``whole`` is true if all rows have the same width, which the layout requires.
    """

    rows: tuple[Row, ...]
    start: int
    end: int
    caption: tuple[tuple[int, int], ...]
    whole: bool
