"""Changes to the parts of a workspace, within one transaction of the manifest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from analytics.workspace.corrections import CORRECTABLE
from analytics.workspace.manifest import Manifest, ManifestTransaction, Reread
from analytics.workspace.parts import Part, name_of, read_part, settle, write_part


@contextmanager
def changing(folder: Path, manifest: Manifest) -> Iterator[Changes]:
    """Hold the manifest's write lock; the parts that are written in ``folder`` meanwhile are settled after the commit. Raises OSError."""
    with manifest.writing() as transaction:
        changes = Changes(folder, transaction)
        yield changes
    settle(folder, changes.written)


class Changes:
    """The parts that are added and retired in one transaction. Every method may raise DamagedError or OSError."""

    def __init__(self, folder: Path, transaction: ManifestTransaction) -> None:
        self._folder, self.transaction = folder, transaction
        self.written: list[str] = []

    def read(self, name: str) -> Part:
        """A part that is not retired."""
        return read_part(self._folder, self.transaction.listed(name))

    def add(self, part: Part, given: Mapping[str, str], made_by: str, *, shelved: bool = False) -> None:
        """Write a part and list it, unless it has no documents. ``given`` is the metadata applied to each document, by doc_id."""
        if not part.documents.num_rows:
            return
        name = name_of(part, made_by)
        self.written.append(name)
        ids, sources = part.doc_ids(), part.documents["source"].to_pylist()
        rows = ((doc_id, source, given.get(doc_id, "")) for doc_id, source in zip(ids, sources, strict=True))
        self.transaction.add(write_part(self._folder, name, part, made_by), rows)
        if shelved:
            self.transaction.shelve(name)

    def take_out(self, name: str, doc_ids: Collection[str]) -> None:
        """Replace a part with a copy that lacks some of its documents."""
        listed, given = self.transaction.listed(name), dict(self.transaction.given(name))
        rest = self.read(name).without(doc_ids)
        self.transaction.retire(name)
        self.add(rest, given, listed.made_by)

    def divide(self, name: str, doc_ids: Collection[str], *, shelved: bool) -> None:
        """Split a part in two: ``doc_ids``, shelved or not, and the rest in the opposite state."""
        listed, given = self.transaction.listed(name), dict(self.transaction.given(name))
        whole = self.read(name)
        rest = whole.without(doc_ids)
        self.transaction.retire(name)
        self.add(whole.without(rest.doc_ids()), given, listed.made_by, shelved=shelved)
        self.add(rest, given, listed.made_by, shelved=not shelved)


def compared(before: Part, now: Part) -> Reread:
    """What two readings of the same articles differ in. The position of a figure is its identity, and its correctable columns its values."""
    was, are = _values(before), _values(now)
    return Reread(
        found=tuple(sorted(are.keys() - was.keys())),
        gone=tuple(sorted(was.keys() - are.keys())),
        otherwise=tuple(sorted(claim_id for claim_id in was.keys() & are.keys() if was[claim_id] != are[claim_id])),
    )


def _values(part: Part) -> dict[str, tuple[object, ...]]:
    columns = (part.claims[column].to_pylist() for column in ("claim_id", *CORRECTABLE))
    return {claim_id: tuple(values) for claim_id, *values in zip(*columns, strict=True)}
