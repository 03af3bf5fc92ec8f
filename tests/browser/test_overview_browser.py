"""The overview in a real Chromium: every chart filters the others, range selection, drill-down to a county, sidebar by keyboard, files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
CHARTS = ("chart-province", "chart-type", "chart-period", "chart-kind")


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def figures(page: Page) -> int:
    """Number of figures and bare dates; checks that summary, table and the note below the charts agree."""
    stated = page.locator(".lead b").nth(1).inner_text()
    head = page.locator(".st-key-table-head h2")
    expect(head).to_contain_text(f"{stated} 个数字")
    counted = head.inner_text().partition(" · ")[0]
    expect(page.locator(".fine").last).to_contain_text(f"合计 {counted}，")
    return sum(int(number.replace(",", "")) for number in re.findall(r"[\d,]+", counted))


def texts(page: Page, chart: str) -> list[str]:
    return page.locator(f".st-key-{chart} svg text").evaluate_all("all => all.map(text => text.textContent)")


def centre(mark: Locator, down: float = 0.5) -> tuple[float, float]:
    box = mark.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * down


def choice(page: Page, name: str) -> Locator:
    return page.locator(".choice", has=page.get_by_text(name, exact=True))


def test_every_chart_filters_all_the_others(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open()
    everything = figures(page)
    for chart, text, wanted in (
        ("chart-province", "浙", {"province": ["浙江省"]}),
        ("chart-type", "便民服务", {"type": ["service"]}),
        ("chart-period", "23", {"since": ["2023"], "until": ["2023"]}),
        ("chart-kind", "金额", {"kind": ["money"]}),
    ):
        before = {other: texts(page, other) for other in CHARTS if other != chart}
        axis = ".role-axis-label" if chart == "chart-period" else ""  # a count beside a bar may also start with 23
        label = page.locator(f".st-key-{chart} svg {axis} text").filter(has_text=re.compile(f"^{text}")).first
        x, y = centre(label)
        if chart == "chart-type":
            x += 60  # the bar beside its name
        if chart == "chart-period":
            y -= 40
        if chart == "chart-kind":
            x, y = centre(page.locator(".st-key-chart-kind svg .role-mark path[fill='#009E73']").first)
        page.mouse.move(5, 5)
        page.mouse.click(x, y)
        visitor.settle()
        assert query(page) == wanted
        assert 0 < figures(page) < everything
        assert all(texts(page, other) != said for other, said in before.items())
        page.mouse.move(5, 5)
        page.mouse.click(x, y)
        visitor.settle()
        assert query(page) == {}
        assert figures(page) == everything


def test_a_brush_over_years_chooses_the_range(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open()
    everything = figures(page)
    years = page.locator(".st-key-chart-period svg .role-axis-label text")
    (x, y), (further, _) = centre(years.filter(has_text="21")), centre(years.filter(has_text="18"))
    page.mouse.move(x, y - 50)
    page.mouse.down()
    page.mouse.move((x + further) / 2, y - 50, steps=4)
    page.mouse.move(further, y - 50, steps=4)
    page.mouse.up()
    visitor.settle()
    assert query(page) == {"since": ["2018"], "until": ["2021"]}
    some = figures(page)
    assert 0 < some < everything
    edges = page.locator(".st-key-chart-period svg .mark-rule.role-mark line")
    left, right = (edges.nth(n).bounding_box()["x"] for n in range(2))
    assert left < further < x < right
    page.locator(".st-key-chips").get_by_role("button", name="2018—2021 年").click()
    visitor.settle()
    assert query(page) == {}
    assert edges.count() == 0
    assert figures(page) == everything


def test_from_a_province_down_to_a_county(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/?province=广东省")
    of_province = figures(page)
    page.mouse.click(*_beside(page, "chart-city", "佛山市"))
    visitor.settle()
    assert query(page) == {"province": ["广东省"], "city": ["佛山市"]}
    assert 0 < figures(page) <= of_province
    counted = [text for text in texts(page, "chart-county") if re.fullmatch(r"[\d,]+", text)]
    assert sum(int(text.replace(",", "")) for text in counted) == figures(page)
    assert "未标明区县" in texts(page, "chart-county")
    expect(choice(page, "佛山市")).to_have_attribute("aria-selected", "true")
    expect(choice(page, "佛山市")).to_have_attribute("aria-level", "2")
    page.mouse.click(*_beside(page, "chart-county", "禅城区"))
    visitor.settle()
    assert query(page)["county"] == ["禅城区"]
    assert figures(page) == int(choice(page, "禅城区").locator(".count").inner_text())
    page.locator(".st-key-clear button").click()
    visitor.settle()
    assert query(page) == {}


def _beside(page: Page, chart: str, name: str) -> tuple[float, float]:
    """A point in the row of the named bar, even if the bar is short."""
    box = page.locator(f".st-key-{chart} svg text").filter(has_text=re.compile(f"^{name}$")).bounding_box()
    return box["x"] + box["width"] + 30, box["y"] + box["height"] / 2


def test_the_sidebar_by_keyboard(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open()
    everything = figures(page)
    page.get_by_label("搜原句、标题、创新").focus()
    page.keyboard.press("Tab")  # the collapse button of the first group
    page.keyboard.press("Tab")  # its list
    page.keyboard.press("ArrowDown")
    expect(choice(page, "百分比")).to_be_focused()
    page.keyboard.press("Space")
    visitor.settle()
    assert query(page) == {"kind": ["percentage"]}
    assert figures(page) == int(choice(page, "百分比").locator(".count").inner_text())
    expect(choice(page, "百分比")).to_be_focused()
    page.keyboard.press("Enter")
    visitor.settle()
    assert figures(page) == everything
    page.get_by_label("找省、市").focus()
    page.keyboard.type("佛山")
    expect(page.get_by_role("tree").locator(".choice")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    visitor.settle()
    assert query(page) == {"city": ["佛山市"]}
    page.get_by_label("搜原句、标题、创新").focus()
    page.keyboard.type("反诈")
    page.keyboard.press("Enter")
    visitor.settle()
    assert query(page) == {"city": ["佛山市"], "q": ["反诈"]}


def test_the_menu_is_passed_and_a_chart_filters_by_keyboard(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open()
    everything = figures(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    assert query(page) == {}
    names = []
    for _ in range(40):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        if names[-1] and names[-1].startswith("创新类型"):
            break
    first = page.locator(f'.st-key-chart-type svg [aria-label="{names[-1]}"]')
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(first).not_to_be_focused()
    second = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    visitor.settle()
    assert len(query(page)["type"]) == 1
    chosen = page.locator(f'.st-key-chart-type svg [aria-label="{second}"]')
    expect(chosen).to_be_focused()  # though it was drawn anew
    assert second.endswith(f" {figures(page):,}")
    page.keyboard.press("Space")
    visitor.settle()
    assert query(page) == {}
    assert figures(page) == everything


def test_a_year_by_keyboard(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open()
    page.locator('.st-key-chart-period svg [aria-label*="2021"]').focus()
    page.keyboard.press("Enter")
    visitor.settle()
    assert query(page) == {"since": ["2021"], "until": ["2021"]}
    page.keyboard.press("End")
    expect(page.locator('.st-key-chart-period svg [tabindex="0"]')).to_be_focused()
    expect(page.locator('.st-key-chart-period svg [tabindex="0"]')).to_have_attribute("aria-label", re.compile("未"))


def test_folds_stay_and_all_choices_are_there(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open()
    page.locator("summary", has_text="创新类型").click()
    expect(page.get_by_role("option", name="便民服务")).to_be_hidden()
    tree = page.get_by_role("tree")
    expect(tree.locator(".choice")).to_have_count(8)
    page.get_by_role("button", name="还有").first.click()
    expect(tree.locator(".choice").nth(30)).to_be_attached()
    page.get_by_label("从").select_option(label=page.get_by_label("从").locator("option", has_text="2019").inner_text())
    visitor.settle()
    assert query(page) == {"since": ["2019"]}
    page.get_by_role("switch").check()
    visitor.settle()
    assert query(page) == {"since": ["2019"], "repeats": ["1"]}
    visitor.open()
    expect(page.get_by_role("option", name="便民服务")).to_be_hidden()


def test_the_numbers_of_the_sentence_lead_on(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/?kind=money")
    page.locator(".lead a").first.click()
    page.wait_for_url("**/corpus*")
    assert query(page) == {"kind": ["money"]}
    page.go_back()
    page.wait_for_selector(".lead b")
    visitor.settle()
    page.locator(".lead a").nth(1).click()
    expect(page.locator(".st-key-table-head")).to_be_in_viewport()


def test_a_chart_is_handed_over_as_numbers_and_as_a_picture(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/?province=浙江省")
    page.locator(".st-key-menu-chart-type button").click()
    files = {}
    for kind in ("csv", "svg", "png"):
        with page.expect_download() as started:
            page.locator(f".st-key-take-chart-type-{kind} button").click()
        assert started.value.suggested_filename == f"youju-chart-type.{kind}"
        files[kind] = Path(started.value.path()).read_bytes()
    read = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"), newline="")))
    assert sum(int(row["figures"]) for row in read) == figures(page)
    said = {"".join(text.itertext()) for text in ElementTree.fromstring(files["svg"]).iter() if text.tag.endswith("text")}
    assert {"说的是哪类创新？", *(row["name"] for row in read)} <= said
    assert files["png"].startswith(b"\x89PNG")


def test_a_link_with_every_filter_opens_the_same_view_elsewhere(visit: Visit) -> None:
    link = "/?kind=count&kind=percentage&province=浙江省&province=广东省&type=service&type=prevention&since=2016&until=2025&q=警&repeats=1&direction=-"
    first, other = visit(), visit(width=390)
    page, phone = first.open(link), other.open(link)
    assert figures(page) == figures(phone) > 0
    chips = page.locator('[class*="st-key-chip-"]').all_inner_texts()
    assert chips == phone.locator('[class*="st-key-chip-"]').all_inner_texts()
    assert len(chips) == 9
    for chart in ("chart-province", "chart-type", "chart-period"):
        assert texts(page, chart) == texts(phone, chart)
    phone.get_by_test_id("stExpandSidebarButton").click()
    expect(choice(phone, "浙江省")).to_have_attribute("aria-selected", "true")
    choice(phone, "浙江省").click()
    other.settle()
    assert query(phone)["province"] == ["广东省"]


def test_how_many_statements_disagree_appears_unasked(server: Any, visit: Visit) -> None:
    page = visit(server=server).open()
    expect(page.locator(".sub a")).to_contain_text("处说法不一")
