"""Defaults that hold for a whole article: reference period, home place and genre, read before any figure.

A figure inherits its period or place from here if its clause, sentence and paragraph give none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal

import regex

from extractors.context.time_scope import time_scope
from extractors.context.time_words import TimeContext, is_whole_year, resolve_time_word, time_words
from extractors.figures.choose import choose
from extractors.figures.rule import Figure, scan
from extractors.figures.rules import ORDER, RULES
from extractors.model import Period, Place
from extractors.source.sections import is_heading
from extractors.tokens.calendar import Anchor, DateRange, PartialDate, single_date

Genre = Literal["police", "other"]

_REPORT = regex.compile(
    r"报告|公报|通报|白皮书|年报|总结|回顾|盘点|统计|综述|分析|概况|数据|情况|警情|成绩单|年鉴|纪实|晒|亮点|发布|罪案|工作|数字|快报|简报|月报|周报|摘要|同比|下降|上升|增长|破获|侦破|查处|抓获|收官"
)
_BOUNDED = regex.compile(r"[起前后底]|以[来前后]|开始")
_MONTHS_IN_BRACKETS = regex.compile(
    r"[（(](?P<year>20\d\d)[.年](?P<month>0?[1-9]|1[0-2])月?\s?(?:-|—|–|至)\s?(?P<year2>20\d\d)[.年](?P<month2>0?[1-9]|1[0-2])月?[)）]"
)
_REPUBLICAN = regex.compile(
    r"民国\d|[今去本]\s?[(（]\s?1\d\d\s?[)）]\s?年|新台币|警政署|内政部|法务部|立法院|行政院|县警察局|刑事局|[县市]警局"
)
_AS_FOLLOWS = regex.compile(r"(?:通报|公布|发布|报告|情况|数据)如下")
_LONGEST_OF_BULLETIN = 31  # days
_HIGHEST_HEADING = 2  # lines
_LINE = regex.compile(r"[^\n\r ][^\n\r]*")
_BEFORE_SECOND = regex.compile(r"\s*(?:据\p{Han}{1,6}[，,：:])?")
_OPENING = 600  # characters
_TELLING_OF = regex.compile(r"(?:通报|介绍|总结|发布|公布|回顾|盘点)了?$")
_STATE_OF_WORK = regex.compile(r"[^，。；]*?(?:情况|成效|成绩|战果|数据|形势|工作)")
_BEFORE_OPENING = regex.compile(r"^.{0,40}?(?:讯|电|报道)\s*(?:[（(][^（）()]{0,30}[）)])?|[（(]|\p{Han}{0,6}(?:假期|长假|节日)?(?=[（(])")
_EVENT = regex.compile(r"[^。]*?(?:召开|举行|举办|大赛|比武|培训|座谈|调研|考察|会议|论坛|开幕|参加|带队)")
_SESSION = regex.compile(r"——\s?(?P<year>20\d\d)年(?P<month>\d{1,2})月[^\n]{0,8}在[^\n]{4,40}会议上")
_RANGES_OF_DAYS = frozenset(["dates.days", "dates.days_alone", "dates.days_in_figures"])
_LONGEST_EVENT = 120  # days
_CAMPAIGN = regex.compile(r"[^。；;\n]{0,40}?(?:统一|专项|集中|清查|夜查|清剿|整治|巡查)\p{Han}{0,4}行动")
_SHORTLY = 62  # days
_SHORTEST_OF_REVIEW = 84  # days
_REVIEWED = 92  # days after a year in which its results come out
_MOST = 0.6  # of the dates of a text
_EARLY = 4  # sessions up to this month review the previous year
_REVIEW = regex.compile(r"工作报告")
_YEARLY_REPORT = regex.compile(r"年度?[^，。；\n]{0,20}(?:报告|总结|述职)")
_LATEST_REPORT = 3  # month in which reports on the year before come out at the latest
_NOT_OF_ALL = ("于", "自", "从", "由", "比", "较", "与", "到", "至", "截至", "每", "和")
_IN_TITLES = frozenset(["last", "last_month", "this_first_half", "so_far"])  # time words that give the period of a whole title
_STATISTIC = regex.compile(r"20\d\d年[^，。；\n]{2,24}?(?:增长|上升|下降|减少|增加|增|升|降)\d")  # 2015年某市办证增长28%
QUOTED_NAME = regex.compile(r"[“‘「](?P<name>[^“”‘’「」，。]{2,12})[”’」]")
_SPOKEN_YEAR = regex.compile(r"(?:今|本|这)\s?[(（]\s?(?P<roc>\d{2,3})\s?[)）]\s?年")
_REPORT_OF = regex.compile(r"(?<!\d)(?P<year>20\d\d)年[^，。；\n]{0,14}(?:数据|情况|工作|形势)[^，。；\n]{0,6}(?:发布会|通报会|通气会)")
_EXPLICIT_YEAR = regex.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:年(?!版|代|级)|(?=[上下]半年))")
_POLICE = regex.compile(
    r"公安|警|派出所|反诈|禁毒|嫌疑人|犯罪|罪案|案件|消防|边检|海关|酒驾|诈骗|治安|盗窃|火灾|交管|车管|出入境|户籍|户政"
)
_PERHAPS_POLICE = regex.compile(r"调解|纠纷|执法|案卷|平安|网格|大赛|微创新|巡逻|搜救|走失|见警")
_SERVICE = regex.compile(
    r"政务服务|12345|一网通办|跨省通办|跑一次|便民|放管服|审批|适老|一件事|营商环境|网格|平安建设|诉求|办事"
)  # public services have types of their own
_ECONOMY = regex.compile(r"统计公报|国民经济|政府工作报告|经济运行|生产总值|固定资产投资|预算执行|营业收入|净利润|上市公司")
_COURT = regex.compile(r"法院|收结案|诉讼案件|人民法庭|审判|检察|地检署|民商事|执结")


@dataclass(frozen=True, slots=True)
class ArticleDefaults:
    """Defaults that hold for a whole article.

    ``reference``: the period the article is about, or ``None``. ``stated_at``: offset in the body where that period is stated; 0 if it
    holds from the beginning.

    ``year``: the year of writing as read from the text; ``None`` if the publication date is known or no year is found.

    ``as_of``: the day from which the text counts (今年以来): publication, but the end of the year for a report on a year that came out early
    in the next one.

    ``event``: the first range of days in the text, taken as the dates of the holiday or campaign it covers. ``event_name``: that of the
    campaign if it stands in quotation marks behind; else empty.

    ``home``: the place the article is about. ``genre``: ``police``, or ``other``, where only figures of a named innovation get an
    innovation type.
    """

    reference: Period | None
    stated_at: int
    year: int | None
    event: Period | None
    event_name: str
    home: Place
    genre: Genre
    as_of: date | None


def read_article_defaults(
    title: str, body: str, lead: tuple[int, int] | None, figures: Sequence[Figure], published: date | None, home: Place
) -> ArticleDefaults:
    """Read the defaults of an article.

    ``title`` includes the subtitle. ``lead`` is the span of the first paragraph in ``body``, or ``None``. ``figures`` are the figures of
    ``body`` in text order.
    """
    title = title if title.strip() else _heading_on_top(body)
    lead = _below_headings(body, lead)
    in_title = [figure for figure in choose(scan(title, RULES), ORDER).figures if figure.kind == "date"]
    leading = [figure for figure in figures if lead and figure.kind == "date" and lead[0] <= figure.start < lead[1]]
    year = None if published else _written_in(title, body, in_title)
    anchor = Anchor(published, year, current=year)
    opening = title + (body[lead[0] : lead[0] + 300] if lead else "")
    above = _of_title(title, in_title, anchor) or _in_brackets(opening) or _of_session(title, body)
    reference, stated_at = (
        (above, 0) if above else _of_lead(body, leading, figures, anchor) or _of_opening(body, lead, figures, anchor) or (None, 0)
    )
    event, event_name = _event(body, figures, anchor)
    return ArticleDefaults(reference, stated_at, year, event, event_name, home, _genre(title, body), _as_of(title, reference, published))


def _as_of(title: str, reference: Period | None, published: date | None) -> date | None:
    if published is None or reference is None or published.month > _LATEST_REPORT or not _YEARLY_REPORT.search(title):
        return published
    of_last_year = is_whole_year(reference) and reference.end == date(published.year - 1, 12, 31)
    return reference.end if of_last_year else published


def _heading_on_top(body: str) -> str:
    """The first heading in the first lines of a text without title; empty if there is none."""
    lines = islice(_LINE.finditer(body), _HIGHEST_HEADING)
    return next((line[0] for line in lines if is_heading(line[0])), "")


def _next_line(body: str, position: int) -> tuple[int, int] | None:
    """Span of the first line of ``body`` below the one that ends at ``position``."""
    line = _LINE.search(body, position)
    return line.span() if line else None


def _below_headings(body: str, first: tuple[int, int] | None) -> tuple[int, int] | None:
    """Span of the first line from ``first`` on that is not a heading; ``None`` if there is none."""
    while first and is_heading(body[slice(*first)]):
        first = _next_line(body, first[1])
    return first


def counts_from_1912(text: str) -> bool:
    """Whether years in ``text`` are counted in the Republic of China calendar (民国纪年, year 1 = 1912).

    True if the text contains 民国 or 今(113)年, or names Taiwan's authorities or currency.
    """
    return bool(_REPUBLICAN.search(text))


def _of_title(title: str, dates: Sequence[Figure], anchor: Anchor) -> Period | None:
    """The only period in the title, if it is over: ``3月破案…``, ``今年以来破案…``; a year only in the title of a report (``2018年工作报告``)."""
    if dates:
        periods = [figure.value.when.resolve(anchor) for figure in dates if figure.value.when]
        of_all = dates[0].text in title.split("\n")
    else:
        words = [word for word in time_words(title) if word.name in _IN_TITLES][:1]
        periods = [resolve_time_word(word, TimeContext(anchor.published, anchor.current, None, None, None)) for word in words]
        of_all = any(word.name == "so_far" for word in words)
    if len(periods) != 1 or (dates and _BOUNDED.match(title, dates[0].end)):
        return None
    period = periods[0]
    if period.start is None or period.end is None or period.start == period.end:
        return None
    if is_whole_year(period) and not (of_all or _REPORT.search(title) or _STATISTIC.match(title)):
        return None  # 2023年最美警察, 2024年招聘公告
    if anchor.published and period.end > anchor.published:
        if not (_REVIEW.search(title) and period.start.year == anchor.published.year and anchor.published.month <= 6):
            return None
        return single_date(PartialDate(year=anchor.published.year - 1)).resolve(Anchor())  # 2019年政府工作报告 of February 2019 covers 2018
    return period


def _of_session(title: str, body: str) -> Period | None:
    """Previous year, for a work report to a session held in January to April: ``——2023年2月9日在…会议上``."""
    session = _SESSION.search(title + "\n" + body[:_OPENING]) if _REVIEW.search(title) else None
    if session is None or int(session["month"]) > _EARLY:
        return None
    return single_date(PartialDate(year=int(session["year"]) - 1)).resolve(Anchor())


def _event(body: str, figures: Sequence[Figure], anchor: Anchor) -> tuple[Period | None, str]:
    """First date range of at most 120 days (``2月2日至8日``), taken as a holiday or campaign, and the name in quotation marks behind it.

    Two days are one only if a campaign is named in their sentence (10月28日至29日，开展集中统一行动): most are the days of a meeting.
    """
    for figure in figures:
        if figure.rule in _RANGES_OF_DAYS and figure.value.when:
            period = figure.value.when.resolve(anchor)
            days = (period.end - period.start).days if period.start and period.end else 0
            if (2 if _CAMPAIGN.match(body, figure.end) is None else 1) <= days <= _LONGEST_EVENT:
                named = QUOTED_NAME.match(body, figure.end)
                return period, named["name"] if named else ""
    return None, ""


def _in_brackets(opening: str) -> Period | None:
    """Range of months in brackets after a report's name: ``白皮书（2022.07-2023.06）``."""
    if match := _MONTHS_IN_BRACKETS.search(opening):
        first, last = (
            PartialDate(year=int(match[year]), month=int(match[month])) for year, month in (("year", "month"), ("year2", "month2"))
        )
        return DateRange(first, last).resolve(Anchor())
    return None


def _of_lead(body: str, dates: Sequence[Figure], figures: Sequence[Figure], anchor: Anchor) -> tuple[Period, int] | None:
    """Reference period in the lead paragraph and its offset in ``body``. ``dates`` are the dates of the lead, ``figures`` all figures.

    Accepted are the period of a bulletin and, if the text comes back to it, a period of 12 weeks or more: any if the publication date is
    unknown, else the year so far, up to shortly before publication, or a calendar year that has just ended.
    """
    for figure in dates:
        span = figure.value.when
        if span is None or span.recent or body[max(0, figure.start - 2) : figure.start].endswith(_NOT_OF_ALL):
            continue
        if time_scope(body[max(0, figure.start - 12) : figure.start], body[figure.end : figure.end + 28]) != "all":
            continue  # 2021年启用的指挥中心, 始建于1958年
        if "——" in body[max(0, figure.start - 4) : figure.start]:
            return None  # a list of numbers, each with its own time
        if body[figure.end : figure.end + 1] in tuple("起底初以来至的"):
            return None
        period = span.resolve(anchor)
        if period.start is None or period.end is None:
            continue
        if period.start < period.end <= (anchor.published or period.end) and (
            _AS_FOLLOWS.search(body, figure.end, figure.end + 120) or _is_bulletin(body, figure, period, anchor.published)
        ):
            return period, figure.start  # 9月29日至10月6日，……现将情况通报如下
        if (period.end - period.start).days < _SHORTEST_OF_REVIEW:
            continue
        if not _comes_back_to(period, figures, anchor):
            return None
        if anchor.published is None:
            return period, figure.start
        if _sums_up(body, figure, period, anchor.published):
            return period, figure.start
        whole = period.start.month == period.start.day == 1 and (period.end - period.start).days in (364, 365)
        return (period, figure.start) if whole and period.end < anchor.published and _is_reported(period, figures, anchor) else None
    return None


def _is_reported(period: Period, figures: Sequence[Figure], anchor: Anchor) -> bool:
    """Whether a text may report on ``period``: it has just ended by publication, or most dates of the text lie in it."""
    published = anchor.published
    just_ended = published is None or (period.end is not None and 0 < (published - period.end).days <= _REVIEWED)
    return just_ended or _comes_back_to(period, figures, anchor, _MOST)


def _comes_back_to(period: Period, figures: Sequence[Figure], anchor: Anchor, share: float = 0.3) -> bool:
    """Whether at least ``share`` of the dates of a text lie in ``period``: it is not one date among many."""
    periods = [figure.value.when.resolve(anchor) for figure in figures if figure.value.when]
    first, last = period.start or date.min, period.end or date.max
    within = sum(first <= (one.start or date.min) and (one.end or date.max) <= last for one in periods)
    return within >= share * len(periods)


def _sums_up(body: str, figure: Figure, period: Period, published: date) -> bool:
    """Whether a clause opens with the months of the year up to shortly before publication: ``2016年1至10月，我院共受理…``."""
    if not (period.start and period.end) or (period.start.month, period.start.day) != (1, 1):
        return False
    opens = body[figure.start - 1 : figure.start] in ("", "\n", "。", "，", ",", " ", "：")
    return opens and body[figure.end : figure.end + 1] in tuple("，,") and 0 <= (published - period.end).days <= _SHORTLY


def _of_opening(body: str, lead: tuple[int, int] | None, figures: Sequence[Figure], anchor: Anchor) -> tuple[Period, int] | None:
    """Past period that the article reports on, and its offset.

    A year stated in the opening (``通报2025年工作情况``), or a period of 12 weeks or more that opens the second paragraph
    (``据介绍，2023年，``), headings left out, and to which the text comes back.
    """
    if not lead:
        return None
    for figure in figures:
        if figure.start > lead[0] + _OPENING:
            return None
        behind = body[figure.end : figure.end + 1]
        second = _below_headings(body, _next_line(body, lead[1]))
        opens_second = second and _BEFORE_SECOND.fullmatch(body, second[0], max(second[0], figure.start)) and behind in tuple("，,")
        told = _TELLING_OF.search(body, max(0, figure.start - 6), figure.start) and _STATE_OF_WORK.match(body, figure.end, figure.end + 30)
        if figure.kind == "date" and figure.value.when and (opens_second or told):
            period = figure.value.when.resolve(anchor)
            if not (period.start and period.end and period.end < (anchor.published or date.max)):
                continue
            long = (
                anchor.published is None
                and (period.end - period.start).days >= _SHORTEST_OF_REVIEW
                and _comes_back_to(period, figures, anchor)
            )
            if (is_whole_year(period) and (told or _is_reported(period, figures, anchor))) or (opens_second and long):
                return period, figure.start
    return None


def _is_bulletin(body: str, opening: Figure, period: Period, published: date | None) -> bool:
    """Whether the text opens with a recent range of days that is not the date of a meeting or contest: ``1月12日至18日，共接报警5751起``."""
    if not (period.start and period.end) or not 0 < (period.end - period.start).days <= _LONGEST_OF_BULLETIN:
        return False
    if _BEFORE_OPENING.sub("", body[: opening.start].rpartition("\n")[2]).strip():
        return False
    recent = published is None or (published - period.end).days <= _LONGEST_OF_BULLETIN
    return recent and not _EVENT.match(body, opening.end, opening.end + 60)


def _written_in(title: str, body: str, in_title: Sequence[Figure]) -> int | None:
    """Year that 今年 refers to if the publication date is unknown.

    Taken from an explicit year (``今(113)年``), from the report named in the opening (``2020年1至9月业务数据发布会``), or from the title.
    """
    if match := _SPOKEN_YEAR.search(body):
        return int(match["roc"]) + 1911
    if match := _REPORT_OF.search(body, 0, _OPENING):
        return int(match["year"])
    years = [int(match["year"]) for match in _EXPLICIT_YEAR.finditer(title)]
    years += [figure.value.when.first.year for figure in in_title if figure.value.when and figure.value.when.first.year]
    if not years:
        return None
    return max(years) + ("回顾" in title)


def _of_police(text: str) -> bool:
    """Whether a text is about policing: one unambiguous term, or several weaker ones."""
    return bool(_POLICE.search(text)) or len(_SERVICE.findall(text)) > 2 or len(_PERHAPS_POLICE.findall(text)) * 150 >= len(text)


def _genre(title: str, body: str) -> Genre:
    opening = title + body[:200]
    by_police = "公安" in opening or "警方" in opening
    if ((_ECONOMY.search(opening) or _COURT.search(opening)) and not by_police) or not _of_police(title + body):
        return "other"
    return "police"
