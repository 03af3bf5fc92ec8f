"""A folder with a file of every format: the same claims by the command line, by an ingest, by upload and on a cluster of two workers."""

import csv
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from analytics.claims.schema import CLAIM_SCHEMA
from analytics.documents import read_bytes
from analytics.documents.formats import PICTURES
from analytics.documents.reader import FORMATS as READ
from analytics.ingest.corpus import read_folder
from analytics.ingest.executors import cluster
from analytics.ingest.uploads import Uploads
from analytics.workspace.store import Workspace
from benchmarks.broken_files import FORMATS, whole
from tests.analytics.ingest.test_executors import ROOT, running_cluster
from tests.analytics.workspace.holdings import Ingest, claims

MADE = sorted({*FORMATS, ".zip"} - set(PICTURES))
# Formats that nothing here can write: binary sheets; and names that are another's by another name.
NOT_MADE = {".xlsb", ".markdown", ".shtm", *PICTURES}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    press = tmp_path / "press"
    press.mkdir()
    for number, suffix in enumerate(MADE, start=1):
        (press / f"{number:02d}{suffix}").write_bytes(whole(number * 100, f"a{suffix}"))
    return press


def test_every_format_is_there() -> None:
    assert set(READ) - NOT_MADE == set(MADE)


def test_the_same_claims_by_every_way(
    folder: Path, tmp_path: Path, run: Ingest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.ingest.plan._DOCUMENTS", 3)  # several tasks, so that both workers have some
    monkeypatch.setattr("analytics.ingest.executors._PATIENCE", "60s")
    ingested = run(folder)
    expected = claims(workspace)
    read = {line.source.split("/")[0].split("#")[0] for line in ingested if line.outcome == "read"}
    assert read == {path.name for path in folder.iterdir()}

    assert _table(read_folder(folder).claims) == expected

    uploads = Uploads()
    for path in sorted(folder.iterdir()):
        uploads, _ = uploads.adding(read_bytes(path.name, path.read_bytes()))
    assert _table(uploads.corpus.claims) == expected

    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
    shared = Workspace(tmp_path / "shared", create=True)
    with running_cluster(tmp_path) as (address, _), cluster(address) as executor:
        assert run(folder, executor=executor, into=shared) == ingested
    assert claims(shared) == expected

    out = tmp_path / "claims.csv"
    subprocess.run(
        [sys.executable, "-m", "analytics", "extract", str(folder), "--csv", str(out)], cwd=ROOT, check=True, capture_output=True
    )
    with out.open(encoding="utf-8-sig", newline="") as file:
        written = {row["claim_id"]: row["text"].removeprefix("'") for row in csv.DictReader(file)}
    assert written == {row["claim_id"]: row["text"] for row in expected.to_pylist()}


def _table(frame: object) -> pa.Table:
    return pa.Table.from_pandas(frame, schema=CLAIM_SCHEMA, preserve_index=False).sort_by("claim_id")
