"""Days and ranges of days: 10月20日, 9月12日至13日, 2023-06-30.

Particles that make a date a bound (从 … 起, 截至, 以来) are outside the figure; ``context.period`` reads them.
"""

from __future__ import annotations

import regex

from extractors.figures.cues import Cue
from extractors.figures.date_parts import MONTH_NUMBER, MONTH_SHIFT, MONTH_START, MONTH_WORDS, at, full_year, number_of, year_of
from extractors.figures.fragments import RANGE, RANGE_SIGNS, pieces, soon
from extractors.figures.rule import FigureValue, Rule
from extractors.figures.years import YEAR, YEAR_WORDS
from extractors.tokens.calendar import DateRange, PartialDate, single_date

_DAY_NUMBER = (
    r"(?:3[01]|[12]\d|0?[1-9](?!\d)|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
)
_DAY_END = r"(?!报|电视|元|志|均|常|本|式|内|以内|之内|间|光|程|益|期|用|游|渐)"


def _day(match: regex.Match[str]) -> FigureValue:
    return FigureValue(when=single_date(at(year_of(match), pieces(match).get("month"), match["day"])))


def _first_days(match: regex.Match[str]) -> FigureValue:
    base = year_of(match)
    return FigureValue(when=DateRange(at(base, match["month"], 1), at(base, match["month"], match["day2"])))


def _days(match: regex.Match[str]) -> FigureValue:
    first = at(year_of(match), match["month"], match["day"])
    later_year = PartialDate(year=full_year(match["year2"])) if match["year2"] else PartialDate()
    return FigureValue(when=DateRange(first, at(later_year, match["month2"], match["day2"])))


def _numeric(match: regex.Match[str]) -> FigureValue:
    return FigureValue(when=single_date(at(PartialDate(year=int(match["year"])), match["month"], match["day"])))


def _days_alone(match: regex.Match[str]) -> FigureValue | None:
    first, last = number_of(match["day"]), number_of(match["day2"])
    return FigureValue(when=DateRange(PartialDate(day=first), PartialDate(day=last))) if first < last else None


RULES = (
    Rule(
        "dates.day",
        "date",
        rf"{soon('日号', 24)}(?:{YEAR})?(?:{MONTH_START}(?P<month>{MONTH_NUMBER})月|{MONTH_SHIFT}){MONTH_START}(?P<day>{_DAY_NUMBER})(?:日|号(?!楼|线|机|院|门|文|令|公告|案)){_DAY_END}",
        _day,
        {
            "2018年6月16日，会上": "2018年6月16日",
            "10月20日上午": "10月20日",
            "今年7月20日": "今年7月20日",
            "二〇一九年十二月一日": "二〇一九年十二月一日",
            "本月15日": "本月15日",
        },
        ("6月报", "5月15日报社"),
        cue=Cue("年月", YEAR_WORDS | MONTH_WORDS),
    ),
    Rule(
        "dates.days",
        "date",
        rf"{soon(RANGE_SIGNS, 24)}(?:{YEAR})?(?:{MONTH_START}(?P<month>{MONTH_NUMBER})月|{MONTH_SHIFT})(?P<day>{_DAY_NUMBER})[日号]?(?:\d{{1,2}}[时点](?:\d{{1,2}}分)?|零时|凌晨|早上?|[上下]午|晚上?|夜间?|深夜)?{RANGE}(?:(?P<year2>(?:19|20)\d{{2}}|\d{{2}})年)?(?:(?P<month2>{MONTH_NUMBER})月)?(?P<day2>{_DAY_NUMBER})[日号]{_DAY_END}",
        _days,
        {
            "9月12日至13日召开": "9月12日至13日",
            "2023年9月28日至10月8日": "2023年9月28日至10月8日",
            "5月1-5日": "5月1-5日",
            "本月1日至20日": "本月1日至20日",
            "1月27日0时至2月2日，": "1月27日0时至2月2日",
            "7月25日晚至26日，": "7月25日晚至26日",
            "2020年3月1日零时至6月30日，": "2020年3月1日零时至6月30日",
        },
        cue=Cue("年月", YEAR_WORDS | MONTH_WORDS),
    ),
    Rule(
        "dates.first_n_days",
        "date",
        rf"{soon('头首', 20)}(?:{YEAR})?(?:{MONTH_START}(?P<month>{MONTH_NUMBER})月|{MONTH_SHIFT})[头首](?P<day2>{_DAY_NUMBER})[日天](?!内)",
        _first_days,
        {"五月头十九日，": "五月头十九日", "本月首10日": "本月首10日"},
        ("五月十九日",),
        cue=Cue("年月", YEAR_WORDS | MONTH_WORDS),
    ),
    Rule(
        "dates.day_alone",
        "date",
        r"(?<!为期|[\d月.第初年农/\-—~至到近每前后需达为超足用历满共仅续整隔个余万千百十几数原限]|缩短|压缩|持续|工作)(?P<day>3[01]|[12]\d|[1-9])日(?!办[结完妥理]|缩短|压缩|缩减|压减|减至|减为|降至|出证|送达|内|以内|之内|之间|游|均|常|报|后|前|以上|左右|多|无|的?(?:时间|期限|工期))",
        _day,
        {"20日上午，": "20日", "记者21日，": "21日"},
        ("3日内办结", "近5日，", "为期3日", "缩短至5日", "时限由原30日缩短至20日", "注册登记2日办结"),
        cue=Cue("日"),
    ),
    Rule(
        "dates.day_in_figures",
        "date",
        r"(?<![\d./-])(?P<year>(?:19|20)\d{2})(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>0?[1-9]|[12]\d|3[01])(?![\d.\-/])",
        _numeric,
        {"截至2023-06-30，": "2023-06-30", "（2021.5.8）": "2021.5.8"},
        ("192.168.1.1", "12023-06-30"),
        cue=Cue("-/."),
    ),
    Rule(
        "dates.days_alone",
        "date",
        rf"(?<![\d月.第初年农/])(?P<day>3[01]|[12]\d|[1-9])日?(?:(?<=日)\d{{1,2}}[时点](?:\d{{1,2}}分)?)?{RANGE}(?P<day2>3[01]|[12]\d|[1-9])日(?!办[结完妥理]|缩短|压缩|缩减|压减|减至|减为|降至|出证|送达|内|以内|之内|游|均|常|报|后|无)(?=[，,。；;、）)\s]|$|\p{{Han}}|\d{{1,2}}[时点])",
        _days_alone,
        {"8日至10日，全市": "8日至10日", "8-10日，": "8-10日", "28日16时至29日6时，": "28日16时至29日"},
        ("需要3至5日内", "压缩至3-5日内"),
        cue=Cue("日"),
    ),
    Rule(
        "dates.day_in_brackets",
        "date",
        rf"[今昨前本]\s?[（(](?P<day>{_DAY_NUMBER})[)）]\s?日",
        lambda match: FigureValue(when=single_date(at(PartialDate(), None, match["day"]))),
        {"局长今（二十五）日表示": "今（二十五）日", "昨(21)日，": "昨(21)日"},
        cue=Cue(words=frozenset(f"{word}{bracket}" for word in "今昨前本" for bracket in "（(")),
    ),
    Rule(
        "dates.day_until",
        "date",
        rf"(?<=(?:截至|截止|截止到|截至到|于|从|自|延至|起到|起至|本月|当月|(?<![缩延][短长]|[压减提][缩少前])到(?=(?:3[01]|[12]\d|[1-9])日(?:为?止|[0-2]?\d[时点]|收官|落幕|结束|[上下]午|凌晨|晚))))(?P<day>{_DAY_NUMBER})日(?!办[结完妥理]|缩短|压缩|缩减|压减|减至|减为|降至|出证|送达|内|以内|之内|均|常|报|无)(?=[，,。；;、\s起以前后上下凌早晚召]|$|\d{{1,2}}[时点]|\p{{Han}})",
        lambda match: FigureValue(when=single_date(at(PartialDate(), None, match["day"]))),
        {"截至10日，专班": "10日", "13日零时起到19日24时止": "19日", "于十三日召开": "十三日"},
        cue=Cue("日"),
    ),
    Rule(
        "dates.day_in_words",
        "date",
        r"(?<![一二三四五六七八九十月第初\d])(?P<day>三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九])日(?=[，,]?(?:上午|下午|晚|凌晨|前往|出席|宣布|表示|公布|召开|举行|在|对|通报|发布))",
        lambda match: FigureValue(when=single_date(at(PartialDate(), None, match["day"]))),
        {"议员十三日前往警局": "十三日"},
        cue=Cue("日"),
    ),
    Rule(
        "dates.days_in_figures",
        "date",
        rf"(?<![\d./-])(?P<year>(?:19|20)\d{{2}})(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>0?[1-9]|[12]\d|3[01]){RANGE}(?P<year2>(?:19|20)\d{{2}})(?P=sep)(?P<month2>0?[1-9]|1[0-2])(?P=sep)(?P<day2>0?[1-9]|[12]\d|3[01])(?![\d.\-/])",
        _days,
        {"2018/1/10-2018/7/10期间": "2018/1/10-2018/7/10"},
        cue=Cue("-/."),
    ),
)
