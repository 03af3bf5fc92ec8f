"""Who is refused before anything is reached, and that who signs in comes back to where they wanted."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send

from analytics.server.middleware import OriginGuard, ReturnAfterSignIn


async def _streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for the dashboard: its callback leads to the front page, all else answers."""
    answer: Response = PlainTextResponse("page")
    if Request(scope).url.path == "/oauth2callback":
        answer = RedirectResponse("/", status_code=302)
        answer.set_cookie("signed", "in")
    await answer(scope, receive, send)


def _get(app: OriginGuard | ReturnAfterSignIn, path: str, at: str = "127.0.0.1", **headers: str) -> Response:
    """What a browser at ``http://youju.example`` is answered."""
    sent = {"host": "youju.example", **headers}
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "server": (at, 8501),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
    }
    heard: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        heard.append(message)

    asyncio.run(app(scope, receive, send))
    answer = Response(heard[1]["body"], heard[0]["status"])
    answer.raw_headers = heard[0]["headers"]
    return answer


@pytest.mark.parametrize(
    ("at", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.0.2.7", 403), ("2001:db8::7", 403), ("0.0.0.0", 403), ("/run/socket", 403)]
)
def test_whoever_opened_the_port_only_this_machine_is_let_in_where_that_was_all_that_was_set_up(at: str, status: int) -> None:
    assert _get(OriginGuard(_streamlit, here_only=True), "/", at).status_code == status
    assert _get(OriginGuard(_streamlit, here_only=False), "/", at).status_code == 200


def test_another_origin_is_refused_and_every_answer_says_what_may_be_loaded() -> None:
    guard = OriginGuard(_streamlit, here_only=True)
    assert _get(guard, "/", origin="https://else.example").status_code == 403
    assert _get(guard, "/", origin="http://[").status_code == 403
    answer = _get(guard, "/", origin="http://youju.example")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def _after_sign_in(referer: str) -> str:
    """Where the browser stands once the provider has sent it back."""
    kept = _get(ReturnAfterSignIn(_streamlit), "/auth/login", referer=referer).headers.get("set-cookie", "")
    assert not kept or "HttpOnly; SameSite=Lax" in kept
    answer = _get(ReturnAfterSignIn(_streamlit), "/oauth2callback", cookie=kept.partition(";")[0])
    assert "signed=in" in answer.headers.getlist("set-cookie")[0]
    return answer.headers["location"]


def test_who_signs_in_comes_back_to_the_address_they_asked_for() -> None:
    assert _after_sign_in("http://youju.example/reader?article=a%26b&lang=en") == "/reader?article=a%26b&lang=en"
    assert _after_sign_in("http://youju.example/?claim=0a1b&region=%E6%B5%99%E6%B1%9F") == "/?claim=0a1b&region=%E6%B5%99%E6%B1%9F"
    assert _after_sign_in("") == "/"


@pytest.mark.parametrize(
    "referer",
    [
        "https://else.example/reader",
        "http://youju.example.else.example/reader",
        "http://youju.example//else.example/",
        "http://youju.example/\\else.example",
        "http://youju.example@else.example/reader",
        "//else.example",
        "javascript:alert(1)",
        "no address at all",
        "http://[",
    ],
)
def test_no_other_host_can_be_where_sign_in_ends(referer: str) -> None:
    assert _after_sign_in(referer) == "/"


@pytest.mark.parametrize(
    "planted",
    ["//else.example", "%2F%2Felse.example", "%2F%5Celse.example", "https:%2F%2Felse.example", "%2F%E6%B5%99", "%2Fa%0d%0aSet-Cookie:x"],
)
def test_a_planted_cookie_leads_nowhere_else(planted: str) -> None:
    answer = _get(ReturnAfterSignIn(_streamlit), "/oauth2callback", cookie=f"youju_way_back={planted}")
    assert answer.headers["location"] == "/"


def test_the_way_back_is_gone_once_taken() -> None:
    answer = _get(ReturnAfterSignIn(_streamlit), "/oauth2callback", cookie="youju_way_back=%2Freview")
    assert answer.headers["location"] == "/review"
    assert "youju_way_back=; Max-Age=0; Path=/" in answer.headers.getlist("set-cookie")[1]
