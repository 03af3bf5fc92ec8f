"""What a workspace keeps and finds: people's words over any run, reprints, damage."""

import errno
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.claims.schema import CLAIM_SCHEMA
from analytics.workspace.annotations import InvalidValueError
from analytics.workspace.faults import Fault
from analytics.workspace.near_duplicates import sketch
from analytics.workspace.parts import path_of
from analytics.workspace.store import Workspace
from benchmarks.articles import article
from tests.analytics.workspace.holdings import Ingest, claims

# --- people ------------------------------------------------------------------------------------


def test_a_correction_outlasts_every_run(press: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    run(press)
    first, second = [row for row in claims(workspace).to_pylist() if row["kind"] == "count"][:2]
    workspace.annotations.annotate("Li", first["claim_id"], {"subject": "线索核查", "value": "77", "period_end": "2020-02-29"})
    workspace.annotations.annotate("Wang", second["claim_id"], {"rejected": "1"})
    for made_by in ("", "tomorrow"):
        if made_by:
            monkeypatch.setattr("analytics.workspace.store.extractor_version", lambda: "tomorrow")
            run(press)
        view = workspace.snapshot()
        (row,) = view.corrected_claims.to_pylist()
        assert {name: row[name] for name in row if row[name] != first[name]} == {
            "subject": "线索核查",
            "value": 77.0,
            "period_end": row["period_end"],
        }
        assert str(row["period_end"]) == "2020-02-29"
        assert view.withdrawn == {second["claim_id"]}
    assert [(entry.who, entry.column) for entry in workspace.annotations.log()] == [
        ("Li", "subject"),
        ("Li", "value"),
        ("Li", "period_end"),
        ("Wang", "rejected"),
    ]


def test_the_last_word_counts_and_can_be_taken_back(press: Path, run: Ingest, workspace: Workspace) -> None:
    run(press)
    claim_id = claims(workspace)["claim_id"][0].as_py()
    for value in ("1", "0"):
        workspace.annotations.annotate("Li", claim_id, {"rejected": value})
    workspace.annotations.annotate("Li", claim_id, {"subject": "甲"})
    workspace.annotations.annotate("Wang", claim_id, {"subject": "乙"})
    view = workspace.snapshot()
    assert (view.corrected_claims["subject"].to_pylist(), view.withdrawn) == (["乙"], frozenset())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("value", "many"),
        ("period_start", "2024-02-30"),
        ("start", "3"),
        ("claim_id", "x"),
        ("nonsense", "1"),
        ("rejected", "yes"),
        ("province", "湖南"),
        ("value", "nan"),
        ("text", "别的"),
        ("subject", "\udcff"),
        ("title", "题"),
        ("kind", "colour"),
    ],
)
def test_what_a_column_cannot_hold_is_refused_whole(workspace: Workspace, column: str, value: str) -> None:
    with pytest.raises(InvalidValueError) as raised:
        workspace.annotations.annotate("Li", "d-some-claim", {"unit": "件", column: value})
    assert (raised.value.column, raised.value.value) == (column, value)
    assert list(workspace.annotations.log()) == []


def test_an_article_has_metadata_and_nothing_else(workspace: Workspace) -> None:
    with pytest.raises(InvalidValueError):
        workspace.annotations.annotate("Li", "d0c1d", {"rejected": "1"})


# --- reprints ----------------------------------------------------------------------------------


def _reprint(text: str, day: str, outlet: str) -> str:
    head, _, body = text.partition("\n来源：")
    return f"{head}\n来源：{outlet}　发布时间：{day}\n{body.partition(chr(10))[2]}"


def test_a_statement_in_a_reprint_is_told_from_the_first(tmp_path: Path, run: Ingest, workspace: Workspace) -> None:
    original = article(5)
    folder = tmp_path / "press"
    folder.mkdir()
    (folder / "a-later.txt").write_text(
        _reprint(original, "2024-05-09", "南坡日报").replace("余条", "条", 1) + "本报另讯，另有8名志愿者参加。\n", encoding="utf-8"
    )
    (folder / "b-first.txt").write_text(_reprint(original, "2024-05-01", "北岸法治网"), encoding="utf-8")
    (folder / "c-other.txt").write_text(article(6), encoding="utf-8")
    run(folder)
    rows = {row["claim_id"]: row for row in claims(workspace).to_pylist()}
    links = workspace.snapshot().reprints.to_pylist()
    assert links
    for link in links:
        repeat, first = rows[link["claim_id"]], rows[link["reprint_of"]]
        assert (repeat["source"], first["source"]) == ("a-later.txt", "b-first.txt")
        assert (repeat["text"], repeat["value"], repeat["unit"]) == (first["text"], first["value"], first["unit"])
    later = [row for row in rows.values() if row["source"] == "a-later.txt" and not row["duplicate_of"]]
    alone = {row["text"] for row in later} - {rows[link["claim_id"]]["text"] for link in links}
    assert "8名" in alone
    assert len(links) >= len(later) - 6  # the sentence that was changed, and the one added


def test_links_do_not_hang_on_the_order_of_arrival(tmp_path: Path, run: Ingest, workspace: Workspace) -> None:
    texts = {f"{n}.txt": _reprint(article(5), f"2024-05-0{n}", "江城晚报") for n in (1, 2, 3)}
    other = Workspace(tmp_path / "other", create=True)
    for name, into in [*((name, workspace) for name in texts), *((name, other) for name in reversed(texts))]:
        (tmp_path / name).write_text(texts[name], encoding="utf-8")
        run(tmp_path / name, into=into)
    assert workspace.snapshot().reprints == other.snapshot().reprints
    firsts = {row["reprint_of"].partition("-")[0] for row in workspace.snapshot().reprints.to_pylist()}
    with workspace.manifest.reading() as transaction:
        assert {transaction.document(doc_id)[1] for doc_id in firsts} == {"1.txt"}


def test_a_statement_whose_first_was_rejected_counts_itself(tmp_path: Path, run: Ingest, workspace: Workspace) -> None:
    for day in (1, 2):
        (tmp_path / f"{day}.txt").write_text(_reprint(article(5), f"2024-05-0{day}", "江城晚报"), encoding="utf-8")
        run(tmp_path / f"{day}.txt")
    first, other = workspace.snapshot().reprints.to_pylist()[:2]
    workspace.annotations.annotate("Li", first["reprint_of"], {"rejected": "1"})
    workspace.annotations.annotate("Li", other["claim_id"], {"value": "99"})
    links = workspace.snapshot().reprints["claim_id"].to_pylist()
    assert not {first["claim_id"], other["claim_id"]} & set(links)


def test_sketches_tell_reprints_from_articles_of_the_same_kind() -> None:
    def alike(one: str, other: str) -> float:
        a, b = sketch(one), sketch(other)
        union = set(sorted({*a, *b})[:32])
        return len(union & {*a} & {*b}) / 32

    text = "".join(article(n) for n in (1, 2))
    assert alike(text, "【导读】" + text.replace("，", ",")) > 0.9
    assert alike(text, article(3) + article(4)) < 0.3
    assert sketch("只有五字") == []
    assert sketch(text) == sorted(sketch(text))


# --- damage ------------------------------------------------------------------------------------


def _flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("table", ["documents", "claims", "innovations"])
@pytest.mark.parametrize("harm", ["missing", "damaged", "torn", "emptied"])
def test_verify_names_what_is_harmed(press: Path, run: Ingest, workspace: Workspace, table: str, harm: str) -> None:
    run(press)
    with workspace.manifest.reading() as transaction:
        (part,) = transaction.parts()
    file = path_of(workspace.folder / "parts", part.name, table)
    match harm:
        case "missing":
            file.unlink()
        case "damaged":
            _flip(file, file.stat().st_size // 2)
        case "torn":
            file.write_bytes(file.read_bytes()[:-20])
        case "emptied":
            file.write_bytes(b"")
    assert list(workspace.verify()) == [Fault(file.name, "missing" if harm == "missing" else "damaged")]


def test_verify_finds_a_figure_that_does_not_stand_on_its_text(press: Path, run: Ingest, workspace: Workspace) -> None:
    run(press)
    with workspace.manifest.reading() as transaction:
        (part,) = transaction.parts()
    read = workspace.part(part.name)
    moved = read.claims.set_column(read.claims.schema.get_field_index("text"), "text", [["别的字"] * read.claims.num_rows])
    workspace.commit(type(read)(read.documents, moved, read.innovations), [], {}, replaces=part.name)
    assert len([fault for fault in workspace.verify() if fault.cause == "text"]) == read.claims.num_rows


@pytest.mark.usefixtures("small_tasks")
@pytest.mark.parametrize("call", range(1, 10))
def test_a_disk_that_is_full_in_the_midst_loses_nothing(
    press: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    """A part takes at least four syncs: three of files, one of the folder. Whichever fails, no part is half written."""
    calls = itertools.count(1)
    sync = os.fsync

    def failing(handle: int) -> None:
        if next(calls) == call:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    with monkeypatch.context() as full:
        full.setattr("analytics.workspace.atomic.os.fsync", failing)
        with pytest.raises(OSError, match="No space left"):
            run(press)
    assert workspace.status().parts <= max(0, call - 2) // 4
    assert list(workspace.verify()) == []
    run(press)
    assert workspace.status().documents == 10
    assert list(workspace.verify()) == []


def test_leftovers_of_a_dead_writer_go_and_nothing_else(press: Path, run: Ingest, workspace: Workspace) -> None:
    run(press)
    parts = workspace.folder / "parts"
    before = sorted(parts.iterdir())
    for name in (
        "x.documents.parquet.tmp",
        "0000-feed.new",
        "0000-feed.documents.parquet",
        "0000-feed.claims.parquet",
        "reprints-old.parquet",
    ):
        (parts / name).write_bytes(b"left")
    workspace.clear_leftovers()
    assert sorted(parts.iterdir()) == before
    assert list(workspace.verify()) == []


def test_a_flipped_bit_is_an_error_and_never_another_figure(press: Path, run: Ingest, workspace: Workspace) -> None:
    """Without checksums many a flip goes unseen: those are the ones that prove them."""
    run(press)
    file = workspace.snapshot().claims[0]
    sound, unseen = file.read_bytes(), 0
    column = pq.read_metadata(file).row_group(0).column(CLAIM_SCHEMA.get_field_index("start"))
    end = (
        column.data_page_offset
        + column.total_compressed_size
        - (column.data_page_offset - (column.dictionary_page_offset or column.data_page_offset))
    )
    for at in range(end - 120, end, 4):
        file.write_bytes(sound)
        _flip(file, at)
        try:
            pq.read_table(file)
        except OSError:
            continue
        unseen += 1
        with pytest.raises(OSError, match=r"(?i)crc|checksum|corrupt"):
            pq.read_table(file, page_checksum_verification=True)
    assert unseen


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not list the threads of a process")
def test_a_part_is_read_without_other_threads(press: Path, run: Ingest, workspace: Workspace) -> None:
    """A thread of Arrow that still held the bytes of a file when Python ended made `youju verify` end with 134 instead of 0."""
    run(press)
    file = workspace.snapshot().claims[0]
    code = """
import hashlib, os, sys
from pathlib import Path
from analytics.workspace.parts import read_table
file, before = Path(sys.argv[1]), len(os.listdir("/proc/self/task"))
rows = read_table(file, hashlib.sha256(file.read_bytes()).hexdigest())
print(rows.num_rows > 0, len(os.listdir("/proc/self/task")) - before)
"""
    done = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True, check=True)
    assert done.stdout == "True 0\n"
