"""The files that people double-click."""

import os
import subprocess
import sys
import sysconfig
import time
import venv
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("analytics", "extractors", "samples", "app.py", "serve.py", ".streamlit", "requirements.txt", "requirements-build.txt")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project as somebody may have unpacked it, with an environment in which all is installed."""
    folder = tmp_path / "有据 (1) & more"
    folder.mkdir()
    for name in PARTS:
        (folder / name).symlink_to(ROOT / name)
    for name in ("start.py", "start.command"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    venv.create(folder / ".venv")
    (there,) = folder.glob(".venv/lib/python*/site-packages")
    (there / "installed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    (folder / ".venv/app.done").touch()
    return folder


def test_a_double_click_opens_the_dashboard(copy: Path, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    there = {**os.environ, "PATH": path, "BROWSER": str(browser), "YOUJU_WORKSPACE": "", "YOUJU_CORPUS": ""}
    with subprocess.Popen(["sh", str(copy / "start.command")], cwd="/", env=there, start_new_session=True, stdout=subprocess.PIPE) as run:
        try:
            deadline = time.monotonic() + 120
            while not opened.exists() or not opened.read_text():
                assert run.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
            with urlopen(opened.read_text(), timeout=60) as page:
                assert b"<title>" in page.read()
        finally:
            os.killpg(run.pid, 9)
    assert (copy / "workspaces/samples/manifest.sqlite").exists()


def test_who_has_no_python_or_an_old_one_is_told_in_two_languages(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    script = (ROOT / "start.command").read_text(encoding="utf-8").replace(":/usr/local/bin:/opt/homebrew/bin", "")
    ran = subprocess.run(["/bin/sh", "-c", script], env={"PATH": str(tmp_path)}, capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode == 1
    assert "没有找到 Python" in ran.stdout
    assert "https://www.python.org/downloads/" in ran.stdout


def test_windows_can_run_the_batch_file() -> None:
    """cmd loses labels in a file with the line ends of Unix, and reads a byte order mark as part of the first command."""
    content = (ROOT / "start.bat").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.startswith(b"@echo off")
    assert content.index(b"chcp 65001") < next(place for place, byte in enumerate(content) if byte > 127)
