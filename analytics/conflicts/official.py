"""Statements of articles checked against reference articles, such as a statistical bulletin: what agrees, what differs and by how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import pyarrow as pa

from analytics.background import WORKER, ResultCache, at_once
from analytics.claims.rows import records
from analytics.claims.schema import fingerprint
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.conflicts import blocking
from analytics.conflicts.blocking import Candidate
from analytics.conflicts.cluster import CLEAR, FEW, MOST_CANDIDATES, NEAR_DAYS, Conflict, Pair, Side, own
from analytics.conflicts.compare import ROUNDING, SAME, ComparableClaim, Verdict, compare, days_apart, likeness

Outcome = Literal["differs", "apart", "agrees"]
OUTCOMES: tuple[Outcome, ...] = ("differs", "apart", "agrees")
_EXPLAINED = ("cutoff", "scope")


class Check(NamedTuple):
    """A statement of an article, the official one that it was compared with, and the verdict on them."""

    stated: ComparableClaim
    official: ComparableClaim
    verdict: Verdict

    @property
    def outcome(self) -> Outcome:
        """``agrees`` also within rounding; ``apart`` where another period or scope may be the reason for the difference."""
        reason = self.verdict.reason
        return "agrees" if reason in (SAME, ROUNDING) else "apart" if reason in _EXPLAINED else "differs"

    @property
    def pair(self) -> Pair:
        """The two statements as explanations take them."""
        return Pair(self.stated, self.official, self.verdict)

    @property
    def excess(self) -> float | None:
        """How much more than the official value is stated, as a share of it; ``None`` without two values of one unit and direction."""
        stated, official = self.stated, self.official
        opposite = {stated.row.direction, official.row.direction} == {"up", "down"}
        if opposite or stated.family != official.family or stated.value[0] is None or not official.value[0]:
            return None
        return (stated.value[0] - official.value[0]) / abs(official.value[0])


_known: ResultCache[tuple[Check, ...]] = ResultCache(4)


def checked(table: ClaimTable, references: frozenset[str], selection: Selection | None = None) -> tuple[Check, ...]:
    """The statements that can be checked against the articles ``references``, those that differ most first.

    Each statement is compared with the official one that is nearest to it. With a selection, only selected statements. Waits for the comparison.
    """
    candidates = blocking.reference_candidates(table, sorted(references), MOST_CANDIDATES)
    begin = at_once if candidates.num_rows <= FEW else WORKER.submit
    found = _known.get((fingerprint(candidates), references), lambda: begin(checks, candidates, references)).result()
    if selection is None or not selection.narrows:
        return found
    chosen = table.among(selection, [check.stated.claim_id for check in found])
    return tuple(check for check in found if check.stated.claim_id in chosen)


def checks(candidates: pa.Table, references: frozenset[str]) -> tuple[Check, ...]:
    """The checks among candidates, as ``blocking.reference_candidates`` gives them."""
    statements = [ComparableClaim(row) for row in records(candidates, Candidate)]
    official = _Official(one for one in statements if one.doc_id in references)
    found = (official.check(one) for one in statements if one.doc_id not in references)
    return tuple(sorted(filter(None, found), key=_gravest))


def _gravest(check: Check) -> tuple[int, float, str]:
    return OUTCOMES.index(check.outcome), -check.verdict.gap, check.stated.claim_id


class _Official:
    """The statements of reference articles by what they are about."""

    def __init__(self, statements: Iterable[ComparableClaim]) -> None:
        self._by = defaultdict[Hashable, list[ComparableClaim]](list)
        self._values = defaultdict[Hashable, set[Hashable]](set)
        for one in statements:
            for key in _keys(one):
                self._by[key].append(one)
            self._values[own(one)].add(one.value)

    def check(self, stated: ComparableClaim) -> Check | None:
        """The statement with the official one nearest to it; ``None`` where none is comparable."""
        verdicts = ((official, compare(stated, official)) for official in self._beside(stated))
        found = (Check(stated, official, verdict) for official, verdict in verdicts if verdict)
        return min(filter(self._is_clear, found), key=_nearest, default=None)

    def _beside(self, stated: ComparableClaim) -> Iterator[ComparableClaim]:
        """The official statements worth comparing: of the same period in the same or a nested place, or published within a month."""
        same, nested, near = (self._by.get(key, ()) for key in _keys(stated))
        yield from same
        yield from (one for one in nested if abs(len(one.place) - len(stated.place)) == 1)
        for one in near:
            apart = days_apart(one, stated)
            if one.period != stated.period and apart is not None and apart <= NEAR_DAYS:
                yield one

    def _is_clear(self, check: Check) -> bool:
        """Whether it is this official value that the statement would repeat: where there are several, only if the sentences are alike."""
        several = len(self._values[own(check.official)]) > 1
        return check.outcome == "agrees" or not several or likeness(check.stated, check.official) >= CLEAR


def _keys(one: ComparableClaim) -> Sequence[Hashable]:
    return ("same", one.key, one.place, one.period), ("nested", one.key, one.subject, one.period), ("near", one.key, one.place)


def _nearest(check: Check) -> tuple[int, float, float, str]:
    order = ("agrees", "differs", "apart").index(check.outcome)
    return order, check.verdict.gap, -likeness(check.stated, check.official), check.official.claim_id


def differing(found: Iterable[Check]) -> tuple[Conflict, ...]:
    """For each official statement, what differs from it: the value furthest from it first, then the official one, then the others."""
    groups = defaultdict[str, list[Check]](list)
    for check in found:
        if check.outcome != "agrees":
            groups[check.official.claim_id].append(check)
    return tuple(_conflict(sorted(group, key=_gravest)) for group in groups.values())


def _conflict(group: Sequence[Check]) -> Conflict:
    values = defaultdict[Hashable, list[ComparableClaim]](list)
    for check in group:
        values[check.stated.value, check.stated.place, check.stated.period].append(check.stated)
    first, *others = (Side(tuple(claims)) for claims in values.values())
    return Conflict(tuple(check.pair for check in group), (first, Side((group[0].official,)), *others))
