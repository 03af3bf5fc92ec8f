"""What a duration is the length of: an event, a deed that must be done by then, a time that is measured, what has gone on so long."""

from __future__ import annotations

import regex

from extractors.context.subject_phrases import action_behind, behind_quotation
from extractors.syntax.clause import Statement
from extractors.syntax.nouns import is_person, phrase_before, phrase_behind

_TIME_NOUN = regex.compile(r"(?:时间|需时|时限|周期|用时|时长|天数|期限|时效|\p{Han}耗时|年限|间隔|进度|速度|流程)$")
_HOLIDAYS = frozenset(["假期", "长假", "小长假", "春运"])
_GOING_ON = frozenset(["开展", "上线", "运行", "启用", "实施", "推行", "成立", "启动", "试点", "开通", "运营", "投用"])
_REACHED = frozenset(["发现", "找到", "抓获", "抵达", "赶到", "到达", "完成", "锁定", "找回", "救出", "追回", "解开", "签下", "控制", "抓捕", "落网", "抓住", "救下", "处置", "化解", "送到", "送达"])  # fmt: skip


def of_what(said: Statement, i: int) -> str:
    """``为期80天的专项行动``, ``5天假期``: the event whose length this is."""
    k = said.at[i]
    lasting = said.classes[k + 1 : k + 2] == "z"  # 不少于4小时的整治
    if lasting or any(token.text in _HOLIDAYS for token in said.tokens[k + 1 : k + 2]):
        start, stop = phrase_behind(said, behind_quotation(said, k + 1 + lasting), said.pause_behind(k))
        if start < stop and not is_person(said.tokens[stop - 1]) and said.tokens[stop - 1].text != "事":  # 潜逃23年的疑犯, 等3天的事
            return said.words(start, stop)
    return ""


def done_within(said: Statement, i: int) -> str:
    """``在5分钟内赶到事发地点``: what must be done by then."""
    return action_behind(said, i) if said.figures[i].text.endswith("内") else ""


def reached_after(said: Statement, i: int) -> str:
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


def measured_time(said: Statement, i: int) -> str:
    """``平均出警时间缩短至5分钟``: the time is named before the figure, perhaps with another figure between."""
    k = said.at[i]
    begin = max(said.classes.rfind(mark, 0, k) + 1 for mark in ";.")
    for j in range(k - 1, max(begin - 1, k - 16), -1):
        if said.tokens[j].cls == "n" and _TIME_NOUN.search(said.tokens[j].text):
            return said.words(*phrase_before(said, j + 1, said.clause(j)[0], topical=True))
    return ""


def lasting(said: Statement, i: int) -> str:
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
