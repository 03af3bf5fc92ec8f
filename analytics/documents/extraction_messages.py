"""Messages between ``extraction`` and its child, as JSON for the reason given in ``child_messages``: a text one way, its extraction the other.

An extraction travels in pieces, so that neither process needs memory for all of it as JSON. The first piece holds the article and its
tables, and each piece some of the rows. Claims and innovations travel by column; what repeats the article is left out, a column of
one value is that value, and a sentence stands once in a piece.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from itertools import repeat, zip_longest
from typing import Any, NamedTuple, TypeVar

from extractors.model import Article, Claim, Extraction, Innovation, OcrSpan, Sentence, SourceText, Table, TableCell

_ROWS = 500  # of each kind in a piece; an ordinary article is one piece
_OF_ARTICLE = frozenset({"doc_id", "source", "title", "publisher", "published_on"})
_NUMBERS = ("value", "value_low", "value_high")  # 1 and 1.0 are equal and yet differ
_R = TypeVar("_R", Claim, Innovation)


class Failed(NamedTuple):
    """Extraction raised an exception of this type."""

    error: str


def packed_text(text: SourceText) -> bytes:
    """``text`` as bytes to send."""
    return _bytes(asdict(text))


def unpacked_text(content: bytes) -> SourceText:
    """The text in ``content``."""
    values = json.loads(content)
    for name in ("published_on", "fetched_on"):
        values[name] = _day(values[name])
    return SourceText(**{**values, "ocr_spans": tuple(OcrSpan(*span) for span in values["ocr_spans"])})


def packed_failure(error: Exception) -> bytes:
    """The only piece of a failed extraction."""
    return _bytes({"failed": type(error).__name__, "more": False})


def packed(extraction: Extraction) -> Iterator[bytes]:
    """The pieces of ``extraction``."""
    article = extraction.article
    head = {name: getattr(article, name) for name in ("doc_id", "title", "publisher", "published_on")}
    tables = [[table.start, table.end, table.rows, table.heads, table.labels, table.read] for table in article.tables]
    first: dict[str, object] = {"article": head, "tables": tables}
    lots = list(zip_longest(_lots(article.sentences), _lots(extraction.claims), _lots(extraction.innovations), fillvalue=())) or [
        ((), (), ())
    ]
    for number, (sentences, claims, innovations) in enumerate(lots, start=1):
        rows = {"sentences": sentences, "claims": _columns(claims), "innovations": _columns(innovations)}
        yield _bytes({**first, **rows, "more": number < len(lots)})
        first = {}


def unpacked(pieces: Iterable[bytes], text: SourceText) -> Extraction | Failed:
    """The extraction of ``text`` in ``pieces``. Raises ValueError, LookupError or TypeError if they are not valid."""
    head: dict[str, Any] = {}
    tables: tuple[Table, ...] = ()
    sentences: list[Sentence] = []
    claims: list[Claim] = []
    innovations: list[Innovation] = []
    for content in pieces:
        piece = json.loads(content)
        if "failed" in piece:
            return Failed(str(piece["failed"]))
        if "article" in piece:
            head = {**piece["article"], "published_on": _day(piece["article"]["published_on"]), "source": text.source}
            tables = tuple(map(_table, piece["tables"]))
        sentences += map(Sentence._make, piece["sentences"])
        claims += _rows(Claim, piece["claims"], head)
        innovations += _rows(Innovation, piece["innovations"], head)
    article = Article(**head, url=text.url, raw=text.raw, sentences=tuple(sentences), tables=tables, fetched_on=text.fetched_on)
    return Extraction(article, tuple(claims), tuple(innovations))


def is_last(content: bytes) -> bool:
    """Whether a piece is the last one."""
    return content.endswith(b'"more": false}')


def _lots(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS))


def _columns(rows: Sequence[_R]) -> dict[str, object]:
    """Columns by name; ``texts`` are the different sentences, and ``sentence`` says which of them is meant."""
    if not rows:
        return {}
    columns: dict[str, object] = {
        name: column[0] if name not in _NUMBERS and column.count(column[0]) == len(column) else column
        for name, column in zip(rows[0]._fields, zip(*rows, strict=True), strict=True)
        if name not in _OF_ARTICLE
    }
    number: dict[str, int] = {}
    columns["sentence"] = [number.setdefault(row.sentence, len(number)) for row in rows]
    return {**columns, "texts": list(number)}


def _rows(kind: type[_R], columns: dict[str, Any], article: dict[str, Any]) -> Iterator[_R]:
    """The rows of ``columns``, with what they share with the article."""
    if not columns:
        return iter(())
    texts = columns.pop("texts")
    columns["sentence"] = [texts[number] for number in columns["sentence"]]
    values = (article[name] if name in _OF_ARTICLE else _typed(name, columns[name]) for name in kind._fields)
    return map(kind._make, zip(*(value if isinstance(value, list) else repeat(value) for value in values)))  # noqa: B905


def _typed(name: str, column: Any) -> Any:
    """A column, or its one value, in the type that it has in the table."""
    convert = _TYPES.get(name)
    if convert is None:
        return column
    return list(map(convert, column)) if isinstance(column, list) else convert(column)


def _table(values: list[Any]) -> Table:
    start, end, rows, heads, labels, read = values
    return Table(start, end, tuple(tuple(map(TableCell._make, row)) for row in rows), heads, tuple(labels), read)


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


_TYPES: dict[str, Callable[[Any], object]] = {
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(("period_start", "period_end"), _day),
}


def _bytes(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
