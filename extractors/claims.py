"""Figures → claims: what the sentence, the paragraph and the section around a figure say of it, in one record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.context.innovation import Name
from extractors.context.metric import metric_of
from extractors.context.movement import Movement, read_movements
from extractors.context.naming import Mentions
from extractors.context.period import Dated, Periods
from extractors.context.region import Around, Here
from extractors.context.statement import read_statement
from extractors.context.subject import Subject, read_subjects
from extractors.context.types import TypeScore, TypeWords, score, votes
from extractors.model import Amount, Article, Claim, Place, RegionBasis, Sentence
from extractors.reading import Reading
from extractors.rule import Figure

# The same figure between the same characters of its sentence is the same statement, if they are enough to tell.
_AROUND, _TELLING = 18, 8
_STOP, _LAST_STOP = regex.compile(r"[。！？!?；;…]"), regex.compile(r"(?r)[。！？!?；;…]")
_PAUSE, _LAST_PAUSE = regex.compile(r"[，,；;。]"), regex.compile(r"(?r)[，,；;。]")


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of an article as a whole while its claims are made; ``first_said``: each statement's first claim."""

    article: Article
    reading: Reading
    mentions: Mentions
    types: TypeWords
    first_said: dict[tuple[str, str, str], str]


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure with what its sentence says of it."""

    figure: Figure
    when: Dated
    movement: Movement
    subject: Subject
    place: Place
    region_basis: RegionBasis


def claims(article: Article, reading: Reading) -> tuple[Claim, ...]:
    """A claim for each figure of ``reading``, in the order of the text."""
    by_sentence: dict[int, list[Figure]] = {}
    for figure in reading.choice.figures:
        by_sentence.setdefault(reading.sentence_at(figure.start), []).append(figure)
    told = _Told(article, reading, Mentions(reading.names), TypeWords(reading.body), {})
    periods = Periods(reading.body, article.published_on)
    made: list[Claim] = []
    for number, (start, end, paragraph) in enumerate(reading.sentences):
        figures = by_sentence.get(number, ())
        dated = periods.read((start, end), paragraph, figures)
        if figures:
            around = reading.around(number)
            made += [_claim(told, article.sentences[number], around, said) for said in _said(reading, around, figures, dated)]
    return tuple(made)


def _said(reading: Reading, around: Around, figures: Sequence[Figure], dated: Sequence[Dated]) -> Iterator[_Said]:
    here = Here(reading.regions, around)
    statement = read_statement(reading.body, around.sentence, figures)
    movements, subjects = read_movements(statement), read_subjects(statement)
    for i, (figure, when, movement, subject) in enumerate(zip(figures, dated, movements, subjects, strict=True)):
        group = statement.group(i)
        place, basis = here.at(figure.start, leading=figure.kind == "date", nth=(i - group.first, group.size) if group else None)
        yield _Said(figure, when, movement, subject, place, basis)


# What a plain 元 is where the figure speaks of these places.
_LOCAL_YUAN = {"台湾省": "TWD", "香港特别行政区": "HKD", "澳门特别行政区": "MOP"}
_NO_AMOUNT = Amount(None, None, None, "exact")


def _claim(told: _Told, sentence: Sentence, around: Around, said: _Said) -> Claim:
    article, figure, when, movement, place = told.article, said.figure, said.when, said.movement, said.place
    start, end = told.reading.cleaned.source_span(figure.start, figure.end)
    amount = figure.reading.amount or _NO_AMOUNT
    unit = figure.reading.unit
    name, scored = _innovation_of(told, around, figure.start)
    claim_id = f"{article.doc_id}-{start}-{end}"
    return Claim(
        claim_id=claim_id,
        doc_id=article.doc_id,
        source=article.source,
        title=article.title,
        publisher=article.publisher,
        published_on=article.published_on,
        sentence=sentence.text,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        start=start,
        end=end,
        text=article.raw[start:end],
        kind=figure.kind or "count",
        value=amount.value,
        value_low=amount.low,
        value_high=amount.high,
        bound=amount.bound if figure.reading.amount else "",
        unit=_LOCAL_YUAN.get(place.province, unit) if unit == "CNY" and figure.text.endswith("元") else unit,
        role=movement.role,
        direction=movement.direction,
        basis=movement.basis,
        subject=said.subject.text,
        period_start=when.period.start,
        period_end=when.period.end,
        period_basis=when.basis,
        province=place.province,
        city=place.city,
        county=place.county,
        region_code=place.code,
        region_basis=said.region_basis,
        innovation=name.text if name else "",
        innovation_type=scored.best,
        duplicate_of=_earlier(told, around.sentence, figure, claim_id),
        rule=figure.rule,
        metric=metric_of(said.subject.text),
        notes=" ".join(_notes(told.reading, around.sentence, said, scored)),
    )


def _earlier(told: _Told, sentence: tuple[int, int], figure: Figure, claim_id: str) -> str:
    """The claim that said the same before; empty where this is the first, or too little stands around the figure to tell."""
    body, begin, end = told.reading.body, max(sentence[0], figure.start - _AROUND), min(sentence[1], figure.end + _AROUND)
    opened, closed = _LAST_STOP.search(body, begin, figure.start), _STOP.search(body, figure.end, end)
    left = body[opened.end() if opened else begin : figure.start]
    right = body[figure.end : closed.start() if closed else end]
    if len(left) + len(right) < _TELLING:
        return ""
    first = told.first_said.setdefault((left, figure.text, right), claim_id)
    return "" if first == claim_id else first


_CLOSE = 0.3  # types that score so near to each other are two readings


def _notes(reading: Reading, sentence: tuple[int, int], said: _Said, scored: TypeScore) -> Iterator[str]:
    """Where the text leaves two readings: the reason, as a code (README lists them)."""
    if said.when.open:
        yield "date_open"
    if said.region_basis != "sentence" and reading.regions.shares(*sentence):
        yield "place_shared"
    if said.subject.carried:
        yield "subject_carried"
    if len(scored.scores) > 1 and scored.scores[0][1] - scored.scores[1][1] < _CLOSE:
        yield "type_close"


def _innovation_of(told: _Told, around: Around, position: int) -> tuple[Name | None, TypeScore]:
    """The innovation a figure is evidence for, and its type."""
    clause = _clause(told.reading.body, around.sentence, position)
    said = told.mentions.nearest(around.sentence[0], clause[1], position)
    name = said or _name_around(told.mentions, around, position)
    return name, _type_of(told.types, around, clause, said, name)


def _clause(text: str, sentence: tuple[int, int], position: int) -> tuple[int, int]:
    before, behind = _LAST_PAUSE.search(text, sentence[0], position), _PAUSE.search(text, position, sentence[1])
    return before.end() if before else sentence[0], behind.start() if behind else sentence[1]


def _name_around(mentions: Mentions, around: Around, position: int) -> Name | None:
    """From earlier in the paragraph, else later in the sentence; else the one name of the section so far, or of the paragraph."""
    return (
        mentions.nearest(around.paragraph[0], around.sentence[0], around.sentence[0])
        or mentions.nearest(*around.sentence, position)
        or mentions.only(around.section[0], around.paragraph[0])
        or mentions.only(*around.paragraph)
    )


def _type_of(types: TypeWords, around: Around, clause: tuple[int, int], said: Name | None, name: Name | None) -> TypeScore:
    """From clause, sentence and the name said there; where they say little, from the paragraph; where nothing, from the section."""
    weighted = [(types.within(clause), 2.0), (types.within(around.sentence), 0.7), (votes(said.text) if said else (), 3.0)]
    scored = score(weighted)
    if not scored.scores or scored.scores[0][1] < 2:
        scored = score([*weighted, (types.within(around.paragraph), 0.6), (votes(name.text) if name else (), 1.5)])
    return scored if scored.scores else score([(types.within(around.section), 0.3)])
