"""Parts of a sentence, between semicolons."""

from __future__ import annotations

import regex

from extractors.syntax.clause import Statement

_PARTS = regex.compile(r"[;.]")


def part_of(statement: Statement, k: int) -> tuple[int, int]:
    """Token range of the part of the sentence, between ；, that contains token ``k``."""
    begin = max(statement.classes.rfind(mark, 0, k) + 1 for mark in ";.")
    match = _PARTS.search(statement.classes, k)
    return begin, match.start() if match else len(statement.classes)


def span(statement: Statement, tokens: tuple[int, int]) -> tuple[int, int]:
    """Span in the text of a range of tokens."""
    begin, end = tokens
    return statement.tokens[begin].start, statement.tokens[end - 1].end
