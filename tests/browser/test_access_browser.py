"""Access control in a real Chromium with a real local identity provider: strangers, readers, reviewers, and two at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from signing import READER, REVIEWER, SECRETS, STRANGER

from analytics.review.actions import actions_in
from analytics.workspace.store import Workspace

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
_ELSEWHERE = "https://cdn.jsdelivr.net/"  # style sheets of the provider's pages; requests there are intercepted
# A tampered browser, in which the disabled review controls are enabled.
_FORCED = """const parse = JSON.parse; JSON.parse = (...given) => {
    const data = parse(...given); if (data?.closed) data.closed = data.signed = ""; return data; };"""


def signed_in(visitor: Any, provider: str, who: str, path: str = "/") -> Page:
    """Sign in through the page and the identity provider; returns the page at ``path``."""
    visitor.known += [provider, _ELSEWHERE]
    visitor.page.route(f"{_ELSEWHERE}**", lambda route: route.fulfill(body=""))
    page = visitor.page
    page.goto(visitor.address + path)
    page.locator(".sign-in a").click()
    page.get_by_role("button", name=who, exact=True).click()
    page.wait_for_url(f"{visitor.address}{path}")
    expect(page.locator(".lead, .empty, .sign-in").first).to_be_visible()
    if who != STRANGER:
        visitor.settle()
    return page


def test_who_signs_in_may_do_what_their_role_says(serve: Callable[..., Any], visit: Visit, provider: str) -> None:
    server = serve(secrets=SECRETS.replace("PROVIDER", provider))
    workspace = Workspace(server.workspace)

    stranger = visit(server=server)
    for path, said in (("/corpus?lang=en", "Please sign in"), ("/review", "请先登录")):
        stranger.page.goto(server.address + path)
        expect(stranger.page.locator("h1")).to_have_text(said)
    page = signed_in(stranger, provider, STRANGER)
    expect(page.locator("h1")).to_have_text(f"{STRANGER} 还没有权限")
    assert stranger.asked(server.address) == {"/corpus", "/review", "/", "/auth/login", "/oauth2callback"}
    assert stranger.sockets == 0

    reads = visit(server=server)
    page = signed_in(reads, provider, READER)
    expect(page.locator(".st-key-signed-in")).to_contain_text(f"{READER} · 读者")
    expect(page.locator(".st-key-actions")).to_have_count(1)
    assert page.locator(".st-key-correct").count() == 0
    reads.settle()  # the page is redrawn once conflicts are counted, and a click during that is lost
    with page.expect_download() as started:
        page.locator(".st-key-download button").click()
    assert len(started.value.path().read_text(encoding="utf-8-sig").splitlines()) > 3
    page = reads.open("/review")
    expect(page.locator(".hint")).to_contain_text("只有校对员可以改动")
    assert page.locator(".bar button, .who").evaluate_all("all => all.map(each => each.className)") == ["previous", "next"]
    for key in "axeu":
        page.keyboard.press(key)
    reads.page.add_init_script(_FORCED)
    page = reads.open("/review")
    page.locator(".who input").fill(REVIEWER)
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    expect(page.locator(".status")).to_contain_text("只有校对员可以改动")
    assert list(workspace.annotations.log()) == []

    reviews = visit(server=server)
    page = signed_in(reviews, provider, REVIEWER, "/review?lang=en")
    expect(page.locator(".who")).to_have_text(f"Signed: {REVIEWER}")
    claim = page.locator(".card").get_attribute("data-claim")
    page.keyboard.press("a")
    expect(page.locator(".log li").first).to_contain_text(REVIEWER)
    assert [(act.who, act.kind, act.about) for act in actions_in(workspace.annotations.log())] == [(REVIEWER, "accept", claim)]
    page.locator(".st-key-sign-out button").click()
    page.wait_for_url(f"{provider}/**")
    page.goto(server.address)
    expect(page.locator("h1")).to_have_text("请先登录")
    log = server.said()
    assert [told for told in (READER, REVIEWER, "of-the-client", "code=", "state=", "Traceback") if told in log] == []
