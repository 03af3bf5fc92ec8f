"""Regression test on the shared list of small inputs that once failed, if available (it is not part of the project)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FAULTS = ROOT.parent / "shared" / "faults"
HALF_OF_PAGES = {"broken_lines"}  # half of these are web pages, where marks and line breaks are not kept yet

pytestmark = pytest.mark.skipif(not (FAULTS / "check_faults.py").exists(), reason="the list of faults in ../shared is not here")


def test_nearly_all_cases_of_every_family_come_out_right() -> None:
    """At least 95 % of all cases, and 80 % of every family."""
    run = [sys.executable, str(FAULTS / "check_faults.py"), str(FAULTS / "cases.jsonl"), "--python", sys.executable, "--json"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    families = {name: score for name, score in json.loads(done.stdout)["families"].items() if name not in HALF_OF_PAGES}
    right, cases = (sum(score[key] for score in families.values()) for key in ("right", "total"))
    assert right >= 0.95 * cases
    assert {name: score for name, score in families.items() if score["right"] < 0.8 * score["total"]} == {}
