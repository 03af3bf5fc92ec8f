"""Upload limits: ASGI middleware that refuses an upload before it is read if its bytes would not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from analytics.ingest.quota import Quota, Refusal

_UPLOADS = "/_stcore/upload_file/"  # Streamlit's route, followed by a session and a file
_FORBIDDEN, _LENGTH_REQUIRED = 403, 411
_STATUS: Mapping[Refusal, int] = {"": 0, "upload_files": 429, "upload_limit": 413, "upload_full": 507}


class UploadLimits:
    """ASGI middleware: counts an upload from its first byte, with those that Streamlit holds and those that were read (see ``Quota``).

    ``waiting`` gives the sizes of the files that Streamlit holds, by session.
    """

    def __init__(self, app: ASGIApp, waiting: Callable[[], Mapping[str, Sequence[int]]], base: str = "") -> None:
        self._app, self._waiting, self._prefix = app, waiting, base + _UPLOADS
        self._arriving: dict[str, list[int]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        session = scope["path"].removeprefix(self._prefix).partition("/")[0]
        size = _length(Headers(scope=scope))
        status = self._refusal(session, size)
        if status:
            await PlainTextResponse("Upload refused", status)(scope, receive, send)
            return
        with self._counted(session, size or 0):
            await self._app(scope, receive, send)

    def _refusal(self, session: str, size: int | None) -> int:
        """Status of the answer if an upload does not fit; 0 if it does."""
        quota = Quota.of(session)
        if quota is None:
            return _FORBIDDEN
        if size is None:
            return _LENGTH_REQUIRED
        waiting, arriving = self._waiting(), self._arriving
        own = [*waiting.get(session, ()), *arriving.get(session, ())]
        everywhere = sum(map(sum, waiting.values())) + sum(map(sum, arriving.values()))
        refusal = quota.refusal(size, sum(own), len(own), everywhere)
        quota.turned_away += bool(refusal)
        return _STATUS[refusal]

    @contextmanager
    def _counted(self, session: str, size: int) -> Iterator[None]:
        """Count an upload while it arrives; after that, Streamlit holds it."""
        sizes = self._arriving.setdefault(session, [])
        sizes.append(size)
        try:
            yield
        finally:
            sizes.remove(size)
            if not sizes:
                self._arriving.pop(session, None)


def _length(headers: Headers) -> int | None:
    """Length of the body, which a browser always says; None if it is not known beforehand."""
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and "transfer-encoding" not in headers else None
