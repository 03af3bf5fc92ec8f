"""Damage on disk: found and named by verify, never another figure in silence, and mended by repair from what is left."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from analytics.claims.selection import Selection
from analytics.documents import Document
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.workspace import parts as written
from analytics.workspace import upkeep
from analytics.workspace.annotations import Annotations
from analytics.workspace.faults import Fault
from analytics.workspace.log_files import both
from analytics.workspace.opening import SET_ASIDE_FOLDER
from analytics.workspace.parts import write_table
from analytics.workspace.repair import repair
from analytics.workspace.store import Workspace
from analytics.workspace.trouble import DamagedError
from extractors.model import SourceText
from tests.analytics.workspace.faulty import flip, harmed, make_press, mended, table
from tests.analytics.workspace.holdings import Ingest, claims

TABLES = ("documents", "claims", "innovations")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten articles in some parts, one removed; two figures corrected, one article's publisher said by a person."""
    folder = tmp_path_factory.mktemp("whole")
    make_press(folder / "press")
    workspace = Workspace(folder / "workspace", create=True)
    with pytest.MonkeyPatch.context() as small:
        small.setattr("analytics.ingest.plan._DOCUMENTS", 3)
        ingest(workspace, [str(folder / "press")])
    rows = table(workspace)
    workspace.annotations.annotate("Li", str(rows[0]["claim_id"]), {"subject": "线索"})
    workspace.annotations.annotate("Wang", str(rows[1]["claim_id"]), {"rejected": "1"})
    workspace.annotations.annotate("Li", str(rows[-1]["doc_id"]), {"removed": "1"})
    workspace.annotations.annotate("Li", str(rows[2]["doc_id"]), {"publisher": "晨光报"})
    ingest(workspace, [])
    with pytest.MonkeyPatch.context() as later:
        later.setattr(upkeep, "_GRACE", -1.0)  # no retired part is left to take texts from
        workspace.clear_leftovers()
    assert list(workspace.verify()) == []
    return workspace.folder


@pytest.fixture
def held(whole: Path, tmp_path: Path) -> Workspace:
    """The same, to be harmed."""
    return Workspace(shutil.copytree(whole, tmp_path / "workspace"))


def parts(workspace: Workspace, table: str) -> list[Path]:
    return [path for path in workspace.active_paths(table) if path.exists()]


# --- parts -----------------------------------------------------------------------------------------


def wreck(file: Path, harm: str) -> None:
    """Do to a file what ``harm`` says, if that is one of these."""
    content = file.read_bytes()
    match harm:
        case "missing":
            file.unlink()
        case "emptied":
            file.write_bytes(b"")
        case "torn":
            file.write_bytes(content[: len(content) // 2])
        case "overwritten":
            file.write_bytes(b"\xff" * len(content))


@pytest.mark.parametrize("which", TABLES)
def test_every_flipped_bit_of_a_part_is_found(held: Workspace, which: str) -> None:
    """The view leaves the part out, and verify names it: no page checksum nor footer is trusted for that."""
    file, draw = parts(held, which)[0], Random(which)
    sound, everything = file.read_bytes(), table(held)
    doc_ids = set(held.part(file.name.partition(".")[0]).doc_ids())
    for _ in range(30):
        file.write_bytes(harmed(sound, draw))
        assert list(held.verify()) == [Fault(file.name, "damaged")]
        assert table(held) == [row for row in everything if row["doc_id"] not in doc_ids]
    file.write_bytes(sound)
    assert table(held) == everything


@pytest.mark.parametrize("which", TABLES)
@pytest.mark.parametrize("left", [0, 3, 0.1, 0.5, 0.9, -4])
def test_truncated_parts_are_named_and_figures_made_anew_from_the_texts(held: Workspace, which: str, left: float) -> None:
    file, everything = parts(held, which)[1], table(held)
    documents = shutil.copy(parts(held, "documents")[1], held.folder.parent / "documents")
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * left) if 0 < left < 1 else int(left)])
    assert list(held.verify()) == [Fault(file.name, "damaged")]
    workspace, steps = mended(held.folder)
    lost = [step.name for step in steps if step.kind == "lost"]
    assert len(lost) == (pq.read_metadata(documents).num_rows if which == "documents" else 0)
    assert table(workspace) == [row for row in everything if row["source"] not in lost]
    assert (held.folder / SET_ASIDE_FOLDER / file.name).read_bytes() == content[: int(len(content) * left) if 0 < left < 1 else int(left)]


def test_texts_that_a_retired_part_still_has_come_back_from_there(held: Workspace) -> None:
    """A replaced part is kept for an hour."""
    row = table(held)[0]
    held.annotations.annotate("Li", str(row["doc_id"]), {"title": "新题"})
    ingest(held, [])
    everything = table(held)
    with held.manifest.reading() as transaction:
        (part, _) = transaction.document(str(row["doc_id"]))
    (held.folder / "parts" / f"{part}.documents.parquet").unlink()
    workspace, steps = mended(held.folder)
    assert {step.kind for step in steps} >= {"rebuilt"}
    assert "lost" not in {step.kind for step in steps}
    assert table(workspace) == everything


@pytest.mark.parametrize("which", [("claims",), ("innovations",), ("claims", "innovations"), ("documents",), TABLES])
def test_parts_that_are_gone_come_back_from_texts_or_by_the_next_ingest(
    press: Path, held: Workspace, which: tuple[str, ...], run: Ingest
) -> None:
    everything, words = table(held), list(held.annotations.log())
    there = pq.read_metadata(parts(held, "documents")[1]).num_rows
    paths = {name: parts(held, name) for name in which}
    for name in which:
        paths[name][1].unlink()
    assert {fault.cause for fault in held.verify()} == {"missing"}
    workspace, steps = mended(held.folder)
    if "documents" in which:
        lost = {step.name for step in steps if step.kind == "lost"}
        assert len(lost) == there
        with workspace.manifest.reading() as transaction:
            assert {line.source for line in transaction.lines("refused") if line.reason == "lost"} == lost
        assert {line.source for line in run(press, into=workspace) if line.outcome == "read"} == lost
        with workspace.manifest.reading() as transaction:
            assert not [line for line in transaction.lines("refused") if line.reason == "lost"]
    assert table(workspace) == everything
    assert list(workspace.annotations.log()) == words
    assert list(workspace.verify()) == []


def test_a_damaged_page_takes_only_its_own_texts_along(
    press: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a byte of the texts is damaged: what comes back is what was read, and what does not is named."""
    monkeypatch.setattr("analytics.workspace.parts._GROUP", 2)
    run(press)
    everything, draw = table(workspace), Random(7)
    kept = workspace.folder.parent / "kept"
    shutil.copytree(workspace.folder, kept)
    rescued = Counter[int]()
    for _ in range(12):
        shutil.rmtree(workspace.folder)
        shutil.copytree(kept, workspace.folder)
        (file,) = parts(workspace, "documents")
        file.write_bytes(harmed(file.read_bytes(), draw))
        after, steps = mended(workspace.folder)
        lost = {step.name for step in steps if step.kind == "lost"}
        assert table(after) == [row for row in everything if row["source"] not in lost]
        rescued[10 - len(lost)] += 1
    assert rescued[8] + rescued[10] > rescued[0]


def test_a_text_that_can_be_read_but_is_not_as_it_was_written_is_not_taken_for_it(held: Workspace) -> None:
    """Of a sound file with other words in it, as where a footer has a column read in another's place."""
    file, everything = parts(held, "documents")[0], table(held)
    read = pq.read_table(file)
    sources = read["source"].to_pylist()
    at = read.schema.get_field_index("file_publisher")
    write_table(file, read.set_column(at, read.schema.field(at), [["别的报", *read["file_publisher"].to_pylist()[1:]]]))
    assert list(held.verify()) == [Fault(file.name, "damaged")]
    workspace, steps = mended(held.folder)
    assert [step.name for step in steps if step.kind == "lost"] == sources[:1]
    assert table(workspace) == [row for row in everything if row["source"] != sources[0]]


def test_a_part_that_says_otherwise_than_its_texts_is_made_anew(held: Workspace) -> None:
    everything, name = table(held), parts(held, "claims")[0].name.partition(".")[0]
    read = held.part(name)
    moved = read.claims.set_column(read.claims.schema.get_field_index("text"), "text", [["别的字"] * read.claims.num_rows])
    held.commit(type(read)(read.documents, moved, read.innovations), [], {}, replaces=name)
    assert {fault.cause for fault in held.verify()} == {"text"}
    assert table(mended(held.folder)[0]) == everything


def test_what_is_whole_is_shown_and_the_rest_counted(held: Workspace) -> None:
    whole = WorkspaceDataset(held).table.summary(Selection(repeats=True)).articles
    claims, innovations, documents = (parts(held, name) for name in ("claims", "innovations", "documents"))
    hidden = sum(pq.read_metadata(path).num_rows for path in documents[:2])
    claims[0].unlink()
    innovations[1].write_bytes(b"")
    view = held.snapshot()
    assert (view.unshown, {fault.cause for fault in view.faults}) == (hidden, {"missing", "damaged"})
    shown = WorkspaceDataset(held)
    assert shown.table.summary(Selection(repeats=True)).articles == whole - hidden
    assert shown.articles.num_rows == whole - hidden


def test_an_ingest_meets_damage_and_says_so_without_touching_it(press: Path, held: Workspace, run: Ingest) -> None:
    """What is new is kept; no damaged part is read on, merged or written anew as if it were whole."""
    (press / "new.txt").write_text("江城公安\n今年前5个月，刑事警情同比下降21.5%。\n", encoding="utf-8")
    flip(parts(held, "claims")[0], 100)
    with pytest.raises(DamagedError):
        run(press, into=held)
    assert [fault.cause for fault in held.verify()] == ["damaged"]
    workspace, _ = mended(held.folder)
    assert "new.txt" in {row["source"] for row in table(workspace)}


def test_damaged_reprints_are_looked_for_anew(held: Workspace) -> None:
    with held.manifest.reading() as transaction:
        file = held.folder / "parts" / transaction.derived("reprints")[0]
    links = held.snapshot().reprints
    flip(file, 10)
    assert list(held.verify()) == [Fault(file.name, "damaged")]
    assert (held.snapshot().reprints, held.status().reprints) == (None, 0)
    workspace, steps = mended(held.folder)
    assert [step.kind for step in steps] == ["reprints", "aside"]
    assert workspace.snapshot().reprints == links


# --- the manifest ----------------------------------------------------------------------------------


def without_logs(folder: Path) -> None:
    """Databases as they lie there when nobody has them open."""
    for path in (*folder.glob("*.sqlite-wal"), *folder.glob("*.sqlite-shm")):
        path.unlink()


@pytest.mark.parametrize("harm", ["missing", "emptied", "torn", "overwritten"])
def test_the_manifest_is_made_anew_from_the_parts(press: Path, held: Workspace, run: Ingest, harm: str) -> None:
    everything, parts_before = table(held), sorted(path.name for path in (held.folder / "parts").glob("*.documents.parquet"))
    manifest = held.folder / "manifest.sqlite"
    wreck(manifest, harm)
    without_logs(held.folder)
    with pytest.raises(DamagedError):
        run(press, into=Workspace(held.folder))
    assert sorted(path.name for path in (held.folder / "parts").glob("*.documents.parquet")) == parts_before
    workspace, steps = mended(held.folder)
    assert "manifest" in {step.kind for step in steps}
    assert "rebuilt" not in {step.kind for step in steps}
    assert table(workspace) == everything
    assert workspace.status().removed == 1
    outcomes = Counter(line.outcome for line in run(press, into=workspace))
    assert (outcomes["removed"], outcomes["refused"], outcomes["empty"]) == (1, 1, 1)
    assert table(workspace) == everything
    assert list(workspace.verify()) == []


def test_a_part_that_the_manifest_lacks_is_named_kept_and_taken_in(press: Path, held: Workspace, run: Ingest) -> None:
    """As where the manifest is an older one that somebody put back: an ingest must not clear the newer parts away."""
    older = shutil.copy(held.folder / "manifest.sqlite", held.folder.parent / "older")
    (press / "new.txt").write_text("江城公安\n今年前5个月，刑事警情同比下降21.5%。\n", encoding="utf-8")
    run(press, into=held)
    everything = table(held)
    shutil.copy(older, held.folder / "manifest.sqlite")
    without_logs(held.folder)
    workspace = Workspace(held.folder)
    assert {fault.cause for fault in workspace.verify()} == {"unlisted"}
    (press / "new.txt").unlink()
    run(press, into=workspace)
    workspace, steps = mended(held.folder)
    assert {step.kind for step in steps} == {"listed"}
    assert table(workspace) == everything


def test_a_part_without_its_note_is_read_anew(held: Workspace) -> None:
    everything = table(held)
    for note in (held.folder / "parts").glob("*.json"):
        note.unlink()
    (held.folder / "manifest.sqlite").unlink()
    workspace, steps = mended(held.folder)
    assert {step.kind for step in steps} == {"manifest", "rebuilt", "aside"}
    assert table(workspace) == everything


def test_a_flipped_bit_of_the_manifest_is_found_or_changes_no_figure(held: Workspace) -> None:
    manifest = held.folder / "manifest.sqlite"
    sqlite3.connect(manifest).execute("VACUUM").connection.close()
    everything, sound, draw, found = table(held), manifest.read_bytes(), Random(3), 0
    for _ in range(30):
        manifest.write_bytes(harmed(sound, draw))
        without_logs(held.folder)
        try:
            damaged = list(Workspace(held.folder).verify()) != []
        except DamagedError:
            damaged = True
        if not damaged:
            assert table(Workspace(held.folder)) == everything
        found += damaged
    assert found > 2


# --- people's words --------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["people.sqlite", "people.copy.sqlite"])
@pytest.mark.parametrize("harm", ["missing", "emptied", "torn", "overwritten", "another value", "a line less"])
def test_people_s_words_outlast_damage_to_either_file(held: Workspace, which: str, harm: str) -> None:
    file, words, said = held.folder / which, list(held.annotations.log()), held.snapshot().corrected_claims.to_pylist()
    content = file.read_bytes()
    wreck(file, harm)
    match harm:
        case "another value":
            flip(file, content.rindex("线索".encode()) + 2, 0)
        case "a line less":
            with sqlite3.connect(file) as db:
                db.execute("DELETE FROM log WHERE number = 2")
            db.close()
    if harm not in ("another value", "a line less"):
        without_logs(held.folder)
    named = {fault.file for fault in Workspace(held.folder).verify()}
    assert named == (set() if (which, harm) == ("people.copy.sqlite", "missing") else {which})  # a copy is made at once
    assert list(Workspace(held.folder).annotations.log()) == words
    assert Workspace(held.folder).snapshot().corrected_claims.to_pylist() == said
    if which == "people.sqlite" and harm not in ("another value", "a line less"):
        with pytest.raises(DamagedError):
            Workspace(held.folder).annotations.annotate("Li", "d-1-2", {"unit": "起"})
    workspace, _ = mended(held.folder)
    assert list(workspace.annotations.log()) == words
    assert workspace.snapshot().corrected_claims.to_pylist() == said
    workspace.annotations.annotate("Li", "d-1-2", {"unit": "件"})
    assert list(workspace.verify()) == []


def test_a_log_that_ends_too_early_is_read_from_the_copy(held: Workspace) -> None:
    """As where an older file was put back. A copy that ends too early only waits for the next word: its writer died between two commits."""
    words = list(held.annotations.log())
    for which in ("people.copy.sqlite", "people.sqlite"):
        with sqlite3.connect(held.folder / which) as db:
            db.execute("DELETE FROM log WHERE number = (SELECT max(number) FROM log)")
        db.close()
        if which == "people.copy.sqlite":
            assert list(held.verify()) == []
            held.annotations.annotate("Li", "d-1-2", {"unit": "件"})
            words = list(held.annotations.log())
    assert list(held.verify()) == [Fault("people.sqlite", "line", "1")]
    assert list(held.annotations.log()) == words
    assert list(mended(held.folder)[0].annotations.log()) == words


def test_lines_lost_in_both_files_are_counted_and_the_rest_stays(tmp_path: Path) -> None:
    Workspace(tmp_path / "w", create=True)
    people = Annotations(tmp_path / "w" / "people.sqlite")
    for number in range(6):
        people.annotate("Li", f"d-{number}-9", {"unit": f"件{number}"})
    for path in both(tmp_path / "w" / "people.sqlite"):
        flip(path, path.read_bytes().rindex("件3".encode()), 0)
    assert [fault.cause for fault in Workspace(tmp_path / "w").verify()] == ["line", "line"]
    with pytest.raises(DamagedError):
        list(people.log())
    assert [(step.kind, step.n) for step in repair(tmp_path / "w") if step.kind != "aside"] == [("log", 5), ("words", 1)]
    assert [entry.value for entry in Annotations(tmp_path / "w" / "people.sqlite").log()] == ["件0", "件1", "件2", "件4", "件5"]
    assert list(Workspace(tmp_path / "w").verify()) == []


def test_nothing_to_mend_is_nothing_done(held: Workspace) -> None:
    before = {path: path.read_bytes() for path in held.folder.rglob("*.parquet")}
    assert repair(held.folder) == []
    assert {path: path.read_bytes() for path in held.folder.rglob("*.parquet")} == before
    assert claims(held).num_rows > 0


def test_parts_of_a_version_that_fetched_nothing_are_read_mended_and_added_to(
    press: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        write = written.write_table
        earlier.setattr(
            written, "write_table", lambda path, rows: write(path, rows.drop([written.FETCHED]) if "raw" in rows.column_names else rows)
        )
        run(press)
    everything = table(workspace)
    doc_id = workspace.articles()["doc_id"][0].as_py()
    assert workspace.article(doc_id).fetched_on is None
    assert list(workspace.verify()) == []
    parts(workspace, "claims")[0].write_bytes(b"")
    after, steps = mended(workspace.folder)
    assert "lost" not in {step.kind for step in steps}
    assert table(after) == everything
    after.annotations.annotate("Li", doc_id, {"title": "新题"})
    ingest(after, [])
    assert after.article(doc_id).title == "新题"
    assert list(after.verify()) == []


def test_the_day_an_article_was_fetched_outlasts_damage(workspace: Workspace) -> None:
    day = date(2026, 11, 3)
    text = SourceText("全县破获刑事案件436起。", "https://news.example/1", url="https://news.example/1", fetched_on=day)
    ingest(workspace, [], documents=[Document(text, "utf-8", "", "x")])
    (doc_id,) = workspace.articles()["doc_id"].to_pylist()
    assert workspace.article(doc_id).fetched_on == day
    parts(workspace, "claims")[0].write_bytes(b"")
    after, _ = mended(workspace.folder)
    assert (after.article(doc_id).fetched_on, after.article(doc_id).published_on) == (day, None)
    workspace.annotations.annotate("Li", doc_id, {"title": "新题"})
    ingest(after, [])
    assert after.article(doc_id).fetched_on == day
