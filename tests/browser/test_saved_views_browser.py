"""Saved views and what is new in them for each reader, and notes on figures, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
NEWS = '[class*="st-key-news-"] :is(a, button)'
TEXT = "河谷县公安局投入320万元建成“云哨”平台，全县盗窃案件同比下降12.5%，抓获嫌疑人47名，挽回损失33万元。"


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def save_view(visitor: Any, name: str) -> None:
    page = visitor.page
    page.locator(".st-key-views-menu button").click()
    visitor.settle()
    page.get_by_label("名称").fill(name)
    page.get_by_label("署名").fill("李编辑")
    page.get_by_role("button", name="保存", exact=True).click()
    visitor.settle()


def note(visitor: Any) -> None:
    """Tag the figure that is open and remark on it, at first without a name."""
    page = visitor.page
    page.locator('.st-key-evidence [class*="st-key-marks-menu-"] button').click()
    visitor.settle()
    form = page.locator('[data-testid="stForm"]')
    form.get_by_role("button", name="核实中").click()
    form.get_by_label("另加标签").fill("头版；县局")
    form.get_by_label("备注").fill("<b>等回复</b>")
    form.get_by_role("button", name="保存").click()
    visitor.settle()
    expect(form).to_contain_text("请先署名")
    form.get_by_label("署名").fill("李编辑")
    form.get_by_role("button", name="保存").click()
    visitor.settle()


def test_a_note_filters_and_each_reader_is_told_what_came_since_they_last_looked(
    visit: Visit, serve: Callable[..., Any], tmp_path: Path
) -> None:
    server = serve()
    one, other = visit(server=server), visit(server=server)
    page = one.open("/?kind=money&sort=-value")
    note(one)
    expect(page.locator(".st-key-evidence .marked")).to_contain_text("<b>等回复</b>")
    assert page.locator(".st-key-evidence .tag").all_inner_texts() == ["核实中", "头版", "县局"]
    (marked,) = Workspace(server.workspace).annotations.marks().values()
    assert (marked.tags, marked.remark, marked.who) == (("核实中", "头版", "县局"), "<b>等回复</b>", "李编辑")
    page.locator('[data-testid="stSidebar"] .choice', has_text="核实中").click()
    one.settle()
    assert query(page)["tag"] == ["核实中"]
    expect(page.locator(".st-key-claims tbody tr[data-id]")).to_have_count(1)
    page.locator('[class*="st-key-chip-tag"] button').first.click()
    one.settle()

    save_view(one, "各地经费")
    expect(page.locator(".st-key-views")).to_contain_text("各地经费")
    (tmp_path / "new.txt").write_text(TEXT, encoding="utf-8")
    ingest(Workspace(server.workspace), [str(tmp_path / "new.txt")])
    one.open("/brief")  # a new session, which knows from the browser what was seen
    expect(page.locator(NEWS)).to_have_text("+2 自上次")
    page.locator(NEWS).click()
    page.wait_for_url("**/?*")
    one.settle()
    assert query(page).keys() == {"kind", "sort", "added"}
    expect(page.locator(".st-key-claims tbody tr[data-id]")).to_have_count(2)
    expect(page.locator(NEWS)).to_have_count(0)
    page.locator('[class*="st-key-view-"] button').click()
    one.settle()
    assert query(page) == {"kind": ["money"], "sort": ["-value"]}
    other.open("/brief?lang=en")  # who has not looked is still told
    expect(other.page.locator(NEWS)).to_have_text("+2 since saved")
