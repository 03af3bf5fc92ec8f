"""Named innovations: systems, devices, methods, teams and contests that an article presents as new ways of policing.

A name stands in quotation marks with the head of a thing in or behind it (“快易拼”系统) or a verb of making before it,
or it is a noun phrase with a strong head (可视化指挥调度平台). What is said of how a name scores can be read in ``explain``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from extractors.fragments import lexicon, one_of
from extractors.words import Word, words

_LEXICON = lexicon("innovations")
_HEADS, _STRONG = one_of(set(_LEXICON["heads"])), one_of(set(_LEXICON["strong"]))
_NOT_NAMES, _GENERIC = frozenset(_LEXICON["not_names"]), frozenset(_LEXICON["generic"])
_QUOTED = regex.compile(r"[“「『‘](?P<name>[^“”‘’「」『』。！？；!?;\n]{2,24})[”」』’]|\"(?P<name>[^\"“”。！？；!?;\n]{2,24})\"")
_ENDS_IN_HEAD = regex.compile(rf"{_HEADS}$")
_HEAD_BEHIND = regex.compile(rf"(?P<head>(?!的)[\p{{Han}}A-Za-z]{{0,12}}?{_HEADS})(?![\p{{Han}}]{{0,1}}化)")
_VERB_BEFORE = regex.compile(rf"{one_of(set(_LEXICON['verbs']))}(?:了|出|的|起)?(?:[^。！？；，,]{{0,14}})$")
_LISTED = regex.compile(r"[”」』’][\p{Han}]{0,8}[、和与及]?$")
_NOT_BEHIND = regex.compile(one_of(set(_LEXICON["not_names_behind"])))
_SLOGAN = regex.compile(
    r"[，,：:…]|^(?:让|把|以|从|要|不|人人|事事|最|更|有|是|新|零|为|在|用|我)|(?:了|着|过|的|吗|呢|吧|上|好|大|强|快|准|深|不采)$|[\p{Han}]{2}、[\p{Han}]{2}、"
)
_UNQUOTED_HEAD = regex.compile(rf"(?<![\p{{Han}}]{{0}}生态|操作){_STRONG}(?!化|性|内|论|地|员|集成)")
_ENOUGH = 1.2  # what a quotation or phrase must score to count as a name
_CUT = frozenset(
    [
        "的",
        "了",
        "着",
        "过",
        "在",
        "于",
        "从",
        "由",
        "以",
        "把",
        "被",
        "将",
        "向",
        "对",
        "为",
        "与",
        "及",
        "和",
        "等",
        "是",
        "有",
        "其",
        "该",
        "此",
        "各",
        "每",
        "并",
        "而",
        "也",
        "都",
        "已",
        "这",
        "那",
        "让",
        "使",
        "给",
        "到",
        "至",
        "又",
        "多",
        "新",
        "集",
        "某",
    ]
)


@dataclass(frozen=True, slots=True)
class Name:
    """A named innovation in cleaned text: its first mention, all mentions, and why it was taken for one."""

    text: str
    start: int
    end: int
    mentions: tuple[int, ...]
    score: float
    reasons: tuple[str, ...]


def read_names(text: str) -> list[Name]:
    """The named innovations of ``text``, in the order of their first mention; a name inside a longer one yields to it."""
    found: dict[str, tuple[int, int, float, tuple[str, ...]]] = {}
    for start, end, name, score, reasons in (*_quoted(text), *_unquoted(text)):
        if name not in found or found[name][2] < score:
            found[name] = (
                min(start, found[name][0]) if name in found else start,
                end if name not in found else found[name][1],
                score,
                reasons,
            )
    accepted = {name: entry for name, entry in found.items() if entry[2] >= _ENOUGH}
    names = []
    for name, (start, end, score, reasons) in accepted.items():
        if any(name != other and name in other and not _stands_alone(text, name, other) for other, entry in accepted.items()):
            continue
        names.append(Name(name, start, end, tuple(_occurrences(text, name)) or (start,), score, reasons))
    return sorted(names, key=lambda one: one.start)


def _stands_alone(text: str, name: str, longer: str) -> bool:
    return text.count(name) > text.count(longer)


def _occurrences(text: str, name: str) -> Iterator[int]:
    """Where the name is said, quotation marks inside it or not."""
    pattern = r"[“”‘’「」『』]?".join(regex.escape(char) for char in name)
    return (match.start() for match in regex.finditer(pattern, text))


# --- in quotation marks ------------------------------------------------------------------------


def _quoted(text: str) -> Iterator[tuple[int, int, str, float, tuple[str, ...]]]:
    listed = False
    for match in _QUOTED.finditer(text):
        name, reasons = match["name"], list[str]()
        left, right = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 16]
        score = 0.0
        head = _HEAD_BEHIND.match(right)
        if _ENDS_IN_HEAD.search(name) and len(name) > 2:
            score, reasons = score + 1.2, [*reasons, "ends in a head"]
        if head and not _NOT_BEHIND.match(right):
            score, reasons = score + 1.2, [*reasons, f"head behind: {head['head']}"]
        if _VERB_BEFORE.search(left):
            score, reasons = score + 1, [*reasons, "verb of making before"]
        elif listed and _LISTED.search(left):
            score, reasons = score + 1, [*reasons, "in a list of names"]
        if (often := text.count(name)) > 1:
            score, reasons = score + 0.6 * min(often - 1, 2), [*reasons, f"said {often} times"]
        if regex.search(r"\d|[A-Za-z]|宝|法|通|码|云|智|慧|警|E|e", name) and not _SLOGAN.search(name):
            score, reasons = score + 0.4, [*reasons, "looks coined"]
        if _NOT_BEHIND.match(right):
            score, reasons = score - 2.5, [*reasons, "no name by what follows"]
        if _SLOGAN.search(name) or name in _NOT_NAMES or (regex.fullmatch(r"[一二两三四五六七八九十]\p{Han}{1,4}", name) and not head):
            score, reasons = score - 3, [*reasons, "slogan or metaphor"]
        if len(name) > 14:
            score, reasons = score - 1, [*reasons, "long for a name"]
        listed = score >= _ENOUGH
        full = name + head["head"] if head and regex.fullmatch(r"[\d+\-N]+", name) else name
        full = regex.sub(r"[“”‘’「」『』]", "", full)
        yield (
            match.start("name"),
            match.end("name") + len(full) - len(name) + (1 if len(full) > len(name) else 0),
            full,
            score,
            tuple(reasons),
        )


# --- as a noun phrase --------------------------------------------------------------------------


def _unquoted(text: str) -> Iterator[tuple[int, int, str, float, tuple[str, ...]]]:
    for match in _UNQUOTED_HEAD.finditer(text):
        begin = _begin_of_phrase(text, match.start())
        name = text[begin : match.end()]
        bare = regex.sub(r"[“”‘’「」『』]", "", name)
        if (
            bare in _GENERIC
            or bare in _STRONG_WORDS
            or len(bare) < 4
            or len(bare) > 18
            or name.count("“") != name.count("”")
            or regex.search(r"\d{2,}", bare)
        ):
            continue
        left = text[max(0, begin - 16) : begin]
        reasons = ["noun phrase with a strong head"]
        score = 0.2
        if _VERB_BEFORE.search(left):
            score, reasons = score + 1, [*reasons, "verb of making before"]
        if (often := text.count(bare)) > 1:
            score, reasons = score + 0.5, [*reasons, f"said {often} times"]
        if len(bare) >= 6 or match[0] in _TELLING:
            score, reasons = score + 0.6, [*reasons, "says much"]
        if match[0] in _TELLING:
            score, reasons = score + 0.6, [*reasons, f"telling head: {match[0]}"]
        yield begin, match.end(), bare, score, tuple(reasons)


_STRONG_WORDS = frozenset(_LEXICON["strong"])
_TELLING = frozenset(
    {
        "机器狗",
        "机器警犬",
        "工作法",
        "宣传法",
        "调解法",
        "侦查法",
        "战法",
        "大赛",
        "擂台赛",
        "挑战赛",
        "采集仪",
        "检测仪",
        "识别仪",
        "积分池",
        "勤务制",
        "案管室",
        "工作站",
        "一体机",
    }
)


def _begin_of_phrase(text: str, head: int) -> int:
    """Back over the words that modify the head, to the particle, verb or name before them."""
    window = max(0, head - 16)
    boundary = max((match.end() for match in regex.finditer(r"[^\p{Han}A-Za-z\d+“”‘’]", text[window:head])), default=0)
    begin = head
    for word in reversed(list(words(text, window + boundary, head))):
        if not _modifies(word):
            break
        begin = word.start
    while begin < head and text[begin] in "”’“‘、":
        begin += 1
    return begin


def _modifies(word: Word) -> bool:
    if word.text in _CUT or word.text in _MAKING or word.tag in ("ns", "p", "c", "r", "u", "d", "f", "t", "y", "m", "q"):
        return False
    return not (word.tag == "v" and word.text in _ACTING)


_MAKING = frozenset(_LEXICON["verbs"])
_ACTING = frozenset(
    [
        "联动",
        "支撑",
        "赋能",
        "实现",
        "提升",
        "进行",
        "引来",
        "利用",
        "操作",
        "接入",
        "进入",
        "进",
        "登录",
        "推",
        "用",
        "靠",
        "经",
        "发布",
        "推送",
        "携带",
        "飞",
        "放飞",
        "操控",
        "驾驶",
        "拿",
        "获",
        "参加",
        "参与",
        "负责",
        "包括",
        "成为",
        "作为",
        "就是",
    ]
)


# --- types -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypeScore:
    """The types that speak from some texts, the strongest first, with the words that spoke."""

    scores: tuple[tuple[str, float], ...]
    words: tuple[str, ...]

    @property
    def best(self) -> str:
        return self.scores[0][0] if self.scores else "other"


def score_types(weighted: Iterable[tuple[str, float]]) -> TypeScore:
    """Score ``(text, weight)`` pairs by the lexicon of innovation types."""
    totals: dict[str, float] = {}
    said: list[str] = []
    for text, weight in weighted:
        for match in _TYPE_WORD.finditer(text, overlapped=False):
            for type_, points in _TYPE_WEIGHTS[match[0]]:
                totals[type_] = totals.get(type_, 0) + points * weight
            said.append(match[0])
    ranked = sorted(totals.items(), key=lambda item: -item[1])
    return TypeScore(tuple(ranked), tuple(said))


_TYPE_WEIGHTS: dict[str, list[tuple[str, float]]] = {}
for _type, _words in lexicon("innovation_types").items():
    for _word, _points in _words.items():
        _TYPE_WEIGHTS.setdefault(_word, []).append((_type, float(_points)))
_TYPE_WORD = regex.compile(one_of(_TYPE_WEIGHTS))


def nearest(names: Sequence[Name], start: int, end: int, position: int) -> Name | None:
    """The name said in ``start:end`` that governs ``position``: the last before it, else the first behind."""
    before = [(at, name) for name in names for at in name.mentions if start <= at < position]
    if before:
        return max(before, key=lambda item: item[0])[1]
    behind = [(at, name) for name in names for at in name.mentions if position <= at < end]
    return min(behind, key=lambda item: item[0])[1] if behind else None
