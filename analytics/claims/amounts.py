"""What a figure's number allows: its interval, whether two numbers agree within their bounds, and whether one is a slip of the other.

余 over 1,460 means less than 1,470 and not "anything above": a bound reaches as far as a reader takes it to reach. An exact
number covers what rounds to it, by the last digit that is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

Row = Mapping[str, Any]

_SLIPS = (10, 100, 1_000, 10_000, 100_000_000)  # a digit, two, three; 万 for 一, 亿 for 万; 亿 for 一
_ABOUT = 0.1  # 约 and 近 stand for a tenth
_ROUNDED = 0.05  # an exact count is rounded by no more than this
_SMALL = 100  # below it, things are counted and not rounded
_OPEN = re.compile("以上|以内|以下|不足|至少|至多|不少于|不低于|不超过|低于|最多")
_LESS = 1 - 1e-9  # ends that are not reached
# Classifiers that count the same things, and units of one size: family and factor.
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
    """The values that a figure allows, in the smallest unit of its family, both ends included."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """One value to compare by; the end that is stated where the other is open."""
        return self.low if self.high == float("inf") else (self.low + self.high) / 2


def family(row: Row) -> str:
    """What the unit counts by: figures of different families are never compared."""
    return _UNITS.get(row["unit"], (str(row["unit"]), 1.0))[0]


def base(row: Row) -> float | None:
    """The value in the smallest unit of its family; nothing for a vague one."""
    return None if pd.isna(row["value"]) else float(row["value"]) * _factor(row)


def span(row: Row) -> Span:
    """The interval that a reader takes the figure to state. The row needs a value or an end."""
    low, high = _ends(row)
    return Span(low * _factor(row), high * _factor(row))


def agree(a: Span, b: Span) -> bool:
    """Whether some value is allowed by both."""
    return a.low <= b.high and b.low <= a.high


def gap(a: Span, b: Span) -> float:
    """The difference as a share of the larger: 0 where both are the same, 1 where one is nothing or has another sign."""
    least, most = sorted((a.middle, b.middle), key=abs)
    return 0.0 if most == 0 else min(1.0, abs(most - least) / abs(most))


def slip(a: Span, b: Span) -> int:
    """The power of ten by which two figures of the same digits differ, as when 万 was written for 亿; 0 where they do not."""
    least, most = sorted((abs(a.middle), abs(b.middle)))
    return next((power for power in _SLIPS if least and abs(most / least / power - 1) < 0.002), 0)


def _factor(row: Row) -> float:
    return _UNITS.get(row["unit"], ("", 1.0))[1]


def _ends(row: Row) -> tuple[float, float]:
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
    """By how much at most an exact number may have been rounded: half of its last written digit."""
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
