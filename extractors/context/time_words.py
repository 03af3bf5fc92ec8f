"""Time words without a numeral (今年以来, 去年, 昨天): recognition and resolution to calendar days.

The vocabulary is in ``lexicon/times.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from extractors.lexicon import lexicon
from extractors.model import Period
from extractors.tokens.calendar import Anchor, DateRange, PartialDate, shifted, single_date


class TimeWord(NamedTuple):
    """A time word at ``start:end`` of a text; ``name`` is the name of its list in ``lexicon/times.toml``."""

    start: int
    end: int
    text: str
    name: str


class TimeContext(NamedTuple):
    """What a time word is resolved against.

    ``published``: publication date. ``current``: year of writing, if that date is unknown. ``reference``: period of the whole article.
    ``year``: year mentioned last. ``spoken``: period mentioned last in the paragraph. ``event``: dates of the holiday or campaign in the
    text.
    """

    published: date | None
    current: int | None
    reference: Period | None
    year: int | None
    spoken: Period | None
    event: Period | None = None


def _names() -> Iterator[tuple[str, str]]:
    """Yield each word with the name of its list."""
    for name, words in lexicon("times")["words"].items():
        yield from ((word, name) for word in words)
    for row in lexicon("times")["together"]:
        yield from ((f"{first}{last}", row["name"]) for first, last in product(row["first"], row["last"]))


_NAMES = dict(_names())
_WORDS, _NAME_OF = AhoCorasick(list(_NAMES), matchkind=MatchKind.LeftmostLongest), tuple(_NAMES.values())
_OCCASIONS = frozenset("节假会动考运赛疫测项季役治战庆汛展博防”」")  # final characters of nouns for an occasion, before 期间
_OPENS_CLAUSE = regex.compile(r"(?:^|[^\p{L}\p{N}]|[于在]|截至)$")
_OF_DAY = regex.compile(r"[上下]午|凌晨|清晨|早|中午|傍晚|晚|深夜")
_SAME_DAY_SERVICE = regex.compile(r"[受办取领送清结反来]")  # 当日受理，当日办结: no certain day
# 行动以来, 自签发新证以来
_UNDATED_SINCE = regex.compile(rf"(?:[{''.join(sorted(_OCCASIONS))}]|自(?!\p{{Han}}?\d|[今去前上本近])\p{{Han}}{{3,20}})$")
_WEEKS = ("this_week", "last_week", "week_before_last")
_SPANS = {
    "last": single_date(PartialDate(year_shift=-1)),
    "before_last": single_date(PartialDate(year_shift=-2)),
    "next": single_date(PartialDate(year_shift=1)),
    "this": single_date(PartialDate(year_shift=0)),
    "this_month": single_date(PartialDate(month_shift=0)),
    "last_month": single_date(PartialDate(month_shift=-1)),
    "last_december": single_date(PartialDate(year_shift=-1, month=12)),
    "this_first_half": DateRange(PartialDate(year_shift=0, month=1), PartialDate(year_shift=0, month=6)),
    "last_first_half": DateRange(PartialDate(year_shift=-1, month=1), PartialDate(year_shift=-1, month=6)),
}
# Words that can take a bound, as dates can: 截至去年底, 今年以后.
BOUNDED = frozenset(_SPANS) | {"part", "new_year", "weekday"}


def time_words(text: str) -> list[TimeWord]:
    """Return the time words of ``text`` in order; of several at one offset, the longest."""
    found = (TimeWord(start, end, text[start:end], _NAME_OF[word]) for word, start, end in _WORDS.find_matches_as_indexes(text))
    return [word for word in found if _is_time(word, text)]


def _is_time(word: TimeWord, text: str) -> bool:
    """Whether a match is a time word in its context: not 本月 in 本月5日, which is a date, nor 期间 in 工作期间."""
    if word.name == "this_month":
        return not text[word.end : word.end + 1].isdecimal()
    if word.text in ("现有", "现已", "现今"):  # not 发现有人
        return text[max(0, word.start - 1) : word.start] not in tuple("发出实呈表体显再")
    if word.text == "近期":  # not 近期天气
        return bool(_OPENS_CLAUSE.search(text, max(0, word.start - 2), word.start))
    if word.name in ("that_day", "next_day"):
        return bool(_OF_DAY.match(text, word.end) or _OPENS_CLAUSE.search(text, max(0, word.start - 2), word.start)) and not (
            _SAME_DAY_SERVICE.match(text, word.end)
        )
    if word.name == "since":
        return bool(_UNDATED_SINCE.search(text, max(0, word.start - 24), word.start))
    return word.name != "occasion" or text[word.start - 1 : word.start] in _OCCASIONS


def resolve_time_word(word: TimeWord, context: TimeContext) -> Period:
    """Resolve ``word`` to calendar days; an empty period if that is not possible."""
    published, spoken = context.published, context.spoken
    if context.reference and (stretch := _of_bulletin(word.name, context.reference)):
        return stretch
    if word.name in _SPANS:
        return _SPANS[word.name].resolve(Anchor(published, current=context.current))
    if word.name == "part":
        return _part_of_year(word.text, published)
    if word.name == "recent":
        return DateRange(recent=("两三四五十".index(word.text[1]) + 2 if word.text[1] != "十" else 10, "年")).resolve(Anchor(published))
    if word.name == "new_year":
        return single_date(PartialDate(year_shift=0 if word.text.startswith("今") else -1, month=1, day=1)).resolve(Anchor(published))
    if word.name == "weekday":
        return _day_of_week(word.text, published) if published and published.year > 1 else Period()
    if word.name in ("year_before", "same_last"):
        return _a_year_before(word.name, context)
    if word.name == "event":
        return context.event or Period()
    if word.name == "occasion":
        return _of_occasion(context)
    if word.name in ("launched", "since"):  # 2023年3月推出…。运行以来
        return Period(spoken.start if spoken else None, published)
    if word.name == "whole":
        return _whole_year(context)
    if word.name == "within_year" and spoken and is_whole_year(spoken):
        return spoken
    if word.name in ("so_far", "last_so_far", "within_year"):
        year = published.year if published else context.current
        return Period(date(year - (word.name == "last_so_far"), 1, 1) if year else None, published)
    return _around(word.name, published, spoken)


def is_whole_year(period: Period) -> bool:
    """Whether a period is exactly one calendar year."""
    return bool(period.start) and period == _year_of(period)


def is_part_of_year(period: Period | None) -> bool:
    """Whether a period lies in one calendar year and is not the whole of it."""
    return bool(period and period.start and period.end and period.start.year == period.end.year and not is_whole_year(period))


def _year_of(period: Period) -> Period:
    return single_date(PartialDate(year=period.start.year)).resolve(Anchor()) if period.start else Period()


def _of_bulletin(name: str, reference: Period) -> Period | None:
    """``本周``, ``上月`` in a text about one week or one month: that one, or the one before."""
    start, end = reference.start, reference.end
    if start is None or end is None:
        return None
    days = (end - start).days + 1
    if name in _WEEKS and 6 <= days <= 8:
        back = timedelta(days=7 * _WEEKS.index(name))
        return Period(start - back, end - back)
    if name in ("this_month", "last_month") and start.day == 1 and 28 <= days <= 31:
        first = start if name == "this_month" else (start - timedelta(days=1)).replace(day=1)
        return single_date(PartialDate(year=first.year, month=first.month)).resolve(Anchor())
    return None


def _part_of_year(words: str, published: date | None) -> Period:
    """``去年底``: December; ``今年初``: January."""
    shift = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}[words[:2]]
    return single_date(PartialDate(year_shift=shift, month=1 if words.endswith("初") else 12)).resolve(Anchor(published))


def _a_year_before(name: str, context: TimeContext) -> Period:
    """``上年``: the year before the one mentioned last; ``上年同期``: the same days in it."""
    base = context.spoken or context.reference
    if not (base and base.start):
        return _SPANS["last"].resolve(Anchor(context.published, current=context.current))
    several_years = base.start.year != (base.end or base.start).year
    return shifted(base if name == "same_last" or several_years else _year_of(base), -1)


def _of_occasion(context: TimeContext) -> Period:
    """Dates of the event in the text, else the last range of days in the paragraph (自10月起…。行动期间)."""
    spoken = context.spoken
    lasts = spoken and spoken.start and spoken.start != spoken.end and not is_whole_year(spoken)
    return context.event or (spoken if spoken and lasts else Period())


def _whole_year(context: TimeContext) -> Period:
    """``全年``: the year mentioned last, in the paragraph or the article; early in a year, the previous year."""
    published, spoken = context.published, context.spoken
    year = spoken.start.year if spoken and spoken.start else context.year
    if published and (year is None or (year == published.year and not (spoken and is_whole_year(spoken)))):
        year = published.year - (published.month <= 3)
    year = year or context.current
    return single_date(PartialDate(year=year)).resolve(Anchor()) if year else Period()


def _day_of_week(word: str, published: date) -> Period:
    """``上周五``: the Friday of the calendar week before the one of ``published``."""
    monday = published - timedelta(days=published.weekday() + 7 * word.startswith("上"))
    day = monday + timedelta(days=min("一二三四五六日天".index(word[-1]), 6))
    return Period(day, day)


def _around(name: str, published: date | None, spoken: Period | None) -> Period:
    """Resolve a day, week or quarter relative to publication; empty if that is not possible."""
    if published is None or name == "unplaced" or published.year < 2:  # datetime has no days before year 1
        return Period()
    if name in ("today", "yesterday", "day_before_yesterday"):
        day = published - timedelta(days=("today", "yesterday", "day_before_yesterday").index(name))
        return Period(day, day)
    if name in _WEEKS:
        monday = published - timedelta(days=published.weekday() + 7 * _WEEKS.index(name))
        return Period(monday, monday + timedelta(days=6))
    if name in ("this_quarter", "last_quarter"):
        quarters = published.year * 4 + (published.month - 1) // 3 - (name == "last_quarter")
        year, quarter = divmod(quarters, 4)
        return DateRange(PartialDate(year=year, month=quarter * 3 + 1), PartialDate(year=year, month=quarter * 3 + 3)).resolve(Anchor())
    if name == "by_year_end":
        year = spoken.start.year if spoken and spoken.start else published.year
        return Period(None, date(year, 12, 31))
    return Period(None, single_date(PartialDate(month_shift=0)).resolve(Anchor(published)).end)
