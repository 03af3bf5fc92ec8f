"""Results are kept for as long as the table that they are about, and no longer."""

from __future__ import annotations

import gc
from weakref import ref

from analytics.claims.cached_per_table import remembered
from analytics.claims.schema import CLAIM_SCHEMA, fingerprint
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable


def test_a_result_is_kept_with_its_table() -> None:
    asked = list[str]()

    @remembered(1)
    def figures(table: ClaimTable, name: str) -> int:
        asked.append(name)
        return table.summary(Selection()).figures

    one, other = (ClaimTable.of_table(CLAIM_SCHEMA.empty_table()) for _ in range(2))
    assert [figures(one, "a"), figures(one, "a"), figures(other, "a"), figures(one, "b"), figures(one, "a")] == [0] * 5
    assert asked == ["a", "a", "b", "a"]
    gone = ref(one)
    del one
    gc.collect()
    assert gone() is None


def test_a_fingerprint_is_that_of_the_rows() -> None:
    claims = CLAIM_SCHEMA.empty_table()
    assert fingerprint(claims) == fingerprint(claims.slice(0, 0))
    assert fingerprint(claims) != fingerprint(claims.drop(["notes"]))
