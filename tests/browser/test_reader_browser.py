"""From the list of innovations to the source text: one innovation, its figure, the article, the mark in it, and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Page, expect

from analytics.claims.schema import INNOVATION_COLUMNS

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
HAN = re.compile("[\u3400-\u9fff]")
IN_SIGHT = "mark => { const box = mark.getBoundingClientRect(); return box.top >= 0 && box.bottom <= window.innerHeight; }"


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def article_of(page: Page, title: str) -> str:
    """Id of an article in the reader's list."""
    return str(page.locator("tbody tr[data-id]", has_text=title).get_attribute("data-id"))


def test_innovation_figure_reader_and_back(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/innovations")
    page.locator("th.name button").click()
    visitor.settle()
    assert query(page)["sort"] == ["name"]
    page.locator("th.articles button").click()
    visitor.settle()
    counts = [int(cell) for cell in page.locator("td.articles").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1
    with page.expect_download() as started:
        page.locator(".st-key-download button").click()
    rows = list(csv.DictReader(io.StringIO(Path(started.value.path()).read_bytes().decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == INNOVATION_COLUMNS
    assert len({(row["name"], row["province"]) for row in rows}) == len(counts)

    page.locator("tbody tr[data-id]", has_text="秒阻").click()
    visitor.settle()
    expect(page.locator("h1.lead")).to_have_text("秒阻")
    expect(page.locator("blockquote.evidence mark").first).to_have_text("秒阻")
    marks = page.locator(".st-key-chart-mentions svg path[aria-label], .st-key-chart-mentions svg .mark-symbol path")
    expect(marks.nth(1)).to_be_attached()
    figure = page.locator(".st-key-claims tbody tr[data-id]").nth(3)
    claim = figure.get_attribute("data-id")
    figure.click()
    visitor.settle()
    page.locator(".st-key-evidence .st-key-read button").click()
    page.wait_for_url("**/reader?*")
    visitor.settle()
    mark = page.locator(f'article mark[data-claim="{claim}"]')
    expect(mark).to_have_attribute("aria-current", "true")
    assert mark.evaluate(IN_SIGHT)
    expect(page.locator(".figures button[aria-current]")).to_have_attribute("data-claim", claim)
    expect(page.locator(f'.st-key-reader-card mark[data-claim="{claim}"]')).to_be_visible()

    page.goto(f"{visitor.address}/innovations?name={quote('秒阻')}")
    page.locator(".st-key-articles tbody tr[data-id]").first.click()
    page.wait_for_url("**/reader?*")
    visitor.settle()
    page.locator(".st-key-back button").click()
    page.wait_for_url("**/innovations?*")
    expect(page.locator("h1.lead")).to_have_text("秒阻")


def test_an_article_is_read_by_mouse_and_keyboard(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/reader")
    page.get_by_label("找文章").fill("海淀")
    page.keyboard.press("Enter")
    visitor.settle()
    expect(page.locator("tbody tr[data-id]")).to_have_count(1)
    page.locator("tbody tr[data-id]").click()
    visitor.settle()
    marks, entries = page.locator("article mark"), page.locator(".figures button")
    claims = marks.evaluate_all("marks => marks.map(mark => mark.dataset.claim)")
    assert claims == entries.evaluate_all("all => all.map(one => one.dataset.claim)")
    assert len(claims) == len(set(claims)) > 5
    entries.nth(4).click()
    visitor.settle()
    assert query(page)["claim"] == [claims[4]]
    expect(marks.nth(4)).to_have_attribute("aria-current", "true")
    marks.nth(1).focus()
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    visitor.settle()
    assert query(page)["claim"] == [claims[2]]
    expect(page.locator(".figures button[aria-current]")).to_have_attribute("data-claim", claims[2])
    page.locator(".st-key-close button").click()
    visitor.settle()
    assert "claim" not in query(page)
    expect(page.locator(".st-key-reader-card")).to_have_count(0)
    expect(page.locator("article")).not_to_contain_text("首页")
    page.locator(".st-key-furniture label").click()
    visitor.settle()
    expect(page.locator("article section p.aside").first).to_contain_text("首页")
    assert query(page)["furniture"] == ["1"]
    article = query(page)["article"][0]
    page.locator(".st-key-as-table button").click()
    page.wait_for_url(f"**/?doc={article}")


def test_as_published_the_page_has_every_character_and_filters_make_figures_pale(visit: Visit) -> None:
    source = (Path(__file__).parents[2] / "samples/liaoning-dandong-2024-bells.txt").read_text(encoding="utf-8")
    visitor = visit()
    doc_id = article_of(visitor.open("/reader"), "“风铃”一响")
    page = visitor.open(f"/reader?article={doc_id}&view=raw&furniture=1&kind=duration")
    expect(page.locator("article mark").first).to_be_visible()
    assert page.locator("article").evaluate("article => article.textContent") == source
    outside = "marks => marks.map(mark => [mark.style.cssText.includes('duration'), mark.classList.contains('pale')])"
    assert {tuple(each) for each in page.locator("article mark").evaluate_all(outside)} == {(True, False), (False, True)}


def test_on_a_phone_the_evidence_lies_over_the_foot_of_the_page(visit: Visit) -> None:
    visitor = visit(width=390)
    page = visitor.open("/reader?lang=en")
    doc_id = article_of(page, "“风铃”一响")
    page = visitor.open(f"/reader?article={doc_id}&lang=en")
    text, margin = page.locator("article").bounding_box(), page.locator(".figures").bounding_box()
    assert margin["y"] >= text["y"] + text["height"]
    page.locator("article mark").nth(9).click()
    visitor.settle()
    page.wait_for_timeout(700)
    mark, card = page.locator("article mark.on").bounding_box(), page.locator(".st-key-reader-card").bounding_box()
    assert mark["y"] > 0
    assert mark["y"] + mark["height"] <= card["y"]
    assert page.evaluate("document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth") <= 0
    for place in (".st-key-reader-ways", ".st-key-reader-switches", ".legend"):
        assert not HAN.search(page.locator(place).inner_text())


def test_links_that_lead_nowhere_say_so(visit: Visit) -> None:
    visitor = visit()
    expect(visitor.open("/reader?article=nothing").locator(".empty")).to_contain_text("找不到这篇文章")
    expect(visitor.open(f"/innovations?name={quote('没有这个')}").locator(".empty")).to_contain_text("没有叫这个名字的创新")
    expect(visitor.open(f"/innovations?name={quote('秒阻')}&at={quote('青海省')}").locator(".empty")).to_be_visible()
    expect(visitor.open(f"/innovations?name={quote('秒阻')}&province={quote('湖南省')}").locator(".empty")).to_contain_text("筛选之外")
