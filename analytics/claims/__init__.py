"""The claim table: schema, storage, selection, queries, sort orders and summaries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from extractors.model import Claim


def to_frame(claims: Iterable[Claim]) -> pd.DataFrame:
    """Claims as a typed DataFrame, one row per claim; columns and codes as in docs/claims.md.

    Text is ``string``, numbers ``float64``, dates ``datetime64[s]``. Missing numbers and dates are missing values; missing text is empty.
    """
    from analytics.claims.schema import claims_frame  # imported late: pandas takes a second to load

    return claims_frame(claims)
