"""Subjects of durations: an event, an action with a deadline, a measured time, or an ongoing activity."""

from __future__ import annotations

import regex

from extractors.context.subject_behind import LIGHT, action_behind, behind_quotation, whole_object
from extractors.context.subject_phrases import clause_begin
from extractors.syntax.clause import PAUSES, Statement
from extractors.syntax.nouns import is_person, phrase_before, phrase_behind

_TIME_NOUN = regex.compile(r"(?:时间|需时|时限|周期|用时|时长|天数|期限|时效|\p{Han}耗时|年限|间隔|进度|速度|流程)$")
_HOLIDAYS = frozenset(["假期", "长假", "小长假", "春运"])
_GOING_ON = frozenset(["开展", "上线", "运行", "启用", "实施", "推行", "成立", "启动", "试点", "开通", "运营", "投用"])
_REACHED = frozenset(["发现", "找到", "抓获", "抵达", "赶到", "到达", "完成", "锁定", "找回", "救出", "追回", "解开", "签下", "控制", "抓捕", "落网", "抓住", "救下", "处置", "化解", "送到", "送达"])  # fmt: skip
# Verbs of elapsed time; verbs that only introduce the main verb.
_PASSING = frozenset(["需", "用", "耗时", "历时", "经过", "经", "持续", "需要", "坚持", "保持", "维持"])
_LEADING = frozenset(["实现", "帮助", "通过", "针对", "按照", "利用", "依托", "借助", "没有"])
_LONGEST_DEED = 16  # characters
_LONGEST_CLAUSE = 12  # characters
_FAR = 40  # tokens


def of_what(said: Statement, i: int) -> str:
    """Event whose length the figure states: ``为期80天的专项行动``, ``5天假期``."""
    k = said.at[i]
    lasting = said.classes[k + 1 : k + 2] == "z"  # 不少于4小时的整治
    if lasting or any(token.text in _HOLIDAYS for token in said.tokens[k + 1 : k + 2]):
        start, stop = phrase_behind(said, behind_quotation(said, k + 1 + lasting), said.pause_behind(k))
        about_people = any(is_person(token) for token in said.tokens[start:stop])  # 潜逃23年的疑犯
        if start < stop and not about_people and said.tokens[stop - 1].text != "事":  # 等3天的事
            return said.words(start, whole_object(said, stop, said.pause_behind(k)) or stop)
        if start == stop and lasting:  # 为期10年的禁渔
            return action_behind(said, i)
    return ""


def done_within(said: Statement, i: int) -> str:
    """Action to be completed within the duration: ``在5分钟内赶到事发地点``."""
    return (action_behind(said, i) or deed_behind(said, i)) if said.figures[i].text.endswith("内") else ""


def deed_behind(said: Statement, i: int) -> str:
    """Action that took so long, in the figure's clause or, if nothing follows there, in the next one.

    ``不到15分钟，队员便完成处置``, ``30秒内即可完成比对``. Of several verbs, a verb of result is preferred, else the first main verb.
    """
    begin, end = _behind(said, i)
    words = ((k, said.tokens[k]) for k in range(begin, end))
    verbs = [k for k, word in words if word.cls in "vV" and len(word.text) > 1 and word.text not in _LEADING]
    if not verbs:
        return ""
    verb = next((k for k in verbs if said.tokens[k].text in _REACHED), verbs[0])
    done = verb + 1 + (said.classes[verb + 1 : verb + 2] == "a")
    stop = max(phrase_behind(said, done, end)[1], verb + 1)
    while stop - verb > 1 and said.tokens[stop - 1].end - said.tokens[verb].start > _LONGEST_DEED:
        stop -= 1
    return said.words(verb - (said.classes[verb - 1] == "N"), stop)  # 连续7年未发生事故


def _behind(said: Statement, i: int) -> tuple[int, int]:
    """Tokens of the clause after figure ``i``, or of the next clause if the figure has one to itself."""
    k = said.at[i]
    first = clause_begin(said, k)
    opens = first == 0 or said.classes[first - 1] in PAUSES
    begin, end = k + 1, _pause(said, k + 1)
    alone = opens and said.classes[first:k].strip("aeqN") == "" and said.classes[begin:end].strip("faz") == ""
    return (end + 1, _pause(said, end + 1)) if alone and said.classes[end : end + 1] == "," else (begin, end)


def _pause(said: Statement, k: int) -> int:
    """First pause at or after token ``k``, at most 40 tokens away."""
    return next((j for j in range(k, min(k + _FAR, len(said.classes))) if said.classes[j] in PAUSES), min(k + _FAR, len(said.classes)))


def clause_before(said: Statement, i: int) -> str:
    """Short clause before the figure, if only a verb of elapsed time stands between: ``从报警到恢复通行，仅用6分20秒``."""
    k = said.at[i]
    begin = clause_begin(said, k)
    passing = all(cls in "aetqf" or said.tokens[j].text in _PASSING for j, cls in enumerate(said.classes[begin:k], begin))
    if not passing or said.classes[begin - 1 : begin] != "," or (k + 1 < len(said.classes) and said.classes[k + 1] not in PAUSES):
        return ""
    start, stop = said.clause(begin - 1)[0], begin - 1
    while start < stop and said.classes[start] in "aopthfe":
        start += 1
    clause = said.words(start, stop)
    return clause if len(clause) <= _LONGEST_CLAUSE and not set("12345") & set(said.classes[start:stop]) else ""


def reached_after(said: Statement, i: int) -> str:
    """Result reached once the time had passed: ``半小时后，飞手在树林发现热源``."""
    k = said.at[i] + 1
    if said.classes[k : k + 1] != "f":
        return ""
    for j in range(k + 1, min(k + 16, len(said.tokens))):
        if said.classes[j] in ";.12345":
            break
        if said.tokens[j].text in _REACHED:
            return said.words(j, phrase_behind(said, j + 1, said.pause_behind(j))[1])
    return ""


def measured_time(said: Statement, i: int) -> str:
    """Noun for a time before the figure, perhaps with another figure between: ``平均出警时间缩短至5分钟``."""
    k = said.at[i]
    begin = max(said.classes.rfind(mark, 0, k) + 1 for mark in ";.")
    for j in range(k - 1, max(begin - 1, k - 16), -1):
        if said.tokens[j].cls == "n" and _TIME_NOUN.search(said.tokens[j].text):
            return said.words(*phrase_before(said, j + 1, said.clause(j)[0], topical=True))
    return ""


def lasting(said: Statement, i: int) -> str:
    """Activity that has gone on for so long: 连续搜寻11个小时, 他比对了半个月."""
    k = said.at[i]
    while k and said.classes[k - 1] in "atekf":
        k -= 1
    start = k
    while start and said.classes[start - 1] in "n" and k - start < 2:
        start -= 1
    if start and said.classes[start - 1] in "Vv":
        start -= 1
        if start + 1 == k and said.tokens[start].text in LIGHT and (done := action_behind(said, i)):  # 开展24小时武装巡逻
            return done
        if start + 1 == k and said.tokens[start].text in _GOING_ON:
            above = said.words(*phrase_before(said, start, said.clause(start)[0], topical=True))
            return above or said.words(start, k)
        if said.tokens[start].text not in _PASSING:
            return said.words(start, k)
    return ""
