"""Subjects in distributive lists: one head per figure (盗窃、诈骗警情分别下降8%、14%), or one measure for all."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.context.subject_phrases import is_place
from extractors.metric import names_a_metric
from extractors.syntax.clause import TokenizedSentence
from extractors.syntax.lists import Group
from extractors.syntax.noun_phrase_before import phrase_before, topic
from extractors.syntax.nouns import SUFFIXES

_LIST_HEAD = regex.compile(r"(?:警情|案件|发案|立案|事故|案|时长|时间|时限|周期|用时|率|人数|收入)(?=(?:总?数量?|起数|总量)?$)")
_MEASURED = ("数", "率", "量", "额")  # final characters of what is measured
_COUNTABLE = frozenset("案件情故率数量额入值")  # final characters of a name that needs no further head noun


_COMPARING = "ymt5"
_COMPARED_WITH = regex.compile("[cj][t5]+c?a*")  # 与2024年相比更
# What a clause says of a list before the numbers come: 双下降, 再创新高
_SAID = regex.compile(
    r"(?:再|屡|又)?创(?:下|出|造)?了?(?:历史|同期|历年)?(?:新[高低]|最)|“?双(?:双|下降|上升|降|升)|(?:均|都)(?=实现|呈|有|保持|大幅|明显|上升|下降|提升|创)|实现|呈现?|保持|持续|连续|稳步|稳中|逐年|大幅|明显|显著|全面|不断|同步|有所|(?:上升|下降|提升|增长|回落|走[低高])(?![率数量额幅])"
)


def of_the_list(sentence: TokenizedSentence, i: int) -> str:
    """``A、B、C分别下降8%、14.3%和5.1%``: the head of figure ``i``; empty if it is in no list with as many heads.

    If the heads are places or times, all figures have the same subject: what is done or measured there.
    """
    group = sentence.lists[i]
    if group is None:
        return ""
    heads = _heads(sentence, group)
    governed = _governed(sentence, group.verb, sentence.at[group.first])
    if len(heads) != group.size:
        return governed
    names = [sentence.words(*phrase_before(sentence, stop, start, topical=True)) for start, stop in heads]
    if any(not name or is_place(name) for name in names) or all("l" in sentence.classes[start:stop] for start, stop in heads):
        begin, end = sentence.clause(group.head)[0], heads[0][0]
        above = sentence.words(*topic(sentence, begin, end)) or sentence.words(*phrase_before(sentence, end, begin, topical=True))
        return governed or above or names[-1]
    n = i - group.first
    return names[n] + _shared(sentence, heads, names, n)


def _heads(sentence: TokenizedSentence, group: Group) -> list[tuple[int, int]]:
    """Token spans of the list members before ``group`` (盗窃、诈骗警情); empty if there are fewer than figures."""
    end, size = group.head, group.size
    begin, stop = sentence.clause(end)[0], end
    if before := _clause_before(sentence, begin, end):
        begin, stop = before
    while stop > begin and sentence.classes[stop - 1] in "ymt5akcepEglobBsudUDkIF":
        stop -= 1
    for k in range(begin, stop):  # 立案、破案、挽损三项指标
        amount = sentence.figures[sentence.figure_at[k]].value.amount if sentence.figure_at[k] >= 0 else None
        if amount and amount.value == size:
            stop = k
            break
    while begin < stop and sentence.classes[begin] in "t5gla":
        begin += 1
    spans, last = [], stop
    quoted = False
    for k in range(stop - 1, begin - 1, -1):
        quoted = quoted != (sentence.classes[k] == '"')
        if quoted:
            continue
        if sentence.classes[k] == "j":
            spans.append((k + 1, last))
            last = k
        elif (sentence.classes[k] in "1234" and not _is_kind(sentence, k)) or (
            len(spans) + 1 >= size and k + 1 < last and _governs(sentence, k, [(k, last), *spans])
        ):
            begin = k + 1
            break
    spans.append((begin, last))
    return spans[::-1][-size:] if len(spans) >= size else _clause_by_clause(sentence, stop, size)


def _clause_before(sentence: TokenizedSentence, begin: int, end: int) -> tuple[int, int] | None:
    """The token span of the list in the clause before, if ``begin:end`` only compares: 抢劫、盗窃案件双下降，同比分别下降…; else None.

    What that clause itself says of the list (双下降, 再创新高) is left out.
    """
    said = sentence.classes[begin:end]
    compares = said.strip(_COMPARING) == "" or bool(_COMPARED_WITH.fullmatch(said))
    if not compares or not begin or sentence.classes[begin - 1] not in ",:":
        return None
    first, stop = sentence.clause(begin - 1)[0], begin - 1
    last = sentence.classes.rfind("j", first, stop)
    if last < 0:
        return (first, stop) if begin == end else None
    return first, next((k for k in range(last + 2, stop) if _SAID.match(sentence.text, sentence.tokens[k].start)), stop)


def _clause_by_clause(sentence: TokenizedSentence, stop: int, size: int) -> list[tuple[int, int]]:
    """The last ``size`` clauses before token ``stop`` if each is a measure: 立案数，移送起诉数，同比分别上升…; else none."""
    spans = list[tuple[int, int]]()
    stop -= stop > 0 and sentence.classes[stop - 1] == ","
    while stop > 0 and len(spans) < size:
        begin = sentence.clause(stop - 1)[0]
        measured = sentence.tokens[stop - 1].text.endswith(_MEASURED) and not any(at >= 0 for at in sentence.figure_at[begin:stop])
        if begin >= stop or not measured:
            return []
        spans.append((begin, stop))
        stop = begin - 1
    return spans[::-1] if len(spans) == size else []


def _governs(sentence: TokenizedSentence, k: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether token ``k``, the first of a list with the members ``spans``, is the verb of the whole list: 办理 in 办理盗窃、诈骗案件.

    It is not where each member has a verb and a noun of its own (破获案件数、抓获人数), or where it says of what kind the noun is (盗窃案件).
    """
    of_a_kind = sentence.classes[k] == "V" and bool(_LIST_HEAD.search(sentence.tokens[k + 1].text))
    parallel = len(spans) > 1 and all(sentence.classes[start] in "vV" and "n" in sentence.classes[start:stop] for start, stop in spans)
    return sentence.classes[k] in "vV" and sentence.tokens[k + 1].text not in SUFFIXES and not of_a_kind and not parallel


def _is_kind(sentence: TokenizedSentence, k: int) -> bool:
    """Whether token ``k`` is a number of kinds, a modifier of the head noun: 八类严重暴力案件."""
    return sentence.figure_at[k] >= 0 and sentence.figures[sentence.figure_at[k]].value.unit in ("类", "大类", "种")


def _governed(sentence: TokenizedSentence, begin: int, end: int) -> str:
    """Object of a verb in the tokens ``begin:end`` (分别破获盗窃案36起、29起)."""
    start, stop = phrase_before(sentence, end, begin)
    return sentence.words(start, stop) if start < stop and any(cls in "vV" for cls in sentence.classes[begin:start]) else ""


def _shared(sentence: TokenizedSentence, heads: Sequence[tuple[int, int]], names: Sequence[str], n: int) -> str:
    """What name ``n`` shares with the last head: 警情 in 盗窃、诈骗警情; the object in 接收、办结群众来信."""
    if n + 1 == len(names):
        return ""
    start, stop = heads[-1]
    verbs = all(sentence.classes[one:other].strip("vV") == "" for one, other in heads[:-1])
    if verbs and sentence.classes[start] in "vV" and stop - start > 1:
        return sentence.words(start + 1, stop)
    if _is_whole(names[n]):
        return ""
    match = next((_LIST_HEAD.search(other) for other in names[n + 1 :] if _is_whole(other)), None)
    return match[0] if match else ""


def _is_whole(name: str) -> bool:
    return name[-1] in _COUNTABLE or bool(_LIST_HEAD.search(name) or names_a_metric(name))
