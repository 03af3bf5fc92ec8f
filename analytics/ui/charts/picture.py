"""A chart as a file: SVG or PNG that says what it shows and where it comes from, and its data as CSV."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import unquote
from xml.etree import ElementTree

import vl_convert

from analytics.export.csv import rows_to_csv
from analytics.i18n.invisible import written_out
from analytics.ui.charts.drawing import DRAWN, ROWS, Spec
from analytics.ui.palette import Palette

_WIDTH = 640
_SMALL = 11  # font size of what stands below the chart, in pixels
_LINE = 110  # halves of a wide character that fit in a line below the chart
_HEAD_LINE = 78  # and in the title
# Parts of a specification that stand outside its views.
_WHOLE = ("$schema", "background", "config", "datasets", "padding", "params", "usermeta")
_SVG = "{http://www.w3.org/2000/svg}"
ElementTree.register_namespace("", _SVG.strip("{}"))  # written without a prefix


@dataclass(frozen=True, slots=True)
class Caption:
    """The texts in a picture: ``title`` and ``finding`` above the chart; below it ``notes``, one per line, and the ``address`` of the view."""

    title: str
    finding: str
    notes: Sequence[str]
    address: str


def svg(spec: Spec, caption: Caption, palette: Palette) -> str:
    """The chart with its caption on the theme's background, as SVG; text stays text, and the address is a link."""
    return _linked(vl_convert.vegalite_to_svg(_standing_alone(spec, caption, palette), allowed_base_urls=[]), caption.address)


def png(spec: Spec, caption: Caption, palette: Palette) -> bytes:
    """The same as PNG at double resolution, for slides and print."""
    return bytes(vl_convert.vegalite_to_png(_standing_alone(spec, caption, palette), scale=2, allowed_base_urls=[]))


def numbers(spec: Spec) -> bytes:
    """The data of a chart as CSV in UTF-8 with a byte order mark: one row per mark, without the columns in ``DRAWN``."""
    rows, columns = spec["datasets"][ROWS.name], columns_of(spec)
    return rows_to_csv([columns, *([row.get(name) for name in columns] for row in rows)])


def columns_of(spec: Spec) -> list[str]:
    """The columns of ``numbers``."""
    rows: list[dict[str, Any]] = spec["datasets"][ROWS.name]
    return [name for name in (rows[0] if rows else {}) if name not in DRAWN]


def _standing_alone(spec: Spec, caption: Caption, palette: Palette) -> Spec:
    """Add width, background and caption, which the page provides otherwise.

    A view has one title. The chart takes it for the head, and a view around the chart takes its own for what stands below.
    """
    head = {"text": wrapped(caption.title, _HEAD_LINE), "subtitle": wrapped(caption.finding, _LINE), "fontSize": 16, "offset": 12}
    notes = [line for note in caption.notes for line in wrapped(note, _LINE)]
    foot = {"text": notes, "subtitle": wrapped(legible(caption.address), _LINE), "orient": "bottom", "offset": 14}
    small = {"fontSize": _SMALL, "fontWeight": "normal", "subtitleFontSize": _SMALL, "color": palette.muted}
    shared = {"anchor": "start", "color": palette.ink, "subtitleColor": palette.muted}
    chart = {name: value for name, value in spec.items() if name not in _WHOLE}
    around = {name: value for name, value in spec.items() if name in _WHOLE}
    return around | {
        "vconcat": [chart | {"width": _WIDTH, "title": shared | head}],
        "background": palette.paper,
        "padding": 16,
        "title": shared | foot | small,
    }


def wrapped(text: str, most: int) -> list[str]:
    """Text in lines of at most ``most`` half widths, where a Chinese character takes two. A Latin word is broken only if it is longer than a line."""
    lines = [""]
    for word in re.findall(rf"[!-~]{{1,{most}}}|.", text):
        if _halves(lines[-1] + word) > most:
            lines.append("")
        lines[-1] += word if lines[-1] else word.strip()
    return lines


def _halves(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def legible(address: str) -> str:
    """An address with Chinese instead of percent signs; it leads to the same page."""
    return written_out(re.sub(r"(?:%[89A-Fa-f][0-9A-Fa-f])+", lambda found: unquote(found[0]), address))


def _linked(drawn: str, address: str) -> str:
    """The picture with the address, which is its last subtitle, as a link."""
    root = ElementTree.fromstring(drawn)
    *_, said = root.iterfind(f".//{_SVG}g[@class='mark-text role-title-subtitle']")
    del said.attrib["pointer-events"]
    link = ElementTree.Element(f"{_SVG}a", href=address)
    link.extend(list(said))
    said[:] = [link]
    return ElementTree.tostring(root, encoding="unicode")
