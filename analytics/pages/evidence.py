"""The evidence panel: one figure's sentence with its neighbours, what was read from it, and where it comes from."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from analytics.highlight import evidence_html
from analytics.pages import layout, state
from analytics.phrases import Row, amount, day, figure, period, place
from analytics.words import Words
from extractors.model import Article

_VIEWS = {"cleaned": "evidence.cleaned", "raw": "evidence.raw"}


def panel(claim_id: str, words: Words, *, outside: bool) -> None:
    """The claim's evidence, perhaps outside the filters; a plain word where the id is unknown."""
    archive = state.archive()
    with st.container(key="evidence", border=True):
        row = archive.table.claim(claim_id)
        article = row and archive.article(row["doc_id"])
        if not row or not article:
            layout.empty(words("evidence.unknown"), words("evidence.unknown_help", claim=claim_id[:80]))
            return
        _remarks(row, outside=outside, words=words)
        _quotation(article, row, words)
        st.html(_facts(article, row, words))
        _links(article, claim_id, words)


def _remarks(row: Row, *, outside: bool, words: Words) -> None:
    if first := row["duplicate_of"] or row["reprint_of"]:
        layout.note(words("evidence.repeat" if row["duplicate_of"] else "evidence.reprint"))
        st.button(words("evidence.first"), key="first", type="tertiary", on_click=open_claim, args=(first,))
    elif outside:
        layout.note(words("evidence.outside"))


def _quotation(article: Article, row: Row, words: Words) -> None:
    view = state.one(state.VIEW) if state.one(state.VIEW) in _VIEWS else "cleaned"
    st.html(evidence_html(article, row, as_published=view == "raw"))
    state.seed("view", view)
    st.segmented_control(
        words("evidence.view"), list(_VIEWS), format_func=lambda code: words(_VIEWS[code]), key="view", required=True,
        on_change=_switch_view, label_visibility="collapsed",
    )  # fmt: skip


def _switch_view() -> None:
    view = st.session_state["view"]
    state.go(**{state.VIEW: "" if view == "cleaned" else view})


def open_claim(claim_id: str) -> None:
    """Show this claim's evidence."""
    state.go(**{state.CLAIM: claim_id})


def _facts(article: Article, row: Row, words: Words) -> str:
    """What was read from the sentence, as escaped name and value pairs; what is not stated says so."""
    facts = [
        ("evidence.value", _value(row, words)),
        ("evidence.subject", row["subject"]),
        ("evidence.metric", row["metric"]),
        ("evidence.innovation", " · ".join(filter(None, [row["innovation"], words.of("type", row["innovation_type"])]))),
        ("evidence.period", _with_basis(period(row, words), f"period_basis.{row['period_basis']}", words)),
        ("evidence.place", _with_basis(place(row, words, full=True), f"region_basis.{row['region_basis']}", words)),
        ("evidence.notes", "；".join(words(f"note.{code}") for code in str(row["notes"]).split())),
        ("evidence.rule", row["rule"]),
        ("evidence.title", article.title),
        ("evidence.source", _source(article, words)),
    ]
    pairs = "".join(f"<dt>{escape(words(name))}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    return f'<dl class="facts">{pairs}</dl>'


def _value(row: Row, words: Words) -> str:
    """The figure with its bounds, then how to read it: ``▼ 78%（同比，变化量）``."""
    if row["kind"] == "date":
        return amount(row, words.language)
    notes = [words(f"{column}.{row[column]}") for column in ("basis", "role", "bound") if row[column]]
    shown = figure(row, words)
    return f"{shown}（{'，'.join(notes)}）" if words.language == "zh" else f"{shown} ({', '.join(notes)})"


def _with_basis(shown: str, basis: str, words: Words) -> str:
    if not shown:
        return words(basis)
    return f"{shown}（{words(basis)}）" if words.language == "zh" else f"{shown} ({words(basis)})"


def _source(article: Article, words: Words) -> str:
    published = day(article.published_on, words.language) if article.published_on else words("evidence.undated")
    return " · ".join(filter(None, [article.publisher, published, article.source]))


def _links(article: Article, claim_id: str, words: Words) -> None:
    """The original (only over http or https) and this claim's own address, each in a new tab."""
    own = {state.CLAIM: claim_id} | ({state.LANGUAGE: words.language} if words.language != "zh" else {})
    with st.container(key="links", horizontal=True, gap="small"):
        if is_web_address(article.url):
            st.link_button(words("evidence.original"), article.url)
        st.link_button(words("evidence.permalink"), f"?{urlencode(own)}")


def is_web_address(url: str) -> bool:
    """Whether a link may be offered: http or https, with a host, nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
