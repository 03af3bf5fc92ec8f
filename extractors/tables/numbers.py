"""Classifies cells: a number with optional sign and unit, a year, a date, words, or empty (—)."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

import regex

from extractors.figures.choose import choose
from extractors.figures.fragments import AFTER, BEFORE, INNER, hedged
from extractors.figures.money import SIGNS
from extractors.figures.rule import Figure, scan
from extractors.figures.rules import ORDER, RULES
from extractors.figures.units import Unit, unit_of
from extractors.lexicon import one_of
from extractors.model import Amount, Direction
from extractors.tokens import numerals

Kind = Literal["empty", "number", "year", "date", "words"]

_NOTHING = regex.compile(r"[-－—–―─\s/／\\.…·*×~～〃无空]*|N/?A|n/?a|nil|[Nn]ull|/", regex.IGNORECASE)
_UP = r"[+＋↑▲△⬆]|上升|增长|增加|上涨|升"
_DOWN = r"[-－−–—↓▼▽⬇]|下降|减少|下跌|降低|负|降"
_AMOUNT = regex.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))?\s?(?:了\s?)?"
    rf"(?P<figure>(?P<sign>{one_of(SIGNS)})?\s?(?P<before>{BEFORE})?\s?"
    rf"(?P<number>(?:\d{{1,3}}(?:[,，]\d{{3}})+|\d{{1,3}}(?: \d{{3}})+|\d{{1,15}})(?:\.\d{{1,8}})?)\s?(?P<inner>{INNER})?"
    rf"(?P<scale>[万亿千百]{{0,2}})(?P<more>[余多])?\s?(?P<unit>[^\d\s+\-↑↓▲▼]{{0,6}}?)(?P<after>{AFTER})?)\s?(?:(?P<up>[↑▲])|(?P<down>[↓▼]))?"
)
_SIGN = regex.compile(rf"\s*(?:(?P<up>{_UP})|(?P<down>{_DOWN}))?\s*")
_BEGINS_A_NUMBER = regex.compile(
    rf"(?:{_UP}|{_DOWN})?\s?(?:{BEFORE}|[$￥¥])?\s?(?:{one_of(SIGNS)})?\s?[\d一二两三四五六七八九十百千万半零几数过]"
)
_CALENDAR = regex.compile(r"[年月日号季周旬初末底]|\d{4}\s?[-./]\s?\d|\d[-./]\d{1,2}[-./]\d|Q[1-4]")  # a date has one of these
_YEAR = regex.compile(r"(?:19|20)\d\d\s?(?:年度?|年?\s?[A-Za-z])?")
_DATED = regex.compile(
    r"(?:(?:19|20)\d\d\s?[年./-]\s?)?(?:0?[1-9]|1[0-2])\s?月(?:份|底|末|初|[上中下]旬)?"
    r"|(?:19|20)\d\d\s?[./]\s?(?:0?[1-9]|1[0-2])|(?:19|20)\d\d-(?:0[1-9]|1[0-2])"
)
_NAMES_SOMETHING = regex.compile(r"0\d{2,}[-—\d]*|1[3-9]\d{9}|\d{10,}|\d{3,4}-\d{7,8}")  # telephone and record numbers
_LONGEST = 40  # characters of a cell that is a number or a date


class Number(NamedTuple):
    """The number in a cell. ``start`` and ``end`` are the span of the figure within the cell.

    ``amount`` is in the base of ``unit``, which is ``None`` if the cell gives no unit. ``direction`` comes from a sign or a word (↑,
    下降). ``scaled`` marks a magnitude in the cell itself (3.2万), which takes precedence over that of the head.
    """

    start: int
    end: int
    amount: Amount
    unit: Unit | None
    direction: Direction
    scaled: bool
    plain: bool  # digits only, as in a year


def names_something(text: str) -> bool:
    """Whether a cell holds an identifier: a telephone or record number."""
    return bool(_NAMES_SOMETHING.fullmatch(text))


@lru_cache(maxsize=1 << 16)  # small numbers recur in tables
def number_in(text: str) -> Number | None:
    """The number in a cell, or ``None`` if the cell holds anything else besides."""
    if not text or len(text) > _LONGEST or _NAMES_SOMETHING.fullmatch(text):
        return None
    if match := _AMOUNT.fullmatch(text):
        return _read(match)
    if _BEGINS_A_NUMBER.match(text):
        return _by_the_rules(text)
    return None


def _read(match: regex.Match[str]) -> Number | None:
    said = {name: piece for name, piece in match.groupdict().items() if piece}
    unit = unit_of(said["unit"]) if "unit" in said else None
    if "unit" in said and unit is None:
        return _by_the_rules(match[0])
    try:
        amount = numerals.parse(said["number"])
        if scale := said.get("scale"):
            amount = numerals.scaled(amount, numerals.trailing_magnitude(scale))
        amount = hedged(amount, said | {"inner": said.get("inner") or said.get("more") or ""})
    except (ValueError, KeyError):
        return None
    if unit:
        amount = numerals.scaled(amount, unit.factor)
    if sign := said.get("sign"):
        unit = Unit("money", SIGNS[sign])
    direction: Direction = "up" if "up" in said else "down" if "down" in said else ""
    plain = said["number"] == match["figure"] and not direction
    return Number(*match.span("figure"), amount, unit, direction, "scale" in said, plain)


def _by_the_rules(text: str) -> Number | None:
    """The number read by the rules for sentences, if it fills the whole cell (``2小时5分``, ``百分之三十``)."""
    figures = figures_in(text)
    if len(figures) != 1 or figures[0].kind in (None, "date") or figures[0].value.amount is None:
        return None
    figure, around = figures[0], text[: figures[0].start] + text[figures[0].end :]
    sign = _SIGN.fullmatch(around)
    if not sign:
        return None
    unit = Unit(figure.kind or "count", figure.value.unit, Decimal(1))
    return Number(figure.start, figure.end, figure.value.amount or Amount(None, None, None, "exact"), unit,
                  "up" if sign["up"] else "down" if sign["down"] else "", scaled=True, plain=False)  # fmt: skip


@lru_cache(maxsize=1 << 14)
def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of a short text, read by the rules for sentences."""
    return choose(scan(text, RULES), ORDER).figures


@lru_cache(maxsize=1 << 16)
def kind_of(text: str) -> Kind:
    """The kind of a cell. ``2023`` is a ``year`` like ``2023年``; only its column shows whether it is a number instead."""
    if not text or _NOTHING.fullmatch(text):
        return "empty"
    if _YEAR.fullmatch(text):
        return "year"
    if _CALENDAR.search(text) and is_date(text):
        return "date"
    return "number" if number_in(text) else "words"


def is_bare_year(text: str) -> bool:
    """Whether a cell is four digits that may be a year; in a column of numbers they are a number."""
    return len(text) == 4 and text.isdecimal() and kind_of(text) == "year"


def is_date(text: str) -> bool:
    """Whether a cell holds only a calendar expression: a day, a month or another period."""
    if len(text) > _LONGEST:
        return False
    if _DATED.fullmatch(text):
        return True
    figures = figures_in(text)
    return len(figures) == 1 and figures[0].kind == "date" and len(text) - (figures[0].end - figures[0].start) <= 2
