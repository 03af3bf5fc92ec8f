"""The sentence of a claim as escaped HTML with its figure marked: the only module that turns article text into HTML.

``articleview`` lays out a whole article as plain texts.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from analytics.claims.rows import InnovationRow, Located, WholeClaim
from analytics.i18n.invisible import UNSEEN, code_point
from extractors.model import Article, Sentence, Table, TableCell
from extractors.source.clean import CleanText, clean

_LONG = 160  # characters up to which a sentence is shown whole
_CLAUSE, _SEARCHED = re.compile("[，；。：、,;]"), 30  # where a sentence is cut, if one is within so many characters


class Passage(NamedTuple):
    """A claim's sentence split around its ``figure``; ``before`` and ``after`` are the neighbouring sentences, or empty."""

    before: str
    lead: str
    figure: str
    rest: str
    after: str


class Clipped(NamedTuple):
    """A sentence around its figure: ``lead`` and ``rest`` stand near it, ``head`` and ``tail`` are what was cut off, or empty."""

    head: str
    lead: str
    rest: str
    tail: str


def clipped(seen: Passage) -> Clipped:
    """A sentence of more than ``_LONG`` characters, cut to the clauses around its figure."""
    if len(seen.lead) + len(seen.figure) + len(seen.rest) <= _LONG:
        return Clipped("", seen.lead, seen.rest, "")
    room = _LONG - len(seen.figure)
    before = min(len(seen.lead), max(room // 2, room - len(seen.rest)))
    cut, end = len(seen.lead) - before, min(len(seen.rest), room - before)
    if cut and (clause := _CLAUSE.search(seen.lead, cut, cut + _SEARCHED)):
        cut = clause.end()
    if end < len(seen.rest) and (clauses := list(_CLAUSE.finditer(seen.rest, max(0, end - _SEARCHED), end))):
        end = clauses[-1].end()
    return Clipped(seen.lead[:cut], seen.lead[cut:], seen.rest[:end], seen.rest[end:])


def passage(article: Article, figure: Located, as_published: bool) -> Passage:
    """The sentence around a figure, with its neighbours.

    ``as_published`` keeps every character of the source; otherwise annotations and noise are removed. A figure added by a reviewer may lie
    outside every sentence, for example in a headline; its line then stands in for the sentence.
    """
    if not as_published and (found := cell_of(article, figure.start)):
        return _passage_in_table(article, *found, figure.start, figure.end)
    sentence = Sentence("", figure.sentence_start, figure.sentence_end, 0)
    before = max((other for other in article.sentences if other.end <= sentence.start), key=lambda other: other.start, default=None)
    after = min((other for other in article.sentences if other.start >= sentence.end), key=lambda other: other.start, default=None)
    raw = article.raw[sentence.start : sentence.end]
    start, end = figure.start - sentence.start, figure.end - sentence.start
    if not as_published:
        cleaned = clean(raw)
        start, end = bisect_left(cleaned.origin, start), bisect_left(cleaned.origin, end)
        raw = cleaned.text
    return Passage(
        _neighbour(article, before, as_published), raw[:start], raw[start:end], raw[end:], _neighbour(article, after, as_published)
    )


def evidence_html(article: Article, claim: WholeClaim, as_published: bool, whole: str = "") -> str:
    """The sentence of a claim with ``<mark>`` around the figure, between its paler neighbours.

    ``whole`` is the label of a switch that shows a long sentence whole; without it, every sentence is.

    ``data-text`` holds the figure exactly as in the source. ``as_published`` keeps every character of the source and shows invisible ones
    by code point; otherwise annotations and noise are removed.
    """
    return _evidence(article, claim, claim.claim_id, claim.kind, as_published, whole)


def introduction_html(article: Article, innovation: InnovationRow) -> str:
    """Evidence for an innovation at its first mention in an article, cleaned."""
    return _evidence(article, innovation, innovation.innovation_id, "name", as_published=False)


def _evidence(article: Article, figure: Located, name: str, kind: str, as_published: bool, whole: str = "") -> str:
    seen = passage(article, figure, as_published)
    found = cell_of(article, figure.start)
    source = article.raw[figure.start : figure.end]
    attributes = f'data-claim="{escape(name)}" data-text="{_attribute(source)}"'
    mark = f'<mark class="kind-{escape(kind)}" {attributes}>{visible(seen.figure)}</mark>'
    if found:
        shown = _table(article, found, _marked_cell(article, found, figure, mark, as_published), as_published)
    else:
        near = clipped(seen) if whole else Clipped("", seen.lead, seen.rest, "")
        shown = f'<span class="sentence">{_far(near.head)}{visible(near.lead)}{mark}{visible(near.rest)}{_far(near.tail)}</span>'
        if near.head or near.tail:
            shown += f'<details class="whole"><summary>{escape(whole)}</summary></details>'
    parts = [_around(seen.before), shown, _around(seen.after)]
    view = "as-published" if as_published else "cleaned"
    return f'<blockquote class="evidence {view}" lang="zh">{"".join(parts)}</blockquote>'


# --- a claim in a table --------------------------------------------------------------------------

_ROWS_AROUND, _COLUMNS_AROUND = 3, 1  # shown of a large table on either side of the claim's cell


def cell_of(article: Article, start: int) -> tuple[Table, int, int] | None:
    """Table, row index and column index of the cell that contains offset ``start``; None outside tables that were read."""
    number = bisect_right(article.tables, start, key=lambda table: table.start) - 1
    if number < 0 or start >= article.tables[number].end or not article.tables[number].read:
        return None
    table = article.tables[number]
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            if cell.start <= start < cell.end:
                return table, r, c
    return None


def _head_of(table: Table, r: int, c: int) -> int:
    """Column index of the header cell above column ``c`` in row ``r``; for merged cells, the first one."""
    column = min(c, len(table.rows[r]) - 1)
    while column and not table.rows[r][column].text:
        column -= 1
    return column


def _passage_in_table(article: Article, table: Table, r: int, c: int, start: int, end: int) -> Passage:
    """The table row as text, its cells separated by bars, with the sentences before and after the table."""
    before = max((other for other in article.sentences if other.end <= table.start), key=lambda other: other.start, default=None)
    after = min((other for other in article.sentences if other.start >= table.end), key=lambda other: other.start, default=None)
    cells, cell = [cell.text for cell in table.rows[r]], table.rows[r][c]
    lead, figure, rest = _cut(article, cell, start, end, as_published=False)
    return Passage(
        _neighbour(article, before, False), " | ".join([*cells[:c], lead]), figure, " | ".join([rest, *cells[c + 1 :]]), _neighbour(article, after, False)
    )  # fmt: skip


def _cut(article: Article, cell: TableCell, start: int, end: int, *, as_published: bool) -> tuple[str, str, str]:
    """Text of a cell before, in and after its figure."""
    text = article.raw[cell.start : cell.end]
    start, end = start - cell.start, end - cell.start
    if not as_published:
        cleaned = clean(text)
        start, end, text = bisect_left(cleaned.origin, start), bisect_left(cleaned.origin, end), cleaned.text
    return text[:start], text[start:end], text[end:]


def _marked_cell(article: Article, found: tuple[Table, int, int], figure: Located, mark: str, as_published: bool) -> str:
    table, r, c = found
    lead, _, rest = _cut(article, table.rows[r][c], figure.start, figure.end, as_published=as_published)
    return f"{visible(lead)}{mark}{visible(rest)}"


def _table(article: Article, found: tuple[Table, int, int], marked: str, as_published: bool) -> str:
    """The table with the claim's cell ``marked`` and its headers highlighted; a large table is cut to the cell's surroundings."""
    table, r, c = found
    columns = [column for column in range(len(table.rows[r])) if column in table.labels or abs(column - c) <= _COLUMNS_AROUND]
    numbers = [number for number in range(len(table.rows)) if number < table.heads or abs(number - r) <= _ROWS_AROUND]
    rows: list[str] = []
    for before, number in pairwise([-1, *numbers, len(table.rows)]):
        if number - before > 1:
            rows.append(f'<tr class="left-out"><td colspan="{2 * len(columns)}">…</td></tr>')
        if number < len(table.rows):
            rows.append(f"<tr>{''.join(_cells(article, found, number, columns, marked, as_published))}</tr>")
    return f'<div class="quoted-table"><table>{"".join(rows)}</table></div>'


def _cells(
    article: Article, found: tuple[Table, int, int], number: int, columns: Sequence[int], marked: str, as_published: bool
) -> Iterator[str]:
    """Cells of a row in the given ``columns``.

    If the first column of a merged header is omitted, its text moves to the next column shown.
    """
    table, r, c = found
    row = table.rows[number]
    for before, column in pairwise([-1, *columns, len(table.rows[r])]):
        if column - before > 1:
            yield '<td class="left-out">…</td>'
        if column >= len(row):
            continue
        cell, is_head = row[column], number < table.heads
        if is_head and _head_of(table, number, column) not in columns:
            cell = row[_head_of(table, number, column)]
        over = is_head and column not in table.labels and _head_of(table, number, column) == _head_of(table, number, c) and bool(cell.text)
        if (number, column) == (r, c):
            yield f'<td class="cell-on">{marked}</td>'
            continue
        name = "th" if is_head or column in table.labels else "td"
        lit = ' class="lit"' if over or (number == r and column in table.labels) else ""
        yield f"<{name}{lit}>{visible(article.raw[cell.start : cell.end] if as_published else cell.text)}</{name}>"


def _neighbour(article: Article, sentence: Sentence | None, as_published: bool) -> str:
    if sentence is None:
        return ""
    raw = article.raw[sentence.start : sentence.end]
    return raw if as_published else clean(raw).text


def _far(text: str) -> str:
    """The part of a long sentence that is hidden until its reader asks for the whole."""
    return f'<span class="far">{visible(text)}</span>' if text else ""


def _around(text: str) -> str:
    return f'<span class="around">{visible(text)}</span>' if text else ""


def _attribute(text: str) -> str:
    """Escape text for an attribute so that a browser restores it exactly, line breaks included."""
    return "".join(f"&#{ord(char)};" if char in "\r\n\t" else escape(char) for char in text)


class Run(NamedTuple):
    """Characters that are contiguous in the source, the first at offset ``at``; ``mark`` names the marked span they belong to, or is empty.

    For an ``unseen`` character, ``text`` is the name of its code point.
    """

    at: int
    text: str
    mark: str
    unseen: bool


def runs(shown: CleanText, start: int, end: int, marks: Mapping[str, tuple[int, int]]) -> list[Run]:
    """Split ``shown.text[start:end]`` into runs that map each character to its source offset, so that a selection gives a source span.

    ``marks`` are source spans by name; where two overlap, the first one listed wins.
    """
    owner = {at: name for name, (first, last) in reversed(list(marks.items())) for at in range(first, last)}
    found: list[Run] = []
    for at, char in zip(shown.origin[start:end], shown.text[start:end], strict=True):
        unseen, mark = UNSEEN.match(char) is not None and char != "\r", owner.get(at, "")
        last = found[-1] if found else None
        if last and not unseen and not last.unseen and last.mark == mark and last.at + len(last.text) == at:
            found[-1] = last._replace(text=last.text + char)
        else:
            found.append(Run(at, code_point(char) if unseen else char, mark, unseen))
    return found


def visible(text: str) -> str:
    """Escaped text with the characters in ``UNSEEN`` shown as code points."""
    parts, position = [], 0
    for match in UNSEEN.finditer(text):
        parts += [escape(text[position : match.start()]), f'<span class="unseen">{code_point(match[0])}</span>']
        position = match.end()
    return "".join([*parts, escape(text[position:])])
