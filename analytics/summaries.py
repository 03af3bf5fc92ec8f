"""Frame → frame: what the charts, the facets and the summary line say of the claim table.

Every tally has one row per bar with the columns ``code``, ``figures`` (rows listed in the table),
``context`` (what it would be with this chart's own filter lifted) and ``chosen``. A figure belongs to
exactly one bar, repeats (``duplicate_of``) to none, and what is not stated is a bar of its own, ``MISSING``:
so the ``figures`` of every tally add up to the table's count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from analytics.provinces import PROVINCES
from analytics.selection import FACETS, MISSING, PERIOD, Selection
from extractors.model import INNOVATION_TYPES

_LONGEST_TIMELINE = 60
_ALSO_SEARCHED = ("subject", "innovation", "text", "title")


def prepare(claims: pd.DataFrame) -> pd.DataFrame:
    """The claim table, newest article first, with ``year`` (Int64), ``repeat`` (bool) and ``searched`` beside its columns.

    A figure's year is the one its period ends in: a total "2016 to 2020" is the state of 2020.
    """
    end = claims["period_end"].fillna(claims["period_start"])
    frame = claims.assign(
        year=end.dt.year.astype("Int64"),
        repeat=claims["duplicate_of"].fillna("").ne("").astype(bool),
        searched=claims["sentence"].str.cat(claims[list(_ALSO_SEARCHED)], sep="\n", na_rep="").str.casefold(),
    )
    order = ["published_on", "doc_id", "start"]
    return frame.sort_values(order, ascending=[False, True, True], kind="stable", ignore_index=True)


def listed(frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The rows the table lists and the CSV holds."""
    return frame[selection.mask(frame)]


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of the sentence at the top; shares are between 0 and 1."""

    articles: int
    figures: int
    repeats: int
    provinces: int
    first_year: int | None
    last_year: int | None
    with_region: float
    with_period: float


def summarise(frame: pd.DataFrame, selection: Selection) -> Summary:
    """What the selected rows amount to; repeats are told apart, never counted in."""
    everything = replace(selection, repeats=True).mask(frame)
    rows = frame[everything & ~frame["repeat"]]
    years = rows["year"].dropna()
    stated = rows["period_basis"].isin(["stated", "inherited"])
    return Summary(
        articles=int(rows["doc_id"].nunique()),
        figures=len(rows),
        repeats=int((everything & frame["repeat"]).sum()),
        provinces=int(rows.loc[_stated(rows["province"]), "province"].nunique()),
        first_year=int(years.min()) if len(years) else None,
        last_year=int(years.max()) if len(years) else None,
        with_region=float(_stated(rows["province"]).mean()) if len(rows) else 0.0,
        with_period=float(stated.mean()) if len(rows) else 0.0,
    )


def by_region(frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """All 34 province-level units in map order, then ``MISSING`` (always, even when it is 0)."""
    return _tally(frame, selection, "province", [*(province.name for province in PROVINCES), MISSING])


def by_type(frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Innovation types, most figures first, then "other", then ``MISSING``, each if there is any."""
    return _ranked(_tally(frame, selection, "type", INNOVATION_TYPES))


def by_year(frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Every year from the first to the last, gaps included as 0, then ``MISSING`` if there is any."""
    tally = _tally(frame, selection, PERIOD)
    years = [int(code) for code in tally["code"] if code != MISSING]
    if not years or max(years) - min(years) > _LONGEST_TIMELINE:
        return _without_empty(tally.sort_values("code", key=_missing_last, kind="stable", ignore_index=True))
    codes = [*(str(year) for year in range(min(years), max(years) + 1)), MISSING]
    filled = tally.set_index("code").reindex(codes).reset_index()
    filled = filled.fillna({"figures": 0, "context": 0, "chosen": False})
    filled = filled.astype({"figures": "int64", "context": "int64", "chosen": bool})
    return filled[(filled["code"] != MISSING) | (filled["context"] > 0)].reset_index(drop=True)


def facet_counts(frame: pd.DataFrame, selection: Selection, facet: str) -> dict[str, int]:
    """For each value of a facet, how many figures choosing it alone would show; most first, ``MISSING`` last."""
    counts = _codes(frame, facet)[selection.mask(frame, without=facet) & ~frame["repeat"]].value_counts()
    ordered = sorted(counts.items(), key=lambda item: (item[0] == MISSING, -item[1], item[0]))
    return {str(value): int(count) for value, count in ordered}


def _tally(frame: pd.DataFrame, selection: Selection, facet: str, codes: Iterable[str] = ()) -> pd.DataFrame:
    """One row per code; values outside ``codes``, if codes are given, count as ``MISSING``."""
    of_code, once = _codes(frame, facet), ~frame["repeat"]
    known = list(codes)
    if known:
        of_code = of_code.where(of_code.isin(known), MISSING)
    figures = of_code[selection.mask(frame) & once].value_counts()
    context = of_code[selection.mask(frame, without=facet) & once].value_counts()
    index = pd.Index(list(dict.fromkeys([*known, *context.index])), name="code", dtype="object")
    chosen = _chosen_codes(selection, facet, index)
    return pd.DataFrame(
        {
            "code": index,
            "figures": figures.reindex(index, fill_value=0).astype("int64").to_numpy(),
            "context": context.reindex(index, fill_value=0).astype("int64").to_numpy(),
            "chosen": [code in chosen for code in index],
        }
    )


def _codes(frame: pd.DataFrame, facet: str) -> pd.Series:
    """Each row's code of a facet, ``MISSING`` where it states none."""
    if facet == PERIOD:
        return frame["year"].astype("string").fillna(MISSING).astype("object")
    return frame[FACETS[facet]].replace("", pd.NA).fillna(MISSING).astype("object")


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


def _stated(column: pd.Series) -> pd.Series:
    return column.fillna("").ne("").astype(bool)
