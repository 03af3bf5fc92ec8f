"""Numbers, shares, figures, periods and places as people write them in each language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.claims.rows import WholeClaim
from analytics.i18n.format import amount, day, figure, grouped, number, percent, period, place, rounded, short, short_period, unit
from analytics.i18n.words import Words

ZH, EN = Words("zh"), Words("en")


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (0, "0", "0"), (0.5, "0.5", "0.5"), (10.2, "10.2", "10.2"), (436, "436", "436"), (4300, "4,300", "4,300"), (12345, "12,345", "12,345"),
        (16000, "1.6 万", "16K"), (4_000_000, "400 万", "4M"), (71_200_000_000, "712 亿", "71.2B"), (19_975_020_000, "199.7502 亿", "19,975.02M"), (123_456_789, "123,456,789", "123,456,789"), (-3.2, "-3.2", "-3.2"), (100 / 3, "33.33", "33.33"), (0.0125, "0.0125", "0.0125"),
    ],
)  # fmt: skip
def test_numbers_are_shortened_only_where_nothing_is_lost(value: float, chinese: str, english: str) -> None:
    assert (number(value, ZH), number(value, EN)) == (chinese, english)


def money(value: int, bound: str) -> dict[str, Any]:
    return {"kind": "money", "value": Decimal(value), "unit": "CNY", "bound": bound, "role": "level", "direction": ""}


@pytest.mark.parametrize(
    ("changed", "chinese", "english"),
    [
        ({}, "▼ 436 起", "▼ 436 cases"),
        ({"role": "level"}, "▼ 至 436 起", "▼ to 436 cases"),
        ({"direction": "", "bound": "over", "value": Decimal(4300)}, "4,300 余起", "over 4,300 cases"),
        ({"direction": "", "bound": "about"}, "约 436 起", "about 436 cases"),
        ({"direction": "", "bound": "under"}, "436 起以内", "under 436 cases"),
        ({"direction": "", "bound": "under", "text": "近436起"}, "近 436 起", "nearly 436 cases"),
        ({"direction": "", "bound": "under", "text": "不足436起"}, "不到 436 起", "under 436 cases"),
        ({"direction": "", "bound": "over", "text": "超(chāo)436起"}, "超 436 起", "over 436 cases"),
        ({"direction": "", "bound": "over", "text": "不少于436起"}, "不少于 436 起", "at least 436 cases"),
        ({"direction": "", "bound": "range", "value": Decimal(4), "value_low": Decimal(3), "value_high": Decimal(5), "unit": "人"}, "3—5 人", "3–5 people"),
        ({"direction": "", "bound": "vague", "value": None, "value_low": Decimal(200), "value_high": Decimal(1000)}, "200—1,000 起", "200–1,000 cases"),
        ({"kind": "percentage", "unit": "%", "value": Decimal(78)}, "▼ 78%", "▼ 78%"),
        ({"kind": "percentage", "unit": "pp", "value": Decimal("3.4"), "direction": "up"}, "▲ 3.4 个百分点", "▲ 3.4 pp"),
        (money(4_000_000, "over"), "400 余万元", "over CNY 4M"),
        (money(350_000_000, "exact") | {"unit": "USD"}, "3.5 亿美元", "USD 350M"),
        ({"kind": "multiple", "unit": "倍", "value": Decimal(3), "role": "level", "direction": ""}, "3 倍", "3×"),
        ({"kind": "rank", "unit": "", "value": Decimal(1), "role": "level", "direction": ""}, "第 1", "No. 1"),
        ({"kind": "rank", "unit": "", "value": Decimal(4), "direction": "up"}, "▲ 4 位", "▲ 4 places"),
        ({"kind": "duration", "unit": "分钟", "value": Decimal(35), "role": "", "direction": ""}, "35 分钟", "35 min"),
        ({"kind": "measure", "unit": "公里", "value": Decimal(30), "role": "level", "direction": ""}, "30 公里", "30 km"),
        ({"kind": "date", "unit": "", "value": None, "value_low": None, "text": "２０１６年(nián)", "role": "", "direction": ""}, "2016年", "2023"),
    ],
)  # fmt: skip
def test_figures_with_bounds_and_movement(row: Callable[..., WholeClaim], changed: dict[str, Any], chinese: str, english: str) -> None:
    assert (figure(row(**changed), ZH), figure(row(**changed), EN)) == (chinese, english)


def test_an_amount_leaves_the_movement_out(row: Callable[..., WholeClaim]) -> None:
    assert amount(row(), ZH) == "436 起"


@pytest.mark.parametrize(
    ("start", "end", "chinese", "english", "short"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "2025年", "2025", "2025"),
        (date(2016, 1, 1), date(2020, 12, 31), "2016—2020年", "2016–2020", "2016–2020"),
        (date(2025, 4, 1), date(2025, 4, 30), "2025年4月", "Apr 2025", "2025.4"),
        (date(2024, 2, 1), date(2024, 2, 29), "2024年2月", "Feb 2024", "2024.2"),
        (date(2024, 1, 1), date(2024, 10, 31), "2024年1—10月", "Jan–Oct 2024", "2024.1–2024.10"),
        (date(2023, 11, 1), date(2024, 2, 29), "2023年11月—2024年2月", "Nov 2023 – Feb 2024", "2023.11–2024.2"),
        (date(2024, 6, 5), date(2024, 6, 5), "2024年6月5日", "5 Jun 2024", "2024.6.5"),
        (date(2024, 10, 16), date(2024, 10, 17), "2024年10月16—17日", "16–17 Oct 2024", "2024.10.16–2024.10.17"),
        (date(2013, 12, 27), date(2016, 12, 26), "2013年12月27日—2016年12月26日", "27 Dec 2013 – 26 Dec 2016", "2013.12.27–2016.12.26"),
        (date(2016, 1, 1), None, "2016年1月1日起", "since 1 Jan 2016", "2016–"),
        (None, date(2024, 3, 31), "至2024年3月31日", "until 31 Mar 2024", "–2024.3"),
        (None, None, "", "", ""),
    ],
)
def test_periods_in_the_reader_s_form(
    row: Callable[..., WholeClaim], start: date | None, end: date | None, chinese: str, english: str, short: str
) -> None:
    claim = row(period_start=start, period_end=end)
    assert (period(claim, ZH), period(claim, EN), short_period(claim, ZH)) == (chinese, english, short)


@pytest.mark.parametrize(
    ("province", "city", "county", "chinese", "english", "full"),
    [
        ("浙江省", "湖州市", "南浔区", "湖州市南浔区", "Zhejiang · Huzhou · Nanxun District", "浙江省 湖州市 南浔区"),
        ("浙江省", "", "", "浙江省", "Zhejiang", "浙江省"),
        ("北京市", "北京市", "朝阳区", "北京市朝阳区", "Beijing · Chaoyang District", "北京市 朝阳区"),
        ("北京市", "北京市", "", "北京市", "Beijing", "北京市"),
        ("", "", "", "", "", ""),
    ],
)  # fmt: skip
def test_places(row: Callable[..., WholeClaim], province: str, city: str, county: str, chinese: str, english: str, full: str) -> None:
    claim = row(province=province, city=city, county=county)
    assert (place(claim, ZH), place(claim, EN), place(claim, ZH, full=True)) == (chinese, english, full)


@pytest.mark.parametrize(
    ("count", "chinese", "english"),
    [
        (0, "0", "0"), (9_999, "9,999", "9,999"), (10_000, "1.0万", "10K"), (12_345, "1.2万", "12K"), (12_500, "1.2万", "12K"),
        (999_949, "100.0万", "1000K"), (1_234_567, "123万", "1.2M"), (123_456_789, "12346万", "123.5M"),
    ],
)  # fmt: skip
def test_a_short_count_has_four_or_five_characters(count: int, chinese: str, english: str) -> None:
    assert (short(count, ZH), short(count, EN)) == (chinese, english)


def test_counts_shares_and_digits_that_count() -> None:
    assert (grouped(1_234_567, ZH), grouped(12.25, EN, "#,##0.0")) == ("1,234,567", "12.2")
    assert [percent(share, EN) for share in (0, 0.005, 0.125, 0.575, 1)] == ["0%", "0%", "12%", "57%", "100%"]
    assert percent(0.9876, ZH, "0.0") == "98.8%"
    assert [rounded(value, 2) for value in (5, 5.123, 0.0512, 50)] == ["5", "5.1", "0.051", "50"]


def test_a_day_in_the_reader_s_form() -> None:
    assert (day(date(2024, 9, 5), ZH), day(date(2024, 9, 5), EN)) == ("2024年9月5日", "5 Sep 2024")


@pytest.mark.parametrize(
    ("kind", "written", "chinese", "english"),
    [
        ("percentage", "%", "%", "%"), ("percentage", "pp", "个百分点", "pp"), ("multiple", "倍", "倍", "×"), ("money", "USD", "美元", "USD"),
        ("money", "XYZ", "XYZ", "XYZ"), ("measure", "公里", "公里", "km"), ("duration", "天", "天", "d"), ("count", "天", "天", "天"), ("rank", "", "", ""),
    ],
)  # fmt: skip
def test_units_have_names(kind: str, written: str, chinese: str, english: str) -> None:
    assert (unit(kind, written, ZH), unit(kind, written, EN)) == (chinese, english)
