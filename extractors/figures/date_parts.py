"""Parts of dates: patterns for months, and conversion of matched groups to calendar points."""

from __future__ import annotations

import regex

from extractors.figures.fragments import pieces
from extractors.figures.years import SAID_YEARS, YEAR_SHIFTS
from extractors.tokens import numerals
from extractors.tokens.calendar import PartialDate

_MONTH_SHIFTS = {"下个月": 1, "下月": 1, "本月": 0, "这个月": 0, "上月": -1, "上个月": -1}
MONTH_NUMBER = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
MONTH_START = r"(?<![\d.第]|[一二三四五六七八九十](?=[一二三四五六七八九十]))"
MONTH_SHIFT = r"(?P<month_shift>本月|上个月|上月|下个月|下月|当月)"
MONTH_WORDS = frozenset({"本月", "上个月", "上月", "下个月", "下月", "当月"})


def number_of(text: str) -> int:
    """The integer value of a numeral in Chinese characters or digits."""
    return int(numerals.parse(text).value or 0)


def year_of(match: regex.Match[str]) -> PartialDate:
    """The absolute or relative year in a match of ``years.YEAR``; an empty point if there is none."""
    stated = pieces(match)
    if year := stated.get("year"):
        return PartialDate(year=number_of(year))
    if short := stated.get("short"):
        return PartialDate(year=of_the_century(short))
    if roc := stated.get("roc"):
        return PartialDate(year=number_of(roc) + 1911)
    if shift := stated.get("shift"):
        return PartialDate(year_shift=YEAR_SHIFTS[shift])
    if said := stated.get("said"):
        return PartialDate(mentioned_year_shift=SAID_YEARS[said])
    if (shift := stated.get("month_shift")) and shift in _MONTH_SHIFTS:
        return PartialDate(month_shift=_MONTH_SHIFTS[shift])
    return PartialDate()


def of_the_century(short: str) -> int:
    """``08`` and ``零八`` → 2008, ``九八`` → 1998. Raises ValueError for ``七八年``, which is seven or eight years."""
    year = numerals.parse(short)
    if year.bound != "exact" or year.value is None:
        raise ValueError("a range of years")
    return int(year.value) + (1900 if year.value >= 50 else 2000)


def full_year(text: str) -> int:
    """The year written with four digits or with two."""
    return int(text) if len(text) == 4 else of_the_century(text)


def at(base: PartialDate, month: str | int | None = None, day: str | int | None = None) -> PartialDate:
    """``base`` with month and day set. Raises ValueError for a month outside 1 to 12."""
    number = number_of(month) if isinstance(month, str) else month
    days = number_of(day) if isinstance(day, str) else day
    if number is not None and not 1 <= number <= 12:
        raise ValueError("no such month")
    return PartialDate(base.year, base.year_shift, number, base.month_shift, base.mentioned_year_shift, days)
