"""ASGI middleware that lets only visitors with a role reach the dashboard.

It lists what everybody may have. Every other request is answered here, also for routes that a later Streamlit adds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.server.policy import Visitor

_LOGIN = "/auth/login"  # this and the paths below are routes defined by Streamlit
_OPEN = {
    ("GET", "/_stcore/health"),
    ("HEAD", "/_stcore/health"),
    ("GET", _LOGIN),
    ("GET", "/auth/logout"),
    ("GET", "/oauth2callback"),
}
_PRIVATE = {"Cache-Control": "no-store"}  # the same address shows the dashboard after sign-in


class RoleGuard:
    """ASGI middleware: whoever has no role gets the sign-in page (401, or 403 when signed in), except for what is in ``_OPEN``.

    ``visitor`` tells from the cookies who is asking (None: not signed in), ``page`` makes the sign-in page for a visitor and a query
    string, and ``login`` makes the address that leads to the identity provider. ``base`` is the path below which everything is served.
    """

    def __init__(
        self,
        app: ASGIApp,
        visitor: Callable[[Mapping[str, str]], Visitor | None],
        page: Callable[[Visitor | None, str], str],
        login: Callable[[], str],
        base: str = "",
    ) -> None:
        self._app, self._visitor, self._page, self._login, self._base = app, visitor, page, login, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        visitor = self._visitor(asked.cookies)
        if visitor and visitor.role:
            await self._app(scope, receive, send)
        elif not self._is_open(scope):
            await self._refusal(visitor, asked)(scope, receive, send)
        elif scope["path"] == self._base + _LOGIN and not asked.url.query:
            await RedirectResponse(self._login(), 303, _PRIVATE)(scope, receive, send)
        else:
            await self._app(scope, receive, _bare(send) if scope["path"].endswith("/health") else send)

    def _is_open(self, scope: Scope) -> bool:
        return scope["type"] == "http" and any((scope["method"], scope["path"]) == (method, self._base + path) for method, path in _OPEN)

    def _refusal(self, visitor: Visitor | None, asked: HTTPConnection) -> Response:
        return HTMLResponse(self._page(visitor, asked.url.query), 403 if visitor else 401, _PRIVATE)


def _bare(send: Send) -> Send:
    """Leave out cookies: with its answer about its health, Streamlit hands out the token that uploads need."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            del MutableHeaders(scope=message)["Set-Cookie"]
        await send(message)

    return sending
