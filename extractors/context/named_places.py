"""The places that a text names: which of them count, which place each name means, and the text's home.

A place only passed through, joined in or lived at (前往A市, 会同B市警方, 在C市务工的儿子) is left out here; a name that several places
share goes to the branch that the text speaks of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

import regex

from extractors.lexicon import lexicon, one_of
from extractors.model import Place
from extractors.tokens.gazetteer import Mention, mentions, official, place

NATIONWIDE = Place()
"""The whole country, or no place known."""
# 全市, 该区: the level of the place spoken of. 全国 counts as a scope where figures follow, not in 全国首个.
_SCOPE = regex.compile(
    r"(?:全|该|我|本)(?P<level>[省市区县州盟旗])(?!内外|级|局|重点|性|域|民|长|委|别|第|首|推广|唯一|率先|领先|前列|平均|排名|排位|前[一二三四五六七八九十\d]|\d[\d.]*[%％])"
    r"|自治(?P<level>区)(?=公安厅|党委|政府)|(?<![\p{Han}]|[\p{Han}](?<![据由从经]))(?P<level>[省市区县州盟旗])(?=公安[局厅]|局|委|政府|检察院|法院|消防)"
    r"|(?P<nation>(?:全国|(?<![\p{Han}])我国)(?![^，。；]{0,6}最|首|第|唯一|率先|优秀|先进|文明|劳|人大|政协|两会|公安机关爱民|百|示范|试点|推广|道德|前|公安厅局长|五一|三八|青年|一级|二级|特级|领先|平均(?!\p{Han}{0,3}[为是达])|范围内推广)|公安部(?=部署|通报|统计|交管局|交通管理局|数据|联合|印发|发布|公布|召开|介绍|开通|不断|持续|推|出台|，|[、和]\p{Han}{2,6}部)|最高检|最高人民检察院|最高法|最高人民法院|国家移民管理局|国务院|应急管理部|国家统计局(?!\p{Han}{2,6}(?:调查|总)队))"
)
# Before 全省 and its kin: what is only compared with, ranked or entered there (占全省57%, 在全省竞赛中).
_NOT_SPOKEN_OF = regex.compile(
    r"(?:奔赴|赶赴|前往|辗转|转战|分赴|占|占了|在|居|列|比|较|高于|低于|优于|超过|超|为|于|获|被|受|从|面向|覆盖|向|对|由|以|走在|排名|位列|名列|位居|入选|成为|至|到|的|与|和|赢得|跻身|获评|荣获|评为|评选|当选|荣膺)$"
)
_OCCASION = regex.compile(
    r"[^，。；,;]{0,18}(?:竞赛|大赛|比武|比赛|评比|考核|测评|考评|会议|现场会|推进会|部署会|典型|示范|先进|榜|行列|方阵|前列|表彰)"
)
_DATELINE = regex.compile(
    r"(?m)^[ （(【]{0,4}(?:(?:本[报网台刊]|新华社|新华网|中新社|中新网|人民网|央广网|[\p{Han}·]{2,16}?(?:网|社|报|台|客户端))[\p{Han}]{0,8}?(?:(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?(?:[电讯]|消息)|[\p{Han}]{2,4}讯(?=[\s（(])|【[^】\n]{2,30}报[导道]】)"
)
# Where nothing else says so: the words of Hong Kong, Macau and Taiwan.
_BY_THEIR_WORDS = tuple((province, regex.compile("|".join(words))) for province, words in lexicon("place_names")["own_words"].items())
_QUOTED = regex.compile(r"[“「『][^“”「」『』。！？\n]{0,15}$")  # in a name: “守护平安积石山”行动
_PASSING = regex.compile(
    r"(?:毗邻|紧邻|邻近|相邻的?|接壤|对接|远在|前往|赶赴|奔赴|远赴|赴|逃往|逃至|潜逃至|流窜至?|飞往|途经|押解回?|销往|发往|运往|流向|寄往|卖到|卖往|贩卖至|推动|支持|指导|督促|帮助|除)$"
)
_LIVING_THERE = regex.compile(rf"{one_of(lexicon('place_names')['living_there'])}的?\p{{Han}}")  # 在A市务工的儿子
_GONE_TO = regex.compile(r"(?:在|从|到|至|往|赴)$")
_JOINING = regex.compile(r"(?:会同|联合|协同|配合|联手|协调|联动)$")
_COLLEAGUES = regex.compile(r"公安|警|派出所|检察院|法院|同行|等地|[两三]地")
_VENUE = regex.compile(r"市?(?:举行|召开|举办)[^，。；,;]{0,12}(?:发布会|记者会|通气会|见面会)")  # a press conference speaks of elsewhere
_VENUE_OF = regex.compile(r"(?:发布会|记者会|通气会|见面会)[^，。；,;]{0,10}在$")
# Behind a place: its police, court or prosecution.
ORGAN = regex.compile(r"公安|警|派出所|检察院|法院|交警|边境管理")
_BORDERING = regex.compile(r"\p{Han}{0,1}(?:交界|接壤|毗邻|相邻|毗连|隔[江河海]相望)")  # 与A市交界
_MODEL = regex.compile(r"(?:经验|模式|样板|做法)(?!是|为|在)")  # 全国各地借鉴三亚经验
_RANKED_BEHIND = regex.compile(r"(?<=(?:居|列|紧随|仅次于|次于|落后)\p{Han}{2,8})之[后下]")  # 居天津之后位列全国第二
# 根据内政部警政署统计: whose numbers they are, not where it happened
_ACCORDING, _STATISTICS = regex.compile(r"(?:根据|依据|依|据)$"), regex.compile(r"[^，,。；;]{0,14}?(?:统计|资料|数据)")
# 上海游客, 来自贵州的采茶工: where a person is from, not where it happens.
_PERSON = rf"(?:{one_of(lexicon('place_names')['people_from'])}|[\p{{Han}}]{{0,4}}工(?=\p{{Han}}某|\p{{Han}}?大[哥姐]))"
_FROM_ELSEWHERE = regex.compile(rf"籍?{_PERSON}|(?<=来自\p{{Han}}{{2,12}})的\p{{Han}}{{0,3}}{_PERSON}|籍(?=\p{{Han}})")
# What stands between places that are said side by side: A市、B市和C市.
JOINED = regex.compile(r"\p{Han}{0,2}(?:[、和与及]|以及)")
_NUMBER_BEHIND = regex.compile(r"\d[\d,.]*[万余多]*(?!\d|年|月|日|时|号|[%％])\p{Han}")
_ITEM_BEFORE = regex.compile(r"(?r)\p{Han}\d[\d,.]*[万余多]*\p{Han}{1,3}[、，,]\Z")
_ITEM_NEXT = regex.compile(r"\p{Han}{0,2}[、，,]\p{Han}{2,8}\d")
_SENTENCE_END = regex.compile(r"[。！？\n]")
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


class NamedPlaces(NamedTuple):
    """``spots``: the settled mentions of a text in order, words like 全市 among them; ``home``: the place it speaks of as a whole;
    ``unsettled``: where names stand that several places share and nothing tells apart."""

    spots: tuple[Spot, ...]
    home: Place
    unsettled: tuple[int, ...]


def named_places(text: str, title_end: int, header: str = "") -> NamedPlaces:
    """Settle every place named in ``text``; mentions before ``title_end`` count threefold for the article's home.

    Where the text speaks of its city or county without naming one (全市, 县公安局), that is the one of its dateline or its ``header`` lines.
    """
    found = list(_governing(text))
    settled = _settle(found)
    known = {spot.start for spot in settled}
    unsettled = tuple(mention.start for mention in found if mention.start not in known and len(mention.places) > 1)
    scopes = list(_scopes(text))
    home = _home(
        text, [*settled, *(spot for spot in scopes if not spot.scope)], title_end, [scope.scope for scope in scopes if scope.scope]
    )
    if home == NATIONWIDE:
        home = _by_its_words(text, settled)
    if (level := _level_without_name(scopes, settled)) and all(scope.scope for scope in scopes):
        home = next((one for one in _written_at(text, header) if _level(one) == level and contains(home, one)), home)
    nationwide = home == NATIONWIDE and 2 * sum(not scope.scope for scope in scopes) > len(settled) > 0
    spots = [*_with_lasting(settled, home, nationwide, text), *(replace(scope, lasting=scope.place) for scope in scopes)]
    return NamedPlaces(tuple(sorted(spots, key=attrgetter("start"))), home, unsettled)


def _level_without_name(scopes: Sequence[Spot], settled: Sequence[Spot]) -> int:
    """The finest level that a text speaks of (县公安局, 全市) without naming a place of it; 0 where there is none."""
    finest = max((_level(spot.place) for spot in settled), default=0)
    return max((scope.scope for scope in scopes if scope.scope > finest), default=0)


def _level(one: Place) -> int:
    """1 for a province, 2 for a city, 3 for a county, 0 for none."""
    return 3 if one.county else 2 if one.city else bool(one.province)


def _by_its_words(text: str, settled: Sequence[Spot]) -> Place:
    """Hong Kong, Macau or Taiwan, where a text speaks most in the words of one of them (the first of equals) and names no place elsewhere."""
    spoken = {NATIONWIDE: 0}
    for province, words in _BY_THEIR_WORDS:
        if all(spot.place.province in ("", province) for spot in settled):
            spoken[place(province)] = len(words.findall(text))
    return max(spoken, key=spoken.__getitem__)


def _written_at(text: str, header: str) -> Iterator[Place]:
    """The places of the datelines of ``text`` (天津北方网讯), and those that ``header`` names (来源：陇东报 大同)."""
    for match in _DATELINE.finditer(text):
        yield from (mention.places[0] for mention in mentions(match[0]))
    for word in header.split():
        yield from (mention.places[0] for mention in mentions(word))
        yield from official(word)


def _with_lasting(settled: Sequence[Spot], home: Place, nationwide: bool, text: str) -> Iterator[Spot]:
    """``settled`` with what each leaves to later sentences."""
    for sentence in _by_sentence(settled, text):
        several = _several(sentence)
        for row in _side_by_side(sentence, text):
            if several or len(row) > 1:
                shared = common([spot.place for spot in (sentence if several else row)])
                yield from (replace(spot, lasting=shared) for spot in row)
            else:
                passing = _is_in_passing(row[0], home, nationwide, text) or is_item(row[0], text)
                yield row[0] if passing else replace(row[0], lasting=row[0].place)


def _by_sentence(spots: Sequence[Spot], text: str) -> Iterator[list[Spot]]:
    """``spots`` sentence by sentence."""
    together: list[Spot] = []
    for spot in spots:
        if together and _SENTENCE_END.search(text, together[-1].end, spot.start):
            yield together
            together = []
        together.append(spot)
    if together:
        yield together


def _several(spots: Sequence[Spot]) -> bool:
    """Whether a sentence goes through places side by side (崇左市破案210起；南宁市190起，百色市170起): what follows speaks of none of them."""
    named = {(spot.place.province, spot.place.city, spot.place.county) for spot in spots}
    holding = {outer for path in named for level in range(3) if (outer := (*path[:level], *[""] * (3 - level))) != path}
    return len(named - holding) > 2


def is_item(spot: Spot, text: str) -> bool:
    """Whether a place stands in a list for the number behind it alone (其中莆田151起、福州119起), with another such place beside it."""
    behind = _NUMBER_BEHIND.match(text, spot.end)
    return bool(behind and (_ITEM_BEFORE.search(text, max(0, spot.start - 12), spot.start) or _ITEM_NEXT.match(text, behind.end())))


def _side_by_side(spots: Sequence[Spot], text: str) -> Iterator[list[Spot]]:
    """``spots`` in rows: A市、B市和C市 are one."""
    row: list[Spot] = []
    for spot in spots:
        if row and not JOINED.fullmatch(text, row[-1].end, spot.start):
            yield row
            row = []
        row.append(spot)
    if row:
        yield row


def _is_in_passing(spot: Spot, home: Place, nationwide: bool, text: str) -> bool:
    """Whether a place outside the article's home was only gone to, or named in a text on the whole country."""
    elsewhere = nationwide or (home.city and not contains(home, spot.place) and not contains(spot.place, home))
    opens = spot.start == 0 or text[spot.start - 1] in "\n。！？“："
    gone_to = nationwide or _GONE_TO.search(text, max(0, spot.start - 2), spot.start)
    return bool(elsewhere and gone_to and not opens and not ORGAN.search(text, spot.end, spot.end + 6))


def _governing(text: str) -> Iterable[Mention]:
    """The mentions of ``text`` without those it only passes through (前往嘉兴桐乡) or that somebody is from."""
    passed = joining = -1  # where the last place ends that is left out, and the last one of a list of such (前往四川、湖北等地)
    datelines = [match.span() for match in _DATELINE.finditer(text)]
    for mention in mentions(text):
        if (
            _joins_in(text, mention)
            or _PASSING.search(text[max(0, mention.start - 4) : mention.start])
            or (mention.start == joining + 1 and text[joining] in "、和与及")
        ):
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
            or _MODEL.match(text, mention.end)
            or _RANKED_BEHIND.match(text, mention.end)
            or (_ACCORDING.search(text, max(0, mention.start - 4), mention.start) and _STATISTICS.match(text, mention.end))
        ):
            passed = mention.end
        else:
            yield mention


def _joins_in(text: str, mention: Mention) -> bool:
    """``会同湖南、广东等地同行收网``: others who help; ``辗转湖北、江西等地``: where one has been, or things have gone."""
    if text[max(0, mention.start - 2) : mention.start] in ("辗转", "销往", "发往", "运往", "流向"):
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
            level = 1 if match[0] == "自治区" else _LEVELS[match["level"]]
            yield Spot(match.start(), match.end(), NATIONWIDE, level)


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
        elif mention.short and sure and not _akin(candidates[0], named or _leading(sure)):
            continue
        if mention.weak and not _akin(candidates[0], named):
            continue
        settled.append(Spot(mention.start, mention.end, candidates[0]))
    return settled


def _leading(sure: Counter[tuple[str, str]]) -> set[tuple[str, str]]:
    """The branch that a text without full names speaks of, where it names one more often than all others together."""
    (branch, times), *others = sure.most_common()
    return {branch} if times > sum(n for _, n in others) else set()


def _akin(one: Place, named: Set[tuple[str, str]]) -> bool:
    """A county's short form counts where nothing else is named, or something of its own branch is."""
    return not named or (one.province, "") in named or (one.province, one.city) in named


def _home(text: str, settled: Sequence[Spot], title_end: int, levels: Sequence[int]) -> Place:
    """The place most of the article speaks of, as fine as half of it agrees; nothing where no province has a majority.

    A place in a list of numbers (莆田151起、福州119起) speaks for what holds it. The title counts three times; the first place of the text, and one whose police or court it is, twice. Where only one finer
    place is named, what holds it counts against it only if the text speaks of that as a whole (``levels``: 1 for each 全省, 2 for
    each 全市), and so does the whole country.
    """
    votes: Counter[Place] = Counter()
    if sum(spot.place == NATIONWIDE for spot in settled) > (len(settled) + len(levels)) / 2:
        return NATIONWIDE
    items = {spot.start for sentence in _by_sentence(settled, text) for spot in sentence if _several(sentence) or is_item(spot, text)}
    for i, spot in enumerate(settled):
        follows = i + 1 < len(settled) and settled[i + 1].start - spot.end <= 4 and contains(spot.place, settled[i + 1].place)
        if not follows and spot.place != NATIONWIDE:
            where = _holder(spot.place) if spot.start in items else spot.place
            votes[where] += 3 if spot.start < title_end else 1 + bool(ORGAN.match(text, spot.end)) + (spot is settled[0])
    best = NATIONWIDE
    for parts, majority in ((("province",), 0.6), (("province", "city"), 0.5), (("province", "city", "county"), 0.5)):
        inside = {where: n for where, n in votes.items() if contains(best, where)}
        if len({getattr(where, parts[-1]) for where in inside} - {""}) == 1 and len(parts) > 1 and len(parts) - 1 not in levels:
            inside.pop(best, None)
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


def _holder(one: Place) -> Place:
    """What holds a place: the city of a county, the province of a city."""
    return place(one.province, one.city) if one.county else place(one.province)


def contains(outer: Place, inner: Place) -> bool:
    """Whether ``inner`` is ``outer`` or lies in it."""
    return outer.province in ("", inner.province) and outer.city in ("", inner.city) and outer.county in ("", inner.county)


def common(places: Sequence[Place]) -> Place:
    """What all of ``places`` lie in."""
    paths = [(one.province, one.city, one.county) for one in places]
    shared = [parts[0] if len(set(parts)) == 1 else "" for parts in zip(*paths, strict=True)]
    depth = next((level for level, part in enumerate(shared) if not part), 3)
    return place(*shared[:depth]) if depth else NATIONWIDE


def _kinship(one: Place, other: Place) -> int:
    if not other.province or one.province != other.province:
        return 0
    return 2 if other.city and one.city == other.city else 1
