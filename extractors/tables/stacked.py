"""Tables that were flattened to one cell per line: the heads first, then row after row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import regex

from extractors.figures.units import split_unit, unit_of
from extractors.tables.grid import Cell, Grid
from extractors.tables.heads import read_head
from extractors.tables.lines import NumberedLine, row_of
from extractors.tables.numbers import Kind, is_bare_year, kind_of, number_in

_LONGEST = 24  # characters of a cell
_MOST_COLUMNS = 12
_ENDED = regex.compile(r"[。！？!?；;，,、：:]$")
_NUMBER = regex.compile(r"[-+−↑↓]?\s?[$￥¥]?\d[\d,. ]*[%％]?\p{Han}{0,4}")  # a cheap first test: most lines fail it
_NO_HEAD = regex.compile(r"单位\s?[:：]|表$|^(?:附?表|续表)\s?[\d一二三四五六七八九十]|统计$|情况$")
_CORNER = regex.compile(
    r"(?:指标|项目|类别|类型|种类|名称|单位|地区|区域|区县|县区|序号|部门|月份|年份|年度|时间|警情类别|案件类别|案件类型)(?:名称)?"
)


def stacked(runs: Iterable[Sequence[NumberedLine]], as_read: Callable[[Cell], Cell]) -> Iterator[Grid]:
    """The tables among ``runs`` of lines; ``as_read`` replaces the text of a cell with its cleaned text."""
    for run in runs:
        cells: list[Cell] = []
        last = -9
        for line in run:
            cell = as_read(Cell(line.text, *_trimmed(line)))
            is_cell = len(cell.text) <= _LONGEST and not _ENDED.search(cell.text) and line.number - last <= 2
            if not is_cell and cells:
                yield from _table(cells)
                cells = []
            last = line.number
            if len(cell.text) <= _LONGEST and not _ENDED.search(cell.text):
                cells.append(cell)
        yield from _table(cells)


def _trimmed(line: NumberedLine) -> tuple[int, int]:
    left = len(line.text) - len(line.text.lstrip())
    return line.start + left, line.start + len(line.text.rstrip(" \t\u3000\xa0\r|｜│┃"))


def _table(cells: Sequence[Cell]) -> Iterator[Grid]:
    """The table in a run of short lines, if there is one; ``whole`` is false if its cells do not form rows of equal width."""
    if sum(1 for cell in cells if _NUMBER.fullmatch(cell.text)) < 2:
        return
    if numbered := _numbered(cells):
        yield numbered
        return
    kinds: list[Kind] = [kind_of(cell.text) for cell in cells]
    first_number = next((i for i, kind in enumerate(kinds) if kind == "number"), len(kinds))
    for i in range(first_number, len(kinds)):  # after a number, a bare year counts as a number
        if is_bare_year(cells[i].text):
            kinds[i] = "number"
    numbers = [i for i, kind in enumerate(kinds) if kind == "number"]
    if len(numbers) < 2 or numbers[0] < 1:
        return
    labels = 2 if numbers[0] > 1 and unit_of(cells[numbers[0] - 1].text) else 1  # the second says the unit of the row
    first, last = numbers[0] - labels, numbers[-1]
    while last + 1 < len(kinds) and kinds[last + 1] == "empty":
        last += 1
    behind = next((i for i in range(first + labels, len(kinds)) if kinds[i] in ("words", "date")), last + 1)
    width = behind - first
    head = first - width
    if labels < width <= _MOST_COLUMNS and (last + 1 - first) % width == 0 and _in_rows(kinds[first : last + 1], width, labels):
        if head >= 0 and _are_heads(cells[head:first], kinds[head:first], labels):
            yield _grid(cells[head : last + 1], width)
            return
        if width == 2 and all(_says_its_unit(cells[i].text, cells[i + 1].text) for i in range(first, last, 2)):
            yield _grid(cells[first : last + 1], 2)
            return
    bare = sum(1 for i in numbers if (number := number_in(cells[i].text)) and number.unit is None)
    if first >= 2 and bare > 2 and len(numbers) * 4 >= last - first and not _counts_up(cells, numbers):
        begin = max(0, first - _MOST_COLUMNS)
        rows = [row_of([cell]) for cell in cells[begin : last + 1]]
        yield Grid(tuple(rows), rows[0].start, rows[-1].end, (), whole=False)


def _numbered(cells: Sequence[Cell]) -> Grid | None:
    """A table whose first head is 序号 and whose rows are numbered 1, 2, 3 …, without the numbering column; else ``None``."""
    head = next((i for i, cell in enumerate(cells) if cell.text == "序号"), len(cells))
    first = next((i for i in range(head + 2, len(cells)) if cells[i].text == "1"), len(cells))
    width = first - head
    if first == len(cells) or width > _MOST_COLUMNS:
        return None
    rows = [cells[i : i + width] for i in range(first, len(cells) - width + 1, width)]
    while rows and rows[-1][0].text != str(len(rows)):
        rows.pop()
    if not rows or any(row[0].text != str(number) for number, row in enumerate(rows, start=1)):
        return None
    kinds: list[Kind] = ["number" if is_bare_year(cell.text) else kind_of(cell.text) for row in rows for cell in row[1:]]
    if not _in_rows(kinds, width - 1, 1):
        return None
    return _grid([cell for row in (cells[head:first], *rows) for cell in row[1:]], width - 1)


def _in_rows(kinds: Sequence[Kind], width: int, labels: int) -> bool:
    """Whether each row of ``width`` cells begins with ``labels`` cells of text and continues with numbers or empty cells."""
    return all(kind in ("words", "date", "year") if i % width < labels else kind in ("number", "empty") for i, kind in enumerate(kinds))


def _are_heads(cells: Sequence[Cell], kinds: Sequence[Kind], labels: int) -> bool:
    """Whether cells can be the heads of a table whose rows begin with ``labels`` cells of text; only heads of changes occur twice."""
    levels = [cell.text for cell in cells if read_head((cell.text,)).sort == "level"]
    return (
        all(kind in ("words", "date", "year") for kind in kinds)
        and not any(_NO_HEAD.search(cell.text) for cell in cells)
        and not any(_CORNER.fullmatch(split_unit(cell.text)[0]) for cell in cells[labels:])
        and len({*levels}) == len(levels)
    )


def _says_its_unit(label: str, cell: str) -> bool:
    number = number_in(cell)
    return kind_of(label) == "words" and number is not None and (number.unit is not None or split_unit(label)[1] is not None)


def _counts_up(cells: Sequence[Cell], numbers: Sequence[int]) -> bool:
    """Whether the numbers are consecutive (1, 2, 3), as in a numbered list."""
    texts = [cells[i].text for i in numbers]
    return texts == [str(n) for n in range(int(texts[0]), int(texts[0]) + len(texts))] if texts[0].isdecimal() else False


def _grid(cells: Sequence[Cell], width: int) -> Grid:
    rows = [row_of(cells[i : i + width]) for i in range(0, len(cells), width)]
    return Grid(tuple(rows), rows[0].start, rows[-1].end, (), whole=True)
