"""The statements of one quantity put in order over time: what can be joined, what was revised, and which periods are comparable.

A *thing* is one subject at one place. Its statements are joined where they cover the same part of different years: whole years with whole
years, January to June with January to June. Several articles that state different numbers of one thing and period are a revision; the one
published last stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple

from analytics.metrics.levels import NumberedClaim

Window = Literal["year", "cumulative", "other", "by_day", "undated"]
PeriodEnds = tuple[date | None, date | None]


class YearPart(NamedTuple):
    """The part of a year that a period covers: its window, and for a cumulative one the month and day on which it ends."""

    window: Window
    until: tuple[int, int] = (12, 31)


@dataclass(frozen=True, slots=True)
class Series:
    """The statements of one quantity, in the order of their periods; publication days, then undated ones last.

    ``lines`` are runs of at least two statements to join, ``revisions`` statements of one thing and period in order of publication.
    """

    claims: Sequence[NumberedClaim]
    lines: Sequence[Sequence[NumberedClaim]]
    revisions: Sequence[Sequence[NumberedClaim]]

    @property
    def replaced(self) -> set[str]:
        """Ids of the statements that a later article states differently."""
        return {claim.claim_id for revised in self.revisions for claim in revised if claim.middle != revised[-1].middle}

    @property
    def periods(self) -> set[PeriodEnds]:
        """The stated periods; a day of publication is none."""
        return {period_of(claim) for claim in self.claims if part_of(claim).window not in ("by_day", "undated")}


def series(claims: Iterable[NumberedClaim]) -> Series:
    """The series of statements of one quantity, without repeats."""
    listed = sorted(claims, key=_in_time)
    stated = [claim for claim in listed if part_of(claim).window not in ("by_day", "undated")]
    revisions, standing = list[list[NumberedClaim]](), list[NumberedClaim]()
    for _, several in groupby(
        sorted(stated, key=lambda claim: (_thing(claim), _days(claim))), key=lambda claim: (_thing(claim), _days(claim))
    ):
        by_article = [_reached(some) for _, some in groupby(sorted(several, key=_published), key=lambda claim: claim.doc_id)]
        standing.append(by_article[-1])
        if len({claim.middle for claim in by_article}) > 1:
            revisions.append(by_article)
    return Series(listed, _lines(standing), revisions)


def part_of(claim: NumberedClaim) -> YearPart:
    """The part of a year that a statement covers."""
    start, end = claim.period_start, claim.period_end
    if claim.period_basis == "published":
        return YearPart("by_day")
    if start is None and end is None:
        return YearPart("undated")
    if start is None or end is None or start.year != end.year or (start.month, start.day) != (1, 1):
        return YearPart("other")
    until = (end.month, end.day)
    return YearPart("year") if until == (12, 31) else YearPart("cumulative", (2, 28) if until == (2, 29) else until)


def period_of(claim: NumberedClaim) -> PeriodEnds:
    """Both ends of the period of a statement."""
    return claim.period_start, claim.period_end


def shared_periods(several: Sequence[Series]) -> list[PeriodEnds]:
    """The periods for which every series has a statement, the latest first; of one end, the longest first."""
    common = set.intersection(*(one.periods for one in several)) if several else set()
    return sorted(common, key=lambda period: (-(period[1] or date.max).toordinal(), (period[0] or date.min).toordinal()))


def _lines(standing: Iterable[NumberedClaim]) -> list[list[NumberedClaim]]:
    """Statements of one thing and part of a year, in different years. Other periods have no counterpart in another year."""
    joined = [claim for claim in standing if part_of(claim).window in ("year", "cumulative")]
    ordered = sorted(joined, key=lambda claim: (_thing(claim), part_of(claim), _days(claim)))
    lines = [list(some) for _, some in groupby(ordered, key=lambda claim: (_thing(claim), part_of(claim)))]
    return [line for line in lines if len(line) > 1]


def _reached(claims: Iterable[NumberedClaim]) -> NumberedClaim:
    """Of several numbers for one thing and period in one article, the one that a change reached; else the last (从326起降至191起)."""
    return max(claims, key=lambda claim: (bool(claim.direction), claim.start))


def _thing(claim: NumberedClaim) -> tuple[str, ...]:
    return claim.province, claim.city, claim.county, claim.metric, claim.subject


def _days(claim: NumberedClaim) -> tuple[date, date]:
    return claim.period_start or date.min, claim.period_end or date.max


def _published(claim: NumberedClaim) -> tuple[date, str, int]:
    return claim.published_on or date.min, claim.doc_id, claim.start


def _in_time(claim: NumberedClaim) -> tuple[int, date, date, tuple[date, str, int]]:
    place = {"by_day": 1, "undated": 2}.get(part_of(claim).window, 0)
    return place, claim.period_end or claim.period_start or date.max, claim.period_start or date.min, _published(claim)
