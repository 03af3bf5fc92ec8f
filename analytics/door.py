"""What a browser is told and asked at the door, before anything of the dashboard is reached."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The browser itself keeps to this address: no picture, style, script or answer from elsewhere, no frame around us. Charts are compiled
# from their specification (eval) and components arrive as blobs; styles are set inline throughout.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_TOLD = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff"}


class Door:
    """ASGI middleware: refuses requests and connections that a page of another origin makes, and sends ``_TOLD`` with every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and _is_foreign(Headers(scope=scope)):
            await PlainTextResponse("Foreign origin", status_code=403)(scope, receive, send)
            return

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_TOLD)
            await send(message)

        await self._app(scope, receive, telling)


def _is_foreign(headers: Headers) -> bool:
    """Whether a browser says that another origin asks. Only browsers say so, and they always do where it matters."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
