"""The search in a real browser: from the box to a passage to its place in the reader, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
IN_SIGHT = "mark => { const box = mark.getBoundingClientRect(); return box.top >= 0 && box.bottom <= window.innerHeight; }"


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(("language", "back", "width"), [("zh", "← 回到检索", 1280), ("en", "← Back to Search", 390)])
def test_from_the_box_to_the_place_in_the_article_and_back(visit: Visit, language: str, back: str, width: int) -> None:
    visitor = visit(width=width)
    page = visitor.open(f"/search?lang={language}")
    page.wait_for_selector(".st-key-searchbox input[aria-label]")  # labelled once it listens
    page.keyboard.press("/")
    expect(page.locator(".st-key-searchbox input")).to_be_focused()
    page.keyboard.type("無人機 -没有这样的话")
    page.keyboard.press("Enter")
    visitor.settle()
    assert query(page)["q"] == ["無人機 -没有这样的话"]
    marks = page.locator(".hits .passage mark")
    assert set(marks.all_inner_texts()) == {"无人机"}
    passage = page.locator(".hits .passage a").nth(4)
    said = passage.inner_text()
    passage.click()
    page.wait_for_url("**/reader?*")
    visitor.settle()
    hit = page.locator("article mark.hit.on")
    expect(hit).to_have_text("无人机")
    assert hit.evaluate(IN_SIGHT)
    assert said.strip("…") in hit.evaluate("mark => mark.closest('p').textContent")
    page.get_by_text(back).click()
    page.wait_for_url("**/search?*")
    visitor.settle()
    assert query(page)["q"] == ["無人機 -没有这样的话"]
    expect(marks.first).to_be_visible()


def test_a_figure_leads_to_its_sentence_and_a_link_opens_in_another_tab(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open(f"/search?q={quote('无人机')}")
    address = page.locator(".hits .passage a").first.get_attribute("href")
    row = page.locator(".st-key-claims tbody tr[data-id]").first
    claim = row.get_attribute("data-id")
    row.click()
    page.wait_for_url("**/reader?*")
    visitor.settle()
    expect(page.locator(f'article mark[data-claim="{claim}"]')).to_have_attribute("aria-current", "true")
    page = visitor.open(f"/{address}")
    expect(page.locator("article mark.hit.on")).to_have_text("无人机")
    expect(page.locator("article")).to_be_visible()


def test_the_slash_leads_to_the_words_on_other_pages_and_from_there_to_the_texts(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/")
    page.keyboard.press("/")
    page.keyboard.type("无人机")
    page.keyboard.press("Enter")
    visitor.settle()
    page.locator(".st-key-search-texts button").click()
    page.wait_for_url("**/search?*")
    visitor.settle()
    expect(page.locator(".hits li").first).to_be_visible()
    page.locator(".st-key-searchbox input").fill("")
    page.locator(".st-key-searchbox button").click()
    visitor.settle()
    assert "q" not in query(page)
