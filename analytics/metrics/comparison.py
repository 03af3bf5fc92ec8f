"""Several places, publishers or innovations compared in one metric, and which of their statements cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from analytics.claims.rows import records
from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable
from analytics.metrics.chains import Link, chain
from analytics.metrics.levels import NumberedClaim, numbers
from analytics.metrics.quantities import BASIS_SQL, Quantity
from analytics.metrics.series import PeriodEnds, Series, part_of, period_of, series, shared_periods

FACETS = ("place", "publisher", "innovation")  # what can be compared
MOST_ITEMS, FIRST_ITEMS = 6, 4
MOST = 2_000  # statements compared; more marks than a chart can tell apart
_FREQUENT = 20  # metrics among which the first comparison is sought
FLAGS = ("period", "part", "by_day", "undated", "replaced")
_LEVELS = ("province", "city", "county")


class PlaceKey(NamedTuple):
    """A place, down to the level that is given. Its code has the names with slashes between: ``浙江省/湖州市``, ``海南省//陵水黎族自治县``."""

    province: str
    city: str = ""
    county: str = ""

    @property
    def code(self) -> str:
        """The place in a URL."""
        return "/".join(self).rstrip("/")

    @property
    def depth(self) -> int:
        """How many levels the place is given by."""
        return max((level + 1 for level, name in enumerate(self) if name), default=0)


@dataclass(frozen=True)
class Item:
    """One of the compared: its code, its statements as a series, and the links from levels to the values that changes imply."""

    code: str
    series: Series
    links: Sequence[Link]


@dataclass(frozen=True)
class Comparison:
    """Items compared in one quantity of one metric."""

    by: str
    items: Sequence[Item]

    @cached_property
    def shared(self) -> list[PeriodEnds]:
        """The periods that every item states, the latest first."""
        return shared_periods([item.series for item in self.items])

    @cached_property
    def replaced(self) -> set[str]:
        """Ids of statements that a later article states differently."""
        return {claim_id for item in self.items for claim_id in item.series.replaced}

    def flags(self, item: Item, claim: NumberedClaim) -> list[str]:
        """Why a statement cannot be compared with the others as it stands: codes of ``FLAGS``."""
        window = part_of(claim).window
        several = len(self.items) > 1
        found = {
            "period": several and window not in ("by_day", "undated") and period_of(claim) not in self.shared,
            "part": self.by == "place" and _is_part(claim, PlaceKey(*item.code.split("/"))),
            "by_day": window == "by_day",
            "undated": window == "undated",
            "replaced": claim.claim_id in self.replaced,
        }
        return [flag for flag in FLAGS if found[flag]]

    def at(self, period: PeriodEnds) -> dict[str, list[NumberedClaim]]:
        """The statements of each item for a period, those that a later article replaced left out."""
        return {
            item.code: [one for one in item.series.claims if period_of(one) == period and one.claim_id not in self.replaced]
            for item in self.items
        }


def of(by: str, code: str, selection: Selection) -> Selection:
    """The selection narrowed to one of the compared, by its code."""
    if by != "place":
        return selection.only(by, code)
    for level, name in zip(_LEVELS, code.split("/"), strict=False):
        selection = selection.only(level, name or MISSING)
    return selection


def read(table: ClaimTable, selection: Selection, by: str, codes: Sequence[str]) -> pd.DataFrame | None:
    """The figures of the items that state a number, without repeats, as from ``levels.numbers``, with the column ``item``.

    ``selection`` has the metric. ``None`` for more than ``MOST`` figures.
    """
    narrowed = {code: of(by, code, selection.listing_repeats(False)) for code in codes}
    if sum(table.summary(one).figures for one in narrowed.values()) > MOST:
        return None
    every = [table.rows(one).assign(item=code) for code, one in narrowed.items()]
    return numbers(pd.concat(every or [table.rows(selection, limit=0).assign(item="")], ignore_index=True))


def quantities_in(rows: pd.DataFrame) -> list[Quantity]:
    """The quantities of rows as from ``read``, most figures first. A change without a direction states no movement and is in none."""
    moved = rows[(rows["role"] != "change") | (rows["direction"] != "")]
    basis = moved["basis"].where(moved["role"] == "change", "")
    counted = moved.assign(basis=basis).groupby(["role", "basis", "kind", "unit"], sort=True).size().reset_index(name="figures")
    listed = [Quantity(role, basis, kind, (unit,), int(figures)) for role, basis, kind, unit, figures in counted.itertuples(index=False)]
    return sorted(listed, key=lambda quantity: -quantity.figures)


def compare(rows: pd.DataFrame, by: str, codes: Sequence[str], quantity: Quantity) -> Comparison:
    """The items ``codes``; ``rows`` come from ``read``. Values that changes imply are worked out from all their quantities."""
    items = []
    for code in codes:
        own = rows[rows["item"] == code]
        claims = records(own[_is_of(own, quantity)], NumberedClaim)
        ids = {claim.claim_id for claim in claims}
        items.append(Item(code, series(claims), [link for link in chain(own).links if link.level.claim_id in ids]))
    return Comparison(by, items)


def offered(table: ClaimTable, selection: Selection, by: str) -> dict[str, int]:
    """What can be compared, with its number of figures, most first. A place counts the figures of the places in it."""
    if by != "place":
        counted = table.tally(selection, [by])
        return {str(code): int(n) for code, n in zip(counted[by], counted["figures"], strict=True) if code}
    found: dict[str, int] = {}
    counted = table.tally(selection, list(_LEVELS))
    for *names, figures in zip(*(counted[column] for column in (*_LEVELS, "figures")), strict=True):
        for code in _with_wholes([str(name) for name in names]):
            found[code] = found.get(code, 0) + int(figures)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


class First(NamedTuple):
    """What a reader sees first: a metric, the code of a quantity, and the items that state it for the same period."""

    metric: str
    quantity: str
    codes: list[str]


def first(table: ClaimTable, selection: Selection, by: str) -> First | None:
    """The metric that most items state for one period, with these items, best of one subject; ``None`` where no two do.

    Only the metrics with the most figures are looked at.
    """
    frequent = [str(metric) for metric in table.tally(selection, ["metric"])["metric"] if metric][:_FREQUENT]
    if not frequent:
        return None
    own_city = "CASE WHEN city = province AND county = '' THEN '' ELSE city END"
    code = f"rtrim(concat_ws('/', province, {own_city}, county), '/')" if by == "place" else f'"{by}"'
    depth = "city <> '' AND city <> province, county <> ''" if by == "place" else "true"  # no place with one inside it
    query = f"""
        SELECT metric, role, {BASIS_SQL} AS basis, kind, min(unit) AS unit, list(DISTINCT {code} ORDER BY {code}) AS codes FROM {{}}
        WHERE NOT repeat AND metric <> '' AND {"province" if by == "place" else code} <> '' AND kind <> 'date' AND period_end IS NOT NULL
            AND period_basis IN ('stated', 'inherited', 'document')
        GROUP BY metric, role, 3, kind, period_start, period_end, {depth} HAVING len(codes) > 1 AND count(DISTINCT unit) = 1
        ORDER BY count(DISTINCT subject) = 1 DESC, least(len(codes), {FIRST_ITEMS}) DESC, role = 'level' DESC, period_end DESC, metric LIMIT 1"""
    for line in table.ask_selected(selection.only("metric", *frequent), query).to_pylist():
        quantity = ".".join((line["role"], line["basis"], line["kind"], line["unit"]))
        return First(line["metric"], quantity, line["codes"][:FIRST_ITEMS])
    return None


def _with_wholes(names: list[str]) -> set[str]:
    """The codes of a place and of the places it lies in. A municipality is its own city and counts once."""
    twice = names[1] == names[0]
    stated = [PlaceKey(*names[: level + 1]).code for level in range(len(names)) if names[level] and not (twice and level == 1)]
    return {code for code in stated if names[0]}


def _is_of(rows: pd.DataFrame, quantity: Quantity) -> pd.Series:
    """Which rows are of a quantity; a change without a direction states no movement."""
    same = (rows["role"] == quantity.role) & (rows["kind"] == quantity.kind) & rows["unit"].isin(quantity.units)
    if quantity.role == "change":
        same &= (rows["basis"] == quantity.basis) & (rows["direction"] != "")
    return same.astype(bool)


def _is_part(claim: NumberedClaim, place: PlaceKey) -> bool:
    """Whether a statement is for a place inside ``place`` only. A municipality is its own city."""
    below = (claim.province, claim.city, claim.county)[place.depth :]
    return any(name for name in below if name != place.province)
