"""A chart under its question, with what it shows in one line, for the eye and for a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from analytics.charts.drawing import PICK, Spec

_CLICKS = "clicks"


def clicks() -> int:
    """The number that makes a click on the same mark news again; it goes into every chart's rows."""
    return int(st.session_state.setdefault(_CLICKS, 0))


def show(key: str, title: str, finding: str, spec: Spec, on_pick: Callable[[str], None]) -> None:
    """Draw ``spec`` full width; a click on a mark calls ``on_pick`` with the mark's ``code``."""
    st.html(f'<h2 class="question">{escape(title)}</h2><p class="finding">{escape(finding)}</p>')
    st.vega_lite_chart(
        spec=spec, key=key, theme=None, width="stretch", alt=f"{title} {finding}",
        on_select=lambda: _picked(key, on_pick), selection_mode=PICK,
    )  # fmt: skip


def _picked(key: str, on_pick: Callable[[str], None]) -> None:
    for mark in st.session_state[key]["selection"][PICK]:
        on_pick(str(mark["code"]))
    st.session_state[_CLICKS] += 1
