"""Evidence: the figure marked, the source's characters kept, and nothing of an article alive in the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from analytics.ui.highlight import Passage, clipped, evidence_html, passage
from extractors import SourceText, extract
from extractors.model import Article
from tests.analytics.conftest import plain_row, rows_of


class Read(HTMLParser):
    """What a browser would read: elements with attributes, all text, and the text inside ``mark``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.marked, self._open = "", "", [""]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._open:
            self.marked += data

    @property
    def mark(self) -> dict[str, str | None]:
        return next(attributes for tag, attributes in self.elements if tag == "mark")


@pytest.fixture
def read(article: Callable[..., Article]) -> Callable[..., Read]:
    """``read(sentences, which, figure, as_published)``: evidence of a figure in one of the sentences."""

    def make(sentences: list[str], which: int, figure: str, *, as_published: bool) -> Read:
        source = article(*sentences)
        sentence = source.sentences[which]
        start = sentence.start + sentences[which].index(figure)
        claim = plain_row(
            'c"1', kind="percentage", start=start, end=start + len(figure), sentence_start=sentence.start, sentence_end=sentence.end
        )
        return Read(evidence_html(source, claim, as_published))

    return make


THREE = ["前面有３件事(shì)。", "總警情下降(xiàjiàng)百分之三(sān)十，群眾滿意。", "後面還有一句。"]


def test_cleaned_it_reads_well_and_marks_the_figure(read: Callable[..., Read]) -> None:
    seen = read(THREE, 1, "百分之三(sān)十", as_published=False)
    assert seen.marked == "百分之三十"
    assert seen.text == "前面有3件事。总警情下降百分之三十，群众满意。后面还有一句。"
    assert seen.mark["data-text"] == "百分之三(sān)十"
    assert seen.mark["data-claim"] == 'c"1'


def test_as_published_nothing_is_changed(read: Callable[..., Read]) -> None:
    seen = read(THREE, 1, "百分之三(sān)十", as_published=True)
    assert seen.text == "".join(THREE)
    assert seen.marked == seen.mark["data-text"] == "百分之三(sān)十"


@pytest.mark.parametrize(("which", "text", "around"), [(0, "甲1件。乙1件。", 1), (1, "甲1件。乙1件。丙1件。", 2), (2, "乙1件。丙1件。", 1)])
def test_one_sentence_before_and_one_after_where_there_are(read: Callable[..., Read], which: int, text: str, around: int) -> None:
    seen = read(["甲1件。", "乙1件。", "丙1件。"], which, "1件", as_published=False)
    assert [attributes["class"] for tag, attributes in seen.elements if tag == "span"].count("around") == around
    assert seen.text == text


@pytest.mark.parametrize("as_published", [True, False])
@pytest.mark.parametrize(
    "trap",
    [
        "<img src=x onerror=alert(1)>",
        "</mark></blockquote><script>1</script>",
        "![图](http://x.example/p.png)",
        "3~5万~6",
        "$5亿至$8亿",
        "&lt;b&gt;",
        "[甲](javascript:1)",
    ],
)
def test_nothing_of_an_article_comes_alive(read: Callable[..., Read], trap: str, as_published: bool) -> None:
    seen = read([f"前{trap}。", f"甲{trap}共8件{trap}。", f"后{trap}。"], 1, "8件", as_published=as_published)
    assert {tag for tag, _ in seen.elements} == {"blockquote", "span", "mark"}
    assert seen.marked == "8件"
    if as_published:
        assert seen.text.count(trap) == 4


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\ufeff", "\x07"])
def test_unseen_characters_are_shown_and_kept(read: Callable[..., Read], hidden: str) -> None:
    seen = read([f"共{hidden}1{hidden}2件。"], 0, f"1{hidden}2件", as_published=True)
    shown = f"U+{ord(hidden):04X}"
    assert seen.text == f"共{shown}1{shown}2件。"
    assert seen.mark["data-text"] == f"1{hidden}2件"
    assert hidden not in seen.text


def test_line_ends_inside_a_figure_survive_the_attribute(article: Callable[..., Article]) -> None:
    source = article("共1\r\n2件。")
    claim = plain_row(start=1, end=6, sentence_start=0, sentence_end=7)
    html = evidence_html(source, claim, as_published=True)
    assert "\r" not in html.split('data-text="')[1].split('"')[0]
    assert Read(html).mark["data-text"] == "1\r\n2件"


TABLE = "2024年5月警情\n类别 | 刑事 |  | 治安 | \n | 起数 | 同比（%） | 起数 | 同比（%）\n城区 | 60 | -5.2 | 420 | 3.1\n乡镇 | 31 | 0.4 | 118 | -2.0\n下一步继续加强巡逻。"


def test_a_claim_of_a_table_shows_its_table_with_its_heads_lit_and_its_cell_marked() -> None:
    extraction = extract(SourceText(TABLE))
    claim = next(claim for claim in rows_of(extraction) if claim.text == "3.1")
    shown = evidence_html(extraction.article, claim, as_published=False)
    assert re.findall(r'<th class="lit">([^<]*)</th>', shown) == ["治安", "同比（%）", "城区"]
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", shown) == ["3.1"]
    assert '<td class="cell-on">' in shown
    assert "下一步继续加强巡逻" in shown
    seen = passage(extraction.article, claim, as_published=False)
    assert (seen.lead, seen.figure, seen.rest) == ("城区 | 60 | -5.2 | 420 | ", "3.1", "")


def test_of_a_large_table_what_stands_around_the_cell_is_shown() -> None:
    rows = "\n".join(f"单位{n}\t" + "\t".join(str(100 * n + m) for m in range(8)) for n in range(1, 31))
    extraction = extract(SourceText("所名\t" + "\t".join(f"第{m}类（起）" for m in "甲乙丙丁戊己庚辛") + "\n" + rows))
    claim = next(claim for claim in rows_of(extraction) if claim.text == "1505")
    shown = evidence_html(extraction.article, claim, as_published=False)
    assert "1505" in shown
    assert "1504" in shown
    assert "1501" not in shown
    assert "单位29" not in shown
    assert shown.count("…") >= 2
    assert re.findall(r'<th class="lit">([^<]*)</th>', shown) == ["第己类（起）", "单位15"]


def test_markup_in_a_table_stays_text() -> None:
    extraction = extract(SourceText("类别 | 起数\n<b>盗窃</b> | 40\n<script>x</script> | 66"))
    shown = evidence_html(extraction.article, rows_of(extraction)[0], as_published=False)
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("comma", ["，", ","])
def test_a_long_sentence_is_cut_at_the_clauses_around_its_figure(comma: str) -> None:
    lead, rest = f"前面的话说了很久{comma}" * 20, f"{comma}后面的话也说了很久" * 20
    near = clipped(Passage("", lead, "30%", rest, ""))
    assert (near.head + near.lead, near.rest + near.tail) == (lead, rest)
    assert near.head
    assert near.tail
    assert near.lead.startswith("前面")
    assert near.rest.endswith(comma)
    assert 100 < len(near.lead) + len(near.rest) <= 160
    beginning = clipped(Passage("", "", "30%", rest, ""))
    assert (beginning.head, beginning.lead) == ("", "")
    assert len(beginning.rest) > 100
    assert clipped(Passage("", "全市下降", "30%", "。", "")) == ("", "全市下降", "。", "")


def test_a_switch_shows_a_long_sentence_whole(article: Callable[..., Article]) -> None:
    long = f"{'前面的话说了很久，' * 20}下降30%。"
    source = article(long)
    start = long.index("30%")
    claim = plain_row("c", kind="percentage", start=start, end=start + 3, sentence_start=0, sentence_end=len(long))
    assert '<details class="whole"><summary>显示整句</summary></details>' in evidence_html(
        source, claim, as_published=False, whole="显示整句"
    )
    assert "<details" not in evidence_html(source, claim, as_published=False)
