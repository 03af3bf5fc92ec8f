"""Test cases of other extractors, if available (they are not part of the project)."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SUITES = ROOT.parent / "shared" / "suites"
AT_LEAST = {"count": 0.85, "percentage": 0.85, "money": 0.85, "measure": 0.85, "duration": 0.85, "date": 0.65}

pytestmark = pytest.mark.skipif(not SUITES.exists(), reason="the suites in ../shared are not here")


@pytest.fixture(scope="module")
def report() -> str:
    run = [sys.executable, "-m", "benchmarks.suites", str(SUITES)]
    return subprocess.run(run, check=True, cwd=ROOT, capture_output=True, text=True).stdout


@pytest.mark.parametrize("kind", AT_LEAST)
def test_share_of_cases_read_right(report: str, kind: str) -> None:
    line = re.search(rf"^{kind} +\d+ of +\d+ +([\d.]+)%", report, re.MULTILINE)
    assert line
    assert float(line[1]) / 100 >= AT_LEAST[kind]
