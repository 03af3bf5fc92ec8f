"""The period of a cell: from its column head, its row head or the caption, else the reference period of the article.

Heads are read by the rules for sentences. Terms that only tables use (本期, 累计) are relative to the period of the caption.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import regex

from extractors.context.article_defaults import ArticleDefaults
from extractors.context.period import FigurePeriod, PeriodResolver
from extractors.figures.choose import choose
from extractors.figures.rule import scan
from extractors.figures.rules import ORDER, RULES
from extractors.figures.written_years import with_written_years
from extractors.model import Period
from extractors.source.boilerplate import states_figure
from extractors.syntax.clause import TokenizedSentence, tokenize_sentence
from extractors.tables.numbers import kind_of
from extractors.tokens.calendar import shifted

_YEAR_ONLY = regex.compile(r"(?<y>(?:19|20)\d\d)(?:年度?)?")
_WITHOUT_YEAR = regex.compile(
    r"(?:0?[1-9]|1[0-2]|[一二三四五六七八九十]{1,2})(?:\s?[-—–~至]\s?(?:1[0-2]|0?[1-9]))?月|第?[一二三四1-4]季度|[上下]半年|前[一二三四五六七八九十\d]{1,2}个?(?:季度|月)|Q[1-4]"
)
_MONTHS_BY_DOT = regex.compile(r"(?P<year>(?:19|20)\d\d)\s?[./-]\s?(?P<month>1[0-2]|0?[1-9])")
_FULL_YEAR = regex.compile(r"\d{4}")
_SAME_BEFORE = regex.compile(r"(?:去年|上年|上一年)(?:同期|同月)(?:数|值|量)?|同期(?:数|值|量)?|(?:去年|上年|上一年)(?:度|数|值|量)?")
_THIS = regex.compile(r"(?:本|当|报告)(?:期|年|季度?|月|周)(?:度|末)?(?:数|值|量)?|今年(?:以来)?|期末|年末|月末")
_MONTH_BEFORE = regex.compile(r"上(?:个)?[月期](?:数|值|量)?")
_WHOLE_MONTH = 31


class Times:
    """Reads the periods of one table.

    ``captions`` are the caption lines and title rows, in text order. ``republican`` selects the Minguo calendar (year 1 is 1912).
    """

    def __init__(self, captions: Sequence[str], frame: ArticleDefaults, published: date | None, *, republican: bool = False) -> None:
        self._frame, self._published, self._republican = frame, published, republican
        self._known: dict[str, Period | None] = {}
        self._together: dict[tuple[str, str], FigurePeriod | None] = {}
        self._caption: Period | None = None
        for caption in reversed(captions):
            if _SAME_BEFORE.search(caption) and states_figure(caption):  # a sentence with a comparison, not a caption
                continue
            self._caption = self._read(caption, frame.reference)
            if self._caption:
                break
        self._base = self._caption or frame.reference

    def of(self, column: str, row: str = "") -> FigurePeriod | None:
        """The period that a column head and a row head state together (2024年, 3月); ``None`` if neither states one."""
        if (column, row) not in self._together:
            self._together[column, row] = self._of(column, row)
        return self._together[column, row]

    def _of(self, column: str, row: str) -> FigurePeriod | None:
        said = [text for text in (column, row) if text]
        if len(said) == 2 and (year := next((match["y"] for text in said if (match := _YEAR_ONLY.fullmatch(text))), None)):
            other = next((text for text in said if not _YEAR_ONLY.fullmatch(text)), "")
            if _WITHOUT_YEAR.fullmatch(other):
                said = [f"{year}年{other}"]
        for text in said:
            if period := self._stated(text):
                return FigurePeriod(period, "stated")
        return None

    def otherwise(self) -> FigurePeriod:
        """The default: the first known of the caption's period, the article's reference period and the publication date."""
        if self._caption:
            return FigurePeriod(self._caption, "inherited")
        if self._frame.reference:
            return FigurePeriod(self._frame.reference, "document")
        return FigurePeriod(Period(self._published, self._published), "published" if self._published else "unknown")

    def latest(self, columns: Sequence[str], row: str) -> FigurePeriod | None:
        """The latest of the periods stated by ``columns``: a change column next to them refers to it. ``None`` if none is stated."""
        found = [dated for text in dict.fromkeys(columns) if (dated := self.of(text, row)) and dated.period.end]
        return max(found, key=lambda dated: dated.period.end or date.min, default=None)

    def in_words(self, sentence: TokenizedSentence) -> list[FigurePeriod]:
        """The period of each figure in a cell of text, by the rules for sentences."""
        periods = PeriodResolver(sentence.text, self._published, replace(self._frame, reference=self._base, stated_at=0))
        return periods.read((sentence.start, sentence.end), 0, sentence)

    def _stated(self, text: str) -> Period | None:
        if text not in self._known:
            self._known[text] = self._counted(text) or self._read(text, self._base)
        return self._known[text]

    def _counted(self, text: str) -> Period | None:
        """The period of a term relative to the caption (累计, 去年同期, 本期, 上月); ``None`` for other terms."""
        base = self._base
        if base is None or base.start is None or base.end is None:
            return None
        if "累计" in text and not any(char.isdecimal() for char in text):
            return Period(date(base.end.year, 1, 1), base.end)
        if _SAME_BEFORE.fullmatch(text):
            return shifted(base, -1)
        if _THIS.fullmatch(text):
            short = (base.end - base.start).days < _WHOLE_MONTH
            return base if short or not ("月" in text or "周" in text) else None
        if _MONTH_BEFORE.fullmatch(text) and base.start.day == 1 and (base.end - base.start).days < _WHOLE_MONTH:
            last = base.start - timedelta(days=1)
            return Period(last.replace(day=1), last)
        return None

    def _read(self, text: str, base: Period | None) -> Period | None:
        """The period that ``text`` states, by the rules for sentences; a month without a year falls in the last year of ``base``."""
        if match := _MONTHS_BY_DOT.fullmatch(text):
            year, month = int(match["year"]), int(match["month"])
            return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        if match := _YEAR_ONLY.fullmatch(text):
            text = f"{match['y']}年"
        if base and base.end and _WITHOUT_YEAR.match(text) and not _FULL_YEAR.search(text):
            text = f"{base.end.year}年{text}"
        said = f"{text}，共破案3起"
        figures = with_written_years(choose(scan(said, RULES), ORDER).figures, said, republican=self._republican)
        dated = PeriodResolver(said, self._published, replace(self._frame, reference=base, stated_at=0)).read(
            (0, len(said)), 0, tokenize_sentence(said, (0, len(said)), figures)
        )
        last = dated[-1] if dated else None
        if last is None or last.basis != "stated" or not (last.period.start or last.period.end):
            return None
        return last.period


def says_when(text: str) -> bool:
    """Whether a row head is exactly a calendar expression."""
    return kind_of(text) in ("date", "year") or bool(_SAME_BEFORE.fullmatch(text) or _THIS.fullmatch(text)) or text in ("累计", "全年")
