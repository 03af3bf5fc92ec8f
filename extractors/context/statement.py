"""A sentence with its figures: what the readers of movements and subjects look at, and what is read of it once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.context.coordination import Group, read_groups
from extractors.figures.rule import Figure


@dataclass(frozen=True, slots=True)
class Statement:
    """The sentence ``start:end`` of ``text`` and its ``figures``, in order; they never overlap.

    ``counted``: the number of the first figure that is no date, or how many figures there are. ``lists``: for each figure
    the list it is one of, or nothing; empty where the sentence has no lists. ``last_beside``: for each figure the last of those
    that follow one another directly from it on (2236种712亿条).
    """

    text: str
    start: int
    end: int
    figures: Sequence[Figure]
    groups: Sequence[Group]
    counted: int
    lists: Sequence[Group | None]
    last_beside: Sequence[int]

    def group(self, i: int) -> Group | None:
        """The list that figure ``i`` is one of."""
        return self.lists[i] if self.lists else None


def read_statement(text: str, sentence: tuple[int, int], figures: Sequence[Figure]) -> Statement:
    """The sentence of ``text`` that stands at ``sentence``, with the lists among its ``figures``."""
    groups = read_groups(text, sentence, figures)
    lists: list[Group | None] = [None] * len(figures) if groups else []
    for group in groups:
        lists[group.first : group.last + 1] = [group] * group.size
    counted = next((i for i, figure in enumerate(figures) if figure.kind != "date"), len(figures))
    last_beside = list(range(len(figures)))
    for i in reversed(range(len(figures) - 1)):
        if figures[i].end == figures[i + 1].start:
            last_beside[i] = last_beside[i + 1]
    return Statement(text, *sentence, figures, groups, counted, lists, last_beside)
