"""Files that are tables of figures: their rows as lines. An empty row separates two tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analytics.documents.grid import Cell, GiantTableError, is_number, table_lines
from analytics.documents.model import UnreadableError


def figure_lines(rows: Sequence[Sequence[Cell]], source: str) -> list[str]:
    """``rows`` as lines, with an empty line between two tables.

    Raises UnreadableError for ``source``: ``columns`` if no cell after the first column is a number, ``empty`` or ``too_large``.
    """
    if not any(is_number(cell.text) for row in rows for cell in row[1:]):
        raise UnreadableError(source, "columns" if any(cell.text.strip() for row in rows for cell in row) else "empty")
    lines: list[str] = []
    try:
        for part in _parts(rows):
            lines += [*([""] if lines else []), *table_lines(part)]
    except GiantTableError as error:
        raise UnreadableError(source, "too_large") from error
    return lines


def _parts(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    """The groups of rows between empty rows."""
    part: list[Sequence[Cell]] = []
    for row in rows:
        if any(cell.text.strip() for cell in row):
            part.append(row)
        elif part:
            yield part
            part = []
    if part:
        yield part
