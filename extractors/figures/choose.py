"""Overlap resolution between candidate figures, with the reason for each rejection.

The longest candidate wins, then the earlier rule. Phrases that are not figures compete too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractors.figures.rule import Figure


@dataclass(frozen=True, slots=True)
class Rejection:
    """A rejected candidate, the one that won, and the reason: ``longer`` or ``order``."""

    figure: Figure
    winner: Figure
    reason: str


@dataclass(frozen=True, slots=True)
class OverlapResolution:
    """``figures`` are the accepted figures, ``non_figures`` the accepted phrases that are not figures, both in text order."""

    figures: tuple[Figure, ...]
    non_figures: tuple[Figure, ...]
    rejections: tuple[Rejection, ...]


def choose(candidates: Iterable[Figure], order: Mapping[str, int]) -> OverlapResolution:
    """Resolve overlaps among ``candidates``; ``order`` maps rule names to ranks, and the lower rank wins ties."""
    ranked = sorted(candidates, key=lambda figure: (figure.start - figure.end, order[figure.rule], figure.start))
    owner: dict[int, Figure] = {}
    winners: list[Figure] = []
    losses: list[Rejection] = []
    for figure in ranked:
        taken = next((owner[i] for i in range(figure.start, figure.end) if i in owner), None)
        if taken is not None:
            same = taken.end - taken.start == figure.end - figure.start
            losses.append(Rejection(figure, taken, "order" if same else "longer"))
            continue
        winners.append(figure)
        owner.update(dict.fromkeys(range(figure.start, figure.end), figure))
    winners.sort(key=lambda figure: figure.start)
    return OverlapResolution(
        figures=tuple(figure for figure in winners if figure.kind),
        non_figures=tuple(figure for figure in winners if not figure.kind),
        rejections=tuple(losses),
    )
