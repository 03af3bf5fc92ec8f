"""Named innovations: systems, devices, methods, teams and contests that an article presents as new ways of policing.

A name is quoted, with a head noun in or after the quotation (“快易拼”系统) or a verb of making before it; or it is a noun phrase with a strong
head (可视化指挥调度平台). ``explain`` shows how each name scores.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, Implementation

from extractors.figures.fragments import firsts
from extractors.lexicon import lexicon, one_of
from extractors.syntax.nouns import NOMINAL_VERBS
from extractors.tokens.tokenizer import segment

_LEXICON = lexicon("innovations")
_HEADS, _STRONG = one_of(set(_LEXICON["heads"])), one_of(set(_LEXICON["strong"]))
_BROAD = frozenset(_LEXICON["broad"])
_BEHIND = one_of(set(_LEXICON["heads"]) - set(_LEXICON["not_behind"]))
_NOT_NAMES, _NO_PHRASES = (
    frozenset(_LEXICON["not_names"]),
    frozenset(_LEXICON["generic"] + _LEXICON["strong"] + _LEXICON["broad"]),
)
_QUOTED = regex.compile(r"[“「『‘](?P<name>[^“”‘’「」『』。！？；!?;\n]{2,30})[”」』’]|\"(?P<name>[^\"“”。！？；!?;\n]{2,30})\"")
_ENDS_IN_HEAD = regex.compile(rf"(?:{_HEADS}|(?<![执司普违合守立民刑交沟畅流融]){one_of(set(_LEXICON['ends']))})$")
_HEAD_BEHIND = regex.compile(
    rf" ?(?:的(?=\p{{Han}}{{0,8}}(?:模式|机制|体系|工作法)))?(?P<head>(?!的)[\p{{Han}}A-Za-z\d]{{0,12}}?(?=[{firsts(_LEXICON['heads'])}]){_BEHIND})(?![\p{{Han}}]{{0,1}}化)"
)
_REACH = 16  # characters after a quotation in which its head noun stands
# “甲”“乙”、打击丙三大专项行动: the rest of a list that shares its last head
_REST_OF_LIST = regex.compile(
    r"(?:(?:[、和与及]\p{Han}{0,6}?)?[“「][^“”「」。，；\n]{1,12}[”」]){0,5}(?:[、和与及]\p{Han}{2,14}?(?=[一二两三四五六七八九十]大))?等?(?:[一二两三四五六七八九十]大|[两三四五六七八九十\d]+[个项])?"
)
_ANY_HEAD = regex.compile(rf"{_BEHIND}$")
_VERB_BEFORE = regex.compile(rf"{one_of({*_LEXICON['verbs'], *_LEXICON['coining']})}(?:了|出|的|起)?(?:[^。！？；，,]{{0,14}})$")
# 推出“反诈夜茶”: the quotation right after the verb is the name
_COINED_BEFORE = regex.compile(rf"{one_of(_LEXICON['coining'])}(?:了|出|起)?(?:一[个支款套种项]|\d+[个支款套种项])?(?:名为|叫)?$")
_HEAD_BEFORE = regex.compile(rf"(?<!\p{{P}}){_STRONG}$")  # 警务机器人“小河”
_LISTED = regex.compile(r"[”」』’][\p{Han}]{0,8}[、和与及]?$")
_NOT_BEFORE = regex.compile(rf"(?:{one_of(_LEXICON['not_names_before'])})(?:了|的|起|好|国家|全国|全省|省级)?[\p{{Han}}]{{0,3}}[“\"「『‘]$")
# Text after a quotation that rules a name out; among it, offences: “团贷网”非法集资案
_NOT_BEHIND = regex.compile(
    rf"(?:[、和]?[“「][^”」。，]{{1,12}}[”」])*+(?:{one_of(set(_LEXICON['not_names_behind']))}|(?!让|使|帮|把|已|累计|协助|助力|破|侦|查|预警)(?:(?![破侦查办])\p{{Han}}){{0,8}}?(?:(?<!专)案(?!管|件管理|卷)|诈骗|骗局|犯罪|团伙))"
)
# 被评为2017年度“十佳派出所”
_HONOURED = regex.compile(rf"{one_of(_LEXICON['honouring'])}(?:(?!的)[\p{{Han}}\d]){{0,10}}[“\"「『‘]$")
_WON = regex.compile(r"[^。！？\n]{0,120}?(?:获|夺得|捧得|摘得|评为)[^。，,；;]{0,14}[等金银铜]奖")  # “甲”和“乙”获得一等奖
# 成为延伸治安触角的“移动哨兵”: a figure of speech
_BECOMES = regex.compile(r"(?:成为|化身|变身|争当|争做|就像|好像|如同|好比|宛如)[^，。；,;]{0,14}[“\"「『‘]$")
_LEAVING = regex.compile(r"(?:改变|打破|跳出|告别|摒弃|取代|摆脱|变)(?:了|以往|过去|传统|原有|原来|的)*[“\"「『‘]$")  # 跳出“坐等报案”模式
_OLD = regex.compile(r"传统|以往|原有|过去|旧")
_SLOGAN = regex.compile(
    r"[，,：:…]|\p{Han}{3} \p{Han}{3}|(?:(?<!模)式|型)$|^[一二三四五六七八九十]对[一二三四五六七八九十]$|^(?:让|把|以|从|要|不|人人|事事|最|更|有(?!组织)|是|新(?!生儿)|零|为|在|用|我)|(?:了|着|过|的|吗|呢|吧|上|好|大|强|快|准|深|不采)$|^平安\p{Han}{2}$|^(?:全国|全省|全市)|模范|示范单位|(?:先进|优秀)(?:集体|单位|个人)|(?:[省市县区州](?:反诈骗?中心|指挥中心|公安局)|分局|支队|大队|警方发布)$|[就别]说|[吗呢吧]|^(?:推进|聚焦|丰富|强化|坚持|加强|提升|实现|确保)"
)
_UNQUOTED_HEAD = regex.compile(
    rf"(?<!生态|操作){one_of({*_LEXICON['strong'], *_BROAD})}(?!化|性|内|论|地|员|集成|治理|整治|推进|谋划|观念|[车端版库长])"
)
_FEW = 32  # names; up to here str.count is faster than an automaton
_PIECE = 4096  # characters searched at a time
_DENIAL = "no name by what leads up"
_HEAD_REASON = "head behind: "
_ENOUGH = 1.2  # minimum score of a name
_CUTS, _MAKING = frozenset(_LEXICON["cuts"]), frozenset(_LEXICON["verbs"])
_TELLING = frozenset(_LEXICON["telling"])
_OTHER_CLASSES = frozenset("parfqtNcobBsykmwxeEjzgudUD.")  # word classes that modify no head: particles, prepositions, numbers …
_DOING = regex.compile(one_of(_LEXICON["doing"]))
_FURTHERING, _OF_WORK = frozenset(_LEXICON["furthering"]), frozenset(_LEXICON["of_work"])
_MODIFYING_VERBS = NOMINAL_VERBS | _OF_WORK | {"运行"}  # “甲”警务运行模式; elsewhere it is a verb of its own: 运行止付中心
_MODIFYING_MAKING = regex.compile(r"应用|创新(?=大赛|竞赛|挑战赛)")  # 综合应用平台, 科技创新大赛


_CAMPAIGN = regex.compile(r"(?:行动|活动|战役|平台|系统|工作法)$")  # their names are often slogans: “万名警察进社区、联万企”活动
_WENT_LIVE = regex.compile(r"(?:自[^，。；]{2,12}?)?(?:正式|全面)?(?:上线|启用|投用|开通|运行|投入)")
_FIRST = regex.compile(r"率先[^，。；,;]{0,20}$")
_POINTED_AT = regex.compile(r"[这该][套款项]$")
_CATCHWORD = regex.compile(r"(?!一\p{Han}{1,2}一\p{Han})[一二两三四五六七八九十](?!键)\p{Han}{1,4}|[^”]*、[^”]*")
_METHOD = regex.compile(r"\p{Han}{3}法$")  # 六分工作法
_COUNTRIES = regex.compile("中[老缅泰越俄朝蒙巴印哈韩日]{1,3}")  # “中老缅”联合扫毒行动
_PARTNERS = ("联合", "会同", "携手")  # 联合“甲”“乙”等平台: others'; not 联合推出“甲”
_BY_RULE = ("按", "按照")  # 按“一坝一警长”划片: how something is allotted
_NUMBERS_ONLY = regex.compile(r"[\d.·．/年月日号]+")  # “2015.11.11”案
_CAMPAIGNS = ("专项行动", "统一行动", "百日行动", "攻坚行动", "专项斗争", "专项整治")
_NOT_FIRST = ("人员", "犯罪", "案件", "活动", "工作", "违法")  # first words of an object, not of a name: 打击防范侵害失踪人员专项行动
_ACTION = regex.compile(r"(?:行动|整治|斗争|会战|战役)$")
# 实行驻区制以来: a rule of working
_RULE = regex.compile(rf"{one_of(_LEXICON['verbs'])}了?(?P<name>(?:(?![的了和与及])\p{{Han}}){{2,5}}制)(?=以来|[之以]?后|改革|[，,、。])")
_EACH = regex.compile(r"一\p{Han}一\p{Han}")  # 一村一警智能平台: the segmenter takes 一 for a number
_WITHOUT = ("零接触", "非接触", "无接触")  # 零接触式一体机: the segmenter takes the first character for a number or an adverb
_SOME = regex.compile(r"[一二两三四五六七八九十]大")  # 三大专项行动
_KINDS_OF = frozenset(["各类", "各种", "各项", "系列", "多种", "多项"])  # 各类专项行动: no name
_NUMBER_ALONE = regex.compile(r"[\d+\-N]+|[一二两三四五六七八九十]\p{Han}|[二两三四五六七八九]位一体")  # “166”机制, “四化”工程
# 12367服务平台, 135快速反应平台
_LONG_NUMBER = regex.compile(r"\d{2,}+(?!(?:\p{Han}{0,4}(?:服务|反应))?(?:平台|热线)|小时|(?:专项|系列)?行动)")
# 禁毒三年大会战, 24小时自助警务厅, 冬季百日整治行动
_TIME_IN_NAME = regex.compile(r"[一二三四五六七八九十]年|小时|[一二三四五六七八九十百]{1,3}[天日]|[春夏秋冬]季|冬春|暑期")
# 启动196个交通执法服务站: a kind of place; 县行政服务中心: every county has one
_COUNTED_PLACES = regex.compile(r"(?:\d|[二两三四五六七八九十百千万]|余|多)(?:个|家|处|座|所)$")
_PLACE_HEAD = regex.compile(r"(?:站|点|室|所|厅|中心|驿站)$")
_OFFICE = regex.compile(r"(?:行政|政务|便民|为民|党群|公共)服务(?:中心|大厅|站)$")
_TIMES_DONE = regex.compile(r" ?[\d一二三四五六七八九十百]+余?(?:场次|次|场|轮|波)")  # 开展统一行动5次: an action, no name
_LONG = 12  # characters; a longer phrase is rarely a name
_NOT_OF_NAME = regex.compile(r"(?r)[^\p{Han}A-Za-z\d+]")
_QUOTE = regex.compile(r"[“”‘’「」『』]")
_QUOTED_BEFORE = ("”", "」", "”的", "」的")  # “边关智眼”感知系统, 名为“边关智眼”的系统: the quotation is the name
_NO_QUOTES = dict.fromkeys(map(ord, "“”‘’「」『』"))
_COINED = regex.compile(r"^一\p{Han}{1,2}一\p{Han}|\d|\+|[A-Za-z]|宝|法|通|码|云|智|慧|警")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    name: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InnovationName:
    """A named innovation in the cleaned text: its first mention, the offsets of all mentions, its score and the reasons for it."""

    text: str
    start: int
    end: int
    mentions: tuple[int, ...]
    score: float
    reasons: tuple[str, ...]

    @property
    def head(self) -> str:
        """Head noun after the quotation marks (“派单联调”机制); empty if there is none."""
        return next((reason.removeprefix(_HEAD_REASON) for reason in self.reasons if reason.startswith(_HEAD_REASON)), "")


def read_names(text: str, title: str = "") -> list[InnovationName]:
    """Return the named innovations of ``text``, an article under ``title``, in the order of first mention; a name found only inside a longer one is dropped."""
    first: dict[str, _Found] = {}
    denied: set[str] = set()  # one counter-example is enough to drop a name
    best: dict[str, _Found] = {}
    quotations = list(_QUOTED.finditer(text))
    phrases = list(_phrases(text, {match.end() for match in quotations}))
    times = _times(text, {match["name"] for match in quotations} | {phrase.name for phrase in phrases})
    for found in (*_quoted(text, quotations, times, title), *_unquoted(text, phrases, times, title)):
        first[found.name] = min(found, first.get(found.name, found), key=lambda one: one.start)
        if _DENIAL in found.reasons:
            denied.add(found.name)
        best[found.name] = max(found, best.get(found.name, found), key=lambda one: one.score)
    names = [name for name, found in best.items() if name and found.score >= _ENOUGH and name not in denied]
    inside = _parts(text, names)
    mentions = _mentions(text, [name for name in names if name not in inside])
    for name, offsets in _short_forms(quotations, mentions).items():
        mentions[name] = tuple(sorted((*mentions[name], *offsets)))
    read = [
        InnovationName(name, first[name].start, first[name].end, said or (first[name].start,), best[name].score, best[name].reasons)
        for name, said in mentions.items()
    ]
    return sorted(read, key=lambda one: one.start)


def _parts(text: str, names: Sequence[str]) -> set[str]:
    """Those of ``names`` that occur only inside a longer one."""
    find = _finder(names if len(names) > 1 else ())
    pairs = [(names[i], name) for name in names for i, _, _ in find(name) if names[i] != name]
    times = _times(text, {name for pair in pairs for name in pair})
    return {part for part, name in pairs if times[part] <= times[name]}


def _short_forms(quotations: Iterable[regex.Match[str]], mentions: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Offsets of quotations that repeat only the end of an earlier name (“警察楼长”, then “楼长”民警), by that name; the longest one if several fit."""
    ends = {name[at:]: name for name in sorted(mentions, key=len) for at in range(1, len(name) - 1)}
    found = defaultdict[str, list[int]](list)
    for match in quotations:
        name = ends.get(match["name"])
        if name and match["name"] not in mentions and mentions[name] and mentions[name][0] < match.start():
            found[name].append(match.start("name"))
    return found


def _mentions(text: str, names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Offsets of each name, in full or short form (治爆缉枪行动 for 治爆缉枪专项行动); quotation marks inside a name are ignored."""
    quotes = [match.start() - i for i, match in enumerate(_QUOTE.finditer(text))]
    apart = [at for at, other in pairwise(quotes) if at == other]  # two marks stand before these characters; no name spans them
    mentions: dict[str, list[int]] = {name: [] for name in names}
    shorter = [(short, name) for name in names if (short := name.replace("专项行动", "行动")) not in mentions]
    wordings = [*zip(names, names, strict=True), *shorter]
    said = list(_said(text.translate(_NO_QUOTES), [wording for wording, _ in wordings], apart))
    longest: dict[int, int] = {}
    for _, start, end in said:
        longest[start] = max(end, longest.get(start, end))
    for i, start, end in said:
        if end == longest[start]:  # not “阿林” in “阿林调解室”
            mentions[wordings[i][1]].append(start + bisect_right(quotes, start))
    return {name: tuple(sorted(said)) for name, said in mentions.items()}


def _times(text: str, names: Iterable[str]) -> dict[str, int]:
    """Number of occurrences of each of ``names``, counted as ``str.count`` does."""
    words = list(names)
    if len(words) <= _FEW:
        return {word: text.count(word) for word in words}
    times = Counter(i for i, _, _ in _said(text, words))
    return {word: times[i] for i, word in enumerate(words)}


def _said(text: str, names: Sequence[str], apart: Sequence[int] = ()) -> Iterator[tuple[int, int, int]]:
    """Yield the occurrences of ``names`` in ``text`` as (index of the name, start, end); those of one name do not overlap.

    No occurrence spans one of the positions ``apart``, which are sorted. One automaton finds all names, so that the time hardly depends on
    their number; the text is searched in pieces to limit memory.
    """
    free = [0] * len(names)
    find, beyond = _finder(names), max(map(len, names), default=0)
    for begin in range(0, len(text), _PIECE):
        for i, start, end in find(text[begin : begin + _PIECE + beyond]):
            if begin + start >= free[i] and bisect_right(apart, begin + start) == bisect_left(apart, begin + end):
                free[i] = begin + end
                yield i, begin + start, begin + end


def _finder(names: Sequence[str]) -> Callable[[str], list[tuple[int, int, int]]]:
    """Return a function that finds all of ``names`` in a text, overlaps included: (index of the name, start, end).

    Uses a noncontiguous NFA, which is fast to build: an automaton serves one article only.
    """
    if not names:
        return lambda text: []
    automaton = AhoCorasick(names, implementation=Implementation.NoncontiguousNFA)
    return partial(automaton.find_matches_as_indexes, overlapping=True)


# --- in quotation marks ------------------------------------------------------------------------


def _quoted(text: str, quotations: Iterable[regex.Match[str]], times: Mapping[str, int], title: str) -> Iterator[_Found]:
    in_list = partner = False
    for match in quotations:
        name = match["name"]
        left, right = text[max(0, match.start() - 24) : match.start() + 1], text[match.end() : match.end() + _REACH]
        other = bool(_NOT_BEHIND.match(right))
        head = None if other else _head_behind(text, match.end())
        presented = bool(_VERB_BEFORE.search(left[:-1]))
        saying = bool(_SLOGAN.search(name))
        left_behind = bool(
            _LEAVING.search(left)
            or (left.endswith(("从“", "由“")) and right[:1] in tuple("到向转"))
            or (head and _OLD.search(head["head"]))
        )
        slogan = (
            (saying and not (head and _CAMPAIGN.search(head["head"])))
            or name in _NOT_NAMES
            or (name.startswith("互联网+") and not head)
            or _COUNTRIES.fullmatch(name)
            or (name[0] == "一" and left[:-1].endswith(_BY_RULE))
            or (not head and not _METHOD.search(name) and (_NUMBERS_ONLY.fullmatch(name) or _CATCHWORD.fullmatch(name)))
        )
        description = "的" in name and not head
        in_dictionary = not head and len(segment(name)) == 1
        ends_in_head = len(name) > 2 and bool(_ENDS_IN_HEAD.search(name))
        follows = bool(_LISTED.search(left[:-1]))
        ruled_out = (_NOT_BEFORE.search(left) and not _CAMPAIGN.search(name)) or _BECOMES.search(left) or _HONOURED.search(left)
        partner = left[:-1].endswith(_PARTNERS) or (follows and partner)
        denied = bool(ruled_out or partner)
        evidence = {
            "ends in a head": 1.2 * ends_in_head,
            f"{_HEAD_REASON}{head['head'] if head else ''}": 1.2 * bool(head),
            "head before": 1.2 * bool(not other and _HEAD_BEFORE.search(left[:-1])),
            "verb of making before": 1.0 * presented,
            "coined, or said again": 0.4 * bool(presented and (times[name] > 1 or _COINED_BEFORE.search(left[:-1]))),
            "in a list of names": 1.0 * (not presented and in_list and follows),
            "looks coined": 0.4 * bool(not saying and _COINED.search(name)),
            "in the title": 0.8 * (name in title),
            "does something": 0.6 * bool(not saying and _DOING.match(right)),
            "won a prize": 1.2 * bool(not saying and _WON.match(text, match.end())),
            "no name by what follows": -2.5 * other,
            _DENIAL: -3.0 * denied,
            "old way left behind": -3.0 * left_behind,
            "slogan or metaphor": -3.0 * bool(slogan),
            "a description": -1.0 * description,
            "a word of the dictionary": -0.4 * in_dictionary,
            "a word of the dictionary that ends in a head": -1.4 * (in_dictionary and ends_in_head),
            "long for a name": -1.0 * (len(name) > 14 and "+" not in name),
        }
        score, reasons = _sum(evidence)
        in_list = score >= _ENOUGH
        end = match.end("name")
        if head and head.start() == match.end() and _NUMBER_ALONE.fullmatch(name):  # a number alone is no name
            name, end = name + head["head"], head.end()
        yield _Found(match.start("name"), end, name.translate(_NO_QUOTES), score, reasons)


def _head_behind(text: str, end: int) -> regex.Match[str] | None:
    """Head noun after a quotation that ends at ``end``, if only its modifiers stand between; a list shares its last head: “甲”“乙”等行动."""
    start = _REST_OF_LIST.match(text, end).end()  # type: ignore[union-attr]
    match = _HEAD_BEHIND.match(text, start, start + _REACH)
    between = match["head"][: -len(_ANY_HEAD.search(match["head"])[0])] if match else ""  # type: ignore[index]
    return match if match and all(_modifies(word, cls) for word, cls in segment(between)) else None


def _modifies(word: str, cls: str) -> bool:
    """Whether a word between a quotation and its head noun modifies that noun: 专项打击 in “断流”专项打击行动."""
    return word not in _FURTHERING and (cls in "nAVlNg" or (cls == "v" and word in _MODIFYING_VERBS))


# --- as a noun phrase --------------------------------------------------------------------------


class _Phrase(NamedTuple):
    start: int
    end: int
    name: str
    head: str


def _phrases(text: str, quoted: Container[int]) -> Iterator[_Phrase]:
    """The noun phrases of ``text`` that could be names; none follows a quotation, whose ends are ``quoted``."""
    for match in _UNQUOTED_HEAD.finditer(text):
        begin = _begin_of_phrase(text, match.start())
        name = text[begin : match.end()]
        if (
            begin in quoted
            or text.endswith(_QUOTED_BEFORE, 0, begin)
            or text[max(0, begin - 2) : begin] in _KINDS_OF
            or _SOME.match(text, begin - 1)
        ):
            continue
        says_enough = 4 <= len(name) <= 18 and name not in _NO_PHRASES
        is_object = name.startswith(_NOT_FIRST) and _ACTION.search(match[0])
        if says_enough and not is_object and not _LONG_NUMBER.search(name) and _ends_a_word(text, begin, match.end()):
            yield _Phrase(begin, match.end(), name, match[0])
    for match in _RULE.finditer(text):
        if match["name"] not in _NO_PHRASES and segment(match["name"])[-1][0] == "制":  # not 由法制, 新机制
            yield _Phrase(*match.span("name"), match["name"], "制")


def _ends_a_word(text: str, begin: int, end: int) -> bool:
    """Whether a word ends at ``end``: 指导调解法定职责 contains no 调解法."""
    position = begin
    for word, _ in segment(text[begin : end + 2]):
        position += len(word)
        if position >= end:
            break
    return position == end


def _unquoted(text: str, phrases: Iterable[_Phrase], times: Mapping[str, int], title: str) -> Iterator[_Found]:
    for begin, end, name, head in phrases:
        often = times[name]
        evidence = {
            "noun phrase with a strong head": 0.2 * (head not in _BROAD),
            "broad head": -0.4 * (head in _BROAD),
            "verb of making before": bool(_VERB_BEFORE.search(text, max(0, begin - 16), begin)),
            "coined": 0.4 * bool(_COINED_BEFORE.search(text, max(0, begin - 8), begin)),
            f"said {often} times": 0.5 * (often > 1),
            "in the title": 0.5 * (name in title),
            "says much": 0.6 * (len(name) >= 6 or head in _TELLING),
            f"telling head: {head}": 0.6 * (head in _TELLING),
            "for the police": 0.3 * ("警" in name),
            "does something": 0.7 * bool(_DOING.match(text, end)),
            "numbered": 0.5 * any(char.isdecimal() for char in name),
            "long for a name": -0.6 * (len(name) > _LONG and not head.endswith("行动")),
            "counted as one kind of place": -1.5
            * bool(_COUNTED_PLACES.search(text, max(0, begin - 8), begin) and _PLACE_HEAD.search(name)),
            "an office of any county": -2.0 * bool(_OFFICE.search(name)),
            "counted by how often it was done": -2.0 * bool(_TIMES_DONE.match(text, end)),
            "pointed at": 0.5 * bool(_POINTED_AT.search(text, max(0, begin - 2), begin)),
            "the first to have it": 0.6 * bool(_FIRST.search(text, max(0, begin - 24), begin)),
            "went live": 0.5 * bool(_WENT_LIVE.match(text, end)),
        }
        yield _Found(begin, end, name, *_sum(evidence))


def _begin_of_phrase(text: str, head: int) -> int:
    """Start of the phrase whose head is at ``head``: goes back over modifiers to a particle, verb, place or quotation mark."""
    window = max(0, head - 16)
    boundary = _NOT_OF_NAME.search(text, window, head)
    begin, leading = head, list[tuple[str, str]]()
    for word, tag in reversed(segment(text[boundary.end() if boundary else window : head])):
        if (
            word in _CUTS
            or (word in _MAKING and not (begin == head and _MODIFYING_MAKING.match(text, begin - len(word), head + 3)))
            or (tag in _OTHER_CLASSES and not (word.isdecimal() or word == "+" or _TIME_IN_NAME.fullmatch(word)))
            or (tag == "l" and len(word) > 1)
        ):
            break
        begin -= len(word)
        leading.append((word, tag))
    campaign = text.startswith(_CAMPAIGNS, head)  # 治爆缉枪专项行动: named after an action
    while not campaign and len(leading) > 1 and leading[-1][1] in "aAvV" and leading[-1][0] not in _OF_WORK and leading[-2][1] in "vVn":
        begin += len(leading.pop()[0])  # 充分发挥警航无人机: not in the name
    if text.startswith("性", begin):  # 全省性污水检测平台
        return begin + 1
    if begin >= 3 and _EACH.match(text, begin - 3):
        return begin - 3
    return begin - 1 if text.startswith(_WITHOUT, max(0, begin - 1)) else begin


def _sum(evidence: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
    """Total of the points, without noise of floating point, and the reasons with points other than 0."""
    return round(sum(evidence.values()), 6), tuple(reason for reason, points in evidence.items() if points)
