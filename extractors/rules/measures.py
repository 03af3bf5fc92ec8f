"""Physical measures and ages. The unit stays as written; temperatures keep their sign in the value."""

from __future__ import annotations

import regex

from extractors import numerals
from extractors.fragments import AFTER, RANGED, amount, lexicon, one_of
from extractors.rule import Reading, Rule

_UNITS = {unit for group in lexicon("units").values() for unit in group}
_LATIN = {unit for unit in _UNITS if unit[0].isascii()}
_UNIT = (
    rf"(?P<unit>{one_of(_UNITS - _LATIN)}(?!(?<=里)(?:面|程)|(?<=升)(?:级|至|到|降|温|格)|(?<=尺)(?:度|寸)|(?<=克)(?:服|隆|制|难)|(?<=平方)(?:米|公里)|(?<=丈)(?:夫|量)|(?<=米)(?:粉|饭|阳光|/)|(?<=公里)/|(?<=斤)(?:两)|(?<=瓦)(?:房|斯)|(?<=方)(?:面|案|便)|(?<=兆)(?:瓦|帕|赫))"
    rf"|{one_of(_LATIN)}(?![A-Za-z\d]))"
)


def _measure(match: regex.Match[str]) -> Reading | None:
    if match["number"] == "一" and match["unit"] in ("里地", "方", "升"):
        return None
    return Reading(amount(match), match["unit"])


def _temperature(match: regex.Match[str]) -> Reading:
    value = amount(match)
    cold = match["sign"] in ("零下", "-", "−")
    return Reading(numerals.scaled(value, -1) if cold else value, match["unit"])


RULES = (
    Rule(
        "measures.of_unit",
        "measure",
        regex.compile(rf"{RANGED}\s?{_UNIT}(?P<after>多(?=[，,。；;])|{AFTER})?"),
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
        },
        ("5G网络", "4K高清", "一升级", "提升3"),
    ),
    Rule(
        "measures.temperature",
        "measure",
        regex.compile(
            rf"(?P<sign>零下|零上|(?<!\d)[-−]){RANGED}(?P<unit>摄氏度|华氏度|℃|℉|°C|°F|度(?=[，,。；;、的高低严寒酷]|$)(?<=(?:零下|零上|高温|气温|低温|温度)[\p{{Han}}]{{0,3}}[\d.]{{1,5}}度))(?P<after>{AFTER})?"
        ),
        _temperature,
        {"在零下20摄氏度的严寒中": "零下20摄氏度", "零下30度的": "零下30度"},
    ),
    Rule(
        "measures.decade_of_life",
        "measure",
        regex.compile(r"(?P<number>[六七八九])旬(?=[\p{Han}]{0,2}(?:老|翁|婆|母|父|大爷|奶奶|夫妇))"),
        lambda match: Reading(numerals.scaled(numerals.parse(match["number"]), 10), "岁"),
        {"迷路的八旬老人": "八旬"},
        ("5月中旬老人",),
    ),
)
