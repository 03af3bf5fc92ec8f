"""Names → innovations: what an article's claims and places say of each innovation it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extractors.context.innovation import Name
from extractors.context.region import Here
from extractors.context.types import score, votes
from extractors.model import Article, Claim, Innovation, Place
from extractors.reading import Reading


def innovations(article: Article, reading: Reading, claims: Iterable[Claim]) -> tuple[Innovation, ...]:
    """An innovation for each name of ``reading``, in the order of their first mention."""
    claimed = Counter(claim.innovation for claim in claims)
    return tuple(_innovation(article, reading, name, claimed[name.text]) for name in reading.names)


def _innovation(article: Article, reading: Reading, name: Name, claims: int) -> Innovation:
    number = reading.sentence_at(name.start)
    sentence = article.sentences[number]
    start, end, _ = reading.sentences[number]
    raw_start, raw_end = reading.cleaned.source_span(name.start, name.end)
    place = _finest_place(reading, name)
    return Innovation(
        innovation_id=f"{article.doc_id}-i{raw_start}-{raw_end}",
        doc_id=article.doc_id,
        source=article.source,
        name=name.text,
        innovation_type=score([(votes(name.text), 3.0), (votes(reading.body[start:end]), 0.5)]).best,
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


def _finest_place(reading: Reading, name: Name) -> Place:
    """Of the places its mentions stand by, the finest; the first among equals."""
    numbers = ((at, reading.sentence_at(at)) for at in name.mentions)
    places = (Here(reading.regions, reading.around(number)).at(at)[0] for at, number in numbers if number >= 0)
    return max(places, key=lambda place: (bool(place.province), bool(place.city), bool(place.county)))
