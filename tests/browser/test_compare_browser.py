"""Comparing in a real Chromium: one chart an item, statements with what cannot be compared, and one item over time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
OF = f"metric={quote('刑事案件')}&quantity=level..count.{quote('起')}"
XIANGYANG, LESHAN = f"item={quote('湖北省/襄阳市')}", f"item={quote('四川省')}"


def statements(page: Page) -> list[list[str]]:
    """The texts of the table, without the icon of the first column."""
    rows: list[list[str]] = page.locator(".st-key-statements tbody tr[data-id]").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return rows


def test_places_side_by_side(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open(f"/compare?{OF}&{XIANGYANG}&{LESHAN}")
    expect(page.locator(".note.warning")).to_contain_text("没有一个时期是各家都写明的")
    expect(page.locator('[class*="st-key-frame-series-"] svg.marks')).to_have_count(2)
    rows = statements(page)
    assert len(rows) == 3
    assert rows[-1][7] == "别处没有同一时期；只是其中一地"
    expect(page.locator(".st-key-statements th.rate")).to_have_text("每10万人（推算）")
    assert [row[2] for row in rows if row[1] == "1,102 起"] == ["20.9"]  # of 5,260,951 in Xiangyang
    expect(page.locator(".note", has_text="第七次全国人口普查常住人口，2020年11月1日")).to_have_count(1)
    page.locator(".st-key-statements tbody tr[data-id]").nth(1).click()
    visitor.settle()
    expect(page.locator(".st-key-beside mark")).to_have_attribute("data-text", "1102起")
    with page.expect_download() as started:
        page.locator(".st-key-download-compare button").click()
    exported = list(csv.reader(io.StringIO(Path(started.value.path()).read_text(encoding="utf-8-sig"), newline="")))
    assert [row[: len(rows[0])] for row in exported[1:]] == statements(page)


@pytest.mark.parametrize(
    ("language", "question", "others", "publishers"),
    [
        ("zh", "襄阳市的刑事发案，历年怎样？", "个也有这个指标，可在下面加入", "发布者"),
        ("en", "Recorded crimes in Hubei · Xiangyang over time", "more have this metric and can be added below", "Publishers"),
    ],
)
def test_one_place_over_time(visit: Visit, language: str, question: str, others: str, publishers: str) -> None:
    visitor = visit(width=390)
    page = visitor.open(f"/compare?{OF}&{XIANGYANG}&lang={language}")
    expect(page.locator("h1.lead")).to_have_text(question)
    expect(page.locator("h1.lead + p.sub")).to_contain_text(others)
    expect(page.locator('[class*="st-key-frame-series-"] svg.marks')).to_have_count(1)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth <= document.querySelector('.stMain').clientWidth")
    page.locator(".st-key-compare-items input").fill("四川" if language == "zh" else "Sichuan")
    page.get_by_role("option").first.click()
    visitor.settle()
    expect(page.locator('[class*="st-key-frame-series-"] svg.marks')).to_have_count(2)
    expect(page.locator(".note.warning")).to_be_visible()
    visitor.choose("compare-by", publishers)
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["by"], asked["metric"], "item" in asked) == (["publisher"], ["刑事案件"], False)
