"""Going through claims: how they stand, corrections made whole, figures added, exports, and gold that measures right."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from analytics.claims.order import READING
from analytics.claims.rows import WholeClaim
from analytics.claims.selection import Selection
from analytics.claims.table import EXPORTED
from analytics.export.csv import csv_chunks
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.review.actions import actions_in, log_table
from analytics.review.draft import addition, draft
from analytics.review.gold import write_gold
from analytics.review.review import REVIEWED, Review, changes, complete_corrections
from analytics.workspace.corrections import REJECTED, InvalidValueError
from analytics.workspace.store import Workspace
from extractors.model import Article

SHARED = Path(__file__).parents[4] / "shared"
_FIRST = """夜巡队上街一年 云溪县两抢警情少了三成
来源：云溪平安在线　发布时间：2024-03-05

　　湖南省株洲市天元区公安分局推出“灯塔夜巡”机制。2023年，全区刑事警情同比下降10.2%，共化解(jiě)矛盾纠纷4300余起。
　　夜巡队还配了成箱的新哨子，队员说比旧的响。截至目前，群众满意率达99.6%。
"""
_SECOND = """桥头派出所的账本
来源：桥头晚报　发布时间：2024-05-09

　　镇里去年处理报警2.6万起，办案时间由26天缩短到15天。
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "press"
    folder.mkdir()
    (folder / "first.txt").write_text(_FIRST, encoding="utf-8")
    (folder / "second.txt").write_text(_SECOND, encoding="utf-8")
    made = Workspace(tmp_path / "workspace", create=True)
    ingest(made, [str(folder)])
    return made


def now(workspace: Workspace) -> tuple[WorkspaceDataset, Review]:
    stored = WorkspaceDataset(workspace)
    return stored, Review(stored, workspace.annotations.log())


def claim(stored: WorkspaceDataset, text: str) -> dict[str, Any]:
    """The one claim of this text, as it counts now."""
    (row,) = [row for batch in stored.table.stream(Selection(repeats=True)) for row in batch.to_pylist() if row["text"] == text]
    return row


def accept(workspace: Workspace, claim_id: str, who: str = "Li", **values: str) -> None:
    _, review = now(workspace)
    before, row = review.rows([claim_id])[claim_id]
    workspace.annotations.annotate(who, claim_id, complete_corrections(row, values) | review.acceptance(before))


# --- how claims stand --------------------------------------------------------------------------


def test_a_claim_is_open_accepted_corrected_or_rejected(workspace: Workspace) -> None:
    stored, _ = now(workspace)
    ids = [claim(stored, text)["claim_id"] for text in ("10.2%", "4300余起", "99.6%", "26天")]
    accept(workspace, ids[0])
    accept(workspace, ids[1], "Wang", subject="矛盾")
    workspace.annotations.annotate("Li", ids[2], {REJECTED: "1"})
    stored, review = now(workspace)
    assert [review.state(claim_id) for claim_id in ids] == ["accepted", "corrected", "rejected", "open"]
    assert review.done == set(ids[:3])
    assert review.last_word(ids[1]).who == "Wang"
    before, after = review.rows(ids)[ids[1]]
    assert [(change.column, change.before, change.after) for change in changes(before, after)] == [("subject", before.subject, "矛盾")]
    assert stored.table.claim(ids[2]) is None
    accept(workspace, ids[2])
    stored, review = now(workspace)
    assert review.state(ids[2]) == "accepted"
    assert stored.table.claim(ids[2]).text == "99.6%"


def test_a_claim_read_otherwise_since_is_to_be_looked_at_again(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    stored, _ = now(workspace)
    dated, other = claim(stored, "99.6%")["claim_id"], claim(stored, "10.2%")["claim_id"]
    accept(workspace, dated)
    accept(workspace, other)
    workspace.annotations.annotate("Li", dated.partition("-")[0], {"published_on": "2024-04-30"})  # 目前 is another day now
    ingest(workspace, [])
    stored, review = now(workspace)
    assert str(claim(stored, "99.6%")["period_end"]) == "2024-04-30"
    assert (review.state(dated), review.state(other)) == ("changed", "accepted")
    assert review.done == {other}
    accept(workspace, dated)
    assert now(workspace)[1].state(dated) == "accepted"


def test_opening_once_is_enough_however_much_is_said(workspace: Workspace) -> None:
    stored, _ = now(workspace)
    row = claim(stored, "10.2%")
    generation = workspace.generation()
    accept(workspace, row["claim_id"])
    assert workspace.generation() == generation
    accept(workspace, row["claim_id"], province="浙江省")
    assert workspace.generation() != generation
    anew = WorkspaceDataset(workspace, workspace.snapshot(), stored.extracted)
    assert anew.extracted is stored.extracted
    assert claim(anew, "10.2%")["province"] == "浙江省"
    assert claim(stored, "10.2%")["province"] == "湖南省"
    assert anew.table.counts(Selection(), "province")["figures"].sum() == stored.table.counts(Selection(), "province")["figures"].sum()


def test_the_queue_keeps_its_order_and_what_is_done_comes_last(workspace: Workspace) -> None:
    stored, _ = now(workspace)
    reading = stored.with_rejected.queue(Selection(), doubtful_first=False).ids(0, 99)
    assert reading == stored.table.rows(Selection(), READING)["claim_id"].tolist()
    queue = stored.with_rejected.queue(Selection(), doubtful_first=False, done=reading[:2])
    assert queue.ids(0, 99) == [*reading[2:], *reading[:2]]
    assert (queue.place(reading[0]), queue.place("nobody"), queue.count_of([*reading[:3], "nobody"])) == (len(reading) - 2, None, 3)
    doubtful = stored.with_rejected.queue(Selection(), doubtful_first=True).ids(0, 99)
    rows = {row["claim_id"]: row for row in stored.with_rejected.claims(reading).to_pylist()}

    def doubts(row: dict[str, Any]) -> int:
        nothing = row["kind"] != "date" and not row["subject"]
        return bool(row["notes"]) + (not row["province"]) + (not row["period_start"] and not row["period_end"]) + nothing

    assert len({doubts(row) for row in rows.values()}) > 1
    assert doubtful == sorted(reading, key=lambda claim_id: -doubts(rows[claim_id]))
    accept(workspace, reading[0])
    assert queue.ids(0, 99) == [*reading[2:], *reading[:2]]


# --- corrections -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asked", "settles"),
    [
        ("4300余起", {"value": "4,300"}, None),
        ("4300余起", {"value": "4500"}, {"value": "4500", "value_low": "4500.0"}),
        ("4300余起", {"bound": "exact"}, {"bound": "exact", "value_high": "4300.0"}),
        ("4300余起", {"bound": "under", "value": "9"}, {"bound": "under", "value": "9", "value_low": "", "value_high": "9.0"}),
        ("4300余起", {"bound": "range", "value_low": "10", "value_high": "20"}, {"bound": "range", "value": "15.0", "value_low": "10", "value_high": "20"}),
        ("10.2%", {"province": "浙江省"}, {"province": "浙江省", "city": "", "county": "", "region_code": "330000"}),
        ("10.2%", {"county": "石峰区"}, {"county": "石峰区", "region_code": "430204"}),
        ("10.2%", {"province": "北京市"}, {"province": "北京市", "city": "北京市", "county": "", "region_code": "110000"}),
        ("10.2%", {"province": "", "city": "", "county": ""}, {"province": "", "city": "", "county": "", "region_code": "", "region_basis": "unknown"}),
        ("10.2%", {"period_start": "", "period_end": ""}, {"period_start": "", "period_end": "", "period_basis": "unknown"}),
        ("10.2%", {"subject": "刑事警情"}, {}),
    ],
)  # fmt: skip
def test_a_correction_brings_what_follows_from_it(
    workspace: Workspace, text: str, asked: dict[str, str], settles: dict[str, str] | None
) -> None:
    stored = WorkspaceDataset(workspace)
    row = stored.table.claim(claim(stored, text)["claim_id"])
    if settles is None:
        with pytest.raises(InvalidValueError):
            complete_corrections(row, asked)
    else:
        assert complete_corrections(row, asked) == settles


@pytest.mark.parametrize(
    ("asked", "column", "reason"),
    [
        ({"value": "many"}, "value", "number"),
        ({"value": ""}, "value", "missing"),
        ({"period_end": "2024-02-30"}, "period_end", "date"),
        ({"period_start": "2024-01-01", "period_end": "2023-01-01"}, "period_end", "order"),
        ({"kind": "colour"}, "kind", "code"),
        ({"notes": "date_open nonsense"}, "notes", "code"),
        ({"county": "天元"}, "county", "place"),
        ({"province": "浙江省", "city": "株洲市"}, "province", ""),
        ({"bound": "range", "value_low": "5", "value_high": "3"}, "value_high", "order"),
    ],
)
def test_what_cannot_be_names_its_field_and_why(workspace: Workspace, asked: dict[str, str], column: str, reason: str) -> None:
    stored = WorkspaceDataset(workspace)
    row = stored.table.claim(claim(stored, "10.2%")["claim_id"])
    if not reason:  # a city that was there before belongs to the province before
        assert complete_corrections(row, asked)["city"] == ""
        return
    with pytest.raises(InvalidValueError) as raised:
        complete_corrections(row, asked)
    assert (raised.value.column, raised.value.reason) == (column, reason)


# --- figures that nobody read ------------------------------------------------------------------


def document(workspace: Workspace, name: str) -> Article:
    articles = workspace.articles().to_pylist()
    found = workspace.article(next(row["doc_id"] for row in articles if row["source"] == name))
    assert found
    return found


def drafted(workspace: Workspace, article: Article, start: int, end: int) -> WholeClaim:
    return draft(article, WorkspaceDataset(workspace).extracted.claims_of(article.doc_id), start, end)


def add(workspace: Workspace, name: str, chosen: str, **values: str) -> str:
    article = document(workspace, name)
    start = article.raw.index(chosen)
    row = drafted(workspace, article, start, start + len(chosen))
    workspace.annotations.annotate("Li", row.claim_id, addition(row, values))
    return row.claim_id


def test_an_added_figure_stands_on_its_text_and_outlasts_extraction(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    claim_id = add(workspace, "first.txt", "成箱", value="105", unit="只", subject="哨子", bound="about")
    raw = document(workspace, "first.txt").raw
    for made_by in ("", "tomorrow"):
        if made_by:
            monkeypatch.setattr("analytics.workspace.store.extractor_version", lambda: "tomorrow")
            ingest(workspace, [])
        stored, review = now(workspace)
        row = claim(stored, "成箱")
        assert row["claim_id"] == claim_id == f"{row['doc_id']}-{row['start']}-{row['end']}"
        assert raw[row["start"] : row["end"]] == row["text"]
        assert (row["rule"], row["value"], row["subject"], row["province"]) == ("person.added", 105.0, "哨子", "湖南省")
        assert raw[row["sentence_start"] : row["sentence_end"]].startswith("夜巡队还配了")
        assert (row["publisher"], str(row["published_on"])) == ("云溪平安在线", "2024-03-05")
        assert review.state(claim_id) == "added"
        assert list(workspace.verify()) == []
    workspace.annotations.annotate("Wang", claim_id, {"subject": "新哨子"})
    assert claim(WorkspaceDataset(workspace), "成箱")["subject"] == "新哨子"
    workspace.annotations.undo("Wang")
    workspace.annotations.undo("Li")
    assert WorkspaceDataset(workspace).table.claim(claim_id) is None
    assert not workspace.holds(claim_id)


def test_verify_names_an_added_figure_that_does_not_stand_on_its_text(workspace: Workspace) -> None:
    article = document(workspace, "first.txt")
    row = replace(drafted(workspace, article, 10, 14), text="别的文字", value=1.0)
    workspace.annotations.annotate("Li", row.claim_id, addition(row, {}))
    assert [fault for fault in workspace.verify() if (fault.cause, fault.detail) == ("text", row.claim_id)]


def test_a_draft_is_filled_in_by_what_the_extractors_see(workspace: Workspace) -> None:
    article = document(workspace, "first.txt")
    raw = article.raw
    seen = claim(WorkspaceDataset(workspace), "4300余起")
    wider = drafted(workspace, article, seen["start"], seen["end"] + 1)
    assert {name: getattr(wider, name) for name in ("value", "bound", "unit", "subject", "province", "county")} == {
        name: seen[name] for name in ("value", "bound", "unit", "subject", "province", "county")
    }
    title = raw.index("三成")
    headline = drafted(workspace, article, title, title + 2)
    assert (headline.text, headline.kind, headline.value) == ("三成", "percentage", 30.0)
    assert headline.sentence == "夜巡队上街一年 云溪县两抢警情少了三成"
    blank = drafted(workspace, article, raw.index("夜巡队还配"), raw.index("夜巡队还配") + 3)
    assert (blank.value, blank.subject) == (None, "")
    with pytest.raises(InvalidValueError):
        addition(blank, {})
    with pytest.raises(InvalidValueError):
        drafted(workspace, article, raw.index("\n\n"), raw.index("\n\n") + 2)


def test_added_figures_are_counted_and_exported(workspace: Workspace) -> None:
    before = WorkspaceDataset(workspace).table.summary(Selection()).figures
    add(workspace, "first.txt", "成箱", value="105", subject="哨子")
    table = WorkspaceDataset(workspace).table
    assert table.summary(Selection()).figures == before + 1
    assert table.summary(Selection().with_search("哨子").choosing("rule", ["person.added"])).figures == 1
    assert table.position(Selection(), table.rows(Selection().choosing("rule", ["person.added"]))["claim_id"][0]) is not None


# --- what is taken away ------------------------------------------------------------------------


def table_of(chunks: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(chunks).decode("utf-8-sig"))))


def test_before_and_after_hold_the_same_claims_and_say_what_changed(workspace: Workspace) -> None:
    stored, _ = now(workspace)
    first, second = claim(stored, "10.2%")["claim_id"], claim(stored, "26天")["claim_id"]
    accept(workspace, first, subject="两抢警情")
    workspace.annotations.annotate("Wang", second, {REJECTED: "1"})
    stored, review = now(workspace)
    queue = stored.with_rejected.queue(Selection(), doubtful_first=True)
    before = {row["claim_id"]: row for row in table_of(csv_chunks(stored.extracted.table.stream_among(queue, EXPORTED), EXPORTED))}
    reviewed = review.reviewed(stored.table.stream_among(queue, EXPORTED))
    after = {row["claim_id"]: row for row in table_of(csv_chunks(reviewed, (*EXPORTED, *REVIEWED)))}
    assert before.keys() - after.keys() == {second}
    assert before[first]["subject"] == "刑事警情"
    assert after[first]["subject"] == "两抢警情"
    assert {name: after[first][name] for name in ("review", "reviewed_by", "changed")} == {
        "review": "corrected",
        "reviewed_by": "Li",
        "changed": "subject: 刑事警情 → 两抢警情",
    }
    different = [claim_id for claim_id in after if {name: after[claim_id][name] for name in EXPORTED} != before[claim_id]]
    assert different == [first]


def test_the_log_is_told_as_acts(workspace: Workspace) -> None:
    stored, _ = now(workspace)
    claim_id, other = claim(stored, "10.2%")["claim_id"], claim(stored, "26天")["claim_id"]
    accept(workspace, claim_id)
    accept(workspace, claim_id, subject="两抢警情")
    accept(workspace, claim_id, "Wang", subject="两抢")
    workspace.annotations.annotate("Li", other, {REJECTED: "1"})
    workspace.annotations.undo("Wang")
    workspace.annotations.undo("Li")
    added = add(workspace, "first.txt", "成箱", value="105")
    _, review = now(workspace)
    told = actions_in(workspace.annotations.log())
    assert [(act.who, act.kind, act.about) for act in told] == [
        ("Li", "accept", claim_id), ("Li", "edit", claim_id), ("Wang", "edit", claim_id), ("Li", "reject", other), ("Wang", "undo", claim_id),
        ("Li", "undo", other), ("Li", "add", added),
    ]  # fmt: skip
    rows = [(row["action"], row["column"], row["before"], row["after"]) for row in log_table(told, review).to_pylist()]
    assert rows[1:5] == [
        ("edit", "subject", "刑事警情", "两抢警情"), ("edit", "subject", "两抢警情", "两抢"), ("reject", "", "", ""), ("undo", "subject", "两抢", "两抢警情")
    ]  # fmt: skip


def unpacked_gold(workspace: Workspace, folder: Path) -> Path:
    stored, review = now(workspace)
    file = io.BytesIO()
    write_gold(file, stored, review, workspace.text)
    with ZipFile(file) as archive:
        archive.extractall(folder)
    return folder


def corrected_csv(workspace: Workspace, path: Path) -> list[dict[str, str]]:
    chunks = list(csv_chunks(WorkspaceDataset(workspace).table.stream(Selection(repeats=True), EXPORTED), EXPORTED))
    path.write_bytes(b"".join(chunks))
    return table_of(chunks)


@pytest.fixture
def judged(workspace: Workspace) -> Workspace:
    """The first article reviewed whole, with a correction, a rejection and an addition; of the second, one claim."""
    stored, _ = now(workspace)
    rows = [row for batch in stored.table.stream(Selection(repeats=True)) for row in batch.to_pylist()]
    for row in rows:
        if row["source"] == "first.txt" and row["text"] != "99.6%":
            accept(workspace, row["claim_id"], **({"subject": "两抢警情", "value": "11"} if row["text"] == "10.2%" else {}))
    workspace.annotations.annotate("Li", claim(stored, "99.6%")["claim_id"], {REJECTED: "1"})
    accept(workspace, claim(stored, "26天")["claim_id"])
    add(workspace, "first.txt", "成箱", value="105", unit="只", subject="哨子")
    return workspace


def test_gold_lines_are_what_was_reviewed(judged: Workspace, tmp_path: Path) -> None:
    gold = unpacked_gold(judged, tmp_path / "gold")
    claims = {(row["source"], row["text"]): row for row in corrected_csv(judged, tmp_path / "claims.csv")}
    listed = {row["name"]: row for row in csv.DictReader((gold / "articles.csv").open(encoding="utf-8-sig"))}
    assert [(name, listed[name]["complete"]) for name in sorted(listed)] == [("first", "yes"), ("second", "no")]
    for name in listed:
        raw = (gold / "texts" / f"{name}.txt").open(encoding="utf-8", newline="").read()
        lines = [json.loads(line) for line in (gold / "figures" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert all(raw[line["start"] : line["end"]] == line["text"] for line in lines)
        assert len(lines) == sum(source == f"{name}.txt" for source, _ in claims)
        for line in lines:
            row = claims[f"{name}.txt", line["text"]]
            assert line["kind"] == row["kind"]
            if line.get("optional"):
                assert set(line) == {"start", "end", "text", "kind", "optional"}
                continue
            for column in ("subject", "unit", "bound", "role", "direction", "basis", "province", "city", "county", "innovation"):
                assert line.get(column, row[column]) == row[column]
            for column in ("value", "value_low", "value_high"):
                assert line.get(column) == (float(row[column]) if row[column] else None)
            assert (line["period_start"] or "", line["period_end"] or "") == (row["period_start"], row["period_end"])
            assert line["innovation_types"] == [row["innovation_type"]]
    judged_lines = (gold / "figures" / "second.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in judged_lines if "optional" not in line] == ["26天"]


@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the scorer in ../shared is not here")
def test_the_corrected_table_scores_full_marks_on_its_gold(judged: Workspace, tmp_path: Path) -> None:
    gold = unpacked_gold(judged, tmp_path / "gold")
    corrected_csv(judged, tmp_path / "claims.csv")
    command = [sys.executable, str(SHARED / "score.py"), str(tmp_path / "claims.csv"), "--json"]
    done = subprocess.run(
        [*command, "--gold", str(gold / "figures"), "--texts", str(gold / "texts")], check=True, capture_output=True, text=True
    )
    scores = json.loads(done.stdout)
    scores = scores.get("scores", scores)
    measured = (
        "precision",
        "recall",
        "f1",
        "strict_f1",
        "period",
        "region",
        "type",
        "innovation",
        "subject",
        "duplicate",
        "usable",
        "spans",
    )
    assert {name: scores[name] for name in measured} == dict.fromkeys(measured, 1.0)
