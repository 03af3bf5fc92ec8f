"""Tags, remarks and saved views: said in the log, in nobody's way, and gone from nothing that is read again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from analytics.claims.selection import MISSING, Selection
from analytics.documents.outcomes import FileReport
from analytics.export.sqlite import write_sqlite
from analytics.ingest.article_search import search
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.annotations import StaleRevisionError
from analytics.workspace.backup import back_up, restore
from analytics.workspace.corrections import REMARK, TAGS, VIEW, InvalidValueError, tags_typed
from analytics.workspace.log_entries import Marked, current_claim_entries
from analytics.workspace.store import Workspace

Run = Callable[..., list[FileReport]]


@pytest.fixture
def read(workspace: Workspace, run: Run, tmp_path: Path) -> list[str]:
    """Two articles in the workspace; the ids of their five figures."""
    for name, text in (("a", "全市刑事警情下降12.5%，抓获嫌疑人47名，投入230万元。"), ("b", "全县新建警务室8个，走访群众3600人次。")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    run(tmp_path / "a.txt", tmp_path / "b.txt")
    return sorted(WorkspaceDataset(workspace).table.rows(Selection())["claim_id"])


def tagged(workspace: Workspace, *tags: str) -> set[str]:
    return set(WorkspaceDataset(workspace).table.rows(Selection({"tag": tags}))["claim_id"])


def test_a_tag_on_an_article_is_one_of_each_of_its_figures(workspace: Workspace, read: list[str]) -> None:
    article = read[0].partition("-")[0]
    others = {claim for claim in read if not claim.startswith(article)}
    own = set(read) - others
    workspace.annotations.annotate("甲", article, {TAGS: "核实中", REMARK: "等县局回电"})
    workspace.annotations.annotate("乙", min(others), {TAGS: "核实中,可用"})
    assert tagged(workspace, "核实中") == own | {min(others)}
    assert tagged(workspace, "可用") == {min(others)}
    assert tagged(workspace, MISSING) == others - {min(others)}
    counts = WorkspaceDataset(workspace).table.counts(Selection(), "tag")
    assert dict(zip(counts["code"], counts["figures"], strict=True)) == {"核实中": len(own) + 1, "可用": 1, MISSING: len(others) - 1}
    workspace.annotations.annotate("甲", article, {TAGS: ""})
    marked = workspace.annotations.marks()[article]
    assert (marked.tags, marked.remark, marked.who) == ((), "等县局回电", "甲")
    assert tagged(workspace, "核实中") == {min(others)}


def test_a_note_changes_no_value_and_stands_in_nobodys_way(workspace: Workspace, read: list[str]) -> None:
    claim = read[0]
    workspace.annotations.annotate("甲", claim, {"subject": "警情"}, "act-1", expected_revision="")
    workspace.annotations.annotate("乙", claim, {TAGS: "核实中"}, "act-2", expected_revision="")
    workspace.annotations.annotate("甲", claim, {"subject": "刑事警情"}, "act-3", expected_revision="act-1")
    assert workspace.annotations.revisions() == {claim: "act-3"}
    assert {column for column, _ in current_claim_entries(workspace.annotations.log())[claim].items()} == {"subject"}
    with pytest.raises(StaleRevisionError) as refused:  # two readers with one note before them
        workspace.annotations.annotate("丙", claim, {REMARK: "已核"}, expected_revision="")
    assert refused.value.last
    assert refused.value.last.who == "乙"
    assert workspace.annotations.undo("乙") == ""
    assert workspace.annotations.undo("甲") == claim
    assert workspace.annotations.marks()[claim] == Marked(("核实中",), "", "乙", workspace.annotations.marks()[claim].at, "act-2")


@pytest.mark.parametrize(
    ("column", "value"),
    [(TAGS, "核实中, 可用"), (TAGS, "甲,甲"), (TAGS, "字" * 31), (TAGS, "核实\n中"), (REMARK, "字" * 2_001), (REMARK, "\0")],
)
def test_what_is_no_tag_or_too_long_is_refused(workspace: Workspace, read: list[str], column: str, value: str) -> None:
    with pytest.raises(InvalidValueError):
        workspace.annotations.annotate("甲", read[0], {column: value})
    assert workspace.annotations.marks() == {}


def test_tags_as_people_type_them() -> None:
    assert tags_typed([" 核实中；可用", "可用", "", "to  check、x"]) == "核实中,可用,to check,x"


def test_marks_and_views_survive_a_new_reading_and_a_backup(workspace: Workspace, read: list[str], run: Run, tmp_path: Path) -> None:
    people = workspace.annotations
    people.annotate("甲", read[0], {TAGS: "核实中"})
    people.annotate("甲", "湖南的经费", {VIEW: "metrics?province=%E6%B9%96%E5%8D%97%E7%9C%81&metric=spending"})
    people.annotate("乙", "警情-2024", {VIEW: "overview?kind=count"})  # a name with a hyphen is no claim
    people.annotate("乙", "湖南的经费", {VIEW: ""})
    people.annotate("乙", read[0].partition("-")[0], {"published_on": "2024-03-05"})
    run()
    assert tagged(workspace, "核实中") == {read[0]}
    back_up(workspace, tmp_path / "press.zip")
    restore(tmp_path / "press.zip", tmp_path / "again")
    again = Workspace(tmp_path / "again")
    assert again.annotations.marks() == people.marks()
    assert [(view.name, view.address, view.who) for view in again.annotations.views().values()] == [
        ("警情-2024", "overview?kind=count", "乙")
    ]
    assert list(again.verify()) == []


def test_a_tagged_article_is_listed_and_searched_by_its_tag_even_without_figures(
    workspace: Workspace, read: list[str], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "c.txt").write_text("社区民警讲故事，群众都说好。", encoding="utf-8")
    (line,) = run(tmp_path / "c.txt")
    for about in (line.doc_id, read[0]):
        workspace.annotations.annotate("甲", about, {TAGS: "核实中"})
    stored, asked = WorkspaceDataset(workspace), Selection({"tag": ("核实中",)})
    total, listed = stored.table.articles(stored.articles, asked, "figures", False, 0, 9)
    assert (total, {(row.doc_id, row.figures) for row in listed}) == (2, {(line.doc_id, 0), (read[0].partition("-")[0], 1)})
    assert stored.table.articles(stored.articles, asked.choosing("kind", ["count"]), "figures", False, 0, 9)[0] < 2
    assert [found.article.doc_id for found in search(stored, asked.with_search("故事")).page] == [line.doc_id]
    assert stored.table.neighbours(stored.articles, asked, "figures", False, line.doc_id) == (read[0].partition("-")[0], "")


def test_a_database_has_the_notes_on_articles_without_figures_too(workspace: Workspace, read: list[str], run: Run, tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("社区民警讲故事。", encoding="utf-8")
    (line,) = run(tmp_path / "c.txt")
    workspace.annotations.annotate("甲", line.doc_id, {REMARK: "没有数字"})
    workspace.annotations.annotate("甲", read[0], {TAGS: "核实中"})
    with (tmp_path / "press.sqlite").open("wb") as file:
        write_sqlite(file, WorkspaceDataset(workspace), Selection(), {})
    with closing(sqlite3.connect(tmp_path / "press.sqlite")) as db:
        assert set(db.execute("SELECT about, tags, remark FROM marks")) == {(line.doc_id, "", "没有数字"), (read[0], "核实中", "")}
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_damaged_log_keeps_the_marks_of_its_copy(workspace: Workspace, read: list[str]) -> None:
    workspace.annotations.annotate("甲", read[0], {TAGS: "核实中"})
    path = workspace.annotations.path
    path.with_name(f"{path.name}-wal").unlink(missing_ok=True)
    path.write_bytes(b"\0" * path.stat().st_size)
    assert tagged(Workspace(workspace.folder), "核实中") == {read[0]}
