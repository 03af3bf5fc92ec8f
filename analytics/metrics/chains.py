"""Chains of year-on-year statements: the earlier value each implies, and whether a stated one contradicts it.

"436 in 2024, 同比下降 12.5%" implies 436 / (1 - 0.125) for 2023. A change belongs to a level of the same article, the same sentence
or a neighbouring one, the same subject (or else the same metric), place and period, whose movement, if stated, is the same; a level
takes one change of a kind, the nearest, and changes of its own subject before others. A percentage change (or a multiple)
moves any level that is no percentage; percentage points move a percentage; an amount moves a level of the same unit.
An implied value is held against a level of the same subject, unit and stated place and period, in any article; they
contradict each other where no number fits both, however bounds and rounding are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from analytics.claims.intervals import Interval, Row, records, rounded

_NEXT = 3  # characters that may part one sentence from the next


class Link(NamedTuple):
    """One level with its change: what it implies a year earlier; ``value`` as written, ``implied`` with rounding and bounds."""

    level: Row
    change: Row
    value: float
    implied: Interval
    start: pd.Timestamp | None
    end: pd.Timestamp | None


class Check(NamedTuple):
    """A link beside a level that is stated for the very period it implies a value of."""

    link: Link
    stated: Row
    agrees: bool


class Chain(NamedTuple):
    """All links, their checks, and how many year-on-year changes stand beside no level to work back from."""

    links: list[Link]
    checks: list[Check]
    alone: int


def chain(rows: pd.DataFrame) -> Chain:
    """The links among the figures of one topic; ``rows`` as from ``levels.numbers``, without repeats."""
    changes = rows[(rows["role"] == "change") & (rows["basis"] == "yoy") & (rows["direction"] != "") & rows["value"].notna()]
    levels = rows[(rows["role"] == "level") & rows["value"].notna() & ~rows["kind"].isin(["rank", "multiple"])]
    links = _links(levels[levels["doc_id"].isin(changes["doc_id"])], changes)
    return Chain(links, _checks(links, levels), len(changes) - len(links))


def implied(level: float, direction: str, change: float, kind: str, unit: str) -> float | None:
    """The value before a change; nothing where no value can have fallen so far."""
    sign = 1 if direction == "up" else -1
    if kind == "multiple":
        kind, unit, change = "percentage", "%", 100 * change
    if kind == "percentage" and unit == "%":
        factor = 1 + sign * change / 100
        return level / factor if factor > 0 else None
    return level - sign * change


def _links(levels: pd.DataFrame, changes: pd.DataFrame) -> list[Link]:
    by_article = _grouped(levels, ["doc_id"])
    pairs = [
        (near, level, change)
        for change in records(changes)
        for level in by_article.get((change["doc_id"],), [])
        if (near := _nearness(level, change)) is not None
    ]
    found: dict[str, Link] = {}
    taken = set[tuple[str, str]]()
    for _, level, change in sorted(pairs, key=lambda pair: pair[0]):
        place = (level["claim_id"], _measure(change))
        if change["claim_id"] in found or place in taken:
            continue
        if link := _link(level, change):
            found[change["claim_id"]] = link
            taken.add(place)
    return list(found.values())


def _nearness(level: Row, change: Row) -> tuple[bool, bool, int] | None:
    """How close a level stands to a change, least first: own subject, same sentence, characters between; nothing where they do not belong."""
    same_subject = level["subject"] == change["subject"]
    if not same_subject and not (level["metric"] and level["metric"] == change["metric"]):
        return None
    if not _fits(level, change) or level["region_code"] != change["region_code"] or level["direction"] not in ("", change["direction"]):
        return None
    if any(not _same_day(level[end], change[end]) for end in ("period_start", "period_end")):
        return None
    earlier, later = sorted((level, change), key=lambda row: int(row["sentence_start"]))
    elsewhere = level["sentence_start"] != change["sentence_start"]
    if elsewhere and later["sentence_start"] - earlier["sentence_end"] > _NEXT:
        return None
    return not same_subject, elsewhere, abs(int(level["start"]) - int(change["start"]))


def _fits(level: Row, change: Row) -> bool:
    measure = _measure(change)
    if measure == "percent":
        return bool(level["kind"] != "percentage")
    if measure == "points":
        return bool(level["kind"] == "percentage")
    return bool((level["kind"], level["unit"]) == (change["kind"], change["unit"]))


def _measure(change: Row) -> str:
    """In which of three ways a change is stated."""
    if change["kind"] == "multiple":
        return "percent"
    if change["kind"] == "percentage":
        return "points" if change["unit"] == "pp" else "percent"
    return "amount"


def _link(level: Row, change: Row) -> Link | None:
    value = implied(level["value"], change["direction"], change["value"], change["kind"], change["unit"])
    if value is None:
        return None
    return Link(level, change, value, _interval(level, change), _year_before(level["period_start"]), _year_before(level["period_end"]))


def _interval(level: Row, change: Row) -> Interval:
    """The implied values that bounds and rounding of both statements allow; a further fall means more before, a further rise less."""
    height, extent = rounded(level), rounded(change)
    least, most = (extent.low, extent.high) if change["direction"] == "down" else (extent.high, extent.low)

    def before(end: float | None, moved: float | None) -> float | None:
        if end is None or moved is None:
            return None
        return implied(end, change["direction"], max(moved, 0.0), change["kind"], change["unit"])

    return Interval(before(height.low, least), before(height.high, most))


def _checks(links: list[Link], levels: pd.DataFrame) -> list[Check]:
    columns = ["region_code", "kind", "unit", "period_start", "period_end"]
    dated = levels["period_start"].notna() & levels["period_end"].notna() & (levels["period_basis"] != "published")
    known = levels[dated & (levels["region_code"] != "")]
    stated = _grouped(known, columns)
    checks = []
    for link in links:
        key = (link.level["region_code"], link.level["kind"], link.level["unit"], link.start, link.end)
        checks += [Check(link, row, link.implied.meets(rounded(row))) for row in stated.get(key, []) if _comparable(link.level, row)]
    return checks


def _grouped(rows: pd.DataFrame, columns: Sequence[str]) -> dict[tuple[Any, ...], list[Row]]:
    """The rows by their values in ``columns``; by hand, since pandas takes a frame's time for every group."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in records(rows):
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    return groups


def _comparable(one: Row, other: Row) -> bool:
    """Whether two levels count the same: equal subjects, or one metric whose wordings hold one another."""
    subjects = (str(one["subject"]), str(other["subject"]))
    if subjects[0] == subjects[1]:
        return True
    return bool(one["metric"]) and one["metric"] == other["metric"] and (subjects[0] in subjects[1] or subjects[1] in subjects[0])


def _same_day(one: Any, other: Any) -> bool:
    return bool(one == other) or (pd.isna(one) and pd.isna(other))


def _year_before(day: Any) -> pd.Timestamp | None:
    """The same day a year earlier; the end of February stays its end."""
    if pd.isna(day):
        return None
    earlier = pd.Timestamp(day) - pd.DateOffset(years=1)
    return earlier + pd.offsets.MonthEnd(0) if pd.Timestamp(day).is_month_end else earlier
