"""A workspace of a few made-up articles, and what stands in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.documents.outcomes import Line
from analytics.ingest.ingest import Executor, here, ingest
from analytics.workspace.store import Workspace
from tests.analytics.workspace.faulty import make_press


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """A folder of 12 articles, one of them no text."""
    return make_press(tmp_path / "press")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace", create=True)


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of three documents, so that a few articles make several parts."""
    monkeypatch.setattr("analytics.ingest.ingest._DOCUMENTS", 3)


@pytest.fixture
def run(workspace: Workspace) -> Callable[..., list[Line]]:
    """Ingest into the workspace; gives the report."""

    def run(*places: Path | str, executor: Executor = here, into: Workspace = workspace) -> list[Line]:
        said: list[Line] = []
        ingest(into, [str(place) for place in places], executor, report=lambda lines, again: said.extend(lines))
        return said

    return run
