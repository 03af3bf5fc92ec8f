"""The metrics page in a real Chromium: two answered questions, a selected metric, a clicked mark, a contradiction, and the URL."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Page, expect

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
_ROW = 34  # row height in pixels of a chart of statements


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def click_row(page: Page, frame: str, number: int) -> None:
    """Click in a row of a chart, regardless of where its mark is."""
    chart = page.locator(f'[class*="st-key-frame-{frame}"] svg.marks').first
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 4 + _ROW * (number + 0.5))


def test_the_two_questions_are_answered_where_one_arrives(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/metrics")
    crime, cost = (page.locator(f".st-key-answer-{name} .answer").first for name in ("crime", "cost"))
    found = re.fullmatch(r"(\d+) 地报告下降，.+；降幅最大：.+ ▼ [\d.]+%", crime.inner_text())
    assert found, crime.inner_text()
    assert int(found[1]) > 10
    assert re.fullmatch(r"\d+ 笔投入合计至少 [\d,.]+ 万元", cost.inner_text())
    expect(page.locator(".st-key-answer-crime mark")).to_have_text(f"{crime.inner_text().rpartition('▼ ')[2]}")
    expect(page.locator(".st-key-list-metric tbody tr").nth(30)).to_be_attached()
    page.locator(".st-key-list-metric tbody tr", has_text="办理时限").click()
    visitor.settle()
    assert query(page) == {"of": ["办理时限"]}
    expect(page.locator(".lead").first).to_contain_text("办理时限")


def test_a_mark_leads_to_its_sentence_and_its_address_to_both(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/metrics?of=crime&until=2022")  # few enough for one row per statement
    click_row(page, "change-yoy", 2)
    visitor.settle()
    (claim,) = query(page)["claim"]
    mark = page.locator(f'.st-key-beside mark[data-claim="{claim}"]')
    expect(mark).to_be_in_viewport()
    figure = mark.get_attribute("data-text")
    again = visit().open("/metrics?" + urlsplit(page.url).query)
    expect(again.locator(f'.st-key-beside mark[data-claim="{claim}"]')).to_have_attribute("data-text", figure)
    expect(again.locator(f'tbody tr[data-id="{claim}"]')).to_have_class(re.compile("on"))


def test_a_contradiction_shows_both_its_sentences(visit: Visit) -> None:
    visitor = visit(width=1280)
    page = visitor.open(f"/metrics?of={quote('刑事案件')}")
    warning = page.locator(".note.warning", has_text="襄阳市")
    expect(warning).to_contain_text("推算 1,296 起，所写 1,240 起")
    for button, figure in (("推算所据的原句", "15.0%"), ("所写的原句", "1240起")):
        page.get_by_role("button", name=button).first.click()
        visitor.settle()
        expect(page.locator(".st-key-beside mark")).to_have_attribute("data-text", figure)


def test_what_a_total_leaves_out_is_named_and_leads_to_what_counts(visit: Visit) -> None:
    visitor = visit(width=390)
    page = visitor.open(f"/metrics?of={quote('投入经费')}&lang=en")
    row = page.locator('[class*="st-key-out-row-"]', has_text="part of a larger amount")
    row.get_by_role("button").first.click()
    visitor.settle()
    expect(page.locator(".st-key-beside mark")).to_have_attribute("data-text", "210万元")
    row.get_by_role("button", name="the one counted").click()
    visitor.settle()
    mark = page.locator(".st-key-beside mark")
    expect(mark).to_have_attribute("data-text", "930万元")
    expect(mark).to_be_in_viewport()
