"""PDF files: paragraphs put together again, and what every page repeats left out."""

import threading

import pytest
from making_pdf import grid, pdf

from analytics.documents import Document, Unreadable, read_bytes
from extractors import extract

TITLE = "云溪公安推出“溪链”平台"
STAMP = "2023-04-18 来源：云溪平安网"
# Wrapped as a typesetter does: in the middle of words, and of a number.
FIRST = [
    "　　近日，云溪县公安局推出“溪链”平台，上线三个月来共办理业务1.2",
    "万件，群众满意度达98%，受到居民欢迎，与上年同期相比，刑事警情下降3",
    "0.5%，办事时间缩短一半。",
]
SECOND = ["　　目前，平台已接入部门12个，联动处置警情300余起，下一步将在全县推", "广应用。"]


def read(content: bytes) -> Document | Unreadable:
    (item,) = read_bytes("a.pdf", content)
    return item


def text(pages: list[list[str]]) -> str:
    item = read(pdf(pages))
    assert isinstance(item, Document)
    return item.text.raw


def whole(lines: list[str]) -> str:
    return "".join(lines).strip()


def test_lines_become_paragraphs_again() -> None:
    assert text([[TITLE, STAMP, *FIRST, *SECOND]]) == "\n".join([TITLE, STAMP, whole(FIRST), whole(SECOND)])


def test_figures_broken_over_lines_are_whole_and_stand_in_the_text() -> None:
    item = read(pdf([[TITLE, STAMP, *FIRST, *SECOND]]))
    assert isinstance(item, Document)
    extraction = extract(item.text)
    figures = [claim.text for claim in extraction.claims]
    assert {"1.2万件", "98%", "30.5%", "12个", "300余起"} <= set(figures)
    assert all(item.text.raw[claim.start : claim.end] == claim.text for claim in extraction.claims)
    assert (extraction.article.title, extraction.article.publisher) == (TITLE, "云溪平安网")


def test_a_paragraph_goes_on_over_the_page_and_what_pages_repeat_is_gone() -> None:
    pages = [
        ["云溪警务简报  第7期", *FIRST[:2], "— 1 —"],
        ["云溪警务简报  第7期", FIRST[2], *SECOND, "— 2 —"],
        ["云溪警务简报  第7期", "　　全文完。", "— 3 —"],
    ]
    assert text(pages) == "\n".join([whole(FIRST), whole(SECOND), "全文完。"])


def test_lines_alike_but_for_figures_are_no_footers() -> None:
    pages = [[*FIRST, "全年共破案300起"], [*SECOND, "全年共破案470起"], ["　　其余从略。", "全年共破案290起"]]
    found = text(pages)
    assert all(f"全年共破案{n}起" in found for n in (300, 470, 290))


def test_a_single_page_loses_its_number_only() -> None:
    assert text([[*SECOND, "— 1 —"]]) == whole(SECOND)
    assert text([[*SECOND, "共300起"]]) == f"{whole(SECOND)}\n共300起"


def test_headings_lists_and_short_lines_stay_apart() -> None:
    lines = [*FIRST, "一、强化打击", "（一）破案300起", "（二）追赃200万元", *SECOND]
    assert text([lines]) == "\n".join([whole(FIRST), *lines[3:6], whole(SECOND)])


def test_two_columns_keep_their_own_edges() -> None:
    wide = "\u3000" * 24
    left = ["近日，云溪县公安局推出便民平台，上线三个", "月来共办理业务2万件，群众满意。"]
    right = [wide + "目前，平台已接入部门十二个，处置警情三百", wide + "余起，下一步将推广应用。"]
    assert text([[*left, *right]]) == f"{whole(left)}\n{right[0].strip()}{right[1].strip()}"


def test_latin_words_keep_their_blank() -> None:
    line = "Police in the county said on Monday that reports of fraud were down by a third while"
    assert text([[line, "patrols doubled."]]) == f"{line} patrols doubled."


def test_radicals_that_stand_for_characters_do_no_harm() -> None:
    item = read(pdf([["　　全市破获刑事案件⼆百余起，⻄城⺠警追回⼀万元，其余正在侦办之中。"]]))
    assert isinstance(item, Document)
    assert {"⼆百余起", "⼀万元"} <= {claim.text for claim in extract(item.text).claims}


_ENCRYPTION = f"<< /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'11' * 32}> /P -4 >>"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf([FIRST], encrypt=_ENCRYPTION), "encrypted"),
        (pdf([FIRST])[:700], "broken"),
        (b"%PDF-1.7", "broken"),
        (pdf([[]]), "empty"),
        (pdf([[]], picture_on=[0]), "scanned"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    item = read(content)
    assert isinstance(item, Unreadable)
    assert (item.reason, len(item.digest)) == (reason, 32)


def test_pages_that_are_pictures_put_the_rest_in_doubt() -> None:
    item = read(pdf([SECOND, []], picture_on=[1]))
    assert isinstance(item, Document)
    assert item.doubt == "pages"
    plain = read(pdf([SECOND, []]))
    assert isinstance(plain, Document)
    assert plain.doubt == ""


def test_glyphs_that_are_no_characters_put_the_rest_in_doubt() -> None:
    for marks, doubt in (("\uf0b7", ""), ("\ue123\ue124\ue125", "encoding")):
        item = read(pdf([[marks + SECOND[0], *SECOND]]))
        assert isinstance(item, Document)
        assert item.doubt == doubt


def test_several_threads_read_at_once() -> None:
    content, found = pdf([[TITLE, *FIRST, *SECOND]] * 5), []
    threads = [threading.Thread(target=lambda: found.append(read(content))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 8


def row(*cells: str, width: int = 8) -> str:
    """Cells set by position, each so many characters from the last."""
    return "".join(
        cell + "\u3000" * (width - len(cell.encode("gb18030")) // 2) + " " * (len(cell.encode("gb18030")) % 2) for cell in cells
    ).rstrip()


TABLE = [row("单位", "破案数（起）", "同比"), row("东区", "320", "-12.3%"), row("西区", "410", "8.6%")]
LINES = ["单位 | 破案数（起） | 同比", "东区 | 320 | -12.3%", "西区 | 410 | 8.6%"]


def test_a_table_set_by_position_is_rows_of_cells() -> None:
    assert text([[TITLE, *FIRST, "各区情况", *TABLE, *SECOND]]) == "\n".join([TITLE, whole(FIRST), "各区情况", *LINES, whole(SECOND)])


def test_a_table_goes_on_over_the_page() -> None:
    found = text([[*FIRST, *TABLE, "— 1 —"], [row("南区", "50", "1.5%"), row("北区", "60", "2.5%"), *SECOND, "— 2 —"]])
    assert "\n".join([*LINES, "南区 | 50 | 1.5%", "北区 | 60 | 2.5%"]) in found


def test_a_table_drawn_with_lines_has_its_merged_heads_and_empty_cells() -> None:
    lines = ["", row("区", "警情"), row("", "一月", "二月"), row("东区", "31"), row("西区", "42", "43")]
    drawn = grid([1, 2, 3, 4, 5], [0, 8, 16, 24], without=[(0, 1, 1, 1), (2, 0, 2, 1)])
    item = read(pdf([[*lines, "", *SECOND]], drawn=drawn))
    assert isinstance(item, Document)
    assert item.text.raw == "\n".join(["区 | 警情 | 警情", "区 | 一月 | 二月", "东区 | 31 | ", "西区 | 42 | 43", whole(SECOND)])


def test_lines_drawn_around_text_make_no_table() -> None:
    item = read(pdf([[*FIRST, *SECOND]], drawn=grid([0, 6], [0, 40])))
    assert isinstance(item, Document)
    assert item.text.raw == "\n".join([whole(FIRST), whole(SECOND)])


def test_ragged_lines_that_break_inside_figures_are_joined() -> None:
    lines = [
        "今年以来，云溪县公安局持续开展打击，共破获刑事案件1",
        "200起，抓获嫌疑人若干，全市警情同比下降10.",
        "2%，挽回群众损失并返还群众的金额是3.5亿",
        "元，建成警务站69",
        "个。",
    ]
    assert text([lines]) == whole(lines)


def test_a_figure_cut_by_the_page_is_whole() -> None:
    first = "今年以来，云溪县公安局持续开展打击整治行动，日夜奋战，共破获刑事案件1"
    assert text([[first, "— 1 —"], ["200起，同比下降10.2%。", "— 2 —"]]) == f"{first}200起，同比下降10.2%。"


def test_two_columns_written_line_by_line_across_the_page_are_read_one_after_the_other() -> None:
    left = ["东区公安分局今年以来全区", "共破案320起，挽回损失12", "00万元，群众满意。"]
    right = ["西区公安分局今年以来化解", "纠纷480件，同比上升8.6", "%，群众满意率高。"]
    lines = [
        one + "\u3000" * (18 - round(sum(0.5 if char < "\u2000" else 1 for char in one))) + other
        for one, other in zip(left, right, strict=True)
    ]
    assert text([lines]) == f"{whole(left)}\n{whole(right)}"
