"""Figures → claims: what the sentence, the paragraph and the section around a figure say of it, in one record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import regex

from extractors.context.movement import Movement, read_movements
from extractors.context.period import Dated, Periods
from extractors.context.place import Around, Here
from extractors.context.subject import Subject, read_subjects
from extractors.figures.rule import Figure
from extractors.innovations.evidence import Evidence
from extractors.innovations.mentions import Mentions
from extractors.innovations.names import Name
from extractors.innovations.types import TypeScore, TypeWords
from extractors.metric import metric_of
from extractors.model import Amount, Article, Claim, Place, RegionBasis, Sentence
from extractors.reading import Reading
from extractors.syntax.clause import Statement, read_statement

# The same figure between the same characters of its sentence is the same statement, if they are enough to tell; so it is where one of
# two sentences only begins earlier or goes on further (``▲消防局19日上午举办典礼`` in a caption), if more are the same.
_AROUND, _TELLING, _VERBATIM = 18, 8, 16
_STOP, _LAST_STOP = regex.compile(r"[。！？!?；;…]"), regex.compile(r"(?r)[。！？!?；;…]")
_PAUSE = regex.compile(r"[，,；;。]")


class _Stated(NamedTuple):
    """What stands around a figure in its sentence, and the claim that said so first."""

    left: str
    right: str
    claim_id: str

    def says(self, left: str, right: str) -> bool:
        """Whether the same stands around another figure, or all that is there of one stands around the other."""
        if (self.left, self.right) == (left, right):
            return True
        in_both = min(len(self.left), len(left)) + min(len(self.right), len(right))
        return in_both >= _VERBATIM and _ends(self.left, left) and _begins(self.right, right)


def _ends(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


class _Scene(NamedTuple):
    """A sentence with figures, and where it stands. ``first_said``: the statements of the article so far, by the words of their figure."""

    article: Article
    reading: Reading
    sentence: Sentence
    around: Around
    first_said: dict[str, list[_Stated]]


class Said(NamedTuple):
    """A figure with what its sentence says of it."""

    figure: Figure
    when: Dated
    movement: Movement
    subject: Subject
    place: Place
    region_basis: RegionBasis
    name: Name | None
    type: TypeScore


def claims(article: Article, reading: Reading, places: Callable[[int], Here]) -> tuple[Claim, ...]:
    """A claim for each figure of ``reading``, in the order of the text; ``places`` tells of a sentence, by its number, where it speaks of."""
    by_sentence: dict[int, list[Figure]] = {}
    for figure in reading.choice.figures:
        by_sentence.setdefault(reading.sentence_at(figure.start), []).append(figure)
    evidence = Evidence(reading.body, Mentions(reading.names), TypeWords(reading.body), reading.frame.genre, reading.header.title)
    periods = Periods(reading.body, article.published_on, reading.frame)
    first_said: dict[str, list[_Stated]] = {}
    made: list[Claim] = []
    for number, (start, end, paragraph) in enumerate(reading.sentences):
        figures = by_sentence.get(number, ())
        statement = read_statement(reading.body, (start, end), figures) if figures else None
        dated = periods.read((start, end), paragraph, statement)
        around = reading.around(number)
        carried = evidence.open((start, end), around.paragraph, statement)
        if statement:
            scene = _Scene(article, reading, article.sentences[number], around, first_said)
            made += [_first_or_again(scene, said) for said in _said(statement, dated, places(number), evidence, carried)]
    return tuple(made)


def _said(statement: Statement, dated: Sequence[Dated], here: Here, evidence: Evidence, carried: Name | None) -> Iterator[Said]:
    movements = read_movements(statement, [one.period for one in dated])
    subjects = read_subjects(statement, movements)
    for i, (figure, when, movement, subject) in enumerate(zip(statement.figures, dated, movements, subjects, strict=True)):
        group = statement.lists[i]
        place, basis = here.at(figure.start, leading=figure.kind == "date", nth=(i - group.first, group.size) if group else None)
        name = evidence.name(statement, i, carried)
        yield Said(figure, when, movement, subject, place, basis, name, evidence.type(statement, i, name, subject.text))


# What a plain 元 is where the figure speaks of these places.
LOCAL_YUAN = {"台湾省": "TWD", "香港特别行政区": "HKD", "澳门特别行政区": "MOP"}
_NO_AMOUNT = Amount(None, None, None, "exact")


def _first_or_again(scene: _Scene, said: Said) -> Claim:
    made = claim(scene.article, scene.reading, scene.sentence, said, " ".join(_notes(scene, said, said.type)))
    return made._replace(duplicate_of=_earlier(scene, said.figure, made.claim_id))


def claim(article: Article, reading: Reading, sentence: Sentence, said: Said, notes: str = "") -> Claim:
    """The record of a figure of ``sentence`` with what is said of it."""
    figure, when, movement, place = said.figure, said.when, said.movement, said.place
    start, end = reading.cleaned.source_span(figure.start, figure.end)
    amount = figure.reading.amount or _NO_AMOUNT
    unit = figure.reading.unit
    name, scored = said.name, said.type
    return Claim(
        claim_id=f"{article.doc_id}-{start}-{end}",
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
        unit=LOCAL_YUAN.get(place.province, unit) if unit == "CNY" and figure.text.endswith("元") else unit,
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
        duplicate_of="",
        rule=figure.rule,
        metric=metric_of(said.subject.text),
        notes=notes,
    )


def _earlier(scene: _Scene, figure: Figure, claim_id: str) -> str:
    """The claim that said the same before; empty where this is the first, or too little stands around the figure to tell."""
    body, (start, stop) = scene.reading.body, scene.around.sentence
    begin, end = max(start, figure.start - _AROUND), min(stop, figure.end + _AROUND)
    opened, closed = _LAST_STOP.search(body, begin, figure.start), _STOP.search(body, figure.end, end)
    left = body[opened.end() if opened else begin : figure.start]
    right = body[figure.end : closed.start() if closed else end]
    if len(left) + len(right) < _TELLING:
        return ""
    said_before = scene.first_said.setdefault(figure.text, [])
    for one in said_before:
        if one.says(left, right):
            return one.claim_id
    said_before.append(_Stated(left, right, claim_id))
    return ""


_CLOSE = 0.3  # types that score so near to each other are two readings


def _notes(scene: _Scene, said: Said, scored: TypeScore) -> Iterator[str]:
    """Where the text leaves two readings: the reason, as a code (README lists them)."""
    if said.when.open:
        yield "date_open"
    if said.region_basis != "sentence" and scene.reading.regions.shares(*scene.around.sentence):
        yield "place_shared"
    if said.subject.carried:
        yield "subject_carried"
    if len(scored.scores) > 1 and scored.scores[0][1] - scored.scores[1][1] < _CLOSE:
        yield "type_close"
