"""Lists that 分别 distributes over what stands before them: which of it each figure speaks of."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.context.clauses import LAST_PAUSE, clause_before, without_comparison, without_tail
from extractors.context.coordination import Group
from extractors.context.phrases import VERBS, last_phrase
from extractors.context.statement import Statement
from extractors.metric import metric_of
from extractors.tokens.gazetteer import mentions
from extractors.tokens.words import tokens

_HEAD = regex.compile(r"(?:警情|案件|发案|立案|事故|时长|时间|时限|周期|用时)(?=(?:总?数量?|起数|总量)?$)")
_COUNTABLE = frozenset("案件情故率数量额")  # what a name ends in that is complete
_JOINT = regex.compile(r"[、和与及]|以及")


def done_to_the_list(said: Statement, i: int) -> str:
    """``甲、乙警方分别破获盗窃案36起、29起``: all figures of the list speak of the one thing that is done."""
    group = said.group(i)
    return _governed(said.text[group.head + 2 : said.figures[group.first].start]) if group else ""


def of_the_list(said: Statement, i: int) -> str:
    """``A、B、C分别下降8%、14.3%和5.1%``: the n-th figure speaks of the n-th head; empty where the figure stands in no list, or no heads do."""
    group = said.group(i)
    if group is None:
        return ""
    begin, heads = _heads(said, group)
    names = [name for name in _JOINT.split(without_tail(without_comparison(heads))) if name][-group.size :]
    if len(names) < group.size:
        return ""
    if _ends_in_place(names[0]) or _is_a_date(said, names[0], begin):  # 甲区、乙区、丙区发案分别下降: what is measured in all is one
        return last_phrase(names[-1], topical=True)
    mine, *rest = (_named(name) for name in names[i - group.first :])
    return mine + _shared(mine, rest)


def _heads(said: Statement, group: Group) -> tuple[int, str]:
    """What the list may be distributed over, and where that begins; empty where another list stands there, whose members are meant then."""
    begin, _ = clause_before(said, group.first, across_dates=True)
    heads = said.text[begin : group.head] if begin < group.head else ""
    if (heads and not _JOINT.search(heads)) or begin == group.head:
        wider = said.text[max(said.start, begin - 60) : begin].rstrip("，,")
        boundary = LAST_PAUSE.search(wider)
        begin = max(said.start, begin - 60) + (boundary.end() if boundary else 0)
        heads = wider[boundary.end() if boundary else 0 :] + heads
    counted = [other for other in said.figures if other.kind != "date" and begin <= other.start and other.end <= group.head]
    if not counted:
        return begin, heads
    amount = counted[0].reading.amount
    sums_up = len(counted) == 1 and amount is not None and amount.value == group.size  # 立案、破案、挽损三项指标
    return begin, heads[: counted[0].start - begin] if sums_up else ""


def _governed(clause: str) -> str:
    """What a verb in ``clause`` has for its object, if anything."""
    phrase = last_phrase(without_tail(without_comparison(clause)))
    return phrase if phrase not in VERBS and any(word in VERBS for word, _ in tokens(clause.removesuffix(phrase))) else ""


def _named(name: str) -> str:
    return last_phrase(name, topical=True) or tokens(name)[-1][0]


def _shared(name: str, rest: Sequence[str]) -> str:
    """``盗窃、诈骗警情``: what the next whole name of a list ends in, where ``name`` would be none that can be counted without it."""
    if _is_whole(name):
        return ""
    match = next((_HEAD.search(other) for other in rest if _is_whole(other)), None)
    return match[0] if match else ""


def _is_whole(name: str) -> bool:
    return name[-1] in _COUNTABLE or bool(_HEAD.search(name) or metric_of(name))


def _is_a_date(said: Statement, name: str, begin: int) -> bool:
    return any(figure.kind == "date" and (figure.start, figure.text) == (begin, name) for figure in said.figures)


def _ends_in_place(name: str) -> bool:
    return any(mention.end == len(name) for mention in mentions(name))
