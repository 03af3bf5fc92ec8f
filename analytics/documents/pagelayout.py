"""Pages with positioned text: rebuilds paragraphs, columns and tables from pieces of lines.

The file states where characters stand, not where paragraphs end. A line continues in the next one if it reaches the right edge of its
column, or breaks off inside a sentence or a number, and the next line is not indented.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from analytics.documents.grid import Cell, is_number, table_lines
from analytics.documents.joining import LIST_MARK, Growing, joins

# Lines at the top and bottom of a page that may be headers, footers or page numbers.
_EDGE = 2
_PAGE_NUMBER = regex.compile(r"[-—–·•\s]+\d{1,4}[-—–·•\s]+|第\s?\d{1,4}\s?页.{0,12}|\d{1,4}\s?/\s?\d{1,4}|Page \d{1,4}.{0,8}")
_ENDS = regex.compile(r"[。！？!?；;：:][”’）」』]?$")
_INDENT = "\u3000\u3000"  # an indent that the page writes as characters
_EMPTY_CELL = regex.compile(r"[-—–/]{1,2}|…|无")
# In widths of a Chinese character: shortest line of prose, narrowest column of prose, largest gap between two rows of a run.
_PROSE, _COLUMN, _BELOW = 10, 9, 3.0
# Most rows of one run; bounds the time, since each row is compared with all rows before it.
_LONGEST = 150
# Smallest share of figures among the cells of a table, without its first column.
_FIGURES = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text without a wide gap.

    The edges are distances from the upper left corner of the page, and ``em`` is the width of a Chinese character. All have one unit, which
    depends on the format: points, millimetres or pixels. ``line`` is the number of the piece's line in the file.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    em: float
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table; its place among the pieces is its place on the page."""

    lines: tuple[str, ...]


Item = Piece | Table


def paragraphs(pages: Sequence[Sequence[Item]]) -> list[str]:
    """The lines of text of all pages, in reading order, without headers, footers and page numbers.

    Each page comes from ``arranged``.
    """
    return list(_paragraphs(_without_edges(pages)))


# --- columns and tables ------------------------------------------------------------------------


def arranged(pieces: Sequence[Item]) -> list[Item]:
    """The pieces of a page in reading order.

    Tables without ruling lines are found, columns follow one another, and other pieces are joined into the lines of the file.
    """
    loose = [piece for piece in pieces if isinstance(piece, Piece)]
    moved: dict[int, list[Item]] = {}  # id of the first piece of a table or of columns → items that replace it
    gone: set[int] = set()
    for run in _runs(_rows(loose)):
        instead = _as_table(run) or _as_columns(run)
        if instead:
            inside = {id(piece) for row in run for piece in row}
            begin = next(id(piece) for piece in loose if id(piece) in inside)
            moved[begin] = instead
            gone |= inside
    items: list[Item] = []
    for piece in pieces:
        if id(piece) in moved:
            items += moved[id(piece)]
        elif id(piece) not in gone:
            last = items[-1] if items else None
            if isinstance(piece, Piece) and isinstance(last, Piece) and last.line == piece.line:
                items[-1] = _together(last, piece)
            else:
                items.append(piece)
    return items


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces side by side, as rows from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        middle = (piece.top + piece.bottom) / 2
        if rows and middle < rows[-1][0].bottom and abs(rows[-1][0].top + rows[-1][0].bottom - 2 * middle) < piece.em:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _runs(rows: Sequence[Sequence[Piece]]) -> Iterator[list[Sequence[Piece]]]:
    """Runs of consecutive rows whose pieces share columns; at least two rows of a run have several pieces."""
    run: list[Sequence[Piece]] = []
    for row in [*rows, []]:
        if row and run and len(run) < _LONGEST and _fits(run, row):
            run.append(row)
            continue
        while run and len(run[-1]) < 2 and not _belongs(run):
            run.pop()
        if sum(len(each) > 1 for each in run) > 1:
            yield run
        run = [row] if len(row) > 1 else []


def _fits(run: Sequence[Sequence[Piece]], row: Sequence[Piece]) -> bool:
    """Whether ``row`` stands close below ``run`` and fits its columns."""
    last = run[-1][0]
    if row[0].top - last.bottom > _BELOW * last.em:
        return False
    columns = _columns_of([*run, row])
    return len(columns) > 1 and all(len({_column_at(columns, piece) for piece in each}) == len(each) for each in (*run, row))


def _belongs(run: Sequence[Sequence[Piece]]) -> bool:
    """Whether the last row, a single piece, is the end of a column of prose and stands close below it."""
    (piece,) = run[-1]
    above = [each for row in run[:-1] for each in row if each.left < piece.right and piece.left < each.right]
    return (
        bool(above)
        and all((each.right - each.left) > _COLUMN * each.em for each in above)
        and piece.top - above[-1].bottom < 1.5 * piece.em
    )


def _columns_of(run: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """The left and right edges of the columns that the pieces form."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((piece.left, piece.right) for row in run for piece in row):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _column_at(columns: Sequence[tuple[float, float]], piece: Piece) -> int:
    return next(at for at, (left, right) in enumerate(columns) if left <= piece.left <= right)


def _as_table(run: Sequence[Sequence[Piece]]) -> list[Item]:
    """The run as a table; empty if it holds too few figures."""
    columns = _columns_of(run)
    beyond = [piece.text for row in run for piece in row if _column_at(columns, piece)]
    figures = sum(is_number(text) or bool(_EMPTY_CELL.fullmatch(text)) for text in beyond)
    if figures < _FIGURES * len(beyond) or not any(map(is_number, beyond)):
        return []
    cells = []
    for row in run:
        texts = {_column_at(columns, piece): piece.text for piece in row}
        cells.append([Cell(texts.get(at, "")) for at in range(len(columns))])
    return [Table(tuple(table_lines(cells)))]


def _as_columns(run: Sequence[Sequence[Piece]]) -> list[Item]:
    """The pieces of the run, column after column; empty if there are more than three columns or one is too narrow for prose."""
    columns = _columns_of(run)
    if len(columns) > 3 or any(right - left < _COLUMN * run[0][0].em for left, right in columns):
        return []
    return [piece for at in range(len(columns)) for row in run for piece in row if _column_at(columns, piece) == at]


def _together(left: Piece, right: Piece) -> Piece:
    text = f"{left.text} {right.text}"
    whole = (min(left.left, right.left), min(left.top, right.top), max(left.right, right.right), max(left.bottom, right.bottom))
    return Piece(text, *whole, left.em, left.line)


# --- headers, footers and page numbers ---------------------------------------------------------


def _without_edges(pages: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """The pages without page numbers and without lines that recur at the edge of at least half of the pages."""
    texts = {(n, at): item.text for n, page in enumerate(pages) for at, item in enumerate(page) if isinstance(item, Piece)}
    edges = {(n, at) for n, page in enumerate(pages) for at in {*range(len(page))[:_EDGE], *range(len(page))[-_EDGE:]}} & texts.keys()
    alike: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place in sorted(edges):
        alike[regex.sub(r"\d+", "#", texts[place])].append(place)
    dropped = {place for place in edges if _PAGE_NUMBER.fullmatch(texts[place])}
    for places in alike.values():
        on = {number for number, _ in places}
        if len(on) >= max(2, len(pages) / 2) and _counts_pages([(place[0], texts[place]) for place in places]):
            dropped.update(places)
    return [[item for at, item in enumerate(page) if (number, at) not in dropped] for number, page in enumerate(pages)]


def _counts_pages(lines: Sequence[tuple[int, str]]) -> bool:
    """Whether each number in these lines is constant or increases with the page number. The lines differ only in their numbers."""
    numbers = [(page, [int(digits) for digits in regex.findall(r"\d{1,9}", text)]) for page, text in lines]
    columns = zip(*([(value, value - page) for value in values] for page, values in numbers), strict=False)
    return all(len({value for value, _ in column}) == 1 or len({moved for _, moved in column}) == 1 for column in columns)


# --- from lines to paragraphs ------------------------------------------------------------------


def _paragraphs(pages: Sequence[Sequence[Item]]) -> Iterator[str]:
    """The lines of all pages, joined to paragraphs across page breaks; tables as they are."""
    paragraph: Growing | None = None
    goes_on = False
    for page in pages:
        for is_table, items in groupby(page, key=lambda item: isinstance(item, Table)):
            if is_table:
                if paragraph is not None:
                    yield str(paragraph)
                paragraph, goes_on = None, False
                yield from (line for item in items if isinstance(item, Table) for line in item.lines)
                continue
            lines = [item for item in items if isinstance(item, Piece)]
            for line, (left, right) in zip(lines, _edges_of(lines), strict=True):
                begins = line.left > left + 0.8 * line.em or LIST_MARK.match(line.text) is not None or line.text.startswith(_INDENT)
                if paragraph is not None and not begins and (goes_on or joins(paragraph.end, line.text)):
                    paragraph.add(line.text)
                else:
                    if paragraph is not None:
                        yield str(paragraph)
                    paragraph = Growing(line.text)
                goes_on = _goes_on(line, left, right)
    if paragraph is not None:
        yield str(paragraph)


def _goes_on(line: Piece, left: float, right: float) -> bool:
    """Whether a line reaches the right edge of its column, or almost does without ending a sentence."""
    if line.right - line.left <= _PROSE * line.em:
        return False
    short_of = right - line.right
    return short_of < 2.5 * line.em or (short_of < 0.25 * (right - left) and not _ENDS.search(line.text))


def _edges_of(lines: Sequence[Piece]) -> list[tuple[float, float]]:
    """The edges of its column for each line. Lines whose left edges are close together form a column."""
    order = sorted(range(len(lines)), key=lambda at: lines[at].left)
    edges: list[tuple[float, float]] = [(0, 0)] * len(lines)
    begin = 0
    for i in range(1, len(order) + 1):
        if i == len(order) or lines[order[i]].left - lines[order[i - 1]].left > 4 * lines[order[i]].em:
            column = [lines[at] for at in order[begin:i]]
            edge = (column[0].left, max(line.right for line in column))
            for at in order[begin:i]:
                edges[at] = edge
            begin = i
    return edges
