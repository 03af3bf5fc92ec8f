"""The quality page in a real Chromium: counts that link to their rows, a missing date, mending in bulk; and checks against official figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import Server
from playwright.sync_api import expect

from analytics.claims.selection import Selection
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace import lexicon_patch
from analytics.workspace.store import Workspace

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


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[Server]:
    """A dashboard whose workspace the tests of this file change, each something else."""
    own = Server(tmp_path_factory.mktemp("changing"), samples)
    own.start()
    yield own
    own.stop()


def test_a_date_given_settles_the_periods(changing: Server, visit: Visit) -> None:
    visitor = visit(server=changing)
    page = visitor.open("/quality")
    note = page.locator(".st-key-dates .note", has_text="没写发布日期")
    waiting = int(re.search(r"(\d+) 个数字", note.inner_text())[1])
    sign = page.locator(".st-key-dates").get_by_label("署名")
    sign.fill("Li")
    sign.press("Tab")
    visitor.settle()
    page.locator(".st-key-dates").get_by_label("发布日期").fill("2022-08-01")
    page.locator(".st-key-dates [data-testid=stFormSubmitButton] button").click()
    expect(page.locator(".st-key-dates .note", has_text=f"{waiting} 个数字的时期随之定下")).to_be_visible()
    expect(page.locator(".st-key-dates")).to_contain_text("没有数字在等发布日期")
    expect(page.locator(".st-key-gap-published")).to_have_count(0)


def test_figures_of_a_noun_are_mended_at_once_and_back(changing: Server, visit: Visit) -> None:
    visitor = visit(server=changing)
    page = visitor.open("/quality?lang=en")
    mend = page.locator(".st-key-mend")
    rows = mend.locator("[class*=st-key-mend-row-]")
    noun = rows.first.locator("[data-testid=stCheckbox]").inner_text()
    many = int(re.search(r"\d+", rows.first.locator("[class*=st-key-see-] button").inner_text())[0])
    total = figures(page)

    def click(where: Any) -> None:
        where.click()
        visitor.settle()

    click(rows.first.locator("[data-testid=stCheckbox] label"))
    click(mend.get_by_text("Do not count", exact=True))
    expect(mend.locator(".mend-case")).to_have_count(min(many, 5))
    expect(mend.locator("h3")).to_contain_text(f"{many} figures will change")
    mend.get_by_label("Your name").fill("Li")
    mend.get_by_label("Your name").press("Tab")
    visitor.settle()
    click(mend.locator(".st-key-mend-do button"))
    assert figures(page) == total - many
    expect(rows.get_by_text(noun, exact=True)).to_have_count(0)
    click(mend.locator(".st-key-mend-rules summary"))
    expect(mend.locator(".st-key-mend-rules")).to_contain_text(f"{noun} → Do not count · Li")
    with page.expect_download() as patch:
        mend.locator(".st-key-mend-patch button").click()
    assert lexicon_patch.read(Path(patch.value.path()).read_text(encoding="utf-8")) == {noun: {"noun_uncounted": "1"}}
    click(mend.get_by_role("button", name="Undo"))
    assert figures(page) == total
    expect(rows.first).to_contain_text(noun)


def figures(page: Any) -> int:
    """The number in the heading of the page."""
    return int(page.locator(".lead b").inner_text().replace(",", ""))


def test_statements_are_checked_against_an_article_marked_as_official(changing: Server, visit: Visit) -> None:
    visitor = visit(server=changing)
    (doc_id,) = WorkspaceDataset(Workspace(changing.workspace)).table.rows(Selection(search="4600万元"))["doc_id"].unique()
    page = visitor.open(f"/corpus?lang=en&article={doc_id}")
    button = page.locator("[class*=st-key-official-] button")
    button.click()
    visitor.settle()
    expect(button).to_be_disabled()
    page.locator("[class*=st-key-who-official-] input").fill("Li")
    page.locator("[class*=st-key-who-official-] input").press("Tab")
    visitor.settle()
    button.click()
    visitor.settle()
    expect(button).to_have_text("No longer official")
    page = visitor.open("/conflicts?lang=en")
    page.get_by_text("Against official figures").click()
    visitor.settle()
    card = page.locator('[class*="st-key-conflict-"]', has=page.locator('mark[data-text="4600万元"]'))
    expect(card.locator(".because")).to_contain_text("more than the official figure")
    expect(card.locator(".side").nth(0).locator(".official")).to_have_count(0)
    expect(card.locator(".side").nth(1).locator(".official")).to_have_text("Official")
    expect(card.locator(".side").nth(1).locator("mark")).to_have_text("4600万元")
