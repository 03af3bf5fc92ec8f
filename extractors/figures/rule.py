"""The engine: what a rule is, and one pass of all rules over a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import regex

from extractors.figures.cues import Cue, Places
from extractors.figures.fragments import pieces
from extractors.figures.hedges import apart
from extractors.model import Amount, Direction, Kind, Role
from extractors.tokens.calendar import Span

# No match is so long. Without an end, the search for a word that a pattern requires would run on to the end of the text.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule read out of its match, before anything around it is looked at.

    ``amount`` is missing for dates, ``when`` for all else. ``role`` and ``direction`` are given where the phrase
    itself states them (``翻一番``, ``前进4位``). ``within`` narrows the figure to a group of the match.
    """

    amount: Amount | None = None
    unit: str = ""
    when: Span | None = None
    role: Role = ""
    direction: Direction = ""
    within: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One phrase: its name, its pattern, how it is read, and the examples beside it.

    ``kind`` is empty for phrases that are no figure (``智慧110``, ``第一时间``): they win their place like any
    other and then leave. ``build`` returns nothing, or raises ValueError, where the match is not the phrase after all.
    ``examples`` map a text to the figure's own words in it; ``rejects`` are texts where the rule must stay silent.
    Where a match can begin may be told by a ``cue``; without one the rule is tried at every character.
    """

    name: str
    kind: Kind | None
    pattern: regex.Pattern[str]
    build: Callable[[regex.Match[str]], Reading | None]
    examples: Mapping[str, str]
    rejects: tuple[str, ...] = ()
    cue: Cue | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A candidate: a stretch of cleaned text, the rule that claims it and what the rule read."""

    start: int
    end: int
    text: str
    kind: Kind | None
    rule: str
    reading: Reading
    pieces: Mapping[str, str] = field(default_factory=dict)


def scan(text: str, rules: Iterable[Rule]) -> Iterator[Figure]:
    """Every figure that any of ``rules`` sees in ``text``, overlaps included."""
    for rule, match in _matches(text, tuple(rules)):
        figure = _read(rule, match)
        if figure is not None:
            yield figure


def _matches(text: str, rules: tuple[Rule, ...]) -> Iterator[tuple[Rule, regex.Match[str]]]:
    """All matches; those of one rule never overlap, as with ``finditer``."""
    cued, places = _cued(rules)
    tries = [rule.pattern.match for rule in cued]
    for rule in rules:
        if rule.cue is None:
            yield from ((rule, match) for match in rule.pattern.finditer(text))
    ends = [0] * len(cued)
    for position, wanted in places.find(text):
        for i in wanted:
            if position >= ends[i] and (match := tries[i](text, position, position + _LONGEST)):
                ends[i] = match.end()
                yield cued[i], match


@lru_cache(maxsize=256)
def _cued(rules: tuple[Rule, ...]) -> tuple[list[Rule], Places]:
    cued = [rule for rule in rules if rule.cue is not None]
    return cued, Places([rule.cue for rule in cued if rule.cue is not None])


def _read(rule: Rule, match: regex.Match[str]) -> Figure | None:
    try:
        reading = rule.build(match)
    except ValueError:  # numerals that make no number
        return None
    if reading is None:
        return None
    start, end = match.span(reading.within or 0)
    if reading.amount is not None and (amount := apart(match.string, start, reading.amount)) is not reading.amount:
        reading = replace(reading, amount=amount)
    if rule.kind and "\n" in match.string[start:end]:  # what ends one line and what begins the next are no figure
        return None
    return Figure(start, end, match.string[start:end], rule.kind, rule.name, reading, pieces(match))
