"""Which figures state no value of a metric although their noun names it.

A metric is the total that an article reports. A part of it (抓获嫌疑人12名，其中逃犯3名), a goal (力争破案率达到90%), a maximum (单日最高8874人次),
an average (平均每村安装9个), cases of a certain size (百万元以上的案件12起), a penalty (处以2000元罚款) and people or places that merely act (18个派出所推出服务) are other things.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import regex

from extractors.context.movement import Movement
from extractors.context.subject import Subject
from extractors.context.subject_phrases import clause_begin
from extractors.metric import Metric, verb_class_of
from extractors.metric import metrics as metrics_of_the_lexicon
from extractors.syntax.clause import TokenizedSentence

_OF_WHICH = frozenset(["其中", "包括", "包含", "含", "当中"])
_OF_THEM = regex.compile(r"(?:其中|中)(?:已|仅|就)?有?\Z")
_AMONG = regex.compile(r"[^，,。；;、]{0,12}中(?=[，,有])")
_UNREAL = regex.compile(r"就要|险些|差点|力争|计划投|预计投|拟投|务求|须|控制在|控制指标|目标[是为]")
_IMPOSED = regex.compile(r"处以|[可将]处|[科判]处|可被|被罚")
_OF_ONE = regex.compile(
    r"最[高多大]|单[套台]|每(?:个|套|台|村|名|辆|户|所|位|人|社区|单位|[十百]?万|\d+万)|[人户案]均|平均(?!每[天日周月])"
)
_PER = regex.compile(r"亿元\s?(?:GDP|地区生产总值|国内生产总值|产值)|(?<![\d.])(?:10+)?[十百]?万(?:车|吨|公里|人)(?:事故)?死亡")
_OTHERS = regex.compile(r"其[他它余]|[此该这]类|上述")
_LIMIT = regex.compile(r"(?:以[上下内]|之[上下内])\Z")
_BACKLOG = regex.compile(r"库存|积案|积压|遗留|未破")
_LONGEST_LIST = 40  # tokens
_TIMES_OR_PLACES = regex.compile(r"[5t](?:j[5t])+|[gl](?:j[gl])+")
_TO_SHARE = frozenset(["占", "占到"])
# Words that say that people or places are there, beside the verbs of setting up.
_THERE = frozenset(["有", "现有", "共有", "拥有", "设有", "达", "达到", "达到了", "为", "增至", "增加到", "成立", "开设", "聘请", "聘任", "招聘", "招募", "发展", "吸纳", "活跃", "驻有", "新增", "划分"])  # fmt: skip
_SET_UP = frozenset(["build", "hold", "dispatch", "invest", "commit"])


class MetricCandidates(NamedTuple):
    """A sentence with the metrics that the nouns of its figures name, one per figure, empty where none does.

    ``before``: the metrics of the sentence before it.
    """

    sentence: TokenizedSentence
    movements: Sequence[Movement]
    subjects: Sequence[Subject]
    metrics: Sequence[str]
    before: Collection[str]

    def metric(self, i: int) -> Metric:
        """The metric that the noun of figure ``i`` names."""
        return metrics_of_the_lexicon()[self.metrics[i]]

    def words_before(self, i: int) -> str:
        """The words between figure ``i`` and the pause or the amount before it."""
        k = self.sentence.at[i]
        return self.sentence.words(clause_begin(self.sentence, k), k)

    def clause_before(self, i: int) -> str:
        """The clause up to figure ``i``, with the figures in it."""
        k = self.sentence.at[i]
        return self.sentence.words(self.sentence.clause(k)[0], k)


def states_a_value(named: MetricCandidates, i: int) -> bool:
    """Whether figure ``i``, whose noun names a metric, states a value of it, be it a level or a change."""
    return not any(is_something_else(named, i) for is_something_else in _SOMETHING_ELSE)


def is_there(sentence: TokenizedSentence, i: int, phrase: str) -> bool:
    """Whether the clause says that the counted people or places are there: 配备民警2名, 现有2名民警, but not 2名民警赶到."""
    begin, k = sentence.clause(sentence.at[i])[0], sentence.at[i]
    if phrase in sentence.words(clause_begin(sentence, k), k):
        return True
    return any(token.text in _THERE or verb_class_of(token.text) in _SET_UP for token in sentence.tokens[begin:k])


def _is_none(named: MetricCandidates, i: int) -> bool:
    """A slogan about some place: 23个村庄实现“零”发案."""
    return named.sentence.figures[i].text == "零"


def _is_unreal(named: MetricCandidates, i: int) -> bool:
    """A goal, or what nearly happened: 力争破案率达到90%, 比控制指标减少3人, 险些被骗10万元."""
    return bool(_UNREAL.search(named.words_before(i)))


def _is_acted_on(named: MetricCandidates, i: int) -> bool:
    """Cases to which something is done, no number of cases recorded: 对654起诈骗案件实施紧急止付."""
    sentence = named.sentence
    return named.metric(i).family == "crime" and sentence.text.endswith("对", sentence.start, sentence.figures[i].start)


def _is_imposed(named: MetricCandidates, i: int) -> bool:
    """A penalty for one person: 处以2000元罚款."""
    return named.sentence.figures[i].kind == "money" and bool(_IMPOSED.search(named.words_before(i)))


def _is_a_share(named: MetricCandidates, i: int) -> bool:
    """A share in percent, unless the metric is one itself: 58.2%的业务."""
    return named.movements[i].role == "share" and "percentage" not in named.metric(i).kinds


def _is_a_denominator(named: MetricCandidates, i: int) -> bool:
    """What a share is of: 地区生产总值 in 占地区生产总值的比重回落1.6个百分点."""
    subject = named.subjects[i]
    k = subject.source if subject.carried else i
    return bool(subject.text) and "占" + subject.text in named.clause_before(k)


def _is_of_one(named: MetricCandidates, i: int) -> bool:
    """A maximum or an average, unless the metric is one itself (人均可支配收入): 单日最高8874人次, 平均每村安装9个."""
    of_one = _OF_ONE.search(named.clause_before(i)) if named.sentence.figures[i].kind in ("count", "money") else None
    metric = named.metric(i)
    return of_one is not None and "率" not in metric.name and not any(of_one[0] in noun for noun in metric.nouns)


def _is_a_density(named: MetricCandidates, i: int) -> bool:
    """A number for so much of something, unless the metric is a rate: 亿元GDP死亡人数0.70人, 百万吨死亡人数为2.81人."""
    sentence, subject = named.sentence, named.subjects[i]
    k = sentence.at[subject.source if subject.carried else i]
    begin, end = sentence.clause(k)
    return "率" not in named.metric(i).name and bool(_PER.search(sentence.words(begin, end)))


def _is_of_others(named: MetricCandidates, i: int) -> bool:
    """The rest of a list, or a kind named before: 其他报警2525起, 此类案件30起."""
    return bool(_OTHERS.search(named.words_before(i)) or _OTHERS.search(named.subjects[i].text))


def _is_of_some_kinds(named: MetricCandidates, i: int) -> bool:
    """A general noun behind a number of kinds: 入室盗窃等三类警情下降18%."""
    sentence, begin = named.sentence, clause_begin(named.sentence, named.sentence.at[i])
    counted = begin > 0 and sentence.tokens[begin - 1].text.endswith("类")
    subject = named.subjects[i].text
    return counted and named.metric(i).modified is False and bool(subject) and named.words_before(i).startswith(subject)


def _is_beyond_a_limit(named: MetricCandidates, i: int) -> bool:
    """Only those of a certain size: 百万元以上的电诈案件12起, 60岁以上老人30名."""
    sentence = named.sentence
    if i == 0 or not _LIMIT.search(sentence.figures[i - 1].text):
        return False
    between = sentence.words(sentence.at[i - 1] + 1, sentence.at[i]).lstrip("的")
    subject = named.subjects[i].text
    return bool(subject) and between.startswith(subject)


def _is_a_backlog(named: MetricCandidates, i: int) -> bool:
    """Cases left over from earlier, no crimes of the period: 库存命案下降7%."""
    return named.metric(i).family == "crime" and bool(_BACKLOG.search(named.subjects[i].text))


def _is_of_which(named: MetricCandidates, i: int) -> bool:
    """Some of those named before, or those of which some are named next: 多起命案，其中4起属于疑难命案, 6起火灾中，城市4起."""
    sentence, figure = named.sentence, named.sentence.figures[i]
    return bool(_OF_THEM.search(sentence.text, sentence.start, figure.start) or _AMONG.match(sentence.text, figure.end, sentence.end))


def _is_one_of_several(named: MetricCandidates, i: int) -> bool:
    """One of several changes said of one noun, so that it is open which is its own: 案件受理和审结总数分别上升8%和9%.

    Where 分别 distributes them over times or places, each is of the noun there: 2022年、2023年刑事案件分别下降10%、12%.
    """
    if named.movements[i].role != "change" or _is_of_a_time_or_place(named.sentence, i):
        return False
    neighbours = (j for j in (i - 1, i + 1) if 0 <= j < len(named.metrics))
    return any(_said_of(named, j) == _said_of(named, i) and _are_joined(named.sentence, min(i, j)) for j in neighbours)


def _is_of_a_time_or_place(sentence: TokenizedSentence, i: int) -> bool:
    """Whether figure ``i`` is in a list that 分别 distributes over as many times or places."""
    group = sentence.lists[i]
    if group is None:
        return False
    window = max(0, group.head - _LONGEST_LIST)
    begin = max(window, *(1 + sentence.classes.rfind(end, window, group.head) for end in ".;"))
    return any(heads.count("j") + 1 == group.size for heads in _TIMES_OR_PLACES.findall(sentence.classes, begin, group.head))


def _said_of(named: MetricCandidates, i: int) -> tuple[str, ...]:
    movement = named.movements[i]
    return named.metrics[i], named.subjects[i].text, movement.role, movement.basis


def _are_joined(sentence: TokenizedSentence, i: int) -> bool:
    """Whether only a conjunction stands between figure ``i`` and the next one: 8%和9%."""
    return set(sentence.classes[sentence.at[i] + 1 : sentence.at[i + 1]]) <= {"j"}


def _is_a_part(named: MetricCandidates, i: int) -> bool:
    """A part of a total of the same metric: 3名 in 抓获嫌疑人12名，其中逃犯3名.

    A 其中 at the beginning of a sentence refers to the totals of the sentence before. A change of the total itself is no part.
    """
    sentence, metric, movements = named.sentence, named.metrics[i], named.movements
    if movements[i].role == "level" and sentence.tokens[sentence.at[i] - 1].text in _TO_SHARE and metric in named.metrics[:i]:
        return True  # 盗窃案194宗，村屋占107宗
    one = named.subjects[i].source if named.subjects[i].carried and movements[i].role == "change" else i
    begin = _begin_of_parts(sentence, sentence.at[one])
    if begin < 0 or (sentence.classes[begin] == "(" and movements[one].role != "level"):
        return False
    totals = [named.metrics[j] for j, k in enumerate(sentence.at[:one]) if k < begin and named.metrics[j]]
    totals = totals or [total for total in named.before if total]
    return bool(totals) and (metric in totals or _share_a_verb(totals[-1], metric))


def _share_a_verb(total: str, part: str) -> bool:
    """Whether a part that reads as crimes is one of the cases solved: 破获案件30起，其中盗窃案17起."""
    return metrics_of_the_lexicon()[total].family == "solved" and metrics_of_the_lexicon()[part].family == "crime"


def _begin_of_parts(sentence: TokenizedSentence, k: int) -> int:
    """The token that opens the list of parts in which token ``k`` stands: 其中 or a bracket; -1 if it stands in none.

    Another verb after the first part ends the list: 抓获嫌疑人12名，其中逃犯3名，查处案件5起.
    """
    verb_classes: set[str] = set()
    clause = t = k
    while (t := _token_before(sentence, t)) >= 0 and sentence.classes[t] != ".":
        if sentence.classes[t] == "(":
            return t
        if sentence.tokens[t].text in _OF_WHICH:
            return -1 if verb_classes - _verb_classes(sentence, 0, t) else t
        if sentence.classes[t] in ",;":
            if sentence.tokens[t - 1].text not in _OF_WHICH:
                verb_classes |= _verb_classes(sentence, t + 1, clause)
            clause = t
    return -1


def _token_before(sentence: TokenizedSentence, t: int) -> int:
    """The token before token ``t``, or the opening bracket if that closes one."""
    return sentence.classes.rfind("(", 0, t) if sentence.classes[t - 1 : t] == ")" else t - 1


def _verb_classes(sentence: TokenizedSentence, begin: int, end: int) -> set[str]:
    """What the verbs among tokens ``begin:end`` say is done."""
    return {verb_class for token in sentence.tokens[begin:end] if (verb_class := verb_class_of(token.text))}


_SOMETHING_ELSE: tuple[Callable[[MetricCandidates, int], bool], ...] = (
    _is_none, _is_unreal, _is_acted_on, _is_imposed, _is_a_share, _is_a_denominator, _is_of_one, _is_a_density, _is_of_others, _is_of_some_kinds, _is_beyond_a_limit, _is_a_backlog, _is_of_which,
    _is_one_of_several, _is_a_part,
)  # fmt: skip
