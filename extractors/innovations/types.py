"""Innovation types: which words of a text speak for which type, and which type they speak for most."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extractors.lexicon import lexicon

# What one word says: the types it speaks for, and how loudly.
Vote = tuple[tuple[str, float], ...]

_WORDS: dict[str, Vote] = {}
for _type, _points in lexicon("innovation_types").items():
    for _word in _points:
        _WORDS[_word] = (*_WORDS.get(_word, ()), (_type, float(_points[_word])))
_VOTES = tuple(_WORDS.values())
# The same without what describes a place, which says something of the figure that counts it and nothing of those beside it.
_OF_POLICE = tuple(tuple(said for said in vote if said[0] != "other") for vote in _VOTES)
_MANY = 50
_INDEX = AhoCorasick(list(_WORDS), matchkind=MatchKind.LeftmostLongest)


class TypeScore(NamedTuple):
    """The types that speak from some texts, the strongest first."""

    scores: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        return self.scores[0][0] if self.scores else "other"


NO_TYPE = TypeScore(())


class TypeWords:
    """The words of a text that speak for a type, found once, for all that is asked of its parts."""

    def __init__(self, text: str) -> None:
        found = _INDEX.find_matches_as_indexes(text)
        self._starts = [start for _, start, _ in found]
        self._ends = [end for _, _, end in found]
        self._votes = [_OF_POLICE[word] for word, _, _ in found]
        # For each type, the numbers of the words that speak for it, and the sum of what they say up to each, in tenths of a point.
        self._by_type: dict[str, tuple[list[int], list[int]]] = {}
        for number, vote in enumerate(self._votes):
            for type_, points in vote:
                numbers, sums = self._by_type.setdefault(type_, ([], [0]))
                numbers.append(number)
                sums.append(sums[-1] + round(10 * points))

    def within(self, start: int, end: int) -> Sequence[Vote]:
        """What the words that stand in ``start:end`` say, in order; of many words, in one vote, for a long stretch is asked often."""
        first, beyond = bisect_left(self._starts, start), bisect_right(self._ends, end)
        return self._votes[first:beyond] if beyond - first <= _MANY else [self._together(first, beyond)]

    def _together(self, first: int, beyond: int) -> Vote:
        spoken = []
        for type_, (numbers, sums) in self._by_type.items():
            i, j = bisect_left(numbers, first), bisect_left(numbers, beyond)
            if i < j:
                spoken.append((numbers[i], type_, (sums[j] - sums[i]) / 10))
        return tuple((type_, points) for _, type_, points in sorted(spoken))


@lru_cache(maxsize=256)  # a name is asked at each of its figures
def votes(text: str) -> Sequence[Vote]:
    """What the words of a short text say, in order."""
    return tuple(_VOTES[word] for word, _, _ in _INDEX.find_matches_as_indexes(text))


def shares(said: Iterable[Vote]) -> Sequence[Vote]:
    """What a long stretch speaks of: each type with its share of all that its words say, in one vote; nothing where they say nothing."""
    totals = Tally()
    totals.add(said, 1.0)
    scores = totals.score().scores
    whole = sum(points for _, points in scores)
    return [tuple((type_, points / whole) for type_, points in scores)] if whole else []


class Tally:
    """The votes of some texts, summed up; of two types as strong, the one that spoke first counts."""

    def __init__(self) -> None:
        self._totals: dict[str, float] = {}

    def add(self, said: Iterable[Vote], weight: float) -> None:
        """Count what the words of one text say."""
        totals = self._totals
        for vote in said:
            for type_, points in vote:
                totals[type_] = totals.get(type_, 0) + points * weight

    @property
    def highest(self) -> float:
        """The points of the strongest type; 0 where none spoke."""
        return max(self._totals.values(), default=0)

    def __bool__(self) -> bool:
        return bool(self._totals)

    def score(self) -> TypeScore:
        """The types that spoke, in order."""
        return TypeScore(tuple(sorted(self._totals.items(), key=_weakness)))


def _weakness(total: tuple[str, float]) -> float:
    return -total[1]
