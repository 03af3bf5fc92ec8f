"""Which innovation a figure is evidence for: where the names of an article stand, and which one governs a position."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.innovations.names import Name


class Mentions:
    """All mentions of ``names`` in the order of the text; of two names at one position, the first of ``names`` comes first."""

    def __init__(self, names: Sequence[Name]) -> None:
        said = sorted((at, number) for number, name in enumerate(names) for at in name.mentions)
        self._starts = [at for at, _ in said]
        self._names = [names[number] for _, number in said]

    def within(self, start: int, end: int) -> list[tuple[int, Name]]:
        """Where names are said in ``start:end``, and which."""
        return [(at, name) for at, name in zip(self._starts, self._names, strict=True) if start <= at < end]

    def nearest(self, start: int, end: int, position: int) -> Name | None:
        """The name said in ``start:end`` that governs ``position``: the last before it, else the first behind."""
        i = bisect_left(self._starts, position)
        if i and self._starts[i - 1] >= start:
            return self._names[bisect_left(self._starts, self._starts[i - 1])]
        return self._names[i] if i < len(self._starts) and self._starts[i] < end else None
