"""A server slower than its reader: acts, a page left at once, and filters, all done before the answer to the one before."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from analytics.workspace.store import Workspace
from benchmarks.quick import Reviewer

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
_LINK = '[class*="st-key-nav-"] a'


def test_a_reader_quicker_than_the_server_loses_nothing(serve: Callable[..., Any], visit: Visit) -> None:
    server = serve(command=("tests/browser/slow.py",))
    people = Workspace(server.workspace).annotations
    visitor = visit(server=server)
    reviewer = Reviewer(visitor.page, "李梅", random.Random(2))
    reviewer.begin(server.address)
    while reviewer.made() < 30 or len(reviewer.typed) < 2:
        reviewer.press()
    reviewer.finish()
    assert reviewer.faults(people) == []
    assert len({entry.act for entry in people.log()}) == reviewer.made()

    page = visitor.page
    page.keyboard.press("j")
    visitor.settle()
    page.keyboard.press("a")
    page.locator(f'{_LINK}[href*="quality"]').click()  # before the answer
    (*_, last) = reviewer.pressed()
    assert [act["id"] for act in last["made"]] == [last["figure"]]
    expect(page.locator(".st-key-dates")).to_be_visible()
    page.locator(f'{_LINK}[href*="review"]').click()
    reviewer.finish()
    assert last["made"][0]["act"] in {entry.act for entry in people.log() if entry.about == last["figure"]}


def test_filters_chosen_before_the_answer_to_the_first_add_up(serve: Callable[..., Any], visit: Visit) -> None:
    visitor = visit(server=serve(command=("tests/browser/slow.py",)))
    page = visitor.open("/")
    page.locator(".choice").first.wait_for()
    for kind in ("数量", "百分比", "金额"):  # each before the answer to the one before
        page.locator(".choice", has_text=kind).first.evaluate("(choice) => choice.click()")
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("kind") == ["count", "percentage", "money"])
