"""What an export holds: filters, number of rows, versions, and the end of people's log when it was made.

A CSV file cannot say this itself, so it stands beside it as JSON by the W3C's "Metadata Vocabulary for Tabular Data", whose name for
the file is the table's own with ``-metadata.json``. Parquet and SQLite files carry it inside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from analytics.bundled import version
from analytics.claims.selection import Selection
from analytics.workspace.log_files import LogHead
from analytics.workspace.parts import extractor_version

METADATA_SUFFIX = "-metadata.json"
Provenance = Mapping[str, Any]


def provenance(selection: Selection, log: LogHead | None, *, address: str = "") -> dict[str, Any]:
    """Facts about an export made now. ``log`` is the end of people's log, None without a workspace; ``address`` is that of the view.

    The number of rows is not known before they are written; ``counted`` adds it.
    """
    filters: dict[str, Any] = {name: values for name, values in selection.to_query().items() if name != "repeats"}
    if selection.excluded:
        filters["excluded"] = {facet: list(values) for facet, values in selection.excluded.items()}
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "filters": filters,
        "repeats": selection.repeats,
        "versions": {"youju": version(), "extractors": extractor_version()},
        "log": log and {"lines": log.lines, "hash": log.chain},
        **({"address": address} if address else {}),
    }


def counted(batches: Iterable[pa.RecordBatch], facts: dict[str, Any]) -> Iterator[pa.RecordBatch]:
    """The batches as they come; at the end, ``facts`` has their number of ``rows``."""
    rows = 0
    for batch in batches:
        rows += batch.num_rows
        yield batch
    facts["rows"] = rows


def beside_csv(name: str, columns: Mapping[str, str], facts: Provenance) -> bytes:
    """The JSON that describes the CSV file ``name``: its ``columns``, each with its meaning, and ``facts`` in its notes."""
    described = [
        {"name": column, "titles": column, **({"dc:description": meaning} if meaning else {})} for column, meaning in columns.items()
    ]
    table: dict[str, Any] = {"columns": described}
    if "claim_id" in columns:
        table["primaryKey"] = "claim_id"
    content = {"@context": "http://www.w3.org/ns/csvw", "url": name, "tableSchema": table, "notes": [facts]}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
