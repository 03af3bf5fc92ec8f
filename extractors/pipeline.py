"""The extraction pipeline for one source text. Functions appear in the order of the steps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from operator import attrgetter

from extractors.claims import claims
from extractors.context.frame import counts_from_1912, read_frame
from extractors.context.place import PlaceResolver, read_regions
from extractors.figures.choose import Choice, choose
from extractors.figures.rule import scan
from extractors.figures.rules import ORDER, RULES
from extractors.figures.written_years import with_written_years
from extractors.ids import doc_id_of
from extractors.innovation_table import innovations
from extractors.innovations.names import read_names
from extractors.model import RECOGNISED, Article, Claim, Extraction, Scan, Sentence, SourceText
from extractors.reading import Reading
from extractors.source import sentences
from extractors.source.clean import clean
from extractors.source.furniture import Line, furniture, is_navigation, lines_of
from extractors.source.header import is_label, read_header
from extractors.source.sections import sections
from extractors.source.wrapped import unwrapped
from extractors.table_claims import table_claims
from extractors.tables.find import find
from extractors.tables.standing import Standing, kept, standing


def extract(source: SourceText) -> Extraction:
    """Extract the quantitative claims and named innovations of ``source``, in text order.

    Deterministic: the same text gives the same ids in every run and process.
    """
    reading = read(source)
    article = _article(source, reading)
    # Claims and innovations resolve places in mostly the same sentences, so resolvers are memoised.
    places = lru_cache(maxsize=256)(lambda number: PlaceResolver(reading.regions, reading.around(number)))
    made = claims(article, reading, places)
    if reading.tables:
        made = tuple(sorted((*made, *table_claims(article, reading)), key=lambda claim: (claim.start, claim.end)))
    return Extraction(article, _recognised(made, source.scans), innovations(article, reading, places, made))


def _recognised(made: tuple[Claim, ...], scans: Sequence[Scan]) -> tuple[Claim, ...]:
    """``made`` with an OCR confidence code in ``notes`` for each claim within a scan; the least certain character decides."""
    if not scans:
        return made
    ends = [scan.end for scan in scans]

    def noted(claim: Claim) -> Claim:
        over = takewhile(lambda scan: scan.start < claim.end, scans[bisect_right(ends, claim.start) :])
        sure = min((scan.sure for scan in over), default=None)
        if sure is None:
            return claim
        code = next(code for code, least in RECOGNISED.items() if sure >= least)
        return claim._replace(notes=f"{claim.notes} {code}".strip())

    return tuple(map(noted, made))


def read(source: SourceText) -> Reading:
    """Clean ``source``, find its tables, drop page furniture, and find sentences, figures, names and places."""
    as_written = clean(source.raw)
    grids = find(source.raw, as_written)
    cleaned = unwrapped(as_written, [(grid.start, grid.end) for grid in grids])
    tables = tuple(standing(grids, cleaned))
    lines = _outside(lines_of(cleaned.text), tables)
    marks = furniture(lines)
    header = read_header(lines, marks)
    kept = [line for i, line in enumerate(lines) if not marks[i] and i not in header.lines]
    body = _only(cleaned.text, [(line.start, line.end) for line in kept])
    paragraphs = tuple((line.start, line.end) for line in kept)
    rows = [(row.start, row.end) for table in tables if table.layout for row in table.grid.rows]
    choice = choose(scan(body, RULES), ORDER)
    choice = replace(choice, figures=with_written_years(choice.figures, body, counts_from_1912(cleaned.text)))
    spans = tuple(
        (start + offset, end + offset, number)
        for number, (offset, stop) in enumerate(paragraphs)
        for start, end in sentences.split(cleaned.text[offset:stop], _before_figure(choice, offset))
    )
    first = paragraphs[0][0] if paragraphs else 0
    titles = [
        (lines[i].start, lines[i].end)
        for i in sorted(header.lines)
        if lines[i].start < first and not (is_label(lines[i].text) or is_navigation(lines[i].text))
    ]
    labels = " ".join([lines[i].text for i in sorted(header.lines) if is_label(lines[i].text)])
    spoken = sorted({*paragraphs, *titles, _title_span(cleaned.text, source.title or header.title)})
    places = _only(cleaned.text, sorted({*spoken, *rows}))
    page = "\n".join([source.publisher, *(line.text for line, mark in zip(lines, marks, strict=True) if mark)])
    regions = read_regions(places, first, labels, page)
    if rows:  # a table row names its own place, which says nothing about the home place of the article
        regions = replace(regions, home=read_regions(_only(cleaned.text, spoken), first, labels, page).home)
    title = "\n".join(dict.fromkeys([clean(source.title).text, header.title, *(cleaned.text[start:end] for start, end in titles)]))
    published = source.published_on or header.published_on
    frame = read_frame(title, body, paragraphs[0] if paragraphs else None, choice.figures, published, regions.home)
    names = tuple(read_names(body, header.title))
    reading = Reading(cleaned, header, body, paragraphs, sections(body, paragraphs), spans, choice, names, regions, frame, tables)
    return _with_rows(reading, rows) if rows else reading


def _outside(lines: list[Line], tables: Sequence[Standing]) -> list[Line]:
    """The lines outside all tables."""
    ends = [table.grid.end for table in tables]
    within = (bisect_right(ends, line.start) for line in lines) if ends else ()
    return [line for line, i in zip(lines, within, strict=True) if i == len(ends) or tables[i].grid.start >= line.end] if ends else lines


def _with_rows(reading: Reading, rows: Sequence[tuple[int, int]]) -> Reading:
    """``reading`` with its table rows inserted among the sentences, each as a paragraph of its own in the surrounding section."""
    spans = sorted([*reading.paragraphs, *rows])
    number = {span: i for i, span in enumerate(spans)}
    of_rows = [(start, end, number[start, end]) for start, end in rows]
    of_text = [(start, end, number[reading.paragraphs[paragraph]]) for start, end, paragraph in reading.sentences]
    return replace(reading, paragraphs=tuple(spans), sections=sections(reading.body, spans), sentences=tuple(sorted([*of_text, *of_rows])))


def _before_figure(choice: Choice, offset: int) -> Callable[[int], int]:
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


def _article(source: SourceText, reading: Reading) -> Article:
    header, cleaned = reading.header, reading.cleaned
    rows = {(row.start, row.end): row.text for table in reading.tables for row in table.grid.rows}
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
            for start, end, paragraph in reading.sentences
        ),
        tables=tuple(kept(table, cleaned) for table in reading.tables),
        fetched_on=source.fetched_on,
    )
