"""CSV with its description, Parquet, SQLite and the Python of a view: each says the same rows, and what they are a part of."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import analytics
from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import EXPORTED
from analytics.cli.main import main
from analytics.export.snippet import snippet
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace

TEXTS = {
    "a": "来源：长沙市公安局 2024-05-01\n今年1至4月，全市刑事警情1200起，同比下降12.5%；为群众挽回损失300余万元。",
    "b": "来源：岳阳日报 2024-06-01\n岳阳市公安局推出“警务通”平台，投入50万元。去年，岳阳市刑事警情1300起。",
    "c": "来源：宁波晚报 2023-03-01\n宁波市公安局为民警配发1600台“警e通”终端。",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of three articles, in which a person corrected one figure."""
    made = tmp_path_factory.mktemp("all")
    (made / "texts").mkdir()
    for name, text in TEXTS.items():
        (made / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest(Workspace(made / "press", create=True), [str(made / "texts")])
    money = analytics.open(made / "press").claims(kind="money")["claim_id"].iloc[0]
    assert main(["edit", "--workspace", str(made / "press"), money, "subject=专项经费", "--who", "Li"]) == 0
    return made / "press"


@pytest.fixture(scope="module")
def written(folder: Path) -> Path:
    """What ``export`` writes of the figures of Hunan, in a folder."""
    made = folder.parent / "out"
    made.mkdir()
    places = [f"--{kind}={made / f'claims.{kind}'}" for kind in ("csv", "parquet", "sqlite")]
    assert main(["export", "--workspace", str(folder), *places, "--province", "湖南省", "--once"]) == 0
    return made


def rows_of_csv(written: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((written / "claims.csv").read_bytes().decode("utf-8-sig"), newline="")))


def test_a_csv_file_is_described_beside_it(folder: Path, written: Path) -> None:
    about = json.loads((written / "claims.csv-metadata.json").read_bytes())
    (facts,) = about["notes"]
    head = Workspace(folder).annotations.head()
    assert (about["url"], about["tableSchema"]["primaryKey"]) == ("claims.csv", "claim_id")
    assert [column["name"] for column in about["tableSchema"]["columns"]] == list(EXPORTED)
    assert all(column["dc:description"] for column in about["tableSchema"]["columns"])
    assert facts["rows"] == len(rows_of_csv(written)) > 0
    assert (facts["filters"], facts["repeats"]) == ({"province": ["湖南省"]}, False)
    assert facts["log"] == {"lines": head.lines, "hash": head.chain}
    assert head.lines == 1
    assert facts["versions"]["youju"].count(".") == 2


def test_parquet_has_the_rows_of_the_csv_with_types(written: Path) -> None:
    file = pq.ParquetFile(written / "claims.parquet")
    frame = file.read().to_pandas()
    assert list(frame.columns) == list(EXPORTED)
    assert list(frame["claim_id"]) == [row["claim_id"] for row in rows_of_csv(written)]
    assert frame["value"].dtype == "float64"
    assert "专项经费" in set(frame["subject"])
    assert json.loads(file.metadata.metadata[b"youju"])["rows"] == len(frame)


def test_sqlite_has_three_tables_that_refer_to_each_other(written: Path) -> None:
    with closing(sqlite3.connect(written / "claims.sqlite")) as db:
        read = {name: pd.read_sql(f"SELECT * FROM {name}", db) for name in ("claims", "innovations", "articles")}
        assert list(read["claims"]["claim_id"]) == [row["claim_id"] for row in rows_of_csv(written)]
        assert set(read["articles"]["publisher"]) == {"长沙市公安局", "岳阳日报"}
        assert "警务通" in "".join(read["innovations"]["name"])
        assert read["claims"]["published_on"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert {row[3] for row in db.execute("PRAGMA foreign_key_list(claims)")} == {"doc_id"}
        plan = db.execute("EXPLAIN QUERY PLAN SELECT * FROM claims WHERE metric = '刑事案件'").fetchall()
        assert "claims_metric" in plan[0][3]
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("INSERT INTO claims SELECT * FROM claims")


def test_export_without_a_file_to_write_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--workspace", str(folder)])
    assert "--sqlite" in capsys.readouterr().err


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection({"kind": ("money", "count"), "province": ("湖南省",)}, repeats=True),
        Selection({"innovation": (MISSING,)}).within(2023, 2023),
        Selection(undated=True),
        Selection(search='警务通 OR "刑事警情"', excluded={"city": ("长沙市",)}),
    ],
    ids=["all", "facets", "years", "undated", "words"],
)
def test_the_python_of_a_view_runs_and_gives_its_rows(folder: Path, monkeypatch: pytest.MonkeyPatch, selection: Selection) -> None:
    monkeypatch.chdir(folder.parent)
    run: dict[str, pd.DataFrame] = {}
    exec(snippet(selection, folder.name), run)
    shown = WorkspaceDataset(Workspace(folder)).table.rows(selection)
    assert set(run["claims"]["claim_id"]) == set(shown["claim_id"])
    assert len(run["claims"]) == len(shown)
