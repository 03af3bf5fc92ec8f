"""Quotas: how many files and bytes one session, and all sessions together, may hold in the memory that they share."""

from __future__ import annotations

from threading import Lock
from typing import ClassVar, Literal
from weakref import WeakValueDictionary

FILES = 500  # per session
SESSION_MB, ALL_MB = 200, 1000
MB = 1024 * 1024
Refusal = Literal["", "upload_files", "upload_limit", "upload_full"]  # fits; too many files; too many bytes; too many in all sessions


class Quota:
    """The files that one session has had read. It counts for all sessions as long as its own holds it.

    ``sizes`` are in bytes; ``turned_away`` counts the uploads refused before their names were known.
    """

    _by_session: ClassVar[WeakValueDictionary[str, Quota]] = WeakValueDictionary()
    _lock = Lock()  # sessions come and go on threads of their own

    def __init__(self, session: str) -> None:
        self.sizes: list[int] = []
        self.turned_away = 0
        with Quota._lock:
            Quota._by_session[session] = self

    @staticmethod
    def of(session: str) -> Quota | None:
        """The quota of a session that may add files; None for any other."""
        with Quota._lock:
            return Quota._by_session.get(session)

    @staticmethod
    def sessions() -> list[str]:
        """Sessions that may add files."""
        with Quota._lock:
            return list(Quota._by_session)

    @staticmethod
    def held() -> int:
        """Bytes that all sessions have had read."""
        with Quota._lock:
            return sum(sum(quota.sizes) for quota in Quota._by_session.values())

    def refusal(self, size: int, waiting: int = 0, waiting_files: int = 0, waiting_everywhere: int = 0) -> Refusal:
        """Why a file of ``size`` bytes does not fit, beside those that are still to be read; empty if it does."""
        if len(self.sizes) + waiting_files >= FILES:
            return "upload_files"
        if sum(self.sizes) + waiting + size > SESSION_MB * MB:
            return "upload_limit"
        return "upload_full" if Quota.held() + waiting_everywhere + size > ALL_MB * MB else ""

    def take(self, size: int) -> Refusal:
        """Count a file that is to be read, if it fits; else say why not."""
        refusal = self.refusal(size)
        if not refusal:
            self.sizes.append(size)
        return refusal
