"""Mentions of innovation names: which one governs a position, and which are counted by a figure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence

from extractors.figures.rule import Figure
from extractors.innovations.names import InnovationName
from extractors.syntax.clause import TokenizedSentence

_QUOTES = frozenset('“”‘’「」『』"')


class Mentions:
    """All mentions of ``names`` in text order; at the same offset, in the order of ``names``."""

    def __init__(self, names: Sequence[InnovationName]) -> None:
        said = sorted((at, number) for number, name in enumerate(names) for at in name.mentions)
        self.all = names
        self._starts = [at for at, _ in said]
        self._names = [names[number] for _, number in said]

    def within(self, start: int, end: int) -> list[tuple[int, InnovationName]]:
        """Offsets and names of the mentions that start in ``start:end``."""
        first, stop = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return list(zip(self._starts[first:stop], self._names[first:stop], strict=True))

    def before(self, start: int, end: int) -> Iterator[InnovationName]:
        """Yield the names mentioned in ``start:end``, from the last to the first."""
        i = bisect_left(self._starts, end)
        while i and self._starts[i - 1] >= start:
            i -= 1
            yield self._names[i]

    def nearest(self, start: int, end: int, position: int, passed_over: Container[int] = ()) -> InnovationName | None:
        """Name in ``start:end`` that governs ``position``: the last one before it, else the first one after it, else ``None``.

        Mentions at the offsets ``passed_over`` are ignored.
        """
        middle = bisect_left(self._starts, position)
        i = middle
        while i and self._starts[i - 1] >= start:
            i -= 1
            if self._starts[i] not in passed_over:
                return self._names[bisect_left(self._starts, self._starts[i])]
        i = middle
        while i < len(self._starts) and self._starts[i] < end:
            if self._starts[i] not in passed_over:
                return self._names[i]
            i += 1
        return None


def counted(mentions: Sequence[tuple[int, InnovationName]], sentence: TokenizedSentence) -> dict[int, tuple[int, InnovationName]]:
    """Map the index of each figure that counts one of ``mentions`` to (offset, name): 36个“甲”, “甲”平台12套, “甲”2期3件.

    The number one is ignored: 打造一个“甲”平台 introduces the innovation.
    """
    counts = [i for i, figure in enumerate(sentence.figures) if _is_count(figure)]
    starting, ending = {sentence.figures[i].start: i for i in counts}, {sentence.figures[i].end: i for i in counts}
    found: dict[int, tuple[int, InnovationName]] = {}
    for at, name in mentions:
        before = ending.get(at, ending.get(at - 1) if sentence.text[at - 1 : at] in _QUOTES else None)
        if before is not None:
            found[before] = (at, name)
        for behind in _ends(sentence.text, at, name):
            while behind in starting:
                found[starting[behind]] = (at, name)
                behind = sentence.figures[starting[behind]].end
    return found


def _is_count(figure: Figure) -> bool:
    amount = figure.value.amount
    return figure.kind == "count" and amount is not None and amount.value != 1


def _ends(text: str, at: int, name: InnovationName) -> Iterator[int]:
    """Yield the end of the name mentioned at ``at``, with its quotation marks, and the end of the head noun after it."""
    letters, end = len(name.text), at
    while letters and end < len(text):
        letters -= text[end] not in _QUOTES
        end += 1
    while text[end : end + 1] in _QUOTES:
        end += 1
    yield end
    if name.head and text.startswith(name.head, end):
        yield end + len(name.head)
