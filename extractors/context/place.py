"""Assigns a place to each figure: the nearest one in scope in its sentence, else inherited from paragraph, section or article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import NamedTuple

import regex

from extractors.context.named_places import named_places
from extractors.context.place_tree import COUNTRY, NATIONWIDE, common, contains
from extractors.context.toponyms import JOINED, ORGAN, Toponym, is_item, opens_clause
from extractors.model import Place, RegionBasis
from extractors.source.sections import is_heading
from extractors.tokens.gazetteer import place

_CLAUSE_END = regex.compile(r"[，,；;。]")
_OPENS_CLAUSE, _AS_TOPIC = regex.compile(r"[，；;,：:]$"), regex.compile(r"(?:全[省市区县州]|并列|共|累计|已|警方|公安机关)")
_ACTING = regex.compile(
    r"市?公安(?!\p{Han}{0,2}(?:局|厅|处|部门|机关|民警|干警|系统|工作|队伍))"
)  # 兰州公安推行…: the force by its short name
_ORIGIN = regex.compile(r"[^，。；,;]{0,12}(?:来自|位于|分布在|落户)$")
_COUNTED_IN = regex.compile(r"有?\d[\d,.]*[万余多]*\p{Han}")  # 全国101个, 全省有13个
_ONE_OF = regex.compile(r"有?\d[\d,.]*个[^，,；;。]{1,16}之一")  # 是全省40个风险县之一，有民警448人
_AS_OBJECT = regex.compile(r"(?:(?<!\p{Han})以|将|把)$")  # 将A区公安局所辖11个分局撤并
_JOINT = regex.compile(r"[、和与及]")
_OPENING = 16  # places examined when looking ahead
_start = attrgetter("start")


class ContextSpans(NamedTuple):
    """Spans around a figure: its sentence, paragraph and section, the last two as far as they are kept.

    ``opening``: offsets where the section and the paragraph begin.
    """

    sentence: tuple[int, int]
    paragraph: tuple[int, int]
    section: tuple[int, int]
    opening: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ArticlePlaces:
    """The places of one article.

    ``toponyms``: resolved mentions in order. ``home``: the place the article is about. ``unresolved``: offsets of ambiguous names.
    """

    toponyms: tuple[Toponym, ...]
    home: Place
    text: str
    unresolved: tuple[int, ...] = ()
    named: tuple[Toponym, ...] = field(init=False)  # without scope words (全市)
    _counties: tuple[Toponym, ...] = field(init=False)
    _rivals: tuple[int, ...] = field(init=False)  # for each of _counties, the index of the next one in another county
    _read: dict[tuple[int, Place], _PlacesInEffect] = field(init=False)

    def __post_init__(self) -> None:
        named = tuple(spot for spot in self.toponyms if not spot.scope)
        counties = tuple(spot for spot in named if spot.place.county)
        rivals = [len(counties)] * len(counties)
        for i in reversed(range(len(counties) - 1)):
            rivals[i] = rivals[i + 1] if counties[i].place == counties[i + 1].place else i + 1
        for name, value in (("named", named), ("_counties", counties), ("_rivals", tuple(rivals)), ("_read", {})):
            object.__setattr__(self, name, value)

    def within(self, start: int, end: int) -> Sequence[Toponym]:
        """Resolved mentions that start in ``start:end``."""
        return self.toponyms[_first(self.toponyms, start) : _first(self.toponyms, end)]

    def place_in_effect(self, opening: int, start: int, end: int, home: Place) -> Place | None:
        """Place in effect at ``end``, reading from ``start``; memoised. ``None`` if no place is named there.

        ``opening`` is the offset where the section or paragraph begins; results are shared by all calls with the same ``opening`` and
        ``home``.
        """
        first, beyond = _first(self.toponyms, start), _first(self.toponyms, end)
        if first >= beyond:
            return None
        begin = _first(self.toponyms, opening)
        readers = self._read.setdefault((begin, home), _PlacesInEffect(begin, []))
        for spot in self.toponyms[begin + len(readers.in_effect) : beyond]:
            readers.read(spot, home, self.text)
        return readers.at(first, beyond)

    def several_counties(self, start: int, end: int) -> bool:
        """Whether ``start:end`` names more than one county."""
        first, beyond = _first(self._counties, start), _first(self._counties, end)
        return first < beyond and self._rivals[first] < beyond

    def shares(self, start: int, end: int) -> bool:
        """Whether ``start:end`` contains an ambiguous name that could not be resolved."""
        return bisect_left(self.unresolved, start) < bisect_left(self.unresolved, end)


def resolve_places(text: str, title_end: int, header: str = "", page: str = "") -> ArticlePlaces:
    """Find and resolve the places of ``text``; arguments as in ``named_places``."""
    toponyms, home, unresolved = named_places(text, title_end, header, page)
    return ArticlePlaces(toponyms, home, text, unresolved)


class _PlacesInEffect(NamedTuple):
    """Places in effect for every possible starting point, computed incrementally.

    ``in_effect[k]`` belongs to place number ``begin + k`` and lists pairs (number of the starting place, place in effect). A pair holds for
    all starting places up to the next pair's. Starting points converge quickly, so a list is never longer than there are levels of places.
    """

    begin: int
    in_effect: list[list[tuple[int, Place | None]]]

    def read(self, spot: Toponym, home: Place, text: str) -> None:
        """Process one more place for all starting points, and add it as a starting point."""
        before = self.in_effect[-1] if self.in_effect else []
        now: list[tuple[int, Place | None]] = []
        for begun, current in (*before, (self.begin + len(self.in_effect), None)):
            after = current if spot.lasting is None else _next(replace(spot, place=spot.lasting), current, None, home, text)
            if not now or now[-1][1] != after:
                now.append((begun, after))
        self.in_effect.append(now)

    def at(self, first: int, beyond: int) -> Place | None:
        """Place in effect before place number ``beyond``, reading from number ``first``."""
        now = self.in_effect[beyond - self.begin - 1]
        return now[bisect_right(now, first, key=itemgetter(0)) - 1][1]


class PlaceResolver:
    """Assigns places to the figures of one sentence; the places in and around it are read once, on construction."""

    def __init__(self, places: ArticlePlaces, around: ContextSpans) -> None:
        self._places, self._around = places, around
        self._inside = places.within(*around.sentence)
        self._home = self._home_of_section()
        self._carried = places.place_in_effect(around.opening[1], around.paragraph[0], around.sentence[0], self._home)
        self._currents = list(self._read_on(self._inside, self._carried))
        self._outside = self._without_words()
        self._ahead = self._opens_with() if self._inside else None

    def at(self, position: int, leading: bool = False, nth: tuple[int, int] | None = None) -> tuple[Place, RegionBasis]:
        """Return the place of a figure at ``position`` and the basis it was read from.

        ``leading``: the figure introduces what follows, as a date does, so that a place after it may apply. ``nth``: (index, length) if the
        figure is in a distributive list (分别).
        """
        if not self._inside:
            return self._outside
        if origin := self._origin(position):
            return origin, "sentence"
        before = _first(self._inside, position)
        while before and self._inside[before - 1].end > position:
            before -= 1
        if nth is not None and (listed := self._listed(before, nth)):
            return listed, "sentence"
        before = self._out_of_list(self._out_of_brackets(before, position), position)
        while before and self._has_ended(self._inside[before - 1], position):
            before -= 1
        row = self._rows[before - 1] if before else ()
        current = self._currents[before - 1] if before else None
        if len(row) > 1:  # 在A区、B区和C区抓获11人
            together = common([spot.place for spot in row])
            return together, _basis("sentence", together)
        if current is not None:
            return _stated(current), "sentence"
        if self._ahead and (leading or (self._carried is None and self._home == NATIONWIDE)):
            return self._ahead, _basis("sentence", self._ahead)
        return self._outside

    def _out_of_brackets(self, before: int, position: int) -> int:
        """``before`` without the places of a closed list in brackets: ``8个（涪城、游仙、江油），6月将再增加2个``."""
        text, outside = self._places.text, before
        while outside and text.find("(", self._inside[outside - 1].end, position) < 0 <= text.find(
            ")", self._inside[outside - 1].end, position
        ):
            outside -= 1
        return outside if before - outside > 1 else before

    def _out_of_list(self, before: int, position: int) -> int:
        """``before`` without list items that apply to one number each: ``莆田151起、福州119起，处置被困205起``."""
        while before and self._inside[before - 1].end < position and is_item(self._inside[before - 1], self._places.text):
            before -= 1
        return before

    def _has_ended(self, spot: Toponym, position: int) -> bool:
        """Whether the scope of a clause-bound place ends before ``position``: ``而全国平均为33.9起；抓获9人``, ``将A区11个分局撤并，清退53人``."""
        text = self._places.text
        if not _CLAUSE_END.search(text, spot.end, position):
            return False
        if self._is_aside(spot):
            return True
        if spot.scope and _ONE_OF.match(text, spot.end):
            return True
        if spot.place == NATIONWIDE and not spot.scope:
            return bool(_COUNTED_IN.match(text, spot.end) or text.startswith("平均", spot.end))
        return bool(_AS_OBJECT.search(text, max(0, spot.start - 2), spot.start))

    def _is_aside(self, spot: Toponym) -> bool:
        """Whether a place outside the home is mentioned inside a clause, so that it holds for that clause only: ``参照浙江的做法，全年…``."""
        return not spot.scope and not contains(self._places.home, spot.place) and not opens_clause(spot, self._places.text)

    def _home_of_section(self) -> Place:
        """Default place of the section: a place inside the article's home, if the section has named one so far; else the home.

        In an article on a province, a city applies beyond its paragraph only in a section with a heading. In an article on a city, a
        district applies beyond its paragraph only if the section names no other.
        """
        region, home, around = self._places, self._places.home, self._around
        reached = region.place_in_effect(around.opening[0], around.section[0], around.paragraph[0], home)
        if reached is None or not contains(home, reached):
            return home
        stays = not region.several_counties(*around.section) if home.city else self._has_heading()
        return reached if stays else home

    def _has_heading(self) -> bool:
        """Whether the section begins with a heading."""
        start, end = self._around.opening
        return is_heading(self._places.text[start : max(self._places.text.find("\n", start, end), start)])

    def _opens_with(self) -> Place | None:
        """Place at the beginning of the sentence, or the inherited one if that is more specific."""
        ahead = self._opening(self._inside, self._carried)
        whole = self._inside[0].scope  # 全省共有…
        return self._carried if ahead and not whole and self._carried and contains(ahead, self._carried) else ahead

    def _without_words(self) -> tuple[Place, RegionBasis]:
        """Place for a sentence that names none: from the paragraph, section or article."""
        if self._carried is not None:
            return _stated(self._carried), "paragraph"
        if later := self._said_later():
            return later, "paragraph"
        return self._home, _basis("document", self._home)

    def _said_later(self) -> Place | None:
        """Place named later in a section with a heading, if its opening sentences name none."""
        if self._home != self._places.home or self._home.city or not self._has_heading():
            return None
        named = self._places.named
        first, beyond = _first(named, self._around.sentence[1]), _first(named, self._around.section[1])
        if any(spot.place == NATIONWIDE for spot in self._places.within(*self._around.section)[:_OPENING] if not spot.scope):
            return None  # a section on the whole country
        found = self._opening(named[first : min(beyond, first + _OPENING)], None)
        return found if found and contains(self._home, found) else None

    def _listed(self, before: int, nth: tuple[int, int]) -> Place | None:
        """Place of the n-th figure of a distributive list, if there are as many places: ``甲市、乙市和丙市分别下降8%、14%和5%``."""
        row = self._rows[before - 1] if before else ()
        return row[nth[0]].place if len(row) == nth[1] else None

    @cached_property
    def _rows(self) -> Sequence[Sequence[Toponym]]:
        """For each place of the sentence, the coordinated run that ends with it."""
        return list(self._row_by_row(self._inside))

    def _row_by_row(self, toponyms: Iterable[Toponym]) -> Iterator[tuple[Toponym, ...]]:
        """For each of ``toponyms``, the coordinated run so far (A市、B市和C市); nested names count once, as the most specific place (湖南长沙)."""
        row: tuple[Toponym, ...] = ()
        for spot in toponyms:
            if not spot.scope:
                between = self._places.text[row[-1].end : spot.start] if row else ""
                if row and contains(row[-1].place, spot.place) and len(between) <= 2 and not _JOINT.search(between):
                    row = (*row[:-1], spot)
                elif row and JOINED.fullmatch(between):
                    row = (*row, spot)
                else:
                    row = (spot,)
            yield row

    def _opening(self, toponyms: Sequence[Toponym], carried: Place | None) -> Place | None:
        """First place of ``toponyms``, made more specific by the places right after it (山西省 + 黎城县)."""
        chain = [*toponyms[:1]]
        for spot in toponyms[1:]:
            if spot.scope or spot.start - chain[-1].end > 12 or not contains(chain[-1].place, spot.place):
                break
            chain.append(spot)
        rows = [*self._row_by_row(toponyms)]
        if rows and len(rows[-1]) > 1 and chain[-1] in rows[-1]:
            return common([spot.place for spot in rows[-1]])
        read = [*self._read_on(chain, carried)]
        return read[-1] if read else None

    def _origin(self, position: int) -> Place | None:
        """Place of origin stated after the figure: ``这3个项目都来自深圳``."""
        named = self._places.named
        behind = _first(named, position + 1)
        if behind == len(named) or named[behind].start >= self._around.sentence[1]:
            return None
        return named[behind].place if _ORIGIN.fullmatch(self._places.text, position, named[behind].start) else None

    def _read_on(self, toponyms: Iterable[Toponym], carried: Place | None) -> Iterator[Place | None]:
        current = None
        for spot in toponyms:
            unplaced = spot.scope and not any(known and _reaches(known, spot.scope) for known in (current, carried, self._home))
            home = (self._speaks_for(spot.scope) if unplaced else None) or self._home
            current = _next(spot, current, carried, home, self._places.text)
            yield current

    def _speaks_for(self, level: int) -> Place | None:
        """Place of a scope word, given by an organ of that level later in the paragraph: ``“全市立案下降9%。”保山市公安局副局长介绍``."""
        named = self._places.named
        later = named[_first(named, self._around.sentence[1]) : _first(named, self._around.paragraph[1])][:_OPENING]
        return next((spot.place for spot in later if _reaches(spot.place, level) and ORGAN.match(self._places.text, spot.end)), None)


def _next(spot: Toponym, current: Place | None, carried: Place | None, home: Place, text: str) -> Place | None:
    """Place in effect after ``spot``.

    A more specific place replaces the current one, a less specific one of the same branch does not; a scope word (全市) cuts to its level.
    """
    if spot.scope:
        if spot.scope == 3 and text[spot.end - 1] == "区" and home.province.endswith("自治区") and not home.county:
            return place(home.province)  # 全区 in an article on an autonomous region
        base = next((known for known in (current, carried, home) if known and _reaches(known, spot.scope)), None)
        return _cut(base, spot.scope, text[spot.end - 1]) if base else current
    if current is None or not contains(spot.place, current) or (spot.place == NATIONWIDE and text.startswith("平均", spot.end)):
        return spot.place
    if _COUNTED_IN.match(text, spot.end):
        return spot.place
    topic = spot.place == NATIONWIDE or _AS_TOPIC.match(text, spot.end) or _ACTING.match(text, spot.end)
    return spot.place if _OPENS_CLAUSE.search(text, max(0, spot.start - 1), spot.start) and topic else current


def _first(toponyms: Sequence[Toponym], position: int) -> int:
    """Index of the first of ``toponyms`` that starts at ``position`` or later."""
    return bisect_left(toponyms, position, key=_start)


def _reaches(known: Place, level: int) -> bool:
    return bool((known.province, known.city, known.county)[level - 1]) or (level == 3 and known.province.endswith("自治区"))


def _cut(known: Place, level: int, word: str) -> Place:
    if level == 2 and known.county.endswith("市"):
        return known  # 全市 in a city of county rank
    if level == 3 and (not known.county or (word == "区" and known.province.endswith("自治区") and not known.county.endswith("区"))):
        return place(known.province)  # 全区 in an autonomous region
    return place(*(known.province, known.city, known.county)[:level])


def _stated(where: Place) -> Place:
    """A place in effect, in which the whole country (全国) is told apart from no place."""
    return COUNTRY if where == NATIONWIDE else where


def _basis(basis: RegionBasis, where: Place) -> RegionBasis:
    return basis if where.province else "unknown"
