"""Where a rule can match at all, so that no rule is tried at every character of a text.

Most rules begin with a number, and what they read is told by what stands behind it: ``30起`` concerns the rules on counts,
``30%`` those on percentages. A rule may state this as its ``Cue``; one walk over the text then finds the places for all
of them. A cue only ever says where a match is possible, never that there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex
from ahocorasick_rs import AhoCorasick

from extractors.figures.fragments import BEFORE_WORDS, NUMBER_CHARACTERS, NUMERAL_STARTS

# A number begins at each of these: inside a run of digits nothing does, inside one of Chinese numerals something may.
_NUMBER = regex.compile(rf"\d++|{NUMERAL_STARTS}")
_RUN = regex.compile(rf"{NUMBER_CHARACTERS}++")
_LONGEST = 160  # no number with the one it ranges to is longer
_BEFORE_CHARACTERS = frozenset("".join(BEFORE_WORDS))
_LONGEST_BEFORE = 6


@dataclass(frozen=True, slots=True)
class Cue:
    """``words``: a match begins with one of these. ``tail``: or with a number, hedged perhaps, and one of these characters
    is in it or the first behind it (behind the second number of a range)."""

    tail: str = ""
    words: frozenset[str] = frozenset()


class Places:
    """Finds the places of many cues at once."""

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

        @lru_cache(maxsize=4096)  # numbers vary, what stands behind them little
        def by_characters(characters: frozenset[str]) -> tuple[int, ...]:
            return tuple({i for char in characters for i in by_tail.get(char, ())})

        self._by_characters = by_characters
        self._behind_digits = lru_cache(maxsize=4096)(lambda behind: by_characters(frozenset(behind)))

    def find(self, text: str) -> list[tuple[int, tuple[int, ...]]]:
        """(position, indexes of cues) in the order of the text: everywhere a match of these can begin."""
        found = [(start, self._by_word[word]) for word, start, _ in self._words.find_matches_as_indexes(text, overlapping=True)]
        for run in _RUN.finditer(text):
            for number, wanted in self._in_run(text, *run.span()):
                found.append((number, wanted))
                if number and text[number - 1] in _BEFORE_CHARACTERS:
                    found += [(start, wanted) for start in _hedges(text, number)]
        found.sort()
        return found

    def _in_run(self, text: str, start: int, end: int) -> Iterable[tuple[int, tuple[int, ...]]]:
        """(position, indexes of cues) of the numbers in a run of their characters."""
        behind = end + 1 + text[end : end + 1].isspace()  # a blank, and what stands behind it
        if text[start:end].isdecimal():  # most are one number and no more
            wanted = self._behind_digits(text[end:behind])
            return [(start, wanted)] if wanted else []
        return self._in_long_run(text, start, end, behind)

    def _in_long_run(self, text: str, start: int, end: int, behind: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The same for many numbers, from the last to the first; the run may end up to ``behind``.

        What stands behind one is gathered on the way; what is further than ``_LONGEST`` behind is forgotten in time.
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
    """Where a hedge before the number begins."""
    for start in reversed(range(max(0, number - _LONGEST_BEFORE), number)):
        if text[start] not in _BEFORE_CHARACTERS:
            return
        if text.startswith(BEFORE_WORDS, start):
            yield start
