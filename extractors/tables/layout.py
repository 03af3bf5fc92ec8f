"""Table layout: tells title rows, column heads, row heads and data cells apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from extractors.figures.units import split_unit, unit_of
from extractors.tables.grid import Cell, Grid, Row
from extractors.tables.heads import read_head
from extractors.tables.numbers import Kind, kind_of, names_something, number_in

_INDEX = regex.compile(r"序号|编号|序列|No\.?|NO\.?|#|排序|序")
_TIMES = regex.compile(r"年份|年度|年|月份|月|时间|日期|季度|时段|统计时间|期间")
_UNIT_HEAD = regex.compile(r"(?:计量)?单位")
# Numbers in such a column are identifiers, not quantities.
NAMES = regex.compile(
    r"(?:电话|热线|专线|传真|邮编|邮政编码|联系方式|手机|[编文证账警工]号|号码|代码|车牌|QQ|序号|页码|页)(?:号码?)?$|备注|说明"
)


class Layout(NamedTuple):
    """The layout of a table. Columns are indexes from 0.

    ``titles`` are the texts of rows at the top that consist of one cell. ``heads`` lists the heads of each column from top to bottom,
    with merged cells filled in; ``data`` are the rows below. ``labels`` are the columns of row heads, ``values`` the columns that may
    hold numbers, ``units`` is the column with the unit of each row, or -1. ``head_rows`` is the number of rows above ``data``,
    titles included.
    """

    titles: tuple[str, ...]
    heads: tuple[tuple[str, ...], ...]
    labels: tuple[int, ...]
    units: int
    values: tuple[int, ...]
    data: tuple[Row, ...]
    head_rows: int

    def label_head(self, column: int) -> str:
        """The lowest head of a column; empty if it has none."""
        return self.heads[column][-1] if self.heads and self.heads[column] else ""


def laid_out(grid: Grid) -> Layout | None:
    """The layout of a table; ``None`` if its heads can't be identified or a column of numbers has no head."""
    if not grid.whole:
        return None
    rows, titles = _below_titles(list(grid.rows))
    rows = [row for row in rows if row.width > 1]
    if len(rows) < 1:
        return None
    count = _head_rows(rows)
    if not count:
        return _pairs(grid, rows, titles)
    heads = _heads(rows[:count])
    again = {row.text for row in rows[:count]}
    data = [row for row in rows[count:] if row.text not in again and len({cell.text for cell in row.filled}) > 1]
    if not data:
        return None
    return _by_columns(grid, titles, heads, data, grid.rows.index(rows[count - 1]) + 1)


def _below_titles(rows: list[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """``rows`` without the title rows at the top, which are one cell across all columns, and the titles."""
    titles: list[str] = []
    while len(rows) > 2 and (row := rows[0]) and len({cell.text for cell in row.filled}) == 1 and kind_of(row.filled[0].text) != "number":
        titles.append(row.filled[0].text)
        rows = rows[1:]
    return rows, tuple(titles)


def _head_rows(rows: Sequence[Row]) -> int:
    """The number of rows of column heads (0 to 3): 0 if the first row holds numbers, more than 1 if its heads span several columns."""
    if not _could_head(rows[0]):
        return 0
    count = 1
    while (
        count < min(3, len(rows) - 1) and _spans(rows[count - 1]) and _could_head(rows[count]) and _continues(rows[count - 1], rows[count])
    ):
        count += 1
    return count if count < len(rows) else 0


def _could_head(row: Row) -> bool:
    kinds = [kind_of(cell.text) for cell in row.cells]
    if any(names_something(cell.text) for cell in row.cells):
        return False
    return (
        "number" not in kinds
        and sum(kind != "empty" for kind in kinds) > (row.width > 2)
        and not any(cell.text in ("—", "-", "－", "–", "--", "/") for cell in row.cells[1:])
    )


def _spans(row: Row) -> bool:
    """Whether a head in ``row`` spans several columns: its text is repeated, or the next cell is empty."""
    texts = [cell.text for cell in row.cells]
    return any(not text or text == before for before, text in pairwise(texts))


def _continues(above: Row, below: Row) -> bool:
    """Whether ``below`` continues the heads of ``above``: its first cell is empty or repeats the one above."""
    return not below.cells[0].text or below.cells[0].text == above.cells[0].text


def _heads(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """The heads of each column from top to bottom. A head also covers empty cells to its right that have a head below."""
    width = rows[0].width
    levels: list[list[str]] = []
    for level, row in enumerate(rows):
        texts = [cell.text for cell in row.cells]
        for column in range(1, width):
            below = any(other.cells[column].text for other in rows[level + 1 :])
            under_one = level == 0 or levels[level - 1][column] == levels[level - 1][column - 1]
            if not texts[column] and below and under_one and column > 1:
                texts[column] = texts[column - 1]
        levels.append(texts)
    return tuple(tuple(dict.fromkeys(level[column] for level in levels if level[column])) for column in range(width))


def _by_columns(
    grid: Grid, titles: tuple[str, ...], heads: tuple[tuple[str, ...], ...], data: Sequence[Row], head_rows: int
) -> Layout | None:
    kinds = [[kind_of(row.cells[column].text) for row in data] for column in range(len(heads))]
    cells = [[row.cells[column] for row in data] for column in range(len(heads))]
    index = [column for column in range(len(heads)) if _is_index(heads[column], cells[column], kinds[column], column)]
    units = next((column for column in range(len(heads)) if _is_of_units(heads[column], cells[column])), -1)
    numeric = [
        column for column in range(len(heads)) if column not in index and column != units and _is_numeric(heads, cells, kinds, column)
    ]
    if not numeric or any(not heads[column] for column in numeric):
        return None
    labels = tuple(
        column
        for column in range(numeric[0])
        if column not in index and column != units and not _names_something(heads[column]) and _is_label(kinds[column])
    )
    # Two columns with the same heads are ambiguous, except changes and shares, which refer to the column before them.
    repeated = [heads[column] for column in numeric if read_head(heads[column]).sort not in ("change", "share")]
    if len(set(repeated)) < len(repeated):
        return None
    others = tuple(column for column in range(len(heads)) if column not in (*index, *labels, units) and not _names_something(heads[column]))
    return Layout(titles, heads, labels, units, others, tuple(data), head_rows)


def _is_index(head: tuple[str, ...], cells: Sequence[Cell], kinds: Sequence[Kind], column: int) -> bool:
    if head and _INDEX.fullmatch(head[-1]):
        return True
    texts = [cell.text for cell in cells]
    return column == 0 and not head and texts == [str(number) for number in range(1, len(texts) + 1)]


def _is_of_units(head: tuple[str, ...], cells: Sequence[Cell]) -> bool:
    filled = [cell.text for cell in cells if cell.text]
    return bool(head) and bool(_UNIT_HEAD.fullmatch(head[-1])) and bool(filled) and all(unit_of(text) for text in filled)


def _is_numeric(heads: Sequence[tuple[str, ...]], cells: Sequence[Sequence[Cell]], kinds: Sequence[Sequence[Kind]], column: int) -> bool:
    """Whether a column holds numbers. Bare years are row heads in the first column or under a head such as 年份."""
    found = kinds[column]
    if "number" not in found and "year" in found:
        bare = all(kind == "empty" or regex.fullmatch(r"\d{4}", cell.text) for cell, kind in zip(cells[column], found, strict=True))
        return bare and column > 0 and not any(_TIMES.fullmatch(head) for head in heads[column])
    if _names_something(heads[column]):
        return False
    if column == 0 and _are_bounds(cells[column]):
        return False
    return "number" in found and found.count("number") * 2 >= sum(kind != "empty" for kind in found)


def _are_bounds(cells: Sequence[Cell]) -> bool:
    """Whether most numbers in a column are ranges or limits (18岁以下, 18—30岁), which makes them row heads."""
    numbers = [number for cell in cells if (number := number_in(cell.text))]
    return bool(numbers) and sum(number.amount.bound in ("range", "over", "under") for number in numbers) * 2 > len(numbers)


def _names_something(head: tuple[str, ...]) -> bool:
    return bool(head) and bool(NAMES.search(head[-1]))


def _is_label(kinds: Sequence[Kind]) -> bool:
    return any(kind != "empty" for kind in kinds)


def _pairs(grid: Grid, rows: Sequence[Row], titles: tuple[str, ...]) -> Layout | None:
    """The layout of a table without column heads: subject and number in each row. Every number needs a unit."""
    if rows[0].width != 2 or titles:
        return None
    for row in rows:
        label, cell = row.cells
        number = number_in(cell.text)
        if kind_of(label.text) != "words" or not regex.search(r"\p{Han}{2}", label.text) or NAMES.search(label.text):
            return None
        if kind_of(cell.text) != "empty" and (number is None or (number.unit is None and split_unit(label.text)[1] is None)):
            return None
    return Layout((), ((), ()), (0,), -1, (1,), tuple(rows), 0)
