"""A chart with its question as title, a one-line finding, and a download menu."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pyarrow as pa
import streamlit as st

from analytics.claims.selection import Selection
from analytics.export.metadata import METADATA_SUFFIX
from analytics.i18n.format import day, grouped
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset
from analytics.ui import brief_selection, datasets, state
from analytics.ui.charts import picture
from analytics.ui.charts.drawing import PICK, ROWS, START, Spec
from analytics.ui.components import filters
from analytics.ui.highlight import visible
from analytics.ui.pages import downloads

_CLICKS = "clicks"


def clicks() -> int:
    """The current click number, put into the rows of every chart so that a second click on the same mark is a new event."""
    return int(st.session_state.setdefault(_CLICKS, 0))


def show(
    key: str, title: str, finding: str, spec: Spec, on_pick: Callable[[str], None], *,
    on_brush: Callable[[str, str], None] | None = None, sources: int | None = None, for_brief: bool = False,
) -> None:  # fmt: skip
    """Draw ``spec`` at full width; a click on a mark calls ``on_pick`` with its ``code``.

    With ``on_brush`` (the design needs ``drawing.brush``), dragging from one mark to another calls it with both codes. ``sources`` is the
    number of articles behind the chart, for its picture; by default, those of the reader's filters. With ``for_brief`` the menu
    offers to put it into the brief, which ``exhibits`` makes again from ``key`` and the filters.
    """
    drawn = _readable(spec)
    with st.container(key=f"frame-{key}", gap=None):
        st.html(f'<h2 class="question">{visible(title)}</h2><p class="finding">{visible(finding)}</p>')
        # Alternative text is the title only: if it changed, the browser would rebuild the chart. The finding stands above.
        st.vega_lite_chart(
            spec=_with_arrow(drawn), key=key, theme=None, width="stretch", alt=title, on_select=partial(_picked, key, on_pick, on_brush),
            selection_mode=[START, PICK] if on_brush else PICK,
        )  # fmt: skip
        _menu(key, title, finding, spec, drawn, sources, for_brief)


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
def _menu(key: str, title: str, finding: str, spec: Spec, drawn: Spec, sources: int | None, for_brief: bool) -> None:
    """The download menu. Files are made on demand, and opening the menu reruns only this fragment."""
    words, palette = state.words(), state.palette()
    menu = st.popover(words("chart.menu"), key=f"menu-{key}", type="tertiary", on_change="rerun")
    if not menu.open:
        return
    caption = picture.Caption(title, finding, notes(datasets.visible(), state.selection(), words, sources), state.view_address())
    kinds: dict[str, tuple[str, str, Callable[[], bytes | str]]] = {
        "csv": (".csv", "text/csv", partial(picture.numbers, spec)),
        "json": (
            f".csv{METADATA_SUFFIX}",
            "application/json",
            downloads.described(f"youju-{key}.csv", dict.fromkeys(picture.columns_of(spec), ""), len(spec["datasets"][ROWS.name])),
        ),
        "svg": (".svg", "image/svg+xml", partial(picture.svg, drawn, caption, palette)),
        "png": (".png", "image/png", partial(picture.png, drawn, caption, palette)),
    }
    for kind, (suffix, mime, write) in kinds.items():
        menu.download_button(
            words(f"take.{kind}"), write, file_name=f"youju-{key}{suffix}", mime=mime, key=f"take-{key}-{kind}", type="tertiary",
            on_click="ignore", width="stretch",
        )  # fmt: skip
    if for_brief:
        with menu:
            brief_selection.button(brief_selection.exhibit_code(key, state.selection().to_query()), words, key=f"gather-{key}")


def notes(dataset: Dataset, selection: Selection, words: Words, sources: int | None = None) -> list[str]:
    """What stands below a picture: the filters, then the number of articles (by default, of those selected) and the day."""
    said = words("join.clauses").join(filters.active_filter_labels(dataset, selection, words))
    number = dataset.table.summary(selection).articles if sources is None else sources
    return [
        words("picture.filters", filters=said) if said else words("download.unfiltered"),
        words("picture.sources", n=grouped(number, words), day=day(date.today(), words)),
    ]
