"""The figure card: a figure's sentence with its neighbours, the values read and why, the source, and actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.claims.rows import WholeClaim
from analytics.export.citation import STYLES, cited, is_web_address
from analytics.i18n.format import ARROWS, amount, bounds, figure, period, place, publication_day, type_of
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.ui import access, brief_selection, datasets, layout, state
from analytics.ui.components import copying
from analytics.ui.highlight import clipped, evidence_html, passage, visible
from analytics.ui.pages import marks
from extractors.model import Article
from extractors.source.clean import clean

_VIEWS = {"cleaned": "evidence.cleaned", "raw": "evidence.raw"}
ClaimWithArticle = tuple[WholeClaim, Article]


def panel(claim_id: str, words: Words, *, outside: bool) -> None:
    """Look up a claim and draw its card. ``outside`` marks a claim outside the filters; an unknown id gives a message."""
    card(claim_id, find(claim_id), words, outside=outside)


def evidence_column(words: Words, *, asked_for: bool) -> DeltaGenerator:
    """The place for the evidence beside charts. On a phone, where a figure was ``asked_for``, it lies over the page and can be closed."""
    place = st.container(key="beside" if asked_for else "beside-first")
    if asked_for:
        place.button(words("document.close"), key="close-sheet", type="tertiary", on_click=state.update_query, kwargs={state.CLAIM: ""})
    return place


def find(claim_id: str) -> ClaimWithArticle | None:
    """The claim with all its columns, and its article; None if unknown."""
    dataset = datasets.visible()
    row = dataset.table.claim(claim_id)
    article = row and dataset.article(row.doc_id)
    return (row, article) if row and article else None


def find_all(claim_ids: Sequence[str]) -> dict[str, ClaimWithArticle]:
    """Claims as from ``find``, by id; unknown ids are left out."""
    dataset = datasets.visible()
    articles = {claim_id: (row, dataset.article(row.doc_id)) for claim_id, row in dataset.table.several(claim_ids).items()}
    return {claim_id: (row, article) for claim_id, (row, article) in articles.items() if article}


def open_claim(claim_id: str) -> None:
    """Select this claim, so that its evidence is shown."""
    state.update_query(**{state.CLAIM: claim_id})


def sentence_of(found: ClaimWithArticle) -> dict[str, str]:
    """The cleaned sentence as plain texts ``head``, ``lead``, ``figure``, ``rest``, ``tail`` (see ``Clipped``), and the ``kind``."""
    row, article = found
    seen = passage(article, row, as_published=False)
    parts = {"figure": seen.figure, **clipped(seen)._asdict()}
    return {name: written_out(text) for name, text in parts.items()} | {"kind": row.kind}


def card(claim_id: str, found: ClaimWithArticle | None, words: Words, *, outside: bool) -> None:
    """Draw the card of a claim that is already looked up; ``found`` is None for an unknown id."""
    with st.container(key="evidence", border=True):
        if not found:
            layout.empty(words("evidence.unknown"), words("evidence.unknown_help", claim=claim_id[:80]))
            return
        row, article = found
        _remarks(row, outside=outside, words=words)
        st.html(_reading(row, words))
        _quotation(article, row, words)
        st.html(_facts(article, row, words))
        marks.show(row.claim_id, words)
        _actions(article, row, words)


def _remarks(row: WholeClaim, *, outside: bool, words: Words) -> None:
    if first := row.duplicate_of or row.reprint_of:
        layout.note(words("evidence.repeat" if row.duplicate_of else "evidence.reprint"))
        st.button(words("evidence.first"), key="first", type="tertiary", on_click=open_claim, args=(first,))
    elif outside:
        layout.note(words("evidence.outside"))


def _quotation(article: Article, row: WholeClaim, words: Words) -> None:
    view = state.query_parameter(state.VIEW) if state.query_parameter(state.VIEW) in _VIEWS else "cleaned"
    st.html(evidence_html(article, row, as_published=view == "raw", whole=words("evidence.whole")))
    state.seed("view", view)
    st.segmented_control(
        words("evidence.view"), list(_VIEWS), format_func=lambda code: words(_VIEWS[code]), key="view", required=True,
        on_change=_switch_view, label_visibility="collapsed",
    )  # fmt: skip


def _switch_view() -> None:
    state.update_query(**{state.VIEW: "raw" if st.session_state["view"] == "raw" else ""})


# --- the values read ---------------------------------------------------------------------------


def _reading(row: WholeClaim, words: Words) -> str:
    """The number, large, after an arrow for its direction; below it how to read it: ``同比 · 变化量 · 不少于 4,300 起``."""
    shown = amount(row, words) if row.kind == "date" else figure(row, words)
    arrow = ARROWS.get(row.direction, "") if row.kind != "date" else ""
    led = f'<b class="{escape(row.direction)}">{arrow}</b>' if arrow else ""
    notes = [words.of("kind", row.kind), *(words(f"{name}.{code}") for name, code in (("basis", row.basis), ("role", row.role)) if code)]
    notes.append(bounds(row, words) or (words("bound.exact") if row.bound == "exact" else ""))
    return (
        f'<p class="reading">{led}{visible(shown.removeprefix(arrow))}</p>'
        f'<p class="reading-notes">{escape(" · ".join(filter(None, notes)))}</p>'
    )


def _facts(article: Article, row: WholeClaim, words: Words) -> str:
    """Values read from the sentence, as an HTML list of names and values; place and period come with the reason."""
    published = publication_day(article.published_on, words)
    facts = [
        ("evidence.wording", clean(row.text).text),
        ("evidence.subject", row.subject or ("" if row.kind == "date" else words("missing.subject"))),
        ("evidence.metric", words.of("metric", row.metric) if row.metric else ""),
        ("evidence.place", _with_basis(place(row, words, full=True), f"region_basis.{row.region_basis}", words)),
        ("evidence.period", _with_basis(period(row, words), f"period_basis.{row.period_basis}", words)),
        ("evidence.innovation", " · ".join(filter(None, [row.innovation, type_of(row, words)]))),
        ("evidence.notes", _joined([words(f"note.{code}") for code in row.notes.split()], words)),
        ("evidence.rule", row.rule),
        ("evidence.title", article.title),
        ("evidence.source", " · ".join([article.publisher or words("missing.publisher"), published])),
        (
            "evidence.address" if article.fetched_on else "evidence.file",
            " · ".join(filter(None, [article.source, layout.fetched(article, words)])),
        ),
    ]
    pairs = "".join(
        f'<dt>{escape(words(name))}</dt><dd class="{name.split(".")[1]}">{visible(value)}</dd>' for name, value in facts if value
    )
    return f'<dl class="facts">{pairs}</dl>'


def _joined(parts: list[str], words: Words) -> str:
    return words("join.clauses").join(parts)


def _with_basis(shown: str, basis: str, words: Words) -> str:
    return words("join.aside", said=shown, aside=words(basis)) if shown else words(basis)


# --- actions -----------------------------------------------------------------------------------


def _actions(article: Article, row: WholeClaim, words: Words) -> None:
    """Buttons to cite, collect, read and correct. The original opens in a new tab, and only over http or https."""
    claim_id, doc_id = row.claim_id, row.doc_id
    with st.container(key="actions", horizontal=True, gap="small"):
        copying.show(words("evidence.cite"), _to_copy(article, row, words), words, key="cite")
        copying.show(words("evidence.permalink"), [(words("evidence.permalink"), _own_address(claim_id, words))], words, key="permalink")
        _gather(claim_id, words)
        st.button(
            words("evidence.read"), key="read", on_click=state.leave_for, args=("reader",), kwargs={"article": doc_id, "claim": claim_id}
        )
        if access.visitor().reviews:
            st.button(words("evidence.correct"), key="correct", on_click=state.leave_for, args=("review",), kwargs={"claim": claim_id})
        if row.innovation:
            st.button(
                words("evidence.innovation_page"), key="innovation", on_click=state.leave_for, args=("innovations",), kwargs={"name": row.innovation}
            )  # fmt: skip
        if is_web_address(article.url):
            st.link_button(words("evidence.original"), article.url)


def _to_copy(article: Article, row: WholeClaim, words: Words) -> list[tuple[str, str]]:
    """The citation in each style, by name, and the sentence."""
    address = _own_address(row.claim_id, words)
    references = [(style, cited(style, article, row, date.today(), address)) for style in STYLES]
    return [*references, (words("evidence.sentence"), row.sentence)]


def _own_address(claim_id: str, words: Words) -> str:
    return state.permalink(claim_id) + ("" if words.language == "zh" else f"&{state.LANGUAGE}={words.language}")


def _gather(claim_id: str, words: Words) -> None:
    inside = claim_id in brief_selection.claim_ids()
    full = brief_selection.is_full() and not inside
    st.button(
        words("evidence.release" if inside else "evidence.gather"), key="gather", on_click=brief_selection.toggle, args=(claim_id,),
        disabled=full, help=words("brief.full", n=brief_selection.MOST) if full else None,
    )  # fmt: skip
