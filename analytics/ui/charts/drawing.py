"""What all charts share: the font, the frame, the hatch for what is missing, the click, and filling a design with rows.

A chart is designed with Altair once, without its rows, and the rows are put into a copy: designing takes many times as
long as counting. The browser keeps a picture whose design is the same and puts only the new rows into it, so whatever
changes with a filter belongs into the rows (the longest bar, how many stripes) and never into the design.

Every chart a reader may click carries a point selection ``PICK`` over ``code`` and ``click``: the page sends a new ``click``
number with each answer, so that clicking the same mark again is news again, and what is chosen is drawn from the rows,
never from the browser's own memory of clicks. Where a range can be drawn from one mark to another, ``PICK`` is where the
button was let go, and ``START`` where it was pressed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from analytics.ui.palette import SANS, Surface

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
        "stripes",
        "until",
        "full",
        "slot",
        "end",
        "begin",
    )
)  # columns of the rows that say how a mark is drawn, not what it says
_PADDING = {"left": 2, "right": 2, "top": 4, "bottom": 2}
_HATCHES = "hatches"
_STRIPES = (2, 4, 7, 11, 16, 22, 30)


def layered(*marks: alt.Chart) -> alt.LayerChart:
    """Marks over each other, the first at the bottom."""
    return alt.LayerChart(layer=list(marks))


def pick() -> alt.Parameter:
    """The click on a mark; see above."""
    return alt.selection_point(name=PICK, fields=["code", "click"], toggle=False, empty=False)


def brush() -> tuple[alt.Parameter, ...]:
    """The same where a range may be drawn: pressed, let go, and over which mark meanwhile."""
    point: dict[str, Any] = {"fields": ["code", "click"], "toggle": False, "empty": False}
    return (
        alt.selection_point(name=START, on="pointerdown", clear=False, **point),
        alt.selection_point(name=PICK, on="pointerup", clear=False, **point),
        alt.selection_point(name=_DRAG, on="[pointerdown, window:pointerup] > pointermove", clear="window:pointerup", **point),
    )


def is_under_brush() -> str:
    """The condition for marks between the one pressed on and the one the pointer is over; ``code`` must be a whole number there."""
    ends = [f"toNumber({name}.code[0])" for name in (START, _DRAG)]
    return f"isDefined({_DRAG}.code) && isDefined({START}.code) && inrange(toNumber(datum.code), [min({', '.join(ends)}), max({', '.join(ends)})])"


def hatch(look: Surface, stripes: int) -> dict[str, Any]:
    """Diagonal stripes for what is missing; Vega has no patterns, but a gradient may have hard stops."""
    ground, stroke = look.hatch
    stops: list[dict[str, Any]] = []
    for stripe in range(stripes):
        for colour, begin, end in ((ground, 0.0, 0.62), (stroke, 0.62, 1.0)):
            stops.append({"color": colour, "offset": (stripe + begin) / stripes})
            stops.append({"color": colour, "offset": (stripe + end) / stripes})
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}


def hatches(look: Surface) -> alt.Parameter:
    """Hatches by how long the mark is, to be chosen by the rows' ``stripes``."""
    return alt.param(name=_HATCHES, value=[hatch(look, stripes) for stripes in _STRIPES])


def hatched() -> Any:
    """A mark's fill: one of ``hatches``."""
    return alt.ExprRef(f"{_HATCHES}[datum.stripes]")


def stripes(share: float) -> int:
    """Which of ``hatches`` makes a mark of this share of the greatest length look like the others of its kind."""
    wanted = 26 * share
    return min(range(len(_STRIPES)), key=lambda at: abs(_STRIPES[at] - wanted))


def finished(chart: alt.LayerChart, height: int | dict[str, int]) -> Spec:
    """The house's font, no frame, drawn as SVG so that text is text, with one description for the whole (the page gives it)
    and none for its marks; as a specification without rows."""
    drawn: alt.LayerChart = (
        chart.properties(height=height, usermeta={"embedOptions": {"renderer": "svg"}}, background="transparent", padding=_PADDING)
        .configure(font=SANS)
        .configure_mark(aria=False)
        .configure_view(stroke=None)
    )
    spec: Spec = drawn.to_dict()
    return spec


def filled(design: Spec, data: pd.DataFrame | Sequence[Mapping[str, Any]]) -> Spec:
    """A design with its rows, or a frame of them; the design itself stays without."""
    rows = data.to_dict("records") if isinstance(data, pd.DataFrame) else list(data)
    return design | {"datasets": {ROWS.name: rows}}
