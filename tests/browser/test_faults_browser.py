"""Faults in a page, a fragment, a callback or a download: page and log reveal only the error type and a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from analytics.i18n.words import Words

SECRET = "/srv/press/secret-folder token=T0KEN-1234 ?claim=private"
_ROOT = str(Path(__file__).parents[2])


def shown(page: Page, language: str) -> str:
    """The number of the fault shown on the page; checks that the message is translated and reveals no details."""
    said = Words(language)("failed.title")
    expect(page.locator(".empty h2", has_text=said)).to_be_visible()
    text = page.locator("body").inner_text()
    assert [told for told in ("secret", "T0KEN", "private", "RuntimeError", "Traceback", _ROOT) if told in text] == []
    (number,) = set(re.findall(r"\b[0-9a-f]{8}\b", page.locator(".empty").inner_text()))
    return str(number)


def test_faults_are_named_and_nothing_else(serve: Callable[..., Any], visit: Callable[..., Any]) -> None:
    server = serve(command=("tests/browser/failing.py", SECRET))
    visitor = visit(server=server)
    numbers = {shown(visitor.open(f"/quality?lang={language}"), language) for language in ("zh", "en")}
    assert len(numbers) == 1
    page = visitor.open("/?kind=count")
    expect(page.locator(".st-key-clear button")).to_have_count(1)  # the overview is redrawn once
    page.locator(".st-key-clear button").click()
    numbers.add(shown(page, "zh"))
    page = visitor.open("/reader")
    page.locator(".st-key-articles tbody tr").first.click()
    numbers.add(shown(page, "zh"))
    page = visitor.open("/")
    page.locator(".st-key-download button").click()
    page.wait_for_selector('[data-testid="stDownloadButtonError"]')
    told = page.evaluate("getComputedStyle(document.querySelector('[data-testid=\"stDownloadButtonError\"]'), '::after').content")
    assert told.strip('"') == Words("zh")("failed.download")
    assert [told for told in SECRET.split() if told in page.locator("body").inner_text()] == []
    log = server.said()
    assert len(numbers) == 3
    assert [number for number in numbers if f"RuntimeError {number} in " not in log] == []
    assert log.count("RuntimeError") == 5
    assert [told for told in (*SECRET.split(), "Traceback", "File ", _ROOT, "site-packages", "kind=count") if told in log] == []
