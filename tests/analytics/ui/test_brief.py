"""The brief as a file: valid, closed to every network, each figure with its sentence, nothing of an article alive in it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import altair as alt
import docx
import pandas as pd
import pytest

from analytics.claims.rows import WholeClaim
from analytics.i18n.format import bounds, unit
from analytics.i18n.words import Words
from analytics.ui.brief import Brief, Exhibit, brief_html, heads, pictures
from analytics.ui.brief_word import write_brief
from analytics.ui.charts.briefing import changes, svg, timeline, values
from analytics.ui.charts.drawing import ROWS, filled, finished, layered
from analytics.ui.highlight import passage
from analytics.ui.palette import LIGHT
from extractors.model import Article

ZH, EN = Words("zh"), Words("en")
VOID = {"meta", "br", "link", "img", "input", "hr"}
HAN = re.compile("[\u3400-\u9fff]")
Pair = tuple[WholeClaim, Article]


class Read(HTMLParser):
    """What a browser would read; every element closed in its order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts.setdefault(tag, []).append(data)

    def all(self, name: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(name)) is not None]

    def text(self, tag: str) -> str:
        return "".join(self.texts.get(tag, []))


@pytest.fixture
def pair(article: Callable[..., Article], row: Callable[..., WholeClaim]) -> Callable[..., Pair]:
    """``pair("甲1件。", "1件", kind="count")``: a claim of that figure in that sentence, with its article."""

    def make(sentence: str = "全市警情下降436起。", figure: str = "436起", **changed: Any) -> Pair:
        source = article("前一句。", sentence, "后一句。")
        start = 4 + sentence.index(figure)
        claim = row(
            text=figure,
            sentence=sentence,
            sentence_start=4,
            sentence_end=4 + len(sentence),
            start=start,
            end=start + len(figure),
            **changed,
        )
        return claim, source

    return make


def made(*claims: Pair, words: Words = ZH, **changed: Any) -> str:
    given: dict[str, Any] = {
        "title": "三地警情",
        "note": "",
        "filters": (),
        "made_on": date(2026, 11, 22),
        "address": "http://h/?claim=",
    } | changed
    return brief_html(Brief(claims, **given), words)


@pytest.fixture
def several(pair: Callable[..., Pair]) -> list[Pair]:
    """Levels of one unit with every bound, changes, a rank, a date, and one that says neither where nor when."""
    level: dict[str, Any] = {"role": "level", "direction": "", "basis": ""}
    nowhere = {
        "province": "",
        "city": "",
        "county": "",
        "region_basis": "unknown",
        "period_start": None,
        "period_end": None,
        "period_basis": "unknown",
    }
    return [
        pair(**level),
        pair(**level, bound="over", value_high=None),
        pair(**level, bound="under", value_low=None),
        pair(**level, bound="about", value_low=None, value_high=None),
        pair(**level, bound="range", value_low=Decimal(400), value_high=Decimal(500)),
        pair(**level, bound="vague", value=None, value_low=Decimal(200), value_high=Decimal(1000)),
        pair(period_end=None),
        pair(direction="up", value=Decimal(5)),
        pair(kind="rank", unit="", **level),
        pair(kind="date", value=None, value_low=None, value_high=None, bound="", unit="", subject="", **{**level, "role": ""}),
        pair(**level, **nowhere),
    ]  # fmt: skip


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_the_file_is_whole_and_closed_to_the_world(several: list[Pair], words: Words) -> None:
    html = made(*several, words=words, note="第一段\n\n第二段", filters=["浙江省"])
    assert html.startswith("<!DOCTYPE html>\n<html lang=")
    read = Read(html)
    tags = [tag for tag, _ in read.elements]
    assert not {"script", "link", "img", "image", "iframe", "object", "embed", "base", "form", "video", "audio", "source"} & set(tags)
    assert [
        name
        for _, attributes in read.elements
        for name in attributes
        if name.startswith("on") or name in ("src", "srcset", "xlink:href", "background")
    ] == []
    assert "@import" not in html
    assert "@font-face" not in html
    assert re.findall(r"url\((?!#)", html) == []
    policy = next(attributes["content"] for tag, attributes in read.elements if attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    ids = read.all("id")
    assert len(ids) == len(set(ids))
    assert {f"#{id_}" for id_ in ids} >= {href for href in read.all("href") if href.startswith("#")} | set(
        re.findall(r"url\((#[^)]+)\)", html)
    )
    assert tags.count("svg") == 4
    assert tags.count("mark") == len(several)
    assert tags.count("h1") == 1
    assert "cursor" not in html


def test_every_figure_has_its_footnote_with_sentence_reference_and_reason(several: list[Pair]) -> None:
    read = Read(made(*several))
    assert [href for href in read.all("href") if href.startswith("#n")] == [f"#n{at}" for at in range(1, 12)]
    assert [href for href in read.all("href") if href.startswith("#f")] == [f"#f{at}" for at in range(1, 12)]
    assert read.text("blockquote") == "前一句。全市警情下降436起。后一句。" * 11
    assert read.text("mark") == "436起" * 11
    sources = read.text("ol")
    assert sources.count("甲报") == sources.count("佚名. 标题[N]. 甲报, [日期不详].") == 11
    assert "浙江省 湖州市 南浔区（本句写明） · 2023年（本句写明） · 确数" in sources
    assert "未标明地区 · 未标明时期 · 确数" in sources
    assert sources.count("有据编号 c1 · http://h/?claim=c1") == 11


def test_what_is_missing_is_said_in_the_pictures(several: list[Pair]) -> None:
    captions = Read(made(*several)).texts["figcaption"]
    assert captions[::3][:2] == ["数量（起）", "同比变化（起）"]
    said = " ".join(captions)
    assert "▲ 上升 1 个，▼ 下降 1 个" in said
    assert "涉及 1 个省份 · 1 个未标明地区" in said
    assert "10 个标明时期 · 1 个未标明时期" in said


def test_an_english_brief_has_chinese_only_where_it_is_the_article_s(pair: Callable[..., Pair]) -> None:
    read = Read(made(pair(), pair(), words=EN, title=""))
    assert read.text("h1") == "A brief of figures"
    assert not HAN.search(read.text("figcaption").replace("警情", "").replace("起", ""))
    assert not HAN.search(read.text("th") + read.text("h2") + read.text("footer"))
    assert "甲报. (n.d.). 标题." in read.text("ol")


TRAPS = [
    "<script>alert(1)</script>", "</blockquote></li></ol><img src=x onerror=alert(1)>", "</style><svg onload=alert(1)>", '"><a href="javascript:1">',
    "&lt;b&gt;", "</title><base href=http://x.example/>", "<!--", "]]>", "\u202egnp.exe", "' onmouseover='1",
]  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_hostile_text_stays_text(pair: Callable[..., Pair], trap: str) -> None:
    claims = []
    for _ in range(2):
        row, source = pair(f"甲{trap}共8件{trap}。", "8件")
        hostile = dict.fromkeys(("subject", "rule", "city", "county", "innovation", "title", "publisher", "source"), trap)
        claims.append(
            (
                replace(row, **hostile, claim_id=f"c{trap}"),
                Article("d1", trap, trap, trap, None, f"javascript:{trap}", source.raw, source.sentences),
            )
        )
    harmless = Read(made(pair(), pair()))
    read = Read(made(*claims, title=trap, note=trap, filters=[trap], address=f"http://h/{trap}?claim="))
    assert {tag for tag, _ in read.elements} <= {tag for tag, _ in harmless.elements}
    assert {name for _, attributes in read.elements for name in attributes} <= {
        name for _, attributes in harmless.elements for name in attributes
    }
    assert all(href.startswith("#") for href in read.all("href"))
    assert read.text("mark") == "8件8件"
    if "\u202e" not in trap:
        assert read.text("h1") == trap
    assert "\u202e" not in read.text("body")


def test_only_an_original_on_the_web_is_linked(pair: Callable[..., Pair]) -> None:
    row, source = pair()
    linked = Article("d1", "a.txt", "标题", "甲网", date(2024, 1, 2), 'https://a.example/?q="1"&b=2', source.raw, source.sentences)
    read = Read(made((row, linked)))
    assert [href for href in read.all("href") if not href.startswith("#")] == ['https://a.example/?q="1"&b=2']
    assert '甲网. 标题[EB/OL]. (2024-01-02)[2026-11-22]. https://a.example/?q="1"&b=2.' in read.text("ol")


def test_pictures_draw_bounds_and_open_ends() -> None:
    frame = pd.DataFrame({"label": list("甲乙丙丁"), "shown": ["1", "2 余", "近 3", "约 4"], "bound": ["exact", "over", "under", "about"], "value": [1.0, 2, 3, 4], "low": [1, 2, None, None], "high": [1, None, 3, None]})  # fmt: skip
    drawn = svg(values(frame, "count", LIGHT), "a")
    assert (drawn.count(">→</text>"), drawn.count(">←</text>")) == (1, 1)
    assert all(f">{text}</text>" in drawn for text in [*frame["label"], *frame["shown"]])
    moved = svg(changes(pd.DataFrame({"label": ["甲", "乙"], "shown": ["▲ 3%", "▼ 9%"], "signed": [3.0, -9.0]}), LIGHT), "b")
    assert (moved.count(LIGHT.up), moved.count(LIGHT.down)) == (1, 1)
    day = pd.Timestamp(2024, 5, 1)
    periods = pd.DataFrame(
        {"label": ["甲", "乙", "丙"], "shown": ["一", "二", "三"], "start": [day, None, pd.Timestamp(2022, 7, 1)], "end": [None, day, day]}
    )
    timed = svg(timeline(periods, LIGHT), "c")
    assert (timed.count(">→</text>"), timed.count(">←</text>")) == (1, 1)
    assert ">2024</text>" in timed


@pytest.mark.parametrize(
    ("changed", "chinese", "english", "label"),
    [
        ({}, "", "", ("起", "cases")),
        ({"bound": "over", "value_high": None}, "不少于 436 起", "at least 436 cases", ("起", "cases")),
        ({"bound": "under", "value_low": None, "kind": "money", "unit": "CNY"}, "不超过 436 元", "at most CNY 436", ("元", "CNY")),
        ({"bound": "about", "kind": "percentage", "unit": "pp"}, "约数", "approximate", ("个百分点", "pp")),
        ({"bound": "range", "value_low": Decimal(3), "value_high": Decimal(5), "kind": "duration", "unit": "小时"}, "范围 3 小时—5 小时", "range 3 h–5 h", ("小时", "h")),
    ],
)  # fmt: skip
def test_bounds_and_units_in_words(
    row: Callable[..., WholeClaim], changed: dict[str, Any], chinese: str, english: str, label: tuple[str, str]
) -> None:
    claim = row(**changed)
    assert (bounds(claim, ZH), bounds(claim, EN)) == (chinese, english)
    assert (unit(claim.kind, claim.unit, ZH), unit(claim.kind, claim.unit, EN)) == label


EXHIBITS = [
    Exhibit("哪些类型？", "筛选：数量", filled(finished(layered(alt.Chart(ROWS).mark_bar().encode(y="name:N")), 40), [{"name": "平台"}])),
    Exhibit("各省多少？", "<i>", table=[["省份", "2024"], ["湖南省", 3], ["湖北省", None]]),
]


def test_charts_and_cross_tables_stand_in_the_brief_also_without_figures(pair: Callable[..., Pair]) -> None:
    for claims in ([], [pair()]):
        read = Read(made(*claims, exhibits=EXHIBITS))
        captions = read.text("figcaption")
        assert all(exhibit.title in captions and exhibit.note in captions for exhibit in EXHIBITS)
        assert {"省份", "2024", "湖南省"} <= set(read.texts["th"])
        assert "3" in read.texts["td"]
        assert "平台" in read.texts["text"]


def test_comments_and_contradictions_stand_in_the_brief(pair: Callable[..., Pair]) -> None:
    one, other = pair(), pair("乙地警情下降39起。", "39起", claim_id="other")
    read = Read(
        made(
            one, other, comments={"other": "<b>核实中</b>"}, contradictions=["[1] [2] 截止日期不同"], marks={"other": ["标签：<i>待查</i>"]}
        )
    )
    assert "标签：<i>待查</i>" in read.texts["p"]
    assert "<b>核实中</b>" in read.texts["p"]
    assert read.texts["li"].count("[1] [2] 截止日期不同") == 1
    assert "互相矛盾的说法" not in Read(made(one, other)).text("h2")


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_the_word_file_says_what_the_html_says(several: list[Pair], pair: Callable[..., Pair], words: Words) -> None:
    """Texts, tables, charts and links, read back by python-docx; what XML cannot hold is written out."""
    hostile = pair("甲\x07乙\ufffe件36件。", "36件", subject="\x0b<w:t>", claim_id="odd")
    claims = [*several, hostile]
    brief = Brief(
        claims,
        "题\u202e目",
        "说明一\n\n说明二",
        ["湖南省"],
        date(2026, 11, 22),
        "http://h/?claim=",
        {"odd": "核实中"},
        ["[1] [2] 不同"],
        EXHIBITS,
        {"odd": ["标签：待查"]},
    )
    file = io.BytesIO()
    write_brief(file, brief, words)
    document = docx.Document(file)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "题U+202E目"
    assert {"说明一", "说明二", "[1] [2] 不同", "核实中", "标签：待查"} <= set(texts)
    assert len(document.inline_shapes) == sum(picture.spec is not None for picture in pictures(brief, words))
    crosstab, table = document.tables
    assert [[cell.text for cell in row.cells] for row in crosstab.rows] == [["省份", "2024"], ["湖南省", "3"], ["湖北省", ""]]
    assert [cell.text for cell in table.rows[0].cells] == heads(words)
    assert [row.cells[0].text for row in table.rows[1:]] == [f"[{at}]" for at in range(1, len(claims) + 1)]
    assert "U+000B<w:t>" in table.rows[-1].cells[2].text
    links = {link.address for paragraph in document.paragraphs for link in paragraph.hyperlinks}
    assert {f"http://h/?claim={row.claim_id}" for row, _ in claims} <= links
    marked = [run.text for paragraph in document.paragraphs if paragraph.style.name == "Youju Quote" for run in paragraph.runs if run.bold]
    assert marked == [passage(article, row, as_published=False).figure for row, article in claims]
