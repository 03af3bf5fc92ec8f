"""Page furniture, header and sentences: which parts of a page belong to the article."""

from datetime import date

import pytest

from extractors import SourceText, extract
from extractors.source import sentences
from extractors.source.boilerplate import boilerplate_flags, lines_of
from extractors.source.clean import clean
from extractors.source.header import Header, read_header
from extractors.source.sections import is_heading, sections

BODY = "近日，云溪县公安局推出“溪链”平台，上线三个月来共办理业务1.2万件，群众满意度达98%，受到当地居民的普遍欢迎。"
PAGE = f"""您的位置：首页 > 警务资讯 > 正文
云溪公安推出“溪链”平台
2023-05-08 09:30  来源：云溪平安网  作者：李一
{BODY}
　　目前，平台已接入部门12个，下一步将在全县推广应用，让更多群众享受改革带来的便利。
（原标题：云溪公安推出“溪链”平台）
责任编辑：王二
相关阅读
· 全县破获案件300起2023-05-01
· 夜巡30公里 守护平安夜2023-04-28
云溪平安网 版权所有 云ICP备12345678号-1 电话：0871-12345678
"""


def header_of(text: str) -> Header:
    lines = lines_of(text)
    return read_header(lines, boilerplate_flags(lines))


def test_furniture_and_header_leave_the_article() -> None:
    lines = lines_of(clean(PAGE).text)
    marks = boilerplate_flags(lines)
    header = read_header(lines, marks)
    kept = [line.text for i, line in enumerate(lines) if not marks[i] and i not in header.lines]
    assert [text[:4] for text in kept] == ["近日，云", "目前，平"]
    assert header.title == "云溪公安推出“溪链”平台"
    assert header.publisher == "云溪平安网"
    assert header.published_on == date(2023, 5, 8)


@pytest.mark.parametrize(
    "line",
    [
        "当前位置：首页 > 警务 > 正文",
        "- 某市新增车位3100个 有效破解停车难2022-01-15",
        "联系电话：010-12345678",
        "京ICP备12345678号",
        "凡注有“云溪平安网”的稿件，未经许可不得转载",
        "0 条评论",
        "（责任编辑：李一）",
        "关键词：警务创新",
        "浏览次数：1024",
        "云溪平安网13小时前",
        "2 天前发布",
        "- 2021-03-05上月全区 石桥县81人因酒驾被查处",
        "2021/3/5 石桥县公安局破案120起受表彰",
        "相关文章",
    ],
)
def test_lines_that_are_furniture(line: str) -> None:
    assert boilerplate_flags(lines_of(f"{BODY}\n{BODY}\n{line}"))[-1]


@pytest.mark.parametrize("line", [BODY, "一、夯实基础", "2023年，全县共破获刑事案件300起。", "他说：“要让群众少跑腿。”"])
def test_lines_that_are_not(line: str) -> None:
    assert not any(boilerplate_flags(lines_of(line)))


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"标题在这里\n发布时间：2021年5月8日 来源：某网\n{BODY}", date(2021, 5, 8)),
        (f"标题在这里\n时间:2024-11-09 作者:佚名来源:某网\n{BODY}", date(2024, 11, 9)),
        (f"新华网昆明2022年6月5日电（记者 李一）{BODY}", date(2022, 6, 5)),
        (f"中新网昆明6月5日电（记者 李一）{BODY}", None),
        (f"{BODY}\n相关文章\n· 别的新闻 2022-01-15", None),
        (BODY, None),
    ],
)
def test_publication_date_is_stated_or_missing(text: str, published: date | None) -> None:
    assert header_of(text).published_on == published


@pytest.mark.parametrize(
    "marked",
    [
        "今年下降10%。|明年再降。",
        "“找到了！”|5月中旬，警方找到老人。",
        "“谁执法谁普法？”的问题解决了。",
        "窗口效能提高了20%……|三年来，成果不断。",
        "“让数据……跑起来”是目标。",
        "效果好（比去年好。）得多。",
        "他说：“好。”|记者走了。",
        "增长2.5倍！|办件3.6万件。",
    ],
)
def test_sentence_boundaries(marked: str) -> None:
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in sentences.split(text)] == marked.split("|")


def test_a_short_opening_sentence_is_no_header() -> None:
    lines = lines_of("鼓楼下的课\n来了58名村民。\n株洲市渌口区公安局说，这样的课已经开了63场。")
    assert read_header(lines, boilerplate_flags(lines)).lines == {0}


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("山里的灯", True),
        ("【打击】今年以来，破案30起。", True),
        ("[湖南株洲] 渡口边的哨声", True),
        ("今年以来，破案30起。", False),
        ("| 警种 | 件数 |", False),
        ("3", False),
        ("一句没有标点却长得不能做标题的话它一直说到第三十三个字以后还没有停下来", False),
    ],
)
def test_headings(line: str, heading: bool) -> None:
    assert is_heading(line) is heading


def test_sections_run_from_heading_to_heading() -> None:
    lines = ["开头一段。", "山里的灯", "第一段。", "第二段。", "写在最后", "末段。"]
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    spans = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    texts = [text[start:end] for start, end in sections(text, spans)]
    assert texts == ["开头一段。", *["山里的灯\n第一段。\n第二段。"] * 3, *["写在最后\n末段。"] * 2]
    assert sections(text, []) == ()


@pytest.mark.parametrize("unit", ["破案30起，", "破案30起；", "8%、", "全市"])
def test_text_without_a_full_stop_is_cut_and_keeps_every_character(unit: str) -> None:
    text = unit * 1000
    spans = list(sentences.split(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert max(end - start for start, end in spans) <= 1000
    if unit != "全市":
        assert all(text[start:end].endswith(unit[-1]) for start, end in spans)


def test_a_text_of_one_clause_a_line_is_read_without_any_full_stop() -> None:
    lines = (
        "石桥日报 > 视频",
        "会飞的“警哥”来了！",
        "小区门口两车相撞",
        "石桥县交警大队接到报警",
        "民警在中队就把无人机放了出去",
        "3分钟飞到现场",
        "5分钟拍完照片",
        "两位司机把车挪开",
        "路口不到10分钟恢复通行",
        "今年以来这样的警情",
        "无人机已经处理了46起",
        "相关推荐",
        "别处的一条新闻",
        "2024-12-08 10:00:17",
    )
    extraction = extract(SourceText("\n".join(lines)))
    assert [claim.text for claim in extraction.claims] == ["3分钟", "5分钟", "两位", "不到10分钟", "46起"]
    assert extraction.article.published_on is None
