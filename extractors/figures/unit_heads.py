"""Figures after a label with its unit in brackets: ``涉案金额（万元）：1250.5``, ``发案数(起):346``."""

from __future__ import annotations

import regex

from extractors.figures.cues import Cue
from extractors.figures.fragments import BEFORE, CLASSIFIERS, hedged, pieces
from extractors.figures.rule import FigureValue, Rule
from extractors.figures.units import unit_of
from extractors.lexicon import lexicon, one_of
from extractors.model import Kind
from extractors.tokens import numerals

_OWN = sorted(
    {*CLASSIFIERS, *(unit for group in lexicon("units").values() for unit in group), "元", "年", "月", "日", "天", "小时", "倍", "%"}
)
_PATTERN = (
    r"[（(](?:单位[:：])?(?P<unit>[^（）()\s]{1,8})[）)]\s?(?:[:：]|为|是|达)?\s?[-+−＋↑↓]?\s?"
    rf"(?P<figure>(?P<before>{BEFORE})?(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}})(?:\.\d{{1,6}})?)(?P<scale>[万亿])?)"
    rf"(?![\d.:：\-—~～、至]|[余多]?[十百千万亿]{{0,2}}{one_of(_OWN)})"
)
_BRACKET = Cue(words=frozenset("（("))


def _of(kind: Kind, examples: dict[str, str], *rejects: str) -> Rule:
    def read(match: regex.Match[str]) -> FigureValue | None:
        unit = unit_of(match["unit"])
        if unit is None or unit.kind != kind:
            return None
        amount = numerals.parse(match["number"] + (match["scale"] or ""))
        if not (match["scale"] and unit.factor > 1):  # 3.2万 after （万元）: the magnitude at the number wins
            amount = numerals.scaled(amount, unit.factor)
        return FigureValue(hedged(amount, {"before": pieces(match).get("before", "")}), unit.name, within="figure")

    return Rule(f"unit_heads.{kind}", kind, _PATTERN, read, examples, rejects, _BRACKET)


RULES = (
    _of(
        "money",
        {"涉案金额（万元）：1250.5": "1250.5", "直接损失(万元)1250": "1250", "发行总额（亿元）10.00": "10.00"},
        "金额（万元）",
        "（万元）30起",
    ),
    _of("count", {"发案数(起):346 破案数(起):298": "298", "参训（人次）1,200。": "1,200"}, "案件（起）2024年", "嫌疑人（人）30名"),
    _of("percentage", {"同比（%）：-12.3": "12.3"}, "占比（%）"),
    _of("measure", {"缴获毒品（公斤）：12.5": "12.5"}, "（米）"),
    _of("duration", {"平均用时（分钟）：8": "8"}, "用时（分钟）"),
)
