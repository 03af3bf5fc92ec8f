"""A whole article laid out for reading: paragraphs of plain texts, with a mark for every figure and what was not read told apart.

Nothing here is HTML: a component sets each text as text. Put together, the texts are the article, character by character, but for what
keeps the cells of a table apart where the table is shown as one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from typing import Literal, NotRequired, TypedDict

import regex

from analytics.claims.schema import Row
from analytics.i18n.invisible import UNSEEN, code_point
from extractors.model import Article, Table
from extractors.source.clean import clean

_LINE_END = regex.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


class Unseen(TypedDict):
    """A character that can't be seen, by its code point."""

    unseen: str


class Mark(TypedDict):
    """A figure: its claim, its kind, its text exactly as the source has it, and what stands in it, other marks perhaps."""

    claim: str
    kind: str
    text: str
    parts: list[Part]


Part = str | Unseen | Mark


Sort = Literal["read", "aside", "blank", "table", "unread"]


class Cell(TypedDict):
    """A cell of a table: what stands in it, and whether it is a head."""

    head: bool
    parts: list[Part]


class Paragraph(TypedDict):
    """A line with its end: one that was read, one that was not (page furniture, a header), or a blank one.

    A ``table`` has ``rows`` and no ``parts``, ``heads`` of them column heads; of a table that is ``unread`` each line is a paragraph.
    """

    sort: Sort
    parts: list[Part]
    rows: NotRequired[list[list[Cell]]]
    heads: NotRequired[int]


@dataclass(frozen=True, order=True, slots=True)
class _Waiting:
    """A figure to be marked: the earlier first, of two that begin together the longer."""

    start: int
    back: int  # the end, negative
    number: int
    row: Row = field(compare=False)


def article_view(article: Article, claims: Sequence[Row], as_published: bool) -> list[Paragraph]:
    """The paragraphs of an article with a mark for each of its ``claims`` (``claim_id``, ``kind``, ``start``, ``text``).

    ``as_published`` keeps every character of the source; otherwise annotations and noise are cleaned away. A figure within
    another is marked inside it; of two that cross, the later mark begins where the earlier ends.
    """
    spans = [(int(row["start"]), int(row["start"]) + len(row["text"])) for row in claims]
    whole = sorted([*((sentence.start, sentence.end) for sentence in article.sentences), *spans])
    text, at = _shown(article.raw, as_published)
    queue = [_Waiting(at(start), -at(end), number, claims[number]) for number, (start, end) in enumerate(spans)]
    heapify(queue)
    found, starts = list[Paragraph](), [start for start, _ in whole]
    tables = deque(article.tables)
    for start, end in _paragraphs(article.raw, sorted([*whole, *((table.start, table.end) for table in tables)])):
        if tables and tables[0].start < end:
            found += _table_view(article.raw, text, tables.popleft(), (start, end), at, queue, as_lines=as_published)
            continue
        read = bisect_left(starts, start) < bisect_left(starts, end)
        sort: Sort = "read" if read else "aside" if article.raw[start:end].strip() else "blank"
        found.append({"sort": sort, "parts": _parts(text, at(start), at(end), queue)})
    if queue:  # figures at the very end of which cleaning leaves no character
        found[-1]["parts"] += _parts(text, len(text), len(text) + 1, queue)
    return found


def _table_view(
    raw: str, text: str, table: Table, lines: tuple[int, int], at: Callable[[int], int], queue: list[_Waiting], *, as_lines: bool
) -> Iterator[Paragraph]:
    """A table in its place. One that was not read, or is shown as published, is left as its lines stand."""
    if as_lines or not table.read:
        marked = queue and queue[0].start < at(lines[1])  # by a person
        parts = _parts(text, at(lines[0]), at(lines[1]), queue) if table.read or marked else list(_texts(raw[slice(*lines)]))
        yield {"sort": "read" if table.read else "unread", "parts": parts}
        return
    rows: list[list[Cell]] = [
        [
            {"head": r < table.heads or c in table.labels, "parts": _parts(text, at(cell.start), at(cell.end), queue) if cell.text else []}
            for c, cell in enumerate(row)
        ]
        for r, row in enumerate(table.rows)
    ]
    yield {"sort": "table", "parts": [], "rows": rows, "heads": table.heads}


def _shown(raw: str, as_published: bool) -> tuple[str, Callable[[int], int]]:
    """The text to show, and where a position in ``raw`` stands in it."""
    if as_published:
        return raw, lambda position: position
    cleaned = clean(raw)
    return cleaned.text, lambda position: bisect_left(cleaned.origin, position)


def _paragraphs(raw: str, whole: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines of ``raw`` with their ends; none ends within one of the spans ``whole``, which are in order."""
    joined: list[tuple[int, int]] = []
    for start, end in whole:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    starts, begin = [start for start, _ in joined], 0
    for match in _LINE_END.finditer(raw):
        before = bisect_left(starts, match.end()) - 1
        if before < 0 or joined[before][1] <= match.end():
            yield begin, match.end()
            begin = match.end()
    if begin < len(raw):
        yield begin, len(raw)


def _parts(text: str, start: int, end: int, queue: list[_Waiting]) -> list[Part]:
    """``text[start:end]`` with the marks that begin in it, taken off the queue; what reaches beyond begins at its end."""
    parts, position = list[Part](), start
    while queue and queue[0].start < end:
        mark = heappop(queue)
        if -mark.back > end:
            heappush(queue, replace(mark, start=end))
            continue
        parts += _texts(text[position : mark.start])
        row, position = mark.row, -mark.back
        inside = _parts(text, mark.start, position, queue)
        parts.append({"claim": str(row["claim_id"]), "kind": str(row["kind"]), "text": str(row["text"]), "parts": inside})
    return [*parts, *_texts(text[position:end])]


def _texts(text: str) -> Iterator[Part]:
    """Text with unseen characters by their code points."""
    position = 0
    for match in UNSEEN.finditer(text):
        if match.start() > position:
            yield text[position : match.start()]
        yield {"unseen": code_point(match[0])}
        position = match.end()
    if position < len(text):
        yield text[position:]
