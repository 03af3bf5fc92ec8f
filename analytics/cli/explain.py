"""Explanation of how a text is read: figures, rules, their pieces, and the readings that lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from unicodedata import east_asian_width

from analytics.i18n.words import Words, of_terminal
from extractors.analysis import ArticleAnalysis
from extractors.context.movement import read_movements
from extractors.figures.rule import Figure
from extractors.innovations.types import Tally, votes
from extractors.model import Claim, Period, SourceText
from extractors.pipeline import analyse, extract
from extractors.syntax.clause import tokenize_sentence


def explain(text: str, published_on: date | None = None) -> str:
    """Explain every figure in ``text``, in order, in the language of the terminal; relative dates count from ``published_on``."""
    source, words = SourceText(text, published_on=published_on), of_terminal()
    analysis, extraction = analyse(source), extract(source)
    lines = [analysis.cleaned.text.strip(), words("table.count", n=len(extraction.claims))]
    running = [
        claim for claim in extraction.claims if not any(table.start <= claim.start < table.end for table in extraction.article.tables)
    ]
    for figure, claim, clause in zip(analysis.choice.figures, running, _clauses(analysis, running), strict=True):
        lines += ["", *_figure(analysis, figure, claim, clause, words)]
    for claim in extraction.claims:
        if claim not in running:
            lines += ["", *_cell(claim, words)]
    lines += [f"▪ {words('explained.unread', start=table.start, end=table.end)}" for table in extraction.unread]
    lines += _rejected(analysis, words)
    lines += _names(analysis, words)
    return "\n".join(lines)


def _clauses(analysis: ArticleAnalysis, claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """For each figure: its clause, word by word with classes, and the production of the clause grammar that governs it, if any."""
    for number, (start, end, _) in enumerate(analysis.sentences):
        here = [i for i, figure in enumerate(analysis.choice.figures) if analysis.sentence_at(figure.start) == number]
        if not here:
            continue
        sentence = tokenize_sentence(analysis.body, (start, end), [analysis.choice.figures[i] for i in here])
        movements = read_movements(sentence, [Period(claims[i].period_start, claims[i].period_end) for i in here])
        for k, movement in zip(sentence.at, movements, strict=True):
            begin, stop = sentence.clause(k)
            tokens = (
                f"【{token.text}】" if begin + n == k else f"{token.text}/{token.cls}"
                for n, token in enumerate(sentence.tokens[begin:stop])
            )
            yield " ".join(tokens), movement.production


def _cell(claim: Claim, words: Words) -> Iterator[str]:
    """A figure of a table, with its row and the values matched from the table's heads."""
    yield f"▪ {claim.text}    {claim.kind}    {claim.rule}"
    yield _line("explained.row", claim.sentence, words)
    yield from _values(claim, words)


def _figure(analysis: ArticleAnalysis, figure: Figure, claim: Claim, clause: tuple[str, str], words: Words) -> Iterator[str]:
    """A figure of the running text: its clause, what was read, and the readings that lost."""
    text, production = clause
    yield f"▪ {claim.text}    {claim.kind}    {figure.rule}"
    yield _line("explained.clause", text, words)
    if production:
        yield _line("explained.governed", production, words)
    if figure.named_groups:
        yield _line("explained.pieces", "  ".join(f"{name}={piece}" for name, piece in figure.named_groups.items()), words)
    yield from _values(claim, words)
    tally = Tally()
    tally.add(votes(claim.sentence), 1.0)
    ranking = "  ".join(f"{type_} {points:g}" for type_, points in tally.score().scores[:4])
    yield _line("explained.innovation", claim.innovation or "–", words)
    yield _line("explained.type", f"{claim.innovation_type}    {words('explained.votes', ranking=ranking or '–')}", words)
    if claim.notes:
        yield _line("explained.open", claim.notes, words)
    for loss in analysis.choice.rejections:
        if loss.winner == figure:
            why = words("explained.shorter" if loss.reason == "longer" else "explained.later")
            lost = loss.figure
            yield _line("explained.beat", f"{lost.text}    {lost.kind or words('explained.no_figure')}    {lost.rule}    ({why})", words)


def _values(claim: Claim, words: Words) -> Iterator[str]:
    """The columns read for a figure."""
    if claim.kind != "date":
        low, high = ("…" if end is None else f"{end:f}" for end in (claim.value_low, claim.value_high))
        value = "–" if claim.value is None else f"{claim.value:f}"
        yield _line("explained.value", f"{value} {claim.unit}    {claim.bound} [{low}, {high}]", words)
        yield _line("explained.movement", "  ".join(filter(None, (claim.role, claim.direction, claim.basis))) or "–", words)
        yield _line("explained.subject", claim.subject or "–", words)
        if claim.metric:
            yield _line("explained.metric", claim.metric, words)
    yield _line("explained.period", f"{claim.period_start or '…'} – {claim.period_end or '…'}  ({claim.period_basis})", words)
    place = " ".join(filter(None, (claim.province, claim.city, claim.county))) or "–"
    yield _line("explained.region", f"{place}  ({claim.region_basis})", words)


def _rejected(analysis: ArticleAnalysis, words: Words) -> Iterator[str]:
    for figure in analysis.choice.non_figures:
        yield ""
        yield f"▫ {figure.text}    {words('explained.no_figure')}    {figure.rule}"
        for loss in analysis.choice.rejections:
            if loss.winner == figure and loss.figure.kind:
                yield _line("explained.beat", f"{loss.figure.text}    {loss.figure.kind}    {loss.figure.rule}", words)


def _names(analysis: ArticleAnalysis, words: Words) -> Iterator[str]:
    for name in analysis.names:
        yield ""
        yield f"◆ {name.text}    {words('explained.name', score=f'{name.score:g}', reasons=', '.join(name.reasons))}"


_LABEL_WIDTH = 12  # columns of the terminal; a Chinese character takes two


def _line(label: str, text: str, words: Words) -> str:
    """A line below a figure: the label ``label``, padded, and ``text``."""
    shown = words(label)
    return f"    {shown}{' ' * (_LABEL_WIDTH - sum(1 + (east_asian_width(char) in 'WF') for char in shown))}{text}"
