"""The figures gathered for a brief: their ids in the address, in the order they are to stand in."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.ui import state

MOST = 60  # an address grows by some 30 characters with each, and a brief of more is no brief


def gathered() -> list[str]:
    """The claims' ids, each once, at most ``MOST``."""
    return list(dict.fromkeys(filter(None, state.address().get(state.BRIEF, []))))[:MOST]


def is_full() -> bool:
    """Whether no more can be gathered."""
    return len(gathered()) == MOST


def add(claim_ids: Iterable[str]) -> None:
    """Gather these after those there are, as far as there is room."""
    _keep([*gathered(), *claim_ids])


def toggle(claim_id: str) -> None:
    """Gather this one, or take it out again."""
    now = gathered()
    _keep([kept for kept in now if kept != claim_id] if claim_id in now else [*now, claim_id])


def move(claim_id: str, step: int) -> None:
    """Change places with the one before (-1) or after it (1)."""
    now = gathered()
    at = now.index(claim_id)
    to = min(max(at + step, 0), len(now) - 1)
    now[at], now[to] = now[to], now[at]
    _keep(now)


def clear() -> None:
    """Let go of all, with the title and the note."""
    state.go(**{state.BRIEF: "", state.BRIEF_TITLE: "", state.BRIEF_NOTE: ""})


def _keep(claim_ids: list[str]) -> None:
    state.go(**{state.BRIEF: list(dict.fromkeys(claim_ids))[:MOST]})
