"""Years that look like durations (24年, 113年): without century, or in the Minguo calendar. Context decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import regex

from extractors.figures.rule import Figure, FigureValue
from extractors.tokens.calendar import PartialDate, single_date

_REPUBLIC = range(80, 130)  # 1991 to 2040
_EARLIER, _LATER = 5, 2  # most years from a two-digit year back or on to the full year before it
_TWO_DIGITS, _THREE_DIGITS = regex.compile(r"(?<!\d)[0-4]\d年"), regex.compile(r"(?<!\d)\d{2,3}年")
_STRETCH = regex.compile(
    r"(?:多|余)?(?:里|来|间(?!谍)|内|后|前|以上|时间|有余|之久|如一日|的(?:时间|努力|坚守)|的?(?:命案|积案|陈案|悬案|旧案|老(?!年)))"
)  # 12年里, 29年积案: a duration
_LASTING = regex.compile(r"(?:为期|历时|长达|已有|有着?|近|判处?|满|用|连续|徒刑|是|了|干|过)$")


def with_written_years(figures: Sequence[Figure], text: str, republican: bool) -> tuple[Figure, ...]:
    """``figures`` of ``text``, with 24年 read as 2024 after 2023年, and, if ``republican``, 113年 as 2024."""
    return tuple(_read(figures, text, republican))


def _read(figures: Sequence[Figure], text: str, republican: bool) -> Iterable[Figure]:
    last: int | None = None
    for figure in figures:
        year = _year(figure, text, last, republican)
        if year is not None:
            figure = replace(figure, kind="date", rule="dates.year", value=FigureValue(when=single_date(PartialDate(year=year))))
        when = figure.value.when
        if when is not None and when.first.year is not None:
            last = when.first.year
        yield figure


def _year(figure: Figure, text: str, last: int | None, republican: bool) -> int | None:
    if (
        figure.rule != "durations.of_unit"
        or _LASTING.search(text, max(0, figure.start - 3), figure.start)
        or _STRETCH.match(text, figure.end)
    ):
        return None
    number = figure.text.removesuffix("年")
    if republican and _THREE_DIGITS.fullmatch(figure.text) and int(number) in _REPUBLIC:
        return int(number) + 1911
    if last is not None and _TWO_DIGITS.fullmatch(figure.text) and -_EARLIER <= 2000 + int(number) - last <= _LATER:
        return 2000 + int(number)
    return None
