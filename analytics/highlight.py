"""A claim's sentence as escaped HTML with its figure marked: the only place where article text becomes HTML."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from html import escape
from typing import Any

from extractors.model import Article, Sentence
from extractors.text import clean


def evidence_html(article: Article, claim_row: Mapping[str, Any], as_published: bool) -> str:
    """The sentence with ``<mark>`` around the figure, one paler sentence before and one after.

    ``data-text`` is the figure exactly as the source has it. ``as_published`` shows every character of the
    source, invisible ones by their code point; otherwise annotations and noise are cleaned away.
    """
    position = _position(article.sentences, int(claim_row["sentence_start"]))
    sentence = article.sentences[position]
    before = article.sentences[position - 1] if position else None
    after = article.sentences[position + 1] if position + 1 < len(article.sentences) else None
    parts = [
        _neighbour(article, before, as_published),
        f'<span class="sentence">{_marked(article, sentence, claim_row, as_published)}</span>',
        _neighbour(article, after, as_published),
    ]
    view = "as-published" if as_published else "cleaned"
    return f'<blockquote class="evidence {view}" lang="zh">{"".join(parts)}</blockquote>'


def _position(sentences: tuple[Sentence, ...], start: int) -> int:
    starts = [sentence.start for sentence in sentences]
    return starts.index(start)


def _neighbour(article: Article, sentence: Sentence | None, as_published: bool) -> str:
    if sentence is None:
        return ""
    raw = article.raw[sentence.start : sentence.end]
    return f'<span class="around">{visible(raw if as_published else clean(raw).text)}</span>'


def _marked(article: Article, sentence: Sentence, claim_row: Mapping[str, Any], as_published: bool) -> str:
    raw = article.raw[sentence.start : sentence.end]
    start, end = int(claim_row["start"]) - sentence.start, int(claim_row["end"]) - sentence.start
    source = raw[start:end]
    if not as_published:
        cleaned = clean(raw)
        start, end = bisect_left(cleaned.origin, start), bisect_left(cleaned.origin, end)
        raw = cleaned.text
    attributes = f'data-claim="{escape(str(claim_row["claim_id"]))}" data-text="{_attribute(source)}"'
    mark = f'<mark class="kind-{escape(str(claim_row["kind"]))}" {attributes}>{visible(raw[start:end])}</mark>'
    return visible(raw[:start]) + mark + visible(raw[end:])


def _attribute(text: str) -> str:
    """Escaped so that a browser reads back the very characters, line ends included."""
    return "".join(f"&#{ord(char)};" if char in "\r\n\t" else escape(char) for char in text)


def visible(text: str) -> str:
    """Escaped text in which characters that can't be seen, or that reorder others, stand as their code points."""
    return "".join(_unseen(char) if _is_unseen(char) else escape(char) for char in text)


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co", "Cn") and char not in "\n\t"


def _unseen(char: str) -> str:
    return f'<span class="unseen">U+{ord(char):04X}</span>'
