"""The filters: a component in the sidebar, and chips above the charts for the active ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from analytics.claims.selection import ADDED, PERIOD, Selection
from analytics.claims.table import ClaimTable
from analytics.i18n.format import day
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset
from analytics.ui import layout, state
from analytics.ui.components import script, source
from analytics.ui.components.choices import answered, offered
from analytics.ui.layout import plain

_KEY, _HEARD = "filters", "filters-heard"
_component = st.components.v2.component(
    "youju_filters",
    html='<div class="filters"></div>',
    css=source("filters.css"),
    js=script("filters.js"),
)


def sidebar(table: ClaimTable, selection: Selection, words: Words, *, search: bool = True) -> None:
    """Draw all filter groups; each choice shows how many figures it would leave. ``search``: with the search field."""
    with st.sidebar:
        data = offered(table, selection, words, search=search) | {"heard": st.session_state.get(_HEARD, 0)}
        _component(key=_KEY, data=data, on_act_change=_act)


def sidebar_or_help(dataset: Dataset, selection: Selection, words: Words) -> bool:
    """Draw the sidebar, or help if there are no articles; returns whether there is anything to show."""
    if dataset.articles.num_rows:
        sidebar(dataset.table, selection, words)
        return True
    no_articles(words)
    return False


def no_articles(words: Words) -> None:
    """Say that there are no articles, and lead to the page that takes them."""
    layout.empty(words("empty.corpus"), words("empty.corpus_help"))
    st.button(words("empty.add"), key="add-articles", on_click=state.leave_for, args=("corpus",))


def no_match(selection: Selection, words: Words, title: str = "", help_text: str = "") -> None:
    """Say that nothing matches the filters, and offer to clear them."""
    layout.empty(title or words("empty.filtered"), help_text or words("empty.filtered_help"))
    if selection.narrows:
        st.button(words("empty.clear"), key="clear-filters", on_click=state.select, args=(Selection(repeats=selection.repeats),))


def _act() -> None:
    """Do what was clicked, in order, each once: a click comes again with the next ones until the component knows that it was heard."""
    selection, heard = state.selection(), st.session_state.get(_HEARD, 0)
    for act in st.session_state[_KEY]["act"]:
        if act["n"] > heard:
            selection, heard = answered(selection, act), act["n"]
    st.session_state[_HEARD] = heard
    state.select(selection)


def chips(dataset: Dataset, selection: Selection, words: Words, *, search: bool = True) -> None:
    """One button per active filter, and one to clear them all. ``search``: with the words sought, and a way to the texts that have them.

    The row is always drawn: if it appeared only with the first filter, it would shift the page under the pointer and make the browser
    rebuild all charts.
    """
    with st.container(key="chips", horizontal=True, gap="small", vertical_alignment="center"):
        if not selection.narrows:
            st.html(f'<p class="fine">{escape(words("chip.none"))}</p>')
            return
        for name, label, without in _active(selection, _titles(dataset, selection), words):
            if name == "search" and not search:
                continue
            st.button(f"{plain(label)} ×", key=f"chip-{name}", help=words("chip.remove"), on_click=state.select, args=(without,))
        if selection.search and search:
            st.button(words("chip.search_texts"), key="search-texts", type="tertiary", on_click=state.leave_for, args=("search",))
        nothing = Selection(repeats=selection.repeats, search="" if search else selection.search)
        st.button(words("chip.clear"), key="clear", type="tertiary", on_click=state.select, args=(nothing,))


def _titles(dataset: Dataset, selection: Selection) -> dict[str, str]:
    """Titles of the selected articles, by id."""
    asked = dataset.articles.filter(pc.is_in(dataset.articles["doc_id"], pa.array(selection.of("doc"), pa.string())))
    return {row["doc_id"]: row["title"] or "" for row in asked.select(["doc_id", "title"]).to_pylist()}


def _active(selection: Selection, titles: dict[str, str], words: Words) -> Iterable[tuple[str, str, Selection]]:
    """(key, label, selection without it) for each active filter."""
    for facet, values in selection.chosen.items():
        for value in values:
            label = titles.get(value, value) if facet == "doc" else words.of(facet, value)
            yield f"{facet}-{value}", label, selection.toggling(facet, value)
    if selection.narrows_period:
        yield PERIOD, _period_label(selection, words), selection.within(None, None)
    if selection.added:
        came = datetime.fromisoformat(selection.added).astimezone()
        yield ADDED, words("chip.added", day=day(came.date(), words), time=f"{came:%H:%M}"), selection.added_after("")
    if selection.search:
        yield "search", words("chip.search", text=selection.search), selection.with_search("")


def _period_label(selection: Selection, words: Words) -> str:
    first, last = selection.since, selection.until
    if selection.undated:
        return words("chip.undated")
    if first is None:
        return words("chip.until", last=last)
    if last is None:
        return words("chip.since", first=first)
    return words("chip.year", first=first) if first == last else words("chip.years", first=first, last=last)


def active_filter_labels(dataset: Dataset, selection: Selection, words: Words) -> list[str]:
    """Labels of the active filters, as on the chips."""
    without = [
        words("chip.except", names=words("join.names").join(words.of(facet, code) for code in out))
        for facet, out in selection.excluded.items()
    ]
    return [*(label for _, label, _ in _active(selection, _titles(dataset, selection), words)), *without]
