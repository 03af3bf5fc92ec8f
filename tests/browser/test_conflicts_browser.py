"""The conflicts page in a real Chromium: two sides, reasons as a filter, permalink, and links to the evidence."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``


def _card(page: Page, *texts: str) -> Locator:
    """The card of the conflict that contains all these figures."""
    cards = page.locator('[class*="st-key-conflict-"]')
    for text in texts:
        cards = cards.filter(has=page.locator(f'mark[data-text="{text}"]'))
    return cards


def _count(page: Page) -> int:
    return int(page.locator(".lead b").first.inner_text())


def test_values_stand_side_by_side_with_reason_and_backers_and_lead_to_the_evidence(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/conflicts")
    card = _card(page, "4.6亿元", "4600万元")
    expect(card).to_have_count(1)
    expect(card.locator("mark")).to_have_count(2)
    left, right = (card.locator(f'mark[data-text="{text}"]').bounding_box() for text in ("4.6亿元", "4600万元"))
    assert left["x"] + left["width"] < right["x"]
    expect(card.locator(".because")).to_contain_text("单位或数位")
    expect(card.locator(".because")).to_contain_text("10 倍")
    expect(card.locator(".stated").nth(0)).to_have_text("4.6 亿元")
    expect(card.locator(".stated").nth(1)).to_have_text("4,600 万元")
    expect(card.locator(".backing").nth(0)).to_have_text("2 篇这样说：岭南警事网、汾江平安周刊")
    expect(card.locator(".backing").nth(1)).to_have_text("只有这一篇这样说")
    card = _card(page, "23.5%", "21.8%")
    strip = card.locator('[class*="st-key-strip-"]')
    expect(strip).to_contain_text("西岸观察")
    expect(strip).to_contain_text("▼ 22.6%")
    card.get_by_text("其余 1 种说法").click()
    expect(card.locator('mark[data-text="22.6%"]')).to_be_visible()
    claim = card.locator('mark[data-text="23.5%"]').get_attribute("data-claim")
    card.locator(f".st-key-read-{claim} button").click()
    visitor.settle()
    page.wait_for_url(lambda url: urlsplit(url).path == "/reader")
    page.go_back()
    visitor.settle()
    _card(page, "23.5%", "21.8%").locator(f".st-key-see-{claim} button").click()
    visitor.settle()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("claim") == [claim])
    expect(page.locator(f'.st-key-evidence mark[data-claim="{claim}"]')).to_be_visible()


def test_a_reason_filters_and_a_permalink_opens_elsewhere(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/conflicts")
    pill = page.locator(".st-key-reason button", has_text="截止日期不同")
    number = int(re.search(r"\d+", pill.inner_text())[0])
    assert 0 < number < _count(page)
    pill.click()
    visitor.settle()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == {"reason": ["cutoff"]})
    expect(page.locator(".because")).to_have_count(number)
    expect(_card(page, "214名", "231名").locator(".because")).to_contain_text("2024年10月31日 与 2024年11月30日")
    with page.expect_download() as started:
        page.locator(".st-key-download button").click()
    rows = list(csv.DictReader(io.StringIO(Path(started.value.path()).read_text(encoding="utf-8-sig"), newline="")))
    assert {row["reason"] for row in rows} == {"截止日期不同"}
    assert ("214", "231") in {(row["value_a"], row["value_b"]) for row in rows}
    link = _card(page, "214名", "231名").locator(".fine a").get_attribute("href")
    other = visit()
    alone = other.open(f"/conflicts{link}&lang=en")
    expect(alone.locator(".because")).to_have_count(1)
    expect(alone.locator(".because")).to_contain_text("Different cut-off")
    expect(alone.locator("mark")).to_have_count(2)
    assert {mark.get_attribute("data-text") for mark in alone.locator("mark").all()} == {"214名", "231名"}
    expect(other.open("/conflicts?conflict=nowhere").locator(".empty")).to_contain_text("已经不在了")


def test_filters_keep_what_they_touch(visit: Visit) -> None:
    page = visit().open("/conflicts?province=云南省")
    expect(page.locator(".reason:not(.reason-rounding)")).to_have_count(_count(page))
    expect(_card(page, "5882起", "5582起")).to_have_count(1)
    agreements = page.get_by_text("在约数或四舍五入之内一致")
    agreements.click()
    expect(_card(page, "6127起", "6100余起")).to_be_visible()
