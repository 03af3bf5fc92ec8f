"""Tallies (see ``summaries``) as charts: the tile map, bars with labels, bars of years, a strip of kinds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from analytics.claims.provinces import BY_NAME, Province
from analytics.claims.selection import MISSING, PERIOD
from analytics.claims.summaries import REST
from analytics.i18n.format import number, short
from analytics.i18n.words import Words
from analytics.ui.charts.drawing import (
    ROWS,
    Spec,
    brush,
    filled,
    finished,
    hatch,
    hatched,
    hatches,
    is_under_brush,
    layered,
    pick,
    stripes,
)
from analytics.ui.palette import KIND_COLOURS, Surface, readable_on

Row = dict[str, Any]
_TILE = 0.93
_MAP_HEIGHT, _HEIGHT, _STRIP, _STEP = 264, 406, 78, 18
_INK = alt.Color("ink:N", scale=None)
_ROOMY, _CROWDED = 8, 16  # years whose numbers stand side by side in full, and at all
_OUT = 3  # pixels that a range of years reaches over its first and last bar


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
        written.mark_text(dy=8, fontSize=10.5, cursor="pointer").encode(text="shown:N"),
    )
    return finished(chart, _MAP_HEIGHT)


def label_bars(tally: pd.DataFrame, words: Words, look: Surface, click: int, facet: str) -> Spec:
    """One labelled bar per code of ``facet``, in the tally's order; pale what the facet's own filter leaves out."""
    return filled(_label_design(words, look, facet, _HEIGHT, 12), _ready(tally, facet, words, look, click))


def small_bars(tally: pd.DataFrame, words: Words, look: Surface, click: int, facet: str) -> Spec:
    """The same, each bar a line of text high: as high as there are bars."""
    return filled(_label_design(words, look, facet, None, 11), _ready(tally, facet, words, look, click))


@lru_cache(maxsize=32)
def _label_design(words: Words, look: Surface, facet: str, height: int | None, size: int) -> Spec:
    axis = alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelLimit=170, labelColor=look.ink, labelFontSize=size)
    band = alt.Scale(paddingInner=0.36, paddingOuter=0.1)
    base = alt.Chart(ROWS).encode(y=alt.Y("name:N", sort=None, axis=axis, scale=band), tooltip=_tooltip(words, f"filter.{facet}"))
    value: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 6, "fontSize": size}
    ring: dict[str, Any] = {"filled": False, "stroke": look.accent, "strokeWidth": 2}
    bars = _bars(base, look, "x", value)
    chosen = _along(base.transform_filter("datum.chosen"), "x", "context").mark_bar(cornerRadiusEnd=3, **ring)
    return finished(layered(*bars, chosen, _whole(base, "x").add_params(pick())).add_params(hatches(look)), height or {"step": _STEP})


def year_bars(tally: pd.DataFrame, words: Words, look: Surface, click: int) -> Spec:
    """One bar per year, never a decimal one, gaps kept; what has no period stands at the right, hatched.

    A click chooses a year, a range is drawn from one to another, and the chosen one is tinted, with its edges.
    """
    rows = _ready(tally, PERIOD, words, look, click)
    chosen = [row["code"] for row in rows if row["chosen"] and row["code"] != MISSING]
    for row in rows:
        count = row["figures"] or row["context"]
        if len(rows) > _ROOMY:
            row["shown"] = short(count, words) if count else ""
        if len(rows) > _CROWDED and row["context"] < _longest(rows) and row["code"] != MISSING:
            row["shown"] = ""
        row["until"] = chosen[-1] if chosen and row["code"] == chosen[0] else ""
    return filled(_year_design(words, look, tuple(row["code"] for row in rows)), rows)


@lru_cache(maxsize=32)
def _year_design(words: Words, look: Surface, codes: tuple[str, ...]) -> Spec:
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
    band = alt.Scale(domain=[*years, *apart], paddingInner=0.28, paddingOuter=0.2)

    def spans(rows: alt.Chart, last: str) -> alt.Chart:
        """From the left edge of the row's own year to the right edge of another."""
        return rows.encode(x=alt.X("code:O", sort=None, axis=axis, scale=band, bandPosition=0), x2=alt.X2(last, bandPosition=1))

    def edge(rows: alt.Chart, year: str, place: int, out: int) -> alt.Chart:
        line = rows.mark_rule(color=look.accent, opacity=0.7, xOffset=out)
        encoded: alt.Chart = line.encode(x=alt.X(year, sort=None, axis=axis, scale=band, bandPosition=place))
        return encoded

    base = alt.Chart(ROWS).encode(x=alt.X("code:O", sort=None, axis=axis, scale=band), tooltip=_tooltip(words, "filter.period"))
    value: dict[str, Any] = {"align": "center", "baseline": "bottom", "dy": -4, "fontSize": 11 if len(codes) <= _ROOMY else 9.5}
    wide: dict[str, Any] = {"size": 34} if len(codes) < _ROOMY else {}
    ring: dict[str, Any] = {"filled": False, "stroke": look.accent, "strokeWidth": 2}
    chosen = alt.Chart(ROWS).transform_filter("datum.until != ''")
    reach: dict[str, Any] = {"color": look.accent, "xOffset": -_OUT, "x2Offset": _OUT}
    chart = layered(
        spans(chosen.mark_rect(opacity=0.1, **reach), "until:O"),
        *_bars(base, look, "y", value, **wide),
        edge(chosen, "code:O", 0, -_OUT),
        edge(chosen, "until:O", 1, _OUT),
        _along(base.transform_filter(f"datum.chosen && datum.code == '{MISSING}'"), "y", "context").mark_bar(cornerRadiusEnd=3, **ring),
        spans(base.transform_filter(is_under_brush()).mark_rect(opacity=0.16, **reach), "code:O"),
        _whole(base, "y").add_params(*brush()),
    )
    return finished(chart.add_params(hatches(look)), _HEIGHT)


def kind_strip(tally: pd.DataFrame, words: Words, look: Surface, click: int) -> Spec:
    """One thin bar, a segment a kind in the kind's colour; what is chosen underlined, what the filter leaves out pale."""
    rows = _ready(tally, "kind", words, look, click)
    end = 0
    for slot, row in enumerate(rows):
        begin, end = end, end + row["context"]
        tone = KIND_COLOURS.get(row["code"], look.hatch[1])
        row |= {"name": f"{row['full']} {row['shown']}", "begin": begin, "end": end, "tone": tone, "slot": slot}
    return filled(_strip_design(words, look, len(rows)), rows)


@lru_cache(maxsize=16)
def _strip_design(words: Words, look: Surface, kinds: int) -> Spec:
    base = alt.Chart(ROWS).encode(tooltip=_tooltip(words, "filter.kind"))
    along = base.encode(x=alt.X("begin:Q", axis=None, scale=alt.Scale(nice=False)), x2="end:Q")
    tone = alt.Color("tone:N", scale=None)
    pale = alt.ExprRef("datum.figures > 0 ? 1 : 0.25")
    a_row = f"(width < 640 ? {-(-kinds // 3)} : {kinds})"  # names stand side by side, on a phone in three rows
    left = f"(datum.slot % {a_row}) * width / {a_row}"
    row = f"floor(datum.slot / {a_row}) * 18"
    name: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 12, "cursor": "pointer", "y": alt.ExprRef(f"30 + {row}")}
    chart = layered(
        along.mark_rect(y=2, y2=14, cornerRadius=1, stroke=look.paper, strokeWidth=1, cursor="pointer", opacity=pale).encode(color=tone),
        along.transform_filter("datum.chosen").mark_rect(y=16, y2=18, color=look.accent),
        base.mark_square(size=80, opacity=pale, x=alt.ExprRef(f"{left} + 5"), y=alt.ExprRef(f"30 + {row}"), cursor="pointer").encode(
            color=tone
        ),
        base.transform_filter("!datum.chosen").mark_text(x=alt.ExprRef(f"{left} + 15"), **name).encode(text="name:N", color=_INK),
        base.transform_filter("datum.chosen")
        .mark_text(x=alt.ExprRef(f"{left} + 15"), fontWeight=600, **name)
        .encode(text="name:N", color=_INK),
        along.mark_rect(y=0, y2=18, opacity=0, cursor="pointer").add_params(pick()),
    )
    return finished(chart, _STRIP)


def _along(shape: alt.Chart, channel: str, column: str) -> alt.Chart:
    """Bars or texts along ``channel``, as long as a column says, on the scale all layers share."""
    position = {"x": alt.X, "y": alt.Y}[channel]
    along: dict[str, Any] = {channel: position(column, type="quantitative", axis=None, scale=alt.Scale(nice=False))}
    encoded: alt.Chart = shape.encode(**along)
    return encoded


def _bars(base: alt.Chart, look: Surface, channel: str, value: dict[str, Any], **more: Any) -> list[alt.Chart]:
    """Bars along ``channel``: pale context behind, figures, hatched missing, and the number; of the rest the number alone,
    since it is no one thing to compare with."""
    shape: dict[str, Any] = {"cornerRadiusEnd": 3, "cursor": "pointer", **more}
    return [
        _along(base.mark_bar(color=look.bar_aside, **shape), channel, "length"),
        _along(base.transform_filter(f"datum.code != '-' && datum.code != '{REST}'").mark_bar(color=look.bar, **shape), channel, "figures"),
        _along(base.transform_filter("datum.code == '-'").mark_bar(fill=hatched(), **shape), channel, "figures"),
        _along(base.mark_text(**value), channel, "length").encode(text="shown:N", color=_INK),
    ]


def _whole(base: alt.Chart, channel: str) -> alt.Chart:
    """Over all an invisible bar of full length, so that a short bar is as easy to click as a long one, and its number has room."""
    return _along(base.mark_bar(opacity=0, cursor="pointer"), channel, "reach")


def _ready(tally: pd.DataFrame, facet: str, words: Words, look: Surface, click: int) -> list[Row]:
    """The tally's rows with their texts as they stand on the chart, how far its marks reach, and the ``click`` number."""
    rows: list[Row] = tally.to_dict("records")  # type: ignore[assignment]
    top = _longest(row for row in rows if row["code"] != REST)
    for row in rows:
        count = row["figures"] or row["context"]
        row["name"] = row["full"] = words("chart.rest") if row["code"] == REST else words.of(facet, row["code"])
        row["shown"] = number(float(count), words) if count else ""
        row["ink"] = look.ink if row["figures"] else look.muted
        row["length"] = 0 if row["code"] == REST else row["context"]
        row["reach"] = 1.14 * top
        row["stripes"] = stripes(row["figures"] / top)
        row["click"] = click
    return rows


def _longest(rows: Iterable[Row]) -> int:
    """The context of the longest bar, at least 1."""
    return max((int(row["context"]) for row in rows), default=0) or 1


def _tiles(rows: list[Row], look: Surface) -> list[Row]:
    """Tile corners and centres; the unstated tile spans the free south-east corner."""
    most = max(row["context"] for row in rows)
    for row in rows:
        left, right, top, bottom = _corners(BY_NAME.get(row["code"]))
        tint = look.tints[int(len(look.tints) * row["context"] / (1 + most))]
        tinted = row["figures"] > 0 and row["code"] != MISSING
        row |= {"left": left, "right": right, "top": top, "bottom": bottom, "centre": (left + right) / 2, "middle": (top + bottom) / 2}
        row["shown"] = row["shown"] or "–"
        row["name"] = _tile_name(row["code"], row["full"])
        row["tint"] = tint
        row["ink"] = readable_on(tint, look.ink, look.on_tint) if tinted else row["ink"]
    return rows


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
