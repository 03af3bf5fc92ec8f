"""Numeric intervals of claims: which values a number allows, whether two numbers agree, and whether one is a slip of the other.

A bound reaches as far as a reader takes it to reach: ``1460余`` means less than 1,470, not any larger number. An exact number
covers all values that round to it at its last written digit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

Row = Mapping[str, Any]

_SLIPS = (10, 100, 1_000, 10_000, 100_000_000)  # one, two or three digits; 万 missing, or 亿 for 万; 亿 missing
_ABOUT = 0.1  # relative tolerance of 约, and the furthest that 近 reaches below its number
_ROUNDED = 0.05  # largest relative rounding assumed for an exact count
_SMALL = 100  # counts below this are not taken as rounded to tens
_OPEN = re.compile("以上|以内|以下|不足|至少|至多|不少于|不低于|不超过|低于|最多")
_LESS = 1 - 1e-9  # makes an upper end exclusive
# Classifiers that count the same things, and units of one dimension: family → unit → factor to the family's base unit.
_FAMILIES: tuple[tuple[str, Mapping[str, float]], ...] = (
    ("cases", dict.fromkeys("起件宗例桩", 1)),
    ("people", dict.fromkeys("名人位", 1)),
    ("times", dict.fromkeys(("次", "人次", "趟"), 1)),
    ("items", dict.fromkeys("个处座家所项", 1)),
    ("devices", dict.fromkeys("台部架套辆", 1)),
    ("seconds", {"秒": 1, "分钟": 60, "小时": 3600, "天": 86_400, "周": 604_800}),
    ("months", {"月": 1, "年": 12}),
    ("metres", {"米": 1, "公里": 1000, "千米": 1000}),
    ("kilograms", {"克": 0.001, "公斤": 1, "千克": 1, "吨": 1000}),
)
_UNITS = {unit: (family, float(factor)) for family, units in _FAMILIES for unit, factor in units.items()}


class Span(NamedTuple):
    """The values that a figure allows, in the base unit of its family; both ends are included."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """A single value for comparison: the midpoint, or the lower end where the upper end is open."""
        return self.low if self.high == float("inf") else (self.low + self.high) / 2


def family(row: Row) -> str:
    """Name of the unit's family. Figures of different families are not comparable."""
    return _UNITS.get(row["unit"], (str(row["unit"]), 1.0))[0]


def base(row: Row) -> float | None:
    """The value in the base unit of its family; ``None`` where the row has no value."""
    return None if pd.isna(row["value"]) else float(row["value"]) * _factor(row)


def span(row: Row) -> Span:
    """The interval that the figure states, in the base unit of its family.

    The row needs ``value`` or, where ``bound`` is ``range`` or ``vague``, ``value_low`` or ``value_high``.
    """
    low, high = _ends(row)
    return Span(low * _factor(row), high * _factor(row))


def agree(a: Span, b: Span) -> bool:
    """Whether the two intervals overlap."""
    return a.low <= b.high and b.low <= a.high


def gap(a: Span, b: Span) -> float:
    """Difference of the middles as a share of the larger: 0 for equal values, 1 where one is zero or the signs differ."""
    least, most = sorted((a.middle, b.middle), key=abs)
    return 0.0 if most == 0 else min(1.0, abs(most - least) / abs(most))


def slip(a: Span, b: Span) -> int:
    """The power of ten by which two figures with the same digits differ, as when 万 is written for 亿; 0 where there is none."""
    least, most = sorted((abs(a.middle), abs(b.middle)))
    return next((power for power in _SLIPS if least and abs(most / least / power - 1) < 0.002), 0)


def _factor(row: Row) -> float:
    return _UNITS.get(row["unit"], ("", 1.0))[1]


def _ends(row: Row) -> tuple[float, float]:
    """Both ends in the row's own unit; an open end is 0 or infinity."""
    bound, open_end = row["bound"], bool(_OPEN.search(row["text"]))
    if bound in ("range", "vague"):
        return _or(row["value_low"], 0.0), _or(row["value_high"], float("inf"))
    value = float(row["value"])
    if bound == "about":
        return value - _ABOUT * abs(value), value + _ABOUT * abs(value)
    if bound == "over":
        most = 100.0 if row["unit"] == "%" and row["role"] != "change" else float("inf")
        return value, max(value, most) if open_end else value + _step(value) * _LESS
    if bound == "under":
        return (0.0 if open_end else value - min(_step(value), _ABOUT * abs(value))), value
    around = _rounding(value, row["kind"])
    return value - around, value + around * _LESS


def _rounding(value: float, kind: str) -> float:
    """The largest rounding assumed for an exact number: half of its last non-zero digit, with limits by kind and size."""
    half = _step(value) / 2
    if kind in ("percentage", "rank"):
        return min(half, 0.5)
    return min(half, 0.5) if abs(value) < _SMALL else min(half, _ROUNDED * abs(value))


def _step(value: float) -> float:
    """The size of the last digit that is not 0: 0.1 for 23.5, 10 million for 4.6亿."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return 10.0 ** int(exponent) if value else 1.0


def _or(end: Any, otherwise: float) -> float:
    return otherwise if pd.isna(end) else float(end)
