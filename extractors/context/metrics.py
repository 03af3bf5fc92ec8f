"""Metric of each figure of a sentence, from its subject and its verb class: the class of the verb that governs it (``lexicon/verb_classes.toml``).

The verb precedes the figure in its clause (抓获嫌疑人12名, 案件破获30起) or follows it there (30起案件被破获). Items of a list share the
verb of the first (破获盗窃案件12起、诈骗案件9起), and a figure with a subject carried over shares the verb of that subject.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

import regex

from extractors.context.metric_values import MetricCandidates, is_there, states_a_value
from extractors.context.movement import Movement
from extractors.context.subject import Subject
from extractors.context.subject_phrases import clause_begin
from extractors.figures.rule import Figure
from extractors.metric import NO_VERB_CLASS, Match, MetricFeatures, Verb, matches, metrics, verb_beginnings, verb_class_of
from extractors.syntax.clause import PAUSES, TokenizedSentence
from extractors.syntax.nouns import names_an_agent
from extractors.tokens.tokenizer import Token, tokenize

_LONGEST_VERB = 3  # tokens: 移送 审查 起诉
_MODIFIERS = 6  # characters
# Words between a noun and the verb that says what was done with it.
_DONE = frozenset(["被", "全部", "均", "得到", "成功", "获", "及时", "依法", "予以", "被成功", "全", "因公", "英勇"])
# Modifiers that leave a noun general.
_OF_EVERY_KIND = frozenset(["有效", "总", "总体", "各类", "全部", "110", "群众", "市民", "城区", "县城", "主城区", "街面", "农村", "社区", "校园", "整体", "所有", "新", "接", "报", "接报", "当日", "年", "月", "日", "境内", "网格", "重大", "较大", "一般", "重特大", "亡人", "安全", "责任", "相关", "街头", "居民区", "辖区"])  # fmt: skip
# After a verb, they make it the name of a team: 消防救援队伍, 侦查部门.
_TEAMS = ("队", "队伍", "力量", "部门", "机关", "局", "工作")
_NOT = frozenset(["未", "尚未"])
_MEASURES = ("数", "率", "量", "额", "度")
_LIST_GOES_ON = regex.compile(r"[、和及与]")
_OF_A_KIND = regex.compile(r"类?(?:警情|报警|案件)")
_LONGEST_PHRASE = 4  # tokens
_LISTED = frozenset("jw")
_ENDS = PAUSES | frozenset("12345")


def read_metrics(
    sentence: TokenizedSentence, movements: Sequence[Movement], subjects: Sequence[Subject], before: Collection[str] = ()
) -> list[str]:
    """The metric of each figure of a sentence, in order; empty where none fits or the figure states no value of it.

    ``before``: the metrics of the sentence before, to whose totals a 其中 at the beginning of this one refers.
    """
    return stated_metrics(name_metrics(sentence, movements, subjects, before))


def name_metrics(
    sentence: TokenizedSentence, movements: Sequence[Movement], subjects: Sequence[Subject], before: Collection[str]
) -> MetricCandidates:
    """A sentence with the metrics that the nouns of its figures name, also those of figures that state no value of them."""
    return MetricCandidates(sentence, movements, subjects, _names(sentence, movements, subjects, before), before)


def stated_metrics(named: MetricCandidates) -> list[str]:
    """The metric of each figure that states a value of the one its noun names; empty for the others."""
    return [name if name and states_a_value(named, i) else "" for i, name in enumerate(named.metrics)]


def _names(sentence: TokenizedSentence, movements: Sequence[Movement], subjects: Sequence[Subject], before: Collection[str]) -> list[str]:
    """The metric that the noun and the verb of each figure name."""
    found: list[str] = []
    verb_classes: list[str] = []
    for i, (figure, subject) in enumerate(zip(sentence.figures, subjects, strict=True)):
        if figure.kind == "date":
            found.append("")
            verb_classes.append(NO_VERB_CLASS)
            continue
        measured = _measured(sentence, i, movements, subjects, verb_classes)
        match = None if _joins_measures(subject.text) else _match(sentence, i, measured, subject.carried)
        if match and (_lacks_its_verb(match, measured, found) or match.metric.is_refuted(sentence.text[sentence.start : sentence.end])):
            match = None
        found.append(_among(sentence, i, match, measured, found, before) if match else _as_an_item(sentence, i, movements, found))
        verb_classes.append(_verb_class_under(measured, match) if match else measured.verb_class(len(measured.phrase)))
    return found


def metric_of_head(figure: Figure, movement: Movement, head: str) -> str:
    """The metric of a figure in a table, whose subject is made of heads."""
    head = "".join(head.split())
    measured = MetricFeatures(
        head, _first_modifier(head), _verbs_in(head), NO_VERB_CLASS, figure.kind or "count", figure.value.unit, movement.role
    )
    match = next(matches(measured), None)
    return match.metric.name if match and (not match.vague or match.metric.is_evident(head)) else ""


def _match(sentence: TokenizedSentence, i: int, measured: MetricFeatures, carried: bool) -> Match | None:
    """The metric of what a figure measures, else that of the words next to it: 推出22项改革举措, 亡1061人."""
    before = _word_before(sentence, sentence.at[i])
    if carried and before and (match := _match_of_words(measured, [before])):
        return match  # 死亡419人，伤1031人
    own = (match for match in matches(measured) if not match.metric.needs_presence or is_there(sentence, i, measured.phrase))
    if match := next(own, None):
        return match
    return _match_of_words(measured, (*_words_behind(sentence, sentence.at[i] + 1), before))


def _match_of_words(measured: MetricFeatures, texts: Iterable[str]) -> Match | None:
    """The metric of a count whose noun is one of ``texts``."""
    if measured.kind != "count" or not measured.unit:
        return None
    others = (
        measured._replace(phrase=text, modifier=len(text) + 1, verbs=(), default_verb_class=measured.verb_class(0))
        for text in texts
        if text
    )
    found = (match for other in others for match in matches(other) if match.metric.counts and not match.metric.needs_presence)
    match = next(found, None)
    return match._replace(begin=0) if match else None


def _lacks_its_verb(match: Match, measured: MetricFeatures, found: Sequence[str]) -> bool:
    """Whether a number of cases could be crimes or cases solved: 办理行政案件481宗，行政拘留583人；刑事案件7宗."""
    counted = measured.kind == "count" and measured.role == "level" and match.metric.family == "crime"
    verbless = match.verb_class == NO_VERB_CLASS and not measured.verbs and not _verbs_in(measured.phrase)
    return counted and verbless and any(metrics()[one].family == "solved" for one in found if one)


def _verb_class_under(measured: MetricFeatures, match: Match) -> str:
    """The verb class under which a figure has its metric, also where the verb opens the noun: 判处 in 判处罪犯."""
    opening = next((verb.verb_class for verb in measured.verbs if verb.start == match.begin), NO_VERB_CLASS)
    return opening if match.verb_class == NO_VERB_CLASS else match.verb_class


def _among(
    sentence: TokenizedSentence, i: int, match: Match, measured: MetricFeatures, found: Sequence[str], before: Collection[str]
) -> str:
    """The name of a metric among the other figures and words of its sentence; empty if a vague noun needs a word that is not there.

    Deaths after fires are deaths in fires, and 立案数 after calls about fraud is that of fraud; what the sentence before counts
    comes last. A noun with a modifier is about that.
    """
    metric, within = match.metric, match.metric.within
    if not match.vague:
        return metric.name
    figure = sentence.figures[i]
    if measured.modifier <= match.begin:
        other = metric.within_words(measured.phrase)
    else:
        other = (
            next((within[one] for one in reversed(found) if one in within), "")
            or metric.within_words(sentence.text[sentence.start : figure.start])
            or next((within[one] for one in before if metric.beside and one in within), "")
            or metric.within_words(sentence.text[figure.end : sentence.end])
        )
    return other or (metric.name if metric.is_evident(sentence.text[sentence.start : sentence.end]) else "")


def _words_behind(sentence: TokenizedSentence, begin: int) -> Iterator[str]:
    """The noun phrases right after a figure, the longest first: 便民举措 in 6项便民举措施行."""
    end = begin
    while end < len(sentence.classes) and sentence.classes[end] in "nAV" and end < begin + _LONGEST_PHRASE:
        end += 1
    return (sentence.words(begin, stop) for stop in range(end, begin, -1) if sentence.classes[stop : stop + 1] != "n")


def _word_before(sentence: TokenizedSentence, k: int) -> str:
    """The word right before a figure, if it begins its clause or follows a conjunction."""
    return sentence.tokens[k - 1].text if k and k - 1 == clause_begin(sentence, k) else ""


def _as_an_item(sentence: TokenizedSentence, i: int, movements: Sequence[Movement], found: Sequence[str]) -> str:
    """The metric of an item without one of its own in a list: 酒驾7起、无证2起、未带证10起."""
    before = sentence.amount_before(i)
    listed = (
        before >= 0
        and found[before]
        and _goes_on(sentence, before, i, movements)
        and bool(_LISTED & set(sentence.classes[sentence.at[before] : sentence.at[i]]))
    )
    alike = listed and sentence.figures[before].value.unit == sentence.figures[i].value.unit
    return metrics()[found[before]].items if alike else ""


def _measured(
    sentence: TokenizedSentence, i: int, movements: Sequence[Movement], subjects: Sequence[Subject], verb_classes: Sequence[str]
) -> MetricFeatures:
    figure, subject, k = sentence.figures[i], subjects[i].text, sentence.at[i]
    begin = clause_begin(sentence, k)
    tokens, clause = sentence.tokens[begin:k], sentence.words(begin, k)
    if " " in clause or " " in subject:
        tokens, clause, subject = _closed_up(tokens), "".join(clause.split()), "".join(subject.split())
    at = clause.rfind(subject) if subject else -1
    phrase, start = _through_its_kind(sentence, i, subject), len(clause)
    if at >= 0:
        start = max(0, at - _MODIFIERS)
        phrase = clause[start : _through_its_rate(clause, at + len(subject))]
    verbs = _verbs(tokens, tokens[0].start + start) if tokens else ()
    apart = at < 0 and subjects[i].carried and bool(verbs)
    if at >= 0:  # the verb of the next item of a list is not that of this one: 立刑事案件数、查处治安案件数
        verbs = [verb for verb in verbs if not _LIST_GOES_ON.search(clause, start + len(phrase), max(start + verb.start, 0))]
    behind = "" if verbs else _behind(sentence, i, subject)
    if not verbs and not behind and not subjects[i].carried:
        verbs = _verbs_in(phrase)
    otherwise = "" if verbs else behind or _shared(sentence, i, movements, subjects, verb_classes)
    shared = bool(otherwise) and not behind and not subjects[i].carried
    if not verbs and not otherwise:
        verbs = _verbs_in(phrase)
    modifier = len(phrase) - len(subject) + _first_modifier(subject)
    return MetricFeatures(
        phrase, modifier, verbs, otherwise or NO_VERB_CLASS, figure.kind or "count", figure.value.unit, movements[i].role, apart, shared
    )


@lru_cache(4096)
def _first_modifier(subject: str) -> int:
    """Where the first word of a subject ends that can make a noun after it one of a kind: 移车 in 移车类警情.

    An agent and what stands before it (城东派出所) do not narrow it.
    """
    found = len(subject) + 1
    tokens = tokenize(subject)
    for token in tokens:
        if names_an_agent(token.text) and token is not tokens[-1]:
            found = len(subject) + 1
        elif token.end < found and token.cls in "nAV" and token.text not in _OF_EVERY_KIND and not verb_class_of(token.text):
            found = token.end
    return found


def _joins_measures(subject: str) -> bool:
    """Whether one figure is said of several measures: 办结率、满意率均为100%."""
    return "、" in subject and any(part.endswith(_MEASURES) for part in subject.split("、")[:-1])


def _closed_up(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without spaces, as if their text had none: 刑 事 案 件."""
    texts = [token for token in tokens if not token.text.isspace()]
    ends = accumulate(len(token.text) for token in texts)
    return [token._replace(start=end - len(token.text), end=end) for token, end in zip(texts, ends, strict=True)]


def _through_its_rate(clause: str, end: int) -> int:
    """End of a phrase, extended to a 率 that follows (矛盾 → 矛盾成功化解率) unless a list goes on between them."""
    rate = clause.rfind("率", end)
    goes_on = end <= rate < end + _MODIFIERS and not _LIST_GOES_ON.search(clause, end, rate)
    return rate + 1 if goes_on else end


def _through_its_kind(sentence: TokenizedSentence, i: int, subject: str) -> str:
    """The noun behind a figure, of which the subject is only the kind: 2873起交通事故类警情."""
    begin = sentence.figures[i].end + len(subject)
    kind = _OF_A_KIND.match(sentence.text, begin) if subject and sentence.text.startswith(subject, sentence.figures[i].end) else None
    return subject + kind[0] if kind else subject


@lru_cache(4096)
def _verbs_in(phrase: str) -> Sequence[Verb]:
    """The verbs of a phrase that stands alone."""
    return _verbs(tokenize(phrase), 0)


def _verbs(tokens: Sequence[Token], origin: int) -> Sequence[Verb]:
    """The verbs with a verb class among ``tokens``, the longest at each place, with spans in characters from ``origin``.

    A verb in the passive after another only describes the noun: 退还被追回现金.
    """
    found: list[Verb] = []
    beginnings = verb_beginnings()
    attributes = stop = 0
    for start, token in enumerate(tokens):
        if token.cls == "z":
            attributes += 1
        elif start and (tokens[start - 1].text in _NOT or (found and tokens[start - 1].text == "被")):
            stop = max(stop, start + 1)
        elif start >= stop and token.text[0] in beginnings:
            at = token.start - origin
            if end := _end_of_verb(tokens, start):
                stop = end
                if stop == len(tokens) or not tokens[stop].text.endswith(_TEAMS):
                    found.append(Verb(at, tokens[stop - 1].end - origin, _verb_class(tokens[start:stop]), attributes))
            elif verb := _verb_within(token.text):
                found.append(Verb(at, at + len(verb), verb_class_of(verb), attributes))
    return found


def _verb_within(word: str) -> str:
    """The verb at the beginning of a word made of verb and object: 侦破案件."""
    return word[:2] if len(word) > 3 and verb_class_of(word[:2]) else ""


def _end_of_verb(tokens: Sequence[Token], start: int) -> int:
    """The token after the longest verb that begins at token ``start``; 0 if there is none."""
    longest = min(len(tokens), start + _LONGEST_VERB)
    return next((stop for stop in range(longest, start, -1) if _verb_class(tokens[start:stop])), 0)


def _verb_class(tokens: Sequence[Token]) -> str:
    return verb_class_of("".join([token.text for token in tokens]))


def _behind(sentence: TokenizedSentence, i: int, subject: str) -> str:
    """The verb class of a verb after the figure and its noun: 38万件纠纷化解在诉前, 30起案件被破获."""
    k = sentence.at[i] + 1
    if subject and sentence.text.startswith(subject, sentence.figures[i].end):
        while k < len(sentence.tokens) and sentence.tokens[k].start < sentence.figures[i].end + len(subject):
            k += 1
    while k < len(sentence.tokens) and (sentence.tokens[k].text in _DONE or sentence.tokens[k].cls == "g"):
        k += 1
    if k == len(sentence.tokens) or sentence.classes[k] in _ENDS:
        return ""
    if stop := _end_of_verb(sentence.tokens, k):
        return _verb_class(sentence.tokens[k:stop])
    end = sentence.pause_behind(k)
    return verb_class_of(sentence.tokens[end - 1].text) if sentence.tokens[end - 2].text in _DONE else ""


def _shared(
    sentence: TokenizedSentence, i: int, movements: Sequence[Movement], subjects: Sequence[Subject], verb_classes: Sequence[str]
) -> str:
    """The verb class that a figure without a verb shares with an amount before it; empty if it shares none."""
    before = sentence.amount_before(i)
    if before < 0:
        return ""
    if subjects[i].carried:
        return verb_classes[subjects[i].source]
    together = sentence.lists[i] is not None and sentence.lists[i] is sentence.lists[before]
    return verb_classes[before] if together or _goes_on(sentence, before, i, movements) else ""


def _goes_on(sentence: TokenizedSentence, before: int, i: int, movements: Sequence[Movement]) -> bool:
    """Whether figure ``i`` continues the list of figure ``before``: both count things, in one clause or in two without a movement."""
    counted = all(sentence.figures[one].kind == "count" and movements[one].role == "level" for one in (before, i))
    between = sentence.classes[sentence.at[before] + 1 : sentence.at[i]]
    return counted and not {";", "."} & set(between) and not set("udUDIFb") & set(between)
