"""What decided how a figure is read, for whoever judges it."""

from __future__ import annotations

from typing import NamedTuple

from extractors.reading import Reading


class Decision(NamedTuple):
    """Why a figure is read as it is: the pieces its rule matched, and what lost to it as ``(text, kind, rule)``, kind empty for no figure."""

    pieces: tuple[tuple[str, str], ...]
    beat: tuple[tuple[str, str, str], ...]


def decision(reading: Reading, start: int, end: int) -> Decision | None:
    """What decided the figure at ``start:end`` of the source; nothing where the extractors see none just there."""
    for figure in reading.choice.figures:
        if reading.cleaned.source_span(figure.start, figure.end) == (start, end):
            lost = (loss.figure for loss in reading.choice.losses if loss.winner == figure)
            return Decision(tuple(figure.pieces.items()), tuple((other.text, other.kind or "", other.rule) for other in lost))
    return None
