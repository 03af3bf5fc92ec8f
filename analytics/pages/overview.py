"""Overview: one sentence on the corpus, three charts that filter, the table, and the evidence beside it."""

from __future__ import annotations

from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from analytics import summaries
from analytics.charts import tallies
from analytics.charts.drawing import Spec
from analytics.claimtable import ClaimTable, Summary
from analytics.pages import chart, filters, layout, listing, state
from analytics.selection import MISSING, PERIOD, Selection
from analytics.words import Words


def page() -> None:
    """The whole page, top to bottom."""
    words, selection, archive = state.words(), state.selection(), state.archive()
    whole, now = archive.table.summary(Selection()), archive.table.summary(selection)
    if not whole.figures:
        layout.empty(words("empty.corpus"), words("empty.corpus_help"))
        return
    filters.sidebar(archive.table, selection, words)
    _lead(now, whole, selection, words)
    filters.chips(archive, selection, words)
    if listing.rows_of(now, selection):
        _charts(archive.table, selection, words)
    else:
        layout.empty(words("empty.filtered"), words("empty.filtered_help"))
    listing.show(selection)


def _lead(now: Summary, whole: Summary, selection: Selection, words: Words) -> None:
    """The summary: how much, where from, when; then how complete it is."""
    parts = [words("lead.articles", n=f"{now.articles:,}"), " ", words("lead.figures", n=f"{now.figures:,}")]
    if now.provinces:
        parts.append(words("lead.provinces", n=now.provinces))
    if now.first_year is not None:
        key = "lead.year" if now.first_year == now.last_year else "lead.years"
        parts.append(words(key, first=now.first_year, last=now.last_year))
    notes = [
        words("lead.filtered", n=f"{whole.figures:,}") if selection.narrows else "",
        words("lead.region_share", share=f"{now.with_region:.0%}") if now.figures else "",
        words("lead.period_share", share=f"{now.with_period:.0%}") if now.figures else "",
        words("lead.repeats", n=f"{now.repeats:,}") if now.repeats else "",
    ]
    st.html(f'<h1 class="lead">{"".join(parts)}</h1><p class="sub">{escape(" · ".join(filter(None, notes)))}</p>')


def _charts(claims: ClaimTable, selection: Selection, words: Words) -> None:
    click, look = chart.clicks(), state.look()
    regions, types, years = (tally(claims, selection) for tally in (summaries.by_region, summaries.by_type, summaries.by_year))
    with st.container(key="charts"):
        where, what, when = st.columns([1.12, 1, 1.08], gap="medium")
        with where:
            _chart("province", "chart.region", regions, tallies.tile_map(regions, words, look, click), words)
        with what:
            _chart("type", "chart.type", types, tallies.label_bars(types, words, look, click, "type"), words)
        with when:
            _chart(PERIOD, "chart.year", years, tallies.year_bars(years, words, look, click), words)
    total = int(types["figures"].sum())
    st.html(f'<p class="fine">{escape(words("chart.total", n=f"{total:,}"))}</p>')


def _chart(facet: str, title: str, tally: pd.DataFrame, spec: Spec, words: Words) -> None:
    chart.show(f"chart-{facet}", words(title), _finding(facet, tally, words), spec, partial(_picked, facet))


def _finding(facet: str, tally: pd.DataFrame, words: Words) -> str:
    """The largest bar, what is not stated, and the total (which is the table's)."""
    stated = tally[(tally["code"] != MISSING) & (tally["figures"] > 0)]
    missing = int(tally.loc[tally["code"] == MISSING, "figures"].sum())
    parts = []
    if len(stated):
        top = stated.sort_values("figures", ascending=False, kind="stable").iloc[0]
        parts.append(words("chart.most", label=_label(facet, top["code"], words), n=f"{int(top['figures']):,}"))
    if missing:
        parts.append(words("chart.missing", n=f"{missing:,}", label=words(f"missing.{facet}")))
    return " · ".join(parts)


def _label(facet: str, code: str, words: Words) -> str:
    return words("chip.year", first=code) if facet == PERIOD else words.of(facet, code)


def _picked(facet: str, code: str) -> None:
    """A click on a mark: filter by it, or stop filtering by it."""
    selection = state.selection()
    state.select(selection.toggling_year(code) if facet == PERIOD else selection.toggling(facet, code))
