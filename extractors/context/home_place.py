"""Home place of an article: the place it is about as a whole, chosen by weighted evidence.

A mention counts fully for its own place, in part for the places that contain it (a county for its city) and for those inside it (articles
on a county name its city, too), and against all others. Scope words such as 全市 count for every place of their level. Early mentions and
those of police, courts and prosecution weigh more. The weights are round numbers; the result depends little on any single one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

import regex

from extractors.context.locating_mentions import DATELINE
from extractors.context.place_tree import NATIONWIDE, contains, finest, holder, level, path
from extractors.context.toponyms import ORGAN, Toponym, by_sentence, is_item, several
from extractors.lexicon import lexicon
from extractors.model import Place
from extractors.tokens.gazetteer import mentions, official, place

_FIRST = _ORGAN = _EARLY = 1.0  # added to the weight of the first mention, of an organ, and near the beginning
_FOR_HOLDER = 0.4  # share of the weight that counts for the places containing it
_FOR_INSIDE, _LEADING_IN = (
    0.4,
    0.75,
)  # share for the places inside it; higher in titles and sources, which tend to give the larger, better known name
_ELSEWHERE = -0.25
_DOUBTFUL = 0.5  # share of the weight of a name that may be a word
_LEVEL = 0.5  # per scope word
_TOLD_BY = regex.compile(r"记者[^，。；,;\n]{0,10}从[^，。；,;\n]{0,8}$")  # 记者从A省公安厅获悉
# Terms frequent in articles on a county, town or police station and rare in those on a city.
_SMALL_UNIT = regex.compile(r"(?:该|本|全|我)(?:派出)?[所镇乡村]|派出所|[镇乡](?:党委|政府)|村委会|村民|镇上|村里|村党支部")
# Regional vocabulary of Hong Kong, Macau and Taiwan; used only if there is no other evidence.
_BY_THEIR_WORDS = tuple((province, regex.compile("|".join(words))) for province, words in lexicon("place_names")["own_words"].items())


# 中国A网, A融媒: an outlet that bears the name of its place
_LOCAL_OUTLET = regex.compile(r"(?<!\p{Han})(?:中国)?(?P<place>\p{Han}{2,3}?)(?:新闻网|网|日报|晚报|时报|融媒|广播|电视台)")


_OURSELVES = regex.compile(r"我(?:厅|局|院|省|市|县|区|州|旗|分局|支队|总队)")
_ISSUER = regex.compile(r"\p{Han}{2,14}(?:公安[厅局]|司法[厅局]|人民政府|检察院|法院|委员会|总队|支队)")
# A police unit without the name of its place: 市公安局, 东侨分局
_ITS_POLICE = regex.compile(r"[省市县区]公安|分局|派出所|[支大]队")


class WeightedMention(NamedTuple):
    """Weight of one place mention; ``leads_in``: it is in the title or names the source, so the text may be about a part of the place."""

    place: Place
    weight: float
    leads_in: bool


def home_of(text: str, toponyms: Sequence[Toponym], levels: Counter[int], title_end: int) -> Place:
    """Return the place the text is about; on a tie, the larger one.

    ``toponyms``: place mentions in order. ``levels``: number of scope words per level (全省 1, 全市 2, 全县 3). ``title_end``: end of the title.
    """
    scores = home_scores(list(_evidence(text, toponyms, title_end)), levels, len(_SMALL_UNIT.findall(text)))
    return max(scores, key=lambda one: (round(scores[one], 6), -level(one)))


def home_scores(evidence: Sequence[WeightedMention], levels: Counter[int], small_units: int = 0) -> dict[Place, float]:
    """Score each mentioned place, and each place that contains one, as the article's home.

    ``small_units``: number of references to stations and villages, which count for counties.
    """
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


def _evidence(text: str, toponyms: Sequence[Toponym], title_end: int) -> Iterator[WeightedMention]:
    """Yield the weight of each mention. Nested names (湖南省长沙市) are one mention; a list of places counts once, for their parents."""
    items = dict(_items(text, toponyms))
    first = _FIRST
    for spot, behind in zip_longest(toponyms, toponyms[1:]):
        if behind and spot.place.province and behind.start - spot.end <= 4 and contains(spot.place, behind.place):
            continue
        early = _EARLY * (1 - spot.start / len(text))
        weight = (1 + first + _ORGAN * bool(ORGAN.match(text, spot.end))) * (1 + early) * (_DOUBTFUL if spot.doubtful else 1)
        leads_in = spot.start < title_end or bool(_TOLD_BY.search(text, max(0, spot.start - 16), spot.start))
        listed = items.get(spot.start, 0)
        yield WeightedMention(holder(spot.place), weight / listed, leads_in) if listed else WeightedMention(spot.place, weight, leads_in)
        first = 0.0


def _items(text: str, toponyms: Sequence[Toponym]) -> Iterator[tuple[int, int]]:
    """Yield (offset, length of the list) for each place in a list."""
    for sentence in by_sentence(toponyms, text):
        listed = sentence if several(sentence) else [spot for spot in sentence if is_item(spot, text)]
        yield from ((spot.start, len(listed)) for spot in listed)


def _holders(one: Place) -> Iterator[Place]:
    """The places that contain ``one``, the country first."""
    if one.province:
        yield NATIONWIDE
    steps = path(one)
    yield from {outer: None for end in range(1, len(steps)) if (outer := place(*steps[:end])) != one}


def is_of_level(one: Place, rank: int) -> bool:
    """Whether a scope word of level ``rank`` can refer to ``one``: 全市 also to a county-level city, 全区 also to an autonomous region."""
    if level(one) == rank:
        return True
    return (rank == 2 and one.county.endswith("市")) or (rank == 3 and level(one) == 1 and one.province.endswith("自治区"))


def place_by_vocabulary(text: str, settled: Sequence[Toponym]) -> Place:
    """Hong Kong, Macau or Taiwan if the text uses regional vocabulary and names no place elsewhere; else ``NATIONWIDE``.

    The region with most matches wins, on a tie the first.
    """
    spoken = {NATIONWIDE: 0}
    for province, words in _BY_THEIR_WORDS:
        if all(spot.place.province in ("", province) for spot in settled):
            spoken[place(province)] = len(words.findall(text))
    return max(spoken, key=spoken.__getitem__)


def dateline_places(text: str, header: str) -> Iterator[Place]:
    """Yield the places in the datelines of ``text`` (天津北方网讯) and in its ``header`` (来源：陇东报 大同)."""
    for match in DATELINE.finditer(text):
        yield from (mention.places[0] for mention in mentions(match[0]))
        if outlet := _LOCAL_OUTLET.search(match[0]):
            yield from official(outlet["place"])
    for word in header.split():
        yield from (mention.places[0] for mention in mentions(word))
        yield from official(word)


def issuer_place(text: str, header: str) -> Place:
    """The place of the organ that the ``header`` names as the source, if the text speaks for an organ (我厅, 我县); else ``NATIONWIDE``."""
    issuer = _ISSUER.search(header) if _OURSELVES.search(text) else None
    return finest([mention.places[0] for mention in mentions(issuer[0]) if not mention.weak]) if issuer else NATIONWIDE


def speaks_of_its_police(text: str) -> bool:
    """Whether ``text`` speaks of a local police unit."""
    return bool(_ITS_POLICE.search(text))


def outlet_place(text: str, page: str) -> Place:
    """The place of the local outlet in the dateline (宁德网消息), else that of the names in the rest of the ``page`` (``finest``)."""
    for match in DATELINE.finditer(text):
        if (outlet := _LOCAL_OUTLET.search(match[0])) and (places := official(outlet["place"])):
            return places[0]
    return finest([mention.places[0] for mention in mentions(page) if not mention.weak])
