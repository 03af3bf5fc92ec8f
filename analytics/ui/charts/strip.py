"""The values of one conflict on one scale: a dot for each, with its bound and its publisher."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from analytics.ui.charts.drawing import ROWS, Spec, filled, finished, layered, pick
from analytics.ui.palette import KIND_COLOURS, Palette

_ROW = 30  # pixels per value
_ROOM = 0.08  # share of the scale left free at both ends for arrows
ARROWS = {"over": "→", "under": "←"}


def value_strip(values: pd.DataFrame, kind: str, palette: Palette, click: int) -> Spec:
    """One row per value, in the order of the frame.

    ``values`` has ``code``, ``who`` (the publishers), ``shown``, ``middle``, ``low`` and ``high`` of a range, and ``bound``.
    """
    ends = pd.concat([values["middle"], values["low"], values["high"]])
    least, most = float(ends.min()), float(ends.max())
    width = (most - least) or abs(most) or 1.0
    arrows = [ARROWS.get(bound, "") for bound in values["bound"]]
    rows = values.assign(
        arrow=arrows, hollow=values["bound"].eq("about"), left=values["middle"] > (least + most) / 2, bar=values["low"] < values["high"], context=1, click=click,
        name=[f"{number} {who}" for number, who in enumerate(values["who"], 1)],
    )  # fmt: skip
    scale = (least - _ROOM * width, most + _ROOM * width)
    spec = filled(deepcopy(_design(kind, palette, len(values))), rows)
    for layer in spec["layer"]:
        layer["encoding"]["x"]["scale"]["domain"] = list(scale)
    return spec


@lru_cache(maxsize=64)
def _design(kind: str, palette: Palette, values: int) -> Spec:
    axis = alt.Axis(
        title=None, domain=False, ticks=False, labelPadding=10, labelLimit=190, labelColor=palette.ink, labelFontSize=12, grid=True,
        gridColor=palette.line, labelExpr="slice(datum.value, indexof(datum.value, ' ') + 1)",
    )  # fmt: skip
    tone, scale = KIND_COLOURS[kind], alt.Scale(domain=[0, 1], nice=False, zero=False)
    base = alt.Chart(ROWS).encode(y=alt.Y("name:N", sort=None, axis=axis))
    along = base.encode(x=alt.X("middle:Q", axis=None, scale=scale))
    beside: dict[str, Any] = {"align": "left", "baseline": "middle", "cursor": "pointer"}
    number: dict[str, Any] = {"fontSize": 12, "fontWeight": 600, "color": palette.ink, "baseline": "middle", "cursor": "pointer"}
    chart = layered(
        base.transform_filter("datum.bar").mark_rule(strokeWidth=5, opacity=0.4, color=tone).encode(x=alt.X("low:Q", axis=None, scale=scale), x2="high:Q"),
        along.transform_filter("!datum.hollow").mark_point(filled=True, size=110, color=tone, opacity=1, cursor="pointer"),
        along.transform_filter("datum.hollow").mark_point(filled=False, size=100, strokeWidth=2, color=tone, cursor="pointer"),
        along.transform_filter("datum.bound == 'over'").mark_text(dx=8, fontSize=15, color=tone, **beside).encode(text="arrow:N"),
        along.transform_filter("datum.bound == 'under'").mark_text(dx=-8, fontSize=15, color=tone, **(beside | {"align": "right"})).encode(text="arrow:N"),
        along.transform_filter("!datum.left").mark_text(dx=26, align="left", **number).encode(text="shown:N"),
        along.transform_filter("datum.left").mark_text(dx=-26, align="right", **number).encode(text="shown:N"),
        along.mark_point(size=900, opacity=0, filled=True, cursor="pointer").add_params(pick()),
    )  # fmt: skip
    return finished(chart, _ROW * values)
