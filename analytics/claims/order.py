"""The orders that claims are listed in, and the queue in which somebody goes through them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pyarrow as pa

from analytics.claims.database import Database, Kept, Query
from analytics.claims.schema import CLAIM_SCHEMA
from analytics.claims.sources import LISTED

_READING_ORDER = (
    ("published_on", "DESC NULLS LAST"), ("doc_id", "ASC NULLS LAST"), ("start", "ASC NULLS LAST"), ("claim_id", "ASC NULLS LAST")
)  # fmt: skip
# How many things are uncertain about a claim: a note, no place, no period, nothing it counts (a date counts nothing). What was recognised on
# a picture goes before all that was not, the less sure first.
DOUBTS = """(10 * (notes LIKE '%ocr_%')::INT + 10 * (notes LIKE '%ocr_fair%')::INT + 20 * (notes LIKE '%ocr_poor%')::INT + (notes <> '')::INT + (province = '')::INT + (coalesce(period_start, period_end) IS NULL)::INT
    + (subject = '' AND kind <> 'date')::INT)"""


class Order(NamedTuple):
    """An order of rows: by columns of ``LISTED``, missing ones last, and then newest article first."""

    by: tuple[str, ...] = ()
    falling: bool = False

    def keys(self) -> list[tuple[str, str]]:
        """Expressions, each with its way; ValueError for a column that is not listed."""
        if unknown := set(self.by) - set(LISTED):
            raise ValueError(f"no order by {unknown}")
        way = "DESC NULLS LAST" if self.falling else "ASC NULLS LAST"
        return [*((_comparable(column), way) for column in self.by), *_READING_ORDER]

    def clause(self) -> str:
        """For ``ORDER BY``."""
        return ", ".join(f"{key} {way}" for key, way in self.keys())

    def place(self) -> str:
        """One value a row, that compares as the order does."""
        return f"create_sort_key({', '.join(f'{key}, {way!r}' for key, way in self.keys())})"


NEWEST = Order()


class Queue:
    """Claims in an order that is fixed when the queue is made, whatever is said of them meanwhile; any thread may ask it."""

    def __init__(self, database: Database, claims: Query, order: str, done: Collection[str]) -> None:
        self._database = database
        first = database.keep(Query("SELECT claim_id FROM given"), given=_ids(done))
        form = f"""SELECT claim_id, row_number() OVER (ORDER BY claim_id IN (SELECT claim_id FROM {first.name}), {order}) - 1 AS place
            FROM {{}}"""
        self.kept: Kept = database.keep_on_disk(claims.then(form).needing(first))
        self._length = int(self._ask("SELECT count(*) AS n FROM {}")["n"][0].as_py())

    def __len__(self) -> int:
        return self._length

    def place(self, claim_id: str) -> int | None:
        """Where a claim stands, counted from 0; nothing where it is not among them."""
        found: list[int] = self._ask("SELECT place FROM {} WHERE claim_id = $claim", claim=claim_id)["place"].to_pylist()
        return found[0] if found else None

    def ids(self, first: int, count: int) -> list[str]:
        """``count`` claims from the place ``first`` on, fewer where the queue ends."""
        query = "SELECT claim_id FROM {} WHERE place >= $first AND place < $behind ORDER BY place"
        return list(self._ask(query, first=first, behind=first + count)["claim_id"].to_pylist())

    def count_of(self, claim_ids: Collection[str]) -> int:
        """How many of these claims are among them."""
        query = Query(f"SELECT count(*) AS n FROM {self.kept.name} SEMI JOIN given USING (claim_id)")
        return int(self._database.ask(query, given=_ids(claim_ids))["n"][0].as_py())

    def _ask(self, form: str, **values: str | int) -> pa.Table:
        return self._database.ask(Query(self.kept.name).then(form, **values))


def _comparable(column: str) -> str:
    """A column with missing as null, for putting in order."""
    is_text = column == "reprint_of" or (column in CLAIM_SCHEMA.names and pa.types.is_string(CLAIM_SCHEMA.field(column).type))
    return f"nullif({column}, '')" if is_text else column


def _ids(claim_ids: Collection[str]) -> pa.Table:
    return pa.table({"claim_id": pa.array(sorted(claim_ids), pa.string())})
