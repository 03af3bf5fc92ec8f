"""What ``ClaimTable`` must answer, said plainly over a DataFrame that holds everything."""

from __future__ import annotations

import pandas as pd

from analytics.claims.marks import Marks
from analytics.claims.order import Order
from analytics.claims.query import SEARCHED, lifted_with
from analytics.claims.schema import CLAIM_SCHEMA
from analytics.claims.selection import FACETS, MISSING, PERIOD, TAG, Selection
from analytics.claims.table import NO_MARKS
from analytics.search.folding import fold_word


def prepared(claims: pd.DataFrame, reprints: dict[str, str], marks: Marks = NO_MARKS) -> pd.DataFrame:
    """The claims with ``reprint_of``, ``year``, ``repeat``, ``tags`` and ``new`` (since any moment), newest article first."""
    end = claims["period_end"].fillna(claims["period_start"])
    reprint_of = pd.Series([reprints.get(claim_id, "") for claim_id in claims["claim_id"]], index=claims.index, dtype="string")
    frame = claims.assign(
        reprint_of=reprint_of,
        year=end.dt.year.astype("Int64"),
        repeat=claims["duplicate_of"].ne("").astype(bool) | reprint_of.ne(""),
        tags=[",".join(marks.of(*ids)) for ids in zip(claims["claim_id"], claims["doc_id"], strict=True)],
        new=claims["doc_id"].isin(set(marks.arrived(""))),
    )
    keys = ["published_on", "doc_id", "start", "claim_id"]
    return frame.sort_values(keys, ascending=[False, True, True, True], na_position="last", ignore_index=True)


def mask(frame: pd.DataFrame, selection: Selection, without: str = "") -> pd.Series:
    keep = pd.Series(True, index=frame.index)
    if not selection.repeats:
        keep &= ~frame["repeat"]
    lifted = lifted_with(without) if without else set()
    for facet, values in selection.chosen.items():
        if facet not in lifted:
            keep &= codes_of(frame, facet).map(lambda codes, wanted=set(values): bool(wanted & set(codes))).astype(bool)
    for facet, values in selection.excluded.items():
        if facet not in lifted:
            keep &= ~codes_of(frame, facet).map(lambda codes, out=set(values): bool(out & set(codes))).astype(bool)
    if PERIOD not in lifted:
        year = frame["year"]
        if selection.undated:
            keep &= year.isna()
        if selection.since is not None:
            keep &= year.ge(selection.since).fillna(False).astype(bool)
        if selection.until is not None:
            keep &= year.le(selection.until).fillna(False).astype(bool)
    if selection.added:
        keep &= frame["new"]
    for word in map(fold_word, selection.search.split()):
        keep &= pd.concat([frame[column].map(fold_word).str.contains(word, regex=False) for column in SEARCHED], axis=1).any(axis=1)
    return keep.astype(bool)


def ordered(frame: pd.DataFrame, order: Order) -> pd.DataFrame:
    if order.dates_last:
        dates = frame["kind"].eq("date")
        return pd.concat([ordered(frame[some], order._replace(dates_last=False)) for some in (~dates, dates)])
    if order.informative_first:  # results, then the scale, then the rest, then scenes
        place = evidence(frame)
        return pd.concat([ordered(frame[place == number], order._replace(informative_first=False)) for number in range(4)])
    if not order.by:
        return frame
    comparable = frame[list(order.by)].replace("", pd.NA).assign(within=frame["kind"] + " " + frame["unit"])
    if "period_end" in order.by:  # stated periods, then days of publication, then none
        timeless = frame["period_end"].isna() & frame["period_start"].isna()
        place = frame["period_basis"].eq("published").astype(int).mask(timeless & frame["period_basis"].ne("published"), 2)
        parts = [ordered_by(comparable[place == number], order) for number in (0, 1, 2)]
        return frame.loc[[row for part in parts for row in part]]
    return frame.loc[ordered_by(comparable, order)]


def evidence(frame: pd.DataFrame) -> pd.Series:
    result = frame["direction"].ne("") | frame["role"].isin(["change", "share"])
    scene = frame["kind"].isin(["date", "duration", "measure"])
    scale = frame["metric"].ne("") | frame["kind"].isin(["money", "rank"]) | frame["value"].ge(100)
    return pd.Series(2, frame.index).mask(scale.astype(bool), 1).mask(scene, 3).mask(result.astype(bool), 0)


def ordered_by(comparable: pd.DataFrame, order: Order) -> list[int]:
    ways = dict.fromkeys(order.by, not order.descending)
    if "value" in ways:  # within one kind and unit
        ways = {**{column: way for column, way in ways.items() if column != "value"}, "within": True, "value": ways["value"]}
    return list(comparable.sort_values(list(ways), ascending=list(ways.values()), kind="stable", na_position="last").index)


def codes_of(frame: pd.DataFrame, facet: str) -> pd.Series:
    """Each row's values of a facet, as a list."""
    if facet in (PERIOD, "published"):
        years = frame["year"] if facet == PERIOD else frame["published_on"].dt.year.astype("Int64")
        return years.map(lambda year: [MISSING if pd.isna(year) else str(year)])
    if facet == TAG:
        return frame["tags"].map(lambda tags: tags.split(",") if tags else [MISSING])
    column = frame[FACETS[facet]].fillna("")
    if facet == "type":
        column = column.mask((column == "other") & (frame["innovation"].fillna("") == ""), "")
    return column.map(lambda value: [code or MISSING for code in (value.split(" ") if facet == "note" else [value])])


def counts(frame: pd.DataFrame, selection: Selection, facet: str) -> dict[str, tuple[int, int]]:
    codes = codes_of(frame, facet)
    context = codes[mask(frame, selection, facet) & ~frame["repeat"]].explode().value_counts()
    figures = codes[mask(frame, selection) & ~frame["repeat"]].explode().value_counts()
    return {code: (int(figures.get(code, 0)), int(count)) for code, count in context.items()}


def corrected(claims: pd.DataFrame, people: pd.DataFrame, withdrawn: set[str]) -> pd.DataFrame:
    both = pd.concat([claims[~claims["claim_id"].isin(people["claim_id"])], people], ignore_index=True)
    return both[~both["claim_id"].isin(withdrawn)].reset_index(drop=True)[CLAIM_SCHEMA.names]
