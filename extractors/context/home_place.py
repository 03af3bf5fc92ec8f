"""The place an article speaks of as a whole: one choice among the places it names, by all that speaks for and against each.

A mention speaks fully for its own place, in part for what holds it (a county for its city) and for what lies in it (a city's name is
said in articles on its county, too), and against everywhere else. Words like 全市 speak for each place of their level. What is said early
and of police, courts and prosecution weighs more. The weights are round, and little depends on any of them alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

import regex

from extractors.context.governing import DATELINE
from extractors.context.place_tree import NATIONWIDE, contains, holder, level, path
from extractors.context.spots import ORGAN, Toponym, by_sentence, is_item, several
from extractors.lexicon import lexicon
from extractors.model import Place
from extractors.tokens.gazetteer import mentions, official, place

_FIRST = _ORGAN = _EARLY = 1.0  # what is added to the weight of a mention: the first, one of an organ, at the beginning of the text
_FOR_HOLDER = 0.4  # the part of its weight that speaks for what it lies in
_FOR_INSIDE, _LEADING_IN = (
    0.4,
    0.75,
)  # … and for what lies in it: a title likes to give the larger name, which is known, and so do those who tell
_ELSEWHERE = -0.25
_LEVEL = 0.5  # each 全市
_TOLD_BY = regex.compile(r"记者[^，。；,;\n]{0,10}从[^，。；,;\n]{0,8}$")  # 记者从A省公安厅获悉
# What articles on a county, a town or a police station speak of, seldom those on a city.
_SMALL_UNIT = regex.compile(r"(?:该|本|全|我)(?:派出)?[所镇乡村]|派出所|[镇乡](?:党委|政府)|村委会|村民|镇上|村里|村党支部")
# Where nothing else says so: the words of Hong Kong, Macau and Taiwan.
_BY_THEIR_WORDS = tuple((province, regex.compile("|".join(words))) for province, words in lexicon("place_names")["own_words"].items())


# 中国A网, A融媒: an outlet that bears the name of its place
_LOCAL_OUTLET = regex.compile(r"(?<!\p{Han})(?:中国)?(?P<place>\p{Han}{2,3}?)(?:新闻网|网|日报|晚报|时报|融媒|广播|电视台)")


class Evidence(NamedTuple):
    """How much a mention of a place weighs; ``leads_in``: it stands in the title or says who told it, and what follows may speak of a part."""

    place: Place
    weight: float
    leads_in: bool


def home_of(text: str, spots: Sequence[Toponym], levels: Counter[int], title_end: int) -> Place:
    """The place the text speaks of as a whole; the larger of equals.

    ``spots``: the places named, in order; ``levels``: how often words like 全省 (1), 全市 (2) and 全县 (3) are said.
    """
    scores = home_scores(list(_evidence(text, spots, title_end)), levels, len(_SMALL_UNIT.findall(text)))
    return max(scores, key=lambda one: (round(scores[one], 6), -level(one)))


def home_scores(evidence: Sequence[Evidence], levels: Counter[int], small_units: int = 0) -> dict[Place, float]:
    """What speaks for each place named, and each that holds one, to be the article's home; ``small_units``: how often stations and villages are said."""
    own, for_inside, within = defaultdict[Place, float](float), defaultdict[Place, float](float), defaultdict[Place, float](float)
    for said in evidence:
        own[said.place] += said.weight
        spreads = _LEADING_IN if said.leads_in and said.place.province else _FOR_INSIDE
        for_inside[said.place] += spreads * said.weight
    holders = {one: tuple(_holders(one)) for one in own}
    for one, outers in holders.items():
        for outer in outers:
            within[outer] += own[one]
    total = sum(own.values())
    scores = {}
    for one in {*own, *within, NATIONWIDE}:
        outers = holders.get(one) or tuple(_holders(one))
        elsewhere = total - own[one] - within[one] - sum(own[outer] for outer in outers)
        from_inside = _FOR_HOLDER * within[one]
        from_outside = sum(for_inside[outer] for outer in outers)
        of_level = _LEVEL * sum(times for rank, times in levels.items() if is_of_level(one, rank))
        of_level += _LEVEL * small_units * bool(one.county)
        scores[one] = own[one] + from_inside + from_outside + _ELSEWHERE * elsewhere + of_level
    return scores


def _evidence(text: str, spots: Sequence[Toponym], title_end: int) -> Iterator[Evidence]:
    """What each place named weighs; 湖南省长沙市 is one mention, and a list of places counts once, for what holds them."""
    items = dict(_items(text, spots))
    first = _FIRST
    for spot, behind in zip_longest(spots, spots[1:]):
        if behind and spot.place.province and behind.start - spot.end <= 4 and contains(spot.place, behind.place):
            continue
        early = _EARLY * (1 - spot.start / len(text))
        weight = (1 + first + _ORGAN * bool(ORGAN.match(text, spot.end))) * (1 + early)
        leads_in = spot.start < title_end or bool(_TOLD_BY.search(text, max(0, spot.start - 16), spot.start))
        listed = items.get(spot.start, 0)
        yield Evidence(holder(spot.place), weight / listed, leads_in) if listed else Evidence(spot.place, weight, leads_in)
        first = 0.0


def _items(text: str, spots: Sequence[Toponym]) -> Iterator[tuple[int, int]]:
    """Where places stand in lists, and how many there are in the list."""
    for sentence in by_sentence(spots, text):
        listed = sentence if several(sentence) else [spot for spot in sentence if is_item(spot, text)]
        yield from ((spot.start, len(listed)) for spot in listed)


def _holders(one: Place) -> Iterator[Place]:
    """The places that hold ``one``, the country first."""
    if one.province:
        yield NATIONWIDE
    steps = path(one)
    yield from {outer: None for end in range(1, len(steps)) if (outer := place(*steps[:end])) != one}


def is_of_level(one: Place, rank: int) -> bool:
    """Whether words of a level speak of ``one``: 全市 of cities of county rank, too, 全区 of autonomous regions."""
    if level(one) == rank:
        return True
    return (rank == 2 and one.county.endswith("市")) or (rank == 3 and level(one) == 1 and one.province.endswith("自治区"))


def by_its_words(text: str, settled: Sequence[Toponym]) -> Place:
    """Hong Kong, Macau or Taiwan, where a text speaks most in the words of one of them (the first of equals) and names no place elsewhere."""
    spoken = {NATIONWIDE: 0}
    for province, words in _BY_THEIR_WORDS:
        if all(spot.place.province in ("", province) for spot in settled):
            spoken[place(province)] = len(words.findall(text))
    return max(spoken, key=spoken.__getitem__)


def written_at(text: str, header: str) -> Iterator[Place]:
    """The places of the datelines of ``text`` (天津北方网讯), and those that ``header`` names (来源：陇东报 大同)."""
    for match in DATELINE.finditer(text):
        yield from (mention.places[0] for mention in mentions(match[0]))
        if outlet := _LOCAL_OUTLET.search(match[0]):
            yield from official(outlet["place"])
    for word in header.split():
        yield from (mention.places[0] for mention in mentions(word))
        yield from official(word)
