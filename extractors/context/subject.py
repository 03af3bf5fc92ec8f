"""Subject of a figure: the shortest noun phrase that states what it counts or measures.

It follows the figure (1960余个创新项目), precedes it after the verb that governs both (建成视频监控点140余万个), is the topic of the clause (执法问题同比下降78%),
or is carried over from the figure before (发案83起，同比下降12%). A negation stays with its verb (不批准逮捕18人).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import regex

from extractors.context.movement import Movement
from extractors.context.subject_behind import PEOPLE, action_behind, counted_behind, object_behind, rate_behind, set_up_anew, times_done
from extractors.context.subject_durations import clause_before, deed_behind, done_within, lasting, measured_time, of_what, reached_after
from extractors.context.subject_lists import of_the_list
from extractors.context.subject_phrases import (
    age,
    bare_verb,
    clause_begin,
    clause_topic,
    counted_before,
    earlier_topic,
    is_place,
    last_noun,
    moved_from,
    of_those,
    ranked,
    result,
    saved,
    topic_before_verb,
)
from extractors.figures.rule import Figure
from extractors.syntax.clause import TokenizedSentence
from extractors.syntax.nouns import names_an_agent, says_who

_CARRIED = frozenset({"reached_behind", "said_again", "from_to"})
_ASPECT_OF = 4  # characters; more say of what it is an aspect
_ASPECTS = frozenset(["方面", "情况"])  # empty elsewhere, but counted in 五个方面
_EMPTY = frozenset(["比例", "总数", "总量", "数量", "数字", "总额", "金额", "人数", "情况", "总体", "整体", "幅度", "结果", "以上", "方面", "其他", "基础", "背景", "趋势", "态势", "水平", "高水平", "高位", "剩下", "其余", "余下", "预计", "估计", "预期", "计划", "截至", "原本", "有关", "上述", "市级", "县级", "省级", "区级"])  # fmt: skip
_HOW_KNOWN = regex.compile(r"(?:不完全|初步|粗略|大致)?(?:统计|核算|测算|估算|推算|摸底)")  # 据不完全统计, 经初步核算
_SCOPE = regex.compile("全(?:国|省|区|市|州|盟|县|旗|镇|乡|港|台|岛|球|世界|社会)")
_DEALT_WITH = frozenset(
    [
        "破获",
        "侦破",
        "告破",
        "查结",
        "办结",
        "清理",
        "整改",
        "化解",
        "抓获",
        "处置",
        "调处",
        "回复",
        "审结",
        "追回",
        "返还",
        "属实",
        "核实",
        "查实",
        "采纳",
        "公布",
        "下放",
        "取消",
        "上线",
        "兑现",
    ]
)
_BEING = frozenset(["是", "为", "约为", "达", "达到", "相当于", "约是"])
_INSIDE = regex.compile(r"(?<=[区域境])内$")  # 36万平方公里边境管理区内
_NO_THINGS = frozenset("内外处中间旁边创")  # 1公里内
_SHORT = frozenset("省市区县乡镇村校所站岗事伤亡")
# Strategies for each family of figures, in order; the first with a usable phrase wins.
_READINGS: dict[str, tuple[Callable[[TokenizedSentence, int], str], ...]] = {
    "counted": (
        of_the_list,
        times_done,
        counted_behind,
        object_behind,
        counted_before,
        action_behind,
        clause_topic,
        of_those,
        earlier_topic,
    ),
    "changed": (of_the_list, saved, set_up_anew, moved_from, topic_before_verb, clause_topic, counted_behind, of_those, earlier_topic),
    "topic": (of_the_list, rate_behind, moved_from, topic_before_verb, clause_topic, counted_behind, of_those, earlier_topic),
    "rank": (of_the_list, ranked, topic_before_verb, clause_topic, counted_behind, of_those, earlier_topic),
    "part": (of_the_list, rate_behind, counted_behind, clause_topic, of_those, earlier_topic),
    "duration": (
        of_the_list,
        saved,
        of_what,
        done_within,
        measured_time,
        lasting,
        reached_after,
        action_behind,
        clause_before,
        clause_topic,
        deed_behind,
    ),
    "lasting": (of_what, clause_topic, action_behind, measured_time, lasting, deed_behind),
    "none_of": (result,),
}


_ORGAN = regex.compile(r"(?:分局|支队|大队|中队|派出所|公安局|[市县区]局|法院|检察院)$")
_MATTERS = frozenset(
    ["起", "件", "宗", "项", "条", "例", "件次", "次", "人次"]
)  # classifiers of what is dealt with, not of places or agents
_LEVELS = frozenset(["省", "市", "县", "区", "镇", "乡", "村", "省级", "市级", "县级", "区级", "县本级", "市本级", "区本级", "本级", "乡镇", "镇街", "街道", "村级", "城区", "农村"])  # fmt: skip
_PARTS = frozenset(["含", "包含", "包括", "其中", "内含"])
_INCLUDING = frozenset(["包括", "包含", "当中包括", "其中包括"])
_LONGEST_RUN = 8  # figures
_OF_THINGS = frozenset(["count", "money", "measure"])
# Strategies that return a topic, which may be the agent.
_TOPICAL = frozenset([clause_topic, topic_before_verb])
_FROM_BEFORE = frozenset([of_the_list, counted_before, clause_topic])


class Subject(NamedTuple):
    """What a figure counts. ``source`` is the index of the earlier figure that it is taken over from, -1 if it is its own."""

    text: str
    source: int = -1

    @property
    def carried(self) -> bool:
        """Whether it is taken over from an earlier figure."""
        return self.source >= 0


_NOTHING = Subject("")


def read_subjects(sentence: TokenizedSentence, movements: Sequence[Movement]) -> list[Subject]:
    """Return the subject of each figure of a sentence, in order; empty for dates."""
    found: list[Subject] = []
    row = _row_head(sentence)
    for i, figure in enumerate(sentence.figures):
        if figure.kind == "date":
            found.append(_NOTHING)
        elif figure.value.unit == "岁":
            found.append(Subject(age(sentence, i)))
        elif row and figure.rule != "counts.none_of":
            found.append(Subject(row))
        else:
            found.append(_subject(sentence, i, movements, found))
    return found


def _subject(sentence: TokenizedSentence, i: int, movements: Sequence[Movement], found: Sequence[Subject]) -> Subject:
    before = sentence.amount_before(i)
    if movements[i].production in _CARRIED and sentence.lists[i] is None and before >= 0 and found[before].text:
        return Subject(found[before].text, before)
    if before >= 0 and found[before].text and _is_another_count(sentence, i):
        return Subject(found[before].text, before)
    if before >= 0 and found[before].text and _only_compares(sentence, i):
        return Subject(found[before].text, before)
    doubtful = ""
    for reading in _READINGS[_family(sentence.figures[i], movements[i])]:
        phrase = _tidy(reading(sentence, i))
        if not (_says_something(phrase) or _is_thing(sentence, i, phrase) or (reading is counted_behind and phrase in _ASPECTS)):
            continue
        if other := _object_before(sentence, i, found, phrase):
            return other
        if reading in _FROM_BEFORE and before >= 0 and found[before].text and _only_says_where(sentence, i, phrase):
            return Subject(found[before].text, before)
        if reading in _TOPICAL and _only_acts(phrase, sentence.figures[i]):
            doubtful = doubtful or phrase
        elif not doubtful or reading is not earlier_topic:
            return Subject(phrase)
    if doubtful:
        return Subject(doubtful)
    source = _respective(sentence, i, found)
    if source < 0:
        source = _said_before(sentence, i, found)
    if source >= 0:
        return Subject(found[source].text, source)
    return Subject(_tidy(bare_verb(sentence, i) or last_noun(sentence, i)))


def _only_acts(phrase: str, figure: Figure) -> bool:
    """Whether a phrase names the agent (公安分局, 民警) and the figure does not count agents; any other phrase is preferred."""
    return names_an_agent(phrase) or (says_who(phrase) and figure.kind in _OF_THINGS and figure.value.unit not in PEOPLE)


def _only_says_where(sentence: TokenizedSentence, i: int, phrase: str) -> bool:
    """Whether a phrase names the level or the organ that deals with a part of the count before: ``报警291起，其中东城分局78起、乡镇213起``."""
    unit = sentence.figures[i].value.unit
    alike = unit in _MATTERS and unit == sentence.figures[sentence.amount_before(i)].value.unit
    return alike and (phrase in _LEVELS or bool(_ORGAN.search(phrase)))


def _object_before(sentence: TokenizedSentence, i: int, found: Sequence[Subject], phrase: str) -> Subject | None:
    """Object of the figure before, for a bare verb with the same unit: ``立刑事案件424起，破获107起``."""
    k, before = sentence.at[i], sentence.amount_before(i)
    if before < 0 or not found[before].text or phrase not in _DEALT_WITH or sentence.tokens[k - 1].text != phrase:
        return None
    units = {sentence.figures[one].value.unit for one in (before, i)}
    alike = len(units) == 1 or units <= PEOPLE
    part = ";" not in sentence.classes[sentence.at[before] : k] and "." not in sentence.classes[sentence.at[before] : k]
    return Subject(found[before].text, before) if alike and part and sentence.lists[i] is None else None


def _is_another_count(sentence: TokenizedSentence, i: int) -> bool:
    """Whether a figure counts the same things as the one right before it: ``不批准逮捕46件69人``."""
    k, behind = sentence.at[i], sentence.classes[sentence.at[i] + 1 : sentence.at[i] + 2]
    counts = sentence.figures[i].kind == sentence.figures[i - 1].kind == "count"
    return i > 0 and counts and sentence.at[i - 1] == k - 1 and (not behind or behind in ",;.:()j")


def _only_compares(sentence: TokenizedSentence, i: int) -> bool:
    """Whether the clause only compares the figure before with something: ``抓获逃犯996人，是改革前的2.1倍``."""
    k = sentence.at[i]
    begin = clause_begin(sentence, k)
    return (
        sentence.figures[i].kind in ("multiple", "percentage")
        and sentence.classes[k - 1 : k] == "z"
        and sentence.tokens[begin].text in _BEING
    )


def _family(figure: Figure, movement: Movement) -> str:
    if figure.rule == "counts.none_of":
        return "none_of"
    if figure.kind == "duration":
        return "lasting" if figure.named_groups.get("stretch") else "duration"
    if figure.kind == "rank":
        return "rank"
    if figure.kind in ("percentage", "multiple"):
        return "part" if movement.role == "share" and movement.production != "share" else "topic"
    if movement.production in ("from", "from_to", "base") or (
        movement.role == "change" and movement.production in ("moved_by", "more_or_fewer", "noun_of_movement")
    ):
        return "changed"
    return "counted"


def _said_before(sentence: TokenizedSentence, i: int, found: Sequence[Subject]) -> int:
    """The earlier figure whose subject figure ``i`` shares, preferably one in the same unit; -1 if there is none.

    In a second list of the same length, it is the figure at the same position, unless that list has a noun of its own.
    """
    mine = sentence.lists[i]
    earlier = [j for j in reversed(range(_before_parts(sentence, i))) if found[j].text and not _is_aside(sentence, j, i)]
    alike = (
        [j for j in earlier if sentence.figures[j].value.unit == sentence.figures[i].value.unit]
        if sentence.figures[i].kind == "count"
        else []
    )
    last = (alike or earlier or [-1])[0]
    if mine is None or _has_own_noun(sentence, mine.first):
        return last
    before = [j for j in range(mine.first) if sentence.figures[j].kind not in ("date", "duration")][-mine.size :]
    return before[i - mine.first] if len(before) == mine.size and found[before[i - mine.first]].text else last


def _is_aside(sentence: TokenizedSentence, j: int, i: int) -> bool:
    """Whether figure ``j`` is a part in brackets that close before figure ``i``: 收案6380件（含旧存214件），同比上升3%."""
    opening = sentence.classes.rfind("(", 0, sentence.at[j])
    closing = sentence.classes.find(")", opening, sentence.at[i])
    inside = opening >= 0 and closing > sentence.at[j]
    return inside and sentence.tokens[opening + 1].text in _PARTS


def _before_parts(sentence: TokenizedSentence, i: int) -> int:
    """Index of the first part in a clause right before that of figure ``i`` (包括游行631宗和集会4971宗，较去年同期上升73%), else ``i``."""
    first = sentence.clause(sentence.at[i])[0]
    begin = sentence.clause(first - 1)[0] if first else 0
    parts = [j for j in range(i) if begin <= sentence.at[j] < first]
    return parts[0] if len(parts) > 1 and sentence.tokens[begin].text in _INCLUDING else i


def _respective(sentence: TokenizedSentence, i: int, found: Sequence[Subject]) -> int:
    """The count that a percentage belongs to, in a run as long as the counts before it: ``受理628件，判处罪犯906人，同比增长15.4%和18.3%``.

    -1 if there is none, or if the clause of the percentages has a noun of its own: 事故四项指标分别下降30%、20%、37%和65%.
    """
    if sentence.figures[i].kind != "percentage":
        return -1
    first, last = i, i
    while first > max(0, i - _LONGEST_RUN) and _goes_on(sentence, first - 1):
        first -= 1
    while last + 1 < min(len(sentence.figures), i + _LONGEST_RUN) and _goes_on(sentence, last):
        last += 1
    size = last - first + 1
    if _has_own_noun(sentence, first):
        return -1
    counts = [j for j in range(max(0, first - 2 * _LONGEST_RUN), first) if sentence.figures[j].kind in ("count", "money")]
    source = counts[i - first - size] if 1 < size <= len(counts) else -1
    return source if source >= 0 and found[source].text else -1


def _has_own_noun(sentence: TokenizedSentence, i: int) -> bool:
    """Whether a noun other than the whole of a share stands before figure ``i`` in its clause: 事故四项指标分别下降30%、20%、37%和65%."""
    k = sentence.at[i]
    before = sentence.classes[sentence.clause(k)[0] : k]
    return "n" in before and "s" not in before


def _goes_on(sentence: TokenizedSentence, i: int) -> bool:
    """Whether figures ``i`` and ``i + 1`` are neighbouring list items of the same kind."""
    between = sentence.classes[sentence.at[i] + 1 : sentence.at[i + 1]]
    return sentence.figures[i].kind == sentence.figures[i + 1].kind and "j" in between and between.strip("ja") == ""


def _row_head(sentence: TokenizedSentence) -> str:
    """First cell of a table row (| 办理周期 | 61天 | 44天 |); empty outside tables."""
    if sentence.text.count("|", sentence.start, sentence.end) < 2:
        return ""
    cells = sentence.text[sentence.start : sentence.end].split("|")
    return next((cell.strip() for cell in cells if sum("一" <= char <= "鿿" for char in cell) > 1), "")


def _says_something(subject: str) -> bool:
    """Whether a phrase can be a subject: not a place or scope (全国), an empty noun, how a figure is known (不完全统计), the base of a rate (每万人)
    or, as a rule, a single character.
    """
    return (
        (len(subject) > 1 or subject in _SHORT)
        and subject not in _EMPTY
        and not _HOW_KNOWN.fullmatch(subject)
        and not subject.startswith(("每", "一件件", "一个个"))
        and not _SCOPE.fullmatch(subject)
        and not is_place(subject)
    )


def _is_thing(sentence: TokenizedSentence, i: int, phrase: str) -> bool:
    """Whether a single character is the noun that a figure counts: ``丢了4只羊``, ``发放毯子100条、馕600个``."""
    if len(phrase) != 1 or phrase in _NO_THINGS:
        return False
    k = sentence.at[i]
    if sentence.words(k - 1, k) == phrase:
        return sentence.figures[i].kind == "count" and sentence.classes[k - 2 : k] in ("jn", "vn")
    behind = sentence.tokens[k + 1] if k + 1 < len(sentence.tokens) else None
    return behind is not None and behind.text == phrase and behind.cls == "n"


def _tidy(subject: str) -> str:
    """Strip quotation marks and punctuation at the ends; keep the last 30 characters."""
    if len(subject) > _ASPECT_OF:
        subject = subject.removesuffix("方面")  # 暴力罪案方面共有43宗
    subject = _INSIDE.sub("", subject.replace('"', "").strip("、，- \r\n").removesuffix("的"))
    if subject.count("“") != subject.count("”") or (subject[:1] == "“" and subject[-1:] == "”"):
        subject = subject.replace("“", "").replace("”", "")
    return subject[-30:]
