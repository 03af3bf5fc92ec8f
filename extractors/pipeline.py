"""``extract``: one source text in, its claims and named innovations out. Reads top to bottom like the list of steps."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors import sentences
from extractors.choose import Choice, choose
from extractors.context.innovation import Name, TypeScore, nearest, only, read_names, score_types
from extractors.context.metric import metric_of
from extractors.context.movement import Movement, read_movements
from extractors.context.period import Dated, Periods
from extractors.context.region import Around, Region, read_regions
from extractors.context.statement import read_statement
from extractors.context.subject import Subject, read_subjects
from extractors.furniture import furniture, lines_of
from extractors.header import Header, read_header
from extractors.model import Amount, Article, Claim, Extraction, Innovation, Place, RegionBasis, Sentence, SourceText
from extractors.rule import Figure, scan
from extractors.rules import RULES
from extractors.sections import sections
from extractors.text import CleanText, clean

_ORDER = {rule.name: position for position, rule in enumerate(RULES)}
# The same figure between the same characters of its sentence is the same statement, if they are enough to tell.
_AROUND, _TELLING = 18, 8
# Characters. It keeps the cost of a book without headings in proportion to its length.
_MEMORY = 5000
_STOP = regex.compile(r"[。！？!?；;…]")


@dataclass(frozen=True, slots=True)
class Reading:
    """An article read up to its figures, in cleaned coordinates: what ``explain`` shows and claims are made of."""

    cleaned: CleanText
    header: Header
    body: str
    paragraphs: tuple[tuple[int, int], ...]
    sections: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int, int], ...]
    choice: Choice
    names: tuple[Name, ...]
    regions: Region

    def around(self, number: int) -> Around:
        """Where sentence ``number`` stands, as far as a reader of it remembers: no further than ``_MEMORY`` either way."""
        start, end, paragraph = self.sentences[number]
        near, far = start - _MEMORY, end + _MEMORY
        (begin, stop), (opening, close) = self.paragraphs[paragraph], self.sections[paragraph]
        return Around((start, end), (max(begin, near), min(stop, far)), (max(opening, near), min(close, far)))


def extract(source: SourceText) -> Extraction:
    """Everything ``source`` states in numbers, and the innovations it names, in the order of the text.

    Deterministic: the same characters give the same ids in any run, order or process.
    """
    reading = read(source)
    article = _article(source, reading)
    claims = _claims(article, reading)
    return Extraction(article, claims, _innovations(article, reading, claims))


def read(source: SourceText) -> Reading:
    """Clean, drop furniture, find sentences, figures, names and places."""
    cleaned = clean(source.raw)
    lines = lines_of(cleaned.text)
    marks = furniture(lines)
    header = read_header(lines, marks)
    kept = [line for i, line in enumerate(lines) if not marks[i] and i not in header.lines]
    body = _only(cleaned.text, [(line.start, line.end) for line in kept])
    paragraphs = tuple((line.start, line.end) for line in kept)
    spans = tuple(
        (start + offset, end + offset, number)
        for number, (offset, stop) in enumerate(paragraphs)
        for start, end in sentences.split(cleaned.text[offset:stop])
    )
    first = paragraphs[0][0] if paragraphs else 0
    places = _only(cleaned.text, [*paragraphs, *([_title_span(cleaned.text, source.title or header.title)])])
    return Reading(
        cleaned,
        header,
        body,
        paragraphs,
        sections(body, paragraphs),
        spans,
        choose(scan(body, RULES), _ORDER),
        tuple(read_names(body)),
        read_regions(places, first),
    )


def _only(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """``text`` with everything outside ``spans`` blanked out, so that positions stay what they are."""
    parts, position = [], 0
    for start, end in sorted(spans):
        parts += ["\n" * (start - position), text[max(start, position) : end]]
        position = max(position, end)
    return "".join([*parts, "\n" * (len(text) - position)])


def _title_span(text: str, title: str) -> tuple[int, int]:
    start = text.find(title) if title else -1
    return (start, start + len(title)) if start >= 0 else (0, 0)


# --- the article -------------------------------------------------------------------------------


def _article(source: SourceText, reading: Reading) -> Article:
    header = reading.header
    return Article(
        doc_id=hashlib.sha256(source.raw.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source=source.source,
        title=source.title or header.title,
        publisher=source.publisher or header.publisher,
        published_on=source.published_on or header.published_on,
        url=source.url,
        raw=source.raw,
        sentences=tuple(
            Sentence(reading.cleaned.text[start:end], *reading.cleaned.source_span(start, end), paragraph)
            for start, end, paragraph in reading.sentences
        ),
    )


# --- claims ------------------------------------------------------------------------------------


def _claims(article: Article, reading: Reading) -> tuple[Claim, ...]:
    starts = [start for start, _, _ in reading.sentences]
    by_sentence: dict[int, list[Figure]] = {}
    for figure in reading.choice.figures:
        by_sentence.setdefault(bisect_right(starts, figure.start) - 1, []).append(figure)
    periods = Periods(reading.body, article.published_on)
    first_said: dict[tuple[str, str, str], str] = {}
    claims: list[Claim] = []
    for number, (start, end, paragraph) in enumerate(reading.sentences):
        figures = by_sentence.get(number, [])
        dated = periods.read((start, end), paragraph, figures)
        for said in _said(reading, number, figures, dated):
            claims.append(_claim(article, reading, number, said, first_said))
    return tuple(claims)


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure with what its sentence says of it."""

    figure: Figure
    when: Dated
    movement: Movement
    subject: Subject
    place: Place
    region_basis: RegionBasis


def _said(reading: Reading, number: int, figures: Sequence[Figure], dated: Sequence[Dated]) -> Iterator[_Said]:
    around = reading.around(number)
    statement = read_statement(reading.body, around.sentence, figures)
    movements, subjects = read_movements(statement), read_subjects(statement)
    for i, (figure, when, movement, subject) in enumerate(zip(figures, dated, movements, subjects, strict=True)):
        group = statement.group(i)
        nth = (i - group.first, group.size) if group else None
        place, basis = reading.regions.at(figure.start, around, leading=figure.kind == "date", nth=nth)
        yield _Said(figure, when, movement, subject, place, basis)


# What a plain 元 is where the figure speaks of these places.
_LOCAL_YUAN = {"台湾省": "TWD", "香港特别行政区": "HKD", "澳门特别行政区": "MOP"}
_NO_AMOUNT = Amount(None, None, None, "exact")


def _claim(article: Article, reading: Reading, number: int, said: _Said, first_said: dict[tuple[str, str, str], str]) -> Claim:
    figure, when, movement, place = said.figure, said.when, said.movement, said.place
    sentence = article.sentences[number]
    around = reading.around(number)
    start, end = around.sentence
    raw_start, raw_end = reading.cleaned.source_span(figure.start, figure.end)
    amount = figure.reading.amount or _NO_AMOUNT
    name, scored = innovation_of(reading, around, figure.start)
    claim_id = f"{article.doc_id}-{raw_start}-{raw_end}"
    left = _STOP.split(reading.body[max(start, figure.start - _AROUND) : figure.start])[-1]
    right = _STOP.split(reading.body[figure.end : min(end, figure.end + _AROUND)])[0]
    statement = (left, figure.text, right)
    earlier = first_said.setdefault(statement, claim_id) if len(left + right) >= _TELLING else claim_id
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
        start=raw_start,
        end=raw_end,
        text=article.raw[raw_start:raw_end],
        kind=figure.kind or "count",
        value=amount.value,
        value_low=amount.low,
        value_high=amount.high,
        bound=amount.bound if figure.reading.amount else "",
        unit=_LOCAL_YUAN.get(place.province, "CNY") if figure.reading.unit == "CNY" and figure.text.endswith("元") else figure.reading.unit,
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
        duplicate_of="" if earlier == claim_id else earlier,
        rule=figure.rule,
        metric=metric_of(said.subject.text),
        notes=" ".join(_notes(reading, (start, end), said, scored)),
    )


_CLOSE = 0.3  # types that score so near to each other are two readings


def _notes(reading: Reading, sentence: tuple[int, int], said: _Said, scored: TypeScore) -> Iterator[str]:
    """Where the text leaves two readings: the reason, as a code (README lists them)."""
    if said.when.open:
        yield "date_open"
    if said.region_basis != "sentence" and any(sentence[0] <= at < sentence[1] for at in reading.regions.unsettled):
        yield "place_shared"
    if said.subject.carried:
        yield "subject_carried"
    if len(scored.scores) > 1 and scored.scores[0][1] - scored.scores[1][1] < _CLOSE:
        yield "type_close"


def innovation_of(reading: Reading, around: Around, position: int) -> tuple[Name | None, TypeScore]:
    """The innovation a figure is evidence for, and its type."""
    clause = _clause(reading.body, around.sentence, position)
    said = nearest(reading.names, around.sentence[0], clause[1], position)
    name = said or _name_around(reading, around, position)
    return name, _type_of(reading.body, around, clause, said, name)


def _clause(text: str, sentence: tuple[int, int], position: int) -> tuple[int, int]:
    begin = max((text.rfind(mark, sentence[0], position) for mark in "，,；;。"), default=-1) + 1 or sentence[0]
    end = min((at for mark in "，,；;。" if (at := text.find(mark, position, sentence[1])) >= 0), default=sentence[1])
    return begin, end


def _name_around(reading: Reading, around: Around, position: int) -> Name | None:
    """From earlier in the paragraph, else later in the sentence; else the one name of the section so far, or of the paragraph."""
    return (
        nearest(reading.names, around.paragraph[0], around.sentence[0], around.sentence[0])
        or nearest(reading.names, *around.sentence, position)
        or only(reading.names, around.section[0], around.paragraph[0])
        or only(reading.names, *around.paragraph)
    )


def _type_of(text: str, around: Around, clause: tuple[int, int], said: Name | None, name: Name | None) -> TypeScore:
    """From clause, sentence and the name said there; where they say little, from the paragraph; where nothing, from the section."""
    weighted = [(text[slice(*clause)], 2.0), (text[slice(*around.sentence)], 0.7), (said.text if said else "", 3.0)]
    scored = score_types(weighted)
    if not scored.scores or scored.scores[0][1] < 2:
        scored = score_types([*weighted, (text[slice(*around.paragraph)], 0.6), (name.text if name else "", 1.5)])
    return scored if scored.scores else score_types([(text[slice(*around.section)], 0.3)])


# --- innovations -------------------------------------------------------------------------------


def _innovations(article: Article, reading: Reading, claims: Sequence[Claim]) -> tuple[Innovation, ...]:
    starts = [start for start, _, _ in reading.sentences]
    return tuple(_innovation(article, reading, name, bisect_right(starts, name.start) - 1, claims) for name in reading.names)


def _innovation(article: Article, reading: Reading, name: Name, number: int, claims: Sequence[Claim]) -> Innovation:
    sentence = article.sentences[number]
    start, end, _ = reading.sentences[number]
    raw_start, raw_end = reading.cleaned.source_span(name.start, name.end)
    place = _finest_place(reading, name)
    scored = score_types([(name.text, 3.0), (reading.body[start:end], 0.5)])
    return Innovation(
        innovation_id=f"{article.doc_id}-i{raw_start}-{raw_end}",
        doc_id=article.doc_id,
        source=article.source,
        name=name.text,
        innovation_type=scored.best,
        province=place.province,
        city=place.city,
        county=place.county,
        region_code=place.code,
        sentence=sentence.text,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        start=raw_start,
        end=raw_end,
        mentions=len(name.mentions),
        claims=sum(claim.innovation == name.text for claim in claims),
    )


def _finest_place(reading: Reading, name: Name) -> Place:
    """Of the places its mentions stand by, the finest; the first among equals."""
    starts = [start for start, _, _ in reading.sentences]
    places = []
    for at in name.mentions:
        number = bisect_right(starts, at) - 1
        if number < 0:
            continue
        places.append(reading.regions.at(at, reading.around(number))[0])
    return max(places, key=lambda place: (bool(place.province), bool(place.city), bool(place.county)))
