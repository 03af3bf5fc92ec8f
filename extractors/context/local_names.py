"""Place names below county level, learned from the text: 五营派出所 lies in 秦安县 if 秦安县公安局五营派出所 occurs once.

A town, village or police station named right after its county, or stated to lie in it (睦洲镇是江门市新会区的水乡), stands for that county wherever else
the text names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractors.context.place_tree import contains
from extractors.context.toponyms import Toponym
from extractors.model import Place

_KIND = r"(?:(?:边境|边防)?派出所|街道|[镇乡村]|社区|开发区|工业园|分局)"
_NO_NAME = r"[公联整各全该本某每个乡镇村街所辖属等的在和与及有为局市县区州内外一二三四五六七八九十两多名位地]"
_NAME = rf"(?P<name>(?:(?!{_NO_NAME})\p{{Han}}){{2,3}}?)"
_OFFICE = r"[市县区州盟旗]?(?:公安|边境管理)?(?:分局|局|[支大]队)"
_BEHIND = regex.compile(rf"(?:{_OFFICE})?{_NAME}{_KIND}")
_BEFORE = regex.compile(rf"(?r)(?<!\p{{Han}}){_NAME}{_KIND}(?:是|位于|地处|坐落于|隶属于?|属于?)\Z")
_SHORT = 2  # characters of a name without 市 or 县
_SMALL_UNITS = ("派出所", "镇", "乡", "村")
_REACH = 14  # characters searched before a place


def local_toponyms(text: str, settled: Sequence[Toponym]) -> Iterator[Toponym]:
    """Yield the mentions of learned local names that do not follow a place name, each resolved to its county."""
    learned = _learned(text, settled)
    if not learned:
        return
    names = regex.compile(rf"(?P<name>{'|'.join(sorted(learned, key=len, reverse=True))}){_KIND}")
    said = {spot.end for spot in settled}
    for match in names.finditer(text):
        county = learned[match["name"]]
        if not any(end in said for end in range(max(0, match.start() - 8), match.start() + 1)):
            yield Toponym(match.start(), match.end(), county)


def names_small_unit(text: str, spot: Toponym, home: Place) -> bool:
    """Whether the name of a place outside ``home`` is in this text that of a town or village: 通化派出所, 通化辖区 in an article on 理县."""
    name = text[spot.start : spot.end]
    elsewhere = bool(home.province) and not contains(home, spot.place) and not contains(spot.place, home)
    return elsewhere and len(name) == _SHORT and any(name + unit in text for unit in _SMALL_UNITS)


def _learned(text: str, settled: Sequence[Toponym]) -> dict[str, Place]:
    """Map each local name to its county; a name linked to several counties is left out."""
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
    """Whether ``inner`` lies in ``outer`` and is a different place."""
    return inner != outer and contains(outer, inner)
