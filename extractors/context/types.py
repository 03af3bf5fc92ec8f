"""Innovation types: which words of a text speak for which type, and which type they speak for most."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from extractors.fragments import lexicon

# What one word says: the types it speaks for, and how loudly.
_Vote = tuple[tuple[str, float], ...]

_WORDS: dict[str, _Vote] = {}
for _type, _points in lexicon("innovation_types").items():
    for _word in _points:
        _WORDS[_word] = (*_WORDS.get(_word, ()), (_type, float(_points[_word])))
_VOTES = tuple(_WORDS.values())
_INDEX = AhoCorasick(list(_WORDS), matchkind=MatchKind.LeftmostLongest)


@dataclass(frozen=True, slots=True)
class TypeScore:
    """The types that speak from some texts, the strongest first."""

    scores: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        return self.scores[0][0] if self.scores else "other"


class TypeWords:
    """The words of a text that speak for a type, found once, for all that is asked of its parts."""

    def __init__(self, text: str) -> None:
        found = _INDEX.find_matches_as_indexes(text)
        self._starts = [start for _, start, _ in found]
        self._ends = [end for _, _, end in found]
        self._votes = [_VOTES[word] for word, _, _ in found]

    def within(self, span: tuple[int, int]) -> Sequence[_Vote]:
        """What the words that stand in ``span`` say, in order."""
        return self._votes[bisect_left(self._starts, span[0]) : bisect_right(self._ends, span[1])]


def votes(text: str) -> Sequence[_Vote]:
    """What the words of a short text say, in order."""
    return [_VOTES[word] for word, _, _ in _INDEX.find_matches_as_indexes(text)]


def score(weighted: Iterable[tuple[Sequence[_Vote], float]]) -> TypeScore:
    """Sum up ``(votes, weight)`` pairs; of two types as strong, the one that spoke first."""
    totals: dict[str, float] = {}
    for said, weight in weighted:
        for vote in said:
            for type_, points in vote:
                totals[type_] = totals.get(type_, 0) + points * weight
    return TypeScore(tuple(sorted(totals.items(), key=lambda item: -item[1])))
