"""Which figures state no value of a metric although their noun names it.

A metric is the total that an article reports. A part of it (抓获嫌疑人12名，其中逃犯3名), a goal (力争破案率达到90%), a maximum (单日最高8874人次),
an average (平均每村安装9个), a penalty (处以罚款2000元) and people or places that merely act (18个派出所推出服务) are other things.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import regex

from extractors.context.movement import Movement
from extractors.context.subject import Subject
from extractors.context.subject_phrases import clause_begin
from extractors.metric import Metric, deed_of
from extractors.metric import metrics as metrics_of_the_lexicon
from extractors.syntax.clause import Statement

_OF_WHICH = frozenset(["其中", "包括", "包含", "含", "当中"])
_GOAL = regex.compile(r"力争|计划投|预计投|拟投|务求|须|控制在|控制指标|目标[是为]")
_SINGLE = regex.compile(
    r"最[高多大]|单[套台]|每(?:个|套|台|村|名|辆|户|所|位|人|社区|单位|[十百]?万|\d+万)|[人户案]均|平均(?!每[天日周月])"
)
_OTHERS = regex.compile(r"其[他它余]|[此该这]类|上述")
_OF_THEM = regex.compile(r"(?:其中|中)(?:已|仅|就)?有?\Z")
_AMONG = regex.compile(r"[^，,。；;、]{0,12}中(?=[，,有])")
_IMPOSED = regex.compile(r"处以|[可将]处|[科判]处|可被|被罚")
# Words that say that people or places are there, beside the verbs of setting up.
_THERE = frozenset(["有", "现有", "共有", "拥有", "设有", "达", "达到", "达到了", "为", "增至", "增加到", "成立", "开设", "聘请", "聘任", "招聘", "招募", "发展", "吸纳", "活跃", "驻有", "新增", "划分"])  # fmt: skip
_SET_UP = frozenset(["build", "hold", "dispatch", "invest"])


def states_a_value(said: Statement, i: int, movement: Movement, subject: Subject, metric: Metric) -> bool:
    """Whether figure ``i``, whose noun names ``metric``, states a value of it, be it a level, a change or a share."""
    figure, k = said.figures[i], said.at[i]
    clause = said.words(clause_begin(said, k), k)
    if _is_of_which(said, k) or _is_a_denominator(said, subject, k):
        return False
    if _GOAL.search(clause) or (figure.kind == "money" and _IMPOSED.search(clause)):
        return False
    if movement.role == "share" and "percentage" not in metric.kinds:
        return False
    if _AMONG.match(said.text, figure.end, said.end):
        return False
    if figure.kind in ("count", "money") and _is_of_one(said.words(said.clause(k)[0], k), metric):
        return False
    return (
        figure.text != "零"
        and not _OTHERS.search(clause)
        and not _OTHERS.search(subject.text)
        and not (metric.modified is False and _is_of_some_kinds(said, k, subject))
    )


def _is_of_one(clause: str, metric: Metric) -> bool:
    """Whether the clause says that its figure is a maximum or an average, and ``metric`` is none itself (人均可支配收入)."""
    single = _SINGLE.search(clause)
    return bool(single) and "率" not in metric.name and not any(single[0] in noun for noun in metric.nouns)


def _is_of_some_kinds(said: Statement, k: int, subject: Subject) -> bool:
    """Whether the noun stands behind a number of kinds: 入室盗窃等三类警情."""
    begin = clause_begin(said, k)
    counted = begin > 0 and said.tokens[begin - 1].text.endswith("类")
    return counted and bool(subject.text) and said.words(begin, k).startswith(subject.text)


def _is_of_which(said: Statement, k: int) -> bool:
    """Whether a figure counts some of those named before: 多起命案，其中4起属于疑难命案, 123个派出所中已有117个."""
    return bool(_OF_THEM.search(said.text, said.start, said.tokens[k].start))


def _is_a_denominator(said: Statement, subject: Subject, k: int) -> bool:
    """Whether the subject is what a share is of: 地区生产总值 in 占地区生产总值的比重."""
    k = said.at[subject.source] if subject.carried else k
    return bool(subject.text) and "占" + subject.text in said.words(said.clause(k)[0], k)


def is_a_part(
    said: Statement, i: int, metrics: Sequence[str], roles: Sequence[Movement], subjects: Sequence[Subject], before: Collection[str]
) -> bool:
    """Whether figure ``i`` is a part of a total of the same metric: 3名 in 抓获嫌疑人12名，其中逃犯3名.

    ``metrics`` are those of the figures of the sentence, ``before`` those of the sentence before it, to which a 其中 at the beginning refers.
    """
    source = subjects[i].source if subjects[i].carried and roles[i].role == "change" else i
    begin = _begin_of_parts(said, said.at[source])
    if roles[i].role == "level" and said.tokens[said.at[i] - 1].text in ("占", "占到") and metrics[i] in metrics[:i]:
        return True
    if begin < 0:
        return False
    totals = [metrics[j] for j, k in enumerate(said.at[:source]) if k < begin and metrics[j]] or [one for one in before if one]
    if said.classes[begin] == "(" and roles[source].role != "level":
        return False
    return bool(totals) and (metrics[i] in totals or _share_a_verb(totals[-1], metrics[i]))


def is_one_of_several(said: Statement, i: int, metrics: Sequence[str], roles: Sequence[Movement], subjects: Sequence[Subject]) -> bool:
    """Whether figure ``i`` is one of several changes said of one noun, so that it is open which is its own: 案件受理和审结总数分别上升8%和9%."""
    one = (metrics[i], subjects[i].text, roles[i].role, roles[i].basis)
    beside = (j for j in (i - 1, i + 1) if 0 <= j < len(metrics))
    return roles[i].role == "change" and any(
        (metrics[j], subjects[j].text, roles[j].role, roles[j].basis) == one and _are_joined(said, min(i, j)) for j in beside
    )


def _are_joined(said: Statement, i: int) -> bool:
    """Whether only a conjunction stands between figure ``i`` and the next one: 8%和9%."""
    return set(said.classes[said.at[i] + 1 : said.at[i + 1]]) <= {"j", "w"}


def _share_a_verb(total: str, part: str) -> bool:
    """Whether a part that reads as crimes is one of the cases solved: 破获案件30起，其中盗窃案17起."""
    return metrics_of_the_lexicon()[total].family == "solved" and metrics_of_the_lexicon()[part].family == "crime"


def _begin_of_parts(said: Statement, k: int) -> int:
    """The token that opens the list of parts in which token ``k`` stands: 其中 or a bracket; -1 if it stands in none.

    Another verb after the first part ends the list: 抓获嫌疑人12名，其中逃犯3名，查处案件5起.
    """
    deeds: set[str] = set()
    clause = t = k
    while (t := _before(said, t)) >= 0 and said.classes[t] != ".":
        if said.classes[t] == "(":
            return t
        if said.tokens[t].text in _OF_WHICH:
            return -1 if deeds - _deeds(said, 0, t) else t
        if said.classes[t] in ",;":
            if said.tokens[t - 1].text not in _OF_WHICH:
                deeds |= _deeds(said, t + 1, clause)
            clause = t
    return -1


def _before(said: Statement, t: int) -> int:
    """The token before token ``t``, or the opening bracket if that closes one."""
    return said.classes.rfind("(", 0, t) if said.classes[t - 1 : t] == ")" else t - 1


def _deeds(said: Statement, begin: int, end: int) -> set[str]:
    """What the verbs among tokens ``begin:end`` say is done."""
    return {deed for token in said.tokens[begin:end] if (deed := deed_of(token.text))}


def is_there(said: Statement, i: int, phrase: str) -> bool:
    """Whether the clause says that the counted people or places are there: 配备民警2名, 现有2名民警, but not 2名民警赶到."""
    begin, k = said.clause(said.at[i])[0], said.at[i]
    if phrase in said.words(clause_begin(said, k), k):
        return True
    return any(token.text in _THERE or deed_of(token.text) in _SET_UP for token in said.tokens[begin:k])
