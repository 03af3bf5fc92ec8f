"""The sentences of an article in which the words of a query stand, and where in the source they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.search.folding import FoldedText, fold, fold_word
from extractors.source.sentences import split

_AROUND = 70  # characters of a sentence shown on either side of what is marked


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, cleaned, as alternately unmarked and marked ``pieces``, the first unmarked; a long one is cut around its marks.

    ``at`` is where its first mark begins in the source text.
    """

    at: int
    pieces: tuple[str, ...]


def spans(raw: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where ``words`` stand in an article's source text, in ascending order; overlapping ones are joined."""
    text = fold(raw)
    return [text.shown.source_span(start, end) for start, end in _shown_spans(text, words)]


def passages(raw: str, words: Sequence[str]) -> Iterator[Passage]:
    """The sentences in which one of ``words`` stands, in text order."""
    text = fold(raw)
    marks = _shown_spans(text, words)
    starts = [start for start, _ in marks]
    for start, end in _sentences(text.shown.text) if marks else ():
        if inside := marks[bisect_left(starts, start) : bisect_left(starts, end)]:
            yield Passage(text.shown.origin[inside[0][0]], _pieces(text.shown.text, start, end, inside))


def marked(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """A short text, such as a title, as alternately unmarked and marked pieces."""
    whole = fold(text)
    return _pieces(whole.shown.text, 0, len(whole.shown.text), _shown_spans(whole, words), around=len(text))


def _shown_spans(text: FoldedText, words: Sequence[str]) -> list[tuple[int, int]]:
    """Spans of ``text.shown`` in which words stand, in ascending order; overlapping and adjacent ones are joined."""
    found = sorted((text.at[at], text.at[at + len(word) - 1] + 1) for word in map(fold_word, words) for at in _occurrences(text.text, word))
    joined = list[tuple[int, int]]()
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _occurrences(text: str, word: str) -> Iterator[int]:
    """Where a word begins; occurrences may overlap, as in the index."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for line in text.splitlines(keepends=True):
        yield from ((begin + start, begin + end) for start, end in split(line))
        begin += len(line)


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int]], around: int = _AROUND) -> tuple[str, ...]:
    first, last = marks[0][0] if marks else start, marks[-1][1] if marks else end
    begin, finish = max(start, first - around), min(end, last + around)
    cuts = [begin, *(cut for mark in marks for cut in mark), finish]
    pieces = [text[cuts[i] : cuts[i + 1]] for i in range(len(cuts) - 1)]
    pieces[0] = f"…{pieces[0]}" if begin > start else pieces[0]
    pieces[-1] += "…" if finish < end else ""
    return tuple(pieces)
