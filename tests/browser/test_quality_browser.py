"""The quality page in a real Chromium: counts that link to their rows, and entering a missing date."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``


def test_what_is_missing_leads_to_its_figures(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/quality?kind=count")
    link = page.locator(".st-key-gap-metric button")
    promised = int(re.search(r"\d+", link.inner_text())[0])
    link.click()
    page.wait_for_selector(".st-key-table-head")
    visitor.settle()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == {"kind": ["count"], "metric": ["-"]})
    assert promised > 0
    assert page.locator(".st-key-table-head h2").inner_text().startswith(str(promised))
    page = visitor.open("/quality")
    row = page.locator(".st-key-rules tbody tr").first
    rule, figures = row.get_attribute("data-id"), int(row.locator("td.figures").inner_text())
    row.click()
    page.wait_for_selector(".st-key-table-head")
    visitor.settle()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == {"rule": [rule]})
    assert page.locator(".st-key-table-head h2").inner_text().startswith(str(figures))


def test_a_date_given_settles_the_periods(server: Any, visit: Visit) -> None:
    visitor = visit(server=server)
    page = visitor.open("/quality")
    note = page.locator(".st-key-dates .note", has_text="没写发布日期")
    waiting = int(re.search(r"(\d+) 个数字", note.inner_text())[1])
    sign = page.locator(".st-key-dates").get_by_label("署名")
    sign.fill("Li")
    sign.press("Tab")
    visitor.settle()
    page.locator(".st-key-dates").get_by_label("发布日期").fill("2022-08-01")
    page.locator(".st-key-dates [data-testid=stFormSubmitButton] button").click()
    expect(page.locator(".st-key-dates .note", has_text=f"{waiting} 个数字的时期随之定下")).to_be_visible(timeout=20_000)
    expect(page.locator(".st-key-dates")).to_contain_text("没有数字在等发布日期")
    expect(page.locator(".st-key-gap-published")).to_have_count(0)
