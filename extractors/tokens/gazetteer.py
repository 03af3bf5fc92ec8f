"""Toponym recognition with a gazetteer: official names of provinces, cities and counties, short forms, nicknames, former names.

The tables come from the place-name service of the Ministry of Civil Affairs (see ``lexicon/README.md``). An ambiguous name keeps
all its candidates (``places``) here; ``context.named_places`` chooses one of them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from extractors.lexicon import lexicon
from extractors.model import Place
from extractors.tokens.place_table import rows, short_names
from extractors.tokens.tokenizer import is_aligned, is_place_word, starts_word

_INSTITUTION = regex.compile(
    r"(?:市|县|区|州|旗)?(?:指挥中心|海关|派出所|看守所|检方|公安|警方|警务|交警|特警|巡警|刑警|网警|民警|边检|分局|市局|县局|区局|司法|法院|检察|地检|警局|消防|政府|市委|县委|区委|边境|古城|县城|老城|口岸|景区|风景区|林区|辖区|城区|街道|交管|禁毒|反诈|[\p{Han}]{1,4}(?:分局|交警大队|镇|乡|街道))"
)
_AIRPORT = regex.compile(r"(?:国际)?机场")  # 广州白云机场: a name, not the district
_HAN = regex.compile(r"\p{Han}")
_CLOSING = tuple("]】)")  # [浙江]奉化
_BEFORE_PLACES = frozenset("在于到至从由与和及赴往经离的是为让给对向以")
_BREAK = regex.compile(r"[，。；、：！？\s]")
# Suffixes that make a short name part of another word: 海南岛, 中山路.
_WORD_BEHIND = regex.compile(
    r"(?:[东西南北中]|[一二三四五])?(?:路|街|大道|大街|巷)|河(?!南|北|区)|湾(?=口岸|大桥|公园|隧道)|时间|银行|大学|山路|岛|话(?!区)|籍|元(?![朗旦宵])|币|人寿|菜|籍贯|方言|通行证|同胞|居民身份|牌照?|"
    r"(?:国际|商业|大)?(?:大厦|花园|饭店|宾馆|酒店|商城|广场|小区|风情街|火锅|小馆|菜馆|面馆|公馆|公寓|山庄|新村|集团|公司|港湾)|户口本?"
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym in cleaned text with its candidate places.

    ``short`` marks the short form of a county (南浔), ``weak`` a short form without supporting context, ``embedded`` a weak one that is
    ambiguous or in running text, so that it may be another word. ``larger`` marks the short form of a city or province that counties
    share; the larger place is the first candidate.
    """

    start: int
    end: int
    text: str
    places: tuple[Place, ...]
    short: bool = False
    weak: bool = False
    embedded: bool = False
    larger: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    places: tuple[Place, ...]
    level: str
    full: bool


def mentions(text: str) -> Iterator[PlaceMention]:
    """The toponyms of ``text`` in text order, without overlaps; the longest match wins."""
    table, names, never, everyday = _index()[0], _names(), _ambiguous("never"), _ambiguous("words")
    last = PlaceMention(-1, -1, "", ())
    known = set[Place]()  # counties mentioned by full name so far
    for pattern, start, end in _possible(text):
        if start < last.end:
            continue
        name = names[pattern]
        entry = table[name]
        if name in never or (name in everyday and not _is_office(text, start, end, entry, last)):
            continue
        if (len(name) < 3 and _is_part_of_word(text, start, end, last.end)) or _is_split(text, start):
            continue
        if entry.level == "county" and not entry.full and _AIRPORT.match(text, end):
            continue
        if _needs_company(name, entry) and not (
            _INSTITUTION.match(text, end)
            or _is_child_of(entry, last, start - (text[start - 1 : start] in _CLOSING))
            or _is_listed_with(entry, last, text, start)
            or _is_alone(text, start, end, entry)
            or not known.isdisjoint(entry.places)
        ):
            stands_free = len(entry.places) == 1 and _is_free(text, start) and is_place_word(text, start, end)
            if stands_free or _may_be_name(text, start, end, name, entry):
                last = PlaceMention(start, end, name, entry.places, short=True, weak=True, embedded=not stands_free)
                yield last
            continue
        if entry.full and entry.level == "county":
            known.update(entry.places)
        smaller = _smaller().get(name, ()) if not entry.full and entry.level != "county" else ()
        child = next((one for one in smaller if _is_near(one, last, text, start)), None)
        last = PlaceMention(
            start,
            end,
            name,
            (child,) if child else (*entry.places, *smaller),
            short=not entry.full and entry.level == "county",
            larger=bool(smaller) and not child,
        )
        yield last


def _possible(text: str) -> list[tuple[int, int, int]]:
    """All (name index, start, end) matches, overlaps included (从江 and 江苏省 in 从江苏省), by start and then longest first."""
    return sorted(_index()[1].find_matches_as_indexes(text, overlapping=True), key=lambda match: (match[1], -match[2]))


def official(name: str) -> tuple[Place, ...]:
    """The places with ``name`` as full, former or short name; empty if there are none."""
    entry = _index()[0].get(name)
    return entry.places if entry else ()


def place(province: str, city: str = "", county: str = "") -> Place:
    """The place with its GB/T 2260 code, which is empty if the table has none."""
    if province in _MUNICIPALITIES and not city:
        city = province
    return Place(province, city, county, _codes().get((province, city, county), ""))


def units() -> dict[str, dict[str, list[str]]]:
    """All official names: province → city → counties. Counties directly under a province are listed under an empty city."""
    tree: dict[str, dict[str, list[str]]] = {}
    for province, city, county in _codes():
        counties = tree.setdefault(province, {}).setdefault(city, [])
        if county:
            counties.append(county)
    return tree


_RANK = {"county": 0, "city": 1, "province": 2}
_MUNICIPALITIES = {"北京市", "天津市", "上海市", "重庆市"}


def _needs_company(name: str, entry: _Name) -> bool:
    if entry.full:
        return name in _ambiguous("full") or (len(name) == 2 and name[-1] in "县区市")
    return entry.level == "county" or (entry.level == "city" and name in _ambiguous("cities"))


def _may_be_name(text: str, start: int, end: int, name: str, entry: _Name) -> bool:
    """Whether a short form in running text may be a toponym, if the text names its city: 慈溪构建网格."""
    return not entry.full and name not in _ambiguous("in_text") and is_aligned(text, start, end)


def _is_office(text: str, start: int, end: int, entry: _Name, before: PlaceMention) -> bool:
    """Whether a name stands between its city and an institution: 西宁市公安局城西分局, but not 城西有三所学校."""
    return bool(_INSTITUTION.match(text, end)) and any(_is_near(one, before, text, start) for one in entry.places)


def _is_child_of(entry: _Name, before: PlaceMention, start: int) -> bool:
    """Whether a name directly follows the name of its province or city: 嘉兴桐乡, 阳泉市城区."""
    if before.end != start:
        return False
    return any(
        child.province == parent.province and parent.county == "" and parent.city in ("", child.city)
        for child in entry.places
        for parent in before.places
    )


def _is_near(one: Place, before: PlaceMention, text: str, start: int) -> bool:
    """Whether a county follows its city with at most 6 characters between, such as an authority: 长春市公安局朝阳分局."""
    between = text[before.end : start]
    if before.end < 0 or len(between) > 6 or _BREAK.search(between):
        return False
    return any((one.province, one.city) == (parent.province, parent.city) and not parent.county for parent in before.places)


@cache
def _smaller() -> dict[str, tuple[Place, ...]]:
    """The counties that share a short form with a city or province: 朝阳 → 朝阳区 (Beijing), 朝阳区 (Changchun), 朝阳县."""
    shared: dict[str, tuple[Place, ...]] = {}
    table = _index()[0]
    for row in rows():
        if row["level"] == "county":
            for short in short_names(row["name"], "county"):
                if short in table and table[short].level != "county" and not table[short].full:
                    shared[short] = (*shared.get(short, ()), place(row["province"], row["city"], row["county"]))
    return shared


def _is_listed_with(entry: _Name, before: PlaceMention, text: str, start: int) -> bool:
    """Whether a name follows a county of the same city in a list: 温岭市、玉环、临海."""
    if before.end != start - 1 or text[start - 1] not in "、和与及":
        return False
    return any(one.county and (one.province, one.city) == (other.province, other.city) for one in entry.places for other in before.places)


def _is_alone(text: str, start: int, end: int, entry: _Name) -> bool:
    """Whether a name stands alone and is therefore a toponym.

    That is a full name of two characters before a pause (``在隰县，``), or a short form at the beginning of a sentence
    (``福鼎在海上``).
    """
    if not entry.full and entry.level == "county":
        opens = start == 0 or text[start - 1] in "\n。！？”：:"
        return opens and len(entry.places) == 1 and text[end : end + 1] in "在市县的" and is_place_word(text, start, end)
    return (
        entry.full
        and end - start == 2
        and text[start:end] not in _ambiguous("full")
        and text[end : end + 1] in tuple("，,。；、的")
        and (_is_free(text, start) or text[start - 1] in "在于到")
    )


def _is_free(text: str, start: int) -> bool:
    """Whether the text before ``start`` cannot belong to a longer name: 建德 in 民警刘建德 is not a place."""
    before = text[max(0, start - 2) : start]
    return start == 0 or not _HAN.match(text, start - 1) or before[-1:] in _BEFORE_PLACES or before in ("其中", "包括", "以及")


def _is_part_of_word(text: str, start: int, end: int, name_end: int) -> bool:
    """Whether a short form is part of another word (海南岛, 中山路, 闽南平安); ``name_end`` is the end of the toponym before it.

    The tokenizer's dictionary has some chains of names as one word (福建厦门). Prepositions are checked separately, because the tokenizer reads 从 as a surname (从金华警方获悉).
    """
    if _WORD_BEHIND.match(text, end):
        return True
    return not (start == name_end or starts_word(text, start) or (text[start - 1] in _BEFORE_PLACES and _INSTITUTION.match(text, end)))


def _is_split(text: str, start: int) -> bool:
    """Whether the first character belongs to the word before: a verb of change (新增城区探头) or the conjunction 和 (市区和县城区)."""
    return text[max(0, start - 1) : start + 1] in _moving() or (
        text.startswith("和县", start) and text[start - 1 : start] in tuple("省市区县镇乡村")
    )


@cache
def _moving() -> frozenset[str]:
    return frozenset(word for name in ("rise", "fall") for word in lexicon("clause")[name] if len(word) == 2)


@cache
def _ambiguous(how: str) -> frozenset[str]:
    return frozenset(lexicon("place_names")["ambiguous"][how])


@cache
def _codes() -> dict[tuple[str, str, str], str]:
    codes = {(row["province"], row["city"], row["county"]): row["code"] for row in rows()}
    return codes | {(name, name, ""): codes[name, "", ""] for name in _MUNICIPALITIES}


@cache
def _index() -> tuple[dict[str, _Name], AhoCorasick]:
    table: dict[str, _Name] = {}
    for row in rows():
        here = place(row["province"], row["city"], row["county"])
        _add(table, row["name"], here, row["level"], True)
        for short in short_names(row["name"], row["level"]):
            _add(table, short, here, row["level"], False)
    for province, names in lexicon("place_names")["below"].items():
        for name in names:
            below = Place(province, name, "", _codes().get((province, "", ""), ""))
            _add(table, name, below, "city", True)
            _add(table, name[:-1], below, "city" if name.endswith("市") else "county", False)
    for name, now in lexicon("place_names")["nicknames"].items():
        table[name] = _Name(table[now].places, table[now].level, True)
    for old, new in _renamed():
        if old not in table and new in table:
            table[old] = table[new]
    return table, AhoCorasick(list(table), matchkind=MatchKind.Standard)


@cache
def _names() -> list[str]:
    return list(_index()[0])


def _add(table: dict[str, _Name], name: str, here: Place, level: str, full: bool) -> None:
    """Add a name. Full names take precedence over short forms, then provinces over cities over counties (吉林, 海南, 西安)."""
    known = table.get(name)
    if known is None:
        table[name] = _Name((here,), level, full)
    elif known.full == full and known.level == level:
        table[name] = _Name((*known.places, here), level, full)
    elif (full, _RANK[level]) > (known.full, _RANK[known.level]):
        table[name] = _Name((here,), level, full)


def _renamed() -> Iterator[tuple[str, str]]:
    """Pairs of former and current name, following successive renamings to the latest one."""
    with files("extractors").joinpath("lexicon/renamed_places.csv").open(encoding="utf-8") as table:
        newest = {row["old_name"]: row["new_name"] for row in csv.DictReader(table)}
    for old in newest:
        new, seen = newest[old], {old}
        while new in newest and new not in seen:
            seen.add(new)
            new = newest[new]
        if old not in ("市区", "南区", "北区", "盐区", "金县"):  # words, not names
            yield old, new
