"""Multiples: 倍, and doublings (翻一番 → 2, 翻两番 → 4)."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractors.figures.cues import Cue
from extractors.figures.fragments import AFTER, QUANTITY, RANGED, amount
from extractors.figures.rule import FigureValue, Rule
from extractors.tokens import numerals


def _times(match: regex.Match[str]) -> FigureValue | None:
    value = amount(match)
    return FigureValue(numerals.scaled(value, 1), "倍")


def _times_and_half(match: regex.Match[str]) -> FigureValue:
    value = numerals.parse(match["number"]).value or 0
    return FigureValue(numerals.exact(value + Decimal("0.5")), "倍")


def _doublings(match: regex.Match[str]) -> FigureValue:
    times = numerals.parse(match["number"]).value if match["number"] else 1
    return FigureValue(
        numerals.bounded(numerals.exact(2 ** int(times or 1)), "under" if match["before"] else "exact"), "倍", role="change", direction="up"
    )


RULES = (
    Rule(
        "multiples.times",
        "multiple",
        rf"{RANGED}倍(?!增|数|感|受|率|加)(?P<after>多|{AFTER})?",
        _times,
        {
            "效率提升3倍": "3倍",
            "是原来的2.5倍": "2.5倍",
            "增长近两倍": "近两倍",
            "提速十余倍": "十余倍",
            "快了3至5倍": "3至5倍",
            "提高两倍多": "两倍多",
        },
        ("成倍增加", "事半功倍"),
        cue=Cue("倍"),
    ),
    Rule(
        "multiples.times_and_half",
        "multiple",
        rf"{QUANTITY}倍半",
        _times_and_half,
        {"增长一倍半": "一倍半"},
        cue=Cue("倍"),
    ),
    Rule(
        "multiples.doubled",
        "multiple",
        r"(?P<before>近乎?|接近|几乎)?(?:翻了?(?P<number>[一两二三四五\d])?番|翻倍|翻了?一倍)",
        _doublings,
        {"办件量翻一番": "翻一番", "总数翻了两番": "翻了两番", "实现翻番": "翻番", "业务量翻倍": "翻倍"},
        ("翻阅", "三番五次"),
        cue=Cue(words=frozenset({"翻", "近翻", "近乎翻", "接近翻", "几乎翻"})),
    ),
)
