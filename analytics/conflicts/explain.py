"""Explanations of conflicts for the reader: the facts that distinguish two statements, and all conflicts as a table."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analytics.claims.interval import slip
from analytics.claims.rows import ListedClaim, WholeClaim
from analytics.conflicts.cluster import Conflict, Pair
from analytics.conflicts.compare import ComparableClaim, days_apart
from analytics.conflicts.official import Check
from analytics.i18n.format import day, exact, figure, number, period, place, rounded
from analytics.i18n.words import Words

_SIDE = ("claim_id", "figure", "value", "unit", "subject", "period", "place", "publisher", "published_on", "title", "sentence")
CHECKED = (
    "outcome", "explanation", "difference", "difference_percent",
    *(f"{column}_{side}" for side in ("stated", "official") for column in _SIDE),
)  # fmt: skip
COLUMNS = ("conflict", "reason", "explanation", "difference_percent", *(f"{column}_{side}" for side in "ab" for column in _SIDE))


def explain(pair: Pair, words: Words) -> str:
    """One sentence on why the two values may differ, based on what the articles state."""
    a, b, verdict = pair
    fact = verdict.fact
    if fact in ("plain", "revised"):
        return words(f"explain.{fact}", gap=difference(pair, words), days=days_apart(a, b))
    if fact == "slip":
        return words("explain.slip", times=number(slip(a.span, b.span), words))
    if fact == "shrunk":
        early, late = sorted((a.row.period_end, b.row.period_end))
        return words("explain.shrunk", early=day(early, words), late=day(late, words))
    if fact in ("body", "named"):
        return words("explain.named", name=_named(a, b, fact))
    first, second = (_side_of(one, fact, words) for one in (a, b))
    return words(f"explain.{fact}", a=first, b=second)


def difference(pair: Pair, words: Words, share_of_other: float | None = None) -> str:
    """The difference of the values as text, with the share of the larger, or ``share_of_other``: ``300 起（5.1%）``.

    For percentages it is given in percentage points; where units differ or a value is missing, only the share is given.
    """
    a, b = pair.a.row, pair.b.row
    share = words("figure.percent", n=rounded(100 * (pair.verdict.gap if share_of_other is None else share_of_other), 2))
    if a.unit != b.unit or a.value is None or b.value is None:
        return share
    apart = round(abs(a.value - b.value), 6)
    shown = exact(apart, a.kind, "pp" if a.unit == "%" else a.unit, words, role="change")
    return shown if a.kind == "percentage" else words("join.aside", said=shown, aside=share)


def excess(check: Check, words: Words) -> str:
    """How much more or less than the official value is stated, with the share of that; empty without two values of one unit."""
    if not check.excess:
        return ""
    return words("official.more" if check.excess > 0 else "official.less", gap=difference(check.pair, words, abs(check.excess)))


def against_official(check: Check, words: Words) -> str:
    """One sentence on how a statement differs from the official one, and why it may."""
    apart = excess(check, words)
    why = "" if apart and check.verdict.fact in ("plain", "revised") else explain(check.pair, words)
    return words("join.clauses").join(filter(None, [apart, why]))


def _named(a: ComparableClaim, b: ComparableClaim, fact: str) -> str:
    """The name that one claim has and the other lacks."""
    return min(a.named or b.named) if fact == "named" else min(a.bodies or b.bodies)


def _side_of(one: ComparableClaim, fact: str, words: Words) -> str:
    """The part of an explanation about one of the two claims."""
    row = one.row
    if fact in ("ends", "starts"):
        end = row.period_end if fact == "ends" else row.period_start
        return day(end, words) if end else words("explain.unstated")
    if fact == "supposed":
        return period(row, words)
    if fact == "region":
        return place(row, words, full=True)
    return "全" + min(one.levels) if fact == "level" else row.subject


def publisher(row: ListedClaim, words: Words) -> str:
    """The publisher, or a text saying that it is not stated."""
    return row.publisher or words("conflicts.no_publisher")


def table(conflicts: Iterable[Conflict], words: Words) -> pd.DataFrame:
    """One row per pair of contradicting claims, with the columns ``COLUMNS``: both claims, their sentences, and the reason.

    ``difference_percent`` is between 0 and 100.
    """
    rows = [
        {
            "conflict": conflict.conflict_id,
            "reason": words(f"reason.{pair.verdict.reason}"),
            "explanation": explain(pair, words),
            "difference_percent": round(100 * pair.verdict.gap, 2),
            **{
                f"{column}_{side}": cell
                for side, one in zip("ab", pair[:2], strict=True)
                for column, cell in _cells(one.row, words).items()
            },
        }
        for conflict in conflicts
        for pair in conflict.pairs
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def checked_table(checks: Iterable[Check], words: Words) -> pd.DataFrame:
    """One row per checked statement, with the columns ``CHECKED``: the outcome, both claims and their sentences.

    ``difference`` is the stated value less the official one, ``difference_percent`` its share of the official one.
    """
    rows = [
        {
            "outcome": words(f"official.{check.outcome}"),
            "explanation": "" if check.outcome == "agrees" else against_official(check, words),
            "difference": None if check.excess is None else _less(check.stated, check.official),
            "difference_percent": None if check.excess is None else round(100 * check.excess, 2),
            **{f"{column}_stated": cell for column, cell in _cells(check.stated.row, words).items()},
            **{f"{column}_official": cell for column, cell in _cells(check.official.row, words).items()},
        }
        for check in checks
    ]
    return pd.DataFrame(rows, columns=list(CHECKED))


def _less(stated: ComparableClaim, official: ComparableClaim) -> float | None:
    """The stated value less the official one, where both have one of the same unit."""
    one, other = stated.row, official.row
    return None if one.unit != other.unit or one.value is None or other.value is None else round(one.value - other.value, 6)


def _cells(row: WholeClaim, words: Words) -> dict[str, object]:
    read = {"figure": figure(row, words), "period": period(row, words), "place": place(row, words, full=True)}
    return {column: read[column] if column in read else getattr(row, column) for column in _SIDE}
