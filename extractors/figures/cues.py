"""Prefilter for rules: finds the positions where a rule can match, so that it is not tried at every character.

Most rules begin with a number, and the characters behind it decide which rules apply: ``30起`` concerns counts, ``30%``
percentages. A rule declares this as its ``Cue``; one pass over the text finds the positions for all rules. A cue is a necessary
condition for a match, not a sufficient one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex
from ahocorasick_rs import AhoCorasick

from extractors.figures.fragments import BEFORE_WORDS, NUMBER_CHARACTERS, NUMERAL_STARTS

# Positions where a number can begin: the first of a run of digits, but any in a run of Chinese numerals.
_NUMBER = regex.compile(rf"\d++|{NUMERAL_STARTS}")
_RUN = regex.compile(rf"{NUMBER_CHARACTERS}++")
_LONGEST = 160  # longer than any range of two numbers
_BEFORE_CHARACTERS = frozenset("".join(BEFORE_WORDS))
_LONGEST_BEFORE = 6


@dataclass(frozen=True, slots=True)
class Cue:
    """The condition for a match of a rule.

    It begins with one of ``words``, or with an optionally hedged number or range that contains a character of ``tail`` or is
    directly followed by one.
    """

    tail: str = ""
    words: frozenset[str] = frozenset()


class CueFinder:
    """Finds the positions for many cues in one pass."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        by_tail: dict[str, list[int]] = {}
        by_word: dict[str, list[int]] = {}
        for i, cue in enumerate(cues):
            for char in set(cue.tail):
                by_tail.setdefault(char, []).append(i)
            for word in sorted(cue.words):
                by_word.setdefault(word, []).append(i)
        self._by_word = [tuple(wanted) for wanted in by_word.values()]
        self._words = AhoCorasick(list(by_word))

        @lru_cache(maxsize=4096)  # few distinct sets of characters follow numbers
        def by_characters(characters: frozenset[str]) -> tuple[int, ...]:
            return tuple({i for char in characters for i in by_tail.get(char, ())})

        self._by_characters = by_characters
        self._behind_digits = lru_cache(maxsize=4096)(lambda behind: by_characters(frozenset(behind)))

    def find(self, text: str) -> list[tuple[int, tuple[int, ...]]]:
        """Pairs of a position where a match can begin and the indexes of its cues, in text order."""
        found = [(start, self._by_word[word]) for word, start, _ in self._words.find_matches_as_indexes(text, overlapping=True)]
        for run in _RUN.finditer(text):
            for number, wanted in self._in_run(text, *run.span()):
                found.append((number, wanted))
                if number and text[number - 1] in _BEFORE_CHARACTERS:
                    found += [(start, wanted) for start in _hedges(text, number)]
        found.sort()
        return found

    def _in_run(self, text: str, start: int, end: int) -> Iterable[tuple[int, tuple[int, ...]]]:
        """Pairs of position and cue indexes for the numbers in a run of number characters."""
        behind = end + 1 + text[end : end + 1].isspace()  # the next character, and the one after a blank
        if text[start:end].isdecimal():  # the most frequent case: a single number
            wanted = self._behind_digits(text[end:behind])
            return [(start, wanted)] if wanted else []
        return self._in_long_run(text, start, end, behind)

    def _in_long_run(self, text: str, start: int, end: int, behind: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Like ``_in_run`` for a run with several numbers, from last to first; ``behind`` is the end of the text to consider.

        The set of characters behind a number is accumulated; those more than about ``_LONGEST`` away are dropped.
        """
        numbers = [match.start() for match in _NUMBER.finditer(text, start, end)]
        near, far = set(text[end:behind]), frozenset[str]()
        wanted, last, begun = self._by_characters(frozenset(near)), end, end
        for number in reversed(numbers):
            if begun - number > _LONGEST:
                near, far, begun = set(), frozenset(near), last
            if not near.issuperset(text[number:last]):
                near.update(text[number:last])
                wanted = self._by_characters(far.union(near))
            last = number
            if wanted:
                yield number, wanted


def _hedges(text: str, number: int) -> Iterator[int]:
    """The positions where a hedge directly before ``number`` begins."""
    for start in reversed(range(max(0, number - _LONGEST_BEFORE), number)):
        if text[start] not in _BEFORE_CHARACTERS:
            return
        if text.startswith(BEFORE_WORDS, start):
            yield start
