"""Statements checked against articles marked as official: what differs from them, by how much, and what agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape

import streamlit as st

from analytics.claims.selection import Selection
from analytics.conflicts import explain, official
from analytics.conflicts.cluster import Conflict
from analytics.conflicts.official import Check
from analytics.export.csv import to_csv
from analytics.i18n.format import figure, grouped, place, short_period
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset
from analytics.ui import datasets, layout, state
from analytics.ui.components import filters, table
from analytics.ui.highlight import visible
from analytics.ui.pages import downloads

AGAINST, OFFICIAL = "against", "official"  # query parameter: what statements are compared with, and its value for this part
_A_PAGE, _AGREEING, _NAMED = 8, 100, 3  # cards on a page, agreeing statements listed, titles of articles in the line under the lead
_COLUMNS = ("subject", "place", "period", "figure", "official", "publisher")
_SWITCH = "against"


def switch(words: Words) -> bool:
    """Draw the switch between conflicts among articles and checks against official ones; returns whether the latter are asked for."""
    asked = state.query_parameter(AGAINST) if state.query_parameter(AGAINST) == OFFICIAL else ""
    state.hold(_SWITCH, asked)
    labels = {"": words("official.among"), OFFICIAL: words("official.against")}
    st.segmented_control(
        words("official.switch"), list(labels), format_func=labels.__getitem__, key=_SWITCH, required=True, on_change=_turn,
        label_visibility="collapsed",
    )  # fmt: skip
    return bool(asked)


def _turn() -> None:
    state.update_query(**{AGAINST: st.session_state[_SWITCH] or "", state.PAGE: ""})


def hint(words: Words) -> None:
    """How to have statements checked, where no article is marked as official."""
    if datasets.workspace():
        with st.container(key="official-hint", horizontal=True, vertical_alignment="center", gap="small"):
            st.html(f'<p class="note">{escape(words("official.hint"))}</p>', width="content")
            st.button(words("official.open_articles"), key="to-articles", type="tertiary", on_click=state.leave_for, args=("corpus",))


def show(dataset: Dataset, selection: Selection, card: Callable[[Conflict, Mapping[str, str]], None], words: Words) -> None:
    """The checked statements; ``card`` draws what differs, with an explanation for each reason."""
    references = datasets.references()
    found = official.checked(dataset.table, references, selection)
    _lead(dataset, found, references, words)
    filters.chips(dataset, selection, words)
    if not found:
        layout.empty(words("official.none"), words("official.none_help"))
        return
    _download(found, words)
    groups = official.differing(found)
    at = min(table.asked_page(len(groups) * table.PAGE_ROWS) or 1, pages := max(1, -(-len(groups) // _A_PAGE)))
    for group in groups[(at - 1) * _A_PAGE : at * _A_PAGE]:
        card(group, {pair.verdict.reason: explain.against_official(Check(*pair), words) for pair in group.pairs[::-1]})
    table.pager(at, pages, words)
    _agreeing([check for check in found if check.outcome == "agrees"], words)


def _lead(dataset: Dataset, found: Sequence[Check], references: frozenset[str], words: Words) -> None:
    counts = Counter(check.outcome for check in found)
    each = [words(f"official.count_{outcome}", n=grouped(counts[outcome], words)) for outcome in official.OUTCOMES if counts[outcome]]
    said = f'<h1 class="lead">{words("official.lead", n=grouped(len(found), words))}</h1><p class="sub">{escape(" · ".join(each))}</p>'
    articles = filter(None, map(dataset.article, sorted(references)[:_NAMED]))
    titles = words("join.names").join(article.title or article.source for article in articles)
    st.html(f'{said}<p class="fine">{visible(words("official.with", n=len(references), titles=titles))}</p>')


def _download(found: Sequence[Check], words: Words) -> None:
    name = "youju-checked.csv"
    with st.container(horizontal=True, key="downloads", width="content"):
        st.download_button(
            words("official.download"), lambda: to_csv(explain.checked_table(found, words)), file_name=name, mime="text/csv",
            key="download", type="tertiary", on_click="ignore",
        )  # fmt: skip
        downloads.describe_button(name, dict.fromkeys(explain.CHECKED, ""), len(found), words, key="describe-checked")


def _agreeing(found: Sequence[Check], words: Words) -> None:
    if not found:
        return
    label = words("official.count_agrees", n=grouped(len(found), words))
    st.html(f'<h2 class="question section">{escape(label)}</h2>')
    rows = [
        {
            "id": check.stated.claim_id,
            "code": check.stated.row.kind,
            "subject": check.stated.row.subject or words.of("metric", check.stated.row.metric),
            "place": place(check.stated.row, words),
            "period": short_period(check.stated.row, words),
            "figure": figure(check.stated.row, words),
            "official": figure(check.official.row, words),
            "publisher": check.stated.row.publisher,
        }
        for check in found[:_AGREEING]
    ]
    table.show(rows, _COLUMNS, words, label=label, key="agreeing", chosen="", on_choose=_open, sort=None)


def _open(claim_id: str) -> None:
    """Open this figure with its evidence on the overview."""
    state.leave_for("overview", claim=claim_id)


def badge(doc_id: str, references: Collection[str], words: Words) -> str:
    """HTML that marks a statement of an official article, one of ``references``; empty for others."""
    return f'<span class="official">{escape(words("official.badge"))}</span> ' if doc_id in references else ""
