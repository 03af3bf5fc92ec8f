"""Workspaces from before ids had a letter: parts, files and annotations get it, all or none."""

from __future__ import annotations

from pathlib import Path

from analytics.claims.ids import current_id, with_current_ids
from analytics.workspace.annotations import Annotations
from analytics.workspace.catalog import HEAD, Manifest
from analytics.workspace.changes import changing
from analytics.workspace.parts import Part


def add_letters(folder: Path, manifest: Manifest, people: Annotations) -> None:
    """Add the letter to every id that lacks it; ``folder`` has the parts. Raises DamagedError; OSError."""
    with manifest.reading() as ledger:
        if ledger.is_lettered():
            return
    with changing(folder, manifest) as changes:
        ledger = changes.ledger
        if ledger.is_lettered():  # another process has done it meanwhile
            return
        shelf = {listed.name for listed in ledger.shelved()}
        for listed in (*ledger.parts(), *ledger.shelved()):
            given = {current_id(doc_id): said for doc_id, said in ledger.given(listed.name)}
            part = Part(*map(with_current_ids, changes.read(listed.name).tables().values()))
            ledger.retire(listed.name)
            changes.add(part, given, listed.made_by, shelved=listed.name in shelf)
        people.add_letters()
        ledger.letter()
        ledger.state(HEAD, str(people.head()))
