"""Totals and chains, each worked out once for the same rows: by whichever session asks first, and again only when a row differs.

Many rows are worked out in a process of their own, and the caller need not wait.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import pandas as pd
import pyarrow as pa

from analytics.background import WORKER, ResultCache, at_once
from analytics.claims.schema import fingerprint
from analytics.metrics import chains, totals
from analytics.metrics.chains import Chain
from analytics.metrics.totals import Totals

T = TypeVar("T")
_FEW = 2_000  # rows that take less than a third of a second
_totals: ResultCache[Totals] = ResultCache(32)
_chains: ResultCache[Chain] = ResultCache(16)


def totals_of(rows: pd.DataFrame) -> Future[Totals]:
    """``totals.totals`` of the rows."""
    return _kept(_totals, totals.totals, rows[rows["kind"] == "money"])


def chain_of(rows: pd.DataFrame) -> Future[Chain]:
    """``chains.chain`` of the rows."""
    return _kept(_chains, chains.chain, rows)


def _kept(known: ResultCache[T], work: Callable[[pd.DataFrame], T], rows: pd.DataFrame) -> Future[T]:
    key = fingerprint(pa.Table.from_pandas(rows, preserve_index=False))
    return known.get(key, lambda: (at_once if len(rows) <= _FEW else WORKER.submit)(work, rows))
