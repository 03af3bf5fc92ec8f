"""The cross table in a real Chromium: a cell opens its figures, the address holds the view, the file is what is shown."""

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


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def crosstab(page: Page) -> Locator:
    return page.locator(".st-key-crosstab table")


def cell(page: Page, row: str, column: str) -> Locator:
    """The cell with these codes."""
    return crosstab(page).locator(f'a[data-cell=\'["{row}","{column}"]\']')


def opened(page: Page) -> int:
    """How many figures the list under the table has, bare dates included."""
    told = page.locator(".st-key-opened-cell h2.question small").inner_text()
    return sum(int(number.replace(",", "")) for number in re.findall(r"([\d,]+) (?:个|figure|date)", told))


def test_a_cell_opens_its_figures_and_the_address_holds_them(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/pivot")
    assert crosstab(page).locator("thead th[scope=col]").last.inner_text() == "合计"
    assert crosstab(page).locator("tbody th[scope=row]").last.inner_text() == "合计"
    assert cell(page, "*", "*").inner_text() in page.locator(".sub").inner_text()
    for row, column in (("湖北省", "2024"), ("+", "published")):
        number = int(cell(page, row, column).inner_text())
        cell(page, row, column).click()
        visitor.settle()
        assert query(page)["cell"] == [row, column]
        assert opened(page) == number
        expect(cell(page, row, column)).to_have_attribute("aria-current", "true")
    expect(page.locator(".st-key-evidence mark")).to_be_attached()
    again = visitor.open("/pivot?" + urlsplit(page.url).query)
    assert opened(again) == number


def test_the_files_are_what_is_shown_and_choices_are_kept_in_the_address(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/pivot?rows=type&columns=kind")
    visitor.choose("pivot-measure", "合计金额")
    assert query(page) == {"rows": ["type"], "columns": ["kind"], "measure": ["sum"]}
    expect(page.locator(".st-key-pivot-metric input")).to_have_value(re.compile("^投入经费"))
    lines = (
        crosstab(page)
        .locator("tr")
        .evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => [...(cell.querySelector('a') ?? cell).childNodes].map(node => node.textContent)))"
        )
    )
    shown = [["".join(parts) if "small" not in parts else "" for parts in line] for line in lines]
    with page.expect_download() as started:
        page.locator(".st-key-download-pivot button").click()
    rows = list(csv.reader(io.StringIO(Path(started.value.path()).read_text(encoding="utf-8-sig"), newline="")))
    assert [[cell.replace(" · ", "") for cell in row] for row in rows] == shown
    assert any("≥" in cell for row in rows for cell in row)


def test_a_phone_scrolls_the_table_alone_and_a_cell_opens_by_keyboard(visit: Visit) -> None:
    visitor = visit(width=390)
    page = visitor.open("/pivot?lang=en")
    assert page.evaluate("document.querySelector('.stMain').scrollWidth <= document.querySelector('.stMain').clientWidth")
    box, heading = page.locator(".st-key-crosstab .scroll"), crosstab(page).locator("tbody th").first
    assert heading.inner_text() == "Hubei"
    before = heading.bounding_box()["x"]
    box.evaluate("box => { box.scrollLeft = box.scrollWidth; }")
    assert box.evaluate("box => box.scrollLeft") > 100
    assert heading.bounding_box()["x"] == before
    number = int(cell(page, "湖北省", "*").inner_text())
    cell(page, "湖北省", "*").focus()
    page.keyboard.press("Enter")
    visitor.settle()
    assert query(page) == {"lang": ["en"], "cell": ["湖北省", "*"]}
    assert opened(page) == number
    expect(page.locator(".st-key-opened-cell h2").first).to_be_in_viewport()
