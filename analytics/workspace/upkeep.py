"""Upkeep of a workspace, done by every ingest: leftovers deleted, small parts merged, reprints detected.

A file is deleted only if two independent records agree. A retired part: its manifest row has a valid checksum and marks it as retired, *and*
every document in its file is listed in another part whose files exist. What a killed writer left: the note beside it still says that it was
never finished, *and* the manifest lists neither the part nor any of its documents.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from analytics.claims.database import PartsChangedError
from analytics.claims.ids import current_id
from analytics.workspace.atomic import sync_folder
from analytics.workspace.changes import changing
from analytics.workspace.faults import faults_of_files
from analytics.workspace.manifest import Manifest, ManifestTransaction, PartEntry
from analytics.workspace.near_duplicates import find_reprints
from analytics.workspace.parts import (
    documents_in,
    extractor_version,
    files_of,
    joined,
    path_of,
    remove,
    settle,
    unsettled,
    write_table,
)
from analytics.workspace.trouble import DamagedError

REPRINTS = "reprints"
_SMALL, _LIGHT, _MANY = 64, 200_000, 16  # a part below these documents and bytes is small; small parts merged at a time
_GRACE = 3600.0  # seconds for which the files of a retired part are kept


def clear_leftovers(folder: Path, manifest: Manifest) -> None:
    """Delete files left by killed writers, and parts retired for an hour, when readers are done with them. Raises DamagedError; OSError.

    Unlisted files that are not a writer's leftovers stay: the manifest may be older than the parts. So do files that Windows does not
    delete while they are open; the next run tries again.
    """
    with manifest.writing() as transaction:
        names, begun = transaction.names(), unsettled(folder)
        settle(folder, names.intersection(begun))
        old = [name for name in transaction.expired(_GRACE) if _is_replaced(folder, name, transaction)]
        unfinished = [name for name in begun if name not in names and not list(transaction.given(name))]
        for name in (*old, *unfinished):
            with suppress(PermissionError):
                remove(folder, name)
                transaction.drop(name)
        current = transaction.derived(REPRINTS)
        for file in (*folder.glob("*.tmp"), *folder.glob(f"{REPRINTS}-*.parquet")):
            if not (current and file.name == current[0]):
                with suppress(PermissionError):
                    file.unlink(missing_ok=True)
        sync_folder(folder)


def _is_replaced(folder: Path, name: str, transaction: ManifestTransaction) -> bool:
    """Whether every document in a retired part has a home in another part that is there. False if the part cannot say what it holds."""
    if not any(path.exists() for path in files_of(folder, name).values()):
        return True
    held = documents_in(folder, name)
    homes = {found[0] if (found := transaction.document(current_id(doc_id))) else "" for doc_id in held}
    there = {listed.name for listed in (*transaction.parts(), *transaction.shelved())}
    return bool(held) and homes <= there and all(path.exists() for home in homes for path in files_of(folder, home).values())


def merge_small_parts(folder: Path, manifest: Manifest) -> None:
    """Merge small parts, so that a workspace fed daily for years does not collect thousands of them. Raises DamagedError; OSError."""
    while _merge_some(folder, manifest):
        pass


def _merge_some(folder: Path, manifest: Manifest) -> bool:
    with changing(folder, manifest) as changes:
        transaction = changes.transaction
        sizes = {listed: path_of(folder, listed.name, "documents").stat().st_size for listed in transaction.parts()}
        small = [
            listed
            for listed, size in sizes.items()
            if listed.made_by == extractor_version() and listed.documents < _SMALL and size < _LIGHT
        ]
        if len(small) < _MANY:
            return False
        together = small[:_MANY]
        given = {doc_id: said for listed in together for doc_id, said in transaction.given(listed.name)}
        whole = joined([changes.read(listed.name) for listed in together])
        for listed in together:
            transaction.retire(listed.name)
        changes.add(whole, given, extractor_version())
    return True


def link_reprints(folder: Path, manifest: Manifest) -> None:
    """Detect reprints over all parts, unless nothing changed since the last time. Raises DamagedError if a part is damaged; OSError."""
    with manifest.reading() as transaction:
        listed, before = transaction.parts(), transaction.derived(REPRINTS)
    key = made_of(listed)
    if before and before[2] == key:
        return
    if faults := [fault for part in listed for fault in faults_of_files(folder, part)]:
        raise DamagedError(faults[0].file)
    try:
        links = find_reprints(*([path_of(folder, part.name, table) for part in listed] for table in ("documents", "claims")))
    except PartsChangedError as error:  # the files were sound a moment ago
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(folder)) from error
    with manifest.writing() as transaction:
        if made_of(transaction.parts()) != key:
            return  # another process added articles meanwhile, and detects reprints when done
        name = f"{REPRINTS}-{key}.parquet"
        transaction.derive(REPRINTS, name, write_table(folder / name, links), key)


def made_of(listed: Sequence[PartEntry]) -> str:
    """A key that changes with the set of parts."""
    return hashlib.sha256("\n".join(part.name for part in listed).encode()).hexdigest()[:24]
