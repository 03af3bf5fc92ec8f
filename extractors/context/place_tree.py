"""Containment of places: country, province, city, county."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Place
from extractors.tokens.gazetteer import place

NATIONWIDE = Place()
"""The whole country, or no place known."""
COUNTRY = Place(code="100000")
"""The whole country, as a claim states it: no province, but a code (see docs/claims.md)."""


def path(one: Place) -> tuple[str, ...]:
    """Names of a place from the province down to its own level."""
    return (one.province, one.city, one.county)[: level(one)]


def level(one: Place) -> int:
    """Administrative level: 0 for the country, 1 for a province, 2 for a city, 3 for a county."""
    return 3 if one.county else 2 if one.city else bool(one.province)


def holder(one: Place) -> Place:
    """Parent of a place: the city of a county, the province of a city. A province is returned as it is."""
    return place(one.province, one.city) if one.county else place(one.province)


def contains(outer: Place, inner: Place) -> bool:
    """Whether ``inner`` is ``outer`` or lies in it."""
    return outer.province in ("", inner.province) and outer.city in ("", inner.city) and outer.county in ("", inner.county)


def common(places: Sequence[Place]) -> Place:
    """Lowest common ancestor of ``places``; ``NATIONWIDE`` if they share no province or there are none."""
    if not places:
        return NATIONWIDE
    paths = [(one.province, one.city, one.county) for one in places]
    shared = [parts[0] if len(set(parts)) == 1 else "" for parts in zip(*paths, strict=True)]
    depth = next((level for level, part in enumerate(shared) if not part), 3)
    return place(*shared[:depth]) if depth else NATIONWIDE


def finest(places: Sequence[Place]) -> Place:
    """The smallest of ``places`` if each of the others contains it (平顶山市, 湛河区), else what they have in common."""
    smallest = max(places, key=level, default=NATIONWIDE)
    return smallest if all(contains(one, smallest) for one in places) else common(places)


def kinship(one: Place, other: Place) -> int:
    """2 for places of one city, 1 for places of one province, else 0."""
    if not other.province or one.province != other.province:
        return 0
    return 2 if other.city and one.city == other.city else 1
