"""Reviewed claims as gold for the extractors: the articles' texts, and beside each its figures as people found or made them right."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from analytics.claims.selection import Selection
from analytics.export.csv import write_rows
from analytics.ingest.archive import Stored
from analytics.review.review import ClaimRow, Review

_PLACED = ("start", "end", "text", "kind")
_AMOUNT = ("value", "value_low", "value_high", "bound", "unit", "role", "direction", "basis", "subject")
_AROUND = ("period_start", "period_end", "period_basis", "province", "city", "county", "region_basis", "innovation")
_LISTED = ("name", "source", "doc_id", "reviewed", "figures", "complete")


def write_gold(file: IO[bytes], stored: Stored, review: Review, document: Callable[[str], Mapping[str, Any] | None]) -> None:
    """A zip of ``texts/NAME.txt`` and ``figures/NAME.jsonl`` for every article of which a claim was reviewed, and ``articles.csv``, which
    says of each how many of its figures were and whether that is all. ``document`` gives an article's row of the workspace.

    What was rejected has no line. What nobody judged has one that says nothing but its place, as ``optional``: either way is right.
    """
    names: set[str] = set()
    listed: list[tuple[str | int, ...]] = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for doc_id in sorted({claim_id.partition("-")[0] for claim_id in review.done}):
            article = document(doc_id)
            if article is None:
                continue
            rows = _rows(stored, doc_id)
            name = _name(article["source"], doc_id, names)
            archive.writestr(f"texts/{name}.txt", article["raw"].encode())
            archive.writestr(
                f"figures/{name}.jsonl", "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in gold_lines(rows, review.done))
            )
            once = [row for row in rows if not row["duplicate_of"]]
            judged = sum(row["claim_id"] in review.done for row in once)
            listed.append((name, article["source"], doc_id, judged, len(once), "yes" if judged == len(once) else "no"))
        archive.writestr("articles.csv", _csv(listed))


def gold_lines(rows: Iterable[ClaimRow], done: frozenset[str]) -> list[dict[str, Any]]:
    """The lines of one article's claims as they are now (rejected ones not among them), in the order of its text."""
    return [_line(row) if row["claim_id"] in done else _unjudged(row) for row in sorted(rows, key=lambda row: (row["start"], row["end"]))]


def _line(row: ClaimRow) -> dict[str, Any]:
    columns = (*_PLACED, *(() if row["kind"] == "date" else _AMOUNT), *_AROUND)
    line = {
        name: row[name].isoformat() if name.startswith("period_") and hasattr(row[name], "isoformat") else row[name] for name in columns
    }
    return line | {"innovation_types": [row["innovation_type"]]} | ({"duplicate": True} if row["duplicate_of"] else {})


def _unjudged(row: ClaimRow) -> dict[str, Any]:
    return {name: row[name] for name in _PLACED} | {"optional": True}


def _rows(stored: Stored, doc_id: str) -> list[ClaimRow]:
    batches = stored.table.stream(Selection(repeats=True).choosing("doc", [doc_id]))
    return [row for batch in batches for row in batch.to_pylist()]


def _name(source: str, doc_id: str, taken: set[str]) -> str:
    """The stem of the article's file, by which its claims are found again; with its id where another article has that name."""
    stem = PurePath(source).stem or doc_id
    name = f"{stem}-{doc_id}" if stem in taken else stem
    taken.add(name)
    return name


def _csv(rows: Iterable[tuple[str | int, ...]]) -> bytes:
    text = io.StringIO()
    write_rows(text, [_LISTED, *rows])
    return text.getvalue().encode("utf-8-sig")
