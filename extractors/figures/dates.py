"""Dates and periods: days, months, quarters, halves, years, and ranges of them.

The particle that makes a bound of a date (从 … 起, 截至, 以来) stays outside the figure; it is read in
``context.period``. Stretches that end on publication (近两年, 3年来) are in ``relative_dates``.
"""

from __future__ import annotations

from itertools import pairwise

import regex

from extractors.figures.cues import Cue
from extractors.figures.fragments import RANGE, RANGE_SIGNS, pieces, soon
from extractors.figures.rule import Reading, Rule
from extractors.figures.years import CN_YEAR, ROC, SAID_YEARS, SHORT_YEAR, YEAR, YEAR_SHIFTS, YEAR_WORDS
from extractors.tokens import numerals
from extractors.tokens.calendar import Point, Span, point

MONTH_SHIFTS = {"下个月": 1, "下月": 1, "本月": 0, "这个月": 0, "上月": -1, "上个月": -1}
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_MONTHS = regex.compile(_MONTH_NUMBER)
_MONTH_START = r"(?<![\d.第]|[一二三四五六七八九十](?=[一二三四五六七八九十]))"
_DAY_NUMBER = (
    r"(?:3[01]|[12]\d|0?[1-9](?!\d)|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
)
_DAY_END = r"(?!报|电视|元|志|均|常|本|式|内|以内|之内|间|光|程|益|期|用|游|渐)"
_MONTH_SHIFT = r"(?P<month_shift>本月|上个月|上月|下个月|下月|当月)"
_MONTH_WORDS = frozenset({"本月", "上个月", "上月", "下个月", "下月", "当月"})


def _number(text: str) -> int:
    return int(numerals.parse(text).value or 0)


def _year_of(match: regex.Match[str]) -> Point:
    stated = pieces(match)
    if year := stated.get("year"):
        return Point(year=_number(year))
    if short := stated.get("short"):
        return Point(year=_of_the_century(short))
    if roc := stated.get("roc"):
        return Point(year=_number(roc) + 1911)
    if shift := stated.get("shift"):
        return Point(year_shift=YEAR_SHIFTS[shift])
    if said := stated.get("said"):
        return Point(said_shift=SAID_YEARS[said])
    if (shift := stated.get("month_shift")) and shift in MONTH_SHIFTS:
        return Point(month_shift=MONTH_SHIFTS[shift])
    return Point()


def _of_the_century(short: str) -> int:
    """``08`` and ``零八`` are 2008, ``九八`` 1998; ``七八年`` is seven or eight years and no date."""
    year = numerals.parse(short)
    if year.bound != "exact" or year.value is None:
        raise ValueError("a range of years")
    return int(year.value) + (1900 if year.value >= 50 else 2000)


def _at(base: Point, month: str | int | None = None, day: str | int | None = None) -> Point:
    number = _number(month) if isinstance(month, str) else month
    days = _number(day) if isinstance(day, str) else day
    if number is not None and not 1 <= number <= 12:
        raise ValueError("no such month")
    return Point(base.year, base.year_shift, number, base.month_shift, base.said_shift, days)


def _day(match: regex.Match[str]) -> Reading:
    return Reading(when=point(_at(_year_of(match), pieces(match).get("month"), match["day"])))


def _first_days(match: regex.Match[str]) -> Reading:
    base = _year_of(match)
    return Reading(when=Span(_at(base, match["month"], 1), _at(base, match["month"], match["day2"])))


def _fiscal_year(match: regex.Match[str]) -> Reading | None:
    """``2023/24年度``: from April to March, as the government of Hong Kong counts."""
    first, last = _number(match["year"]), _full_year(match["year2"])
    return Reading(when=Span(Point(year=first, month=4), Point(year=last, month=3))) if last == first + 1 else None


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else _of_the_century(text)


def _days(match: regex.Match[str]) -> Reading:
    first = _at(_year_of(match), match["month"], match["day"])
    later_year = Point(year=_full_year(match["year2"])) if match["year2"] else Point()
    return Reading(when=Span(first, _at(later_year, match["month2"], match["day2"])))


def _numeric(match: regex.Match[str]) -> Reading:
    return Reading(when=point(_at(Point(year=int(match["year"])), match["month"], match["day"])))


def _month(match: regex.Match[str]) -> Reading:
    base, month = _year_of(match), _number(match["month"])
    if match["part"] in ("底", "末"):
        return Reading(when=Span(_at(base, month, 21), _at(base, month)))
    if match["part"] == "初":
        return Reading(when=Span(_at(base, month, 1), _at(base, month, 10)))
    return Reading(when=point(_at(base, month)))


def _months(match: regex.Match[str]) -> Reading:
    first = _at(_year_of(match), match["month"])
    last = Point()
    if match["year2"]:
        last = Point(year=_full_year(match["year2"]))
    elif match["shift2"]:
        last = Point(year_shift=YEAR_SHIFTS[match["shift2"]])
    return Reading(when=Span(first, _at(last, match["month2"])))


def _listed_months(match: regex.Match[str]) -> Reading | None:
    months = [_number(piece) for piece in _MONTHS.findall(match["months"])]
    if any(b - a != 1 for a, b in pairwise(months)):
        return None
    base = _year_of(match)
    return Reading(when=Span(_at(base, months[0]), _at(base, months[-1])))


_THIRDS: dict[str, tuple[int, int | None]] = {"上": (1, 10), "中": (11, 20), "下": (21, None)}


def _third_of_month(match: regex.Match[str]) -> Reading:
    """``5月中旬``, ``11月上中旬``, ``3月中旬至4月下旬``."""
    base, month = _year_of(match), match["month"]
    if month is None and base.month_shift is None:
        raise ValueError("of which month?")
    first, last = _THIRDS[match["third"]][0], _THIRDS[match["third2"] or match["third"]][1]
    return Reading(when=Span(_at(base, month, first), _at(base, match["month2"] or month, last)))


def _parts_of_months(match: regex.Match[str]) -> Reading:
    """``9月中旬至10月底``: 初 is read as the first third of its month, 底 and 末 as the last."""
    base = _year_of(match)
    third = {"初": "上", "底": "下", "末": "下"}
    first, last = (_THIRDS[third.get(part, part[0])] for part in (match["part"], match["part2"]))
    return Reading(when=Span(_at(base, match["month"], first[0]), _at(base, match["month2"], last[1])))


def _first_months(match: regex.Match[str]) -> Reading:
    base = _year_of(match)
    return Reading(when=Span(_at(base, 1), _at(base, match["months"])))


def _quarters(match: regex.Match[str]) -> Reading:
    base, first = _year_of(match), match["first"]
    last = 1 if match["only"] else _number(match["last"])
    if not 1 <= last <= 4:
        raise ValueError("no such quarter")
    start = 1 if first else last * 3 - 2
    return Reading(when=Span(_at(base, start), _at(base, last * 3)))


def _half(match: regex.Match[str]) -> Reading:
    base = _year_of(match)
    months = (1, 6) if match["half"] == "上" else (7, 12)
    return Reading(when=Span(_at(base, months[0]), _at(base, months[1])))


def _year(match: regex.Match[str]) -> Reading:
    base = _year_of(match)
    part = match["part"]
    if part in ("底", "末"):
        return Reading(when=point(_at(base, 12)))
    if part == "初":
        return Reading(when=point(_at(base, 1)))
    return Reading(when=point(base))


def _years(match: regex.Match[str]) -> Reading | None:
    first, last = _number(match["first"]), _number(match["last"])
    if last < 100:
        last += first // 100 * 100
    return Reading(when=Span(Point(year=first), Point(year=last))) if first < last else None


def _year_until(match: regex.Match[str]) -> Reading | None:
    if not (shift := match["shift2"]):
        return None  # both by number: ``dates.years``
    return Reading(when=Span(Point(year=_number(match["year"])), Point(year_shift=YEAR_SHIFTS[shift])))


def _mixed(match: regex.Match[str]) -> Reading:
    """``去年9月至今年上半年``: from one kind of date to another."""
    first = _at(_year_of(match), match["month"])
    shift, half = match["shift2"], match["half"]
    last = Point(year_shift=YEAR_SHIFTS[shift]) if shift else Point(year=_number(match["year2"]))
    return Reading(when=Span(first, _at(last, 6 if half == "上" else 12)))


def _decade(match: regex.Match[str]) -> Reading:
    decade = _number(match["decade"])
    century = (_number(match["century"]) - 1) * 100 if match["century"] else (1900 if decade >= 30 and "本" not in match[0] else 2000)
    return Reading(when=Span(Point(year=century + decade), Point(year=century + decade + 9)))


def _month_in_figures(match: regex.Match[str]) -> Reading:
    first = _at(Point(year=int(match["year"])), match["month"])
    return Reading(when=Span(first, _at(Point(year=int(match["year2"])), match["month2"]) if match["year2"] else first))


def _days_alone(match: regex.Match[str]) -> Reading | None:
    first, last = _number(match["day"]), _number(match["day2"])
    return Reading(when=Span(Point(day=first), Point(day=last))) if first < last else None


_YEAR2 = r"(?:(?P<year2>(?:19|20)\d{2}|\d{2})年|(?P<shift2>今年|本年|去年|明年))"

RULES = (
    Rule(
        "dates.day",
        "date",
        regex.compile(
            rf"{soon('日号', 24)}(?:{YEAR})?(?:{_MONTH_START}(?P<month>{_MONTH_NUMBER})月|{_MONTH_SHIFT}){_MONTH_START}(?P<day>{_DAY_NUMBER})(?:日|号(?!楼|线|机|院|门|文|令|公告|案)){_DAY_END}"
        ),
        _day,
        {
            "2018年6月16日，会上": "2018年6月16日",
            "10月20日上午": "10月20日",
            "今年7月20日": "今年7月20日",
            "二〇一九年十二月一日": "二〇一九年十二月一日",
            "本月15日": "本月15日",
        },
        ("6月报", "5月15日报社"),
        cue=Cue("年月", YEAR_WORDS | _MONTH_WORDS),
    ),
    Rule(
        "dates.days",
        "date",
        regex.compile(
            rf"{soon(RANGE_SIGNS, 24)}(?:{YEAR})?(?:{_MONTH_START}(?P<month>{_MONTH_NUMBER})月|{_MONTH_SHIFT})(?P<day>{_DAY_NUMBER})[日号]?(?:\d{{1,2}}[时点](?:\d{{1,2}}分)?)?{RANGE}(?:(?P<year2>(?:19|20)\d{{2}}|\d{{2}})年)?(?:(?P<month2>{_MONTH_NUMBER})月)?(?P<day2>{_DAY_NUMBER})[日号]{_DAY_END}"
        ),
        _days,
        {
            "9月12日至13日召开": "9月12日至13日",
            "2023年9月28日至10月8日": "2023年9月28日至10月8日",
            "5月1-5日": "5月1-5日",
            "本月1日至20日": "本月1日至20日",
            "1月27日0时至2月2日，": "1月27日0时至2月2日",
        },
        cue=Cue("年月", YEAR_WORDS | _MONTH_WORDS),
    ),
    Rule(
        "dates.first_n_days",
        "date",
        regex.compile(
            rf"{soon('头首', 20)}(?:{YEAR})?(?:{_MONTH_START}(?P<month>{_MONTH_NUMBER})月|{_MONTH_SHIFT})[头首](?P<day2>{_DAY_NUMBER})[日天](?!内)"
        ),
        _first_days,
        {"五月头十九日，": "五月头十九日", "本月首10日": "本月首10日"},
        ("五月十九日",),
        cue=Cue("年月", YEAR_WORDS | _MONTH_WORDS),
    ),
    Rule(
        "dates.fiscal_year",
        "date",
        regex.compile(
            rf"(?<!\d)(?P<year>20\d{{2}}|{CN_YEAR})(?:年)?(?:[/／]|(?P<words>至))(?P<year2>\d{{2}}|20\d{{2}}|[一二三四五六七八九〇零]{{2}})(?:财政)?年度"
        ),
        _fiscal_year,
        {"2023/24年度，": "2023/24年度", "二〇二五至二六年度财政预算": "二〇二五至二六年度"},
        ("2023年度", "2023/5年度"),
        cue=Cue("年/／至"),
    ),
    Rule(
        "dates.school_year",
        "date",
        regex.compile(r"(?<![\d零〇一二三四五六七八九])(?P<roc>1[01]\d|一[〇零一][〇零一二三四五六七八九])学年(?:度)?"),
        lambda match: Reading(
            when=Span(Point(year=_number(match["roc"]) + 1911, month=8), Point(year=_number(match["roc"]) + 1912, month=7))
        ),
        {"一一二学年度办理": "一一二学年度", "113学年，": "113学年"},
        ("12学年",),
        cue=Cue("学"),
    ),
    Rule(
        "dates.day_alone",
        "date",
        regex.compile(
            r"(?<!为期|[\d月.第初年农/\-—~至到近每前后需达为超足用历满共仅续整隔个余万千百十几数原限]|缩短|压缩|持续|工作)(?P<day>3[01]|[12]\d|[1-9])日(?!办[结完妥理]|缩短|压缩|缩减|压减|减至|减为|降至|出证|送达|内|以内|之内|之间|游|均|常|报|后|前|以上|左右|多|无|的?(?:时间|期限|工期))"
        ),
        _day,
        {"20日上午，": "20日", "记者21日，": "21日"},
        ("3日内办结", "近5日，", "为期3日", "缩短至5日", "时限由原30日缩短至20日", "注册登记2日办结"),
        cue=Cue("日"),
    ),
    Rule(
        "dates.day_in_figures",
        "date",
        regex.compile(
            r"(?<![\d./-])(?P<year>(?:19|20)\d{2})(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>0?[1-9]|[12]\d|3[01])(?![\d.\-/])"
        ),
        _numeric,
        {"截至2023-06-30，": "2023-06-30", "（2021.5.8）": "2021.5.8"},
        ("192.168.1.1", "12023-06-30"),
        cue=Cue("-/."),
    ),
    Rule(
        "dates.month_in_figures",
        "date",
        regex.compile(
            rf"(?<![\d./-])(?P<year>(?:19|20)\d{{2}})[./](?P<month>0[1-9]|1[0-2])(?:{RANGE}(?P<year2>(?:19|20)\d{{2}})[./](?P<month2>0[1-9]|1[0-2]))?(?![\d./\-])(?=[，,。；;、）)\s]|$|年|起|以|至|\p{{Han}})"
        ),
        _month_in_figures,
        {"2013.03，试点": "2013.03", "1999.08-2002.02，": "1999.08-2002.02", "2024/05，查处": "2024/05"},
        ("2024.13，", "12024.05，", "3.2024万元"),
        cue=Cue("./"),
    ),
    Rule(
        "dates.days_alone",
        "date",
        regex.compile(
            rf"(?<![\d月.第初年农/])(?P<day>3[01]|[12]\d|[1-9])日?{RANGE}(?P<day2>3[01]|[12]\d|[1-9])日(?!办[结完妥理]|缩短|压缩|缩减|压减|减至|减为|降至|出证|送达|内|以内|之内|游|均|常|报|后|无)(?=[，,。；;、）)\s]|$|\p{{Han}})"
        ),
        _days_alone,
        {"8日至10日，全市": "8日至10日", "8-10日，": "8-10日"},
        ("需要3至5日内", "压缩至3-5日内"),
        cue=Cue("日"),
    ),
    Rule(
        "dates.day_in_brackets",
        "date",
        regex.compile(rf"[今昨前本]\s?[（(](?P<day>{_DAY_NUMBER})[)）]\s?日"),
        lambda match: Reading(when=point(_at(Point(), None, match["day"]))),
        {"局长今（二十五）日表示": "今（二十五）日", "昨(21)日，": "昨(21)日"},
        cue=Cue(words=frozenset(f"{word}{bracket}" for word in "今昨前本" for bracket in "（(")),
    ),
    Rule(
        "dates.day_until",
        "date",
        regex.compile(
            rf"(?<=(?:截至|截止|截止到|截至到|于|从|自|延至|本月|当月))(?P<day>{_DAY_NUMBER})日(?!办[结完妥理]|缩短|压缩|缩减|压减|减至|减为|降至|出证|送达|内|以内|之内|均|常|报|无)(?=[，,。；;、\s起以前后上下凌早晚召]|$|\p{{Han}})"
        ),
        lambda match: Reading(when=point(_at(Point(), None, match["day"]))),
        {"截至10日，专班": "10日", "于十三日召开": "十三日"},
        cue=Cue("日"),
    ),
    Rule(
        "dates.day_in_words",
        "date",
        regex.compile(
            r"(?<![一二三四五六七八九十月第初\d])(?P<day>三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九])日(?=[，,]?(?:上午|下午|晚|凌晨|前往|出席|宣布|表示|公布|召开|举行|在|对|通报|发布))"
        ),
        lambda match: Reading(when=point(_at(Point(), None, match["day"]))),
        {"议员十三日前往警局": "十三日"},
        cue=Cue("日"),
    ),
    Rule(
        "dates.days_in_figures",
        "date",
        regex.compile(
            rf"(?<![\d./-])(?P<year>(?:19|20)\d{{2}})(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>0?[1-9]|[12]\d|3[01]){RANGE}(?P<year2>(?:19|20)\d{{2}})(?P=sep)(?P<month2>0?[1-9]|1[0-2])(?P=sep)(?P<day2>0?[1-9]|[12]\d|3[01])(?![\d.\-/])"
        ),
        _days,
        {"2018/1/10-2018/7/10期间": "2018/1/10-2018/7/10"},
        cue=Cue("-/."),
    ),
    Rule(
        "dates.month",
        "date",
        regex.compile(
            rf"(?:{YEAR})?{_MONTH_START}(?P<month>{_MONTH_NUMBER})月(?:份)?(?P<part>初|底|末|中(?!旬|心|国|队|央))?(?!\d|[一二三四五六七八九十廿]{{1,3}}[日号]|饼|季|球|光|台|均|度|租|薪|嫂|刊|报)"
        ),
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
        regex.compile(
            rf"{soon(RANGE_SIGNS, 20)}(?:{YEAR})?{_MONTH_START}(?P<month>{_MONTH_NUMBER})月?(?:份)?{RANGE}{_YEAR2}?(?P<month2>{_MONTH_NUMBER})月(?:份)?(?!\d|[一二三四五六七八九十]{{1,3}}日)"
        ),
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
        "dates.listed_months",
        "date",
        regex.compile(
            rf"{soon('、', 20)}(?:{YEAR})?{_MONTH_START}(?P<months>{_MONTH_NUMBER}(?:月?、{_MONTH_NUMBER}){{1,5}})月?(?:份)?(?:[两二三四五六]个月|(?<=月)份?)"
        ),
        _listed_months,
        {"今年3、4、5三个月": "今年3、4、5三个月", "7、8月": "7、8月"},
        cue=Cue("年月份个", YEAR_WORDS),
    ),
    Rule(
        "dates.third_of_month",
        "date",
        regex.compile(
            rf"(?:{YEAR})?(?:{_MONTH_START}(?P<month>{_MONTH_NUMBER})月份?|{_MONTH_SHIFT})(?P<third>[上中下])(?:旬?{RANGE}(?:(?P<month2>{_MONTH_NUMBER})月)?(?P<third2>[上中下])|(?P<third2>[中下]))?旬"
        ),
        _third_of_month,
        {"5月中旬，": "5月中旬", "2022年8月下旬": "2022年8月下旬", "11月上中旬": "11月上中旬", "3月中旬至4月下旬": "3月中旬至4月下旬"},
        cue=Cue("年月", YEAR_WORDS | _MONTH_WORDS),
    ),
    Rule(
        "dates.parts_of_months",
        "date",
        regex.compile(
            rf"{soon('初底末旬', 20)}(?:{YEAR})?{_MONTH_START}(?P<month>{_MONTH_NUMBER})月份?(?P<part>[初底末]|[上中下]旬){RANGE}(?P<month2>{_MONTH_NUMBER})月份?(?P<part2>[初底末]|[上中下]旬)"
        ),
        _parts_of_months,
        {"9月中旬至10月底，": "9月中旬至10月底", "2022年3月初到5月下旬": "2022年3月初到5月下旬"},
        ("3月中旬至4月下", "9月至10月底"),
        cue=Cue("年月", YEAR_WORDS),
    ),
    Rule(
        "dates.first_n_months",
        "date",
        regex.compile(
            rf"{soon('前首头', 16)}(?:{YEAR})?(?:(?<!之|以|提|此|年级)前|首|(?<=年)头)(?P<months>1[0-2]|[1-9]|十[一二]?|[一二两三四五六七八九])(?:个月|(?<=首\w{{1,2}})月|(?<=年(?:的)?前\w{{1,2}})月|(?<=(?:^|[，。；\n]|[累合]计)前\w{{1,2}})月)(?!后|的?前)"
        ),
        _first_months,
        {
            "今年前10个月，": "今年前10个月",
            "2024年前三个月": "2024年前三个月",
            "今年首两个月": "今年首两个月",
            "今年头8个月": "今年头8个月",
        },
        ("三个月前", "3个月"),
        cue=Cue("年", YEAR_WORDS | {"前", "首"}),
    ),
    Rule(
        "dates.quarters",
        "date",
        regex.compile(
            rf"{soon('季', 16)}(?:{YEAR})?(?:(?P<only>首)季度?|(?P<first>前|首)(?P<last>[一二两三四1-4])(?:个)?季度?|(?<!个)第?(?P<last>[一二三四1-4])季度|第(?P<last>[一二三四1-4])季(?!度))(?!军|节|风|播|比赛|赛事)"
        ),
        _quarters,
        {"今年一季度": "今年一季度", "前三季度": "前三季度", "2023年第2季度": "2023年第2季度", "首季警情": "首季", "首三季": "首三季"},
        ("两个季度",),
        cue=Cue("年季", YEAR_WORDS | {"前", "首", "第", "1季", "2季", "3季", "4季"}),
    ),
    Rule(
        "dates.quarter_in_letters",
        "date",
        regex.compile(rf"(?:{YEAR})?(?<![A-Za-z\d])Q(?P<last>[1-4])(?![A-Za-z\d])"),
        lambda match: Reading(when=Span(_at(_year_of(match), int(match["last"]) * 3 - 2), _at(_year_of(match), int(match["last"]) * 3))),
        {"单Q2而言": "Q2", "2023年Q3，": "2023年Q3"},
        ("FAQ1",),
        cue=Cue("年Q", YEAR_WORDS | {"Q"}),
    ),
    Rule(
        "dates.half",
        "date",
        regex.compile(rf"(?:{YEAR})?(?P<half>[上下])半年"),
        _half,
        {"今年上半年": "今年上半年", "2022年下半年": "2022年下半年", "上半年，": "上半年", "2023上半年，": "2023上半年"},
        cue=Cue("年上下", YEAR_WORDS | {"上半年", "下半年"}),
    ),
    Rule(
        "dates.year",
        "date",
        regex.compile(
            rf"(?:(?<!\d|\d\.)(?P<year>(?:1[5-9]|20)\d{{2}}|{CN_YEAR})年|{ROC}|{SHORT_YEAR})(?:全年|年?度)?(?P<part>底|末|初(?!中|步|始|任))?(?!版|\d{{1,2}}[月年]|[一二三四五六七八九十]{{1,2}}月|级|龄|代)"
        ),
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
        "dates.years",
        "date",
        regex.compile(
            rf"(?<!\d|\d\.)(?P<first>(?:19|20)\d{{2}}|{CN_YEAR}(?=年))年?\s?(?:{RANGE}|(?:与|和)(?=[^，。]{{5}}间))\s?(?P<last>(?:19|20)\d{{2}}|{CN_YEAR}|\d{{2}})年(?!\d{{1,2}}月)(?:度|间)?"
        ),
        _years,
        {"2017—2020年": "2017—2020年", "2019年至2023年": "2019年至2023年", "二〇一六年至二〇一八年": "二〇一六年至二〇一八年"},
        ("2024年至2023年",),
        cue=Cue("年与和-—–~～至到−"),
    ),
    Rule(
        "dates.year_until",
        "date",
        regex.compile(rf"(?<!\d|\d\.)(?P<year>(?:19|20)\d{{2}}|{CN_YEAR})年(?:至|到){_YEAR2}(?!\d{{1,2}}月|[上下]半年|[底末初前])"),
        _year_until,
        {"2007年至去年平均": "2007年至去年"},
        ("2007年至去年9月", "2007年至今"),
        cue=Cue("年"),
    ),
    Rule(
        "dates.month_to_half",
        "date",
        regex.compile(rf"(?=.{{0,40}}半年){YEAR}(?P<month>{_MONTH_NUMBER})月(?:份)?{RANGE}{_YEAR2}(?P<half>[上下])半年"),
        _mixed,
        {"去年9月至今年上半年": "去年9月至今年上半年"},
        cue=Cue("年", YEAR_WORDS),
    ),
    Rule(
        "dates.decade",
        "date",
        regex.compile(
            r"(?:(?:(?P<century>1[89]|2[01])世纪|本世纪|上世纪)(?P<decade>[1-9]0|[一二三四五六七八九]十)年代|(?<![\d])(?P<decade>[1-9]0|[二三四五六七八九]十)年代)"
        ),
        _decade,
        {"20世纪90年代": "20世纪90年代", "上世纪80年代": "上世纪80年代"},
        cue=Cue("年世", frozenset({"本世纪", "上世纪", "18世纪", "19世纪", "20世纪", "21世纪"})),
    ),
)
