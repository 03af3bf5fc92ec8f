"""The layout of a whole article: paragraphs of plain text, with a mark for each figure and unread lines set apart.

Nothing here is HTML: a component inserts each text as text. Joined together, the texts equal the article character by character, except for
the cell separators of a table that is shown as a table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Literal, NotRequired, TypedDict

import regex

from analytics.claims.rows import ListedClaim
from analytics.i18n.invisible import UNSEEN, code_point
from extractors.model import Article, Table
from extractors.source.clean import clean

_LINE_END = regex.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


class Unseen(TypedDict):
    """An invisible character, given by its code point."""

    unseen: str


class Mark(TypedDict):
    """A figure: claim id, kind, source text, and contents, which may include nested marks."""

    claim: str
    kind: str
    text: str
    parts: list[Part]


class HitMark(TypedDict):
    """Words that a search has found: the number of the occurrence, and contents. One that overlaps a figure is cut into several."""

    hit: int
    parts: list[Part]


Part = str | Unseen | Mark | HitMark


Sort = Literal["read", "aside", "blank", "table", "unread"]


class Cell(TypedDict):
    """A table cell: its contents, and whether it is a header."""

    head: bool
    parts: list[Part]


class Paragraph(TypedDict):
    """A line with its line break: read, not read (page furniture, a header) or blank.

    A paragraph of sort ``table`` has ``rows`` instead of ``parts``; the first ``heads`` rows are column headers. An ``unread`` table yields
    one paragraph holding its lines.
    """

    sort: Sort
    parts: list[Part]
    rows: NotRequired[list[list[Cell]]]
    heads: NotRequired[int]


@dataclass(frozen=True, order=True, slots=True)
class _Waiting:
    """A figure, or the number of an occurrence, still to be marked. Order: earlier start first; at the same start, the longer one first."""

    start: int
    back: int  # the end, negative
    number: int
    what: ListedClaim | int = field(compare=False)


def article_view(
    article: Article, claims: Sequence[ListedClaim], as_published: bool, hits: Sequence[tuple[int, int]] = ()
) -> list[Paragraph]:
    """Paragraphs of an article, with a mark for each of its ``claims``, and for each source span of ``hits``.

    ``as_published`` keeps every character of the source; otherwise annotations and noise are removed. Nested figures give nested marks; of
    two overlapping figures, the later mark starts where the earlier one ends.
    """
    spans = [(claim.start, claim.start + len(claim.text)) for claim in claims]
    whole = sorted([*((sentence.start, sentence.end) for sentence in article.sentences), *spans])
    text, at = _shown(article.raw, as_published)
    queue = [_Waiting(at(start), -at(end), number, claims[number]) for number, (start, end) in enumerate(spans)]
    edges = sorted({edge for span in spans for edge in span})
    queue += [_Waiting(at(start), -at(end), len(spans), number) for number, hit in enumerate(hits) for start, end in _cut(hit, edges)]
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


def has_hit(paragraph: Paragraph) -> bool:
    """Whether the words of a search stand in a line."""
    return any(isinstance(part, dict) and "hit" in part for part in paragraph["parts"])


def _cut(hit: tuple[int, int], edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pieces of a hit that lie inside of figures or between them, so that no mark overlaps another in part. ``edges`` are ascending."""
    start, end = hit
    yield from pairwise([start, *edges[bisect_right(edges, start) : bisect_left(edges, end)], end])


def _table_view(
    raw: str, text: str, table: Table, lines: tuple[int, int], at: Callable[[int], int], queue: list[_Waiting], *, as_lines: bool
) -> Iterator[Paragraph]:
    """A table in place. An unread table, or any table with ``as_lines``, stays plain lines."""
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
    """Text to show, and a function from an offset in ``raw`` to an offset in that text."""
    if as_published:
        return raw, lambda position: position
    cleaned = clean(raw)
    return cleaned.text, lambda position: bisect_left(cleaned.origin, position)


def _paragraphs(raw: str, whole: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of the lines of ``raw``, line breaks included. No line ends inside one of the spans ``whole``, which must be sorted."""
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
    """Parts of ``text[start:end]``; takes the marks that start there off the queue.

    A figure reaching past ``end`` is put back to start there.
    """
    parts, position = list[Part](), start
    while queue and queue[0].start < end:
        mark = heappop(queue)
        if -mark.back > end:
            heappush(queue, replace(mark, start=end))
            if not isinstance(mark.what, int):
                continue
            mark = replace(mark, back=-end)  # what was found is marked on either side of a line break
        begin = max(mark.start, start)  # what was found may begin between two cells of a table
        parts += _texts(text[position:begin])
        position = max(begin, -mark.back)
        inside = _parts(text, begin, position, queue)
        if inside or not isinstance(mark.what, int):
            parts.append(_marked(mark.what, inside))
    return [*parts, *_texts(text[position:end])]


def _marked(what: ListedClaim | int, inside: list[Part]) -> Mark | HitMark:
    if isinstance(what, int):
        return {"hit": what, "parts": inside}
    return {"claim": what.claim_id, "kind": what.kind, "text": what.text, "parts": inside}


def _texts(text: str) -> Iterator[Part]:
    """Split text so that each invisible character is given by its code point."""
    position = 0
    for match in UNSEEN.finditer(text):
        if match.start() > position:
            yield text[position : match.start()]
        yield {"unseen": code_point(match[0])}
        position = match.end()
    if position < len(text):
        yield text[position:]
