"""Downloads made on demand: they outlast the pages that others draw, and not much more."""

from __future__ import annotations

import pytest
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from analytics.ui import sessions


def test_a_download_is_there_while_others_draw_their_pages_and_gone_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_file_manager, "MediaFileMetadata", media_file_manager.MediaFileMetadata)  # is put back at the end
    sessions.let_downloads_linger()
    now = 1000.0
    monkeypatch.setattr(sessions, "monotonic", lambda: now)
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    address = manager.execute_deferred(manager.add_deferred(lambda: b"claim_id", "text/csv", "1.2"))
    file_id = address.removeprefix("/media/").partition(".")[0]
    for _ in range(5):
        now += 10
        manager.remove_orphaned_files()
        assert manager.read_file(file_id)
    now += 60
    manager.remove_orphaned_files()
    assert manager.read_file(file_id) is None
