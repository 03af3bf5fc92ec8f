"""The search index beside the parts: right after every change, made again after every loss, and no reason for anything to fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from analytics.claims.selection import Selection
from analytics.documents import Document
from analytics.ingest import dataset
from analytics.ingest.article_search import search
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.workspace import search_index
from analytics.workspace.backup import back_up, restore
from analytics.workspace.faults import Fault
from analytics.workspace.store import Workspace
from extractors.model import SourceText
from tests.analytics.workspace.faulty import harmed, mended, only_read
from tests.analytics.workspace.holdings import Ingest

_TEXTS = {"a.txt": "甲市警情通报\n今年警情下降。", "b.txt": "乙市警情\n没有数字的一篇，只谈警情、警情。", "c.txt": "丙市通报\n无关。"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of three articles, two of which have 警情."""
    folder = tmp_path / "own"
    folder.mkdir()
    for name, text in _TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def held(own: Path, workspace: Workspace, run: Ingest) -> Workspace:
    run(own)
    return workspace


def found(workspace: Workspace, query: str = "警情") -> list[str]:
    """The sources of the articles found."""
    return [each.article.source for each in search(WorkspaceDataset(Workspace(workspace.folder)), Selection(search=query)).page]


def unindexed(workspace: Workspace) -> int:
    return workspace.status().unindexed


def files(workspace: Workspace) -> list[Path]:
    return sorted((workspace.folder / "search").iterdir())


def test_articles_are_found_after_their_ingest_with_figures_and_without(held: Workspace) -> None:
    result = search(WorkspaceDataset(held), Selection(search="警情"))
    assert [(each.article.source, each.count) for each in result.page] == [("b.txt", 3), ("a.txt", 2)]
    (passage,) = result.page[0].passages  # the headline is no passage: the title says it
    assert passage.pieces == ("没有数字的一篇，只谈", "警情", "、", "警情", "。")
    assert (result.total, result.occurrences, result.unindexed, unindexed(held)) == (2, 5, 0, 0)


def test_a_changed_file_is_another_article_and_corrected_metadata_are_found_at_once(held: Workspace, own: Path, run: Ingest) -> None:
    (own / "a.txt").write_text("甲市出警\n出警更快。", encoding="utf-8")
    run(own)
    assert set(found(held, "出警")) == {"a.txt"}
    doc_id = search(WorkspaceDataset(held), Selection(search="无关")).page[0].article.doc_id
    held.annotations.annotate("Li", doc_id, {"title": "丙市要聞", "publisher": "晨光报"})
    ingest(held, [])
    assert found(held, "要闻") == ["c.txt"]
    filtered = search(WorkspaceDataset(held), Selection({"publisher": ("晨光报",)}, search="通报"))
    assert [each.article.source for each in filtered.page] == ["c.txt"]


def test_removed_articles_are_not_found_until_they_are_put_back(held: Workspace) -> None:
    doc_id = search(WorkspaceDataset(held), Selection(search="警情")).page[0].article.doc_id
    for removed, expected in (("1", ["a.txt"]), ("0", ["b.txt", "a.txt"])):
        held.annotations.annotate("Li", doc_id, {"removed": removed})
        ingest(held, [])
        assert found(held) == expected
        assert unindexed(held) == 0


def test_every_damage_is_found_nothing_wrong_is_answered_and_repair_makes_it_anew(held: Workspace) -> None:
    (file,) = files(held)
    sound, draw = file.read_bytes(), Random(3)
    for content in (b"", sound[: len(sound) // 2], *(harmed(sound, draw) for _ in range(8))):
        file.write_bytes(content)
        assert list(held.verify()) == [Fault(file.name, "damaged")]
        assert unindexed(held) == 3
        assert found(held) == ["b.txt", "a.txt"]  # a few texts are searched without the index
    mended(held.folder)
    assert unindexed(held) == 0


@pytest.mark.parametrize("lost", ["file", "folder"])
def test_the_index_may_be_deleted(held: Workspace, lost: str) -> None:
    shutil.rmtree(held.folder / "search") if lost == "folder" else files(held)[0].unlink()
    assert list(held.verify()) == []
    assert found(held) == ["b.txt", "a.txt"]
    ingest(held, [])
    assert unindexed(held) == 0
    assert len(files(held)) == 1


def test_where_many_texts_are_not_indexed_their_number_is_said(held: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "_INDEXED_HERE", 2)
    files(held)[0].unlink()
    result = search(WorkspaceDataset(held), Selection(search="警情"))
    assert (result.total, result.unindexed) == (2, 3)  # by their titles
    assert [each.count for each in result.page] == [0, 0]


def test_a_session_goes_on_when_a_writer_replaces_the_files_or_the_disk_harms_one(held: Workspace, own: Path, run: Ingest) -> None:
    stored = WorkspaceDataset(held)
    assert search(stored, Selection(search="警情")).total == 2
    files(held)[0].write_bytes(b"PAR1")
    assert search(stored, Selection(search="警情")).total == 2
    run(own)
    assert search(stored, Selection(search="警情")).total == 2


def test_files_of_another_version_and_of_killed_writers_are_replaced(held: Workspace) -> None:
    (file,) = files(held)
    file.rename(file.with_name(f"0123456789ab-{file.stem.partition('-')[2]}.parquet"))
    (file.parent / f"{file.name}.0f0f.tmp").write_bytes(b"half")
    assert unindexed(held) == 3
    assert list(held.verify()) == []
    ingest(held, [])
    assert files(held) == [file]


def test_what_others_put_into_its_folder_stays_and_is_in_nobodys_way(held: Workspace) -> None:
    (file,) = files(held)
    (file.parent / "@eaDir").mkdir()
    (file.parent / "note.parquet").write_bytes(b"mine")
    file.unlink()
    ingest(held, [])
    assert unindexed(held) == 0
    assert sorted(path.name for path in files(held)) == sorted([file.name, "@eaDir", "note.parquet"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_or_a_device_in_place_of_a_file_holds_nobody_up(held: Workspace) -> None:
    (file,) = files(held)
    for put in (lambda: os.mkfifo(file), lambda: file.symlink_to("/dev/zero")):
        file.unlink()
        put()
        assert unindexed(held) == 3
        assert [(fault.file, fault.cause) for fault in held.verify()] == [(file.name, "unreadable")]
        ingest(held, [])
        assert unindexed(held) == 0


def test_small_files_are_merged_and_a_text_in_two_counts_once(
    workspace: Workspace, run: Ingest, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = []
    for day in range(10):
        (own / f"{day}.txt").write_text(f"第{day}天\n警情{'又' * day}少了。", encoding="utf-8")
        run(own)
        numbers.append(len(files(workspace)))
    assert max(numbers) == search_index._MANY - 1
    assert len(found(workspace)) == 12
    kept = {path.name: path.read_bytes() for path in files(workspace)}
    shutil.rmtree(workspace.folder / "search")
    monkeypatch.setattr(search_index, "_CHARACTERS", 100)
    ingest(workspace, [])
    assert len(files(workspace)) > 1
    for name, content in kept.items():
        (workspace.folder / "search" / name).write_bytes(content)
    assert sum(each.count for each in search(WorkspaceDataset(workspace), Selection(search="警情")).page) == 15


def test_an_index_that_cannot_be_written_fails_no_ingest(workspace: Workspace, own: Path) -> None:
    (workspace.folder / "search").write_text("in the way", encoding="utf-8")
    error = ingest(workspace, [str(own)])
    assert isinstance(error, FileExistsError)
    assert found(workspace) == ["b.txt", "a.txt"]
    (workspace.folder / "search").unlink()
    assert ingest(workspace, []) is None
    assert unindexed(workspace) == 0


def test_a_workspace_that_is_only_read_is_searched_with_its_index_and_without(held: Workspace) -> None:
    for _ in range(2):
        with only_read(held.folder):
            assert found(held) == ["b.txt", "a.txt"]
        shutil.rmtree(held.folder / "search", ignore_errors=True)


def test_a_backup_goes_without_the_index_and_the_next_ingest_makes_it(held: Workspace, tmp_path: Path) -> None:
    back_up(held, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "restored")
    restored = Workspace(tmp_path / "restored")
    assert found(restored) == ["b.txt", "a.txt"]
    assert unindexed(restored) == 3
    ingest(restored, [])
    assert unindexed(restored) == 0


def test_texts_of_a_damaged_part_wait_for_its_repair(held: Workspace, make: Callable[[str], Document]) -> None:
    ingest(held, [], documents=[make("丁市警情\n又一篇警情。")])
    shutil.rmtree(held.folder / "search")
    path = next(path for path in held.active_paths("documents") if pq.read_metadata(path).num_rows == 3)
    content = path.read_bytes()
    path.write_bytes(content[:-9])
    assert held.index_texts() is None
    assert found(held) == ["d.txt"]
    path.write_bytes(content)
    held.index_texts()
    assert set(found(held)) == {"a.txt", "b.txt", "d.txt"}


@pytest.fixture
def make() -> Callable[[str], Document]:
    return lambda raw: Document(SourceText(raw=raw, source="d.txt"), "x", "utf-8", "")
