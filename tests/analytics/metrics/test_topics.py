"""Topics, levels and movements: what can be chosen, and which figures share an axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from decimal import Decimal

import pandas as pd
import pytest

from analytics.claims.schema import claims_table
from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable
from analytics.metrics import topics
from analytics.metrics.levels import movements, numbers, panels
from analytics.metrics.topics import Topic, most_frequent_metric, overview, topic_figures, topic_of
from extractors.lexicon import lexicon
from extractors.model import Claim

Make = Callable[..., Claim]


@pytest.fixture
def many(claim: Make) -> ClaimTable:
    return ClaimTable.of_table(
        claims_table(
            [
                claim("a", metric="警情", kind="percentage", unit="%", value=Decimal(10)),
                claim("b", metric="警情", kind="percentage", unit="%", value=Decimal(30), province="湖南省", doc_id="d2"),
                claim("c", metric="警情", kind="percentage", unit="pp", value=Decimal(3), direction="up", province="湖南省", doc_id="d2"),
                claim("d", metric="警情", role="level", direction="", basis="", value=Decimal(80)),
                claim("e", metric="满意度", role="share", direction="", basis="", kind="percentage", unit="%"),
                claim("f", metric="满意度", role="change", direction="", basis=""),
                claim("g", subject="填报表", metric=""),
                claim("h", subject="", metric=""),
                claim("i", subject="", metric="", kind="date", value=None, value_low=None, value_high=None),
                claim("j", metric="警情", duplicate_of="a", kind="percentage", unit="%", value=Decimal(10)),
            ]
        )
    )


def test_the_overview_counts_every_figure_but_dates_once(many: ClaimTable) -> None:
    seen = overview(many, Selection())
    assert [astuple(metric) for metric in seen.metrics] == [
        ("警情", 4, 2, 2023, 2023),
        ("满意度", 2, 1, 2023, 2023),
    ]
    assert [subject.code for subject in seen.subjects] == ["填报表"]
    assert (seen.by_subject, seen.nameless) == (1, 1)
    assert sum(metric.figures for metric in seen.metrics) + seen.by_subject + seen.nameless == many.summary(Selection()).figures - 1
    assert most_frequent_metric(seen.metrics) == "警情"
    assert most_frequent_metric(overview(many, Selection().choosing("kind", ["date"])).metrics) == ""


def test_an_address_names_a_family_a_metric_or_a_subject(many: ClaimTable) -> None:
    assert [topic_of(many, name).sort for name in ("crime", "警情", "填报表", "no such thing")] == [
        "family",
        "metric",
        "subject",
        "subject",
    ]
    chosen = Selection().choosing("province", ["湖南省"]).choosing("metric", ["满意度"])
    assert Topic("警情", "metric").of(chosen).chosen == {"province": ("湖南省",), "metric": ("警情",)}
    assert Topic("填报表", "subject").of(Selection()).chosen == {"metric": (MISSING,), "subject": ("填报表",)}
    assert set(Topic("crime", "family").of(Selection()).of("metric")) == set(topics.FAMILIES["crime"])


def test_families_are_made_of_metrics_there_are() -> None:
    assert {name for family in topics.FAMILIES.values() for name in family} <= set(lexicon("metrics"))


def test_a_reading_has_its_repeats_and_counts_what_has_no_number(many: ClaimTable) -> None:
    reading = topic_figures(many, Topic("警情", "metric"), Selection())
    assert reading.rows is not None
    assert sorted(reading.rows["claim_id"]) == ["a", "b", "c", "d", "j"]
    assert sorted(reading.once["claim_id"]) == ["a", "b", "c", "d"]
    assert reading.unstated == 0


def test_of_too_many_figures_no_rows_are_read(many: ClaimTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "MOST", 4)
    reading = topic_figures(many, Topic("警情", "metric"), Selection())
    assert (reading.rows, len(reading.once), reading.summary.figures) == (None, 0, 4)


def test_percent_and_points_changes_and_levels_are_never_on_one_axis(many: ClaimTable) -> None:
    rows = numbers(many.rows(Selection()))
    moved = movements(rows[rows["metric"] == "警情"])
    assert [(move.basis, move.kind, move.unit, sorted(move.rows["signed"])) for move in moved] == [
        ("yoy", "percentage", "%", [-30, -10]),
        ("yoy", "percentage", "pp", [3]),
    ]
    found = panels(rows)
    assert sorted((panel.role, panel.kind, panel.unit, len(panel.rows)) for panel in found) == [
        ("level", "count", "起", 1),
        ("share", "percentage", "%", 1),
    ]


def test_units_that_count_the_same_share_an_axis() -> None:
    of = {"metric": "刑事案件", "kind": "count", "role": "level", "value_low": None, "value_high": None}
    people = {**of, "metric": "抓获嫌疑人", "unit": "名", "value": 4}
    rows = pd.DataFrame([{**of, "unit": "件", "value": 1}, {**of, "unit": "起", "value": 2}, {**of, "unit": "起", "value": 3}, people])
    assert [(panel.unit, list(panel.rows["value"])) for panel in panels(numbers(rows))] == [("起", [1, 2, 3]), ("名", [4])]


def test_every_figure_is_in_one_panel_or_movement_or_has_no_direction(many: ClaimTable) -> None:
    rows = numbers(many.rows(Selection()))
    undirected = rows[(rows["role"] == "change") & (rows["direction"] == "")]
    drawn = [claim for group in [*panels(rows), *movements(rows)] for claim in group.rows["claim_id"]]
    assert sorted([*drawn, *undirected["claim_id"]]) == sorted(rows["claim_id"])
