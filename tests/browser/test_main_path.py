"""The main path in a real Chromium: open, filter, select, read, download, link, upload, switch language."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from analytics.claims.table import EXPORTED

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``


def figures(page: Page) -> int:
    """Number of figures in the summary; checks that the table agrees."""
    stated = int(page.locator(".lead b").nth(1).inner_text().replace(",", ""))
    table = int(re.match(r"[\d,]+", page.locator(".st-key-table-head h2").inner_text())[0].replace(",", ""))
    assert stated == table
    return stated


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_open_filter_choose_and_read(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open()
    everything = figures(page)
    assert everything > 300
    page.get_by_role("option", name="百分比").click()
    visitor.settle()
    assert query(page) == {"kind": ["percentage"]}
    some = figures(page)
    assert 0 < some < everything
    expect(page.locator("tbody tr td.kind").first).to_have_text("百分比")
    row = page.locator("tbody tr").nth(4)
    claim = row.get_attribute("data-id")
    row.click()
    visitor.settle()
    mark = page.locator(f'mark[data-claim="{claim}"]')
    expect(mark).to_be_visible()
    assert mark.get_attribute("data-text")
    assert query(page)["claim"] == [claim]
    expect(page.locator("tbody tr.on")).to_have_attribute("data-id", claim)
    table, panel = page.locator("table").bounding_box(), page.locator(".st-key-evidence").bounding_box()
    assert panel["x"] >= table["x"]
    assert panel["width"] > 250
    page.get_by_role("button", name="原样").or_(page.get_by_role("radio", name="原样")).first.click()
    visitor.settle()
    assert query(page)["view"] == ["raw"]
    page.locator(".st-key-clear button").click()
    visitor.settle()
    assert figures(page) == everything


def test_rows_are_walked_with_the_keyboard(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open()
    page.locator("tbody tr").nth(2).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    visitor.settle()
    fourth = page.locator("tbody tr").nth(3).get_attribute("data-id")
    assert query(page) == {"claim": [fourth]}
    expect(page.locator("mark")).to_have_attribute("data-claim", fourth)


def test_the_download_is_exactly_the_rows_shown(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/?kind=money")
    count = figures(page)
    with page.expect_download() as started:
        page.locator(".st-key-download button").click()
    content = Path(started.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == count > 0
    assert tuple(rows[0]) == EXPORTED
    assert {row["kind"] for row in rows} == {"money"}
    shown = page.locator("tbody tr").evaluate_all("rows => rows.map(row => row.dataset.id)")
    assert {row["claim_id"] for row in rows} >= set(shown)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_opens_its_claim_in_another_browser(visit: Visit, width: int) -> None:
    first = visit()
    page = first.open("/?kind=percentage&since=2018")
    page.locator("tbody tr").nth(7).click()
    first.settle()
    claim = query(page)["claim"][0]
    text = page.locator("mark").get_attribute("data-text")
    other = visit(width=width)
    fresh = other.open(f"/?claim={claim}")
    mark = fresh.locator(f'mark[data-claim="{claim}"]')
    expect(mark).to_have_attribute("data-text", text)
    expect(fresh.locator("mark:visible")).to_be_in_viewport()  # on a phone, the one under the row
    expect(fresh.locator("tbody tr.on")).to_have_attribute("data-id", claim)
    same_view = visit().open(urlsplit(page.url)._replace(scheme="", netloc="").geturl())
    assert figures(same_view) == figures(page)


def test_an_unknown_link_says_so(visit: Visit) -> None:
    page = visit().open("/?claim=nowhere")
    expect(page.locator(".st-key-evidence")).to_contain_text("找不到这个数字")
    assert page.locator("mark").count() == 0


def test_sorting_by_a_column(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/?kind=rank")
    page.locator("th.figure button").click()
    visitor.settle()
    assert query(page)["sort"] == ["-figure"]
    ranks = [
        int(re.search(r"[\d,]+", text)[0].replace(",", ""))
        for text in page.locator("td.figure").all_inner_texts()
        if re.search(r"\d", text)
    ]
    assert ranks == sorted(ranks, reverse=True)
    assert len(ranks) > 2


def test_english_and_back(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/?type=platform")
    count = figures(page)
    page.locator(".st-key-language").get_by_text("English").click()
    visitor.settle()
    assert query(page) == {"type": ["platform"], "lang": ["en"]}
    expect(page.locator(".lead")).to_contain_text("figures")
    assert figures(page) == count
    sidebar = page.locator('[data-testid="stSidebar"]').inner_text().replace("中文", "")
    assert not re.search("[\u3400-\u9fff]", sidebar)
    page.locator(".st-key-language").get_by_text("中文").click()
    visitor.settle()
    assert query(page) == {"type": ["platform"]}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_but_the_table_scrolls_sideways(visit: Visit, width: int, scheme: str) -> None:
    page = visit(width=width, scheme=scheme).open()
    wide = page.evaluate("document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth")
    assert wide <= 0
    assert page.evaluate("document.querySelector('.stMain').scrollTop") == 0
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == {"light": "rgb(251, 250, 246)", "dark": "rgb(20, 25, 29)"}[scheme]


def test_the_server_listens_on_this_machine_only(visit: Visit) -> None:
    assert urlsplit(visit().open().url).hostname == "127.0.0.1"
