"""Why a figure is read as it is, for the reviewer: worked out from its sentence alone, however long the article."""

from __future__ import annotations

from typing import NamedTuple

from analytics.claims.rows import WholeClaim
from extractors.figures.choose import choose
from extractors.figures.rule import scan
from extractors.figures.rules import ORDER, RULES
from extractors.source.clean import CleanText, clean

_AROUND = 500  # characters read on either side of a figure, in a sentence without end


class Decision(NamedTuple):
    """Why a figure is read as it is: the pieces its rule matched, and the competing readings that lost to it.

    A piece is ``(name, text)``, a competing reading ``(text, kind, rule)``; its kind is empty where the rule found no figure.
    """

    pieces: tuple[tuple[str, str], ...]
    beat: tuple[tuple[str, str, str], ...]


def decision(raw: str, claim: WholeClaim) -> Decision | None:
    """The decision behind a claim on the text ``raw``; ``None`` where its rule finds no figure there, as in a table."""
    start, end = around(claim.start, claim.end, claim.sentence_start, claim.sentence_end)
    cleaned = on_one_line(raw, start, end)
    choice = choose(scan(cleaned.text, RULES), ORDER)
    for figure in choice.figures:
        if figure.rule == claim.rule and cleaned.source_span(figure.start, figure.end) == (claim.start, claim.end):
            lost = (loss.figure for loss in choice.rejections if loss.winner == figure)
            return Decision(tuple(figure.named_groups.items()), tuple((other.text, other.kind or "", other.rule) for other in lost))
    return None


def around(start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The sentence ``first:last`` of the figure ``start:end``, cut to what is near the figure if it is very long."""
    return max(first, start - _AROUND), min(last, end + _AROUND)


def on_one_line(raw: str, start: int, end: int) -> CleanText:
    """``raw[start:end]`` cleaned and without line breaks; origins are positions in ``raw``."""
    cleaned = clean(raw[start:end])
    kept = [(char, start + at) for char, at in zip(cleaned.text, cleaned.origin, strict=True) if char not in "\r\n"]
    return CleanText("".join(char for char, _ in kept), [at for _, at in kept])
