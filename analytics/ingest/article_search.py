"""Search in all articles of a dataset: which ones, how often, and the sentences with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.claims.rows import ArticleRow, records
from analytics.claims.selection import MISSING, TAG, Selection
from analytics.ingest.dataset import Dataset
from analytics.search.engine import Hits, Mask
from analytics.search.passages import Passage, passages
from extractors.source.clean import clean

_OF_ARTICLES = ("publisher", "doc", "published")  # facets that say something of an article without figures


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article, the number of times the words stand in its text, and the first sentences with them; none if only its title has them."""

    article: ArticleRow
    count: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ArticleHits:
    """One page of the articles found: most occurrences first, then the newest.

    ``total`` articles were found, with ``occurrences`` in all. ``unindexed`` articles were searched by title only.
    """

    total: int
    occurrences: int
    unindexed: int
    page: tuple[FoundArticle, ...]


def search(dataset: Dataset, selection: Selection, offset: int = 0, limit: int | None = None, most: int = 3) -> ArticleHits:
    """The articles in which the search of ``selection`` finds something, with at most ``most`` passages each.

    Publisher, article and year of publication filter the articles themselves; with any other filter, an article must have a figure that
    passes. Raises PartsChangedError; OSError.
    """
    sought, among = selection.words(), _among(dataset, replace(selection, search=""))
    try:
        hits, unindexed = dataset.engine().find(sought, among, offset, limit), dataset.engine().unindexed()
    except (OSError, pa.ArrowException):  # a writer has replaced an index file, or the disk has damaged it: without it, once more
        hits, unindexed = dataset.engine(anew=True).find(sought, among, offset, limit), dataset.engine().unindexed()
    rows = _articles(dataset, hits)
    texts = dataset.texts([hit.doc_id for hit in hits.page if hit.count])
    page = tuple(
        FoundArticle(rows[hit.doc_id], hit.count, _telling(texts.get(hit.doc_id, ""), sought.wanted, rows[hit.doc_id].title, most))
        for hit in hits.page
    )
    return ArticleHits(hits.total, hits.occurrences, unindexed, page)


def _telling(raw: str, words: Sequence[str], title: str, most: int) -> tuple[Passage, ...]:
    """The first passages with the words; the headline is left out, as the title says it already."""
    headline = clean(title).text
    found = (passage for passage in passages(raw, words) if not headline or "".join(passage.pieces) != headline)
    return tuple(islice(found, most))


def _articles(dataset: Dataset, hits: Hits) -> dict[str, ArticleRow]:
    wanted = pa.array([hit.doc_id for hit in hits.page], pa.string())
    rows = dataset.articles.filter(pc.is_in(dataset.articles["doc_id"], wanted))
    return {row.doc_id: row for row in records(rows, ArticleRow)}


def _among(dataset: Dataset, selection: Selection) -> Mask | None:
    """The articles that the filters leave; None for all."""
    if not selection.narrows:
        return None
    articles = dataset.articles
    left = np.ones(articles.num_rows, bool)
    years = pc.fill_null(pc.cast(pc.year(articles["published_on"]), pa.string()), "")
    for facet, column in zip(_OF_ARTICLES, (articles["publisher"], articles["doc_id"], years), strict=True):
        if chosen := ["" if value == MISSING else value for value in selection.of(facet)]:
            left &= pc.is_in(pc.fill_null(column, ""), pa.array(chosen, pa.string())).to_numpy()
    others = {facet: values for facet, values in selection.chosen.items() if facet not in _OF_ARTICLES}
    of_figures = replace(selection, chosen=others, repeats=True)  # a reprint is an article, too
    if of_figures.narrows:
        found = pc.is_in(articles["doc_id"], dataset.table.doc_ids(of_figures)).to_numpy()
        if of_figures.asks_for_tags_alone:
            tagged = dataset.table.marks.articles_with(of_figures.of(TAG))
            found |= pc.is_in(articles["doc_id"], pa.array(tagged, pa.string())).to_numpy()
        left &= found
    return left
