"""Completeness of the claim table: one bar per column, hatched for the figures that lack it."""

from __future__ import annotations

from functools import lru_cache

import altair as alt
import pandas as pd

from analytics.i18n.words import Words
from analytics.ui.charts.drawing import ROWS, Spec, filled, finished, hatch, layered, pick
from analytics.ui.palette import Palette

_ROW, _STRIPES = 30, 60


def shares(segments: pd.DataFrame, words: Words, palette: Palette, click: int) -> Spec:
    """Stacked bars from ``segments``, in order.

    Columns: ``name`` of the bar; ``code`` returned by a click; ``called``, the label of the segment; ``figures``; ``strength``, its opacity
    from 1 to 0, where 0 means missing; ``shown``, the text at the end of the bar, given on its first segment.
    """
    total = segments.groupby("name")["figures"].transform("sum")
    end = segments.groupby("name")["figures"].cumsum()
    data = segments.assign(start=(end - segments["figures"]) / total, end=end / total, context=total, click=click)
    return filled(_design(words, palette, data["name"].nunique()), data)


@lru_cache(maxsize=8)
def _design(words: Words, palette: Palette, bars: int) -> Spec:
    axis = alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelLimit=170, labelColor=palette.ink, labelFontSize=12)
    tooltip = [
        alt.Tooltip("name:N", title=words("quality.column")),
        alt.Tooltip("called:N", title=" "),
        alt.Tooltip("figures:Q", title=words("chart.figures"), format=",d"),
    ]
    base = alt.Chart(ROWS).encode(
        y=alt.Y("name:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.36, paddingOuter=0.1)), tooltip=tooltip
    )
    scale = alt.Scale(domain=[0, 1.2], nice=False)
    placed = base.encode(x=alt.X("start:Q", axis=None, scale=scale), x2="end:Q")
    whole = base.transform_calculate(from_="0", to_="1").encode(x=alt.X("from_:Q", axis=None, scale=scale), x2="to_:Q")
    written = (
        base.transform_filter("datum.shown != ''")
        .transform_calculate(at="1.015")
        .encode(x=alt.X("at:Q", axis=None, scale=scale), text="shown:N")
    )
    chart = layered(
        whole.mark_bar(fill=hatch(palette, _STRIPES)),
        placed.transform_filter("datum.strength > 0").mark_bar(color=palette.bar).encode(opacity=alt.Opacity("strength:Q", scale=None)),
        placed.mark_bar(opacity=0, cursor="pointer").add_params(pick()),
        written.mark_text(align="left", baseline="middle", fontSize=12, color=palette.ink),
    )
    return finished(chart, _ROW * bars)
