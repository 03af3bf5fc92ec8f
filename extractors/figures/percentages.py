"""Percentages, fractions and percentage points. Values are in percent: 五分之一 → 20, 千分之二 → 0.2."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractors.figures.cues import Cue
from extractors.figures.fragments import AFTER, BEFORE, INNER, NUMERAL, RANGE, RANGED, START, amount, hedged, pieces
from extractors.figures.rule import FigureValue, Rule
from extractors.tokens import numerals

_CHINESE_DIGIT = "[一二两三四五六七八九十]"


def _percent(match: regex.Match[str]) -> FigureValue:
    return FigureValue(amount(match), "%")


def _per_mille(match: regex.Match[str]) -> FigureValue:
    return FigureValue(numerals.scaled(amount(match), Decimal("0.1")), "%")


def _points(match: regex.Match[str]) -> FigureValue:
    value = amount(match)
    if match["mid"] == "多":
        value = numerals.bounded(value, "over")
    elif match["mid"] == "半":
        value = numerals.exact((value.value or 0) + Decimal("0.5"))
    return FigureValue(value, "pp")


def _tenths(match: regex.Match[str]) -> FigureValue:
    """Tenths (成): ``八成六`` and ``8成6`` → 86, ``九成八二`` → 98.2, ``两成半`` → 25, ``七八成`` → 70 to 80. The usual hedges apply."""
    value = numerals.scaled(numerals.parse(match["number"]), 10)
    if upper := match["upper"]:
        value = numerals.between(value, numerals.scaled(numerals.parse(upper), 10))
    elif rest := match["rest"]:
        extra = Decimal(5) if rest == "半" else Decimal(".".join(str(numerals.DIGITS.get(digit, digit)) for digit in rest))
        value = numerals.exact((value.value or 0) + extra)
    return FigureValue(hedged(value, pieces(match)), "%")


def _fraction(match: regex.Match[str]) -> FigureValue:
    whole = numerals.parse(match["whole"]).value
    part = numerals.parse(match["part"])
    if not whole or (part.value is not None and part.value > whole and whole != 100):
        raise ValueError("not a fraction")
    value = numerals.scaled(part, Decimal(100) / whole)
    said = pieces(match)
    if upper := said.get("upper"):
        value = numerals.between(value, numerals.scaled(numerals.parse(upper), Decimal(100) / whole))
    return FigureValue(hedged(value, said), "%")


def _half(match: regex.Match[str]) -> FigureValue:
    return FigureValue(hedged(numerals.exact(50), pieces(match)), "%")


def _hundred(_: regex.Match[str]) -> FigureValue:
    return FigureValue(numerals.exact(100), "%")


RULES = (
    Rule(
        "percentages.percent_sign",
        "percentage",
        rf"(?P<before>{BEFORE})?{START}(?P<number>{NUMERAL})(?:[%％](?={RANGE}{NUMERAL}[%％]))?(?:{RANGE}(?P<upper>{NUMERAL}))?(?P<inner>{INNER})?[%％](?P<after>{AFTER})?",
        _percent,
        {
            "警情同比下降10.2%": "10.2%",
            "占比超过60%": "超过60%",
            "降幅在20%到25%之间": "20%到25%",
            "满意度在98%以上": "98%以上",
            "出警提速3—5%": "3—5%",
        },
        ("编号A10%",),
        cue=Cue("%％"),
    ),
    Rule(
        "percentages.in_words",
        "percentage",
        rf"(?P<before>{BEFORE})?百分之(?P<number>{NUMERAL})(?:{RANGE}(?:百分之)?(?P<upper>{NUMERAL}))?(?P<inner>[余多几])?(?P<after>{AFTER})?",
        _percent,
        {"同比下降百分之三十": "百分之三十", "降幅为百分之十二点五": "百分之十二点五", "超过百分之九十": "超过百分之九十"},
        cue=Cue("分"),
    ),
    Rule(
        "percentages.per_mille",
        "percentage",
        rf"(?P<before>{BEFORE})?(?:千分之(?P<number>{NUMERAL})|{START}(?P<number>{NUMERAL})‰)(?P<after>{AFTER})?",
        _per_mille,
        {"误报率为千分之二": "千分之二", "发案率降至1.5‰": "1.5‰"},
        cue=Cue("分‰"),
    ),
    Rule(
        "percentages.points",
        "percentage",
        rf"{RANGED}个(?:(?P<mid>多|半)?百分点|(?P<mid>)点(?![位击钟子赞]))(?P<after>{AFTER})?",
        _points,
        {
            "提高3.4个百分点": "3.4个百分点",
            "上升近2个百分点": "近2个百分点",
            "高出三至五个百分点": "三至五个百分点",
            "提高两个多百分点": "两个多百分点",
            "上浮四个半百分点": "四个半百分点",
            "下降3.2个点，": "3.2个点",
        },
        cue=Cue("个"),
    ),
    Rule(
        "percentages.sharing_its_unit",
        "percentage",
        rf"(?<=(?:分别|各|依次)[\p{{Han}}]{{0,8}}|[、和与及]){START}(?P<number>\d{{1,4}}(?:\.\d{{1,4}})?)个?(?=[、和与及](?:\d{{1,4}}(?:\.\d{{1,4}})?个?[、和与及]){{0,8}}+\d{{1,4}}(?:\.\d{{1,4}})?(?P<unit>个百分点|[%％]))",
        lambda match: FigureValue(amount(match), "pp" if match["unit"] == "个百分点" else "%"),
        {"比重分别上升0.1和0.8个百分点": "0.1", "同比分别提高8.22个、28.26个百分点": "8.22个"},
        ("30和31日", "分别为5、6起"),
        cue=Cue("个、和与及"),
    ),
    Rule(
        "percentages.tenths",
        "percentage",
        rf"(?P<before>{BEFORE})?{START}(?P<number>{_CHINESE_DIGIT}点{_CHINESE_DIGIT}|{_CHINESE_DIGIT}{{1,2}}|(?<!\d)\d(?:\.\d)?)(?:成(?={RANGE}(?:{_CHINESE_DIGIT}|\d)成))?(?:{RANGE}(?P<upper>{_CHINESE_DIGIT}|\d))?成"
        rf"(?!为|立|功|果|员|本|交|绩|长|熟|都|语|型|效|品|片|份|事|千|百|群|像|语|家|就|人|年|不变|套|批|堆|天|分)(?P<rest>(?:[一二三四五六七八九][一二三四五六七八九]?|[1-9](?![\d.,])|半)(?![\p{{Han}}]{{0,1}}(?:名|个|次|条|项|类|家)))?(?P<after>多|{AFTER})?",
        _tenths,
        {
            "七成以上的警情": "七成以上",
            "近九成纠纷": "近九成",
            "化解率达八成六": "八成六",
            "报案减少3成2、": "3成2",
            "妥善率提升到九成八二，": "九成八二",
            "压缩两成半": "两成半",
            "七八成矛盾": "七八成",
            "压降八点五成": "八点五成",
            "三至五成": "三至五成",
            "减产五成到七成，": "五成到七成",
        },
        ("建成三个中心", "第三成员", "一成不变"),
        cue=Cue("成"),
    ),
    Rule(
        "percentages.fraction",
        "percentage",
        rf"(?P<before>{BEFORE})?{START}(?P<whole>(?:[二三四五六七八九十百千万]|\d{{1,5}}){{1,3}})分之(?P<part>{NUMERAL})(?:{RANGE}(?P<upper>{NUMERAL}))?(?P<inner>[强多])?(?P<after>{AFTER})?",
        lambda match: _fraction(match) if match["whole"] not in ("百", "千") and match["inner"] != "强" else None,
        {"来件占了五分之一": "五分之一", "近三分之二的警力": "近三分之二", "四分之三以上": "四分之三以上", "万分之五": "万分之五"},
        ("百分之三十",),
        cue=Cue("分"),
    ),
    Rule(
        "percentages.slashed",
        "percentage",
        rf"(?P<before>{BEFORE})?(?<![\d/.])(?P<part>[1-9])/(?P<whole>[2-9]|10)(?![\d/.A-Za-z级月日号类])(?P<after>{AFTER})?",
        lambda match: _fraction(match) if int(match["part"]) < int(match["whole"]) else None,
        {"用时缩短2/3，": "2/3", "近1/3的警情": "近1/3", "1/5以上案件": "1/5以上"},
        ("2023/1/5", "24/7", "4/5G终端", "2/3级响应"),
        cue=Cue("/"),
    ),
    Rule(
        "percentages.half",
        "percentage",
        r"(?P<before>过|超|近|超过|不足|不到|约|接近)(?:半(?=[，,。；;、的]|$|以上|降|减|是|为|来)|半数)|(?<![\p{Han}])半数(?P<after>以上)|(?P<before>近|超过?|不足|不到|约|接近|将近)?(?<!另|这|那|大)一半(?:(?P<after>多)|(?P<after>以上|左右)?(?=[，,。；;、的]|$|是|来|为|减|已|都|均))",
        _half,
        {
            "来信过半，": "过半",
            "半数以上的窗口": "半数以上",
            "时间缩短一半。": "一半",
            "快了近一半。": "近一半",
            "一半多报警电话无效": "一半多",
        },
        ("另一半人", "半小时"),
        cue=Cue("半", frozenset({"过半", "超半", "近半", "超过半", "不足半", "不到半", "约半", "接近半", "半数"})),
    ),
    Rule(
        "percentages.all_of_it",
        "percentage",
        r"百分百",
        _hundred,
        {"百分百回访": "百分百"},
        cue=Cue(words=frozenset({"百分百"})),
    ),
)
