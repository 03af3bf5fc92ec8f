"""Streamlit's sessions, and the uploads and downloads that they hold in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from time import monotonic

import streamlit as st
from streamlit import runtime
from streamlit.runtime import media_file_manager
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics.ingest.quota import Quota
from analytics.server.memory import return_memory

_DOWNLOAD_STAYS = 60.0  # seconds


class _LingeringMetadata(media_file_manager.MediaFileMetadata):
    """A file that is deleted no sooner than a minute after nothing refers to it."""

    _since: float | None = None

    def mark_for_delete(self) -> None:
        self._since = self._since or monotonic()
        super().mark_for_delete()

    @property
    def is_marked_for_delete(self) -> bool:
        return self._since is not None and monotonic() - self._since >= _DOWNLOAD_STAYS


def let_downloads_linger() -> None:
    """Keep a download made on demand until it was fetched.

    Streamlit refers to it from nowhere, and deletes it once two pages have been drawn, whosever they are: with twenty readers, a third of
    the downloads were gone before the browser asked for them.
    """
    media_file_manager.MediaFileMetadata = _LingeringMetadata  # type: ignore[misc]


def waiting() -> dict[str, list[int]]:
    """Sizes of the uploaded files that are still to be read, by session."""
    held = runtime.get_instance().uploaded_file_mgr
    assert isinstance(held, MemoryUploadedFileManager)
    return {session: [len(file.data) for file in list(files.values())] for session, files in list(held.file_storage.items())}


def session_id() -> str:
    """Identifier of the current session."""
    context = get_script_run_ctx()
    assert context is not None
    return context.session_id


def discard(files: Iterable[UploadedFile]) -> None:
    """Let go of uploaded files that were read; Streamlit would hold them as long as the session lasts."""
    context = get_script_run_ctx()
    assert context is not None
    assert isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager)
    for file in files:
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


@asynccontextmanager
async def ending(app: object) -> AsyncIterator[None]:
    """Lifespan of the server: end sessions with uploads some time after their page was closed, and return their memory.

    Streamlit forgets a session after ``server.disconnectedSessionTTL``, but lets go of its memory only when another begins or ends.
    """
    task = asyncio.create_task(_end_sessions(st.get_option("server.disconnectedSessionTTL") / 2))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _end_sessions(after: float) -> None:
    """End each session that was found without a page for ``after`` seconds. Until then, a page that lost its connection comes back to it."""
    closed: dict[str, float] = {}  # since when, by session
    while True:
        await asyncio.sleep(after / 4)
        now, server = monotonic(), runtime.get_instance()
        closed = {session: closed.get(session, now) for session in (*Quota.sessions(), *waiting()) if not server.is_active_session(session)}
        ended = [session for session, since in closed.items() if now - since >= after]
        for session in ended:
            server.close_session(session)
            server.uploaded_file_mgr.remove_session_files(session)
        if ended:
            return_memory()
