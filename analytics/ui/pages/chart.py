"""A chart with its question as title, a one-line finding, and a download menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pyarrow as pa
import streamlit as st

from analytics.i18n.invisible import written_out
from analytics.ui import state
from analytics.ui.charts import picture
from analytics.ui.charts.drawing import PICK, START, Spec
from analytics.ui.highlight import visible

_CLICKS = "clicks"


def clicks() -> int:
    """The current click number, put into the rows of every chart so that a second click on the same mark is a new event."""
    return int(st.session_state.setdefault(_CLICKS, 0))


def show(
    key: str, title: str, finding: str, spec: Spec, on_pick: Callable[[str], None], *, on_brush: Callable[[str, str], None] | None = None
) -> None:
    """Draw ``spec`` at full width; a click on a mark calls ``on_pick`` with its ``code``.

    With ``on_brush`` (the design needs ``drawing.brush``), dragging from one mark to another calls it with both codes.
    """
    drawn = _readable(spec)
    with st.container(key=f"frame-{key}", gap=None):
        st.html(f'<h2 class="question">{visible(title)}</h2><p class="finding">{visible(finding)}</p>')
        # Alternative text is the title only: if it changed, the browser would rebuild the chart. The finding stands above.
        st.vega_lite_chart(
            spec=_with_arrow(drawn), key=key, theme=None, width="stretch", alt=title, on_select=partial(_picked, key, on_pick, on_brush),
            selection_mode=[START, PICK] if on_brush else PICK,
        )  # fmt: skip
        _menu(key, title, finding, spec, drawn)


def _readable(part: Any) -> Any:
    """A specification with invisible characters written out in all texts, but not in codes."""
    if isinstance(part, dict):
        return {name: value if name == "code" else _readable(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_readable(value) for value in part]
    return written_out(part) if isinstance(part, str) else part


def _with_arrow(spec: Spec) -> Spec:
    """Rows as Arrow tables; Streamlit converts plain rows more slowly."""
    return spec | {"datasets": {name: pa.Table.from_pylist(rows) for name, rows in spec["datasets"].items()}}


def _picked(key: str, on_pick: Callable[[str], None], on_brush: Callable[[str, str], None] | None) -> None:
    chosen = st.session_state[key]["selection"]
    pressed = [str(mark["code"]) for mark in chosen.get(START, [])]
    for mark in chosen[PICK]:
        code = str(mark["code"])
        if on_brush and pressed and pressed[0] != code:
            on_brush(pressed[0], code)
        else:
            on_pick(code)
    st.session_state[_CLICKS] += 1


@st.fragment
def _menu(key: str, title: str, finding: str, spec: Spec, drawn: Spec) -> None:
    """The download menu. Files are made on demand, and opening the menu reruns only this fragment."""
    words, look = state.words(), state.look()
    menu = st.popover(words("chart.menu"), key=f"menu-{key}", type="tertiary", on_change="rerun")
    if not menu.open:
        return
    kinds: dict[str, tuple[str, Callable[[], bytes | str]]] = {
        "csv": ("text/csv", partial(picture.numbers, spec)),
        "svg": ("image/svg+xml", partial(picture.svg, drawn, title, finding, look)),
        "png": ("image/png", partial(picture.png, drawn, title, finding, look)),
    }
    for kind, (mime, write) in kinds.items():
        menu.download_button(
            words(f"take.{kind}"), write, file_name=f"youju-{key}.{kind}", mime=mime, key=f"take-{key}-{kind}", type="tertiary",
            on_click="ignore", width="stretch",
        )  # fmt: skip
