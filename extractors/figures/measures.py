"""Physical measures and ages. The unit is kept as written; the value of a temperature includes its sign."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractors.figures.cues import Cue
from extractors.figures.fragments import AFTER, NUMERAL, RANGE, RANGED, START, ahead, amount, firsts, hedged, pieces
from extractors.figures.rule import FigureValue, Rule
from extractors.lexicon import lexicon, one_of
from extractors.tokens import numerals

_UNITS = {unit for group in lexicon("units").values() for unit in group}
_LATIN = {unit for unit in _UNITS if unit[0].isascii()}
_UNIT = (
    rf"(?P<unit>(?:{one_of(_UNITS - _LATIN)}(?!(?<=里)(?:面|程)|(?<=升)(?:级|至|到|降|温|格)|(?<=尺)(?:度|寸)|(?<=克)(?:服|隆|制|难)|(?<=平方)(?:米|公里)|(?<=丈)(?:夫|量)|(?<=米)(?:粉|饭|阳光)|(?<=斤)(?:两)|(?<=瓦)(?:房|斯)|(?<=方)(?:面|案|便)|(?<=兆)(?:瓦|帕|赫))"
    rf"|{one_of(_LATIN)}(?![A-Za-z\d]))(?:/(?:100)?(?:立方米|平方米|毫升|升|小时|分钟|秒|公斤|千克|天|次|L|h|s)(?![A-Za-z\d]))?)"
)

# 千 may belong to the number, so the cue for 千米 is 米.
_OF_UNITS = Cue(firsts(unit.removeprefix("千") for unit in _UNITS))
# 兆 is both a unit and a magnitude character.
_THEN_A_RANGE = rf"(?:{ahead('.{1,20}?' + RANGE)}|(?=[^兆]{{1,64}}+兆{RANGE}))"


def _measure(match: regex.Match[str]) -> FigureValue | None:
    unit = match["unit"]
    if match["number"] == "一" and unit in ("里地", "方", "升"):
        return None
    try:
        return FigureValue(amount(match), unit)
    except ValueError:  # 十五千米: 千 belongs to the unit
        number = match["number"].removesuffix("千")
        return FigureValue(hedged(numerals.parse(number), pieces(match)), "千" + unit) if number != match["number"] else None


def _from_to(match: regex.Match[str]) -> FigureValue:
    return FigureValue(numerals.between(numerals.parse(match["number"]), numerals.parse(match["upper"])), match["unit"])


def _temperature(match: regex.Match[str]) -> FigureValue:
    """A temperature. The value includes the sign; the figure excludes a bare minus sign."""
    value = amount(match)
    cold = match["sign"] in ("零下", "-", "−")
    return FigureValue(numerals.scaled(value, -1) if cold else value, match["unit"], within="figure" if match["sign"] in ("-", "−") else "")


def _compound(match: regex.Match[str]) -> FigureValue:
    """Tenths after the unit: ``三米九`` → 3.9 米, ``三斤半`` → 3.5 斤, ``六斤八两`` → 6.8 斤."""
    whole, rest = numerals.parse(match["number"]).value or Decimal(0), match["rest"]
    part = Decimal("0.5") if rest == "半" else (numerals.parse(rest).value or Decimal(0)) / 10
    return FigureValue(numerals.exact(whole + part), match["unit"])


RULES = (
    Rule(
        "measures.temperature",
        "measure",
        rf"(?P<sign>零下|零上|(?<!\d)[-−])(?P<figure>{RANGED}(?P<unit>摄氏度|华氏度|℃|℉|°C|°F|度(?!假|过|量|数))(?P<after>{AFTER})?)",
        _temperature,
        {"在零下20摄氏度的严寒中": "零下20摄氏度", "零下30度的": "零下30度", "气温-5℃": "5℃"},
        cue=Cue("摄华℃℉°度", frozenset({"零下", "零上"})),
    ),
    Rule(
        "measures.degrees",
        "measure",
        rf"(?<=(?:摄氏|华氏|高温|气温|低温|温度|水温|体温|地表|耗电|用电|坡度|角度|倾斜)[\p{{Han}}]{{0,4}}){RANGED}(?P<unit>度)(?!假|过|量|数)(?P<after>{AFTER})?",
        lambda match: FigureValue(amount(match), match["unit"]),
        {"最高气温达40度，": "40度", "室外温度45度左右": "45度左右"},
        ("二度创业",),
        cue=Cue("度"),
    ),
    Rule(
        "measures.degrees_in_digits",
        "measure",
        rf"{RANGED}(?<=\d)(?P<unit>度)(?P<after>{AFTER})?(?=[，,。；;、]|$)",
        lambda match: FigureValue(amount(match), match["unit"]),
        {"恒温器设为85度，": "85度"},
        ("2023年度，", "一度，"),
        cue=Cue("度"),
    ),
    Rule(
        "measures.taels",
        "measure",
        rf"{RANGED}(?P<unit>两)(?=[，,。；;]|$)",
        lambda match: FigureValue(amount(match), match["unit"]),
        {"每人分得三十两，": "三十两"},
        ("三十两个",),
        cue=Cue("两"),
    ),
    Rule(
        "measures.compound",
        "measure",
        rf"{START}(?P<number>{NUMERAL})(?P<unit>米|公里|斤|公斤|吨|里|尺|丈|度|升|亩|两)(?P<rest>半(?![径数个小天月年])|[一二三四五六七八九](?![\d\p{{Han}}])|(?<=斤){NUMERAL}(?=两))两?(?!\p{{Han}}?[名个])",
        _compound,
        {"身高一米八，": "一米八", "重三斤半": "三斤半", "缴获六斤八两": "六斤八两"},
        ("三米处",),
        cue=Cue("米公斤吨里尺丈度升亩两"),
    ),
    Rule(
        "measures.half",
        "measure",
        r"(?<![一二两三四五六七八九十个大多])半(?P<unit>公里|公斤|公升|加仑|斤|吨|亩|米(?!线)|里(?!程|面))(?!\p{Han}?[名个])",
        lambda match: FigureValue(numerals.exact("0.5"), match["unit"]),
        {"走了半公里": "半公里"},
        ("一半米",),
        cue=Cue(words=frozenset("半")),
    ),
    Rule(
        "measures.of_unit",
        "measure",
        rf"{RANGED}\s?{_UNIT}(?P<after>多(?=[，,。；;])|{AFTER})?",
        _measure,
        {
            "缴获毒品4.7吨": "4.7吨",
            "巡逻30公里": "30公里",
            "建筑面积1200平方米": "1200平方米",
            "绵延百余公里": "百余公里",
            "年满90岁": "90岁",
            "存储3PB": "3PB",
            "续航15km": "15km",
            "飞行高度120米以下": "120米以下",
            "身高1.6至1.8米": "1.6至1.8米",
            "酒精含量为186毫克/100毫升，": "186毫克/100毫升",
        },
        ("5G网络", "4K高清", "一升级", "提升3"),
        cue=_OF_UNITS,
    ),
    Rule(
        "measures.age_sharing_its_unit",
        "measure",
        rf"{START}(?P<number>\d{{2,3}}|[一二三四五六七八九]?十[一二三四五六七八九]?)(?=[、和与及](?:(?:\d{{2,3}}|[一二三四五六七八九]?十[一二三四五六七八九]?)[、和与及]){{0,8}}+(?:\d{{2,3}}|[一二三四五六七八九]?十[一二三四五六七八九]?)(?P<unit>周?岁))",
        _measure,
        {"年龄为59及52岁，": "59", "分别五十四及二十七岁。": "五十四"},
        ("6、7岁", "3名和15岁"),
        cue=Cue("、和与及岁"),
    ),
    Rule(
        "measures.range_in_units",
        "measure",
        rf"{START}{_THEN_A_RANGE}(?P<number>{NUMERAL}){_UNIT}{RANGE}(?P<upper>{NUMERAL})(?P=unit)",
        _from_to,
        {"识别距离1000米至1200米。": "1000米至1200米"},
        cue=_OF_UNITS,
    ),
    Rule(
        "measures.knots",
        "measure",
        rf"(?<=(?:航速|速度|时速)[\p{{Han}}]{{0,4}}){RANGED}(?P<unit>节)(?P<after>{AFTER})?",
        _measure,
        {"最高航速三十五节，": "三十五节"},
        ("三十五节课",),
        cue=Cue("节"),
    ),
    Rule(
        "measures.li",
        "measure",
        rf"{RANGED}(?P<unit>里)(?=[，,。；;、]|$|路|长)",
        _measure,
        {"往返山路三十多里，": "三十多里", "巡防半径扩展到八十里，": "八十里"},
        ("一里外",),
        cue=Cue("里"),
    ),
    Rule(
        "measures.decade_of_life",
        "measure",
        r"(?P<number>[六七八九])旬(?=[\p{Han}]{0,2}(?:老|翁|婆|母|父|大爷|奶奶|夫妇))",
        lambda match: FigureValue(numerals.scaled(numerals.parse(match["number"]), 10), "岁"),
        {"迷路的八旬老人": "八旬"},
        ("5月中旬老人",),
        cue=Cue("旬"),
    ),
)
