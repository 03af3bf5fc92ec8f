"""Toponym resolution: finds the place names of a text, resolves ambiguous ones and chooses the home place.

An ambiguous name is resolved to the administrative branch that the text mentions. ``locating_mentions`` leaves out mentions that cannot locate a
figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

import regex

from extractors.context.home_place import (
    dateline_places,
    home_of,
    is_of_level,
    issuer_place,
    outlet_place,
    place_by_vocabulary,
    speaks_of_its_police,
)
from extractors.context.local_names import local_toponyms, names_small_unit
from extractors.context.locating_mentions import locating_mentions, scopes
from extractors.context.place_tree import NATIONWIDE, common, contains, kinship, level
from extractors.context.toponyms import ORGAN, Toponym, by_sentence, is_item, opens_clause, several, side_by_side
from extractors.model import Place
from extractors.tokens.gazetteer import PlaceMention

_PARTS = regex.compile(r"\d+(?:余|多)?个(?:省|[地城]?市|地区|区县)")


class NamedPlaces(NamedTuple):
    """Result of ``named_places``.

    ``toponyms``: resolved mentions and scope words (全市) in order. ``home``: the place the text is about. ``unresolved``: offsets of ambiguous
    names that could not be resolved.
    """

    toponyms: tuple[Toponym, ...]
    home: Place
    unresolved: tuple[int, ...]


def named_places(text: str, title_end: int, header: str = "", page: str = "") -> NamedPlaces:
    """Resolve every place name of ``text``; the title ends at ``title_end``.

    If the text refers to its city or county without a name (全市, 县公安局), the name is taken from the dateline or the ``header`` lines;
    if it names no place at all, also from the rest of the ``page``, such as keywords and footer, or from the organ that issued it.
    """
    found = list(locating_mentions(text))
    settled = _settle(found)
    known = {spot.start for spot in settled}
    settled = sorted([*settled, *local_toponyms(text, settled)], key=attrgetter("start"))
    unresolved = tuple(mention.start for mention in found if mention.start not in known and len(mention.places) > 1)
    words = list(scopes(text))
    nation = [word for word in words if not word.scope]
    levels = Counter(word.scope for word in words if word.scope)
    home = home_of(text, sorted([*settled, *nation], key=attrgetter("start")), levels, title_end)
    if home == NATIONWIDE:
        home = place_by_vocabulary(text, settled)
    if (rank := _level_without_name(levels, settled)) and not nation:
        home = next((one for one in dateline_places(text, header) if is_of_level(one, rank) and contains(home, one)), home)
    local = levels.total() > len(nation) or (not nation and speaks_of_its_police(text))
    if home == NATIONWIDE and not settled and local:
        home = outlet_place(text, page)
    if home == NATIONWIDE and not settled:
        home = issuer_place(text, header)
    settled = [spot for spot in settled if not (names_small_unit(text, spot, home) or _begins_a_name(text, spot, home))]
    nationwide = home == NATIONWIDE and 2 * len(nation) > len(settled) > 0
    toponyms = [*_with_lasting(settled, home, nationwide, text), *(replace(word, lasting=_lasting(word, text)) for word in words)]
    return NamedPlaces(tuple(sorted(toponyms, key=attrgetter("start"))), home, unresolved)


def _begins_a_name(text: str, spot: Toponym, home: Place) -> bool:
    """Whether a larger place, which contains ``home``, is only the first word of a quoted name: “山东解纷码” in an article on a county of Shandong."""
    return spot.place != home and contains(spot.place, home) and text[spot.start - 1 : spot.start] in tuple("“「『")


def _lasting(word: Toponym, text: str) -> Place | None:
    """The place that a scope word passes on to later sentences; none for the country where only parts of it are counted (全国31个省)."""
    return None if not word.scope and _PARTS.match(text, word.end) else word.place


def _level_without_name(levels: Counter[int], settled: Sequence[Toponym]) -> int:
    """Most specific level that the text refers to (县公安局, 全市) without naming a place of it; 0 if there is none."""
    named = max((level(spot.place) for spot in settled), default=0)
    finest = max(levels, default=0)
    return finest if finest > named else 0


def _with_lasting(settled: Sequence[Toponym], home: Place, nationwide: bool, text: str) -> Iterator[Toponym]:
    """Yield ``settled`` with the place that each one passes on to later sentences."""
    for sentence in by_sentence(settled, text):
        many = several(sentence)
        for row in side_by_side(sentence, text):
            if many or len(row) > 1:
                shared = common([spot.place for spot in (sentence if many else row)])
                yield from (replace(spot, lasting=shared) for spot in row)
            else:
                passing = _is_in_passing(row[0], home, nationwide, text) or is_item(row[0], text)
                yield row[0] if passing else replace(row[0], lasting=row[0].place)


def _is_in_passing(spot: Toponym, home: Place, nationwide: bool, text: str) -> bool:
    """Whether a place outside the article's home does not open its clause, or is only mentioned in an article on the whole country."""
    if nationwide:
        return bool(spot.start and text[spot.start - 1] not in "\n。！？“：" and not ORGAN.search(text, spot.end, spot.end + 6))
    return not contains(home, spot.place) and not opens_clause(spot, text)


def _settle(found: Sequence[PlaceMention]) -> list[Toponym]:
    """Resolve each mention to one place; an ambiguous name goes to a branch already mentioned and is left out if there is none."""
    sure = Counter(
        (mention.places[0].province, mention.places[0].city)
        for mention in found
        if (len(mention.places) == 1 or mention.larger) and not mention.weak
    )
    provinces: Counter[str] = Counter()
    for (province, _), times in sure.items():
        provinces[province] += times
    named = {(one.province, one.city) for mention in found if not mention.short for one in mention.places[:1]}
    settled: list[Toponym] = []
    for mention in found:
        candidates = mention.places
        if mention.larger:
            before = settled[-1].place if settled else NATIONWIDE
            smaller = [
                one
                for one in candidates[1:]
                if (kinship(one, before) == 2 and one.city != candidates[0].city)
                or (sure[one.province, one.city] and not sure[candidates[0].province, candidates[0].city])
            ]
            candidates = (smaller[0] if smaller else candidates[0],)
        if mention.embedded:
            candidates = tuple(one for one in candidates if _is_in_city(one, named or _leading(sure)))
            if len(candidates) != 1:
                continue
        if len(candidates) > 1:
            before = settled[-1].place if settled else NATIONWIDE
            ranked = sorted(
                candidates,
                key=lambda one: (
                    -kinship(one, before),
                    -sure[one.province, one.city],
                    -provinces[one.province],
                ),
            )
            best = ranked[0]
            if not (kinship(best, before) or sure[best.province, best.city] or provinces[best.province]):
                continue
            candidates = (best,)
        elif mention.short and sure and not _akin(candidates[0], named or _leading(sure)):
            continue
        if mention.weak and not _akin(candidates[0], named):
            continue
        settled.append(Toponym(mention.start, mention.end, candidates[0], doubtful=mention.embedded))
    return settled


def _leading(sure: Counter[tuple[str, str]]) -> set[tuple[str, str]]:
    """Branch with an absolute majority of the mentions, for a text without full names; empty if there is none."""
    if not sure:
        return set()
    (branch, times), *others = sure.most_common()
    return {branch} if times > sum(n for _, n in others) else set()


def _is_in_city(one: Place, named: Set[tuple[str, str]]) -> bool:
    """Whether the text names the city of a county, or the province of a city."""
    return (one.province, one.city) in named or bool(not one.county and (one.province, "") in named)


def _akin(one: Place, named: Set[tuple[str, str]]) -> bool:
    """Whether a county's short form is accepted: the text has no full names, or one of the same branch."""
    return not named or (one.province, "") in named or (one.province, one.city) in named
