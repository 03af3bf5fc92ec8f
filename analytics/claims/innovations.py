"""Queries over the innovations that articles name: merged by name and province, counted and sorted in DuckDB.

An innovation is a name in a province. The same name in two provinces may stand for two things, so innovations are not merged
across provinces; mentions without a province form an innovation of their own.

Filters on a mention's own columns (place, type, publisher, year of publication, words) select the articles that mention an
innovation. All other filters (kind, metric, …) select the articles that have such figures for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import pyarrow as pa

from analytics.claims.database import Database, Query, TemporaryTable
from analytics.claims.parquet import rows_by
from analytics.claims.query import every, filters, mentions
from analytics.claims.rows import InnovationMention, records
from analytics.claims.schema import INNOVATION_COLUMNS, INNOVATION_SCHEMA
from analytics.claims.selection import PERIOD, Selection
from analytics.claims.table import ClaimTable

SORTS = ("name", "type", "place", "first", "last", "articles", "figures", "mentions")
_OWN = {"province", "city", "county", "type", "publisher", "innovation", "doc", PERIOD}  # filters on columns of the mention itself
_BATCH_ROWS = 20_000
# One row per article and innovation, with the column names that filters and word search use.
_MENTIONS = """
    SELECT rows.* EXCLUDE (name), name AS innovation, coalesce(title, '') AS title, coalesce(publisher, '') AS publisher, published_on,
        year(published_on)::SMALLINT AS year, '' AS subject, '' AS text
    FROM ({}) AS rows LEFT JOIN given USING (doc_id)"""
_MERGED = """
    SELECT innovation AS name, province, regexp_matches(innovation, '(行动|战役|会战|斗争|整治|攻坚战|百日战|风暴|利剑)$') AS campaign, mode(innovation_type ORDER BY innovation_type) AS type, count(DISTINCT innovation_type) AS types,
        CASE WHEN count(DISTINCT city) = 1 THEN max(city) ELSE '' END AS city,
        CASE WHEN count(DISTINCT (city, county)) = 1 THEN max(county) ELSE '' END AS county,
        min(region_code) AS place, min(published_on) AS first, max(published_on) AS last, count(*) AS articles,
        sum(figures)::BIGINT AS figures, sum(mentions)::BIGINT AS mentions
    FROM {} GROUP BY innovation, province"""

# Innovations named by people, located at the sentence of the first figure that they assigned to the name.
_SAID = """
    SELECT format('{}-i{}-{}', doc_id, "start", "end") AS innovation_id, doc_id, source, innovation AS name, innovation_type, province, city, county,
        region_code, sentence, sentence_start, sentence_end, "start", "end", 1 AS mentions, count(*) OVER (PARTITION BY doc_id, innovation) AS claims
    FROM given WHERE innovation <> '' QUALIFY row_number() OVER (PARTITION BY doc_id, innovation ORDER BY "start") = 1"""


@dataclass(frozen=True, slots=True)
class Summary:
    """Number of innovations, ``campaigns`` among them, ``rows`` (one per article and innovation), articles, provinces, and innovations
    with figures.
    """

    innovations: int
    campaigns: int
    rows: int
    articles: int
    provinces: int
    with_figures: int


class InnovationKey(NamedTuple):
    """Key of an innovation: its name and its province, which is empty where none is stated."""

    name: str
    province: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedInnovation:
    """An innovation with all articles that name it.

    ``city`` and ``county`` are empty unless all articles agree, ``type`` is the most frequent of ``types`` types, ``place`` a region
    code; ``campaign`` is true of a limited action (专项行动) and not of a system; ``first`` and ``last`` are days of publication, and ``figures`` are counted without repeats.
    """

    name: str
    province: str
    city: str
    county: str
    type: str
    types: int
    place: str
    first: date | None
    last: date | None
    articles: int
    figures: int
    mentions: int
    campaign: bool


class InnovationTable:
    """Named innovations with the articles and figures behind them. Thread-safe."""

    def __init__(
        self, database: Database, pieces: Sequence[_Piece], claims: ClaimTable, said: _Piece | None = None, cleared: Collection[str] = ()
    ) -> None:
        self._database, self._pieces, self._claims, self._said = database, tuple(pieces), claims, said
        self._cleared = sorted(cleared)
        self._figures = lru_cache(8)(self._count_figures)

    @classmethod
    def of_table(cls, innovations: pa.Table, articles: pa.Table, claims: ClaimTable) -> InnovationTable:
        """Build from Arrow by ``INNOVATION_SCHEMA``.

        ``articles`` has one row per ``doc_id`` with ``title``, ``publisher`` and ``published_on``.
        """
        database = Database()
        return cls(database, [_held(database, innovations, articles)], claims)

    @classmethod
    def of_parts(cls, paths: Sequence[Path], articles: pa.Table, claims: ClaimTable) -> InnovationTable:
        """Build from Parquet parts by ``INNOVATION_SCHEMA``, which are read on first use; ``articles`` as in ``of_table``."""
        database = Database()
        if not paths:
            return cls(database, [_held(database, INNOVATION_SCHEMA.empty_table(), articles)], claims)
        rows = rows_by(INNOVATION_SCHEMA, [str(path) for path in paths])
        return cls(database, [_Piece(database, rows, articles)], claims)

    def over(self, claims: ClaimTable, corrected_claims: pa.Table, articles: pa.Table, cleared: Collection[str] = ()) -> InnovationTable:
        """A table of the same innovations, counted over other ``claims``.

        ``corrected_claims`` has corrected claims by ``CLAIM_SCHEMA``. Innovations that only these name are added to those that the articles
        name themselves; the names ``cleared`` are left out.
        """
        said = self._database.ask(Query(_SAID), given=corrected_claims).select(INNOVATION_SCHEMA.names)
        added = _held(self._database, said, articles) if said.num_rows else None
        return InnovationTable(self._database, self._pieces, claims, added, cleared)

    def with_added(self, innovations: pa.Table, articles: pa.Table, claims: ClaimTable) -> InnovationTable:
        """A table with the innovations of further articles, counted over ``claims``. This table is unchanged."""
        return InnovationTable(
            self._database, [*self._pieces, _held(self._database, innovations, articles)], claims, self._said, self._cleared
        )

    def summary(self, selection: Selection) -> Summary:
        """Totals of the selected innovations."""
        rows = self._selected(selection)
        merged = rows.wrap(_MERGED)
        (counts,) = self._database.ask(
            merged.wrap(
                "SELECT count(*) AS innovations, count(*) FILTER (campaign) AS campaigns, count(*) FILTER (figures > 0) AS with_figures FROM ({})"
            )
        ).to_pylist()
        (reach,) = self._database.ask(
            rows.wrap(
                "SELECT count(*) AS rows, count(DISTINCT doc_id) AS articles, count(DISTINCT nullif(province, '')) AS provinces FROM {}"
            )
        ).to_pylist()
        return Summary(**counts, **reach)

    def page(
        self, selection: Selection, by: str, falling: bool, offset: int, limit: int, *, campaigns: bool | None = None
    ) -> list[MergedInnovation]:
        """One page of the selected innovations, sorted by ``by``, missing values last; only ``campaigns`` or only the others, if given.

        Raises ValueError where ``by`` is not one of ``SORTS``.
        """
        if by not in SORTS:
            raise ValueError(f"no order by {by}")
        key = f"nullif({by}, '')" if by in ("name", "type", "place") else by
        query = f"""SELECT * FROM ({_MERGED}) WHERE coalesce(campaign = $campaigns, true) ORDER BY {key} {"DESC" if falling else "ASC"} NULLS LAST,
            figures DESC, articles DESC, name, province LIMIT $limit OFFSET $offset"""
        return records(
            self._database.ask(self._selected(selection).wrap(query, limit=limit, offset=offset, campaigns=campaigns)), MergedInnovation
        )

    def one(self, selection: Selection, named: InnovationKey) -> MergedInnovation | None:
        """One innovation; ``None`` where no selected article names it."""
        found = records(self._database.ask(self._of(selection, named).wrap(_MERGED)), MergedInnovation)
        return found[0] if found else None

    def articles(self, selection: Selection, named: InnovationKey, limit: int) -> list[InnovationMention]:
        """The selected articles that name an innovation, oldest first and undated last."""
        query = "SELECT *, innovation AS name FROM {} ORDER BY published_on NULLS LAST, doc_id LIMIT $limit"
        return records(self._database.ask(self._of(selection, named).wrap(query, limit=limit)), InnovationMention)

    def types(self, selection: Selection, named: InnovationKey) -> dict[str, int]:
        """Number of selected articles per type given to an innovation, most first."""
        query = "SELECT innovation_type AS type, count(*) AS articles FROM {} GROUP BY ALL ORDER BY articles DESC, type"
        rows = self._database.ask(self._of(selection, named).wrap(query)).to_pylist()
        return {row["type"]: row["articles"] for row in rows}

    def places(self, name: str) -> dict[str, int]:
        """Provinces in which the name occurs (empty: none stated) with the number of articles, most first. No filter applies."""
        query = "SELECT province, count(*) AS articles FROM ({}) WHERE innovation = $name GROUP BY ALL ORDER BY articles DESC, province"
        rows = self._database.ask(self._mentions().wrap(query, name=name)).to_pylist()
        return {row["province"]: row["articles"] for row in rows}

    def doc_ids(self, named: InnovationKey) -> list[str]:
        """Ids of all articles that name an innovation. No filter applies."""
        return list(self._database.ask(self._of(Selection(), named).wrap("SELECT doc_id FROM {} ORDER BY doc_id"))["doc_id"].to_pylist())

    def stream(self, selection: Selection) -> Iterator[pa.RecordBatch]:
        """Yield the selected rows by ``INNOVATION_COLUMNS``, one per article and innovation, in bounded memory."""
        columns = ", ".join(f'innovation AS "{name}"' if name == "name" else f'"{name}"' for name in INNOVATION_COLUMNS)
        yield from self._database.stream(
            self._selected(selection).wrap(f'SELECT {columns} FROM {{}} ORDER BY doc_id, "start", "end"'), _BATCH_ROWS
        )

    def _of(self, selection: Selection, named: InnovationKey) -> Query:
        """The selected mentions of one innovation, as a subquery for FROM."""
        mine = "(SELECT * FROM {} WHERE innovation = $name AND province = $at)"
        return self._selected(selection).wrap(mine, name=named.name, at=named.province)

    def _selected(self, selection: Selection) -> Query:
        """The selected mentions with their ``figures``, as a subquery for FROM."""
        asked, figures, rows = filters(selection), self._figures(selection), self._mentions()
        own = every([*(condition for name, condition in asked.items() if name in _OWN), mentions(selection.words())])
        of_figures = "figures > 0" if asked.keys() - _OWN or selection.asks_for_marks else "true"
        counted = f"""(SELECT * FROM (SELECT rows.*, coalesce(counted.figures, 0) AS figures
            FROM ({rows.sql}) AS rows LEFT JOIN {figures.name} AS counted USING (doc_id, innovation)) WHERE {own.sql} AND {of_figures})"""
        return Query(counted, {**rows.values, **own.values}, (*rows.needs, figures))

    def _mentions(self) -> Query:
        """All mentions by articles, and those that only people added, without the names cleared."""
        if not self._cleared:
            return self._every_mention()
        return self._every_mention().wrap("SELECT * FROM ({}) WHERE NOT list_contains($cleared, innovation)", cleared=self._cleared)

    def _every_mention(self) -> Query:
        kept = tuple(piece.kept() for piece in self._pieces)
        named = Query(" UNION ALL ".join(f"SELECT * FROM {table.name}" for table in kept), needs=kept)
        if self._said is None:
            return named
        said = self._said.kept()
        return named.wrap(f"{{}} UNION ALL SELECT * FROM {said.name} ANTI JOIN ({{}}) USING (doc_id, innovation)").requiring(said)

    def _count_figures(self, selection: Selection) -> TemporaryTable:
        return self._database.store(Query("SELECT * FROM given"), given=self._claims.by_innovation(selection))


class _Piece:
    """The mentions of some articles, copied into the database on first use."""

    def __init__(self, database: Database, rows: Query, articles: pa.Table) -> None:
        self._database, self._rows, self._articles, self._lock = database, rows, articles, Lock()
        self._kept: TemporaryTable | None = None

    def kept(self) -> TemporaryTable:
        """Handle of the copied table, which lives as long as this object."""
        with self._lock:
            if self._kept is None:
                known = self._articles.select(["doc_id", "title", "publisher", "published_on"])
                self._kept = self._database.store(self._rows.wrap(_MENTIONS), given=known)
            return self._kept


def _held(database: Database, innovations: pa.Table, articles: pa.Table) -> _Piece:
    rows = database.store(Query("SELECT * FROM given"), given=innovations.cast(INNOVATION_SCHEMA))
    return _Piece(database, Query(f"SELECT * FROM {rows.name}", needs=(rows,)), articles)
