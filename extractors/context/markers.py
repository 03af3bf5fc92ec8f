"""Time expressions of one sentence with their scope, and what follows from their order: lists, comparisons, what is carried on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import regex

from extractors.context.time_scope import TimeScope
from extractors.model import Period
from extractors.syntax.clause import TokenizedSentence
from extractors.tokens.calendar import Anchor, PartialDate, single_date

_SHORT = timedelta(days=31)
# Text allowed between a base of comparison and its figure: 2018年（54,225宗）, 与2019年相比，案件从163起降至7起
_BESIDE = regex.compile(r"(?:同[期季月])?的?[（(]?|相比[，,]?[^，,。；;\d]{0,16}[由从]")
_OF_PART = regex.compile(r"其中[^。；;]*$")
_OF_THIS_YEAR = regex.compile(r"[，,]?\p{Han}{0,8}")  # 截至11日，该站今年验放…
_LISTED = regex.compile(r"(?:的)?[、和与及，,]{1,2}|以及")


class Marker(NamedTuple):
    """A time expression at ``start:end`` with its period and scope.

    ``time_scope``: ``all`` figures after it, only the ``next`` one (由去年的83件), only the figure beside it that something is compared with
    (``base``: 较2022年的83件), or ``none`` (是上年的2倍). ``now``: a word for the present (目前).
    """

    start: int
    end: int
    period: Period
    time_scope: TimeScope
    now: bool = False
    own: Period | None = None  # the date's own period, if it ends a range that an earlier date begins


def is_open(marker: Marker) -> bool:
    """Whether a governing time expression cannot be resolved."""
    return marker.time_scope == "all" and not marker.now and marker.period == Period()


def is_short(period: Period) -> bool:
    """Whether a period is at most a month long."""
    return bool(period.start and period.end and period.end - period.start < _SHORT)


def until_in_year(before: Sequence[Marker], marker: Marker, name: str, text: str) -> Marker:
    """``截至10月5日，今年累计…``: from 1 January to that day."""
    if name not in ("this", "so_far", "within_year") or not before or before[0].period.start or not (end := before[0].period.end):
        return marker
    close = _OF_THIS_YEAR.fullmatch(text, before[0].end, marker.start)
    return marker._replace(period=Period(date(end.year, 1, 1), end)) if close else marker


def base_period(sentence: TokenizedSentence, i: int, markers: Sequence[Marker]) -> Period | None:
    """Period of a base of comparison, for the figure beside it: ``比2019年的820起``, ``2018年（54,225宗）``."""
    start = sentence.figures[i].start
    for marker in reversed(markers):
        if marker.end <= start and marker.time_scope == "base":
            between = sentence.text[marker.end : start]
            return marker.period if _BESIDE.fullmatch(between) or sentence.is_base(i) else None
        if marker.end <= start:
            return None
    return None


def bracketed_base_period(sentence: TokenizedSentence, i: int, markers: Sequence[Marker]) -> Period | None:
    """Period of a base of comparison, for all figures in the brackets it opens: ``与上年同期相比(2011年1—10月，发生67起，损失238万元)``."""
    start = sentence.figures[i].start
    opening = next((marker for marker in reversed(markers) if marker.end <= start), None)
    if opening is None or opening.time_scope != "base" or sentence.text[opening.start - 1] != "(":
        return None
    return None if ")" in sentence.text[opening.end : start] else opening.period


def list_item_period(sentence: TokenizedSentence, i: int, markers: Sequence[Marker]) -> Period | None:
    """Period of figure ``i`` in a distributive list: ``2022年、2023年分别破案320起、410起``.

    A range is divided if it has as many years or months as the list has figures (``2021年至2023年``), unless the list goes over other
    things: ``第三季度，甲、乙、丙三地分别…``.
    """
    group = sentence.lists[i]
    if group is None:
        return None
    head = sentence.tokens[group.head].start
    before = [marker for marker in markers if marker.end <= head and marker.time_scope in ("all", "next")]
    n = i - group.first
    last = before[-group.size :]
    if len(before) >= group.size and all(_LISTED.fullmatch(sentence.text[one.end : other.start]) for one, other in pairwise(last)):
        return last[n].own or last[n].period
    if not before or "、" in sentence.text[before[-1].end : head]:
        return None
    return _nth_part(before[-1].period, n, group.size)


def _nth_part(period: Period, n: int, size: int) -> Period | None:
    """Year or month number ``n`` (from 0) of a period that consists of ``size`` of them, at least two; else ``None``."""
    first, last = period.start, period.end
    if not (first and last) or size < 2 or first.day != 1:
        return None
    if (first.month, last.month, last.day) == (1, 12, 31) and last.year - first.year + 1 == size:
        return single_date(PartialDate(year=first.year + n)).resolve(Anchor())
    if (last.year - first.year) * 12 + last.month - first.month + 1 == size:
        year, month = divmod(first.year * 12 + first.month - 1 + n, 12)
        return single_date(PartialDate(year=year, month=month + 1)).resolve(Anchor())
    return None


_ONLY = ("仅", "仅在", "单是", "光是")


def inherited_marker(text: str, markers: Sequence[Marker], published: date | None) -> Marker | None:
    """Marker that the following sentences inherit: the last one that reaches all figures.

    Exceptions: a range up to the present beside a closed period that begins on another day (2018年以来保持全破), the time of a part
    (其中单笔最高为4月的310万元), and one that only gives an example (仅6月就抓获…).
    """
    example = next((number for number, marker in enumerate(markers) if text.endswith(_ONLY, 0, marker.start)), None)
    lasting = [marker for marker in markers[:example] if marker.time_scope == "all"]
    if not all(map(is_open, lasting)):
        lasting = [marker for marker in lasting if not is_open(marker)]
    while len(lasting) > 1 and _OF_PART.search(text, lasting[-2].end, lasting[-1].start):
        lasting.pop()
    if (
        len(lasting) > 1
        and lasting[-1].period.start
        and lasting[-1].period.end in (None, published)
        and lasting[-2].period.end not in (None, published)
        and lasting[-1].period.start != lasting[-2].period.start  # not 2017年6月建站，建站至今出警30次
    ):
        return lasting[-2]
    return lasting[-1] if lasting else None
