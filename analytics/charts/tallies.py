"""Tallies (see ``summaries``) as charts: the tile map, bars with labels, bars of years."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from analytics.charts.drawing import LONGEST, ROWS, Spec, filled, finished, hatch, layered, longest, pick
from analytics.palette import Surface, readable_on
from analytics.phrases import number, short
from analytics.provinces import BY_NAME, Province
from analytics.selection import MISSING, PERIOD
from analytics.words import Words

_TILE = 0.93
_HEIGHT = 322
_INK = alt.Color("ink:N", scale=None)
_ROOMY = 8  # years whose numbers stand side by side in full


def tile_map(tally: pd.DataFrame, words: Words, look: Surface, click: int) -> Spec:
    """34 tiles placed like the country, tint and number for the figures, and a wide tile for no place stated."""
    return filled(_tile_design(words, look), _tiles(_ready(tally, "province", words, look, click), look))


@lru_cache(maxsize=8)
def _tile_design(words: Words, look: Surface) -> Spec:
    across = alt.Scale(domain=[0, 9], nice=False, zero=False)
    down = alt.Scale(domain=[8, 0], nice=False, zero=False)
    base = alt.Chart(ROWS).encode(tooltip=_tooltip(words, "filter.province"))
    tiles = base.encode(x=alt.X("left:Q", axis=None, scale=across), x2="right:Q", y=alt.Y("top:Q", axis=None, scale=down), y2="bottom:Q")
    tint = alt.Color("tint:N", scale=None)
    shape: dict[str, Any] = {"cornerRadius": 5, "cursor": "pointer"}
    stated = tiles.transform_filter("datum.code != '-'")
    written = base.encode(x=alt.X("centre:Q", axis=None, scale=across), y=alt.Y("middle:Q", axis=None, scale=down), color=_INK)
    chart = layered(
        stated.transform_filter("datum.figures > 0").mark_rect(**shape).encode(color=tint),
        stated.transform_filter("datum.figures == 0 && datum.context > 0").mark_rect(opacity=0.3, **shape).encode(color=tint),
        stated.transform_filter("datum.context == 0").mark_rect(fill=hatch(look, 8), **shape),
        tiles.transform_filter("datum.code == '-'").mark_rect(fill=hatch(look, 24), **shape).add_params(pick()),
        tiles.transform_filter("datum.chosen").mark_rect(filled=False, stroke=look.accent, strokeWidth=2.5, cornerRadius=5),
        written.mark_text(dy=-6, fontSize=13, fontWeight=600, cursor="pointer").encode(text="name:N"),
        written.mark_text(dy=9, fontSize=10.5, cursor="pointer").encode(text="shown:N"),
    )
    return finished(chart, _HEIGHT)


def label_bars(tally: pd.DataFrame, words: Words, look: Surface, click: int, facet: str) -> Spec:
    """One labelled bar per code of ``facet``, in the tally's order; pale what the facet's own filter leaves out."""
    data = _ready(tally, facet, words, look, click)
    return filled(_label_design(words, look, facet, len(data), _stripes(data)), data)


@lru_cache(maxsize=64)
def _label_design(words: Words, look: Surface, facet: str, bars: int, stripes: int) -> Spec:
    axis = alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelLimit=170, labelColor=look.ink, labelFontSize=12)
    band = alt.Scale(paddingInner=0.36, paddingOuter=0.1)
    base = alt.Chart(ROWS).encode(y=alt.Y("name:N", sort=None, axis=axis, scale=band), tooltip=_tooltip(words, f"filter.{facet}"))
    value = {"align": "left", "baseline": "middle", "dx": 6, "fontSize": 12}
    return finished(_bars(base, look, "x", value, stripes), max(60, min(_HEIGHT, 32 * bars)))


def year_bars(tally: pd.DataFrame, words: Words, look: Surface, click: int) -> Spec:
    """One bar per year, never a decimal one, gaps kept; what has no period stands at the right, hatched."""
    data = _ready(tally, PERIOD, words, look, click)
    if len(data) > _ROOMY:
        data["shown"] = [
            short(count, words.language) if count else "" for count in data["figures"].where(data["figures"] > 0, data["context"])
        ]
    return filled(_year_design(words, look, tuple(data["code"]), _stripes(data)), data)


@lru_cache(maxsize=64)
def _year_design(words: Words, look: Surface, codes: tuple[str, ...], stripes: int) -> Spec:
    axis = alt.Axis(
        title=None,
        domainColor=look.line,
        ticks=False,
        labelAngle=0,
        labelPadding=8,
        labelColor=look.muted,
        labelFontSize=11,
        labelOverlap="greedy" if len(codes) > 15 else False,
        labelExpr=f"datum.value == '{MISSING}' ? '{words('missing.short')}' : slice(datum.value, 2)",
    )
    years = [code for code in codes if code != MISSING]
    apart = ["", MISSING] if len(years) < len(codes) else []
    band = alt.Scale(domain=[*years, *apart], paddingInner=0.28, paddingOuter=0.1)
    base = alt.Chart(ROWS).encode(x=alt.X("code:O", sort=None, axis=axis, scale=band), tooltip=_tooltip(words, "filter.period"))
    value = {"align": "center", "baseline": "bottom", "dy": -4, "fontSize": 11 if len(codes) <= _ROOMY else 9.5}
    wide = {"size": 34} if len(codes) < _ROOMY else {}
    return finished(_bars(base, look, "y", value, stripes, **wide), _HEIGHT)


def _bars(base: alt.Chart, look: Surface, channel: str, value: dict[str, Any], stripes: int, **more: Any) -> alt.LayerChart:
    """Bars along ``channel``: pale context behind, figures, hatched missing, a ring for the chosen, the number,
    and over all an invisible bar of full length, so that a short bar is as easy to click as a long one."""
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef(f"{LONGEST} * 1.14"), nice=False)
    position = {"x": alt.X, "y": alt.Y}[channel]

    def bars(shape: alt.Chart, column: str) -> alt.Chart:
        along: dict[str, Any] = {channel: position(column, type="quantitative", axis=None, scale=scale)}
        return shape.encode(**along)

    shape: dict[str, Any] = {"cornerRadiusEnd": 3, "cursor": "pointer", **more}
    return layered(
        bars(base.mark_bar(color=look.bar_aside, **shape), "context"),
        bars(base.transform_filter("datum.code != '-'").mark_bar(color=look.bar, **shape), "figures"),
        bars(base.transform_filter("datum.code == '-'").mark_bar(fill=hatch(look, stripes), **shape), "figures"),
        bars(base.transform_filter("datum.chosen").mark_bar(filled=False, stroke=look.accent, strokeWidth=2, **shape), "context"),
        bars(base.mark_text(**value), "context").encode(text="shown:N", color=_INK),
        bars(base.transform_calculate(reach=LONGEST).mark_bar(opacity=0, cursor="pointer"), "reach").add_params(pick()),
    )


def _stripes(data: pd.DataFrame) -> int:
    """How many stripes make the bar for what is missing look like the others of its kind."""
    missing = int(data.loc[data["code"] == MISSING, "figures"].sum())
    return max(2, round(26 * missing / longest(data)))


def _ready(tally: pd.DataFrame, facet: str, words: Words, look: Surface, click: int) -> pd.DataFrame:
    """The tally with ``name``, ``shown`` and ``ink`` as they stand on the chart, and the ``click`` number."""
    names = [words.of(facet, code) for code in tally["code"]]
    counts = tally["figures"].where(tally["figures"] > 0, tally["context"])
    shown = [number(float(count), words.language) if count else "" for count in counts]
    ink = [look.ink if figures else look.muted for figures in tally["figures"]]
    return tally.assign(name=names, full=names, shown=shown, ink=ink, click=click)


def _tiles(data: pd.DataFrame, look: Surface) -> pd.DataFrame:
    """Tile corners and centres; the unstated tile spans the free south-east corner."""
    corners = [_corners(BY_NAME.get(code)) for code in data["code"]]
    steps = (len(look.tints) * data["context"] / (1 + data["context"].max())).astype(int)
    tints = [look.tints[step] for step in steps]
    tinted = (data["figures"] > 0) & (data["code"] != MISSING)
    placed = pd.DataFrame(corners, columns=["left", "right", "top", "bottom"], index=data.index)
    return data.assign(
        **placed,
        centre=(placed["left"] + placed["right"]) / 2,
        middle=(placed["top"] + placed["bottom"]) / 2,
        shown=data["shown"].replace("", "–"),
        name=[_tile_name(code, full) for code, full in zip(data["code"], data["full"], strict=True)],
        tint=tints,
        ink=data["ink"].where(~tinted, [readable_on(tint, look.ink, look.on_tint) for tint in tints]),
    )


def _corners(unit: Province | None) -> tuple[float, float, float, float]:
    if unit is None:
        return 5, 9 - (1 - _TILE), 7, 7 + _TILE
    return unit.column, unit.column + _TILE, unit.row, unit.row + _TILE


def _tile_name(code: str, full: str) -> str:
    """The short name that goes with the language the full one is in."""
    unit = BY_NAME.get(code)
    if unit is None:
        return full
    return unit.short if full == unit.name else unit.letters


def _tooltip(words: Words, title: str) -> list[alt.Tooltip]:
    return [alt.Tooltip("full:N", title=words(title)), alt.Tooltip("figures:Q", title=words("chart.figures"), format=",d")]
