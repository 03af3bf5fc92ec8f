"""What is known of claims and articles beside the claim table: tags and remarks of people, and which articles came after a moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

TAGS_COLUMN, REMARK_COLUMN, ARTICLE_REMARK_COLUMN = MARK_COLUMNS = ("tags", "remark", "article_remark")
SEPARATOR = ","  # between the tags in an exported cell


def _none(since: str) -> Collection[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Marks:
    """Tags and remarks by claim_id or doc_id; a figure also has the tags of its article.

    ``arrived`` gives the doc_ids of articles that came after a moment (ISO 8601, in UTC).
    """

    tags: Mapping[str, Sequence[str]] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    arrived: Callable[[str], Collection[str]] = _none

    def of(self, claim_id: str, doc_id: str) -> tuple[str, ...]:
        """The tags of a figure, then those of its article."""
        return tuple(dict.fromkeys([*self.tags.get(claim_id, ()), *self.tags.get(doc_id, ())]))

    def articles_with(self, tags: Collection[str]) -> list[str]:
        """The ids of the articles that have one of the tags themselves: they are found by it even without a figure."""
        return [about for about, own in self.tags.items() if "-" not in about and {*own} & {*tags}]

    def pairs(self) -> pa.Table:
        """The tags as a table with the columns ``about`` (the id) and ``tag``."""
        pairs = [(about, tag) for about, tags in self.tags.items() for tag in tags]
        return pa.table(
            {"about": pa.array([about for about, _ in pairs], pa.string()), "tag": pa.array([tag for _, tag in pairs], pa.string())}
        )

    def fill_mark_columns(self, batch: pa.RecordBatch, columns: Sequence[str]) -> pa.RecordBatch:
        """The ``columns`` of a batch that has ``claim_id`` and ``doc_id``, those of ``MARK_COLUMNS`` among them filled in."""
        if not (self.tags or self.remarks):
            nothing = pa.repeat(pa.scalar("", pa.string()), batch.num_rows)
            return pa.RecordBatch.from_arrays([nothing if name in MARK_COLUMNS else batch[name] for name in columns], names=list(columns))
        ids = list(zip(batch["claim_id"].to_pylist(), batch["doc_id"].to_pylist(), strict=True))
        made = {
            TAGS_COLUMN: [SEPARATOR.join(self.of(claim_id, doc_id)) for claim_id, doc_id in ids],
            REMARK_COLUMN: [self.remarks.get(claim_id, "") for claim_id, _ in ids],
            ARTICLE_REMARK_COLUMN: [self.remarks.get(doc_id, "") for _, doc_id in ids],
        }
        cells = [pa.array(made[column], pa.string()) if column in made else batch[column] for column in columns]
        return pa.RecordBatch.from_arrays(cells, names=list(columns))
