"""Tallies (see ``summaries``) as charts: tile map, labelled bars, year bars and a strip of kinds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import altair as alt

from analytics.claims.provinces import BY_NAME, WHOLE_COUNTRY, Province
from analytics.claims.selection import MISSING, PERIOD
from analytics.claims.summaries import REST, Bar
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
from analytics.ui.palette import KIND_COLOURS, Palette, readable_on

Datum = dict[str, Any]  # the data of one mark
_TILE = 0.93
_MAP_HEIGHT, _HEIGHT, _STRIP, _STEP = 264, 406, 78, 18
_INK = alt.Color("ink:N", scale=None)
_ROOMY, _CROWDED, _UPRIGHT = 8, 16, 34  # years up to which numbers are shown in full, shown side by side, and shown at all
_OUT = 3  # pixels by which a selected range extends past its first and last bar


def tile_map(tally: Sequence[Bar], words: Words, palette: Palette, click: int) -> Spec:
    """Tile map of the 34 provincial units; tint and number show the figures; wide tiles are the whole country and no place."""
    most = max(bar.context for bar in tally)
    bars = zip(tally, _data(tally, "province", words, palette, click), strict=True)
    return filled(_tile_design(words, palette), [datum | _tile(bar, most, words, palette) for bar, datum in bars])


@lru_cache(maxsize=8)
def _tile_design(words: Words, palette: Palette) -> Spec:
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
        stated.transform_filter("datum.context == 0").mark_rect(fill=hatch(palette, 8), **shape),
        tiles.transform_filter("datum.code == '-'").mark_rect(fill=hatch(palette, 24), **shape).add_params(pick()),
        tiles.transform_filter("datum.chosen").mark_rect(filled=False, stroke=palette.accent, strokeWidth=2.5, cornerRadius=5),
        written.mark_text(dy=-6, fontSize=13, fontWeight=600, cursor="pointer").encode(text="name:N"),
        written.mark_text(dy=8, fontSize=10.5, cursor="pointer").encode(text="shown:N"),
    )
    return finished(chart, _MAP_HEIGHT)


def label_bars(tally: Sequence[Bar], words: Words, palette: Palette, click: int, facet: str) -> Spec:
    """One labelled bar per code of ``facet``, in the order of the tally; pale where the facet's own filter excludes figures."""
    return filled(_label_design(words, palette, facet, _HEIGHT, 12), _data(tally, facet, words, palette, click))


def small_bars(tally: Sequence[Bar], words: Words, palette: Palette, click: int, facet: str) -> Spec:
    """Like ``label_bars``, with bars one line of text high; the chart grows with their number."""
    return filled(_label_design(words, palette, facet, None, 11), _data(tally, facet, words, palette, click))


@lru_cache(maxsize=32)
def _label_design(words: Words, palette: Palette, facet: str, height: int | None, size: int) -> Spec:
    axis = alt.Axis(title=None, domain=False, ticks=False, labelPadding=8, labelLimit=170, labelColor=palette.ink, labelFontSize=size)
    band = alt.Scale(paddingInner=0.36, paddingOuter=0.1)
    base = alt.Chart(ROWS).encode(y=alt.Y("name:N", sort=None, axis=axis, scale=band), tooltip=_tooltip(words, f"filter.{facet}"))
    value: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 6, "fontSize": size}
    ring: dict[str, Any] = {"filled": False, "stroke": palette.accent, "strokeWidth": 2}
    bars = _bars(base, palette, "x", value)
    chosen = _along(base.transform_filter("datum.chosen"), "x", "context").mark_bar(cornerRadiusEnd=3, **ring)
    return finished(layered(*bars, chosen, _whole(base, "x").add_params(pick())), height or {"step": _STEP}, hatches(palette))


def year_bars(tally: Sequence[Bar], words: Words, palette: Palette, click: int) -> Spec:
    """One bar per year, gaps included; figures without a period are hatched at the right, and those with a day of publication only are pale.

    The bar without a period is cut to the height of the tallest year, so that it never dwarfs the years; its number stays.

    A click selects a year and dragging selects a range; the selected range is tinted and outlined.
    """
    chosen = [bar.code for bar in tally if bar.chosen and bar.code != MISSING]
    tallest = _longest(bar for bar in tally if bar.code != MISSING)
    data = [
        datum
        | {
            "length": min(bar.context, tallest),
            "capped": min(bar.figures, tallest),
            "reach": 1.14 * tallest,
            "stripes": stripes(min(bar.figures, tallest) / tallest),
            "shown": _year_number(bar, tallest, len(tally), words),
            "until": chosen[-1] if chosen and bar.code == chosen[0] else "",
            "by_day": bar.by_day,
            "dated": bar.figures - bar.by_day,
        }
        for bar, datum in zip(tally, _data(tally, PERIOD, words, palette, click), strict=True)
    ]
    return filled(_year_design(words, palette, tuple(bar.code for bar in tally)), data)


def _year_number(bar: Bar, tallest: int, bars: int, words: Words) -> str:
    """The number over a year, short where there are many, and only over the tallest where there is no room; an arrow where the bar is cut."""
    if bars > _UPRIGHT and bar.context < tallest and bar.code != MISSING:
        return ""
    said = short(_count(bar), words) if bars > _ROOMY and _count(bar) else _number(bar, words)
    return f"↑{said}" if bar.context > tallest else said


@lru_cache(maxsize=32)
def _year_design(words: Words, palette: Palette, codes: tuple[str, ...]) -> Spec:
    axis = alt.Axis(
        title=None,
        domainColor=palette.line,
        ticks=False,
        labelAngle=0,
        labelPadding=8,
        labelColor=palette.muted,
        labelFontSize=11,
        labelOverlap="greedy" if len(codes) > 15 else False,
        labelExpr=f"datum.value == '{MISSING}' ? '{words('missing.short')}' : slice(datum.value, 2)",
    )
    years = [code for code in codes if code != MISSING]
    apart = ["", MISSING] if len(years) < len(codes) else []
    band = alt.Scale(domain=[*years, *apart], paddingInner=0.28, paddingOuter=0.2)

    def spans(rows: alt.Chart, last: str) -> alt.Chart:
        """From the left edge of the row's year to the right edge of year ``last``."""
        return rows.encode(x=alt.X("code:O", sort=None, axis=axis, scale=band, bandPosition=0), x2=alt.X2(last, bandPosition=1))

    def edge(rows: alt.Chart, year: str, place: int, out: int) -> alt.Chart:
        line = rows.mark_rule(color=palette.accent, opacity=0.7, xOffset=out)
        encoded: alt.Chart = line.encode(x=alt.X(year, sort=None, axis=axis, scale=band, bandPosition=place))
        return encoded

    base = alt.Chart(ROWS).encode(x=alt.X("code:O", sort=None, axis=axis, scale=band), tooltip=_tooltip(words, "filter.period"))
    value: dict[str, Any] = {"align": "center", "baseline": "bottom", "dy": -4, "fontSize": 11 if len(codes) <= _ROOMY else 9.5}
    if len(codes) > _CROWDED:
        value |= {"angle": 270, "align": "left", "baseline": "middle", "dx": 4, "dy": 0}
    wide: dict[str, Any] = {"size": 34} if len(codes) < _ROOMY else {}
    ring: dict[str, Any] = {"filled": False, "stroke": palette.accent, "strokeWidth": 2}
    chosen = alt.Chart(ROWS).transform_filter("datum.until != ''")
    reach: dict[str, Any] = {"color": palette.accent, "xOffset": -_OUT, "x2Offset": _OUT}
    chart = layered(
        spans(chosen.mark_rect(opacity=0.1, **reach), "until:O"),
        *_bars(base, palette, "y", value, **wide),
        _along(
            base.transform_filter("datum.code != '-' && datum.dated < datum.figures").mark_bar(
                color=palette.bar_by_day, cornerRadiusEnd=3, cursor="pointer", **wide
            ),
            "y",
            "figures",
        ),
        _along(
            base.transform_filter("datum.code != '-' && datum.dated < datum.figures").mark_bar(color=palette.bar, cursor="pointer", **wide),
            "y",
            "dated",
        ),
        edge(chosen, "code:O", 0, -_OUT),
        edge(chosen, "until:O", 1, _OUT),
        _along(base.transform_filter(f"datum.chosen && datum.code == '{MISSING}'"), "y", "length").mark_bar(cornerRadiusEnd=3, **ring),
        spans(base.transform_filter(is_under_brush()).mark_rect(opacity=0.16, **reach), "code:O"),
        _whole(base, "y").add_params(*brush()),
    )
    return finished(chart, _HEIGHT, hatches(palette))


def kind_strip(tally: Sequence[Bar], words: Words, palette: Palette, click: int) -> Spec:
    """One thin stacked bar, a segment per kind in its colour; selected kinds are underlined, excluded ones pale."""
    data, end = list[Datum](), 0
    for slot, (bar, datum) in enumerate(zip(tally, _data(tally, "kind", words, palette, click), strict=True)):
        begin, end = end, end + bar.context
        name, tone = f"{words.of('kind', bar.code)} {_number(bar, words)}", KIND_COLOURS.get(bar.code, palette.hatch[1])
        data.append(datum | {"name": name, "begin": begin, "end": end, "tone": tone, "slot": slot})
    return filled(_strip_design(words, palette, len(tally)), data)


@lru_cache(maxsize=16)
def _strip_design(words: Words, palette: Palette, kinds: int) -> Spec:
    base = alt.Chart(ROWS).encode(tooltip=_tooltip(words, "filter.kind"))
    along = base.encode(x=alt.X("begin:Q", axis=None, scale=alt.Scale(nice=False)), x2="end:Q")
    tone = alt.Color("tone:N", scale=None)
    pale = alt.ExprRef("datum.figures > 0 ? 1 : 0.25")
    a_row = f"(width < 640 ? {-(-kinds // 3)} : {kinds})"  # names side by side; in three rows on a phone
    left = f"(datum.slot % {a_row}) * width / {a_row}"
    row = f"floor(datum.slot / {a_row}) * 18"
    name: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 12, "cursor": "pointer", "y": alt.ExprRef(f"30 + {row}")}
    chart = layered(
        along.mark_rect(y=2, y2=14, cornerRadius=1, stroke=palette.paper, strokeWidth=1, cursor="pointer", opacity=pale).encode(color=tone),
        along.transform_filter("datum.chosen").mark_rect(y=16, y2=18, color=palette.accent),
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
    """Bars or texts along ``channel`` with the length in ``column``, on the scale shared by all layers."""
    position = {"x": alt.X, "y": alt.Y}[channel]
    along: dict[str, Any] = {channel: position(column, type="quantitative", axis=None, scale=alt.Scale(nice=False))}
    encoded: alt.Chart = shape.encode(**along)
    return encoded


def _bars(base: alt.Chart, palette: Palette, channel: str, value: dict[str, Any], **more: Any) -> list[alt.Chart]:
    """Bars along ``channel``: pale context behind, figures, hatched missing ones, and numbers.

    The rest (``REST``) has only its number, because its length is not comparable with single codes.
    """
    shape: dict[str, Any] = {"cornerRadiusEnd": 3, "cursor": "pointer", **more}
    return [
        _along(base.mark_bar(color=palette.bar_aside, **shape), channel, "length"),
        _along(
            base.transform_filter(f"datum.code != '-' && datum.code != '{REST}'").mark_bar(color=palette.bar, **shape), channel, "figures"
        ),
        _along(base.transform_filter("datum.code == '-'").mark_bar(fill=hatched(), **shape), channel, "capped"),
        _along(base.mark_text(**value), channel, "length").encode(text="shown:N", color=_INK),
    ]


def _whole(base: alt.Chart, channel: str) -> alt.Chart:
    """Invisible full-length bars, so that short bars are easy to click and their numbers have space."""
    return _along(base.mark_bar(opacity=0, cursor="pointer"), channel, "reach")


def _data(tally: Sequence[Bar], facet: str, words: Words, palette: Palette, click: int) -> list[Datum]:
    """The bars with display texts, mark lengths and the ``click`` number."""
    top = _longest(bar for bar in tally if bar.code != REST)
    names = [words("chart.rest") if bar.code == REST else words.of(facet, bar.code) for bar in tally]
    return [
        {name: value for name, value in asdict(bar).items() if name != "by_day"}
        | {
            "name": name,
            "full": name,
            "shown": _number(bar, words),
            "ink": palette.ink if bar.figures else palette.muted,
            "length": 0 if bar.code == REST else bar.context,
            "capped": bar.figures,
            "reach": 1.14 * top,
            "stripes": stripes(bar.figures / top),
            "click": click,
        }
        for bar, name in zip(tally, names, strict=True)
    ]


def _count(bar: Bar) -> int:
    """What a bar says: its figures, or where all are filtered out, how many there are without the filter."""
    return bar.figures or bar.context


def _number(bar: Bar, words: Words) -> str:
    return number(float(_count(bar)), words) if _count(bar) else ""


def _longest(tally: Iterable[Bar]) -> int:
    """Context of the longest bar; at least 1."""
    return max((bar.context for bar in tally), default=0) or 1


def _tile(bar: Bar, most: int, words: Words, palette: Palette) -> Datum:
    """Corners and centre of a tile, its tint, and its texts; ``most`` is the largest context.

    The tile for the whole country lies in the empty north-west corner, that for figures without a place in the south-east.
    """
    left, right, top, bottom = _corners(bar.code, BY_NAME.get(bar.code))
    tint = palette.tints[int(len(palette.tints) * bar.context / (1 + most))]
    tinted = bar.figures > 0 and bar.code != MISSING
    return {
        "left": left,
        "right": right,
        "top": top,
        "bottom": bottom,
        "centre": (left + right) / 2,
        "middle": (top + bottom) / 2,
        "shown": _number(bar, words) or "–",
        "name": _tile_name(bar.code, words.of("province", bar.code)),
        "tint": tint,
        "ink": readable_on(tint, palette.ink, palette.on_tint) if tinted else palette.ink if bar.figures else palette.muted,
    }


def _corners(code: str, unit: Province | None) -> tuple[float, float, float, float]:
    if code == WHOLE_COUNTRY:
        return 0, 3 - (1 - _TILE), 0, _TILE
    if unit is None:
        return 5, 9 - (1 - _TILE), 7, 7 + _TILE
    return unit.column, unit.column + _TILE, unit.row, unit.row + _TILE


def _tile_name(code: str, full: str) -> str:
    """Short name of a province in the language of the ``full`` one."""
    unit = BY_NAME.get(code)
    if unit is None:
        return full
    return unit.short if full == unit.name else unit.letters


def _tooltip(words: Words, title: str) -> list[alt.Tooltip]:
    return [alt.Tooltip("full:N", title=words(title)), alt.Tooltip("figures:Q", title=words("chart.figures"), format=",d")]
