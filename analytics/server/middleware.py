"""ASGI middleware in front of the dashboard: security headers, origin checks, and the return address after sign-in."""

from __future__ import annotations

from urllib.parse import SplitResult, quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.server import policy

# Content Security Policy: no images, styles, scripts or responses from other hosts, no framing. Charts are compiled from their
# specification (eval), components arrive as blobs, and styles are inline.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_TOLD = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff"}
_LOGIN, _CALLBACK = "/auth/login", "/oauth2callback"  # routes defined by Streamlit
_WAY_BACK, _MINUTES = "youju_way_back", 15


class OriginGuard:
    """ASGI middleware: rejects requests and connections from pages of another origin (403), and adds ``_TOLD`` to every response.

    With ``here_only`` it also rejects connections to any address other than this machine's loopback, whatever the server listens on.
    """

    def __init__(self, app: ASGIApp, here_only: bool) -> None:
        self._app, self._here_only = app, here_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and (refusal := self._refusal(scope)):
            await PlainTextResponse(refusal, status_code=403)(scope, receive, send)
            return

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_TOLD)
            await send(message)

        await self._app(scope, receive, telling)

    def _refusal(self, scope: Scope) -> str:
        if self._here_only and not policy.is_here((scope.get("server") or ("", None))[0]):
            return "Served to this machine only"
        return "Foreign origin" if _is_foreign(Headers(scope=scope)) else ""


class ReturnAfterSignIn:
    """ASGI middleware: after sign-in, redirects to the page that the visitor requested, which Streamlit forgets.

    The address is kept in a cookie meanwhile. It comes from ``Referer``, which a page of another origin cannot set to ours.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "") if scope["type"] == "http" else ""
        if not path.endswith((_LOGIN, _CALLBACK)):
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        to = _came_from(asked.headers) if path.endswith(_LOGIN) else unquote(asked.cookies.get(_WAY_BACK, ""))

        async def leading(message: Message) -> None:
            if message["type"] == "http.response.start" and to:
                headers = MutableHeaders(scope=message)
                if path.endswith(_LOGIN):
                    headers.append("Set-Cookie", _cookie(quote(to, safe=""), 60 * _MINUTES))
                elif headers.get("location", "").endswith("/") and _is_ours(to):
                    headers["location"] = to
                    headers.append("Set-Cookie", _cookie("", 0))
            await send(message)

        await self._app(scope, receive, leading)


def _came_from(headers: Headers) -> str:
    """Path and query of the referring page if it is ours; else empty."""
    page = _parts(headers.get("referer", ""))
    to = page._replace(scheme="", netloc="", fragment="").geturl()
    return to if page.netloc.lower() == headers.get("host", "").lower() and _is_ours(to) else ""


def _parts(url: str) -> SplitResult:
    """The parts of a URL; all empty if it is none, like ``http://[``."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _is_ours(to: str) -> bool:
    """Whether a redirect target stays on this host: two leading slashes, of either kind, lead to another."""
    return to.startswith("/") and to[1:2] not in ("/", "\\") and to.isascii() and to.isprintable()


def _cookie(value: str, seconds: int) -> str:
    return f"{_WAY_BACK}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax"


def _is_foreign(headers: Headers) -> bool:
    """Whether ``Origin`` names another host; only browsers send it, and they do so wherever it matters."""
    origin = headers.get("origin")
    return origin is not None and _parts(origin).netloc.lower() != headers.get("host", "").lower()
