"""Sums of money that count each amount once. What a total leaves out is kept, with the reason.

An amount is left out for the first of these reasons that applies:

``repeat``      it was stated before, in the article or in the one that this article reprints;
``share``       its wording says that it is part of a whole;
``change``      it is the amount of a change;
``unit_price``  it is the price of one item (单套造价, 人均);
``before``      it is the earlier level in its own sentence (从30万元增加到75万元);
``same``        it states the same amount of the same thing again, with the same place and period or compatible ones;
``differs``     a later article states another amount for the same thing, place and period;
``part``        it is part of another counted amount: for a place inside the other's place at an overlapping time, or for the
               same place and a shorter time inside the other's.

Figures that name two different innovations are never the same thing or part of each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import isinf
from typing import NamedTuple

import pandas as pd

from analytics.claims.interval import stated
from analytics.claims.rows import records
from analytics.metrics.levels import NumberedClaim

REASONS = ("repeat", "share", "change", "unit_price", "before", "same", "differs", "part")
_ONE = re.compile("^(单|每|人均|户均|均|平均)|单价|均价|造价")


class Total(NamedTuple):
    """The total of one currency. ``stated`` adds the values as written, ``low`` and ``high`` the bounds.

    In ``low``, an open lower end counts as 0; ``high`` is ``None`` where an amount has an open upper end. Approximate amounts
    count as written in both. ``over``, ``under`` and ``about`` are the numbers of amounts with these bounds.
    """

    currency: str
    stated: float
    low: float
    high: float | None
    over: int
    under: int
    about: int
    rows: pd.DataFrame


class Sum(NamedTuple):
    """Like ``Total``, with the number of amounts ``counted`` in place of their rows."""

    currency: str
    stated: float
    low: float
    high: float | None
    over: int
    under: int
    about: int
    counted: int


class LeftOut(NamedTuple):
    """An amount that no total counts, the reason (of ``REASONS``), and the id of the claim that counts instead, or empty."""

    claim: NumberedClaim
    reason: str
    because: str


class Totals(NamedTuple):
    """Totals by currency, the one with the most amounts first, and the amounts left out, by reason."""

    totals: list[Total]
    left_out: list[LeftOut]


def totals(rows: pd.DataFrame) -> Totals:
    """Add up the money of one topic. ``rows`` come from ``levels.numbers``, repeats included."""
    money = rows[rows["kind"] == "money"]
    amounts = {amount.row.claim_id: amount for amount in _settled(records(money, NumberedClaim))}
    out = [LeftOut(amount.row, amount.reason, amount.because) for amount in amounts.values() if amount.reason]
    kept = money[~money["claim_id"].isin([amount.claim.claim_id for amount in out])]
    added = [
        _total(str(currency), group, [amounts[claim_id].row for claim_id in group["claim_id"]])
        for currency, group in kept.groupby("unit", sort=True)
    ]
    return Totals(sorted(added, key=lambda total: -len(total.rows)), sorted(out, key=lambda amount: REASONS.index(amount.reason)))


def sole(claims: Sequence[NumberedClaim]) -> Sum | None:
    """The sum of claims that are all amounts of one currency, each counted once; ``None`` for any others, which cannot be added.

    Only money is added: counts of one metric may be parts of each other (破获刑事案件 and 破获盗窃案件), or one stock at two times.
    """
    units = {claim.unit for claim in claims}
    if len(units) != 1 or any(claim.kind != "money" for claim in claims):
        return None
    kept = [amount.row for amount in _settled(claims) if not amount.reason]
    return _sum(units.pop(), kept) if kept else None


def _settled(claims: Iterable[NumberedClaim]) -> list[_Amount]:
    """Amounts of money in the order of their publication, each with the reason that leaves it out, or none."""
    in_time = sorted(map(_Amount, claims), key=_published_first)
    for amount in in_time:
        amount.leave_out(_own_reason(amount.row))
    for same_thing in _grouped(_open(in_time), lambda amount: (amount.row.unit, amount.row.metric or amount.row.subject)):
        _leave_out_before(same_thing)
        _leave_out_same(same_thing)
        _leave_out_differing(same_thing)
        _leave_out_parts(same_thing)
    return in_time


class _Amount:
    """An amount and whether it counts. An open end of its period is the earliest or latest possible day."""

    def __init__(self, row: NumberedClaim) -> None:
        self.row = row
        self.place = (row.province, row.city, row.county)
        self.dated = bool(row.period_start or row.period_end)
        self.start, self.end = row.period_start or date.min, row.period_end or date.max
        self.reason, self.because = "", ""

    def leave_out(self, reason: str, because: str = "") -> None:
        self.reason, self.because = reason, because

    def may_be(self, other: _Amount) -> bool:
        """Whether both may be about the same thing: not where each names a different innovation."""
        names = {self.row.innovation, other.row.innovation} - {""}
        return self is not other and len(names) < 2

    def overlaps(self, other: _Amount) -> bool:
        return self.start <= other.end and other.start <= self.end

    def lies_in(self, other: _Amount) -> bool:
        """Whether this is for a place inside the other's place at an overlapping time, or for the same place and a shorter time."""
        if self.place != other.place:
            named = [level for level in other.place if level]
            return bool(named) and self.place[: len(named)] == tuple(named) and self.overlaps(other)
        within = other.dated and other.start <= self.start and self.end <= other.end
        return bool(self.place[0]) and within and (self.start, self.end) != (other.start, other.end)


def _published_first(amount: _Amount) -> tuple[bool, date, str, int]:
    """Sort key by publication date, undated last."""
    row = amount.row
    return row.published_on is None, row.published_on or date.max, row.doc_id, row.start


def _own_reason(row: NumberedClaim) -> str:
    """The reason to leave out a figure independently of all others; empty where there is none."""
    if row.repeat:
        return "repeat"
    if row.role in ("share", "change"):
        return row.role
    return "unit_price" if _ONE.search(row.subject) else ""


def _leave_out_before(amounts: Iterable[_Amount]) -> None:
    """Leave out the level before a change: it precedes the new level in the same sentence and states no direction."""
    for sentence in _grouped(amounts, lambda amount: (amount.row.doc_id, amount.row.sentence_start, amount.row.subject)):
        reached = [amount for amount in sentence if amount.row.direction]
        for amount in sentence:
            after = next((other for other in reached if other.row.start > amount.row.start), None)
            if after and not amount.row.direction:
                amount.leave_out("before", after.row.claim_id)


def _leave_out_same(amounts: Iterable[_Amount]) -> None:
    """Leave out what repeats an equal amount that was published earlier."""
    for equal in _grouped(_open(amounts), lambda amount: (amount.row.middle, amount.row.bound)):
        for position, amount in enumerate(equal):
            first = next((other for other in equal[:position] if not other.reason and _same_place(amount, other)), None)
            if first and amount.overlaps(first):
                amount.leave_out("same", first.row.claim_id)


def _same_place(one: _Amount, other: _Amount) -> bool:
    """Whether the places agree as far as both are stated, and at most one innovation is named."""
    return one.may_be(other) and all(not a or not b or a == b for a, b in zip(one.place, other.place, strict=True))


def _leave_out_differing(amounts: Iterable[_Amount]) -> None:
    """Of several articles about the same thing, the latest counts. Two statements in one article are about two things."""
    dated = (amount for amount in _open(amounts) if amount.dated and amount.place[0] and amount.row.period_basis != "published")
    for rivals in _grouped(dated, lambda amount: (amount.row.subject, amount.place, amount.start, amount.end)):
        for position, amount in enumerate(rivals):
            later = (other for other in rivals[position + 1 :] if other.row.doc_id != amount.row.doc_id and amount.may_be(other))
            if last := next(later, None):
                amount.leave_out("differs", last.row.claim_id)


def _leave_out_parts(amounts: Iterable[_Amount]) -> None:
    """Leave out parts. Amounts with equal place, time and innovation are looked up once, among the places that contain theirs."""
    alike = _grouped(_open(amounts), lambda amount: (amount.place, amount.start, amount.end, amount.row.innovation))
    by_place: defaultdict[tuple[str, ...], list[_Amount]] = defaultdict(list)
    for first, *_ in alike:
        by_place[first.place].append(first)
    wholes = [
        next((whole for whole in _around(first, by_place) if first.lies_in(whole) and first.may_be(whole)), None) for first, *_ in alike
    ]
    for some, whole in zip(alike, wholes, strict=True):
        if whole:
            for amount in some:
                amount.leave_out("part", whole.row.claim_id)


def _around(amount: _Amount, by_place: Mapping[tuple[str, ...], list[_Amount]]) -> Iterator[_Amount]:
    """The amounts of its province, its city and its own place."""
    province, city, _ = amount.place
    for place in {(province, "", ""), (province, city, ""), amount.place}:
        yield from by_place.get(place, [])


def _open(amounts: Iterable[_Amount]) -> list[_Amount]:
    return [amount for amount in amounts if not amount.reason]


def _grouped(amounts: Iterable[_Amount], key: Callable[[_Amount], object]) -> list[list[_Amount]]:
    groups: defaultdict[object, list[_Amount]] = defaultdict(list)
    for amount in amounts:
        groups[key(amount)].append(amount)
    return list(groups.values())


def _total(currency: str, rows: pd.DataFrame, amounts: Iterable[NumberedClaim]) -> Total:
    """The total of ``amounts``, which are the claims of ``rows``."""
    added = _sum(currency, list(amounts))
    return Total(currency, added.stated, added.low, added.high, added.over, added.under, added.about, rows)


def _sum(currency: str, amounts: Sequence[NumberedClaim]) -> Sum:
    counted = {bound: sum(row.bound == bound for row in amounts) for bound in ("over", "under", "about")}
    low = high = 0.0
    for row in amounts:
        ends = stated(row)
        about = row.bound == "about"
        low += row.middle if about else (0.0 if isinf(ends.low) else ends.low)
        high += row.middle if about or isinf(ends.high) else ends.high
    whole = sum(row.middle for row in amounts)
    return Sum(currency, whole, low, None if counted["over"] else high, **counted, counted=len(amounts))
