"""Headlines on small corpora: the right answer, or the right abstention, of every card of the metrics page and of the overview's lead.

A case is a file of ``headlines/``: after ``#`` what it shows; then its articles, each led by ``=`` with its day and publisher; at the end
what each place says, in Chinese: the cards (升降, 花费), how many related statements they list as not counted (未计入), and the overview (总览).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from analytics.claims.schema import claims_table
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.i18n.words import Words
from analytics.metrics.answers import offence_changes, project_costs
from analytics.ui.pages import answers
from analytics.ui.pages.overview import lead_parts
from extractors import SourceText, extract

CASES = sorted(Path(__file__).with_name("headlines").glob("*.txt"))
ZH, EN = Words("zh"), Words("en")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_headline_is_right(case: Path) -> None:
    assert said_of(claims_of(case), ZH) == expected(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_headline_is_said_in_english(case: Path) -> None:
    assert all(said_of(claims_of(case), EN).values())


def test_there_are_forty() -> None:
    assert len(CASES) >= 40


def said_of(table: ClaimTable, words: Words) -> dict[str, str]:
    """What the cards and the overview say."""
    moved, cost = offence_changes(table, Selection()), project_costs(table, Selection())
    assert moved is not None
    assert cost is not None
    return {
        "升降": answers.of_movements(moved, words),
        "花费": " ".join(answers.of_spending(cost, words)),
        "未计入": f"{len(moved.uncounted)} {len(cost.uncounted)}",
        "总览": "".join(text for text, *_ in lead_parts(table.summary(Selection()), words)),
    }


@cache
def claims_of(case: Path) -> ClaimTable:
    return ClaimTable.of_table(claims_table([claim for article in articles(case) for claim in extract(article).claims]))


def articles(case: Path) -> Iterator[SourceText]:
    for number, part in enumerate(_lines(case).split("\n= ")[1:]):
        head, _, text = part.partition("\n")
        day, _, publisher = head.partition(" ")
        text = text.partition("\n升降：")[0]
        yield SourceText(text, source=f"{number}.txt", publisher=publisher, published_on=date.fromisoformat(day))


def expected(case: Path) -> dict[str, str]:
    told = "升降：" + _lines(case).rpartition("\n升降：")[2]
    return dict(line.split("：", 1) for line in told.strip().splitlines())


def _lines(case: Path) -> str:
    return case.read_text(encoding="utf-8")
