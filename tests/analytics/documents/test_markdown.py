"""Markdown: front matter becomes metadata, marks leave, figures stay whole."""

from datetime import date

import pytest

from analytics.documents import Document, read_bytes
from extractors import extract

ARTICLE = """---
title: "云溪公安推出‘溪链’平台"
date: 2023-04-18 09:30
author: 岳某
source: 云溪平安网
url: https://a.cn/1
tags: [警务, 改革]
---

# 云溪公安推出“溪链”平台

近日，平台上线三个月来共办理业务**1.2万**件，群众满意度达***98%***，[处置警情](https://a.cn/2 "x")_300余_起。

> “以前要跑~~五~~三趟。”居民说。

- 追赃`200`万元
- [x] 抓获嫌疑人36名

| 指标 | 2022年 | 2023年 |
|:--|--:|---|
| 派警用时 | 95秒 | **42秒** |

![图为大厅 共3000人](a.png)<!-- 待核 5000人 -->
"""


def read(text: str) -> Document:
    (item,) = read_bytes("a.md", text.encode())
    assert isinstance(item, Document)
    return item


def test_front_matter_is_metadata_and_not_text() -> None:
    text = read(ARTICLE).text
    assert (text.title, text.publisher, text.published_on) == ("云溪公安推出‘溪链’平台", "云溪平安网", date(2023, 4, 18))
    assert text.url == "https://a.cn/1"
    assert "tags" not in text.raw


def test_figures_are_whole_without_their_marks() -> None:
    text = read(ARTICLE.replace("\n", "\r\n")).text
    claims = extract(text).claims
    assert {"1.2万件", "98%", "300余起", "200万元", "36名", "95秒", "42秒"} <= {claim.text for claim in claims}
    assert all(text.raw[claim.start : claim.end] == claim.text for claim in claims)
    for gone in ("3000", "5000", "*", "`", "](", "---", "![", "# "):
        assert gone not in text.raw


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**“溪链”**平台", "“溪链”平台"),
        ("增长3~5万，6~8万", "增长3~5万，6~8万"),
        ("面积5*3*2米", "面积5*3*2米"),
        (r"编号\*7\* 共3\_0起", "编号*7* 共3_0起"),
        ("a_b_c 与 snake_case", "a_b_c 与 snake_case"),
        ("##打击犯罪", "打击犯罪"),
        ("破案300起\n===", "破案300起\n"),
        ("上线三个月，\n办件300起", "上线三个月，办件300起"),
        ("办件300起\n破案20起", "办件300起\n破案20起"),
        ("见[注][1]与注[^2]\n\n[1]: https://a.cn", "见注与注\n\n"),
        ("共<b>300</b>起&nbsp;A&amp;B", "共300起\xa0A&B"),
        ("小于<30岁，大于>60岁", "小于<30岁，大于>60岁"),
        ("```\n共300起\n```", "共300起\n"),
        ("1. 破案300起", "1. 破案300起"),
        ("破案~~900~~1200起", "破案1200起"),
        ("破案<s>900</s><del>800</del>1200起", "破案1200起"),
        ("增长3~~5成", "增长3~~5成"),
        ("用房1200m<sup>2</sup>，破案3000<sup>1</sup>起", "用房1200m²，破案3000起"),
        ("用房1200m^2^，破案3000^[1]^起", "用房1200m²，破案3000起"),
        ("破案3000<br>起，下降10.2<br/>%", "破案3000起，下降10.2%"),
        ("全市共破案1\n200起，下降10.\n2%", "全市共破案1200起，下降10.2%"),
        ("| 区 | 2022年 | |\n|---|---|:-:|\n| | 31 | **42** |\n| 西\\|区 | | 3 |", "区 | 2022年 | \n | 31 | 42\n西|区 |  | 3"),
    ],
)
def test_marks_leave_and_signs_stay(marked: str, plain: str) -> None:
    assert read(marked).text.raw == plain


def test_a_rule_on_top_is_no_front_matter() -> None:
    assert read("---\n共破案300起。\n---\n追赃20万元。").text.raw == "共破案300起。\n追赃20万元。"


def test_the_heading_is_the_title_where_nothing_else_says_it() -> None:
    assert read("\n# 云溪**公安**推出平台\n共破案300起。").text.title == "云溪公安推出平台"


def test_a_date_that_is_none_is_a_doubt() -> None:
    item = read("---\ntitle: 题\ndate: 去年春天\n---\n共破案300起。")
    assert (item.text.published_on, item.doubt) == (None, "date")


def test_a_source_that_is_an_address_is_the_address() -> None:
    text = read("---\nsource: https://a.cn/1\nauthor: 岳某\n---\n共破案300起。").text
    assert (text.publisher, text.url) == ("岳某", "https://a.cn/1")


@pytest.mark.parametrize(
    "piece", ["*", "**a ", "[", "[a](", "![", "<", "<!--", "`", "~~a", "__a ", "| ", "> ", "- ", "---\n", "#", "[a][", "\\"]
)
def test_endless_marks_without_their_other_half_are_read(piece: str) -> None:
    """Were the cost the square of the length, this would not end."""
    assert read("共300起。" + piece * 300_000).text.raw.startswith("共300起。")
