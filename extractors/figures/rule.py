"""The rule engine: rule definitions, and the scan of a text with all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

import regex

from extractors.figures.cues import Cue, CueFinder
from extractors.figures.fragments import pieces
from extractors.figures.hedges import with_separate_hedge
from extractors.model import Amount, Direction, Kind, Role
from extractors.tokens.calendar import DateRange

_Try = Callable[[str, int, int], regex.Match[str] | None]
# Longer than any match. Without this limit, the search for a required word would run to the end of the text.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class FigureValue:
    """The content of a match, without its context.

    ``amount`` is ``None`` for dates, ``when`` for all other kinds. ``role`` and ``direction`` are set if the phrase
    itself states them (``翻一番``, ``前进4位``). ``within`` names the group that is the figure, if not the whole match.
    """

    amount: Amount | None = None
    unit: str = ""
    when: DateRange | None = None
    role: Role = ""
    direction: Direction = ""
    within: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule for one kind of phrase: name, pattern, reader and examples.

    The pattern is compiled when it is first tried: compiling all of them takes longer than reading a page, and most pages need few.
    ``kind`` is ``None`` for phrases that are not figures (``智慧110``, ``第一时间``): they compete for their span and are then
    dropped. ``build`` returns ``None`` or raises ValueError to reject a match. ``examples`` map a text to the figure in it;
    ``rejects`` are texts that the rule must not match. ``cue`` restricts where a match can begin; without it the rule is
    tried at every character.
    """

    name: str
    kind: Kind | None
    pattern: str
    build: Callable[[regex.Match[str]], FigureValue | None]
    examples: Mapping[str, str]
    rejects: tuple[str, ...] = ()
    cue: Cue | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A candidate figure: a span of cleaned text, its rule, and its value. ``named_groups`` are the named groups of the match."""

    start: int
    end: int
    text: str
    kind: Kind | None
    rule: str
    value: FigureValue
    named_groups: Mapping[str, str] = field(default_factory=dict)


def scan(text: str, rules: Iterable[Rule]) -> Iterator[Figure]:
    """All matches of ``rules`` in ``text``, overlaps included."""
    for rule, match in _matches(text, tuple(rules)):
        figure = _read(rule, match)
        if figure is not None:
            yield figure


def _matches(text: str, rules: tuple[Rule, ...]) -> Iterator[tuple[Rule, regex.Match[str]]]:
    """All matches; those of one rule do not overlap, as with ``finditer``."""
    cued, places, tries = _cued(rules)
    for rule in rules:
        if rule.cue is None:
            yield from ((rule, match) for match in _compiled(rule.pattern).finditer(text))
    ends = [0] * len(cued)
    for position, wanted in places.find(text):
        for i in wanted:
            if position >= ends[i] and (match := (tries[i] or _prepared(tries, i, cued))(text, position, position + _LONGEST)):
                ends[i] = match.end()
                yield cued[i], match


@lru_cache(maxsize=256)
def _cued(rules: tuple[Rule, ...]) -> tuple[list[Rule], CueFinder, list[_Try | None]]:
    """The rules with a cue, the places where they can begin, and what tries each of them; None until ``_prepared``."""
    cued = [rule for rule in rules if rule.cue is not None]
    return cued, CueFinder([rule.cue for rule in cued if rule.cue is not None]), [None] * len(cued)


def _prepared(tries: list[_Try | None], i: int, cued: Sequence[Rule]) -> _Try:
    tries[i] = prepared = _compiled(cued[i].pattern).match
    return prepared


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


def _read(rule: Rule, match: regex.Match[str]) -> Figure | None:
    try:
        reading = rule.build(match)
    except ValueError:  # numerals that do not form a number
        return None
    if reading is None:
        return None
    start, end = match.span(reading.within or 0)
    if reading.amount is not None and (amount := with_separate_hedge(match.string, start, reading.amount)) is not reading.amount:
        reading = replace(reading, amount=amount)
    if rule.kind and "\n" in match.string[start:end]:  # a figure never spans two lines
        return None
    return Figure(start, end, match.string[start:end], rule.kind, rule.name, reading, pieces(match))
