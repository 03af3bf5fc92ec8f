"""Workspaces from before a column existed: read with that column empty until their figures are made anew, which the next ingest does."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.claims.rows import WholeClaim, records
from analytics.claims.schema import claims_table
from analytics.claims.selection import Selection
from analytics.cli.main import main
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.library import WorkspaceData
from analytics.review.review import Review
from analytics.workspace import corrections, parts
from analytics.workspace.corrections import ACCEPTED, fingerprint
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder
from extractors.model import SourceText
from extractors.pipeline import extract
from tests.analytics.workspace.faulty import mended

MISSING = [("claims", "metric"), ("claims", "period_end"), ("innovations", "region_code"), ("documents", "scans")]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("press")
    write_folder(folder, 10)
    return folder


@pytest.fixture(params=MISSING, ids=lambda column: "-".join(column))
def column(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A table and a column of it that the earlier version did not have."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def old(column: tuple[str, str], press: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace that a version without the column wrote: its parts lack it, and are by other extractors."""
    table, name = column
    write = parts.write_table
    with pytest.MonkeyPatch.context() as then:
        for module in ("workspace.store", "workspace.upkeep"):
            then.setattr(f"analytics.{module}.extractor_version", lambda: "0" * 12)
        then.setattr(
            parts, "write_table", lambda path, rows: write(path, rows.drop([name]) if path.name.endswith(f".{table}.parquet") else rows)
        )
        then.setattr("analytics.ingest.plan._DOCUMENTS", 1)  # many small parts
        workspace = Workspace(tmp_path / "old", create=True)
        ingest(workspace, [str(press)])
    assert name not in pq.read_schema(next(workspace.folder.glob(f"parts/*.{table}.parquet"))).names
    with pytest.MonkeyPatch.context() as now:
        now.setattr(corrections, "_FIRST", tuple(first for first in corrections._FIRST if first != name))
        yield workspace


@pytest.fixture
def today(press: Path, tmp_path: Path) -> Workspace:
    """The same articles in a workspace of today."""
    workspace = Workspace(tmp_path / "today", create=True)
    ingest(workspace, [str(press)])
    return workspace


def rows(workspace: Workspace) -> list[dict[str, object]]:
    """Every claim, by id."""
    return workspace.snapshot().table().sql("SELECT * FROM claims ORDER BY claim_id").to_pylist()


def test_an_old_workspace_is_read_with_the_column_empty(old: Workspace, today: Workspace, column: tuple[str, str], tmp_path: Path) -> None:
    found = rows(old)
    if column[0] == "claims":
        assert {row[column[1]] for row in found} <= {"", None}
    same = [{key: value for key, value in row.items() if key not in (column[1], "year")} for row in rows(today)]
    assert [{key: value for key, value in row.items() if key not in (column[1], "year")} for row in found] == same
    assert list(old.verify()) == []
    assert old.snapshot().faults == ()
    shown = WorkspaceDataset(old)
    assert shown.table.rows(Selection(repeats=True)).shape[0] == len(found)
    assert shown.innovations.summary(Selection()).articles > 0
    assert len(WorkspaceData(old.folder).claims()) == len(found)
    assert main(["export", "--workspace", str(old.folder), "--csv", str(tmp_path / "claims.csv")]) == 0
    with (tmp_path / "claims.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == len(found) + 1


def test_review_works_on_it(old: Workspace) -> None:
    """An acceptance from before stands, too: an empty column that is new does not change the fingerprint."""
    first, second, third = (str(row["claim_id"]) for row in rows(old)[:3])
    old.annotations.annotate("Li", first, {"subject": "刑事警情"})
    (known,) = WorkspaceDataset(old).table.claims([second]).to_pylist()
    old.annotations.annotate("Li", second, {ACCEPTED: fingerprint(known)})
    old.annotations.annotate("Li", third, {"rejected": "1"})
    review = Review(WorkspaceDataset(old), old.annotations.log())
    assert review.done == {second, third}
    assert old.snapshot().corrected_claims["subject"].to_pylist() == ["刑事警情"]
    assert old.claim(first) is not None


def test_small_parts_are_merged_and_figures_made_anew_by_the_next_ingest(
    old: Workspace, today: Workspace, press: Path, column: tuple[str, str]
) -> None:
    with pytest.MonkeyPatch.context() as then:
        then.setattr("analytics.workspace.upkeep.extractor_version", lambda: "0" * 12)
        then.setattr("analytics.workspace.upkeep._MANY", 4)
        old.merge_small_parts()
    before = rows(old)
    assert old.status().parts < 20
    assert list(old.verify()) == []
    ingest(old, [str(press)])
    assert rows(old) == rows(today)
    assert rows(old) != before or column[0] != "claims"
    assert list(old.verify()) == []


def test_parts_of_both_shapes_are_read_together(old: Workspace, today: Workspace, tmp_path: Path) -> None:
    write_folder(tmp_path / "more", 24)
    for path in sorted((tmp_path / "more").rglob("*.txt"))[:20]:
        path.unlink()
    with pytest.MonkeyPatch.context() as then:
        then.setattr("analytics.workspace.store.Workspace.stale", lambda self: {})
        ingest(old, [str(tmp_path / "more")])
    assert {part.made_by == "0" * 12 for part in _listed(old)} == {True, False}
    assert old.snapshot().faults == ()
    assert len(rows(old)) > len(rows(today))


def _listed(workspace: Workspace) -> list[object]:
    with workspace.manifest.reading() as transaction:
        return list(transaction.parts())


def test_it_is_repaired(old: Workspace, today: Workspace) -> None:
    next(old.folder.glob("parts/*.claims.parquet")).write_bytes(b"")
    workspace, steps = mended(old.folder)
    assert "lost" not in {step.kind for step in steps}
    assert rows(workspace) == rows(today)


def test_a_figure_added_before_the_column_existed_has_it_empty() -> None:
    claims = extract(SourceText("全市破获刑事案件436起。")).claims
    packed = corrections.packed_claim(records(claims_table(claims), WholeClaim)[0])
    values = json.loads(packed)
    del values["metric"], values["value_low"]
    added = corrections.unpacked_claim(json.dumps(values))
    assert added == {**corrections.unpacked_claim(packed), "metric": "", "value_low": None}
