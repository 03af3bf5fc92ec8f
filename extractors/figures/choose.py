"""Overlap resolution between candidate figures, with the reason for each rejection.

The longest candidate wins, then the earlier rule. Phrases that are not figures compete too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractors.figures.rule import Figure


@dataclass(frozen=True, slots=True)
class Loss:
    """A rejected candidate, the one that won, and the reason: ``longer`` or ``order``."""

    figure: Figure
    winner: Figure
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """``figures`` are the accepted figures, ``rejected`` the accepted phrases that are not figures, both in text order."""

    figures: tuple[Figure, ...]
    rejected: tuple[Figure, ...]
    losses: tuple[Loss, ...]


def choose(candidates: Iterable[Figure], order: Mapping[str, int]) -> Choice:
    """Resolve overlaps among ``candidates``; ``order`` maps rule names to ranks, and the lower rank wins ties."""
    ranked = sorted(candidates, key=lambda figure: (figure.start - figure.end, order[figure.rule], figure.start))
    owner: dict[int, Figure] = {}
    winners: list[Figure] = []
    losses: list[Loss] = []
    for figure in ranked:
        taken = next((owner[i] for i in range(figure.start, figure.end) if i in owner), None)
        if taken is not None:
            same = taken.end - taken.start == figure.end - figure.start
            losses.append(Loss(figure, taken, "order" if same else "longer"))
            continue
        winners.append(figure)
        owner.update(dict.fromkeys(range(figure.start, figure.end), figure))
    winners.sort(key=lambda figure: figure.start)
    return Choice(
        figures=tuple(figure for figure in winners if figure.kind),
        rejected=tuple(figure for figure in winners if not figure.kind),
        losses=tuple(losses),
    )
