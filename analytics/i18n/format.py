"""A row's number, period and place in the reader's language, with its bounds and its movement.

A number is shortened to 万/亿 or K/M/B only where that loses nothing; only endless decimals (三分之一) are rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import pandas as pd

from analytics.i18n.words import Language, Words
from extractors.source.clean import clean

Row = Mapping[str, Any]

ARROWS = {"up": "▲", "down": "▼"}
_SCALES: dict[Language, tuple[tuple[float, str], ...]] = {
    "zh": ((1e8, "亿"), (1e4, "万")),
    "en": ((1e9, "B"), (1e6, "M"), (1e4, "K")),
}
_SCALE_SIZE = {"亿": 1e8, "万": 1e4, "B": 1e9, "M": 1e6, "K": 1e3}
_CURRENCIES = {
    "CNY": "元",
    "USD": "美元",
    "HKD": "港元",
    "TWD": "新台币元",
    "MOP": "澳门元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "KRW": "韩元",
}
_DURATIONS = {"年": "yr", "月": "mo", "周": "wk", "天": "d", "小时": "h", "分钟": "min", "秒": "s", "工作日": "working days"}
_MEASURES = {
    "公里": "km",
    "千米": "km",
    "米": "m",
    "厘米": "cm",
    "平方米": "m²",
    "平方公里": "km²",
    "立方米": "m³",
    "吨": "t",
    "公斤": "kg",
    "千克": "kg",
    "克": "g",
    "岁": "years old",
    "亩": "mu",
}
# How a bound is said, by the word the article leads with; the last of each is for the rest (八成以上, 3天内, 5点左右).
_BOUNDS: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]] = {
    "about": (((), "约 {}", "about {}"),),
    "over": (
        (("不少于", "不低于", "至少"), "不少于 {}", "at least {}"),
        (("超", "逾", "突破", "高于", "多于"), "超 {}", "over {}"),
        ((), "{}以上", "over {}"),
    ),
    "under": (
        (("近", "接近", "将近"), "近 {}", "nearly {}"),
        (("不足", "不到", "低于", "少于"), "不到 {}", "under {}"),
        (("不超过", "至多", "最多"), "不超过 {}", "at most {}"),
        ((), "{}以内", "under {}"),
    ),
}


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """A frame's rows, each by column name."""
    return cast("list[Row]", frame.to_dict("records"))


def number(value: float, language: Language) -> str:
    """A number as written by hand: ``1.6 万``, ``4,300``, ``10.2``."""
    for _, mark in ((size, mark) for size, mark in _SCALES[language] if abs(value) >= size):
        shown = value / _SCALE_SIZE[mark]
        if round(shown, 2) == shown:
            return f"{_plain(shown)} {mark}" if language == "zh" else f"{_plain(shown)}{mark}"
    return _plain(value)


def _plain(value: float) -> str:
    decimals = 4 if round(value, 4) == value else 2
    return f"{value:,.{decimals}f}".rstrip("0").rstrip(".")


def short(count: int, language: Language) -> str:
    """A count in four or five characters, rounded: ``9,999``, ``1.2万``, ``12K``; for places where many stand close."""
    if count < 10_000:
        return f"{count:,}"
    if language == "zh":
        return f"{count / 1e4:.1f}万" if count < 1_000_000 else f"{count / 1e4:.0f}万"
    return f"{count / 1e3:.0f}K" if count < 1_000_000 else f"{count / 1e6:.1f}M"


def amount(row: Row, language: Language) -> str:
    """The value with its unit and bounds, without its movement: ``4,300 余起``, ``3—5 人``, ``about 120 km``."""
    if row["kind"] == "date" or (pd.isna(row["value"]) and pd.isna(row["value_low"])):
        return clean(row["text"]).text
    bound, unit = str(row["bound"]), str(row["unit"])
    if bound in ("range", "vague"):
        dash = "—" if language == "zh" else "–"
        ends = [number(row[end], language) for end in ("value_low", "value_high") if not pd.isna(row[end])]
        return _with_unit(dash.join(ends), row["kind"], unit, language)
    value = float(row["value"])
    said = _bound(bound, clean(row["text"]).text, language)
    if said == "{}以上" and row["kind"] in ("count", "money") and value >= 10:
        return _with_unit(_more(number(value, language)), row["kind"], unit, language)
    return said.format(_with_unit(number(value, language), row["kind"], unit, language, role=str(row["role"])))


def _bound(bound: str, text: str, language: Language) -> str:
    """The phrase for a bound: the article's own word where it leads the figure."""
    ways = _BOUNDS.get(bound, (((), "{}", "{}"),))
    _, chinese, english = next(way for way in ways if not way[0] or text.startswith(way[0]))
    return english if language == "en" else chinese


def _more(shown: str) -> str:
    """余 after the number, before its unit: ``4,300 余``, ``400 余万``."""
    head, _, scale = shown.partition(" ")
    return f"{head} 余{scale}"


def _with_unit(shown: str, kind: str, unit: str, language: Language, role: str = "level") -> str:
    english = language == "en"
    space = "" if shown[-1] in "余万亿" else " "
    if kind == "percentage":
        return f"{shown}%" if unit == "%" else f"{shown} pp" if english else f"{shown} 个百分点"
    if kind == "money":
        return f"{unit} {shown}" if english else f"{shown}{space}{_CURRENCIES.get(unit, unit)}"
    if kind == "multiple":
        return f"{shown}×" if english else f"{shown} 倍"
    if kind == "rank":
        if role == "change":
            return f"{shown} places" if english else f"{shown} 位"
        return f"No. {shown}" if english else f"第 {shown}"
    if kind in ("duration", "measure") and english:
        return f"{shown} {(_DURATIONS | _MEASURES).get(unit, unit)}"
    return f"{shown}{space}{unit}".rstrip()


def unit(row: Row, language: Language) -> str:
    """What the number is counted in, as a label: ``%``, ``个百分点``, ``元``, ``km``; empty for a rank."""
    kind, written = str(row["kind"]), str(row["unit"])
    if kind == "percentage" and written == "pp":
        return "pp" if language == "en" else "个百分点"
    if language == "zh":
        return _CURRENCIES.get(written, written) if kind == "money" else written
    if kind == "multiple":
        return "×"
    return (_DURATIONS | _MEASURES).get(written, written) if kind in ("duration", "measure") else written


def bounds(row: Row, words: Words) -> str:
    """What the text leaves open, in words: ``不少于 4,300 起``, ``3—5 人``; empty for an exact number and for a day."""
    low, high, bound = row["value_low"], row["value_high"], str(row["bound"])
    if bound in ("over", "under"):
        return f"{words(f'bound.{bound}')} {_plain_amount(row, low if bound == 'over' else high, words.language)}"
    if bound in ("range", "vague"):
        ends = [_plain_amount(row, end, words.language) for end in (low, high) if not pd.isna(end)]
        return f"{words(f'bound.{bound}')} {'—'.join(ends) if words.language == 'zh' else '–'.join(ends)}"
    return words("bound.about") if bound == "about" else ""


def _plain_amount(row: Row, value: float, language: Language) -> str:
    return _with_unit(number(value, language), row["kind"], str(row["unit"]), language, role=str(row["role"]))


def figure(row: Row, words: Words) -> str:
    """The amount led by its movement: ``▼ 78%``, ``▲ 至 99.6%``; a level reached says so."""
    shown = amount(row, words.language)
    arrow = ARROWS.get(str(row["direction"]), "")
    if not arrow:
        return shown
    reached = {"zh": "至 ", "en": "to "}[words.language] if row["role"] == "level" else ""
    return f"{arrow} {reached}{shown}"


def day(when: date, language: Language) -> str:
    """One day in the reader's form."""
    if language == "zh":
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {_month(when)} {when.year}"


def period(row: Row, words: Words) -> str:
    """The period as short as it can be said: a year, a month, a day, or from–to; empty where unknown."""
    start, end = row["period_start"], row["period_end"]
    language = words.language
    if pd.isna(start) and pd.isna(end):
        return ""
    if pd.isna(end):
        return f"{day(start, language)}起" if language == "zh" else f"since {day(start, language)}"
    if pd.isna(start):
        return f"至{day(end, language)}" if language == "zh" else f"until {day(end, language)}"
    return _span(start, end, language)


def _span(start: pd.Timestamp, end: pd.Timestamp, language: Language) -> str:
    zh = language == "zh"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        if start.year == end.year:
            return f"{start.year}年" if zh else f"{start.year}"
        return f"{start.year}—{end.year}年" if zh else f"{start.year}–{end.year}"
    if start == end:
        return day(start, language)
    if start.day == 1 and end == end + pd.offsets.MonthEnd(0):
        return _months(start, end, language)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.year}年{start.month}月{start.day}—{end.day}日" if zh else f"{start.day}–{day(end, language)}"
    return f"{day(start, language)}—{day(end, language)}" if zh else f"{day(start, language)} – {day(end, language)}"


def _months(start: pd.Timestamp, end: pd.Timestamp, language: Language) -> str:
    if language == "zh":
        if start.year != end.year:
            return f"{start.year}年{start.month}月—{end.year}年{end.month}月"
        return f"{start.year}年{start.month}月" if start.month == end.month else f"{start.year}年{start.month}—{end.month}月"
    if start.year != end.year:
        return f"{_month(start)} {start.year} – {_month(end)} {end.year}"
    return f"{_month(end)} {end.year}" if start.month == end.month else f"{_month(start)}–{_month(end)} {end.year}"


def _month(when: date) -> str:
    return ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[when.month - 1]


def short_period(row: Row) -> str:
    """The period in figures, for a table's column: ``2025``, ``2025.3``, ``2025.3.5``, ``2016–2020``; open ends stay open."""
    start, end = row["period_start"], row["period_end"]
    fields = max(_fields(start, (1, 1), 1), 0 if pd.isna(end) else _fields(end, (12, 31), end.days_in_month))
    first, last = (_dotted(when, fields) for when in (start, end))
    return first if first == last else f"{first}–{last}"


def _fields(when: pd.Timestamp, year_edge: tuple[int, int], month_edge: int) -> int:
    """How many fields say where this end of a period lies: 1 for the edge of a year, 2 of a month, else 3."""
    if pd.isna(when):
        return 0
    return 1 if (when.month, when.day) == year_edge else 2 if when.day == month_edge else 3


def _dotted(when: pd.Timestamp, fields: int) -> str:
    return "" if pd.isna(when) else ".".join(str(part) for part in (when.year, when.month, when.day)[:fields])


def place(row: Row, words: Words, *, full: bool = False) -> str:
    """The place, finest levels first needed: ``湖州市南浔区``; ``full`` names every level, each once."""
    levels = [words.of("province", row["province"]) if row["province"] else "", row["city"], row["county"]]
    if row["city"] == row["province"]:
        levels[1] = ""
    named = [level for level in levels if level]
    if full:
        return " ".join(named)
    if words.language == "en" and len(named) > 1:
        return f"{named[0]} · {''.join(named[1:])}"
    return "".join(named if not levels[1] else named[1:])


def doubts(codes: str, words: Words, lines: str = "") -> str:
    """What is uncertain of the reading of an article: ``codes`` with blanks between; ``lines`` are where the tables stand that were not read."""
    said = [words("doubt.tables_at", lines=lines) if code == "tables" and lines else words(f"doubt.{code}") for code in codes.split()]
    return ("；" if words.language == "zh" else "; ").join(said)
