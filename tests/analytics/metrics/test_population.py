"""Rates per 100,000: the table of population adds up, and only totals of cases and people by place have a rate."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.claims.provinces import BY_NAME
from analytics.claims.rows import WholeClaim
from analytics.i18n.format import per_100k
from analytics.i18n.words import Words
from analytics.metrics.population import populations, rate

MAINLAND, WITH_ALL = 1_409_778_724, 1_443_497_378  # census bulletin: without servicemen; with them, Hong Kong, Macau and Taiwan
SERVICEMEN = 2_000_000
# What lies in no city: places governed by the province, and a zone of its own.
ELSEWHERE = {"河南省": 727_265, "湖北省": 1_134_715 + 886_547 + 1_158_640 + 66_571, "陕西省": 253_871}
WITHOUT_CITIES = {"辽宁省", "吉林省", "海南省", "新疆维吾尔自治区"}
PLACES = Path(__file__).parents[3] / "extractors/lexicon/places.csv"


def test_the_provinces_are_those_of_the_census_and_add_up_to_the_country() -> None:
    provinces = {province: known for (province, city), known in populations().items() if not city}
    assert provinces.keys() == BY_NAME.keys()
    census = {name: known.inhabitants for name, known in provinces.items() if known.source == "census"}
    assert len(census) == 31
    assert sum(census.values()) == MAINLAND
    assert sum(known.inhabitants for known in provinces.values()) + SERVICEMEN == WITH_ALL


def test_the_cities_of_a_province_add_up_to_it_or_are_left_out() -> None:
    with PLACES.open(encoding="utf-8", newline="") as file:
        cities = {(row["province"], row["name"]) for row in csv.DictReader(file) if row["level"] == "city"}
    known = {place: one.inhabitants for place, one in populations().items() if place[1]}
    assert known.keys() <= cities
    for province in {province for province, _ in cities}:
        own = {city: people for (of, city), people in known.items() if of == province}
        whole = populations()[province, ""].inhabitants
        if province in WITHOUT_CITIES:
            assert not own
        else:
            assert {(province, city) for city in own} == {place for place in cities if place[0] == province}
            assert sum(own.values()) + ELSEWHERE.get(province, 0) == whole


CRIMES: dict[str, Any] = {
    "role": "level", "direction": "", "basis": "", "metric": "刑事案件", "subject": "刑事案件", "value": 3903, "unit": "起",
    "province": "湖南省", "city": "株洲市", "county": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, 100.01),
        ({"unit": "件"}, 100.01),  # of the scale of cases
        ({"city": ""}, 5.87),
        ({"province": "北京市", "city": "北京市"}, 17.83),  # a municipality is its own city
        ({"province": "北京市", "city": ""}, 17.83),
        ({"province": "香港特别行政区", "city": ""}, 52.22),
        ({"county": "天元区"}, None),  # no county is in the table
        ({"city": "鞍山市", "province": "辽宁省"}, None),  # a city without a certain number
        ({"province": "", "city": ""}, None),
        ({"metric": ""}, None),  # perhaps a part of a total
        ({"role": "change", "direction": "down"}, None),
        ({"kind": "percentage", "unit": "%"}, None),
        ({"kind": "money", "unit": "CNY"}, None),
        ({"unit": "次"}, None),
        ({"value": None}, None),
    ],
)
def test_what_has_a_rate(row: Callable[..., WholeClaim], changed: dict[str, Any], expected: float | None) -> None:
    found = rate(row(**CRIMES | changed))
    assert (None if found is None else round(found.value, 2)) == expected


def test_a_rate_is_written_with_the_bound_of_its_count() -> None:
    words = Words("zh")
    assert [per_100k(value, bound, words) for value, bound in ((0.01234, "exact"), (12.34, "over"), (999.6, "about"), (1234.5, "under"))] == [
        "0.0123", "≥ 12.3", "≈ 1,000", "≤ 1,234",
    ]  # fmt: skip
