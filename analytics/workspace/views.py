"""A snapshot of a workspace: claims as extracted, with user annotations applied."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.claims.marks import Marks
from analytics.claims.nounrules import NounRules, applied
from analytics.claims.table import NO_MARKS, ClaimTable
from analytics.workspace.corrections import REJECTED
from analytics.workspace.faults import Fault
from analytics.workspace.log_entries import Marked, SavedView

# Corrected columns that make a claim a different statement, so that its reprint links no longer hold.
_ANOTHER = {"kind", "value", "value_low", "value_high", "bound", "unit", REJECTED}


@dataclass(frozen=True, slots=True)
class View:
    """The active parts at one moment, and the annotations for their claims.

    ``made_of`` is a cache key that changes with the parts and with ``links`` (reprints as detected). ``reprints`` are the links that still
    hold after corrections. ``people`` holds the current rows of claims that a user corrected or added, or whose link no longer holds;
    ``rejected`` holds the rejected ones, ``cleared`` are names that users said are no innovations, ``rules`` those for nouns, which already
    hold in ``people``, and ``references`` the articles that others are checked against. ``marks`` are tags and remarks by the id of a
    claim or an article, ``saved`` the saved views by name. ``last_arrival`` is the moment at which the last of the articles came, empty if
    it is not known; ``arrived`` gives the ids of those that came after a moment. Parts with ``faults`` are left out, and with them ``unshown`` articles.
    """

    made_of: str
    claims: tuple[Path, ...]
    documents: tuple[Path, ...]
    innovations: tuple[Path, ...]
    links: pa.Table | None
    reprints: pa.Table | None
    people: pa.Table
    rejected: pa.Table
    faults: tuple[Fault, ...] = ()
    unshown: int = 0
    cleared: frozenset[str] = frozenset()
    rules: NounRules = field(default_factory=NounRules)
    references: frozenset[str] = frozenset()
    marks: Mapping[str, Marked] = field(default_factory=dict)
    saved: Mapping[str, SavedView] = field(default_factory=dict)
    last_arrival: str = ""
    arrived: Callable[[str], Collection[str]] = NO_MARKS.arrived

    @property
    def withdrawn(self) -> frozenset[str]:
        """claim_ids of rejected claims."""
        return frozenset(self.rejected["claim_id"].to_pylist())

    def extracted(self) -> ClaimTable:
        """Claims as extracted, without annotations; equal for all views with the same ``made_of``."""
        return ClaimTable.of_parts(self.claims, reprints=self.links)

    def ruled(self, extracted: ClaimTable) -> ClaimTable:
        """Claims as extracted, with only the rules for nouns applied."""
        return applied(extracted, self.rules, self.links)

    def table(self, ruled: ClaimTable | None = None) -> ClaimTable:
        """Active claims with annotations applied; pass ``ruled`` to reuse an open table."""
        corrected = (ruled or self.ruled(self.extracted())).with_words(self.people, self.withdrawn, self.reprints)
        return corrected.without_innovations(self.cleared, self.reprints).with_marks(self._marks())

    def _marks(self) -> Marks:
        tags = {about: marked.tags for about, marked in self.marks.items() if marked.tags}
        remarks = {about: marked.remark for about, marked in self.marks.items() if marked.remark}
        return Marks(tags, remarks, self.arrived)

    def judged(self, ruled: ClaimTable) -> ClaimTable:
        """Like ``table``, but including rejected claims, for review."""
        return ruled.with_words(pa.concat_tables([self.people, self.rejected]), (), self.reprints)


def fallen(links: pa.Table | None, corrections: Mapping[str, Mapping[str, str]]) -> pa.ChunkedArray | None:
    """Boolean mask over ``links``: true if a correction changed either statement of the link. None without links."""
    if links is None:
        return None
    changed = pa.array(sorted(claim_id for claim_id, said in corrections.items() if _ANOTHER & said.keys()), pa.string())
    return pc.or_(pc.is_in(links["claim_id"], changed), pc.is_in(links["reprint_of"], changed))
