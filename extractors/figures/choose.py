"""Overlapping candidates → one each, and why the others went.

The longest wins; between equals the earlier rule. Phrases that are no figure compete like the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractors.figures.rule import Figure


@dataclass(frozen=True, slots=True)
class Loss:
    """A candidate that gave way, the one it gave way to, and the reason in a word: ``longer`` or ``order``."""

    figure: Figure
    winner: Figure
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """``figures``: what is reported, in the order of the text. ``rejected``: phrases found to be no figure."""

    figures: tuple[Figure, ...]
    rejected: tuple[Figure, ...]
    losses: tuple[Loss, ...]


def choose(candidates: Iterable[Figure], order: Mapping[str, int]) -> Choice:
    """Settle overlaps among ``candidates``; ``order`` ranks rule names, lower first."""
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
