"""Claim table → small frames: what the charts and the facets say.

Every tally has one row per bar with the columns ``code``, ``figures`` (rows listed in the table),
``context`` (what it would be with this chart's own filter lifted) and ``chosen``. A figure belongs to
exactly one bar, repeats to none, and what is not stated is a bar of its own, ``MISSING``:
so the ``figures`` of every tally add up to the table's count.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analytics.claimtable import ClaimTable
from analytics.provinces import PROVINCES
from analytics.selection import MISSING, PERIOD, Selection
from extractors.model import INNOVATION_TYPES

_LONGEST_TIMELINE = 60


def by_region(table: ClaimTable, selection: Selection) -> pd.DataFrame:
    """All 34 province-level units in map order, then ``MISSING`` (always, even when it is 0)."""
    return _tally(table, selection, "province", [*(province.name for province in PROVINCES), MISSING])


def by_type(table: ClaimTable, selection: Selection) -> pd.DataFrame:
    """Innovation types, most figures first, then "other", then ``MISSING``, each if there is any."""
    return _ranked(_tally(table, selection, "type", INNOVATION_TYPES))


def by_year(table: ClaimTable, selection: Selection) -> pd.DataFrame:
    """Every year from the first to the last, gaps included as 0, then ``MISSING`` if there is any."""
    tally = _tally(table, selection, PERIOD)
    years = [int(code) for code in tally["code"] if code != MISSING]
    if not years or max(years) - min(years) > _LONGEST_TIMELINE:
        return _without_empty(tally.sort_values("code", key=_missing_last, kind="stable", ignore_index=True))
    codes = [*(str(year) for year in range(min(years), max(years) + 1)), MISSING]
    filled = tally.set_index("code").reindex(codes).reset_index()
    filled = filled.fillna({"figures": 0, "context": 0, "chosen": False})
    filled = filled.astype({"figures": "int64", "context": "int64", "chosen": bool})
    return filled[(filled["code"] != MISSING) | (filled["context"] > 0)].reset_index(drop=True)


def facet_counts(table: ClaimTable, selection: Selection, facet: str) -> dict[str, int]:
    """For each value of a facet, how many figures choosing it alone would show; most first, ``MISSING`` last."""
    counted = table.counts(selection, facet)
    items = zip(counted["code"], counted["context"].astype(int), strict=True)
    return dict(sorted(items, key=lambda item: (item[0] == MISSING, -item[1], item[0])))


def places(table: ClaimTable, selection: Selection) -> pd.DataFrame:
    """``figures`` by ``province`` and ``city`` under all filters but those of place."""
    return _named(table.tally(selection.choosing("province", ()), ["province", "city"]))


def counties(table: ClaimTable, selection: Selection) -> pd.DataFrame:
    """``figures`` by ``province``, ``city`` and ``county`` within the chosen cities, under all other filters but those of place."""
    chosen = selection.of("city")
    lifted = selection.choosing("province", ()).choosing("city", chosen)
    columns = ["province", "city", "county"]
    return _named(table.tally(lifted, columns)) if chosen else pd.DataFrame({column: [] for column in (*columns, "figures")})


def _named(tally: pd.DataFrame) -> pd.DataFrame:
    """What is not stated by its code."""
    return tally.replace("", MISSING)


def _tally(table: ClaimTable, selection: Selection, facet: str, codes: Iterable[str] = ()) -> pd.DataFrame:
    """One row per code; values outside ``codes``, if codes are given, count as ``MISSING``."""
    counted, known = table.counts(selection, facet), list(codes)
    if known:
        counted["code"] = counted["code"].where(counted["code"].isin(known), MISSING)
    summed = counted.groupby("code")[["figures", "context"]].sum()
    index = pd.Index(list(dict.fromkeys([*known, *summed.index])), name="code", dtype="object")
    tally = summed.reindex(index, fill_value=0).astype("int64").reset_index()
    chosen = _chosen_codes(selection, facet, index)
    return tally.assign(chosen=[code in chosen for code in index])


def _chosen_codes(selection: Selection, facet: str, codes: Iterable[str]) -> set[str]:
    if facet != PERIOD:
        return set(selection.of(facet))
    if selection.undated:
        return {MISSING}
    if not selection.narrows_period:
        return set()
    low, high = selection.since or 0, selection.until or 9999
    return {code for code in codes if code != MISSING and low <= int(code) <= high}


def _ranked(tally: pd.DataFrame) -> pd.DataFrame:
    tally = _without_empty(tally)
    last = tally["code"].map({"other": 1, MISSING: 2}).fillna(0)
    keys = pd.DataFrame({"last": last, "few": -tally["context"], "code": tally["code"]})
    return tally.loc[keys.sort_values(["last", "few", "code"]).index].reset_index(drop=True)


def _without_empty(tally: pd.DataFrame) -> pd.DataFrame:
    return tally[(tally["context"] > 0) | tally["chosen"]].reset_index(drop=True)


def _missing_last(codes: pd.Series) -> pd.Series:
    return codes.map(lambda code: (code == MISSING, code))
