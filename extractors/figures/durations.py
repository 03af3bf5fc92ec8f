"""Durations: lengths of time without calendar dates. Compound durations are given in the smallest unit stated."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractors.figures.cues import Cue
from extractors.figures.fragments import (
    AFTER,
    BEFORE,
    HEDGES_BEFORE,
    NUMBER_CHARACTERS,
    NUMERAL,
    RANGE,
    RANGED,
    START,
    ahead,
    amount,
    firsts,
    hedged,
    pieces,
)
from extractors.figures.rule import FigureValue, Rule
from extractors.lexicon import one_of
from extractors.tokens import numerals

UNITS = {
    "年": "年", "周年": "年", "个年头": "年", "载": "年",
    "个月": "月", "个多月": "月", "月": "月",
    "周": "周", "个星期": "周", "个多星期": "周", "个周": "周", "星期": "周", "个礼拜": "周",
    "天": "天", "日": "天", "个昼夜": "天", "昼夜": "天", "个自然日": "天", "天时间": "天", "夜": "天",
    "小时": "小时", "个小时": "小时", "个多小时": "小时", "个钟头": "小时", "钟头": "小时",
    "分钟": "分钟", "分": "分钟", "秒": "秒", "秒钟": "秒", "毫秒": "毫秒",
    "个工作日": "工作日", "工作日": "工作日", "个季度": "季度", "个世纪": "世纪",
}  # fmt: skip
_NAMES = UNITS.keys() - {"月", "天时间", "夜", "分"}
_CAREFUL = r"(?!(?<=年)(?:级|度|龄|代|前[\p{Han}]{0,2}个月|底|初|末|\d{1,2}月|[一二三四五六七八九十]{1,3}月|上半年|下半年|第|终|货)|(?<=百日|千日)(?=\p{Han})|(?<=日)(?:报|电|讯|常|均|元|志|\d{1,2}[时点])|(?<=周)(?:边|年|围|期|密|到|一|[二三四五六日])|(?<=天)(?:津|网|气|眼|空|府|平|地|下|山|河)|(?<=秒)(?:级|杀|批|办|处|回|响)|(?<=载)(?:体|客|重)|(?<=夜)(?:市|间))"
_FROM = "(?:个?小时|分钟|天|年|个月|个工作日|秒)"
_STRETCH = r"(?P<stretch>连续)?"
_SPANNED = rf"(?<!\d)(?!(?:{BEFORE})?(?:(?:1[5-9]|20)\d\d|(?:一九|二[〇零])[〇零一二三四五六七八九]{{2}}|0\d)年)"


def _duration(match: regex.Match[str]) -> FigureValue | None:
    unit = match["unit"]
    if match["number"] == "一" and unit in ("天", "日", "周", "年") and match.string[match.end() : match.end() + 1] in ("个", "一"):
        return None
    value = amount(match)
    if "多" in unit:
        value = numerals.bounded(value, "over")
    return FigureValue(value, UNITS[unit])


def _half(match: regex.Match[str]) -> FigureValue:
    return FigureValue(hedged(numerals.exact("0.5"), pieces(match)), UNITS[match["unit"]])


def _and_half(match: regex.Match[str]) -> FigureValue:
    whole = numerals.parse(match["number"]).value or Decimal(0)
    return FigureValue(hedged(numerals.exact(whole + Decimal("0.5")), pieces(match)), UNITS[match["unit"]])


_DAY = 24 * 60 * 60
_AND = "(?:零|又|余|外加|加)?"
# At least two parts; other rules read durations with a single unit.
_TWO_PARTS = ahead(rf"(?:年多?|个月|周|个?星期|天|个?小时|时|分钟?){_AND}{NUMBER_CHARACTERS}")
# group, unit, length in seconds; a year is 365 days, a month 30
_PARTS = (
    ("years", "年", 365 * _DAY),
    ("months", "月", 30 * _DAY),
    ("weeks", "周", 7 * _DAY),
    ("days", "天", _DAY),
    ("hours", "小时", 60 * 60),
    ("minutes", "分钟", 60),
    ("seconds", "秒", 1),
)


def _composite(match: regex.Match[str]) -> FigureValue | None:
    """A compound duration in its smallest unit: ``2小时5分`` → 125 分钟, 三年六个月 → 42 月."""
    stated = [(length, unit, numerals.parse(match[group]).value or Decimal(0)) for group, unit, length in _PARTS if match[group]]
    if len(stated) < 2:
        return None
    smallest, unit, _ = stated[-1]
    if unit == "月":
        return FigureValue(hedged(numerals.exact(stated[0][2] * 12 + stated[1][2]), pieces(match)), unit)
    total = sum(number * length for length, _, number in stated)
    return FigureValue(hedged(numerals.exact(Decimal(total) / smallest), pieces(match)), unit)


def _quarters(match: regex.Match[str]) -> FigureValue:
    return FigureValue(numerals.scaled(numerals.parse(match["number"]), 15), "分钟")


RULES = (
    Rule(
        "durations.of_unit",
        "duration",
        rf"{_STRETCH}{_SPANNED}{RANGED}(?P<unit>{one_of(_NAMES)}){_CAREFUL}(?P<after>多(?!\p{{Han}}?[次个名起]|[了出发于])|{AFTER})?",
        _duration,
        {
            "仅用4小时": "4小时",
            "经25分钟连续追踪": "25分钟",
            "已连续6年下降": "连续6年",
            "压缩到5个工作日以内": "5个工作日以内",
            "用时两个多月": "两个多月",
            "缩短至3至5天": "3至5天",
            "历时近百天": "近百天",
            "服刑十余年": "十余年",
            "30秒内响应": "30秒内",
            "坚守两年多，": "两年多",
        },
        ("2015年", "低于2019年", "3日电", "百日行动", "3年级", "今年4月"),
        cue=Cue(firsts(_NAMES)),
    ),
    Rule(
        "durations.range_in_units",
        "duration",
        rf"(?P<before>{BEFORE})?{_SPANNED}{START}{ahead(_FROM + RANGE)}(?P<number>{NUMERAL}){_FROM}{RANGE}(?P<upper>{NUMERAL})(?P<unit>{one_of(_NAMES)}){_CAREFUL}(?P<after>{AFTER})?",
        _duration,
        {"约需3天至5天": "3天至5天"},
        cue=Cue("个小分天年秒"),
    ),
    Rule(
        "durations.half",
        "duration",
        rf"(?P<before>{BEFORE})?(?<![\p{{Han}}](?<=(?<![花用等耗])上|下|后|前|大|一|两|三|四|五|六|七|八|九|十|个))半个?(?P<unit>小时|年|月|天|钟头|个月)(?!以来|来)(?P<after>多|{AFTER})?",
        lambda match: None if match[0] == "半月" else _half(match),
        {"半小时后": "半小时", "用时半个月": "半个月", "不到半年": "不到半年"},
        ("上半年", "一年半", "下半月"),
        cue=Cue(words=frozenset(f"{hedge}半" for hedge in ("", *HEDGES_BEFORE))),
    ),
    Rule(
        "durations.and_half",
        "duration",
        rf"(?P<before>{BEFORE})?{START}{ahead('(?:个|年|天|小时|分钟?)半')}(?P<number>{NUMERAL})(?:个半(?P<unit>小时|月|钟头|工作日)|(?P<unit>年|天|分钟|小时)半(?!年|月|天|小时)|(?P<unit>分)半钟?(?!\\p{{Han}}))(?P<after>{AFTER})?",
        _and_half,
        {"历经两年半": "两年半", "花了一个半小时": "一个半小时", "1个半工作日办结": "1个半工作日"},
        cue=Cue("个年天分小"),
    ),
    Rule(
        "durations.composite",
        "duration",
        rf"(?P<before>{BEFORE})?{_SPANNED}{START}{_TWO_PARTS}(?:(?P<years>{NUMERAL})年多?{_AND})?(?:(?P<months>{NUMERAL})个月{_AND})?(?:(?P<weeks>{NUMERAL})(?:周|个?星期){_AND})?(?:(?P<days>{NUMERAL})天{_AND})?"
        rf"(?:(?P<hours>{NUMERAL})(?:个?小时|时(?=\d)){_AND})?(?:(?P<minutes>{NUMERAL})分钟?{_AND})?(?:(?P<seconds>{NUMERAL})秒钟?)?(?<=[年月周期天时分钟秒])(?P<after>{AFTER})?",
        _composite,
        {"全程2小时5分": "2小时5分", "平均1分30秒": "1分30秒", "判处三年六个月": "三年六个月", "历时两天3小时": "两天3小时"},
        ("3小时",),
        cue=Cue("年个周星天小时分秒"),
    ),
    Rule(
        "durations.quarter_hours",
        "duration",
        r"(?P<number>[一两二三1-3])刻钟",
        _quarters,
        {"一刻钟到场": "一刻钟"},
        cue=Cue("刻", frozenset({"1刻", "2刻", "3刻"})),
    ),
)
