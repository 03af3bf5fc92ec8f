"""A claim's sentence as escaped HTML with its figure marked: the only place where article text becomes HTML."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple

from extractors.model import Article, Sentence
from extractors.text import CleanText, clean


def evidence_html(article: Article, claim_row: Mapping[str, Any], as_published: bool) -> str:
    """The sentence with ``<mark>`` around the figure, one paler sentence before and one after.

    ``data-text`` is the figure exactly as the source has it. ``as_published`` shows every character of the
    source, invisible ones by their code point; otherwise annotations and noise are cleaned away.
    """
    before, sentence, after = _with_neighbours(article, claim_row)
    parts = [
        _neighbour(article, before, as_published),
        f'<span class="sentence">{_marked(article, sentence, claim_row, as_published)}</span>',
        _neighbour(article, after, as_published),
    ]
    view = "as-published" if as_published else "cleaned"
    return f'<blockquote class="evidence {view}" lang="zh">{"".join(parts)}</blockquote>'


def _with_neighbours(article: Article, row: Mapping[str, Any]) -> tuple[Sentence | None, Sentence, Sentence | None]:
    """The claim's sentence between the ones before and after it. A figure that a person added may stand in a line that is no sentence."""
    start, end = int(row["sentence_start"]), int(row["sentence_end"])
    own = [sentence for sentence in article.sentences if sentence.start == start] or [Sentence(row["sentence"], start, end, 0)]
    before = [sentence for sentence in article.sentences if sentence.end <= start]
    after = [sentence for sentence in article.sentences if sentence.start >= own[0].end]
    return (before[-1] if before else None), own[0], (after[0] if after else None)


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


class Run(NamedTuple):
    """Characters that stand side by side in the source too, the first at ``at``; ``mark`` says whose they are, empty for nobody's.

    ``text`` of an ``unseen`` character is its code point's name.
    """

    at: int
    text: str
    mark: str
    unseen: bool


def runs(shown: CleanText, start: int, end: int, marks: Mapping[str, tuple[int, int]]) -> list[Run]:
    """``shown.text[start:end]`` cut so that the source position of each character can be told: whatever a reader selects of it is a
    stretch of the source. ``marks`` are stretches of the source by name; where two overlap, the first named has it."""
    owner = {at: name for name, (first, last) in reversed(list(marks.items())) for at in range(first, last)}
    found: list[Run] = []
    for at, char in zip(shown.origin[start:end], shown.text[start:end], strict=True):
        unseen, mark = _is_unseen(char) and char != "\r", owner.get(at, "")
        last = found[-1] if found else None
        if last and not unseen and not last.unseen and last.mark == mark and last.at + len(last.text) == at:
            found[-1] = last._replace(text=last.text + char)
        else:
            found.append(Run(at, f"U+{ord(char):04X}" if unseen else char, mark, unseen))
    return found


def visible(text: str) -> str:
    """Escaped text in which characters that can't be seen, or that reorder others, stand as their code points."""
    return "".join(_unseen(char) if _is_unseen(char) else escape(char) for char in text)


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co", "Cn") and char not in "\n\t"


def _unseen(char: str) -> str:
    return f'<span class="unseen">U+{ord(char):04X}</span>'
