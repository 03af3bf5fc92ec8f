"""Parts of a sentence, between semicolons."""

from __future__ import annotations

import regex

from extractors.syntax.clause import TokenizedSentence

_PARTS = regex.compile(r"[;.]")


def part_of(sentence: TokenizedSentence, k: int) -> tuple[int, int]:
    """Token range of the part of the sentence, between ；, that contains token ``k``."""
    begin = max(sentence.classes.rfind(mark, 0, k) + 1 for mark in ";.")
    match = _PARTS.search(sentence.classes, k)
    return begin, match.start() if match else len(sentence.classes)


def span(sentence: TokenizedSentence, tokens: tuple[int, int]) -> tuple[int, int]:
    """Span in the text of a range of tokens."""
    begin, end = tokens
    return sentence.tokens[begin].start, sentence.tokens[end - 1].end
