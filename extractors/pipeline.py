"""The extraction pipeline for one source text. Functions appear in the order of the steps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from operator import attrgetter
from typing import NamedTuple

from extractors.analysis import ArticleAnalysis
from extractors.claims import claims
from extractors.context.article_defaults import ArticleDefaults, counts_from_1912, read_article_defaults
from extractors.context.place import ArticlePlaces, PlaceResolver, resolve_places
from extractors.figures.choose import OverlapResolution, choose
from extractors.figures.rule import scan
from extractors.figures.rules import ORDER, RULES
from extractors.figures.written_years import with_written_years
from extractors.ids import doc_id_of
from extractors.innovation_table import innovations
from extractors.innovations.names import read_names
from extractors.model import OCR_NOTES, Article, Claim, Extraction, OcrSpan, Sentence, SourceText
from extractors.source import sentences
from extractors.source.boilerplate import TextLine, boilerplate_flags, is_navigation, lines_of
from extractors.source.clean import CleanText, clean
from extractors.source.header import Header, is_label, read_header
from extractors.source.sections import sections
from extractors.source.wrapped import unwrapped
from extractors.table_claims import table_claims
from extractors.tables.article_tables import ArticleTable, article_tables, table_record
from extractors.tables.find import find


def extract(source: SourceText) -> Extraction:
    """Extract the quantitative claims and named innovations of ``source``, in text order.

    Deterministic: the same text gives the same ids in every run and process.
    """
    analysis = analyse(source)
    article = _article(source, analysis)
    # Claims and innovations resolve places in mostly the same sentences, so resolvers are memoised.
    places = lru_cache(maxsize=256)(lambda number: PlaceResolver(analysis.places, analysis.around(number)))
    made = claims(article, analysis, places)
    if analysis.tables:
        made = tuple(sorted((*made, *table_claims(article, analysis)), key=lambda claim: (claim.start, claim.end)))
    return Extraction(article, _recognised(made, source.ocr_spans), innovations(article, analysis, places, made))


def _recognised(made: tuple[Claim, ...], ocr_spans: Sequence[OcrSpan]) -> tuple[Claim, ...]:
    """``made`` with an OCR confidence code in ``notes`` for each claim within an OCR span; the least certain character decides."""
    if not ocr_spans:
        return made
    ends = [span.end for span in ocr_spans]

    def noted(claim: Claim) -> Claim:
        over = takewhile(lambda span: span.start < claim.end, ocr_spans[bisect_right(ends, claim.start) :])
        confidence = min((span.confidence for span in over), default=None)
        if confidence is None:
            return claim
        code = next(code for code, least in OCR_NOTES.items() if confidence >= least)
        return claim._replace(notes=f"{claim.notes} {code}".strip())

    return tuple(map(noted, made))


def analyse(source: SourceText) -> ArticleAnalysis:
    """Clean ``source``, find its tables, drop page furniture, and find sentences, figures, names and places."""
    page = _divided(source)
    choice = choose(scan(page.body, RULES), ORDER)
    choice = replace(choice, figures=with_written_years(choice.figures, page.body, counts_from_1912(page.cleaned.text)))
    titles = _titles(page)
    rows = [(row.start, row.end) for table in page.tables if table.layout for row in table.grid.rows]
    places = _places(source, page, titles, rows)
    analysis = ArticleAnalysis(
        page.cleaned,
        page.header,
        page.body,
        page.paragraphs,
        sections(page.body, page.paragraphs),
        _sentences(page, choice),
        choice,
        tuple(read_names(page.body, page.header.title)),
        places,
        _defaults(source, page, titles, choice, places),
        page.tables,
    )
    return _with_rows(analysis, rows) if rows else analysis


class _Page(NamedTuple):
    """A cleaned page, divided: its tables, the lines outside them with a flag for page furniture each, the header, and the body.

    ``body`` is the text of the paragraphs; everything else is replaced by line breaks.
    """

    cleaned: CleanText
    tables: tuple[ArticleTable, ...]
    lines: list[TextLine]
    is_boilerplate: list[bool]
    header: Header
    body: str
    paragraphs: tuple[tuple[int, int], ...]


def _divided(source: SourceText) -> _Page:
    as_written = clean(source.raw)
    grids = find(source.raw, as_written)
    cleaned = unwrapped(as_written, [(grid.start, grid.end) for grid in grids])
    tables = tuple(article_tables(grids, cleaned))
    lines = _outside(lines_of(cleaned.text), tables)
    is_boilerplate = boilerplate_flags(lines)
    header = read_header(lines, is_boilerplate)
    paragraphs = tuple((line.start, line.end) for i, line in enumerate(lines) if not is_boilerplate[i] and i not in header.lines)
    return _Page(cleaned, tables, lines, is_boilerplate, header, _only(cleaned.text, paragraphs), paragraphs)


def _sentences(page: _Page, choice: OverlapResolution) -> tuple[tuple[int, int, int], ...]:
    """Start, end and paragraph number of each sentence; none ends within a figure."""
    return tuple(
        (start + offset, end + offset, number)
        for number, (offset, stop) in enumerate(page.paragraphs)
        for start, end in sentences.split(page.cleaned.text[offset:stop], _before_figure(choice, offset))
    )


def _titles(page: _Page) -> list[tuple[int, int]]:
    """Spans of the headlines: lines of the header before the body that are neither labels nor navigation."""
    header = [page.lines[i] for i in sorted(page.header.lines)]
    return [
        (line.start, line.end) for line in header if line.start < _first(page) and not (is_label(line.text) or is_navigation(line.text))
    ]


def _first(page: _Page) -> int:
    """Where the body begins."""
    return page.paragraphs[0][0] if page.paragraphs else 0


def _places(source: SourceText, page: _Page, titles: Sequence[tuple[int, int]], rows: Sequence[tuple[int, int]]) -> ArticlePlaces:
    """The places in headlines, body and table ``rows``. A row names its own place, which says nothing about the article's home."""
    text = page.cleaned.text
    in_words = sorted({*page.paragraphs, *titles, _title_span(text, source.title or page.header.title)})
    labels = " ".join([page.lines[i].text for i in sorted(page.header.lines) if is_label(page.lines[i].text)])
    furniture = (line.text for line, flag in zip(page.lines, page.is_boilerplate, strict=True) if flag)
    around = "\n".join([source.publisher, *furniture])
    places = resolve_places(_only(text, sorted({*in_words, *rows})), _first(page), labels, around)
    return replace(places, home=resolve_places(_only(text, in_words), _first(page), labels, around).home) if rows else places


def _defaults(
    source: SourceText, page: _Page, titles: Sequence[tuple[int, int]], choice: OverlapResolution, places: ArticlePlaces
) -> ArticleDefaults:
    """What holds for the whole article where a sentence says nothing else."""
    headlines = (page.cleaned.text[start:end] for start, end in titles)
    title = "\n".join(dict.fromkeys([clean(source.title).text, page.header.title, *headlines]))
    first = page.paragraphs[0] if page.paragraphs else None
    published = source.published_on or page.header.published_on
    return read_article_defaults(title, page.body, first, choice.figures, published, places.home)


def _outside(lines: list[TextLine], tables: Sequence[ArticleTable]) -> list[TextLine]:
    """The lines outside all tables."""
    ends = [table.grid.end for table in tables]
    within = (bisect_right(ends, line.start) for line in lines) if ends else ()
    return [line for line, i in zip(lines, within, strict=True) if i == len(ends) or tables[i].grid.start >= line.end] if ends else lines


def _with_rows(analysis: ArticleAnalysis, rows: Sequence[tuple[int, int]]) -> ArticleAnalysis:
    """``analysis`` with its table rows inserted among the sentences, each as a paragraph of its own in the surrounding section."""
    spans = sorted([*analysis.paragraphs, *rows])
    number = {span: i for i, span in enumerate(spans)}
    of_rows = [(start, end, number[start, end]) for start, end in rows]
    of_text = [(start, end, number[analysis.paragraphs[paragraph]]) for start, end, paragraph in analysis.sentences]
    return replace(
        analysis, paragraphs=tuple(spans), sections=sections(analysis.body, spans), sentences=tuple(sorted([*of_text, *of_rows]))
    )


def _before_figure(choice: OverlapResolution, offset: int) -> Callable[[int], int]:
    """A function that maps a position, relative to ``offset``, to the start of the figure around it, or to itself outside figures."""

    def moved(position: int) -> int:
        number = bisect_left(choice.figures, offset + position, key=attrgetter("start")) - 1
        inside = number >= 0 and choice.figures[number].end > offset + position
        return choice.figures[number].start - offset if inside else position

    return moved


def _only(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """``text`` with everything outside ``spans`` replaced by line breaks, so that positions stay valid."""
    parts, position = [], 0
    for start, end in sorted(spans):
        parts += ["\n" * (start - position), text[max(start, position) : end]]
        position = max(position, end)
    return "".join([*parts, "\n" * (len(text) - position)])


def _title_span(text: str, title: str) -> tuple[int, int]:
    start = text.find(title) if title else -1
    return (start, start + len(title)) if start >= 0 else (0, 0)


# --- the article -------------------------------------------------------------------------------


def _article(source: SourceText, analysis: ArticleAnalysis) -> Article:
    header, cleaned = analysis.header, analysis.cleaned
    rows = {(row.start, row.end): row.text for table in analysis.tables for row in table.grid.rows}
    return Article(
        doc_id=doc_id_of(source.raw),
        source=source.source,
        title=source.title or header.title,
        publisher=source.publisher or header.publisher,
        published_on=source.published_on or header.published_on,
        url=source.url,
        raw=source.raw,
        sentences=tuple(
            Sentence(rows.get((start, end)) or cleaned.text[start:end], *cleaned.source_span(start, end), paragraph)
            for start, end, paragraph in analysis.sentences
        ),
        tables=tuple(table_record(table, cleaned) for table in analysis.tables),
        fetched_on=source.fetched_on,
    )
