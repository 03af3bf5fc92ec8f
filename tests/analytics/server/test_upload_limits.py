"""An upload that would not fit is refused before it is read, whatever it says of itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from analytics.ingest.quota import MB, Quota
from analytics.server.upload_limits import UploadLimits

_BOX = "/_stcore/upload_file/page"


class Uploads:
    """The limits in front of an app that keeps what it is sent, once ``done`` is set."""

    def __init__(self, base: str = "") -> None:
        self.held: dict[str, list[int]] = {}
        self.done = asyncio.Event()
        self.limits = UploadLimits(self._keep, lambda: self.held, base)

    async def _keep(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.done.wait()
        self.held.setdefault(scope["path"].split("/")[-2], []).append(int(dict(scope["headers"]).get(b"content-length", b"0")))
        await PlainTextResponse("kept")(scope, receive, send)

    async def put(self, path: str, size: int | str, method: str = "PUT", **more: str) -> int:
        heard: list[Message] = []
        headers = {"content-length": str(size)} | {name.replace("_", "-"): value for name, value in more.items()}
        scope = {"type": "http", "method": method, "path": path, "headers": [(n.encode(), v.encode()) for n, v in headers.items() if v]}

        async def receive() -> Message:
            raise AssertionError("a body was read")

        async def send(message: Message) -> None:
            heard.append(message)

        await self.limits(scope, receive, send)
        return int(heard[0]["status"])


@pytest.fixture
def quota() -> Quota:
    return Quota("page")


def run(ask: Callable[[Uploads], object], base: str = "") -> object:
    async def asking() -> object:
        return await ask(Uploads(base))  # type: ignore[misc]

    return asyncio.run(asking())


def test_uploads_count_from_their_first_byte(quota: Quota) -> None:
    async def asks(uploads: Uploads) -> list[int]:
        at_once = [asyncio.create_task(uploads.put(f"{_BOX}/{number}", 19 * MB)) for number in range(40)]
        await asyncio.sleep(0)
        uploads.done.set()
        later = await asyncio.gather(*at_once)
        return [*later, await uploads.put(f"{_BOX}/x", 19 * MB), await uploads.put(f"{_BOX}/x", 9 * MB)]

    assert run(asks) == [200] * 10 + [413] * 30 + [413, 200]
    assert quota.turned_away == 31


def test_an_upload_that_fails_is_not_counted(quota: Quota) -> None:
    async def asks(uploads: Uploads) -> int:
        for _ in range(20):
            broken = asyncio.create_task(uploads.put(f"{_BOX}/1", 19 * MB))
            await asyncio.sleep(0)
            broken.cancel()
            await asyncio.sleep(0)
        uploads.done.set()
        return await uploads.put(f"{_BOX}/1", 199 * MB)

    assert run(asks) == 200


@pytest.mark.parametrize(
    ("size", "more"), [("", {}), ("-1", {}), ("1_0", {}), ("１", {}), ("+1", {}), ("10", {"transfer_encoding": "chunked"}), ("1e3", {})]
)  # fmt: skip
def test_an_upload_must_say_its_length(quota: Quota, size: str, more: dict[str, str]) -> None:
    assert run(lambda uploads: uploads.put(f"{_BOX}/1", size, **more)) == 411


def test_only_a_page_with_a_box_may_upload(quota: Quota) -> None:
    assert run(lambda uploads: uploads.put("/_stcore/upload_file/other/1", 1)) == 403
    assert run(lambda uploads: uploads.put("/_stcore/upload_file/", 1)) == 403
    assert run(lambda uploads: uploads.put("/sub/_stcore/upload_file/other/1", 1), "/sub") == 403


def test_too_many_files_and_too_many_bytes_are_told_apart(quota: Quota) -> None:
    async def asks(uploads: Uploads) -> list[int]:
        uploads.done.set()
        uploads.held = {"page": [0] * 500}
        files = await uploads.put(f"{_BOX}/1", 0)
        uploads.held = {"page": [1], "others": [1000 * MB]}
        return [files, await uploads.put(f"{_BOX}/1", 0)]

    assert run(asks) == [429, 507]
