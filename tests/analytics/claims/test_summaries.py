"""Tallies: every figure in one bar, repeats in none, what is not stated in a bar of its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from analytics.claims.order import Order
from analytics.claims.provinces import PROVINCES, WHOLE_COUNTRY
from analytics.claims.schema import claims_table
from analytics.claims.selection import MISSING, Selection
from analytics.claims.summaries import REST, Bar, by_kind, by_place, by_region, by_type, by_year, counties, facet_counts, places
from analytics.claims.table import ClaimTable
from extractors.model import INNOVATION_TYPES, Claim

TALLIES = (
    by_region,
    by_type,
    by_year,
    by_kind,
    lambda table, selection: by_place(table, selection, "city", 2),
    lambda table, selection: by_place(table, selection, "county", 2),
)


def figures(tally: list[Bar]) -> dict[str, int]:
    return {bar.code: bar.figures for bar in tally if bar.figures}


def codes(tally: list[Bar]) -> list[str]:
    return [bar.code for bar in tally]


def test_newest_article_first_and_undated_last(table: ClaimTable) -> None:
    rows = table.rows(Selection())
    assert rows["claim_id"].iloc[-1] == "c1"
    assert rows["year"].isna().sum() == 1


def test_regions_are_all_34_the_whole_country_and_the_unstated(table: ClaimTable) -> None:
    tally = by_region(table, Selection())
    assert len(tally) == 36
    assert figures(tally) == {"浙江省": 3, "湖南省": 3, MISSING: 1}
    assert figures(by_region(table, Selection().choosing("province", ["湖南省"]))) == {"湖南省": 3}


def test_types_go_from_most_to_other_to_unstated(table: ClaimTable, claim: Callable[..., Claim]) -> None:
    assert codes(by_type(table, Selection())) == ["platform", "data", "other"]
    odd = ClaimTable.of_table(claims_table([claim("x", innovation_type="other"), claim("y"), claim("z", innovation_type="")]))
    assert figures(by_type(odd, Selection())) == {"platform": 1, MISSING: 2}
    assert codes(by_type(odd, Selection()))[-1] == MISSING


def test_years_run_without_gaps_and_end_with_the_undated(table: ClaimTable) -> None:
    tally = by_year(table, Selection())
    assert codes(tally) == ["2020", "2021", "2022", "2023", MISSING]
    assert [bar.figures for bar in tally] == [1, 1, 0, 4, 1]


def test_a_lone_year_far_away_does_not_draw_a_thousand_bars(claim: Callable[..., Claim]) -> None:
    far = ClaimTable.of_table(
        claims_table([claim("x", period_end=date(1700, 1, 1)), claim("y", period_start=None, period_end=None), claim("z")])
    )
    assert codes(by_year(far, Selection())) == ["1700", "2023", MISSING]


def test_bars_keep_their_place_whatever_is_filtered(table: ClaimTable) -> None:
    for narrowed in (Selection().within(2020, 2020), Selection().toggling("type", "data"), Selection().toggling("province", MISSING)):
        assert codes(by_year(table, narrowed)) == ["2020", "2021", "2022", "2023", MISSING]
        assert set(codes(by_type(table, narrowed))) == {"platform", "data", "other"}
        assert codes(by_kind(table, narrowed)) == ["count", "percentage"]


def test_places_drill_down_and_add_up(claim: Callable[..., Claim]) -> None:
    cities = ["甲市"] * 5 + ["乙市"] * 4 + ["丙市"] * 3 + ["丁市"] * 2 + [""]
    table = ClaimTable.of_table(claims_table([claim(f"c{n}", city=city, county="东区" if n % 2 else "") for n, city in enumerate(cities)]))
    tally = by_place(table, Selection(), "city", 2)
    assert [(bar.code, bar.figures) for bar in tally] == [("甲市", 5), ("乙市", 4), (REST, 5), (MISSING, 1)]
    assert codes(by_place(table, Selection(), "city", 3)) == ["甲市", "乙市", "丙市", "丁市", MISSING]
    chosen = by_place(table, Selection().toggling("city", "丁市"), "city", 2)
    assert [(bar.code, bar.figures, bar.context) for bar in chosen] == [
        ("甲市", 0, 5), ("乙市", 0, 4), ("丁市", 2, 2), (REST, 0, 3), (MISSING, 0, 1),
    ]  # fmt: skip
    assert places(table, Selection().toggling("city", "丁市")) == {"浙江省": {"甲市": 5, "乙市": 4, "丙市": 3, "丁市": 2, MISSING: 1}}
    assert counties(table, Selection()) == {}
    assert counties(table, Selection().toggling("city", "甲市").toggling("county", "东区")) == {("浙江省", "甲市"): {"东区": 2, MISSING: 3}}


def test_context_shows_what_the_own_filter_leaves_out(table: ClaimTable) -> None:
    tally = by_type(table, Selection().choosing("type", ["data"]).choosing("province", ["浙江省"]))
    assert tally == [Bar("platform", 0, 2, False), Bar("data", 1, 1, True), Bar("other", 0, 0, False)]


def test_facet_counts_ignore_their_own_filter(table: ClaimTable) -> None:
    assert facet_counts(table, Selection().choosing("kind", ["percentage"]), "kind") == {"count": 6, "percentage": 1}
    assert facet_counts(table, Selection().choosing("kind", ["percentage"]), "province") == {"浙江省": 1}
    assert list(facet_counts(table, Selection(), "publisher")) == ["甲报", MISSING]


def test_summary_counts_repeats_apart(table: ClaimTable) -> None:
    now = table.summary(Selection())
    assert (now.articles, now.figures, now.repeats, now.provinces) == (3, 7, 1, 2)
    assert (now.first_year, now.last_year) == (2020, 2023)
    assert now.with_region == pytest.approx(6 / 7)
    assert now.with_period == pytest.approx(6 / 7)
    assert table.summary(Selection(repeats=True)) == now


def test_a_day_of_publication_is_no_period(claim: Callable[..., Claim]) -> None:
    days = {"period_start": date(2024, 3, 5), "period_end": date(2024, 3, 5), "period_basis": "published"}
    table = ClaimTable.of_table(claims_table([claim("a"), claim("b", **days), claim("c", period_end=date(2024, 6, 1)), claim("d", **days)]))
    assert [(bar.code, bar.figures, bar.by_day) for bar in by_year(table, Selection())] == [("2023", 1, 0), ("2024", 3, 2)]
    assert [bar.by_day for bar in by_year(table, Selection().choosing("dating", ["stated"]))] == [0, 0]
    now = table.summary(Selection().choosing("dating", ["published"]))
    assert (now.first_year, now.with_period, now.by_day) == (None, 0, 1)
    by_period = table.rows(Selection(), Order(("period_end", "period_start"), descending=True))
    assert list(by_period["claim_id"]) == ["c", "a", "b", "d"]


def test_the_whole_country_is_no_province(claim: Callable[..., Claim]) -> None:
    whole = {"province": WHOLE_COUNTRY, "city": "", "county": "", "region_code": "100000"}
    table = ClaimTable.of_table(claims_table([claim("a"), claim("b", **whole), claim("c", province="", city="", county="")]))
    assert figures(by_region(table, Selection())) == {"浙江省": 1, WHOLE_COUNTRY: 1, MISSING: 1}
    now = table.summary(Selection())
    assert (now.provinces, round(now.with_region, 2)) == (1, 0.67)
    assert list(table.rows(Selection().choosing("province", [WHOLE_COUNTRY]))["claim_id"]) == ["b"]


def test_nothing_selected_is_all_zero(table: ClaimTable) -> None:
    nothing = table.summary(Selection().with_search("没有这样的字"))
    assert (nothing.articles, nothing.figures, nothing.first_year, nothing.with_region) == (0, 0, None, 0.0)
    empty = ClaimTable.of_table(claims_table([]))
    assert [sum(bar.figures for bar in tally(empty, Selection())) for tally in TALLIES] == [0] * len(TALLIES)


@pytest.mark.parametrize("seed", range(12))
def test_every_chart_adds_up_to_the_table(seed: int, claim: Callable[..., Claim]) -> None:
    pick = random.Random(seed)
    table = ClaimTable.of_table(claims_table([_random_claim(pick, claim, number) for number in range(200)]))
    selection = Selection(chosen={"kind": ("count",)}) if seed % 2 else Selection()
    if seed % 3 == 0:
        selection = selection.toggling("province", pick.choice(["浙江省", MISSING]))
    if seed % 4 == 0:
        selection = selection.within(2018, 2021)
    count = len(table.rows(selection))
    assert count > 0
    assert [sum(bar.figures for bar in tally(table, selection)) for tally in TALLIES] == [count] * len(TALLIES)
    assert sum(facet_counts(table, selection, "direction").values()) == count


def _random_claim(pick: random.Random, claim: Callable[..., Claim], number: int) -> Claim:
    year = pick.choice([None, *range(2016, 2024)])
    return claim(
        f"c{number}",
        kind=pick.choice(["count", "percentage"]),
        province=pick.choice(["", "浙江省", "北京市", pick.choice(PROVINCES).name]),
        city=pick.choice(["", "甲市", "乙市", "丙市", "丁市"]),
        county=pick.choice(["", "东区", "西区"]),
        innovation_type=pick.choice(["", *INNOVATION_TYPES]),
        direction=pick.choice(["", "up", "down"]),
        duplicate_of=pick.choice(["", "", "", "c0"]),
        period_start=pick.choice([None, date(2015, 1, 1)]) if year is None else None,
        period_end=None if year is None else date(year, 5, 1),
    )
