"""A chart as a file: SVG or PNG with title and finding, and its data as CSV."""

from __future__ import annotations

from typing import Any

import vl_convert

from analytics.export.csv import rows_to_csv
from analytics.ui.charts.drawing import DRAWN, ROWS, Spec
from analytics.ui.palette import Surface

_WIDTH = 640


def svg(spec: Spec, title: str, finding: str, look: Surface) -> str:
    """The chart with its title on the theme's background, as SVG; text stays text."""
    return str(vl_convert.vegalite_to_svg(_standing_alone(spec, title, finding, look)))


def png(spec: Spec, title: str, finding: str, look: Surface) -> bytes:
    """The same as PNG at double resolution, for slides and print."""
    return bytes(vl_convert.vegalite_to_png(_standing_alone(spec, title, finding, look), scale=2))


def numbers(spec: Spec) -> bytes:
    """The data of a chart as CSV in UTF-8 with a byte order mark: one row per mark, without the columns in ``DRAWN``."""
    rows: list[dict[str, Any]] = spec["datasets"][ROWS.name]
    columns = [name for name in (rows[0] if rows else {}) if name not in DRAWN]
    return rows_to_csv([columns, *([row.get(name) for name in columns] for row in rows)])


def _standing_alone(spec: Spec, title: str, finding: str, look: Surface) -> Spec:
    """Add width, title and background, which the page provides otherwise."""
    head = {
        "text": title,
        "subtitle": finding,
        "anchor": "start",
        "color": look.ink,
        "subtitleColor": look.muted,
        "offset": 12,
        "fontSize": 16,
    }
    return spec | {"width": _WIDTH, "background": look.paper, "title": head, "padding": 16}
