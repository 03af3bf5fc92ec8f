"""The box for web addresses in a real Chromium: some are read, others refused with a reason, and results are readable on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from analytics.i18n.format import day
from analytics.i18n.words import Words
from tests.website import ARTICLE, Site, page, website

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as running:
        running.put("/robots.txt", "User-agent: *\nDisallow: /inner/\n")
        yield running


def ask(visitor: Any, *addresses: str) -> list[list[str]]:
    """Submit web addresses; returns the outcome rows."""
    box = visitor.page.locator(".st-key-addresses-text textarea")
    box.fill("\n".join(addresses))
    visitor.page.locator(".st-key-fetch button").click()
    lines = visitor.page.locator(".st-key-outcomes tbody tr")
    asked = list(dict.fromkeys(address for address in addresses if address))
    expect(lines).to_have_count(len(asked))
    expect(lines.first).to_contain_text(asked[0])  # not the outcomes of earlier addresses
    visitor.settle()
    expect(box).to_have_value("")
    said: list[list[str]] = lines.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")
    return said


def count(page: Page) -> int:
    return int(page.locator(".lead b").first.inner_text())


def expect_whole(page: Page) -> None:
    """Check that outcomes and addresses are not truncated."""
    for cell in page.locator(".st-key-outcomes td:is(.file, .outcome) span").all():
        seen = cell.evaluate(
            "cell => ({cut: cell.scrollWidth > cell.clientWidth || cell.scrollHeight > cell.clientHeight + 1, right: cell.getBoundingClientRect().right})"
        )
        assert not seen["cut"]
        assert seen["right"] <= page.viewport_size["width"]


def test_addresses_are_read_refused_and_shared(
    serve: Callable[..., Any], visit: Visit, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOUJU_PRIVATE_NETWORKS", "1")
    server = serve()
    good, twin = (site.put(f"/{name}.html?from=singlemessage&isappinstalled=0", page()) for name in ("x" * 90, "twin"))
    gbk = site.put("/gbk.html", page(ARTICLE.replace("青河", "松原")).encode("gbk"), kind="text/html; charset=gbk")
    inner, gone = site.put("/inner/1", page()), f"{site.address}/gone"
    mine = visit(server=server)
    mine.open("/corpus")
    before = count(mine.page)
    expect(mine.page.get_by_placeholder("网址，每行一个")).to_be_visible()
    said = ask(mine, good, "", gone, gbk, inner, "新闻", good)
    assert [row[:3] for row in said] == [
        [good, "3", "UTF-8"], [gone, "", ""], [gbk, "3", "GB 18030"], [inner, "", ""], ["新闻", "", ""],
    ]  # fmt: skip
    assert [row[3].partition("：")[0] for row in said] == [
        "读入",
        "网站没有给出这一页",
        "读入",
        "网站的 robots.txt 不许程序读取",
        "不是网址",
    ]
    assert said[1][3].endswith("(404)")
    assert count(mine.page) == before + 2
    assert ask(mine, good)[0][3] == "已经在这里"
    mine.page.set_viewport_size({"width": 390, "height": 1000})
    assert ask(mine, twin)[0][3] == f"与 {good} 同文"
    expect_whole(mine.page)
    mine.page.set_viewport_size({"width": 1280, "height": 1000})

    mine.page.locator(".st-key-share button").click()
    expect(mine.page.locator(".st-key-sharing")).to_have_count(0)
    mine.settle()
    other = visit(server=server)
    other.open("/corpus").locator(".st-key-articles tbody tr", has_text="青河县公安局").click()
    other.settle()
    expect(other.page.locator(".st-key-document")).to_contain_text(f"{day(date.today(), Words('zh'))}取自网上")
    expect(other.page.locator(".st-key-document").get_by_role("link", name="打开原文网页")).to_have_attribute("href", good)
    other.page.locator(".st-key-to-reader button").click()
    other.settle()
    expect(other.page.locator("p.sub")).to_have_text(f"未标明日期 · {good} · {day(date.today(), Words('zh'))}取自网上")


def test_how_far_it_is_is_said_without_a_link(serve: Callable[..., Any], visit: Visit, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUJU_PRIVATE_NETWORKS", "1")
    visitor, seen = visit(server=serve()), Event()

    def waiting() -> Iterator[bytes]:
        seen.wait(50)
        yield page().encode()

    address = site.put("/waiting", waiting())
    visitor.open("/corpus")
    visitor.page.locator(".st-key-addresses-text textarea").fill(address)
    visitor.page.locator(".st-key-fetch button").click()
    progress = visitor.page.get_by_test_id("stProgress")
    expect(progress).to_contain_text("第 1 个，共 1 个：")
    assert progress.inner_text().replace("\u2060", "").strip().endswith(address)
    assert progress.locator("a").count() == 0
    seen.set()
    visitor.page.wait_for_selector(".st-key-outcomes tbody tr")
    visitor.settle()


def test_a_private_network_is_refused_in_english_and_read_to_the_end_on_a_telephone(visit: Visit, site: Site) -> None:
    visitor = visit(width=390)
    visitor.open("/corpus?lang=en")
    expect(visitor.page.get_by_placeholder("Addresses, one a line")).to_be_visible()
    before = count(visitor.page)
    address = site.put("/zwgk/2023/11/08/t20231108_1183920_annual_report.html", page())
    ((source, *_, outcome),) = ask(visitor, address)
    assert (source, outcome) == (
        address, "it is on a private network and was not fetched; add it as a file, or have the person who runs this allow it"
    )  # fmt: skip
    assert site.asked == []
    assert count(visitor.page) == before
    expect_whole(visitor.page)
