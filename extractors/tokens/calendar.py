"""Calendar expressions and their resolution to days, given the publication date.

A ``PartialDate`` is a partial date as written; a ``DateRange`` goes from one point to another. If an expression needs the publication
date and it is unknown, the ends of the period stay ``None``.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from extractors.model import Period

_HALF_A_YEAR = 6  # months
Unit = Literal["年", "月", "周", "天"]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A partial date.

    ``year_shift`` and ``month_shift`` are relative to the publication date (去年 -1, 本月 0), ``mentioned_year_shift`` is relative to the year
    last mentioned (同年 0, 次年 1).
    """

    year: int | None = None
    year_shift: int | None = None
    month: int | None = None
    month_shift: int | None = None
    mentioned_year_shift: int | None = None
    day: int | None = None

    @property
    def has_year(self) -> bool:
        """Whether the year is given, absolutely or relative to another date."""
        return self.year is not None or self.year_shift is not None or self.month_shift is not None or self.mentioned_year_shift is not None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The reference points for relative and partial dates.

    ``year`` is the year last mentioned, ``month`` the (year, month) for a bare day. ``future`` allows dates after ``published``.
    ``current`` is the year that 今年 denotes if ``published`` is unknown.
    """

    published: date | None = None
    year: int | None = None
    month: tuple[int, int] | None = None
    future: bool = False
    current: int | None = None


@dataclass(frozen=True, slots=True)
class DateRange:
    """A range from ``first`` to ``last``; or, with ``recent`` (number, unit), the period of that length up to publication."""

    first: PartialDate = PartialDate()
    last: PartialDate = PartialDate()
    recent: tuple[int, Unit] | None = None

    def resolve(self, anchor: Anchor) -> Period:
        """The period of days, both ends included; an end that can't be determined is ``None``."""
        return _resolved(self, anchor)


@lru_cache(maxsize=4096)  # expressions such as 今年 recur within an article
def _resolved(span: DateRange, anchor: Anchor) -> Period:
    if span.recent:
        return _recent(span.recent, anchor.published)
    first = _dated(span.first, anchor)
    last = _dated(_inheriting(span.last, first or span.first), anchor)
    start = _first_day(first) if first else None
    end = _last_day(last) if last else None
    if start and end and start > end and not span.first.has_year and first is not None:
        start = _first_day(replace(first, year=(first.year or 0) - 1))  # 11月至3月
    return _last_over(span, Period(start, end), anchor)


def _last_over(span: DateRange, period: Period, anchor: Anchor) -> Period:
    """``period``, a year earlier if it has not reached its middle by publication: ``上半年`` said in January, without a year."""
    published, start, end = anchor.published, period.start, period.end
    said_alone = not span.last.has_year and anchor.year is None and not anchor.future
    first_months = span.first == PartialDate(month=1) and span.last.day is None and span.last != span.first
    if published and start and end and said_alone and first_months and start + (end - start) / 2 > published:
        return shifted(period, -1)
    return period


def single_date(p: PartialDate) -> DateRange:
    """The span of a single year, month or day."""
    return DateRange(p, p)


def shifted(period: Period, years: int) -> Period:
    """``period`` moved by ``years`` (去年同期: -1). 29 February becomes the 28th; an end on the last day of a month stays on the last day."""

    def moved(day: date | None) -> date | None:
        return _day(day.year + years, day.month, min(day.day, monthrange(day.year + years, day.month)[1])) if day else None

    start, end = moved(period.start), moved(period.end)
    if end and period.end and period.end.day == monthrange(period.end.year, period.end.month)[1]:
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return Period(start, end)


def _inheriting(last: PartialDate, first: PartialDate) -> PartialDate:
    """``last`` with its missing year and month taken from ``first``: ``2017年3月至5月``."""
    if last.month is None and last.day is not None:
        last = replace(last, month=first.month, month_shift=first.month_shift)
    if not last.has_year:
        last = replace(last, year=first.year, year_shift=first.year_shift, mentioned_year_shift=first.mentioned_year_shift)
    return last


def _dated(p: PartialDate, anchor: Anchor) -> PartialDate | None:
    """``p`` with its year (and month) resolved; ``None`` if that is not possible."""
    published = anchor.published
    if p.month_shift is not None:
        if not published:
            return None
        months = published.year * 12 + published.month - 1 + p.month_shift
        return PartialDate(year=months // 12, month=months % 12 + 1, day=p.day)
    if p.month is None and p.day is not None:
        return _dated_day(p, anchor)
    if p.year is not None:
        return p
    if p.mentioned_year_shift is not None:
        return replace(p, year=anchor.year + p.mentioned_year_shift) if anchor.year is not None else None
    if p.year_shift is not None:
        current = published.year if published else anchor.current
        return replace(p, year=current + p.year_shift) if current is not None else None
    if anchor.year is not None:
        return replace(p, year=anchor.year)
    if published is None and anchor.current is not None and p.month is not None:
        return replace(p, year=anchor.current)
    if not published or p.month is None:
        return None
    later = (p.month, p.day or 1) > (published.month, published.day)
    year = published.year - (1 if later and not anchor.future else 0)
    if anchor.future and published.month - p.month > _HALF_A_YEAR:  # 将于1月1日 said in December
        year += 1
    while p.month == 2 and p.day == 29 and not isleap(year):  # the most recent 29 February
        year -= 1
    return replace(p, year=year)


def _dated_day(p: PartialDate, anchor: Anchor) -> PartialDate | None:
    """A bare day (``20日``): in the month last mentioned, else the last such day up to publication."""
    if anchor.month is not None:
        return replace(p, year=anchor.month[0], month=anchor.month[1])
    published = anchor.published
    if not published or p.day is None:
        return None
    earlier = p.day > published.day and not anchor.future
    months = published.year * 12 + published.month - 1 - (1 if earlier else 0)
    return PartialDate(year=months // 12, month=months % 12 + 1, day=p.day)


def _first_day(p: PartialDate) -> date | None:
    return _day(p.year, p.month or 1, p.day or 1)


def _last_day(p: PartialDate) -> date | None:
    month = p.month or 12
    if p.year is None:
        return None
    return _day(p.year, month, p.day or monthrange(p.year, month)[1])


def _day(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year is not None else None
    except ValueError:  # an impossible date, such as 2月30日
        return None


def _recent(stretch: tuple[int, Unit], published: date | None) -> Period:
    """``近N年``: the N years up to publication, beginning one day after the same date N years before."""
    if published is None:
        return Period()
    n, unit = stretch
    if unit in ("年", "月"):
        months = published.year * 12 + published.month - 1 - n * (12 if unit == "年" else 1)
        year, month = months // 12, months % 12 + 1
        if year < 1:
            return Period(None, published)
        before = date(year, month, min(published.day, monthrange(year, month)[1])).toordinal()
    else:
        before = published.toordinal() - n * (7 if unit == "周" else 1)
    return Period(date.fromordinal(min(before + 1, published.toordinal())) if before > 0 else None, published)
