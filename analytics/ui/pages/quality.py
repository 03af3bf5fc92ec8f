"""The quality page: missing values, the rules that read the figures, articles without a date, and measured accuracy."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd
import streamlit as st

from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.documents import day_of
from analytics.i18n.format import day, grouped, number, percent
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset
from analytics.review import quality
from analytics.ui import access, datasets, layout, state
from analytics.ui.charts import quality as charts
from analytics.ui.components import filters, table
from analytics.ui.highlight import visible
from analytics.ui.pages import article_actions, bulk_rules, chart, document
from analytics.workspace.log_entries import current_claim_entries

_SAID, _WHO = "quality-said", "who-dates"
_ACCURACY = layout.ASSETS / "accuracy.csv"  # written by `make accuracy`
_DATES = 12  # articles without a date shown at a time
_STRENGTH = {"stated": 1.0, "inherited": 0.72, "document": 0.6, "published": 0.45, "unknown": 0.0}


def page() -> None:
    """Draw the page."""
    words, selection, seen = state.words(), state.selection(), article_actions.revisions()
    dataset = datasets.visible()
    if not dataset.table.summary(Selection(repeats=True)).articles:
        filters.no_articles(words)
        return
    filters.sidebar(dataset.table, selection, words)
    figures = dataset.table.summary(selection).figures
    st.html(f'<h1 class="lead">{words("quality.lead", n=number(figures, words))}</h1><p class="sub">{escape(words("quality.help"))}</p>')
    filters.chips(dataset, selection, words)
    if not figures:
        filters.no_match(selection, words)
        _accuracy(words)
        _reviewed(words)
        return
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        _gaps(dataset.table, selection, words)
    with right:
        _notes(dataset.table, selection, words)
        _dates(dataset, selection, seen, words)
    bulk_rules.show(dataset, selection, seen, words)
    left, right = st.columns([1.75, 1], gap="large")
    with left:
        _accuracy(words)
        _reviewed(words)
    with right:
        _rules(dataset.table, selection, words)


# --- missing values ------------------------------------------------------------------------------


def _gaps(claims: ClaimTable, selection: Selection, words: Words) -> None:
    """One bar per column, and buttons to the figures that lack it, for keyboard users."""
    gaps = quality.gaps(claims, selection)
    least = max(gaps, key=lambda gap: gap.lack)
    finding = words(
        "quality.most_lacking", label=words(f"quality.{least.facet}"), share=_share(least.stated, least.stated + least.lack, words)
    )
    datings = quality.datings(claims, selection)
    spec = charts.shares(_segments(gaps, datings, words), words, state.palette(), chart.clicks())
    chart.show("chart-gaps", words("quality.gaps"), finding, spec, _picked)
    with st.container(key="gap-links", horizontal=True, gap="small"):
        for gap in gaps:
            if gap.lack and gap.facet != "dating":
                label = words("quality.see_lacking", label=words(f"missing.{gap.facet}"), n=number(gap.lack, words))
                st.button(label, key=f"gap-{gap.facet}", type="tertiary", on_click=_see, args=(gap.facet, quality.GAPS[gap.facet]))
    _datings(datings, words)


def _datings(datings: dict[str, int], words: Words) -> None:
    """Buttons for the sources of the periods, each leading to its figures."""
    with st.container(key="dating-links", horizontal=True, gap="small"):
        for code in _STRENGTH:
            if figures := datings.get(code):
                label = words("quality.see_lacking", label=words.of("dating", code), n=number(figures, words))
                st.button(label, key=f"dating-{code}", type="tertiary", on_click=_see, args=("dating", [code]))


def _segments(gaps: list[quality.Gap], datings: dict[str, int], words: Words) -> pd.DataFrame:
    """Segments of the bars for ``charts.quality.shares``; periods are split by their source."""
    rows = []
    for row in gaps:
        name = words(f"quality.{row.facet}")
        shown = _share(row.stated, row.stated + row.lack, words)
        if row.facet == "dating":  # a publication date is not a period stated in the article
            shown = _share(sum(datings.get(code, 0) for code in ("stated", "inherited", "document")), row.stated + row.lack, words)
            pieces = [(f"dating={code}", words.of("dating", code), datings.get(code, 0), strength) for code, strength in _STRENGTH.items()]
        else:
            pieces = [
                (f"{row.facet}=", words("quality.has"), row.stated, 1.0),
                (f"{row.facet}=", words(f"missing.{row.facet}"), row.lack, 0.0),
            ]
        rows += [
            (name, code, called, figures, strength, "" if position else shown)
            for position, (code, called, figures, strength) in enumerate(pieces)
        ]
    return pd.DataFrame(rows, columns=["name", "code", "called", "figures", "strength", "shown"])


def _share(part: int, whole: int, words: Words) -> str:
    """A percentage that shows 0 % or 100 % only if exact."""
    share = part / whole if whole else 0.0
    return percent(share if share in (0, 1) else min(max(share, 0.01), 0.99), words)


def _picked(code: str) -> None:
    facet, _, value = code.partition("=")
    _see(facet, [value] if value else quality.GAPS[facet])


def _see(facet: str, values: tuple[str, ...] | list[str]) -> None:
    """Open these figures on the overview, with the active filters."""
    state.leave_for("overview", **state.only(state.selection().choosing(facet, values).to_query()))


# --- notes and rules ------------------------------------------------------------------------------


def _notes(claims: ClaimTable, selection: Selection, words: Words) -> None:
    """Figures with notes: values left open, or more than one reading."""
    st.html(f'<h2 class="question">{escape(words("quality.notes"))}</h2>')
    found = quality.by_note(claims, selection)
    if not found:
        layout.note(words("quality.no_notes"))
    for code, figures in found.items():
        label = f"{words.of('note', code)} · {number(figures, words)}"
        st.button(label, key=f"note-{code}", type="tertiary", on_click=_see, args=("note", [code]))


def _rules(claims: ClaimTable, selection: Selection, words: Words) -> None:
    """Every rule with its number of figures; selecting one shows them."""
    rules = quality.by_rule(claims, selection)
    total = sum(rules.values())
    st.html(
        f'<h2 class="question">{escape(words("quality.rules"))} <small>· {escape(words("quality.rules_help", n=len(rules)))}</small></h2>'
    )
    rows = [
        {"id": rule, "rule": rule, "figures": number(figures, words), "share": _share(figures, total, words)}
        for rule, figures in rules.items()
    ]
    table.show(
        rows,
        ("rule", "figures", "share"),
        words,
        label=words("quality.rules"),
        key="rules",
        chosen="",
        on_choose=lambda rule: _see("rule", [rule]),
    )


# --- articles without a date -------------------------------------------------------------------------


def _dates(dataset: Dataset, selection: Selection, shown_revisions: Mapping[str, str], words: Words) -> None:
    """Articles without a date whose figures need one to resolve their period, each with a box for it."""
    waiting = quality.waiting(dataset.table, selection)
    figures = sum(waiting.values())
    with st.container(key="dates"):
        st.html(f'<h2 class="question">{escape(words("quality.dates"))}</h2>')
        if said := st.session_state.pop(_SAID, None):
            layout.note(*said)
        if not waiting:
            layout.note(words("quality.no_dates"))
            return
        layout.note(words("quality.dates_help", n=number(len(waiting), words), figures=number(figures, words)))
        asked = list(waiting)[:_DATES]
        homes = {article_actions.storage_of(doc_id) for doc_id in asked if article_actions.changeable(doc_id)}
        if "workspace" in homes:
            article_actions.name_box(words, _WHO)
        if not homes:
            layout.note(access.read_only_reason(words) if datasets.workspace() else words("document.read_only"))
        for doc_id in asked:
            _date(dataset, doc_id, waiting[doc_id], shown_revisions.get(doc_id, ""), words)


def _date(dataset: Dataset, doc_id: str, figures: int, shown_revision: str, words: Words) -> None:
    article = dataset.article(doc_id)
    if article is None:  # removed meanwhile by another reader
        return
    with st.form(f"date-{doc_id}", border=False):
        what, when, then = st.columns([4.6, 2.2, 1.7], gap="small", vertical_alignment="center")
        waits = words("quality.waits", n=number(figures, words))
        what.html(
            f'<p class="waiting"><span lang="zh">{visible(article.title or article.source)}</span><small>{visible(article.source)} · {escape(waits)}</small></p>'
        )
        label = words("document.published_on")
        when.text_input(label, placeholder=words("quality.day_hint"), key=f"day-{doc_id}", label_visibility="collapsed")
        closed = not article_actions.changeable(doc_id)
        then.form_submit_button(
            words("document.save"), disabled=closed, key=f"give-{doc_id}", on_click=_give, args=(doc_id, shown_revision)
        )


def _give(doc_id: str, shown_revision: str) -> None:
    """Save the day typed for an article. A callback, with the revision that was on screen when the button was drawn."""
    words, who, stated = state.words(), article_actions.typed_name(_WHO), str(st.session_state[f"day-{doc_id}"])
    published = day_of(stated)
    unsigned = article_actions.storage_of(doc_id) == "workspace" and not who
    fault = document.faulty({"published_on": stated or "-"}, words) or (words("holdings.unsigned") if unsigned else "")
    if fault or published is None:
        st.session_state[_SAID] = (fault, "warning")
        return
    try:
        settled = article_actions.edit_metadata(doc_id, {"published_on": published.isoformat()}, who, shown_revision)
    except article_actions.REFUSALS as error:
        st.session_state[_SAID] = (article_actions.refusal(error, words), "warning")
        return
    st.session_state[_SAID] = (words("quality.settled", n=number(settled, words)),)


# --- accuracy ------------------------------------------------------------------------------------------


def _accuracy(words: Words) -> None:
    """Accuracy measured on the project's gold standard, with confidence intervals; beside it what reviewers found here."""
    measured = quality.accuracy(_ACCURACY)
    on = day(max(row.on for row in measured), words)
    here = {row.column: row for row in _measured_here()}
    rows = ""
    for row in measured:
        said = words(f"accuracy.{row.column}", share=_per_hundred(row.right, row.asked))
        beside = f"<td>{escape(_of_asked(here.get(row.column), words))}</td>" if here else ""
        rows += f"<tr><td>{escape(said)}</td><td>{escape(_of_asked(row, words))}</td>{beside}</tr>"
    heads = "".join(f'<th scope="col">{escape(words(f"accuracy.{name}"))}</th>' for name in ("project", "here")) if here else ""
    st.html(
        f'<h2 class="question">{escape(words("accuracy.title"))}</h2><p class="finding">{escape(words("accuracy.help", on=on))}</p>'
        + (f'<p class="finding">{escape(words("accuracy.here_help"))}</p>' if here else "")
        + f'<table class="accuracy">{f"<thead><tr><td></td>{heads}</tr></thead>" if here else ""}<tbody>{rows}</tbody></table>'
    )


def _measured_here() -> list[quality.ColumnAccuracy]:
    """Accuracy that the reviewers of this workspace found; empty where there are too few."""
    workspace, stored = datasets.workspace(), datasets.workspace_dataset()
    if workspace is None or stored is None:
        return []
    log = list(workspace.annotations.log())
    rows = stored.extracted.table.claims(current_claim_entries(log))
    return quality.found_accurate(log, dict(zip(rows["claim_id"].to_pylist(), rows["kind"].to_pylist(), strict=True)))


def _of_asked(row: quality.ColumnAccuracy | None, words: Words) -> str:
    """``97.1 %, 34 right of 35 (85.5–99.5 %)``; empty for a column that was not measured."""
    if row is None:
        return ""
    low, high = (percent(bound, words, "0.0") for bound in quality.interval(row.right, row.asked))
    return words("accuracy.of", right=grouped(row.right, words), asked=grouped(row.asked, words), low=low, high=high)


def _per_hundred(right: int, asked: int) -> str:
    """Percentage with one decimal, rounded down so that 100 means all."""
    tenths = right * 1000 // asked
    return f"{tenths / 10:.1f}".removesuffix(".0")


def _reviewed(words: Words) -> None:
    """Review results, if there is a workspace with reviewed figures."""
    workspace = datasets.workspace()
    if workspace is None:
        return
    found = quality.reviewed(workspace.annotations.log())
    if found.figures:
        st.html(f'<h2 class="question">{escape(words("quality.reviewed"))}</h2>')
        parts = {name: number(getattr(found, name), words) for name in ("figures", "unchanged", "corrected", "rejected", "added")}
        layout.note(words("quality.reviewed_of", **parts))
        if found.figures < quality.LEAST_REVIEWED:
            layout.note(words("quality.reviewed_few", n=quality.LEAST_REVIEWED - found.figures))
