"""What a figure counts or measures: the shortest noun phrase that says it.

It stands right behind the figure (1960余个创新项目), or right before it behind the verb that governs both
(建成视频监控点140余万个), or it is the topic of the clause (执法问题同比下降78%), or of the figure before
(发案83起，同比下降12%).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractors.context.coordination import Group
from extractors.context.phrases import MOVES, VERBS, first_phrase, head, last_phrase
from extractors.fragments import lexicon, one_of
from extractors.gazetteer import mentions
from extractors.rule import Figure
from extractors.words import words

_TIMES = one_of(set(lexicon("subject")["times"]))
_BOUNDARY = regex.compile(r"[，,。；;！？!?：:\n（）()—…]")
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
_TAIL = regex.compile(
    rf"(?:(?:已|也|均|都|又|再|还|更|则|分别|同比|环比|平均|总体|整体|大幅|持续|明显|显著|稳步|逐年|较|比|去年|上年|同期|{one_of(MOVES)}|折合|至|到|为|达到?|了|近|约|超过?|由|从|原来|原先|过去|的|占比?|占到|高达|累计|共计?|合计|总计|名列|位居|位列|排名|排|列|居|是|有|仅|只|可|能|被|压|缩|变|由此|幅度|比例|数量为|呈|,|，)+)$"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure counts; ``carried`` where it is said of the figure before and goes without saying here."""

    text: str
    carried: bool = False


def read_subjects(text: str, sentence: tuple[int, int], figures: Sequence[Figure], groups: Sequence[Group]) -> list[Subject]:
    """The subject of each of ``figures``, which stand in ``text`` within ``sentence``, in order; empty for dates.

    ``groups`` are the lists among them, as ``coordination.read_groups`` gives them.
    """
    reader = _Reader(text, sentence, figures, groups)
    found: list[Subject] = []
    for i, figure in enumerate(figures):
        found.append(Subject("") if figure.kind == "date" else reader.subject(i, found))
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    sentence: tuple[int, int]
    figures: Sequence[Figure]
    groups: Sequence[Group]

    def subject(self, i: int, found: Sequence[Subject]) -> Subject:
        for reading in _READINGS[_family(self.figures[i])]:
            if subject := _tidy(reading(self, i)):
                return Subject(subject)
        if before := self._said_before(i, found):
            return Subject(before, carried=True)
        return Subject(_tidy(self._bare_verb(i)))

    def _said_before(self, i: int, found: Sequence[Subject]) -> str:
        """The subject of the figure before; in a second list of as many, that of the same place in the first."""
        mine = next((group for group in self.groups if group.first <= i <= group.last), None)
        if mine and mine.first >= mine.size:
            other = found[mine.first - mine.size + i - mine.first]
            if other.text:
                return other.text
        return next((subject.text for subject in reversed(found) if subject.text), "")

    def _behind(self, i: int) -> str:
        """The noun phrase right behind the figure, or behind the figure that follows it directly (2236种712亿条…数据)."""
        end = self.figures[i].end
        for following in self.figures[i + 1 :]:
            if following.start != end:
                break
            end = following.end
        stretch = self._stretch_behind(end)
        if not stretch:
            return ""
        if match := regex.match(r"(?:作为|用于|用作)(?P<rest>.+)", stretch):
            return last_phrase(match["rest"])
        lead = regex.match(r"[的]?(?:各类|各种|各|不同|以上)?", stretch)
        begin = end + (lead.end() if lead else 0)
        if quoted := _QUOTED.match(self.text, begin, self.sentence[1]):
            return regex.sub(r"[“”「」]", "", quoted["name"]) + (quoted["head"] or "")
        phrase = first_phrase(self.text, begin, end + len(stretch), self.figures[i].reading.unit in _PEOPLE)
        clause = self.text[begin + len(phrase) : min(self.sentence[1], end + 40)]
        modified = regex.match(r"(?:于|自|[^，,。；;！？\d]{0,3}由)?[^，,。；;！？\d]{2,32}的(?P<rest>[^，,。；;！？、的\d]{2,24})", clause)
        if modified and (not phrase or clause[0] in "于自由"):
            return first_phrase(modified["rest"], 0, len(modified["rest"]))
        return phrase

    def _row_head(self, i: int) -> str:
        """In a row of a table (| 办理周期 | 61天 | 44天 |), its first cell."""
        row = self.text[slice(*self.sentence)]
        if row.count("|") < 2:
            return ""
        return next((cell.strip() for cell in row.split("|") if regex.search(r"\p{Han}{2}", cell)), "")

    def _action_behind(self, i: int) -> str:
        """What so many people do (12人上台分享), or what takes so long (3小时就发现藏身地点)."""
        figure = self.figures[i]
        if figure.kind != "duration" and figure.reading.unit not in _PEOPLE:
            return ""
        stretch = self._stretch_behind(figure.end)
        if regex.match(rf"{one_of(MOVES)}|变|压|减|到|至", stretch):
            return ""
        match = regex.match(
            r"(?:内|后|以来|就|便|即|即可|可|能|已|的|地|完成|之后|时间|左右|,|，){0,3}(?P<action>[\p{Han}A-Za-z“”]{2,16})", stretch
        )
        return match["action"] if match else ""

    def _before(self, i: int) -> str:
        """The noun phrase right before the figure, back to the verb that governs it; with a bare verb there, the verb's subject."""
        begin, end = self._clause_before(i)
        clause = self.text[begin:end]
        quoted = _QUOTED_BEFORE.search(clause)
        if quoted and (not quoted["verb"] or quoted["verb"] in VERBS):
            return quoted["name"]
        phrase = last_phrase(clause)
        if phrase not in VERBS:
            return phrase
        if topic := head(clause):
            return topic
        governed = [word for word in words(clause) if word.text in VERBS]
        return phrase if len(governed) > 1 else ""  # 推送预警: the second verb is what is sent

    def _bare_verb(self, i: int) -> str:
        """Where nothing else says what is counted, what is done so often: 办理1864件."""
        begin, end = self._clause_before(i)
        phrase = last_phrase(self.text[begin:end])
        return phrase if len(phrase) > 1 else ""

    def _topic(self, i: int) -> str:
        """What the clause speaks of: the phrase before its predicate; in brackets, what stands before them."""
        begin, end = self._clause_before(i, across_dates=True)
        if begin > self.sentence[0] and self.text[begin - 1] in "（(":
            end = begin - 1
            begin = max([self.sentence[0], *(match.end() for match in _BOUNDARY.finditer(self.text, self.sentence[0], end))])
        bare = self.text[begin:end]
        for other in reversed([one for one in self.figures[:i] if one.kind == "date" and begin <= one.start and one.end <= end]):
            bare = bare[: other.start - begin] + bare[other.end - begin :]
        return head(_without_comparison(bare)) or last_phrase(_TAIL.sub("", _without_comparison(bare)), topical=True)

    def _previous_topic(self, i: int) -> str:
        """Where the figure's own clause has no topic and no figure came before: what the clause before speaks of."""
        begin = self.figures[i].start
        if any(other.kind != "date" and other.end <= begin for other in self.figures[:i]):
            return ""
        boundaries = [match.start() for match in _BOUNDARY.finditer(self.text, self.sentence[0], begin)]
        for start, stop in reversed([*pairwise([self.sentence[0] - 1, *boundaries])]):
            if topic := head(self.text[start + 1 : stop]):
                return topic
        return ""

    def _of_the_list(self, i: int) -> str:
        """``A、B、C分别下降8%、14.3%和5.1%``: the n-th figure speaks of the n-th head."""
        group = next((one for one in self.groups if one.first <= i <= one.last), None)
        if group is None:
            return ""
        begin, _ = self._clause_before(group.first, across_dates=True)
        heads = self.text[begin : group.head]
        if not regex.search(r"[、和与及]", heads) and begin > self.sentence[0]:
            wider = self.text[max(self.sentence[0], begin - 60) : begin].rstrip("，,")
            heads = wider[max((m.end() for m in _BOUNDARY.finditer(wider)), default=0) :] + heads
        names = [name for name in regex.split(r"[、和与及]|以及", _TAIL.sub("", _without_comparison(heads))) if name]
        if len(names) < group.size:
            return ""
        names = names[-group.size :]
        if _ends_in_place(names[0]):  # 甲区、乙区、丙区发案分别下降: places are distributed, what is measured is one
            return last_phrase(names[-1], topical=True)
        name = names[i - group.first]
        return last_phrase(name, topical=True) or [word.text for word in words(name)][-1]

    def _lasting(self, i: int) -> str:
        """What has gone on for so long: ``上线一年``, ``警情已连续7年下降``, ``半小时后，…发现热源``."""
        figure = self.figures[i]
        left, right = (
            self.text[max(self.sentence[0], figure.start - 4) : figure.start],
            self.text[figure.end : min(self.sentence[1], figure.end + 40)],
        )
        if match := _GOING_ON.search(left):
            return match[0]
        if figure.pieces.get("stretch") and (topic := self._topic(i)):
            return topic
        match = _REACHED_AFTER.match(right)
        return match["reached"] if match else ""

    def _measured_time(self, i: int) -> str:
        """``平均出警时间缩短至5分钟``: the time is named before the figure, perhaps with another figure between."""
        begin = max(self.sentence[0], self.figures[i].start - 36)
        left = self.text[begin : self.figures[i].start]
        left = left[max((m.end() for m in regex.finditer(r"[。；;！？]", left)), default=0) :]
        if match := regex.search(rf"(?P<phrase>[\p{{Han}}A-Za-z“”]{{0,12}}{_TIMES})[\p{{Han}}，\d.个]{{0,16}}$", left):
            return last_phrase(match["phrase"], topical=True)
        return ""

    def _result(self, i: int) -> str:
        """``检察监督零纠违``: what stands before and the result behind."""
        begin, end = self._clause_before(i)
        measured = last_phrase(regex.sub(r".*、", "", self.text[begin:end]), topical=True)
        match = regex.match(r"[\p{Han}]{2,4}", self.text[self.figures[i].end : min(self.sentence[1], self.figures[i].end + 4)])
        tail = regex.sub(r"[、，].*", "", match[0]) if match else ""
        return measured if tail in ("发生", "报告", "出现", "增长") else measured + tail

    def _clause_before(self, i: int, across_dates: bool = False) -> tuple[int, int]:
        end = self.figures[i].start
        begin = max(self.sentence[0], end - 60)
        for other in self.figures[:i]:
            if other.end <= end and not (across_dates and other.kind == "date"):
                begin = max(begin, other.end)
        boundary = max((match.end() for match in _BOUNDARY.finditer(self.text[begin:end])), default=0)
        begin += boundary
        while begin < end and self.text[begin] in "、和与及 的":
            begin += 1
        return begin, end

    def _stretch_behind(self, start: int) -> str:
        stop = min([self.sentence[1], start + 24, *(other.start for other in self.figures if other.start >= start)])
        match = _BOUNDARY.search(self.text, start, stop)
        return self.text[start : match.start() if match else stop]


def _family(figure: Figure) -> str:
    if figure.rule == "counts.none_of":
        return "none_of"
    if figure.kind == "duration":
        return "duration"
    if figure.kind in ("percentage", "multiple", "rank"):
        return "topic"
    return "counted"


_READINGS: dict[str, tuple[Callable[[_Reader, int], str], ...]] = {
    "counted": (_Reader._row_head, _Reader._of_the_list, _Reader._behind, _Reader._before, _Reader._action_behind, _Reader._topic),
    "topic": (_Reader._row_head, _Reader._of_the_list, _Reader._topic, _Reader._behind, _Reader._previous_topic),
    "duration": (_Reader._row_head, _Reader._measured_time, _Reader._lasting, _Reader._action_behind, _Reader._topic),
    "none_of": (_Reader._result,),
}


def _without_comparison(clause: str) -> str:
    return regex.sub(
        r"(?:与|和|比|较|同)[\p{Han}\d]{0,6}(?:去年|上年|同期|前一年|上月|上季度|首届|上一?届|往年)[\p{Han}]{0,4}(?:相比|比)?", "", clause
    )


def _ends_in_place(name: str) -> bool:
    return any(mention.end == len(name) for mention in mentions(name))


def _tidy(subject: str) -> str:
    """Without the quotation marks and joints left at its ends; cut to a readable length."""
    subject = subject.replace('"', "")
    subject = regex.sub(r"^(?:[的地得了着过、，和与及\s])+|(?:[的地得了着过、，和与及\s])+$", "", subject)
    if subject.count("“") != subject.count("”"):
        subject = regex.sub(r"[“”]", "", subject)
    return subject if len(subject) <= 30 else subject[-30:]
