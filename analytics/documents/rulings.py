"""Tables drawn with lines on a page: from lines to cells, with pdfplumber's geometry on paths that pdfium reads."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

Box = tuple[float, float, float, float]  # left, top, right, bottom, in points from the page's upper left corner

# A page with more lines shows a drawing. Finding cells takes time quadratic in the crossings.
_MOST_LINES, _MOST_CROSSINGS = 4000, 2500
_THIN, _SHORT = 2.5, 6.0  # points: thickest and shortest line
_SNAP = 3.0


def ruled_tables(page: pypdfium2.PdfPage) -> list[list[Box]]:
    """The cells of each table with at least two rows and two columns; empty if the page shows a drawing."""
    edges = list(_edges(page))
    if not edges or len(edges) > _MOST_LINES:
        return []
    merged = merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    across = sum(edge["orientation"] == "h" for edge in merged)
    if across < 3 or len(merged) - across < 3 or across * (len(merged) - across) > _MOST_LINES * 10:
        return []
    crossings = edges_to_intersections(merged, _SNAP, _SNAP)
    if len(crossings) > _MOST_CROSSINGS:
        return []
    tables = cells_to_tables(intersections_to_cells(crossings))
    return [table for table in tables if len({cell[0] for cell in table}) > 1 and len({cell[1] for cell in table}) > 1]


def _edges(page: pypdfium2.PdfPage) -> Iterator[dict[str, Any]]:
    """The horizontal and vertical lines on the page, as pdfplumber represents them."""
    height = page.get_height()
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        for (x0, y0), (x1, y1) in _strokes(shape):
            left, right, top, bottom = min(x0, x1), max(x0, x1), height - max(y0, y1), height - min(y0, y1)
            if right - left > _SHORT and bottom - top < _THIN:
                yield _edge("h", left, right, top, top)
            elif bottom - top > _SHORT and right - left < _THIN:
                yield _edge("v", left, left, top, bottom)


def _edge(orientation: str, left: float, right: float, top: float, bottom: float) -> dict[str, Any]:
    sizes = {"width": right - left, "height": bottom - top, "doctop": top}
    return {"orientation": orientation, "x0": left, "x1": right, "top": top, "bottom": bottom, **sizes}


def _strokes(shape: pypdfium2.PdfObject) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a visible path: drawn lines, and the sides of filled areas."""
    mode, stroked = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(shape, mode, stroked)
    if not stroked.value and mode.value == pdfium.FPDF_FILLMODE_NONE:
        return
    matrix = shape.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for number in range(min(pdfium.FPDFPath_CountSegments(shape), _MOST_LINES)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield last, first
            last = first


def rows_of(cells: Sequence[Box]) -> list[list[tuple[Box, int, int]]]:
    """Cells as rows, top to bottom and left to right; each cell with the number of columns and rows that it spans."""
    lefts, tops = (sorted({cell[side] for cell in cells}) for side in (0, 1))
    rows: list[list[tuple[Box, int, int]]] = [[] for _ in tops]
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        columns = sum(cell[0] <= left < cell[2] - 1 for left in lefts)
        rows[tops.index(cell[1])].append((cell, columns, sum(cell[1] <= top < cell[3] - 1 for top in tops)))
    return rows
