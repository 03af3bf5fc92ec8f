"""A corpus in memory: articles read and extracted, as two tables with their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analytics.claims.schema import claims_frame, innovations_frame
from analytics.documents import Document, Unreadable, find, harmless, read, read_bytes
from analytics.documents.extraction import NotExtractedError, extracted
from analytics.documents.outcomes import FileReport, refused
from analytics.ingest.metadata_matches import MetadataMatches, table_doubts
from analytics.workspace.metadata import Metadata, packed, with_annotations
from extractors.ids import doc_id_of
from extractors.model import Article, Extraction, SourceText


@dataclass(frozen=True)
class Corpus:
    """``articles`` by ``doc_id``; ``claims`` and ``innovations`` as in ``schema``; ``lines`` are the outcomes of the files."""

    articles: Mapping[str, Article]
    claims: pd.DataFrame
    innovations: pd.DataFrame
    lines: tuple[FileReport, ...] = ()

    @property
    def unreadable(self) -> tuple[FileReport, ...]:
        """Outcomes of the files that yielded nothing."""
        return tuple(line for line in self.lines if line.outcome in ("empty", "refused"))

    @property
    def repeated(self) -> tuple[tuple[str, str], ...]:
        """Files whose text equals that of an earlier file, as ``(source, earlier source)``; they add no rows."""
        return tuple((line.source, line.detail) for line in self.lines if line.outcome == "duplicate")

    @property
    def doubtful(self) -> tuple[FileReport, ...]:
        """Outcomes of files that were read with a doubt, or of which the metadata table is in doubt."""
        return tuple(line for line in self.lines if (line.outcome == "read" and line.doubt) or table_doubts(line))

    def without(self, doc_id: str) -> Corpus:
        """A copy without one article."""
        return Corpus(
            {known: article for known, article in self.articles.items() if known != doc_id},
            self.claims[self.claims["doc_id"] != doc_id].reset_index(drop=True),
            self.innovations[self.innovations["doc_id"] != doc_id].reset_index(drop=True),
            tuple(line for line in self.lines if line.doc_id != doc_id),
        )


def read_paths(paths: Iterable[Path], metadata: Mapping[str, SourceText] | None = None) -> Corpus:
    """Read and extract everything readable under ``paths``; ``metadata``, by source, overrides what the articles say."""
    return build(read_each(find(paths)), metadata)


def read_folder(path: Path) -> Corpus:
    """Read and extract everything readable in a folder."""
    return read_paths([path])


def read_uploads(files: Iterable[tuple[str, bytes]]) -> Corpus:
    """Read and extract uploaded files, given as ``(name, content)``."""
    return build(item for name, content in files for item in read_bytes(harmless(name), content))


def read_each(files: Iterable[tuple[Path, str]]) -> Iterator[Document | Unreadable]:
    """Read files, given as ``(path, source)``: yields their articles, or why there is none. A bad file does not stop the rest."""
    for path, source in files:
        yield from read(path, source)


class _Article(NamedTuple):
    """A text as first read, the packed metadata applied to it, and its extraction."""

    text: SourceText
    given: str
    extraction: Extraction


def build(items: Iterable[Document | Unreadable], metadata: Mapping[str, SourceText] | None = None) -> Corpus:
    """Extract every article. A failed extraction is recorded and does not stop the rest.

    A repeated text is recorded and adds no rows; metadata given for any of its paths counts.
    """
    matches = MetadataMatches(Metadata({source: packed(row) for source, row in (metadata or {}).items()}, {}, {}))
    articles: dict[str, _Article] = {}
    lines: list[FileReport] = []
    for item in items:
        if isinstance(item, Unreadable):
            lines.append(refused(item))
            continue
        doc_id = doc_id_of(item.text.raw)
        line = matches.match(FileReport(item.text.source, item.digest, "read", encoding=item.encoding, doubt=item.doubt, doc_id=doc_id))
        given, known = matches.of(doc_id), articles.get(doc_id)
        if known is None or known.given != given:
            text = known.text if known else item.text
            try:
                articles[doc_id] = _Article(text, given, extracted(with_annotations(text, given)))
            except NotExtractedError as error:
                lines.append(line.refused(error.reason, error.detail))
                continue
        line = line.read_as(articles[doc_id].extraction)
        lines.append(line.repeating(known.text.source) if known else line)
    extractions = [article.extraction for article in articles.values()]
    return Corpus(
        {extraction.article.doc_id: extraction.article for extraction in extractions},
        claims_frame(claim for extraction in extractions for claim in extraction.claims),
        innovations_frame(innovation for extraction in extractions for innovation in extraction.innovations),
        tuple(lines),
    )


def join(first: Corpus, second: Corpus) -> Corpus:
    """``first`` with the new articles of ``second``; an article in both counts once."""
    new = [doc_id for doc_id in second.articles if doc_id not in first.articles]
    return Corpus(
        {**first.articles, **{doc_id: second.articles[doc_id] for doc_id in new}},
        _stacked(first.claims, second.claims, new),
        _stacked(first.innovations, second.innovations, new),
        (
            *first.lines,
            *(repeat_outcome(line, first.articles[line.doc_id].source) if line.doc_id in first.articles else line for line in second.lines),
        ),
    )


def repeat_outcome(line: FileReport, first: str) -> FileReport:
    """The outcome of a text already read from ``first``: ``unchanged`` if it is the same file, else ``duplicate``."""
    return replace(line, outcome="unchanged", figures=0) if line.source == first else line.repeating(first)


def _stacked(first: pd.DataFrame, second: pd.DataFrame, doc_ids: list[str]) -> pd.DataFrame:
    added = second[second["doc_id"].isin(doc_ids)]
    return pd.concat([first, added], ignore_index=True) if len(added) else first
