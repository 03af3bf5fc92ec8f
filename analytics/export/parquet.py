"""The claim table as one Parquet file, with its provenance inside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.export.metadata import counted

PROVENANCE = b"youju"  # key of the facts, as JSON, in the metadata of the file


def write_parquet(file: IO[bytes], batches: Iterable[pa.RecordBatch], schema: pa.Schema, facts: dict[str, Any]) -> None:
    """Write ``batches`` with compressed columns, in bounded memory; ``facts`` gets the number of rows. Raises OSError."""
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in counted(batches, facts):
            writer.write_batch(batch.cast(schema))
        writer.add_key_value_metadata({PROVENANCE: json.dumps(facts, ensure_ascii=False).encode()})
