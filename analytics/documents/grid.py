"""Tables as text: consecutive lines, one row a line, cells joined by ``|``. A line above or below a table stands by itself.

All readers write tables this way, so that later stages find cells and heads again by their columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import regex

from analytics.documents.limits import MAX_CELLS, MAX_SPAN

BAR = " | "
_REMARK = 12  # characters; a shorter line across a table heads a group of rows
_NUMBER = regex.compile(r"[-+−±]?[\d０-９][\d０-９,，.．]*\s?(?:[%％‰]|\p{Han}{1,3}|个百分点)?")
_ENDS_IN_NUMBER = regex.compile(r"\d\s?(?:[%％‰]|\p{Han}{1,3}|个百分点)?$")
_TIME = regex.compile(r"(?:19|20)\d\d|.*\d\s?(?:年|月|日|季).*")

_OF_THE_TABLE = regex.compile(
    r"(?:数据)?来源\s?[:：]|(?:填报|编制|制表|发布|统计)(?:单位|部门|机构|人|日期|时间)?\s?[:：]|单位\s?[:：]|日期\s?[:：]"
)


class GiantTableError(ValueError):
    """A table with more cells than ``MAX_CELLS``, which a small file can declare through spans."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, the number of columns and rows that it spans, and whether it is marked as a head."""

    text: str
    columns: int = 1
    rows: int = 1
    is_head: bool = False


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """``rows`` as lines; no line holds a line break.

    - A head that spans several columns is repeated in each, so that every column has its complete head. For other cells the further columns
      stay empty.
    - Words that span several rows are repeated in each; numbers are not.
    - A row of one cell above the heads is a title, and a long one below the figures is a remark. Both become lines without bars. So does a
      row above the heads that states source, date or unit.

    Raises GiantTableError.
    """
    filled = _filled(rows)
    opening = next((at for at, row in enumerate(filled) if not (row.only or row.remark)), len(filled))
    heads = next((at for at, row in enumerate(filled) if any(is_number(text) for text in row.texts[1:])), 1)
    return [
        (row.only or row.remark) if at < opening or len(row.only) > _REMARK else row.line(repeats=at < heads)
        for at, row in enumerate(filled)
    ]


def is_number(text: str) -> bool:
    """Whether a cell holds only a number, with or without its unit. A year or a month does not count, since it heads a column."""
    return _NUMBER.fullmatch(text.strip()) is not None and not _TIME.fullmatch(text.strip())


def _states(text: str) -> bool:
    """Whether a cell ends in a number with its unit. Repeated, it would be counted twice."""
    return _ENDS_IN_NUMBER.search(text) is not None and not _TIME.fullmatch(text)


@dataclass(slots=True)
class _Row:
    """A row: its texts by column, the columns ``again`` that the cell to their left spans, and the columns ``heads`` marked as heads."""

    texts: list[str]
    again: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)

    @property
    def only(self) -> str:
        """The text of the only cell that has any, else empty."""
        said = [text for column, text in enumerate(self.texts) if text and column not in self.again]
        return said[0] if len(said) == 1 else ""

    @property
    def remark(self) -> str:
        """The texts of a row about the table itself, such as its source (来源：…), else empty."""
        said = [text for column, text in enumerate(self.texts) if text and column not in self.again]
        return "  ".join(said) if any(map(_OF_THE_TABLE.match, said)) else ""

    def line(self, *, repeats: bool) -> str:
        """The row as a line; with ``repeats``, a head that spans columns is repeated in each."""
        only = self.only
        shown = (
            "" if at in self.again and (_states(text) or only or not (repeats or at in self.heads)) else text
            for at, text in enumerate(self.texts)
        )
        return BAR.join(shown)


def _filled(rows: Sequence[Sequence[Cell]]) -> list[_Row]:
    """The rows that hold text, all as wide as the widest."""
    grid: list[dict[int, tuple[Cell, bool, bool]]] = [{} for _ in rows]  # column → cell, whether it continues from the left, and from above
    count = 0
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[at]:  # a cell of a row above spans this place
                column += 1
            wide, high = max(1, min(cell.columns, MAX_SPAN)), max(1, min(cell.rows, len(rows) - at, MAX_SPAN))
            count += wide * high
            if count > MAX_CELLS:
                raise GiantTableError
            for down in range(high):
                for right in range(wide):
                    grid[at + down].setdefault(column + right, (cell, right > 0, down > 0))
            column += wide
    width = max((max(row) + 1 for row in grid if row), default=0)
    if width * len(grid) > MAX_CELLS:
        raise GiantTableError
    whole = (_row(row, width) for row in grid)
    return [row for row in whole if any(row.texts)]


def _row(cells: Mapping[int, tuple[Cell, bool, bool]], width: int) -> _Row:
    row = _Row([""] * width)
    for column, (cell, again, below) in cells.items():
        text = " ".join(cell.text.replace("|", "/").split())
        row.texts[column] = "" if below and is_number(text) else text
        row.again.update([column] if again else [])
        row.heads.update([column] if cell.is_head else [])
    return row
