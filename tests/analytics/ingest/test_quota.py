"""What one session, and all of them together, may hold."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from analytics.ingest.quota import MB, Quota


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Only the sessions of one test."""
    others = dict(Quota._by_session)
    Quota._by_session.clear()
    yield
    Quota._by_session.update(others)


def test_a_session_has_its_own_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.ingest.quota.FILES", 3)
    quota = Quota("a")
    assert [quota.take(size * MB) for size in (150, 60, 50, 0, 0)] == ["", "upload_limit", "", "", "upload_files"]
    assert quota.refusal(1, waiting_files=0) == "upload_files"
    quota.sizes.clear()
    assert quota.refusal(MB, waiting=199 * MB) == ""
    assert quota.refusal(MB + 1, waiting=199 * MB) == "upload_limit"
    assert quota.refusal(MB, waiting_files=3) == "upload_files"


def test_all_sessions_share_one_limit_and_a_session_that_ends_gives_its_part_back() -> None:
    quotas = [Quota(str(number)) for number in range(6)]
    assert [quota.take(200 * MB) for quota in quotas] == [""] * 5 + ["upload_full"]
    assert quotas[5].refusal(1, waiting_everywhere=1) == "upload_full"
    del quotas[0]
    gc.collect()
    assert Quota.of("0") is None
    assert quotas[4].take(200 * MB) == ""
    assert quotas[4].refusal(1) == "upload_limit"
