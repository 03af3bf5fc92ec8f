"""Sort orders for lists of claims, and the queue for reviewing them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pyarrow as pa

from analytics.claims.database import Database, Query, TemporaryTable
from analytics.claims.schema import CLAIM_SCHEMA
from analytics.claims.sources import LISTED

_READING_ORDER = (
    ("published_on", "DESC NULLS LAST"), ("doc_id", "ASC NULLS LAST"), ("start", "ASC NULLS LAST"), ("claim_id", "ASC NULLS LAST")
)  # fmt: skip
# A period that is only the day of publication comes after every stated one, and before none.
_BY_DAY = "CASE WHEN period_basis = 'published' THEN 1 WHEN coalesce(period_end, period_start) IS NULL THEN 2 ELSE 0 END"
# Sorted within these, always ascending.
_WITHIN = {"value": (("kind", "ASC NULLS LAST"), ("unit", "ASC NULLS LAST"))}
# Rank of a figure as evidence of what an innovation brought about: 0 for a change, a share or a direction; 1 for its scale (a metric, money,
# a rank, at least 100); 2 for others; 3 for dates, durations and measures.
_EVIDENCE = """CASE WHEN direction <> '' OR role IN ('change', 'share') THEN 0 WHEN kind IN ('date', 'duration', 'measure') THEN 3
    WHEN metric <> '' OR kind IN ('money', 'rank') OR value >= 100 THEN 1 ELSE 2 END"""
# Number of doubts about a claim: a note, no place, no period, no subject (dates have none). Text recognised in an image outweighs all
# other doubts, and weighs more the lower the confidence.
DOUBTS = """(10 * (notes LIKE '%ocr_%')::INT + 10 * (notes LIKE '%ocr_fair%')::INT + 20 * (notes LIKE '%ocr_poor%')::INT + (notes <> '')::INT + (province = '')::INT + (coalesce(period_start, period_end) IS NULL)::INT
    + (subject = '' AND kind <> 'date')::INT)"""


class Order(NamedTuple):
    """A sort order: by columns of ``LISTED`` with missing values last, then newest article first; days of publication after stated periods.

    Values are sorted within one kind and unit, since 3 hours and 3 people do not compare. A query sorted by a column not in ``LISTED``
    raises ValueError. With ``informative_first``, results come first, then the scale, then scenes; with ``dates_last``, bare dates come last.
    """

    by: tuple[str, ...] = ()
    descending: bool = False
    informative_first: bool = False
    dates_last: bool = False

    def keys(self) -> list[tuple[str, str]]:
        """SQL sort expressions, each with its direction. Raises ValueError for a column not in ``LISTED``."""
        if unknown := set(self.by) - set(LISTED):
            raise ValueError(f"no order by {unknown}")
        way = "DESC NULLS LAST" if self.descending else "ASC NULLS LAST"
        stated_first = [(_BY_DAY, "ASC NULLS LAST")] if "period_end" in self.by else []
        telling_first = [(_EVIDENCE, "ASC NULLS LAST")] if self.informative_first else []
        dates_last = [("kind = 'date'", "ASC NULLS LAST")] if self.dates_last else []
        columns = [key for column in self.by for key in (*_WITHIN.get(column, ()), (_comparable(column), way))]
        return [*dates_last, *telling_first, *stated_first, *columns, *_READING_ORDER]

    def clause(self) -> str:
        """The terms for ``ORDER BY``."""
        return ", ".join(f"{key} {way}" for key, way in self.keys())

    def place(self) -> str:
        """SQL expression for a single value per row that sorts as the order does (DuckDB's ``create_sort_key``)."""
        return f"create_sort_key({', '.join(f'{key}, {way!r}' for key, way in self.keys())})"


READING = Order()
NEWEST = Order(dates_last=True)
MOST_INFORMATIVE = Order(informative_first=True)


class Queue:
    """Claims in an order fixed at creation: later corrections do not change it. Thread-safe."""

    def __init__(self, database: Database, claims: Query, order: str, done: Collection[str]) -> None:
        self._database = database
        first = database.store(Query("SELECT claim_id FROM given"), given=_ids(done))
        form = f"""SELECT claim_id, row_number() OVER (ORDER BY claim_id IN (SELECT claim_id FROM {first.name}), {order}) - 1 AS place
            FROM {{}}"""
        self.kept: TemporaryTable = database.store_on_disk(claims.wrap(form).requiring(first))
        self._length = int(self._ask("SELECT count(*) AS n FROM {}")["n"][0].as_py())

    def __len__(self) -> int:
        return self._length

    def place(self, claim_id: str) -> int | None:
        """Position of a claim, counted from 0; ``None`` where it is not in the queue."""
        found: list[int] = self._ask("SELECT place FROM {} WHERE claim_id = $claim", claim=claim_id)["place"].to_pylist()
        return found[0] if found else None

    def ids(self, first: int, count: int) -> list[str]:
        """``count`` claim ids from position ``first``, fewer at the end of the queue."""
        query = "SELECT claim_id FROM {} WHERE place >= $first AND place < $behind ORDER BY place"
        return list(self._ask(query, first=first, behind=first + count)["claim_id"].to_pylist())

    def count_of(self, claim_ids: Collection[str]) -> int:
        """How many of ``claim_ids`` are in the queue."""
        query = Query(f"SELECT count(*) AS n FROM {self.kept.name} SEMI JOIN given USING (claim_id)")
        return int(self._database.ask(query, given=_ids(claim_ids))["n"][0].as_py())

    def _ask(self, form: str, **values: str | int) -> pa.Table:
        return self._database.ask(Query(self.kept.name).wrap(form, **values))


def _comparable(column: str) -> str:
    """A column with empty text as null, so that missing values sort last."""
    is_text = column == "reprint_of" or (column in CLAIM_SCHEMA.names and pa.types.is_string(CLAIM_SCHEMA.field(column).type))
    return f"nullif({column}, '')" if is_text else column


def _ids(claim_ids: Collection[str]) -> pa.Table:
    return pa.table({"claim_id": pa.array(sorted(claim_ids), pa.string())})
