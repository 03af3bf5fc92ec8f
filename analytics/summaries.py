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
from extractors.model import INNOVATION_TYPES, KINDS

_LONGEST_TIMELINE = 60
REST = "+"  # the bar of all that have no bar of their own


def by_region(table: ClaimTable, selection: Selection) -> pd.DataFrame:
    """All 34 province-level units in map order, then ``MISSING`` (always, even when it is 0)."""
    return _tally(table, selection, "province", [*(province.name for province in PROVINCES), MISSING])


def by_type(table: ClaimTable, selection: Selection) -> pd.DataFrame:
    """Innovation types that occur anywhere, most figures first, then "other", then ``MISSING``."""
    tally = _occurring(table, _tally(table, selection, "type", INNOVATION_TYPES), "type")
    last = tally["code"].map({"other": 1, MISSING: 2}).fillna(0)
    keys = pd.DataFrame({"last": last, "few": -tally["context"], "code": tally["code"]})
    return tally.loc[keys.sort_values(["last", "few", "code"]).index].reset_index(drop=True)


def by_kind(table: ClaimTable, selection: Selection) -> pd.DataFrame:
    """Kinds that occur anywhere, in their own order."""
    return _occurring(table, _tally(table, selection, "kind", KINDS), "kind")


def by_place(table: ClaimTable, selection: Selection, facet: str, most: int) -> pd.DataFrame:
    """The ``most`` cities or counties with most figures and those chosen, then all others as ``REST``, then ``MISSING``, each if there is any."""
    tally = _without_empty(_tally(table, selection, facet))
    stated = tally[tally["code"] != MISSING].sort_values(["context", "code"], ascending=[False, True], kind="stable")
    own = stated["chosen"] | (pd.Series(range(len(stated)), index=stated.index) < most)
    if (~own).sum() == 1:
        own[:] = True
    others = stated[~own]
    rest = pd.DataFrame({"code": [REST], "figures": [others["figures"].sum()], "context": [others["context"].sum()], "chosen": [False]})
    pieces = [stated[own], rest if len(others) else stated.iloc[:0], tally[tally["code"] == MISSING]]
    return pd.concat(pieces, ignore_index=True)


def by_year(table: ClaimTable, selection: Selection) -> pd.DataFrame:
    """Every year from the first to the last that occurs anywhere, gaps included as 0, then ``MISSING`` if there is any."""
    everywhere = [str(code) for code in table.counts(Selection(), PERIOD)["code"]]
    years = sorted(int(code) for code in everywhere if code != MISSING)
    if years and years[-1] - years[0] <= _LONGEST_TIMELINE:
        years = list(range(years[0], years[-1] + 1))
    missing = [MISSING] if MISSING in everywhere else []
    return _tally(table, selection, PERIOD, [*map(str, years), *missing])


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
    sums = {code: [0, 0] for code in known}
    for code, figures, context in zip(counted["code"], counted["figures"], counted["context"], strict=True):
        place = sums.setdefault(code if not known or code in sums else MISSING, [0, 0])
        place[0], place[1] = place[0] + int(figures), place[1] + int(context)
    chosen = _chosen_codes(selection, facet, sums)
    return pd.DataFrame(
        {
            "code": pd.Series(list(sums), dtype="object"),
            "figures": pd.Series([figures for figures, _ in sums.values()], dtype="int64"),
            "context": pd.Series([context for _, context in sums.values()], dtype="int64"),
            "chosen": pd.Series([code in chosen for code in sums], dtype="bool"),
        }
    )


def _chosen_codes(selection: Selection, facet: str, codes: Iterable[str]) -> set[str]:
    if facet != PERIOD:
        return set(selection.of(facet))
    if selection.undated:
        return {MISSING}
    if not selection.narrows_period:
        return set()
    low, high = selection.since or 0, selection.until or 9999
    return {code for code in codes if code != MISSING and low <= int(code) <= high}


def _occurring(table: ClaimTable, tally: pd.DataFrame, facet: str) -> pd.DataFrame:
    """Without the codes that stand nowhere, whatever is filtered: so bars keep their place."""
    everywhere = {*table.counts(Selection(), facet)["code"]}
    return tally[tally["code"].isin(everywhere) | (tally["context"] > 0) | tally["chosen"]].reset_index(drop=True)


def _without_empty(tally: pd.DataFrame) -> pd.DataFrame:
    return tally[(tally["context"] > 0) | tally["chosen"]].reset_index(drop=True)
