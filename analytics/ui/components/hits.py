"""The articles that a search has found, with their passages: custom, so that all text is inserted as text and every passage is one link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from analytics.i18n.format import grouped, publication_day
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.ingest.article_search import FoundArticle
from analytics.search.passages import marked
from analytics.ui.components import script

_KEY = "hits"
_list = st.components.v2.component("youju_hits", html='<ol class="hits"></ol>', js=script("hits.js"), isolate_styles=False)


def show(
    found: Sequence[FoundArticle], sought: Sequence[str], address: Callable[[str, int | None], str], words: Words, *,
    on_open: Callable[[str, int | None], None],
) -> None:  # fmt: skip
    """Draw the articles, with the words ``sought`` marked. A link leads to ``address`` of an article and a place in it, or ``on_open``."""

    def opened() -> None:
        chosen = st.session_state[_KEY]["open"]
        on_open(chosen["article"], chosen["at"])

    data = {"label": words("search.articles"), "articles": [_article(each, sought, address, words) for each in found]}
    _list(key=_KEY, data=data, on_open_change=opened)


def _article(found: FoundArticle, sought: Sequence[str], address: Callable[[str, int | None], str], words: Words) -> dict[str, Any]:
    row, further = found.article, found.count - sum(len(passage.pieces) // 2 for passage in found.passages)
    first = found.passages[0].at if found.passages else None
    facts = [written_out(row.publisher), publication_day(row.published_on, words)]
    return {
        "id": row.doc_id,
        "title": _readable(marked(row.title or row.source, sought)),
        "facts": " · ".join(filter(None, facts)),
        "count": words("search.count", n=grouped(found.count, words)) if found.count else words("search.in_title"),
        "at": first,
        "address": address(row.doc_id, first),
        "passages": [
            {"at": passage.at, "address": address(row.doc_id, passage.at), "pieces": _readable(passage.pieces)}
            for passage in found.passages
        ],
        "more": words("search.more", n=grouped(further, words)) if further > 0 else "",
    }


def _readable(pieces: Sequence[str]) -> list[str]:
    return [written_out(piece) for piece in pieces]
