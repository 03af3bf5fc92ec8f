"""Workspaces from before ids had a letter: parts, files and annotations get it, all or none."""

from __future__ import annotations

from pathlib import Path

from analytics.claims.ids import current_id, with_current_ids
from analytics.workspace.annotations import Annotations
from analytics.workspace.changes import changing
from analytics.workspace.manifest import HEAD, Manifest
from analytics.workspace.parts import Part


def add_letters(folder: Path, manifest: Manifest, annotations: Annotations) -> None:
    """Add the letter to every id that lacks it; ``folder`` has the parts. Raises DamagedError; OSError."""
    with manifest.reading() as transaction:
        if transaction.is_lettered():
            return
    with changing(folder, manifest) as changes:
        transaction = changes.transaction
        if transaction.is_lettered():  # another process has done it meanwhile
            return
        shelf = {listed.name for listed in transaction.shelved()}
        for listed in (*transaction.parts(), *transaction.shelved()):
            given = {current_id(doc_id): said for doc_id, said in transaction.given(listed.name)}
            part = Part(*map(with_current_ids, changes.read(listed.name).tables().values()))
            transaction.retire(listed.name)
            changes.add(part, given, listed.made_by, shelved=listed.name in shelf)
        annotations.add_letters()
        transaction.letter()
        transaction.state(HEAD, str(annotations.head()))
