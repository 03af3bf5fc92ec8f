"""Why the table says what it says of a text: figures, rules, pieces, and what lost to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from extractors.figures.rule import Figure
from extractors.innovations.types import Tally, votes
from extractors.model import Claim, SourceText
from extractors.pipeline import extract, read
from extractors.reading import Reading


def explain(text: str, published_on: date | None = None) -> str:
    """A readable account of every figure in ``text``, in its order."""
    source = SourceText(text, published_on=published_on)
    reading, extraction = read(source), extract(source)
    lines = [*_headline(reading, len(extraction.claims))]
    for figure, claim in zip(reading.choice.figures, extraction.claims, strict=True):
        lines += ["", *_figure(reading, figure, claim)]
    lines += _rejected(reading)
    lines += _names(reading)
    return "\n".join(lines)


def _headline(reading: Reading, count: int) -> Iterator[str]:
    yield reading.cleaned.text.strip()
    yield f"{count} figure{'' if count == 1 else 's'}"


def _figure(reading: Reading, figure: Figure, claim: Claim) -> Iterator[str]:
    yield f"▪ {claim.text}    {claim.kind}    {figure.rule}"
    yield f"    pieces      {'  '.join(f'{name}={piece}' for name, piece in figure.pieces.items()) or '–'}"
    if claim.kind != "date":
        low, high = ("…" if end is None else f"{end:f}" for end in (claim.value_low, claim.value_high))
        yield f"    value       {'–' if claim.value is None else f'{claim.value:f}'} {claim.unit}    {claim.bound} [{low}, {high}]"
        yield f"    movement    {'  '.join(part for part in (claim.role, claim.direction, claim.basis) if part) or '–'}"
        yield f"    subject     {claim.subject or '–'}{f'    metric {claim.metric}' if claim.metric else ''}"
    yield f"    period      {claim.period_start or '…'} – {claim.period_end or '…'}  ({claim.period_basis})"
    yield f"    region      {' '.join(part for part in (claim.province, claim.city, claim.county) if part) or '–'}  ({claim.region_basis})"
    tally = Tally()
    tally.add(votes(claim.sentence), 1.0)
    ranking = "  ".join(f"{type_} {points:g}" for type_, points in tally.score().scores[:4])
    yield f"    innovation  {claim.innovation or '–'}    type {claim.innovation_type}    sentence says: {ranking or '–'}"
    if claim.notes:
        yield f"    open        {claim.notes}"
    for loss in reading.choice.losses:
        if loss.winner == figure:
            why = "shorter" if loss.reason == "longer" else "later in the order of rules"
            yield f"    beat        {loss.figure.text}    {loss.figure.kind or 'no figure'}    {loss.figure.rule}    ({why})"


def _rejected(reading: Reading) -> Iterator[str]:
    for figure in reading.choice.rejected:
        yield ""
        yield f"▫ {figure.text}    no figure    {figure.rule}"
        for loss in reading.choice.losses:
            if loss.winner == figure and loss.figure.kind:
                yield f"    beat        {loss.figure.text}    {loss.figure.kind}    {loss.figure.rule}"


def _names(reading: Reading) -> Iterator[str]:
    for name in reading.names:
        yield ""
        yield f"◆ {name.text}    innovation    score {name.score:g}: {', '.join(name.reasons)}"


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
