"""Two components: an article with clickable figures, and the list of its figures.

They are custom because all article text must be inserted as text, and marks must be focusable by keyboard and report clicks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Sequence

import streamlit as st

from analytics.claims.rows import ListedClaim
from analytics.i18n.format import figure
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
    paragraphs: Sequence[Paragraph], *,
    pale: Sequence[str], chosen: str, hit: int | None, as_published: bool, words: Words, on_choose: Callable[[str], None],
) -> None:  # fmt: skip
    """Draw an article. Claims in ``pale`` are outside the filters; the claim ``chosen``, or else the occurrence ``hit``, is scrolled into
    view.
    """
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
        "hit": hit,
    }
    _text(key="article", data=data, on_choose_change=lambda: on_choose(st.session_state["article"]["choose"]))


def margin(claims: Iterable[ListedClaim], *, inside: Collection[str], chosen: str, words: Words, on_choose: Callable[[str], None]) -> None:
    """List figures in the order given. Those not ``inside`` the filters are pale."""
    rows = [
        {
            "id": claim.claim_id,
            "kind": claim.kind,
            "figure": figure(claim, words),
            "subject": written_out(claim.subject or words.of("kind", claim.kind)),
            "pale": claim.claim_id not in inside,
        }
        for claim in claims
    ]
    data = {"label": words("reader.margin"), "hint": words("reader.keys"), "rows": rows, "chosen": chosen}
    _margin(key="margin", data=data, on_choose_change=lambda: on_choose(st.session_state["margin"]["choose"]))
