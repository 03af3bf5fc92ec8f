"""Accuracy on the founders' annotated articles, if available (they are not part of the project)."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

pytestmark = pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the annotated articles in ../shared are not here")

AT_LEAST = {
    "spans": 1.0,
    "f1": 0.99,
    "strict_f1": 0.99,
    "region": 0.97,
    "period": 0.97,
    "type": 0.95,
    "innovation": 0.92,
    "subject": 0.95,
    "duplicate": 0.98,
    "usable": 0.88,
    "innovations": 0.75,
    "innovations_precision": 0.6,
}


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    folder = tmp_path_factory.mktemp("seeds")
    claims, innovations = folder / "claims.csv", folder / "innovations.csv"
    run = [sys.executable, "-m", "analytics", "extract", str(SHARED / "seeds"), "--csv", str(claims), "--innovations", str(innovations)]
    subprocess.run(run, check=True, cwd=ROOT, capture_output=True)
    score = [
        sys.executable,
        str(SHARED / "score.py"),
        str(claims),
        "--texts",
        str(SHARED / "seeds"),
        "--innovations",
        str(innovations),
        "--json",
    ]
    result: dict[str, float] = json.loads(subprocess.run(score, check=True, capture_output=True, text=True).stdout)
    return result


@pytest.mark.parametrize("measure", AT_LEAST)
def test_measure(scores: dict[str, float], measure: str) -> None:
    assert scores[measure] >= AT_LEAST[measure]


def test_no_sentence_of_the_seeds_is_in_the_project() -> None:
    """Texts in the project are original: no run of 16 characters is copied from a seed article."""
    seeds = ["".join(path.read_text(encoding="utf-8").split()) for path in (SHARED / "seeds").glob("*.txt")]
    grams = {text[i : i + 16] for text in seeds for i in range(len(text) - 15)}
    for path in [
        *(ROOT / "samples").glob("*"),
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "extractors").rglob("*.py"),
        *(ROOT / "extractors").rglob("*.toml"),
    ]:
        text = "".join(path.read_text(encoding="utf-8", errors="ignore").split())
        shared = {text[i : i + 16] for i in range(len(text) - 15)} & grams
        assert not {gram for gram in shared if sum("一" <= char <= "鿿" for char in gram) > 10}, path


def test_places_are_those_of_the_shared_table() -> None:
    with (
        (ROOT / "extractors/lexicon/places.csv").open(encoding="utf-8") as ours,
        (SHARED / "data/places.csv").open(encoding="utf-8") as theirs,
    ):
        assert list(csv.reader(ours)) == list(csv.reader(theirs))
