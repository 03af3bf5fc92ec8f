"""Documents into a workspace: every file one line, nothing twice, the same claims however it ran."""

import json
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import fsspec
import pyarrow.parquet as pq
import pytest

from analytics.documents.extraction import NotExtractedError
from analytics.ingest.ingest import OtherExtractorsError, ingest
from analytics.ingest.places import count, listed
from analytics.ingest.work import run_in_process
from analytics.workspace.store import NotAWorkspaceError, Workspace
from benchmarks.articles import article
from benchmarks.kills import run as run_killed
from extractors import SourceText, extract
from extractors.model import Extraction
from tests.analytics.workspace.holdings import Ingest, claims


def outcomes(lines: list) -> dict[str, int]:
    return dict(Counter(line.outcome for line in lines))


def test_every_file_ends_in_one_line(press: Path, run: Ingest, workspace: Workspace) -> None:
    lines = run(press)
    assert [line.source for line in lines] == [f"0000/{n:06d}.txt" for n in range(12)]
    assert outcomes(lines) == {"read": 10, "refused": 1, "empty": 1}
    assert [(line.source, line.reason) for line in lines if line.outcome == "refused"] == [("0000/000005.txt", "encoding")]
    with workspace.manifest.reading() as transaction:
        assert {line.source: line.outcome for line in transaction.lines()} == {line.source: line.outcome for line in lines}


def test_claims_are_those_of_the_extractors(press: Path, run: Ingest, workspace: Workspace) -> None:
    run(press)
    expected = [
        claim.claim_id for n in range(12) if n not in (5, 11) for claim in extract(SourceText(article(n), f"0000/{n:06d}.txt")).claims
    ]
    assert claims(workspace)["claim_id"].to_pylist() == sorted(expected)
    assert list(workspace.verify()) == []


@pytest.mark.usefixtures("small_tasks")
def test_the_same_again_changes_nothing(press: Path, run: Ingest, workspace: Workspace) -> None:
    run(press)
    files = {path: path.read_bytes() for path in workspace.folder.rglob("*.parquet")}
    assert len(files) == 3 * 4 + 2  # three tables of four parts, the reprints and the search index
    assert outcomes(run(press)) == {"unchanged": 10, "refused": 1, "empty": 1}
    assert {path: path.read_bytes() for path in workspace.folder.rglob("*.parquet")} == files


def test_a_text_known_already_is_a_duplicate(press: Path, run: Ingest, workspace: Workspace) -> None:
    run(press)
    before = claims(workspace)
    (press / "again.txt").write_text(article(3), encoding="utf-16")
    (press / "again.html").write_text("<html></html>", encoding="utf-8")
    lines = {line.source: line for line in run(press)}
    assert (lines["again.txt"].outcome, lines["again.txt"].detail) == ("duplicate", "0000/000003.txt")
    assert lines["again.html"].outcome == "empty"
    assert claims(workspace) == before


def test_a_changed_file_adds_an_article_and_keeps_the_old(press: Path, run: Ingest, workspace: Workspace) -> None:
    run(press)
    (press / "0000" / "000000.txt").write_text(article(77), encoding="utf-8")
    assert outcomes(run(press))["read"] == 1
    assert workspace.status().documents == 11


def test_files_of_many_articles(tmp_path: Path, run: Ingest, workspace: Workspace) -> None:
    with zipfile.ZipFile(tmp_path / "press.zip", "w") as archive:
        archive.writestr("2024/a.txt", article(1))
        archive.writestr("b.txt", article(2))
    rows = [{"text": article(3), "title": "第三篇", "published_on": "2024-03-05", "url": "https://example.org/3"}, {"text": article(2)}]
    (tmp_path / "rows.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n{broken\n", encoding="utf-8")
    lines = {line.source: line for line in run(tmp_path / "press.zip", tmp_path / "rows.jsonl")}
    assert {source: line.outcome for source, line in lines.items()} == {
        "press.zip/2024/a.txt": "read",
        "press.zip/b.txt": "read",
        "rows.jsonl#1": "read",
        "rows.jsonl#2": "duplicate",
        "rows.jsonl#3": "refused",
    }
    assert count([str(tmp_path / "press.zip"), str(tmp_path / "rows.jsonl")]) == 5
    document = workspace.document(lines["rows.jsonl#1"].doc_id)
    assert document is not None
    assert (document["title"], str(document["published_on"]), document["url"]) == ("第三篇", "2024-03-05", "https://example.org/3")
    again = outcomes(run(tmp_path / "press.zip", tmp_path / "rows.jsonl"))
    assert again == {"unchanged": 4, "refused": 1}


def test_a_url_is_read_through_fsspec(run: Ingest, workspace: Workspace) -> None:
    store = fsspec.filesystem("memory")
    store.pipe("/press/2024/a.txt", article(1).encode())
    store.pipe("/press/b.txt", article(2).encode("gb18030"))
    try:
        assert [(line.source, line.outcome) for line in run("memory://press")] == [("2024/a.txt", "read"), ("b.txt", "read")]
        assert [source for _, source in listed(["memory://press/b.txt"])] == ["b.txt"]
    finally:
        store.rm("/press", recursive=True)
    assert workspace.status().documents == 2


@pytest.mark.usefixtures("small_tasks")
def test_stopping_keeps_what_is_done_and_goes_on_later(press: Path, run: Ingest, workspace: Workspace, tmp_path: Path) -> None:
    stop = Event()
    ingest(workspace, [str(press)], run_in_process, stop=stop, report=lambda lines, again: stop.set())
    assert workspace.status().documents == 3
    assert workspace.status().unlinked
    assert outcomes(run(press)) == {"unchanged": 3, "read": 7, "refused": 1, "empty": 1}
    whole = Workspace(tmp_path / "whole", create=True)
    run(press, into=whole)
    assert claims(workspace) == claims(whole)


def test_an_article_the_extractors_fail_on_is_reported_alone(
    press: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(source: SourceText, *waiting: object) -> Extraction:
        if source.source.endswith("04.txt"):
            raise NotExtractedError("failed", "RecursionError")
        return extract(source)

    monkeypatch.setattr("analytics.ingest.work.extracted", failing)
    lines = {line.source: line for line in run(press)}
    bad = lines["0000/000004.txt"]
    assert (bad.outcome, bad.reason, bad.detail) == ("refused", "failed", "RecursionError")
    assert workspace.status().documents == 9
    monkeypatch.undo()
    assert {line.source for line in run(press) if line.outcome == "read"} == {"0000/000004.txt"}


@pytest.mark.usefixtures("small_tasks")
def test_other_extractors_read_again_and_ids_stay(press: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    run(press)
    before, parts = claims(workspace), {path.name for path in workspace.snapshot().claims}
    monkeypatch.setattr("analytics.workspace.store.extractor_version", lambda: "tomorrow")

    def renamed(source: SourceText, *waiting: object) -> Extraction:
        read = extract(source)
        return replace(read, claims=tuple(claim._replace(rule=f"new.{claim.rule}") for claim in read.claims))

    monkeypatch.setattr("analytics.ingest.work.extracted", renamed)
    assert workspace.status().outdated == 4
    run(press)
    after = claims(workspace)
    assert workspace.status().outdated == 0
    assert after["claim_id"] == before["claim_id"]
    assert all(rule.startswith("new.") for rule in after["rule"].to_pylist())
    assert parts.isdisjoint(path.name for path in workspace.snapshot().claims)
    assert list(workspace.verify()) == []


@pytest.mark.usefixtures("small_tasks")
def test_an_article_that_fails_the_second_time_keeps_its_rows(
    press: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(press)
    before = claims(workspace)
    monkeypatch.setattr("analytics.workspace.store.extractor_version", lambda: "tomorrow")

    def failing(source: SourceText, *waiting: object) -> Extraction:
        raise NotExtractedError("timeout")

    monkeypatch.setattr("analytics.ingest.work.extracted", failing)
    run(press)
    assert claims(workspace) == before


def test_metadata_moves_relative_dates(tmp_path: Path, run: Ingest, workspace: Workspace) -> None:
    (tmp_path / "undated.txt").write_text("今年3月，全市共破获案件52起，抓获嫌疑人18名。\n", encoding="utf-8")
    run(tmp_path / "undated.txt")
    assert claims(workspace)["period_start"].null_count == 3
    doc_id = claims(workspace)["doc_id"][0].as_py()
    table = {"undated.txt": SourceText("", "undated.txt", published_on=date(2023, 4, 1))}
    ingest(workspace, [str(tmp_path / "undated.txt")], table=table)
    assert {str(day) for day in claims(workspace)["period_start"].to_pylist()} == {"2023-03-01"}
    workspace.annotations.annotate("Li", doc_id, {"published_on": "2024-04-02"})
    run(tmp_path / "undated.txt")
    assert {str(day) for day in claims(workspace)["period_start"].to_pylist()} == {"2024-03-01"}
    workspace.annotations.annotate("Li", doc_id, {"published_on": ""})  # as the table has it again
    run()
    assert {str(day) for day in claims(workspace)["period_start"].to_pylist()} == {"2023-03-01"}


_UNDATED = "今年3月，全市共破获案件52起，抓获嫌疑人18名。\n"


def _row(name: str, year: int = 0, publisher: str = "") -> SourceText:
    return SourceText("", name, publisher=publisher, published_on=date(year, 4, 1) if year else None)


def _ingested(workspace: Workspace, folder: Path, table: dict[str, SourceText]) -> dict[str, str]:
    """Ingest a folder with a metadata table; returns the doubts by source."""
    doubts: dict[str, str] = {}
    ingest(workspace, [str(folder)], table=table, report=lambda lines, again: doubts.update((line.source, line.doubt) for line in lines))
    return doubts


def test_metadata_under_another_path_of_a_known_text_counts_at_once(tmp_path: Path, workspace: Workspace) -> None:
    folder = tmp_path / "press"
    folder.mkdir()
    (folder / "a.txt").write_text(_UNDATED, encoding="utf-8")
    _ingested(workspace, folder, {})
    (folder / "b.txt").write_text(_UNDATED, encoding="utf-16")
    assert _ingested(workspace, folder, {"b.txt": _row("b.txt", 2023)}) == {"a.txt": "", "b.txt": ""}
    assert {str(day) for day in claims(workspace)["period_start"].to_pylist()} == {"2023-03-01"}


def test_rows_for_several_paths_of_a_text_add_up_and_the_first_of_contradicting_ones_counts(tmp_path: Path, workspace: Workspace) -> None:
    folder = tmp_path / "press"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(_UNDATED, encoding="utf-8")
    table = {"a.txt": _row("a.txt", publisher="云溪网"), "b.txt": _row("b.txt", 2023), "c.txt": _row("c.txt", 2021)}
    assert _ingested(workspace, folder, table) == {"a.txt": "", "b.txt": "", "c.txt": "metadata_conflict"}
    assert set(claims(workspace)["publisher"].to_pylist()) == {"云溪网"}
    assert {str(day) for day in claims(workspace)["published_on"].to_pylist()} == {"2023-04-01"}


def test_a_file_name_that_fits_several_texts_is_said(tmp_path: Path, workspace: Workspace) -> None:
    folder = tmp_path / "press"
    for number, name in enumerate(("a", "b", "c")):
        (folder / name).mkdir(parents=True)
        (folder / name / "1.txt").write_text(f"{_UNDATED}化解纠纷{number + 10}起。", encoding="utf-8")
    doubts = _ingested(workspace, folder, {"1.txt": _row("1.txt", 2023), "c/1.txt": _row("c/1.txt", 2022)})
    assert doubts == {"a/1.txt": "", "b/1.txt": "metadata_ambiguous", "c/1.txt": ""}


def test_work_of_other_extractors_is_not_kept(press: Path, run: Ingest, workspace: Workspace) -> None:
    with pytest.raises(OtherExtractorsError):
        run(press, executor=lambda tasks, stop: (replace(done, made_by="yesterday") for done in run_in_process(tasks, stop)))
    assert workspace.status().documents == 0


def test_a_url_that_is_gone_is_reported_and_the_rest_goes_on(run: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    store = fsspec.filesystem("memory")
    store.pipe("/press/b.txt", article(2).encode())
    monkeypatch.setattr(
        "analytics.ingest.ingest.listed", lambda places, apart: [("memory://press/a.txt", "a.txt"), ("memory://press/b.txt", "b.txt")]
    )
    try:
        assert [(line.source, line.outcome, line.reason) for line in run("memory://press")] == [
            ("a.txt", "refused", "missing"),
            ("b.txt", "read", ""),
        ]
    finally:
        store.rm("/press", recursive=True)


def test_small_parts_are_put_together(tmp_path: Path, run: Ingest, workspace: Workspace) -> None:
    for n in range(20):
        (tmp_path / f"{n}.txt").write_text(article(n, 3), encoding="utf-8")
        run(tmp_path / f"{n}.txt")
    assert workspace.status().parts == 5  # sixteen of them in one, and four
    assert outcomes(run(*(tmp_path / f"{n}.txt" for n in range(20)))) == {"unchanged": 20}
    whole = Workspace(tmp_path / "whole", create=True)
    run(*(tmp_path / f"{n}.txt" for n in range(20)), into=whole)
    assert claims(workspace) == claims(whole)
    assert list(workspace.verify()) == []


def test_a_table_speaks_of_its_own_run_and_is_remembered(
    tmp_path: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, number, year in (("a", 1, 2010), ("b", 2, 2024)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "001.txt").write_text(article(number), encoding="utf-8")
        table = {"001.txt": SourceText("", "001.txt", title=folder, published_on=date(year, 1, 1))}
        ingest(workspace, [str(tmp_path / folder)], table=table)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "001.txt").write_text(article(3), encoding="utf-8")
    monkeypatch.setattr("analytics.workspace.store.extractor_version", lambda: "tomorrow")
    run(tmp_path / "c")
    found = {row["title"]: str(row["published_on"])[:4] for row in workspace.articles().to_pylist()}
    assert found.pop("a") == "2010"
    assert found.pop("b") == "2024"
    assert len(found) == 1


def test_what_a_row_says_anew_of_the_same_text_counts(tmp_path: Path, run: Ingest, workspace: Workspace) -> None:
    rows = tmp_path / "rows.jsonl"
    for year in (2020, 2024):
        texts = [{"text": article(n), "published_on": f"{year}-05-01"} for n in (1, 2)] + [{"text": article(3)}]
        rows.write_text("\n".join(json.dumps(text, ensure_ascii=False) for text in texts), encoding="utf-8")
        said = outcomes(run(rows))
    assert said == {"read": 2, "unchanged": 1}
    assert sorted(str(row["published_on"])[:4] for row in workspace.articles().to_pylist())[-2:] == ["2024", "2024"]
    assert workspace.status().documents == 3
    assert list(workspace.verify()) == []


def test_the_ledger_keeps_what_was_read_and_forgets_what_was_mended(tmp_path: Path, run: Ingest, workspace: Workspace) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(article(1), encoding="utf-8")
    (tmp_path / "a" / "bad.txt").write_bytes(bytes(range(256)) * 9)
    run(tmp_path / "a", tmp_path / "b")
    (tmp_path / "a" / "bad.txt").write_text(article(2), encoding="utf-8")
    run(tmp_path / "a")
    assert workspace.status().outcomes == {"read": 2}


def test_its_own_files_are_no_articles(tmp_path: Path, press: Path, workspace: Workspace) -> None:
    (tmp_path / "meta.csv").write_text("source,title\n", encoding="utf-8")
    said: list[str] = []
    ingest(
        workspace, [str(tmp_path)], exclude=[tmp_path / "meta.csv"], report=lambda lines, again: said.extend(line.source for line in lines)
    )
    assert {source.partition("/")[0] for source in said} == {"press"}


@pytest.mark.parametrize("place", ["nowhere://press", "memory://none"])
def test_a_place_that_cannot_be_read_is_named(place: str, run: Ingest) -> None:
    if place.startswith("nowhere"):
        with pytest.raises(OSError, match="nowhere://press"):
            run(place)
    else:
        assert [(line.source, line.outcome, line.reason) for line in run(place)] == [("none", "refused", "missing")]


def test_a_reader_finishes_while_others_write(press: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.ingest.plan._DOCUMENTS", 3)
    run(press)
    view = workspace.snapshot()
    for year in ("2021", "2022"):
        for doc_id in claims(workspace)["doc_id"].unique().to_pylist():
            workspace.annotations.annotate("Li", doc_id, {"published_on": f"{year}-01-01"})
        run(press)
    assert sum(pq.read_metadata(path).num_rows for path in view.claims) == workspace.status().claims
    assert not {path.name for path in view.claims} & {path.name for path in workspace.snapshot().claims}


def test_no_folder_with_other_files_becomes_a_workspace(press: Path, tmp_path: Path) -> None:
    for folder in (press, tmp_path / "missing"):
        with pytest.raises(NotAWorkspaceError):
            Workspace(folder, create=folder == press)
    assert not (tmp_path / "missing").exists()


def test_a_killed_ingest_loses_and_doubles_nothing() -> None:
    result = run_killed(3)
    assert result.kills == 3
    assert result.reads > 0
    assert result.clean, result
