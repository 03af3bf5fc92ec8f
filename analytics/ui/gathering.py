"""The figures collected for a brief: their ids are kept in the URL, in the order of the brief."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.ui import state

MOST = 60  # each adds some 30 characters to the URL


def gathered() -> list[str]:
    """Ids of the collected claims, without repeats, at most ``MOST``."""
    return list(dict.fromkeys(filter(None, state.address().get(state.BRIEF, []))))[:MOST]


def is_full() -> bool:
    """Whether the limit ``MOST`` is reached."""
    return len(gathered()) == MOST


def add(claim_ids: Iterable[str]) -> None:
    """Append claims, up to the limit."""
    _keep([*gathered(), *claim_ids])


def toggle(claim_id: str) -> None:
    """Add a claim, or remove it if it is already collected."""
    now = gathered()
    _keep([kept for kept in now if kept != claim_id] if claim_id in now else [*now, claim_id])


def move(claim_id: str, step: int) -> None:
    """Swap a claim with the previous (-1) or the next (1) one."""
    now = gathered()
    at = now.index(claim_id)
    to = min(max(at + step, 0), len(now) - 1)
    now[at], now[to] = now[to], now[at]
    _keep(now)


def clear() -> None:
    """Remove all claims, and the title and note of the brief."""
    state.go(**{state.BRIEF: "", state.BRIEF_TITLE: "", state.BRIEF_NOTE: ""})


def _keep(claim_ids: list[str]) -> None:
    state.go(**{state.BRIEF: list(dict.fromkeys(claim_ids))[:MOST]})
