"""What can be wrong with parts on disk: missing, damaged, not as listed, or figures that do not stand on their texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from analytics.workspace.manifest import Listed
from analytics.workspace.parts import SCHEMAS, hash_of, path_of, read_part


def faults(folder: Path, parts: Iterable[Listed], homes: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Every fault of ``parts``, one line each, naming the file; ``homes`` are the documents that the manifest lists in each part."""
    known = set[str]()
    for part in parts:
        known.add(part.name)
        yield from _faults_of_part(folder, part, homes.get(part.name, ()))
    for name in sorted(homes.keys() - known):
        yield f"{name}: {len(homes[name])} documents are listed in a part that is not"


def _faults_of_part(folder: Path, listed: Listed, doc_ids: Collection[str]) -> Iterator[str]:
    files = {table: path_of(folder, listed.name, table) for table in SCHEMAS}
    found = [fault for table, file in files.items() if (fault := fault_of(file, getattr(listed, f"{table}_hash")))]
    yield from found
    if found:
        return
    part = read_part(folder, listed.name)
    counts = {table: rows.num_rows for table, rows in part.tables().items()}
    if counts != {table: getattr(listed, table) for table in SCHEMAS} or sorted(part.doc_ids()) != sorted(doc_ids):
        yield f"{listed.name}: does not hold the rows that the manifest lists"
    claim_ids = part.claims["claim_id"].to_pylist()
    if len(set(claim_ids)) < len(claim_ids):
        yield f"{files['claims'].name}: claim_id given twice"
    texts = dict(zip(part.doc_ids(), part.documents["raw"].to_pylist(), strict=True))
    columns = (part.claims[name].to_pylist() for name in ("claim_id", "doc_id", "start", "end", "text"))
    for claim_id, doc_id, start, end, text in zip(*columns, strict=True):
        if texts.get(doc_id, "")[start:end] != text:
            yield f"{files['claims'].name}: {claim_id} does not stand on its text"


def fault_of(file: Path, hash_: str) -> str:
    """What is wrong with a file that is to have this hash; empty where nothing is."""
    try:
        return "" if hash_of(file) == hash_ else f"{file.name}: damaged"
    except FileNotFoundError:
        return f"{file.name}: missing"
    except OSError as error:
        return f"{file.name}: unreadable ({error.strerror})"
