"""Figures → claims: one record per figure, with the context that its sentence, paragraph and section give it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import regex

from extractors.analysis import ArticleAnalysis
from extractors.context.metrics import name_metrics, stated_metrics
from extractors.context.movement import Movement, read_movements
from extractors.context.period import FigurePeriod, PeriodResolver
from extractors.context.place import ContextSpans, PlaceResolver
from extractors.context.subject import Subject, read_subjects
from extractors.figures.rule import Figure
from extractors.innovations.figure_types import FigureTypes
from extractors.innovations.linking import InnovationLinker
from extractors.innovations.mentions import Mentions
from extractors.innovations.names import InnovationName
from extractors.innovations.types import TypeScore, TypeWords
from extractors.model import Amount, Article, Claim, Place, RegionBasis, Sentence
from extractors.syntax.clause import TokenizedSentence, tokenize_sentence

# Two figures are the same statement if their text and the ``_AROUND`` characters on either side are equal, at least ``_TELLING`` in all.
# Where one sentence only begins earlier or ends later (``▲消防局19日上午举办典礼`` in a caption), ``_VERBATIM`` equal characters are needed.
_AROUND, _TELLING, _VERBATIM = 18, 8, 16
_COMPARED = 100  # statements with the same figure that a statement is compared with, so that time grows in proportion
_STOP, _LAST_STOP = regex.compile(r"[。！？!?；;…]"), regex.compile(r"(?r)[。！？!?；;…]")
_PAUSE = regex.compile(r"[，,；;。]")


class _Stated(NamedTuple):
    """The text to the left and right of a figure in its sentence, and the id of the first claim with that context."""

    left: str
    right: str
    claim_id: str

    def says(self, left: str, right: str) -> bool:
        """Whether another figure's context is equal to this one, or one of the two extends the other and the common part is long enough."""
        if (self.left, self.right) == (left, right):
            return True
        in_both = min(len(self.left), len(left)) + min(len(self.right), len(right))
        return in_both >= _VERBATIM and _ends(self.left, left) and _begins(self.right, right)


def _ends(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


class _ClaimContext(NamedTuple):
    """A sentence with figures, and its surroundings.

    ``first_said`` holds the article's earlier statements, keyed by the text of their figure.
    """

    article: Article
    analysis: ArticleAnalysis
    sentence: Sentence
    around: ContextSpans
    first_said: dict[str, list[_Stated]]


class FigureContext(NamedTuple):
    """A figure with everything read from its context: period, movement, subject, place, innovation, type and metric."""

    figure: Figure
    when: FigurePeriod
    movement: Movement
    subject: Subject
    place: Place
    region_basis: RegionBasis
    name: InnovationName | None
    type: TypeScore
    metric: str


def claims(article: Article, analysis: ArticleAnalysis, places: Callable[[int], PlaceResolver]) -> tuple[Claim, ...]:
    """The claims of the running text, one per figure, in text order. ``places`` maps a sentence number to its resolver."""
    by_sentence: dict[int, list[Figure]] = {}
    for figure in analysis.choice.figures:
        by_sentence.setdefault(analysis.sentence_at(figure.start), []).append(figure)
    evidence = InnovationLinker(analysis.body, Mentions(analysis.names))
    types = FigureTypes(analysis.body, TypeWords(analysis.body), analysis.defaults.genre, analysis.header.title)
    periods = PeriodResolver(analysis.body, article.published_on, analysis.defaults)
    first_said: dict[str, list[_Stated]] = {}
    made: list[Claim] = []
    metrics: list[str] = []
    for number, (start, end, paragraph) in enumerate(analysis.sentences):
        figures = by_sentence.get(number, ())
        sentence = tokenize_sentence(analysis.body, (start, end), figures) if figures else None
        dated = periods.read((start, end), paragraph, sentence)
        around = analysis.around(number)
        carried = evidence.open((start, end), around.paragraph, sentence)
        types.open((start, end), around.paragraph, sentence)
        if sentence:
            named = partial(evidence.name, sentence, carried=carried)
            context = _ClaimContext(article, analysis, article.sentences[number], around, first_said)
            contexts = list(_contexts(sentence, dated, places(number), named, types, metrics))
            metrics = [figure_context.metric for figure_context in contexts]
            made += [_first_or_again(context, figure_context) for figure_context in contexts]
    return tuple(made)


def _contexts(
    sentence: TokenizedSentence,
    dated: Sequence[FigurePeriod],
    here: PlaceResolver,
    named: Callable[[int], InnovationName | None],
    types: FigureTypes,
    metrics_before: Sequence[str],
) -> Iterator[FigureContext]:
    movements = read_movements(sentence, [one.period for one in dated])
    subjects = read_subjects(sentence, movements)
    named_metrics = name_metrics(sentence, movements, subjects, metrics_before)
    metrics = stated_metrics(named_metrics)
    for i, (figure, when, movement, subject) in enumerate(zip(sentence.figures, dated, movements, subjects, strict=True)):
        group = sentence.lists[i]
        place, basis = here.at(figure.start, leading=figure.kind == "date", nth=(i - group.first, group.size) if group else None)
        name = named(i)
        type_ = types.of(sentence, i, name, subject.text)
        if name is None and named_metrics.metrics[i] and named_metrics.metric(i).family in _ABOUT_A_PLACE:
            type_ = TypeScore(())
        yield FigureContext(figure, when, movement, subject, place, basis, name, type_, metrics[i])


# The currency that a plain 元 denotes, by the province of the figure.
LOCAL_YUAN = {"台湾省": "TWD", "香港特别行政区": "HKD", "澳门特别行政区": "MOP"}
_ABOUT_A_PLACE = ("economy", "population")  # families of metrics that describe a place and no police work: 生产总值, 常住人口
_NO_AMOUNT = Amount(None, None, None, "exact")


def _is_plain_yuan(figure: Figure) -> bool:
    """Whether the text says 元 without a currency, before the number (人民币2亿元) or behind it."""
    return figure.value.unit == "CNY" and figure.text.endswith("元") and "named" not in figure.named_groups


def _first_or_again(context: _ClaimContext, figure_context: FigureContext) -> Claim:
    made = claim(
        context.article, context.analysis, context.sentence, figure_context, " ".join(_notes(context, figure_context, figure_context.type))
    )
    return made._replace(duplicate_of=_earlier(context, figure_context.figure, made.claim_id))


def claim(article: Article, analysis: ArticleAnalysis, sentence: Sentence, figure_context: FigureContext, notes: str = "") -> Claim:
    """The claim record for one figure of ``sentence``.

    Positions are converted from cleaned to source coordinates. ``duplicate_of`` stays empty: the caller sets it.
    """
    figure, when, movement, place = figure_context.figure, figure_context.when, figure_context.movement, figure_context.place
    start, end = analysis.cleaned.source_span(figure.start, figure.end)
    amount = figure.value.amount or _NO_AMOUNT
    unit = figure.value.unit
    name, scored = figure_context.name, figure_context.type
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
        bound=amount.bound if figure.value.amount else "",
        unit=LOCAL_YUAN.get(place.province, unit) if _is_plain_yuan(figure) else unit,
        role=movement.role,
        direction=movement.direction,
        basis=movement.basis,
        subject=figure_context.subject.text,
        period_start=when.period.start,
        period_end=when.period.end,
        period_basis=when.basis,
        province=place.province,
        city=place.city,
        county=place.county,
        region_code=place.code,
        region_basis=figure_context.region_basis,
        innovation=name.text if name else "",
        innovation_type=scored.best,
        duplicate_of="",
        rule=figure.rule,
        metric=figure_context.metric,
        notes=notes,
    )


def _earlier(context: _ClaimContext, figure: Figure, claim_id: str) -> str:
    """The id of an earlier claim with the same statement; empty for the first one, or where the context is too short to compare."""
    body, (start, stop) = context.analysis.body, context.around.sentence
    begin, end = max(start, figure.start - _AROUND), min(stop, figure.end + _AROUND)
    opened, closed = _LAST_STOP.search(body, begin, figure.start), _STOP.search(body, figure.end, end)
    left = body[opened.end() if opened else begin : figure.start]
    right = body[figure.end : closed.start() if closed else end]
    if len(left) + len(right) < _TELLING:
        return ""
    said_before = context.first_said.setdefault(figure.text, [])
    for one in said_before[-_COMPARED:]:
        if one.says(left, right):
            return one.claim_id
    said_before.append(_Stated(left, right, claim_id))
    return ""


_CLOSE = 0.3  # a smaller difference between the two best scores leaves the type ambiguous


def _notes(context: _ClaimContext, figure_context: FigureContext, scored: TypeScore) -> Iterator[str]:
    """The codes of the ways in which the text is ambiguous (see docs/claims.md)."""
    if figure_context.when.unresolved:
        yield "date_open"
    if figure_context.region_basis != "sentence" and context.analysis.places.shares(*context.around.sentence):
        yield "place_shared"
    if figure_context.subject.carried:
        yield "subject_carried"
    if len(scored.scores) > 1 and scored.scores[0][1] - scored.scores[1][1] < _CLOSE:
        yield "type_close"
