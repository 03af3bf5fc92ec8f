"""Search over many articles: which ones a query finds, and how often its words stand in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from analytics.search.folding import fold_word, pattern
from analytics.search.postings import Postings
from analytics.search.query import SearchQuery

Mask = npt.NDArray[np.bool_]
_ABSENT = -1  # the row of an indexed text that is not among the articles


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found. ``count`` is the number of times the wanted words stand in its text: 0 if only its title has them."""

    doc_id: str
    count: int


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of the articles found: most occurrences first, then the newest. ``total`` articles have ``occurrences`` in all."""

    total: int
    occurrences: int
    page: tuple[Hit, ...]


class SearchEngine:
    """Articles, and indexes of their texts. Immutable and thread-safe.

    ``articles`` has the columns ``doc_id``, ``title`` and ``published_on``. An index may hold texts that are not among the articles, and
    a text may stand in several indexes: it counts once. Every method may raise OSError or ``pa.ArrowException`` where an index file was
    replaced or damaged.
    """

    def __init__(self, articles: pa.Table, indexes: Sequence[Postings]) -> None:
        self._articles = articles
        rows = [pc.fill_null(pc.index_in(pa.array(one.doc_ids, pa.string()), articles["doc_id"]), _ABSENT).to_numpy() for one in indexes]
        self.indexes = tuple(indexes)
        self._rows = rows
        self._indexed = np.zeros(articles.num_rows, bool)
        for each in rows:
            self._indexed[each[each != _ABSENT]] = True
        days = pc.fill_null(articles["published_on"].cast(pa.int32()), np.iinfo(np.int32).min).to_numpy()
        self._newest = np.lexsort((articles["doc_id"].to_numpy(), -days.astype(np.int64)))
        self._counts = lru_cache(32)(self._count)
        self._titled = lru_cache(32)(self._in_title)

    def unindexed(self) -> int:
        """Number of articles whose text no index holds; only their titles are searched."""
        return int((~self._indexed).sum())

    def find(self, sought: SearchQuery, among: Mask | None = None, offset: int = 0, limit: int | None = None) -> Hits:
        """The articles that a query finds: each word in the text or the title. ``among`` limits them to some rows of ``articles``."""
        if not sought.every:
            return Hits(0, 0, ())
        found = np.ones(self._articles.num_rows, bool) if among is None else among.copy()
        for group in sought.every:
            found &= np.logical_or.reduce([self._has(word) for word in group])
        for word in sought.none:
            found &= ~self._has(word)
        counts = sum((self._counts(fold_word(word)) for word in sought.wanted), np.zeros(self._articles.num_rows, np.int64))
        ordered = self._newest[found[self._newest]]
        ordered = ordered[np.argsort(-counts[ordered], kind="stable")]
        page = ordered[offset : None if limit is None else offset + limit]
        doc_ids = self._articles["doc_id"].take(page).to_pylist()
        hits = tuple(Hit(doc_id, int(count)) for doc_id, count in zip(doc_ids, counts[page], strict=True))
        return Hits(len(ordered), int(counts[found].sum()), hits)

    def _has(self, word: str) -> Mask:
        return (self._counts(fold_word(word)) > 0) | self._titled(word)

    def _count(self, folded: str) -> npt.NDArray[np.int64]:
        """How often a folded word stands in the text of each article."""
        counts = np.zeros(self._articles.num_rows, np.int64)
        for index, rows in zip(self.indexes, self._rows, strict=True):
            here = rows != _ABSENT
            counts[rows[here]] = index.counts(folded)[here]
        return counts

    def _in_title(self, word: str) -> Mask:
        """Whether the title of each article has a word, however it is written."""
        titled: Mask = pc.fill_null(pc.match_substring_regex(self._articles["title"], pattern(word)), False).to_numpy()
        return titled
