"""How far the table can be trusted: what its figures lack, and what people who reviewed it found."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable
from analytics.workspace.annotations import Entry, standing
from analytics.workspace.corrections import VERDICTS

# What a figure may lack, in the order of the page, with the values that say so: a type "other" is none.
GAPS = {
    "province": (MISSING,), "dating": ("unknown",), "subject": (MISSING,), "type": ("other", MISSING), "metric": (MISSING,),
    "innovation": (MISSING,), "publisher": (MISSING,), "published": (MISSING,),
}  # fmt: skip
_SPLIT = ("dating", "type")  # facets whose gap is more than the empty value


class Gap(NamedTuple):
    """How many figures lack a facet, and how many have it."""

    facet: str
    lack: int
    stated: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What people said of figures: how many were looked at, and of those accepted as they were read, corrected, and rejected; and
    how many they added that nobody had read."""

    figures: int
    unchanged: int
    corrected: int
    rejected: int
    added: int


@dataclass(frozen=True, slots=True)
class Measured:
    """How often a column was ``right`` of so many figures ``asked`` on the project's gold, and when that was measured."""

    column: str
    right: int
    asked: int
    on: date


def gaps(table: ClaimTable, selection: Selection) -> list[Gap]:
    """The selected figures, facet by facet of ``GAPS``."""
    figures = table.summary(selection).figures
    lacking = table.unstated(selection, [facet for facet in GAPS if facet not in _SPLIT])
    for facet in _SPLIT:
        lacking[facet] = sum(_selected(table, selection, facet).get(value, 0) for value in GAPS[facet])
    return [Gap(facet, lacking[facet], figures - lacking[facet]) for facet in GAPS]


def datings(table: ClaimTable, selection: Selection) -> dict[str, int]:
    """How many of the selected figures have their period from where: code of ``period_basis`` → figures."""
    return _selected(table, selection, "dating")


def by_rule(table: ClaimTable, selection: Selection) -> dict[str, int]:
    """The selected figures of each rule, most first."""
    return dict(sorted(_selected(table, selection, "rule").items(), key=lambda item: (-item[1], item[0])))


def by_note(table: ClaimTable, selection: Selection) -> dict[str, int]:
    """The selected figures that bear each note, most first."""
    counted = _selected(table, selection, "note")
    return {code: n for code, n in sorted(counted.items(), key=lambda item: -item[1]) if code != MISSING}


def waiting(table: ClaimTable, selection: Selection) -> dict[str, int]:
    """Articles of no known date by ``doc_id``, each with its selected figures that have no period for want of one, most first."""
    undated = selection.choosing("published", [MISSING]).choosing("dating", ["unknown"])
    counted = table.tally(undated, ["doc_id"])
    return dict(zip(counted["doc_id"], counted["figures"].astype(int), strict=True))


def reviewed(log: Iterable[Entry]) -> Reviewed:
    """What a log amounts to, by the last word on each column of each figure; what was taken back counts no more."""
    stands = [
        {column for column, entry in said.items() if column not in VERDICTS or entry.value not in ("", "0")}
        for said in standing(log).values()
    ]
    added = [words for words in stands if "added" in words]
    read = [words for words in stands if words and "added" not in words]
    rejected = sum("rejected" in words for words in read)
    corrected = sum("rejected" not in words and bool(words - {*VERDICTS}) for words in read)
    return Reviewed(len(read), len(read) - rejected - corrected, corrected, rejected, len(added))


def accuracy(path: Path) -> list[Measured]:
    """The measure that the project recorded (``make accuracy`` writes it), in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Measured(row["column"], int(row["right"]), int(row["asked"]), date.fromisoformat(row["measured_on"]))
            for row in csv.DictReader(file)
        ]


def interval(right: int, asked: int) -> tuple[float, float]:
    """The 95 % interval of a share, as Wilson's score gives it (J. Am. Stat. Assoc. 22, 1927): it stays within 0 and 1 for few cases too."""
    z = NormalDist().inv_cdf(0.975)
    share, spread = right / asked, z * z / asked
    middle, half = share + spread / 2, z * sqrt(share * (1 - share) / asked + spread / (4 * asked))
    return (middle - half) / (1 + spread), (middle + half) / (1 + spread)


def _selected(table: ClaimTable, selection: Selection, facet: str) -> dict[str, int]:
    """The selected figures by value of a facet; ``facet_counts`` gives what choosing would show, which is more where the facet is chosen."""
    counted = table.counts(selection, facet)
    return {code: int(figures) for code, figures in zip(counted["code"], counted["figures"], strict=True) if figures}
