"""Assigns a period to each figure: from its sentence, else inherited from paragraph, section, article or publication date.

Time words without a numeral (今年以来, 去年, 昨天) are no figures, but set the period of the figures after them. A time that is a base of
comparison (比2022年的83起) applies only to the figure beside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

import regex

from extractors.context.article_defaults import QUOTED_NAME, ArticleDefaults
from extractors.context.markers import (
    Marker,
    base_period,
    bracketed_base_period,
    inherited_marker,
    is_open,
    is_short,
    list_item_period,
    until_in_year,
)
from extractors.context.stock import is_stock_or_duration
from extractors.context.time_scope import bounded, is_aim, is_future, runs_on, time_scope
from extractors.context.time_words import BOUNDED, TimeContext, TimeWord, is_part_of_year, is_whole_year, resolve_time_word, time_words
from extractors.figures.rule import Figure
from extractors.model import Period, PeriodBasis
from extractors.source.sections import is_heading, level
from extractors.syntax.clause import TokenizedSentence
from extractors.tokens.calendar import Anchor, DateRange, shifted

_start, _end = attrgetter("start"), attrgetter("end")

_PRESENT = frozenset(["现有", "现今", "现已"])
_LATELY = frozenset(["日前", "近日", "近期", "连日来"])  # a time of its own, without dates
_THESE_FIGURES = regex.compile(r"的?(?:这一?|以上|上述)[组些串]数[据字]")
_UNTIL_NOW = frozenset(["至今", "迄今"])
_OCCASIONS = frozenset(["unplaced", "event", "occasion"])  # time words whose dates only the text can give
_YEARS = frozenset(["this", "last", "before_last", "next"])  # words for a year, to which the months after them belong
_BEFORE, _AFTER = 12, 72  # characters read beside a time: a clause that 自 opens may be long
_SAME_PART = regex.compile(r"年?同[期季月]")  # 2019年同期: the same months as in the period before
_PAUSE = regex.compile(r"[，,。；;：:]")
_GOES_ON = regex.compile(
    r"\s*(?:其中|经查|[其此]间(?=[，,])|期间(?=[，,])"
    r"|[^。；;，,]{0,20}?(?:(?P<this_time>[此本这该]次(?!\p{Han}{0,3}会))|上述|同一?(?:期间|时期)|(?:行动|活动|整治|检查|巡查)(?:期间|中(?!心)|方面|(?:开展)?以来)))"
)  # the paragraph goes on with what an earlier one told: 此次行动, 行动期间, 同一期间
_TO = regex.compile(
    r"(?:打|延续|持续|一直)?(?:零时|\d{1,2}[时点])?(?:起|开始)?[，,]?(?:[上下]午|凌晨|晚)?(?:\d{1,2}[时点:：](?:\d{1,2}分?)?)?(?:至|到|-|—|－|~)"
)
_AND_UNTIL = regex.compile(r"[，,]?(?:截至|截止)[到至]?")  # 今年以来截至10月2日
_LISTED = regex.compile(r"[、和与及]|以及")


class FigurePeriod(NamedTuple):
    """Period of one figure and its source; ``unresolved`` if a time expression governs the figure but cannot be resolved."""

    period: Period
    basis: PeriodBasis
    unresolved: bool = False


class PeriodResolver:
    """Assigns periods sentence by sentence; keeps the last period of the paragraph and of the section heading as state.

    ``text``: the cleaned text. ``published``: the publication date, if known. ``defaults``: the article's reference period, year and event.
    """

    def __init__(self, text: str, published: date | None, defaults: ArticleDefaults) -> None:
        self._text = text
        self._defaults, self._reference = defaults, defaults.reference
        self._words = time_words(text)
        self._published = defaults.as_of
        self._paragraph = -1
        self._heading: Period | None = None  # stated in the section heading
        self._level = 0  # level of that heading
        self._carried: Period | None = None
        self._last: Period | None = None  # told last in the text, for paragraphs that go on with it
        self._episode: Period | None = None  # of at most a month, told last: 此次
        self._day: Period | None = None  # the single day mentioned last: 当日
        self._year: int | None = defaults.reference.start.year if defaults.reference and defaults.reference.start else None
        self._anchor = self._fresh_anchor(0)
        at_publication = Period(published, published)
        self._at_publication = FigurePeriod(at_publication, _known("published", at_publication))

    def _fresh_anchor(self, position: int) -> Anchor:
        """Anchor of bare months in a paragraph at ``position``: publication, else the reference year once the text has stated it."""
        known = self._reference and not self._published and position >= self._defaults.stated_at
        year = self._reference.start.year if known and self._reference and self._reference.start else None
        return Anchor(self._published, year, current=self._defaults.year)

    def read(self, span: tuple[int, int], paragraph: int, sentence: TokenizedSentence | None) -> list[FigurePeriod]:
        """Return the period of each figure of ``sentence``, in order. Stateful: call once per sentence, in text order.

        ``span`` is that of the sentence in the text, ``paragraph`` its paragraph number; ``sentence`` is ``None`` if it has no figures.
        """
        figures = sentence.figures if sentence else ()
        heading = self._text[span[0] : span[1]] if is_heading(self._text[span[0] : span[1]]) else None
        if paragraph != self._paragraph and heading is not None and level(heading) <= self._level:
            self._heading = None
        words = self._words[bisect_left(self._words, span[:1]) : bisect_left(self._words, span[1:])]
        if paragraph != self._paragraph:
            self._paragraph, self._anchor = paragraph, self._fresh_anchor(span[0])
            self._carried = self._of_earlier(span)
        elif self._published:  # in a new sentence, bare months are again relative to publication
            self._anchor = replace(self._fresh_anchor(span[0]), month=self._anchor.month)
        if not (figures or words):
            return []
        markers = self._markers(span, figures, words)
        lasting: list[Marker | None] = []
        for marker in markers:
            lasting.append(marker if marker.time_scope == "all" else lasting[-1] if lasting else None)
        found = [self._dated(sentence, i, markers, lasting) for i in range(len(figures))] if sentence else []
        dated = next((marker.period for marker in reversed(markers) if marker.time_scope == "all" and not marker.now), None)
        if heading is not None and dated:
            self._heading, self._level = dated, level(heading)
        if spoken := inherited_marker(self._text, markers, self._published):
            self._carried = None if spoken.now else spoken.period
            if spoken.now and self._text[spoken.start : spoken.end] in _LATELY:
                self._last = None
            if not spoken.now and spoken.period.start:
                self._last, self._year = spoken.period, spoken.period.start.year
                if is_short(spoken.period) and spoken.period.end != self._published:
                    self._episode = spoken.period
        return found

    def _of_earlier(self, span: tuple[int, int]) -> Period | None:
        """Period of an earlier paragraph, if the first sentence of a paragraph, ``span``, points back to it (此次行动, 行动期间); otherwise ``None``."""
        match = _GOES_ON.match(self._text, *span)
        if match is None:
            return None
        return (self._episode if match["this_time"] else None) or self._last

    def _dated(self, sentence: TokenizedSentence, i: int, markers: Sequence[Marker], lasting: Sequence[Marker | None]) -> FigurePeriod:
        """Period of figure ``i``. ``lasting[j]`` is the last marker up to number ``j`` that reaches all figures after it."""
        figure, previous = sentence.figures[i], sentence.figures[i - 1].start if i else -1
        if figure.kind == "date":
            mine = markers[bisect_left(markers, figure.start, key=_start)]
            return _stated(mine.own or mine.period)
        if listed := list_item_period(sentence, i, markers):
            return _stated(listed)
        if compared := base_period(sentence, i, markers) or bracketed_base_period(sentence, i, markers):
            return _stated(compared)
        if marker := self._governing(figure.start, previous, markers, lasting):
            return self._at_publication if marker.now else _stated(marker.period)
        if following := self._behind(figure.end, markers):
            return _stated(following.period)
        return self._from_context(self._carried, standing=is_stock_or_duration(self._text, figure))

    def _from_context(self, carried: Period | None, standing: bool = False) -> FigurePeriod:
        """The first known period of: the paragraph or section heading (``inherited``), the article (``document``), publication (``published``).

        What stands for long (``standing``: a stock, or how long something takes) is not of the period that the article reports on.
        """
        if carried is not None:
            return FigurePeriod(carried, _known("inherited", carried))
        if self._heading is not None:
            return FigurePeriod(self._heading, _known("inherited", self._heading))
        if self._reference is not None and not standing:
            return FigurePeriod(self._reference, _known("document", self._reference))
        return self._at_publication

    def _governing(self, position: int, previous: int, markers: Sequence[Marker], lasting: Sequence[Marker | None]) -> Marker | None:
        """Marker that governs the figure at ``position``; ``previous`` is the offset of the figure before, -1 for none."""
        around = bisect_right(markers, position, key=_start) - 1
        if around >= 0 and markers[around].end > position:
            return markers[around]  # 七天 of 春节七天
        for i in reversed(range(bisect_right(markers, position, key=_end))):
            marker = markers[i]
            if marker.time_scope == "all" or (
                marker.time_scope == "next" and marker.end > previous and not _PAUSE.search(self._text, marker.end, position)
            ):
                return marker
            if marker.end <= previous:
                return lasting[i]
        return None

    def _behind(self, position: int, markers: Sequence[Marker]) -> Marker | None:
        """Marker after a figure in the same clause: ``8项新措施将于7月1日起实施``; or one that sums up: ``A下降5%，B上升7%……2024年的这组数据``."""
        i = bisect_left(markers, position, key=_start)
        if i < len(markers) and _THESE_FIGURES.match(self._text, markers[i].end):
            return markers[i]
        if i == len(markers) or markers[i].time_scope != "all" or markers[i].now or _PAUSE.search(self._text, position, markers[i].start):
            return None
        return markers[i]

    def _markers(self, span: tuple[int, int], figures: Sequence[Figure], words: Sequence[TimeWord]) -> list[Marker]:
        """Time markers of the sentence in order, each resolved against the period mentioned before it."""
        dates = [figure for figure in figures if figure.kind == "date"]
        if dates:
            words = [word for word in words if not _overlaps(word, dates)]
        markers: list[Marker] = []
        spoken = self._carried
        stretches: list[Figure | TimeWord] = [*dates, *words]
        for found in sorted(stretches, key=_start):
            if isinstance(found, Figure):
                marker = self._date(found, span)
                if _SAME_PART.match(self._text, found.end):
                    marker = marker._replace(period=_same_part(marker.period, spoken or self._reference))
                markers.append(self._from_to(markers[-1:], marker))
            elif running := self._until_now(found, markers[-1:]):
                markers.append(running)
            elif not self._adds_nothing(found, markers[-1:], spoken):
                word = until_in_year(markers[-1:], self._word(found, spoken), found.name, self._text)
                if not (is_open(word) and markers and is_short(markers[-1].period)):  # 4月7日，在春运期间
                    markers.append(word)
            if markers and markers[-1].time_scope == "all" and not markers[-1].now:
                spoken = markers[-1].period
            if markers and markers[-1].start == found.start and not markers[-1].now:
                self._remember_day(markers[-1].own or markers[-1].period, isinstance(found, Figure))
        return markers

    def _remember_day(self, period: Period, dated: bool) -> None:
        """Note the day that 当日 denotes from now on: ``period`` if it is a day, none if it is an unknown date (``dated``)."""
        if period.start and period.start == period.end:
            self._day = period
        elif dated and period == Period():
            self._day = None

    def _until_now(self, word: TimeWord, before: Sequence[Marker]) -> Marker | None:
        """至今 in a later clause, since the time before it: ``2018年，成立专案组，至今打掉团伙17个``; ``None`` for any other word."""
        if word.text not in _UNTIL_NOW or not before or before[0].time_scope != "all" or word.start - before[0].end <= 1:
            return None
        start = before[0].period.start
        return Marker(word.start, word.end, Period(start, self._published), "all") if start and not before[0].now else None

    def _adds_nothing(self, word: TimeWord, before: Sequence[Marker], spoken: Period | None) -> bool:
        """Whether the time right before a word makes it redundant: 2022年7月至今, 2月2日至8日春节期间, 截至2019年底，现有."""
        if word.name in ("launched", "since"):
            return not (spoken and spoken.start)
        if word.name in ("that_day", "next_day"):
            return self._day is None
        if not before:
            return False
        apart = word.start - before[0].end
        if word.name in _OCCASIONS:
            return apart == 0
        if word.text in _UNTIL_NOW:
            return before[0].time_scope == "all" and apart <= 1
        return (word.text in _PRESENT and before[0].period.start is None) or (word.name == "now" and self._text[word.start - 1] in "至到")

    def _from_to(self, before: Sequence[Marker], marker: Marker) -> Marker:
        """Merge ``marker`` with the one before it if both form a range: ``自2021年1月起，截至5月31日``, ``5日10时至6日10时``."""
        first, last = before[0].period if before else Period(), marker.period
        if marker.time_scope == "base" or first.start is None or last.end is None:
            return marker
        between = (before[0].end, marker.start)
        joined = _TO.fullmatch(self._text, *between) and first.start <= (last.start or last.end)
        follows = first.end and last.start and last.start - first.end == timedelta(days=1)
        listed = follows and _LISTED.fullmatch(self._text, *between)
        until = last.start is None and _AND_UNTIL.fullmatch(self._text, *between)
        if joined or listed or until or (first.end is None and last.start is None):
            return marker._replace(period=Period(first.start, last.end), own=last, time_scope="all")
        return marker

    def _date(self, figure: Figure, span: tuple[int, int]) -> Marker:
        date_range = figure.value.when or DateRange()
        left, right = (
            self._text[max(span[0], figure.start - _BEFORE) : figure.start],
            self._text[figure.end : min(span[1], figure.end + _AFTER)],
        )
        anchor = self._anchor
        if is_future(left, right):  # counted from publication, not from the year mentioned last, unless it ends a range
            counted = self._published and not left.endswith(("到", "至"))
            anchor = replace(anchor, future=True, year=None if counted else anchor.year)
        if date_range.first.mentioned_year_shift is not None and anchor.year is None:
            anchor = replace(anchor, year=self._year)  # 同年2月 opens a paragraph
        period = self._of_plan(figure, date_range.resolve(anchor))
        several = date_range.first != date_range.last
        far = time_scope(left, right, several, period.start == period.end)
        if date_range.recent:
            spoken = self._heading or self._reference
            of_year = spoken and is_whole_year(spoken) and not (self._published and spoken.end and spoken.end < self._published)
            if date_range.recent == (1, "年") and of_year and spoken:
                period = spoken  # 过去一年 in a report on a calendar year
            return Marker(figure.start, figure.end, period, far)
        if (known := period.start or period.end) and far in ("all", "next") and not runs_on(left, right):
            precise = date_range.first.month is not None or date_range.first.day is not None or date_range.first.month_shift is not None
            self._anchor = Anchor(self._published, known.year, (known.year, known.month) if precise else None, current=self._defaults.year)
        return Marker(figure.start, figure.end, bounded(period, left, right, self._published, several), far)

    def _of_plan(self, figure: Figure, period: Period) -> Period:
        """``period``, cut at publication if it is that of a five-year plan that goes on: “十四五”以来."""
        goes_on = figure.text.endswith("以来") and period.start and period.end and not (figure.value.when or DateRange()).recent
        return Period(period.start, self._published) if goes_on else period

    def _is_another_event(self, occasion: int) -> bool:
        """Whether the occasion that ends at ``occasion`` has another name than the event of the article: “甲”专项行动期间."""
        named = list(QUOTED_NAME.finditer(self._text, max(0, occasion - _AFTER), occasion))
        close = named and named[-1].end() >= occasion - _BEFORE and not _PAUSE.search(self._text, named[-1].end(), occasion)
        return bool(self._defaults.event_name and close and named[-1]["name"] != self._defaults.event_name)

    def _word(self, word: TimeWord, spoken: Period | None) -> Marker:
        if word.name == "now":
            return Marker(word.start, word.end, Period(), "all", now=True)
        if self._day and self._day.start and word.name in ("that_day", "next_day"):
            day = self._day.start + timedelta(days=word.name == "next_day")
            return Marker(word.start, word.end, Period(day, day), "all")
        left, right = self._text[max(0, word.start - _BEFORE) : word.start], self._text[word.end : word.end + _AFTER]
        if word.name == "occasion" and self._is_another_event(word.start):  # its days are not known
            return Marker(word.start, word.end, Period(), "none")
        context = TimeContext(self._published, self._defaults.year, self._reference, self._year, spoken, self._defaults.event)
        period = resolve_time_word(word, context)
        if word.name == "within_year" and is_aim(right):
            period = resolve_time_word(word._replace(name="this"), context)
        elif word.name == "last" and spoken and is_part_of_year(spoken) and left.endswith("同比"):
            period = shifted(spoken, -1)  # 1月至8月…，同比去年39起
        if word.name in BOUNDED:
            period = bounded(period, left, right, self._published)
        if word.name in ("launched", "since"):  # 自运行以来
            return Marker(word.start, word.end, period, "all")
        with_earlier = word.name in ("year_before", "same_last") and left.endswith(("与", "同", "和"))
        far = time_scope(left, right, one_day=period.start == period.end)
        if word.name in _YEARS and period.start and far == "all":
            self._anchor = replace(self._anchor, year=period.start.year)  # 今年计划安装30块，10月投入使用
        return Marker(word.start, word.end, period, "base" if with_earlier else far)


def _overlaps(word: TimeWord, dates: Sequence[Figure]) -> bool:
    before = bisect_left(dates, word.end, key=_start)
    return before > 0 and dates[before - 1].end > word.start


def _same_part(year: Period, spoken: Period | None) -> Period:
    """Shift ``spoken`` to ``year``; return ``year`` if it is not a whole year or ``spoken`` is unknown."""
    if not (year.start and spoken and spoken.start and is_whole_year(year)):
        return year
    return shifted(spoken, year.start.year - spoken.start.year)


def _stated(period: Period) -> FigurePeriod:
    basis = _known("stated", period)
    return FigurePeriod(period, basis, unresolved=basis == "unknown")


def _known(basis: PeriodBasis, period: Period) -> PeriodBasis:
    return basis if period.start or period.end else "unknown"
