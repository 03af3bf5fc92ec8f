"""Ranks: positions in a ranking, and changes of position. Other ordinals (第一批) are not figures."""

from __future__ import annotations

import regex

from extractors.figures.cues import Cue
from extractors.figures.fragments import NUMERAL
from extractors.figures.rule import FigureValue, Rule
from extractors.tokens import numerals

_SCOPES = (
    "全国|全省|全市|全区|全县|全州|全盟|全球|世界|亚洲|国内|全系统|全局|全警|全镇|全街道|片区|全所|全支队|支队|省内|市内|同类城市|同类地区"
)
_SCOPE = rf"(?:{_SCOPES})(?:公安(?:机关|系统)?|同类城市|各地市?|省会城市|[\p{{Han}}]{{0,4}}中)?"
_VERB = r"(?:位居|位列|名列|排名|排在|排|居|列|跃居|跃升至|升至|稳居|高居|荣获|获|获得|取得|夺得|蝉联|勇夺|斩获)"
# Contexts of a rank, as opposed to an ordinal (第一批, 第一产业): the phrase ends, or continues like a clause.
_AS_A_PLACE = r"(?:[名位](?!民|[辅特]?警|同志|党)|(?=[^\p{Han}\d]|$|的|并|且|和|与|及|、|升|降|掉|跌|跃|滑|提|前移|上升|下降|下滑|后|等))"
_MOVES = "前进|上升|提升|跃升|晋升|前移|后退|下降|下滑|下跌|跌落|后移"


def _place(match: regex.Match[str]) -> FigureValue:
    return FigureValue(numerals.parse(match["number"]), role="level")


def _among_first(match: regex.Match[str]) -> FigureValue:
    value = numerals.parse(match["number"])
    return FigureValue(numerals.bounded(value, "under"), role="level")


def _moved(match: regex.Match[str]) -> FigureValue:
    up = match["verb"] in ("前进", "上升", "提升", "跃升", "晋升", "前移")
    return FigureValue(numerals.parse(match["number"]), role="change", direction="up" if up else "down", within="figure")


RULES = (
    Rule(
        "ranks.place_in_scope",
        "rank",
        rf"{_SCOPE}(?:总分|综合|排名|降幅|增幅|升幅|涨幅|增速|同级|同类)?(?:排名|位列|居)?第(?P<number>{NUMERAL}){_AS_A_PLACE}",
        _place,
        {
            "均位列全国第一。": "全国第一",
            "警情在全市降幅第一的基础上": "全市降幅第一",
            "成绩位居全省第3位": "全省第3位",
            "跃居全市第二": "全市第二",
        },
        ("全省第一批试点", "全市第一个", "全国第一支", "全县第一产业", "全市第一方阵"),
        cue=Cue(words=frozenset(_SCOPES.split("|"))),
    ),
    Rule(
        "ranks.place_among_named",
        "rank",
        rf"(?:位居|位列|名列|排名|排在|居|列|跃居|跃升至|升至|稳居|高居|荣获)(?P<figure>(?:(?![全在为第])\p{{Han}}){{1,7}}[省市区县州盟国](?:公安(?:机关|系统)?)?第(?P<number>{NUMERAL}){_AS_A_PLACE})",
        lambda match: FigureValue(numerals.parse(match["number"]), role="level", within="figure"),
        {"排名山西省第一。": "山西省第一", "位列苏北五市第2位，": "苏北五市第2位"},
        ("位居山西省第一批", "居全市第一"),
        cue=Cue(words=frozenset({"位居", "位列", "名列", "排名", "排在", "居", "列", "跃居", "跃升至", "升至", "稳居", "高居", "荣获"})),
    ),
    Rule(
        "ranks.place",
        "rank",
        rf"(?<={_VERB}(?:了|为|在|团体|总分|综合|并列|[甲乙丙丁]组)?)第(?P<number>{NUMERAL})(?:名|位)?(?=[，,。；;、”）)！]|$|的|好?成绩|佳绩)|第(?P<number>{NUMERAL})[名位](?=[，,。；;、！]|$|升|降|掉|跌|跃|滑|提升|前移|上升|下降|下滑)"
        rf"|(?<=^|[\n，。；;])第(?P<number>{NUMERAL})名(?=\p{{Han}}{{2,5}}[省市县区])|(?<=[从由])第(?P<number>{NUMERAL})(?=升|降|掉|跌|跃|滑|提升)|(?<=(?:升|降|掉|跌|跃升|滑|落|退)[至到])第(?P<number>{NUMERAL})(?:名|位)?",
        _place,
        {
            "满意度排名第5，": "第5",
            "获得第一名。": "第一名",
            "荣获丙组第1名佳绩，": "第1名",
            "最高。第3名柳岸市，": "第3名",
            "名次从第7掉到第16，": "第16",
            "满意度由第十一位升至第三位。": "第十一位",
        },
        ("第一时间", "第三条", "首位"),
        cue=Cue(words=frozenset("第")),
    ),
    Rule(
        "ranks.among_first",
        "rank",
        rf"(?:(?<={_VERB})|(?:全国|全省|全市|全区|全县))(?:{_SCOPE})?前(?P<number>{NUMERAL})(?:名|位|强)?(?=[，,。；;、”）)]|$|行列|方阵|水平)",
        _among_first,
        {"连续三年位居全省前三。": "全省前三", "稳居全国前10名，": "全国前10名"},
        ("今年前10个月", "排前3天"),
        cue=Cue(words=frozenset({"前", *_SCOPES.split("|")})),
    ),
    Rule(
        "ranks.moved",
        "rank",
        rf"(?P<verb>{_MOVES})了?(?P<figure>(?P<number>{NUMERAL})(?:个位次|个名次|位次|名次|位(?=[，,。；;、]|$)|名(?=[，,。；;、]|$)))",
        _moved,
        {"全省排名上升5位": "5位", "较上年前进4位": "4位", "同比提升5个位次": "5个位次", "绩效下滑3位，": "3位"},
        ("提升3位民警",),
        cue=Cue(words=frozenset(_MOVES.split("|"))),
    ),
)
