"""Articles: what the figures were read from, which files could not be read, and the way to one article's figures."""

from __future__ import annotations

from html import escape

import streamlit as st

from analytics.archive import Archive
from analytics.pages import layout, state, table
from analytics.phrases import rows_of
from analytics.selection import Selection
from analytics.words import Words

_COLUMNS = ("title", "publisher", "published_on", "figures", "source")


def page() -> None:
    """The list of articles, a page at a time, and the files that could not be read."""
    words, archive = state.words(), state.archive()
    if archive.articles.num_rows:
        _articles(archive, words)
    else:
        layout.empty(words("empty.corpus"), words("empty.corpus_help"))
    if archive.unreadable or archive.doubtful:
        st.html(f'<h2 class="question">{escape(words("corpus.unreadable"))}</h2>')
        layout.problems(archive.unreadable, archive.doubtful, words)


def _articles(archive: Archive, words: Words) -> None:
    count = archive.articles.num_rows
    sort = state.one(state.SORT)
    if sort.removeprefix("-") not in _COLUMNS:
        sort = "-published_on"
    page = table.asked_page(count) or 1
    shown = archive.table.articles(
        archive.articles, sort.removeprefix("-"), falling=sort.startswith("-"), offset=(page - 1) * table.PAGE_ROWS, limit=table.PAGE_ROWS
    )
    st.html(f'<h1 class="lead">{words("corpus.count", n=count)}</h1><p class="sub">{escape(words("corpus.help"))}</p>')
    table.show(
        [table.article_row(row, words) for row in rows_of(shown)], _COLUMNS, words,
        label=words("page.corpus"), key="articles", chosen="", on_choose=_only, sort=sort, page=page,
    )  # fmt: skip
    table.pager(page, table.pages_of(count), words)


def _only(doc_id: str) -> None:
    """Show this article's figures."""
    state.select(Selection().choosing("doc", [doc_id]))
    state.leave_for("overview")
