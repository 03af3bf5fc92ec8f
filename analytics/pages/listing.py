"""Any selection as a table with downloads, and the evidence of one of its figures beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from html import escape
from io import RawIOBase
from typing import IO, cast

import pandas as pd
import streamlit as st

from analytics.claimtable import EXPORTED, ClaimTable, Summary
from analytics.export import csv_chunks, write_zipped
from analytics.pages import evidence, layout, state, table
from analytics.selection import Selection
from analytics.words import Words

_CSV_NAME = "youju-claims"
_PACKED_FROM = 100_000  # rows; Streamlit holds a download in memory while it is fetched, and packed it is a tenth


def rows_of(now: Summary, selection: Selection) -> int:
    """How many rows the table lists."""
    return now.figures + (now.repeats if selection.repeats else 0)


@st.fragment
def show(selection: Selection) -> None:
    """The table of the selected figures and, beside it, the evidence of one: a part of its own, so that choosing a row redraws nothing else."""
    layout.guarded(partial(_table_and_evidence, selection), state.words())


def _table_and_evidence(selection: Selection) -> None:
    words, claims = state.words(), state.table()
    now, asked = claims.summary(selection), state.one(state.CLAIM)
    left, right = st.columns([2.02, 1], gap="medium")
    rows = rows_of(now, selection)
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


def _table(now: Summary, selection: Selection, page: int, shown: pd.DataFrame, chosen: str, words: Words) -> None:
    """How many, the download of exactly these rows, and the rows, a page at a time."""
    repeats = now.repeats if selection.repeats else 0
    count = words("table.count", n=f"{now.figures:,}")
    aside = " · ".join(filter(None, [words("table.repeats", n=repeats) if repeats else "", words("table.choose")]))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="table-head"):
        st.html(f'<h2 class="question">{escape(count)} <small>· {escape(aside)}</small></h2>')
        packed = rows_of(now, selection) > _PACKED_FROM
        st.download_button(
            words("table.download_packed" if packed else "table.download"), _deferred_csv(state.table(), selection, packed),
            file_name=f"{_CSV_NAME}.zip" if packed else f"{_CSV_NAME}.csv", mime="application/zip" if packed else "text/csv",
            key="download", type="tertiary", on_click="ignore",
        )  # fmt: skip
    table.show(
        table.claim_rows(shown, words), table.COLUMNS, words, label=words("table.label"), key="claims", chosen=chosen,
        on_choose=evidence.open_claim, sort=state.one(state.SORT), page=page, arrive=state.has_just_arrived() and bool(state.one(state.CLAIM)),
    )  # fmt: skip
    table.pager(page, table.pages_of(rows_of(now, selection)), words)


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
