"""The metrics page: one measured quantity over time and across places, its changes, money totals and implied values."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from html import escape
from operator import attrgetter
from typing import NamedTuple

import streamlit as st

from analytics.claims.selection import Selection
from analytics.claims.table import Frequent, Summary
from analytics.i18n.format import grouped, number
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.metrics import levels
from analytics.metrics.answers import Uncounted, changes, offence_changes, project_costs
from analytics.metrics.topics import FAMILIES, Overview, Topic, TopicFigures, most_frequent_metric, overview, topic_figures, topic_of
from analytics.metrics.totals import Totals
from analytics.ui import datasets, layout, state
from analytics.ui.components import filters, table
from analytics.ui.highlight import evidence_html, visible
from analytics.ui.pages import answers, evidence, listing, metric_charts

OF = "of"  # query parameter: the topic
_LIST_HEIGHT, _LIST_ROWS = 300, 8  # pixels, and the rows they show


def page() -> None:
    """Draw the page."""
    words, selection, dataset = state.words(), state.selection(), datasets.visible()
    if not dataset.table.summary(Selection()).figures:
        filters.no_articles(words)
        return
    filters.sidebar(dataset.table, selection, words)
    name, seen = state.query_parameter(OF), overview(dataset.table, selection)
    topic = topic_of(dataset.table, name) if name else Topic(most_frequent_metric(seen.metrics), "metric")
    reading = topic_figures(dataset.table, topic, selection)
    if name:
        _topic_lead(topic, reading, words)
    else:
        _lead(seen, words)
    filters.chips(dataset, selection, words)
    _chooser(seen, topic if name else None, words)
    if not name:
        _questions(selection, words)
        _lists(seen, words)
    _topic(topic, reading, name=name, words=words)


def _lead(seen: Overview, words: Words) -> None:
    """How many figures have a metric, and how many only a subject."""
    lead = words(
        "metrics.lead", n=grouped(len(seen.metrics), words), figures=grouped(sum(metric.figures for metric in seen.metrics), words)
    )
    sub = words("metrics.lead_sub", subjects=grouped(seen.by_subject, words), nameless=grouped(seen.nameless, words))
    st.html(f'<h1 class="lead">{lead}</h1><p class="sub">{escape(sub)}</p>')


def _topic_lead(topic: Topic, reading: TopicFigures, words: Words) -> None:
    now = reading.summary
    lead = words("metrics.topic", name=visible(label(topic, words)), n=grouped(now.figures, words), articles=grouped(now.articles, words))
    notes = [_years(now, words), words("metrics.repeats", n=now.repeats) if now.repeats else ""]
    notes.append(words("metrics.unstated", n=reading.unstated) if reading.unstated else "")
    st.html(f'<h1 class="lead">{lead}</h1><p class="sub">{escape(" · ".join(filter(None, notes)))}</p>')


def _years(now: Summary, words: Words) -> str:
    if now.first_year is None:
        return ""
    one = now.first_year == now.last_year
    return words("chip.year", first=now.first_year) if one else words("metrics.years", first=now.first_year, last=now.last_year)


def label(topic: Topic, words: Words) -> str:
    """Display name of a topic: the article's wording, or the label of a metric or a family."""
    return words(f"family.{topic.name}") if topic.sort == "family" else words.of(topic.sort, topic.name)


# --- choosing ----------------------------------------------------------------------------------


def _chooser(seen: Overview, topic: Topic | None, words: Words) -> None:
    """A searchable select box of families, metrics and frequent subjects, each labelled with its sort."""
    choices = {name: Topic(name, "family") for name in FAMILIES}
    choices |= {metric.code: Topic(metric.code, "metric") for metric in seen.metrics}
    choices |= {subject.code: Topic(subject.code, "subject") for subject in seen.subjects if subject.code not in choices}
    if topic:
        choices.setdefault(topic.name, topic)
    counts = {each.code: each.figures for each in (*seen.subjects, *seen.metrics)}  # a metric may be called as a subject is

    def said(name: str) -> str:
        figures = f" · {number(counts[name], words)}" if name in counts else ""
        return written_out(f"{words(f'sort.{choices[name].sort}')} · {label(choices[name], words)}{figures}")

    state.hold("topic", topic.name if topic else None)
    with st.container(key="chooser", horizontal=True, vertical_alignment="center"):
        st.selectbox(
            words("metrics.choose"), list(choices), key="topic", format_func=said, placeholder=words("metrics.choose"), on_change=_chosen,
            label_visibility="collapsed", filter_mode="contains", width=420,
        )  # fmt: skip
        if topic:
            st.button(words("metrics.all"), key="all-metrics", type="tertiary", on_click=_open, args=("",))


def _chosen() -> None:
    _open(st.session_state["topic"] or "")


def _open(name: str, claim_id: str = "") -> None:
    """Open a topic, with the evidence of one of its claims or none; clears the page and the order."""
    state.update_query(**{OF: name, state.CLAIM: claim_id, state.PAGE: "", state.SORT: ""})


def _questions(selection: Selection, words: Words) -> None:
    """One card per topic family, with its main findings."""
    for column, name in zip(st.columns(len(FAMILIES), gap="medium"), FAMILIES, strict=True):
        with column.container(key=f"answer-{name}", border=True):
            answer = _answer(name, selection, words)
            told = "".join(f'<p class="answer">{escape(said)}</p>' for said in answer.said)
            st.html(f'<h2 class="question">{escape(words(f"metrics.question_{name}"))}</h2>{told}{_quotation(answer.claim_id, words)}')
            if answer.pending:
                layout.pending(name, words("metrics.pending"), answer.pending.done)
            with st.container(key=f"ways-{name}", horizontal=True, gap="medium"):
                st.button(words("metrics.open"), key=f"open-{name}", type="tertiary", on_click=_open, args=(name, answer.claim_id))
                if answer.uncounted:
                    related = words("answer.related", n=len(answer.uncounted))
                    st.button(related, key=f"related-{name}", type="tertiary", on_click=_open, args=(name,))


class _Answer(NamedTuple):
    """The answer to one question: its sentences, the claim it leads to (or empty), what looks related and was not counted; and what it still waits for."""

    said: list[str]
    claim_id: str = ""
    uncounted: Sequence[Uncounted] = ()
    pending: Future[Totals] | None = None


def _answer(name: str, selection: Selection, words: Words) -> _Answer:
    """The answer of a family, by its code."""
    if name == "crime":
        moved = offence_changes(datasets.table(), selection)
        if moved is None:
            return _too_many(name, selection, words)
        return _Answer(
            [answers.of_movements(moved, words)], moved.largest.claim_id if moved.has_enough and moved.largest else "", moved.uncounted
        )
    cost = project_costs(datasets.table(), selection)
    if cost is None:
        return _too_many(name, selection, words)
    if not cost.known:
        return _Answer([], pending=cost.totals)
    largest = cost.sufficient_totals[0].rows.nlargest(1, "middle")["claim_id"].iloc[0] if cost.sufficient_totals else ""
    return _Answer(answers.of_spending(cost, words), largest, cost.uncounted)


def _too_many(name: str, selection: Selection, words: Words) -> _Answer:
    figures = datasets.table().summary(Topic(name, "family").of(selection)).figures
    return _Answer([words("metrics.too_many", n=grouped(figures, words), most=grouped(metric_charts.MOST, words))])


def _quotation(claim_id: str, words: Words) -> str:
    """The sentence of a claim as a quotation with its figure marked; empty without a claim."""
    found = evidence.find(claim_id) if claim_id else None
    return evidence_html(found[1], found[0], as_published=False, whole=words("evidence.whole")) if found else ""


def _lists(seen: Overview, words: Words) -> None:
    """Metrics and frequent subjects in two tables."""
    sides = (("metric", seen.metrics), ("words", seen.subjects))
    for column, (name, listed) in zip(st.columns(2, gap="medium"), sides, strict=True):
        with column.container(height=_LIST_HEIGHT, border=False, key=f"list-{name}"):
            table.show(
                [_list_row(row, name, words) for row in _sorted(listed, name)], (name, "figures", "articles", "years"), words,
                label=words(f"column.{name}"), key=f"{name}-list", chosen="", on_choose=_open, sort=state.query_parameter(state.SORT),
            )  # fmt: skip
        if len(listed) > _LIST_ROWS:
            column.html(f'<p class="fine">{escape(words("metrics.list_more", n=grouped(len(listed), words)))}</p>')


def _sorted(listed: Sequence[Frequent], name: str) -> Sequence[Frequent]:
    """In the order given in the URL, missing years last; by default as listed, most figures first."""
    sort = state.query_parameter(state.SORT)
    by = {name: "code", "figures": "figures", "articles": "articles", "years": "last_year"}.get(sort.removeprefix("-"))
    if by is None:
        return listed
    stated = [row for row in listed if getattr(row, by) is not None]
    return [*sorted(stated, key=attrgetter(by), reverse=sort.startswith("-")), *(row for row in listed if getattr(row, by) is None)]


def _list_row(row: Frequent, name: str, words: Words) -> dict[str, str]:
    years = [str(year) for year in (row.first_year, row.last_year) if year is not None]
    return {
        "id": row.code,
        name: words.of(name, row.code),
        "figures": str(row.figures),
        "articles": str(row.articles),
        "years": "–".join(dict.fromkeys(years)),
    }


# --- one topic ---------------------------------------------------------------------------------


def _topic(topic: Topic, reading: TopicFigures, *, name: str, words: Words) -> None:
    """The charts with the evidence of the selected figure beside them; below, the table of all figures."""
    if not reading.summary.figures:
        shown = label(topic, words)
        filters.no_match(state.selection(), words, words("metrics.empty", name=shown), words("metrics.empty_help"))
        return
    if not name:
        st.html(f'<h2 class="lead">{visible(words("metrics.fullest", name=label(topic, words)))}</h2>')
    left, right = st.columns([2.02, 1], gap="medium")
    cost = project_costs(datasets.table(), state.selection()) if topic.name == "cost" else None
    moved = offence_changes(datasets.table(), state.selection()) if topic.name == "crime" else None
    with left:
        metric_charts.show(reading, words, named=topic.sort == "family", spending=cost)
        if answer := cost or moved:
            metric_charts.related(answer.uncounted, words)
    with right:
        _evidence(reading, words)
    listing.alone(topic.of(state.selection()), words("metrics.listing", name=label(topic, words)))


def _evidence(reading: TopicFigures, words: Words) -> None:
    """The evidence card, which stays in view while the charts scroll."""
    asked_for = state.query_parameter(state.CLAIM)
    chosen = asked_for or _telling(reading)
    if chosen:
        with evidence.evidence_column(words, asked_for=bool(asked_for)):
            evidence.panel(
                chosen, words, outside=bool(asked_for) and not datasets.table().lists(state.selection().listing_repeats(True), chosen)
            )


def _telling(reading: TopicFigures) -> str:
    """The figure shown before one is selected: the one that the first headline names, else the largest placed change or the newest figure."""
    if reading.rows is None:
        return str(datasets.table().rows(reading.selection, limit=1)["claim_id"].iloc[0])
    once = reading.once
    moved = levels.movements(once)
    if moved:
        rows = moved[0].rows
        found = changes(datasets.table(), rows)
        if found.has_enough and found.largest:
            return found.largest.claim_id
        placed = rows[rows["province"] != ""]
        return str((placed if len(placed) else rows).sort_values("signed", key=abs)["claim_id"].iloc[-1])
    return str(once["claim_id"].iloc[0]) if len(once) else ""
