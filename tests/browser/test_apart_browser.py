"""Isolation: foreign hosts, origins and uploads are rejected, and one reader's data does not reach another's browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, expect

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
ARTICLE = "云岭县公安局夜查见成效\n2023年，云岭县公安局夜查四千三百二十一次，盗窃案件同比下降37.5%。\n"
_SOCKET = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw=="}
_UPLOAD = "/_stcore/upload_file/session/file"


def answer(address: str, path: str, headers: Mapping[str, str], method: str = "GET") -> int:
    """Status code of the response to a request with exactly these headers."""
    asked = HTTPConnection(urlsplit(address).netloc, timeout=20)
    asked.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        asked.putheader(name, value)
    asked.endheaders()
    status = asked.getresponse().status
    asked.close()
    return status


@pytest.mark.parametrize(("path", "more"), [("/", {}), ("/_stcore/health", {}), ("/_stcore/host-config", {}), ("/_stcore/stream", _SOCKET)])
def test_foreign_hosts_and_origins_are_refused(address: str, path: str, more: dict[str, str]) -> None:
    own = urlsplit(address).netloc
    port = own.rpartition(":")[2]
    welcome = 101 if more else 200
    assert answer(address, path, {"Host": own, **more}) == welcome
    assert answer(address, path, {"Host": own, "Origin": address, **more}) == welcome
    assert answer(address, path, {"Host": f"localhost:{port}", **more}) == welcome
    for host in ("evil.example", f"evil.example:{port}", f"127.0.0.1.evil.example:{port}", ""):
        assert answer(address, path, {"Host": host, **more}) in (400, 403), host
    for origin in ("http://evil.example", f"http://evil.example:{port}", "null", "http://localhost:3000", f"http://localhost:{port}"):
        assert answer(address, path, {"Host": own, "Origin": origin, **more}) == 403, origin


def test_uploads_need_the_page_s_own_token_and_have_a_size(address: str, visit: Visit) -> None:
    own = {"Host": urlsplit(address).netloc, "Content-Length": "0"}
    assert answer(address, _UPLOAD, own, "PUT") == 403
    assert answer(address, _UPLOAD, {**own, "X-Xsrftoken": "a", "Cookie": "_streamlit_xsrf=a"}, "PUT") == 403
    page = visit().open("/corpus")
    with page.expect_request(lambda request: request.method == "PUT") as sent:
        page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(
            [{"name": "a.txt", "mimeType": "text/plain", "buffer": ARTICLE.encode()}]
        )
    request: Request = sent.value
    token = {name: value for name, value in request.all_headers().items() if name in ("x-xsrftoken", "cookie")}
    path = urlsplit(request.url).path
    assert answer(address, path, {**own, **token, "Content-Length": str(21 * 1024 * 1024)}, "PUT") == 413
    assert answer(address, path, {**own, "Cookie": token["cookie"]}, "PUT") == 403
    assert answer(address, path, {**own, **token, "Origin": "http://evil.example"}, "PUT") == 403


def test_two_readers_see_nothing_of_each_other(visit: Visit) -> None:
    mine, other = visit(), visit()
    theirs = other.open("/quality")
    page = mine.open("/corpus")
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(
        [{"name": "夜查.txt", "mimeType": "text/plain", "buffer": ARTICLE.encode()}]
    )
    page.wait_for_selector(".st-key-outcomes tbody tr")
    page.locator(".st-key-brand a[href*='quality']").click()
    mine.settle()
    box = page.get_by_label("署名").first
    box.fill("云岭来的人")
    box.press("Tab")
    mine.settle()
    page.locator(".st-key-brand a").first.click()
    mine.settle()
    page.locator(".choice", has_text="百分比").first.click()
    mine.settle()
    page.locator(".st-key-filters input").first.fill("云岭")
    page.keyboard.press("Enter")
    mine.settle()
    expect(page.locator(".st-key-evidence .sentence")).to_contain_text("云岭")
    claim = page.locator(".st-key-evidence mark").get_attribute("data-claim")
    page.locator(".st-key-gather button").click()
    mine.settle()
    page.wait_for_url(lambda url: "brief=" in url)

    seen = []
    for path in ("", "/corpus", f"/?claim={claim}"):
        if path:
            theirs = other.open(path)
        else:  # the page that stayed open, after a rerun
            theirs.locator(".st-key-foot button").first.click()
            other.settle()
        boxes = theirs.locator("input, textarea").evaluate_all("all => all.map(each => each.value)")
        seen.append(" ".join([theirs.locator("body").inner_text(), *boxes, theirs.url.replace(str(claim), "")]))
    assert [text for text in seen if "云岭" in text or "夜查" in text] == []
    assert theirs.locator('[class*="st-key-chip-"]').count() == 0
    expect(theirs.locator(".st-key-evidence")).to_contain_text("找不到这个数字")
    assert theirs.evaluate("Object.values(localStorage).join()").find("云岭") < 0
