"""The figures, charts and cross tables collected for a brief, and comments on them: kept in the URL, in the order of the brief."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from analytics.i18n.words import Words
from analytics.ui import state

MOST = 60  # each adds some 30 characters to the URL
MOST_EXHIBITS = 12
COMMENT_MOST = 200  # characters


def claim_ids() -> list[str]:
    """Ids of the collected claims, without repeats, at most ``MOST``."""
    return list(dict.fromkeys(filter(None, state.address().get(state.BRIEF, []))))[:MOST]


def is_full() -> bool:
    """Whether the limit ``MOST`` is reached."""
    return len(claim_ids()) == MOST


def add(further: Iterable[str]) -> None:
    """Append claims, up to the limit."""
    _keep([*claim_ids(), *further])


def toggle(claim_id: str) -> None:
    """Add a claim, or remove it if it is already collected."""
    now = claim_ids()
    _keep([kept for kept in now if kept != claim_id] if claim_id in now else [*now, claim_id])


def move(claim_id: str, step: int) -> None:
    """Swap a claim with the previous (-1) or the next (1) one."""
    now = claim_ids()
    at = now.index(claim_id)
    to = min(max(at + step, 0), len(now) - 1)
    now[at], now[to] = now[to], now[at]
    _keep(now)


def clear() -> None:
    """Remove all claims, and all texts of the brief."""
    state.update_query(**dict.fromkeys(state.OF_BRIEF, ""))


def exhibits() -> list[str]:
    """Codes of the charts and cross tables in the brief, in their order; see ``pages.exhibits``."""
    return list(dict.fromkeys(filter(None, state.address().get(state.BRIEF_EXHIBIT, []))))[:MOST_EXHIBITS]


def toggle_exhibit(code: str) -> None:
    """Add a chart or a cross table, or remove it if it is already there."""
    now = exhibits()
    state.update_query(**{state.BRIEF_EXHIBIT: [kept for kept in now if kept != code] if code in now else [*now, code][:MOST_EXHIBITS]})


def exhibit_code(name: str, query: Mapping[str, Sequence[str]]) -> str:
    """The code of a chart of the overview, by its key, or of a cross table (``pivot``), with the query of its view."""
    return f"{name}?{urlencode(query, doseq=True)}"


def button(code: str, words: Words, *, key: str) -> None:
    """A button that puts a chart or a cross table into the brief, or takes it out."""
    now = exhibits()
    st.button(
        words("evidence.release" if code in now else "brief.gather"), key=key, type="tertiary", on_click=toggle_exhibit, args=(code,),
        disabled=code not in now and len(now) == MOST_EXHIBITS,
    )  # fmt: skip


def comments() -> dict[str, str]:
    """What the reader says of single claims, by claim id. In the URL, each is ``id:comment``."""
    said = (value.partition(":") for value in state.address().get(state.BRIEF_COMMENT, []))
    return {claim_id: comment[:COMMENT_MOST] for claim_id, _, comment in said if comment}


def comment_on(claim_id: str, comment: str) -> None:
    """Replace the comment on a claim; an empty one removes it."""
    said = comments() | {claim_id: " ".join(comment.split())[:COMMENT_MOST]}
    state.update_query(**{state.BRIEF_COMMENT: [f"{about}:{text}" for about, text in said.items() if text]})


def _keep(claim_ids: list[str]) -> None:
    state.update_query(**{state.BRIEF: list(dict.fromkeys(claim_ids))[:MOST]})
