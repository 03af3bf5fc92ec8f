"""The lexicon of metrics: every record on its own sentences and against all others, its labels, and units that count the same."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

import pytest

from extractors import SourceText, extract
from extractors.lexicon import lexicon
from extractors.metric import NO_VERB_CLASS, Metric, metrics, scale_of

METRICS = list(metrics().values())


def metric_of_last(sentence: str) -> str:
    """The metric of the last figure of ``sentence`` that is not a date."""
    return [claim.metric for claim in extract(SourceText(sentence)).claims if claim.kind != "date"][-1]


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_is_that_of_its_examples_and_of_no_reject(metric: Metric) -> None:
    assert len(metric.examples) >= 2
    assert metric.rejects
    assert {sentence: metric_of_last(sentence) for sentence in metric.examples} == dict.fromkeys(metric.examples, metric.name)
    assert [sentence for sentence in metric.rejects if metric_of_last(sentence) == metric.name] == []


def test_every_metric_has_a_name_in_both_languages() -> None:
    for language in ("zh", "en"):
        labels = Counter(metric.label(language) for metric in METRICS)
        assert [label for label, count in labels.items() if count > 1 or not label.strip()] == []
    assert all(metric.en.isascii() and not metric.label("zh").isascii() for metric in METRICS)


def test_records_refer_to_what_there_is() -> None:
    for metric in METRICS:
        assert set(metric.verbs) <= {*lexicon("verb_classes"), NO_VERB_CLASS}, metric.name
        assert set(metric.counts) <= set(lexicon("scales")), metric.name
        assert set(metric.within.values()) <= set(metrics()), metric.name
        assert not metric.alone or metric.alone in metric.verbs, metric.name
        assert max(Counter((*metric.nouns, *metric.short, *metric.vague, *metric.general)).values()) == 1, metric.name


def test_a_verb_has_one_class() -> None:
    verbs = Counter(verb for some in lexicon("verb_classes").values() for verb in some)
    assert [verb for verb, count in verbs.items() if count > 1] == []


def claims_of(metric: Metric) -> set[tuple[str, str]]:
    """Each noun of a metric with each class of verbs under which it names it."""
    verb_classes = metric.verbs or (*lexicon("verb_classes"), NO_VERB_CLASS)
    nouns = product((*metric.nouns, *metric.short, *metric.vague), verb_classes)
    return {*nouns, *product(metric.general, set(verb_classes) - {NO_VERB_CLASS})}


def test_two_metrics_never_claim_one_figure() -> None:
    """The same noun under the same verb, in the same kind and unit, has one metric."""
    both = []
    for one, other in combinations(METRICS, 2):
        kinds = set(one.kinds) & set(other.kinds)
        units = one.units & other.units - {""} if kinds == {"count"} else kinds
        opposite = {one.modified, other.modified} == {True, False}
        if units and not opposite and (shared := claims_of(one) & claims_of(other)):
            both.append((one.name, other.name, shared))
    assert both == []


@pytest.mark.parametrize(
    ("metric", "unit", "scale"),
    [
        ("刑事案件", "件", "起"), ("刑事案件", "宗", "起"), ("抓获嫌疑人", "名", "人"), ("抓获嫌疑人", "位", "人"), ("走访群众", "人次", "人次"),
        ("走访群众", "名", "人"), ("刑事案件", "人", "人"), ("", "件", "件"), ("投入经费", "CNY", "CNY"),
    ],
)  # fmt: skip
def test_units_that_count_the_same(metric: str, unit: str, scale: str) -> None:
    assert scale_of(metric, unit) == scale
