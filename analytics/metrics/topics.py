"""What a reader can look at: a canonical metric, a subject that no metric covers, or a family of metrics that answers one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

import pandas as pd

from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable, Summary
from analytics.metrics.levels import numbers

# The families: their name in an address → the metrics of ``extractors/lexicon/metrics.toml`` that answer the question together.
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "crime": (
            "警情", "刑事警情", "治安警情", "纠纷警情", "盗窃警情", "电信网络诈骗警情", "刑事案件", "治安案件", "电信网络诈骗案件", "盗窃案件",
            "命案", "发案率", "可防性案件",
        ),
        "cost": ("投入经费",),
    }
)  # fmt: skip
MOST = 5_000  # figures of one topic that are looked at one by one; of more, only medians and ranges
_SUBJECTS = 200  # frequent subjects a reader can choose from; any other is reached by its address


@dataclass(frozen=True, slots=True)
class Topic:
    """What is looked at: ``name`` is the metric, the subject, or the family's code, and what the address says."""

    name: str
    sort: Literal["metric", "subject", "family"]

    def of(self, selection: Selection) -> Selection:
        """The selection narrowed to this topic's figures; the topic goes before a chosen metric or subject."""
        if self.sort == "subject":
            return selection.choosing("metric", [MISSING]).choosing("subject", [self.name])
        return selection.choosing("metric", FAMILIES.get(self.name, (self.name,)))


@dataclass(frozen=True, slots=True)
class Overview:
    """Metrics and frequent subjects as ``ClaimTable.spans`` has them; how many figures go by a subject alone, and how many by
    neither, dates aside."""

    metrics: pd.DataFrame
    subjects: pd.DataFrame
    by_subject: int
    nameless: int


def overview(table: ClaimTable, selection: Selection) -> Overview:
    """What can be looked at within a selection; dates are no metric and not counted."""
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


def asked(table: ClaimTable, name: str) -> Topic:
    """The topic an address names: a family, else a metric the table knows, else a subject."""
    if name in FAMILIES:
        return Topic(name, "family")
    known = set(table.counts(Selection(), "metric")["code"])
    return Topic(name, "metric" if name in known else "subject")


def fullest(metrics: pd.DataFrame) -> str:
    """The metric that says most: of which most articles speak, then that has most figures; empty where there is none."""
    ranked = metrics.sort_values(["articles", "figures", "code"], ascending=[False, False, True])
    return str(ranked["code"].iloc[0]) if len(ranked) else ""


class Reading(NamedTuple):
    """A topic's figures: ``rows`` that state a number, repeats among them (nothing where there are more than ``MOST``), and how
    many state none (``unstated``: 数字 without a value, dates)."""

    selection: Selection
    summary: Summary
    rows: pd.DataFrame | None
    unstated: int

    @property
    def once(self) -> pd.DataFrame:
        """The rows that are no repeats; none where there are too many."""
        return pd.DataFrame() if self.rows is None else self.rows[~self.rows["repeat"]]


def read(table: ClaimTable, topic: Topic, selection: Selection) -> Reading:
    """What a topic's figures say within a selection."""
    asked = topic.of(selection).listing_repeats(False)
    summary = table.summary(asked)
    if summary.figures + summary.repeats > MOST:
        return Reading(asked, summary, None, 0)
    rows = table.rows(asked.listing_repeats(True))
    stated = numbers(rows)
    return Reading(asked, summary, stated, int((~rows["repeat"]).sum() - (~stated["repeat"]).sum()))
