"""The filters: groups in the sidebar with live counts, and chips above the charts for what is on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from analytics.archive import Archive
from analytics.claimtable import ClaimTable
from analytics.pages import state
from analytics.pages.layout import plain
from analytics.phrases import number
from analytics.selection import CODES, MISSING, PERIOD, Selection
from analytics.summaries import by_year, facet_counts
from analytics.words import Words

OPEN = 0  # the year that stands for "no limit" in the two boxes


def sidebar(table: ClaimTable, selection: Selection, words: Words) -> None:
    """All filter groups; each shows, beside each choice, how many figures it would leave."""
    with st.sidebar.container(key="filters"):
        _search(selection, words)
        _group(table, selection, "kind", words)
        _places(table, selection, words)
        _group(table, selection, "type", words)
        _years(table, selection, words)
        _group(table, selection, "direction", words)
        _publishers(table, selection, words)
        state.seed("repeats", selection.repeats)
        st.toggle(words("filter.repeats"), key="repeats", help=words("filter.repeats_help"), on_change=_repeats)


def _search(selection: Selection, words: Words) -> None:
    state.seed("sought", selection.sought)
    st.text_input(
        words("filter.search"), key="sought", placeholder=words("filter.search_hint"), on_change=_sought, label_visibility="collapsed"
    )


def _group(table: ClaimTable, selection: Selection, facet: str, words: Words) -> None:
    """A facet with few, fixed codes, as a list to click."""
    counts = facet_counts(table, selection, facet)
    present = {*facet_counts(table, Selection(), facet), *selection.of(facet)}
    codes = [code for code in (*CODES[facet], MISSING) if code in present]
    with st.expander(words(f"filter.{facet}"), expanded=True, type="compact"):
        state.seed(f"facet-{facet}", list(selection.of(facet)))
        st.pills(
            words(f"filter.{facet}"), codes, key=f"facet-{facet}", selection_mode="multi", label_visibility="collapsed", width="stretch",
            format_func=lambda code: f"{words.of(facet, code)} :gray[{number(counts.get(code, 0), words.language)}]",
            on_change=_facet, args=(facet, "facet"),
        )  # fmt: skip


def _places(table: ClaimTable, selection: Selection, words: Words) -> None:
    """Province, then its cities, then their counties: a finer level appears once the coarser is chosen."""
    with st.expander(words("filter.place"), expanded=True, type="compact"):
        _many(table, selection, "province", words)
        if selection.of("province") or selection.of("city"):
            _many(table, selection, "city", words)
        if selection.of("city") or selection.of("county"):
            _many(table, selection, "county", words)


def _publishers(table: ClaimTable, selection: Selection, words: Words) -> None:
    with st.expander(words("filter.publisher"), expanded=True, type="compact"):
        _many(table, selection, "publisher", words)


def strip(table: ClaimTable, selection: Selection, facet: str, words: Words) -> None:
    """One facet's values side by side, most figures first: the way down from a province to its cities."""
    counts = facet_counts(table, selection, facet)
    values = [*counts, *(value for value in selection.of(facet) if value not in counts)]
    state.seed(f"strip-{facet}", list(selection.of(facet)))
    st.pills(
        words(f"chart.{facet}"), values, key=f"strip-{facet}", selection_mode="multi", on_change=_facet, args=(facet, "strip"),
        format_func=lambda value: f"{plain(words.of(facet, value))} :gray[{number(counts.get(value, 0), words.language)}]",
    )  # fmt: skip


def _many(table: ClaimTable, selection: Selection, facet: str, words: Words) -> None:
    """A facet with many values, as a box to search in."""
    counts = facet_counts(table, selection, facet)
    values = [*counts, *(value for value in selection.of(facet) if value not in counts)]
    state.hold(f"facet-{facet}", list(selection.of(facet)))
    st.multiselect(
        words(f"filter.{facet}"), values, key=f"facet-{facet}", select_all=False, filter_mode="contains", label_visibility="collapsed",
        format_func=lambda value: f"{words.of(facet, value)} · {number(counts.get(value, 0), words.language)}",
        placeholder=words(f"filter.{facet}"), on_change=_facet, args=(facet, "facet"),
    )  # fmt: skip


def _years(table: ClaimTable, selection: Selection, words: Words) -> None:
    tally = by_year(table, selection)
    counts = {str(code): int(count) for code, count in zip(tally["code"], tally["context"], strict=True)}
    known = {int(code) for code in counts if code != MISSING} | {selection.since or OPEN, selection.until or OPEN}
    years = [OPEN, *sorted(known - {OPEN})]

    def label(year: int, open_end: str) -> str:
        return f"{year} · {number(counts.get(str(year), 0), words.language)}" if year else words(open_end)

    with st.expander(words("filter.period"), expanded=True, type="compact"):
        for column, end, open_end in zip(st.columns(2, wrap=False), ("since", "until"), ("filter.earliest", "filter.latest"), strict=True):
            state.hold(end, getattr(selection, end) or OPEN)
            column.selectbox(
                words(f"filter.{end}"),
                years,
                key=end,
                label_visibility="collapsed",
                placeholder="",
                format_func=partial(label, open_end=open_end),
                on_change=_period,
            )
        state.seed("undated", selection.undated)
        st.checkbox(f"{words('filter.undated')} :gray[{number(counts.get(MISSING, 0), words.language)}]", key="undated", on_change=_undated)


# --- what the widgets do -----------------------------------------------------------------------


def _facet(facet: str, widget: str) -> None:
    state.select(state.selection().choosing(facet, st.session_state[f"{widget}-{facet}"]))


def _sought() -> None:
    state.select(state.selection().seeking(st.session_state["sought"]))


def _period() -> None:
    state.select(state.selection().within(st.session_state["since"] or None, st.session_state["until"] or None))


def _undated() -> None:
    state.select(state.selection().toggling_year(MISSING))


def _repeats() -> None:
    state.select(state.selection().listing_repeats(st.session_state["repeats"]))


# --- chips -------------------------------------------------------------------------------------


def chips(archive: Archive, selection: Selection, words: Words) -> None:
    """One button per active filter, and one to clear them all."""
    if not selection.narrows:
        return
    with st.container(key="chips", horizontal=True, gap="small", vertical_alignment="center"):
        for name, label, without in _active(selection, _titles(archive, selection), words):
            st.button(f"{plain(label)} ×", key=f"chip-{name}", help=words("chip.remove"), on_click=state.select, args=(without,))
        st.button(words("chip.clear"), key="clear", type="tertiary", on_click=state.select, args=(Selection(repeats=selection.repeats),))


def _titles(archive: Archive, selection: Selection) -> dict[str, str]:
    """The titles of the articles chosen, by their id."""
    articles = ((doc_id, archive.article(doc_id)) for doc_id in selection.of("doc"))
    return {doc_id: article.title for doc_id, article in articles if article}


def _active(selection: Selection, titles: dict[str, str], words: Words) -> Iterable[tuple[str, str, Selection]]:
    """(key, label, the selection without it) of every active filter."""
    for facet, values in selection.chosen.items():
        for value in values:
            label = titles.get(value, value) if facet == "doc" else words.of(facet, value)
            yield f"{facet}-{value}", label, selection.toggling(facet, value)
    if selection.narrows_period:
        yield PERIOD, _period_label(selection, words), selection.within(None, None)
    if selection.sought:
        yield "search", words("chip.search", text=selection.sought), selection.seeking("")


def _period_label(selection: Selection, words: Words) -> str:
    first, last = selection.since, selection.until
    if selection.undated:
        return words("chip.undated")
    if first is None:
        return words("chip.until", last=last)
    if last is None:
        return words("chip.since", first=first)
    return words("chip.year", first=first) if first == last else words("chip.years", first=first, last=last)


def said(archive: Archive, selection: Selection, words: Words) -> list[str]:
    """The active filters in words, as the chips say them."""
    return [label for _, label, _ in _active(selection, _titles(archive, selection), words)]
