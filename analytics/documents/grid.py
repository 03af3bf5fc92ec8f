"""Tables as text: consecutive lines, one row a line, the cells joined by ``|``; what stands above or below a table is its own line.

Every reader that meets a table writes it so, and whoever reads the text finds cells and heads again by their columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import regex

from analytics.documents.limits import MAX_CELLS, MAX_SPAN

BAR = " | "
_REMARK = 12  # characters; a shorter line across a table is the head of a group of rows
_NUMBER = regex.compile(r"[-+−±]?[\d０-９][\d０-９,，.．]*\s?(?:[%％‰]|\p{Han}{1,3}|个百分点)?")
_ENDS_IN_NUMBER = regex.compile(r"\d\s?(?:[%％‰]|\p{Han}{1,3}|个百分点)?$")
_TIME = regex.compile(r"(?:19|20)\d\d|.*\d\s?(?:年|月|日|季).*")

_OF_THE_TABLE = regex.compile(
    r"(?:数据)?来源\s?[:：]|(?:填报|编制|制表|发布|统计)(?:单位|部门|机构|人|日期|时间)?\s?[:：]|单位\s?[:：]|日期\s?[:：]"
)


class GiantTableError(ValueError):
    """A table of more cells than ``MAX_CELLS``, as small files state them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, over how many columns and rows it goes, and whether it is marked as a head."""

    text: str
    columns: int = 1
    rows: int = 1
    is_head: bool = False


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """``rows`` as lines, of which none holds a line break.

    A head that goes over several columns is repeated in each, so that every column has its whole head; of another cell the further columns
    are empty. Words that go over several rows are repeated in each. A row of one cell above the heads, or a long one below the figures, is
    a title or a remark, and so is one above the heads that says where the table is from or when; its line has no bars. Raises
    GiantTableError.
    """
    filled = _filled(rows)
    opening = next((at for at, row in enumerate(filled) if not (row.only or row.remark)), len(filled))
    heads = next((at for at, row in enumerate(filled) if any(is_number(text) for text in row.texts[1:])), 1)
    return [
        (row.only or row.remark) if at < opening or len(row.only) > _REMARK else row.line(repeats=at < heads)
        for at, row in enumerate(filled)
    ]


def is_number(text: str) -> bool:
    """Whether a cell holds a number, with or without its unit, and nothing else; a year or a month is none but the head of a column."""
    return _NUMBER.fullmatch(text.strip()) is not None and not _TIME.fullmatch(text.strip())


def _states(text: str) -> bool:
    """Whether a cell ends in a number with its unit, which said twice would count twice."""
    return _ENDS_IN_NUMBER.search(text) is not None and not _TIME.fullmatch(text)


@dataclass(slots=True)
class _Row:
    """The texts of a row by column; the columns ``again``, into which the cell to their left goes on; those that are marked as heads."""

    texts: list[str]
    again: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)

    @property
    def only(self) -> str:
        """The text of the one cell that has any, else nothing."""
        said = [text for column, text in enumerate(self.texts) if text and column not in self.again]
        return said[0] if len(said) == 1 else ""

    @property
    def remark(self) -> str:
        """The texts of a row that says of the table where it is from, when or by whom (来源：…), else nothing."""
        said = [text for column, text in enumerate(self.texts) if text and column not in self.again]
        return "  ".join(said) if any(map(_OF_THE_TABLE.match, said)) else ""

    def line(self, *, repeats: bool) -> str:
        """The row as it is written, heads over several columns ``repeats`` times or once."""
        shown = (
            "" if at in self.again and (_states(text) or self.only or not (repeats or at in self.heads)) else text
            for at, text in enumerate(self.texts)
        )
        return BAR.join(shown)


def _filled(rows: Sequence[Sequence[Cell]]) -> list[_Row]:
    """Every row that holds text, with as many cells as the widest has."""
    grid: list[dict[int, tuple[Cell, bool, bool]]] = [{} for _ in rows]  # column → cell, whether it began to the left, and above
    count = 0
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[at]:  # a cell of a row above reaches down to here
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
