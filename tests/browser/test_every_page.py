"""Checks for every page: it opens in both languages, themes and widths, and axe reports no serious violation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
PAGES = ("overview", "search", "metrics", "pivot", "compare", "conflicts", "innovations", "reader", "review", "corpus", "quality", "brief")
_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}, "resultTypes": ["violations"]}


def _serious(page: Page) -> list[str]:
    """Serious violations reported by axe, with the elements concerned."""
    found = Axe().run(page, options=_RULES).response["violations"]
    return [
        f"{fault['id']}: {fault['help']} {[node['html'][:200] for node in fault['nodes'][:4]]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def test_the_navigation_lists_the_pages(visit: Visit) -> None:
    page = visit().open()
    links = page.locator(".st-key-brand a").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    assert [link.strip("/") or "overview" for link in links] == list(PAGES)


@pytest.mark.parametrize(("width", "scheme", "language"), [(1280, "light", "zh"), (390, "dark", "en")])
def test_every_page_is_whole(visit: Visit, width: int, scheme: str, language: str) -> None:
    visitor = visit(width=width, scheme=scheme)  # one for all pages, for its warm cache
    faults = {name: _faults(visitor.open(("/" if name == "overview" else f"/{name}") + f"?lang={language}"), language) for name in PAGES}
    assert {name: found for name, found in faults.items() if found} == {}


def _faults(page: Page, language: str) -> list[str]:
    """Faults of a page: horizontal scrolling, a frame in the wrong language, or axe violations."""
    wide = page.evaluate("document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth")
    interface = page.locator('[data-testid="stSidebar"]').inner_text().replace("中文", "")
    in_chinese = bool(re.search("[\u3400-\u9fff]", interface))
    return [
        *(["scrolls sideways"] if wide > 0 else []),
        *(["wrong language"] if in_chinese is not (language == "zh") else []),
        *_serious(page),
    ]
