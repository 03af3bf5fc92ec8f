"""The search page: one box over all articles, and what it finds: figures, and passages of articles with and without figures."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st

from analytics.claims.order import MOST_INFORMATIVE
from analytics.claims.selection import Selection
from analytics.i18n.format import grouped
from analytics.i18n.words import Words
from analytics.ingest.article_search import ArticleHits, search
from analytics.ingest.dataset import Dataset
from analytics.ui import datasets, layout, state
from analytics.ui.components import filters, hits, searchbox, table
from analytics.ui.layout import plain
from analytics.ui.pages import listing, reader

_FIGURES, _ARTICLES = 6, 10  # figures shown, and articles on a page
_COLUMNS = ("figure", "subject", "place", "period", "publisher")
_EXAMPLES = 5  # searches offered before the first one, and after one in vain


def page() -> None:
    """Draw the page."""
    words, selection, dataset = state.words(), state.selection(), datasets.visible()
    if not dataset.articles.num_rows:
        filters.no_articles(words)
        return
    found = search(dataset, selection, (_page() - 1) * _ARTICLES, _ARTICLES)
    if found.total and not found.page:  # the page in the URL does not exist
        state.update_query(**{state.PAGE: ""})
        found = search(dataset, selection, 0, _ARTICLES)
    figures = listing.rows_of(dataset.table.summary(selection), selection) if selection.words().every else 0
    _head(dataset, selection, found, figures, words)
    searchbox.show(selection.search, words)
    _remarks(selection, found, words)
    if selection.with_search("").narrows:
        filters.chips(dataset, selection, words, search=False)
    if figures:
        _figures(dataset, selection, figures, words)
    if found.total:
        _articles(selection, found, words)
    elif selection.words().every and not figures:
        _nothing(dataset, selection, words)
    elif not selection.words().every:
        _examples(dataset, words)
    filters.sidebar(dataset.table, selection, words, search=False)


def _page() -> int:
    asked = state.query_parameter(state.PAGE)
    return max(1, int(asked[:6])) if asked.isascii() and asked.isdigit() else 1


def _head(dataset: Dataset, selection: Selection, found: ArticleHits, figures: int, words: Words) -> None:
    """What was found, in one sentence; before a search, what can be searched."""
    if not selection.words().every:
        said = words("search.title", n=grouped(dataset.articles.num_rows, words))
    elif not (found.total or figures):
        said = words("search.none")
    else:
        articles = words("search.in_articles", n=grouped(found.total, words))
        said = words("search.found", articles=articles, figures=words("table.count", n=grouped(figures, words)))
    st.html(f'<h1 class="lead">{escape(said)}</h1>')


def _remarks(selection: Selection, found: ArticleHits, words: Words) -> None:
    """How the query was understood where it is doubtful, how to write one, and what was not searched."""
    sought = selection.words()
    for flaw in sought.flaws:
        layout.note(words(f"flaw.{flaw}"), "warning")
    if not sought.flaws:
        layout.note(words("search.language"))
    if found.unindexed:
        layout.note(words("search.unindexed", n=grouped(found.unindexed, words)), "warning")


# --- before a search, and after one in vain ----------------------------------------------------------


def _examples(dataset: Dataset, words: Words) -> None:
    """Innovations to look for, the most frequent first."""
    names = [name.code for name in dataset.table.spans(Selection(), "innovation", _EXAMPLES)]
    if names:
        with st.container(key="search-try", horizontal=True, vertical_alignment="center", gap="medium"):
            st.html(f'<p class="note">{escape(words("search.try"))}</p>', width="content")
            for number, name in enumerate(names):
                sought = state.selection().with_search(f"“{name}”")
                st.button(plain(name), key=f"try-{number}", type="tertiary", on_click=state.select, args=(sought,))


def _nothing(dataset: Dataset, selection: Selection, words: Words) -> None:
    """Nothing was found: how many articles have each word, and what else may help."""
    layout.note(words("search.none_help"))
    sought = selection.words()
    with st.container(key="search-instead", horizontal=True, gap="small"):
        for number, word in enumerate(sought.wanted[:_EXAMPLES] if len(sought.wanted) > 1 or sought.none else ()):
            alone = selection.with_search(f"“{word}”")
            total = search(dataset, alone, limit=0).total
            label = f"{plain(word)} · {words('search.in_articles', n=grouped(total, words))}"
            st.button(label, key=f"alone-{number}", on_click=state.select, args=(alone,), disabled=not total)
        if selection.with_search("").narrows:
            everywhere = Selection(repeats=selection.repeats).with_search(selection.search)
            st.button(words("search.unfiltered"), key="unfiltered", on_click=state.select, args=(everywhere,))


# --- what was found -----------------------------------------------------------------------------------


def _figures(dataset: Dataset, selection: Selection, figures: int, words: Words) -> None:
    """The most telling figures found, and the way to all of them with their charts."""
    shown = dataset.table.rows(selection, MOST_INFORMATIVE, 0, _FIGURES)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html(f'<h2 class="question">{escape(words("table.count", n=grouped(figures, words)))}</h2>', width="content")
        if figures > _FIGURES:
            label = words("search.all_figures", n=grouped(figures, words))
            st.button(label, key="all-figures", type="tertiary", on_click=state.leave_for, args=("overview",))
    articles = dict(zip(shown["claim_id"], shown["doc_id"], strict=True))
    table.show(
        table.claim_rows(shown, words), _COLUMNS, words, label=words("table.label"), key="claims", chosen="", sort=None,
        on_choose=lambda claim_id: _read(selection, articles[claim_id], **{state.CLAIM: claim_id}),
    )  # fmt: skip


def _articles(selection: Selection, found: ArticleHits, words: Words) -> None:
    count = words("search.in_articles", n=grouped(found.total, words))
    aside = [words("search.count_all", n=grouped(found.occurrences, words)), words("search.order")]
    if selection.with_search("").narrows:
        aside.append(words("search.filtered"))
    st.html(f'<h2 class="question">{escape(count)} <small>· {escape(" · ".join(aside))}</small></h2>')
    hits.show(
        found.page, selection.words().wanted, partial(_address, selection), words,
        on_open=lambda doc_id, at: _read(selection, doc_id, **_place(at)),
    )  # fmt: skip
    table.pager(_page(), -(-found.total // _ARTICLES), words)


def _place(at: int | None) -> dict[str, str]:
    return {} if at is None else {reader.HIT: str(at)}


def _address(selection: Selection, doc_id: str, at: int | None) -> str:
    """Where a link leads if it is opened in a new tab."""
    return f"reader?{urlencode({**state.shared_parameters(), reader.ARTICLE: doc_id, **_place(at), reader.BACK: _here()}, doseq=True)}"


def _read(selection: Selection, doc_id: str, **place: str) -> None:
    """Open an article in the reader, with the way back to this page of results."""
    state.leave_for("reader", **{reader.ARTICLE: doc_id, reader.BACK: _here(), **place})


def _here() -> str:
    return f"search?{urlencode({state.PAGE: state.query_parameter(state.PAGE)})}" if state.query_parameter(state.PAGE) else "search"
