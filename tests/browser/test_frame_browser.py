"""The frame of a page: its language and landmarks, the phone's menu, and what is told when the server is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``


@pytest.mark.parametrize(("query", "language", "pages", "here"), [("", "zh-CN", "页面", "总览"), ("?lang=en", "en", "Pages", "Overview")])
def test_the_page_says_its_language_and_where_one_is(visit: Visit, query: str, language: str, pages: str, here: str) -> None:
    page = visit().open(f"/{query}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    links = page.get_by_role("navigation", name=pages)
    expect(links.locator('[aria-current="page"]')).to_have_text(here)
    links.get_by_role("link").nth(2).click()
    expect(links.locator('[aria-current="page"]')).to_have_count(1)
    expect(links.locator('[aria-current="page"]')).not_to_have_text(here)


def test_the_menu_of_a_phone_leads_back_to_the_results(visit: Visit) -> None:
    visitor = visit(width=390)
    page = visitor.open("/?kind=money")
    page.get_by_test_id("stExpandSidebarButton").click()
    figures = page.locator(".choice[aria-selected=true] .count").inner_text()
    see = page.get_by_role("button", name=f"看 {figures} 个结果")
    expect(see).to_be_in_viewport()
    see.click()
    expect(see).not_to_be_in_viewport()


def test_the_menu_of_a_phone_closes_once_a_page_is_chosen(visit: Visit) -> None:
    visitor = visit(width=390)
    page = visitor.open("/")
    page.get_by_test_id("stExpandSidebarButton").click()
    link = page.get_by_role("navigation", name="页面").get_by_role("link", name="指标")
    link.click()
    visitor.settle()
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    expect(link).not_to_be_in_viewport()


def test_the_sheet_of_a_phone_can_be_closed(visit: Visit) -> None:
    visitor = visit(width=390)
    page = visitor.open("/metrics")
    claim = page.locator(".st-key-beside-first mark").first.get_attribute("data-claim")
    page = visitor.open(f"/metrics?claim={claim}")
    expect(page.locator(".st-key-beside")).to_be_in_viewport()
    page.locator(".st-key-close-sheet button").click()
    expect(page.locator(".st-key-beside")).to_have_count(0)


def test_a_lost_server_is_told_in_the_language_of_the_reader(visit: Visit, serve: Callable[..., Any]) -> None:
    server = serve()
    visitor = visit(server=server)
    page = visitor.open("/?lang=en")
    server.stop()
    expect(page.get_by_role("alert")).to_contain_text("The connection to Youju is lost")
    expect(page.get_by_text("Connection error")).to_have_count(0)
    page.close()
    visitor.faults.clear()  # the browser reports every refused connection
