"""The overview page: a summary sentence, charts that filter, the table, and the evidence beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st

from analytics.claims.selection import MISSING, PERIOD, Selection
from analytics.claims.summaries import REST, Bar, by_kind, by_place, by_region, by_type, by_year
from analytics.claims.table import ClaimTable, Summary
from analytics.conflicts import cluster
from analytics.i18n.format import grouped, percent
from analytics.i18n.words import Words
from analytics.ui import datasets, state
from analytics.ui.charts import tallies
from analytics.ui.charts.drawing import Spec
from analytics.ui.components import filters, lead
from analytics.ui.pages import chart, listing
from analytics.ui.palette import Palette

_PLACES = 4  # cities or counties with a bar of their own
FACETS = ("province", "city", "county", "type", PERIOD, "kind")  # each has a chart
_PLAIN = ("kind", "city", "county")  # charts without a finding
_LEAD = "lead"


def page() -> None:
    """Draw the page."""
    words, selection, dataset = state.words(), state.selection(), datasets.visible()
    whole, now = dataset.table.summary(Selection()), dataset.table.summary(selection)
    if not whole.figures:
        filters.no_articles(words)
        return
    _lead(dataset.table, now, whole, selection, words)
    filters.chips(dataset, selection, words)
    if listing.rows_of(now, selection):
        _charts(dataset.table, now, selection, words)
    else:
        filters.no_match(selection, words)
    listing.show(selection)
    filters.sidebar(dataset.table, selection, words)  # last: the browser marks a click there at once, so the charts come first


def _lead(claims: ClaimTable, now: Summary, whole: Summary, selection: Selection, words: Words) -> None:
    """The summary sentence, with each number a link to its details; below it, how complete the table is."""
    parts = [_link(text, shown, page=page, place=place) for text, shown, page, place in lead_parts(now, words)]
    notes = [
        words("lead.dates", n=grouped(now.dates, words)) if now.dates else "",
        words("lead.filtered", n=grouped(whole.numbers, words)) if selection.narrows else "",
        words("lead.region_share", share=percent(now.with_region, words)) if now.figures else "",
        words("lead.period_share", share=percent(now.with_period, words)) if now.figures else "",
        words("lead.by_day_share", share=percent(now.by_day, words)) if now.by_day else "",
        words("lead.repeats", n=grouped(now.repeats, words)) if now.repeats else "",
    ]
    told = [{"after": note} for note in notes if note]
    contradictions = cluster.count_conflicts(claims, selection)
    with st.empty():  # a permanent slot: if it disappeared, everything below would be redrawn
        if contradictions is None:
            _say_when_known(claims)
    if contradictions:
        shown = grouped(contradictions, words)
        told.insert(0, _link(words("lead.conflicts", n=shown), shown, page="conflicts"))
    data = {"parts": parts, "notes": told}
    lead.sentence(key=_LEAD, data=data, on_leave_change=lambda: state.leave_for(st.session_state[_LEAD]["leave"]))


def lead_parts(now: Summary, words: Words) -> list[tuple[str, str, str, str]]:
    """The parts of the summary sentence: the text, the number in it, and where it leads: a page, or an element of this page.

    Bare dates are no figures here. The years are those of stated periods: a day of publication is none.
    """
    numbers = [("articles", grouped(now.articles, words), "corpus", ""), ("figures", grouped(now.numbers, words), "", "table-head")]
    if now.provinces:
        numbers.append(("provinces", str(now.provinces), "", "frame-chart-province"))
    if now.first_year is not None:
        years = words("join.ends").join(dict.fromkeys([str(now.first_year), str(now.last_year)]))
        numbers.append(("years", years, "", f"frame-chart-{PERIOD}"))
    return [(words(f"lead.{name}", n=shown), shown, page, place) for name, shown, page, place in numbers]


@st.fragment(run_every=0.5)
def _say_when_known(claims: ClaimTable) -> None:
    """Conflicts are counted in the background; rerun the page when their number is available."""
    if cluster.count_conflicts(claims) is not None:
        st.rerun()


def _link(text: str, number: str, *, page: str = "", place: str = "") -> dict[str, str]:
    """Data of a number in its text, as a link to another page, keeping the filters, or to an element of this page."""
    before, _, after = text.partition(number)
    address = f"{page}?{urlencode(state.shared_parameters(), doseq=True)}"
    return {"number": number, "before": before, "after": after, "page": page, "place": place, "address": address}


def _charts(claims: ClaimTable, now: Summary, selection: Selection, words: Words) -> None:
    finer = "county" if selection.of("city") else "city"
    tallies_of = {facet: tallied(claims, selection, facet) for facet in ("province", finer, "type", PERIOD, "kind")}
    with st.container(key="charts"):
        where, what, when = st.columns([1.12, 1, 1.08], gap="medium")
        with where:
            _chart("province", tallies_of, words)
            _chart(finer, tallies_of, words)
        with what:
            _chart("type", tallies_of, words)
        with when:
            _chart(PERIOD, tallies_of, words)
        _chart("kind", tallies_of, words)
    st.html(f'<p class="fine">{escape(words("chart.total", n=listing.counted(now, words)))}</p>')


def _chart(facet: str, tallies_of: Mapping[str, list[Bar]], words: Words) -> None:
    tally = tallies_of[facet]
    chart.show(
        f"chart-{facet}", title(facet, words), finding(facet, tally, words), drawn(facet, tally, words, state.palette(), chart.clicks()),
        partial(_picked, facet), on_brush=_brushed if facet == PERIOD else None, for_brief=True,
    )  # fmt: skip


def tallied(claims: ClaimTable, selection: Selection, facet: str) -> list[Bar]:
    """The bars of the chart of a facet in ``FACETS``."""
    whole = {"province": by_region, "type": by_type, PERIOD: by_year, "kind": by_kind}
    return whole[facet](claims, selection) if facet in whole else by_place(claims, selection, facet, _PLACES)


def drawn(facet: str, tally: list[Bar], words: Words, palette: Palette, click: int) -> Spec:
    """The chart of a facet in ``FACETS``."""
    if facet in ("city", "county"):
        return tallies.small_bars(tally, words, palette, click, facet)
    if facet == "type":
        return tallies.label_bars(tally, words, palette, click, facet)
    whole = {"province": tallies.tile_map, PERIOD: tallies.year_bars, "kind": tallies.kind_strip}
    return whole[facet](tally, words, palette, click)


def title(facet: str, words: Words) -> str:
    """The question that the chart of a facet answers."""
    return words({"province": "chart.region", PERIOD: "chart.year"}.get(facet, f"chart.{facet}"))


def finding(facet: str, tally: list[Bar], words: Words) -> str:
    """The largest bar, and the number of figures without a value; empty for charts that speak for themselves."""
    if facet in _PLAIN:
        return ""
    largest = max((bar for bar in tally if bar.code not in (MISSING, REST)), key=lambda bar: bar.figures, default=None)
    missing = sum(bar.figures for bar in tally if bar.code == MISSING)
    parts = [
        words("chart.most", label=_label(facet, largest.code, words), n=grouped(largest.figures, words))
        if largest and largest.figures
        else "",
        words("chart.missing", n=grouped(missing, words), label=words(f"missing.{facet}")) if missing else "",
        words("chart.by_day", n=grouped(by_day, words)) if (by_day := sum(bar.by_day for bar in tally)) else "",
    ]
    return " · ".join(filter(None, parts))


def _label(facet: str, code: str, words: Words) -> str:
    return words("chip.year", first=code) if facet == PERIOD else words.of(facet, code)


def _picked(facet: str, code: str) -> None:
    """A click on a mark toggles its filter."""
    selection = state.selection()
    if code != REST:
        state.select(selection.toggling_year(code) if facet == PERIOD else selection.toggling(facet, code))


def _brushed(first: str, last: str) -> None:
    """A range dragged over years; if one end is the bar without a period, only the other year."""
    years = [int(code) for code in (first, last) if code != MISSING]
    state.select(state.selection().within(years[0], years[-1]))
