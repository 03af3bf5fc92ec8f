"""A name that people say is no innovation is none anywhere, whatever is ingested later, until they take it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.claims.selection import Selection
from analytics.documents.outcomes import FileReport
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.corrections import CLEARED, InvalidValueError
from analytics.workspace.log_entries import current_claim_entries
from analytics.workspace.store import Workspace

TEXT = "湖州市公安局建成“智慧巡防”平台，覆盖小区{n}个，盗窃案件同比下降{n}%。“智慧巡防”平台已接入视频{n}00路。"
Run = Callable[..., list[FileReport]]


def names(workspace: Workspace) -> tuple[list[str], set[str]]:
    """The innovations there are, and those that figures are evidence for."""
    stored = WorkspaceDataset(workspace)
    listed = [one.name for one in stored.innovations.page(Selection(), "name", False, 0, 9)]
    return listed, set(stored.table.rows(Selection())["innovation"]) - {""}


def article(folder: Path, number: int) -> Path:
    path = folder / f"{number}.txt"
    path.write_text(TEXT.format(n=number), encoding="utf-8")
    return path


def test_a_cleared_name_is_gone_everywhere_until_taken_back(workspace: Workspace, run: Run, tmp_path: Path) -> None:
    run(article(tmp_path, 12))
    before = names(workspace)
    assert before == (["智慧巡防"], {"智慧巡防"})
    figures = WorkspaceDataset(workspace).table.summary(Selection()).figures
    generation = workspace.generation()
    workspace.annotations.annotate("甲", "智慧巡防", {CLEARED: "1"})
    assert workspace.generation() != generation
    assert names(workspace) == ([], set())
    assert WorkspaceDataset(workspace).table.summary(Selection()).figures == figures
    run(article(tmp_path, 34))
    assert names(workspace) == ([], set())
    workspace.annotations.annotate("乙", "智慧巡防", {CLEARED: "0"})
    assert names(workspace) == before
    assert [(entry.who, entry.column, entry.value) for entry in workspace.annotations.log()] == [("甲", CLEARED, "1"), ("乙", CLEARED, "0")]


def test_a_name_is_no_figure(workspace: Workspace, run: Run, tmp_path: Path) -> None:
    """Names with a hyphen, too, are not taken for claims."""
    run(article(tmp_path, 12))
    workspace.annotations.annotate("甲", "互联网-警务", {CLEARED: "1"})
    assert current_claim_entries(workspace.annotations.log()) == {}
    assert workspace.annotations.corrections() == {}
    assert workspace.annotations.undo("甲") == ""
    with pytest.raises(InvalidValueError):
        workspace.annotations.annotate("甲", "智慧巡防", {CLEARED: "vielleicht"})
