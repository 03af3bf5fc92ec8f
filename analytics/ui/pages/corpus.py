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
from analytics.ingest.dataset import Dataset
from analytics.ui import datasets, layout, state
from analytics.ui.components import filters, table
from analytics.ui.pages import adding, article_actions, document
from analytics.ui.pages.articlelist import article_row, found

ARTICLE, FIND = "article", "find"  # query parameters: the selected article, and the search text
_COLUMNS = ("title", "publisher", "published_on", "figures", "source", "encoding")
_BESIDE = ("title", "publisher", "published_on", "figures")  # columns shown while an article is open beside the list
_TROUBLES = 200  # listed on the page; the report of the workspace has them all


def page() -> None:
    """Draw the page."""
    words, selection, seen = state.words(), state.selection(), article_actions.revisions()
    dataset = datasets.visible()
    if dataset.articles.num_rows:
        filters.sidebar(dataset.table, selection, words)
    st.html(f'<h1 class="lead">{words("corpus.count", n=number(dataset.articles.num_rows, words))}</h1>')
    adding.box(words)
    adding.sharing(words)
    adding.outcomes(words)
    if dataset.articles.num_rows:
        filters.chips(dataset, selection, words)
        _list_and_article(dataset, selection, seen, words)
    document.removed(seen, words)
    _troubles(dataset, words)


def _list_and_article(dataset: Dataset, selection: Selection, shown_revisions: Mapping[str, str], words: Words) -> None:
    chosen = state.query_parameter(ARTICLE)
    left, right = st.columns([2.02, 1], gap="medium") if chosen else (st.container(), None)
    with left:
        _list(dataset, selection, chosen, words)
    if right is not None:
        with right:
            document.panel(chosen, _figures(dataset, chosen), dataset, shown_revisions.get(chosen, ""), words)


def _figures(dataset: Dataset, doc_id: str) -> int:
    return dataset.table.summary(Selection({"doc": (doc_id,)})).figures


def _list(dataset: Dataset, selection: Selection, chosen: str, words: Words) -> None:
    """Articles that pass the filters and match the search, paginated."""
    state.seed("find", state.query_parameter(FIND))
    st.text_input(
        words("corpus.find"), key="find", placeholder=words("corpus.find"), label_visibility="collapsed",
        on_change=lambda: state.update_query(**{FIND: st.session_state["find"].strip(), state.PAGE: ""}),
    )  # fmt: skip
    sort = state.query_parameter(state.SORT)
    if sort.removeprefix("-") not in _COLUMNS:
        sort = "-published_on"
    known = found(dataset.articles, state.query_parameter(FIND).split())
    asked = table.asked_page(known.num_rows) or 1
    total, shown = _page(dataset, known, selection, sort, asked)
    if not total:
        filters.no_match(selection, words, words("corpus.none"), words("corpus.none_help"))
        return
    if not shown:  # the page in the URL no longer exists
        asked = table.pages_of(total)
        total, shown = _page(dataset, known, selection, sort, asked)
    if total < dataset.articles.num_rows:
        layout.note(words("corpus.found", n=number(total, words)))
    table.show(
        [_row(row, words) for row in shown], _BESIDE if chosen else _COLUMNS, words, label=words("page.corpus"), key="articles", chosen=chosen,
        on_choose=lambda doc_id: state.update_query(**{ARTICLE: doc_id}), sort=sort, page=asked,
    )  # fmt: skip
    table.pager(asked, table.pages_of(total), words)


def _page(dataset: Dataset, known: pa.Table, selection: Selection, sort: str, page: int) -> tuple[int, list[ListedArticle]]:
    by, falling = sort.removeprefix("-"), sort.startswith("-")
    return dataset.table.articles(known, selection, by, falling, (page - 1) * table.PAGE_ROWS, table.PAGE_ROWS)


def _row(row: ListedArticle, words: Words) -> dict[str, str]:
    doubt = doubts(row.doubt, words)
    more = {"source": row.source, "encoding": " · ".join(filter(None, [adding.encoding_of(row.encoding, words), doubt]))}
    return article_row(row, words) | more


def _troubles(dataset: Dataset, words: Words) -> None:
    """Files that could not be read, or only with doubts, with the reason."""
    if not dataset.troubles:
        return
    st.html(f'<h2 class="question">{escape(words("corpus.unreadable", n=len(dataset.troubles)))}</h2>')
    adding.show(dataset.troubles[:_TROUBLES], words, "troubles")
    if len(dataset.troubles) > _TROUBLES:
        layout.note(words("corpus.more_troubles", n=number(len(dataset.troubles) - _TROUBLES, words)))
