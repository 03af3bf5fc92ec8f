"""Everything that people start, in a Python that lacks what Windows lacks (``without_posix``): the same rows as here."""

import csv
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from analytics.documents.formats import PICTURES
from benchmarks.broken_files import FORMATS, whole

ROOT = Path(__file__).parents[1]
# A console that is no terminal writes cp1252 there; our own text files must name their encoding
LACKING = {"PYTHONPATH": str(ROOT / "tests/without_posix"), "PYTHONWARNDEFAULTENCODING": "1", "PYTHONIOENCODING": "cp1252"}
MADE = sorted(set(FORMATS) - set(PICTURES))
_COMMANDS = """
import sys
from analytics.cli.main import main
sys.exit(any(main(command.split("\\t")) for command in sys.argv[1:]))
"""
_PAGE = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=100).run()
assert not app.exception, app.exception
sys.stdout.reconfigure(encoding="utf-8")
print(*(element.proto.body for element in app.get("html")), sep="\\n")
"""
_HANGS = "import re; re.match('(a+)+$', 'a' * 60 + 'b')"  # in C, where no other thread of Python gets its turn


def environment(lacking: bool, **more: str) -> dict[str, str]:
    return {**os.environ, "LC_ALL": "zh_CN.UTF-8", **(LACKING if lacking else {}), **more}


def run(*arguments: str, lacking: bool = True, **more: str) -> str:
    """The standard output of a Python process that succeeds."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment(lacking, **more), capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


def youju(*commands: Sequence[str | Path], lacking: bool = True) -> str:
    """What commands write, one after the other in one process, which must all succeed."""
    return run("-c", _COMMANDS, *("\t".join(map(str, command)) for command in commands), lacking=lacking)


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of every format and an archive of them, with names as people give them."""
    folder = tmp_path_factory.mktemp("文章 one")
    for number, suffix in enumerate(MADE, start=1):
        place = folder / ("湖南" if number % 2 else "浙江 省")
        place.mkdir(exist_ok=True)
        (place / f"{number:02d} 报道{suffix}").write_bytes(whole(number * 100, f"a{suffix}"))
    with zipfile.ZipFile(folder / "00 合订.zip", "w") as archive:
        for number, suffix in enumerate(MADE, start=1):
            archive.writestr(f"{number:02d}{suffix}", whole(number * 100 + 50, f"a{suffix}"))
    return folder


@pytest.fixture(scope="module")
def workspace(press: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspaces") / "one"
    run("-m", "analytics", "ingest", str(press), "--workspace", str(folder))
    return folder


def test_the_names_are_gone() -> None:
    code = "import os, subprocess; from analytics.documents.confinement import detached_popen_args, portable; assert detached_popen_args is portable.detached_popen_args"
    assert run("-c", f"{code}; print(hasattr(os, 'fork'))") == "False\n"
    with pytest.raises(AssertionError, match="not supported on Windows"):
        run("-c", "import subprocess; subprocess.Popen(['true'], start_new_session=True)")


def test_extract_writes_the_same_rows(press: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    assert youju(["extract", press, "--csv", there]) == youju(["extract", press, "--csv", here], lacking=False)
    assert there.read_bytes() == here.read_bytes()
    with there.open(encoding="utf-8-sig", newline="") as file:
        sources = {row["source"].partition("#")[0] for row in csv.DictReader(file)}
    assert len(sources) == 2 * len(MADE)
    assert "00 合订.zip/01.csv" in sources


def test_a_workspace_holds_the_same_whoever_writes_and_reads_it(press: Path, workspace: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    youju(["ingest", press, "--workspace", other], lacking=False)
    asked = [["status", "--files"], ["export", "--csv", "-"], ["verify"]]
    told = [
        youju(*([*command, "--workspace", place] for command in asked), lacking=lacking)
        for place, lacking in ((workspace, True), (workspace, False), (other, True))
    ]
    assert told[0] == told[1] == told[2]


def test_a_workspace_is_fed_again_corrected_and_repaired(press: Path, tmp_path: Path) -> None:
    there = ("--workspace", tmp_path / "workspace")
    export = ["export", "--csv", tmp_path / "rows.csv", *there]
    youju(["ingest", press / "湖南", *there], ["ingest", press, *there], export)
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        claim = next(csv.DictReader(file))["claim_id"]
    youju(["edit", claim, "subject=某项", "--who", "李", *there], export)
    corrected = (tmp_path / "rows.csv").read_bytes()
    assert "某项" in corrected.decode()
    for part in (tmp_path / "workspace/parts").glob("*.claims.parquet"):
        part.write_bytes(part.read_bytes()[:-100])
    youju(["repair", *there], ["verify", *there], export)
    assert (tmp_path / "rows.csv").read_bytes() == corrected


def test_a_page_is_drawn_as_here(workspace: Path) -> None:
    drawn = {run("-c", _PAGE, lacking=lacking, YOUJU_WORKSPACE=str(workspace)) for lacking in (True, False)}
    assert len(drawn) == 1
    assert "哪里在说" in drawn.pop()


def test_the_dashboard_answers(workspace: Path) -> None:
    with dashboard(YOUJU_WORKSPACE=str(workspace)) as address, urlopen(address, timeout=60) as page:
        assert b"<title>" in page.read()


@contextmanager
def dashboard(**more: str) -> Iterator[str]:
    """The address of a running dashboard."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "serve.py", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment(True, **more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            _until_it_answers(f"http://localhost:{port}/_stcore/health", server)
            yield f"http://localhost:{port}/"
        finally:
            server.kill()


def _until_it_answers(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            with urlopen(address, timeout=10):
                return
        except (URLError, TimeoutError):
            assert time.monotonic() < deadline
            assert server.poll() is None, server.communicate()[0].decode()
            time.sleep(0.2)


def test_a_file_that_takes_too_long_is_named_and_the_next_is_read() -> None:
    reader = f"""
from analytics.documents import child, reader, serving
def hang(content, source, charset):
    {_HANGS}
reader._TEXTS[".md"] = hang
child.main(serving.parents_channel())
"""
    code = f"""
from analytics.documents import confined, limits, read_bytes
limits.MAX_SECONDS, confined._READERS.module = 2, ["-c", {reader!r}]
print(next(read_bytes("a.md", b"1")).reason, next(read_bytes("a.txt", b"1")).text.raw)
"""
    assert run("-c", code) == "timeout 1\n"


def test_a_process_whose_parent_is_gone_ends_itself() -> None:
    code = f"from analytics.documents.confinement import end_after; end_after(1); {_HANGS}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(True), capture_output=True, timeout=60)
    assert done.returncode == 1
    assert b"Timeout" in done.stderr
