"""From a table row to its sentence, its citation, a brief that opens offline, and the same rows as CSV and Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
from playwright.sync_api import Browser, Page, expect

from analytics.claims.table import EXPORTED

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
NUMBERS = {"value", "value_low", "value_high", "sentence_start", "sentence_end", "start", "end"}
CODED = ("kind", "bound", "role", "direction", "basis", "period_basis", "region_basis", "innovation_type", "metric", "notes", "unit")
DAYS = {"published_on", "period_start", "period_end"}


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def row(page: Page, at: int) -> Any:
    return page.locator("tbody tr[data-id]").nth(at)


def test_a_row_leads_to_its_sentence_and_the_sentence_to_a_citation(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/?kind=percentage")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    claim = row(page, 3).get_attribute("data-id")
    row(page, 3).click()
    mark = page.locator(f'.st-key-evidence mark[data-claim="{claim}"]')
    expect(mark).to_be_visible()
    wording = mark.inner_text()
    expect(page.locator(".facts .wording")).to_have_text(wording)
    expect(page.locator(".reading")).to_contain_text(re.search(r"[\d.,]+", page.locator("tr.on td.figure").inner_text())[0])
    cite = page.get_by_role("button", name="复制引文")
    cite.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert re.fullmatch(rf"\S.*\. \(\d{{4}}, \w+ \d+\)\. .+\nFigure cited: “{re.escape(wording)}”, Youju claim {claim} {visitor.address}/\?claim={claim}", page.evaluate("navigator.clipboard.readText()"))  # fmt: skip
    page.get_by_role("button", name="复制链接").click()
    page.wait_for_function("text => navigator.clipboard.readText().then(held => held === text)", arg=f"{visitor.address}/?claim={claim}")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    cite.click()
    page.get_by_role("menuitem", name="原句").click()
    page.wait_for_function("() => navigator.clipboard.readText().then(held => !held.includes('claim'))")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".st-key-evidence .sentence").inner_text()


def test_on_a_phone_the_sentence_opens_under_its_row(visit: Visit) -> None:
    visitor = visit(width=390)
    page = visitor.open("/?kind=percentage")
    row(page, 4).click()
    claim = row(page, 4).get_attribute("data-id")
    expect(page.locator(f'.st-key-evidence mark[data-claim="{claim}"]')).to_be_attached()
    visitor.settle()
    under = page.locator(f'tr[data-id="{claim}"] + tr.under')
    expect(under).to_be_visible()
    assert under.locator("mark").inner_text() == page.locator(".st-key-evidence mark").inner_text()
    under.get_by_role("button").click()
    expect(page.locator(".st-key-evidence .reading")).to_be_in_viewport()


def test_a_brief_is_gathered_downloaded_and_opened_with_the_network_off(visit: Visit, browser: Browser, tmp_path: Path) -> None:
    visitor = visit()
    page = visitor.open("/?kind=percentage")
    row(page, 2).hover()
    row(page, 2).get_by_role("button", name="加入简报").click()
    visitor.settle()
    row(page, 5).focus()
    page.keyboard.press("b")
    visitor.settle()
    row(page, 7).click()
    visitor.settle()
    page.locator(".st-key-gather button").click()
    visitor.settle()
    ids = [row(page, at).get_attribute("data-id") for at in (2, 5, 7)]
    assert query(page)["brief"] == ids
    page.get_by_role("link", name="简报 3").click()
    expect(page.locator(".stMain .item")).to_have_count(3)
    visitor.settle()
    page.locator(f".st-key-up-{ids[2]} button").first.click()  # Streamlit renders a button with a tooltip twice, for mouse and for touch
    visitor.settle()
    order = [ids[0], ids[2], ids[1]]
    assert query(page)["brief"] == order
    assert page.locator(".stMain mark").evaluate_all("marks => marks.map(mark => mark.dataset.claim)") == order
    sentences = page.locator(".stMain .sentence").all_inner_texts()
    page.locator(".st-key-brief-title input").fill("三个比例 <b>")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载简报").click()
    file = tmp_path / "brief.html"
    download.value.save_as(file)

    with browser.new_context(offline=True) as context:
        alone, asked = context.new_page(), list[str]()
        faults: list[str] = []
        alone.on("request", lambda request: asked.append(request.url))
        alone.on("console", lambda message: faults.append(message.text))
        alone.on("pageerror", lambda error: faults.append(str(error)))
        alone.goto(file.as_uri())
        assert alone.locator("h1").inner_text() == "三个比例 <b>"
        assert alone.locator("li .sentence").all_inner_texts() == sentences
        assert alone.locator("li mark").evaluate_all("marks => marks.map(mark => mark.dataset.claim)") == order
        assert alone.locator("svg").count() >= 2
        assert alone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert alone.pdf(prefer_css_page_size=True).startswith(b"%PDF")
        assert asked == [file.as_uri()]
        assert faults == []


def test_csv_and_excel_hold_the_same_rows(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/?kind=money&kind=percentage&since=2019&until=2022")
    count = int(re.match(r"[\d,]+", page.locator(".st-key-table-head h2").inner_text())[0].replace(",", ""))
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    written = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Excel").click()
    assert download.value.suggested_filename == "youju-claims.xlsx"
    sheet, about = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets
    header, *rows = sheet.iter_rows(values_only=True)
    said = dict(about.iter_rows(values_only=True, max_col=2))
    names = [said[head].partition(":")[0] for head in header]
    assert names == [*EXPORTED, "permalink"]
    assert len(rows) == len(written) == count > 10
    for line, cells in zip(written, rows, strict=True):
        held = dict(zip(names, cells, strict=True))
        assert held.pop("permalink") == f"{visitor.address}/?claim={line['claim_id']}"
        for coded in CODED:  # in Chinese for people; in the CSV as codes
            assert (held.pop(coded) is None) == (line.pop(coded) == "")
        assert held == {name: as_held(name, value) for name, value in line.items()}
    assert {cells[names.index("kind")] for cells in rows} == {"金额", "百分比"}
    assert said["行数"] == str(count)
    assert {"金额", "百分比", "2019—2022 年"} == set(said["筛选"].split("；"))
    assert said[header[names.index("bound")]].startswith("bound: exact 确数")


def as_held(name: str, value: str) -> object:
    """The value that an Excel cell should have for a CSV value."""
    if not value:
        return None
    if name in NUMBERS:
        return float(value)
    if name in DAYS:
        return datetime.combine(date.fromisoformat(value), datetime.min.time())
    return value.removeprefix("'")
