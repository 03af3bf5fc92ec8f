"""Explanation of how a text is read: figures, rules, their pieces, and the readings that lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from extractors.context.movement import read_movements
from extractors.figures.rule import Figure
from extractors.innovations.types import Tally, votes
from extractors.model import Claim, Period, SourceText
from extractors.pipeline import extract, read
from extractors.reading import Reading
from extractors.syntax.clause import read_statement


def explain(text: str, published_on: date | None = None) -> str:
    """Explain every figure in ``text``, in order, as plain text; relative dates count from ``published_on``."""
    source = SourceText(text, published_on=published_on)
    reading, extraction = read(source), extract(source)
    lines = [*_headline(reading, len(extraction.claims))]
    said = [claim for claim in extraction.claims if not any(table.start <= claim.start < table.end for table in extraction.article.tables)]
    governed = list(_governed(reading, said))
    for figure, claim, clause in zip(reading.choice.figures, said, governed, strict=True):
        lines += ["", *_figure(reading, figure, claim, clause)]
    lines += _cells([claim for claim in extraction.claims if claim not in said])
    lines += [
        f"▪ not read: a table at {table.start}–{table.end}, whose heads and cells could not be brought together"
        for table in extraction.unread
    ]
    lines += _rejected(reading)
    lines += _names(reading)
    return "\n".join(lines)


def _headline(reading: Reading, count: int) -> Iterator[str]:
    yield reading.cleaned.text.strip()
    yield f"{count} figure{'' if count == 1 else 's'}"


def _governed(reading: Reading, claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """For each figure: its clause, word by word with classes, and the production of the clause grammar that governs it."""
    for number, (start, end, _) in enumerate(reading.sentences):
        here = [i for i, figure in enumerate(reading.choice.figures) if reading.sentence_at(figure.start) == number]
        if not here:
            continue
        said = read_statement(reading.body, (start, end), [reading.choice.figures[i] for i in here])
        movements = read_movements(said, [Period(claims[i].period_start, claims[i].period_end) for i in here])
        for k, movement in zip(said.at, movements, strict=True):
            begin, stop = said.clause(k)
            words = (
                f"【{token.text}】" if begin + n == k else f"{token.text}/{token.cls}" for n, token in enumerate(said.tokens[begin:stop])
            )
            yield " ".join(words), movement.production or "–"


def _cells(claims: Sequence[Claim]) -> Iterator[str]:
    """Figures of tables, each with its row and the values matched from the table's heads."""
    for claim in claims:
        yield ""
        yield f"▪ {claim.text}    {claim.kind}    {claim.rule}"
        yield f"    row         {claim.sentence}"
        yield f"    value       {'–' if claim.value is None else f'{claim.value:f}'} {claim.unit}    {claim.bound}"
        yield f"    movement    {'  '.join(part for part in (claim.role, claim.direction, claim.basis) if part) or '–'}"
        yield f"    subject     {claim.subject or '–'}"
        yield f"    period      {claim.period_start or '…'} to {claim.period_end or '…'}    {claim.period_basis}"
        yield f"    place       {claim.province} {claim.city} {claim.county}    {claim.region_basis}"


def _figure(reading: Reading, figure: Figure, claim: Claim, governed: tuple[str, str]) -> Iterator[str]:
    yield f"▪ {claim.text}    {claim.kind}    {figure.rule}"
    yield f"    clause      {governed[0]}"
    yield f"    governed by {governed[1]}"
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
