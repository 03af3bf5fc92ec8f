"""Levels over time: a point in the middle of each period, with bounds, and the values that changes imply for a year earlier."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from analytics.i18n.format import ticks
from analytics.i18n.words import Words
from analytics.ui.charts.drawing import ROWS, Spec, filled, finished, hatch, layered, pick
from analytics.ui.palette import Palette

_HEIGHT = 190
_NAMED, _NAME = 8, 0.16  # most points with a place name; share of the time axis reserved for names at the left
_DAYS = 365.25


def instants(days: pd.Series) -> pd.Series:
    """Days as decimal years."""
    years: pd.Series = days.dt.year + (days.dt.day_of_year - 0.5) / _DAYS
    return years


def timed(data: pd.DataFrame, starts: pd.Series, ends: pd.Series) -> pd.DataFrame:
    """Add to marks the decimal years ``since`` and ``until`` of their period and its middle ``at``; NaN without a period.

    A period that is open at one end is placed at the other.
    """
    first, last = instants(starts), instants(ends)
    since, until = (ends.to_numpy(dtype=float, na_value=float("nan")) for ends in (first.fillna(last), last.fillna(first)))
    return data.assign(since=since, until=until, at=(since + until) / 2)


def over_time(data: pd.DataFrame, words: Words, palette: Palette, *, wide: bool) -> Spec:
    """Points over time; figures without a period are hatched at the right.

    ``data`` comes from ``timed``, with ``worked`` set for implied values; these also have ``to`` and ``reached``, the time and value they
    are derived from. ``wide`` selects a logarithmic scale.
    """
    first, last = int(data["since"].min()), int(data["until"].max()) + 1
    missing = bool(data["at"].isna().any())
    slot = last + max(0.6, 0.1 * (last - first))
    named = len(data) <= _NAMED
    start = first - (max(0.7, _NAME * (last - first)) if named else 0.1)
    drawn = data.assign(
        at=data["at"].fillna(slot), since=data["since"].fillna(slot), until=data["until"].fillna(slot),
        name=_names(data) if named else "",
    )  # fmt: skip
    return filled(_design(words, palette, (start, first, last), slot if missing else None, wide), drawn)


def _names(data: pd.DataFrame) -> pd.Series:
    """The name of each place at its latest stated figure; empty elsewhere."""
    latest = data[~data["worked"]].sort_values("at").drop_duplicates("place", keep="last").index
    names: pd.Series = data["place"].where(data.index.isin(latest), "")
    return names


@lru_cache(maxsize=32)
def _design(words: Words, palette: Palette, span: tuple[float, int, int], slot: float | None, wide: bool) -> Spec:
    start, first, last = span
    every = max(1, (last - first) // 8)
    end = last + 0.1 if slot is None else slot + 0.4
    across = alt.Scale(domain=[start, end], nice=False, zero=False)
    up = alt.Scale(type="log" if wide else "linear", zero=False, nice=True, padding=14)
    years: dict[str, Any] = {"labelFlush": False, "labelOverlap": True, "grid": False, "ticks": False, "domainColor": palette.line}
    at_years = alt.Axis(
        title=None, values=[*(year + 0.5 for year in range(first, last, every)), *([] if slot is None else [slot])], labelColor=palette.muted, labelFontSize=11,
        labelExpr=f"datum.value == {slot or 0} ? '{words('missing.short')}' : format(floor(datum.value), 'd')", **years,
    )  # fmt: skip
    values = alt.Axis(
        title=None, tickCount=4, grid=True, gridColor=palette.line, domain=False, ticks=False, labelColor=palette.muted, labelFontSize=11,
        labelExpr=ticks(words), labelOverlap=True,
    )  # fmt: skip
    tips = [("shown", "column.figure"), ("subject", "column.subject"), ("place", "column.place"), ("period", "column.period")]
    base = alt.Chart(ROWS).encode(
        x=alt.X("at:Q", axis=at_years, scale=across),
        y=alt.Y("value:Q", axis=values, scale=up),
        color=alt.Color("tone:N", scale=None),
        tooltip=[alt.Tooltip(f"{name}:N", title=words(key)) for name, key in (*tips, ("publisher", "column.publisher"))],
    )
    stated, worked = base.transform_filter("!datum.worked"), base.transform_filter("datum.worked")
    ranged = base.transform_filter("datum.low < datum.high").encode(y=alt.Y("low:Q", axis=values, scale=up), y2="high:Q")
    arrow: dict[str, Any] = {"fontSize": 13, "fontWeight": 600}
    dot: dict[str, Any] = {"filled": True, "size": 62, "opacity": 1, "cursor": "pointer"}
    hollow = dot | {"filled": False}
    aside = [] if slot is None else [_without_period(palette, across, last, end)]
    return finished(
        layered(
            *aside,
            stated.mark_rule(strokeWidth=2, opacity=0.3).encode(x=alt.X("since:Q", axis=at_years, scale=across), x2="until:Q"),
            worked.mark_rule(strokeDash=[3, 3], color=palette.muted).encode(x2="to:Q", y2="reached:Q", color=alt.value(palette.muted)),
            ranged.mark_rule(strokeWidth=5, opacity=0.45),
            base.transform_filter("datum.chosen").mark_point(size=240, strokeWidth=2.5).encode(color=alt.value(palette.accent)),
            stated.transform_filter("datum.bound != 'about' && datum.bound != 'vague'").mark_point(**dot),
            stated.transform_filter("datum.bound == 'about'").mark_point(fill=palette.paper, strokeWidth=2, **hollow),
            worked.mark_point(fill=palette.paper, shape="diamond", strokeWidth=1.8, **hollow),
            stated.transform_filter("datum.bound == 'over'").mark_text(text="↑", dy=-12, **arrow),
            stated.transform_filter("datum.bound == 'under'").mark_text(text="↓", dy=12, **arrow),
            stated.mark_text(align="right", dx=-8, dy=-7, fontSize=11, limit=96).encode(text="name:N", color=alt.value(palette.ink)),
            base.mark_point(size=400, opacity=0, filled=True, cursor="pointer").add_params(pick()),
        ),
        _HEIGHT,
    )


def _without_period(palette: Palette, across: alt.Scale, last: int, end: float) -> alt.Chart:
    """The hatched background behind figures without a period."""
    ground = alt.Chart(ROWS).transform_aggregate(marks="count()").mark_rect(fill=hatch(palette, 12), opacity=0.55)
    placed: alt.Chart = ground.encode(x=alt.datum(last + 0.2, type="quantitative", scale=across), x2=alt.datum(end))
    return placed
