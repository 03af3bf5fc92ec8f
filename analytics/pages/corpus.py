"""Articles: what the figures were read from, which files could not be read, and the way to one article's figures."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from analytics.pages import layout, state, table
from analytics.selection import Selection
from analytics.words import Words
from extractors.model import Article

_COLUMNS = ("title", "publisher", "published_on", "figures", "source")
_SORTS = {name: (name,) for name in _COLUMNS}


def page() -> None:
    """The list of articles, a page at a time, and the files that could not be read."""
    words, corpus = state.words(), state.corpus()
    if not corpus.articles:
        layout.empty(words("empty.corpus"), words("empty.corpus_help"))
    else:
        _articles(_overview(list(corpus.articles.values()), state.frame()), words)
    if corpus.unreadable or corpus.doubtful:
        st.html(f'<h2 class="question">{escape(words("corpus.unreadable"))}</h2>')
        layout.problems(corpus.unreadable, corpus.doubtful, words)


def _overview(articles: list[Article], frame: pd.DataFrame) -> pd.DataFrame:
    """One row per article: the columns of ``_COLUMNS`` with ``figures`` counted once each, and ``doc_id``."""
    counts = frame.loc[~frame["repeat"], "doc_id"].value_counts()
    rows = [(a.doc_id, a.title, a.publisher, a.published_on, int(counts.get(a.doc_id, 0)), a.source) for a in articles]
    return pd.DataFrame(rows, columns=["doc_id", *_COLUMNS])


def _articles(rows: pd.DataFrame, words: Words) -> None:
    sort = state.one(state.SORT) or "-published_on"
    in_order = table.ordered(rows, sort, _SORTS)
    page = table.page_of(in_order, "doc_id", "")
    shown = in_order["doc_id"].iloc[(page - 1) * table.PAGE_ROWS : page * table.PAGE_ROWS]
    counts, articles = dict(zip(rows["doc_id"], rows["figures"], strict=True)), state.corpus().articles
    st.html(f'<h1 class="lead">{words("corpus.count", n=len(rows))}</h1><p class="sub">{escape(words("corpus.help"))}</p>')
    table.show(
        [table.article_row(articles[doc_id], counts[doc_id], words) for doc_id in shown], _COLUMNS, words,
        label=words("page.corpus"), key="articles", chosen="", on_choose=_only, sort=sort, page=page,
    )  # fmt: skip
    table.pager(page, table.pages_of(len(rows)), words)


def _only(doc_id: str) -> None:
    """Show this article's figures."""
    state.select(Selection().choosing("doc", [doc_id]))
    state.go(**{state.SORT: ""})
    state.leave_for_overview()
