"""Ids from before ids began with a letter: a spreadsheet took those of digits alone for numbers, and lost their last ones.

A workspace that has them is brought up to date when it is opened by who may write to it; old ids in addresses and commands still lead to
their figures.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_OLD = re.compile(r"[0-9a-f]{16}(?:-i?\d+-\d+)?")
_COLUMNS = ("doc_id", "claim_id", "innovation_id", "duplicate_of")


def lettered(id_: str) -> str:
    """The id of an article, a claim or an innovation as it is today; what is no old id stays as it is."""
    return f"d{id_}" if _OLD.fullmatch(id_) else id_


def lettered_table(table: pa.Table) -> pa.Table:
    """The table with today's ids in each column of ids that it has."""
    for name in set(_COLUMNS).intersection(table.column_names):
        field = table.schema.field(name)
        ids = table[name].cast(pa.string())
        old = pc.match_substring_regex(ids, f"^(?:{_OLD.pattern})$")
        today = pc.if_else(old, pc.binary_join_element_wise("d", ids, ""), ids)
        table = table.set_column(table.column_names.index(name), field, today.cast(field.type))
    return table
