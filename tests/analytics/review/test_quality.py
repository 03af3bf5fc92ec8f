"""What the quality page counts is what the table holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable
from analytics.ingest.corpus import read_folder
from analytics.review import quality
from analytics.workspace.log_entries import Entry

SAMPLES = Path(__file__).parents[3] / "samples"
ACCURACY = Path(quality.__file__).parents[1] / "ui/assets/accuracy.csv"


@pytest.fixture(scope="module")
def samples() -> ClaimTable:
    return ClaimTable.of_frame(read_folder(SAMPLES).claims)


@pytest.mark.parametrize(
    "selection", [Selection(), Selection({"kind": ("count",)}), Selection({"dating": ("unknown", "stated"), "type": ("other", "data")})]
)
def test_every_gap_is_as_many_figures_as_a_click_shows(samples: ClaimTable, selection: Selection) -> None:
    figures = samples.summary(selection).figures
    for gap in quality.gaps(samples, selection):
        chosen = set(selection.of(gap.facet)) & set(quality.GAPS[gap.facet]) or (
            set() if selection.of(gap.facet) else set(quality.GAPS[gap.facet])
        )
        shown = samples.summary(selection.choosing(gap.facet, chosen)).figures if chosen else 0
        assert (gap.lack, gap.lack + gap.stated) == (shown, figures), gap.facet


def test_rules_and_datings_add_up(samples: ClaimTable) -> None:
    figures = samples.summary(Selection()).figures
    assert sum(quality.by_rule(samples, Selection()).values()) == sum(quality.datings(samples, Selection()).values()) == figures
    for code, count in quality.by_note(samples, Selection()).items():
        assert samples.summary(Selection({"note": (code,)})).figures == count


def test_articles_wait_for_a_date_while_they_have_none(samples: ClaimTable) -> None:
    waiting = quality.waiting(samples, Selection())
    assert waiting
    undated = samples.rows(Selection({"doc": tuple(waiting), "published": (MISSING,)}))
    assert sum(waiting.values()) == (undated["period_basis"] == "unknown").sum() > 0
    assert quality.waiting(samples, Selection({"doc": ("nobody",)})) == {}


def test_what_people_found() -> None:
    log = [
        ("d-1-2", "accepted", "9f0c"), ("d-3-4", "accepted", "9f0c"), ("d-3-4", "subject", "警情"), ("d-5-6", "rejected", "1"), ("d-5-6", "unit", "起"),
        ("d-7-8", "accepted", "9f0c"), ("d-7-8", "accepted", ""), ("d-9-10", "rejected", "1"), ("d-9-10", "rejected", "0"), ("d", "title", "题"),
        ("d-11-12", "added", "{}"),
    ]  # fmt: skip
    said = [Entry("2026-01-01", "Li", *line, act=str(position), undoes="") for position, line in enumerate(log)]
    taken_back = [
        Entry("2026-01-02", "Li", "d-13-14", "rejected", "1", "x", ""),
        Entry("2026-01-02", "Li", "d-13-14", "rejected", "", "y", "x"),
    ]
    found = quality.reviewed([*said, *taken_back])
    assert found == quality.Reviewed(figures=3, unchanged=1, corrected=1, rejected=1, added=1)


def test_accuracy_found_by_reviewers() -> None:
    def said(number: int, column: str, value: str, act: str = "", undoes: str = "") -> Entry:
        return Entry("2026-01-01T08:00:00+00:00", "Li", f"d-{number}-9", column, value, act or f"{number}{column}", undoes)

    log = [said(number, "accepted", "9f0c9f0c9f0c9f0c") for number in range(29)]
    kinds = {f"d-{number}-9": "date" if number < 4 else "count" for number in range(60)}
    log += [
        said(28, "subject", "警情"),
        said(27, "period_end", "2024-05-01"),
        said(26, "notes", ""),
        said(25, "unit", "起", "x"),
        said(25, "unit", "", "y", "x"),
    ]
    log += [said(50, "added", "{}"), said(51, "accepted", ""), said(70, "rejected", "1")]
    assert quality.found_accurate(log, kinds) == []
    found = quality.found_accurate([*log, said(30, "rejected", "1")], kinds)
    shares = {row.column: (row.right, row.asked) for row in found}
    assert (shares["true"], shares["usable"]) == ((29, 30), (27, 29))
    assert (shares["subject"], shares["period"], shares["unit"]) == ((24, 25), (28, 29), (25, 25))
    assert {row.column for row in found} <= {row.column for row in quality.accuracy(ACCURACY)}
