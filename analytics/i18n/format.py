"""Numbers, shares, days, and a row's figure, period and place with its bounds and its movement, as the reader's language writes them.

Babel writes numbers and days; the words around them stand in the catalogues. A number is shortened to 万/亿 or K/M/B only where that loses
nothing; only endless decimals (三分之一) are rounded.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, parse_pattern

from analytics.claims.rows import ListedClaim, Placed
from analytics.i18n.words import Language, Words
from extractors.source.clean import clean

ARROWS = {"up": "▲", "down": "▼"}
_LOCALES: dict[Language, Locale] = {"zh": Locale("zh"), "en": Locale("en")}
# From which size a number is shortened, by what it is divided, with how many decimals at most, and the pattern. Babel's own short forms
# round, and 万 stands close. Whole 万 are written in 亿: 199.7502 亿.
_SCALES: dict[Language, tuple[tuple[float, float, int, str], ...]] = {
    "zh": ((1e8, 1e8, 4, "#,##0.#### 亿"), (1e4, 1e4, 2, "#,##0.## 万")),
    "en": ((1e9, 1e9, 2, "#,##0.##B"), (1e6, 1e6, 2, "#,##0.##M"), (1e4, 1e3, 2, "#,##0.##K")),
}
_SHORT: dict[Language, tuple[tuple[float, float, str], ...]] = {
    "zh": ((1e6, 1e4, "0万"), (1e4, 1e4, "0.0万")),
    "en": ((1e6, 1e6, "0.0M"), (1e4, 1e3, "0K")),
}
# The same for an axis, in the language of Vega, which draws it.
_TICKS: dict[Language, str] = {
    "zh": "datum.value >= 1e8 ? format(datum.value / 1e8, '~r') + '亿' : datum.value >= 1e4 ? format(datum.value / 1e4, '~r') + '万' : format(datum.value, ',~r')",
    "en": "datum.value >= 1e9 ? format(datum.value / 1e9, '~r') + 'B' : datum.value >= 1e6 ? format(datum.value / 1e6, '~r') + 'M' : format(datum.value, ',~r')",
}
# Which text says a bound, by the word the article leads with; the last of each is for the rest (八成以上, 3天内, 5点左右).
_BOUNDS: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "about": (((), "about"),),
    "over": ((("不少于", "不低于", "至少"), "at_least"), (("超", "逾", "突破", "高于", "多于"), "over"), ((), "more")),
    "under": (
        (("近", "接近", "将近"), "nearly"),
        (("不足", "不到", "低于", "少于"), "short_of"),
        (("不超过", "至多", "最多"), "at_most"),
        ((), "within"),
    ),
}
# Under which family of texts the units of a kind have a name; a unit without a name there is the article's word.
_UNITS = {"count": "classifier", "percentage": "unit", "multiple": "unit", "duration": "unit", "measure": "unit", "money": "currency"}
_CLOSE = re.compile("(?<=[余万亿]) ")


# --- numbers -----------------------------------------------------------------------------------


def number(value: float, words: Words) -> str:
    """A number as written by hand: ``1.6 万``, ``4,300``, ``10.2``."""
    for size, by, decimals, pattern in _SCALES[words.language]:
        if abs(value) >= size and round(value / by, decimals) == value / by:
            return _written(value / by, pattern, words.language)
    return _written(value, "#,##0.####" if round(value, 4) == value else "#,##0.##", words.language)


def grouped(value: float, words: Words, pattern: str = "#,##0") -> str:
    """A number in full: ``12,345``, or ``12,345.6`` by the pattern ``#,##0.0``."""
    return _written(value, pattern, words.language)


def rounded(value: float, digits: int) -> str:
    """A number rounded to so many digits that count: ``5.1``, ``1,235``."""
    return f"{value:,.{digits}g}"


def short(count: int, words: Words) -> str:
    """A count in four or five characters, rounded: ``9,999``, ``1.2万``, ``12K``; for places where many stand close."""
    for size, by, pattern in _SHORT[words.language]:
        if count >= size:
            return _written(count / by, pattern, words.language)
    return grouped(count, words)


def percent(share: float, words: Words, pattern: str = "0") -> str:
    """A share of one in percent: ``12%``, or ``12.3%`` by the pattern ``0.0``."""
    return words("figure.percent", n=_written(100 * share, pattern, words.language))


def ticks(words: Words) -> str:
    """The expression that writes the numbers of an axis."""
    return _TICKS[words.language]


@lru_cache(maxsize=10_000)
def _written(value: float, pattern: str, language: Language) -> str:
    """A number by a pattern of CLDR; a float by all its digits, so that it is rounded as Python rounds it."""
    exact = Decimal(value) if isinstance(value, float) else Decimal(str(value))
    return str(_pattern(pattern).apply(exact, _LOCALES[language]))


@cache
def _pattern(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)


# --- figures -----------------------------------------------------------------------------------


def amount(row: ListedClaim, words: Words) -> str:
    """The value with its unit and bounds, without its movement: ``4,300 余起``, ``3—5 人``, ``about 120 km``."""
    if row.kind == "date" and words.language == "en":  # the words of the article are Chinese
        return _period(row, words) or clean(row.text).text
    if row.kind == "date" or (row.value is None and row.value_low is None):
        return clean(row.text).text
    if row.value is None or row.bound in ("range", "vague"):
        ends = [number(end, words) for end in (row.value_low, row.value_high) if end is not None]
        return _with_unit(words("join.ends").join(ends), row.kind, row.unit, words)
    said = _bound(row.bound, clean(row.text).text)
    if said == "more" and words.language == "zh" and row.kind in ("count", "money") and row.value >= 10:
        return _with_unit(_more(number(row.value, words)), row.kind, row.unit, words)
    shown = exact(row.value, row.kind, row.unit, words, row.role)
    return words(f"amount.{said}", amount=shown) if said else shown


def exact(value: float, kind: str, written: str, words: Words, role: str = "level") -> str:
    """An exact number of a kind in the unit ``written``: ``4,300 起``, ``10.2%``; a change of rank is one of places."""
    return _with_unit(number(value, words), kind, written, words, role)


def _bound(bound: str, text: str) -> str:
    """Which text says a bound: by the article's own word where it leads the figure; none for an exact number."""
    return next((said for leads, said in _BOUNDS.get(bound, ()) if not leads or text.startswith(leads)), "")


def _more(shown: str) -> str:
    """余 after the number, before its unit: ``4,300 余``, ``400 余万``."""
    head, _, scale = shown.partition(" ")
    return f"{head} 余{scale}"


def _with_unit(shown: str, kind: str, written: str, words: Words, role: str = "level") -> str:
    if kind == "percentage":
        return words("figure.percent" if written == "%" else "figure.points", n=shown)
    if kind == "multiple":
        return words("figure.multiple", n=shown)
    if kind == "rank":
        return words("figure.places" if role == "change" else "figure.rank", n=shown)
    named = unit(kind, written, words, shown)
    return _CLOSE.sub("", words("figure.money", n=shown, unit=named) if kind == "money" else f"{shown} {named}").rstrip()


def unit(kind: str, written: str, words: Words, number: str = "") -> str:
    """The unit ``written`` in the table as a label: ``%``, ``个百分点``, ``元``, ``km``; empty for a rank.

    After a ``number``, in its form: ``1 case``, ``2 cases``.
    """
    key = f"{_UNITS.get(kind, '')}.{written}"
    return words(key, n=number) if key in words else written


def unit_label(written: str, words: Words) -> str:
    """A unit or currency as a label where the kind of figure is not known: ``个百分点``, ``元``, ``km``."""
    return next((words(key) for key in (f"currency.{written}", f"unit.{written}") if key in words), written)


def bounds(row: ListedClaim, words: Words) -> str:
    """What the text leaves open, in words: ``不少于 4,300 起``, ``3—5 人``; empty for an exact number and for a day."""
    if row.bound == "about":
        return words("bound.about")
    ends = {"over": [row.value_low], "under": [row.value_high]}.get(row.bound, [row.value_low, row.value_high])
    if row.bound not in ("over", "under", "range", "vague"):
        return ""
    said = [exact(end, row.kind, row.unit, words, row.role) for end in ends if end is not None]
    return f"{words(f'bound.{row.bound}')} {words('join.ends').join(said)}"


def figure(row: ListedClaim, words: Words) -> str:
    """The amount led by its movement: ``▼ 78%``, ``▲ 至 99.6%``; a level reached says so."""
    shown = amount(row, words)
    arrow = ARROWS.get(row.direction, "")
    if not arrow:
        return shown
    return f"{arrow} {words('figure.reached', amount=shown) if row.role == 'level' else shown}"


# --- days and periods --------------------------------------------------------------------------


class _Day(NamedTuple):
    """A day that a text writes by a pattern of its own: ``{day:d MMM y}``."""

    when: date
    language: Language

    def __format__(self, pattern: str) -> str:
        return format_date(self.when, pattern, _LOCALES[self.language])


def day(when: date, words: Words) -> str:
    """One day in the reader's form."""
    return words("date.day", day=_Day(when, words.language))


def publication_day(when: date | None, words: Words) -> str:
    """The day of publication, or that none is stated."""
    return day(when, words) if when else words("evidence.undated")


def period(row: ListedClaim, words: Words) -> str:
    """The period as short as it can be said: a year, a month, a day, or from–to; empty where unknown. A day of publication is marked."""
    shown = _period(row, words)
    return words("period.by_day", day=shown) if shown and row.period_basis == "published" else shown


def _period(row: ListedClaim, words: Words) -> str:
    start, end = row.period_start, row.period_end
    first, last = (when and _Day(when, words.language) for when in (start, end))
    if start and end:
        return day(start, words) if start == end else words(f"period.{_span(start, end)}", start=first, end=last)
    if end:
        return words("period.until", end=last)
    return words("period.since", start=first) if start else ""


def _span(start: date, end: date) -> str:
    """What a period of several days is made of."""
    one_year = start.year == end.year
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return "year" if one_year else "years"
    one_month = one_year and start.month == end.month
    if start.day == 1 and end.day == _days_in_month(end):
        return "month" if one_month else "months" if one_year else "months_of_years"
    return "days" if one_month else "days_of_months"


def _days_in_month(when: date) -> int:
    return monthrange(when.year, when.month)[1]


def short_period(row: ListedClaim, words: Words) -> str:
    """The period in figures, for a table's column: ``2025``, ``2025.3``, ``2025.3.5``, ``2016–2020``; open ends stay open.

    A day of publication is marked as one.
    """
    shown = _in_figures(row)
    return words("period.by_day", day=shown) if shown and row.period_basis == "published" else shown


def _in_figures(row: ListedClaim) -> str:
    start, end = row.period_start, row.period_end
    fields = max(_fields(start, (1, 1), 1) if start else 0, _fields(end, (12, 31), _days_in_month(end)) if end else 0)
    first, last = (_dotted(when, fields) if when else "" for when in (start, end))
    return first if first == last else f"{first}–{last}"


def _fields(when: date, year_edge: tuple[int, int], month_edge: int) -> int:
    """How many fields say where this end of a period lies: 1 for the edge of a year, 2 of a month, else 3."""
    return 1 if (when.month, when.day) == year_edge else 2 if when.day == month_edge else 3


def _dotted(when: date, fields: int) -> str:
    return ".".join(str(part) for part in (when.year, when.month, when.day)[:fields])


# --- what is put together ----------------------------------------------------------------------


def place(row: Placed, words: Words, *, full: bool = False) -> str:
    """The place, finest levels first needed: ``湖州市南浔区``; ``full`` names every level, each once."""
    codes = {"province": row.province, "city": "" if row.city == row.province else row.city, "county": row.county}
    levels = [words.of(level, code) if code else "" for level, code in codes.items()]
    named = [level for level in levels if level]
    if words.language == "en":
        return " · ".join(named)
    if full:
        return " ".join(named)
    return "".join(named if not levels[1] else named[1:])


def type_of(row: ListedClaim, words: Words) -> str:
    """The type of the innovation; that none is named, where a figure has neither a name nor a type."""
    none = row.innovation_type == "other" and not row.innovation
    return words.of("type", "" if none else row.innovation_type)


def doubts(codes: str, words: Words, lines: str = "") -> str:
    """What is uncertain of the reading of an article: ``codes`` with blanks between; ``lines`` are where the tables stand that were not read."""
    said = [words("doubt.tables_at", lines=lines) if code == "tables" and lines else words(f"doubt.{code}") for code in codes.split()]
    return words("join.clauses").join(said)


_SIGNS = {"exact": "", "over": "≥ ", "under": "≤ "}


def per_100k(value: float, bound: str, words: Words) -> str:
    """A derived rate per 100,000 inhabitants: ``≈ 12.3``, ``≥ 1,234``, with three digits that count below 100."""
    return _SIGNS.get(bound, "≈ ") + (grouped(value, words) if value >= 100 else rounded(value, 3))
