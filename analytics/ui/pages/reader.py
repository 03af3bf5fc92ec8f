"""The reader page: an article with every figure marked, the list of its figures, and the evidence of the selected one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from html import escape
from urllib.parse import parse_qs

import pyarrow as pa
import streamlit as st

from analytics.claims.order import Order
from analytics.claims.rows import ListedClaim, records
from analytics.claims.selection import Selection
from analytics.i18n.format import grouped, publication_day
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset
from analytics.search.passages import spans
from analytics.ui import datasets, layout, state
from analytics.ui.articleview import article_view, has_hit
from analytics.ui.components import article, filters, table
from analytics.ui.highlight import visible
from analytics.ui.pages import evidence, marks
from analytics.ui.pages.articlelist import article_row, found
from analytics.ui.palette import KIND_COLOURS
from extractors.model import Article

ARTICLE, FIND, BACK, FURNITURE = "article", "find", "back", "furniture"
HIT = "hit"  # where in the source text the words sought stand that the reader came for
_COLUMNS = ("title", "publisher", "published_on", "figures")
_IN_ORDER = Order(("start",))


def page() -> None:
    """The article given in the URL, or the list to choose from."""
    words, selection, dataset = state.words(), state.selection(), datasets.visible()
    if not filters.sidebar_or_help(dataset, selection, words):
        return
    doc_id = state.query_parameter(ARTICLE) or _article_of(dataset, state.query_parameter(state.CLAIM))
    if doc_id:
        filters.chips(dataset, selection, words)
        _reading(doc_id, selection)
    else:
        _choice(dataset, selection, words)


def _article_of(dataset: Dataset, claim_id: str) -> str:
    row = dataset.table.claim(claim_id) if claim_id else None
    return row.doc_id if row else ""


def _sort() -> str:
    """The order of the articles, also used for the links to the previous and next one."""
    sort = state.query_parameter(state.SORT)
    return sort if sort.removeprefix("-") in _COLUMNS else "-published_on"


# --- the articles ------------------------------------------------------------------------------------


def _choice(dataset: Dataset, selection: Selection, words: Words) -> None:
    by, falling, known = _sort().removeprefix("-"), _sort().startswith("-"), _known(dataset)
    at = table.asked_page(known.num_rows) or 1
    total, shown = dataset.table.articles(known, selection, by, falling, (at - 1) * table.PAGE_ROWS, table.PAGE_ROWS)
    help_text = words("reader.choose_help", n=grouped(total, words))
    st.html(f'<h1 class="lead">{escape(words("reader.choose"))}</h1><p class="sub">{escape(help_text)}</p>')
    filters.chips(dataset, selection, words)
    state.seed("find", state.query_parameter(FIND))
    st.text_input(words("reader.find"), key="find", placeholder=words("reader.find_hint"), on_change=_find, label_visibility="collapsed")
    if not shown:
        filters.no_match(selection, words, words("reader.none"), words("reader.none_help"))
        return
    table.show(
        [article_row(row, words) for row in shown], _COLUMNS, words,
        label=words("reader.choose"), key="articles", chosen="", on_choose=_open, sort=_sort(), page=at,
    )  # fmt: skip
    table.pager(at, table.pages_of(total), words)


def _known(dataset: Dataset) -> pa.Table:
    """Articles that match the search."""
    return found(dataset.articles, state.query_parameter(FIND).split())


def _find() -> None:
    state.update_query(**{FIND: st.session_state["find"].strip(), state.PAGE: ""})


def _open(doc_id: str) -> None:
    state.update_query(**{ARTICLE: doc_id, state.CLAIM: "", HIT: ""})


# --- one article -------------------------------------------------------------------------------------


@st.fragment
def _reading(doc_id: str, selection: Selection) -> None:
    """A fragment, so that selecting a figure redraws nothing else."""
    if state.frame_is_old():
        st.rerun()
    layout.guarded(partial(_read, doc_id, selection), state.words())


def _read(doc_id: str, selection: Selection) -> None:
    words, dataset = state.words(), datasets.visible()
    read = dataset.article(doc_id)
    _ways(dataset, doc_id, selection, words)
    if not read:
        layout.empty(words("reader.unknown"), words("reader.unknown_help", article=doc_id[:80]))
        return
    claims = records(dataset.table.rows(Selection(repeats=True).choosing("doc", [doc_id]), _IN_ORDER), ListedClaim)
    inside = _inside(dataset, doc_id, selection, claims)
    chosen = state.query_parameter(state.CLAIM)
    left, right = st.columns([1.85, 1], gap="large")
    with right, st.container(key="reader-margin"):
        if chosen:  # drawn first, because the reader is waiting for it after a click
            _card(dataset, _ids(claims), inside, chosen, words)
        margin = st.container()
    with left:
        hits = spans(read.raw, selection.words().wanted)
        _head(read, claims, inside, selection, words)
        marks.show(doc_id, words)
        if selection.words().wanted:
            layout.note(words("reader.hits", n=grouped(len(hits), words), text=selection.search))
        _text(read, claims, inside, chosen, hits, words)
    with margin:
        _margin(doc_id, claims, inside, chosen, words)


def _ways(dataset: Dataset, doc_id: str, selection: Selection, words: Words) -> None:
    """Links back to the page the reader came from, to the list, and to the previous and next article."""
    by, falling = _sort().removeprefix("-"), _sort().startswith("-")
    before, after = dataset.table.neighbours(_known(dataset), selection, by, falling, doc_id)
    with st.container(key="reader-ways", horizontal=True, vertical_alignment="center", gap="medium"):
        page, _, query = state.query_parameter(BACK).partition("?")
        if f"page.{page}" in words:
            label = words("reader.back", page=words(f"page.{page}"))
            st.button(label, key="back", type="tertiary", on_click=_leave, args=(page, parse_qs(query)))
        st.button(
            words("reader.list"),
            key="list",
            type="tertiary",
            on_click=state.update_query,
            kwargs={ARTICLE: "", state.CLAIM: "", HIT: "", BACK: ""},
        )
        st.button(words("reader.previous"), key="before", type="tertiary", disabled=not before, on_click=_open, args=(before,))
        st.button(words("reader.next"), key="after", type="tertiary", disabled=not after, on_click=_open, args=(after,))


def _leave(page: str, query: dict[str, list[str]]) -> None:
    state.leave_for(page, **query)


def _inside(dataset: Dataset, doc_id: str, selection: Selection, claims: Sequence[ListedClaim]) -> set[str]:
    """Ids of the article's claims that pass the filters."""
    if not selection.narrows:
        return _ids(claims)
    if selection.of("doc") and doc_id not in selection.of("doc"):
        return set()
    return set(dataset.table.rows(selection.listing_repeats(True).choosing("doc", [doc_id]), _IN_ORDER)["claim_id"])


def _ids(claims: Iterable[ListedClaim]) -> set[str]:
    return {claim.claim_id for claim in claims}


def _head(read: Article, claims: Sequence[ListedClaim], inside: set[str], selection: Selection, words: Words) -> None:
    """Title, publisher and date; number of figures by kind."""
    published = publication_day(read.published_on, words)
    source = " · ".join(filter(None, [read.publisher, published, read.source, layout.fetched(read, words)]))
    title = read.title or words("reader.untitled")
    st.html(f'<h1 class="lead article-title" lang="zh">{visible(title)}</h1><p class="sub">{visible(source)}</p>')
    if not claims:
        layout.note(words("reader.none_read"))
        return
    counts = Counter(claim.kind for claim in claims)
    kinds = "".join(
        f'<span class="kind-{kind}"><i></i>{escape(words.of("kind", kind))} <b>{counts[kind]}</b></span>'
        for kind in KIND_COLOURS
        if kind in counts
    )
    repeats = sum(claim.repeat for claim in claims)
    counted = [
        words("reader.figures", n=len(claims)),
        words("reader.repeats", n=repeats) if repeats else "",
        words("reader.inside", n=len(inside)) if selection.narrows else "",
    ]
    count = " · ".join(filter(None, counted))
    st.html(f'<p class="legend"><strong>{escape(count)}</strong>{kinds}</p>')


def _text(
    read: Article, claims: Sequence[ListedClaim], inside: set[str], chosen: str, hits: Sequence[tuple[int, int]], words: Words
) -> None:
    """The view switches, and the text. Page furniture with words that are sought is shown in any case."""
    as_published = state.query_parameter(state.VIEW) == "raw"
    paragraphs = article_view(read, claims, as_published, hits)
    aside = sum(paragraph["sort"] == "aside" for paragraph in paragraphs)
    with st.container(key="reader-switches", horizontal=True, vertical_alignment="center", gap="medium"):
        views = {"cleaned": words("evidence.cleaned"), "raw": words("evidence.raw")}
        state.seed("reader-view", "raw" if as_published else "cleaned")
        st.segmented_control(
            words("evidence.view"), list(views), format_func=views.__getitem__, key="reader-view", required=True,
            on_change=_switch_view, label_visibility="collapsed",
        )  # fmt: skip
        if aside:
            state.seed("furniture", bool(state.query_parameter(FURNITURE)))
            st.toggle(words("reader.furniture", n=aside), key="furniture", on_change=_switch_furniture)
    if not state.query_parameter(FURNITURE):
        paragraphs = [paragraph for paragraph in paragraphs if paragraph["sort"] != "aside" or has_hit(paragraph)]
    article.text(
        paragraphs, pale=[claim.claim_id for claim in claims if claim.claim_id not in inside], chosen=chosen, hit=_hit(hits),
        as_published=as_published, words=words, on_choose=evidence.open_claim,
    )  # fmt: skip


def _hit(hits: Sequence[tuple[int, int]]) -> int | None:
    """The number of the occurrence in the URL."""
    asked = state.query_parameter(HIT)
    return next((number for number, (start, _) in enumerate(hits) if str(start) == asked), None)


def _switch_view() -> None:
    state.update_query(**{state.VIEW: "raw" if st.session_state["reader-view"] == "raw" else ""})


def _switch_furniture() -> None:
    state.update_query(**{FURNITURE: "1" if st.session_state["furniture"] else ""})


def _card(dataset: Dataset, own: set[str], inside: set[str], chosen: str, words: Words) -> None:
    """The evidence of the selected figure; for one in another article, a link to it."""
    with st.container(key="reader-card"):
        st.button(words("reader.close"), key="close", type="tertiary", on_click=evidence.open_claim, args=("",))
        there = "" if chosen in own else _article_of(dataset, chosen)
        if there:
            layout.note(words("reader.elsewhere"))
            st.button(words("reader.open_there"), key="there", on_click=state.update_query, kwargs={ARTICLE: there})
        else:
            evidence.panel(chosen, words, outside=chosen in own and chosen not in inside)


def _margin(doc_id: str, claims: Sequence[ListedClaim], inside: set[str], chosen: str, words: Words) -> None:
    """All figures in reading order."""
    if not claims:
        return
    article.margin(claims, inside=inside, chosen=chosen, words=words, on_choose=evidence.open_claim)
    st.button(words("reader.table"), key="as-table", type="tertiary", on_click=_as_table, args=(doc_id,))


def _as_table(doc_id: str) -> None:
    """Open the figures of this article as a table on the overview."""
    state.select(Selection().choosing("doc", [doc_id]))
    state.leave_for("overview")
