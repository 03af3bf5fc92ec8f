"""Charts of the overview and cross tables in the brief, made again from the codes by which ``brief_selection`` keeps them."""

from __future__ import annotations

from urllib.parse import parse_qs

from analytics.claims.selection import Selection
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset
from analytics.ui.brief import Exhibit
from analytics.ui.pages import chart, overview, pivot
from analytics.ui.palette import LIGHT


def made(code: str, dataset: Dataset, words: Words) -> Exhibit | None:
    """The exhibit with its figures as they are now; None for an unknown code."""
    name, _, query = code.partition("?")
    asked = parse_qs(query)
    selection, facet = Selection.from_query(asked), name.removeprefix("chart-")
    note = " · ".join(chart.notes(dataset, selection, words))
    if name == "pivot":
        title, table = pivot.exhibit(dataset.table, asked, words)
        return Exhibit(title, note, table=table)
    if facet not in overview.FACETS:
        return None
    tally = overview.tallied(dataset.table, selection, facet)
    finding = overview.finding(facet, tally, words)
    spec = overview.drawn(facet, tally, words, LIGHT, 0)
    return Exhibit(overview.title(facet, words), " · ".join(filter(None, [finding, note])), spec)
