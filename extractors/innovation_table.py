"""Names → innovations: one record for each innovation named in an article, with its place, type and number of claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from extractors.analysis import ArticleAnalysis
from extractors.context.place import PlaceResolver
from extractors.innovations.figure_types import Scores, words_of
from extractors.innovations.names import InnovationName
from extractors.innovations.types import votes
from extractors.model import Article, Claim, Innovation, Place


def innovations(
    article: Article, analysis: ArticleAnalysis, places: Callable[[int], PlaceResolver], claims: Iterable[Claim]
) -> tuple[Innovation, ...]:
    """An innovation for each name of ``analysis``, in order of first mention. ``places`` maps a sentence number to its resolver."""
    claimed = Counter(claim.innovation for claim in claims)
    return tuple(_innovation(article, analysis, name, _finest_place(analysis, places, name), claimed[name.text]) for name in analysis.names)


def _innovation(article: Article, analysis: ArticleAnalysis, name: InnovationName, place: Place, claims: int) -> Innovation:
    number = analysis.sentence_at(name.start)
    sentence = article.sentences[number]
    raw_start, raw_end = analysis.cleaned.source_span(name.start, name.end)
    return Innovation(
        innovation_id=f"{article.doc_id}-i{raw_start}-{raw_end}",
        doc_id=article.doc_id,
        source=article.source,
        name=name.text,
        innovation_type=_type_of(name, analysis.body, sentence.text),
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
        claims=claims,
    )


def _type_of(name: InnovationName, body: str, sentence: str) -> str:
    """Type of a named innovation; ``other`` only where no word says a type."""
    of_name, of_sentence = words_of(name, body), votes(sentence)
    if not (of_name or of_sentence):
        return "other"
    scores = Scores()
    scores.add("name", of_name)
    scores.add("part", of_sentence)
    return next(type_ for type_, _ in scores.ranked().scores if type_ != "other")


def _finest_place(analysis: ArticleAnalysis, places: Callable[[int], PlaceResolver], name: InnovationName) -> Place:
    """The most specific place (county over city over province) at any mention of ``name``; the first one if several are equal."""
    numbers = ((at, analysis.sentence_at(at)) for at in name.mentions)
    near = (places(number).at(at)[0] for at, number in numbers if number >= 0)
    return max(near, key=lambda place: (bool(place.province), bool(place.city), bool(place.county)))
