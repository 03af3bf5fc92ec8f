"""Queries over the claims in DuckDB, for charts, filters, lists and export, without loading all rows.

Claims lie in immutable Parquet parts or in memory. Columns for filtering, sorting, counting and listing are copied from the parts
once, into a temporary file; sentences, titles and other columns are read from the parts, only for the rows that need them.
``benchmarks/claims.py`` measures it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.claims.database import Database, PartsChangedError, Query, TemporaryTable
from analytics.claims.ids import current_id
from analytics.claims.marks import MARK_COLUMNS, Marks
from analytics.claims.order import DOUBTS, NEWEST, READING, Order, Queue
from analytics.claims.provinces import WHOLE_COUNTRY, WHOLE_COUNTRY_CODE
from analytics.claims.query import codes_of, every, filters, lifted_with, mentions, unstated
from analytics.claims.rows import ListedArticle, WholeClaim, records
from analytics.claims.schema import CLAIM_COLUMNS, CLAIM_SCHEMA, to_frame
from analytics.claims.selection import ADDED, MISSING, PERIOD, TAG, Selection
from analytics.claims.sources import (
    EXPORTED,
    LISTED,
    ROW_BITS,
    FilteredListing,
    FilteredSource,
    Listing,
    MemorySource,
    ParquetSource,
    Source,
    quoted,
    union,
)
from analytics.search.query import NOTHING, SearchQuery

__all__ = ["EXPORTED", "LISTED", "ClaimTable", "PartsChangedError", "Summary"]
NO_MARKS = Marks()
_BATCH_ROWS = 20_000
_TOGETHER = ("kind", "province", "city", "county", "type", "direction", "publisher", PERIOD)  # of few values each; a page counts them all
_PAGE = 200  # largest page that is cached: choosing one of its rows requests it again


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals of a selection. ``figures`` excludes ``repeats`` and includes bare ``dates``; ``with_region``, ``with_period`` and ``by_day`` are shares between 0 and 1.

    Years are those of stated periods. ``by_day`` is the share of figures that state no period and have the day of publication instead.
    """

    articles: int
    figures: int
    repeats: int
    provinces: int
    first_year: int | None
    last_year: int | None
    with_region: float
    with_period: float
    by_day: float = 0.0
    dates: int = 0

    @property
    def numbers(self) -> int:
        """The figures that are no bare dates."""
        return self.figures - self.dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequent:
    """A value of a column, with its number of ``figures`` (without repeats) and of articles, and the years of their periods."""

    code: str
    figures: int
    articles: int
    first_year: int | None
    last_year: int | None


class ClaimTable:
    """Claims with the columns ``CLAIM_COLUMNS``, ``reprint_of``, ``year`` and ``repeat``. Immutable and thread-safe.

    ``reprint_of`` is the claim that another article made first, empty where there is none. ``year`` is the year in which the
    period ends (without an end, starts): a total for 2016 to 2020 describes the state of 2020. ``repeat`` is true where the
    statement was made before, in this article or another. Every method may raise ``PartsChangedError``.
    """

    def __init__(
        self, database: Database, sources: Sequence[Source], listings: Sequence[Listing | FilteredListing], marks: Marks = NO_MARKS
    ) -> None:
        self.marks = marks
        self._tags, self._arrived = lru_cache(1)(self._keep_tags), lru_cache(4)(self._keep_arrived)
        self._database, self._sources, self._listings = database, tuple(sources), tuple(listings)
        self._parts = [part for source in sources for part in source.parts]
        self._cached_counts = lru_cache(256)(self._count)
        self._cached_together = lru_cache(64)(self._count_together)
        self._cached_summary = lru_cache(64)(self._summarise)
        self._cached_page = lru_cache(8)(self._page)
        self._cached_claim = lru_cache(256)(self._claim)
        self._cached_queue = lru_cache(4)(self._queue)
        self._found = lru_cache(4)(self._find)

    @classmethod
    def of_frame(cls, frame: pd.DataFrame) -> ClaimTable:
        """A claim table held in memory, from its DataFrame."""
        return cls.of_table(pa.Table.from_pandas(frame[list(CLAIM_COLUMNS)], schema=CLAIM_SCHEMA, preserve_index=False))

    @classmethod
    def of_table(cls, claims: pa.Table) -> ClaimTable:
        """A claim table held in memory, from Arrow by ``CLAIM_SCHEMA``."""
        database = Database()
        source = MemorySource(database, claims, 0)
        return cls(database, [source], [Listing(database.store, [source])])

    @classmethod
    def of_parts(
        cls,
        paths: Sequence[Path],
        *,
        reprints: pa.Table | None = None,
        corrected_claims: pa.Table | None = None,
        withdrawn: Collection[str] = (),
    ) -> ClaimTable:
        """Claims in Parquet parts by ``CLAIM_SCHEMA``, which must not change while the table is in use.

        ``reprints`` has the columns ``claim_id`` and ``reprint_of``. For ``corrected_claims`` and ``withdrawn`` see ``with_corrections``.
        """
        database = Database()
        source = ParquetSource(database, paths, reprints) if paths else MemorySource(database, CLAIM_SCHEMA.empty_table(), 0)
        table = cls(database, [source], [Listing(database.store_on_disk, [source])])
        return table.with_corrections(CLAIM_SCHEMA.empty_table() if corrected_claims is None else corrected_claims, withdrawn, reprints)

    def with_corrections(self, corrected_claims: pa.Table, withdrawn: Collection[str] = (), reprints: pa.Table | None = None) -> ClaimTable:
        """A table with people's corrections applied. This table is unchanged, and its storage is shared.

        ``corrected_claims`` has rows by ``CLAIM_SCHEMA`` that replace or add claims by ``claim_id``; ``reprints`` gives their
        ``reprint_of``. ``withdrawn`` are ids of claims that no longer count, those in ``corrected_claims`` included.
        """
        if not (corrected_claims.num_rows or withdrawn):
            return self
        gone = pa.array(sorted(withdrawn), pa.string())
        ids = pa.chunked_array([gone, *corrected_claims["claim_id"].chunks], pa.string())
        hidden = self._database.store(Query("SELECT DISTINCT claim_id FROM given"), given=pa.table({"claim_id": ids}))
        counted = corrected_claims.filter(pc.invert(pc.is_in(corrected_claims["claim_id"], gone)))
        words = MemorySource(self._database, counted, len(self._parts), reprints)
        sources: list[Source] = [*(FilteredSource(source, hidden) for source in self._sources), words]
        listings: list[Listing | FilteredListing] = [
            *(FilteredListing(listing, self._database, hidden) for listing in self._listings),
            Listing(self._database.store, [words]),
        ]
        return ClaimTable(self._database, sources, listings, self.marks)

    def without_innovations(self, names: Collection[str], reprints: pa.Table | None = None) -> ClaimTable:
        """A table in which these names are no innovations; ``reprints`` as in ``with_corrections``. This table is unchanged."""
        if not names:
            return self
        given = pa.table({"innovation": pa.array(sorted(names), pa.string())})
        found = self._database.ask(self._listed().wrap("SELECT claim_id FROM {} SEMI JOIN given USING (innovation)"), given=given)
        rows = self.claims(found["claim_id"].to_pylist()).select(CLAIM_SCHEMA.names).cast(CLAIM_SCHEMA)
        at = CLAIM_SCHEMA.get_field_index("innovation")
        return self.with_corrections(rows.set_column(at, CLAIM_SCHEMA.field(at), [[""] * rows.num_rows]), (), reprints)

    def with_added(self, claims: pa.Table) -> ClaimTable:
        """A table with ``claims`` added, except those of articles it already has. This table is unchanged."""
        known = self._listed().wrap("SELECT * FROM given ANTI JOIN {} USING (doc_id)")
        source = MemorySource(self._database, self._database.ask(known, given=claims), len(self._parts))
        return ClaimTable(self._database, [*self._sources, source], [*self._listings, Listing(self._database.store, [source])], self.marks)

    def with_marks(self, marks: Marks) -> ClaimTable:
        """A table whose figures have these tags and remarks, and that knows when articles came. This table is unchanged."""
        return ClaimTable(self._database, self._sources, self._listings, marks)

    def stream(self, selection: Selection, columns: Sequence[str] = CLAIM_COLUMNS) -> Iterator[pa.RecordBatch]:
        """Yield the selected claims in bounded memory, in the order of the parts and of the rows in them."""
        wanted = every([self._wanted(selection), mentions(selection.words())])
        for part in self._parts:
            query = part.wrap(f"SELECT {_stored(columns)} FROM ({{}}) WHERE {wanted.sql} ORDER BY spot", **wanted.values)
            yield from self._marked(self._database.stream(query.requiring(*wanted.needs), _BATCH_ROWS), columns)

    def stream_among(self, queue: Queue, columns: Sequence[str] = CLAIM_COLUMNS) -> Iterator[pa.RecordBatch]:
        """Yield the claims of a queue that this table has, in bounded memory, in the order of ``stream``."""
        for part in self._parts:
            query = part.wrap(f"SELECT {_stored(columns)} FROM ({{}}) SEMI JOIN {queue.kept.name} USING (claim_id) ORDER BY spot")
            yield from self._marked(self._database.stream(query.requiring(queue.kept), _BATCH_ROWS), columns)

    def _marked(self, batches: Iterator[pa.RecordBatch], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The ``columns`` of batches read by ``_stored``, with those of ``MARK_COLUMNS`` that are asked for."""
        if not {*columns} & {*MARK_COLUMNS}:
            return batches
        return (self.marks.fill_mark_columns(batch, columns) for batch in batches)

    def queue(self, selection: Selection, *, doubtful_first: bool, done: Collection[str] = ()) -> Queue:
        """The selected claims as a queue for review.

        Claims not in ``done`` come first; then, if ``doubtful_first``, those with the most doubts; then the newest.
        """
        return self._cached_queue(selection, doubtful_first, frozenset(done))

    def _queue(self, selection: Selection, doubtful_first: bool, done: frozenset[str]) -> Queue:
        return Queue(self._database, self._selected(selection), f"{DOUBTS} DESC, " * doubtful_first + READING.clause(), done)

    def rows(self, selection: Selection, order: Order = NEWEST, offset: int = 0, limit: int | None = None) -> pd.DataFrame:
        """One page of the selected claims: columns ``LISTED``, types as in ``schema.to_frame``."""
        read = self._cached_page if limit is not None and limit <= _PAGE else self._page
        return read(selection, order, offset, limit).copy()

    def _page(self, selection: Selection, order: Order, offset: int, limit: int | None) -> pd.DataFrame:
        page = f"SELECT listing, row FROM {{}} ORDER BY {order.clause()} LIMIT $limit OFFSET $offset"
        places = self._database.ask(self._selected(selection).wrap(page, limit=limit, offset=offset))
        shown = self._listed(selection.words()).wrap(
            f"SELECT {quoted(LISTED)} FROM {{}} SEMI JOIN given USING (listing, row) WHERE row IN (SELECT row FROM given) ORDER BY {order.clause()}"
        )
        return to_frame(self._database.ask(shown, given=places))

    def position(self, selection: Selection, claim_id: str, order: Order = NEWEST) -> int | None:
        """Number of selected claims sorted before this one; ``None`` where it is not selected."""
        place = order.place()
        query = f"""WITH selected AS (SELECT * FROM {{}}), mine AS (SELECT {place} AS place FROM selected WHERE claim_id = $claim)
            SELECT count(*) AS before FROM selected WHERE {place} < (SELECT place FROM mine)"""
        if not self.lists(selection, claim_id):
            return None
        return self._one(self._selected(selection).wrap(query, claim=claim_id))["before"]  # type: ignore[no-any-return]

    def lists(self, selection: Selection, claim_id: str) -> bool:
        """Whether this claim is selected."""
        query = "SELECT count(*) AS found FROM {} WHERE claim_id = $claim"
        return bool(self._one(self._selected(selection).wrap(query, claim=claim_id))["found"])

    def claim(self, claim_id: str) -> WholeClaim | None:
        """One claim, selected or not, with all columns; ``None`` for an unknown id. Old ids without a letter are accepted.

        Its province is ``WHOLE_COUNTRY`` where it is about the whole country, as in a listing.
        """
        return self._cached_claim(claim_id)

    def _claim(self, claim_id: str) -> WholeClaim | None:
        return next(iter((self.several([claim_id]) or self.several([current_id(claim_id)])).values()), None)

    def several(self, claim_ids: Collection[str]) -> dict[str, WholeClaim]:
        """Claims as from ``claim``, by id; unknown ids are left out."""
        found = records(self.claims(claim_ids), WholeClaim)
        return {row.claim_id: replace(row, province=WHOLE_COUNTRY) if row.region_code == WHOLE_COUNTRY_CODE else row for row in found}

    def claims(self, claim_ids: Collection[str]) -> pa.Table:
        """Claims by id, selected or not, with all columns, in no particular order; unknown ids have no row."""
        wanted = pa.table({"claim_id": pa.array(sorted(claim_ids), pa.string())})
        spots = self._database.ask(self._listed().wrap("SELECT spot FROM {} SEMI JOIN given USING (claim_id)"), given=wanted)
        parts = sorted({spot >> ROW_BITS for spot in spots["spot"].to_pylist()}) or [0]
        form = "SELECT * EXCLUDE (spot) FROM ({}) SEMI JOIN given USING (claim_id)"
        return pa.concat_tables(self._database.ask(self._parts[number].wrap(form), given=wanted) for number in parts)

    def counts(self, selection: Selection, facet: str) -> pd.DataFrame:
        """Number of figures per value of a facet, or per year for ``PERIOD``; repeats are not counted.

        Columns: ``code`` (``MISSING`` for no value), ``figures`` (selected) and ``context`` (the count with this facet's own
        filter lifted). Values with a ``context`` of 0 have no row.
        """
        return self._cached_counts(selection, facet).copy()

    def sql(self, query: str, **tables: pa.Table) -> pa.Table:
        """The result of a SELECT over the table ``claims`` and the further ``tables``. Raises duckdb.Error for an invalid query."""
        whole = union(source.whole for source in self._sources)
        claims = f"SELECT * EXCLUDE (spot) FROM ({whole.sql})"
        return self._database.ask(whole._replace(sql=f"WITH claims AS ({claims}) SELECT * FROM ({query})"), **tables)

    def summary(self, selection: Selection) -> Summary:
        """Totals of the selected claims; repeats are counted separately."""
        return self._cached_summary(selection)

    def tally(self, selection: Selection, columns: Sequence[str]) -> pd.DataFrame:
        """Number of selected figures for each combination of values of ``columns``, most first.

        Returns these columns and ``figures`` (without repeats). Raises ValueError for a column not in ``LISTED``.
        """
        if unknown := set(columns) - set(LISTED):
            raise ValueError(f"no tally of {unknown}")
        listed = quoted(columns)
        query = f"SELECT {listed}, count(*) AS figures FROM {{}} WHERE NOT repeat GROUP BY ALL ORDER BY figures DESC, {listed}"
        return to_frame(self._database.ask(self._selected(selection).wrap(query)))

    def doc_ids(self, selection: Selection) -> pa.Array:
        """The articles of the selected figures, each once, in no particular order."""
        return self._database.ask(self._selected(selection).wrap("SELECT DISTINCT doc_id FROM {}"))["doc_id"].combine_chunks()

    def spans(self, selection: Selection, column: str, most: int) -> list[Frequent]:
        """The ``most`` frequent values of a text column of ``LISTED`` in the selected claims, most figures first."""
        query = f"""
            SELECT "{column}" AS code, count(*) AS figures, count(DISTINCT doc_id) AS articles, min(year) AS first_year, max(year) AS last_year
            FROM {{}} WHERE NOT repeat AND "{column}" <> '' GROUP BY ALL ORDER BY figures DESC, code LIMIT $most"""
        return records(self._database.ask(self._selected(selection).wrap(query, most=most)), Frequent)

    def spread(self, selection: Selection, columns: Sequence[str]) -> pd.DataFrame:
        """Distribution of ``value`` for each combination of values of ``columns`` (of ``LISTED``).

        Adds ``figures`` (with a value, without repeats) and the ``lowest``, ``middle`` (median) and ``highest`` value, each in
        the unit of its row.
        """
        listed = quoted(columns)
        query = f"""
            SELECT {listed}, count(*) AS figures, min(value) AS lowest, median(value) AS middle, max(value) AS highest
            FROM {{}} WHERE NOT repeat AND value IS NOT NULL GROUP BY ALL ORDER BY {listed}"""
        return to_frame(self._database.ask(self._selected(selection).wrap(query)))

    def unstated(self, selection: Selection, facets: Sequence[str]) -> dict[str, int]:
        """Number of selected figures without a value, for each facet; repeats are not counted."""
        lacking = {facet: self._has_tag((MISSING,), "none") if facet == TAG else Query(unstated(facet)) for facet in facets}
        counted = ", ".join(f'count(*) FILTER (WHERE NOT repeat AND ({lacks.sql})) AS "{facet}"' for facet, lacks in lacking.items())
        needed = every(lacking.values())
        return self._one(self._selected(selection).requiring(*needed.needs).wrap(f"SELECT {counted} FROM {{}}", **needed.values))

    def by_innovation(self, selection: Selection) -> pa.Table:
        """Selected figures per article and innovation: ``doc_id``, ``innovation``, ``figures`` (without repeats)."""
        query = "SELECT doc_id, innovation, count(*) AS figures FROM {} WHERE NOT repeat AND innovation <> '' GROUP BY ALL"
        return self._database.ask(self._selected(selection).wrap(query))

    def articles(
        self, known: pa.Table, selection: Selection, by: str, falling: bool, offset: int, limit: int
    ) -> tuple[int, list[ListedArticle]]:
        """The number of articles that the selection leaves, and one page of them, sorted by ``by`` with missing values last.

        ``known`` has the columns of ``ArticleRow``. A selection that narrows leaves only articles with selected figures. Raises
        ValueError where ``by`` is not a column of the page.
        """
        left, order = self._articles(known, selection, by, falling)
        page = left.wrap(
            f"SELECT given.*, coalesce(counted.figures, 0) AS figures {{}} ORDER BY {order} LIMIT $limit OFFSET $offset",
            limit=limit,
            offset=offset,
        )
        (total,) = self._database.ask(left.wrap("SELECT count(*) AS total {}"), given=known)["total"].to_pylist()
        return total, records(self._database.ask(page, given=known), ListedArticle)

    def neighbours(self, known: pa.Table, selection: Selection, by: str, descending: bool, doc_id: str) -> tuple[str, str]:
        """Ids of the articles before and after this one in the order of ``articles``; empty where there is none.

        Raises ValueError as ``articles`` does.
        """
        left, order = self._articles(known, selection, by, descending)
        beside = f"""SELECT * FROM (SELECT doc_id, lag(doc_id) OVER list AS before, lead(doc_id) OVER list AS after
            {{}} WINDOW list AS (ORDER BY {order})) WHERE doc_id = $doc_id"""
        found = self._database.ask(left.wrap(beside, doc_id=doc_id), given=known).to_pylist()
        return (found[0]["before"] or "", found[0]["after"] or "") if found else ("", "")

    def _articles(self, known: pa.Table, selection: Selection, by: str, falling: bool) -> tuple[Query, str]:
        """SQL from FROM on that joins the articles (``given``) with their figures (``counted``), and the terms for ORDER BY."""
        if by not in {*known.column_names, "figures"}:
            raise ValueError(f"no order by {by}")
        key = f"nullif({by}, '')" if by != "figures" and pa.types.is_string(known.schema.field(by).type) else by
        by_tags = selection.asks_for_tags_alone and not selection.search
        join = "JOIN" if selection.narrows and not by_tags else "LEFT JOIN"
        counted = "(SELECT doc_id, count(*) AS figures FROM {} WHERE NOT repeat GROUP BY doc_id)"
        left = self._selected(selection).wrap(f"FROM given {join} {counted} AS counted USING (doc_id)")
        if by_tags:
            tagged = self.marks.articles_with(selection.of(TAG))
            left = left.wrap("{} WHERE counted.figures > 0 OR list_contains($tagged::VARCHAR[], doc_id)", tagged=tagged)
        return left, f"{key} {'DESC' if falling else 'ASC'} NULLS LAST, doc_id"

    def ask(self, form: str, further: Sequence[str] = (), given: pa.Table | None = None, **values: Any) -> pa.Table:
        """Run SQL over all claims, repeats included.

        In ``form``, ``{}`` stands for their rows (``LISTED`` and ``spot``) and ``{texts}`` for the columns ``further`` with
        ``spot``, read from the parts. The SQL can name the table ``given``; ``values`` are its parameters.
        """
        query = self._listed()
        if further:
            texts = union(source.texts.wrap(f"SELECT spot, {quoted(further)} FROM ({{}})") for source in self._sources)
            form, values = form.replace("{texts}", f"({texts.sql})"), {**texts.values, **values}
        return self._database.ask(query.wrap(form, **values), **({} if given is None else {"given": given}))

    def ask_selected(self, selection: Selection, form: str, given: pa.Table | None = None, **values: Any) -> pa.Table:
        """Run SQL over the selected claims: ``{}`` in ``form`` stands for their rows (``LISTED`` and ``spot``); the rest as in ``ask``."""
        return self._database.ask(self._selected(selection).wrap(form, **values), **({} if given is None else {"given": given}))

    def among(self, selection: Selection, claim_ids: Sequence[str]) -> set[str]:
        """Those of the ids that are selected; repeats count as selected."""
        query = self._selected(replace(selection, repeats=True)).wrap("SELECT claim_id FROM {} SEMI JOIN given USING (claim_id)")
        return set(self._database.ask(query, given=pa.table({"claim_id": pa.array(claim_ids, pa.string())}))["claim_id"].to_pylist())

    def _count(self, selection: Selection, facet: str) -> pd.DataFrame:
        asked, lifted = self._filters(selection), lifted_with(facet)
        if facet == TAG:
            return self._count_tags(asked.pop(TAG, Query("true")), every(asked.values()), selection.words())
        if facet in _TOGETHER and not lifted & set(asked):
            return self._cached_together(selection)[facet]
        own = every(condition for name, condition in asked.items() if name in lifted)
        others = every(condition for name, condition in asked.items() if name not in lifted)
        query = f"""
            SELECT code, count(*) FILTER (WHERE {own.sql}) AS figures, count(*) AS context
            FROM (SELECT *, {codes_of(facet)} AS code FROM {{}} WHERE NOT repeat AND {others.sql}) GROUP BY ALL"""
        rows = self._listed(selection.words()).requiring(*own.needs, *others.needs)
        counted = self._database.ask(rows.wrap(query, **own.values, **others.values))
        return to_frame(counted.set_column(0, "code", [[str(code or MISSING) for code in counted["code"].to_pylist()]]))

    def _count_tags(self, own: Query, others: Query, words: SearchQuery) -> pd.DataFrame:
        """``counts`` of the tags: ``own`` is the condition on tags, ``others`` all other conditions."""
        tags, untagged = self._tags(), self._has_tag((MISSING,), "none")
        query = f"""
            WITH rows AS (SELECT claim_id, doc_id FROM {{}} WHERE NOT repeat AND {others.sql}), tagged AS (
                SELECT tag, claim_id, doc_id FROM rows JOIN {tags.name} ON claim_id = about
                UNION SELECT tag, claim_id, doc_id FROM rows JOIN {tags.name} ON doc_id = about
                UNION ALL SELECT '{MISSING}', claim_id, doc_id FROM rows WHERE {untagged.sql})
            SELECT tag AS code, count(*) FILTER (WHERE {own.sql}) AS figures, count(*) AS context FROM tagged GROUP BY ALL"""
        rows = self._listed(words).requiring(tags, *own.needs, *others.needs)
        return to_frame(self._database.ask(rows.wrap(query, **own.values, **others.values, **untagged.values)))

    def _filters(self, selection: Selection) -> dict[str, Query]:
        """One condition per filter in use, those on marks among them."""
        found = filters(selection)
        if tags := selection.of(TAG):
            found[TAG] = self._has_tag(tags, "tag")
        if tags := selection.excluded.get(TAG, ()):
            without = self._has_tag(tags, "othertag")
            others = without.wrap("NOT ({})")
            found[TAG] = every([found[TAG], others]) if TAG in found else others
        if selection.added:
            found[ADDED] = Query(
                f"doc_id IN (SELECT doc_id FROM {self._arrived(selection.added).name})", needs=(self._arrived(selection.added),)
            )
        return found

    def _has_tag(self, tags: Collection[str], name: str) -> Query:
        """Condition that a figure or its article has one of the tags; ``MISSING`` stands for no tag at all."""
        kept = self._tags()
        tagged = f"SELECT about FROM {kept.name}"
        named = f"{tagged} WHERE list_contains(${name}, tag)"
        untagged = f" OR NOT (claim_id IN ({tagged}) OR doc_id IN ({tagged}))" if MISSING in tags else ""
        return Query(f"claim_id IN ({named}) OR doc_id IN ({named}){untagged}", {name: [*tags]}, (kept,))

    def _keep_tags(self) -> TemporaryTable:
        return self._database.store(Query("SELECT * FROM given"), given=self.marks.pairs())

    def _keep_arrived(self, moment: str) -> TemporaryTable:
        arrived = pa.table({"doc_id": pa.array(sorted(self.marks.arrived(moment)), pa.string())})
        return self._database.store(Query("SELECT * FROM given"), given=arrived)

    def _wanted(self, selection: Selection) -> Query:
        """The condition of a selection, without its search words."""
        once = [] if selection.repeats else [Query("NOT repeat")]
        return every([*once, *self._filters(selection).values()])

    def _count_together(self, selection: Selection) -> dict[str, pd.DataFrame]:
        """``counts`` of all facets ``_TOGETHER``, if none is filtered, in one query: most of the cost is per query."""
        columns = ", ".join(f"{codes_of(facet)} AS {facet}_code" for facet in _TOGETHER)
        each = (f"SELECT '{facet}' AS facet, {facet}_code::VARCHAR AS code, count(*) FROM chosen GROUP BY ALL" for facet in _TOGETHER)
        query = f"WITH chosen AS MATERIALIZED (SELECT {columns} FROM {{}} WHERE NOT repeat) {' UNION ALL '.join(each)}"
        found: dict[str, list[tuple[str, int, int]]] = {facet: [] for facet in _TOGETHER}
        counted = self._database.ask(self._selected(replace(selection, repeats=False)).wrap(query))
        for facet, code, figures in zip(*(column.to_pylist() for column in counted.columns), strict=True):
            found[facet].append((code or MISSING, figures, figures))
        return {facet: pd.DataFrame(rows, columns=["code", "figures", "context"]) for facet, rows in found.items()}

    def _summarise(self, selection: Selection) -> Summary:
        query = """
            SELECT count(DISTINCT doc_id) FILTER (NOT repeat) AS articles, count(*) FILTER (NOT repeat) AS figures,
                count(*) FILTER (repeat) AS repeats, count(DISTINCT province) FILTER (NOT repeat AND province NOT IN ('', $whole)) AS provinces,
                min(year) FILTER (NOT repeat AND period_basis <> 'published') AS first_year,
                max(year) FILTER (NOT repeat AND period_basis <> 'published') AS last_year,
                coalesce(avg((province <> '')::INT) FILTER (NOT repeat), 0) AS with_region,
                coalesce(avg((period_basis IN ('stated', 'inherited', 'document'))::INT) FILTER (NOT repeat), 0) AS with_period,
                coalesce(avg((period_basis = 'published')::INT) FILTER (NOT repeat), 0) AS by_day,
                count(*) FILTER (NOT repeat AND kind = 'date') AS dates
            FROM {}"""
        return Summary(**self._one(self._selected(replace(selection, repeats=True)).wrap(query, whole=WHOLE_COUNTRY)))

    def _selected(self, selection: Selection) -> Query:
        """The selected rows of the listing, as a subquery for FROM."""
        wanted = self._wanted(selection)
        return self._listed(selection.words()).requiring(*wanted.needs).wrap(f"(SELECT * FROM {{}} WHERE {wanted.sql})", **wanted.values)

    def _listed(self, words: SearchQuery = NOTHING) -> Query:
        """All claims, or those that have what ``words`` ask for, by ``LISTED`` and ``spot``, as a subquery for FROM.

        ``listing`` and ``row`` together identify a row.
        """
        each = (listing.rows().wrap(f"SELECT {number} AS listing, * FROM ({{}})") for number, listing in enumerate(self._listings))
        rows = union(each).wrap("({})")
        if not words:
            return rows
        found = self._found(words)
        return rows.wrap(f"(SELECT * FROM {{}} WHERE spot IN (SELECT spot FROM {found.name}))").requiring(found)

    def _find(self, words: SearchQuery) -> TemporaryTable:
        """The spots of the claims that have what ``words`` ask for; stored, because every chart and filter uses them again."""
        wanted = mentions(words)
        spots = union(source.texts.wrap(f"SELECT spot FROM ({{}}) WHERE {wanted.sql}") for source in self._sources)
        return self._database.store(spots.wrap("{}", **wanted.values))

    def _one(self, query: Query) -> dict[str, Any]:
        (row,) = self._database.ask(query).to_pylist()
        return cast(dict[str, Any], row)


def _stored(columns: Sequence[str]) -> str:
    """The ``columns`` that are stored, quoted; with the ids that ``Marks.fill_mark_columns`` needs if there are others."""
    if not {*columns} & {*MARK_COLUMNS}:
        return quoted(columns)
    return quoted(dict.fromkeys([*(column for column in columns if column not in MARK_COLUMNS), "claim_id", "doc_id"]))
