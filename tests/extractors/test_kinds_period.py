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
        # a paragraph continues the period of the one before
        ("9月1日，城北所清查出租屋。\n行动中，民警检查旅馆36家。", "36家", period("2024-09-01", "2024-09-01")),
        ("9月1日至3日，城北所清查出租屋。\n其间，民警检查旅馆36家。", "36家", period("2024-09-01", "2024-09-03")),
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
        (f"城北区公安分局工作报告\n——在全区政法会议上\n2023年工作回顾\n{BODY}", period("2023-01-01", "2023-12-31")),
    ],
)
def test_the_head_of_a_text_says_what_it_is_about(page: str, expected: dict[str, Any]) -> None:
    assert said(claims(page, date(2024, 11, 9))["1200户"], expected) == expected
