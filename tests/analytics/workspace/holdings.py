"""What stands in a workspace, for tests to compare."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.claims.schema import CLAIM_SCHEMA
from analytics.documents.outcomes import FileReport
from analytics.workspace.store import Workspace

Ingest = Callable[..., list[FileReport]]


def claims(workspace: Workspace) -> pa.Table:
    """Every claim as its part has it, in order of id."""
    return pa.concat_tables([CLAIM_SCHEMA.empty_table(), *map(pq.read_table, workspace.snapshot().claims)]).sort_by("claim_id")
