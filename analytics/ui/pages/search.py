"""The search page: one box over all articles, and what it finds: figures, and passages of articles with and without figures."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st

from analytics.claims.order import MOST_TELLING
from analytics.claims.selection import Selection
from analytics.i18n.format import grouped
from analytics.i18n.words import Words
from analytics.ingest.archive import Archive
from analytics.ingest.article_search import Found, search
from analytics.ui import layout, state
from analytics.ui.components import filters, hits, searchbox, table
from analytics.ui.layout import plain
from analytics.ui.pages import listing, reader

_FIGURES, _ARTICLES = 6, 10  # figures shown, and articles on a page
_COLUMNS = ("figure", "subject", "place", "period", "publisher")
_EXAMPLES = 5  # searches offered before the first one, and after one in vain


def page() -> None:
    """Draw the page."""
    words, selection, archive = state.words(), state.selection(), state.archive()
    if not archive.articles.num_rows:
        filters.no_articles(words)
        return
    found = search(archive, selection, (_page() - 1) * _ARTICLES, _ARTICLES)
    if found.total and not found.page:  # the page in the URL does not exist
        state.go(**{state.PAGE: ""})
        found = search(archive, selection, 0, _ARTICLES)
    figures = listing.rows_of(archive.table.summary(selection), selection) if selection.words().every else 0
    _head(archive, selection, found, figures, words)
    searchbox.show(selection.sought, words)
    _remarks(selection, found, words)
    if selection.seeking("").narrows:
        filters.chips(archive, selection, words, search=False)
    if figures:
        _figures(archive, selection, figures, words)
    if found.total:
        _articles(selection, found, words)
    elif selection.words().every and not figures:
        _nothing(archive, selection, words)
    elif not selection.words().every:
        _examples(archive, words)
    filters.sidebar(archive.table, selection, words, search=False)


def _page() -> int:
    asked = state.one(state.PAGE)
    return max(1, int(asked[:6])) if asked.isascii() and asked.isdigit() else 1


def _head(archive: Archive, selection: Selection, found: Found, figures: int, words: Words) -> None:
    """What was found, in one sentence; before a search, what can be searched."""
    if not selection.words().every:
        said = words("search.title", n=grouped(archive.articles.num_rows, words))
    elif not (found.total or figures):
        said = words("search.none")
    else:
        articles = words("search.in_articles", n=grouped(found.total, words))
        said = words("search.found", articles=articles, figures=words("table.count", n=grouped(figures, words)))
    st.html(f'<h1 class="lead">{escape(said)}</h1>')


def _remarks(selection: Selection, found: Found, words: Words) -> None:
    """How the query was understood where it is doubtful, how to write one, and what was not searched."""
    sought = selection.words()
    for flaw in sought.flaws:
        layout.note(words(f"flaw.{flaw}"), "warning")
    if not sought.flaws:
        layout.note(words("search.language"))
    if found.unindexed:
        layout.note(words("search.unindexed", n=grouped(found.unindexed, words)), "warning")


# --- before a search, and after one in vain ----------------------------------------------------------


def _examples(archive: Archive, words: Words) -> None:
    """Innovations to look for, the most frequent first."""
    names = [name.code for name in archive.table.spans(Selection(), "innovation", _EXAMPLES)]
    if names:
        with st.container(key="search-try", horizontal=True, vertical_alignment="center", gap="medium"):
            st.html(f'<p class="note">{escape(words("search.try"))}</p>', width="content")
            for number, name in enumerate(names):
                sought = state.selection().seeking(f"“{name}”")
                st.button(plain(name), key=f"try-{number}", type="tertiary", on_click=state.select, args=(sought,))


def _nothing(archive: Archive, selection: Selection, words: Words) -> None:
    """Nothing was found: how many articles have each word, and what else may help."""
    layout.note(words("search.none_help"))
    sought = selection.words()
    with st.container(key="search-instead", horizontal=True, gap="small"):
        for number, word in enumerate(sought.wanted[:_EXAMPLES] if len(sought.wanted) > 1 or sought.none else ()):
            alone = selection.seeking(f"“{word}”")
            total = search(archive, alone, limit=0).total
            label = f"{plain(word)} · {words('search.in_articles', n=grouped(total, words))}"
            st.button(label, key=f"alone-{number}", on_click=state.select, args=(alone,), disabled=not total)
        if selection.seeking("").narrows:
            everywhere = Selection(repeats=selection.repeats).seeking(selection.sought)
            st.button(words("search.unfiltered"), key="unfiltered", on_click=state.select, args=(everywhere,))


# --- what was found -----------------------------------------------------------------------------------


def _figures(archive: Archive, selection: Selection, figures: int, words: Words) -> None:
    """The most telling figures found, and the way to all of them with their charts."""
    shown = archive.table.rows(selection, MOST_TELLING, 0, _FIGURES)
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


def _articles(selection: Selection, found: Found, words: Words) -> None:
    count = words("search.in_articles", n=grouped(found.total, words))
    aside = [words("search.count_all", n=grouped(found.occurrences, words)), words("search.order")]
    if selection.seeking("").narrows:
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
    return f"reader?{urlencode({**state.kept(), reader.ARTICLE: doc_id, **_place(at), reader.BACK: _here()}, doseq=True)}"


def _read(selection: Selection, doc_id: str, **place: str) -> None:
    """Open an article in the reader, with the way back to this page of results."""
    state.leave_for("reader", **{reader.ARTICLE: doc_id, reader.BACK: _here(), **place})


def _here() -> str:
    return f"search?{urlencode({state.PAGE: state.one(state.PAGE)})}" if state.one(state.PAGE) else "search"
