"""Regression test on the shared folder of real office files, if available (it is not part of the project)."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FAULTS = ROOT.parent / "shared" / "faults"
pytestmark = pytest.mark.skipif(not (FAULTS / "check_files.py").exists(), reason="the folder of files in ../shared is not here")


def test_nearly_all_files_come_out_right() -> None:
    """At least 95 % of the files."""
    run = [
        sys.executable,
        str(FAULTS / "check_files.py"),
        str(FAULTS / "files"),
        str(FAULTS / "files.jsonl"),
        "--python",
        sys.executable,
        "--verbose",
    ]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    wrong = set(re.findall(r"(?m)^([^\s:]+\.\w+): ", done.stdout))
    files = int(re.findall(r"(?m)^files \d+ of (\d+) right", done.stdout)[0])
    assert len(wrong) <= 0.05 * files, done.stdout
