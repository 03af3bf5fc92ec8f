"""A cross table whose cells are links, drawn by a custom component: a real table with headings, sticky on three sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import streamlit as st

from analytics.i18n.invisible import written_out
from analytics.ui import state
from analytics.ui.components import script, source
from analytics.ui.crosstab import Grid, Heading, Shown
from analytics.ui.palette import readable_on

_component = st.components.v2.component(
    "youju_crosstab",
    html='<div class="scroll" tabindex="0" role="region"><table><thead></thead><tbody></tbody></table></div><p role="status"></p>',
    css=source("crosstab.css"),
    js=script("crosstab.js"),
)


def show(
    grid: Grid, *, key: str, label: str, parameter: str, opened: Sequence[str], said: str, target: str, on_open: Callable[[list[str]], None]
) -> None:
    """Draw ``grid``. A click calls ``on_open`` with the codes of the row and the column of a cell.

    The address of a cell has these codes in ``parameter``. ``opened`` are those of the open cell, ``said`` is read out when it opens,
    and ``target`` is the key of the container to scroll to.
    """
    shades = grid.shades(len(state.palette().tints))
    data = {
        "label": label,
        "corner": grid.corner,
        "rows": [_heading(row) for row in grid.rows],
        "columns": [_heading(column) for column in grid.columns],
        "lines": [
            [cell and _cell(cell, shade, (row.code, column.code), parameter) for column, cell, shade in zip(grid.columns, line, own, strict=True)]
            for row, line, own in zip(grid.rows, grid.lines, shades, strict=True)
        ],
        "opened": list(opened),
        "said": said,
        "target": target,
    }  # fmt: skip
    _component(key=key, data=data, on_open_change=lambda: on_open(st.session_state[key]["open"]))


def _heading(heading: Heading) -> dict[str, str]:
    return {"code": heading.code, "label": written_out(heading.label), "tone": heading.tone}


def _cell(cell: Shown, shade: int | None, place: tuple[str, str], parameter: str) -> dict[str, object]:
    palette = state.palette()
    ground = "" if shade is None else palette.tints[shade]
    address = state.address() | {parameter: list(place)}
    return {
        "text": written_out(cell.text),
        "note": cell.note,
        "faint": cell.faint,
        "ground": ground,
        "ink": readable_on(ground, palette.ink, palette.on_tint) if ground else "",
        "address": f"?{urlencode(address, doseq=True)}",
    }
