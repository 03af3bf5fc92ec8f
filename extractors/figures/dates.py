"""Months, quarters, half-years and years, and ranges of them: 2023年1月至9月, 前三季度, 2023/24年度.

Days are in ``days``, periods that end on publication (近两年, 3年来) in ``relative_dates``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import regex

from extractors.figures.cues import Cue
from extractors.figures.date_parts import (
    MONTH_NUMBER,
    MONTH_SHIFT,
    MONTH_START,
    MONTH_WORDS,
    at,
    full_year,
    number_of,
    year_of,
)
from extractors.figures.fragments import RANGE, RANGE_SIGNS, soon
from extractors.figures.rule import FigureValue, Rule
from extractors.figures.years import BRACKETED, CN_YEAR, ROC, SHORT_YEAR, YEAR, YEAR_SHIFTS, YEAR_WORDS
from extractors.tokens.calendar import DateRange, PartialDate, single_date

_MONTHS = regex.compile(MONTH_NUMBER)
_THIRDS: dict[str, tuple[int, int | None]] = {"上": (1, 10), "中": (11, 20), "下": (21, None)}
_YEAR2 = r"(?:(?P<year2>(?:19|20)\d{2}|\d{2})年|(?P<shift2>今年|本年|去年|明年))"


def _fiscal_year(match: regex.Match[str]) -> FigureValue | None:
    """The financial year ``2023/24年度``: April to March, as in Hong Kong."""
    first, last = number_of(match["year"]), full_year(match["year2"])
    return FigureValue(when=DateRange(PartialDate(year=first, month=4), PartialDate(year=last, month=3))) if last == first + 1 else None


def _month(match: regex.Match[str]) -> FigureValue:
    base, month = year_of(match), number_of(match["month"])
    if match["part"] in ("底", "末"):
        return FigureValue(when=DateRange(at(base, month, 21), at(base, month)))
    if match["part"] == "初":
        return FigureValue(when=DateRange(at(base, month, 1), at(base, month, 10)))
    return FigureValue(when=single_date(at(base, month)))


def _months(match: regex.Match[str]) -> FigureValue:
    first = at(year_of(match), match["month"])
    last = PartialDate()
    if match["year2"]:
        last = PartialDate(year=full_year(match["year2"]))
    elif match["shift2"]:
        last = PartialDate(year_shift=YEAR_SHIFTS[match["shift2"]])
    return FigureValue(when=DateRange(first, at(last, match["month2"])))


def _month_to_day(match: regex.Match[str]) -> FigureValue:
    until = _months(match).when
    assert until is not None
    return FigureValue(when=DateRange(until.first, replace(until.last, day=number_of(match["day2"]))))


def _listed_months(match: regex.Match[str]) -> FigureValue | None:
    months = [number_of(piece) for piece in _MONTHS.findall(match["months"])]
    if any(b - a != 1 for a, b in pairwise(months)):
        return None
    base = year_of(match)
    return FigureValue(when=DateRange(at(base, months[0]), at(base, months[-1])))


def _third_of_month(match: regex.Match[str]) -> FigureValue:
    """``5月中旬``, ``11月上中旬``, ``3月中旬至4月下旬``."""
    base, month = year_of(match), match["month"]
    if month is None and base.month_shift is None:
        raise ValueError("of which month?")
    first, last = _THIRDS[match["third"]][0], _THIRDS[match["third2"] or match["third"]][1]
    return FigureValue(when=DateRange(at(base, month, first), at(base, match["month2"] or month, last)))


def _parts_of_months(match: regex.Match[str]) -> FigureValue:
    """Ranges of parts of months: ``9月中旬至10月底``. 初 means the first third of the month, 底 and 末 the last."""
    base = year_of(match)
    third = {"初": "上", "底": "下", "末": "下"}
    first, last = (_THIRDS[third.get(part, part[0])] for part in (match["part"], match["part2"]))
    return FigureValue(when=DateRange(at(base, match["month"], first[0]), at(base, match["month2"], last[1])))


def _first_months(match: regex.Match[str]) -> FigureValue:
    base = year_of(match)
    return FigureValue(when=DateRange(at(base, 1), at(base, match["months"])))


def _quarters(match: regex.Match[str]) -> FigureValue:
    base, first = year_of(match), match["first"]
    last = 1 if match["only"] else number_of(match["last"])
    if not 1 <= last <= 4:
        raise ValueError("no such quarter")
    start = 1 if first else last * 3 - 2
    return FigureValue(when=DateRange(at(base, start), at(base, last * 3)))


def _week(match: regex.Match[str]) -> FigureValue:
    """A numbered week by ISO 8601 (GB/T 7408): it begins on Monday, and week 1 contains the first Thursday of the year."""
    days = [date.fromisocalendar(int(match["year"]), int(match["week"]), weekday) for weekday in (1, 7)]
    monday, sunday = (PartialDate(year=day.year, month=day.month, day=day.day) for day in days)
    return FigureValue(when=DateRange(monday, sunday))


def _half(match: regex.Match[str]) -> FigureValue:
    base = year_of(match)
    months = (7, 12) if match["half"] == "下" else (1, 6)
    return FigureValue(when=DateRange(at(base, months[0]), at(base, months[1])))


def _year(match: regex.Match[str]) -> FigureValue:
    base = year_of(match)
    part = match["part"]
    if part in ("底", "末"):
        return FigureValue(when=single_date(at(base, 12)))
    if part == "初":
        return FigureValue(when=single_date(at(base, 1)))
    return FigureValue(when=single_date(base))


def _year_listed(match: regex.Match[str]) -> FigureValue:
    return FigureValue(when=single_date(PartialDate(year=int(match["year"]))))


def _years(match: regex.Match[str]) -> FigureValue | None:
    first, last = number_of(match["first"]), number_of(match["last"])
    if last < 100:
        last += first // 100 * 100
    return FigureValue(when=DateRange(PartialDate(year=first), PartialDate(year=last))) if first < last else None


def _year_until(match: regex.Match[str]) -> FigureValue | None:
    if not (shift := match["shift2"]):
        return None  # two absolute years: see ``dates.years``
    return FigureValue(when=DateRange(PartialDate(year=number_of(match["year"])), PartialDate(year_shift=YEAR_SHIFTS[shift])))


def _mixed(match: regex.Match[str]) -> FigureValue:
    """A range whose ends are different kinds of dates: ``去年9月至今年上半年``, ``2017年至2020年上半年``."""
    first = at(year_of(match), match["month"]) if match["month"] else year_of(match)
    shift, half = match["shift2"], match["half"]
    last = PartialDate(year_shift=YEAR_SHIFTS[shift]) if shift else PartialDate(year=number_of(match["year2"]))
    return FigureValue(when=DateRange(first, at(last, 6 if half == "上" else 12)))


def _decade(match: regex.Match[str]) -> FigureValue:
    decade = number_of(match["decade"])
    century = (number_of(match["century"]) - 1) * 100 if match["century"] else (1900 if decade >= 30 and "本" not in match[0] else 2000)
    return FigureValue(when=DateRange(PartialDate(year=century + decade), PartialDate(year=century + decade + 9)))


def _month_in_figures(match: regex.Match[str]) -> FigureValue:
    first = at(PartialDate(year=int(match["year"])), match["month"])
    return FigureValue(when=DateRange(first, at(PartialDate(year=int(match["year2"])), match["month2"]) if match["year2"] else first))


RULES = (
    Rule(
        "dates.fiscal_year",
        "date",
        rf"(?<!\d)(?P<year>20\d{{2}}|{CN_YEAR})(?:年)?(?:[/／]|(?P<words>至))(?P<year2>\d{{2}}|20\d{{2}}|[一二三四五六七八九〇零]{{2}})(?:财政)?年度",
        _fiscal_year,
        {"2023/24年度，": "2023/24年度", "二〇二五至二六年度财政预算": "二〇二五至二六年度"},
        ("2023年度", "2023/5年度"),
        cue=Cue("年/／至"),
    ),
    Rule(
        "dates.school_year",
        "date",
        r"(?<![\d零〇一二三四五六七八九])(?P<roc>1[01]\d|一[〇零一][〇零一二三四五六七八九])学年(?:度)?",
        lambda match: FigureValue(
            when=DateRange(
                PartialDate(year=number_of(match["roc"]) + 1911, month=8), PartialDate(year=number_of(match["roc"]) + 1912, month=7)
            )
        ),
        {"一一二学年度办理": "一一二学年度", "113学年，": "113学年"},
        ("12学年",),
        cue=Cue("学"),
    ),
    Rule(
        "dates.month_in_figures",
        "date",
        rf"(?<![\d./-])(?P<year>(?:19|20)\d{{2}})[./](?P<month>0[1-9]|1[0-2])(?:{RANGE}(?P<year2>(?:19|20)\d{{2}})[./](?P<month2>0[1-9]|1[0-2]))?(?![\d./\-])(?=[，,。；;、）)\s]|$|年|起|以|至|\p{{Han}})",
        _month_in_figures,
        {"2013.03，试点": "2013.03", "1999.08-2002.02，": "1999.08-2002.02", "2024/05，查处": "2024/05"},
        ("2024.13，", "12024.05，", "3.2024万元"),
        cue=Cue("./"),
    ),
    Rule(
        "dates.month",
        "date",
        rf"(?:{YEAR})?{MONTH_START}(?P<month>{MONTH_NUMBER})月(?:份)?(?P<part>初|底|末|中(?!旬|心|国|队|央))?(?!\d|[一二三四五六七八九十廿]{{1,3}}[日号]|饼|季|球|光|台|均|度|租|薪|嫂|刊|报)",
        _month,
        {
            "2017年7月，": "2017年7月",
            "今年4月": "今年4月",
            "截至3月，": "3月",
            "5月份": "5月份",
            "2023年10月底": "2023年10月底",
            "十二月": "十二月",
        },
        ("3个月", "月均", "3月15日"),
        cue=Cue("年月", YEAR_WORDS),
    ),
    Rule(
        "dates.months",
        "date",
        rf"{soon(RANGE_SIGNS, 20)}(?:{YEAR})?{MONTH_START}(?P<month>{MONTH_NUMBER})月?(?:份)?{RANGE}{_YEAR2}?(?P<month2>{MONTH_NUMBER})月(?:份)?(?!\d|[一二三四五六七八九十]{{1,3}}日)",
        _months,
        {
            "2023年1月至9月": "2023年1月至9月",
            "1—10月份": "1—10月份",
            "今年1至8月": "今年1至8月",
            "2022年11月至2023年3月": "2022年11月至2023年3月",
            "去年10月至今年3月": "去年10月至今年3月",
        },
        cue=Cue("年月份今本去明", YEAR_WORDS),
    ),
    Rule(
        "dates.month_to_day",
        "date",
        rf"{soon(RANGE_SIGNS, 24)}(?:{YEAR})?{MONTH_START}(?P<month>{MONTH_NUMBER})月(?:份)?{RANGE}{_YEAR2}?(?P<month2>{MONTH_NUMBER})月(?P<day2>3[01]|[12]\d|0?[1-9])[日号]",
        _month_to_day,
        {"自2016年2月至4月18日，": "2016年2月至4月18日", "2022年11月至2023年3月5日": "2022年11月至2023年3月5日"},
        ("2月3日至4月18日",),
        cue=Cue("年月份", YEAR_WORDS),
    ),
    Rule(
        "dates.listed_months",
        "date",
        rf"{soon('、', 20)}(?:{YEAR})?{MONTH_START}(?P<months>{MONTH_NUMBER}(?:月?、{MONTH_NUMBER}){{1,5}})月?(?:份)?(?:[两二三四五六]个月|(?<=月)份?)",
        _listed_months,
        {"今年3、4、5三个月": "今年3、4、5三个月", "7、8月": "7、8月"},
        cue=Cue("年月份个", YEAR_WORDS),
    ),
    Rule(
        "dates.third_of_month",
        "date",
        rf"(?:{YEAR})?(?:{MONTH_START}(?P<month>{MONTH_NUMBER})月份?|{MONTH_SHIFT})(?P<third>[上中下])(?:旬?{RANGE}(?:(?P<month2>{MONTH_NUMBER})月)?(?P<third2>[上中下])|(?P<third2>[中下]))?旬",
        _third_of_month,
        {"5月中旬，": "5月中旬", "2022年8月下旬": "2022年8月下旬", "11月上中旬": "11月上中旬", "3月中旬至4月下旬": "3月中旬至4月下旬"},
        cue=Cue("年月", YEAR_WORDS | MONTH_WORDS),
    ),
    Rule(
        "dates.parts_of_months",
        "date",
        rf"{soon('初底末旬', 20)}(?:{YEAR})?{MONTH_START}(?P<month>{MONTH_NUMBER})月份?(?P<part>[初底末]|[上中下]旬){RANGE}(?P<month2>{MONTH_NUMBER})月份?(?P<part2>[初底末]|[上中下]旬)",
        _parts_of_months,
        {"9月中旬至10月底，": "9月中旬至10月底", "2022年3月初到5月下旬": "2022年3月初到5月下旬"},
        ("3月中旬至4月下", "9月至10月底"),
        cue=Cue("年月", YEAR_WORDS),
    ),
    Rule(
        "dates.first_n_months",
        "date",
        rf"{soon('前首头', 16)}(?:{YEAR})?(?:(?<!之|以|提|此|年级)前|首|(?<=年)头)(?P<months>1[0-2]|[1-9]|十[一二]?|[一二两三四五六七八九])(?:个月|(?<=首\w{{1,2}})月|(?<=年(?:的)?前\w{{1,2}})月|(?<=(?:^|[，。；\n]|[累合]计)前\w{{1,2}})月|(?<=(?<![目提之此以当日史生空从])前\w{{1,2}})月(?![\d份底初上中下]))(?!后|的?前)",
        _first_months,
        {
            "今年前10个月，": "今年前10个月",
            "2024年前三个月": "2024年前三个月",
            "今年首两个月": "今年首两个月",
            "海关前2月查获走私案": "前2月",
            "今年头8个月": "今年头8个月",
        },
        ("三个月前", "3个月", "目前2月", "此前3月5日"),
        cue=Cue("年", YEAR_WORDS | {"前", "首"}),
    ),
    Rule(
        "dates.quarters",
        "date",
        rf"{soon('季', 16)}(?:{YEAR})?(?:(?P<only>首)季度?|(?P<first>前|首)(?P<last>[一二两三四1-4])(?:个)?季度?|(?<!个)第?(?P<last>[一二三四1-4])季度|第(?P<last>[一二三四1-4])季(?!度))(?!军|节|风|播|比赛|赛事)",
        _quarters,
        {
            "今年一季度": "今年一季度",
            "前三季度": "前三季度",
            "2023年第2季度": "2023年第2季度",
            "首季警情": "首季",
            "首三季": "首三季",
            "2022前三季度": "2022前三季度",
        },
        ("两个季度",),
        cue=Cue("年季前首", YEAR_WORDS | {"前", "首", "第", "1季", "2季", "3季", "4季"}),
    ),
    Rule(
        "dates.week",
        "date",
        r"(?<!\d)(?P<year>(?:19|20)\d{2})年第(?P<week>[1-9]|[1-4]\d|5[0-3])周(?!年|岁)",
        _week,
        {"2024年第28周（": "2024年第28周"},
        ("第28周", "2024年第3周年"),
        cue=Cue("年"),
    ),
    Rule(
        "dates.quarter_in_letters",
        "date",
        rf"(?:{YEAR})?(?<![A-Za-z\d])Q(?P<last>[1-4])(?![A-Za-z\d])",
        lambda match: FigureValue(
            when=DateRange(at(year_of(match), int(match["last"]) * 3 - 2), at(year_of(match), int(match["last"]) * 3))
        ),
        {"单Q2而言": "Q2", "2023年Q3，": "2023年Q3"},
        ("FAQ1",),
        cue=Cue("年Q", YEAR_WORDS | {"Q"}),
    ),
    Rule(
        "dates.half",
        "date",
        rf"(?:{YEAR})?(?P<half>[上下首])半年",
        _half,
        {
            "首半年罪案": "首半年",
            "今年上半年": "今年上半年",
            "2022年下半年": "2022年下半年",
            "上半年，": "上半年",
            "2023上半年，": "2023上半年",
        },
        cue=Cue("年上下首", YEAR_WORDS | {"上半年", "下半年", "首半年"}),
    ),
    Rule(
        "dates.year",
        "date",
        rf"(?:{BRACKETED}|(?<!\d|\d\.)(?P<year>(?:1[5-9]|20)\d{{2}}|{CN_YEAR})年|{ROC}|{SHORT_YEAR})(?:全年|年?度)?(?P<part>底|末|初(?!中|步|始|任))?(?!版|\d{{1,2}}[月年]|[一二三四五六七八九十]{{1,2}}月|级|龄|代)",
        _year,
        {
            "2015年，": "2015年",
            "从2016年起": "2016年",
            "二〇二一年": "二〇二一年",
            "2023年底": "2023年底",
            "民国113年": "民国113年",
            "2019年度": "2019年度",
            "22年全年接警": "22年全年",
            "1884年落成": "1884年",
        },
        ("2023年版", "3年", "2023年5月", "去年，"),
        cue=Cue("年", YEAR_WORDS),
    ),
    Rule(
        "dates.year_listed",
        "date",
        r"(?<!\d|\d\.)(?P<year>(?:19|20)\d{2})(?=(?:[、和与](?:19|20)\d{2}){0,8}[、和与](?:19|20)\d{2}年(?!版|级|代|\d{1,2}[月年]))",
        _year_listed,
        {"2021、2022、2023年，": "2021", "2022和2023年": "2022"},
        ("2021、30年", "编号2021、2022"),
        cue=Cue("、和与"),
    ),
    Rule(
        "dates.years",
        "date",
        rf"(?<!\d|\d\.)(?P<first>(?:19|20)\d{{2}}|{CN_YEAR}(?=年))年?\s?(?:{RANGE}|(?:与|和)(?=[^，。]{{5}}间))\s?(?P<last>(?:19|20)\d{{2}}|{CN_YEAR}|\d{{2}})年(?!\d{{1,2}}月)(?:度|间)?",
        _years,
        {"2017—2020年": "2017—2020年", "2019年至2023年": "2019年至2023年", "二〇一六年至二〇一八年": "二〇一六年至二〇一八年"},
        ("2024年至2023年",),
        cue=Cue("年与和-—–~～至到−"),
    ),
    Rule(
        "dates.year_until",
        "date",
        rf"(?<!\d|\d\.)(?P<year>(?:19|20)\d{{2}}|{CN_YEAR})年(?:至|到){_YEAR2}(?!\d{{1,2}}月|[上下]半年|[底末初前])",
        _year_until,
        {"2007年至去年平均": "2007年至去年"},
        ("2007年至去年9月", "2007年至今"),
        cue=Cue("年"),
    ),
    Rule(
        "dates.month_to_half",
        "date",
        rf"(?=.{{0,40}}半年){YEAR}(?:(?P<month>{MONTH_NUMBER})月(?:份)?)?{RANGE}{_YEAR2}(?P<half>[上下])半年",
        _mixed,
        {"去年9月至今年上半年": "去年9月至今年上半年", "2017年至2020年上半年，": "2017年至2020年上半年"},
        cue=Cue("年", YEAR_WORDS),
    ),
    Rule(
        "dates.decade",
        "date",
        r"(?:(?:(?P<century>1[89]|2[01])世纪|本世纪|上世纪)(?P<decade>[1-9]0|[一二三四五六七八九]十)年代|(?<![\d])(?P<decade>[1-9]0|[二三四五六七八九]十)年代)",
        _decade,
        {"20世纪90年代": "20世纪90年代", "上世纪80年代": "上世纪80年代"},
        cue=Cue("年世", frozenset({"本世纪", "上世纪", "18世纪", "19世纪", "20世纪", "21世纪"})),
    ),
)
