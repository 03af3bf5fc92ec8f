"""Faults of a workspace on disk: missing, damaged or unlisted files, and figures that do not match their texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analytics.workspace.annotations import Annotations
from analytics.workspace.connections import is_whole
from analytics.workspace.manifest import Manifest, ManifestFaults, PartEntry
from analytics.workspace.parts import SCHEMAS, files_of, forget_hashes, hash_of, read_part, unsettled

# ``missing``: the file is absent. ``damaged``: its hash differs. ``unreadable``: the system denies reading it.
# ``unlisted``: the manifest lacks it, and it is not a writer's leftover. ``rows``: its rows differ from the manifest. ``twice``: an id is
# repeated. ``text``: the claim ``detail`` does not match its text. ``homeless``: the manifest places ``detail`` documents in a part that
# it does not list. ``row``: ``detail`` rows of one of its tables are damaged. ``line``: ``detail`` lines of the annotation log are missing or
# damaged. ``end``: the log lacks line ``detail``, where it ended as the manifest knows it, since an older one was put in its place.
Cause = Literal["missing", "damaged", "unreadable", "unlisted", "rows", "twice", "text", "homeless", "row", "line", "end"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; ``file`` is the name of a file or of a part."""

    file: str
    cause: Cause
    detail: str = ""


def faults(folder: Path, manifest: Manifest, annotations: Annotations, *, alone: bool) -> Iterator[Fault]:
    """Check a whole workspace, whose parts lie in ``folder``, and yield each fault. Reads every file again. Raises OSError.

    ``alone``: hold the write lock while looking for unlisted files, so that those just being written do not count.
    """
    forget_hashes()
    yield from (Fault(file, "damaged" if lines is None else "line", str(lines or "")) for file, lines in annotations.faults())
    with suppress(OSError):  # reported above or below
        yield from _faults_of_end(annotations)
    if not is_whole(manifest.path):
        yield Fault(manifest.path.name, "damaged")
        return
    with manifest.reading() as transaction:
        listed, homes = [*transaction.parts(), *transaction.shelved()], transaction.homes()
        derived = [(folder / name, hash_) for name, hash_, _ in transaction.all_derived()]
        flaws = transaction.flaws()
    yield from _faults_of_tables(manifest.path.name, flaws)
    yield from faults_of_parts(folder, listed, homes)
    yield from (fault for path, hash_ in derived if (fault := fault_of(path, hash_)))
    with manifest.repairing() if alone else manifest.reading() as transaction:
        strange = unlisted(folder, transaction.names())
    yield from (Fault(path.name, "unlisted") for paths in strange.values() for path in paths)


def faults_of_rows(manifest: str, flaws: ManifestFaults) -> Iterator[Fault]:
    """Faults that the rows of the manifest, a file of this name, show by themselves."""
    yield from _faults_of_tables(manifest, flaws)
    yield from (Fault(name, "homeless", str(n)) for name, n in flaws.homeless.items())
    yield from (Fault(name, "rows") for name in flaws.short)


def faults_of_annotations(annotations: Annotations) -> Iterator[Fault]:
    """Faults of the annotations that reading them shows. Raises OSError."""
    yield from _faults_of_end(annotations)
    yield from (Fault(file, "damaged") for file in sorted(annotations.harmed))


def _faults_of_end(annotations: Annotations) -> Iterator[Fault]:
    if line := annotations.missing():
        yield Fault(annotations.path.name, "end", str(line))


def _faults_of_tables(manifest: str, flaws: ManifestFaults) -> Iterator[Fault]:
    yield from (Fault(manifest, "row", f"{table} {n}") for table, n in flaws.rows.items())


def faults_of_parts(folder: Path, parts: Iterable[PartEntry], homes: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """Faults of ``parts``; ``homes`` gives, for each part name, the doc_ids that the manifest lists in it. Raises OSError."""
    known = set[str]()
    for part in parts:
        known.add(part.name)
        yield from faults_of_part(folder, part, homes.get(part.name, ()))
    for name in sorted(homes.keys() - known):
        yield Fault(name, "homeless", str(len(homes[name])))


def faults_of_part(folder: Path, listed: PartEntry, doc_ids: Collection[str]) -> Iterator[Fault]:
    """Faults of one part; reads all of it. ``doc_ids`` are the documents that the manifest lists in it. Raises OSError."""
    if found := faults_of_files(folder, listed):
        yield from found
        return
    part, files = read_part(folder, listed), files_of(folder, listed.name)
    counts = {table: rows.num_rows for table, rows in part.tables().items()}
    if counts != {table: getattr(listed, table) for table in files} or sorted(part.doc_ids()) != sorted(doc_ids):
        yield Fault(listed.name, "rows")
    claim_ids = part.claims["claim_id"].to_pylist()
    if len(set(claim_ids)) < len(claim_ids):
        yield Fault(files["claims"].name, "twice")
    texts = dict(zip(part.doc_ids(), part.documents["raw"].to_pylist(), strict=True))
    columns = (part.claims[name].to_pylist() for name in ("claim_id", "doc_id", "start", "end", "text"))
    for claim_id, doc_id, start, end, text in zip(*columns, strict=True):
        if texts.get(doc_id, "")[start:end] != text:
            yield Fault(files["claims"].name, "text", claim_id)


def faults_of_files(folder: Path, listed: PartEntry) -> list[Fault]:
    """Files of a part that are missing, unreadable or differ from their hash."""
    files = files_of(folder, listed.name)
    return [fault for table, file in files.items() if (fault := fault_of(file, getattr(listed, f"{table}_hash")))]


def fault_of(file: Path, hash_: str) -> Fault | None:
    """The fault of a file that should have this SHA-256; None if it has none."""
    try:
        return None if hash_of(file) == hash_ else Fault(file.name, "damaged")
    except FileNotFoundError:
        return Fault(file.name, "missing")
    except OSError:
        return Fault(file.name, "unreadable")


def unlisted(folder: Path, names: Collection[str]) -> dict[str, list[Path]]:
    """Files of parts that are not in ``names`` and are not a writer's leftovers: part name → paths."""
    found: dict[str, list[Path]] = {}
    for table in SCHEMAS:
        for path in sorted(folder.glob(f"*.{table}.parquet")):
            found.setdefault(path.name.removesuffix(f".{table}.parquet"), []).append(path)
    return {name: found[name] for name in sorted(found.keys() - {*names, *unsettled(folder)})}
