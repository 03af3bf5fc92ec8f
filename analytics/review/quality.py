"""Quality of the table: what its figures lack, and what reviewers found."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable
from analytics.workspace.corrections import ACCEPTED, ADDED, REJECTED, VERDICTS
from analytics.workspace.log_entries import Entry, current_claim_entries

# Facets that a figure may lack, in the order of the page, with the values that mean so; the type "other" counts as none.
GAPS = {
    "province": (MISSING,), "dating": ("unknown",), "subject": (MISSING,), "type": ("other", MISSING), "metric": (MISSING,),
    "innovation": (MISSING,), "publisher": (MISSING,), "published": (MISSING,),
}  # fmt: skip
LEAST_REVIEWED = 30  # figures from which on the accuracy in a workspace says something
# Measures of accuracy, as in the record of ``make accuracy``, with the columns of a claim that they are about.
_COLUMNS = {name: frozenset([name]) for name in ("value", "value_low", "value_high", "bound", "unit", "role", "direction", "basis")} | {
    "period": frozenset(["period_start", "period_end"]),
    "region": frozenset(["province", "city", "county", "region_code"]),
    "type": frozenset(["innovation_type"]),
    "innovation": frozenset(["innovation"]),
    "subject": frozenset(["subject"]),
}
_OF_DATES = ("period", "region", "type", "innovation")  # measures of which bare dates have a value
_MEASURED = frozenset[str]().union(*_COLUMNS.values())
_SPLIT = ("dating", "type")  # facets for which other values than the empty one count as a gap


class Gap(NamedTuple):
    """Number of figures that lack a facet, and of those that have it."""

    facet: str
    lack: int
    stated: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Results of review: ``figures`` reviewed, and how many of them were left unchanged, corrected or rejected.

    ``added`` is the number of figures that reviewers added; ``figures`` does not include them.
    """

    figures: int
    unchanged: int
    corrected: int
    rejected: int
    added: int


@dataclass(frozen=True, slots=True)
class ColumnAccuracy:
    """Accuracy of a column: ``right`` of ``asked`` figures, and the day of the measurement."""

    column: str
    right: int
    asked: int
    on: date


def gaps(table: ClaimTable, selection: Selection) -> list[Gap]:
    """The gaps of the selected figures, one per facet of ``GAPS``."""
    figures = table.summary(selection).figures
    lacking = table.unstated(selection, [facet for facet in GAPS if facet not in _SPLIT])
    for facet in _SPLIT:
        lacking[facet] = sum(_selected(table, selection, facet).get(value, 0) for value in GAPS[facet])
    return [Gap(facet, lacking[facet], figures - lacking[facet]) for facet in GAPS]


def datings(table: ClaimTable, selection: Selection) -> dict[str, int]:
    """Number of selected figures by code of ``period_basis``."""
    return _selected(table, selection, "dating")


def by_rule(table: ClaimTable, selection: Selection) -> dict[str, int]:
    """Number of selected figures by rule, most first."""
    return dict(sorted(_selected(table, selection, "rule").items(), key=lambda item: (-item[1], item[0])))


def by_note(table: ClaimTable, selection: Selection) -> dict[str, int]:
    """Number of selected figures by note, most first."""
    counted = _selected(table, selection, "note")
    return {code: n for code, n in sorted(counted.items(), key=lambda item: -item[1]) if code != MISSING}


def waiting(table: ClaimTable, selection: Selection) -> dict[str, int]:
    """Articles without a date by ``doc_id``, with the number of selected figures that lack a period for this reason; most first."""
    undated = selection.choosing("published", [MISSING]).choosing("dating", ["unknown"])
    counted = table.tally(undated, ["doc_id"])
    return dict(zip(counted["doc_id"], counted["figures"].astype(int), strict=True))


def reviewed(log: Iterable[Entry]) -> Reviewed:
    """Summary of a log by the last entry for each column of each figure; entries that were undone do not count."""
    stands = [
        {column for column, entry in said.items() if column not in VERDICTS or entry.value not in ("", "0")}
        for said in current_claim_entries(log).values()
    ]
    added = [words for words in stands if "added" in words]
    read = [words for words in stands if words and "added" not in words]
    rejected = sum("rejected" in words for words in read)
    corrected = sum("rejected" not in words and bool(words - {*VERDICTS}) for words in read)
    return Reviewed(len(read), len(read) - rejected - corrected, corrected, rejected, len(added))


def found_accurate(log: Iterable[Entry], kinds: Mapping[str, str]) -> list[ColumnAccuracy]:
    """The accuracy that reviewers found, by column: of the figures they looked at, how many they left unchanged in that column.

    ``kinds`` has the kinds of figures by claim_id; others are left out, and so are figures that people added. A rejected figure counts only
    against ``true``. Empty where fewer than ``LEAST_REVIEWED`` were looked at.
    """
    stands = {
        claim_id: said
        for claim_id, said in current_claim_entries(log).items()
        if claim_id in kinds and ADDED not in said and _is_judged(said)
    }
    if len(stands) < LEAST_REVIEWED:
        return []
    on = max(date.fromisoformat(entry.at[:10]) for said in stands.values() for entry in said.values())
    figures = {claim_id: said.keys() for claim_id, said in stands.items() if not _is_rejected(said)}
    measured = [
        ColumnAccuracy("usable", sum(not columns & _MEASURED for columns in figures.values()), len(figures), on),
        ColumnAccuracy("true", len(figures), len(stands), on),
    ]
    for name, columns in _COLUMNS.items():
        asked = [said for claim_id, said in figures.items() if name in _OF_DATES or kinds[claim_id] != "date"]
        measured.append(ColumnAccuracy(name, sum(not said & columns for said in asked), len(asked), on))
    return [row for row in measured if row.asked]


def _is_rejected(said: Mapping[str, Entry]) -> bool:
    return REJECTED in said and said[REJECTED].value == "1"


def _is_judged(said: Mapping[str, Entry]) -> bool:
    """Whether somebody accepted, rejected or corrected the figure."""
    return _is_rejected(said) or bool(said.keys() - {*VERDICTS}) or (ACCEPTED in said and bool(said[ACCEPTED].value))


def accuracy(path: Path) -> list[ColumnAccuracy]:
    """The accuracy recorded in the CSV file that ``make accuracy`` writes, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            ColumnAccuracy(row["column"], int(row["right"]), int(row["asked"]), date.fromisoformat(row["measured_on"]))
            for row in csv.DictReader(file)
        ]


def interval(right: int, asked: int) -> tuple[float, float]:
    """The 95 % interval of the share ``right / asked``, by Wilson's score method (J. Am. Stat. Assoc. 22, 1927).

    It stays between 0 and 1 for few cases too. ``asked`` must be positive.
    """
    z = NormalDist().inv_cdf(0.975)
    share, spread = right / asked, z * z / asked
    middle, half = share + spread / 2, z * sqrt(share * (1 - share) / asked + spread / (4 * asked))
    return (middle - half) / (1 + spread), (middle + half) / (1 + spread)


def _selected(table: ClaimTable, selection: Selection, facet: str) -> dict[str, int]:
    """Number of selected figures by value of a facet. ``facet_counts`` ignores a filter on the facet itself; this applies it."""
    counted = table.counts(selection, facet)
    return {code: int(figures) for code, figures in zip(counted["code"], counted["figures"], strict=True) if figures}
