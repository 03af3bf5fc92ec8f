"""What a figure counts or measures: the shortest noun phrase that says it.

It stands right behind the figure (1960余个创新项目), or right before it behind the verb that governs both
(建成视频监控点140余万个), or it is the topic of the clause (执法问题同比下降78%), or of the figure before
(发案83起，同比下降12%). A negation belongs to what it negates (不批准逮捕18人).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import regex

from extractors.context.movement import Movement
from extractors.figures.rule import Figure
from extractors.metric import metric_of
from extractors.syntax.clause import Statement
from extractors.syntax.lists import Group
from extractors.syntax.nouns import SUFFIXES, is_person, names_an_agent, phrase_before, phrase_behind, topic
from extractors.tokens.gazetteer import mentions

_PEOPLE = frozenset(["人", "人次", "名", "位", "户", "户次", "家"])
_TIME_NOUN = regex.compile(r"(?:时间|需时|时限|周期|用时|时长|期限|时效|\p{Han}耗时|年限|间隔|进度|速度|流程)$")
_LIST_HEAD = regex.compile(r"(?:警情|案件|发案|立案|事故|案|时长|时间|时限|周期|用时|率|人数|收入)(?=(?:总?数量?|起数|总量)?$)")
_COUNTABLE = frozenset("案件情故率数量额入值")  # what a name ends in that is complete
_CARRIED = frozenset({"reached_behind", "said_again", "from_to"})
_DIMENSION = regex.compile(r"(?:海拔|时速|[车航流风]速|距离|[高长深宽厚]度|面积|里程|直径|流量|带宽|水深|身高|体重|年龄|气温|温度)$")
_EMPTY = frozenset(["比例", "总数", "总量", "数量", "数字", "总额", "金额", "人数", "情况", "总体", "整体", "幅度", "结果", "以上", "方面", "其他", "基础", "背景", "趋势"])  # fmt: skip
_PASSIVE = frozenset(["被", "遭", "获"])
_DEALT_WITH = frozenset(
    ["破获", "侦破", "告破", "查结", "办结", "清理", "整改", "化解", "抓获", "处置", "调处", "回复", "审结", "追回", "返还"]
)
_LASTS = ("为期", "长达", "历时")
_HOLIDAYS = frozenset(["假期", "长假", "小长假", "春运"])
_BEING = frozenset(["是", "为", "约为", "达", "达到", "相当于", "约是"])
_LONGEST_QUOTATION = 12  # tokens
_TIMES = frozenset(["次", "回", "趟"])
_LONGEST_ACTION = 12  # characters
_USED_AS = frozenset(["作为", "用于", "用作"])
_GOING_ON = frozenset(["开展", "上线", "运行", "启用", "实施", "推行", "成立", "启动", "试点", "开通", "运营", "投用"])
_SHARES = frozenset(["占比", "比重", "所占比例"])
_SHORT = frozenset("村镇乡县校所站岗")
_REACHED = frozenset(["发现", "找到", "抓获", "抵达", "赶到", "到达", "完成", "锁定", "找回", "救出", "追回", "解开", "签下", "控制", "抓捕", "落网", "抓住", "救下", "处置", "化解", "送到", "送达"])  # fmt: skip


class Subject(NamedTuple):
    """What a figure counts; ``carried`` where it is said of the figure before and goes without saying here."""

    text: str
    carried: bool = False


_NOTHING = Subject("")


def read_subjects(said: Statement, movements: Sequence[Movement]) -> list[Subject]:
    """The subject of each figure of a sentence, in order; empty for dates."""
    found: list[Subject] = []
    row = _row_head(said)
    for i, figure in enumerate(said.figures):
        if figure.kind == "date":
            found.append(_NOTHING)
        elif row and figure.rule != "counts.none_of":
            found.append(Subject(row))
        else:
            found.append(_subject(said, i, movements, found))
    return found


def _subject(said: Statement, i: int, movements: Sequence[Movement], found: Sequence[Subject]) -> Subject:
    before = said.amount_before(i)
    if movements[i].production in _CARRIED and said.lists[i] is None and before >= 0 and found[before].text:
        return Subject(found[before].text, carried=True)
    if before >= 0 and found[before].text and _only_compares(said, i):
        return Subject(found[before].text, carried=True)
    for reading in _READINGS[_family(said.figures[i], movements[i])]:
        if (phrase := _tidy(reading(said, i))) and _says_something(phrase):
            return _object_before(said, i, found, phrase) or Subject(phrase)
    if carried := _said_before(said, i, found):
        return Subject(carried, carried=True)
    return Subject(_tidy(_bare_verb(said, i)))


def _object_before(said: Statement, i: int, found: Sequence[Subject], phrase: str) -> Subject | None:
    """``立刑事案件424起，破获107起``: of a bare verb, the object of the figure before, where both count in one unit."""
    k, before = said.at[i], said.amount_before(i)
    if before < 0 or not found[before].text or phrase not in _DEALT_WITH or said.tokens[k - 1].text != phrase:
        return None
    units = {said.figures[one].reading.unit for one in (before, i)}
    alike = len(units) == 1 or units <= _PEOPLE
    part = ";" not in said.classes[said.at[before] : k] and "." not in said.classes[said.at[before] : k]
    return Subject(found[before].text, carried=True) if alike and part and said.lists[i] is None else None


def _only_compares(said: Statement, i: int) -> bool:
    """``抓获逃犯996人，是改革前的2.1倍``: a clause that says of the figure before what it is to something else."""
    k = said.at[i]
    begin = _clause_begin(said, k)
    return said.figures[i].kind in ("multiple", "percentage") and said.classes[k - 1 : k] == "z" and said.tokens[begin].text in _BEING


def _family(figure: Figure, movement: Movement) -> str:
    if figure.rule == "counts.none_of":
        return "none_of"
    if figure.kind == "duration":
        return "lasting" if figure.pieces.get("stretch") else "duration"
    if figure.kind in ("percentage", "multiple", "rank"):
        return "part" if movement.role == "share" and movement.production != "share" else "topic"
    if movement.production in ("from", "from_to", "base") or (
        movement.role == "change" and movement.production in ("moved_by", "more_or_fewer", "noun_of_movement")
    ):
        return "changed"
    return "counted"


def _said_before(said: Statement, i: int, found: Sequence[Subject]) -> str:
    """The subject of the figure before; in a second list of as many, that of the same place in the first."""
    mine = said.lists[i]
    last = next((one.text for one in reversed(found[:i]) if one.text), "")
    if mine is None:
        return last
    before = [j for j in range(mine.first) if said.figures[j].kind != "date"][-mine.size :]
    return found[before[i - mine.first]].text or last if len(before) == mine.size else last


# --- the readings of a subject -----------------------------------------------------------------


def _of_the_list(said: Statement, i: int) -> str:
    """``A、B、C分别下降8%、14.3%和5.1%``: the n-th figure speaks of the n-th head; empty where no list of as many heads stands there.

    Where the heads are places or times, all figures speak of the one thing that is done or measured there.
    """
    group = said.lists[i]
    if group is None:
        return ""
    heads = _heads(said, group)
    governed = _governed(said, group.verb, said.at[group.first])
    if len(heads) != group.size:
        return governed
    names = [said.words(*phrase_before(said, stop, start, topical=True)) for start, stop in heads]
    if any(not name or _is_place(name) for name in names) or all("l" in said.classes[start:stop] for start, stop in heads):
        above = topic(said, said.clause(group.head)[0], heads[0][0])
        return governed or said.words(*above) or names[-1]
    n = i - group.first
    return names[n] + _shared(said, heads, names, n)


def _heads(said: Statement, group: Group) -> list[tuple[int, int]]:
    """The token spans of the members of the list before ``group`` (盗窃、诈骗警情), as far as there are as many as figures."""
    end, size = group.head, group.size
    begin, stop = said.clause(end)[0], end
    if begin == end and end and said.classes[end - 1] in ",:":  # 抢劫、盗窃案件，分别下降…
        begin, stop = said.clause(end - 1)[0], end - 1
    while stop > begin and said.classes[stop - 1] in "ymt5akcepEglobBsudUDkIF":
        stop -= 1
    for k in range(begin, stop):  # 立案、破案、挽损三项指标
        amount = said.figures[said.figure_at[k]].reading.amount if said.figure_at[k] >= 0 else None
        if amount and amount.value == size:
            stop = k
            break
    while begin < stop and said.classes[begin] in "t5gla":
        begin += 1
    spans, last = [], stop
    for k in range(stop - 1, begin - 1, -1):
        if said.classes[k] == "j":
            spans.append((k + 1, last))
            last = k
        elif said.classes[k] in "1234" or (
            said.classes[k] in "vV" and len(spans) + 1 >= size and k + 1 < last and said.tokens[k + 1].text not in SUFFIXES
        ):
            begin = k + 1
            break
    spans.append((begin, last))
    return spans[::-1][-size:] if len(spans) >= size else []


def _governed(said: Statement, begin: int, end: int) -> str:
    """What a verb in the tokens ``begin:end`` has for its object (分别破获盗窃案36起、29起)."""
    start, stop = phrase_before(said, end, begin)
    return said.words(start, stop) if start < stop and any(cls in "vV" for cls in said.classes[begin:start]) else ""


def _shared(said: Statement, heads: Sequence[tuple[int, int]], names: Sequence[str], n: int) -> str:
    """What the last head of a list adds to name ``n``: 盗窃、诈骗警情 share 警情; 接收、办结群众来信 their object."""
    if n + 1 == len(names):
        return ""
    start, stop = heads[-1]
    verbs = all(said.classes[one:other].strip("vV") == "" for one, other in heads[:-1])
    if verbs and said.classes[start] in "vV" and stop - start > 1:
        return said.words(start + 1, stop)
    if _is_whole(names[n]):
        return ""
    match = next((_LIST_HEAD.search(other) for other in names[n + 1 :] if _is_whole(other)), None)
    return match[0] if match else ""


def _is_whole(name: str) -> bool:
    return name[-1] in _COUNTABLE or bool(_LIST_HEAD.search(name) or metric_of(name))


def _behind(said: Statement, i: int) -> str:
    """The noun phrase right behind the figure, or behind the figure that follows it directly (2236种712亿条…数据)."""
    last = i
    while last + 1 < len(said.figures) and said.at[last + 1] == said.at[last] + 1 and said.figures[last + 1].kind != "date":
        last += 1
    begin = _behind_quotation(said, said.at[last] + 1)
    end = begin
    while end < len(said.classes) and said.classes[end] not in ",;:.()12345":
        end += 1
    figure = said.figures[i]
    if (
        figure.kind == "measure"
        and said.classes[begin : begin + 1] == "z"
        and _DIMENSION.search(said.text, max(said.start, figure.start - 6), figure.start)
    ):
        return ""
    of_people = figure.reading.unit in _PEOPLE or figure.rule == "counts.head_of_people"
    if begin < end and said.tokens[begin].text in _USED_AS:
        return said.words(*phrase_before(said, end, begin + 1, topical=True))
    start, stop = phrase_behind(said, begin, end, of_people=of_people)
    if (
        start < stop < end
        and not of_people
        and said.classes[start:stop].strip("gl") == ""
        and said.classes[stop : stop + 2] in ("Vz", "vz")
    ):
        start, stop = phrase_behind(said, stop + 2, end)  # 12个公安部部署的专项行动
    if of_people and start < stop < end and said.classes[stop] in "vV" and not is_person(said.tokens[stop - 1]):
        return ""  # 12人上台晾晒分享: what they do
    if start == stop or (said.classes[stop : stop + 1] == "z" and any(cls in "vVNA" for cls in said.classes[start:stop])):
        relative = said.classes.find("z", max(stop, begin), end)
        if relative >= 0 and all(cls not in "udUD" for cls in said.classes[begin:relative]):
            after = phrase_behind(said, relative + 1, end)
            if after[0] < after[1]:
                return said.words(*after)
    return said.words(start, stop)


def _behind_quotation(said: Statement, k: int) -> int:
    """Behind a quotation that begins at token ``k`` and holds figures of its own: 720个“1、3、8分钟”巡逻处置圈; else ``k``."""
    if said.classes[k : k + 1] != '"':
        return k
    closed = said.classes.find('"', k + 1, k + _LONGEST_QUOTATION)
    return closed + 1 if closed >= 0 and any(cls in "12345" for cls in said.classes[k:closed]) else k


def _times_done(said: Statement, i: int) -> str:
    """``先后64次组织各地警力``: what was done so often; ``开展3次检查`` governs a noun."""
    k = said.at[i]
    if said.figures[i].reading.unit not in _TIMES or (k and said.classes[k - 1] in "vV") or said.classes[k + 1 : k + 2] not in tuple("vVK"):
        return ""
    end = k + 2
    while (
        end < len(said.classes) and said.classes[end] in 'nVvAlgaq"' and said.tokens[end].end - said.tokens[k + 1].start <= _LONGEST_ACTION
    ):
        end += 1
    return said.words(k + 1, end)


def _rate_behind(said: Statement, i: int) -> str:
    """``实现97.26%的按时办结率``: the rate behind its own value."""
    k = said.at[i]
    if said.figures[i].kind != "percentage" or said.classes[k + 1 : k + 2] != "z":
        return ""
    phrase = said.words(*phrase_behind(said, k + 2, said.pause_behind(k)))
    return phrase if phrase.endswith("率") else ""


def _before(said: Statement, i: int) -> str:
    """The noun phrase right before the figure, back to the verb that governs it; with a bare verb there, the verb's subject."""
    k = said.at[i]
    begin = _clause_begin(said, k)
    amounting = any(cls in "bBs" for cls in said.classes[max(begin, k - 3) : k])  # 粮食种植面积达到: a topic, no object
    start, stop = phrase_before(said, k, begin, topical=amounting)
    if start == stop or (said.classes[start:stop].strip("g") == "" and not said.words(start, stop).endswith("警")):
        return ""
    if start > begin and said.tokens[start - 1].text in _PASSIVE and all(cls in "vV" for cls in said.classes[start:stop]):
        return said.words(*phrase_before(said, start - 1, begin, topical=True))  # 内部人员被查处92人
    if (stop - start == 1 and said.classes[start] in "vV") or all(cls in "NvV" for cls in said.classes[start:stop]):
        if said.classes[start:stop].startswith("N") or (start > begin and said.classes[start - 1] in "vV"):  # 推送预警: what is sent
            return said.words(start, stop)
        above = said.words(*topic(said, begin, stop))
        return said.words(start, stop) if names_an_agent(above) and stop - start == 1 else above
    return said.words(start, stop)


def _clause_begin(said: Statement, k: int) -> int:
    """Where the clause before token ``k`` begins: behind a pause, or the amount before."""
    begin = k
    while begin and said.classes[begin - 1] not in ",;:.()1234":
        begin -= 1
    while begin < k and said.classes[begin] in "jz":
        begin += 1
    return begin


def _topic(said: Statement, i: int) -> str:
    """What the clause speaks of: the phrase before its predicate; in brackets, what stands before them."""
    k = said.at[i]
    begin = _clause_begin(said, k)
    if begin and said.classes[begin - 1] == "(":
        k = begin - 1
        begin = _clause_begin(said, k)
    start, stop = topic(said, begin, k)
    if start < stop:
        if said.tokens[stop].text in _SHARES:  # 网上办理占比由35%跃升至82%: the share itself is spoken of
            stop += 1
            start -= start > begin and said.classes[start - 1] == "h"
        return said.words(start, stop)
    start, stop = phrase_before(said, k, begin, topical=True)
    # 占全市汽车总量的8.9%, 在各市中名列第一: what it is compared with
    if set("csx") & set(said.classes[begin:start]) or said.tokens[begin].text == "在":
        return ""
    return "" if said.classes[start:stop].strip("gudUDs") == "" else said.words(start, stop)


def _topic_before_verb(said: Statement, i: int) -> str:
    """Where a verb of movement governs the figure, the phrase before that verb."""
    k = said.at[i]
    begin = _clause_begin(said, k)
    verb = max((said.classes.rfind(letter, begin, k) for letter in "udUDIFMLxsB"), default=-1)
    if verb < 0:
        return ""
    start, stop = phrase_before(said, verb, begin, topical=True)
    if start == stop and said.classes[verb] in "udUD":
        start, stop = phrase_before(said, k, verb + 1)
    return said.words(start, stop)


def _previous_topic(said: Statement, i: int) -> str:
    """Where the figure's own clause has no topic and no amount came before: what the clause before speaks of."""
    if said.amount_before(i) >= 0:
        return ""
    end = _clause_begin(said, said.at[i]) - 1
    while end > 0:
        begin = _clause_begin(said, end)
        above = topic(said, begin, end)
        if above[0] < above[1]:
            return said.words(*above)
        end = begin - 1
    return ""


def _action_behind(said: Statement, i: int) -> str:
    """What so many people do (12人上台分享), or what takes so long (3小时就发现藏身地点)."""
    figure = said.figures[i]
    if figure.kind != "duration" and figure.reading.unit not in _PEOPLE:
        return ""
    begin = said.at[i] + 1
    while (begin < len(said.classes) and said.classes[begin] in "fazh") or (
        said.classes[begin : begin + 1] == "," and figure.kind == "duration" and begin == said.at[i] + 2
    ):
        begin += 1
    end = begin
    while end < len(said.classes) and said.classes[end] in 'vVnAlg"h' and end - begin < 5:
        end += 1
    if begin == end or said.classes[begin] not in "vVnA":
        return ""
    return said.words(begin, end)


def _of_what(said: Statement, i: int) -> str:
    """``为期80天的专项行动``, ``5天假期``: the event whose length this is."""
    k = said.at[i]
    lasting = said.classes[k + 1 : k + 2] == "z" and said.text[max(said.start, said.figures[i].start - 2) : said.figures[i].start] in _LASTS
    if lasting or any(token.text in _HOLIDAYS for token in said.tokens[k + 1 : k + 2]):
        start, stop = phrase_behind(said, _behind_quotation(said, k + 1 + lasting), said.pause_behind(k))
        return said.words(start, stop)
    return ""


def _done_within(said: Statement, i: int) -> str:
    """``在5分钟内赶到事发地点``: what must be done by then."""
    return _action_behind(said, i) if said.figures[i].text.endswith("内") else ""


def _reached_after(said: Statement, i: int) -> str:
    """``半小时后，飞手在树林发现热源``: what had been done when so long had passed."""
    k = said.at[i] + 1
    if said.classes[k : k + 1] != "f":
        return ""
    for j in range(k + 1, min(k + 16, len(said.tokens))):
        if said.classes[j] in ";.12345":
            break
        if said.tokens[j].text in _REACHED:
            return said.words(j, phrase_behind(said, j + 1, said.pause_behind(j))[1])
    return ""


def _measured_time(said: Statement, i: int) -> str:
    """``平均出警时间缩短至5分钟``: the time is named before the figure, perhaps with another figure between."""
    k = said.at[i]
    begin = max(said.classes.rfind(mark, 0, k) + 1 for mark in ";.")
    for j in range(k - 1, max(begin - 1, k - 16), -1):
        if said.tokens[j].cls == "n" and _TIME_NOUN.search(said.tokens[j].text):
            return said.words(*phrase_before(said, j + 1, said.clause(j)[0], topical=True))
    return ""


def _lasting(said: Statement, i: int) -> str:
    """What has gone on for so long: 连续搜寻11个小时, 他比对了半个月."""
    k = said.at[i]
    while k and said.classes[k - 1] in "atekf":
        k -= 1
    start = k
    while start and said.classes[start - 1] in "n" and k - start < 2:
        start -= 1
    if start and said.classes[start - 1] in "Vv":
        start -= 1
        if start + 1 == k and said.tokens[start].text in _GOING_ON:
            above = said.words(*phrase_before(said, start, said.clause(start)[0], topical=True))
            return above or said.words(start, k)
        if said.tokens[start].text not in ("需", "用", "耗时", "历时", "经过", "经", "持续", "需要", "坚持"):
            return said.words(start, k)
    return ""


def _result(said: Statement, i: int) -> str:
    """``检察监督零纠违``: what stands before and the result behind."""
    k = said.at[i]
    begin = _clause_begin(said, k)
    joint = said.classes.rfind("j", begin, k)
    start, stop = phrase_before(said, k, joint + 1 if joint >= 0 else begin, topical=True)
    measured = said.words(start, stop)
    behind = said.tokens[k + 1].text if k + 1 < len(said.tokens) else ""
    return measured if behind in ("发生", "报告", "出现", "增长") else measured + behind[:4]


def _bare_verb(said: Statement, i: int) -> str:
    """Where nothing else says what is counted, what is done so often: 办理1864件."""
    k = said.at[i]
    start, stop = phrase_before(said, k, _clause_begin(said, k))
    return said.words(start, stop) if len(said.words(start, stop)) > 1 else ""


_READINGS: dict[str, tuple[Callable[[Statement, int], str], ...]] = {
    "counted": (_of_the_list, _times_done, _behind, _before, _action_behind, _topic, _previous_topic),
    "changed": (_of_the_list, _topic, _topic_before_verb, _behind, _previous_topic),
    "topic": (_of_the_list, _rate_behind, _topic, _topic_before_verb, _behind, _previous_topic),
    "part": (_of_the_list, _rate_behind, _behind, _topic, _previous_topic),
    "duration": (_of_the_list, _of_what, _done_within, _measured_time, _lasting, _reached_after, _action_behind, _topic),
    "lasting": (_topic, _action_behind, _measured_time, _lasting),
    "none_of": (_result,),
}


# --- its words ---------------------------------------------------------------------------------


def _row_head(said: Statement) -> str:
    """In a row of a table (| 办理周期 | 61天 | 44天 |), its first cell."""
    if said.text.count("|", said.start, said.end) < 2:
        return ""
    cells = said.text[said.start : said.end].split("|")
    return next((cell.strip() for cell in cells if sum("一" <= char <= "鿿" for char in cell) > 1), "")


def _says_something(subject: str) -> bool:
    """Whether a phrase says what is counted: a place alone, an empty noun, a rate's base (每万人) or a lone character does not."""
    return (len(subject) > 1 or subject in _SHORT) and subject not in _EMPTY and not subject.startswith("每") and not _is_place(subject)


def _is_place(phrase: str) -> bool:
    return any((mention.start, mention.end) == (0, len(phrase)) for mention in mentions(phrase))


def _tidy(subject: str) -> str:
    """Without the quotation marks and joints left at its ends; cut to a readable length."""
    subject = subject.replace('"', "").strip("的地得了着过、，和与及- \r\n")
    if subject.count("“") != subject.count("”") or (subject[:1] == "“" and subject[-1:] == "”"):
        subject = subject.replace("“", "").replace("”", "")
    return subject[-30:]
