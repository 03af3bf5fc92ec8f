"""Scope of a time expression and the effect of particles on its bounds, judged by the text right before and after it.

``较2022年``, ``由去年的83件`` and ``始建于1958年`` do not set the time of a sentence. ``自3月起`` and ``截至3月`` leave one end of the period open; ``3月以来``
ends at publication.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal

import regex

from extractors.model import Period

# Scope: all figures after it, the next one in its clause, only the base of comparison beside it, or none.
TimeScope = Literal["all", "next", "base", "none"]

# --- comparisons, founding dates, descriptions -----------------------------------------------------

# 比2019年, 较疫情前的2019年, 与上年同期相比(2022年1至6月
_COMPARED = regex.compile(r"(?:(?:比|较|相比于?|超过|高于|低于|多于|少于)(?:\p{Han}{1,8}的)?|[比较与同和][^，,。；]{0,8}[（(])$")
_COMPARED_WITH = regex.compile(r"(?:与|同|和)$")  # also in lists: 2023年和2024年
_COMPARISON_BEHIND = regex.compile(
    r"(?:全年|年?[底末])?(?:同期|同月|同季)?的?(?:\d[\d,.]*)?(?:\p{Han}{0,8}?)(?:相比|相较|比较|比(?![例重])|持平|基本|相若|相近|相当|相同|雷同|一致)"
)
_THIS_IS = regex.compile(r"(?:也|创下?|(?<!联|关|体|干)系|这(?:也是|是))(?:是|也是)?自?$")
_BEGAN = r"(?:始建|兴建|建成|建所|成立|创建|组建|落成|设立|创办|启用|投用|投入使用|挂牌|揭牌|竣工)"
_FOUNDED = regex.compile(rf"(?:{_BEGAN}|建)于$")  # 始建于1958年，辖区面积700平方公里
_FOUNDED_BEHIND = regex.compile(rf"(?:年?[底初])?\p{{Han}}{{0,6}}?{_BEGAN}的(?=\p{{Han}}|“)")  # 2021年启用的指挥中心，日均接警300起
# 依据2015年接报的412起警情研判，梳理出隐患点36个: the year is of the one number
_TAKEN_FROM = regex.compile(r"(?:依据|根据|按照|参照|利用|针对|对|把|将)$")
_OF_NUMBER = regex.compile(r"\p{Han}{0,8}的\D?\d")
_MEASURED_BY = regex.compile(r"(?:是|为|达|相当于|等于)$")  # 是上年的2.5倍
_RESTORED_TO = regex.compile(r"(?:恢复|回升|回复)[至到]$")  # 恢复至2019年同季的87.2%
# 召开2022年平安建设推进会, 举行2016年集中销毁活动, 开展2015年第10次“甲”行动: the year is part of a name
_HELD = regex.compile(r"(?:召开|举行|举办|启动|参加|出席|印发|出台|开展)了?[“《]?$")
_NAME_OF_EVENT = regex.compile(
    r"度?(?:第[\d一二三四五六七八九十]+[次届期批轮])?[^，,。；;、\d]{2,24}?(?:会议?|仪式|活动|大赛|比赛|行动|方案|意见)(?=[，,。；;、”》和暨及]|上|中)"
)
_DESCRIBING = regex.compile(r"(?:有[记纪]录)?(?:以?来)?(?:的)?(?:最|新高|新低|首次|历史)")
# When something was said, not when it happened: 今日在记者会上指出, 7日从市公安局获悉
_SPOKEN = regex.compile(
    r"[^，,。；;\d]{0,24}?(?:指出|表示|介绍|通报|获悉|了解到|公布|披露|透露|说|宣布)[，,：:“]"
    r"|[上下]?午?[，,][^，,。；;\d]{0,36}?(?:获悉|了解到)"
)

_DATELINE_BEHIND = regex.compile(r"[电讯](?=[\s（(：:]|$)")  # 新华社北京5月8日电: when it was written

# --- from, until, since ---------------------------------------------------------------------------

_FROM = regex.compile(r"(?:由|从|自)$")
# 从上半年事故情况分析, 从3月25日省厅召开的会上获悉
_SEEN_FROM = regex.compile(r"\p{Han}{0,8}?(?:分析|来?看)|[^，,。；;\d]{0,36}?会上?(?:获悉|了解到|传来)")
_NUMERAL = r"[\d〇零一二三四五六七八九十廿百千两]"
# 由去年的83件, 从2018年全省的412起降至287起, 从21日召开的会上: the time of one starting value or of one noun only
_OF_ONE = regex.compile(
    rf"(?:同期|全年|\p{{Han}}{{1,4}})?的"
    rf"|[^，,。；;\d]{{0,12}}?{_NUMERAL}++(?:[.,]\d++)?[^，,。；;\d]{{0,6}}(?:[、，,]?\p{{Han}}{{0,4}}[降升增减提扩缩压涨][^，,。；;\d]{{0,6}}|[至到]|[，,]\p{{Han}}{{0,2}}[至到])"
)
# 由1月的29.2%上升至12月的57%: the time of the value reached only
_REACHED = regex.compile(r"(?:[升降增减涨跌]|提高|扩大|缩[短小])[至到]$")
_OF_THAT = regex.compile(r"(?:同期|全年|\p{Han}{1,4})?的")
_LONGEST_MONTH = 31  # days
_CLOCK = regex.compile(r"(?:凌晨|[上下]午|早上?|晚上?)?(?:\d{1,2}[时点:：](?:\d{1,2}分?)?|零时|零点)|凌晨")
_UNTIL = regex.compile(r"(?:截至|截止|截止到|截止至|截至到|(?:^|[，,。；;：:])至)$")  # 据统计，至2017年8月，机动车达…
_UP_TO_END = regex.compile(r"(?:^|[，,。；;：:])到$")  # 到11月底，已办结36件
_SINCE = regex.compile(r"(?:份)?(?:正式)?[\p{Han}“”「」]{0,24}?(?:以来|至今|迄今|[至到]目前)")
# 自今年8月初开展“两严一降”(即严打、严防)整治行动以来: the clause that 自 opens may be long
_OPENED_SINCE = regex.compile(r"[^。；;]{0,60}?(?:以来|至今)")
_ONWARD = regex.compile(r"(?:份)?(?:起(?!步|草|诉|底|点|飞|伏|航|程|获)|开始|启动以来|起始)")
_BEFORE_IT = regex.compile(r"(?P<included>[及或](?:者)?在?)?(?:(?P<strictly>[之以]前)|前(?=[，,。完建实取达将要]))")
_AFTER_IT = regex.compile(r"(?:[及或](?:者)?在?)?[之以]后(?!的\d|，当)")
_FUTURE_BEFORE = regex.compile(r"(?:将于|拟于|计划于|预计|定于|力争|争取|到|至)$")
_FUTURE_BEHIND = regex.compile(r"(?:起施行|起实施|起正式施行|前(?:完成|建成|实现)|[\p{Han}，,]{0,8}(?:将|拟|计划|力争|争取))")

_AIM = regex.compile(r"[，,]?[^，,。；;\d]{0,16}?(?:将|拟|计划|力争|争取|须|必须|确保|要(?!求|案|犯)|完成(?!了))")


def time_scope(left: str, right: str, several: bool = False, one_day: bool = True) -> TimeScope:
    """Return the scope of a time between ``left`` and ``right``.

    ``several``: it is a range (1月至7月). ``one_day``: it may be a single day, the only kind of time at which something is said.
    """
    if _COMPARED.search(left) or (_COMPARED_WITH.search(left) and _COMPARISON_BEHIND.match(right)):
        return "base"
    if (
        _FOUNDED.search(left)
        or _THIS_IS.search(left)
        or _DESCRIBING.match(right)
        or (_MEASURED_BY.search(left) and right.startswith(("的", "同期的")))
        or _RESTORED_TO.search(left)
        or (_HELD.search(left) and _NAME_OF_EVENT.match(right))
        or (one_day and (_SPOKEN.match(right) or _DATELINE_BEHIND.match(right)))
    ):
        return "none"
    if (
        _FOUNDED_BEHIND.match(right)
        or (_TAKEN_FROM.search(left) and _OF_NUMBER.match(right))
        or (_FROM.search(left) and not several and _OF_ONE.match(right))
        or (_REACHED.search(left) and not several and _OF_THAT.match(right))
    ):
        return "next"
    return "all"


def bounded(period: Period, left: str, right: str, published: date | None, several: bool = False) -> Period:
    """Apply particles to ``period``: ``从X起`` and ``自X启动…`` keep the start, ``截至X`` keeps the end, ``X以来`` ends at publication."""
    if _UNTIL.search(left) or (_UP_TO_END.search(left) and _is_end(period)) or (left.endswith(("到", "至")) and right.startswith("为止")):
        return Period(None, period.end)
    if runs_on(left, right):
        return Period(period.start, published)
    if match := _BEFORE_IT.match(right):
        included = match["included"] or not match["strictly"]
        return Period(None, period.end if included else _day_before(period.start))
    if _AFTER_IT.match(right):
        return Period(period.start, None)
    clock = _CLOCK.match(right)
    if _ONWARD.match(right, clock.end() if clock else 0) or (_FROM.search(left) and not several and not _read_from(right)):
        return Period(period.start, None)
    return period


def is_future(left: str, right: str) -> bool:
    """Whether a date lies in the future: 将于3月1日, 7月1日起施行."""
    return bool(_FUTURE_BEFORE.search(left) or _FUTURE_BEHIND.match(right))


def is_aim(right: str) -> bool:
    """Whether the clause behind a time says what shall be reached in it: 年内发案率须下降18%."""
    return bool(_AIM.match(right))


def runs_on(left: str, right: str) -> bool:
    """Whether a period extends to publication: 2019年以来, 自2019年推行新机制以来."""
    return bool(_SINCE.match(right) or (_FROM.search(left) and _OPENED_SINCE.match(right)))


def _is_end(period: Period) -> bool:
    """Whether a period is the end of a month or year, as in 11月底: some days up to a last day."""
    first, last = period.start, period.end
    if first is None or last is None or first == last:
        return False
    return (last - first).days < _LONGEST_MONTH and last.day == monthrange(last.year, last.month)[1]


def _read_from(right: str) -> bool:
    return bool(_OF_ONE.match(right) or _SEEN_FROM.match(right))


def _day_before(day: date | None) -> date | None:
    return date.fromordinal(day.toordinal() - 1) if day and day.toordinal() > 1 else None
