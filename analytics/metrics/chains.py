"""Year-on-year changes: the earlier value each one implies, and whether a stated value contradicts it.

``2024年436起，同比下降12.5%`` implies 436 / (1 - 0.125) for 2023. A change is linked to a level of the same article if

- both are in the same sentence or in neighbouring ones, the level before the change (436起，同比下降12.5%) or right behind it (同比下降12.5%，为436起),
- they have the same subject (or else the same metric), place and period,
- the level states no direction, or the same one, and
- the change fits the level: a percentage or a multiple applies to any level that is not a percentage, percentage points
  to a percentage, an amount to a level of the same kind and unit.

A level takes one change of each of these three types: first of its own subject, then the nearest.

An implied value is checked against levels of any article with the same subject, unit, and stated place and period. They
contradict each other if no number satisfies both, as readers take the numbers to mean (``interval.plausible``).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from math import inf, isinf
from typing import NamedTuple

import pandas as pd

from analytics.claims.interval import Interval, plausible, rounded
from analytics.claims.rows import records
from analytics.metrics.levels import NumberedClaim

_NEXT = 3  # largest distance between neighbouring sentences, in characters
_RIGHT_BEHIND = 15  # largest distance of a level behind its change, in characters: further on, another thing is told (一案抓获589人)


class Link(NamedTuple):
    """A level with its change, and the value they imply for a year earlier, in the unit of the level.

    ``value`` follows from the numbers as written, ``implied`` allows for bounds and rounding; ``start`` and ``end`` are the
    period a year earlier.
    """

    level: NumberedClaim
    change: NumberedClaim
    value: float
    implied: Interval
    start: date | None
    end: date | None


class ImpliedValueCheck(NamedTuple):
    """A link and a level stated for the period of its implied value. ``agrees`` is true where the intervals overlap."""

    link: Link
    stated: NumberedClaim
    agrees: bool


class Chain(NamedTuple):
    """Links, their checks, and ``alone``: the number of year-on-year changes without a level."""

    links: list[Link]
    checks: list[ImpliedValueCheck]
    alone: int


def chain(rows: pd.DataFrame) -> Chain:
    """Link levels and changes of one topic. ``rows`` come from ``levels.numbers``, without repeats."""
    changes = rows[(rows["role"] == "change") & (rows["basis"] == "yoy") & (rows["direction"] != "") & rows["value"].notna()]
    levels = rows[(rows["role"] == "level") & rows["value"].notna() & ~rows["kind"].isin(["rank", "multiple"])]
    links = _links(levels[levels["doc_id"].isin(changes["doc_id"])], changes)
    return Chain(links, _checks(links, levels), len(changes) - len(links))


def implied(level: float, direction: str, change: float, kind: str, unit: str) -> float | None:
    """The value before a change, in the unit of the level; ``None`` where it is undefined (a fall by 100 % or more).

    ``direction`` is ``up`` or ``down``; ``change`` is positive and has the ``kind`` and ``unit`` of its claim.
    """
    sign = 1 if direction == "up" else -1
    if kind == "multiple":
        kind, unit, change = "percentage", "%", 100 * change
    if kind == "percentage" and unit == "%":
        factor = 1 + sign * change / 100
        return level / factor if factor > 0 else None
    return level - sign * change


def _links(levels: pd.DataFrame, changes: pd.DataFrame) -> list[Link]:
    by_article = _grouped(records(levels, NumberedClaim), lambda level: level.doc_id)
    pairs = [
        (near, level, change)
        for change in records(changes, NumberedClaim)
        for level in by_article.get(change.doc_id, [])
        if (near := _nearness(level, change)) is not None
    ]
    found: dict[str, Link] = {}
    taken = set[tuple[str, str]]()
    for _, level, change in sorted(pairs, key=lambda pair: pair[0]):
        place = (level.claim_id, _measure(change))
        if change.claim_id in found or place in taken:
            continue
        if link := _link(level, change):
            found[change.claim_id] = link
            taken.add(place)
    return list(found.values())


def _nearness(level: NumberedClaim, change: NumberedClaim) -> tuple[bool, bool, int] | None:
    """Sort key for a level and a change, smallest for the closest; ``None`` where they do not belong together.

    The key is: another subject, another sentence, characters between.
    """
    same_subject = level.subject == change.subject
    if not same_subject and not (level.metric and level.metric == change.metric):
        return None
    if not _fits(level, change) or level.region_code != change.region_code or level.direction not in ("", change.direction):
        return None
    if (level.period_start, level.period_end) != (change.period_start, change.period_end):
        return None
    if level.start - change.start - len(change.text) > _RIGHT_BEHIND:
        return None
    earlier, later = sorted((level, change), key=lambda row: row.sentence_start)
    elsewhere = level.sentence_start != change.sentence_start
    if elsewhere and later.sentence_start - earlier.sentence_end > _NEXT:
        return None
    return not same_subject, elsewhere, abs(level.start - change.start)


def _fits(level: NumberedClaim, change: NumberedClaim) -> bool:
    """Whether a change of this type can apply to the level."""
    measure = _measure(change)
    if measure == "percent":
        return level.kind != "percentage"
    if measure == "points":
        return level.kind == "percentage"
    return (level.kind, level.unit) == (change.kind, change.unit)


def _measure(change: NumberedClaim) -> str:
    """How a change is stated: ``percent``, ``points`` or ``amount``."""
    if change.kind == "multiple":
        return "percent"
    if change.kind == "percentage":
        return "points" if change.unit == "pp" else "percent"
    return "amount"


def _link(level: NumberedClaim, change: NumberedClaim) -> Link | None:
    value = implied(level.middle, change.direction, change.middle, change.kind, change.unit)
    if value is None:
        return None
    return Link(level, change, value, _interval(level, change, rounded), _year_before(level.period_start), _year_before(level.period_end))


def _interval(level: NumberedClaim, change: NumberedClaim, reading: Callable[[NumberedClaim], Interval]) -> Interval:
    """The implied values that the level and the change allow, both as intervals by ``reading``.

    A larger fall implies a larger earlier value, a larger rise a smaller one.
    """
    height, extent = reading(level), reading(change)
    least, most = (extent.low, extent.high) if change.direction == "down" else (extent.high, extent.low)

    def before(end: float, moved: float, otherwise: float) -> float:
        if isinf(end) or isinf(moved):
            return otherwise
        found = implied(end, change.direction, max(moved, 0.0), change.kind, change.unit)
        return otherwise if found is None else found

    return Interval(before(height.low, least, -inf), before(height.high, most, inf))


def _checks(links: list[Link], levels: pd.DataFrame) -> list[ImpliedValueCheck]:
    """Each link with the levels that state its implied period; a period taken from the publication date does not count."""
    dated = levels["period_start"].notna() & levels["period_end"].notna() & (levels["period_basis"] != "published")
    known = records(levels[dated & (levels["region_code"] != "")], NumberedClaim)
    stated = _grouped(known, lambda row: (row.region_code, row.kind, row.unit, row.period_start, row.period_end))
    checks = []
    for link in links:
        key = (link.level.region_code, link.level.kind, link.level.unit, link.start, link.end)
        found = [row for row in stated.get(key, []) if _comparable(link.level, row)]
        if found:
            allowed = _interval(link.level, link.change, plausible).computed()
            checks += [ImpliedValueCheck(link, row, allowed.meets(plausible(row))) for row in found]
    return checks


def _grouped(rows: Iterable[NumberedClaim], key: Callable[[NumberedClaim], Hashable]) -> dict[Hashable, list[NumberedClaim]]:
    groups: dict[Hashable, list[NumberedClaim]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _comparable(one: NumberedClaim, other: NumberedClaim) -> bool:
    """Whether two levels count the same thing: equal subjects, or one metric and a subject that contains the other."""
    if one.subject == other.subject:
        return True
    return bool(one.metric) and one.metric == other.metric and (one.subject in other.subject or other.subject in one.subject)


def _year_before(day: date | None) -> date | None:
    """The same day a year earlier; the last day of a month remains the last day."""
    if day is None:
        return None
    year, last = day.year - 1, day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, monthrange(year, day.month)[1] if last else day.day)
