"""What is new since a point: articles that came, and figures that people or a later reading changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analytics.claims.selection import Selection
from analytics.documents.outcomes import FileReport
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.corrections import ACCEPTED, REJECTED
from analytics.workspace.history import Change, Since, UnknownRevisionError, history, point
from analytics.workspace.repair import repair
from analytics.workspace.store import Workspace

Run = Callable[..., list[FileReport]]
BEGINNING = Since(datetime(2000, 1, 1, tzinfo=UTC))


@pytest.fixture
def add(run: Run, workspace: Workspace, tmp_path: Path) -> Callable[[str, str], str]:
    """Ingest an article; gives its doc_id."""

    def add(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        (line,) = run(tmp_path / name)
        return line.doc_id

    return add


def now(workspace: Workspace) -> Since:
    """The present point, as a reader who sees the workspace now would remember it."""
    return Since(datetime.fromisoformat(workspace.snapshot().last_arrival), workspace.annotations.head().lines)


def told(changes: list[Change]) -> list[tuple[str, str]]:
    return [(change.kind, change.about) for change in changes]


def figures(workspace: Workspace, doc_id: str) -> list[str]:
    return sorted(WorkspaceDataset(workspace).table.rows(Selection({"doc": (doc_id,)}, repeats=True))["claim_id"])


def test_articles_count_from_when_they_came_and_once(
    workspace: Workspace, add: Callable[[str, str], str], run: Run, tmp_path: Path
) -> None:
    first = add("a.txt", "全市刑事警情下降12.5%，抓获嫌疑人47名。")
    then = now(workspace)
    assert told(history(workspace, BEGINNING)) == [("article", first)]
    assert history(workspace, then) == []
    second = add("b.txt", "全县新建警务室8个，走访群众3600人次。")
    (tmp_path / "again.txt").write_bytes((tmp_path / "a.txt").read_bytes())
    run(tmp_path / "again.txt", tmp_path / "a.txt")  # the same texts come once
    assert told(history(workspace, then)) == [("article", second)]
    stored = WorkspaceDataset(workspace)
    assert stored.table.summary(Selection().added_after(then.moment)).figures == 2
    assert stored.table.summary(Selection().added_after(stored.snapshot.last_arrival)).figures == 0


def test_moments_rise_even_if_the_clock_is_set_back(workspace: Workspace, add: Callable[[str, str], str]) -> None:
    with workspace.manifest.writing() as transaction:
        transaction.state("arrived 2099-01-01T00:00:00.000000+00:00", '{"documents": []}')
    then = workspace.snapshot().last_arrival
    late = add("a.txt", "抓获嫌疑人47名。")
    assert workspace.snapshot().last_arrival > then
    assert [arrival.documents for arrival in workspace.arrivals(then)] == [(late,)]


def test_what_people_did_to_figures_and_articles(workspace: Workspace, add: Callable[[str, str], str], run: Run) -> None:
    first, second = add("a.txt", "全市刑事警情下降12.5%，抓获嫌疑人47名，投入230万元。"), add("b.txt", "走访群众3600人次。")
    one, two, three = figures(workspace, first)
    people = workspace.annotations
    people.annotate("甲", one, {"subject": "警情"})
    then = now(workspace)
    people.annotate("乙", one, {"subject": "刑事警情", "metric": "crime"})
    people.annotate("乙", two, {REJECTED: "1"})
    people.annotate("丙", three, {"unit": "USD"})
    people.undo("丙")
    people.annotate("丙", three, {ACCEPTED: "0123456789abcdef"})
    people.annotate("丙", second, {"removed": "1"})
    run()
    corrected, withdrawn, removed = history(workspace, then)
    assert (corrected.kind, corrected.about, corrected.who) == ("corrected", one, "乙")
    assert corrected.values == {"subject": ("警情", "刑事警情"), "metric": ("", "crime")}
    assert told([withdrawn, removed]) == [("withdrawn", two), ("removed", second)]
    later = now(workspace)
    people.annotate("甲", two, {REJECTED: "0"})
    people.annotate("甲", second, {"removed": "0"})
    run()
    assert told(history(workspace, later)) == [("article", second), ("figure", two)]


def test_what_a_later_reading_changes(
    workspace: Workspace, add: Callable[[str, str], str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = add("a.txt", "今年1至6月，全市刑事警情下降12.5%，抓获嫌疑人47名。")
    then, before = now(workspace), figures(workspace, article)
    workspace.annotations.annotate("甲", article, {"published_on": "2024-07-05"})
    run()
    dated = history(workspace, then)
    assert dated
    assert {change.kind for change in dated} == {"corrected"}
    assert {change.about for change in dated} <= set(before)
    assert told(history(workspace, BEGINNING)) == [("article", article)]  # its figures are new as a whole


def test_figures_that_a_repair_recomputes_are_not_new(workspace: Workspace, add: Callable[[str, str], str], run: Run) -> None:
    article = add("a.txt", "全市刑事警情下降12.5%，抓获嫌疑人47名。")
    then, before = now(workspace), figures(workspace, article)
    (claims,) = workspace.active_paths("claims")
    claims.unlink()
    repair(workspace.folder)
    again = Workspace(workspace.folder)
    run(into=again)
    assert figures(again, article) == before
    assert history(again, then) == []


def test_a_damaged_record_of_an_arrival_is_named_and_hides_no_other(workspace: Workspace, add: Callable[[str, str], str]) -> None:
    add("a.txt", "抓获嫌疑人47名。")
    then = workspace.snapshot().last_arrival
    add("b.txt", "走访群众3600人次。")
    with closing(sqlite3.connect(workspace.manifest.path)) as db:
        db.execute("UPDATE facts SET name = 'arrived 2O' WHERE name = (SELECT max(name) FROM facts WHERE name LIKE 'arrived %')")
        db.commit()
    assert workspace.snapshot().last_arrival == then
    assert [fault.file for fault in workspace.verify()] == ["manifest.sqlite"]


def test_points(workspace: Workspace, add: Callable[[str, str], str]) -> None:
    claim = figures(workspace, add("a.txt", "抓获嫌疑人47名。"))[0]
    workspace.annotations.annotate("甲", claim, {"subject": "嫌疑人"})
    seal = workspace.annotations.head().chain
    workspace.annotations.annotate("甲", claim, {"subject": "犯罪嫌疑人"})
    (since_seal,) = history(workspace, point(seal[:16], workspace))
    assert since_seal.values == {"subject": ("嫌疑人", "犯罪嫌疑人")}
    tomorrow = (datetime.now() + timedelta(days=1)).date()
    assert history(workspace, point(tomorrow.isoformat(), workspace)) == []
    assert told(history(workspace, point("2024-01-01", workspace)))[0][0] == "article"
    assert point("2024-01-01T08:00+08:00", workspace).moment == "2024-01-01T00:00:00.000000+00:00"
    for unknown in ("gestern", "0123456789abcdef", "2024-13-01", ""):
        with pytest.raises(UnknownRevisionError):
            point(unknown, workspace)
