"""Two components: an article with clickable figures, and the list of its figures.

They are custom because all article text must be inserted as text, and marks must be focusable by keyboard and report clicks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.ui.articleview import Paragraph
from analytics.ui.components import script, source

_text = st.components.v2.component(
    "youju_article",
    html='<article lang="zh"></article>',
    css=source("article.css"),
    js=script("article.js"),
)
_margin = st.components.v2.component(
    "youju_margin",
    html='<div class="figures"></div>',
    css=source("margin.css"),
    js=script("margin.js"),
)


def text(
    paragraphs: Sequence[Paragraph], *, pale: Sequence[str], chosen: str, as_published: bool, words: Words, on_choose: Callable[[str], None]
) -> None:
    """Draw an article. Claims in ``pale`` are outside the filters; the claim ``chosen`` is scrolled into view."""
    drawn = json.dumps(paragraphs, ensure_ascii=False)
    data = {
        "label": words("reader.article"),
        "not_read": words("reader.not_read"),
        "table_not_read": words("reader.table_not_read"),
        "paragraphs": drawn,
        "version": hashlib.sha256(drawn.encode("utf-8", "surrogatepass")).hexdigest(),
        "as_published": as_published,
        "pale": list(pale),
        "chosen": chosen,
    }
    _text(key="article", data=data, on_choose_change=lambda: on_choose(st.session_state["article"]["choose"]))


def margin(rows: Sequence[Mapping[str, object]], *, chosen: str, words: Words, on_choose: Callable[[str], None]) -> None:
    """List figures: rows of ``id``, ``kind``, ``figure``, ``subject``, and ``pale`` for one outside the filters."""
    shown = [{name: written_out(str(value)) if name == "subject" else value for name, value in row.items()} for row in rows]
    data = {"label": words("reader.margin"), "hint": words("reader.keys"), "rows": shown, "chosen": chosen}
    _margin(key="margin", data=data, on_choose_change=lambda: on_choose(st.session_state["margin"]["choose"]))
