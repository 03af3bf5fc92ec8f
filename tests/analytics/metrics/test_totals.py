"""Totals of money: what is added, what is left out and why, and what open ends let a total say. Every sum is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.claims.schema import claims_frame, claims_table
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.i18n.words import Words
from analytics.metrics.levels import numbers
from analytics.metrics.totals import REASONS, Total, Totals, totals
from extractors.model import Claim
from tests.analytics.conftest import plain_claim

Make = Callable[..., Claim]
YEAR = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}
MARCH = {"period_start": date(2024, 3, 1), "period_end": date(2024, 3, 31)}
NEXT = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
NONE = {"period_start": None, "period_end": None, "period_basis": "unknown"}
CITY, COUNTY = {"county": ""}, {"county": "安吉县", "region_code": "330523"}
PROVINCE = {"city": "", "county": ""}


@pytest.fixture
def money(claim: Make) -> Callable[..., Claim]:
    """A sum of so many 元 that a city states for 2024, in an article of its own."""

    def make(claim_id: str, value: int | None, **changed: Any) -> Claim:
        bound = changed.pop("bound", "exact")
        ends: dict[str, tuple[int | None, int | None]] = {
            "exact": (value, value),
            "over": (value, None),
            "under": (None, value),
            "about": (None, None),
        }
        low, high = changed.pop("ends", ends.get(bound))
        numbers = {"value": value, "value_low": low, "value_high": high}
        plain = {
            "doc_id": f"d-{claim_id}", "kind": "money", "unit": "CNY", "role": "level", "direction": "", "basis": "", "subject": "经费", "metric": "投入经费",
            "bound": bound, "text": f"{value}元", **YEAR, **CITY,
        }  # fmt: skip
        return claim(claim_id, **{name: None if number is None else Decimal(number) for name, number in numbers.items()}, **plain | changed)

    return make


def added(*claims: Claim) -> Totals:
    table = ClaimTable.of_table(claims_table(claims))
    return totals(numbers(table.rows(Selection(repeats=True))))


def out(found: Totals) -> dict[str, tuple[str, str]]:
    return {claim.claim_id: (reason, because) for claim, reason, because in found.left_out}


def only(found: Totals) -> Total:
    (total,) = found.totals
    return total


def test_other_places_are_added(money: Make) -> None:
    found = added(money("a", 300), money("b", 500, city="宁波市"), money("c", 700, province="湖南省", city="株洲市"))
    assert only(found)[:7] == ("CNY", 1500, 1500, 1500, 0, 0, 0)
    assert out(found) == {}


def test_repeats_and_reprints_are_left_out(money: Make) -> None:
    found = added(money("a", 300, doc_id="d1"), money("b", 300, doc_id="d1", duplicate_of="a"))
    assert (only(found).stated, out(found)) == (300, {"b": ("repeat", "")})


def test_the_same_amount_stated_again_counts_once_and_the_first_article_keeps_it(money: Make) -> None:
    later = money("a", 300, published_on=date(2025, 2, 1))
    first = money("b", 300, published_on=date(2025, 1, 1), subject="建设资金")
    assert out(added(later, first)) == {"a": ("same", "b")}
    assert out(added(later, money("b", 300, city="", published_on=date(2025, 1, 1)))) == {"a": ("same", "b")}
    assert out(added(later, money("b", 300, city="宁波市"))) == {}
    assert out(added(later, money("b", 300, **NEXT))) == {}
    assert out(added(later, money("b", 300, **NONE, published_on=date(2025, 1, 1)))) == {"a": ("same", "b")}


def test_two_named_innovations_are_two_things(money: Make) -> None:
    found = added(money("a", 300, innovation="智慧110"), money("b", 300, innovation="e采宝"), money("c", 90, innovation="云哨", **COUNTY))
    assert (only(found).stated, out(found)) == (690, {})


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (COUNTY, CITY),
        (COUNTY | MARCH, CITY),
        (CITY, PROVINCE),
        (COUNTY, PROVINCE),
        (COUNTY | NONE, PROVINCE),
        (CITY | MARCH, CITY),
        (CITY | MARCH, CITY | {"period_start": None, "period_end": date(2024, 12, 31)}),
    ],
)
def test_a_part_is_never_added_to_its_whole(money: Make, part: dict[str, Any], whole: dict[str, Any]) -> None:
    for claims in ([money("part", 100, **part), money("whole", 900, **whole)], [money("whole", 900, **whole), money("part", 100, **part)]):
        found = added(*claims)
        assert (only(found).stated, out(found)) == (900, {"part": ("part", "whole")})


@pytest.mark.parametrize(
    "other",
    [COUNTY | NEXT, {"city": "宁波市", "county": ""}, CITY | NONE, {"province": "", "city": "", "county": ""}, PROVINCE | {"metric": "挽回损失"}, PROVINCE | {"unit": "USD"}],
)  # fmt: skip
def test_what_is_no_whole_takes_nothing_away(money: Make, other: dict[str, Any]) -> None:
    assert out(added(money("a", 100), money("b", 900, **other))) == {}


def test_a_part_of_a_part_is_left_out_once(money: Make) -> None:
    found = added(money("county", 5, **COUNTY), money("city", 50), money("province", 500, **PROVINCE))
    assert (only(found).stated, {claim: reason for claim, (reason, _) in out(found).items()}) == (500, {"county": "part", "city": "part"})


def test_shares_changes_and_unit_prices_are_no_amounts_to_add(money: Make) -> None:
    found = added(
        money("a", 300), money("b", 90, role="share"), money("c", 20, role="change", direction="up"), money("d", 7, subject="单套造价"),
        money("e", 8, subject="人均经费"),
    )  # fmt: skip
    assert only(found).stated == 300
    assert {claim: reason for claim, (reason, _) in out(found).items()} == {
        "b": "share",
        "c": "change",
        "d": "unit_price",
        "e": "unit_price",
    }


def test_the_level_before_a_change_is_left_out(money: Make) -> None:
    same = {"doc_id": "d1"}
    before, after = money("a", 30, start=1, end=3, **same), money("b", 75, start=6, end=8, direction="up", **same)
    assert (only(added(before, after)).stated, out(added(before, after))) == (75, {"a": ("before", "b")})
    elsewhere = money("a", 30, start=40, end=43, sentence_start=30, sentence_end=50, **same)
    assert out(added(elsewhere, after)) == {}


def test_of_two_articles_that_differ_the_later_counts(money: Make) -> None:
    found = added(money("a", 300, published_on=date(2025, 2, 1)), money("b", 280, published_on=date(2025, 1, 1)))
    assert (only(found).stated, out(found)) == (300, {"b": ("differs", "a")})
    one_article = added(money("a", 300, doc_id="d1"), money("b", 280, doc_id="d1"))
    assert only(one_article).stated == 580


def test_currencies_stay_apart(money: Make) -> None:
    found = added(money("a", 300), money("b", 500, unit="USD"), money("c", 80, city="宁波市"))
    assert [(total.currency, total.stated) for total in found.totals] == [("CNY", 380), ("USD", 500)]


def test_bounds_are_carried_into_the_total(money: Make) -> None:
    cities = [{"city": name} for name in ("甲市", "乙市", "丙市", "丁市", "戊市")]
    exact, over, under, about = (
        money(bound, value, bound=bound, **city)
        for (bound, value), city in zip((("exact", 100), ("over", 200), ("under", 50), ("about", 30)), cities, strict=False)
    )
    ranged = money("range", 7, bound="range", ends=(4, 10), **cities[4])
    assert only(added(exact, ranged))[1:7] == (107, 104, 110, 0, 0, 0)
    assert only(added(exact, over, ranged))[1:7] == (307, 304, None, 1, 0, 0)
    assert only(added(exact, under))[1:7] == (150, 100, 150, 0, 1, 0)
    assert only(added(exact, about, under, over))[1:7] == (380, 330, None, 1, 1, 1)
    vague = money("vague", None, bound="vague", ends=(200, 1000), city="己市")
    assert only(added(exact, vague))[1:7] == (700, 300, 1100, 0, 0, 0)


def test_nothing_is_nothing() -> None:
    assert added().totals == []
    assert added().left_out == []


def test_every_reason_has_its_words() -> None:
    assert set(Words("zh").family("left_out")) == {f"left_out.{reason}" for reason in REASONS}


places = st.sampled_from([("浙江省", "", ""), ("浙江省", "湖州市", ""), ("浙江省", "湖州市", "安吉县"), ("湖南省", "", ""), ("", "", "")])
periods = st.sampled_from(
    [
        (None, None),
        *[(date(2024, m, 1), date(2024, m, 28)) for m in (1, 2)],
        (date(2024, 1, 1), date(2024, 12, 31)),
        (None, date(2024, 6, 30)),
    ]
)
amounts = st.lists(st.tuples(places, periods, st.sampled_from([10, 20, 30]), st.sampled_from(["", "甲", "乙"]), st.booleans()), max_size=9)


@given(amounts)
def test_every_amount_is_counted_or_left_out_and_none_counted_lies_in_another(drawn: list[tuple[Any, ...]]) -> None:
    claims = [
        plain_claim(
            f"c{number}", doc_id=f"d{number}", kind="money", unit="CNY", role="level", direction="", subject="经费", value=Decimal(value),
            value_low=Decimal(value), value_high=Decimal(value), start=0, period_start=start, period_end=end, province=province, city=city, county=county,
            innovation=name,
        )
        for number, ((province, city, county), (start, end), value, name, _) in enumerate(drawn)
    ]  # fmt: skip
    rows = numbers(claims_frame(claims).assign(repeat=[repeat for *_, repeat in drawn]))
    found = totals(rows)
    counted = [row for total in found.totals for row in total.rows.to_dict("records")]
    assert sorted([row["claim_id"] for row in counted] + [amount.claim.claim_id for amount in found.left_out]) == sorted(rows["claim_id"])
    assert sum(total.stated for total in found.totals) == sum(row["middle"] for row in counted)
    for one in counted:
        for other in counted:
            inside = other["province"] == one["province"] != "" and other["city"] == "" != one["city"]
            dated = not (pd.isna(one["period_start"]) and pd.isna(one["period_end"]))
            named_apart = one["innovation"] and other["innovation"] and one["innovation"] != other["innovation"]
            whole_year = other["period_start"] == pd.Timestamp("2024-01-01") and other["period_end"] == pd.Timestamp("2024-12-31")
            assert not (inside and dated and whole_year and not named_apart and one["period_start"] >= other["period_start"])
