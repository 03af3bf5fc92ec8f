"""A corpus: articles read and extracted, as two tables and the texts they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analytics.columns import claims_frame, innovations_frame
from analytics.documents import Document, Doubt, Unreadable, find, harmless, read, read_bytes, with_metadata
from extractors.model import Article, Extraction, SourceText
from extractors.pipeline import extract


@dataclass(frozen=True)
class Corpus:
    """``articles`` by ``doc_id``; ``claims`` and ``innovations`` as in ``columns``.

    ``unreadable`` are the files that gave nothing; ``repeated`` the files whose text is, character for character, that of
    an earlier one: they add no rows; ``doubtful`` the articles of whose reading something is uncertain, with the code of what.
    """

    articles: Mapping[str, Article]
    claims: pd.DataFrame
    innovations: pd.DataFrame
    unreadable: tuple[Unreadable, ...] = ()
    repeated: tuple[tuple[str, str], ...] = ()
    doubtful: tuple[tuple[str, Doubt], ...] = ()


def read_paths(paths: Iterable[Path], metadata: Mapping[str, SourceText] | None = None) -> Corpus:
    """Everything readable under ``paths``."""
    return build(read_each(find(paths)), metadata)


def read_folder(path: Path) -> Corpus:
    """Everything readable in a folder."""
    return read_paths([path])


def read_uploads(files: Iterable[tuple[str, bytes]]) -> Corpus:
    """Uploaded files as ``(name, content)``."""
    return build(item for name, content in files for item in read_bytes(harmless(name), content))


def read_each(files: Iterable[tuple[Path, str]]) -> Iterator[Document | Unreadable]:
    """Each file's articles, or why there is none; one bad file never stops the rest."""
    for path, source in files:
        yield from read(path, source)


def build(items: Iterable[Document | Unreadable], metadata: Mapping[str, SourceText] | None = None) -> Corpus:
    """Extract every article; the same text a second time is noted and adds nothing."""
    extractions: dict[str, Extraction] = {}
    unreadable: list[Unreadable] = []
    repeated: list[tuple[str, str]] = []
    doubtful: list[tuple[str, Doubt]] = []
    for item in items:
        if isinstance(item, Unreadable):
            unreadable.append(item)
            continue
        extraction = extract(with_metadata(item.text, metadata or {}))
        if known := extractions.get(extraction.article.doc_id):
            repeated.append((item.text.source, known.article.source))
            continue
        extractions[extraction.article.doc_id] = extraction
        if item.doubt:
            doubtful.append((item.text.source, item.doubt))
    return Corpus(
        {doc_id: extraction.article for doc_id, extraction in extractions.items()},
        claims_frame(claim for extraction in extractions.values() for claim in extraction.claims),
        innovations_frame(innovation for extraction in extractions.values() for innovation in extraction.innovations),
        tuple(unreadable),
        tuple(repeated),
        tuple(doubtful),
    )


def join(first: Corpus, second: Corpus) -> Corpus:
    """``first`` with what ``second`` adds to it; an article in both counts once."""
    new = [doc_id for doc_id in second.articles if doc_id not in first.articles]
    repeated = [(second.articles[doc_id].source, first.articles[doc_id].source) for doc_id in second.articles if doc_id in first.articles]
    sources = {second.articles[doc_id].source for doc_id in new}
    return Corpus(
        {**first.articles, **{doc_id: second.articles[doc_id] for doc_id in new}},
        _stacked(first.claims, second.claims, new),
        _stacked(first.innovations, second.innovations, new),
        (*first.unreadable, *second.unreadable),
        (*first.repeated, *second.repeated, *repeated),
        (*first.doubtful, *(doubt for doubt in second.doubtful if doubt[0] in sources)),
    )


def _stacked(first: pd.DataFrame, second: pd.DataFrame, doc_ids: list[str]) -> pd.DataFrame:
    added = second[second["doc_id"].isin(doc_ids)]
    return pd.concat([first, added], ignore_index=True) if len(added) else first
