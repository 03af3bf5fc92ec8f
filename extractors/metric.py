"""The metric of a figure: the standard name of what it measures, from its verb and its noun.

``lexicon/metrics.toml`` holds one record per metric, ``verb_classes.toml`` the classes of verbs and ``scales.toml`` the units that count the
same. 破获刑事案件30起 counts cases solved and 刑事案件30起 crimes, although both have the same noun.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import regex

from extractors.lexicon import lexicon

NO_VERB_CLASS = "none"
# Endings after a noun that only say that it is counted (刑事案件起数).
_OF_NUMBER = (
    "",
    "总数量",
    "总数",
    "数量",
    "总量",
    "人数",
    "起数",
    "宗数",
    "件数",
    "次数",
    "户数",
    "数",
    "量",
    "总额",
    "数字",
    "金额",
    "额",
    "总体",
    "方面",
)
_NEGATED = regex.compile(r"(?:[不未无非]|未[结破办执审])\Z")  # 不批准逮捕, 未结案


class Verb(NamedTuple):
    """A verb before a figure: its span, counted from the beginning of the figure's phrase, its verb class, and how often 的 comes before it."""

    start: int
    end: int
    verb_class: str
    attributes: int = 0


class MetricFeatures(NamedTuple):
    """What decides the metric of a figure.

    ``phrase`` ends in the subject; ``modifier`` is where the first word of the subject ends that can make a noun after it one of a
    kind. ``verbs`` stand before the figure, in order; ``default_verb_class`` is the class where none of them governs. ``has_own_verb``: the phrase is that of
    an earlier figure, and this one has a verb of its own (刑事立案171起，破获148起). ``shared``: it has a noun of its own, and only shares
    the verb of a figure before it, which then does not name a metric alone (抓获嫌疑人12名，电脑3台) but for things seized.
    """

    phrase: str
    modifier: int
    verbs: Sequence[Verb]
    default_verb_class: str
    kind: str
    unit: str
    role: str
    has_own_verb: bool = False
    shared: bool = False

    @property
    def is_relative(self) -> bool:
        """Whether it is a change or a share of something in percent or as a multiple."""
        return self.kind in ("percentage", "multiple") and self.role in ("change", "share")

    def verb_class(self, begin: int) -> str:
        """The verb class of the last verb outside the noun that begins at ``begin`` and ends the phrase: not 救援 in 出动救援人员30名.

        Of two verbs before one 的, the first governs: 起诉 in 起诉发生在企业中的案件.
        """
        outside = [verb for verb in self.verbs if verb.end <= begin or verb.start >= len(self.phrase)]
        if not outside:
            return self.default_verb_class
        last = outside[-1]
        first = next(verb for verb in outside if verb.attributes == last.attributes)
        return first.verb_class if self.phrase[max(0, last.end) : begin].count("的") else last.verb_class


class Match(NamedTuple):
    """A metric that a figure can have, the verb class under which it has it, where its noun begins in the phrase, and whether that is vague."""

    metric: Metric
    verb_class: str
    begin: int = 0
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Metric:
    """A record of the lexicon; the comment at its top describes the fields."""

    name: str
    en: str
    family: str
    nouns: tuple[str, ...] = ()
    zh: str = ""
    kinds: tuple[str, ...] = ("count",)
    counts: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    modified: bool | None = None
    needs_presence: bool = False
    alone: str = ""
    any_object: bool = False
    excludes: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    within: Mapping[str, str] = field(default_factory=dict)
    items: str = ""
    examples: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()

    def label(self, language: str) -> str:
        """The name for readers of ``language`` (``zh`` or ``en``)."""
        return self.en if language == "en" else self.zh or self.name

    def within_words(self, text: str) -> str:
        """The metric that a vague noun has after ``text``, from the last of the words of ``within`` in it; empty if there is none."""
        last = max(self.within, key=text.rfind, default="")
        return self.within[last] if last and last in text else ""

    def is_refuted(self, sentence: str) -> bool:
        """Whether ``sentence`` speaks of something else."""
        return any(word in sentence for word in self.unless)

    def is_evident(self, sentence: str) -> bool:
        """Whether a vague noun has this metric in ``sentence``."""
        return not self.beside or any(word in sentence for word in self.beside)

    def admits(self, measured: MetricFeatures) -> bool:
        """Whether a figure states this metric by its kind and unit, or is a change or share of it, and nothing in its phrase is against it."""
        stated = (measured.kind != "count" or measured.unit in self.units) if measured.kind in self.kinds else measured.is_relative
        return stated and not any(word in measured.phrase for word in self.excludes)


class Noun(NamedTuple):
    """A noun of a metric, and the verb classes under which it names it; ``has_verb``: it says itself what is done (破案数)."""

    metric: Metric
    verb_classes: frozenset[str]
    has_verb: bool = False
    is_short: bool = False
    is_vague: bool = False

    def admits(self, measured: MetricFeatures, verb_class: str, begin: int) -> bool:
        """Whether a figure whose phrase ends in this noun, from ``begin`` on, has its metric under ``verb class``."""
        modified = self.metric.modified in (None, measured.modifier <= begin)
        governed = not self.metric.verbs or verb_class in self.verb_classes or (self.has_verb and not measured.has_own_verb)
        return modified and governed and self.metric.admits(measured)


@cache
def metrics() -> Mapping[str, Metric]:
    """All metrics by name, in lexicon order."""
    return {name: _metric(name, record) for name, record in lexicon("metrics").items()}


def matches(measured: MetricFeatures) -> Iterator[Match]:
    """The metrics that a figure can have, those with the longest nouns first."""
    nouns, longest = _nouns()
    for begin in range(max(0, len(measured.phrase) - longest), len(measured.phrase)):
        if (ones := nouns.get(measured.phrase[begin:])) and not _NEGATED.search(measured.phrase, 0, begin):
            verb_class = measured.verb_class(begin)
            yield from (Match(one.metric, verb_class, begin, one.is_vague) for one in ones if one.admits(measured, verb_class, begin))
    if verb := _closing_verb(measured):
        yield from matches(measured._replace(phrase=measured.phrase[: verb.start], verbs=(), default_verb_class=verb.verb_class))
    if measured.unit and measured.role == "level":
        verb_class = measured.verbs[-1].verb_class if measured.verbs else measured.default_verb_class
        for metric in _with_any_object().get(verb_class, ()):
            if metric.admits(measured) and (not measured.shared or metric.family == "seized"):
                yield Match(metric, verb_class)


def _closing_verb(measured: MetricFeatures) -> Verb | None:
    """The verb that ends a phrase: 查处 in 治安案件查处数."""
    for verb in measured.verbs:
        if (
            0 < verb.start < len(measured.phrase)
            and measured.phrase[verb.end :] in _OF_NUMBER
            and not verb_class_of(measured.phrase[: verb.start])
        ):
            return verb
    return None


def names_a_metric(phrase: str) -> bool:
    """Whether a phrase ends in a noun of some metric, in full: 盗窃案件, but not 盗窃, which may be short for it or modify another."""
    nouns, longest = _nouns()
    endings = (nouns.get(phrase[begin:], ()) for begin in range(max(0, len(phrase) - longest), len(phrase)))
    return any(not noun.is_short for ones in endings for noun in ones)


def scale_of(metric: str, unit: str) -> str:
    """The unit that stands for all units in which figures of ``metric`` count the same: 起 for 件 and 宗; else the unit itself."""
    known = metrics().get(metric)
    scales = (_scales()[name] for name in known.counts) if known else ()
    return next((scale[0] for scale in scales if unit in scale), unit)


def verb_class_of(verb: str) -> str:
    """The class of a verb; empty if it decides nothing."""
    return _class_of_verb().get(verb, "")


@cache
def verb_beginnings() -> frozenset[str]:
    """The first characters of all verbs with a verb class."""
    return frozenset(verb[0] for verb in _class_of_verb())


def _metric(name: str, record: Mapping[str, Any]) -> Metric:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in record.items()}
    units = {unit for scale in fields.get("counts", _scales()) for unit in _scales()[scale]}
    return Metric(name, units=frozenset(units | {""}), **fields)


@cache
def _scales() -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(units) for name, units in lexicon("scales").items()}


@cache
def _class_of_verb() -> dict[str, str]:
    return {verb: verb_class for verb_class, verbs in lexicon("verb_classes").items() for verb in verbs}


@cache
def _with_any_object() -> dict[str, list[Metric]]:
    """The metrics that need no noun, by their verb class: whoever is caught."""
    found: defaultdict[str, list[Metric]] = defaultdict(list)
    for metric in metrics().values():
        if metric.any_object:
            found[metric.alone].append(metric)
    return dict(found)


@cache
def _nouns() -> tuple[dict[str, tuple[Noun, ...]], int]:
    """The nouns of all metrics, with and without an ending of ``_OF_NUMBER``, and the length of the longest."""
    found: defaultdict[str, dict[str, Noun]] = defaultdict(dict)
    for metric in metrics().values():
        for noun in _nouns_of(metric):
            for ending in _OF_NUMBER:
                found[noun[0] + ending].setdefault(metric.name, noun[1])
    return {noun: tuple(ones.values()) for noun, ones in found.items()}, max(map(len, found))


def _nouns_of(metric: Metric) -> Iterator[tuple[str, Noun]]:
    """The nouns of a metric. One that contains a verb of its own says what is done: 破案数, 追赃挽损额."""
    verb_classes = frozenset(metric.verbs)
    verbs = [verb for verb_class in metric.verbs for verb in lexicon("verb_classes").get(verb_class, ()) if len(verb) > 1]
    for noun in (*metric.nouns, *metric.short, *metric.vague, *lexicon("verb_classes").get(metric.alone, ())):
        is_vague = noun in metric.vague or noun in metric.short
        yield noun, Noun(metric, verb_classes, any(verb in noun for verb in verbs), noun in metric.short, is_vague)
    for noun in metric.general:
        yield noun, Noun(metric, verb_classes - {NO_VERB_CLASS})
