"""Wordings for periods: scope of a time and the days it resolves to. All texts are made up."""

from datetime import date
from typing import Any

import pytest

from tests.extractors.test_kinds import claims, period, said


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        # 自 and 从 begin a range with any verb after them
        ("市公安局自去年10月启动专项行动，打掉团伙5个。", "5个", period("2023-10-01", None)),
        ("从2020年试点，到去年全面推开，建成警务站36个。", "36个", period("2023-01-01", "2023-12-31")),
        ("自今年1月至7月，警方查获诈骗集团86件。", "86件", period("2024-01-01", "2024-07-31")),
        ("自2016年2月至4月18日，两人捕捞螺蛳3吨。", "3吨", period("2016-02-01", "2016-04-18")),
        ("自2016年2月至4月18日，两人捕捞螺蛳3吨。", "2016年2月至4月18日", period("2016-02-01", "2016-04-18")),
        # a cold case of 29 years is no year
        ("2023年，全区破案率上升。侦破29年命案积案1起，打掉团伙6个。", "6个", period("2023-01-01", "2023-12-31")),
        ("28日16时至29日6时，全市接警43起。", "43起", period("2024-10-28", "2024-10-29")),
        ("海关前2月查获走私案8起。", "8起", period("2024-01-01", "2024-02-29")),
        # the year of an edition is part of a name; two days of a campaign are those of what it brought in
        ("10月20日至21日，市局开展了2024年第6次“夜鹭”集中统一行动，共破案61起。", "61起", period("2024-10-20", "2024-10-21")),
        ("10月20日至21日，市局开展集中统一行动。\n\n据介绍，行动期间，出动警力630人次。", "630人次", period("2024-10-20", "2024-10-21")),
        # a year in brackets; the beginning of records is the time of no later figure
        ("前(2022)年8月受理诈骗610件，去(2023)年1月受理590件。", "590件", period("2023-01-01", "2023-01-31")),
        ("劫案为1969年有纪录以来最低，命案全年有36宗。", "36宗", period("2024-01-01", "2024-12-31")),
        ("首半年，爆窃案有36宗。", "36宗", period("2024-01-01", "2024-06-30")),
        # heard at a meeting on a day: neither its start nor the time of what was said there
        ("记者从10月25日省公安厅召开的发布会上获悉，2023年全省破案610起。", "10月25日", period("2024-10-25", "2024-10-25")),
        # the time of a value reached is that of no other value
        ("2023年，分流率由1月的31%上升至12月的58%，履行率达94%。", "94%", period("2023-01-01", "2023-12-31")),
        ("2023年，分流率由1月的31%上升至12月的58%，履行率达94%。", "58%", period("2023-12-01", "2023-12-31")),
        # 至今 in a later clause runs from the time before it
        ("2021年3月，县公安局成立专案组，至今打掉团伙7个。", "7个", period("2021-03-01", "2024-11-09")),
        # ... and is what the next sentence goes on about
        ("岗亭2021年3月建成，建成至今，发放传单1800份。送医41人次。", "41人次", period("2021-03-01", "2024-11-09")),
        # a time that sums up a list applies to all of it
        ("全市盗窃发案下降15%，破案数上升7%……2023年的这组数据，是改革的注脚。", "15%", period("2023-01-01", "2023-12-31")),
        # ... but not before a starting value or a noun
        ("上半年爆窃案上升，由去年廿二宗增至三十五宗，升幅六成。", "三十五宗", period("2024-01-01", "2024-06-30")),
        ("刑事案件由2020年全县的412起降至287起。", "412起", period("2020-01-01", "2020-12-31")),
        ("记者从21日召开的平安建设推进会上了解到，全县有调解员210名。", "21日", period("2024-10-21", "2024-10-21")),
        # a founding date is not the period of the figures after it
        ("2021年启用的指挥中心，日均接警300起。", "300起", period("2024-11-09", "2024-11-09")),
        # a duration beside a year
        ("2016年，李晓从警校毕业，12年里办理案件310件。", "310件", period("2016-01-01", "2016-12-31")),
        # the year in direct speech
        ("“2018年我刚来所里的时候，全所只有5个人。”所长说。", "5个", period("2018-01-01", "2018-12-31")),
        # occasions
        ("在全员登记期间，民警走访300户。", "300户", period("2024-11-09", "2024-11-09")),
        ("在全员核酸检测期间，民警走访300户。", "300户", period(None, None)),
        ("4月7日，在核酸检测期间，民警走访300户。", "300户", period("2024-04-07", "2024-04-07")),
        ("市局自去年10月启动清查，打掉团伙5个。行动期间，投入警力3000人次。", "3000人次", period("2023-10-01", None)),
        # a campaign that only shares the text with one whose days are given; and the days of an example
        (
            "2023年全省警情下降。“护苗”专项行动期间，破案300起。仅2023年5月1日至6月30日“清风”期间，就打掉团伙5个。",
            "300起",
            period("2023-01-01", "2023-12-31"),
        ),
        (
            "2023年全省警情下降。仅2023年5月1日至6月30日“清风”期间，就打掉团伙5个。今后，再破案300起。",
            "5个",
            period("2023-05-01", "2023-06-30"),
        ),
        (
            "2023年全省警情下降。仅2023年5月1日至6月30日“清风”期间，就打掉团伙5个。紧盯网赌，破案300起。",
            "300起",
            period("2023-01-01", "2023-12-31"),
        ),
        ("2023年5月1日至6月30日“清风”行动打掉团伙5个。\n“清风”行动期间，破案300起。", "300起", period("2023-05-01", "2023-06-30")),
        # this last year, up to the day of publication
        ("这一年来，全所办证300件。", "300件", period("2023-11-10", "2024-11-09")),
        ("2023年云溪市办证增长28%\n\n全市登记旅客300人次。", "300人次", period("2023-01-01", "2023-12-31")),
        ("2023年云溪市招聘辅警公告\n\n报名300人次。", "300人次", period("2024-11-09", "2024-11-09")),
        # a paragraph continues the period of the one before
        ("9月1日，城北所清查出租屋。\n行动中，民警检查旅馆36家。", "36家", period("2024-09-01", "2024-09-01")),
        ("9月1日至3日，城北所清查出租屋。\n其间，民警检查旅馆36家。", "36家", period("2024-09-01", "2024-09-03")),
        # ... also past a caption, and with the last episode rather than the year it belongs to
        ("9月1日晚，城北所夜查酒驾。\n夜查现场。\n当晚，出动警力36人次。", "36人次", period("2024-09-01", "2024-09-01")),
        ("5月6日，城北所销毁旧枪。\n今年以来，收缴旧枪30支。\n此次共销毁旧枪26支。", "26支", period("2024-05-06", "2024-05-06")),
        ("今年3月1日起，城北所开展清查行动。行动以来，打掉团伙5个。", "5个", period("2024-03-01", "2024-11-09")),
        ("9月1日夜查。\n次日，城北所走访旅馆36家。", "36家", period("2024-09-02", "2024-09-02")),
        ("夜间（18时至次日8时）办件36件。", "36件", period("2024-11-09", "2024-11-09")),
        ("9月1日，城北所走访。\n当日受理、当日办结36件。", "36件", period("2024-11-09", "2024-11-09")),
        # the day on which something is said, and the year in the name of a meeting
        ("11月5日，记者从市公安局获悉，自今年8月初开展清查以来，治安好转。共立案300起。", "300起", period("2024-08-01", "2024-11-09")),
        ("11月5日，市局举行2022年集中销毁活动，现场销毁旧枪26支。", "26支", period("2024-11-05", "2024-11-05")),
        ("山城社忠县11月6日电（记者 石桥）城北所走访旅馆36家。", "36家", period("2024-11-09", "2024-11-09")),
        ("去年5月，市局依据2021年接报的412起警情研判，梳理出隐患点36个。", "36个", period("2023-05-01", "2023-05-31")),
        # aims of a year, and dates to come
        ("年内破案300起。", "300起", period("2024-01-01", "2024-11-09")),
        ("年内全市发案须下降18%。", "18%", period("2024-01-01", "2024-12-31")),
        ("会上通报2021年工作，新规将于12月1日施行，共36条。", "12月1日", period("2024-12-01", "2024-12-01")),
        ("今年计划安装30块，12月投用。", "12月", period("2024-12-01", "2024-12-31")),
        ("到9月底，已办结36件。", "36件", period(None, "2024-09-30")),
        # words for days and years
        ("上周五，城北所走访旅馆36家。", "36家", period("2024-11-01", "2024-11-01")),
        ("昨夜，城北所走访旅馆36家。", "36家", period("2024-11-08", "2024-11-08")),
        ("今年元旦，城北所走访旅馆36家。", "36家", period("2024-01-01", "2024-01-01")),
        ("这两年，城北所走访旅馆36家。", "36家", period("2022-11-10", "2024-11-09")),
        ("“十四五”以来，城北所走访旅馆36家。", "36家", period("2021-01-01", "2024-11-09")),
        ("2023年初，支队成立无人机队，现有无人机8架。", "8架", period("2024-11-09", "2024-11-09")),
        ("9月1日，民警发现有3人在江边钓鱼。", "3人", period("2024-09-01", "2024-09-01")),
    ],
)
def test_times_govern_what_they_are_told_of(text: str, figure: str, expected: dict[str, Any]) -> None:
    assert said(claims(text)[figure], expected) == expected


BODY = "城北派出所派出民警32名，走访群众1200户，晚上出门的人都说放心了，接到的报警也比往常少。"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"今年以来城北所夜巡破案300起\n{BODY}", period("2024-01-01", "2024-11-09")),
        (f"夜巡第一周\n2024年9月2日至8日\n{BODY}", period("2024-09-02", "2024-09-08")),
        (f"前三季度城北区破案300起\n{BODY}", period("2024-01-01", "2024-09-30")),
        # ... a year only if it has just ended and the text comes back to it
        (
            f"城北夜话\n2021年，城北区公安分局成立夜巡队。2022年，夜巡队扩编。2024年6月，夜巡队获奖。\n{BODY}",
            period("2024-11-09", "2024-11-09"),
        ),
        (f"城北区公安分局工作报告\n——在全区政法会议上\n2023年工作回顾\n{BODY}", period("2023-01-01", "2023-12-31")),
    ],
)
def test_the_head_of_a_text_says_what_it_is_about(page: str, expected: dict[str, Any]) -> None:
    assert said(claims(page, date(2024, 11, 9))["1200户"], expected) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("查处酒驾36起", period("2023-01-01", "2023-12-31")),
        ("辖区有学校36所", period("2024-01-20", "2024-01-20")),
        ("累计建成警务站36个", period("2024-01-20", "2024-01-20")),
    ],
)
def test_stocks_are_not_of_the_period_of_the_text(clause: str, expected: dict[str, Any]) -> None:
    page = f"2023年城北区公安分局工作报告\n全局民警奋力拼搏，群众说晚上出门放心多了，大家都说这样的日子很踏实。\n{clause}，民警为此跑遍了每一条街巷，大家都说辛苦。"
    figure = next(text for text in claims(page, date(2024, 1, 20)) if text.startswith("36"))
    assert said(claims(page, date(2024, 1, 20))[figure], expected) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [("关于2023年度法治建设情况的报告", period("2023-01-01", "2023-12-31")), ("石桥警方破案忙", period("2024-01-01", "2024-01-21"))],
)
def test_a_report_on_a_year_counts_from_its_end_if_it_came_out_early_in_the_next(title: str, expected: dict[str, Any]) -> None:
    told = claims(f"{title}\n\n今年以来，我局打掉团伙97个，取得明显成效。", date(2024, 1, 21))
    assert said(told["97个"], expected) == expected
