"""Parts of a sentence, between semicolons."""

from __future__ import annotations

import regex

from extractors.syntax.clause import Statement

_PARTS = regex.compile(r"[;.]")


def part_of(said: Statement, k: int) -> tuple[int, int]:
    """Token range of the part of the sentence, between ；, that contains token ``k``."""
    begin = max(said.classes.rfind(mark, 0, k) + 1 for mark in ";.")
    match = _PARTS.search(said.classes, k)
    return begin, match.start() if match else len(said.classes)


def span(said: Statement, tokens: tuple[int, int]) -> tuple[int, int]:
    """Span in the text of a range of tokens."""
    begin, end = tokens
    return said.tokens[begin].start, said.tokens[end - 1].end
