"""What a figure counts or measures: the shortest noun phrase that says it.

It stands right behind the figure (1960余个创新项目), or right before it behind the verb that governs both
(建成视频监控点140余万个), or it is the topic of the clause (执法问题同比下降78%), or of the figure before
(发案83起，同比下降12%).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from extractors.context.clauses import (
    LAST_PAUSE,
    PAUSE,
    became,
    clause_before,
    stretch_behind,
    without_comparison,
    without_dates,
    without_tail,
)
from extractors.context.listed import done_to_the_list, of_the_list
from extractors.context.phrases import MOVES, VERBS, first_phrase, head, last_phrase
from extractors.context.statement import Statement
from extractors.figures.rule import Figure
from extractors.lexicon import lexicon, one_of
from extractors.tokens.gazetteer import mentions
from extractors.tokens.words import tokens

_TIMES = one_of(set(lexicon("subject")["times"]))
_LAST_STOP = regex.compile(r"(?r)[。；;！？]")
_PEOPLE = frozenset(["人", "人次", "名", "位", "户", "户次", "家"])
_QUOTED = regex.compile(
    r"(?P<name>(?:[“「][^”」]{2,14}[”」]、?){1,4})(?P<head>[\p{Han}]{0,2}(?:站|队|岗|点|室|平台|系统|项目|驿站|活动|机制))?"
)
# 选聘“竹筏警长”268名, “枫桥码”布设9.7万个
_QUOTED_BEFORE = regex.compile(r"[“「](?P<name>[^“”「」]{2,14})[”」](?P<verb>[\p{Han}]{2})?[了近约超逾达已]?$")
_GOING_ON = regex.compile(r"(?:上线|运行|启用|试点|推行|开通|实施|成立|运营|投用|上路|启动|试行)(?:仅|近|约|已|才|了)?$")
_REACHED_AFTER = regex.compile(
    r"后[，,][^，,。；]{0,20}?(?P<reached>(?:发现|找到|抓获|抵达|赶到|到达|完成|锁定|找回|救出|追回)[^，,。；的了]{2,10})"
)
_UNQUOTED = str.maketrans("", "", "“”「」")
_USED_AS = regex.compile(r"(?:作为|用于|用作)(?P<rest>.+)")
# 占汽车总量的8.9%: of what a part is; 占比由35%: the part itself is named; 每台2980元: for each of what
_OF_WHICH = regex.compile(r"(?<=占)(?:全部|全市|全省|全国|总|同期)?[\p{Han}]{2,14}的$")
_SHARE = regex.compile(r"(?P<part>[\p{Han}A-Za-z“”]{2,})(?P<share>占比)[由从]$")
_BARE = frozenset("排落掉夺占列居达有为加全")  # single characters that are no subject, whatever their class
_PER = regex.compile(r"(?:平均|户均)?每(?:小时|公里|平方米|平方公里|分钟|\p{Han})(?:就|约|近|达|可)?$")
_LEAD = regex.compile(r"(?:[长宽高深厚重远]?的)?(?:各类|各种|各|不同|以上)?")
_DIMENSION = regex.compile(r"(?:海拔|时速|[车航流风]速|距离|[高长深宽厚]度|面积|里程|直径|流量|带宽|水深)(?:达到?|为|约|近|超过?|在)?$")
_MEASURED = regex.compile(r"[长宽高深厚重远](?!的)")
_MODIFIED = regex.compile(r"(?:于|自|[^，,。；;！？\d]{0,3}由)?[^，,。；;！？\d]{2,32}的(?P<rest>[^，,。；;！？、的\d]{2,24})")
_WORD = regex.compile(r"\p{Han}{2}")
_FEW_WORDS = regex.compile(r"\p{Han}{2,4}")
_MOVES_ON = regex.compile(rf"{one_of(MOVES)}|变|压|减|到|至")
_ACTION = regex.compile(r"(?:内|后|以来|就|便|即|即可|可|能|已|的|地|完成|之后|时间|左右|,|，){0,3}(?P<action>[\p{Han}A-Za-z“”]{2,16})")
_TIME = regex.compile(_TIMES)
_TIME_BEFORE = regex.compile(rf"(?P<phrase>[\p{{Han}}A-Za-z“”]{{0,12}}{_TIMES})[\p{{Han}}，\d.个]{{0,16}}$")


class Subject(NamedTuple):
    """What a figure counts; ``carried`` where it is said of the figure before and goes without saying here."""

    text: str
    carried: bool = False


_NOTHING = Subject("")


def read_subjects(said: Statement) -> list[Subject]:
    """The subject of each figure of a sentence, in order; empty for dates."""
    found: list[Subject] = []
    row = Subject(_tidy(_row_head(said)))
    last = ""  # spoken of, and carried on from figure to figure
    for i, figure in enumerate(said.figures):
        if figure.kind == "date":
            subject = _NOTHING
        else:
            family = _family(figure)
            subject = row if row.text and family != "none_of" else _subject(said, i, family, found, last)
        found.append(subject)
        last = subject.text or last
    return found


def _subject(said: Statement, i: int, family: str, found: Sequence[Subject], last: str) -> Subject:
    for reading in _READINGS[family]:
        if (phrase := reading(said, i)) and (subject := _tidy(phrase)) and _says_something(subject):
            return Subject(subject)
    if before := _said_before(said, i, found, last):
        return Subject(before, carried=True)
    return Subject(_tidy(_bare_verb(said, i)))


def _said_before(said: Statement, i: int, found: Sequence[Subject], last: str) -> str:
    """The subject of the figure before; in a second list of as many, that of the same place in the first."""
    mine = said.group(i)
    if mine is None:
        return last
    before = [j for j in range(mine.first) if said.figures[j].kind != "date"][-mine.size :]
    return found[before[i - mine.first]].text or last if len(before) == mine.size else last


def _behind(said: Statement, i: int) -> str:
    """The noun phrase right behind the figure, or behind the figure that follows it directly (2236种712亿条…数据)."""
    last = said.last_beside[i]
    stretch = stretch_behind(said, last)
    if not stretch or (last + 1 < len(said.figures) and became(said, last + 1)):
        return ""
    if match := _USED_AS.match(stretch):
        return last_phrase(match["rest"])
    if said.figures[i].kind == "measure" and _is_what_is_measured(said, i, stretch):
        return ""
    end = said.figures[last].end
    lead = _LEAD.match(stretch)
    begin = end + (lead.end() if lead else 0)
    if quoted := _QUOTED.match(said.text, begin, said.end):
        return quoted["name"].translate(_UNQUOTED) + (quoted["head"] or "")
    phrase = first_phrase(said.text[begin : end + len(stretch)], said.figures[i].reading.unit in _PEOPLE)
    clause = said.text[begin + len(phrase) : min(said.end, end + 40)]
    if phrase and clause[:1] not in ("于", "自", "由"):
        return phrase
    modified = _MODIFIED.match(clause)
    return first_phrase(modified["rest"]) if modified else phrase


def _is_what_is_measured(said: Statement, i: int, stretch: str) -> bool:
    """Whether what is measured is named before (海拔5000米的高原) or is a word behind that says no more (四尺宽)."""
    named = stretch.startswith("的") and _DIMENSION.search(said.text, max(said.start, said.figures[i].start - 8), said.figures[i].start)
    return bool(named or _MEASURED.match(stretch))


def _row_head(said: Statement) -> str:
    """In a row of a table (| 办理周期 | 61天 | 44天 |), its first cell."""
    if said.text.count("|", said.start, said.end) < 2:
        return ""
    cells = said.text[said.start : said.end].split("|")
    return next((cell.strip() for cell in cells if _WORD.search(cell)), "")


def _action_behind(said: Statement, i: int) -> str:
    """What so many people do (12人上台分享), or what takes so long (3小时就发现藏身地点)."""
    figure = said.figures[i]
    if figure.kind != "duration" and figure.reading.unit not in _PEOPLE:
        return ""
    stretch = stretch_behind(said, i)
    match = None if _MOVES_ON.match(stretch) else _ACTION.match(stretch)
    return match["action"] if match else ""


def _before(said: Statement, i: int) -> str:
    """The noun phrase right before the figure, back to the verb that governs it; with a bare verb there, the verb's subject."""
    if became(said, i):
        return ""
    begin, end = clause_before(said, i)
    clause = _PER.sub("", said.text[begin:end])
    quoted = _QUOTED_BEFORE.search(clause)
    if quoted and (not quoted["verb"] or quoted["verb"] in VERBS):
        return quoted["name"]
    phrase = last_phrase(clause)
    if phrase not in VERBS:
        return phrase
    if topic := head(clause):
        return topic
    governed = [word for word, _ in tokens(clause) if word in VERBS]
    return phrase if len(governed) > 1 else ""  # 推送预警: the second verb is what is sent


def _bare_verb(said: Statement, i: int) -> str:
    """Where nothing else says what is counted, what is done so often: 办理1864件."""
    begin, end = clause_before(said, i)
    phrase = last_phrase(said.text[begin:end])
    return phrase if len(phrase) > 1 else ""


def _topic(said: Statement, i: int) -> str:
    """What the clause speaks of: the phrase before its predicate; in brackets, what stands before them."""
    if became(said, i):
        return ""
    begin, end = clause_before(said, i, across_dates=True)
    if begin > said.start and said.text[begin - 1] in "（(":
        end = next((other.start for other in said.figures[:i] if other.end == begin - 1), begin - 1)
        boundary = LAST_PAUSE.search(said.text, said.start, end)
        begin = boundary.end() if boundary else said.start
    bare = _PER.sub("", without_comparison(without_dates(said, i, begin, end)))
    bare = _OF_WHICH.sub("", bare)
    if match := _SHARE.search(bare):
        return (last_phrase(match["part"], topical=True) or match["part"][-6:]) + match["share"]
    return head(bare) or last_phrase(without_tail(bare), topical=True)


def _previous_topic(said: Statement, i: int) -> str:
    """Where the figure's own clause has no topic and no figure came before: what the clause before speaks of."""
    if i > said.counted:
        return ""
    boundaries = [match.start() for match in PAUSE.finditer(said.text, said.start, said.figures[i].start)]
    for start, stop in reversed([*pairwise([said.start - 1, *boundaries])]):
        if topic := head(said.text[start + 1 : stop]):
            return topic
    return ""


def _lasting(said: Statement, i: int) -> str:
    """What has gone on for so long: ``上线一年``, ``警情已连续7年下降``, ``半小时后，…发现热源``."""
    figure = said.figures[i]
    if match := _GOING_ON.search(said.text[max(said.start, figure.start - 4) : figure.start]):
        return match[0]
    if figure.pieces.get("stretch") and (topic := _topic(said, i)):
        return topic
    match = _REACHED_AFTER.match(said.text[figure.end : min(said.end, figure.end + 40)])
    return match["reached"] if match else ""


def _measured_time(said: Statement, i: int) -> str:
    """``平均出警时间缩短至5分钟``: the time is named before the figure, perhaps with another figure between."""
    end = said.figures[i].start
    begin = max(said.start, end - 36)
    stop = _LAST_STOP.search(said.text, begin, end)
    begin = stop.end() if stop else begin
    match = _TIME_BEFORE.search(said.text[begin:end]) if _TIME.search(said.text, begin, end) else None
    return last_phrase(match["phrase"], topical=True) if match else ""


def _result(said: Statement, i: int) -> str:
    """``检察监督零纠违``: what stands before and the result behind."""
    begin, end = clause_before(said, i)
    measured = last_phrase(said.text[said.text.rfind("、", begin, end) + 1 or begin : end], topical=True)
    match = _FEW_WORDS.match(said.text[said.figures[i].end : min(said.end, said.figures[i].end + 4)])
    return measured if not match or match[0] in ("发生", "报告", "出现", "增长") else measured + match[0]


def _family(figure: Figure) -> str:
    if figure.rule == "counts.none_of":
        return "none_of"
    if figure.kind == "duration":
        return "duration"
    if figure.kind in ("percentage", "multiple", "rank"):
        return "topic"
    return "counted"


_READINGS: dict[str, tuple[Callable[[Statement, int], str], ...]] = {
    "counted": (done_to_the_list, of_the_list, _behind, _before, _action_behind, _topic),
    "topic": (of_the_list, _topic, _behind, _previous_topic),
    "duration": (of_the_list, _measured_time, _lasting, _action_behind, _topic),
    "none_of": (_result,),
}


def _says_something(subject: str) -> bool:
    """Not so a place and no more, of which something is measured, and a single character that only leads up to a figure."""
    if len(subject) == 1:
        return subject not in _BARE and tokens(subject)[0][1][:1] not in ("d", "p", "c", "r", "u")
    return not any((mention.start, mention.end) == (0, len(subject)) for mention in mentions(subject))


def _tidy(subject: str) -> str:
    """Without the quotation marks and joints left at its ends; cut to a readable length."""
    subject = subject.replace('"', "").removesuffix("平均").strip("的地得了着过、，和与及- \r\n")
    if subject.count("“") != subject.count("”"):
        subject = subject.replace("“", "").replace("”", "")
    return subject[-30:]
