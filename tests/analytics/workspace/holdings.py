"""What stands in a workspace, for tests to compare."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.outcomes import Line
from analytics.workspace.store import Workspace

Ingest = Callable[..., list[Line]]


def claims(workspace: Workspace) -> pa.Table:
    """Every claim as its part has it, in order of id."""
    return pa.concat_tables(pq.read_table(path) for path in workspace.view().claims).sort_by("claim_id")
