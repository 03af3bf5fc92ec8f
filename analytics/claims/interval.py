"""Figures as intervals: the values that a number with its bounds allows, and whether two numbers agree.

Three readings of one figure:

- ``stated``: exactly what the bounds say. 余 has no upper end, 不足 no lower end, 约 neither. Used to draw figures and to add them up.
- ``plausible``: what a reader takes the number to mean. 1,460余 is less than 1,470, 约 is within a tenth, and an exact number covers what rounds
  to it. Used wherever two statements are compared, so that all pages judge a pair alike.
- ``rounded``: ``stated``, widened by half of the last written digit. Used to compute the values that changes imply.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from math import inf
from typing import NamedTuple

from analytics.claims.rows import ListedClaim
from extractors.metric import scale_of
from extractors.source.clean import clean

_SLIPS = (10, 100, 1_000, 10_000, 100_000_000)  # a digit, two, three; 万 for 一, 亿 for 万; 亿 for 一
_ABOUT = 0.1  # 约 and 近 stand for a tenth
_ROUNDED = 0.05  # an exact count is rounded by no more than this
_SMALL = 100  # below it, things are counted and not rounded
_OPEN = re.compile("以上|以内|以下|不足|至少|至多|不少于|不低于|不超过|低于|最多")
_LESS = 1 - 1e-9  # ends that are not reached
_LAST_BIT = 1e-9  # relative error of a computed end
_DECIMALS = re.compile(r"[.点](\d+)")
_SCALES = {"万": 1e4, "亿": 1e8}
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


class Interval(NamedTuple):
    """The numbers from ``low`` to ``high``, both included; an open end is infinite."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """One value to compare by; the stated end if the other one is open."""
        return self.low if self.high == inf else (self.low + self.high) / 2

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return self.low <= other.high and other.low <= self.high

    def widened(self, step: float) -> Interval:
        """The interval with both ends moved outward by ``step``."""
        return Interval(self.low - step, self.high + step)

    def scaled(self, factor: float) -> Interval:
        """The interval in a unit that is ``factor`` times smaller."""
        return Interval(self.low * factor, self.high * factor)

    def computed(self) -> Interval:
        """The interval widened by the error of floating-point arithmetic."""
        return Interval(self.low - _LAST_BIT * max(1.0, _finite(self.low)), self.high + _LAST_BIT * max(1.0, _finite(self.high)))


# --- readings of one figure --------------------------------------------------------------------


def stated(row: ListedClaim) -> Interval:
    """What the bounds of a figure say, in its unit."""
    return Interval(_given(row.value_low, -inf), _given(row.value_high, inf))


def rounded(row: ListedClaim) -> Interval:
    """``stated``, wider by half of the last digit written: ``10.2%`` may stand for 10.15 to 10.25, ``1.6万`` for 15,500 to 16,500."""
    return stated(row).widened(half_step(row))


def half_step(row: ListedClaim) -> float:
    """Half of the last digit that a figure is written with, in its unit; 0 for whole counts without 万 or 亿."""
    text = clean(row.text).text
    if "成" in text:
        return 5.0
    found = _DECIMALS.search(text)
    digits = len(found[1]) if found else 0
    scale = next((size for sign, size in _SCALES.items() if sign in text), 1.0)
    if scale == 1 and not digits and row.kind not in ("percentage", "multiple"):
        return 0.0
    return float(0.5 * scale * 10.0**-digits)


def plausible(row: ListedClaim) -> Interval:
    """The interval that a reader takes the figure to state, in its unit. The row needs a value or an end."""
    value, bound, open_end = row.value, row.bound, bool(_OPEN.search(row.text))
    if value is None or bound in ("range", "vague"):
        return Interval(_given(row.value_low, 0.0), _given(row.value_high, inf))
    if bound == "about":
        return Interval(value - _ABOUT * abs(value), value + _ABOUT * abs(value))
    if bound == "over":
        most = 100.0 if row.unit == "%" and row.role != "change" else inf
        return Interval(value, max(value, most) if open_end else value + _step(value) * _LESS)
    if bound == "under":
        return Interval(0.0 if open_end else value - min(_step(value), _ABOUT * abs(value)), value)
    around = _rounding(value, row.kind)
    return Interval(value - around, value + around * _LESS)


# --- figures of one family compared ------------------------------------------------------------


def family(row: ListedClaim) -> str:
    """The family of the unit, for counts the scale of the metric. Figures of different families are never compared."""
    return _UNITS[row.unit][0] if row.unit in _UNITS else scale_of(row.metric, row.unit)


def base(row: ListedClaim) -> float | None:
    """The value in the smallest unit of its family; ``None`` for a vague one."""
    return None if row.value is None else row.value * _factor(row)


def comparable(row: ListedClaim) -> Interval:
    """``plausible`` in the smallest unit of the family."""
    return plausible(row).scaled(_factor(row))


def gap(a: Interval, b: Interval) -> float:
    """The difference as a share of the larger: 0 if both are equal, 1 if one is zero or has another sign."""
    least, most = sorted((a.middle, b.middle), key=abs)
    return 0.0 if most == 0 else min(1.0, abs(most - least) / abs(most))


def slip(a: Interval, b: Interval) -> int:
    """The power of ten by which two figures with the same digits differ, as when 万 was written for 亿; 0 if they do not."""
    least, most = sorted((abs(a.middle), abs(b.middle)))
    return next((power for power in _SLIPS if least and abs(most / least / power - 1) < 0.002), 0)


def _factor(row: ListedClaim) -> float:
    return _UNITS.get(row.unit, ("", 1.0))[1]


def _rounding(value: float, kind: str) -> float:
    """By how much at most an exact number may be rounded: half of its last written digit."""
    half = _step(value) / 2
    if kind in ("percentage", "rank"):
        return min(half, 0.5)
    return min(half, 0.5) if abs(value) < _SMALL else min(half, _ROUNDED * abs(value))


def _step(value: float) -> float:
    """The size of the last digit that is not 0: 0.1 for 23.5, 10 million for 4.6亿."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return 10.0 ** int(exponent) if value else 1.0


def _finite(end: float) -> float:
    return 0.0 if end in (-inf, inf) else abs(end)


def _given(end: float | None, otherwise: float) -> float:
    return otherwise if end is None else end
