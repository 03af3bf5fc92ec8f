"""Where the sentences and tables of an article stand, as text in its part: who shows the article does not extract it again."""

from __future__ import annotations

import json
import re
from typing import Any

from extractors.model import Article, Sentence, Table, TableCell
from extractors.source.clean import clean

_SENTENCE = re.compile(r"[^\s。！？][^\r\n。！？]*[。！？]*[”’」』）]*")


def packed_outline(article: Article) -> str:
    """Where the sentences and tables of an article stand, as JSON; ``sentences_and_tables`` reads it."""
    sentences = [_packed_sentence(article.raw, sentence) for sentence in article.sentences]
    tables = [_packed_table(table) for table in article.tables]
    return json.dumps({"sentences": sentences} | ({"tables": tables} if tables else {}), separators=(",", ":"), ensure_ascii=False)


def sentences_and_tables(raw: str, outline: str) -> tuple[tuple[Sentence, ...], tuple[Table, ...]]:
    """The sentences and tables of the text ``raw`` by its outline. Without one (an earlier version's part), lines are divided at full stops."""
    if not outline:
        spans = (match.span() for match in _SENTENCE.finditer(raw))
        return tuple(_sentence(raw, *span, number) for number, span in enumerate(spans)), ()
    known: dict[str, Any] = json.loads(outline)
    return tuple(_sentence(raw, *place) for place in known["sentences"]), tuple(_table(raw, **table) for table in known.get("tables", ()))


def _packed_sentence(raw: str, sentence: Sentence) -> list[int | str]:
    """Its place; also its text where that is not the cleaned source: rows of tables, and lines put together."""
    place: list[int | str] = [sentence.start, sentence.end, sentence.paragraph]
    return place if clean(raw[sentence.start : sentence.end]).text == sentence.text else [*place, sentence.text]


def _sentence(raw: str, start: int, end: int, paragraph: int, text: str | None = None) -> Sentence:
    return Sentence(clean(raw[start:end]).text if text is None else text, start, end, paragraph)


def _packed_table(table: Table) -> dict[str, Any]:
    rows = [[[cell.start, cell.end] for cell in row] for row in table.rows]
    return {"start": table.start, "end": table.end, "rows": rows, "heads": table.heads, "labels": table.labels, "read": table.read}


def _table(raw: str, *, rows: list[list[list[int]]], labels: list[int], **other: Any) -> Table:
    cells = tuple(tuple(TableCell(clean(raw[start:end]).text, start, end) for start, end in row) for row in rows)
    return Table(rows=cells, labels=tuple(labels), **other)
