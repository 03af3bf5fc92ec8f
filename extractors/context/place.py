"""Which place a figure speaks of: the nearest that governs it in its sentence, else its paragraph's, its section's, the article's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import NamedTuple

import regex

from extractors.lexicon import lexicon, one_of
from extractors.model import Place, RegionBasis
from extractors.source.sections import is_heading
from extractors.tokens.gazetteer import Mention, mentions, official, place

NATIONWIDE = Place()
# 全市, 该区: the level of the place spoken of. 全国 counts as a scope where figures follow, not in 全国首个.
_SCOPE = regex.compile(
    r"(?:全|该|我|本)(?P<level>[省市区县州盟旗])(?!内外|级|局|重点|性|域|民|长|委|别|第|首|推广|唯一|率先|领先|前列|平均|排名|排位|前[一二三四五六七八九十\d]|\d[\d.]*[%％])"
    r"|自治(?P<level>区)(?=公安厅|党委|政府)|(?<![\p{Han}]|[\p{Han}](?<![据由从经]))(?P<level>[省市区县州盟旗])(?=公安[局厅]|局|委|政府|检察院|法院|消防)"
    r"|(?P<nation>全国(?![^，。；]{0,6}最|首|第|唯一|率先|优秀|先进|文明|劳|人大|政协|两会|百|示范|试点|推广|道德|前|公安厅局长|五一|三八|青年|一级|二级|特级|领先|平均(?!\p{Han}{0,3}[为是达])|范围内推广)|公安部(?=部署|通报|统计|交管局|交通管理局|数据|联合|印发|发布|公布|召开|介绍|开通|不断|持续|推|出台|，|[、和]\p{Han}{2,6}部)|最高检|最高人民检察院|最高法|最高人民法院|国家移民管理局|国务院|应急管理部|国家统计局(?!\p{Han}{2,6}(?:调查|总)队))"
)
# Before 全省 and its kin: what is only compared with, ranked or entered there (占全省57%, 在全省竞赛中).
_NOT_SPOKEN_OF = regex.compile(
    r"(?:占|占了|在|居|列|比|较|高于|低于|优于|超过|超|为|于|获|被|受|从|面向|覆盖|向|对|由|以|走在|排名|位列|名列|位居|入选|成为|至|到|的|与|和|赢得|跻身)$"
)
_OCCASION = regex.compile(
    r"[^，。；,;]{0,18}(?:竞赛|大赛|比武|比赛|评比|考核|测评|考评|会议|现场会|推进会|部署会|典型|示范|先进|榜|行列|方阵|前列|表彰)"
)
_DATELINE = regex.compile(
    r"(?m)^[ （(【]{0,4}(?:(?:本[报网台刊]|新华社|新华网|中新社|中新网|人民网|央广网|[\p{Han}]{2,10}?(?:网|社|报|台|客户端))[\p{Han}]{0,8}?(?:(?:20\d\d年)?\d{1,2}月\d{1,2}日)?[电讯]|[\p{Han}]{2,4}讯(?=[\s（(])|【[^】\n]{2,30}报[导道]】)"
)
# Where nothing else says so: the words of Hong Kong, Macau and Taiwan.
_BY_THEIR_WORDS = (
    ("澳门特别行政区", regex.compile(r"葡币|澳门币|澳门元")),
    (
        "台湾省",
        regex.compile(
            r"新台币|民国\d|诈欺|[今去本][（(]1\d\d[)）]年|内政部|主计总处|移民署|健保署|罚锾|[县市]警局|县府|里民|全般刑案|中国大陆|年增率|学年度办理"
        ),
    ),
    (
        "香港特别行政区",
        regex.compile(
            r"港元|港币|香港时间|立法会|警务处|运输署|房屋委员会|医院管理局|土地注册处|劳工处|政府统计处|惩教署|施政报告|财政司司长|财政预算案|公屋|私家车司机|警区|警队|总区|本地生产总值|按年(?:上升|下跌|增|减|多|微)|按[月季](?:上升|下跌)|录得[^，。]{0,10}宗|接获[^，。]{0,10}宗"
        ),
    ),
)
_CLAUSE_END = regex.compile(r"[，,；;。]")
_OPENS_CLAUSE, _AS_TOPIC = regex.compile(r"[，；;,]$"), regex.compile(r"(?:全[省市区县州]|并列|共|累计|已|警方|公安机关)")
_QUOTED = regex.compile(r"[“「『][^“”「」『』。！？\n]{0,15}$")  # in a name: “守护平安积石山”行动
_PASSING = regex.compile(r"(?:毗邻|紧邻|邻近|相邻的?|接壤|对接|远在|前往|赶赴|奔赴|远赴|赴|逃往|逃至|潜逃至|流窜至?|飞往|途经|押解回?)$")
_LIVING_THERE = regex.compile(
    r"(?:务工|打工|工作|上学|读书|求学|经商|做生意|出差|旅游|游玩|居住|生活|就医|治病|当兵|服役)的?\p{Han}"
)  # 在A市务工的儿子
_GONE_TO = regex.compile(r"(?:在|从|到|至|往|赴)$")
_JOINING = regex.compile(r"(?:会同|联合|协同|配合|联手|协调|联动)$")
_COLLEAGUES = regex.compile(r"公安|警|派出所|检察院|法院|同行|等地|[两三]地")
_VENUE = regex.compile(r"市?(?:举行|召开|举办)[^，。；,;]{0,12}(?:发布会|记者会|通气会|见面会)")  # a press conference speaks of elsewhere
_VENUE_OF = regex.compile(r"(?:发布会|记者会|通气会|见面会)[^，。；,;]{0,10}在$")
_ORGAN = regex.compile(r"公安|警|派出所|检察院|法院|交警|边境管理")
_BORDERING = regex.compile(r"\p{Han}{0,1}(?:交界|接壤|毗邻|相邻|毗连|隔[江河海]相望)")  # 与A市交界
_MODEL = regex.compile(r"(?:经验|模式|样板|做法)(?!是|为|在)")  # 全国各地借鉴三亚经验
_ORIGIN = regex.compile(r"[^，。；,;]{0,12}(?:来自|位于|分布在|落户)$")
# 上海游客, 来自贵州的采茶工: where a person is from, not where it happens.
_PERSON = rf"(?:{one_of(lexicon('place_names')['people_from'])}|[\p{{Han}}]{{0,4}}工(?=\p{{Han}}某|\p{{Han}}?大[哥姐]))"
_FROM_ELSEWHERE = regex.compile(rf"籍?{_PERSON}|(?<=来自\p{{Han}}{{2,12}})的\p{{Han}}{{0,3}}{_PERSON}|籍(?=\p{{Han}})")
_JOINT = regex.compile(r"[、和与及]")
_JOINED = regex.compile(r"\p{Han}{0,2}(?:[、和与及]|以及)")
_OPENING = 16  # places that are looked at to see what a later sentence opens with
_start = attrgetter("start")
_LEVELS = {"省": 1, "市": 2, "州": 2, "盟": 2, "区": 3, "县": 3, "旗": 3}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place settled at a position of the cleaned text; ``scope`` marks words like 全市. ``lasting`` is what later sentences go on
    speaking of: the place itself, what all of a row lie in, or nothing where it was only gone to (在外省将人找回)."""

    start: int
    end: int
    place: Place
    scope: int = 0
    lasting: Place | None = None


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
        before = self._out_of_brackets(before, position)
        if before and self._is_average(self._inside[before - 1], position):
            before -= 1
        row = self._rows[before - 1] if before else ()
        current = self._currents[before - 1] if before else None
        if len(row) > 1 and (together := _common([spot.place for spot in row])) != NATIONWIDE:
            return together, _basis("sentence", together)  # 在A区、B区和C区抓获11人
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

    def _is_average(self, spot: Spot, position: int) -> bool:
        """``而全国平均为33.9起；抓获9人``: the average of the country, which holds for its own clause only."""
        text = self._region.text
        return spot.place == NATIONWIDE and text.startswith("平均", spot.end) and bool(_CLAUSE_END.search(text, spot.end, position))

    def _home_of_section(self) -> Place:
        """Where the section so far has come to speak of a place inside the article's home, that place; else the home.

        In an article on one city, districts are examples: one governs the section only if it is alone in it.
        """
        region, home, around = self._region, self._region.home, self._around
        reached = region.reached(around.opening[0], around.section[0], around.paragraph[0], home)
        if reached is None or not _contains(home, reached):
            return home
        return home if home.city and region.several_counties(*around.section) else reached

    def _opens_with(self) -> Place | None:
        """The place the sentence opens with; what is carried, if that is finer."""
        ahead = self._opening(self._inside, self._carried)
        return self._carried if ahead and self._carried and _contains(ahead, self._carried) else ahead

    def _without_words(self) -> tuple[Place, RegionBasis]:
        """What holds where the sentence says nothing: its paragraph, its section, the article."""
        if self._carried is not None:
            return self._carried, _basis("paragraph", self._carried)
        if later := self._said_later():
            return later, "paragraph"
        return self._home, _basis("document", self._home)

    def _said_later(self) -> Place | None:
        """A section that opens on a scene names its place a sentence or a paragraph later."""
        text, opening = self._region.text, self._around.opening
        heading = text[opening[0] : max(text.find("\n", *opening), opening[0])]
        if self._home != self._region.home or self._home.city or not is_heading(heading):
            return None
        named = self._region.named
        first, beyond = _first(named, self._around.sentence[1]), _first(named, self._around.section[1])
        if any(spot.place == NATIONWIDE for spot in self._region.within(*self._around.section)[:_OPENING] if not spot.scope):
            return None  # a section on the whole country
        found = self._opening(named[first : min(beyond, first + _OPENING)], None)
        return found if found and _contains(self._home, found) else None

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
                if row and _contains(row[-1].place, spot.place) and len(between) <= 2 and not _JOINT.search(between):
                    row = (*row[:-1], spot)
                elif row and _JOINED.fullmatch(between):
                    row = (*row, spot)
                else:
                    row = (spot,)
            yield row

    def _opening(self, spots: Sequence[Spot], carried: Place | None) -> Place | None:
        """The first place of ``spots``, read on through what makes it finer (山西省 + 黎城县)."""
        chain = [*spots[:1]]
        for spot in spots[1:]:
            if spot.scope or spot.start - chain[-1].end > 12 or not _contains(chain[-1].place, spot.place):
                break
            chain.append(spot)
        rows = [*self._row_by_row(spots)]
        if rows and len(rows[-1]) > 1 and chain[-1] in rows[-1]:
            return _common([spot.place for spot in rows[-1]])
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
        return next((spot.place for spot in later if _reaches(spot.place, level) and _ORGAN.match(self._region.text, spot.end)), None)


def _next(spot: Spot, current: Place | None, carried: Place | None, home: Place, text: str) -> Place | None:
    """Reading on from place to place: a finer one replaces, a coarser one of the same branch does not, 全市 cuts to its level."""
    if spot.scope:
        if spot.scope == 3 and text[spot.end - 1] == "区" and home.province.endswith("自治区") and not home.county:
            return place(home.province)  # 全区 in an article on an autonomous region
        base = next((known for known in (current, carried, home) if known and _reaches(known, spot.scope)), None)
        return _cut(base, spot.scope, text[spot.end - 1]) if base else current
    if current is None or not _contains(spot.place, current) or (spot.place == NATIONWIDE and text.startswith("平均", spot.end)):
        return spot.place
    return spot.place if _OPENS_CLAUSE.search(text, max(0, spot.start - 1), spot.start) and _AS_TOPIC.match(text, spot.end) else current


def _first(spots: Sequence[Spot], position: int) -> int:
    """The number of the first of ``spots`` that begins at ``position`` or behind it."""
    return bisect_left(spots, position, key=_start)


def read_regions(text: str, title_end: int, header: str = "") -> Region:
    """Settle every place named in ``text``; mentions before ``title_end`` count threefold for the article's home.

    Where the text speaks of its city without naming one (全市, 市公安局), that is the city of its dateline or its ``header`` lines.
    """
    found = list(_governing(text))
    settled = _settle(found)
    known = {spot.start for spot in settled}
    unsettled = tuple(mention.start for mention in found if mention.start not in known and len(mention.places) > 1)
    scopes = list(_scopes(text))
    home = _home(text, [*settled, *(spot for spot in scopes if not spot.scope)], title_end)
    if home == NATIONWIDE:
        spoken = [
            place(province)
            for province, words in _BY_THEIR_WORDS
            if all(spot.place.province in ("", province) for spot in settled) and words.search(text)
        ]
        home = spoken[0] if len(spoken) == 1 else NATIONWIDE
    local = any(scope.scope == _LEVELS["市"] for scope in scopes) and all(scope.scope for scope in scopes)
    if not home.city and local and not any(spot.place.city for spot in settled):
        home = next((one for one in _written_at(text, header) if _contains(home, one)), home)
    nationwide = home == NATIONWIDE and 2 * sum(not scope.scope for scope in scopes) > len(settled) > 0
    spots = [*_with_lasting(settled, home, nationwide, text), *(replace(scope, lasting=scope.place) for scope in scopes)]
    spots.sort(key=lambda spot: spot.start)
    return Region(tuple(spots), home, text, unsettled)


def _written_at(text: str, header: str) -> Iterator[Place]:
    """The cities of the datelines of ``text`` (天津北方网讯), and those that ``header`` names (来源：陇东报 大同)."""
    for match in _DATELINE.finditer(text):
        yield from (mention.places[0] for mention in mentions(match[0]) if mention.places[0].city)
    for word in header.split():
        yield from (mention.places[0] for mention in mentions(word) if mention.places[0].city and not mention.places[0].county)
        yield from (one for one in official(word) if one.city and not one.county)


def _with_lasting(settled: Sequence[Spot], home: Place, nationwide: bool, text: str) -> Iterator[Spot]:
    """``settled`` with what each leaves to later sentences."""
    for row in _side_by_side(settled, text):
        if len(row) > 1:
            common = _common([spot.place for spot in row])
            yield from (replace(spot, lasting=common) for spot in row)
        else:
            yield row[0] if _is_in_passing(row[0], home, nationwide, text) else replace(row[0], lasting=row[0].place)


def _side_by_side(spots: Sequence[Spot], text: str) -> Iterator[list[Spot]]:
    """``spots`` in rows: A市、B市和C市 are one."""
    row: list[Spot] = []
    for spot in spots:
        if row and not _JOINED.fullmatch(text, row[-1].end, spot.start):
            yield row
            row = []
        row.append(spot)
    if row:
        yield row


def _is_in_passing(spot: Spot, home: Place, nationwide: bool, text: str) -> bool:
    """Whether a place outside the article's home was only gone to, or named in a text on the whole country."""
    elsewhere = nationwide or (home.city and not _contains(home, spot.place) and not _contains(spot.place, home))
    opens = spot.start == 0 or text[spot.start - 1] in "\n。！？“："
    gone_to = nationwide or _GONE_TO.search(text, max(0, spot.start - 2), spot.start)
    return bool(elsewhere and gone_to and not opens and not _ORGAN.search(text, spot.end, spot.end + 6))


def _governing(text: str) -> Iterable[Mention]:
    """The mentions of ``text`` without those it only passes through (前往嘉兴桐乡) or that somebody is from."""
    passed = joining = -1
    datelines = [match.span() for match in _DATELINE.finditer(text)]
    for mention in mentions(text):
        if _joins_in(text, mention) or (mention.start == joining + 1 and text[joining] in "、和与及"):
            passed = joining = mention.end
        elif (
            mention.start == passed
            or any(start <= mention.start < end for start, end in datelines)
            or ((mention.weak or mention.end - mention.start == 1) and _QUOTED.search(text, max(0, mention.start - 16), mention.start))
            or _FROM_ELSEWHERE.match(text, mention.end)
            or _BORDERING.match(text, mention.end)
            or (
                text[mention.start - 1 : mention.start] == "在"
                and (_VENUE.match(text, mention.end) or _LIVING_THERE.match(text, mention.end))
            )
            or _VENUE_OF.search(text, max(0, mention.start - 16), mention.start)
            or _PASSING.search(text[max(0, mention.start - 4) : mention.start])
            or _MODEL.match(text, mention.end)
        ):
            passed = mention.end
        else:
            yield mention


def _joins_in(text: str, mention: Mention) -> bool:
    """``会同湖南、广东等地同行收网``: others who help; ``辗转湖北、江西等地``: where one has been."""
    if text[max(0, mention.start - 2) : mention.start] == "辗转":
        return True
    return bool(_JOINING.search(text, max(0, mention.start - 2), mention.start) and _COLLEAGUES.search(text, mention.end, mention.end + 12))


def _scopes(text: str) -> Iterable[Spot]:
    for match in _SCOPE.finditer(text):
        if match["nation"] and _QUOTED.search(text, max(0, match.start() - 16), match.start()):
            continue  # an honour: “全国公安机关爱民模范集体”
        if _NOT_SPOKEN_OF.search(text, max(0, match.start() - 3), match.start()) or _OCCASION.match(text, match.end()):
            continue
        if match["nation"]:
            yield Spot(match.start(), match.end(), NATIONWIDE)
        else:
            yield Spot(match.start(), match.end(), NATIONWIDE, _LEVELS[match["level"]])


def _settle(found: Sequence[Mention]) -> list[Spot]:
    """One place for each mention: shared names go to the branch already spoken of, and stay out where none is."""
    sure = Counter(
        (mention.places[0].province, mention.places[0].city)
        for mention in found
        if (len(mention.places) == 1 or mention.larger) and not mention.weak
    )
    provinces: Counter[str] = Counter()
    for (province, _), times in sure.items():
        provinces[province] += times
    named = {(one.province, one.city) for mention in found if not mention.short for one in mention.places[:1]}
    settled: list[Spot] = []
    for mention in found:
        candidates = mention.places
        if mention.larger:
            before = settled[-1].place if settled else NATIONWIDE
            smaller = [
                one
                for one in candidates[1:]
                if (_kinship(one, before) == 2 and one.city != candidates[0].city)
                or (sure[one.province, one.city] and not sure[candidates[0].province, candidates[0].city])
            ]
            candidates = (smaller[0] if smaller else candidates[0],)
        if len(candidates) > 1:
            before = settled[-1].place if settled else NATIONWIDE
            ranked = sorted(
                candidates,
                key=lambda one: (
                    -_kinship(one, before),
                    -sure[one.province, one.city],
                    -provinces[one.province],
                ),
            )
            best = ranked[0]
            if not (_kinship(best, before) or sure[best.province, best.city] or provinces[best.province]):
                continue
            candidates = (best,)
        elif mention.short and sure and not _akin(candidates[0], named):
            continue
        if mention.weak and not _akin(candidates[0], named):
            continue
        settled.append(Spot(mention.start, mention.end, candidates[0]))
    return settled


def _akin(one: Place, named: Set[tuple[str, str]]) -> bool:
    """A county's short form counts where nothing else is named, or something of its own branch is."""
    return not named or (one.province, "") in named or (one.province, one.city) in named


def _home(text: str, settled: Sequence[Spot], title_end: int) -> Place:
    """The place most of the article speaks of, as fine as half of it agrees; nothing where no province has a majority.

    The title counts three times; the first place of the text, and one whose police or court it is, twice.
    """
    votes: Counter[Place] = Counter()
    if sum(spot.place == NATIONWIDE for spot in settled) > len(settled) / 2:
        return NATIONWIDE
    for i, spot in enumerate(settled):
        follows = i + 1 < len(settled) and settled[i + 1].start - spot.end <= 4 and _contains(spot.place, settled[i + 1].place)
        if not follows and spot.place != NATIONWIDE:
            votes[spot.place] += 3 if spot.start < title_end else 1 + bool(_ORGAN.match(text, spot.end)) + (spot is settled[0])
    best = NATIONWIDE
    for parts, majority in ((("province",), 0.6), (("province", "city"), 0.5), (("province", "city", "county"), 0.5)):
        inside = {where: n for where, n in votes.items() if _contains(best, where)}
        tally: Counter[tuple[str, ...]] = Counter()
        for where, n in inside.items():
            path = tuple(getattr(where, part) for part in parts)
            if path[-1]:
                tally[path] += n
        if not tally:
            continue
        path, n = tally.most_common(1)[0]
        if n < majority * sum(inside.values()):
            break
        best = place(*path)
    return best


def _contains(outer: Place, inner: Place) -> bool:
    return outer.province in ("", inner.province) and outer.city in ("", inner.city) and outer.county in ("", inner.county)


def _common(places: Sequence[Place]) -> Place:
    """What all of ``places`` lie in."""
    paths = [(one.province, one.city, one.county) for one in places]
    shared = [parts[0] if len(set(parts)) == 1 else "" for parts in zip(*paths, strict=True)]
    depth = next((level for level, part in enumerate(shared) if not part), 3)
    return place(*shared[:depth]) if depth else NATIONWIDE


def _kinship(one: Place, other: Place) -> int:
    if not other.province or one.province != other.province:
        return 0
    return 2 if other.city and one.city == other.city else 1


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
