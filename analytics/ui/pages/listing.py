"""A selection as a table with downloads, and the evidence of one of its figures beside it."""

from __future__ import annotations

from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from analytics.claims.order import NEWEST, Order
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable, Summary
from analytics.i18n.format import grouped
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset
from analytics.ui import brief_selection, datasets, layout, state
from analytics.ui.components import table
from analytics.ui.highlight import visible
from analytics.ui.pages import downloads, evidence


def rows_of(now: Summary, selection: Selection) -> int:
    """Number of rows in the table."""
    return now.figures + (now.repeats if selection.repeats else 0)


def counted(now: Summary, words: Words) -> str:
    """The figures and the bare dates, each with their number."""
    figures = words("table.count", n=grouped(now.numbers, words))
    return words("join.parts").join([figures, words("table.dates", n=grouped(now.dates, words))]) if now.dates else figures


@st.fragment
def show(selection: Selection, heading: str = "", order: Order = NEWEST) -> None:
    """The table of the selected figures, under ``heading`` or their number, and the evidence of one beside it.

    ``order`` is that of the table until the reader chooses another.

    It is a fragment, so that selecting a row redraws nothing else.
    """
    if state.frame_is_old():
        st.rerun()
    layout.guarded(partial(_table_and_evidence, selection, heading, order), state.words())


def _table_and_evidence(selection: Selection, heading: str, by: Order) -> None:
    words, dataset = state.words(), datasets.visible()
    now, asked = dataset.table.summary(selection), state.query_parameter(state.CLAIM)
    left, right = st.columns([2.02, 1], gap="medium")
    rows = rows_of(now, selection)
    page, shown = _page(dataset.table, selection, asked, rows, by)
    chosen = asked or _first(shown)
    found = evidence.find(chosen) if chosen else None
    if chosen:  # drawn first, because the reader is waiting for it after a click
        outside = chosen not in set(shown["claim_id"]) and not dataset.table.lists(selection, chosen)
        with right if rows else left, st.container(key="beneath" if chosen in set(shown["claim_id"]) else "apart"):
            evidence.card(chosen, found, words, outside=outside)
    if rows:
        with left:
            _head(dataset, now, selection, shown, heading, words)
            _table(page, shown, chosen, found, words)
            table.pager(page, table.pages_of(rows), words)


def alone(selection: Selection, heading: str = "") -> None:
    """The table and its downloads without the card, for a page that shows the card elsewhere."""
    words, dataset = state.words(), datasets.visible()
    now, chosen = dataset.table.summary(selection), state.query_parameter(state.CLAIM)
    rows = rows_of(now, selection)
    page, shown = _page(dataset.table, selection, chosen, rows, NEWEST)
    if rows:
        _head(dataset, now, selection, shown, heading, words)
        _table(page, shown, chosen, evidence.find(chosen) if chosen else None, words)
        table.pager(page, table.pages_of(rows), words)


def _first(shown: pd.DataFrame) -> str:
    """The claim shown before one is selected: the first on the page that is not a date, if any."""
    informative_first = shown[shown["kind"] != "date"]
    return next(iter((informative_first if len(informative_first) else shown)["claim_id"]), "")


def _head(dataset: Dataset, now: Summary, selection: Selection, shown: pd.DataFrame, heading: str, words: Words) -> None:
    """Number of figures, buttons for the brief, and downloads of exactly these rows."""
    repeats = now.repeats if selection.repeats else 0
    count = counted(now, words)
    aside = " · ".join(
        filter(None, [count if heading else "", words("table.repeats", n=repeats) if repeats else "", words("table.choose")])
    )
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="table-head"):
        st.html(f'<h2 class="question">{visible(heading or count)} <small>· {escape(aside)}</small></h2>', width="content")
        with st.container(horizontal=True, key="downloads", width="content"):
            _brief_buttons(list(shown["claim_id"]), words)
            downloads.buttons(dataset, selection, rows_of(now, selection), words)


def _brief_buttons(claim_ids: list[str], words: Words) -> None:
    """Buttons to add all rows of the page to the brief, and to open a non-empty brief."""
    now = brief_selection.claim_ids()
    if now:
        st.button(words("table.open_brief", n=len(now)), key="open-brief", type="tertiary", on_click=state.leave_for, args=("brief",))
    st.button(
        words("table.gather_page"), key="gather-page", type="tertiary", on_click=brief_selection.add, args=(claim_ids,),
        disabled=brief_selection.is_full() or set(claim_ids) <= set(now),
        help=words("brief.full" if brief_selection.is_full() else "brief.most", n=brief_selection.MOST),
    )  # fmt: skip


def _table(page: int, shown: pd.DataFrame, chosen: str, found: evidence.ClaimWithArticle | None, words: Words) -> None:
    table.show(
        table.claim_rows(shown, words), table.COLUMNS, words, label=words("table.label"), key="claims", chosen=chosen,
        on_choose=evidence.open_claim, sort=state.query_parameter(state.SORT), page=page, arrive=state.has_just_arrived() and bool(state.query_parameter(state.CLAIM)),
        gathered=brief_selection.claim_ids(), on_gather=brief_selection.toggle, passage=evidence.sentence_of(found) if found else None,
    )  # fmt: skip


def _page(claims: ClaimTable, selection: Selection, wanted: str, rows: int, by: Order) -> tuple[int, pd.DataFrame]:
    """Page number and rows: the page in the URL, else the page that contains the claim in the URL, else the first."""
    order, asked = table.asked_order(by), table.asked_page(rows)
    shown = claims.rows(selection, order, ((asked or 1) - 1) * table.PAGE_ROWS, table.PAGE_ROWS)
    if asked or not wanted or wanted in set(shown["claim_id"]):
        return asked or 1, shown
    position = claims.position(selection, wanted, order) or 0
    page = position // table.PAGE_ROWS + 1
    return page, claims.rows(selection, order, (page - 1) * table.PAGE_ROWS, table.PAGE_ROWS) if page > 1 else shown
