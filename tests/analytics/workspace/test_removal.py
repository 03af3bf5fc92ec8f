"""An article a person removes leaves everything, comes back by nobody's ingest, and can be put back whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.claims.selection import Selection
from analytics.documents.outcomes import FileReport
from analytics.ingest.ingest import ingest
from analytics.workspace.annotations import InvalidValueError
from analytics.workspace.store import Workspace
from tests.analytics.workspace.holdings import Ingest, claims


def documents(workspace: Workspace) -> set[str]:
    return set(workspace.articles()["doc_id"].to_pylist())


def settle(workspace: Workspace, doc_id: str, **said: str) -> None:
    workspace.annotations.annotate("Li", doc_id, said)
    ingest(workspace, [])


def innovations(workspace: Workspace) -> set[str]:
    return {doc_id for path in workspace.active_paths("innovations") for doc_id in pq.read_table(path)["doc_id"].to_pylist()}


@pytest.mark.usefixtures("small_tasks")
def test_a_removed_article_leaves_and_comes_back_whole(press: Path, run: Ingest, workspace: Workspace) -> None:
    run(press)
    before, generation = claims(workspace), workspace.generation()
    gone = sorted(innovations(workspace))[0]
    settle(workspace, gone, removed="1")
    assert gone not in documents(workspace) | innovations(workspace)
    assert gone not in claims(workspace)["doc_id"].to_pylist()
    assert workspace.article(gone) is None
    assert workspace.snapshot().table().summary(Selection({"doc": (gone,)}, repeats=True)).articles == 0
    assert workspace.generation() != generation
    status = workspace.status()
    assert (status.documents, status.removed, status.outcomes["removed"]) == (9, 1, 1)
    assert list(workspace.verify()) == []
    settle(workspace, gone, removed="0")
    assert claims(workspace) == before
    assert (workspace.status().documents, workspace.status().removed) == (10, 0)
    assert list(workspace.verify()) == []


def test_no_ingest_brings_it_back(press: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    run(press)
    gone = sorted(documents(workspace))[0]
    settle(workspace, gone, removed="1")
    (line,) = [line for line in run(press) if line.doc_id == gone]
    assert line.outcome == "removed"
    (press / "again.txt").write_bytes((press / line.source).read_bytes())
    assert {found.source: found.outcome for found in run(press)}["again.txt"] == "removed"
    monkeypatch.setattr("analytics.workspace.store.extractor_version", lambda: "tomorrow")
    run(press)
    assert gone not in documents(workspace)
    workspace.clear_leftovers()
    assert list(workspace.verify()) == []
    settle(workspace, gone, removed="0")
    assert gone in documents(workspace)
    assert {listed.made_by for listed in _parts(workspace)} == {"tomorrow"}


def _parts(workspace: Workspace) -> list:
    with workspace.manifest.reading() as transaction:
        return transaction.parts()


def test_a_removal_that_was_broken_off_is_done_by_the_next_ingest(press: Path, run: Ingest, workspace: Workspace) -> None:
    run(press)
    one, other = sorted(documents(workspace))[:2]
    for doc_id in (one, other):
        workspace.annotations.annotate("Li", doc_id, {"removed": "1"})
    run(press)
    assert documents(workspace).isdisjoint({one, other})
    settle(workspace, other, removed="0")
    assert one not in documents(workspace)
    assert other in documents(workspace)


def test_what_was_said_of_a_removed_article_waits_for_it(press: Path, run: Ingest, workspace: Workspace) -> None:
    run(press)
    gone = sorted(documents(workspace))[0]
    corrected = next(row["claim_id"] for row in claims(workspace).to_pylist() if row["doc_id"] == gone)
    workspace.annotations.annotate("Li", corrected, {"subject": "甲"})
    settle(workspace, gone, removed="1")
    settle(workspace, gone, title="另题")
    view = workspace.snapshot()
    assert (view.corrected_claims.num_rows, view.withdrawn) == (0, frozenset())
    assert view.table().claim(corrected) is None
    settle(workspace, gone, removed="0")
    row = workspace.snapshot().table().claim(corrected)
    assert (row.subject, row.title) == ("甲", "另题")


def test_a_removal_is_of_articles_only(workspace: Workspace) -> None:
    with pytest.raises(InvalidValueError):
        workspace.annotations.annotate("Li", "d-1-2", {"removed": "1"})
    with pytest.raises(InvalidValueError):
        workspace.annotations.annotate("Li", "d", {"removed": "yes"})


def test_an_edit_extracts_one_article_again(tmp_path: Path, run: Ingest, workspace: Workspace) -> None:
    for name in ("a", "b", "c"):
        text = f"{name}县公安局\n今年前5个月，刑事警情同比下降21.5%。\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    lines = {line.source: line for line in run(*(tmp_path / f"{name}.txt" for name in ("a", "b", "c")))}
    again: list[FileReport] = []
    workspace.annotations.annotate("Li", lines["b.txt"].doc_id, {"published_on": "2023-06-20"})
    ingest(workspace, [], report=lambda found, anew: again.extend(found))
    assert [line.source for line in again] == ["b.txt"]
    ends = Counter((row["source"], str(row["period_end"])) for row in claims(workspace).to_pylist())
    assert {source for source, end in ends if end == "2023-05-31"} == {"b.txt"}
    assert {source for source, end in ends if end == "None"} == {"a.txt", "c.txt"}
    assert list(workspace.verify()) == []


def test_documents_read_already_are_taken_as_they_are(tmp_path: Path, run: Ingest, workspace: Workspace, press: Path) -> None:
    from analytics.documents import Document, read

    files = [found for path in sorted(press.rglob("*.txt")) for found in read(path, f"箱/{path.name}") if isinstance(found, Document)]
    said: list[FileReport] = []
    ingest(workspace, [], documents=files, report=lambda lines, again: said.extend(lines))
    assert Counter(line.outcome for line in said) == {"read": 10}
    assert {line.source for line in said} == {found.text.source for found in files}
    said.clear()
    ingest(
        workspace,
        [],
        documents=[*files, replace(files[0], digest="x", text=replace(files[0].text, source="别处.txt"))],
        report=lambda lines, again: said.extend(lines),
    )
    assert Counter(line.outcome for line in said) == {"unchanged": 10, "duplicate": 1}
