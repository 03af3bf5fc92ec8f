"""The articles page: adding articles, the list, one article, removed articles, and files that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pyarrow as pa
import streamlit as st

from analytics.claims.rows import ListedArticle
from analytics.claims.selection import Selection
from analytics.i18n.format import doubts, number
from analytics.i18n.words import Words
from analytics.ingest.archive import Archive
from analytics.ui import layout, state
from analytics.ui.components import filters, table
from analytics.ui.pages import adding, document, holdings
from analytics.ui.pages.articlelist import article_row, found

ARTICLE, FIND = "article", "find"  # query parameters: the selected article, and the search text
_COLUMNS = ("title", "publisher", "published_on", "figures", "source", "encoding")
_BESIDE = ("title", "publisher", "published_on", "figures")  # columns shown while an article is open beside the list
_TROUBLES = 200  # listed on the page; the report of the workspace has them all


def page() -> None:
    """Draw the page."""
    words, selection, seen = state.words(), state.selection(), holdings.revisions()
    archive = state.archive()
    if archive.articles.num_rows:
        filters.sidebar(archive.table, selection, words)
    st.html(f'<h1 class="lead">{words("corpus.count", n=number(archive.articles.num_rows, words))}</h1>')
    adding.box(words)
    adding.sharing(words)
    adding.outcomes(words)
    if archive.articles.num_rows:
        filters.chips(archive, selection, words)
        _list_and_article(archive, selection, seen, words)
    document.removed(seen, words)
    _troubles(archive, words)


def _list_and_article(archive: Archive, selection: Selection, seen: Mapping[str, str], words: Words) -> None:
    chosen = state.one(ARTICLE)
    left, right = st.columns([2.02, 1], gap="medium") if chosen else (st.container(), None)
    with left:
        _list(archive, selection, chosen, words)
    if right is not None:
        with right:
            document.panel(chosen, _figures(archive, chosen), archive, seen.get(chosen, ""), words)


def _figures(archive: Archive, doc_id: str) -> int:
    return archive.table.summary(Selection({"doc": (doc_id,)})).figures


def _list(archive: Archive, selection: Selection, chosen: str, words: Words) -> None:
    """Articles that pass the filters and match the search, paginated."""
    state.seed("find", state.one(FIND))
    st.text_input(
        words("corpus.find"), key="find", placeholder=words("corpus.find"), label_visibility="collapsed",
        on_change=lambda: state.go(**{FIND: st.session_state["find"].strip(), state.PAGE: ""}),
    )  # fmt: skip
    sort = state.one(state.SORT)
    if sort.removeprefix("-") not in _COLUMNS:
        sort = "-published_on"
    known = found(archive.articles, state.one(FIND).split())
    asked = table.asked_page(known.num_rows) or 1
    total, shown = _page(archive, known, selection, sort, asked)
    if not total:
        filters.no_match(selection, words, words("corpus.none"), words("corpus.none_help"))
        return
    if not shown:  # the page in the URL no longer exists
        asked = table.pages_of(total)
        total, shown = _page(archive, known, selection, sort, asked)
    if total < archive.articles.num_rows:
        layout.note(words("corpus.found", n=number(total, words)))
    table.show(
        [_row(row, words) for row in shown], _BESIDE if chosen else _COLUMNS, words, label=words("page.corpus"), key="articles", chosen=chosen,
        on_choose=lambda doc_id: state.go(**{ARTICLE: doc_id}), sort=sort, page=asked,
    )  # fmt: skip
    table.pager(asked, table.pages_of(total), words)


def _page(archive: Archive, known: pa.Table, selection: Selection, sort: str, page: int) -> tuple[int, list[ListedArticle]]:
    by, falling = sort.removeprefix("-"), sort.startswith("-")
    return archive.table.articles(known, selection, by, falling, (page - 1) * table.PAGE_ROWS, table.PAGE_ROWS)


def _row(row: ListedArticle, words: Words) -> dict[str, str]:
    doubt = doubts(row.doubt, words)
    more = {"source": row.source, "encoding": " · ".join(filter(None, [adding.encoding_of(row.encoding, words), doubt]))}
    return article_row(row, words) | more


def _troubles(archive: Archive, words: Words) -> None:
    """Files that could not be read, or only with doubts, with the reason."""
    if not archive.troubles:
        return
    st.html(f'<h2 class="question">{escape(words("corpus.unreadable", n=len(archive.troubles)))}</h2>')
    adding.show(archive.troubles[:_TROUBLES], words, "troubles")
    if len(archive.troubles) > _TROUBLES:
        layout.note(words("corpus.more_troubles", n=number(len(archive.troubles) - _TROUBLES, words)))
