"""Which place a figure speaks of: the nearest that governs it in its sentence, else its paragraph's, its section's, the article's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import NamedTuple

import regex

from extractors.context.named_places import named_places
from extractors.context.place_tree import NATIONWIDE, common, contains
from extractors.context.spots import JOINED, ORGAN, Spot, is_item
from extractors.model import Place, RegionBasis
from extractors.source.sections import is_heading
from extractors.tokens.gazetteer import place

_CLAUSE_END = regex.compile(r"[，,；;。]")
_OPENS_CLAUSE, _AS_TOPIC = regex.compile(r"[，；;,]$"), regex.compile(r"(?:全[省市区县州]|并列|共|累计|已|警方|公安机关)")
_ORIGIN = regex.compile(r"[^，。；,;]{0,12}(?:来自|位于|分布在|落户)$")
_COUNTED_IN = regex.compile(r"有?\d[\d,.]*[万余多]*\p{Han}")  # 全国101个, 全省有13个
_AS_OBJECT = regex.compile(r"(?:(?<!\p{Han})以|将|把)$")  # 将A区公安局所辖11个分局撤并
_JOINT = regex.compile(r"[、和与及]")
_OPENING = 16  # places that are looked at to see what a later sentence opens with
_start = attrgetter("start")


class Around(NamedTuple):
    """Where a figure stands: the spans of its sentence, paragraph and section as far as they are remembered; ``opening``:
    where section and paragraph begin."""

    sentence: tuple[int, int]
    paragraph: tuple[int, int]
    section: tuple[int, int]
    opening: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Region:
    """The places of one article: settled mentions in order, its home, and where names stand that several places share."""

    spots: tuple[Spot, ...]
    home: Place
    text: str
    unsettled: tuple[int, ...] = ()
    named: tuple[Spot, ...] = field(init=False)  # without words like 全市
    _counties: tuple[Spot, ...] = field(init=False)
    _rivals: tuple[int, ...] = field(init=False)  # for each of these, the next one of another county
    _read: dict[tuple[int, Place], _Readers] = field(init=False)

    def __post_init__(self) -> None:
        named = tuple(spot for spot in self.spots if not spot.scope)
        counties = tuple(spot for spot in named if spot.place.county)
        rivals = [len(counties)] * len(counties)
        for i in reversed(range(len(counties) - 1)):
            rivals[i] = rivals[i + 1] if counties[i].place == counties[i + 1].place else i + 1
        for name, value in (("named", named), ("_counties", counties), ("_rivals", tuple(rivals)), ("_read", {})):
            object.__setattr__(self, name, value)

    def within(self, start: int, end: int) -> Sequence[Spot]:
        """The settled mentions that begin in ``start:end``."""
        return self.spots[_first(self.spots, start) : _first(self.spots, end)]

    def reached(self, opening: int, start: int, end: int, home: Place) -> Place | None:
        """Where one who reads ``start:end`` of what begins at ``opening`` has come to; it is read once for all who ask of it."""
        first, beyond = _first(self.spots, start), _first(self.spots, end)
        if first >= beyond:
            return None
        begin = _first(self.spots, opening)
        readers = self._read.setdefault((begin, home), _Readers(begin, []))
        for spot in self.spots[begin + len(readers.come_to) : beyond]:
            readers.read(spot, home, self.text)
        return readers.at(first, beyond)

    def several_counties(self, start: int, end: int) -> bool:
        """Whether ``start:end`` names more than one county."""
        first, beyond = _first(self._counties, start), _first(self._counties, end)
        return first < beyond and self._rivals[first] < beyond

    def shares(self, start: int, end: int) -> bool:
        """Whether a name stands in ``start:end`` that several places share."""
        return bisect_left(self.unsettled, start) < bisect_left(self.unsettled, end)


def read_regions(text: str, title_end: int, header: str = "") -> Region:
    """The places of ``text``; see ``named_places`` for ``title_end`` and ``header``."""
    spots, home, unsettled = named_places(text, title_end, header)
    return Region(spots, home, text, unsettled)


class _Readers(NamedTuple):
    """All who read on to some place, each having begun at another: where they have come to.

    ``come_to``: at each place from number ``begin`` on, for readers who began at the place of a number or behind it, the place they
    are at. A place brings together nearly all of them, so there are never more of these than there are levels of places.
    """

    begin: int
    come_to: list[list[tuple[int, Place | None]]]

    def read(self, spot: Spot, home: Place, text: str) -> None:
        """All read one place more, and another begins there."""
        before = self.come_to[-1] if self.come_to else []
        now: list[tuple[int, Place | None]] = []
        for begun, current in (*before, (self.begin + len(self.come_to), None)):
            after = current if spot.lasting is None else _next(replace(spot, place=spot.lasting), current, None, home, text)
            if not now or now[-1][1] != after:
                now.append((begun, after))
        self.come_to.append(now)

    def at(self, first: int, beyond: int) -> Place | None:
        """Where the one who began at ``first`` is before ``beyond``."""
        now = self.come_to[beyond - self.begin - 1]
        return now[bisect_right(now, first, key=itemgetter(0)) - 1][1]


class Here:
    """Where one sentence speaks of: what the places in and around it say, read once for all its figures."""

    def __init__(self, region: Region, around: Around) -> None:
        self._region, self._around = region, around
        self._inside = region.within(*around.sentence)
        self._home = self._home_of_section()
        self._carried = region.reached(around.opening[1], around.paragraph[0], around.sentence[0], self._home)
        self._currents = list(self._read_on(self._inside, self._carried))
        self._outside = self._without_words()
        self._ahead = self._opens_with() if self._inside else None

    def at(self, position: int, leading: bool = False, nth: tuple[int, int] | None = None) -> tuple[Place, RegionBasis]:
        """The place a figure at ``position`` speaks of, and where that was read.

        A ``leading`` figure is one that opens its sentence for what follows, as dates do: it looks ahead before it looks back.
        ``nth`` is (n, of how many) where the figure is one of a list said to hold respectively (分别).
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
            return current, _basis("sentence", current)
        if self._ahead and (leading or (self._carried is None and self._home == NATIONWIDE)):
            return self._ahead, "sentence"
        return self._outside

    def _out_of_brackets(self, before: int, position: int) -> int:
        """``before`` without the places of a list in brackets that has closed (8个（涪城、游仙、江油），6月将再增加2个)."""
        text, outside = self._region.text, before
        while outside and text.find("(", self._inside[outside - 1].end, position) < 0 <= text.find(
            ")", self._inside[outside - 1].end, position
        ):
            outside -= 1
        return outside if before - outside > 1 else before

    def _out_of_list(self, before: int, position: int) -> int:
        """``before`` without the places of a list that each stand for one number (莆田151起、福州119起，处置被困205起)."""
        while before and self._inside[before - 1].end < position and is_item(self._inside[before - 1], self._region.text):
            before -= 1
        return before

    def _has_ended(self, spot: Spot, position: int) -> bool:
        """Whether a place that holds for its own clause only is behind us: ``而全国平均为33.9起；抓获9人``, ``将A区11个分局撤并，清退53人``."""
        text = self._region.text
        if not _CLAUSE_END.search(text, spot.end, position):
            return False
        if spot.place == NATIONWIDE and not spot.scope:
            return bool(_COUNTED_IN.match(text, spot.end) or text.startswith("平均", spot.end))
        return bool(_AS_OBJECT.search(text, max(0, spot.start - 2), spot.start))

    def _home_of_section(self) -> Place:
        """Where the section so far has come to speak of a place inside the article's home, that place; else the home.

        In an article on a province, what is told of a city ends with its paragraph, but for a section under a heading. In one on a city,
        districts are examples: one governs the section only if it is alone in it.
        """
        region, home, around = self._region, self._region.home, self._around
        reached = region.reached(around.opening[0], around.section[0], around.paragraph[0], home)
        if reached is None or not contains(home, reached):
            return home
        stays = not region.several_counties(*around.section) if home.city else self._has_heading()
        return reached if stays else home

    def _has_heading(self) -> bool:
        """Whether the section stands under a heading."""
        start, end = self._around.opening
        return is_heading(self._region.text[start : max(self._region.text.find("\n", start, end), start)])

    def _opens_with(self) -> Place | None:
        """The place the sentence opens with; what is carried, if that is finer."""
        ahead = self._opening(self._inside, self._carried)
        whole = self._inside[0].scope  # 全省共有…
        return self._carried if ahead and not whole and self._carried and contains(ahead, self._carried) else ahead

    def _without_words(self) -> tuple[Place, RegionBasis]:
        """What holds where the sentence says nothing: its paragraph, its section, the article."""
        if self._carried is not None:
            return self._carried, _basis("paragraph", self._carried)
        if later := self._said_later():
            return later, "paragraph"
        return self._home, _basis("document", self._home)

    def _said_later(self) -> Place | None:
        """A section that opens on a scene names its place a sentence or a paragraph later."""
        if self._home != self._region.home or self._home.city or not self._has_heading():
            return None
        named = self._region.named
        first, beyond = _first(named, self._around.sentence[1]), _first(named, self._around.section[1])
        if any(spot.place == NATIONWIDE for spot in self._region.within(*self._around.section)[:_OPENING] if not spot.scope):
            return None  # a section on the whole country
        found = self._opening(named[first : min(beyond, first + _OPENING)], None)
        return found if found and contains(self._home, found) else None

    def _listed(self, before: int, nth: tuple[int, int]) -> Place | None:
        """``甲市、乙市和丙市分别下降8%、14%和5%``: the n-th of as many places in a row."""
        row = self._rows[before - 1] if before else ()
        return row[nth[0]].place if len(row) == nth[1] else None

    @cached_property
    def _rows(self) -> Sequence[Sequence[Spot]]:
        """For each place of the sentence, the row that ends there."""
        return list(self._row_by_row(self._inside))

    def _row_by_row(self, spots: Iterable[Spot]) -> Iterator[tuple[Spot, ...]]:
        """At each of ``spots``, the run of places that stand side by side so far (A市、B市和C市), each at its finest (湖南长沙 is one)."""
        row: tuple[Spot, ...] = ()
        for spot in spots:
            if not spot.scope:
                between = self._region.text[row[-1].end : spot.start] if row else ""
                if row and contains(row[-1].place, spot.place) and len(between) <= 2 and not _JOINT.search(between):
                    row = (*row[:-1], spot)
                elif row and JOINED.fullmatch(between):
                    row = (*row, spot)
                else:
                    row = (spot,)
            yield row

    def _opening(self, spots: Sequence[Spot], carried: Place | None) -> Place | None:
        """The first place of ``spots``, read on through what makes it finer (山西省 + 黎城县)."""
        chain = [*spots[:1]]
        for spot in spots[1:]:
            if spot.scope or spot.start - chain[-1].end > 12 or not contains(chain[-1].place, spot.place):
                break
            chain.append(spot)
        rows = [*self._row_by_row(spots)]
        if rows and len(rows[-1]) > 1 and chain[-1] in rows[-1]:
            return common([spot.place for spot in rows[-1]])
        read = [*self._read_on(chain, carried)]
        return read[-1] if read else None

    def _origin(self, position: int) -> Place | None:
        """``这3个项目都来自深圳``: the place behind the figure."""
        named = self._region.named
        behind = _first(named, position + 1)
        if behind == len(named) or named[behind].start >= self._around.sentence[1]:
            return None
        return named[behind].place if _ORIGIN.fullmatch(self._region.text, position, named[behind].start) else None

    def _read_on(self, spots: Iterable[Spot], carried: Place | None) -> Iterator[Place | None]:
        current = None
        for spot in spots:
            unplaced = spot.scope and not any(known and _reaches(known, spot.scope) for known in (current, carried, self._home))
            home = (self._speaks_for(spot.scope) if unplaced else None) or self._home
            current = _next(spot, current, carried, home, self._region.text)
            yield current

    def _speaks_for(self, level: int) -> Place | None:
        """``“全市立案下降9%。”保山市公安局副局长介绍``: of words like 全市, the first place of that level later in the paragraph."""
        named = self._region.named
        later = named[_first(named, self._around.sentence[1]) : _first(named, self._around.paragraph[1])][:_OPENING]
        return next((spot.place for spot in later if _reaches(spot.place, level) and ORGAN.match(self._region.text, spot.end)), None)


def _next(spot: Spot, current: Place | None, carried: Place | None, home: Place, text: str) -> Place | None:
    """Reading on from place to place: a finer one replaces, a coarser one of the same branch does not, 全市 cuts to its level."""
    if spot.scope:
        if spot.scope == 3 and text[spot.end - 1] == "区" and home.province.endswith("自治区") and not home.county:
            return place(home.province)  # 全区 in an article on an autonomous region
        base = next((known for known in (current, carried, home) if known and _reaches(known, spot.scope)), None)
        return _cut(base, spot.scope, text[spot.end - 1]) if base else current
    if current is None or not contains(spot.place, current) or (spot.place == NATIONWIDE and text.startswith("平均", spot.end)):
        return spot.place
    if _COUNTED_IN.match(text, spot.end):
        return spot.place
    topic = spot.place == NATIONWIDE or _AS_TOPIC.match(text, spot.end)
    return spot.place if _OPENS_CLAUSE.search(text, max(0, spot.start - 1), spot.start) and topic else current


def _first(spots: Sequence[Spot], position: int) -> int:
    """The number of the first of ``spots`` that begins at ``position`` or behind it."""
    return bisect_left(spots, position, key=_start)


def _reaches(known: Place, level: int) -> bool:
    return bool((known.province, known.city, known.county)[level - 1]) or (level == 3 and known.province.endswith("自治区"))


def _cut(known: Place, level: int, word: str) -> Place:
    if level == 2 and known.county.endswith("市"):
        return known  # 全市 in a city of county rank
    if level == 3 and (not known.county or (word == "区" and known.province.endswith("自治区") and not known.county.endswith("区"))):
        return place(known.province)  # 全区 in an autonomous region
    return place(*(known.province, known.city, known.county)[:level])


def _basis(basis: RegionBasis, where: Place) -> RegionBasis:
    return basis if where.province else "unknown"
