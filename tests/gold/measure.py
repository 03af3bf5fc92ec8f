"""How right the extractors are on the project's gold: one table by kind and by column, then what is wrong, line by line.

``python -m tests.gold.measure`` (or ``make accuracy``) measures both sets: ``dev``, which rules were made with, and ``blind``, which was
written from the contract alone by people who had not seen the rules, and is never looked at to mend one (a passage that is moves to
``dev``). ``--wrong`` lists every difference of ``dev``; ``--record`` writes what the dashboard shows, of ``blind`` only.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from extractors import Claim, SourceText, extract
from extractors.context.place_tree import COUNTRY
from tests.gold.marks import Passage, article, passages

HERE = Path(__file__).parent
RECORD = HERE.parents[1] / "analytics/ui/assets/accuracy.csv"
STRICT = ("value", "value_low", "value_high", "bound", "unit", "role", "direction", "basis")
COLUMNS = ("found", *STRICT, "period", "region", "type", "innovation", "subject", "duplicate")


@dataclass
class Tally:
    """Right and asked, by kind and column; rows that gold does not know; figures with every column right; and every difference in words."""

    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    usable: int = 0
    wrong: list[str] = field(default_factory=list)

    def share(self, kind: str | None, column: str) -> float | None:
        """The share right of a column, of one kind or of all; nothing where gold never asks."""
        keys = [key for key in self.asked if key[1] == column and kind in (None, key[0])]
        asked = sum(self.asked[key] for key in keys)
        return sum(self.right[key] for key in keys) / asked if asked else None

    def f1(self, kind: str | None = None) -> float:
        """F1 of finding the figures."""
        found = sum(n for key, n in self.right.items() if key[1] == "found" and kind in (None, key[0]))
        asked = sum(n for key, n in self.asked.items() if key[1] == "found" and kind in (None, key[0]))
        extra = sum(n for key, n in self.extra.items() if kind in (None, key))
        return 2 * found / (2 * found + (asked - found) + extra) if found else 0.0


def everything(which: str = "dev") -> Iterator[tuple[str, Passage]]:
    """All passages of a set of gold, with the file each is from."""
    for path in sorted((HERE / which / "sentences").glob("*.txt")):
        for passage in passages(path.read_text(encoding="utf-8")):
            yield path.stem, passage
    for path in sorted((HERE / which / "articles").glob("*.txt")):
        yield path.stem, article(path.read_text(encoding="utf-8"))


def negatives() -> list[str]:
    """Sentences that hold numerals and no figure."""
    path = HERE / "dev" / "negatives.txt"
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]


def measure(gold: Iterator[tuple[str, Passage]]) -> Tally:
    """Extract every passage and compare."""
    tally = Tally()
    for name, passage in gold:
        published = date.fromisoformat(passage.published) if passage.published else None
        claims = extract(SourceText(passage.text, published_on=published)).claims
        _compare(name, passage, claims, tally)
    return tally


def _compare(name: str, passage: Passage, claims: tuple[Claim, ...], tally: Tally) -> None:
    pairs = _pairs(claims, passage.rows)
    for claim in claims:
        touches = [row for row in passage.rows if claim.start < row["end"] and row["start"] < claim.end]
        if claim.claim_id not in pairs.values() and not any(row.get("optional") for row in touches):
            tally.extra[claim.kind] += 1
            tally.wrong.append(f"{name}\textra\t{claim.text}\t{claim.kind} {claim.rule}\t{_around(passage, claim.start)}")
    by_id = {claim.claim_id: claim for claim in claims}
    for i, row in enumerate(passage.rows):
        if row.get("optional"):
            continue
        found = by_id.get(pairs.get(i, ""))
        tally.asked[row["kind"], "found"] += 1
        tally.right[row["kind"], "found"] += found is not None
        if found is None:
            tally.wrong.append(f"{name}\tmissed\t{row['text']}\t{row['kind']}\t{_around(passage, row['start'])}")
            continue
        compared = _columns(row, found)
        tally.usable += all(right for _, _, right in compared.values())
        for column, (want, got, right) in compared.items():
            tally.asked[row["kind"], column] += 1
            tally.right[row["kind"], column] += right
            if not right:
                tally.wrong.append(f"{name}\t{column}\t{row['text']}\twant {want} got {got}\t{_around(passage, row['start'])}")


def _pairs(claims: tuple[Claim, ...], rows: tuple[dict[str, Any], ...]) -> dict[int, str]:
    """Row number → claim id, of the same kind, spans overlapping by half of their union, best first."""
    scored = []
    for i, row in enumerate(rows):
        for claim in claims:
            shared = min(claim.end, row["end"]) - max(claim.start, row["start"])
            union = max(claim.end, row["end"]) - min(claim.start, row["start"])
            if claim.kind == row["kind"] and shared * 2 >= union:
                scored.append((shared / union, i, claim.claim_id))
    pairs: dict[int, str] = {}
    for _, i, claim_id in sorted(scored, key=lambda entry: -entry[0]):
        if i not in pairs and claim_id not in pairs.values():
            pairs[i] = claim_id
    return pairs


def _columns(row: dict[str, Any], claim: Claim) -> dict[str, tuple[Any, Any, bool]]:
    """Column → wanted, got, right: only what the gold states and does not leave open."""
    compared: dict[str, tuple[Any, Any, bool]] = {}
    for column in STRICT:
        if column in row and not (row["kind"] == "duration" and column in ("role", "direction", "basis")):
            got = getattr(claim, column)
            got = float(got) if column.startswith("value") and got is not None else got
            same = _close(row[column], got) if column.startswith("value") else got in row.get(f"{column}s", [row[column]])
            compared[column] = (row[column], got, same)
    if "period_start" in row:
        want, got = (row["period_start"], row["period_end"]), (str(claim.period_start or ""), str(claim.period_end or ""))
        compared["period"] = (want, got, want == got)
    if "province" in row:
        place, mine = (row["province"], row["city"], row["county"]), (claim.province, claim.city, claim.county)
        mine = ("", "", "") if mine[0] == COUNTRY.province and not place[0] else mine  # the gold marks the whole country as no place
        cities, counties = row.get("cities") or [row["city"]], row.get("counties") or [row["county"]]
        compared["region"] = (place, mine, mine[0] == place[0] and mine[1] in cities and mine[2] in counties)
    for column, key, got in (
        ("type", "innovation_types", claim.innovation_type),
        ("innovation", "innovations", claim.innovation),
        ("subject", "subjects", claim.subject),
    ):
        if row.get(key):
            alike = got in row[key] if column == "type" else max(_likeness(got, one) for one in row[key]) >= 0.6
            compared[column] = (row[key], got, alike)
    compared["duplicate"] = (bool(row.get("duplicate")), bool(claim.duplicate_of), bool(row.get("duplicate")) == bool(claim.duplicate_of))
    left_open = set(row.get("fields_open", ()))
    return {column: result for column, result in compared.items() if not _is_open(column, left_open)}


def _is_open(column: str, left_open: set[str]) -> bool:
    also = {
        "period": {"period_start", "period_end"},
        "region": {"province", "city", "county"},
        "type": {"innovation_type", "innovation_types"},
        "duplicate": {"duplicate_of"},
    }
    return bool(({column} | also.get(column, set())) & left_open)


def _close(want: float | None, got: float | None) -> bool:
    return want is got is None or (want is not None and got is not None and abs(want - got) <= 1e-6 * max(1.0, abs(want)))


def _likeness(one: str, other: str) -> float:
    """F1 over the characters of two phrases."""
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if one or other else 1.0


def _around(passage: Passage, position: int) -> str:
    return passage.text[max(0, position - 24) : position + 24].replace("\n", "⏎")


def table(tally: Tally) -> str:
    """Kinds down, columns across, in percent."""
    kinds = sorted({kind for kind, _ in tally.asked})
    lines = ["            rows     f1  " + "".join(f"{column[:9]:>10}" for column in COLUMNS)]
    for kind in (*kinds, None):
        rows = sum(n for key, n in tally.asked.items() if key[1] == "found" and kind in (None, key[0]))
        shares = (tally.share(kind, column) for column in COLUMNS)
        lines.append(
            f"{kind or 'all':<11} {rows:>4} {tally.f1(kind):>7.1%} "
            + "".join("         –" if share is None else f"{share:>10.1%}" for share in shares)
        )
    return "\n".join(lines)


def recorded(tally: Tally) -> list[tuple[str, int, int]]:
    """What the dashboard shows, as (column, right, asked): ``found`` and ``usable`` of the gold's figures, ``true`` of those extracted, and
    each column of the figures found."""

    def of(column: str) -> tuple[int, int]:
        return tuple(sum(n for key, n in counter.items() if key[1] == column) for counter in (tally.right, tally.asked))  # type: ignore[return-value]

    found, asked = of("found")
    extra = sum(tally.extra.values())
    rows = [("found", found, asked), ("usable", tally.usable, asked), ("true", found, found + extra)]
    return rows + [(column, *of(column)) for column in COLUMNS[1:]]


def record(rows: list[tuple[str, int, int]], path: Path = RECORD) -> None:
    """Write rows of ``recorded`` with today's date."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("column", "right", "asked", "measured_on"))
        table.writerows((*row, date.today().isoformat()) for row in rows)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--wrong", action="store_true", help="list every difference")
    options.add_argument("--record", action="store_true", help="write the measure to where the dashboard reads it")
    chosen = options.parse_args()
    tally, blind = measure(everything()), measure(everything("blind"))
    by_negative = {sentence: extract(SourceText(sentence + "。" * (sentence[-1] not in "。！？”"))).claims for sentence in negatives()}
    false = {sentence: claims for sentence, claims in by_negative.items() if claims}
    if chosen.record:
        record(recorded(blind))
    for name, measured in (("dev", tally), ("blind", blind)):
        figures = sum(n for key, n in measured.asked.items() if key[1] == "found")
        print(f"{name}: every column right {measured.usable / figures:.1%} of {figures}\n{table(measured)}\n")
    print(f"negatives   {len(false)} of {len(by_negative)} sentences make a row ({len(false) / max(1, len(by_negative)):.1%})")
    if chosen.wrong:
        print("\n".join(tally.wrong))
        print(
            "\n".join(
                f"negative\t{', '.join(f'{claim.text} {claim.rule}' for claim in claims)}\t{sentence}" for sentence, claims in false.items()
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
