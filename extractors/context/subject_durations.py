"""Subjects of durations: an event, an action with a deadline, a measured time, or an ongoing activity."""

from __future__ import annotations

import regex

from extractors.context.subject_behind import LIGHT, action_behind, behind_quotation, whole_object
from extractors.context.subject_phrases import CAMPAIGNS, clause_begin
from extractors.syntax.clause import PAUSES, TokenizedSentence
from extractors.syntax.noun_phrase_before import phrase_before
from extractors.syntax.noun_phrase_behind import phrase_behind
from extractors.syntax.nouns import is_person

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


def of_what(sentence: TokenizedSentence, i: int) -> str:
    """Event whose length the figure states: ``为期80天的专项行动``, ``5天假期``."""
    k = sentence.at[i]
    if k and _TIME_NOUN.search(sentence.tokens[k - 1].text):  # 婚龄30年以上的夫妻
        return ""
    lasting = sentence.classes[k + 1 : k + 2] == "z"  # 不少于4小时的整治
    if lasting and (campaign := _campaign(sentence, k + 2)):
        return campaign
    if lasting or any(token.text in _HOLIDAYS for token in sentence.tokens[k + 1 : k + 2]):
        start, stop = phrase_behind(sentence, behind_quotation(sentence, k + 1 + lasting), sentence.pause_behind(k))
        about_people = any(is_person(token) for token in sentence.tokens[start:stop])  # 潜逃23年的疑犯
        if start < stop and not about_people and sentence.tokens[stop - 1].text != "事":  # 等3天的事
            return sentence.words(start, whole_object(sentence, stop, sentence.pause_behind(k)) or stop)
        if start == stop and lasting:  # 为期10年的禁渔
            return action_behind(sentence, i)
    return ""


def _campaign(sentence: TokenizedSentence, begin: int) -> str:
    """The whole name of the campaign that begins at token ``begin``, verbs included: 为期3个月的夏季治安打击整治行动."""
    end = begin
    while end < len(sentence.classes) and sentence.classes[end] in 'nvVAlgt"h':
        if sentence.tokens[end].text.endswith(CAMPAIGNS):
            return sentence.words(begin, end + 1)
        end += 1
    return ""


def done_within(sentence: TokenizedSentence, i: int) -> str:
    """Action to be completed within the duration: ``在5分钟内赶到事发地点``."""
    return (action_behind(sentence, i) or deed_behind(sentence, i)) if sentence.figures[i].text.endswith("内") else ""


def deed_behind(sentence: TokenizedSentence, i: int) -> str:
    """Action that took so long, in the figure's clause or, if nothing follows there, in the next one.

    ``不到15分钟，队员便完成处置``, ``30秒内即可完成比对``. Of several verbs, a verb of result is preferred, else the first main verb.
    """
    begin, end = _behind(sentence, i)
    words = ((k, sentence.tokens[k]) for k in range(begin, end))
    verbs = [k for k, word in words if word.cls in "vV" and len(word.text) > 1 and word.text not in _LEADING]
    if not verbs:
        return ""
    verb = next((k for k in verbs if sentence.tokens[k].text in _REACHED), verbs[0])
    done = verb + 1 + (sentence.classes[verb + 1 : verb + 2] == "a")
    stop = max(phrase_behind(sentence, done, end)[1], verb + 1)
    while stop - verb > 1 and sentence.tokens[stop - 1].end - sentence.tokens[verb].start > _LONGEST_DEED:
        stop -= 1
    return sentence.words(verb - (sentence.classes[verb - 1] == "N"), stop)  # 连续7年未发生事故


def _behind(sentence: TokenizedSentence, i: int) -> tuple[int, int]:
    """Tokens of the clause after figure ``i``, or of the next clause if the figure has one to itself."""
    k = sentence.at[i]
    first = clause_begin(sentence, k)
    opens = first == 0 or sentence.classes[first - 1] in PAUSES
    begin, end = k + 1, _pause(sentence, k + 1)
    alone = opens and sentence.classes[first:k].strip("aeqN") == "" and sentence.classes[begin:end].strip("faz") == ""
    return (end + 1, _pause(sentence, end + 1)) if alone and sentence.classes[end : end + 1] == "," else (begin, end)


def _pause(sentence: TokenizedSentence, k: int) -> int:
    """First pause at or after token ``k``, at most 40 tokens away."""
    return next(
        (j for j in range(k, min(k + _FAR, len(sentence.classes))) if sentence.classes[j] in PAUSES),
        min(k + _FAR, len(sentence.classes)),
    )


def clause_before(sentence: TokenizedSentence, i: int) -> str:
    """Short clause before the figure, if only a verb of elapsed time stands between: ``从报警到恢复通行，仅用6分20秒``."""
    k = sentence.at[i]
    begin = clause_begin(sentence, k)
    passing = all(cls in "aetqf" or sentence.tokens[j].text in _PASSING for j, cls in enumerate(sentence.classes[begin:k], begin))
    if (
        not passing
        or sentence.classes[begin - 1 : begin] != ","
        or (k + 1 < len(sentence.classes) and sentence.classes[k + 1] not in PAUSES)
    ):
        return ""
    start, stop = sentence.clause(begin - 1)[0], begin - 1
    while start < stop and sentence.classes[start] in "aopthfe":
        start += 1
    clause = sentence.words(start, stop)
    return clause if len(clause) <= _LONGEST_CLAUSE and not set("12345") & set(sentence.classes[start:stop]) else ""


def reached_after(sentence: TokenizedSentence, i: int) -> str:
    """Result reached once the time had passed: ``半小时后，飞手在树林发现热源``."""
    k = sentence.at[i] + 1
    if sentence.classes[k : k + 1] != "f":
        return ""
    for j in range(k + 1, min(k + 16, len(sentence.tokens))):
        if sentence.classes[j] in ";.12345":
            break
        if sentence.tokens[j].text in _REACHED:
            return sentence.words(j, phrase_behind(sentence, j + 1, sentence.pause_behind(j))[1])
    return ""


def measured_time(sentence: TokenizedSentence, i: int) -> str:
    """Noun for a time before the figure, perhaps with another figure between: ``平均出警时间缩短至5分钟``."""
    k = sentence.at[i]
    begin = max(sentence.classes.rfind(mark, 0, k) + 1 for mark in ";.")
    for j in range(k - 1, max(begin - 1, k - 16), -1):
        if sentence.tokens[j].cls == "n" and _TIME_NOUN.search(sentence.tokens[j].text):
            return sentence.words(*phrase_before(sentence, j + 1, sentence.clause(j)[0], topical=True))
    return ""


def lasting(sentence: TokenizedSentence, i: int) -> str:
    """Activity that has gone on for so long: 连续搜寻11个小时, 他比对了半个月."""
    k = sentence.at[i]
    while k and sentence.classes[k - 1] in "atekf":
        k -= 1
    start = k
    while start and sentence.classes[start - 1] in "n" and k - start < 2:
        start -= 1
    if start and sentence.classes[start - 1] in "Vv":
        start -= 1
        if start + 1 == k and sentence.tokens[start].text in LIGHT and (done := action_behind(sentence, i)):  # 开展24小时武装巡逻
            return done
        if start + 1 == k and sentence.tokens[start].text in _GOING_ON:
            above = sentence.words(*phrase_before(sentence, start, sentence.clause(start)[0], topical=True))
            return above or sentence.words(start, k)
        if sentence.tokens[start].text not in _PASSING:
            return sentence.words(start, k)
    return ""
