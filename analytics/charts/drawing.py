"""What all charts share: the font, the frame, the hatch for what is missing, the click, and filling a design with rows.

A chart is designed with Altair once, without its rows, and the rows are put into a copy: designing takes many times as
long as counting. Every chart a reader may click carries a point selection ``PICK`` over ``code`` and ``click``: the page
sends a new ``click`` number with each answer, so that clicking the same mark again is news again, and what is chosen is
drawn from the rows, never from the browser's own memory of clicks.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import altair as alt
import pandas as pd

from analytics.palette import SANS, Surface

PICK = "pick"
Spec = dict[str, Any]
ROWS = alt.NamedData(name="rows")
LONGEST = "longest"  # a parameter of bar charts: the context of the longest bar


def layered(*marks: alt.Chart) -> alt.LayerChart:
    """Marks over each other, the first at the bottom."""
    return alt.LayerChart(layer=list(marks))


def pick() -> alt.Parameter:
    """The click on a mark; see above."""
    return alt.selection_point(name=PICK, fields=["code", "click"], toggle=False, empty=False)


def hatch(look: Surface, stripes: int) -> dict[str, Any]:
    """Diagonal stripes for what is missing; Vega has no patterns, but a gradient may have hard stops."""
    ground, stroke = look.hatch
    stops: list[dict[str, Any]] = []
    for stripe in range(stripes):
        for colour, begin, end in ((ground, 0.0, 0.62), (stroke, 0.62, 1.0)):
            stops.append({"color": colour, "offset": (stripe + begin) / stripes})
            stops.append({"color": colour, "offset": (stripe + end) / stripes})
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}


def finished(chart: alt.LayerChart, height: int) -> Spec:
    """The house's font, no frame, drawn as SVG so that text is text, with one description for the whole (the page gives it) and none
    for its groups; as a specification without rows."""
    drawn: alt.LayerChart = (
        chart.add_params(alt.param(name=LONGEST, value=1))
        .properties(height=height, usermeta={"embedOptions": {"renderer": "svg"}}, background="transparent")
        .configure(font=SANS, padding={"left": 2, "right": 2, "top": 4, "bottom": 2})
        .configure_mark(aria=False)
        .configure_view(stroke=None)
    )
    spec: Spec = drawn.to_dict()
    return spec


def filled(design: Spec, data: pd.DataFrame) -> Spec:
    """A copy of a design with its rows."""
    spec = deepcopy(design)
    spec["datasets"] = {ROWS.name: data.to_dict("records")}
    for parameter in spec["params"]:
        if parameter["name"] == LONGEST:
            parameter["value"] = longest(data)
    return spec


def longest(data: pd.DataFrame) -> int:
    """The context of the longest bar, at least 1."""
    return max(1, int(data["context"].max())) if len(data) else 1
