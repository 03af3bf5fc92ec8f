"""A name that people say is no innovation is none anywhere, whatever is ingested later, until they take it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.claims.selection import Selection
from analytics.documents.outcomes import Line
from analytics.ingest.archive import Stored
from analytics.workspace.corrections import CLEARED, InvalidValueError
from analytics.workspace.log_entries import standing
from analytics.workspace.store import Workspace

TEXT = "湖州市公安局建成“智慧巡防”平台，覆盖小区{n}个，盗窃案件同比下降{n}%。“智慧巡防”平台已接入视频{n}00路。"
Run = Callable[..., list[Line]]


def names(workspace: Workspace) -> tuple[list[str], set[str]]:
    """The innovations there are, and those that figures are evidence for."""
    stored = Stored(workspace)
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
    figures = Stored(workspace).table.summary(Selection()).figures
    generation = workspace.generation()
    workspace.people.say("甲", "智慧巡防", {CLEARED: "1"})
    assert workspace.generation() != generation
    assert names(workspace) == ([], set())
    assert Stored(workspace).table.summary(Selection()).figures == figures
    run(article(tmp_path, 34))
    assert names(workspace) == ([], set())
    workspace.people.say("乙", "智慧巡防", {CLEARED: "0"})
    assert names(workspace) == before
    assert [(entry.who, entry.column, entry.value) for entry in workspace.people.log()] == [("甲", CLEARED, "1"), ("乙", CLEARED, "0")]


def test_a_name_is_no_figure(workspace: Workspace, run: Run, tmp_path: Path) -> None:
    """Names with a hyphen, too, are not taken for claims."""
    run(article(tmp_path, 12))
    workspace.people.say("甲", "互联网-警务", {CLEARED: "1"})
    assert standing(workspace.people.log()) == {}
    assert workspace.people.corrections() == {}
    assert workspace.people.undo("甲") == ""
    with pytest.raises(InvalidValueError):
        workspace.people.say("甲", "智慧巡防", {CLEARED: "vielleicht"})
