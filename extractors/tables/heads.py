"""Parsing of column and row heads: subject, unit, period, and whether values are levels, changes, shares or ranks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import regex

from extractors.figures.units import Unit, by_name, split_unit, unit_of
from extractors.model import Basis, Direction
from extractors.tables.numbers import figures_in, is_date
from extractors.tokens.gazetteer import official

Sort = Literal["level", "change", "share", "rank"]

_YEAR_ON_YEAR = r"同比|按年|[较比与](?:去年|上年|上一年)(?:同期|同月)?(?:相比)?|[较比](?:19|20)\d\d年(?:同期)?"
_MONTH_ON_MONTH = r"环比|按月|[较比](?:上个?月|上期|上个?季度|上周)(?:相比)?"
_MOVED = r"增长|增减|升降|增幅|降幅|涨幅|跌幅|涨跌|变化|变动|增加|减少|下降|上升|净增|±|[+＋]/[-－−]|增/减|增（减）"
_AMOUNT_OF_IT = r"(?:率|幅度?|情况|数量?|量|额|值|百分比|百分点)?"
_COMPARED = regex.compile(rf"(?:(?P<yoy>{_YEAR_ON_YEAR})|(?P<mom>{_MONTH_ON_MONTH}))(?:(?:{_MOVED}){_AMOUNT_OF_IT})?")
_MOVEMENT = regex.compile(rf"(?:{_MOVED}){_AMOUNT_OF_IT}")
_FALLING = regex.compile(r"下降|减少|降幅|跌幅")
_RISING_OR_FALLING = regex.compile(r"增减|升降|涨跌|变化|变动|±|/|（减）")
_MOVED_AT_END = regex.compile(r"(?:增减|升降|增幅|降幅|涨幅|增长率|增速|增减率|变化率?|下降率|上升率|±)(?:幅度|情况|数|量)?$")
_SHARE = regex.compile(
    r"所?占(?:总数|全部|全市|总量|总体)?(?:的)?(?:百分)?比(?:例|重|率)?|占\p{Han}{2,10}比[例重]|比重|构成比?|占总数|占全部|百分比"
)
_RANK = regex.compile(r"(?:全[国省市]|综合)?(?:排名|名次|位次|排位)")
_TIME_WORDS = regex.compile(
    r"(?:本年|今年|年初至今|年|本期|自年初)?累计(?:数|值)?|(?:去年|上年|上一年|上年度)(?:同期|同月)?(?:数|值|量)?|同期(?:数|值|量)?|(?:本|当|上|报告|基)期(?:数|值|量)?|(?:本|当|上)个?(?:月|季度?|周|日)(?:数|值|量)?|(?:今|本|当|前)年(?:度|以来|数|值)?|全年|年度|年末|年底|期末|期初|月末"
)
_BARE_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?:年度?)?(?!\d)")
# Generic heads, which do not name a subject.
_SAYS_NOTHING = regex.compile(
    r"(?:总?数量?|数值|总量|总数|起数|件数|宗数|次数|人数|户数|个数|台数|辆数|绝对[数值量]|指标值?|实绩|实际(?:数|值)?|完成(?:数|值|情况|量)?|完成|情况|统计数?|数据|数额|数|值|量|总计|合计|总额|小计|结果|发生数?)?"
)
_NUMBER_OF = regex.compile(r"(?:总?数量?|总量|起数|件数|情况)$")
_IS_MONEY = regex.compile(r"[额款费]$|资金|经费|损失")
_MONEY_ONLY = regex.compile(r"金额|数额|总额")
_EDGES = "的 ：:、，,/／()（）-—–·　"


class Head(NamedTuple):
    """The parsed heads of a column.

    ``words`` is the subject, empty if the heads do not name one. ``unit`` is written in the head, ``named_unit`` follows from the
    subject (抓获人数: 人). ``when`` is the time as written. ``direction`` is that of values without a sign (下降率: down).
    """

    words: str
    unit: Unit | None
    named_unit: Unit | None
    when: str
    sort: Sort
    basis: Basis
    direction: Direction


@lru_cache(maxsize=1 << 14)
def read_head(levels: tuple[str, ...]) -> Head:
    """Parse the heads of a column, ordered from top to bottom. The lowest head with a unit decides the unit."""
    words, whens = [], []
    unit = named = None
    sort: Sort = "level"
    basis: Basis = ""
    direction: Direction = ""
    for level in levels:
        rest, own = ("", alone) if (alone := unit_of(level)) else split_unit(level)
        unit = own or unit
        if match := _COMPARED.search(rest):
            sort, basis = "change", "yoy" if match["yoy"] else "mom"
            rest = rest[: match.start()] + rest[match.end() :]
            direction = _way(match[0])
        elif (match := _MOVEMENT.fullmatch(rest.strip(_EDGES))) or (rest and sort == "level" and (match := _ends_in_movement(rest))):
            sort = "change"
            direction = direction or _way(match[0])
            rest = rest.strip(_EDGES)[: match.start()]
        if match := _SHARE.search(rest):
            sort, rest = "share", rest[: match.start()] + rest[match.end() :]
        if match := _RANK.search(rest):
            sort, rest = "rank", rest[: match.start()] + rest[match.end() :]
        when, rest = _time_apart(rest)
        whens += [when] if when else []
        rest = rest.strip(_EDGES)
        named = by_name(rest) or named
        if not _SAYS_NOTHING.fullmatch(rest) and not official(rest):
            words.append(rest)
    return Head(_joined(words), unit, named if sort == "level" else None, " ".join(dict.fromkeys(whens)), sort, basis, direction)


def _ends_in_movement(rest: str) -> regex.Match[str] | None:
    """The movement word that ends a head (``刑事警情增减``); not one that modifies a noun (增加值, 减少人数)."""
    return _MOVED_AT_END.search(rest.strip(_EDGES))


def _way(words: str) -> Direction:
    if _RISING_OR_FALLING.search(words):
        return ""
    return "down" if _FALLING.search(words) else ""


def _time_apart(head: str) -> tuple[str, str]:
    """Split the time from a head: ``2024年1-6月破案数`` → 2024年1-6月, 破案数."""
    if is_date(head.strip(_EDGES)):
        return head.strip(_EDGES), ""
    said, rest = list[str](), head
    dates = [figure for figure in figures_in(head) if figure.kind == "date" and figure.rule != "dates.recent"]
    for figure in reversed(dates):
        said.insert(0, figure.text)
        rest = rest[: figure.start] + rest[figure.end :]
    if not dates and (match := _BARE_YEAR.search(rest)):
        said.append(match[0])
        rest = rest[: match.start()] + rest[match.end() :]
    if match := _TIME_WORDS.search(rest):
        said.append(match[0])
        rest = rest[: match.start()] + rest[match.end() :]
    return " ".join(said), rest


def _joined(words: Sequence[str]) -> str:
    found = ""
    for word in dict.fromkeys(words):
        if not found or found in word:
            found = word
        elif word not in found:
            found += word
    return found


# --- row heads and subjects ----------------------------------------------------------------------

_NUMBERED = regex.compile(
    r"(?:其中|其它?中|#)\s?[:：]?\s?|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．](?!\d)"
)
_TOTAL = regex.compile(
    r"(?:合|总|小|共)\s?计(?:数|起数|件数)?|总数|全部|全[市省县区州国]|全[市省县区州](?:合计|总计)|总量|总体|其中|平均|均值|累计"
)
_AGENT = regex.compile(
    r"(?:派出所|大队|中队|支队|总队|分局|公安局|公安处|警务站|警务室|街道(?:办)?|[乡镇村]|社区|法院|检察院|司法局|管委会|开发区|高新区|经开区|新区|市局|县局|区局|机场|地铁|学校|指挥中心|专班)$"
)
_OF_AGENTS = regex.compile(
    r"单位|地区|区域|区县|县区|县市区|市县|市州|地市|城市|省份|省市|辖区|部门|派出所|分局|所队|姓名|街道|乡镇|镇街|机构|责任单位|行政区划?|地方|州市|各?[区县市](?:（[市区县]）)?|县（市、区）|市（州）|名称|对象|大队|警种|民警|负责人|社区|城区|地点|地址|场所|位置"
)
_OF_TIMES = regex.compile(r"年份?|年度|月份?|季度|日期|时间|时段|期间|统计时间|周次?")
_OF_KINDS = regex.compile(r"项目|指标|类别|类型|种类|事项|业务|内容|活动|工程|任务")
_TOPIC = regex.compile(r"(?:类别|类型|种类|名称|项目|指标|分类|情况)$")
_TABLE_WORDS = regex.compile(
    r"^(?:附?表|续表|图)\s?[\d一二三四五六七八九十]*(?:[-—.]\d+)?[:：.、\s]*|(?:分(?:区县|地区|单位|月|类别?))?(?:基本)?(?:统计|情况|明细|汇总|一览|对比|分布|完成|数据|排名|主要)*表?(?:[（(].*?[）)])?[:：]?$|单位\s?[:：].*$"
)
_PLACE_WORDS = regex.compile(
    r"^(?:全[市省县区国]|各(?:季度|月份?|年度)?|分[季月]度?|逐月|[\p{Han}]{1,8}?(?:市|省|县|州)|各[市省县区州]{1,3}|公安(?:机关|局)?|警方|分局|主要)+"
)


def row_words(label: str) -> tuple[str, Unit | None]:
    """A row head without its list number and unit, and the unit: ``其中：盗窃案（起）`` → 盗窃案, 起."""
    rest, unit = split_unit(_NUMBERED.sub("", label, count=2).strip())
    words = rest.strip(_EDGES)
    closing = rest[rest.find(words) + len(words) :][:1]
    return words + closing * (closing in ")）" and words.count("(") + words.count("（") > words.count(")") + words.count("）")), unit


def is_total(words: str) -> bool:
    """Whether a row head marks a total or an average (合计, 全市, 平均)."""
    return bool(_TOTAL.fullmatch(words.replace(" ", "").replace("\u3000", "")))


def is_agent(words: str) -> bool:
    """Whether a row head names an organisation or area (派出所, 开发区), judged by its last word."""
    return bool(_AGENT.search(words))


def heads_agents(head: str) -> bool:
    """Whether the cells under ``head`` are places, organisations or people."""
    return bool(_OF_AGENTS.fullmatch(split_unit(head)[0]))


def heads_kinds(head: str) -> bool:
    """Whether the cells under ``head`` are categories, even if they look like organisations (智慧社区 under 项目名称)."""
    return bool(_OF_KINDS.search(head))


def topic_of_head(head: str) -> str:
    """The subject whose categories the row heads under ``head`` are: ``案件类别`` → 案件; empty if there is none."""
    rest = _TOPIC.sub("", split_unit(head)[0]).strip(_EDGES)
    if _OF_TIMES.fullmatch(rest):
        return ""
    return rest if len(rest) > 1 and not _SAYS_NOTHING.fullmatch(rest) and not heads_agents(head) else ""


def topic_of_caption(caption: str) -> str:
    """The subject in a caption: ``2024年1—6月各区县刑事警情统计表`` → 刑事警情; empty if it is generic (情况)."""
    rest, _ = split_unit(_TABLE_WORDS.sub("", caption.strip()).strip())
    _, rest = _time_apart(rest)
    rest = _TABLE_WORDS.sub("", _PLACE_WORDS.sub("", _TABLE_WORDS.sub("", rest).strip(_EDGES))).strip(_EDGES)
    return rest if 1 < len(rest) <= 14 and not _SAYS_NOTHING.fullmatch(rest) else ""


def subject_of(row: str, column: str) -> str:
    """Join a row head and a column head without repetition: 刑事警情 + 警情数 → 刑事警情, 盗窃 + 破案数 → 盗窃破案数."""
    if not row or not column:
        return row or column
    stem = _NUMBER_OF.sub("", column)
    if stem and (stem in row or row in column):
        return row if stem in row else column
    if _MONEY_ONLY.fullmatch(column) and _IS_MONEY.search(row):
        return row
    return row + column
