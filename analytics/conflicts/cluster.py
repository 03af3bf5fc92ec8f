"""Clusters of claims that contradict each other, most serious first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary, ref

import pyarrow as pa

from analytics.background import WORKER, ResultCache, at_once
from analytics.claims.components import components
from analytics.claims.rows import records
from analytics.claims.schema import fingerprint
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.conflicts import blocking
from analytics.conflicts.blocking import Candidate
from analytics.conflicts.compare import REASONS, ROUNDING, SAME, ComparableClaim, Verdict, compare, days_apart, likeness

MOST_CANDIDATES = 10_000  # claims compared at most; ``blocking.conflict_candidates`` says which are preferred
_MOST_VALUES = 8  # clusters with more sides than this are not about one thing
_MOST_COMPARED = 30  # claims of a bucket that each claim is compared with
NEAR_DAYS = 31
CLEAR = 0.6  # likeness from which two values are counterparts although others are possible
_TIER = {
    reason: tier
    for tier, reasons in enumerate((("unexplained", "direction"), *((reason,) for reason in REASONS[2:]), (ROUNDING,)))
    for reason in reasons
}


class Pair(NamedTuple):
    """Two claims that differ, ``a`` published first, and the verdict on them."""

    a: ComparableClaim
    b: ComparableClaim
    verdict: Verdict

    @property
    def seriousness(self) -> tuple[int, float, str, str]:
        """Sort key, smallest for the most serious pair."""
        return _TIER[self.verdict.reason], -self.verdict.gap, self.a.claim_id, self.b.claim_id


@dataclass(frozen=True, eq=False)
class Side:
    """One value with the claims that state it, first published first."""

    claims: tuple[ComparableClaim, ...]

    @property
    def row(self) -> Candidate:
        """The claim that represents this value."""
        return self.claims[0].row

    @property
    def articles(self) -> int:
        """Number of articles that state this value in their own words."""
        return len({claim.doc_id for claim in self.claims})

    @property
    def reprints(self) -> int:
        """Number of further articles that copied it."""
        return sum(claim.row.reprints for claim in self.claims)


@dataclass(frozen=True, eq=False)
class Conflict:
    """Claims of several articles that differ about one thing or, where ``reason`` is ``ROUNDING``, agree within their bounds."""

    pairs: tuple[Pair, ...]  # the most serious first
    sides: tuple[Side, ...]  # the two of the most serious pair first, then by value

    @property
    def reason(self) -> str:
        """The reason of the most serious pair."""
        return self.pairs[0].verdict.reason

    @cached_property
    def claim_ids(self) -> frozenset[str]:
        """Ids of all its claims. No claim belongs to two conflicts."""
        return frozenset(claim.claim_id for side in self.sides for claim in side.claims)

    @cached_property
    def conflict_id(self) -> str:
        """The smallest of its claim ids."""
        return min(self.claim_ids)

    @property
    def seriousness(self) -> tuple[int, float, str, str]:
        """Sort key, smallest for the most serious conflict."""
        return self.pairs[0].seriousness


class ConflictSet(NamedTuple):
    """Conflicts, and statements that agree within rounding. ``whole`` is true where all candidates were compared."""

    conflicts: tuple[Conflict, ...]
    agreements: tuple[Conflict, ...]
    whole: bool = True

    def containing(self, claim_id: str) -> Conflict | None:
        """The conflict or agreement that contains a claim; ``None`` where there is none."""
        return next((each for each in (*self.conflicts, *self.agreements) if claim_id in each.claim_ids), None)


_found: WeakKeyDictionary[ClaimTable, Future[ConflictSet]] = WeakKeyDictionary()
_lock = Lock()
_queries = ThreadPoolExecutor(1, thread_name_prefix="conflicts")
_by_candidates: ResultCache[ConflictSet] = ResultCache(8)  # a table that is opened anew has mostly the same candidates
FEW = 1_000  # candidates that are compared faster than they are sent to another process


def find_conflicts(table: ClaimTable, selection: Selection | None = None) -> ConflictSet:
    """The conflicts in a table, computed once per table; with a selection, those with at least one selected claim. Waits for them."""
    everything = _begun(table).result()
    if selection is None or not selection.narrows:
        return everything
    conflicts, agreements, _ = everything
    chosen = table.among(selection, [claim_id for each in (*conflicts, *agreements) for claim_id in each.claim_ids])
    kept = [tuple(each for each in several if each.claim_ids & chosen) for several in (conflicts, agreements)]
    return ConflictSet(kept[0], kept[1], everything.whole)


def count_conflicts(table: ClaimTable, selection: Selection | None = None) -> int | None:
    """Number of conflicts, without agreements; ``None`` while they are being computed. The first call starts the computation."""
    return len(find_conflicts(table, selection).conflicts) if _begun(table).done() else None


def _begun(table: ClaimTable) -> Future[ConflictSet]:
    """The computation for a table, started on the first call. Its thread holds the table only weakly."""
    with _lock:
        if table not in _found:
            _found[table] = _queries.submit(_work_out, ref(table))
        return _found[table]


def _work_out(asked: ref[ClaimTable]) -> ConflictSet:
    if (table := asked()) is None:  # the table is no longer in use: during an ingest, tables replace each other quickly
        return ConflictSet((), (), whole=False)
    candidates = blocking.conflict_candidates(table, MOST_CANDIDATES)
    begin = at_once if candidates.num_rows <= FEW else WORKER.submit
    return _by_candidates.get(fingerprint(candidates), lambda: begin(conflicts_of_candidates, candidates)).result()


def conflicts_of_candidates(candidates: pa.Table) -> ConflictSet:
    """The conflicts among candidates, as ``blocking.conflict_candidates`` gives them."""
    statements = [ComparableClaim(row) for row in records(candidates, Candidate)]
    return conflicts_of_claims(statements)._replace(whole=len(statements) < MOST_CANDIDATES)


def conflicts_of_claims(claims: Sequence[ComparableClaim]) -> ConflictSet:
    """The conflicts among ``claims``, in any order."""
    pairs = list(_pairs(sorted(claims, key=lambda statement: statement.claim_id)))
    differing = _settled([pair for pair in pairs if pair.verdict.reason not in (SAME, ROUNDING)], pairs)
    same = [pair for pair in pairs if pair.verdict.reason == SAME and not pair.verdict.fact]
    conflicts = _groups(differing, same)
    taken = {claim_id for conflict in conflicts for claim_id in conflict.claim_ids}
    rounded = [pair for pair in pairs if pair.verdict.reason == ROUNDING and not taken & {pair.a.claim_id, pair.b.claim_id}]
    free = [pair for pair in same if not taken & {pair.a.claim_id, pair.b.claim_id}]
    return ConflictSet(conflicts, _groups(rounded, free))


# --- which claims to compare ---------------------------------------------------------------------


def _pairs(statements: Sequence[ComparableClaim]) -> Iterator[Pair]:
    """Every pair of comparable claims, once."""
    seen = set[tuple[str, str]]()
    for a, b in _worth_comparing(statements):
        ids = (a.claim_id, b.claim_id) if a.claim_id < b.claim_id else (b.claim_id, a.claim_id)
        if ids not in seen:
            seen.add(ids)
            if verdict := compare(a, b):
                first, second = sorted((a, b), key=_published_first)
                yield Pair(first, second, verdict)


def _published_first(claim: ComparableClaim) -> tuple[str, str]:
    """Sort key by publication date, undated last."""
    said = claim.row.published_on
    return said.isoformat() if said else "undated", claim.claim_id


def _worth_comparing(statements: Sequence[ComparableClaim]) -> Iterator[tuple[ComparableClaim, ComparableClaim]]:
    """Pairs with equal keys, and either the same period in the same or nested places, or the same place and publication within a month."""
    for bucket in _by(statements, lambda one: (one.key, one.place, one.period)):
        yield from _close(bucket)
    for bucket in _by(statements, lambda one: (one.key, one.subject, one.period)):
        yield from ((a, b) for a, b in _close(bucket) if abs(len(a.place) - len(b.place)) == 1)
    dated = [one for one in statements if one.row.published_on]
    for bucket in _by(dated, lambda one: (one.key, one.place)):
        yield from ((a, b) for a, b in _close(bucket) if (days_apart(a, b) or 0) <= NEAR_DAYS)


def _close(bucket: Sequence[ComparableClaim]) -> Iterator[tuple[ComparableClaim, ComparableClaim]]:
    """All pairs; in large buckets, each claim is paired only with those published next. Equal values link the others."""
    in_time = sorted(bucket, key=_published_first)
    return ((a, b) for at, a in enumerate(in_time) for b in in_time[at + 1 : at + 1 + _MOST_COMPARED])


def _by(statements: Iterable[ComparableClaim], key: Callable[[ComparableClaim], Hashable]) -> Iterator[list[ComparableClaim]]:
    buckets = defaultdict[Hashable, list[ComparableClaim]](list)
    for statement in statements:
        buckets[key(statement)].append(statement)
    return (bucket for bucket in buckets.values() if len(bucket) > 1)


# --- which of them are conflicts -----------------------------------------------------------------


def _settled(differing: Iterable[Pair], pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs that remain conflicts once the values of two articles are matched.

    A claim that the other article also makes does not conflict with that article's other values. Each remaining claim has one
    counterpart per article, the likeliest. Where several are possible, a pair remains only if its sentences are nearly the same.
    """
    agreed = {
        (one.claim_id, other.doc_id)
        for pair in pairs if pair.verdict.reason in (SAME, ROUNDING) for one, other in (pair[:2], pair[1::-1])
    }  # fmt: skip
    open_pairs = [pair for pair in differing if not agreed & _meetings(pair)]
    choices = defaultdict[tuple[Hashable, ...], set[Hashable]](set)
    for a, b, _ in open_pairs:
        choices[*own(a), b.doc_id].add(a.value)
        choices[*own(b), a.doc_id].add(b.value)
    paired, kept = set[tuple[str, str]](), []
    for pair in sorted(open_pairs, key=_likeliest):
        a, b, _ = pair
        ambiguous = len(choices[*own(a), b.doc_id]) > 1 or len(choices[*own(b), a.doc_id]) > 1
        if not _meetings(pair) & paired and (not ambiguous or likeness(a, b) >= CLEAR):
            paired |= _meetings(pair)
            kept.append(pair)
    return kept


def _meetings(pair: Pair) -> set[tuple[str, str]]:
    """Each of the two claims with the other's article, as ids."""
    return {(pair.a.claim_id, pair.b.doc_id), (pair.b.claim_id, pair.a.doc_id)}


def own(one: ComparableClaim) -> tuple[Hashable, ...]:
    """Key shared by the claims that an article makes about one thing."""
    return one.doc_id, one.key, one.subject, one.place, one.period, one.family


def _likeliest(pair: Pair) -> tuple[bool, float, float, str, str]:
    """Sort key: pairs without an explanation first, then by likeness of the sentences and by gap."""
    explained = pair.verdict.reason in ("cutoff", "scope")
    return explained, -likeness(pair.a, pair.b), pair.verdict.gap, pair.a.claim_id, pair.b.claim_id


# --- conflicts of more than two ------------------------------------------------------------------


def _groups(differing: Sequence[Pair], same: Sequence[Pair]) -> tuple[Conflict, ...]:
    """Conflicts from pairs linked by a common claim or an equal value, most serious first."""
    family = components((pair.a.claim_id, pair.b.claim_id) for pair in (*differing, *same))
    members, groups = defaultdict[str, dict[str, ComparableClaim]](dict), defaultdict[str, list[Pair]](list)
    for pair in (*differing, *same):
        members[family[pair.a.claim_id]] |= {pair.a.claim_id: pair.a, pair.b.claim_id: pair.b}
    for pair in differing:
        groups[family[pair.a.claim_id]].append(pair)
    made = (_conflict(group, members[name].values()) for name, group in groups.items())
    several = (conflict for conflict in made if len(conflict.sides) <= _MOST_VALUES)
    return tuple(sorted(several, key=lambda conflict: conflict.seriousness))


def _conflict(pairs: Sequence[Pair], members: Iterable[ComparableClaim]) -> Conflict:
    """One conflict; claims with equal value, place and period form a side."""
    ordered = tuple(sorted(pairs, key=lambda pair: pair.seriousness))
    first = ordered[0]
    clusters = defaultdict[Hashable, list[ComparableClaim]](list)
    for claim in sorted(members, key=_published_first):
        clusters[claim.value, claim.place, claim.period].append(claim)
    sides = [Side(tuple(claims)) for claims in clusters.values()]

    def place_of(side: Side) -> tuple[int, float]:
        ids = {claim.claim_id for claim in side.claims}
        return (0 if first.a.claim_id in ids else 1 if first.b.claim_id in ids else 2), side.claims[0].span.middle

    return Conflict(ordered, tuple(sorted(sides, key=place_of)))
