"""What counts in a workspace at one moment: claims as they were read, with people's words laid over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.claims.table import ClaimTable
from analytics.workspace.corrections import REJECTED
from analytics.workspace.faults import Fault

# Corrections that make a claim another statement than the one it was linked with.
_ANOTHER = {"kind", "value", "value_low", "value_high", "bound", "unit", REJECTED}


@dataclass(frozen=True, slots=True)
class View:
    """The parts that count at one moment, and what is laid over their claims.

    ``made_of`` is another text whenever the parts or ``links`` (the reprints as they were found) are others; ``reprints`` are the
    links that stand. ``people`` are the claims as they are since somebody said something of them, or of one they were linked with;
    ``rejected`` are those that count no longer. Parts with ``faults`` are left out, and with them ``unshown`` articles.
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

    @property
    def withdrawn(self) -> frozenset[str]:
        """The ids that count no longer."""
        return frozenset(self.rejected["claim_id"].to_pylist())

    def extracted(self) -> ClaimTable:
        """The claims as they were read, before anybody's word: the same for every view of this ``made_of``."""
        return ClaimTable.of_parts(self.claims, reprints=self.links)

    def table(self, extracted: ClaimTable | None = None) -> ClaimTable:
        """The claims that count, to ask questions of; laid over ``extracted`` where that is at hand."""
        return (extracted or self.extracted()).with_words(self.people, self.withdrawn, self.reprints)

    def judged(self, extracted: ClaimTable) -> ClaimTable:
        """The same with the rejected ones among them, for those who go through what was said."""
        return extracted.with_words(pa.concat_tables([self.people, self.rejected]), (), self.reprints)


def fallen(links: pa.Table | None, corrections: Mapping[str, Mapping[str, str]]) -> pa.ChunkedArray | None:
    """Which links are between statements of which one is another since somebody's word."""
    if links is None:
        return None
    changed = pa.array(sorted(claim_id for claim_id, said in corrections.items() if _ANOTHER & said.keys()), pa.string())
    return pc.or_(pc.is_in(links["claim_id"], changed), pc.is_in(links["reprint_of"], changed))
