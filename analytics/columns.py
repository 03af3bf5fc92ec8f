"""The two tables: their columns, their types, and records → DataFrame.

The columns and codes are the claim-table contract; numbers leave ``Decimal`` here, and only here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import pandas as pd

from extractors.model import Claim, Innovation

CLAIM_COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Claim))
INNOVATION_COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Innovation))

_NUMBERS = ("value", "value_low", "value_high")
_DATES = ("published_on", "period_start", "period_end")
_INTEGERS = ("sentence_start", "sentence_end", "start", "end", "mentions", "claims")


def claims_frame(claims: Iterable[Claim]) -> pd.DataFrame:
    """One row per claim, columns as ``CLAIM_COLUMNS``; empty input gives an empty, typed frame."""
    return _frame(claims, CLAIM_COLUMNS)


def innovations_frame(innovations: Iterable[Innovation]) -> pd.DataFrame:
    """One row per article and named innovation, columns as ``INNOVATION_COLUMNS``."""
    return _frame(innovations, INNOVATION_COLUMNS)


def _frame(records: Iterable[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    rows = [[getattr(record, column) for column in columns] for record in records]
    frame = pd.DataFrame(rows, columns=list(columns))
    for column in columns:
        if column in _NUMBERS:
            frame[column] = frame[column].astype("float64")
        elif column in _DATES:
            frame[column] = pd.to_datetime(frame[column])
        elif column in _INTEGERS:
            frame[column] = frame[column].astype("int64")
        else:
            frame[column] = frame[column].astype("string")
    return frame
