"""A figure as an interval: what its words leave open (余, 近, 约), and how far it was rounded."""

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
    """Both ends included; a missing end is open."""

    low: float | None
    high: float | None

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both, rounding of the last bit apart."""
        return _reaches(self.high, other.low) and _reaches(other.high, self.low)

    def widened(self, step: float) -> Interval:
        """The interval with both ends moved outward."""
        return Interval(None if self.low is None else self.low - step, None if self.high is None else self.high + step)


def records(frame: pd.DataFrame) -> list[Row]:
    """A frame's rows, each by column name."""
    return cast("list[Row]", frame.to_dict("records"))


def bounds(row: Row) -> Interval:
    """What the words of a figure say: 余 has no upper end, 不足 no lower one, 约 neither."""
    return Interval(*(None if pd.isna(row[end]) else float(row[end]) for end in ("value_low", "value_high")))


def rounded(row: Row) -> Interval:
    """The bounds, wider by half of the last digit written: ``10.2%`` may stand for 10.15 to 10.25, ``1.6万`` for 15,500 to 16,500.
    Whole counts without 万 or 亿 stand for themselves."""
    return bounds(row).widened(half_step(row))


def half_step(row: Row) -> float:
    """Half of the last digit a figure was written with, in its unit."""
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
