"""Statements checked against reference articles: which are compared, with which official figure, and what the table of them says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from analytics.claims.schema import claims_table
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.conflicts import official
from analytics.conflicts.explain import CHECKED, checked_table
from analytics.conflicts.official import Check
from analytics.i18n.words import Words
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.corrections import REFERENCE, InvalidValueError
from analytics.workspace.store import Workspace
from extractors.model import Claim
from tests.analytics.conflicts.test_conflicts import BASE, HALF, OTHER, RATE, valued

MakeClaim = Callable[..., Claim]
# What the bulletin of the statistics office says, half a year later.
BULLETIN: dict[str, Any] = BASE | {
    "doc_id": "bulletin", "published_on": date(2024, 3, 1), "publisher": "佛山市统计局", "sentence": "2023年上半年，佛山市全市盗窃案件1460起。",
}  # fmt: skip
REFERENCES = frozenset({"bulletin"})


def table(claim: MakeClaim, *articles: dict[str, Any], bulletin: tuple[dict[str, Any], ...] = (BULLETIN,)) -> ClaimTable:
    stated = [claim(f"c{number}", **(BASE | {"doc_id": f"d{number}"} | changed)) for number, changed in enumerate(articles)]
    return ClaimTable.of_table(claims_table([*stated, *(claim(f"o{number}", **row) for number, row in enumerate(bulletin))]))


def told(checks: tuple[Check, ...]) -> list[tuple[str, str, str]]:
    return [(check.stated.claim_id, check.official.claim_id, check.outcome) for check in checks]


@pytest.mark.parametrize(
    ("stated", "outcome"),
    [
        ({}, "agrees"),
        (OTHER | valued(1400, "1400余起", "over"), "agrees"),
        (OTHER, "differs"),
        (OTHER | {"county": "顺德区", "region_code": "440606", "region_basis": "document"}, "apart"),
        (OTHER | {"period_start": date(2022, 1, 1), "period_end": date(2022, 6, 30)}, ""),
        (OTHER | {"city": "广州市", "region_code": "440100"}, ""),
        (OTHER | {"metric": "", "subject": "无人机"}, ""),
        ({"duplicate_of": "c9"}, ""),
    ],
)
def test_a_statement_is_checked_where_it_is_about_the_same_thing(claim: MakeClaim, stated: dict[str, Any], outcome: str) -> None:
    found = official.checked(table(claim, stated), REFERENCES)
    assert told(found) == ([("c0", "o0", outcome)] if outcome else [])


def test_the_nearest_official_figure_counts_and_what_differs_comes_first(claim: MakeClaim) -> None:
    second = BULLETIN | valued(1300) | {"period_start": date(2022, 1, 1), "period_end": date(2022, 6, 30)}
    year_before = OTHER | valued(1300) | {"period_start": date(2022, 1, 1), "period_end": date(2022, 6, 30)}
    claims = table(claim, {}, OTHER, year_before, OTHER | valued(1640), bulletin=(BULLETIN, second))
    found = official.checked(claims, REFERENCES)
    assert told(found) == [("c3", "o0", "differs"), ("c1", "o0", "differs"), ("c0", "o0", "agrees"), ("c2", "o1", "agrees")]
    (group,) = official.differing(found)
    assert [side.row.claim_id for side in group.sides] == ["c3", "o0", "c1"]
    assert told(official.checked(claims, REFERENCES, Selection(search="不在文中"))) == []


def test_two_official_values_for_one_thing_check_only_what_repeats_one(claim: MakeClaim) -> None:
    claims = table(claim, {}, OTHER, bulletin=(BULLETIN, BULLETIN | valued(1410) | {"sentence": "另据公安机关统计，盗窃案件1410起。"}))
    assert told(official.checked(claims, REFERENCES)) == [("c0", "o0", "agrees")]


def test_the_table_of_checks_says_by_how_much(claim: MakeClaim) -> None:
    found = official.checked(table(claim, OTHER, {}), REFERENCES)
    rows = checked_table(found, Words("zh"))
    assert tuple(rows.columns) == CHECKED
    assert list(rows["difference"]) == [60, 0]
    assert list(rows["difference_percent"]) == [4.11, 0]
    assert list(rows["publisher_official"]) == ["佛山市统计局"] * 2
    assert list(rows["explanation"]) == ["比官方数据多 60 起（4.1%）", ""]
    assert rows["sentence_stated"][0] == OTHER["sentence"]
    assert official.checked(table(claim, OTHER | HALF), frozenset()) == ()


def test_a_rise_against_a_fall_is_no_more_and_no_less(claim: MakeClaim) -> None:
    (found,) = official.checked(table(claim, RATE | {"direction": "up"}, bulletin=(BULLETIN | RATE,)), REFERENCES)
    assert (found.outcome, found.verdict.reason, found.excess) == ("differs", "direction", None)
    assert list(checked_table([found], Words("zh"))["difference"]) == [None]


def test_an_article_is_marked_as_official_and_no_longer(workspace: Workspace, run: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("公报\n\n2023年，湖州市盗窃案件1460起。\n", encoding="utf-8")
    run(tmp_path / "a.txt")
    (doc_id,) = workspace.articles()["doc_id"].to_pylist()
    generation = workspace.generation()
    workspace.annotations.annotate("甲", doc_id, {REFERENCE: "1"})
    assert workspace.generation() != generation
    assert workspace.snapshot().references == {doc_id}
    with pytest.raises(InvalidValueError):
        workspace.annotations.annotate("甲", f"{doc_id}-1-2", {REFERENCE: "1"})
    workspace.annotations.annotate("乙", doc_id, {REFERENCE: "0"})
    assert workspace.snapshot().references == frozenset()


def test_a_spreadsheet_can_be_the_reference(workspace: Workspace, run: Callable[..., Any], tmp_path: Path) -> None:
    with Workbook(tmp_path / "年报.xlsx") as book:
        sheet = book.add_worksheet("年报")
        for number, row in enumerate(
            [["湖州市2023年公安统计年报"], [], ["指标", "2023年"], ["盗窃案件（起）", 1460], ["刑事案件（起）", 4120]]
        ):
            sheet.write_row(number, 0, row)
    text = "平安账\n\n晨湖日报 2024年1月18日\n\n2023年，湖州全市盗窃案件1520起，同比持平。2023年湖州市刑事案件4120起。\n"
    (tmp_path / "晨报.txt").write_text(text, encoding="utf-8")
    run(tmp_path / "年报.xlsx", tmp_path / "晨报.txt")
    articles = workspace.articles()
    (doc_id,) = (row["doc_id"] for row in articles.to_pylist() if "xlsx" in row["source"])
    found = official.checked(WorkspaceDataset(workspace).table, frozenset({doc_id}))
    assert [(check.stated.row.text, check.official.row.text, check.outcome) for check in found] == [
        ("1520起", "1460", "differs"), ("4120起", "4120", "agrees"),
    ]  # fmt: skip
