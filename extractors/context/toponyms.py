"""Resolved toponyms and their arrangement: coordinated runs, itemised lists, sentences with several places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.model import Place

# Organs named right after a place: police, court, prosecution.
ORGAN = regex.compile(r"公安|警|派出所|检察院|法院|交警|边境管理")
# Text between coordinated places: A市、B市和C市.
JOINED = regex.compile(r"\p{Han}{0,2}(?:[、和与及]|以及)")
_NUMBER_BEHIND = regex.compile(r"\d[\d,.]*[万余多]*(?!\d|年|月|日|时|号|[%％])\p{Han}")
_ITEM_BEFORE = regex.compile(r"(?r)\p{Han}\d[\d,.]*[万余多]*\p{Han}{1,3}[、，,]\Z")
_ITEM_NEXT = regex.compile(r"\p{Han}{0,2}[、，,]\p{Han}{2,8}\d")
_CLAUSE_START = regex.compile(r"(?:^|[^\p{Han}])(?:在|而|但|据|其中|目前)?\Z")
_SENTENCE_END = regex.compile(r"[。！？\n]")


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in the cleaned text, resolved to ``place``.

    ``scope``: level of a scope word such as 全市; 0 for names. ``lasting``: the place that later sentences inherit: the place itself, the
    common ancestor of a list, or ``None`` for a place mentioned in passing (在外省将人找回). ``doubtful``: a short form in running
    text, which may be another word.
    """

    start: int
    end: int
    place: Place
    scope: int = 0
    lasting: Place | None = None
    doubtful: bool = False


def by_sentence(toponyms: Sequence[Toponym], text: str) -> Iterator[list[Toponym]]:
    """Group ``toponyms`` by sentence."""
    together: list[Toponym] = []
    for spot in toponyms:
        if together and _SENTENCE_END.search(text, together[-1].end, spot.start):
            yield together
            together = []
        together.append(spot)
    if together:
        yield together


def side_by_side(toponyms: Sequence[Toponym], text: str) -> Iterator[list[Toponym]]:
    """Group ``toponyms`` into coordinated runs: A市、B市和C市 are one."""
    row: list[Toponym] = []
    for spot in toponyms:
        if row and not JOINED.fullmatch(text, row[-1].end, spot.start):
            yield row
            row = []
        row.append(spot)
    if row:
        yield row


def opens_clause(spot: Toponym, text: str) -> bool:
    """Whether only a preposition or conjunction stands before ``spot`` in its clause: ``在A区，``."""
    return bool(_CLAUSE_START.search(text, max(0, spot.start - 3), spot.start))


def several(toponyms: Sequence[Toponym]) -> bool:
    """Whether a sentence goes through several places (崇左市破案210起；南宁市190起，百色市170起), so that none holds for what follows."""
    named = {(spot.place.province, spot.place.city, spot.place.county) for spot in toponyms}
    holding = {outer for path in named for level in range(3) if (outer := (*path[:level], *[""] * (3 - level))) != path}
    return len(named - holding) > 2


def is_item(spot: Toponym, text: str) -> bool:
    """Whether a place is a list item that applies only to the number after it: ``其中莆田151起、福州119起``."""
    behind = _NUMBER_BEHIND.match(text, spot.end)
    return bool(behind and (_ITEM_BEFORE.search(text, max(0, spot.start - 12), spot.start) or _ITEM_NEXT.match(text, behind.end())))
