"""A figure as an interval: what its words leave open (余, 近, 约), and how far it was rounded.

``amounts`` limits an open bound to what a reader expects; here it stays open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import pandas as pd

from extractors.source.clean import clean

_DECIMALS = re.compile(r"[.点](\d+)")
_SCALES = {"万": 1e4, "亿": 1e8}
Row = Mapping[str, Any]


class Interval(NamedTuple):
    """An interval that includes both ends; ``None`` marks an open end."""

    low: float | None
    high: float | None

    def meets(self, other: Interval) -> bool:
        """Whether the intervals overlap, with tolerance for floating-point error."""
        return _reaches(self.high, other.low) and _reaches(other.high, self.low)

    def widened(self, step: float) -> Interval:
        """The interval with both ends moved outward."""
        return Interval(None if self.low is None else self.low - step, None if self.high is None else self.high + step)


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame as mappings by column name."""
    return cast("list[Row]", frame.to_dict("records"))


def bounds(row: Row) -> Interval:
    """The interval that a figure's words state: 余 leaves the upper end open, 不足 the lower one, 约 both."""
    return Interval(*(None if pd.isna(row[end]) else float(row[end]) for end in ("value_low", "value_high")))


def rounded(row: Row) -> Interval:
    """The bounds, widened by half of the last digit written.

    ``10.2%`` may stand for 10.15 to 10.25, ``1.6万`` for 15,500 to 16,500. Whole counts without 万 or 亿 are not widened.
    """
    return bounds(row).widened(half_step(row))


def half_step(row: Row) -> float:
    """Half of the last digit a figure was written with, in its unit; 0 for whole counts without 万 or 亿."""
    text = clean(str(row["text"])).text
    if "成" in text:
        return 5.0
    found = _DECIMALS.search(text)
    digits = len(found[1]) if found else 0
    scale = next((size for sign, size in _SCALES.items() if sign in text), 1.0)
    if scale == 1 and not digits and row["kind"] not in ("percentage", "multiple"):
        return 0.0
    return float(0.5 * scale * 10.0**-digits)


def _reaches(high: float | None, low: float | None) -> bool:
    return high is None or low is None or high >= low - 1e-9 * max(1.0, abs(low))
