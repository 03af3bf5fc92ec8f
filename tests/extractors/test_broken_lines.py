"""Figures split by a line break or by a space between characters, and lines of the article without a full stop."""

import pytest

from extractors import SourceText, extract
from extractors.source.boilerplate import boilerplate_flags, lines_of, states_figure


def figures(text: str) -> dict[str, float | None]:
    claims = extract(SourceText(text)).claims
    for claim in claims:
        assert text[claim.start : claim.end] == claim.text
    return {claim.text: None if claim.value is None else float(claim.value) for claim in claims if claim.kind != "date"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本月破案4 1 5 起。", {"4 1 5 起": 415}),
        ("满 意 率 达 9 8 . 6 % 。", {"9 8 . 6 %": 98.6}),
        ("投 入 1 2 0 万 元 ， 惠 及 8 5 0 户 。", {"1 2 0 万 元": 1200000, "8 5 0 户": 850}),
        ("得分依次为9 8 7，另破案12起。", {"12起": 12}),
    ],
)
def test_numbers_set_letter_by_letter(text: str, expected: dict[str, float]) -> None:
    assert figures(text) == expected


WRAPPED = """近日，云溪县公安局召开新闻发布会，通报今年以
来打击治理电信网络诈骗犯罪工作情况，共破获案
件318起，同比上升1
2.6%，抓获犯罪嫌疑人24
5名，为群众挽回损失1200
余万元，群众安全感和满意度明显提升，下一步将
继续加强宣传防范。"""


PARAGRAPH = (
    "近日云溪县公安局召开新闻发布会，通报今年以来打击治理电信网络诈骗犯罪的有关情况。全县公安机关共破获案件318起，抓获犯罪嫌疑人245名，"
    "为群众挽回损失1200余万元。县局以十个街面警务站为支点，推行快处快赔，平均处置用时缩短三分之一，可防性案件下降30.8%。基层党支部标准化"
    "建设全部达标，社区民警进入村居两委班子，矛盾纠纷化解率达到96%，群众安全感和满意度明显提升，下一步将继续加强宣传防范工作。"
)


def test_a_paragraph_whose_line_ends_became_blanks_is_read_as_if_it_had_none() -> None:
    wrapped = " ".join(PARAGRAPH[at : at + 30] for at in range(0, len(PARAGRAPH), 30))
    subjects = [claim.subject for claim in extract(SourceText(PARAGRAPH)).claims]
    assert [claim.subject for claim in extract(SourceText(wrapped)).claims] == subjects
    assert "可防性案件" in subjects


def test_lines_of_one_width_are_joined() -> None:
    assert figures(WRAPPED) == {"318起": 318, "1\n2.6%": 12.6, "24\n5名": 245, "1200\n余万元": 12000000}
    assert len(extract(SourceText(WRAPPED)).article.sentences) == 1


SET_IN = """云溪警政月报（资料期2023年6月）
P. 15

                        2023年6月警察机关查获违序案件 582 件，较上月减少 29
                   件或减 4.7%，较上年同月增加 182 件，其中妨害善良风俗案 280
                   件，妨害他人身体财产案件 188 件，妨害安宁秩序案件 110
                   件，妨害公务案件 4 件。

                        2023年1至6月警察机关查获违序案件 3197 件，较上年同
                   期增加 559 件，其中妨害善良风俗案 1553 件，妨害他人身
                   体财产案件 959 件，妨害安宁秩序案件 638 件。
"""


def test_lines_of_a_text_that_is_set_in_as_a_whole_are_joined() -> None:
    claims = {claim.text: claim for claim in extract(SourceText(SET_IN)).claims}
    assert len(claims) == 15
    assert claims["110\n                   件"].value == 110
    assert (claims["559 件"].basis, str(claims["559 件"].period_start)) == ("yoy", "2023-01-01")


def test_lines_that_end_or_that_open_another_item_stay_apart() -> None:
    text = "全县公安机关上半年打击整治主要战果情况通报如下：\n一、打击电信网络诈骗犯罪破获案件30起抓获嫌疑人20名\n二、打击侵财类违法犯罪破获案件50起抓获嫌疑人46名\n三、打击涉黄涉赌违法犯罪查处案件12起查获人员88名"
    assert list(figures(text).values()) == [30, 20, 50, 46, 12, 88]
    assert len(extract(SourceText(text)).article.sentences) >= 3


@pytest.mark.parametrize(
    "lines",
    [
        ["1．破案30起；", "2．抓获50人；", "3．追赃120万元；"],
        ["破案30起", "抓获50人", "追赃120万元"],
        ["（一）破案30起", "（二）抓获50人", "（三）追赃120万元"],
    ],
)
@pytest.mark.parametrize("head", ["云溪县公安局战果通报", "云溪县公安局战果通报\n2024-11-09 来源：云溪平安网"])
def test_a_bulletin_keeps_every_figure(head: str, lines: list[str]) -> None:
    assert figures("\n".join([head, *lines])) == {"30起": 30, "50人": 50, "120万元": 1200000}


@pytest.mark.parametrize("line", ["关闭涉黄场所30家", "承办案件320件", "• 打掉团伙12个，抓获86人"])
def test_a_line_that_counts_is_no_furniture(line: str) -> None:
    body = "近日，云溪县公安局推出“溪链”平台，上线三个月来共办理业务1.2万件，群众满意度达98%，受到当地居民的普遍欢迎。"
    assert states_figure(line)
    assert not boilerplate_flags(lines_of(f"{body}\n{body}\n{line}"))[-1]


@pytest.mark.parametrize("line", ["浏览次数：300次", "0 条评论", "第3版", "点赞 25人", "2024-05-06 09:30"])
def test_counters_of_readers_are_no_figures(line: str) -> None:
    assert not states_figure(line)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("涉案资金（万元）：86.5", 865000, "CNY"),
        ("立案数(件):1,204", 1204, "件"),
        ("化解率（%）98.2，较好。", 98.2, "%"),
        ("用时（分钟）：8", 8, "分钟"),
    ],
)
def test_a_label_gives_its_unit(text: str, value: float, unit: str) -> None:
    (claim,) = extract(SourceText(text)).claims
    assert (float(claim.value or 0), claim.unit) == (value, unit)


@pytest.mark.parametrize("text", ["金额（万元）", "单位：万元", "表中数额单位为亿元，请核对。", "以万人为单位统计。", "（单位：千元、人）"])
def test_a_unit_without_a_number_is_no_figure(text: str) -> None:
    assert extract(SourceText(text)).claims == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("追回资金68 . 5万元", 685_000),
        ("追回资金68. 5万元", 685_000),
        ("办证3 2 0 0 余件", 3200),
        ("办证 3 2 0 多件", 320),
        ("五通桥区分局接报30起", 30),
    ],
)
def test_what_blanks_have_taken_apart_is_one_number(text: str, value: int) -> None:
    (claim,) = extract(SourceText(f"记者获悉，该局今年{text}，群众满意。".replace("今年", ""))).claims
    assert claim.value == value
