"""Comparing: places, publishers or innovations in one metric on one scale, or one of them over time; their statements in a table beneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from analytics.claims.rows import ListedClaim
from analytics.claims.selection import MISSING, Selection
from analytics.claims.summaries import facet_counts
from analytics.export import excel
from analytics.export.csv import rows_to_csv
from analytics.i18n.format import day, figure, grouped, per_100k, period, place, short_period
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.metrics.comparison import FACETS, MOST, MOST_ITEMS, Comparison, Item, PlaceKey, compare, first, offered, quantities_in, read
from analytics.metrics.levels import NumberedClaim
from analytics.metrics.population import Rate, rate
from analytics.metrics.quantities import Quantity, chosen
from analytics.metrics.series import PeriodEnds, part_of
from analytics.metrics.topics import most_frequent_metric
from analytics.ui import datasets, layout, state
from analytics.ui.charts import series
from analytics.ui.components import filters, table
from analytics.ui.crosstab import Value, quantity_label
from analytics.ui.highlight import visible
from analytics.ui.pages import chart, downloads, evidence

METRIC, BY, ITEM, QUANTITY = "metric", "by", "item", "quantity"  # query parameters; the metric is a filter
COLUMNS = ("item", "figure", "rate", "subject", "basis", "place", "period", "flag", "publisher")
_HEIGHTS = {1: 300, 2: 240}
_SMALL = 190
_OFFERED = 1_000  # items sent to the browser
_NAMED = 3  # statements of one item named in the answer


class _Asked(NamedTuple):
    """What is compared: the metric, the items, the quantity, and what can be chosen instead.

    ``selection`` has the metric in it. ``rows`` are the figures of the items, ``None`` where there are too many.
    """

    metric: str
    by: str
    codes: Sequence[str]
    quantity: Quantity | None
    items: Mapping[str, int]
    quantities: Sequence[Quantity]
    selection: Selection
    rows: pd.DataFrame | None


def page() -> None:
    """Draw the page."""
    words, selection, dataset = state.words(), state.selection(), datasets.visible()
    if not filters.sidebar_or_help(dataset, selection, words):
        return
    asked = _asked(selection)
    found = compare(asked.rows, asked.by, asked.codes, asked.quantity) if asked.rows is not None and asked.quantity else None
    listed = [item for item in found.items if item.series.claims] if found else []
    _lead(found, asked, words)
    filters.chips(dataset, selection, words)
    _controls(asked, words)
    if asked.rows is None:
        layout.empty(words("compare.too_many", most=grouped(MOST, words)), words("compare.too_many_help"))
    elif found is None or not listed:
        filters.no_match(selection, words, words("compare.empty"), words("compare.empty_help"))
    else:
        _charts(found, words)
        _statements(found, asked, words)


# --- what is asked -----------------------------------------------------------------------------


def _asked(selection: Selection) -> _Asked:
    """What the address asks, completed by what can be compared best: items that state one metric for the same period."""
    claims = datasets.table()
    by = state.query_parameter(BY) if state.query_parameter(BY) in FACETS else FACETS[0]
    metric, codes, code = next(iter(selection.of(METRIC)), ""), state.address().get(ITEM, [])[:MOST_ITEMS], state.query_parameter(QUANTITY)
    if metric:  # what was compared in another metric may say nothing in this one
        codes = [code for code in codes if code in offered(claims, selection, by)]
    if not (metric and codes):
        best = first(claims, selection.only("metric", metric) if metric else selection, by)
        metric = metric or (best.metric if best else most_frequent_metric(claims.spans(selection, "metric", MOST)))
        if not codes and best and best.metric == metric:
            codes, code = best.codes, code or best.quantity
    of_metric = selection.only("metric", metric)
    items = offered(claims, of_metric, by)
    codes = codes or list(items)[:1]
    rows = read(claims, of_metric, by, codes)
    known = [] if rows is None else quantities_in(rows)
    return _Asked(metric, by, codes, chosen(code, known), items, known, of_metric, rows)


def _label(asked_by: str, code: str, words: Words) -> str:
    return place(PlaceKey(*code.split("/")), words) if asked_by == "place" else words.of(asked_by, code)


# --- the answer --------------------------------------------------------------------------------


def _lead(found: Comparison | None, asked: _Asked, words: Words) -> None:
    """The question, and the answer: the numbers of the latest period that all state, or that there is none."""
    name = words.of("metric", asked.metric) if asked.metric else words("page.compare")
    items = [_label(asked.by, code, words) for code in asked.codes]
    title = words("compare.over_time", metric=name, item=items[0]) if len(items) == 1 else words("compare.title", metric=name, n=len(items))
    others = len(asked.items.keys() - set(asked.codes))
    told = [
        quantity_label(asked.quantity, words) if asked.quantity else "",
        words("compare.others", n=grouped(others, words)) if others else "",
    ]
    st.html(f'<h1 class="lead">{visible(title)}</h1><p class="sub">{visible(" · ".join(filter(None, told)))}</p>')
    if found is None or len(found.items) < 2:
        return
    if found.shared:
        st.html(f'<p class="answer">{visible(_answer(found, found.shared[0], words))}</p>')
        if derived := _rates(found, found.shared[0], words):
            layout.note(derived)
    else:
        layout.note(f"⚠ {words('compare.no_shared')}", "warning")


def _answer(found: Comparison, shared: PeriodEnds, words: Words) -> str:
    at = found.at(shared)
    every = [claim for claims in at.values() for claim in claims]
    named = len({claim.subject for claim in every}) > 1
    said = [_says(found, item, at[item.code], words, named=named) for item in found.items]
    return words("compare.answer", period=period(every[0], words), said=words("join.clauses").join(said))


def _rates(found: Comparison, shared: PeriodEnds, words: Words) -> str:
    """The rates per 100,000 of the items for a period, highest first, and that they are derived; empty unless two have one.

    An item with several statements has none: a rate of one of them would not be that of the item.
    """
    if found.by != "place":
        return ""
    single = [(item, claims[0]) for item in found.items if len(claims := found.at(shared)[item.code]) == 1]
    rated = [(item, claim, of) for item, claim in single if "part" not in found.flags(item, claim) and (of := rate(claim))]
    said = [f"{_label(found.by, item.code, words)} {per_100k(of.value, claim.bound, words)}" for item, claim, of in _highest(rated)]
    return (
        words("compare.rates", said=words("join.clauses").join(said), source=_source([of for *_, of in rated], words))
        if len(said) > 1
        else ""
    )


def _highest(rated: Sequence[tuple[Item, NumberedClaim, Rate]]) -> Sequence[tuple[Item, NumberedClaim, Rate]]:
    return sorted(rated, key=lambda one: -one[2].value)


def _source(rates: Sequence[Rate], words: Words) -> str:
    """Where the populations come from, with their day."""
    sources = dict.fromkeys((one.population.source, one.population.day) for one in rates)
    return words("join.clauses").join(words(f"population.{source}", day=day(when, words)) for source, when in sources)


def _says(found: Comparison, item: Item, claims: Sequence[NumberedClaim], words: Words, *, named: bool) -> str:
    """What one item states for a period: its first figures, each for the place that it is of, and if ``named`` with its subject."""
    told = []
    for claim in claims[:_NAMED]:
        who = place(claim, words) if "part" in found.flags(item, claim) else _label(found.by, item.code, words)
        told.append(" ".join(filter(None, [who, claim.subject if named else "", figure(claim, words)])))
    more = [words("compare.more", n=len(claims) - _NAMED)] if len(claims) > _NAMED else []
    return words("join.names").join([*told, *more])


# --- controls ----------------------------------------------------------------------------------


def _controls(asked: _Asked, words: Words) -> None:
    """Metric, what is compared, the items, and the quantity."""
    metrics = facet_counts(datasets.table(), state.selection().choosing("metric", ()), "metric")
    names = {code: f"{words.of('metric', code)} · {grouped(n, words)}" for code, n in metrics.items() if code != MISSING}
    names.setdefault(asked.metric, words.of("metric", asked.metric))
    with st.container(key="compare-controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        _select(METRIC, names, asked.metric, 210, words)
        _select(BY, {by: words(f"compare.by_{by}") for by in FACETS}, asked.by, 100, words)
        _items(asked, words)
        if len(state.address().get(ITEM, [])) > MOST_ITEMS:
            layout.note(words("compare.most", n=MOST_ITEMS), "warning")
        if len(asked.quantities) > 1 and asked.quantity:
            counts = {each.code: f"{quantity_label(each, words)} · {grouped(each.figures, words)}" for each in asked.quantities}
            _select(QUANTITY, counts, asked.quantity.code, 210, words)


def _select(parameter: str, given: Mapping[str, str], now: str, width: int, words: Words) -> None:
    key = f"compare-{parameter}"
    state.hold(key, now)
    with st.container(key=f"box-{parameter}", width=width):
        st.selectbox(
            words(f"compare.{parameter}"), list(given), key=key, format_func=lambda code: written_out(given[code]),
            on_change=_choose, args=(parameter,),
        )  # fmt: skip


def _items(asked: _Asked, words: Words) -> None:
    key = "compare-items"
    known = dict.fromkeys([*asked.codes, *list(asked.items)[:_OFFERED]])
    state.hold(key, list(asked.codes))
    with st.container(key="box-items", width=360):
        # Neither ``max_selections`` nor ``select_all``: Streamlit has their texts in English only.
        st.multiselect(
            words("compare.items", most=MOST_ITEMS), list(known), key=key, on_change=_choose_items, select_all=False, filter_mode="contains",
            format_func=lambda code: written_out(f"{_label(asked.by, code, words)} · {grouped(asked.items.get(code, 0), words)}"),
            placeholder=words("compare.choose"),
        )  # fmt: skip


def _choose(parameter: str) -> None:
    """Write a choice to the address. Another metric keeps the items, other items have to be chosen anew."""
    changes = {parameter: st.session_state[f"compare-{parameter}"], state.CLAIM: "", QUANTITY: ""}
    if parameter == QUANTITY:
        changes[QUANTITY] = st.session_state[f"compare-{parameter}"]
    asked = _asked(state.selection())
    changes.setdefault(METRIC, asked.metric)
    state.update_query(**changes, **{ITEM: [] if parameter == BY else list(asked.codes)})


def _choose_items() -> None:
    asked = _asked(state.selection())
    state.update_query(**{METRIC: asked.metric, ITEM: st.session_state["compare-items"], state.CLAIM: ""})


# --- charts ------------------------------------------------------------------------------------


def _charts(found: Comparison, words: Words) -> None:
    """One chart for each item, all on one scale."""
    drawn = [series.marks(item, words, state.palette(), chart.clicks(), state.query_parameter(state.CLAIM)) for item in found.items]
    shared = series.scale(drawn)
    if shared is None:
        layout.note(words("compare.undated"))
        return
    number = len(found.items)
    height = _HEIGHTS.get(number, _SMALL)
    across = number if number <= 3 else 2 if number == 4 else 3
    for start in range(0, number, across):
        columns = st.columns(across, gap="medium")
        for column, at in zip(columns, range(start, min(start + across, number)), strict=False):
            item = found.items[at]
            with column:
                chart.show(
                    f"series-{at}", _label(found.by, item.code, words), _finding(item, words),
                    series.chart(drawn[at], shared, words, state.palette(), height), evidence.open_claim,
                    sources=len({claim.doc_id for claim in item.series.claims}),
                )  # fmt: skip
    layout.note(words("compare.legend") + (words("compare.log") if shared.wide else ""))


def _finding(item: Item, words: Words) -> str:
    """How many statements, how many of them revised, and how many without a stated period."""
    claims = item.series.claims
    windows = [part_of(claim).window for claim in claims]
    counts = {
        "statements": len(claims),
        "revised": len(item.series.revisions),
        "by_day": windows.count("by_day"),
        "undated_count": windows.count("undated"),
    }
    return " · ".join(words(f"compare.{name}", n=n) for name, n in counts.items() if n or name == "statements")


# --- the statements ----------------------------------------------------------------------------


def _statements(found: Comparison, asked: _Asked, words: Words) -> None:
    """The statements of all items with what cannot be compared, downloads, and the evidence of one of them."""
    listed = [(item, claim) for item in found.items for claim in item.series.claims]
    rows = [_row(found, item, claim, words) for item, claim in listed]
    rates = [of for _, claim in listed if (of := rate(claim))]
    columns = tuple(column for column in COLUMNS if column != "rate" or rates)
    wanted = state.query_parameter(state.CLAIM)
    pages = table.pages_of(len(rows))
    at = table.asked_page(len(rows)) or next((n // table.PAGE_ROWS + 1 for n, row in enumerate(rows) if row["id"] == wanted), 1)
    start = (at - 1) * table.PAGE_ROWS
    shown = wanted or listed[0][1].claim_id
    left, right = st.columns([2.02, 1], gap="medium")
    with left:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="compare-head"):
            st.html(f'<h2 class="question">{visible(words("compare.statements", n=len(rows)))}</h2>', width="content")
            _downloads(listed, rows, columns, words)
        own = evidence.find(shown)
        table.show(
            rows[start : start + table.PAGE_ROWS], columns, words, label=words("compare.statements", n=len(rows)), key="statements", chosen=shown, on_choose=evidence.open_claim,
            sort=None, page=at, passage=evidence.sentence_of(own) if own else None,
        )  # fmt: skip
        table.pager(at, pages, words)
        if rates:
            layout.note(words("compare.rate_note", source=_source(rates, words)))
    with right, evidence.evidence_column(words, asked_for=bool(wanted)):
        evidence.card(shown, own, words, outside=bool(wanted) and not datasets.table().lists(asked.selection.listing_repeats(True), shown))


def _row(found: Comparison, item: Item, claim: NumberedClaim, words: Words) -> dict[str, str]:
    return {
        "id": claim.claim_id,
        "code": claim.kind,
        "item": _label(found.by, item.code, words),
        "figure": figure(claim, words),
        "rate": per_100k(of.value, claim.bound, words) if (of := rate(claim)) else "",
        "subject": claim.subject,
        "basis": words(f"basis.{claim.basis}") if claim.basis else "",
        "place": place(claim, words),
        "period": short_period(claim, words),
        "flag": words("join.clauses").join(words(f"flag.{flag}") for flag in found.flags(item, claim)),
        "faint": "period" if claim.period_basis == "published" else "",
        "publisher": claim.publisher,
    }


def _downloads(listed: Sequence[tuple[Item, ListedClaim]], rows: Sequence[Mapping[str, str]], columns: Sequence[str], words: Words) -> None:
    """The table as it is shown, with the numbers and days it is made of and a link to each figure."""
    head: list[Value] = [words(f"column.{column}") for column in columns]
    head += [*(words(f"exported.{column}") for column in _EXPORTED), words("exported.permalink")]
    body = [_exported(claim, row, columns) for (_, claim), row in zip(listed, rows, strict=True)]
    lines = [head, *body]
    with st.container(horizontal=True, key="compare-downloads", width="content"):
        st.download_button(
            words("compare.csv"), lambda: rows_to_csv(lines), file_name="youju-compare.csv", mime="text/csv",
            key="download-compare", type="tertiary", on_click="ignore",
        )  # fmt: skip
        downloads.describe_button("youju-compare.csv", {str(name): "" for name in head}, len(body), words, key="describe-compare")
        st.download_button(
            words("compare.excel"), downloads.deferred(lambda file: excel.write_sheets(file, {words("page.compare"): lines})),
            file_name="youju-compare.xlsx", mime=downloads.EXCEL, key="download-compare-excel", type="tertiary", on_click="ignore",
        )  # fmt: skip


_EXPORTED = ("value", "value_low", "value_high", "unit", "period_start", "period_end", "published_on")


def _exported(claim: ListedClaim, row: Mapping[str, str], columns: Sequence[str]) -> list[Value]:
    numbers: list[Value] = [claim.value, claim.value_low, claim.value_high, claim.unit]
    days: list[Value] = [when.isoformat() if when else "" for when in (claim.period_start, claim.period_end, claim.published_on)]
    return [*(row[column] for column in columns), *numbers, *days, state.permalink(claim.claim_id)]
