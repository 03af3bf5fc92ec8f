"""What a reader can look at: a canonical metric, a subject that no metric covers, or a family of metrics that answers one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import pandas as pd

from analytics.claimtable import ClaimTable
from analytics.selection import MISSING, Selection

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
    """Metrics and frequent subjects as ``ClaimTable.spans`` has them, and how many figures have neither metric nor subject."""

    metrics: pd.DataFrame
    subjects: pd.DataFrame
    nameless: int


def overview(table: ClaimTable, selection: Selection) -> Overview:
    """What can be looked at within a selection; dates are no metric and not counted."""
    bare = selection.choosing("metric", [MISSING])
    kinds = table.tally(bare.choosing("subject", [MISSING]), ["kind"])
    return Overview(
        metrics=table.spans(selection, "metric", len(table.counts(Selection(), "metric"))),
        subjects=table.spans(bare, "subject", _SUBJECTS),
        nameless=int(kinds.loc[kinds["kind"] != "date", "figures"].sum()),
    )


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
