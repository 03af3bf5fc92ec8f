"""Which days a figure speaks of: the date that governs it in its sentence, else its paragraph's, else publication.

Words without a numeral (今年以来, 去年, 昨天) make no row but set the period of the figures behind them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Literal, NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from extractors.figures.rule import Figure
from extractors.model import Period, PeriodBasis
from extractors.tokens.calendar import Anchor, Point, Span, point, shifted

_Reach = Literal["all", "next", "none"]
_start, _end = attrgetter("start"), attrgetter("end")

# Between two at one position, the earlier counts.
_CUE_WORDS: dict[str, str] = {
    **dict.fromkeys(("今年以来", "年初以来", "今年初以来", "开年以来", "今年至今", "年内"), "so_far"),
    "去年以来": "last_so_far",
    **dict.fromkeys(("去年同期", "上年同期", "上一年同期"), "same_last"),
    **{f"{year}{of}{part}": "part" for year in ("今年", "去年", "前年", "明年") for of in ("年", "") for part in "底末初"},
    **dict.fromkeys(("上年", "上一年"), "year_before"),
    "去年": "last",
    "前年": "before_last",
    "明年": "next",
    **dict.fromkeys(("今年", "本年度"), "this"),
    "全年": "whole",
    "本月": "this_month",
    **dict.fromkeys(("上月", "上个月"), "last_month"),
    **{
        f"{begun}{running}以来": "launched"
        for begun in ("上线", "运行", "启用", "推行", "推广", "实施", "启动", "投用", "开通", "试点", "成立", "应用", "运营")
        for running in ("运行", "")
    },
    **dict.fromkeys(("今天", "今日"), "today"),
    **dict.fromkeys(("昨天", "昨日"), "yesterday"),
    **dict.fromkeys(("目前", "如今", "截至目前", "现在", "迄今", "日前", "近日", "至今", "眼下"), "now"),
}
_CUES, _CUE_NAMES = AhoCorasick(list(_CUE_WORDS), matchkind=MatchKind.LeftmostFirst), tuple(_CUE_WORDS.values())
_SPANS = {
    "last": point(Point(year_shift=-1)),
    "before_last": point(Point(year_shift=-2)),
    "next": point(Point(year_shift=1)),
    "this": point(Point(year_shift=0)),
    "this_month": point(Point(month_shift=0)),
    "last_month": point(Point(month_shift=-1)),
}
_PAUSE = regex.compile(r"[，,。；]")
_COMPARED = regex.compile(r"(?:比|较|与|同|和|相比于?|超过|高于|低于|多于|少于)$")
_MEASURED_BY = regex.compile(r"(?:是|为|达|相当于|等于)$")  # 是上年的2.5倍
_DESCRIBING = regex.compile(r"(?:以?来)?(?:的)?(?:最|新高|新低|首次|历史)")
_FROM = regex.compile(r"(?:由|从|自)$")
_UNTIL = regex.compile(r"(?:截至|截止|截止到|截止至|截至到)$")
_SINCE = regex.compile(r"(?:正式)?(?:[\p{Han}]{0,8}?)(?:以来|至今)")
_ONWARD = regex.compile(r"(?:份)?(?:起(?!步|草|诉|底|点|飞|伏|航|程|获)|开始|启动以来|起始)")
_BEFORE_IT = regex.compile(r"(?P<included>[及或](?:者)?在?)?(?:(?P<strictly>[之以]前)|前(?=[，,。完建实取达将要]))")
_AFTER_IT = regex.compile(r"(?:[及或](?:者)?在?)?[之以]后(?!的\d|，当)")
_FUTURE_BEFORE = regex.compile(r"(?:将于|拟于|计划于|预计|定于|力争|争取|到|至)$")
_FUTURE_BEHIND = regex.compile(r"(?:起施行|起实施|起正式施行|前(?:完成|建成|实现)|[\p{Han}，,]{0,8}(?:将|拟|计划|力争|争取))")


class Dated(NamedTuple):
    """The period of one figure and where it was read; ``open`` where a date governs it that can't be placed."""

    period: Period
    basis: PeriodBasis
    open: bool = False


class _Marker(NamedTuple):
    """A date or a cue in the text. ``reach``: all figures behind it, only the ``next`` one (由去年的83件), or ``none`` (较2022年)."""

    start: int
    end: int
    period: Period
    reach: _Reach
    now: bool = False


class _Cue(NamedTuple):
    """A word without a numeral that says when (今年以来, 目前), by its name among ``_CUE_WORDS``."""

    start: int
    end: int
    name: str


class Periods:
    """Reads one paragraph after the other, sentence by sentence, remembering what the paragraph spoke of last."""

    def __init__(self, text: str, published: date | None) -> None:
        self._text = text
        found = _CUES.find_matches_as_indexes(text)
        cues = (_Cue(start, end, _CUE_NAMES[cue]) for cue, start, end in found)
        self._cues = [cue for cue in cues if cue.name != "this_month" or not text[cue.end : cue.end + 1].isdecimal()]
        self._published = published
        self._paragraph = -1
        self._carried: Period | None = None
        self._anchor = Anchor(published)
        period = Period(published, published)
        self._at_publication = Dated(period, _known("published", period))

    def read(self, sentence: tuple[int, int], paragraph: int, figures: Sequence[Figure]) -> list[Dated]:
        """The period of each of ``figures``, in order; call once for every sentence, in the order of the text."""
        cues = self._cues[bisect_left(self._cues, sentence[:1]) : bisect_left(self._cues, sentence[1:])]
        if not (figures or cues):
            return []
        if paragraph != self._paragraph:
            self._paragraph, self._carried, self._anchor = paragraph, None, Anchor(self._published)
        if self._published:  # bare months of another sentence count from publication again
            self._anchor = Anchor(self._published, None, self._anchor.month)
        markers = self._markers(sentence, figures, cues)
        lasting: list[_Marker | None] = []
        for marker in markers:
            lasting.append(marker if marker.reach == "all" else lasting[-1] if lasting else None)
        found = [self._dated(i, figures, markers, lasting) for i in range(len(figures))]
        if lasting and (spoken := lasting[-1]):
            self._carried = None if spoken.now else spoken.period
        return found

    def _dated(self, i: int, figures: Sequence[Figure], markers: Sequence[_Marker], lasting: Sequence[_Marker | None]) -> Dated:
        """The period of figure ``i``; ``lasting``: as of each marker, the last one that reaches all figures behind it."""
        figure, previous = figures[i], figures[i - 1].start if i else -1
        if figure.kind == "date":
            return _stated(markers[bisect_left(markers, figure.start, key=_start)].period)
        if marker := self._governing(figure.start, previous, markers, lasting):
            return self._at_publication if marker.now else _stated(marker.period)
        return self._at_publication if self._carried is None else Dated(self._carried, _known("inherited", self._carried))

    def _governing(self, position: int, previous: int, markers: Sequence[_Marker], lasting: Sequence[_Marker | None]) -> _Marker | None:
        """The marker that governs the figure at ``position``, where the one before stands at ``previous``."""
        for i in reversed(range(bisect_right(markers, position, key=_end))):
            marker = markers[i]
            if marker.reach == "all" or (
                marker.reach == "next" and marker.end > previous and not _PAUSE.search(self._text, marker.end, position)
            ):
                return marker
            if marker.end <= previous:
                return lasting[i]
        return None

    def _markers(self, sentence: tuple[int, int], figures: Sequence[Figure], cues: Sequence[_Cue]) -> list[_Marker]:
        """The dates and cues of the sentence in order; each date resolved with the year spoken of before it."""
        dates = [figure for figure in figures if figure.kind == "date"]
        if dates:
            cues = [cue for cue in cues if not _overlaps(cue, dates)]
        markers: list[_Marker] = []
        spoken = self._carried
        stretches: list[Figure | _Cue] = [*dates, *cues]
        for found in sorted(stretches, key=_start):
            if isinstance(found, Figure):
                markers.append(self._date(found, sentence))
            elif found.name != "launched" or (spoken and spoken.start):
                markers.append(self._cue(found, spoken))
            if markers and markers[-1].reach == "all" and not markers[-1].now:
                spoken = markers[-1].period
        return markers

    def _date(self, figure: Figure, sentence: tuple[int, int]) -> _Marker:
        span = figure.reading.when or Span()
        left, right = (
            self._text[max(sentence[0], figure.start - 5) : figure.start],
            self._text[figure.end : min(sentence[1], figure.end + 12)],
        )
        future = bool(_FUTURE_BEFORE.search(left) or _FUTURE_BEHIND.match(right))
        period = span.resolve(replace(self._anchor, future=True) if future else self._anchor)
        reach = _reach(left, right)
        if span.recent:
            return _Marker(figure.start, figure.end, period, reach)
        if (known := period.start or period.end) and reach != "none":
            precise = span.first.month is not None or span.first.day is not None or span.first.month_shift is not None
            self._anchor = Anchor(self._published, known.year, (known.year, known.month) if precise else None)
        return _Marker(figure.start, figure.end, self._bounded(period, left, right), reach)

    def _bounded(self, period: Period, left: str, right: str) -> Period:
        """``从X起`` gives the start, ``截至X`` the end, ``X以来`` runs to publication."""
        if _UNTIL.search(left):
            return Period(None, period.end)
        if _SINCE.match(right):
            return Period(period.start, self._published)
        if match := _BEFORE_IT.match(right):
            included = match["included"] or not match["strictly"]
            return Period(None, period.end if included else _day_before(period.start))
        if _AFTER_IT.match(right):
            return Period(period.start, None)
        if _ONWARD.match(right):
            return Period(period.start, None)
        return period

    def _cue(self, cue: _Cue, spoken: Period | None) -> _Marker:
        if cue.name == "now":
            return _Marker(cue.start, cue.end, Period(), "all", now=True)
        left, right = self._text[max(0, cue.start - 5) : cue.start], self._text[cue.end : cue.end + 12]
        period = self._cue_period(cue.name, self._text[cue.start : cue.end], spoken)
        if cue.name in _SPANS or cue.name == "part":
            period = self._bounded(period, left, right)
        return _Marker(cue.start, cue.end, period, _reach(left, right))

    def _cue_period(self, name: str, words: str, spoken: Period | None) -> Period:
        published = self._published
        if name in _SPANS:
            return _SPANS[name].resolve(Anchor(published))
        if name == "part":
            return _part_of_year(words, published)
        if name == "year_before":
            return shifted(_year_of(spoken), -1) if spoken and spoken.start else _SPANS["last"].resolve(Anchor(published))
        if name == "launched":  # 2023年3月推出…。运行以来
            return Period(spoken.start if spoken else None, published)
        if name == "same_last":
            return shifted(spoken, -1) if spoken else _SPANS["last"].resolve(Anchor(published))
        if name == "whole":  # 全年: the year spoken of; at the turn of the year, the one that has ended
            early = -1 if published and published.month <= 3 else 0
            year = spoken.start.year if spoken and spoken.start else published.year + early if published else None
            return point(Point(year=year)).resolve(Anchor()) if year else Period()
        if name in ("so_far", "last_so_far"):
            return Period(_new_year(published, 0 if name == "so_far" else -1), published)
        day = date.fromordinal(published.toordinal() - (name == "yesterday")) if published else None
        return Period(day, day)


def _overlaps(cue: _Cue, dates: Sequence[Figure]) -> bool:
    before = bisect_left(dates, cue.end, key=_start)
    return before > 0 and dates[before - 1].end > cue.start


def _day_before(day: date | None) -> date | None:
    return date.fromordinal(day.toordinal() - 1) if day and day.toordinal() > 1 else None


def _part_of_year(words: str, published: date | None) -> Period:
    """``去年底``: December; ``今年初``: January."""
    shift = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}[words[:2]]
    return point(Point(year_shift=shift, month=1 if words.endswith("初") else 12)).resolve(Anchor(published))


def _year_of(period: Period) -> Period:
    return point(Point(year=period.start.year)).resolve(Anchor()) if period.start else Period()


def _new_year(published: date | None, shift: int) -> date | None:
    return date(published.year + shift, 1, 1) if published else None


def _reach(left: str, right: str) -> _Reach:
    """How far a date governs: a comparison (较2022年, 是上年的2倍) governs nothing, ``由2021年的83起`` only its own figure."""
    if _COMPARED.search(left) or _DESCRIBING.match(right) or (_MEASURED_BY.search(left) and right.startswith(("的", "同期的"))):
        return "none"
    if _FROM.search(left) and not (_ONWARD.match(right) or _SINCE.match(right)):
        return "next"
    return "all"


def _stated(period: Period) -> Dated:
    basis = _known("stated", period)
    return Dated(period, basis, open=basis == "unknown")


def _known(basis: PeriodBasis, period: Period) -> PeriodBasis:
    return basis if period.start or period.end else "unknown"
