"""What a figure counts or measures: the shortest noun phrase that says it.

It stands right behind the figure (1960余个创新项目), or right before it behind the verb that governs both
(建成视频监控点140余万个), or it is the topic of the clause (执法问题同比下降78%), or of the figure before
(发案83起，同比下降12%).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractors.context.coordination import read_groups
from extractors.fragments import lexicon, one_of
from extractors.gazetteer import mentions
from extractors.rule import Figure
from extractors.words import Word, words

_LEXICON = lexicon("subject")
_VERBS = frozenset(_LEXICON["verbs"])
_STOPS = frozenset(_LEXICON["stops"])
_AGENTS = frozenset(_LEXICON["agents"])
_PREDICATES = frozenset(_LEXICON["predicates"])
_SUFFIXES = frozenset(_LEXICON["suffixes"])
_MOVES = frozenset(lexicon("movement")["up"] + lexicon("movement")["down"])
_TIMES = one_of(set(_LEXICON["times"]))
_BOUNDARY = regex.compile(r"[，,。；;！？!?：:\n（）()—…]")
_QUOTES = "“”‘’「」『』\"'《》"
_PEOPLE = frozenset(["人", "人次", "名", "位", "户", "户次", "家"])
_QUOTED = regex.compile(
    r"(?P<name>(?:[“「][^”」]{2,14}[”」]、?){1,4})(?P<head>[\p{Han}]{0,2}(?:站|队|岗|点|室|平台|系统|项目|驿站|活动|机制))?"
)
_GOING_ON = regex.compile(r"(?:上线|运行|启用|试点|推行|开通|实施|成立|运营|投用|上路|启动|试行)(?:仅|近|约|已|才|了)?$")
_REACHED_AFTER = regex.compile(
    r"后[，,][^，,。；]{0,20}?(?P<reached>(?:发现|找到|抓获|抵达|赶到|到达|完成|锁定|找回|救出|追回)[^，,。；的了]{2,10})"
)
_TAIL = regex.compile(
    rf"(?:(?:已|也|均|都|又|再|还|更|则|分别|同比|环比|平均|总体|整体|大幅|持续|明显|显著|稳步|逐年|较|比|去年|上年|同期|{one_of(_MOVES)}|折合|至|到|为|达到?|了|近|约|超过?|由|从|原来|原先|过去|的|占比?|占到|高达|累计|共计?|合计|总计|名列|位居|位列|排名|排|列|居|是|有|仅|只|可|能|被|压|缩|变|由此|幅度|比例|数量为|呈|,|，)+)$"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure counts; ``carried`` where it is said of the figure before and goes without saying here."""

    text: str
    carried: bool = False


def read_subjects(text: str, sentence: tuple[int, int], figures: Sequence[Figure]) -> list[Subject]:
    """The subject of each of ``figures``, which stand in ``text`` within ``sentence``, in order; empty for dates."""
    found: list[Subject] = []
    for i, figure in enumerate(figures):
        found.append(Subject("") if figure.kind == "date" else _subject(text, sentence, figures, i, found))
    return found


def _subject(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int, found: Sequence[Subject]) -> Subject:
    for reading in _READINGS[_family(figures[i])]:
        if subject := _tidy(reading(text, sentence, figures, i)):
            return Subject(subject)
    if before := _said_before(text, sentence, figures, i, found):
        return Subject(before, carried=True)
    return Subject(_tidy(_bare_verb(text, sentence, figures, i)))


def _said_before(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int, found: Sequence[Subject]) -> str:
    """The subject of the figure before; in a second list of as many, that of the same place in the first."""
    groups = read_groups(text, sentence, figures)
    mine = next((group for group in groups if group.first <= i <= group.last), None)
    if mine and mine.first >= mine.size:
        other = found[mine.first - mine.size + i - mine.first]
        if other.text:
            return other.text
    return next((subject.text for subject in reversed(found) if subject.text), "")


def _family(figure: Figure) -> str:
    if figure.rule == "counts.none_of":
        return "none_of"
    if figure.kind == "duration":
        return "duration"
    if figure.kind in ("percentage", "multiple", "rank"):
        return "topic"
    return "counted"


# --- readings ----------------------------------------------------------------------------------


def _behind(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """The noun phrase right behind the figure, or behind the figure that follows it directly (2236种712亿条…数据)."""
    end = figures[i].end
    for following in figures[i + 1 :]:
        if following.start != end:
            break
        end = following.end
    stretch = _stretch_behind(text, end, sentence[1], figures)
    if not stretch:
        return ""
    if match := regex.match(r"(?:作为|用于|用作)(?P<rest>.+)", stretch):
        return _last_phrase(match["rest"])
    lead = regex.match(r"[的]?(?:各类|各种|各|不同|以上)?", stretch)
    begin = end + (lead.end() if lead else 0)
    if quoted := _QUOTED.match(text, begin, sentence[1]):
        return regex.sub(r"[“”「」]", "", quoted["name"]) + (quoted["head"] or "")
    phrase = _first_phrase(text, begin, end + len(stretch), figures[i].reading.unit in _PEOPLE)
    clause = text[begin + len(phrase) : min(sentence[1], end + 40)]
    modified = regex.match(r"(?:于|自|[^，,。；;！？\d]{0,3}由)?[^，,。；;！？\d]{2,32}的(?P<rest>[^，,。；;！？、的\d]{2,24})", clause)
    if modified and (not phrase or clause[0] in "于自由"):
        return _first_phrase(modified["rest"], 0, len(modified["rest"]))
    return phrase


def _row_head(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """In a row of a table (| 办理周期 | 61天 | 44天 |), its first cell."""
    row = text[slice(*sentence)]
    if row.count("|") < 2:
        return ""
    return next((cell.strip() for cell in row.split("|") if regex.search(r"\p{Han}{2}", cell)), "")


def _action_behind(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """What so many people do (12人上台分享), or what takes so long (3小时就发现藏身地点)."""
    figure = figures[i]
    if figure.kind != "duration" and figure.reading.unit not in _PEOPLE:
        return ""
    stretch = _stretch_behind(text, figure.end, sentence[1], figures)
    if regex.match(rf"{one_of(_MOVES)}|变|压|减|到|至", stretch):
        return ""
    match = regex.match(
        r"(?:内|后|以来|就|便|即|即可|可|能|已|的|地|完成|之后|时间|左右|,|，){0,3}(?P<action>[\p{Han}A-Za-z“”]{2,16})", stretch
    )
    return match["action"] if match else ""


def _before(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """The noun phrase right before the figure, back to the verb that governs it; with a bare verb there, the verb's subject."""
    begin, end = _clause_before(text, sentence, figures, i)
    clause = text[begin:end]
    phrase = _last_phrase(clause)
    if phrase not in _VERBS:
        return phrase
    if topic := _head(clause):
        return topic
    governed = [word for word in words(clause) if word.text in _VERBS]
    return phrase if len(governed) > 1 else ""  # 推送预警: the second verb is what is sent


def _bare_verb(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """Where nothing else says what is counted, what is done so often: 办理1864件."""
    begin, end = _clause_before(text, sentence, figures, i)
    phrase = _last_phrase(text[begin:end])
    return phrase if len(phrase) > 1 else ""


def _topic(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """What the clause speaks of: the phrase before its predicate; in brackets, what stands before them."""
    begin, end = _clause_before(text, sentence, figures, i, across_dates=True)
    if begin > sentence[0] and text[begin - 1] in "（(":
        end = begin - 1
        begin = max([sentence[0], *(match.end() for match in _BOUNDARY.finditer(text, sentence[0], end))])
    bare = text[begin:end]
    for other in reversed([one for one in figures[:i] if one.kind == "date" and begin <= one.start and one.end <= end]):
        bare = bare[: other.start - begin] + bare[other.end - begin :]
    return _head(_without_comparison(bare)) or _last_phrase(_TAIL.sub("", _without_comparison(bare)), topical=True)


def _previous_topic(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """Where the figure's own clause has no topic and no figure came before: what the clause before speaks of."""
    begin = figures[i].start
    if any(other.kind != "date" and other.end <= begin for other in figures[:i]):
        return ""
    boundaries = [match.start() for match in _BOUNDARY.finditer(text, sentence[0], begin)]
    for start, stop in reversed([*pairwise([sentence[0] - 1, *boundaries])]):
        if topic := _head(text[start + 1 : stop]):
            return topic
    return ""


def _head(clause: str) -> str:
    """The noun phrase before the predicate of ``clause``; empty where nothing is before it, or only who acts."""
    before: list[Word] = []
    for word in words(clause):
        nominal = any(one.tag[:1] in ("n", "v", "l", "b", "j", "a") and len(one.text) > 1 for one in before)
        if nominal and (word.text in _PREDICATES or (word.text in _MOVES and word.tag != "n")):
            phrase = _last_phrase(clause[: word.start], topical=True)
            return "" if phrase in _AGENTS else phrase
        before.append(word)
    return ""


def _of_the_list(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """``A、B、C分别下降8%、14.3%和5.1%``: the n-th figure speaks of the n-th head."""
    group = next((one for one in read_groups(text, sentence, figures) if one.first <= i <= one.last), None)
    if group is None:
        return ""
    begin, _ = _clause_before(text, sentence, figures, group.first, across_dates=True)
    heads = text[begin : group.head]
    if not regex.search(r"[、和与及]", heads) and begin > sentence[0]:
        wider = text[max(sentence[0], begin - 60) : begin].rstrip("，,")
        heads = wider[max((m.end() for m in _BOUNDARY.finditer(wider)), default=0) :] + heads
    names = [name for name in regex.split(r"[、和与及]|以及", _TAIL.sub("", _without_comparison(heads))) if name]
    if len(names) < group.size:
        return ""
    names = names[-group.size :]
    if _ends_in_place(names[0]):  # 甲区、乙区、丙区发案分别下降: places are distributed, what is measured is one
        return _last_phrase(names[-1], topical=True)
    name = names[i - group.first]
    return _last_phrase(name, topical=True) or [word.text for word in words(name)][-1]


def _ends_in_place(name: str) -> bool:
    return any(mention.end == len(name) for mention in mentions(name))


def _lasting(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """What has gone on for so long: ``上线一年``, ``警情已连续7年下降``, ``半小时后，…发现热源``."""
    figure = figures[i]
    left, right = text[max(sentence[0], figure.start - 4) : figure.start], text[figure.end : min(sentence[1], figure.end + 40)]
    if match := _GOING_ON.search(left):
        return match[0]
    if figure.pieces.get("stretch") and (topic := _topic(text, sentence, figures, i)):
        return topic
    match = _REACHED_AFTER.match(right)
    return match["reached"] if match else ""


def _measured_time(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """``平均出警时间缩短至5分钟``: the time is named before the figure, perhaps with another figure between."""
    begin = max(sentence[0], figures[i].start - 36)
    left = text[begin : figures[i].start]
    left = left[max((m.end() for m in regex.finditer(r"[。；;！？]", left)), default=0) :]
    if match := regex.search(rf"(?P<phrase>[\p{{Han}}A-Za-z“”]{{0,12}}{_TIMES})[\p{{Han}}，\d.个]{{0,16}}$", left):
        return _last_phrase(match["phrase"], topical=True)
    return ""


def _result(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int) -> str:
    """``检察监督零纠违``: what stands before and the result behind."""
    begin, end = _clause_before(text, sentence, figures, i)
    head = _last_phrase(regex.sub(r".*、", "", text[begin:end]), topical=True)
    match = regex.match(r"[\p{Han}]{2,4}", text[figures[i].end : min(sentence[1], figures[i].end + 4)])
    tail = regex.sub(r"[、，].*", "", match[0]) if match else ""
    return head if tail in ("发生", "报告", "出现", "增长") else head + tail


_READINGS = {
    "counted": (_row_head, _of_the_list, _behind, _before, _action_behind, _topic),
    "topic": (_row_head, _of_the_list, _topic, _behind, _previous_topic),
    "duration": (_row_head, _measured_time, _lasting, _action_behind, _topic),
    "none_of": (_result,),
}

# --- pieces ------------------------------------------------------------------------------------


def _clause_before(text: str, sentence: tuple[int, int], figures: Sequence[Figure], i: int, across_dates: bool = False) -> tuple[int, int]:
    end = figures[i].start
    begin = max(sentence[0], end - 60)
    for other in figures[:i]:
        if other.end <= end and not (across_dates and other.kind == "date"):
            begin = max(begin, other.end)
    boundary = max((match.end() for match in _BOUNDARY.finditer(text[begin:end])), default=0)
    begin += boundary
    while begin < end and text[begin] in "、和与及 的":
        begin += 1
    return begin, end


def _stretch_behind(text: str, start: int, limit: int, figures: Sequence[Figure]) -> str:
    stop = min([limit, start + 24, *(other.start for other in figures if other.start >= start)])
    match = _BOUNDARY.search(text, start, stop)
    return text[start : match.start() if match else stop]


def _without_comparison(clause: str) -> str:
    return regex.sub(
        r"(?:与|和|比|较|同)[\p{Han}\d]{0,6}(?:去年|上年|同期|前一年|上月|上季度|首届|上一?届|往年)[\p{Han}]{0,4}(?:相比|比)?", "", clause
    )


def _first_phrase(text: str, start: int, end: int, of_people: bool = False) -> str:
    """The noun phrase that begins at ``start``; empty where a verb or a particle stands there."""
    taken: list[Word] = []
    for word, following in pairwise([*words(text, start, end), None]):
        if word is None:
            break
        if word.text in _QUOTES:
            taken.append(word)
            continue
        if _is_particle(word) or (word.text in "、和与及" and not _joins(taken, following)):
            break
        if word.tag[:1] in ("v", "d") and word.tag != "vn" and not _modifies(word, following, not taken, of_people):
            break
        taken.append(word)
    return "".join(word.text for word in taken).strip("、和与及")


def _modifies(word: Word, following: Word | None, first: bool, of_people: bool) -> bool:
    """A verb inside a noun phrase: 创新项目, 返还大会, 识别点. Behind a number of people it is what they do."""
    if word.text == "非" or (following is not None and following.text in _SUFFIXES):
        return True
    if first and not of_people:
        return _is_nominal(following) or (following is None and len(word.text) > 1 and word.text not in _VERBS)
    return first and following is not None and following.tag.startswith("n") and word.text not in _VERBS


def _joins(taken: Sequence[Word], following: Word | None) -> bool:
    """单项和体系标准: one noun is too little to stop at."""
    return len(taken) == 1 and len(taken[0].text) <= 2 and _is_nominal(following)


def _is_nominal(word: Word | None) -> bool:
    return word is not None and (word.tag[:1] in ("n", "l", "b", "j") or word.tag == "vn" or word.text in _SUFFIXES)


def _is_particle(word: Word) -> bool:
    return (word.text in _STOPS - _AGENTS) or word.text in "的得地了" or not regex.search(r"[\p{Han}A-Za-z、]", word.text)


def _last_phrase(clause: str, topical: bool = False) -> str:
    """The noun phrase that ends ``clause``, read backwards to the verb or particle before it."""
    clause = clause.rstrip(" 、，,的了")
    clause = regex.sub(r"^.*(?:等(?!候|待|级|于|额)(?:各类|各项|多项)?)(?=[\p{Han}]{2})", "", clause)
    taken: list[Word] = []
    for word in reversed(list(words(clause))):
        if word.text in _QUOTES or word.text in "、和与及" or word.text == "的":
            if word.text == "的" and sum(len(one.text) for one in taken) > 1:
                break
            taken += [word] if taken else []
        elif _ends_phrase(word, taken, topical):
            break
        elif taken or not _leads_up(word):
            taken.append(word)
    phrase = "".join(word.text for word in reversed(taken)).strip("、和与及 的")
    empty = _MOVES | {"平均", "总体", "比例", "人均"} | (_VERBS if topical else frozenset())
    return "" if phrase in empty else phrase


def _ends_phrase(word: Word, taken: Sequence[Word], topical: bool) -> bool:
    """Whether the phrase read backwards so far begins right behind ``word``."""
    if not taken:
        return False
    if (
        word.text in _AGENTS
        or word.text in _STOPS
        or word.tag[:1] in ("r", "t", "m", "x", "c", "p")
        or (word.tag == "ns" and len(word.text) > 1)
    ):
        return True
    if taken[-1].text in _SUFFIXES and len(taken) == 1:
        return False
    return word.text in _VERBS | _MOVES and not (topical and word.tag != "v" and len(word.text) > 1)


def _leads_up(word: Word) -> bool:
    """Words between the phrase and its figure: particles, and verbs of one character (有, 达)."""
    if word.text in _SUFFIXES:
        return False
    return (
        word.text in _STOPS - _AGENTS
        or word.tag[:1] in ("r", "t", "m", "x", "c", "p")
        or word.text in _MOVES
        or (word.text in _VERBS and len(word.text) == 1)
    )


def _tidy(subject: str) -> str:
    """Without the quotation marks and joints left at its ends; cut to a readable length."""
    subject = subject.replace('"', "")
    subject = regex.sub(r"^(?:[的地得了着过、，和与及\s])+|(?:[的地得了着过、，和与及\s])+$", "", subject)
    if subject.count("“") != subject.count("”"):
        subject = regex.sub(r"[“”]", "", subject)
    return subject if len(subject) <= 30 else subject[-30:]
