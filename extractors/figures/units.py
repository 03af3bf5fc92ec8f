"""Parsing of units in heads, captions and cells: ``万元``, ``起``, ``%``, ``HK$百万``, ``人次``."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import regex

from extractors.figures.durations import UNITS as _DURATIONS
from extractors.figures.fragments import CLASSIFIERS
from extractors.figures.money import CODES as _CODES
from extractors.figures.money import SIGNS as _SIGNS
from extractors.lexicon import lexicon, one_of
from extractors.model import Kind
from extractors.tokens import numerals

_MEASURES = frozenset(unit for group in lexicon("units").values() for unit in group) | {"千瓦时", "度电"}
# Units of dates are durations only with 个 (个月), and 分 may be a score.
_NOT_ALONE = frozenset({"月", "分", "日", "号", "夜", "载"})
_FURTHER = frozenset({"分", "人天", "幢次", "吨次", "只次", "起次"})
_PERCENT = {"%": Decimal(1), "％": Decimal(1), "百分比": Decimal(1), "‰": Decimal("0.1")}
_POINTS = frozenset({"百分点", "个百分点", "pp"})
_BESIDE = regex.compile(r"\s+|^(?:计量)?单位[:：]?")
_SCALED = regex.compile(r"(?P<scale>[十百千万亿]{1,2}|'000|’000)(?P<unit>.*)")
_CURRENCY_FIRST = regex.compile(rf"(?:{one_of(_SIGNS)}|人民币|新台币|港币|澳门币)\s?")
_OF_MONEY = regex.compile(r"额|款|资金|损失|经费|费用?$|资产|产值|收入|支出|价值|投入|投资|挽损|赃")


class Unit(NamedTuple):
    """A unit: the kind of figure, its name in the claim table, and its factor in that unit (万元: 10,000 CNY).

    ``local`` marks a plain 元, whose currency depends on the place.
    """

    kind: Kind
    name: str
    factor: Decimal = Decimal(1)
    local: bool = False


PERCENT = Unit("percentage", "%")
BARE = Unit("count", "")
RANK = Unit("rank", "")


@lru_cache(maxsize=1 << 14)
def unit_of(text: str) -> Unit | None:
    """The unit written as ``text``; ``None`` if it is not a unit or is ambiguous (``起/人``)."""
    word = _BESIDE.sub("", text)
    if not word or len(word) > 12:
        return None
    if "/" in word or "／" in word:
        return _per(*regex.split("[/／]", word, maxsplit=1)) if word not in _MEASURES else Unit("measure", word)
    if match := _CURRENCY_FIRST.match(word):
        return _of_currency(match[0].strip(), word[match.end() :])
    if unit := _plain(word):
        return unit
    if (match := _SCALED.fullmatch(word)) and (scale := _scale(match["scale"])):
        if not match["unit"]:
            return BARE._replace(factor=scale)
        if unit := _plain(match["unit"]):
            return unit._replace(factor=unit.factor * scale) if unit.kind != "percentage" else None
    return None


def _plain(word: str) -> Unit | None:
    if word in _PERCENT:
        return PERCENT._replace(factor=_PERCENT[word])
    if word in _POINTS:
        return Unit("percentage", "pp")
    if word == "倍":
        return Unit("multiple", "倍")
    if word in _CODES:
        return Unit("money", _CODES[word], local=_CODES[word] == "CNY" and "人民币" not in word)
    if word in _DURATIONS and word not in _NOT_ALONE:
        return Unit("duration", _DURATIONS[word])
    if word in _MEASURES:
        return Unit("measure", word)
    return Unit("count", word) if word in CLASSIFIERS or word in _FURTHER else None


def _per(one: str, of: str) -> Unit | None:
    """The unit of a ratio: ``元/平方米`` is money; ``起/人`` is ambiguous and gives ``None``."""
    unit = unit_of(one)
    return unit if unit and (unit.kind in ("money", "measure") or of[:1] in tuple("每十百千万")) else None


def _of_currency(currency: str, rest: str) -> Unit | None:
    code = _SIGNS.get(currency) or _CODES.get(currency)
    rest = rest.removesuffix("元").removesuffix("圆")
    scale = _scale(rest) if rest else Decimal(1)
    return Unit("money", code, scale) if code and scale else None


def _scale(text: str) -> Decimal | None:
    if text in ("'000", "’000"):
        return Decimal(1000)
    try:
        return numerals.parse(text).value
    except ValueError:
        return None


# --- in a head ---------------------------------------------------------------------------------

_BRACKETS = regex.compile(r"\s*[（(【\[〔]\s*(?P<inside>[^（）()【】\[\]〔〕]{1,16})\s*[）)】\]〕]")
_BEHIND = regex.compile(r"(?:\s*[/／:：,，]\s*(?P<unit>[^/／:：,，\s]{1,6})|\s*(?:±\s?)?(?P<unit>[%％‰]))$")
_LABEL = regex.compile(r"(?:计量)?单位\s?[:：]\s?(?P<units>[^\s（）()|]{1,24})")
_SEVERAL = regex.compile(r"[、，,；;/／和]")
# A head that names the unit itself: 人数, 起数.
_OF_PEOPLE = regex.compile("人数|人员|嫌疑人|人次|抓获|者$")
_BY_NAME = regex.compile(r"(?P<unit>人次|起|件|宗|人|次|户|辆|台|条|份|批|家|个)数$")
_RATE = regex.compile(r"(?<!万人\p{Han}{0,6}|千人\p{Han}{0,6}|每\p{Han}{0,6})率$")


def split_unit(head: str) -> tuple[str, Unit | None]:
    """Split the unit from a head: ``涉案金额（万元）`` → 涉案金额, 10,000 CNY."""
    for match in _BRACKETS.finditer(head):
        if unit := unit_of(match["inside"]):
            rest = head[: match.start()] + head[match.end() :]
            return rest.strip(), _of(rest, unit)
    behind = _BEHIND.search(head)
    if behind and (unit := unit_of(behind["unit"])):
        return head[: behind.start()].strip(), _of(head, unit)
    return head, None


def _of(head: str, unit: Unit) -> Unit:
    """``unit``, or CNY with its factor if a bare magnitude measures money: ``金额（万）``."""
    return Unit("money", "CNY", unit.factor, local=True) if unit.name == "" and unit.kind == "count" and _OF_MONEY.search(head) else unit


def by_name(words: str) -> Unit | None:
    """The unit implied by a subject: ``抓获人数`` → 人, ``破案率`` → %; else ``None``."""
    if match := _BY_NAME.search(words):
        return Unit("count", match["unit"])
    return PERCENT if _RATE.search(words) else None


def of_caption(caption: str) -> tuple[Unit, ...]:
    """The units that a caption states for the whole table: one (``单位：万元``) or several (``单位：起、万元``)."""
    match = _LABEL.search(caption)
    if not match:
        inside = [unit for one in _BRACKETS.finditer(caption) if (unit := unit_of(one["inside"]))]
        return tuple(inside[:1])
    whole = unit_of(match["units"])
    found = [whole] if whole else [unit_of(word) for word in _SEVERAL.split(match["units"])]
    return tuple(unit for unit in found if unit)


def fitting(units: tuple[Unit, ...], words: str) -> Unit | None:
    """The one of ``units`` that fits the subject ``words``; ``None`` unless exactly one does."""
    if len(units) == 1:
        return _of(words, units[0])
    money = bool(_OF_MONEY.search(words))
    fit = [unit for unit in units if (unit.kind == "money") == money and (unit.name not in ("人", "人次") or _OF_PEOPLE.search(words))]
    if not money and _OF_PEOPLE.search(words):
        fit = [unit for unit in fit if unit.name in ("人", "名", "人次")]
    return fit[0] if len(fit) == 1 else None
