"""Held against the shared folder of files as offices send them, where it is at hand (it does not ship with the project)."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FAULTS = ROOT.parent / "shared" / "faults"
# Their figures stand in tables, whose cells are not claims yet: the readers give the rows, which other tests hold.
WAIT_FOR_TABLE_CLAIMS = {"c3_stats.csv", "d4_table.docx", "p3_table.pdf", "z3_mixed.zip", "x_stats.xlsx"}

pytestmark = pytest.mark.skipif(not (FAULTS / "check_files.py").exists(), reason="the folder of files in ../shared is not here")


def test_nearly_all_files_come_out_right() -> None:
    """95 % of the files that hold no table of figures."""
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
    wrong = set(re.findall(r"(?m)^([^\s:]+\.\w+): ", done.stdout)) - WAIT_FOR_TABLE_CLAIMS
    files = int(re.findall(r"(?m)^files \d+ of (\d+) right", done.stdout)[0]) - len(WAIT_FOR_TABLE_CLAIMS)
    assert len(wrong) <= 0.05 * files, done.stdout
