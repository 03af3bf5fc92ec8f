"""Reviewed claims as gold data for the extractors: the texts of articles, each with its figures as accepted or corrected."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import PurePath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa

from analytics.claims.rows import WholeClaim, records
from analytics.claims.schema import CLAIM_SCHEMA
from analytics.claims.selection import Selection
from analytics.export.csv import write_rows
from analytics.ingest.dataset import WorkspaceDataset
from analytics.review.review import Review
from extractors.model import SourceText

_PLACED = ("start", "end", "text", "kind")
_AMOUNT = ("value", "value_low", "value_high", "bound", "unit", "role", "direction", "basis", "subject")
_AROUND = ("period_start", "period_end", "period_basis", "province", "city", "county", "region_basis", "innovation")
_LISTED = ("name", "source", "doc_id", "reviewed", "figures", "complete")


def write_gold(file: IO[bytes], stored: WorkspaceDataset, review: Review, text: Callable[[str], SourceText | None]) -> None:
    """Write a zip archive with the text and the gold lines of every article that has a reviewed claim.

    It has ``texts/NAME.txt`` and ``figures/NAME.jsonl`` per article, and ``articles.csv`` with the number of figures reviewed of
    each and whether these are all. ``text`` returns an article of the workspace.

    Rejected claims have no line. Claims that were not reviewed have a line with their position only, marked ``optional``: an
    extractor is right whether it finds them or not.
    """
    names: set[str] = set()
    listed: list[tuple[str | int, ...]] = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for doc_id in sorted({claim_id.partition("-")[0] for claim_id in review.done}):
            article = text(doc_id)
            if article is None:
                continue
            rows = _rows(stored, doc_id)
            name = _name(article.source, doc_id, names)
            archive.writestr(f"texts/{name}.txt", article.raw.encode())
            archive.writestr(
                f"figures/{name}.jsonl", "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in gold_lines(rows, review.done))
            )
            once = [row for row in rows if not row.duplicate_of]
            judged = sum(row.claim_id in review.done for row in once)
            listed.append((name, article.source, doc_id, judged, len(once), "yes" if judged == len(once) else "no"))
        archive.writestr("articles.csv", _csv(listed))


def gold_lines(rows: Iterable[WholeClaim], done: frozenset[str]) -> list[dict[str, Any]]:
    """The lines of one article's current claims, in the order of the text. ``rows`` must not include rejected claims."""
    return [_line(row) if row.claim_id in done else _unjudged(row) for row in sorted(rows, key=lambda row: (row.start, row.end))]


def _line(row: WholeClaim) -> dict[str, Any]:
    columns = (*_PLACED, *(() if row.kind == "date" else _AMOUNT), *_AROUND)
    line = {name: value.isoformat() if isinstance(value := getattr(row, name), date) else value for name in columns}
    return line | {"innovation_types": [row.innovation_type]} | ({"duplicate": True} if row.duplicate_of else {})


def _unjudged(row: WholeClaim) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _PLACED} | {"optional": True}


def _rows(stored: WorkspaceDataset, doc_id: str) -> list[WholeClaim]:
    batches = stored.table.stream(Selection(repeats=True).choosing("doc", [doc_id]))
    return records(pa.Table.from_batches(batches, CLAIM_SCHEMA), WholeClaim)


def _name(source: str, doc_id: str, taken: set[str]) -> str:
    """The stem of the article's file name, with the article's id where that name is taken."""
    stem = PurePath(source).stem or doc_id
    name = f"{stem}-{doc_id}" if stem in taken else stem
    taken.add(name)
    return name


def _csv(rows: Iterable[tuple[str | int, ...]]) -> bytes:
    text = io.StringIO()
    write_rows(text, [_LISTED, *rows])
    return text.getvalue().encode("utf-8-sig")
