"""Reviewing in a real Chromium: by keyboard, across a server restart, adding a figure by selection, and two reviewers at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from analytics.claims.selection import Selection
from analytics.ingest.dataset import WorkspaceDataset
from analytics.review.actions import actions_in
from analytics.review.review import Review
from analytics.workspace.store import Workspace

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``


def claim(page: Page) -> str:
    """Id of the claim on the card."""
    return str(page.locator(".card").get_attribute("data-claim"))


def sign(page: Page, name: str) -> None:
    page.locator(".who input").fill(name)
    page.keyboard.press("Enter")


def test_reviewing_by_keyboard_outlasts_a_restart(server: Any, visit: Visit) -> None:
    visitor = visit(server=server)
    page = visitor.open("/review")
    first = claim(page)
    page.keyboard.press("a")  # without a name
    expect(page.locator(".status")).to_contain_text("先写下您的名字")
    page.locator(".who input").press_sequentially("jaxeu")  # keys typed into a box are not commands
    assert claim(page) == first
    sign(page, "李梅")
    page.keyboard.press("j")
    accepted = claim(page)
    page.keyboard.press("a")
    rejected = claim(page)
    page.keyboard.press("x")
    edited = claim(page)
    assert len({first, accepted, rejected, edited}) == 4
    page.keyboard.press("e")
    was = page.locator("form [name=subject]").input_value()
    page.locator("form [name=subject]").fill("夜巡警情")
    page.locator("form [name=period_start]").fill("2024-02-01")
    page.locator("form [name=period_end]").fill("2023-02-01")
    page.locator("form [name=subject]").press("Enter")
    expect(page.locator("form .unfit")).to_contain_text("终点不能小于起点")
    page.locator("form [name=period_end]").fill("2024-02-29")
    page.locator("form [name=period_end]").press("Enter")
    expect(page.locator(".card .chip")).to_contain_text("已改正 · 李梅")
    expect(page.locator(".card .changes")).to_contain_text("夜巡警情")
    expect(page.locator(".lead")).to_contain_text("已校对 3 /")
    page.keyboard.press("j")
    last = claim(page)
    page.keyboard.press("x")
    expect(page.locator(".log li").first).to_contain_text("剔除")
    page.keyboard.press("u")
    expect(page.locator(".log li").first).to_contain_text("撤回")
    expect(page.locator(f'.card[data-claim="{last}"] .chip')).to_have_text("未校对")
    visitor.settle()

    assert visitor.faults == []
    server.stop()
    page.keyboard.press("a")  # queued until the server is back
    server.start()
    expect(page.locator(".log li").first).to_contain_text("采纳")
    visitor.faults.clear()  # connection errors while the server is down
    page.keyboard.press("u")
    expect(page.locator(".lead")).to_contain_text("已校对 3 /")
    again = visit(server=server)
    page = again.open(f"/review?claim={edited}")
    assert claim(page) == edited
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("claim") == [edited])
    expect(page.locator(".lead")).to_contain_text("已校对 3 /")
    expect(page.locator(".card .chip")).to_contain_text("已改正 · 李梅")
    assert [line.split()[0] for line in page.locator(".log li .what").all_inner_texts()] == [
        "撤回",
        "采纳",
        "撤回",
        "剔除",
        "改正",
        "剔除",
        "采纳",
    ]
    workspace = Workspace(server.workspace)
    log = list(workspace.annotations.log())
    assert [(act.who, act.kind, act.about) for act in actions_in(log)] == [
        ("李梅", "accept", accepted), ("李梅", "reject", rejected), ("李梅", "edit", edited), ("李梅", "reject", last), ("李梅", "undo", last),
        ("李梅", "accept", last), ("李梅", "undo", last),
    ]  # fmt: skip
    row = WorkspaceDataset(workspace).table.claim(edited)
    assert (row.subject, str(row.period_end)) == ("夜巡警情", "2024-02-29")
    sign(page, "李梅")
    page.keyboard.press("u")
    expect(page.locator(".card .chip")).to_have_text("未校对")
    expect(page.locator(".lead")).to_contain_text("已校对 2 /")
    assert WorkspaceDataset(workspace).table.claim(edited).subject == was
    with page.expect_download() as started:
        page.locator(".st-key-download-log button").click()
    assert "撤回" not in (text := started.value.path().read_text(encoding="utf-8-sig"))
    assert [line.split(",")[2] for line in text.splitlines()[1:]].count("undo") >= 3


def drag(page: Page, within: str, text: str) -> None:
    """Select ``text`` with the mouse."""
    box = page.locator(within).evaluate(
        """(box, text) => {
            const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const at = walk.currentNode.data.indexOf(text);
                if (at < 0) continue;
                walk.currentNode.parentElement.scrollIntoView({ block: "center" });
                const range = document.createRange();
                range.setStart(walk.currentNode, at);
                range.setEnd(walk.currentNode, at + text.length);
                const rects = range.getClientRects();
                const [first, last] = [rects[0], rects[rects.length - 1]];
                return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
            }
        }""",
        text,
    )
    page.mouse.move(box[0], box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[3], steps=4)
    page.mouse.up()


def test_a_missed_figure_is_added_by_selecting_it_and_two_review_at_once(server: Any, visit: Visit) -> None:
    workspace = Workspace(server.workspace)
    stored = WorkspaceDataset(workspace)
    claims = stored.table.rows(Selection(), limit=600)
    article = workspace.document(claims["doc_id"][0])
    mine, other = visit(server=server), visit(server=server)
    page = mine.open(f"/review?claim={claims['claim_id'][0]}&doc={article['doc_id']}")
    sign(page, "李梅")
    before = page.locator(".lead").inner_text()
    title = article["title"][:4]
    page.locator(".fulltext").click()
    expect(page.locator("article.whole mark.own")).to_have_count(1)
    drag(page, "article.whole", title)
    expect(page.locator(".picked q")).to_have_text(title)
    page.locator(".picked .add").click()
    page.locator("form [name=subject]").fill("夜市摊位")
    page.locator("form [name=value]").fill("")
    page.locator("form [name=value]").press("Enter")
    expect(page.locator("form .unfit")).to_contain_text("不能空着")
    page.locator("form [name=value]").fill("12")
    page.locator("form [name=value]").press("Enter")
    expect(page.locator(".card .chip")).to_contain_text("人工补充 · 李梅")
    added = WorkspaceDataset(workspace).table.claim(claim(page))
    assert article["raw"][added.start : added.end] == added.text == title
    assert (added.rule, added.value, added.value_low, added.subject) == ("person.added", 12.0, 12.0, "夜市摊位")
    assert before != page.locator(".lead").inner_text()
    assert list(workspace.verify()) == []

    start = claims["claim_id"][0]
    theirs = other.open(f"/review?claim={start}")
    sign(theirs, "王强")
    page.goto(f"{server.address}/review?claim={start}")
    expect(page.locator(f'.card[data-claim="{start}"] .chip')).to_have_text("未校对")
    theirs.keyboard.press("a")
    expect(theirs.locator(".log li").first).to_contain_text("王强")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(f'.card[data-claim="{start}"] .chip')).to_contain_text("已采纳 · 王强")
    page.keyboard.press("x")
    expect(page.locator(".log li").first).to_contain_text("李梅")
    assert Review(WorkspaceDataset(workspace), workspace.annotations.log()).state(start) == "rejected"
    assert [act.who for act in actions_in(workspace.annotations.log()) if act.about == start] == ["王强", "李梅"]
