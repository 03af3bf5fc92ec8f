"""Periods that end on publication (近两年, 3年来), and five-year plans, which denote fixed years."""

from __future__ import annotations

import regex

from extractors.figures.cues import Cue
from extractors.figures.rule import FigureValue, Rule
from extractors.tokens import numerals
from extractors.tokens.calendar import DateRange, PartialDate, Unit, single_date

_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3}|半)"
_UNIT = r"(?P<unit>年|个月|周|个星期|天|日|个多月)"
_UNITS: dict[str, Unit] = {"年": "年", "个月": "月", "个多月": "月", "周": "周", "个星期": "周", "天": "天", "日": "天"}


def _recent(match: regex.Match[str]) -> FigureValue:
    unit = _UNITS[match["unit"]]
    if match["number"] == "半":
        if unit != "年":
            raise ValueError("half of a unit that has no half in days")
        return FigureValue(when=DateRange(recent=(6, "月")))
    return FigureValue(when=DateRange(recent=(int(numerals.parse(match["number"]).value or 0), unit)))


def _years_ago(match: regex.Match[str]) -> FigureValue:
    return FigureValue(when=single_date(PartialDate(year_shift=-int(numerals.parse(match["number"]).value or 0))))


def _five_year_plan(match: regex.Match[str]) -> FigureValue:
    ordinal = int(numerals.parse(match["number"]).value or 0)
    first = 1953 + (ordinal - 1) * 5 if ordinal < 3 else 1966 + (ordinal - 3) * 5
    return FigureValue(when=DateRange(PartialDate(year=first), PartialDate(year=first + 4)))


RULES = (
    Rule(
        "dates.recent",
        "date",
        rf"(?:(?<!最|附|临|将|靠|接|贴|经过|历经|历时|用时|为期|耗时|走过)近|最近|过去|近来)(?:的|这)?(?P<number>{_NUMBER})(?:多|余)?{_UNIT}(?:多)?(?:间|里|时间)?(?:以来|来|内(?=[，,]))?(?!内|的时间|之久)",
        _recent,
        {
            "近两年，全省": "近两年",
            "最近3个月": "最近3个月",
            "近五年来，": "近五年来",
            "过去三年": "过去三年",
            "近一个月内，": "近一个月内",
        },
        ("近百名", "近日，", "附近两年", "近3天内办结"),
        cue=Cue(words=frozenset({"近", "最近", "过去"})),
    ),
    Rule(
        "dates.since_n",
        "date",
        rf"(?=.{{1,10}}来)(?<![\d近十])(?P<number>{_NUMBER})(?P<more>多|余)?{_UNIT}(?:多)?(?:以来|来)(?!自|到|了|源|宾|信|电|访|往)",
        _recent,
        {"3年来，520个": "3年来", "十年来，": "十年来", "半年来，": "半年来", "几个月来3个月以来": "3个月以来"},
        ("三年来自", "2017年来到"),
        cue=Cue("年个周天日", frozenset("半")),
    ),
    Rule(
        "dates.years_ago",
        "date",
        r"(?<![\d近每第提隔])(?P<number>[一二两三四五六七八九十]{1,3}|\d{1,2})年前(?=[，,的相]|分别|大幅|明显|[下上][降升]|[减增提])",
        _years_ago,
        {"比十年前分别下降35.5%": "十年前", "较5年前下降": "5年前"},
        ("三年前后", "提前3年"),
        cue=Cue("年"),
    ),
    Rule(
        "dates.five_year_plan",
        "date",
        r"[“\"「『]?(?P<number>十[一二三四五六]?|九|八)五[”\"」』]?(?:规划)?(?:期间|时期|以来|末|(?<=规划)期)",
        _five_year_plan,
        {"“十四五”期间": "“十四五”期间", "“十三五”时期": "“十三五”时期"},
        ("“十三五”规划",),
        cue=Cue(
            words=frozenset(
                f"{quote}{number}五" for quote in ("", *'“"「『') for number in ("十", "九", "八", *(f"十{one}" for one in "一二三四五六"))
            )
        ),
    ),
)
