"""Rates per 100,000 inhabitants, derived from counts of cases and people and a table of population by province and city.

``population.csv`` has the permanent residents (常住人口) of the seventh national census, 1 November 2020, for the 31 provinces of the mainland and
for cities; for Hong Kong, Macau and Taiwan, the numbers that the census bulletin reports for the end of 2020. Provinces add up to the country and
cities to their province. Borders are those of the census: 保定 with 定州 and 雄安, 石家庄 with 辛集, 济南 with 莱芜, 西安 with 西咸新区. A rate stands
in no text: whatever shows one says so.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from analytics.claims.rows import ListedClaim, Placed
from extractors.metric import scale_of

PER = 100_000
_COUNTED = ("起", "人")  # the first units of the scales of cases and of people
Source = Literal["census", "reported"]


class Population(NamedTuple):
    """The number of inhabitants of a place on a ``day``. ``reported``: by the government there, and quoted by the census bulletin."""

    inhabitants: int
    day: date
    source: Source


class Rate(NamedTuple):
    """``value`` cases or people per 100,000 inhabitants in the period of the count; bounded as the count is."""

    value: float
    population: Population


@cache
def populations() -> Mapping[tuple[str, str], Population]:
    """The table, by official names of province and city; the city is empty for a whole province."""
    with Path(__file__).with_name("population.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["province"], row["city"]): Population(
            int(row["people"]), date.fromisoformat(row["day"]), "census" if row["source"] == "census" else "reported"
        )
        for row in rows
    }


def population_of(where: Placed) -> Population | None:
    """The population of a province or a city; None for a county, for no place, and for one that is not in the table."""
    city = "" if where.city == where.province else where.city  # a municipality is its own city
    return None if where.county else populations().get((where.province, city))


def rate(claim: ListedClaim) -> Rate | None:
    """The rate of a claim that counts cases or people in a place of known population; None for any other.

    Only totals have a rate: the claim must have a metric, since parts of a total have none, and be a level.
    """
    population = population_of(claim)
    if population is None or claim.value is None or claim.kind != "count" or claim.role != "level":
        return None
    counted = bool(claim.metric) and scale_of(claim.metric, claim.unit) in _COUNTED
    return Rate(claim.value / population.inhabitants * PER, population) if counted else None
