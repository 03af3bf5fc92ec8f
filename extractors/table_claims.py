"""Tables → claims: one claim for each numeric cell, and one for each figure in a cell of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractors.analysis import ArticleAnalysis
from extractors.claims import LOCAL_YUAN, FigureContext, claim
from extractors.context.article_defaults import counts_from_1912
from extractors.context.metrics import metric_of_head, read_metrics
from extractors.context.movement import read_movements
from extractors.context.place import ArticlePlaces, ContextSpans, PlaceResolver
from extractors.context.place_tree import COUNTRY, NATIONWIDE
from extractors.context.subject import Subject, read_subjects
from extractors.innovations.types import Tally, TypeScore, votes
from extractors.model import Article, Claim, Place, RegionBasis
from extractors.syntax.clause import tokenize_sentence
from extractors.tables.cell_figures import CellFigure
from extractors.tables.cell_figures import TableReader as Read
from extractors.tables.grid import Cell, Row
from extractors.tables.numbers import figures_in
from extractors.tables.when import Times
from extractors.tokens.gazetteer import official, place

_SURE = 1.0


def table_claims(article: Article, analysis: ArticleAnalysis) -> Iterator[Claim]:
    """The claims of all tables that could be laid out, in text order: numeric cells, and figures within cells of text."""
    first: dict[tuple[object, ...], str] = {}
    republican = bool(analysis.tables) and (analysis.places.home.province == "台湾省" or counts_from_1912(analysis.cleaned.text))
    sentences = {sentence.start: sentence for sentence in article.sentences}
    for stands in analysis.tables:
        if stands.layout is None:
            continue
        above = stands.grid.caption
        captions = [analysis.cleaned.text[start:end] for start, end in above]
        times = Times([*captions, *stands.layout.titles], analysis.defaults, article.published_on, republican=republican)
        table = Read(stands.layout, captions, times)
        places = _Places(analysis, table, above)
        types = _Types(article.title, analysis, captions)
        for row in table.layout.data:
            sentence = sentences[analysis.cleaned.source_span(row.start, row.end)[0]]
            found = [_context(cell_figure, places, types) for cell_figure in table.statements(row)]
            for cell in table.words_in(row):
                found += _in_words(table, row, cell, places, types)
            for figure_context in found:
                made = claim(article, analysis, sentence, figure_context)
                # A row with the same text is a duplicate only under the same heads: another table may hold the same numbers.
                same = (
                    sentence.text,
                    figure_context.figure.start - row.start,
                    made.subject,
                    made.period_start,
                    made.period_end,
                    made.region_code,
                )
                before = first.setdefault(same, made.claim_id)
                yield made if before == made.claim_id else made._replace(duplicate_of=before)


def _context(cell_figure: CellFigure, places: _Places, types: _Types) -> FigureContext:
    where, basis = places.of(cell_figure)
    figure = cell_figure.figure
    if cell_figure.local and where.province in LOCAL_YUAN:
        figure = replace(figure, value=replace(figure.value, unit=LOCAL_YUAN[where.province]))
    subject, movement = cell_figure.subject, cell_figure.movement
    metric = metric_of_head(figure, movement, subject)
    return FigureContext(figure, cell_figure.when, movement, Subject(subject), where, basis, None, types.of(subject), metric)


def _in_words(table: Read, row: Row, cell: Cell, places: _Places, types: _Types) -> Iterator[FigureContext]:
    """The figures in a cell of text (备注: 其中电诈12起), read as a sentence; place and period default to those of the row."""
    figures = [figure for figure in figures_in(cell.text) if figure.kind]
    if not figures:
        return
    sentence = tokenize_sentence(cell.text, (0, len(cell.text)), figures)
    dated = table.dated(sentence, row)
    movements = read_movements(sentence, [one.period for one in dated])
    subjects = read_subjects(sentence, movements)
    metrics = read_metrics(sentence, movements, subjects)
    where, basis = places.of_row(table.labels(row))
    for figure, when, movement, subject, metric in zip(figures, dated, movements, subjects, metrics, strict=True):
        moved = replace(figure, start=cell.start + figure.start, end=cell.start + figure.end, rule=figure.rule)
        yield FigureContext(moved, when, movement, subject, where, basis, None, types.of(subject.text), metric)


class _Places:
    """The places of the cells of one table: from the row head, the column head or the caption, else from the surrounding text."""

    def __init__(self, analysis: ArticleAnalysis, table: Read, captions: Sequence[tuple[int, int]]) -> None:
        self._regions: ArticlePlaces = analysis.places
        start = table.layout.data[0].start
        number = analysis.sentence_at(start)
        section = analysis.sections[analysis.sentences[number][2]][0] if number >= 0 else start
        here = PlaceResolver(self._regions, ContextSpans((start, start), (start, start), (section, start), (section, start)))
        self._around: tuple[Place, RegionBasis] = here.at(start)
        if self._around[0] in (COUNTRY, NATIONWIDE) and (together := _together(self._of_rows(table))):
            self._around = together, "document"
        for begin, end in captions:
            named = [spot.place for spot in self._regions.within(begin, end) if not spot.scope and spot.place != NATIONWIDE]
            if named:
                self._around = (named[-1], "paragraph")

    def _of_rows(self, table: Read) -> Iterator[Place]:
        """The places named in row heads."""
        for row in table.layout.data:
            for label in table.labels(row):
                yield from (spot.place for spot in self._regions.within(label.start, label.end) if not spot.scope)

    def of(self, cell_figure: CellFigure) -> tuple[Place, RegionBasis]:
        """The place of a cell."""
        where, basis = self.of_row(cell_figure.labels)
        if basis == "sentence":
            return where, basis
        for head in reversed(cell_figure.heads):
            if found := self._named(head):
                return found, "sentence"
        return self._around

    def of_row(self, labels: Sequence[Cell]) -> tuple[Place, RegionBasis]:
        """The place of a row."""
        for label in reversed(labels):
            toponyms = [spot.place for spot in self._regions.within(label.start, label.end) if not spot.scope and spot.place != NATIONWIDE]
            if toponyms:
                return toponyms[-1], "sentence"
            if found := self._named(label.text):
                return found, "sentence"
        return self._around

    def _named(self, text: str) -> Place | None:
        """The place whose name is ``text``; of several, the one within the table's own province and city."""
        if len(text) < 2:
            return None
        home = self._around[0]
        found = official(text)
        if len(found) == 1:
            return found[0] if home.province in ("", found[0].province) or not found[0].county else None
        near = [one for one in found if one.province == home.province and home.city in ("", one.city)] if home.province else []
        return near[0] if len(near) == 1 else None


def _together(places: Iterable[Place]) -> Place | None:
    """The common region of ``places``: their city if all share it, else their province; ``None`` if they share neither."""
    cities = {(one.province, one.city) for one in places if one.province}
    if len({province for province, _ in cities}) != 1:
        return None
    ((province, city), *others) = sorted(cities)
    return place(province) if others else place(province, city)


class _Types:
    """The innovation types of a table's figures, from the subject, else from the caption and the title of the article."""

    def __init__(self, title: str, analysis: ArticleAnalysis, captions: Sequence[str]) -> None:
        self._police = analysis.defaults.genre == "police"
        self._above = " ".join([*captions, title])

    def of(self, subject: str) -> TypeScore:
        """The scored types of ``subject``; caption and title count only where the subject alone is not conclusive."""
        tally = Tally()
        if self._police:
            tally.add(votes(subject), 1.0)
            if tally.highest < _SURE:
                tally.add(votes(self._above), 0.5)
        return tally.score()
