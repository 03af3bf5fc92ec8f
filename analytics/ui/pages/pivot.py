"""The cross table: figures by two facets, each cell with a way to exactly its figures and their sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

import streamlit as st

from analytics.claims.selection import MISSING, PARAMETERS, PERIOD, Selection
from analytics.claims.summaries import facet_counts
from analytics.claims.table import ClaimTable
from analytics.export import excel
from analytics.export.csv import rows_to_csv
from analytics.i18n.format import day, grouped
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.metrics.levels import numbers
from analytics.metrics.pivot import BY_DAY, DIMENSIONS, MEASURES, MOST, TOTAL, VALUED, Pivot, Question, pivot
from analytics.metrics.quantities import Quantity, chosen, quantities
from analytics.metrics.topics import most_frequent_metric
from analytics.metrics.totals import totals
from analytics.ui import brief_selection, crosstab, datasets, layout, state
from analytics.ui.components import crosstab as drawn
from analytics.ui.components import filters
from analytics.ui.highlight import visible
from analytics.ui.pages import downloads, listing, metric_charts

ROWS, COLUMNS, MEASURE, TOP, QUANTITY, CELL = "rows", "columns", "measure", "top", "quantity", "cell"  # query parameters
_QUESTION = (*PARAMETERS, ROWS, COLUMNS, MEASURE, TOP, QUANTITY)  # what makes a table
EVERY = "all"  # the quantity that stands for all, each cell having its own
_TOPS = (10, 20, 50, 100)
_OPENED = "opened-cell"


class _Asked(NamedTuple):
    """What the address asks: the question, the selection with the quantity in it, and what can be chosen instead."""

    question: Question
    selection: Selection
    metric: str
    quantity: Quantity | None
    offered: Sequence[Quantity]


def page() -> None:
    """Draw the page."""
    words, selection, dataset = state.words(), state.selection(), datasets.visible()
    if not filters.sidebar_or_help(dataset, selection, words):
        return
    asked = _asked(dataset.table, selection, state.address())
    found = pivot(dataset.table, asked.selection, asked.question)
    grid = crosstab.grid(found, words, asked.quantity)
    _lead(found, asked, words)
    filters.chips(dataset, selection, words)
    _controls(asked, words)
    if not found.cells:
        filters.no_match(selection, words)
        return
    opened = state.address().get(CELL, [])
    known = (opened[0], opened[1]) if len(opened) == 2 and (opened[0], opened[1]) in found.cells else None
    said = words("pivot.opened", n=grouped(found.cells[known].figures, words)) if known else ""
    drawn.show(
        grid, key="crosstab", label=_title(asked, words), parameter=CELL, opened=known or (), said=said, target=_OPENED, on_open=_open
    )
    _foot(found, asked, grid, words)
    _opened(found, known, opened, words)


# --- what is asked -----------------------------------------------------------------------------


def _asked(table: ClaimTable, selection: Selection, query: Mapping[str, list[str]]) -> _Asked:
    """The question in a query; anything it does not offer is replaced by what is shown first.

    A number with a unit is of one metric: the one chosen, else the one with the most articles (of a sum, that state an amount).
    """
    rows = _one_of(DIMENSIONS, query, ROWS, "province")
    columns = _one_of([facet for facet in DIMENSIONS if facet != rows], query, COLUMNS, "province" if rows == PERIOD else PERIOD)
    measure = _one_of(MEASURES, query, MEASURE, "figures")
    question = Question(rows, columns, measure, most_rows=int(_one_of([str(top) for top in _TOPS], query, TOP, "20")))
    if measure not in VALUED:
        return _Asked(question, selection, "", None, [])
    of_kind = selection.only("kind", "money") if measure == "sum" else selection
    metric = "" if "metric" in (rows, columns) or selection.of("metric") else most_frequent_metric(table.spans(of_kind, "metric", MOST))
    of_metric = selection.only("metric", metric) if metric else selection
    offered = quantities(table, of_metric)
    wanted = query.get(QUANTITY, [""])[-1]
    every = wanted == EVERY or ("metric" in (rows, columns) and not wanted)
    quantity = None if every else chosen(wanted, offered, money=measure == "sum")
    return _Asked(question, quantity.of(of_metric) if quantity else of_metric, metric, quantity, offered)


def _one_of(offered: Sequence[str], query: Mapping[str, list[str]], parameter: str, otherwise: str) -> str:
    value = query.get(parameter, [""])[-1]
    return value if value in offered else otherwise


def exhibit(table: ClaimTable, query: Mapping[str, list[str]], words: Words) -> tuple[str, list[list[crosstab.Value]]]:
    """The title and the cells of the cross table in a query, for a brief."""
    asked = _asked(table, Selection.from_query(query), query)
    grid = crosstab.grid(pivot(table, asked.selection, asked.question), words, asked.quantity)
    title = _title(asked, words)
    return words("join.aside", said=title, aside=crosstab.quantity_label(asked.quantity, words)) if asked.quantity else title, grid.shown()


def _title(asked: _Asked, words: Words) -> str:
    """The question; a number with a unit is of a metric, or of all where metrics are rows or columns."""
    names = {name: words(f"dimension.{facet}") for name, facet in (("rows", asked.question.rows), ("columns", asked.question.columns))}
    if words.language == "en":
        names = {name: label[0].lower() + label[1:] for name, label in names.items()}
    measure = asked.question.measure
    if measure not in VALUED:
        return words(f"pivot.title_{measure}", **names)
    what = words("join.names").join(words.of("metric", metric) for metric in asked.selection.of("metric")) or words("pivot.all_metrics")
    return words(f"pivot.title_{measure}", what=what, **names)


def _lead(found: Pivot, asked: _Asked, words: Words) -> None:
    """The title, and below it the answer: how many figures, and where the most are."""
    whole = found.cells.get((TOTAL, TOTAL))
    said = [words("table.count", n=grouped(whole.figures, words))] if whole else []
    if found.largest and asked.question.measure not in VALUED:
        row, column = (crosstab.label(axis, code, words) for axis, code in zip((found.rows, found.columns), found.largest, strict=True))
        said.append(words("pivot.most", row=row, column=column, n=grouped(found.cells[found.largest].figures, words)))
    if asked.quantity:
        said.insert(0, crosstab.quantity_label(asked.quantity, words))
    st.html(f'<h1 class="lead">{visible(_title(asked, words))}</h1><p class="sub">{visible(" · ".join(said))}</p>')


# --- controls ----------------------------------------------------------------------------------


def _controls(asked: _Asked, words: Words) -> None:
    """Rows, columns, measure and number of rows; for a number with a unit also its metric and quantity."""
    question = asked.question
    facets = {facet: words(f"dimension.{facet}") for facet in DIMENSIONS}
    with st.container(key="pivot-controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        _select(ROWS, facets, question.rows, words)
        _select(COLUMNS, {facet: name for facet, name in facets.items() if facet != question.rows}, question.columns, words)
        _select(MEASURE, {measure: words(f"measure.{measure}") for measure in MEASURES}, question.measure, words)
        _select(TOP, {str(top): words("pivot.top_rows", n=top) for top in _TOPS}, str(question.most_rows), words)
        if question.measure in VALUED:
            _metric(asked, words)
            counts = {each.code: f"{crosstab.quantity_label(each, words)} · {grouped(each.figures, words)}" for each in asked.offered}
            _select(QUANTITY, {**counts, EVERY: words("pivot.every")}, asked.quantity.code if asked.quantity else EVERY, words)


def _metric(asked: _Asked, words: Words) -> None:
    """The metric, which is a filter, unless it is a row or column."""
    if "metric" in asked.question:
        return
    now = next(iter(asked.selection.of("metric")), "")
    counted = facet_counts(datasets.table(), state.selection(), "metric")
    names = {code: f"{words.of('metric', code)} · {grouped(n, words)}" for code, n in counted.items() if code != MISSING or code == now}
    names.setdefault(now, words.of("metric", now))
    _select("metric", names, now, words)


def _select(parameter: str, offered: dict[str, str], now: str, words: Words) -> None:
    key = f"pivot-{parameter}"
    state.hold(key, now)
    with st.container(key=f"box-{parameter}", width=230 if parameter in ("metric", QUANTITY) else 140):
        st.selectbox(
            words(f"pivot.{parameter}"), list(offered), key=key, format_func=lambda code: written_out(offered[code]),
            on_change=_choose, args=(parameter,),
        )  # fmt: skip


def _choose(parameter: str) -> None:
    """Write a choice to the address; the open cell is closed. Rows that are now the columns trade places with them."""
    code = st.session_state[f"pivot-{parameter}"]
    changes = {parameter: code, CELL: "", state.CLAIM: "", state.PAGE: ""}
    if parameter == ROWS and code == _one_of(DIMENSIONS, state.address(), COLUMNS, PERIOD):
        changes[COLUMNS] = _one_of(DIMENSIONS, state.address(), ROWS, "province")
    if parameter == "metric":
        changes[QUANTITY] = ""
    state.update_query(**changes)


def _open(place: list[str]) -> None:
    state.update_query(**{CELL: place, state.CLAIM: "", state.PAGE: ""})


# --- below the table ---------------------------------------------------------------------------


def _foot(found: Pivot, asked: _Asked, grid: crosstab.Grid, words: Words) -> None:
    """What to know when reading the table, and its downloads."""
    st.html(f'<p class="fine">{escape(" ".join(_notes(found, asked, words)))}</p>')
    table, cells, name = grid.table(), _cells(found, grid, words), "youju-pivot"
    with st.container(horizontal=True, key="pivot-downloads", width="content"):
        st.download_button(
            words("pivot.csv"), lambda: rows_to_csv(table), file_name=f"{name}.csv", mime="text/csv",
            key="download-pivot", type="tertiary", on_click="ignore",
        )  # fmt: skip
        heads = {str(head): "" for head in table[0]}
        downloads.describe_button(f"{name}.csv", heads, len(table) - 1, words, key="describe-pivot")
        st.download_button(
            words("pivot.excel"),
            downloads.deferred(
                lambda file: excel.write_sheets(
                    file, {words("page.pivot"): table, words("pivot.cells"): cells, words("download.about"): _about(found, asked, words)}
                )
            ),
            file_name=f"{name}.xlsx", mime=downloads.EXCEL, key="download-pivot-excel", type="tertiary", on_click="ignore",
        )  # fmt: skip
        query = {name: values for name, values in state.address().items() if name in _QUESTION}
        brief_selection.button(brief_selection.exhibit_code("pivot", query), words, key="gather-pivot")


def _notes(found: Pivot, asked: _Asked, words: Words) -> list[str]:
    measure = asked.question.measure
    told = ["open", measure if found.summed else "too_many"]
    if BY_DAY in found.columns.codes + found.rows.codes:
        told.append("by_day")
    outside = sum(each.figures for each in asked.offered) - (asked.quantity.figures if asked.quantity else 0)
    said = [words(f"pivot.note_{name}", most=grouped(MOST, words)) for name in told]
    return [*said, words("pivot.note_outside", n=grouped(outside, words))] if asked.quantity and outside else said


def _cells(found: Pivot, grid: crosstab.Grid, words: Words) -> list[list[crosstab.Value]]:
    """One line per cell, with its number in plain units, to calculate with."""
    lines: list[list[crosstab.Value]] = [[words(f"pivot.{name}") for name in ("row", "column", "shown", "number", "figures")]]
    for row, cells in zip(grid.rows, grid.lines, strict=True):
        for column, cell in zip(grid.columns, cells, strict=True):
            if cell:
                lines.append([row.label, column.label, cell.text, cell.number, found.cells[row.code, column.code].figures])
    return lines


def _about(found: Pivot, asked: _Asked, words: Words) -> list[list[crosstab.Value]]:
    said = words("join.clauses").join(filters.active_filter_labels(datasets.visible(), found.selection, words)) or words(
        "download.unfiltered"
    )
    about = [
        (words("download.about"), _title(asked, words)),
        (words("download.made_on"), day(date.today(), words)),
        (words("download.filters"), said),
        (words("pivot.address"), state.current_url()),
        *((words("pivot.note"), note) for note in _notes(found, asked, words)),
    ]
    return [[name, text] for name, text in about]


def _opened(found: Pivot, place: tuple[str, str] | None, asked: Sequence[str], words: Words) -> None:
    """The figures of the open cell with their evidence; under a sum, what it leaves out comes first."""
    if place is None:
        if asked:
            layout.note(words("pivot.gone"))
        return
    selection = found.of(*place)
    named = [crosstab.label(axis, code, words) for axis, code in zip((found.rows, found.columns), place, strict=True)]
    with st.container(key=_OPENED):
        st.button(words("pivot.close"), key="close-cell", type="tertiary", on_click=_open, args=([],))
        if found.cells[place].total:
            metric_charts.left_out(totals(numbers(datasets.table().rows(selection))).left_out, words)
        listing.show(selection, " · ".join(dict.fromkeys(named)))
