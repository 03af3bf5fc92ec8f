"""Conversion of old ids without a leading letter: spreadsheets read ids made of digits as numbers and lose their last digits.

A workspace with old ids is converted when it is opened with write access. Old ids in links and commands remain valid.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_OLD = re.compile(r"[0-9a-f]{16}(?:-i?\d+-\d+)?")
_COLUMNS = ("doc_id", "claim_id", "innovation_id", "duplicate_of")


def lettered(id_: str) -> str:
    """The current form of an article, claim or innovation id; any other text is returned unchanged."""
    return f"d{id_}" if _OLD.fullmatch(id_) else id_


def lettered_table(table: pa.Table) -> pa.Table:
    """The table with current ids in all its id columns."""
    for name in set(_COLUMNS).intersection(table.column_names):
        field = table.schema.field(name)
        ids = table[name].cast(pa.string())
        old = pc.match_substring_regex(ids, f"^(?:{_OLD.pattern})$")
        today = pc.if_else(old, pc.binary_join_element_wise("d", ids, ""), ids)
        table = table.set_column(table.column_names.index(name), field, today.cast(field.type))
    return table
