"""A claim's sentence as escaped HTML with its figure marked: the only place where article text becomes HTML.

A whole article is laid out in ``articleview``, as texts that a component sets as text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from html import escape
from typing import Any

import regex

from extractors.model import Article, Sentence
from extractors.text import clean

# Characters that can't be seen, or that reorder others.
UNSEEN = regex.compile(r"(?!\r\n)[\p{Cf}\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}--[\n\t]]", regex.V1)


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


def introduction_html(article: Article, innovation_row: Mapping[str, Any]) -> str:
    """The same for an innovation at its first mention in an article: a row by ``INNOVATION_COLUMNS``, cleaned."""
    return evidence_html(article, {**innovation_row, "claim_id": innovation_row["innovation_id"], "kind": "name"}, as_published=False)


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
    """Escaped text in which the characters ``UNSEEN`` stand as their code points."""
    parts, position = [], 0
    for match in UNSEEN.finditer(text):
        parts += [escape(text[position : match.start()]), f'<span class="unseen">{code_point(match[0])}</span>']
        position = match.end()
    return "".join([*parts, escape(text[position:])])


def code_point(char: str) -> str:
    """``U+200B``."""
    return f"U+{ord(char):04X}"
