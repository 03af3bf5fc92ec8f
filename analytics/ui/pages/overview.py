"""Overview: one sentence on the corpus, charts that filter, the table, and the evidence beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analytics.claims.selection import MISSING, PERIOD, Selection
from analytics.claims.summaries import REST, by_kind, by_place, by_region, by_type, by_year
from analytics.claims.table import ClaimTable, Summary
from analytics.conflicts import cluster
from analytics.i18n.format import grouped, percent
from analytics.i18n.words import Words
from analytics.ui import layout, state
from analytics.ui.charts import tallies
from analytics.ui.charts.drawing import Spec
from analytics.ui.components import filters, lead
from analytics.ui.pages import chart, listing

_PLACES = 4  # cities, or counties, with a bar of their own
_PLAIN = ("kind", "city", "county")  # charts that say it all themselves
_LEAD = "lead"


def page() -> None:
    """The whole page, top to bottom."""
    words, selection, archive = state.words(), state.selection(), state.archive()
    whole, now = archive.table.summary(Selection()), archive.table.summary(selection)
    if not whole.figures:
        layout.empty(words("empty.corpus"), words("empty.corpus_help"))
        return
    _lead(archive.table, now, whole, selection, words)
    filters.chips(archive, selection, words)
    if listing.rows_of(now, selection):
        _charts(archive.table, selection, words)
    else:
        layout.empty(words("empty.filtered"), words("empty.filtered_help"))
    listing.show(selection)
    filters.sidebar(archive.table, selection, words)  # last: what was clicked there is marked at once, the answer stands here


def _lead(claims: ClaimTable, now: Summary, whole: Summary, selection: Selection, words: Words) -> None:
    """The summary, each part a link to where it is told in full; then how complete it is."""
    parts = [
        _link("lead.articles", grouped(now.articles, words), words, page="corpus"),
        _link("lead.figures", grouped(now.figures, words), words, place="table-head"),
    ]
    if now.provinces:
        parts.append(_link("lead.provinces", str(now.provinces), words, place="frame-chart-province"))
    if now.first_year is not None:
        years = words("join.ends").join(dict.fromkeys([str(now.first_year), str(now.last_year)]))
        parts.append(_link("lead.years", years, words, place=f"frame-chart-{PERIOD}"))
    notes = [
        words("lead.filtered", n=grouped(whole.figures, words)) if selection.narrows else "",
        words("lead.region_share", share=percent(now.with_region, words)) if now.figures else "",
        words("lead.period_share", share=percent(now.with_period, words)) if now.figures else "",
        words("lead.repeats", n=grouped(now.repeats, words)) if now.repeats else "",
    ]
    told = [{"after": note} for note in notes if note]
    contradictions = cluster.count(claims, selection)
    with st.empty():  # a place of its own also when nothing is in it: were it to go, all below would be drawn anew
        if contradictions is None:
            _say_when_known(claims)
    if contradictions:
        told.insert(0, _link("lead.conflicts", grouped(contradictions, words), words, page="conflicts"))
    data = {"parts": parts, "notes": told}
    lead.sentence(key=_LEAD, data=data, on_leave_change=lambda: state.leave_for(st.session_state[_LEAD]["leave"]))


@st.fragment(run_every=0.5)
def _say_when_known(claims: ClaimTable) -> None:
    """Disagreements are worked out beside the page: it is drawn again when their number is there."""
    if cluster.count(claims) is not None:
        st.rerun()


def _link(key: str, number: str, words: Words, *, page: str = "", place: str = "") -> dict[str, str]:
    """A number with its words; number and what follows lead to another page (with the filters kept) or to a place on this one."""
    before, _, after = words(key, n=number).partition(number)
    address = f"{page}?{urlencode(state.kept(), doseq=True)}"
    return {"number": number, "before": before, "after": after, "page": page, "place": place, "address": address}


def _charts(claims: ClaimTable, selection: Selection, words: Words) -> None:
    click, look = chart.clicks(), state.look()
    regions, types, years, kinds = (by(claims, selection) for by in (by_region, by_type, by_year, by_kind))
    finer = "county" if selection.of("city") else "city"
    finer_places = by_place(claims, selection, finer, _PLACES)
    with st.container(key="charts"):
        where, what, when = st.columns([1.12, 1, 1.08], gap="medium")
        with where:
            _chart("province", "chart.region", regions, tallies.tile_map(regions, words, look, click), words)
            _chart(finer, f"chart.{finer}", finer_places, tallies.small_bars(finer_places, words, look, click, finer), words)
        with what:
            _chart("type", "chart.type", types, tallies.label_bars(types, words, look, click, "type"), words)
        with when:
            _chart(PERIOD, "chart.year", years, tallies.year_bars(years, words, look, click), words, on_brush=_brushed)
        _chart("kind", "chart.kind", kinds, tallies.kind_strip(kinds, words, look, click), words)
    total = int(types["figures"].sum())
    st.html(f'<p class="fine">{escape(words("chart.total", n=grouped(total, words)))}</p>')


def _chart(
    facet: str, title: str, tally: pd.DataFrame, spec: Spec, words: Words, on_brush: Callable[[str, str], None] | None = None
) -> None:
    chart.show(
        f"chart-{facet}",
        words(title),
        "" if facet in _PLAIN else _finding(facet, tally, words),
        spec,
        partial(_picked, facet),
        on_brush=on_brush,
    )


def _finding(facet: str, tally: pd.DataFrame, words: Words) -> str:
    """The largest bar, and what is not stated."""
    rows = [(str(row["code"]), int(row["figures"])) for row in tally.to_dict("records")]
    code, most = max(((code, figures) for code, figures in rows if code not in (MISSING, REST)), key=lambda row: row[1], default=("", 0))
    missing = sum(figures for code, figures in rows if code == MISSING)
    parts = [
        words("chart.most", label=_label(facet, code, words), n=grouped(most, words)) if most else "",
        words("chart.missing", n=grouped(missing, words), label=words(f"missing.{facet}")) if missing else "",
    ]
    return " · ".join(filter(None, parts))


def _label(facet: str, code: str, words: Words) -> str:
    return words("chip.year", first=code) if facet == PERIOD else words.of(facet, code)


def _picked(facet: str, code: str) -> None:
    """A click on a mark: filter by it, or stop filtering by it."""
    selection = state.selection()
    if code != REST:
        state.select(selection.toggling_year(code) if facet == PERIOD else selection.toggling(facet, code))


def _brushed(first: str, last: str) -> None:
    """A range drawn over years; with an end on what has no year, the other end alone."""
    years = [int(code) for code in (first, last) if code != MISSING]
    state.select(state.selection().within(years[0], years[-1]))
