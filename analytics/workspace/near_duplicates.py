"""Reprints: near-duplicate articles, and the statements they repeat.

An article is sketched by the smallest hashes of its shingles (bottom-k sketch; Broder 1997, "On the resemblance and containment of
documents"). Articles whose sketches share enough hashes form a family (connected components). Within a family, the same figure in the same
sentence is one statement; the article published first is its origin.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from analytics.claims.components import components
from analytics.claims.database import Database, Query

_SHINGLE, _SIZE = 8, 32  # characters per shingle, hashes per sketch
_ALIKE = 12  # hashes that two near duplicates share at least: a resemblance of about 0.4
_COMMON = 200  # a hash shared by more articles is boilerplate (a slogan, a footer), not a sign of a reprint
_MULTIPLIERS = np.array([pow(0x9E3779B97F4A7C15, n + 1, 1 << 64) for n in range(_SHINGLE)], dtype=np.uint64)
_FAMILIES = pa.schema([("doc_id", pa.string()), ("family", pa.string())])
REPRINT_SCHEMA = pa.schema([("claim_id", pa.string()), ("reprint_of", pa.string())])


def sketch(text: str) -> list[int]:
    """The ``_SIZE`` smallest distinct hashes of the text's shingles (Han characters and digits only), ascending; fewer for a short text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    letters = codes[((codes >= 0x4E00) & (codes <= 0x9FFF)) | ((codes >= 48) & (codes <= 57))]
    if len(letters) < _SHINGLE:
        return []
    hashes = np.lib.stride_tricks.sliding_window_view(letters, _SHINGLE) @ _MULTIPLIERS
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(32)
    smallest = np.partition(hashes, _SIZE * 4)[: _SIZE * 4] if len(hashes) > _SIZE * 8 else hashes
    distinct: list[int] = np.unique(smallest)[:_SIZE].tolist()
    return distinct


_PAIRS = f"""
WITH hashes AS (SELECT doc_id, unnest(sketch) AS hash FROM read_parquet($paths, union_by_name = true)),
     telling AS (SELECT hash FROM hashes GROUP BY hash HAVING count(*) BETWEEN 2 AND {_COMMON}),
     kept AS (SELECT doc_id, hash FROM hashes SEMI JOIN telling USING (hash))
SELECT a.doc_id AS one, b.doc_id AS other FROM kept a JOIN kept b ON a.hash = b.hash AND a.doc_id < b.doc_id
GROUP BY ALL HAVING count(*) >= {_ALIKE}
"""
# The origin of equal statements in a family is the first by publication date (undated last), then by doc_id and position.
_LINKS = """
WITH stated AS (
    SELECT claim_id, family, doc_id, published_on, c.start, text, kind, regexp_replace(sentence, '[^\\p{Han}0-9]', '', 'g') AS said
    FROM read_parquet($paths, union_by_name = true) c JOIN families USING (doc_id) WHERE duplicate_of = ''),
nth AS (SELECT *, row_number() OVER (PARTITION BY doc_id, said, text, kind ORDER BY start) AS nth FROM stated),
first AS (SELECT claim_id, first_value(claim_id) OVER (PARTITION BY family, said, text, kind, nth
    ORDER BY published_on NULLS LAST, doc_id, start) AS reprint_of FROM nth)
SELECT claim_id, reprint_of FROM first WHERE claim_id <> reprint_of ORDER BY claim_id
"""


def find_reprints(documents: Sequence[Path], claims: Sequence[Path]) -> pa.Table:
    """Claims that repeat a statement of an article published earlier, over all parts; columns as in ``REPRINT_SCHEMA``.

    The result does not depend on the order of ingestion. Raises PartsChangedError if a file is gone.
    """
    if not documents:
        return REPRINT_SCHEMA.empty_table()
    database = Database()
    pairs = database.ask(Query(_PAIRS, {"paths": [str(path) for path in documents]}))
    kin = components(zip(pairs["one"].to_pylist(), pairs["other"].to_pylist(), strict=True))
    members = pa.table({"doc_id": list(kin), "family": list(kin.values())}, _FAMILIES)
    links = database.ask(Query(_LINKS, {"paths": [str(path) for path in claims]}), families=members)
    return links.cast(REPRINT_SCHEMA)
