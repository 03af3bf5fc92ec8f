"""Money, in ISO 4217 units. A currency's name before the number stays outside the figure; a sign (￥, $) is inside."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractors import numerals
from extractors.fragments import AFTER, BEFORE, INNER, NUMERAL, RANGE, RANGED, START, amount, lexicon, one_of
from extractors.rule import Reading, Rule

_CODES = {name: code for code, names in lexicon("currencies").items() for name in names}
_SIGNS = {"￥": "CNY", "¥": "CNY", "$": "USD", "US$": "USD", "HK$": "HKD", "NT$": "TWD", "MOP$": "MOP", "€": "EUR", "£": "GBP"}
_UNIT = rf"(?P<unit>{one_of(_CODES)})(?!(?<=[元圆])(?:旦|满|形|桌|角|珠|宵|素|器|宇宙|朝|代|老|月|凶|勋|件|首)|(?<=块)(?:数据|责任|儿|状|链|头|地))"
_DIGIT = "[零一二两三四五六七八九\\d]"


_NAMED = rf"(?P<named>{one_of(['新台币', '台币', '港币', '港元', '澳门币', '澳门元', '美元', '美金', '欧元', '英镑', '日元', '泰铢', '人民币'])})\s?"


def _named_before(match: regex.Match[str]) -> Reading:
    return Reading(amount(match), _CODES[match["named"]], within="figure")


def _money(match: regex.Match[str]) -> Reading | None:
    if match["unit"] == "人民币" and not regex.search(r"[\d.]|[十百千万亿]", match["number"]):
        return None
    return Reading(amount(match), _CODES[match["unit"]])


def _signed(match: regex.Match[str]) -> Reading:
    return Reading(amount(match), _SIGNS[match["sign"].upper()])


def _with_parts(match: regex.Match[str]) -> Reading:
    """``123元1角1分``, ``九十九块九毛九``: yuan, tenths and hundredths."""
    total = numerals.parse(match["number"]).value or Decimal(0)
    for group, factor in (("jiao", "0.1"), ("fen", "0.01")):
        if piece := match[group]:
            total += (numerals.parse(piece).value or 0) * Decimal(factor)
    return Reading(numerals.exact(total), "CNY")


def _cents(match: regex.Match[str]) -> Reading:
    return Reading(numerals.scaled(amount(match), Decimal("0.1")), "CNY")


RULES = (
    Rule(
        "money.currency_before",
        "money",
        regex.compile(rf"{_NAMED}(?P<figure>{RANGED}元?(?P<after>{AFTER})?)(?!美|港|欧|日)"),
        _named_before,
        {"编列新台币1200万元预算": "1200万元", "罚款港币5000元": "5000元"},
    ),
    Rule(
        "money.amount",
        "money",
        regex.compile(rf"{RANGED}(?:{_UNIT})(?P<after>多(?=[，,。；;]|$)|{AFTER})?"),
        _money,
        {
            "划拨300余万元": "300余万元",
            "投资32亿元": "32亿元",
            "折合3.5亿美元": "3.5亿美元",
            "只要5块钱": "5块钱",
            "每户补贴300至500元": "300至500元",
            "涉案金额超千万元": "超千万元",
            "奖金数十万元": "数十万元",
            "罚没1200万港元": "1200万港元",
            "损失近百万元": "近百万元",
        },
        ("2021元旦", "三块屏幕", "多元化解"),
    ),
    Rule(
        "money.range_in_units",
        "money",
        regex.compile(rf"(?P<before>{BEFORE})?{START}(?P<number>{NUMERAL})元{RANGE}(?P<upper>{NUMERAL}){_UNIT}(?P<after>{AFTER})?"),
        _money,
        {"奖励3万元至5万元": "3万元至5万元"},
    ),
    Rule(
        "money.signed",
        "money",
        regex.compile(rf"(?P<sign>US\$|HK\$|NT\$|MOP\$|[￥¥$€£])\s?(?P<number>{NUMERAL})(?P<inner>{INNER})?(?:元)?(?P<after>{AFTER})?"),
        _signed,
        {"票价￥120": "￥120", "项目耗资$5亿": "$5亿", "罚款HK$2000": "HK$2000"},
    ),
    Rule(
        "money.with_parts",
        "money",
        regex.compile(
            rf"{START}(?P<number>{NUMERAL})(?:元|块)(?P<jiao>{_DIGIT})(?:[角毛](?:(?P<fen>{_DIGIT})分?)?(?!\p{{Han}}?[名个])|(?=[，,。；;]|$))"
        ),
        _with_parts,
        {"开销123元1角1分": "123元1角1分", "九十九块九毛九": "九十九块九毛九", "两块五，": "两块五"},
        ("300元3个月",),
    ),
    Rule(
        "money.tenths_of_yuan",
        "money",
        regex.compile(rf"{RANGED}(?:角钱|毛钱|角(?=[，,。；;、]|$))"),
        _cents,
        {"每度5角钱": "5角钱"},
        ("三角地", "四角落"),
    ),
    Rule(
        "money.yuan_left_out",
        "money",
        regex.compile(
            rf"(?<=(?:资金|投资|投入|金额|损失|经费|资产|债务|货款|奖金|罚款|税款|赃款|货值|产值|涉案|预算|贷款|融资|补贴|挽损|止损|捐款|收入|营收|造价|价值|总额)(?:总额|合计|共计|共|约|达到?|了|逾|超|近|为|人民币){{0,2}}){RANGED}(?<=[万亿])(?P<after>{AFTER})?(?=[，,。；;、]|$)"
        ),
        lambda match: Reading(amount(match), "CNY"),
        {"挽回损失1.2亿，": "1.2亿"},
        ("走访群众1.2万，",),
    ),
)
