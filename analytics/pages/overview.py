"""Overview: one sentence on the corpus, three charts that filter, the table, and the evidence beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from html import escape
from io import RawIOBase
from typing import IO, cast

import pandas as pd
import streamlit as st

from analytics import charts, summaries
from analytics.archive import Archive
from analytics.claimtable import EXPORTED, ClaimTable, Summary
from analytics.export import csv_chunks, write_zipped
from analytics.pages import evidence, filters, layout, state, table
from analytics.selection import MISSING, PERIOD, Selection
from analytics.words import Words

_CSV_NAME = "youju-claims"
_PACKED_FROM = 100_000  # rows; Streamlit holds a download in memory while it is fetched, and packed it is a tenth


def page() -> None:
    """The whole page, top to bottom."""
    words, selection, archive = state.words(), state.selection(), state.archive()
    whole, now = archive.table.summary(Selection()), archive.table.summary(selection)
    if not whole.figures:
        layout.empty(words("empty.corpus"), words("empty.corpus_help"))
        return
    filters.sidebar(archive.table, selection, words)
    _lead(now, whole, selection, words)
    filters.chips(selection, _titles(archive, selection), words)
    if _rows(now, selection):
        _charts(archive.table, selection, words)
    else:
        layout.empty(words("empty.filtered"), words("empty.filtered_help"))
    _reading(selection)


def _titles(archive: Archive, selection: Selection) -> dict[str, str]:
    """The titles of the articles chosen, by their id."""
    articles = ((doc_id, archive.article(doc_id)) for doc_id in selection.of("doc"))
    return {doc_id: article.title for doc_id, article in articles if article}


def _rows(now: Summary, selection: Selection) -> int:
    """How many rows the table lists."""
    return now.figures + (now.repeats if selection.repeats else 0)


@st.fragment
def _reading(selection: Selection) -> None:
    """The table and, beside it, the evidence: a part of its own, so that choosing a row redraws nothing else."""
    layout.guarded(partial(_table_and_evidence, selection), state.words())


def _table_and_evidence(selection: Selection) -> None:
    words, claims = state.words(), state.table()
    now, asked = claims.summary(selection), state.one(state.CLAIM)
    left, right = st.columns([2.02, 1], gap="medium")
    rows = _rows(now, selection)
    page, shown = _page(claims, selection, asked, rows)
    chosen = asked or _first(shown)
    if rows:
        with left:
            _table(now, selection, page, shown, chosen, words)
    if chosen:
        with right if rows else left:
            evidence.panel(chosen, words, outside=chosen not in set(shown["claim_id"]) and not claims.lists(selection, chosen))


def _first(shown: pd.DataFrame) -> str:
    """The claim to show before one is chosen: the first on the page that is more than a date, if there is one."""
    telling = shown[shown["kind"] != "date"]
    return next(iter((telling if len(telling) else shown)["claim_id"]), "")


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
    click, look = st.session_state.setdefault("clicks", 0), state.look()
    regions, types, years = (tally(claims, selection) for tally in (summaries.by_region, summaries.by_type, summaries.by_year))
    with st.container(key="charts"):
        where, what, when = st.columns([1.12, 1, 1.08], gap="medium")
        with where:
            _chart("province", "chart.region", regions, charts.tile_map(regions, words, look, click), words)
        with what:
            _chart("type", "chart.type", types, charts.label_bars(types, words, look, click, "type"), words)
        with when:
            _chart(PERIOD, "chart.year", years, charts.year_bars(years, words, look, click), words)
    for facet, coarser in (("city", "province"), ("county", "city")):
        if selection.of(coarser):
            filters.strip(claims, selection, facet, words)
    total = int(types["figures"].sum())
    st.html(f'<p class="fine">{escape(words("chart.total", n=f"{total:,}"))}</p>')


def _chart(facet: str, title: str, tally: pd.DataFrame, spec: charts.Spec, words: Words) -> None:
    """A chart under its question, with what it shows in one line, for the eye and for a screen reader."""
    finding = _finding(facet, tally, words)
    st.html(f'<h2 class="question">{escape(words(title))}</h2><p class="finding">{escape(finding)}</p>')
    key = f"chart-{facet}"
    st.vega_lite_chart(
        spec=spec, key=key, theme=None, width="stretch", alt=f"{words(title)} {finding}",
        on_select=lambda: _picked(key, facet), selection_mode=charts.PICK,
    )  # fmt: skip


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


def _picked(key: str, facet: str) -> None:
    """A click on a mark: filter by it, or stop filtering by it."""
    for mark in st.session_state[key]["selection"][charts.PICK]:
        selection = state.selection()
        code = str(mark["code"])
        state.select(selection.toggling_year(code) if facet == PERIOD else selection.toggling(facet, code))
    st.session_state["clicks"] += 1


def _table(now: Summary, selection: Selection, page: int, shown: pd.DataFrame, chosen: str, words: Words) -> None:
    """How many, the download of exactly these rows, and the rows, a page at a time."""
    repeats = now.repeats if selection.repeats else 0
    count = words("table.count", n=f"{now.figures:,}")
    aside = " · ".join(filter(None, [words("table.repeats", n=repeats) if repeats else "", words("table.choose")]))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="table-head"):
        st.html(f'<h2 class="question">{escape(count)} <small>· {escape(aside)}</small></h2>')
        packed = _rows(now, selection) > _PACKED_FROM
        st.download_button(
            words("table.download_packed" if packed else "table.download"), _deferred_csv(state.table(), selection, packed),
            file_name=f"{_CSV_NAME}.zip" if packed else f"{_CSV_NAME}.csv", mime="application/zip" if packed else "text/csv",
            key="download", type="tertiary", on_click="ignore",
        )  # fmt: skip
    table.show(
        table.claim_rows(shown, words), table.COLUMNS, words, label=words("table.label"), key="claims", chosen=chosen,
        on_choose=evidence.open_claim, sort=state.one(state.SORT), page=page, arrive=state.has_just_arrived() and bool(state.one(state.CLAIM)),
    )  # fmt: skip
    table.pager(page, table.pages_of(_rows(now, selection)), words)


def _page(claims: ClaimTable, selection: Selection, wanted: str, rows: int) -> tuple[int, pd.DataFrame]:
    """The page the address asks for with its rows; without one, the page that shows the claim it asks for, or the first."""
    order, asked = table.asked_order(), table.asked_page(rows)
    shown = claims.rows(selection, order, ((asked or 1) - 1) * table.PAGE_ROWS, table.PAGE_ROWS)
    if asked or not wanted or wanted in set(shown["claim_id"]):
        return asked or 1, shown
    position = claims.position(selection, wanted, order) or 0
    page = position // table.PAGE_ROWS + 1
    return page, claims.rows(selection, order, (page - 1) * table.PAGE_ROWS, table.PAGE_ROWS) if page > 1 else shown


def _deferred_csv(claims: ClaimTable, selection: Selection, packed: bool) -> Callable[[], RawIOBase]:
    """The CSV is written when it is asked for, not at every click elsewhere."""

    def write() -> RawIOBase:
        file = cast(RawIOBase, tempfile.TemporaryFile(buffering=0))  # noqa: SIM115
        chunks = csv_chunks(claims.stream(selection, EXPORTED), EXPORTED)
        if packed:
            write_zipped(cast(IO[bytes], file), f"{_CSV_NAME}.csv", chunks)
        else:
            file.writelines(chunks)
        file.seek(0)
        return file

    return write
