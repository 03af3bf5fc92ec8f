"""Money, with ISO 4217 codes as units. A figure includes a currency sign (￥, $) but not a currency name before the number."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractors.figures.cues import Cue
from extractors.figures.fragments import AFTER, BEFORE, INNER, NUMERAL, RANGE, RANGED, START, ahead, ahead_to_pause, amount, firsts, pieces
from extractors.figures.rule import FigureValue, Rule
from extractors.lexicon import lexicon, one_of
from extractors.tokens import numerals

CODES = {name: code for code, names in lexicon("currencies").items() for name in names}
SIGNS = {"￥": "CNY", "¥": "CNY", "$": "USD", "US$": "USD", "HK$": "HKD", "NT$": "TWD", "MOP$": "MOP", "€": "EUR", "£": "GBP"}
_UNIT = rf"(?P<unit>{one_of(CODES)})(?!(?<=[元圆])(?:旦|满|形|桌|角|珠|宵|素|器|宇宙|朝|代|老|月|凶|勋|件|首)|(?<=块)(?:数据|责任|儿|状|链|头|地))"
_MINOR = "[零一二两三四五六七八九壹贰叁肆伍陆柒捌玖\\d]"


_SPELLED = {name for name in CODES if not name.isascii() and not name.startswith(("元", "圆", "块"))}
_NAMED = rf"(?P<named>{one_of(_SPELLED)})\s?"


def _named_before(match: regex.Match[str]) -> FigureValue:
    return FigureValue(amount(match), CODES[match["named"]], within="figure")


_LARGE_OR_DIGITS = regex.compile(r"[\d.十百千万亿]")


def _money(match: regex.Match[str]) -> FigureValue | None:
    if match["number"] in ("万", "亿") and not match["before"]:  # 亿元国内生产总值死亡率
        return None
    if match["unit"] == "人民币" and not _LARGE_OR_DIGITS.search(match["number"]):
        return None
    return FigureValue(amount(match), CODES[match["unit"]])


# Words before a number in 万 or 亿 that show it to be money, and words that show it is not.
_OF_MONEY = regex.compile(
    r"资金|损失|金额|款|花了|花费|净?赚|卖了|售价|薪|钱|资本|投资|投入|价|奖|经费|费用|产值|货值|市值|赃|盈利|进账|罚没|预算|补贴|赔|保额|收入|营收|债|涉案|挽损|止付|报销|涉税"
)
_STOP = regex.compile(r"[。；;！？]")
_OF_OTHERS = regex.compile(
    r"(?:人数|人口|用户|粉丝|访问|点击|阅读|播放|下载|注册|总量|数量|次数|户数|件数|群众|人次|人员|警力|条数|数据|信息|份|件|条|名|个)[\p{Han}]{0,4}$"
)


_THEN_A_PAUSE = ahead_to_pause("[以之及有左右上下内许]{0,3}", "[。；;）)]|$|当场|到?账|返还")


def _left_out(match: regex.Match[str]) -> FigureValue | None:
    """An amount with 元 left out, after words about money: ``挽回损失1.2亿``."""
    before = _STOP.split(match.string[max(0, match.start() - 30) : match.start()])[-1]
    if len(match["number"]) < 2 or not _OF_MONEY.search(before) or _OF_OTHERS.search(before):
        return None
    return FigureValue(amount(match), "CNY")


def _signed(match: regex.Match[str]) -> FigureValue:
    return FigureValue(amount(match), SIGNS[match["sign"].upper()])


def _with_parts(match: regex.Match[str]) -> FigureValue:
    """Yuan, jiao and fen: ``123元1角1分``, ``九十九块九毛九``."""
    number = pieces(match).get("number")
    total = (numerals.parse(number).value if number else None) or Decimal(0)
    for group, factor in (("jiao", "0.1"), ("fen", "0.01")):
        if piece := match[group]:
            total += (numerals.parse(piece).value or 0) * Decimal(factor)
    return FigureValue(numerals.exact(total), "CNY")


def _cents(match: regex.Match[str]) -> FigureValue:
    return FigureValue(numerals.scaled(amount(match), Decimal("0.1")), "CNY")


RULES = (
    Rule(
        "money.currency_before",
        "money",
        rf"{_NAMED}(?P<figure>{RANGED}元?(?P<after>{AFTER})?)(?!美|港|欧|日)",
        _named_before,
        {"编列新台币1200万元预算": "1200万元", "罚款港币5000元": "5000元"},
        cue=Cue(words=frozenset(_SPELLED)),
    ),
    Rule(
        "money.amount",
        "money",
        rf"{RANGED}(?:{_UNIT})(?P<after>多(?=[，,。；;]|$)|{AFTER})?",
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
        cue=Cue(firsts(CODES)),
    ),
    Rule(
        "money.range_in_units",
        "money",
        rf"(?P<before>{BEFORE})?{START}{ahead('元' + RANGE)}(?P<number>{NUMERAL})元{RANGE}(?P<upper>{NUMERAL}){_UNIT}(?P<after>{AFTER})?",
        _money,
        {"奖励3万元至5万元": "3万元至5万元"},
        cue=Cue("元"),
    ),
    Rule(
        "money.sharing_its_unit",
        "money",
        rf"(?P<before>{BEFORE})?{START}(?P<number>\d{{1,8}}(?:\.\d{{1,4}})?[万亿])(?=[、和与及]\d{{1,8}}(?:\.\d{{1,4}})?[万亿]{_UNIT})",
        _money,
        {"将5万及7万澳门元交予": "5万"},
        ("5万人及7万元",),
        cue=Cue("万亿"),
    ),
    Rule(
        "money.signed",
        "money",
        rf"(?P<sign>US\$|HK\$|NT\$|MOP\$|[￥¥$€£])\s?(?P<number>{NUMERAL})(?P<inner>{INNER})?(?:元)?(?P<after>{AFTER})?",
        _signed,
        {"票价￥120": "￥120", "项目耗资$5亿": "$5亿", "罚款HK$2000": "HK$2000"},
        cue=Cue(words=frozenset(SIGNS)),
    ),
    Rule(
        "money.with_parts",
        "money",
        rf"{START}(?P<number>{NUMERAL})(?:元|圆|块)零?(?P<jiao>{_MINOR})(?:[角毛](?:(?P<fen>{_MINOR})分?)?(?!\p{{Han}}?[名个])|(?=[，,。；;]|$))",
        _with_parts,
        {"开销123元1角1分": "123元1角1分", "九十九块九毛九": "九十九块九毛九", "两块五，": "两块五"},
        ("300元3个月",),
        cue=Cue("元圆块"),
    ),
    Rule(
        "money.jiao_and_fen",
        "money",
        rf"{START}(?P<jiao>[一二两三四五六七八九1-9])[角毛](?P<fen>[一二两三四五六七八九1-9])分?(?=[，,。；;、]|$)",
        _with_parts,
        {"每本两角五分，": "两角五分"},
        cue=Cue("角毛"),
    ),
    Rule(
        "money.tenths_of_yuan",
        "money",
        rf"{RANGED}(?:角钱|毛钱|[角毛](?=[，,。；;、]|$))",
        _cents,
        {"每度5角钱": "5角钱"},
        ("三角地", "四角落"),
        cue=Cue("角毛"),
    ),
    Rule(
        "money.yuan_left_out",
        "money",
        rf"{_THEN_A_PAUSE}{RANGED}(?<=[万亿][余多]?|[万亿][一二三四五六七八九])(?P<after>{AFTER})?(?=[，,。；;、）)]|$|当场|到账|返还)",
        _left_out,
        {
            "挽回损失1.2亿，": "1.2亿",
            "追缴罚没两千一百六十万，": "两千一百六十万",
            "守住养老钱500多万，": "500多万",
            "日均进账逾五万。": "逾五万",
            "船长买船花了260万，": "260万",
        },
        ("走访群众1.2万，", "注册用户超68万。"),
        cue=Cue("万亿"),
    ),
    Rule(
        "money.before_its_name",
        "money",
        rf"{RANGED}(?<=[万亿][余多]?)(?=(?:涉案|被骗|专项|涉诈|扶持)?(?:资金|现金|赃款|货款|存款|贷款|经费))",
        lambda match: FigureValue(amount(match), "CNY") if len(match["number"]) > 1 else None,
        {"将500万资金追回": "500万", "落实300余万专项经费": "300余万"},
        ("500万群众",),
        cue=Cue("万亿"),
    ),
    Rule(
        "money.after_its_name",
        "money",
        rf"(?<=(?:赃款|投入|罚款|奖金|货款|资金|损失|投资|经费|补贴|现金|货值|赔款|借款|贷款|房款|款项|积蓄|彩礼)(?:了|共|达|为|近|约|超)?){RANGED}"
        rf"(?<=[万亿]|[百千万][一二三四五六七八九1-9])(?P<after>{AFTER})?(?!\d|[余多]|\p{{Han}}?(?:人|名|户|家|个|台|辆|次|件|条|起|份|元|美|港|日|欧|块|小时|平|公里|吨|余|多))(?=[，,。；;、）)]|$|(?:用于|改造|收购|建设|购买|修建|购置|打造|开展|给|作为|全部|被))",
        lambda match: FigureValue(amount(match), "CNY") if len(match["number"]) > 1 else None,
        {"用赃款四千万收购大楼": "四千万", "投入1200万改造看守所": "1200万", "获奖金13万2，": "13万2", "处罚款两千五。": "两千五"},
        ("投入警力1200万人次", "投入300万元"),
        cue=Cue("万亿百千"),
    ),
    Rule(
        "money.kuai",
        "money",
        rf"(?<=(?:价|花|付|赚|卖|缴|收|交(?![通警管])|工资|费|罚|钱|贴)[\p{{Han}}\d，]{{0,10}}){RANGED}块(?=[，,。；;、]|$)",
        lambda match: FigureValue(amount(match), "CNY"),
        {"出厂价每瓶不过十来块，": "十来块"},
        ("收缴电子证据硬盘的三十七块屏幕", "新装交通标志45块，"),
        cue=Cue("块"),
    ),
    Rule(
        "money.large_kuai",
        "money",
        rf"{RANGED}(?<=[千万亿]|\d\.\d{{1,2}})块(?P<after>多|{AFTER})?(?=[，,。；;、]|$)",
        lambda match: FigureValue(amount(match), "CNY"),
        {"总共几十万块，": "几十万块", "每斤3.04块以上，": "3.04块以上"},
        ("三十七块，",),
        cue=Cue("块"),
    ),
    Rule(
        "money.hundred_millions",
        "money",
        rf"{START}(?P<number>{NUMERAL})个亿(?P<unit>{one_of(CODES)})?",
        lambda match: FigureValue(numerals.scaled(numerals.parse(match["number"]), 10**8), CODES[match["unit"] or "元"]),
        {"注册资本一个亿，": "一个亿"},
        cue=Cue("个"),
    ),
)
