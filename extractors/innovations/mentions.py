"""Which innovation a figure is evidence for: where the names of an article stand, and which one governs a position."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence

import regex

from extractors.figures.rule import Figure
from extractors.innovations.names import Name
from extractors.syntax.clause import Statement

_QUOTES = frozenset("“”‘’「」『』")
_OPENED = regex.compile("[“「『‘\"]?")


class Mentions:
    """All mentions of ``names`` in the order of the text; of two names at one position, the first of ``names`` comes first."""

    def __init__(self, names: Sequence[Name]) -> None:
        said = sorted((at, number) for number, name in enumerate(names) for at in name.mentions)
        self._starts = [at for at, _ in said]
        self._names = [names[number] for _, number in said]

    def within(self, start: int, end: int) -> list[tuple[int, Name]]:
        """Where names are said in ``start:end``, and which."""
        first, stop = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return list(zip(self._starts[first:stop], self._names[first:stop], strict=True))

    def nearest(self, start: int, end: int, position: int, passed_over: Container[int] = ()) -> Name | None:
        """The name said in ``start:end`` that governs ``position``: the last before it, else the first behind; none at ``passed_over``."""
        said = [(at, name) for at, name in self.within(start, end) if at not in passed_over]
        last = max((at for at, _ in said if at < position), default=-1)
        return next((name for at, name in said if at == last or last < 0), None)


def counted(mentions: Mentions, said: Statement) -> dict[int, tuple[int, Name]]:
    """The figures that count a name itself, with where that is said: 36个“甲”, “甲”平台12套.

    One of it is no count: 打造一个“甲”平台 presents it.
    """
    found: dict[int, tuple[int, Name]] = {}
    for at, name in mentions.within(said.start, said.end):
        end = _end(said.text, at, name)
        for i, figure in enumerate(said.figures):
            before, behind = figure.end <= at, said.text[end : figure.start]
            if not _is_count(figure):
                continue
            if _OPENED.fullmatch(said.text, figure.end, at) if before else _closed(behind, name):
                found[i] = (at, name)
                end = end if before else figure.end  # “甲”2期3件
    return found


def _is_count(figure: Figure) -> bool:
    amount = figure.reading.amount
    return figure.kind == "count" and amount is not None and amount.value != 1


def _closed(between: str, name: Name) -> bool:
    """Whether nothing but its marks and its head stands behind a name."""
    return between.strip("”」』’\"") in ("", name.head)


def _end(text: str, at: int, name: Name) -> int:
    """Behind the mention at ``at``, the quotation marks inside it passed over."""
    letters = len(name.text)
    while letters and at < len(text):
        letters -= text[at] not in _QUOTES
        at += 1
    return at
