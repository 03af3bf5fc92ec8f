"""A workspace as pandas DataFrames, for notebooks and scripts: ``analytics.open("press/")``."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa

from analytics.claims.rows import ArticleRow, schema_of
from analytics.claims.schema import INNOVATION_SCHEMA, to_frame
from analytics.claims.selection import CODES, FACETS, MISSING, Selection
from analytics.claims.sources import EXPORT_SCHEMA
from analytics.conflicts import cluster, explain, official
from analytics.i18n.words import Language, Words
from analytics.ingest.article_search import search
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.store import Workspace

_PASSAGE_SCHEMA = pa.schema(
    [schema_of(ArticleRow).field(name) for name in ("doc_id", "title", "publisher", "published_on", "source")]
    + [("count", pa.int64()), ("passage", pa.string()), ("start", pa.int64())]
)


class WorkspaceData:
    """The articles and claims of a workspace as they were when it was opened. Open it again to see later changes.

    Corrections and rejections by reviewers are applied. Every method may raise ``PartsChangedError`` if the workspace has been changed since,
    or OSError.
    """

    def __init__(self, folder: Path) -> None:
        """Open the workspace ``folder``. Warns if it is damaged and articles are missing (see ``youju verify``).

        Raises NotAWorkspaceError; DamagedError; OSError.
        """
        self._stored = WorkspaceDataset(Workspace(folder))
        snapshot = self._stored.snapshot
        if snapshot.faults:
            warnings.warn(f"{folder} is damaged ({len(snapshot.faults)} faults); {snapshot.unshown} articles are missing", stacklevel=3)

    def claims(
        self,
        *,
        since: int | None = None,
        until: int | None = None,
        undated: bool = False,
        search: str = "",
        added: str = "",
        repeats: bool = True,
        excluded: Mapping[str, str | Iterable[str]] | None = None,
        **facets: str | Iterable[str],
    ) -> pd.DataFrame:
        """The claims that match, one per row; columns and codes as in docs/claims.md, types as in ``claims.to_frame``.

        ``facets`` are the filters of the dashboard, each a value or several: ``kind="money"``, ``province=["湖南省", "湖北省"]``, ``city``,
        ``county``, ``type``, ``direction``, ``metric``, ``subject``, ``innovation``, ``publisher``, ``tag`` …; ``"-"`` stands for "not stated".
        ``since`` and ``until`` are years, both included, of the period a figure is about; ``undated`` asks instead for figures without a
        period. ``excluded`` has values that filters must not have. ``search`` has words that must all occur in the
        sentence, the subject, the innovation or the title. ``added`` is a moment (``2024-11-09T00:00:00+00:00``): only claims of articles that
        came after it. Without ``repeats``, a statement that another one repeats is left out. Raises
        ValueError for an unknown filter or code.
        """
        chosen, out = ({facet: _values(facet, value) for facet, value in given.items()} for given in (facets, excluded or {}))
        selection = Selection(chosen, search=search, repeats=repeats, excluded=out, added=added).within(since, until)
        selection = replace(selection, undated=undated)
        return to_frame(pa.Table.from_batches(self._stored.table.stream(selection, EXPORT_SCHEMA.names), EXPORT_SCHEMA))

    def articles(self) -> pd.DataFrame:
        """The articles, one per row: ``doc_id``, title, publisher, publication day, source, and the encoding of the file and doubts about it."""
        return to_frame(self._stored.articles)

    def search(self, query: str, *, limit: int | None = 100, **facets: str | Iterable[str]) -> pd.DataFrame:
        """The sentences in which the words of ``query`` stand, those of the articles with most occurrences first, one per row.

        All words must occur in an article, in traditional or simplified characters; ``OR``, ``"phrases"`` and ``-word`` work as in the
        dashboard. ``limit`` is the largest number of articles; ``facets`` are those of ``claims``. Columns: ``doc_id``, title, publisher, publication day,
        source, ``count`` of the article, the ``passage`` and ``start``, where its first word stands in the source text.
        """
        selection = Selection({facet: _values(facet, value) for facet, value in facets.items()}, search=query)
        found = search(self._stored, selection, limit=limit, most=sys.maxsize)
        rows = [
            {**asdict(each.article), "count": each.count, "passage": "".join(passage.pieces), "start": passage.at}
            for each in found.page
            for passage in each.passages
        ]
        return to_frame(pa.Table.from_pylist(rows, _PASSAGE_SCHEMA))

    def innovations(self) -> pd.DataFrame:
        """The named innovations, one per article and name."""
        return to_frame(pa.Table.from_batches(self._stored.innovations.stream(Selection()), INNOVATION_SCHEMA))

    def conflicts(self, language: Language = "zh") -> pd.DataFrame:
        """Pairs of claims in different articles that contradict each other, one per row, with the likely reason in words of ``language``."""
        return explain.table(cluster.find_conflicts(self._stored.table).conflicts, Words(language))

    def checked(self, language: Language = "zh") -> pd.DataFrame:
        """Statements checked against the articles that reviewers marked as official, one per row, in words of ``language``.

        ``outcome`` says whether they agree, differ, or have another period or scope; ``difference`` is the stated value less the official one.
        """
        found = official.checked(self._stored.table, self._stored.snapshot.references)
        return explain.checked_table(found, Words(language))

    def sql(self, query: str) -> pd.DataFrame:
        """The result of a DuckDB SELECT over the tables ``claims`` and ``articles``. Raises duckdb.Error for an invalid query."""
        return to_frame(self._stored.table.sql(query, articles=self._stored.articles))


def _values(facet: str, given: str | Iterable[str]) -> tuple[str, ...]:
    if facet not in FACETS:
        raise ValueError(f"no filter named {facet}; there are {', '.join(FACETS)}")
    values = (given,) if isinstance(given, str) else tuple(given)
    known = CODES.get(facet, values)
    if unknown := [value for value in values if value not in (*known, MISSING)]:
        raise ValueError(f"{facet} cannot be {unknown[0]}; it can be {', '.join(known)}")
    return values
