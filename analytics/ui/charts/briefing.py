"""Charts of a brief as self-contained SVG: a few selected claims, each labelled with its footnote number.

Input frames have ``label`` (footnote number and subject), ``shown`` (the figure in words) and the data of the chart. Open bounds are drawn
as such: an outward arrow for "at least", an inward one for "at most", a hollow point for "about".
"""

from __future__ import annotations

import re

import altair as alt
import pandas as pd
import vl_convert

from analytics.ui.charts.drawing import ROWS, Spec, finished, layered
from analytics.ui.palette import KIND_COLOURS, Palette

WIDTH = 640
_ROW = 27
_MOMENT = "%Y-%m-%dT00:00:00"  # midnight at the start of a day, in ISO 8601 without time zone
_ROOM = 1.34  # the scale extends beyond the last mark to leave space for its label


def svg(spec: Spec, name: str, width: int = WIDTH) -> str:
    """The chart as one ``<svg>`` element to embed in HTML; ``name`` prefixes its ids to keep them unique in the page.

    ``width`` is in pixels.
    """
    drawn = vl_convert.vegalite_to_svg({**spec, "width": width}, vl_version="6.4", allowed_base_urls=[])
    still = re.sub(r'(?: cursor="pointer"|cursor: ?pointer;?| xmlns:xlink="[^"]*")', "", drawn)
    named: str = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", still)
    return named


def values(rows: pd.DataFrame, kind: str, palette: Palette) -> Spec:
    """Values of one unit as dots on a scale from zero.

    ``rows`` have ``value``, ``low``, ``high`` and ``bound``; vague values have only ``low`` and ``high``.
    """
    reach = rows[["value", "low", "high"]].max(axis=1)
    data = rows.assign(reach=reach, middle=rows["value"].fillna((rows["low"] + rows["high"]) / 2))
    scale = alt.Scale(domain=[min(0.0, float(data["middle"].min())), float(reach.max() or 1) * _ROOM], nice=False)
    colour = KIND_COLOURS[kind]
    base = _labelled(palette)
    dots = base.encode(x=alt.X("middle:Q", axis=None, scale=scale))
    between = base.encode(x=alt.X("low:Q", axis=None, scale=scale), x2="high:Q")
    chart = layered(
        dots.mark_bar(height=1, color=palette.bar_aside).encode(x2=alt.datum(0)),
        between.transform_filter("datum.bound == 'range' || datum.bound == 'vague'").mark_bar(height=5, color=colour, opacity=0.55),
        dots.transform_filter("datum.bound != 'about' && datum.bound != 'vague'").mark_circle(size=70, color=colour, opacity=1),
        dots.transform_filter("datum.bound == 'about'").mark_point(size=60, color=colour, fill=palette.card, strokeWidth=2, opacity=1),
        dots.transform_filter("datum.bound == 'over'").mark_text(text="→", dx=12, color=colour, fontWeight=700),
        dots.transform_filter("datum.bound == 'under'").mark_text(text="←", dx=12, color=colour, fontWeight=700),
        base.mark_text(align="left", dx=22, fontSize=12, color=palette.ink).encode(
            x=alt.X("reach:Q", axis=None, scale=scale), text="shown:N"
        ),
    )  # fmt: skip
    return _with_rows(chart, data[["label", "shown", "bound", "low", "high", "reach", "middle"]])


def changes(rows: pd.DataFrame, palette: Palette) -> Spec:
    """Changes of one unit and basis as bars to both sides of zero; ``signed`` is negative for a fall."""
    reach = max(float(rows["signed"].abs().max()), 1e-9) * _ROOM
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    bars = _labelled(palette).encode(x=alt.X("signed:Q", axis=None, scale=scale))
    up, down = (bars.transform_filter(f"datum.signed {sign} 0") for sign in (">=", "<"))
    chart = layered(
        up.mark_bar(height=13, color=palette.up, cornerRadiusEnd=2),
        down.mark_bar(height=13, color=palette.down, cornerRadiusEnd=2),
        up.mark_text(align="left", dx=6, fontSize=12, color=palette.ink).encode(text="shown:N"),
        down.mark_text(align="right", dx=-6, fontSize=12, color=palette.ink).encode(text="shown:N"),
        alt.Chart(ROWS).mark_rule(color=palette.muted).encode(x=alt.datum(0)),
    )
    return _with_rows(chart, rows[["label", "shown", "signed"]])


def timeline(rows: pd.DataFrame, palette: Palette) -> Spec:
    """Periods as bars from ``start`` to ``end`` (days); if one is missing, an arrow points in its direction."""
    known = rows.assign(left=rows["start"].fillna(rows["end"]), right=rows["end"].fillna(rows["start"]))
    first, last = known["left"].min(), known["right"].max()
    span = max((last - first).days, 365)
    scale = alt.Scale(
        type="time",
        domain=[f"{first - pd.Timedelta(days=span * 0.04):{_MOMENT}}", f"{last + pd.Timedelta(days=span * (_ROOM - 1)):{_MOMENT}}"],
    )
    axis = alt.Axis(title=None, format="%Y", tickCount={"interval": "year", "step": max(1, span // 3650)}, gridColor=palette.line, domainColor=palette.line, ticks=False, labelColor=palette.muted)  # fmt: skip
    base = _labelled(palette)
    bars = base.encode(x=alt.X("left:T", axis=axis, scale=scale), x2="right:T")
    begins, ends = base.encode(x=alt.X("left:T", axis=axis, scale=scale)), base.encode(x=alt.X("right:T", axis=axis, scale=scale))
    chart = layered(
        bars.mark_bar(height=7, color=palette.bar, cornerRadius=3),
        begins.mark_circle(size=42, color=palette.bar, opacity=1),
        ends.transform_filter("!datum.end").mark_text(text="→", dx=11, color=palette.bar, fontWeight=700),
        begins.transform_filter("!datum.start").mark_text(text="←", dx=-11, color=palette.bar, fontWeight=700),
        ends.mark_text(align="left", dx=20, fontSize=12, color=palette.ink).encode(text="shown:N"),
    )
    days = {column: known[column].dt.strftime(_MOMENT) for column in ("start", "end", "left", "right")}
    return _with_rows(chart, known[["label", "shown"]].assign(**days))


def _labelled(palette: Palette) -> alt.Chart:
    axis = alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelLimit=210, labelColor=palette.ink, labelFontSize=12)
    return alt.Chart(ROWS).encode(y=alt.Y("label:N", sort=None, axis=axis))


def _with_rows(chart: alt.LayerChart, rows: pd.DataFrame) -> Spec:
    """Fill in the rows; missing numbers become null, which the chart skips."""
    spec = finished(chart, _ROW * len(rows))
    spec["datasets"] = {ROWS.name: rows.astype(object).where(rows.notna(), None).to_dict("records")}
    return spec
