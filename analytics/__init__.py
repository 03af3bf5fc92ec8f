"""Claim tables, workspaces and the dashboard, built on ``extractors``.

``analytics.open("press/")`` opens a workspace for use in a notebook or a script.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.library import WorkspaceData


def open(folder: str | Path) -> WorkspaceData:
    """Open a workspace folder. Raises NotAWorkspaceError, DamagedError or OSError."""
    from analytics.library import WorkspaceData  # imported late: pandas and DuckDB take a second to load

    return WorkspaceData(Path(folder))
