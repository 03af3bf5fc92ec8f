"""Topics that a reader can choose: a canonical metric, a subject without a metric, or a family of metrics for one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

import pandas as pd

from analytics.claims.cached_per_table import remembered
from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable, Frequent, Summary
from analytics.metrics.cached_results import chain_of, totals_of
from analytics.metrics.chains import Chain
from analytics.metrics.levels import numbers
from analytics.metrics.totals import Totals
from extractors.metric import metrics

# Family (its name in the URL) → its metrics, which together answer its question.
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {family: tuple(name for name, metric in metrics().items() if metric.family == family) for family in ("crime", "cost")}
)
MOST = 50_000  # a topic with more figures is shown by medians and ranges only
_SUBJECTS = 200  # frequent subjects offered for choice; the URL reaches any other


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. ``name`` is the metric, the subject or the family's code, as in the URL; ``sort`` says which."""

    name: str
    sort: Literal["metric", "subject", "family"]

    def of(self, selection: Selection) -> Selection:
        """The selection narrowed to this topic's figures; its filters replace those already chosen for the same facets."""
        if self.sort == "subject":
            return selection.choosing("metric", [MISSING]).choosing("subject", [self.name])
        return selection.choosing("metric", FAMILIES.get(self.name, (self.name,)))


@dataclass(frozen=True, slots=True)
class Overview:
    """Metrics and frequent subjects as from ``ClaimTable.spans``, and counts of figures without a metric, dates excluded.

    ``by_subject`` counts those with a subject, ``nameless`` those without.
    """

    metrics: Sequence[Frequent]
    subjects: Sequence[Frequent]
    by_subject: int
    nameless: int


@remembered(16)
def overview(table: ClaimTable, selection: Selection) -> Overview:
    """The topics within a selection. Dates have no metric and are not counted."""
    bare = selection.choosing("metric", [MISSING])
    every, neither = (_but_dates(table.tally(some, ["kind"])) for some in (bare, bare.choosing("subject", [MISSING])))
    return Overview(
        metrics=table.spans(selection, "metric", len(table.counts(Selection(), "metric"))),
        subjects=table.spans(bare, "subject", _SUBJECTS),
        by_subject=every - neither,
        nameless=neither,
    )


def _but_dates(kinds: pd.DataFrame) -> int:
    return int(kinds.loc[kinds["kind"] != "date", "figures"].sum())


def topic_of(table: ClaimTable, name: str) -> Topic:
    """The topic for a name in the URL: a family, else a metric of the table, else a subject."""
    if name in FAMILIES:
        return Topic(name, "family")
    known = set(table.counts(Selection(), "metric")["code"])
    return Topic(name, "metric" if name in known else "subject")


def most_frequent_metric(metrics: Sequence[Frequent]) -> str:
    """The metric with the most articles, then the most figures; empty where there is none."""
    ranked = sorted(metrics, key=lambda metric: (-metric.articles, -metric.figures, metric.code))
    return ranked[0].code if ranked else ""


class TopicFigures(NamedTuple):
    """A topic's figures.

    ``rows`` are those that state a number, repeats included; ``None`` for more than ``MOST`` figures. ``unstated`` is the number
    of figures without a number, dates included and repeats excluded. ``totals`` and ``chain`` may still be in the making.
    """

    selection: Selection
    summary: Summary
    rows: pd.DataFrame | None
    unstated: int
    totals: Future[Totals]
    chain: Future[Chain]

    @property
    def once(self) -> pd.DataFrame:
        """The rows without repeats; empty where there are too many rows."""
        return pd.DataFrame() if self.rows is None else self.rows[~self.rows["repeat"]]


def topic_figures(table: ClaimTable, topic: Topic, selection: Selection) -> TopicFigures:
    """The figures of a topic within a selection."""
    asked = topic.of(selection).listing_repeats(False)
    summary = table.summary(asked)
    return (
        TopicFigures(asked, summary, None, 0, Future(), Future())
        if summary.figures + summary.repeats > MOST
        else _read(table, asked, summary)
    )


@remembered(8)
def _read(table: ClaimTable, asked: Selection, summary: Summary) -> TopicFigures:
    rows = table.rows(asked.listing_repeats(True))
    stated = numbers(rows)
    unstated = int((~rows["repeat"]).sum() - (~stated["repeat"]).sum())
    return TopicFigures(asked, summary, stated, unstated, totals_of(stated), chain_of(stated[~stated["repeat"]]))
