"""Innovation types: the words of a text vote for types, and the type with most points wins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extractors.lexicon import lexicon

# Vote of one word: pairs of a type and its points.
Vote = tuple[tuple[str, float], ...]

_WORDS: dict[str, Vote] = {}
for _type, _points in lexicon("innovation_types").items():
    for _word in _points:
        _WORDS[_word] = (*_WORDS.get(_word, ()), (_type, float(_points[_word])))
_VOTES = tuple(_WORDS.values())
# Votes without ``other``: a word that describes a place matters only to the figure that counts it, not to those beside it.
_OF_POLICE = tuple(tuple(said for said in vote if said[0] != "other") for vote in _VOTES)
_MANY = 50
_INDEX = AhoCorasick(list(_WORDS), matchkind=MatchKind.LeftmostLongest)


class TypeScore(NamedTuple):
    """The types with their points, highest first."""

    scores: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        """Type with most points; ``other`` if there are none."""
        return self.scores[0][0] if self.scores else "other"


class TypeWords:
    """The words of a text that vote for a type; found once, queried by range."""

    def __init__(self, text: str) -> None:
        found = _INDEX.find_matches_as_indexes(text)
        self._starts = [start for _, start, _ in found]
        self._ends = [end for _, _, end in found]
        self._votes = [_OF_POLICE[word] for word, _, _ in found]
        # For each type, the indices of its words and their cumulative points, in tenths.
        self._by_type: dict[str, tuple[list[int], list[int]]] = {}
        for number, vote in enumerate(self._votes):
            for type_, points in vote:
                numbers, sums = self._by_type.setdefault(type_, ([], [0]))
                numbers.append(number)
                sums.append(sums[-1] + round(10 * points))

    def within(self, start: int, end: int) -> Sequence[Vote]:
        """Votes of the words in ``start:end``, in order; those of more than 50 words are summed into one vote, for speed."""
        first, beyond = bisect_left(self._starts, start), bisect_right(self._ends, end)
        return self._votes[first:beyond] if beyond - first <= _MANY else [self._together(first, beyond)]

    def _together(self, first: int, beyond: int) -> Vote:
        spoken = []
        for type_, (numbers, sums) in self._by_type.items():
            i, j = bisect_left(numbers, first), bisect_left(numbers, beyond)
            if i < j:
                spoken.append((numbers[i], type_, (sums[j] - sums[i]) / 10))
        return tuple((type_, points) for _, type_, points in sorted(spoken))


@lru_cache(maxsize=256)  # a name is looked up for each of its figures
def votes(text: str) -> Sequence[Vote]:
    """Votes of the words of a short text, in order; cached."""
    return tuple(_VOTES[word] for word, _, _ in _INDEX.find_matches_as_indexes(text))


class Tally:
    """A sum of votes; on a tie, the type that came first ranks higher."""

    def __init__(self) -> None:
        self._totals: dict[str, float] = {}

    def add(self, said: Iterable[Vote], weight: float) -> None:
        """Add the votes of one text, multiplied by ``weight``."""
        totals = self._totals
        for vote in said:
            for type_, points in vote:
                totals[type_] = totals.get(type_, 0) + points * weight

    @property
    def highest(self) -> float:
        """Points of the leading type; 0 if there are no votes."""
        return max(self._totals.values(), default=0)

    def __bool__(self) -> bool:
        return bool(self._totals)

    def score(self) -> TypeScore:
        """The types with their points, highest first."""
        return TypeScore(tuple(sorted(self._totals.items(), key=_weakness)))


def _weakness(total: tuple[str, float]) -> float:
    return -total[1]
