"""Why a figure is read as it is, for the reviewer."""

from __future__ import annotations

from typing import NamedTuple

from extractors.reading import Reading


class Decision(NamedTuple):
    """Why a figure is read as it is: the pieces its rule matched, and the competing readings that lost to it.

    A piece is ``(name, text)``, a competing reading ``(text, kind, rule)``; its kind is empty where the rule found no figure.
    """

    pieces: tuple[tuple[str, str], ...]
    beat: tuple[tuple[str, str, str], ...]


def decision(reading: Reading, start: int, end: int) -> Decision | None:
    """The decision behind the figure at ``start:end`` of the source text; ``None`` where no figure has exactly this span."""
    for figure in reading.choice.figures:
        if reading.cleaned.source_span(figure.start, figure.end) == (start, end):
            lost = (loss.figure for loss in reading.choice.losses if loss.winner == figure)
            return Decision(tuple(figure.pieces.items()), tuple((other.text, other.kind or "", other.rule) for other in lost))
    return None
