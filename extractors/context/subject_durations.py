"""Subjects of durations: an event, an action with a deadline, a measured time, or an ongoing activity."""

from __future__ import annotations

import regex

from extractors.context.subject_behind import LIGHT, action_behind, behind_quotation, whole_object
from extractors.context.subject_phrases import clause_begin
from extractors.syntax.clause import PAUSES, Statement
from extractors.syntax.nouns import is_person, phrase_before, phrase_behind

_TIME_NOUN = regex.compile(r"(?:时间|需时|时限|周期|用时|时长|天数|期限|时效|\p{Han}耗时|年限|间隔|进度|速度|流程|[婚工党警车教军]龄)$")
_HOLIDAYS = frozenset(["假期", "长假", "小长假", "春运"])
_GOING_ON = frozenset(["开展", "上线", "运行", "启用", "实施", "推行", "成立", "启动", "试点", "开通", "运营", "投用"])
_REACHED = frozenset(["发现", "找到", "抓获", "抵达", "赶到", "到达", "完成", "锁定", "找回", "救出", "追回", "解开", "签下", "控制", "抓捕", "落网", "抓住", "救下", "处置", "化解", "送到", "送达"])  # fmt: skip
# Verbs of elapsed time; verbs that only introduce the main verb.
_PASSING = frozenset(["需", "用", "耗时", "历时", "经过", "经", "持续", "需要", "坚持", "保持", "维持"])
_LEADING = frozenset(["实现", "帮助", "通过", "针对", "按照", "利用", "依托", "借助", "没有"])
_LONGEST_DEED = 16  # characters
_LONGEST_CLAUSE = 12  # characters
_FAR = 40  # tokens


def of_what(statement: Statement, i: int) -> str:
    """Event whose length the figure states: ``为期80天的专项行动``, ``5天假期``."""
    k = statement.at[i]
    if k and _TIME_NOUN.search(statement.tokens[k - 1].text):  # 婚龄30年以上的夫妻
        return ""
    lasting = statement.classes[k + 1 : k + 2] == "z"  # 不少于4小时的整治
    if lasting or any(token.text in _HOLIDAYS for token in statement.tokens[k + 1 : k + 2]):
        start, stop = phrase_behind(statement, behind_quotation(statement, k + 1 + lasting), statement.pause_behind(k))
        about_people = any(is_person(token) for token in statement.tokens[start:stop])  # 潜逃23年的疑犯
        if start < stop and not about_people and statement.tokens[stop - 1].text != "事":  # 等3天的事
            return statement.words(start, whole_object(statement, stop, statement.pause_behind(k)) or stop)
        if start == stop and lasting:  # 为期10年的禁渔
            return action_behind(statement, i)
    return ""


def done_within(statement: Statement, i: int) -> str:
    """Action to be completed within the duration: ``在5分钟内赶到事发地点``."""
    return (action_behind(statement, i) or deed_behind(statement, i)) if statement.figures[i].text.endswith("内") else ""


def deed_behind(statement: Statement, i: int) -> str:
    """Action that took so long, in the figure's clause or, if nothing follows there, in the next one.

    ``不到15分钟，队员便完成处置``, ``30秒内即可完成比对``. Of several verbs, a verb of result is preferred, else the first main verb.
    """
    begin, end = _behind(statement, i)
    words = ((k, statement.tokens[k]) for k in range(begin, end))
    verbs = [k for k, word in words if word.cls in "vV" and len(word.text) > 1 and word.text not in _LEADING]
    if not verbs:
        return ""
    verb = next((k for k in verbs if statement.tokens[k].text in _REACHED), verbs[0])
    done = verb + 1 + (statement.classes[verb + 1 : verb + 2] == "a")
    stop = max(phrase_behind(statement, done, end)[1], verb + 1)
    while stop - verb > 1 and statement.tokens[stop - 1].end - statement.tokens[verb].start > _LONGEST_DEED:
        stop -= 1
    return statement.words(verb - (statement.classes[verb - 1] == "N"), stop)  # 连续7年未发生事故


def _behind(statement: Statement, i: int) -> tuple[int, int]:
    """Tokens of the clause after figure ``i``, or of the next clause if the figure has one to itself."""
    k = statement.at[i]
    first = clause_begin(statement, k)
    opens = first == 0 or statement.classes[first - 1] in PAUSES
    begin, end = k + 1, _pause(statement, k + 1)
    alone = opens and statement.classes[first:k].strip("aeqN") == "" and statement.classes[begin:end].strip("faz") == ""
    return (end + 1, _pause(statement, end + 1)) if alone and statement.classes[end : end + 1] == "," else (begin, end)


def _pause(statement: Statement, k: int) -> int:
    """First pause at or after token ``k``, at most 40 tokens away."""
    return next(
        (j for j in range(k, min(k + _FAR, len(statement.classes))) if statement.classes[j] in PAUSES),
        min(k + _FAR, len(statement.classes)),
    )


def clause_before(statement: Statement, i: int) -> str:
    """Short clause before the figure, if only a verb of elapsed time stands between: ``从报警到恢复通行，仅用6分20秒``."""
    k = statement.at[i]
    begin = clause_begin(statement, k)
    passing = all(cls in "aetqf" or statement.tokens[j].text in _PASSING for j, cls in enumerate(statement.classes[begin:k], begin))
    if (
        not passing
        or statement.classes[begin - 1 : begin] != ","
        or (k + 1 < len(statement.classes) and statement.classes[k + 1] not in PAUSES)
    ):
        return ""
    start, stop = statement.clause(begin - 1)[0], begin - 1
    while start < stop and statement.classes[start] in "aopthfe":
        start += 1
    clause = statement.words(start, stop)
    return clause if len(clause) <= _LONGEST_CLAUSE and not set("12345") & set(statement.classes[start:stop]) else ""


def reached_after(statement: Statement, i: int) -> str:
    """Result reached once the time had passed: ``半小时后，飞手在树林发现热源``."""
    k = statement.at[i] + 1
    if statement.classes[k : k + 1] != "f":
        return ""
    for j in range(k + 1, min(k + 16, len(statement.tokens))):
        if statement.classes[j] in ";.12345":
            break
        if statement.tokens[j].text in _REACHED:
            return statement.words(j, phrase_behind(statement, j + 1, statement.pause_behind(j))[1])
    return ""


def measured_time(statement: Statement, i: int) -> str:
    """Noun for a time before the figure, perhaps with another figure between: ``平均出警时间缩短至5分钟``."""
    k = statement.at[i]
    begin = max(statement.classes.rfind(mark, 0, k) + 1 for mark in ";.")
    for j in range(k - 1, max(begin - 1, k - 16), -1):
        if statement.tokens[j].cls == "n" and _TIME_NOUN.search(statement.tokens[j].text):
            return statement.words(*phrase_before(statement, j + 1, statement.clause(j)[0], topical=True))
    return ""


def lasting(statement: Statement, i: int) -> str:
    """Activity that has gone on for so long: 连续搜寻11个小时, 他比对了半个月."""
    k = statement.at[i]
    while k and statement.classes[k - 1] in "atekf":
        k -= 1
    start = k
    while start and statement.classes[start - 1] in "n" and k - start < 2:
        start -= 1
    if start and statement.classes[start - 1] in "Vv":
        start -= 1
        if start + 1 == k and statement.tokens[start].text in LIGHT and (done := action_behind(statement, i)):  # 开展24小时武装巡逻
            return done
        if start + 1 == k and statement.tokens[start].text in _GOING_ON:
            above = statement.words(*phrase_before(statement, start, statement.clause(start)[0], topical=True))
            return above or statement.words(start, k)
        if statement.tokens[start].text not in _PASSING:
            return statement.words(start, k)
    return ""
