"""Names below the table of places, learned from the text itself: 五营派出所 is of 秦安县 where 秦安县公安局五营派出所 is said once.

A town, village or police station that is said right behind its county (or is said to be one of it: 睦洲镇是江门市新会区的水乡) names that
county wherever else it is named in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractors.context.place_tree import contains
from extractors.context.spots import Spot
from extractors.model import Place

_KIND = r"(?:(?:边境|边防)?派出所|街道|[镇乡村]|社区|开发区|工业园|分局)"
_NO_NAME = r"[公联整各全该本某每个乡镇村街所辖属等的在和与及有为局市县区州内外一二三四五六七八九十两多名位地]"
_NAME = rf"(?P<name>(?:(?!{_NO_NAME})\p{{Han}}){{2,3}}?)"
_OFFICE = r"[市县区州盟旗]?(?:公安|边境管理)?(?:分局|局|[支大]队)"
_BEHIND = regex.compile(rf"(?:{_OFFICE})?{_NAME}{_KIND}")
_BEFORE = regex.compile(rf"(?r)(?<!\p{{Han}}){_NAME}{_KIND}(?:是|位于|地处|坐落于|隶属于?|属于?)\Z")
_REACH = 14  # characters before a place in which a sentence says what lies in it


def local_spots(text: str, settled: Sequence[Spot]) -> Iterator[Spot]:
    """Where ``text`` names what it has said to lie in a county, away from the name of that county."""
    learned = _learned(text, settled)
    if not learned:
        return
    names = regex.compile(rf"(?P<name>{'|'.join(sorted(learned, key=len, reverse=True))}){_KIND}")
    said = {spot.end for spot in settled}
    for match in names.finditer(text):
        county = learned[match["name"]]
        if not any(end in said for end in range(max(0, match.start() - 8), match.start() + 1)):
            yield Spot(match.start(), match.end(), county)


def _learned(text: str, settled: Sequence[Spot]) -> dict[str, Place]:
    """Each local name with the one county that it is said to lie in."""
    learned: dict[str, Place | None] = {}
    for i, spot in enumerate(settled):
        if not spot.place.county:
            continue
        first = i
        while first and settled[first - 1].end == settled[first].start and _is_inside(settled[first].place, settled[first - 1].place):
            first -= 1  # 广东省江门市新会区
        opening = settled[first].start
        for match in (_BEHIND.match(text, spot.end), _BEFORE.search(text, max(0, opening - _REACH), opening)):
            if match:
                other = learned.setdefault(match["name"], spot.place)
                learned[match["name"]] = spot.place if other == spot.place else None
    return {name: county for name, county in learned.items() if county}


def _is_inside(inner: Place, outer: Place) -> bool:
    """Whether ``inner`` lies in ``outer`` and is smaller."""
    return inner != outer and contains(outer, inner)
