"""An article laid out: put together again it is the source, and every claim has one mark, however figures lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.claims.rows import ListedClaim
from analytics.i18n.invisible import UNSEEN, code_point
from analytics.ui.articleview import Paragraph, Part, article_view
from extractors.model import Article, Sentence, SourceText
from extractors.pipeline import extract
from extractors.source.clean import clean
from tests.analytics.conftest import plain_row, rows_of

MIXED = st.text(st.sampled_from("警情下降3０.5%万余\n\r\u2028\u200b\u202e\x00\t <&>\"'“”（）(shì)，。"), min_size=1, max_size=60)


def claim(number: int, start: int, end: int, raw: str) -> ListedClaim:
    return plain_row(f"c{number}", start=start, end=end, text=raw[start:end])


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, list[ListedClaim]]:
    """Any text with any sentences in order, and any figures, crossing, within each other, the same twice."""
    raw = draw(MIXED)
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=6, unique=True)))
    sentences = tuple(Sentence(raw[a:b], a, b, 0) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    spans = draw(st.lists(st.tuples(st.integers(0, len(raw) - 1), st.integers(1, 12)), max_size=6))
    claims = [claim(number, start, min(len(raw), start + length), raw) for number, (start, length) in enumerate(spans)]
    return Article("d", "a.txt", "", "", None, "", raw, sentences), claims


def text_of(parts: list[Part]) -> str:
    return "".join(part if isinstance(part, str) else part["unseen"] if "unseen" in part else text_of(part["parts"]) for part in parts)


def marks_of(parts: list[Part]) -> Iterator[Any]:
    for part in parts:
        if not isinstance(part, str) and "parts" in part:
            if "claim" in part:
                yield part
            yield from marks_of(part["parts"])


def text(view: list[Paragraph]) -> str:
    return "".join(text_of(paragraph["parts"]) for paragraph in view)


def marks(view: list[Paragraph]) -> list[Any]:
    return [mark for paragraph in view for mark in marks_of(paragraph["parts"])]


def seen(raw: str) -> str:
    return UNSEEN.sub(lambda match: code_point(match[0]), raw)


@given(articles())
def test_as_published_it_is_the_source(made: tuple[Article, list[ListedClaim]]) -> None:
    article, claims = made
    view = article_view(article, claims, as_published=True)
    # A line that ends in \r\n may end between the two where a figure does: then \r stands by itself.
    assert text(view).replace("U+000D", "\r") == seen(article.raw).replace("U+000D", "\r")
    assert sorted((mark["claim"], mark["text"]) for mark in marks(view)) == sorted((row.claim_id, row.text) for row in claims)


@given(articles())
def test_cleaned_it_is_the_cleaned_source(made: tuple[Article, list[ListedClaim]]) -> None:
    article, claims = made
    view = article_view(article, claims, as_published=False)
    assert text(view).replace("U+000D", "\r") == seen(clean(article.raw).text).replace("U+000D", "\r")
    assert sorted(mark["claim"] for mark in marks(view)) == sorted(row.claim_id for row in claims)


def whole(raw: str) -> Article:
    return Article("d", "a.txt", "", "", None, "", raw, (Sentence(raw, 0, len(raw), 0),))


def nested(view: list[Paragraph]) -> list[Any]:
    """Parts as texts and lists."""

    def of(parts: list[Part]) -> list[Any]:
        return [part if isinstance(part, str) else [part["claim"], *of(part["parts"])] for part in parts if "unseen" not in part]

    return [of(paragraph["parts"]) for paragraph in view]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(1, 3)], ["甲", ["c0", "12"], "34乙"]),
        ([(1, 5), (2, 4)], ["甲", ["c0", "1", ["c1", "23"], "4"], "乙"]),
        ([(2, 4), (1, 5)], ["甲", ["c1", "1", ["c0", "23"], "4"], "乙"]),
        ([(1, 4), (2, 5)], ["甲", ["c0", "123"], ["c1", "4"], "乙"]),
        ([(1, 3), (1, 3)], ["甲", ["c0", ["c1", "12"]], "34乙"]),
        ([(1, 3), (3, 5)], ["甲", ["c0", "12"], ["c1", "34"], "乙"]),
        ([(1, 5), (2, 4), (3, 6)], ["甲", ["c0", "1", ["c1", "23"], "4"], ["c2", "乙"]]),
    ],
)
def test_figures_that_lie_over_each_other(spans: list[tuple[int, int]], expected: list[Any]) -> None:
    raw = "甲1234乙"
    claims = [claim(number, start, end, raw) for number, (start, end) in enumerate(spans)]
    assert nested(article_view(whole(raw), claims, as_published=True)) == [expected]


def test_a_figure_over_a_line_end_keeps_its_paragraph_whole() -> None:
    raw = "共1\r\n2件。\n后一行。"
    view = article_view(whole(raw[:7]), [claim(0, 1, 6, raw)], as_published=True)
    assert [text_of(paragraph["parts"]) for paragraph in view] == ["共1\r\n2件。"]
    assert [mark["text"] for mark in marks(view)] == ["1\r\n2件"]


def test_what_was_not_read_is_told_apart() -> None:
    raw = "首页 | 要闻 | 视频\n\n民警办公桌上的小本子不见了，今年以来全市警情下降12%，群众都说好。\n版权所有 违者必究\n"
    made = extract(SourceText(raw))
    view = article_view(made.article, rows_of(made), as_published=True)
    assert [paragraph["sort"] for paragraph in view] == ["aside", "blank", "read", "aside"]
    assert [mark["text"] for mark in marks(view)] == [claim.text for claim in made.claims]
    assert any("12%" in mark["text"] for mark in marks(view))


def test_a_figure_added_where_nothing_was_read_is_shown() -> None:
    raw = "版权所有 违者必究 访问3次\n"
    article = Article("d", "a.txt", "", "", None, "", raw, ())
    (paragraph,) = article_view(article, [claim(0, 12, 14, raw)], as_published=False)
    assert paragraph["sort"] == "read"
    assert [mark["claim"] for mark in marks([paragraph])] == ["c0"]


@pytest.mark.parametrize("as_published", [True, False])
def test_annotations_inside_a_figure(article: Callable[..., Article], as_published: bool) -> None:
    made = article("總警情下降(xiàjiàng)百分之三(sān)十，群眾滿意。")
    start = made.raw.index("百分之")
    (mark,) = marks(article_view(made, [claim(0, start, start + 10, made.raw)], as_published))
    assert mark["text"] == "百分之三(sān)十"
    assert text_of(mark["parts"]) == ("百分之三(sān)十" if as_published else "百分之三十")


def test_a_table_stands_in_its_place_with_its_marks_in_its_cells() -> None:
    raw = "上半年情况如下。\n类别 | 起数\n盗窃 | 40\n诈骗 | 66\n下一步继续巡逻。"
    extraction = extract(SourceText(raw))
    view = article_view(extraction.article, rows_of(extraction), as_published=False)
    assert [paragraph["sort"] for paragraph in view] == ["read", "table", "read"]
    table = view[1]
    assert [[text_of(cell["parts"]) for cell in row] for row in table["rows"]] == [["类别", "起数"], ["盗窃", "40"], ["诈骗", "66"]]
    assert [[cell["head"] for cell in row] for row in table["rows"]] == [[True, True], [True, False], [True, False]]
    assert table["heads"] == 1
    assert [mark["text"] for row in table["rows"] for cell in row for mark in marks_of(cell["parts"])] == ["40", "66"]
    assert text(article_view(extraction.article, [], as_published=True)) == raw


@pytest.mark.parametrize("as_published", [True, False])
def test_a_table_that_was_not_read_stands_as_it_was_written(as_published: bool) -> None:
    raw = "上半年情况如下。\n类别\t立案\t破案\n盗窃\t40\n诈骗\t66\t12\n下一步继续巡逻。"
    extraction = extract(SourceText(raw))
    view = article_view(extraction.article, rows_of(extraction), as_published)
    assert [paragraph["sort"] for paragraph in view] == ["read", "unread", "read"]
    assert text_of(view[1]["parts"]) == "类别\t立案\t破案\n盗窃\t40\n诈骗\t66\t12\n"


# --- what a search has found ------------------------------------------------------------------------


@given(articles(), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 9)), max_size=4), st.booleans())
def test_what_was_found_is_marked_once_and_changes_nothing_else(
    made: tuple[Article, list[ListedClaim]], found: list[tuple[int, int]], as_published: bool
) -> None:
    article, claims = made
    hits, end = list[tuple[int, int]](), 0
    for start, length in sorted(found):
        if end <= start < len(article.raw):
            hits.append((start, end := min(len(article.raw), start + length)))
    plainly, view = article_view(article, claims, as_published), article_view(article, claims, as_published, hits)
    assert text(view) == text(plainly)
    assert [(mark["claim"], text_of(mark["parts"])) for mark in marks(view)] == [(m["claim"], text_of(m["parts"])) for m in marks(plainly)]
    if as_published:
        shown = {number: "".join(piece for hit, piece in marked(view) if hit == number) for number in range(len(hits))}
        assert shown == {number: seen(article.raw[slice(*hit)]) for number, hit in enumerate(hits)}


def marked(view: list[Paragraph]) -> list[tuple[int, str]]:
    def within(parts: list[Part]) -> Iterator[tuple[int, str]]:
        for part in parts:
            if not isinstance(part, str) and "parts" in part:
                if "hit" in part:
                    yield part["hit"], text_of(part["parts"])
                yield from within(part["parts"])

    return [each for paragraph in view for each in within(paragraph["parts"])]


def test_what_was_found_across_two_cells_of_a_table_stays_in_them() -> None:
    raw = "指标\t本月\t上月\n刑事警情\t62\t70\n治安警情\t30\t31\n"
    extraction = extract(SourceText(raw=raw))
    (table,) = (
        paragraph
        for paragraph in article_view(extraction.article, [], False, [(raw.index("警情"), raw.index("62") + 1)])
        if paragraph["sort"] == "table"
    )
    assert [text_of(cell["parts"]) for cell in table["rows"][1]] == ["刑事警情", "62", "70"]
