"""Implied earlier values: worked back by hand, their intervals, which change belongs to which level, and contradictions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.claims.interval import Interval, half_step, rounded
from analytics.claims.schema import claims_table
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.metrics.chains import Chain, chain, implied
from analytics.metrics.levels import numbers
from extractors.model import Claim
from tests.analytics.conftest import plain_row

Make = Callable[..., Claim]
Y2023 = {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
Y2024 = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}


def linked(*claims: Claim) -> Chain:
    return chain(numbers(ClaimTable.of_table(claims_table(claims)).rows(Selection())))


@pytest.fixture
def level(claim: Make) -> Make:
    """``level("a", 450)``: so many 起 in 2024, at the start of the first sentence."""

    def make(claim_id: str, value: float, **changed: Any) -> Claim:
        exact = {"value": Decimal(str(value)), "value_low": Decimal(str(value)), "value_high": Decimal(str(value))}
        plain = {
            "role": "level",
            "direction": "",
            "basis": "",
            "text": f"{value}起",
            "subject": "警情",
            "metric": "警情",
            "start": 3,
            "end": 6,
            **Y2024,
        }
        return claim(claim_id, **exact | plain | changed)

    return make


@pytest.fixture
def change(claim: Make) -> Make:
    """``change("b", 10)``: down by so many per cent on the year before, in the same sentence."""

    def make(claim_id: str, value: float, **changed: Any) -> Claim:
        exact = {"value": Decimal(str(value)), "value_low": Decimal(str(value)), "value_high": Decimal(str(value))}
        plain = {
            "kind": "percentage", "unit": "%", "text": f"{value}%", "subject": "警情", "metric": "警情", "start": 9, "end": 12, **Y2024,
        }  # fmt: skip
        return claim(claim_id, **exact | plain | changed)

    return make


@pytest.mark.parametrize(
    ("direction", "value", "kind", "unit", "before"),
    [
        ("down", 10, "percentage", "%", 500),
        ("up", 12.5, "percentage", "%", 400),
        ("up", 2, "multiple", "倍", 150),
        ("down", 50, "count", "起", 500),
        ("up", 50, "count", "起", 400),
        ("down", 100, "percentage", "%", None),
    ],
)
def test_a_change_is_worked_back(direction: str, value: float, kind: str, unit: str, before: float | None) -> None:
    assert implied(450, direction, value, kind, unit) == before


def test_points_are_subtracted_never_divided() -> None:
    assert implied(97.5, "up", 1.5, "percentage", "pp") == 96
    assert implied(3.4, "down", 0.6, "percentage", "pp") == 4


@given(
    st.floats(1, 1e9),
    st.floats(0, 99),
    st.sampled_from(["up", "down"]),
    st.sampled_from([("percentage", "%"), ("percentage", "pp"), ("count", "起")]),
)
def test_the_implied_value_changed_is_the_level(level: float, moved: float, direction: str, measure: tuple[str, str]) -> None:
    before = implied(level, direction, moved, *measure)
    assert before is not None
    sign = 1 if direction == "up" else -1
    after = before * (1 + sign * moved / 100) if measure[1] == "%" else before + sign * moved
    assert after == pytest.approx(level, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "kind", "step"),
    [("10.2%", "percentage", 0.05), ("10%", "percentage", 0.5), ("三成", "percentage", 5), ("436起", "count", 0), ("1.6万台", "count", 500),
     ("２.30亿元", "money", 500_000), ("4.7吨", "measure", 0.05), ("2倍", "multiple", 0.5)],
)  # fmt: skip
def test_how_far_a_figure_was_rounded(text: str, kind: str, step: float) -> None:
    assert half_step(plain_row(text=text, kind=kind)) == pytest.approx(step)


def test_the_interval_holds_what_rounding_leaves_open(level: Make, change: Make) -> None:
    (link,) = linked(level("a", 450), change("b", 10)).links
    assert (link.value, link.level.claim_id, link.change.claim_id) == (500, "a", "b")
    assert link.implied == pytest.approx((450 / 0.905, 450 / 0.895))
    assert (link.start, link.end) == (date(2023, 1, 1), date(2023, 12, 31))


def test_bounds_of_either_statement_open_the_interval(level: Make, change: Make) -> None:
    (link,) = linked(level("a", 450, bound="over", value_high=None), change("b", 10)).links
    assert link.implied.low == pytest.approx(450 / 0.905)
    assert link.implied.high == inf
    (link,) = linked(level("a", 450), change("b", 10, direction="up", bound="over", value_high=None)).links
    assert link.implied == (-inf, pytest.approx(450 / 1.095))
    (link,) = linked(level("a", 450, bound="about", value_low=None, value_high=None), change("b", 10)).links
    assert link.implied == (-inf, inf)


def test_points_belong_to_percentages_and_percentages_to_all_else(level: Make, change: Make) -> None:
    share = level("a", 97.5, kind="percentage", unit="%", text="97.5%")
    points = change("b", 1.5, unit="pp", text="1.5个百分点", direction="up")
    (link,) = linked(share, points).links
    assert link.value == 96
    assert link.implied == pytest.approx((95.9, 96.1))
    assert linked(share, change("b", 1.5)).links == []
    assert linked(level("a", 450), points).links == []


@pytest.mark.parametrize(
    "apart",
    [{"doc_id": "d2"}, {"subject": "投诉", "metric": "投诉"}, {"region_code": "330500"}, Y2023, {"direction": "up"}, {"sentence_start": 80, "sentence_end": 99}],
)  # fmt: skip
def test_what_does_not_belong_is_not_linked(level: Make, change: Make, apart: dict[str, Any]) -> None:
    found = linked(level("a", 450, **apart), change("b", 10))
    assert (found.links, found.alone) == ([], 1)


def test_a_neighbouring_sentence_will_do(level: Make, change: Make) -> None:
    assert len(linked(level("a", 450), change("b", 10, sentence_start=12, sentence_end=30, start=15)).links) == 1


@pytest.mark.parametrize(("start", "links"), [(14, 1), (27, 1), (28, 0), (90, 0)])
def test_a_level_stands_before_its_change_or_right_behind_it(level: Make, change: Make, start: int, links: int) -> None:
    assert len(linked(level("a", 450, start=start, end=start + 4, sentence_end=99), change("b", 10)).links) == links


def test_month_on_month_implies_nothing_of_the_year_before(level: Make, change: Make) -> None:
    assert linked(level("a", 450), change("b", 10, basis="mom")) == ([], [], 0)


def test_a_level_takes_the_change_of_its_own_subject(level: Make, change: Make) -> None:
    homes = level("a", 450, subject="入室盗窃", metric="盗窃案件")
    found = linked(
        homes,
        change("b", 20, subject="扒窃案件", metric="盗窃案件", start=8),
        change("c", 10, subject="入室盗窃", metric="盗窃案件", start=30),
    )
    assert [(link.change.claim_id, link.value) for link in found.links] == [("c", 500)]
    assert found.alone == 1


def test_a_stated_value_agrees_or_contradicts(level: Make, change: Make) -> None:
    now = (level("a", 450), change("b", 10))
    for stated, agrees in ((500, True), (504, True), (497, True), (515, False), (480, False)):
        found = linked(*now, level("c", stated, doc_id="d2", **Y2023))
        assert [(check.stated.claim_id, check.agrees) for check in found.checks] == [("c", agrees)], stated


@pytest.mark.parametrize(
    "apart",
    [
        {"region_code": "330500"}, {"unit": "人次"}, {"subject": "投诉", "metric": ""}, Y2024, {"period_basis": "published"},
        {"subject": "噪声类接报", "metric": "警情"}, {"period_start": None, "period_end": None},
    ],
)  # fmt: skip
def test_only_the_very_same_thing_can_contradict(level: Make, change: Make, apart: dict[str, Any]) -> None:
    other = level("c", 9, **{"doc_id": "d2", **Y2023} | apart)
    assert linked(level("a", 450), change("b", 10), other).checks == []


def test_hedged_and_rounded_numbers_are_judged_as_readers_take_them(level: Make, change: Make) -> None:
    """约900 is not 500, 约520 may be; the conflicts page judges alike."""
    about = level("c", 520, doc_id="d2", bound="about", value_low=None, value_high=None, **Y2023)
    far = level("f", 900, doc_id="d5", bound="about", value_low=None, value_high=None, **Y2023)
    over = level("d", 400, doc_id="d3", bound="over", value_high=None, text="400余起", **Y2023)
    rough = level("e", 500_000, doc_id="d4", text="50万起", **Y2023)
    checks = linked(level("a", 450), change("b", 10), about, far, over).checks
    assert {check.stated.claim_id: check.agrees for check in checks} == {"c": True, "f": False, "d": True}
    assert [check.agrees for check in linked(level("a", 446_000), change("b", 10), rough).checks] == [True]


def test_the_year_before_the_end_of_february_ends_on_its_last_day(level: Make, change: Make) -> None:
    months = {"period_start": date(2025, 1, 1), "period_end": date(2025, 2, 28)}
    (link,) = linked(level("a", 450, **months), change("b", 10, **months)).links
    assert (link.start, link.end) == (date(2024, 1, 1), date(2024, 2, 29))


def test_without_a_period_there_is_a_value_and_no_year(level: Make, change: Make) -> None:
    never = {"period_start": None, "period_end": None, "period_basis": "unknown"}
    (link,) = linked(level("a", 450, **never), change("b", 10, **never)).links
    assert (link.value, link.start, link.end) == (500, None, None)


def test_intervals_meet() -> None:
    assert Interval(1, 2).meets(Interval(2, 3))
    assert not Interval(1, 2).meets(Interval(2.1, 3))
    assert Interval(-inf, 2).meets(Interval(-inf, inf))
    assert not Interval(5, inf).meets(Interval(-inf, 4))
    assert rounded(plain_row(text="约3人", value_low=None, value_high=None)) == (-inf, inf)
