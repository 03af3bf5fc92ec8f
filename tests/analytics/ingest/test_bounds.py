"""An article that takes too long, too much memory or its process with it: by every way it is the only one that is missing, and it is named."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from analytics.documents import end_processes, extraction, limits
from analytics.documents.outcomes import FileReport
from analytics.ingest.corpus import read_each, read_folder
from analytics.ingest.executors import cluster
from analytics.ingest.ingest import ingest
from analytics.ingest.uploads import Uploads
from analytics.workspace.store import Workspace
from benchmarks.articles import article
from tests.analytics.ingest.test_executors import ROOT, running_cluster
from tests.analytics.workspace.holdings import Ingest, claims

_STUB = ["-m", "tests.analytics.documents.hostile_extractor"]
_FAULTS = {"02 sleep": "timeout", "05 eat": "memory", "08 die": "crashed"}
_SAYS = [(f"{name}.txt", reason) for name, reason in _FAULTS.items()]


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Articles are extracted by ``hostile_extractor``, for eight seconds each."""
    end_processes()
    monkeypatch.setattr(extraction._EXTRACTORS, "module", _STUB)
    monkeypatch.setattr(limits, "MIN_SECONDS_TO_EXTRACT", 8)
    yield
    extraction._give_up()
    end_processes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Nine articles, three of which harm the process that extracts them."""
    folder = tmp_path / "press"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number:02}.txt").write_text(article(number), encoding="utf-8")
    for name in _FAULTS:
        (folder / f"{name[:2]}.txt").unlink()
        (folder / f"{name}.txt").write_text(f"恶 {name[3:]}", encoding="utf-8")
    return folder


def _refused(lines: Sequence[FileReport]) -> list[tuple[str, str]]:
    return sorted((line.source, line.reason) for line in lines if line.outcome == "refused")


@pytest.mark.usefixtures("hostile")
def test_who_is_beside_a_slow_article_does_not_wait_for_it(folder: Path, run: Ingest, workspace: Workspace) -> None:
    """All others are committed before the first one that takes too long is reported; and once more nothing changes."""
    batches: list[list[FileReport]] = []
    ingest(workspace, [str(folder)], report=lambda lines, again: batches.append(list(lines)))
    lines = [line for batch in batches for line in batch]
    assert _refused(lines) == _SAYS
    assert lines[-1].source == "02 sleep.txt"
    assert len([line for line in lines if line.outcome == "read"]) == 6
    assert [line.outcome for line in batches[-1]] == ["refused"], "none was committed only together with it"
    before = claims(workspace)
    assert _refused(run(folder)) == _SAYS
    assert claims(workspace) == before


@pytest.mark.usefixtures("hostile")
def test_the_command_extract_and_uploads_name_it(folder: Path) -> None:
    corpus = read_folder(folder)
    assert _refused(corpus.lines) == _SAYS
    assert len(corpus.articles) == 6
    uploads, lines = Uploads().adding(read_each((path, path.name) for path in sorted(folder.iterdir())))
    assert _refused(lines) == _SAYS
    assert len(uploads.corpus.articles) == 6


@pytest.mark.usefixtures("hostile")
def test_an_article_that_becomes_slow_keeps_its_rows_when_it_is_extracted_again(
    run: Ingest, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Metadata from a user has it extracted again, and now it takes too long; so does one of another part."""
    (tmp_path / "a.txt").write_text(article(1), encoding="utf-8")
    (tmp_path / "b.txt").write_text("恶 slow 0.1", encoding="utf-8")
    run(tmp_path / "a.txt", tmp_path / "b.txt")
    before = claims(workspace)
    for doc_id in workspace.articles()["doc_id"].to_pylist():
        workspace.annotations.annotate("Li", doc_id, {"publisher": "乙报"})
    with monkeypatch.context() as patched:
        patched.setattr(limits, "MIN_SECONDS_TO_EXTRACT", 0.01)
        patched.setattr(limits, "SECONDS_A_THOUSAND", 0)
        run()
    assert claims(workspace).drop_columns("publisher") == before.drop_columns("publisher")
    run()
    assert set(claims(workspace)["publisher"].to_pylist()) == {"乙报"}
    assert claims(workspace)["claim_id"] == before["claim_id"]


# --- in other processes ----------------------------------------------------------------------------


_IN_WORKERS = f"""
from analytics.documents import extraction, limits
from analytics.ingest import ingest
extraction._EXTRACTORS.module = {_STUB}
limits.MIN_SECONDS_TO_EXTRACT, ingest._PATIENCE = 4, 0.5
"""


def test_on_a_cluster_it_is_named_and_the_others_are_there(
    folder: Path, run: Ingest, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.ingest.executors._PATIENCE", "60s")  # other tests run beside
    (tmp_path / "stub.py").write_text(_IN_WORKERS)
    with running_cluster(tmp_path, preload=tmp_path / "stub.py") as (address, _), cluster(address) as executor:
        lines = run(folder, executor=executor)
    assert _refused(lines) == _SAYS
    assert len([line for line in lines if line.outcome == "read"]) == 6


# --- Ctrl-C ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "options"), [("hang", []), ("sleep", ["--workers", "2"])], ids=["here", "workers"])
def test_ctrl_c_waits_for_no_slow_article(what: str, options: list[str], tmp_path: Path) -> None:
    """Whatever is being extracted; what was committed stands, and the next run goes on."""
    press, folder = tmp_path / "press", tmp_path / "workspace"
    press.mkdir()
    for number in range(40):
        (press / f"{number:02}.txt").write_text(article(number), encoding="utf-8")
    for number in (20, 30):
        (press / f"{number}.txt").write_text(f"恶 {what} {number}", encoding="utf-8")
    said = _interrupted(["ingest", str(press), "--workspace", str(folder), *options], tmp_path, when=lambda: _documents_in(folder) == 38)
    assert "Traceback" not in said
    workspace = Workspace(folder)
    assert workspace.status().documents == 38
    assert list(workspace.verify()) == []
    for number in (20, 30):
        (press / f"{number}.txt").write_text(article(number), encoding="utf-8")
    ingest(workspace, [str(press)])
    assert workspace.status().documents == 40


def test_ctrl_c_waits_for_no_slow_file(tmp_path: Path) -> None:
    press, folder = tmp_path / "press", tmp_path / "workspace"
    press.mkdir()
    (press / "a.txt").write_text(article(1), encoding="utf-8")
    for number in range(20):
        (press / f"{number}.md").write_text("hang", encoding="utf-8")
    assert "Traceback" not in _interrupted(["ingest", str(press), "--workspace", str(folder)], tmp_path, when=_in_the_middle(tmp_path))
    for path in press.glob("*.md"):
        path.unlink()
    ingest(Workspace(folder), [str(press)])
    assert Workspace(folder).status().documents == 1


def test_ctrl_c_ends_the_command_extract(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("恶 hang", encoding="utf-8")
    arguments = ["extract", str(tmp_path / "a.txt"), "--csv", "-"]
    assert "Traceback" not in _interrupted(arguments, tmp_path, when=_in_the_middle(tmp_path))


def _in_the_middle(scratch: Path) -> Callable[[], bool]:
    """Whether the command began some seconds ago, so that it waits for what hangs."""
    begun = scratch / "begun"
    return lambda: begun.exists() and time.time() > begun.stat().st_mtime + 6


def _interrupted(arguments: list[str], scratch: Path, when: Callable[[], bool]) -> str:
    """What a command says that a Ctrl-C ends once ``when`` holds, long before what it waits for may end: 1,000 seconds are allowed."""
    patient = "from analytics.documents import limits; limits.MIN_SECONDS_TO_EXTRACT = limits.MAX_SECONDS = 1000"
    script = scratch / "command.py"
    script.write_text(f"""
import pathlib, sys
from analytics.cli.main import main
from analytics.documents import confined, extraction
from analytics.ingest import executors
{patient}
extraction._EXTRACTORS.module = {_STUB}
confined._READERS.module = ["-m", "tests.analytics.documents.hostile_child"]
executors._DEAF += "; {patient}; from analytics.documents import extraction; extraction._EXTRACTORS.module = {_STUB}"
if __name__ == "__main__":
    pathlib.Path({str(scratch / "begun")!r}).touch()
    sys.exit(main({arguments}))
""")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen([sys.executable, script], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        _until(when, child)
        os.killpg(child.pid, signal.SIGINT)
        _, said = child.communicate(timeout=200)
    finally:
        child.kill()
    assert child.returncode == 130, said
    return said


def _documents_in(folder: Path) -> int:
    return Workspace(folder).status().documents if (folder / "workspace.json").exists() or list(folder.glob("parts/*.parquet")) else 0


def _until(condition: Callable[[], bool], child: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert child.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
