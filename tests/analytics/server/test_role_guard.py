"""Only what is listed reaches the dashboard of whoever has no role; every route of the running app is decided on here."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message

from analytics.server.policy import Visitor
from analytics.server.role_guard import RoleGuard

ROOT = Path(__file__).parents[3]
_SECRETS = """
[auth]
redirect_uri = "http://youju.example/oauth2callback"
cookie_secret = "only-for-tests-only-for-tests-only-for-tests"
client_id = "youju"
client_secret = "of-the-client"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
[roles]
readers = ["*@press.example"]
"""
# Asks every route of the app that serve.py makes, by every method, as somebody who is not signed in; prints the statuses.
_ASKS = """
import asyncio, json, sys
from streamlit import config
config.set_option("secrets.files", [sys.argv[1]])
import serve
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"]

async def status(kind, method, path):
    heard = []
    async def receive():
        return {"type": "http.request"} if kind == "http" else {"type": "websocket.connect"}
    async def send(message):
        heard.append(message)
    scope = {"type": kind, "method": method, "path": path, "raw_path": path.encode(), "query_string": b"", "headers": [(b"host", b"localhost")],
             "server": ("127.0.0.1", 8501), "client": ("127.0.0.1", 1), "scheme": "http", "extensions": {"websocket.http.response": {}}, "subprotocols": []}
    await serve.app(scope, receive, send)
    return heard[0].get("status", heard[0]["type"])

async def main():
    await status("http", "GET", "/")
    found = {}
    for route in serve.app._starlette_app.routes:
        path = getattr(route, "path", "") or "/"
        filled = path.replace("{file_id:path}", "a").replace("{path:path}", "a/b").replace("{session_id}", "s").replace("{file_id}", "f")
        if type(route).__name__ == "WebSocketRoute":
            found[f"WS {path}"] = await status("websocket", "GET", filled)
        else:
            found |= {f"{method} {path}": await status("http", method, filled) for method in METHODS}
    print(json.dumps(found))

asyncio.run(main())
"""
# Everything Streamlit serves. A new version with another route fails here until somebody has decided about it.
_OPEN = {
    "GET /_stcore/health": 200,
    "HEAD /_stcore/health": 200,
    "GET /auth/login": 303,
    "GET /auth/logout": 302,
    "GET /oauth2callback": 302,
}
_CLOSED = {
    "/",
    "/_stcore/metrics",
    "/_stcore/host-config",
    "/media/{file_id:path}",
    "/_stcore/upload_file/{session_id}/{file_id}",
    "/component/{path:path}",
    "/_stcore/bidi-components/{path:path}",
    "/_stcore/stream",
    "/_stcore/agent/interact",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp",
}


def test_every_route_of_the_app_is_closed_to_strangers_unless_it_is_listed(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(_SECRETS, encoding="utf-8")
    ran = subprocess.run([sys.executable, "-c", _ASKS, str(secrets)], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, int] = json.loads(ran.stdout.splitlines()[-1])
    assert {asked.partition(" ")[2] for asked in found} == _CLOSED | {asked.partition(" ")[2] for asked in _OPEN}
    assert {asked: status for asked, status in found.items() if status != 401} == _OPEN


# --- a small app in place of Streamlit's ----------------------------------------------------------


def _health(request: Request) -> Response:
    answer = PlainTextResponse("ok")
    answer.set_cookie("_streamlit_xsrf", "token")
    return answer


async def _talk(socket: object) -> None:
    raise AssertionError("reached")


def _who(cookies: Mapping[str, str]) -> Visitor | None:
    return {"reader": Visitor("lin@press.example", "reader"), "guest": Visitor("who@else.example", "")}.get(cookies.get("who", ""))


def _app(base: str = "") -> Starlette:
    routes = [Route(f"{base}{path}", _health) for path in ("/_stcore/health", "/auth/login", "/_stcore/a-later-route", "/")]
    guard = Middleware(
        RoleGuard, visitor=_who, page=lambda visitor, query: f"{visitor} {query}", login=lambda: "/auth/login?provider=x", base=base
    )
    return Starlette(routes=[*routes, WebSocketRoute(f"{base}/_stcore/stream", _talk)], middleware=[guard])


def _ask(path: str, who: str = "", method: str = "GET", query: str = "", kind: str = "http", base: str = "", **headers: str) -> Response:
    heard: list[Message] = []
    sent = {"host": "youju.example", "cookie": f"who={who}", **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "server": ("127.0.0.1", 8501),
        "scheme": "http",
        "extensions": {"websocket.http.response": {}},
    }

    async def receive() -> Message:
        return {"type": "http.request"} if kind == "http" else {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        heard.append(message)

    asyncio.run(_app(base)(scope, receive, send))
    answer = Response(heard[1]["body"], heard[0]["status"])
    answer.raw_headers = heard[0]["headers"]
    return answer


@pytest.mark.parametrize("path", ["/", "/_stcore/a-later-route", "/nowhere"])
def test_a_route_that_nobody_has_thought_of_is_closed(path: str) -> None:
    assert _ask(path).status_code == 401
    assert _ask(path, "guest").status_code == 403
    assert _ask(path, "reader").status_code == (404 if path == "/nowhere" else 200)


def test_the_sign_in_page_is_kept_by_no_cache_and_knows_who_asks() -> None:
    answer = _ask("/", "guest", query="lang=en")
    assert answer.headers["cache-control"] == "no-store"
    assert b"who@else.example" in answer.body
    assert b"lang=en" in answer.body


def test_strangers_are_not_given_the_token_with_the_answer_about_health() -> None:
    assert "set-cookie" not in _ask("/_stcore/health").headers
    assert "set-cookie" not in _ask("/_stcore/health", "guest").headers
    assert "set-cookie" in _ask("/_stcore/health", "reader").headers


@pytest.mark.parametrize(
    "path",
    ["//_stcore/health", "/_stcore/health/", "/./_stcore/health", "/_STCORE/HEALTH", "/_stcore//health", "/_stcore/health\x00",
     "/x/_stcore/health", "/_stcore%2fhealth", "/_stcore/health?", "http://youju.example/_stcore/health", "\\_stcore\\health", ""],
)  # fmt: skip
def test_only_the_very_path_that_is_listed_is_open(path: str) -> None:
    assert _ask(path).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "get", "TRACE"])
def test_only_the_method_that_is_listed_is_open(method: str) -> None:
    assert _ask("/_stcore/health", method=method, x_http_method_override="GET").status_code == 401


def test_below_a_base_path_only_what_is_below_it_is_open() -> None:
    assert _ask("/sub/_stcore/health", base="/sub").status_code == 200
    assert _ask("/_stcore/health", base="/sub").status_code == 401


def test_a_stranger_s_connection_is_refused_before_it_is_made() -> None:
    assert _ask("/_stcore/stream", kind="websocket").status_code == 401
    assert _ask("/_stcore/stream", "guest", kind="websocket").status_code == 403


def test_signing_in_leads_to_the_provider() -> None:
    assert _ask("/auth/login").headers["location"] == "/auth/login?provider=x"
    assert _ask("/auth/login", query="provider=x").body == b"ok"
