"""Statements as marks, one row each, with place and period on the left and the number on the right.

Marks are points (levels), bars from zero (changes, amounts), or an implied value joined to the stated one. Bounds: 余 is an outward arrow, 近
an inward arrow, 约 a hollow mark, a range a bar between its ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from analytics.claims.rows import records
from analytics.claims.selection import MISSING
from analytics.i18n.format import exact, figure, grouped, place, short_period
from analytics.i18n.words import Words
from analytics.metrics.levels import NumberedClaim, Spread
from analytics.ui.charts.drawing import ROWS, Spec, filled, finished, layered, pick
from analytics.ui.palette import KIND_COLOURS, Palette

_STEP, _LABEL, _VALUE = 34, 196, 104  # pixels: height of a row, width of labels, width of numbers
_NARROW = 0.42  # share of the width for labels on a small screen
_LARGE_RATIO = 100  # largest to smallest value above which a linear scale would hide small values
_HIGH = 5  # thickness in pixels of a bar for a range
_TONE = alt.Color("tone:N", scale=None)


def is_wide(marks: pd.DataFrame) -> bool:
    """Whether to use a logarithmic scale: all values are positive, and the largest is more than ``_LARGE_RATIO`` times the smallest."""
    ends = marks[["low", "value", "high"]]
    return bool(len(marks)) and bool(ends.min().min() > 0) and bool(ends.max().max() / ends.min().min() > _LARGE_RATIO)


def marks(claims: Iterable[NumberedClaim], words: Words, palette: Palette, click: int, chosen: str, *, named: bool = False) -> pd.DataFrame:
    """Marks for claims.

    ``code`` is the claim id; ``label`` is the place; ``aside``, below it, is the period, followed by the subject if ``named``.
    """
    return pd.DataFrame([_mark(claim, words, palette, click, chosen, named) for claim in claims], columns=_COLUMNS)


def _mark(row: NumberedClaim, words: Words, palette: Palette, click: int, chosen: str, named: bool) -> tuple[object, ...]:
    where, when = place(row, words) or words("missing.province"), short_period(row, words) or words("missing.period")
    aside = [_once_a_year(when), *([row.subject] if named and row.subject else [])]
    moved = row.role == "change" and row.direction in ("up", "down")
    tone = (palette.up if row.direction == "up" else palette.down) if moved else KIND_COLOURS[row.kind]
    shown = figure(row, words)
    sign = -1.0 if moved and row.direction == "down" else 1.0
    middle = sign * row.middle
    ends = sorted(middle if end is None else sign * end for end in (row.value_low, row.value_high))
    return (
        row.claim_id, where, " · ".join(aside), shown, middle, ends[0], ends[1], row.bound, sign, tone, row.claim_id == chosen, click,
        where, when, row.subject, row.publisher,
    )  # fmt: skip


_COLUMNS = [
    "code", "label", "aside", "shown", "value", "low", "high", "bound", "sign", "tone", "chosen", "click", "place", "period", "subject", "publisher",
]  # fmt: skip


def spread_marks(
    spread: pd.DataFrame, measured: tuple[str, str], words: Words, palette: Palette, click: int, chosen: tuple[str, ...]
) -> pd.DataFrame:
    """One mark per province, highest median first.

    ``spread`` has the columns of ``Spread``, with the province as ``code``; ``measured`` is the kind and unit.
    """
    kind, unit = measured
    found = []
    for row in records(spread.sort_values("middle", ascending=False), Spread):
        code = row.code or MISSING
        shown = words(
            "metrics.spread",
            middle=exact(float(round(row.middle)) if kind == "count" else row.middle, kind, unit, words),
            n=grouped(row.figures, words),
        )
        name = words.of("province", code)
        found.append(
            (
                code, name, "", shown, row.middle, row.lowest, row.highest, "exact", 1.0, KIND_COLOURS[kind], code in chosen, click,
                name, "", "", "",
            )
        )  # fmt: skip
    return pd.DataFrame(found, columns=_COLUMNS)


def points(data: pd.DataFrame, words: Words, palette: Palette) -> Spec:
    """One row per mark, in order: a point with its bounds, its label on the left and its number on the right."""
    return filled(_point_design(words, palette, is_wide(data)), _in_rows(data))


@lru_cache(maxsize=32)
def _point_design(words: Words, palette: Palette, wide: bool) -> Spec:
    base = _base(words)
    across = alt.Scale(type="log" if wide else "linear", zero=False, nice=False, padding=10, range=_range(_VALUE + 22))
    at = base.encode(x=alt.X("value:Q", axis=None, scale=across), color=_TONE)
    ranged = base.encode(x=alt.X("low:Q", axis=None, scale=across), x2="high:Q", color=_TONE)
    return finished(
        layered(
            *_rows_behind(base, palette),
            ranged.transform_filter("datum.low < datum.high").mark_rule(strokeWidth=_HIGH, opacity=0.45),
            *_dots(at, palette),
            at.transform_filter("datum.bound == 'over'").mark_text(text="→", dx=12, fontSize=13, fontWeight=600),
            at.transform_filter("datum.bound == 'under'").mark_text(text="←", dx=-12, fontSize=13, fontWeight=600),
            *_row_texts(base, palette),
            _row_to_click(base),
        ),
        {"step": _STEP},
    )


def bars(data: pd.DataFrame, words: Words, palette: Palette) -> Spec:
    """One row per mark, in order: a bar from zero, falls to the left and rises to the right, with its number at the end."""
    lowest, highest = data["low"].min(), data["high"].max()
    return filled(_bar_design(words, palette, bool(lowest < 0), bool(highest > 0)), _in_rows(data))


@lru_cache(maxsize=32)
def _bar_design(words: Words, palette: Palette, falls: bool, rises: bool) -> Spec:
    base = _base(words)
    across = alt.Scale(nice=False, zero=True, range=_range(_VALUE if rises else 8, _VALUE if falls else 8))
    bar = base.encode(x=alt.X("value:Q", axis=None, scale=across), x2=alt.datum(0), color=_TONE)
    at = base.encode(x=alt.X("value:Q", axis=None, scale=across), color=_TONE)
    ranged = base.encode(x=alt.X("low:Q", axis=None, scale=across), x2="high:Q", color=_TONE)
    shape: dict[str, Any] = {"height": _STEP - 17, "cornerRadiusEnd": 2}
    outward = at.transform_filter("datum.bound == 'over'")
    inward = at.transform_filter("datum.bound == 'under'")
    left, right = "datum.sign < 0", "datum.sign > 0"
    arrow: dict[str, Any] = {"fontSize": 13, "fontWeight": 700}
    return finished(
        layered(
            *_rows_behind(base, palette),
            bar.transform_filter("datum.bound != 'about'").mark_bar(opacity=0.85, **shape),
            bar.transform_filter("datum.bound == 'about'").mark_bar(fillOpacity=0.12, strokeWidth=1.5, stroke=alt.ExprRef("datum.tone"), **shape),
            ranged.transform_filter("datum.low < datum.high").mark_rule(strokeWidth=2, color=palette.ink),
            outward.transform_filter(left).mark_text(text="←", dx=-8, **arrow),
            outward.transform_filter(right).mark_text(text="→", dx=8, **arrow),
            inward.transform_filter(left).mark_text(text="→", dx=9, **arrow).encode(color=alt.value(palette.paper)),
            inward.transform_filter(right).mark_text(text="←", dx=-9, **arrow).encode(color=alt.value(palette.paper)),
            *_ends(at, palette),
            base.mark_rule(color=palette.muted, strokeWidth=1).encode(x=alt.datum(0, type="quantitative", scale=across)),
            *_labels(base, palette),
            _row_to_click(base),
        ),
        {"step": _STEP},
    )  # fmt: skip


def implied(data: pd.DataFrame, words: Words, palette: Palette) -> Spec:
    """One row per link: the value implied for the year before (hollow, with its interval) and the stated value it is derived from (solid).

    If another article states the value of that earlier year, a tick marks it, accented if the two disagree. ``data`` has the columns of
    ``marks`` (for the level), plus ``before``, ``before_low``, ``before_high``, ``open_below``, ``open_above``, ``stated`` and ``agrees``.
    """
    return filled(_implied_design(words, palette), _in_rows(data))


@lru_cache(maxsize=16)
def _implied_design(words: Words, palette: Palette) -> Spec:
    base = _base(words)
    across = alt.Scale(zero=False, nice=False, padding=12, range=_range(_VALUE + 44))

    def at(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=None, scale=across)

    stated = base.transform_filter("isValid(datum.stated)")
    return finished(
        layered(
            *_rows_behind(base, palette),
            base.mark_rule(strokeDash=[3, 3], strokeWidth=1.3, color=palette.muted).encode(x=at("before"), x2="value:Q"),
            base.mark_rule(strokeWidth=_HIGH, opacity=0.45).encode(x=at("before_low"), x2="before_high:Q", color=_TONE),
            base.transform_filter("datum.open_above")
            .mark_text(text="→", dx=13, fontSize=13, fontWeight=600)
            .encode(x=at("before"), color=_TONE),
            base.transform_filter("datum.open_below")
            .mark_text(text="←", dx=-13, fontSize=13, fontWeight=600)
            .encode(x=at("before"), color=_TONE),
            base.mark_point(filled=False, fill=palette.paper, shape="diamond", size=80, strokeWidth=1.8, opacity=1).encode(
                x=at("before"), color=_TONE
            ),
            base.mark_point(filled=True, size=70, opacity=1).encode(x=at("value"), color=_TONE),
            stated.transform_filter("datum.agrees").mark_tick(thickness=2.5, size=18, color=palette.ink).encode(x=at("stated")),
            stated.transform_filter("!datum.agrees").mark_tick(thickness=3.5, size=20, color=palette.accent).encode(x=at("stated")),
            *_row_texts(base, palette),
            _row_to_click(base),
        ),
        {"step": _STEP},
    )


def _once_a_year(period: str) -> str:
    """Shorten ``2022.1–2022.10`` to ``2022.1–10`` when both ends share the year."""
    first, _, last = period.partition("–")
    year, _, rest = last.partition(".")
    return f"{first}–{rest}" if rest and first.startswith(f"{year}.") else period


def _in_rows(data: pd.DataFrame) -> pd.DataFrame:
    return data.assign(slot=range(len(data)))


def _range(right: int, left: int = 8) -> Any:
    """Pixel range of the value scale: between the labels and the numbers."""
    return [alt.ExprRef(f"min({_LABEL}, width * {_NARROW}) + {left}"), alt.ExprRef(f"width - {right}")]


def _base(words: Words) -> alt.Chart:
    tips = [("shown", "column.figure"), ("subject", "column.subject"), ("place", "column.place"), ("period", "column.period")]
    tooltip = [alt.Tooltip(f"{name}:N", title=words(key)) for name, key in (*tips, ("publisher", "column.publisher"))]
    rows = alt.Y("slot:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    based: alt.Chart = alt.Chart(ROWS).encode(y=rows, tooltip=tooltip)
    return based


def _rows_behind(base: alt.Chart, palette: Palette) -> list[alt.Chart]:
    """A faint line below each row, and a tint behind the selected row."""
    whole = {"x": alt.value(0), "x2": alt.value("width")}
    lines = base.mark_rule(color=palette.line, strokeWidth=1, yOffset=_STEP / 2).encode(**whole)
    return [lines, base.transform_filter("datum.chosen").mark_rect(color=palette.accent, opacity=0.14).encode(**whole)]


def _dots(at: alt.Chart, palette: Palette) -> list[alt.Chart]:
    """Solid for a stated number, hollow for an approximate one, none for a vague one."""
    exact = at.transform_filter("datum.bound != 'about' && datum.bound != 'vague'")
    about = at.transform_filter("datum.bound == 'about'")
    return [
        exact.mark_point(filled=True, size=70, opacity=1),
        about.mark_point(filled=False, fill=palette.paper, size=70, strokeWidth=2, opacity=1),
    ]


def _labels(base: alt.Chart, palette: Palette) -> list[alt.Chart]:
    """The place with the period below it; vertically centred if there is no period."""
    room: dict[str, Any] = {"align": "left", "dx": 2, "limit": alt.ExprRef(f"min({_LABEL}, width * {_NARROW}) - 4")}
    place = base.mark_text(fontSize=12, color=palette.ink, dy=alt.ExprRef("datum.aside ? -6 : 0"), **room)
    aside = base.mark_text(fontSize=10.5, color=palette.muted, dy=8, **room)
    return [place.encode(x=alt.value(0), text="label:N"), aside.encode(x=alt.value(0), text="aside:N")]


def _row_texts(base: alt.Chart, palette: Palette) -> list[alt.Chart]:
    number = base.mark_text(align="right", fontSize=12, fontWeight=600, color=palette.ink, dx=-2)
    return [*_labels(base, palette), number.encode(x=alt.value("width"), text="shown:N")]


def _ends(at: alt.Chart, palette: Palette) -> list[alt.Chart]:
    """The number at the end of its bar, clear of any arrow."""
    clear = "(datum.bound == 'over' ? 18 : 6)"
    text: dict[str, Any] = {"fontSize": 12, "fontWeight": 600}
    falls = at.transform_filter("datum.sign < 0").mark_text(align="right", dx=alt.ExprRef(f"-{clear}"), **text)
    rises = at.transform_filter("datum.sign > 0").mark_text(align="left", dx=alt.ExprRef(clear), **text)
    return [shape.encode(text="shown:N", color=alt.value(palette.ink)) for shape in (falls, rises)]


def _row_to_click(base: alt.Chart) -> alt.Chart:
    """An invisible rectangle over each row, so that small marks are easy to click."""
    row: alt.Chart = base.mark_rect(opacity=0, cursor="pointer").encode(x=alt.value(0), x2=alt.value("width")).add_params(pick())
    return row
