"""Lines that break inside a sentence are put together; where a line may begin anew, it does."""

import pytest

from analytics.documents.joining import joins, unbroken
from analytics.documents.raised import raised


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("全市共破案1", "200起"),
        ("同比下降10.", "2%"),
        ("同比下降10", ".2%"),
        ("建成警务站69", "个，以上"),
        ("投入3000", "万元"),
        ("挽回损失3.5亿", "元"),
        ("时间为2024年1", "1月"),
        ("群众满意率", "，比去年高"),
        ("上线三个月，", "办件300起"),
        ("3000", "起"),
        ("3000余", "起"),
    ],
)
def test_a_line_that_breaks_off_goes_on(before: str, after: str) -> None:
    assert joins(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("破案300起", "追赃20万元"),
        ("破案300起；", "抓获30人"),
        ("破案300", "1. 抓获30人"),
        ("共计300", "（二）抓获"),
        ("320", "410"),
        ("发布时间：2024-09-26 15:20", "14:30 开始"),
        ("发布于2024", "11月工作情况"),
        ("发布时间：2018-1-5", "1月3日，支队通报"),
        ("浏览次数：4579", "2023年1至4月，全市"),
        ("东区 | 30", "起 | 4"),
        ("一、打击犯罪成效", "全市破案"),
        ("320", "起诉意见书"),
        ("", "起"),
    ],
)
def test_a_line_that_is_whole_stays(before: str, after: str) -> None:
    assert not joins(before, after)


def test_a_bulletin_of_numbered_lines_stays_one_line_each() -> None:
    lines = ["工作情况", "1．破案30起；", "2．抓获40人；", "3．追赃50万元。"]
    assert list(unbroken(lines)) == lines


@pytest.mark.parametrize("line", ["破案，", "1", "，", "破案3.", "（", "长" * 20])
def test_endless_lines_are_joined_in_proportion(line: str) -> None:
    """Were the cost the square of their number, this would not end."""
    lines = [line] * 30_000
    assert sum(map(len, unbroken(lines))) >= 30_000


@pytest.mark.parametrize(
    ("before", "mark", "read"),
    [
        ("1200m", "2", "²"), ("30km", "2", "²"), ("5立方m", "3", "³"), ("300平方米", "2", "²"), ("1.2×10", "4", "⁴"), ("25", "o", "°"),
        ("3000起", "1", ""), ("3000", "1", ""), ("10.2%", "[2]", ""), ("增长", "①", ""), ("品牌", "®", ""), ("atm", "2", ""),
        ("第一", "版", "版"), ("5", "th", "th"),
    ],
)  # fmt: skip
def test_what_is_raised_is_an_exponent_or_a_note_or_text(before: str, mark: str, read: str) -> None:
    assert raised(before, mark) == read
