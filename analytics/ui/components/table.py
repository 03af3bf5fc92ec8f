"""A paginated table with selectable rows, drawn by a custom component.

It is custom because cells must be plain text, labels follow the reader's language, a click anywhere in a row selects it, and it works by
keyboard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from analytics.claims.order import NEWEST, Order
from analytics.claims.rows import ListedClaim, records
from analytics.i18n.format import figure, place, short_period, type_of
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.ui import state
from analytics.ui.components import script, source

PAGE_ROWS = 100
COLUMNS = ("kind", "figure", "subject", "basis", "place", "type", "period", "publisher")
_SORTS: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind", "value"),
    "figure": ("value",),
    "subject": ("subject",),
    "basis": ("basis",),
    "place": ("region_code",),
    "type": ("innovation_type",),
    "period": ("period_end", "period_start"),
    "publisher": ("publisher",),
}
# Columns that the first click sorts in descending order.
_FALLING = ("figure", "period", "figures", "articles", "mentions", "years", "first", "last", "published_on")
_component = st.components.v2.component(
    "youju_table",
    html='<div class="scroll"><table><thead></thead><tbody></tbody></table></div>',
    css=source("table.css"),
    js=script("table.js"),
)


def show(
    rows: Sequence[Mapping[str, str]], columns: Sequence[str], words: Words, *,
    label: str, key: str, chosen: str, on_choose: Callable[[str], None], sort: str | None = "", page: int = 1, arrive: bool = False,
    gathered: Sequence[str] = (), on_gather: Callable[[str], None] | None = None, passage: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Draw ``rows`` (texts by column, plus ``id`` and, for the kind's colour, ``code``; ``faint`` names a column that is less than stated). ``sort=None`` fixes the order.

    With ``on_gather``, rows can be collected, and the ids in ``gathered`` are shown as collected. ``passage`` (see
    ``evidence.sentence_of``) is the sentence of the selected row; a small screen shows it below that row.
    """
    data = {
        "label": label,
        "hint": words("table.sort"),
        "columns": [{"name": name, "label": words(f"column.{name}")} for name in columns],
        "rows": [_readable(row) for row in rows],
        "chosen": chosen,
        "sort": sort or "",
        "fixed": sort is None,
        "page": f"{page} {sort}",
        "arrive": arrive,
        "gather": None if on_gather is None else _gathering(rows, gathered, words),
        "passage": passage and {**passage, "more": words("table.more"), "whole": words("evidence.whole")},
    }
    _component(
        key=key, data=data,
        on_choose_change=lambda: on_choose(st.session_state[key]["choose"]),
        on_sort_change=lambda: _sort_by(st.session_state[key]["sort"]),
        on_gather_change=lambda: on_gather(st.session_state[key]["gather"]) if on_gather else None,
    )  # fmt: skip


def _readable(row: Mapping[str, str]) -> dict[str, str]:
    """A row with invisible characters written out: cells may contain uploaded titles, publishers and file names."""
    return {name: text if name in ("id", "code", "faint") else written_out(text) for name, text in row.items()}


def _gathering(rows: Sequence[Mapping[str, str]], gathered: Sequence[str], words: Words) -> dict[str, object]:
    here = {row["id"] for row in rows}
    return {
        "ids": [claim_id for claim_id in gathered if claim_id in here],
        "column": words("column.gather"),
        "in": words("table.gather"),
        "out": words("table.release"),
    }


def _sort_by(column: str) -> None:
    """Cycle the order of a column: first click descending for numbers and periods, ascending for text; second reversed; third default."""
    first, second = (f"-{column}", column) if column in _FALLING else (column, f"-{column}")
    now = state.query_parameter(state.SORT)
    state.update_query(**{state.SORT: second if now == first else "" if now == second else first, state.PAGE: ""})


def asked_order(otherwise: Order = NEWEST) -> Order:
    """The order in the URL (``column`` or ``-column``); ``otherwise`` if it is missing or unknown."""
    sort = state.query_parameter(state.SORT)
    by = _SORTS.get(sort.removeprefix("-"))
    return Order(by, descending=sort.startswith("-"), dates_last="kind" not in by) if by else otherwise


def asked_page(rows: int) -> int | None:
    """The page number in the URL, limited to the pages of ``rows`` rows; None if missing."""
    asked = state.query_parameter(state.PAGE)
    return min(max(1, int(asked[:6])), pages_of(rows)) if asked.isascii() and asked.isdigit() else None


def pages_of(rows: int) -> int:
    """Number of pages for ``rows`` rows; at least one."""
    return max(1, -(-rows // PAGE_ROWS))


def pager(page: int, pages: int, words: Words) -> None:
    """Buttons for the previous and next page; nothing if there is only one."""
    if pages == 1:
        return
    with st.container(key="pager", horizontal=True, vertical_alignment="center", gap="small"):
        st.button("←", key="previous", help=words("table.previous"), disabled=page == 1, on_click=_turn, args=(page - 1,))
        st.text(words("table.page", page=page, pages=pages))
        st.button("→", key="next", help=words("table.next"), disabled=page == pages, on_click=_turn, args=(page + 1,))


def _turn(page: int) -> None:
    state.update_query(**{state.PAGE: str(page)})


def claim_rows(frame: pd.DataFrame, words: Words) -> list[dict[str, str]]:
    """Rows of the claim table as texts by column (``COLUMNS``)."""
    return [_claim_row(row, words) for row in records(frame, ListedClaim)]


def _claim_row(row: ListedClaim, words: Words) -> dict[str, str]:
    return {
        "id": row.claim_id,
        "code": row.kind,
        "kind": words.of("kind", row.kind),
        "figure": figure(row, words),
        "subject": " · ".join(filter(None, [row.subject, words("table.repeat") if row.repeat else ""])),
        "basis": words(f"basis.{row.basis}") if row.basis else "",
        "place": place(row, words),
        "type": type_of(row, words),
        "period": short_period(row, words),
        "faint": "period" if row.period_basis == "published" else "",
        "publisher": row.publisher,
    }
