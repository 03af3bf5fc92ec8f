"""What readers see while an ingest runs: the parts opened before, with the newest words of people, until the new ones are open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from analytics.claims.selection import Selection
from analytics.ingest import current
from analytics.ingest.current import LiveWorkspace
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.workspace.corrections import REJECTED
from analytics.workspace.store import Workspace


def article(number: int) -> str:
    return f"云溪县公安局通报\n\n第{number}夜，夜巡队出动{number + 20}次，接警{number + 40}起。\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "w", create=True)
    fed(workspace, 3)
    return workspace


@pytest.fixture
def may_end() -> Iterator[Event]:
    """What an opening aside waits for."""
    event = Event()
    yield event
    event.set()


def fed(workspace: Workspace, articles: int) -> None:
    folder = workspace.folder.with_name("press")
    folder.mkdir(exist_ok=True)
    for number in range(articles):
        (folder / f"{number}.txt").write_text(article(number), encoding="utf-8")
    ingest(workspace, [str(folder)])


def articles(shown: LiveWorkspace) -> int:
    return shown.stored().articles.num_rows


def figures(shown: LiveWorkspace) -> int:
    return shown.stored().table.summary(Selection()).figures


def settled(shown: LiveWorkspace) -> None:
    if thread := shown._opening:
        thread.join()


def test_a_small_workspace_is_shown_as_it_is(workspace: Workspace) -> None:
    shown = LiveWorkspace(workspace.folder, lambda _: None)
    assert articles(shown) == 3
    fed(workspace, 5)
    assert (articles(shown), shown.updating) == (5, False)


def test_files_that_come_back_are_shown_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "_LOOK", 0.0)
    parts, away = workspace.folder / "parts", workspace.folder / "away"
    parts.rename(away)
    shown = LiveWorkspace(workspace.folder, lambda _: None)
    assert (articles(shown), len(shown.stored().snapshot.faults) > 0) == (0, True)
    away.rename(parts)
    assert (articles(shown), shown.stored().snapshot.faults) == (3, ())


def test_while_nothing_is_written_no_file_is_opened_and_what_is_written_is_shown_at_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "_RECENT", 0)
    shown = LiveWorkspace(workspace.folder, lambda _: None)
    shown.stored()  # the first to read may write: SQLite takes its log into the file
    before = shown.stored()
    with monkeypatch.context() as closed:
        if os.name != "nt":
            closed.delattr(current, "Workspace")
        assert shown.stored() is before
    claim_id = before.table.rows(Selection())["claim_id"][0]
    for number, count in ((1, figures(shown) - 1), (0, figures(shown))):
        workspace.annotations.annotate("Li", claim_id, {REJECTED: str(number)})
        assert figures(shown) == count
    fed(workspace, 4)
    assert articles(shown) == 4


def test_newer_parts_are_shown_once_they_are_open_and_prepared(
    workspace: Workspace, may_end: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "SMALL", 0)
    prepared = list[int]()

    def prepare(stored: WorkspaceDataset) -> None:
        may_end.wait()
        prepared.append(stored.articles.num_rows)

    shown = LiveWorkspace(workspace.folder, prepare)
    before = shown.stored()
    fed(workspace, 5)
    assert shown.stored() is before
    assert shown.updating
    claim_id = before.table.rows(Selection(), limit=1)["claim_id"].iloc[0]
    counted = figures(shown)
    workspace.annotations.annotate("Li", claim_id, {REJECTED: "1"})
    assert (articles(shown), figures(shown)) == (3, counted - 1), "what people say is shown at once"
    may_end.set()
    settled(shown)
    assert (articles(shown), shown.updating, prepared) == (5, False, [5])
    assert shown.stored().table.claim(claim_id) is None


def test_who_adds_articles_sees_them_at_once(workspace: Workspace, may_end: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "SMALL", 0)
    shown = LiveWorkspace(workspace.folder, lambda _: bool(may_end.wait()))
    shown.stored()
    fed(workspace, 4)
    assert articles(shown) == 3
    thread = shown._opening
    fed(workspace, 6)
    shown.catch_up()
    assert (articles(shown), shown.updating) == (6, False)
    may_end.set()
    assert thread
    thread.join()
    assert articles(shown) == 6, "what was opened aside is older by now"


def test_words_about_articles_not_shown_yet_wait_for_them(workspace: Workspace, may_end: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "SMALL", 0)
    shown = LiveWorkspace(workspace.folder, lambda _: bool(may_end.wait()))
    counted = len(shown.stored().table.rows(Selection()))
    fed(workspace, 4)
    new = workspace.snapshot().table().rows(Selection())
    (claim_id,) = new.loc[~new["doc_id"].isin(shown.stored().articles["doc_id"].to_pylist()) & (new["text"] == "43起"), "claim_id"]
    workspace.annotations.annotate("Li", claim_id, {"subject": "报警"})
    assert len(shown.stored().table.rows(Selection())) == counted
    may_end.set()
    settled(shown)
    assert shown.stored().table.claim(claim_id).subject == "报警"  # type: ignore[union-attr]


def test_a_workspace_that_cannot_be_opened_aside_is_told_to_the_next_reader(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "SMALL", 0)
    shown = LiveWorkspace(workspace.folder, lambda _: None)
    shown.stored()
    fed(workspace, 4)
    with monkeypatch.context() as then:
        then.setattr(Workspace, "snapshot", lambda _: (_ for _ in ()).throw(OSError(5, "disk")))
        shown.stored()
        settled(shown)
        with pytest.raises(OSError, match="disk"):
            shown.stored()
    assert articles(shown) == 4


def test_during_an_ingest_parts_are_opened_now_and_then_and_at_its_end_soon(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "SMALL", 0)
    time = [1000.0]
    monkeypatch.setattr(current, "monotonic", lambda: time[0])

    def prepare(_: WorkspaceDataset) -> None:
        time[0] += 10  # what an opening takes

    shown = LiveWorkspace(workspace.folder, prepare)
    seen = list[int]()
    for number in range(4, 9):  # a commit every ten seconds
        fed(workspace, number)
        shown.stored()
        settled(shown)
        seen.append(articles(shown))
        time[0] += 10
    assert seen == [4, 5, 5, 5, 5]  # the second is opened at once, and the next after eight times as long as that took
    time[0] += 20
    shown.stored()
    settled(shown)
    assert articles(shown) == 8
