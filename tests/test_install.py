"""The package as users install it: built as a wheel, installed into an empty environment, run from another folder."""

import hashlib
import os
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

import analytics

ROOT = Path(__file__).parents[1]


def _build(folder: Path) -> Path:
    """Build the wheel with the installed hatchling, so that nothing is fetched."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment with the wheel; the packages it needs are those of this environment."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True, symlinks=True)
    (library,) = folder.glob("lib/python*/site-packages") or folder.glob("Lib/site-packages")
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    (library / "needed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "bin"


def _run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, "LC_ALL": "zh_CN.UTF-8"})


def test_two_builds_are_the_same_file(wheel: Path, tmp_path: Path) -> None:
    digests = {hashlib.sha256(each.read_bytes()).hexdigest() for each in (wheel, _build(tmp_path))}
    assert len(digests) == 1


def test_the_command_reads_what_the_checkout_reads(scripts: Path, tmp_path: Path) -> None:
    installed, checkout = tmp_path / "installed.csv", tmp_path / "checkout.csv"
    samples = ROOT / "samples"
    assert _run(scripts / "youju", "extract", samples, "--csv", installed, folder=tmp_path).returncode == 0
    assert _run(sys.executable, "-m", "analytics", "extract", samples, "--csv", checkout, folder=ROOT).returncode == 0
    assert installed.read_bytes() == checkout.read_bytes()


@pytest.fixture
def served(scripts: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the installed dashboard, started in an empty folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([scripts / "youju", "app", "--port", str(port)], cwd=tmp_path)
    yield f"http://localhost:{port}/"
    process.terminate()
    process.wait()


def test_the_dashboard_starts_with_the_samples_and_its_own_settings(served: str, tmp_path: Path) -> None:
    for _ in range(300):
        try:
            answer = urlopen(served)
            break
        except URLError:
            time.sleep(0.2)
    with answer:
        assert "Content-Security-Policy" in answer.headers  # sent by serve.py
    assert len(analytics.open(tmp_path / "workspaces" / "samples").claims(province="湖南省")) > 0


def test_without_dask_several_processes_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("破获案件12起。", encoding="utf-8")
    lacking = "import sys; sys.modules['dask'] = None; from analytics.cli.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", lacking, "ingest", str(tmp_path / "a.txt"), "--workspace", str(tmp_path / "press"), "--workers", "2"]
    ran = _run(*command, folder=ROOT)
    assert ran.returncode == 2
    assert "youju[cluster]" in ran.stderr
