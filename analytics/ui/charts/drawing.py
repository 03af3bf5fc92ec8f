"""Shared parts of all charts: font, frame, hatching for missing values, clicks, and filling a design with rows.

A chart is designed once with Altair, without rows, and the rows are put into a copy, because designing takes many times as long as
counting. The browser keeps a chart while its design stays the same and only replaces its rows. So whatever a filter changes (the longest
bar, the number of stripes) belongs in the rows, never in the design.

Every clickable chart has a point selection ``PICK`` over ``code`` and ``click``. The page sends a new ``click`` number with each response,
so that a second click on the same mark counts as a new one. Selected marks are drawn from the rows, never from the browser's own selection.
Where a range can be dragged, ``START`` is the mark where the button was pressed and ``PICK`` the one where it was released.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from analytics.ui.palette import SANS, Palette

PICK, START, _DRAG = "pick", "start", "drag"
Spec = dict[str, Any]
ROWS = alt.NamedData(name="rows")
DRAWN = frozenset(
    (
        "ink",
        "click",
        "shown",
        "tint",
        "tone",
        "left",
        "right",
        "top",
        "bottom",
        "centre",
        "middle",
        "reach",
        "length",
        "capped",
        "stripes",
        "until",
        "dated",
        "full",
        "slot",
        "end",
        "begin",
    )
)  # columns that say how a mark is drawn; not exported as data
_PADDING = {"left": 2, "right": 2, "top": 4, "bottom": 2}
_HATCHES = "hatches"
_STRIPES = (2, 4, 7, 11, 16, 22, 30)


def layered(*marks: alt.Chart) -> alt.LayerChart:
    """Stack marks, the first one at the bottom."""
    return alt.LayerChart(layer=list(marks))


def pick() -> alt.Parameter:
    """The point selection for clicks; see the module docstring."""
    return alt.selection_point(name=PICK, fields=["code", "click"], toggle=False, empty=False)


def brush() -> tuple[alt.Parameter, ...]:
    """Point selections for dragging a range: press, release, and the mark under the pointer meanwhile."""
    point: dict[str, Any] = {"fields": ["code", "click"], "toggle": False, "empty": False}
    return (
        alt.selection_point(name=START, on="pointerdown", clear=False, **point),
        alt.selection_point(name=PICK, on="pointerup", clear=False, **point),
        alt.selection_point(name=_DRAG, on="[pointerdown, window:pointerup] > pointermove", clear="window:pointerup", **point),
    )


def is_under_brush() -> str:
    """Vega expression for marks between the pressed one and the one under the pointer; ``code`` must be an integer."""
    ends = [f"toNumber({name}.code[0])" for name in (START, _DRAG)]
    return f"isDefined({_DRAG}.code) && isDefined({START}.code) && inrange(toNumber(datum.code), [min({', '.join(ends)}), max({', '.join(ends)})])"


def hatch(palette: Palette, stripes: int) -> dict[str, Any]:
    """A fill of diagonal stripes for missing values. Vega has no patterns, so this is a gradient with hard stops."""
    ground, stroke = palette.hatch
    stops: list[dict[str, Any]] = []
    for stripe in range(stripes):
        for colour, begin, end in ((ground, 0.0, 0.62), (stroke, 0.62, 1.0)):
            stops.append({"color": colour, "offset": (stripe + begin) / stripes})
            stops.append({"color": colour, "offset": (stripe + end) / stripes})
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}


def hatches(palette: Palette) -> Spec:
    """A parameter of the whole chart: hatchings for marks of different lengths, selected by the column ``stripes``."""
    return {"name": _HATCHES, "value": [hatch(palette, stripes) for stripes in _STRIPES]}


def hatched() -> Any:
    """The fill of a mark: the one of ``hatches`` given by its ``stripes``."""
    return alt.ExprRef(f"{_HATCHES}[datum.stripes]")


def stripes(share: float) -> int:
    """Index into ``hatches`` that makes stripes look equally wide on a mark of this share of the greatest length."""
    wanted = 26 * share
    return min(range(len(_STRIPES)), key=lambda at: abs(_STRIPES[at] - wanted))


def finished(chart: alt.LayerChart, height: int | dict[str, int], *params: Spec) -> Spec:
    """Complete a chart to a specification without rows: font, no frame, and SVG rendering so that text stays text.

    Marks get no description of their own; the page gives one for the whole chart. ``height`` is in pixels, or ``{"step": pixels}`` per row.
    ``params`` are those of the whole chart. All this is added to the finished dictionary, since Altair copies a chart at every step; and
    the tests check specifications against Vega-Lite's schema, which takes as long as designing them.
    """
    spec: Spec = chart.to_dict(validate=False)
    config = spec["config"]
    return spec | {
        "height": height,
        "usermeta": {"embedOptions": {"renderer": "svg"}},
        "background": "transparent",
        "padding": _PADDING,
        "params": [*spec.get("params", []), *params],
        "config": config | {"font": SANS, "mark": {"aria": False}, "view": config["view"] | {"stroke": None}},
    }


def filled(design: Spec, data: pd.DataFrame | Sequence[Mapping[str, Any]]) -> Spec:
    """A copy of a design with rows; the design itself stays unchanged."""
    rows = data.to_dict("records") if isinstance(data, pd.DataFrame) else list(data)
    return design | {"datasets": {ROWS.name: rows}}
