"""Statements as marks: each with its bounds, its place and period beside it, and its number in the reader's form.

A row a statement: points (levels), bars from zero (changes, amounts), or the value a change implies beside the value it ends in.
How bounds are drawn: 余 an arrow outward, 近 an arrow inward, 约 hollow, a range as a bar over its ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from analytics.claims.schema import records
from analytics.claims.selection import MISSING
from analytics.i18n.format import amount, figure, grouped, place, short_period
from analytics.i18n.words import Words
from analytics.ui.charts.drawing import ROWS, Spec, filled, finished, layered, pick
from analytics.ui.palette import KIND_COLOURS, Surface

_STEP, _LABEL, _VALUE = 34, 196, 104  # pixels: of a row, for what stands left of it, and right of it
_NARROW = 0.42  # of the width that labels may take on a small screen
_LARGE_RATIO = 100  # from smallest to largest value, where even steps would hide the small
_HIGH = 5  # pixels of a bar that stands for a range
_TONE = alt.Color("tone:N", scale=None)


def is_wide(marks: pd.DataFrame) -> bool:
    """Whether values lie so far apart that they are drawn in equal ratios instead of equal steps."""
    ends = marks[["low", "value", "high"]]
    return bool(len(marks)) and bool(ends.min().min() > 0) and bool(ends.max().max() / ends.min().min() > _LARGE_RATIO)


def marks(rows: pd.DataFrame, words: Words, look: Surface, click: int, chosen: str, *, named: bool = False) -> pd.DataFrame:
    """Claims (with ``middle``) as marks: ``code`` is the claim's id; ``label`` says the place, and ``aside`` under it the period, and
    the subject if ``named``."""
    return pd.DataFrame([_mark(row, words, look, click, chosen, named) for row in records(rows)], columns=_COLUMNS)


def _mark(row: Mapping[str, Any], words: Words, look: Surface, click: int, chosen: str, named: bool) -> tuple[object, ...]:
    where, when = place(row, words) or words("missing.province"), short_period(row) or words("missing.period")
    aside = [_once_a_year(when), *([str(row["subject"])] if named and row["subject"] else [])]
    moved = row["role"] == "change" and row["direction"] in ("up", "down")
    tone = getattr(look, str(row["direction"])) if moved else KIND_COLOURS[str(row["kind"])]
    shown = figure(row, words)
    bound = str(row["bound"])
    sign = -1.0 if moved and row["direction"] == "down" else 1.0
    middle = sign * float(row["middle"])
    ends = sorted(middle if pd.isna(row[end]) else sign * float(row[end]) for end in ("value_low", "value_high"))
    return (
        row["claim_id"], where, " · ".join(aside), shown, middle, ends[0], ends[1], bound, sign, tone, row["claim_id"] == chosen, click,
        where, when, str(row["subject"]), str(row["publisher"]),
    )  # fmt: skip


_COLUMNS = [
    "code", "label", "aside", "shown", "value", "low", "high", "bound", "sign", "tone", "chosen", "click", "place", "period", "subject", "publisher",
]  # fmt: skip


def spread_marks(
    spread: pd.DataFrame, measured: tuple[str, str], words: Words, look: Surface, click: int, chosen: tuple[str, ...]
) -> pd.DataFrame:
    """A mark a province (``code``) from its ``figures``, ``lowest``, ``middle`` and ``highest`` of a kind and unit, highest first."""
    kind, unit = measured
    found = []
    for row in records(spread.sort_values("middle", ascending=False)):
        code = str(row["code"]) or MISSING
        exact = {
            "kind": kind,
            "unit": unit,
            "value": row["middle"],
            "value_low": row["middle"],
            "bound": "exact",
            "role": "level",
            "text": "",
        }
        shown = words("metrics.spread", middle=amount(exact, words), n=grouped(row["figures"], words))
        name = words.of("province", code)
        found.append(
            (
                code, name, "", shown, row["middle"], row["lowest"], row["highest"], "exact", 1.0, KIND_COLOURS[kind], code in chosen, click,
                name, "", "", "",
            )
        )  # fmt: skip
    return pd.DataFrame(found, columns=_COLUMNS)


def points(data: pd.DataFrame, words: Words, look: Surface) -> Spec:
    """One row a mark, in their order: a point where it lies, with its bounds, its label at the left and its number at the right."""
    return filled(_point_design(words, look, is_wide(data)), _in_rows(data))


@lru_cache(maxsize=32)
def _point_design(words: Words, look: Surface, wide: bool) -> Spec:
    base = _base(words)
    across = alt.Scale(type="log" if wide else "linear", zero=False, nice=False, padding=10, range=_range(_VALUE + 22))
    at = base.encode(x=alt.X("value:Q", axis=None, scale=across), color=_TONE)
    ranged = base.encode(x=alt.X("low:Q", axis=None, scale=across), x2="high:Q", color=_TONE)
    return finished(
        layered(
            *_rows_behind(base, look),
            ranged.transform_filter("datum.low < datum.high").mark_rule(strokeWidth=_HIGH, opacity=0.45),
            *_dots(at, look),
            at.transform_filter("datum.bound == 'over'").mark_text(text="→", dx=12, fontSize=13, fontWeight=600),
            at.transform_filter("datum.bound == 'under'").mark_text(text="←", dx=-12, fontSize=13, fontWeight=600),
            *_row_texts(base, look),
            _row_to_click(base),
        ),
        {"step": _STEP},
    )


def bars(data: pd.DataFrame, words: Words, look: Surface) -> Spec:
    """One row a mark, in their order: a bar from zero, falls to the left and rises to the right, its number at its end."""
    lowest, highest = data["low"].min(), data["high"].max()
    return filled(_bar_design(words, look, bool(lowest < 0), bool(highest > 0)), _in_rows(data))


@lru_cache(maxsize=32)
def _bar_design(words: Words, look: Surface, falls: bool, rises: bool) -> Spec:
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
            *_rows_behind(base, look),
            bar.transform_filter("datum.bound != 'about'").mark_bar(opacity=0.85, **shape),
            bar.transform_filter("datum.bound == 'about'").mark_bar(fillOpacity=0.12, strokeWidth=1.5, stroke=alt.ExprRef("datum.tone"), **shape),
            ranged.transform_filter("datum.low < datum.high").mark_rule(strokeWidth=2, color=look.ink),
            outward.transform_filter(left).mark_text(text="←", dx=-8, **arrow),
            outward.transform_filter(right).mark_text(text="→", dx=8, **arrow),
            inward.transform_filter(left).mark_text(text="→", dx=9, **arrow).encode(color=alt.value(look.paper)),
            inward.transform_filter(right).mark_text(text="←", dx=-9, **arrow).encode(color=alt.value(look.paper)),
            *_ends(at, look),
            base.mark_rule(color=look.muted, strokeWidth=1).encode(x=alt.datum(0, type="quantitative", scale=across)),
            *_labels(base, look),
            _row_to_click(base),
        ),
        {"step": _STEP},
    )  # fmt: skip


def implied(data: pd.DataFrame, words: Words, look: Surface) -> Spec:
    """One row a link: the value implied for a year before (hollow, with its interval), the stated one it was worked back from
    (full), and where another article states that year's value, that one as a bar: accented where nothing fits both.

    ``data`` has the columns of ``marks`` (of the level) and ``before``, ``before_low``, ``before_high``, ``open_below``,
    ``open_above``, ``stated``, ``agrees``.
    """
    return filled(_implied_design(words, look), _in_rows(data))


@lru_cache(maxsize=16)
def _implied_design(words: Words, look: Surface) -> Spec:
    base = _base(words)
    across = alt.Scale(zero=False, nice=False, padding=12, range=_range(_VALUE + 44))

    def at(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=None, scale=across)

    stated = base.transform_filter("isValid(datum.stated)")
    return finished(
        layered(
            *_rows_behind(base, look),
            base.mark_rule(strokeDash=[3, 3], strokeWidth=1.3, color=look.muted).encode(x=at("before"), x2="value:Q"),
            base.mark_rule(strokeWidth=_HIGH, opacity=0.45).encode(x=at("before_low"), x2="before_high:Q", color=_TONE),
            base.transform_filter("datum.open_above")
            .mark_text(text="→", dx=13, fontSize=13, fontWeight=600)
            .encode(x=at("before"), color=_TONE),
            base.transform_filter("datum.open_below")
            .mark_text(text="←", dx=-13, fontSize=13, fontWeight=600)
            .encode(x=at("before"), color=_TONE),
            base.mark_point(filled=False, fill=look.paper, shape="diamond", size=80, strokeWidth=1.8, opacity=1).encode(
                x=at("before"), color=_TONE
            ),
            base.mark_point(filled=True, size=70, opacity=1).encode(x=at("value"), color=_TONE),
            stated.transform_filter("datum.agrees").mark_tick(thickness=2.5, size=18, color=look.ink).encode(x=at("stated")),
            stated.transform_filter("!datum.agrees").mark_tick(thickness=3.5, size=20, color=look.accent).encode(x=at("stated")),
            *_row_texts(base, look),
            _row_to_click(base),
        ),
        {"step": _STEP},
    )


def _once_a_year(period: str) -> str:
    """``2022.1–2022.10`` as ``2022.1–10``: a year that both ends share is said once."""
    first, _, last = period.partition("–")
    year, _, rest = last.partition(".")
    return f"{first}–{rest}" if rest and first.startswith(f"{year}.") else period


def _in_rows(data: pd.DataFrame) -> pd.DataFrame:
    return data.assign(slot=range(len(data)))


def _range(right: int, left: int = 8) -> Any:
    """The part of the width that values lie in: between the labels and the numbers."""
    return [alt.ExprRef(f"min({_LABEL}, width * {_NARROW}) + {left}"), alt.ExprRef(f"width - {right}")]


def _base(words: Words) -> alt.Chart:
    tips = [("shown", "column.figure"), ("subject", "column.subject"), ("place", "column.place"), ("period", "column.period")]
    tooltip = [alt.Tooltip(f"{name}:N", title=words(key)) for name, key in (*tips, ("publisher", "column.publisher"))]
    rows = alt.Y("slot:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    based: alt.Chart = alt.Chart(ROWS).encode(y=rows, tooltip=tooltip)
    return based


def _rows_behind(base: alt.Chart, look: Surface) -> list[alt.Chart]:
    """A faint line under each row, and the chosen row tinted."""
    whole = {"x": alt.value(0), "x2": alt.value("width")}
    lines = base.mark_rule(color=look.line, strokeWidth=1, yOffset=_STEP / 2).encode(**whole)
    return [lines, base.transform_filter("datum.chosen").mark_rect(color=look.accent, opacity=0.14).encode(**whole)]


def _dots(at: alt.Chart, look: Surface) -> list[alt.Chart]:
    """Full where the number is stated, hollow where it is about; none where only a range is."""
    exact = at.transform_filter("datum.bound != 'about' && datum.bound != 'vague'")
    about = at.transform_filter("datum.bound == 'about'")
    return [
        exact.mark_point(filled=True, size=70, opacity=1),
        about.mark_point(filled=False, fill=look.paper, size=70, strokeWidth=2, opacity=1),
    ]


def _labels(base: alt.Chart, look: Surface) -> list[alt.Chart]:
    """The place, and under it the period; in the middle of the row where there is nothing to say under it."""
    room: dict[str, Any] = {"align": "left", "dx": 2, "limit": alt.ExprRef(f"min({_LABEL}, width * {_NARROW}) - 4")}
    place = base.mark_text(fontSize=12, color=look.ink, dy=alt.ExprRef("datum.aside ? -6 : 0"), **room)
    aside = base.mark_text(fontSize=10.5, color=look.muted, dy=8, **room)
    return [place.encode(x=alt.value(0), text="label:N"), aside.encode(x=alt.value(0), text="aside:N")]


def _row_texts(base: alt.Chart, look: Surface) -> list[alt.Chart]:
    number = base.mark_text(align="right", fontSize=12, fontWeight=600, color=look.ink, dx=-2)
    return [*_labels(base, look), number.encode(x=alt.value("width"), text="shown:N")]


def _ends(at: alt.Chart, look: Surface) -> list[alt.Chart]:
    """The number at the end of its bar, clear of an arrow."""
    clear = "(datum.bound == 'over' ? 18 : 6)"
    text: dict[str, Any] = {"fontSize": 12, "fontWeight": 600}
    falls = at.transform_filter("datum.sign < 0").mark_text(align="right", dx=alt.ExprRef(f"-{clear}"), **text)
    rises = at.transform_filter("datum.sign > 0").mark_text(align="left", dx=alt.ExprRef(clear), **text)
    return [shape.encode(text="shown:N", color=alt.value(look.ink)) for shape in (falls, rises)]


def _row_to_click(base: alt.Chart) -> alt.Chart:
    """Over all an invisible row, so that a small mark is as easy to click as a large one."""
    row: alt.Chart = base.mark_rect(opacity=0, cursor="pointer").encode(x=alt.value(0), x2=alt.value("width")).add_params(pick())
    return row
