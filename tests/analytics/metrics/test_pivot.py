"""Cross tables of made-up claims with the right answers: counts, margins, medians, latest figures and sums, and the figures of each cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from analytics.claims.schema import claims_table
from analytics.claims.selection import MISSING, PERIOD, Selection
from analytics.claims.summaries import REST
from analytics.claims.table import ClaimTable
from analytics.metrics import pivot as module
from analytics.metrics.pivot import BY_DAY, DIMENSIONS, MEASURES, TOTAL, Pivot, Question, pivot
from analytics.metrics.quantities import chosen, quantities
from extractors.model import Claim

MakeClaim = Callable[..., Claim]
LEVEL: dict[str, Any] = {"role": "level", "direction": "", "basis": "", "metric": "刑事案件", "subject": "刑事案件"}
MONEY: dict[str, Any] = LEVEL | {"kind": "money", "unit": "CNY", "metric": "投入经费", "subject": "经费", "text": "10元"}
NOWHERE: dict[str, Any] = {"province": "", "city": "", "county": "", "region_code": ""}
CHANGSHA: dict[str, Any] = {"province": "湖南省", "city": "长沙市", "county": "", "region_code": "430100"}
HUNAN: dict[str, Any] = {"province": "湖南省", "city": "", "county": "", "region_code": "430000"}
WHOLE: dict[str, Any] = NOWHERE | {"region_code": "100000"}


def year(number: int, last: tuple[int, int] = (12, 31)) -> dict[str, date]:
    return {"period_start": date(number, 1, 1), "period_end": date(number, *last)}


def exactly(number: float) -> dict[str, Any]:
    return dict.fromkeys(("value", "value_low", "value_high"), Decimal(str(number)))


def at_least(number: float) -> dict[str, Any]:
    return exactly(number) | {"value_high": None, "bound": "over"}


@pytest.fixture
def make(claim: MakeClaim) -> Callable[..., ClaimTable]:
    """``make({...}, {...})``: a claim table of plain claims changed in this way, ``c0``, ``c1`` and so on."""
    return lambda *changes: ClaimTable.of_table(claims_table([claim(f"c{at}", **changed) for at, changed in enumerate(changes)]))


@pytest.fixture
def press(make: Callable[..., ClaimTable]) -> ClaimTable:
    """Nine figures and a repeat: three places and none, two years, a day of publication and no period, and two articles."""
    unknown = {"period_start": None, "period_end": None, "period_basis": "unknown"}
    by_day = {"period_start": date(2024, 3, 5), "period_end": date(2024, 3, 5), "period_basis": "published"}
    return make(
        LEVEL | exactly(100) | year(2023), LEVEL | exactly(300) | year(2023) | {"doc_id": "d2"}, LEVEL | at_least(200) | year(2024),
        LEVEL | exactly(9) | by_day, LEVEL | exactly(5) | unknown | CHANGSHA, LEVEL | exactly(7) | year(2024) | CHANGSHA | {"unit": "件"},
        {"kind": "percentage", "unit": "%", "metric": "刑事案件", **year(2024), **CHANGSHA, **exactly(12.5)},
        LEVEL | exactly(11) | year(2022) | WHOLE, LEVEL | exactly(1) | year(2024) | NOWHERE, LEVEL | exactly(1) | year(2024) | {"duplicate_of": "c2"},
    )  # fmt: skip


def figures(found: Pivot) -> dict[tuple[str, str], int]:
    return {place: cell.figures for place, cell in found.cells.items()}


def middles(found: Pivot) -> dict[tuple[str, str], tuple[float | None, int, bool]]:
    return {place: (cell.middle, cell.rough, cell.mixed) for place, cell in found.cells.items() if TOTAL not in place}


# --- counts ------------------------------------------------------------------------------------


def test_each_figure_is_counted_once_and_publication_days_come_last(press: ClaimTable) -> None:
    found = pivot(press, Selection(), Question())
    assert found.rows.codes == ["浙江省", "湖南省", "全国", MISSING]
    assert found.columns.codes == ["2022", "2023", "2024", BY_DAY, MISSING]
    assert figures(found) == {
        ("浙江省", "2023"): 2, ("浙江省", "2024"): 1, ("浙江省", BY_DAY): 1, ("浙江省", TOTAL): 4, ("湖南省", "2024"): 2, ("湖南省", MISSING): 1,
        ("湖南省", TOTAL): 3, ("全国", "2022"): 1, ("全国", TOTAL): 1, (MISSING, "2024"): 1, (MISSING, TOTAL): 1, (TOTAL, "2022"): 1,
        (TOTAL, "2023"): 2, (TOTAL, "2024"): 4, (TOTAL, BY_DAY): 1, (TOTAL, MISSING): 1, (TOTAL, TOTAL): 9,
    }  # fmt: skip
    assert found.largest == ("浙江省", "2023")


def test_an_article_in_several_cells_counts_once_in_a_total(press: ClaimTable) -> None:
    found = pivot(press, Selection(), Question(measure="articles"))
    assert {place: found.cells[place].articles for place in (("浙江省", "2023"), ("浙江省", "2024"), ("浙江省", TOTAL), (TOTAL, TOTAL))} == {
        ("浙江省", "2023"): 2, ("浙江省", "2024"): 1, ("浙江省", TOTAL): 2, (TOTAL, TOTAL): 2,
    }  # fmt: skip


def test_of_many_values_the_others_are_put_together(press: ClaimTable) -> None:
    found = pivot(press, Selection(), Question(most_rows=1, most_columns=1))
    assert (found.rows.codes, found.columns.codes) == (["浙江省", REST, MISSING], [REST, "2024", BY_DAY, MISSING])
    assert figures(found)[REST, REST] == 1
    assert found.of(REST, REST).until == 2023
    assert pivot(press, Selection(), Question(most_rows=2)).rows.others == 0  # a single other value is shown
    totals = {most: figures(pivot(press, Selection(), Question(most_rows=most, most_columns=most)))[TOTAL, TOTAL] for most in (1, 2, 9)}
    assert set(totals.values()) == {9}


@pytest.mark.parametrize(
    "asked", [Selection(), Selection(repeats=True).choosing("province", ["浙江省", "湖南省"]).choosing("city", ["湖州市", MISSING])]
)
def test_every_cell_opens_exactly_its_figures(press: ClaimTable, asked: Selection) -> None:
    wrong = [
        (rows, columns, place)
        for rows, columns in combinations(DIMENSIONS if asked == Selection() else ("province", "city", PERIOD), 2)
        for found in [pivot(press, asked, Question(rows, columns, most_rows=1, most_columns=1))]
        for place, cell in found.cells.items()
        if press.summary(found.of(*place)).figures != cell.figures
    ]
    assert wrong == []


def test_filters_of_years_and_datings_hold_in_the_cells(press: ClaimTable) -> None:
    for asked in (Selection().within(2023, 2024), Selection(undated=True), Selection().choosing("dating", ["published", "unknown"])):
        found = pivot(press, asked, Question(most_columns=1))
        assert {place: press.summary(found.of(*place)).figures for place in found.cells} == figures(found)
        assert figures(found)[TOTAL, TOTAL] == press.summary(asked).figures


def test_corrections_count_in_their_new_place(press: ClaimTable, claim: MakeClaim) -> None:
    corrected = press.with_corrections(claims_table([claim("c0", **(LEVEL | exactly(100) | year(2024) | CHANGSHA))]), withdrawn=["c1"])
    found = figures(pivot(corrected, Selection(), Question()))
    assert (found["湖南省", "2024"], found["浙江省", TOTAL], found[TOTAL, TOTAL]) == (3, 2, 8)
    assert ("浙江省", "2023") not in found


def test_what_is_not_offered_is_refused(press: ClaimTable) -> None:
    for question in (Question("county"), Question("type", "type"), Question(measure="mean")):
        with pytest.raises(ValueError, match="no cross table"):
            pivot(press, Selection(), question)


# --- numbers -----------------------------------------------------------------------------------


def test_units_of_one_scale_are_one_quantity_and_changes_another(press: ClaimTable) -> None:
    one = quantities(press, Selection().choosing("metric", ["刑事案件"]))
    assert [(each.code, each.units, each.figures) for each in one] == [
        ("level..count.起", ("起", "件"), 8),
        ("change.yoy.percentage.%", ("%",), 1),
    ]
    assert press.summary(one[0].of(Selection())).figures == 8
    assert [each.units for each in quantities(press, Selection())] == [("起",), ("%",), ("件",)]  # another metric may count otherwise
    assert chosen("change.yoy.percentage.%", one) == one[1]
    assert chosen("nonsense", one) == one[0]
    assert chosen("", []) is None


def test_medians_say_which_numbers_have_bounds_and_which_units_differ(press: ClaimTable) -> None:
    found = pivot(press, Selection(), Question(measure="median"))
    assert middles(found) == {
        ("浙江省", "2023"): (200, 0, False), ("浙江省", "2024"): (200, 1, False), ("浙江省", BY_DAY): (9, 0, False), ("湖南省", "2024"): (-2.75, 0, True),
        ("湖南省", MISSING): (5, 0, False), ("全国", "2022"): (11, 0, False), (MISSING, "2024"): (1, 0, False),
    }  # fmt: skip
    assert (found.cells["浙江省", TOTAL].middle, found.cells["浙江省", TOTAL].rough) == (150, 1)  # of 9, 100, 200余 and 300
    levels = quantities(press, Selection().choosing("metric", ["刑事案件"]))[0]
    assert pivot(press, levels.of(Selection()), Question(measure="median")).cells["湖南省", "2024"].middle == 7  # 件 as 起


def test_falls_are_negative_and_a_change_without_direction_is_no_number(make: Callable[..., ClaimTable]) -> None:
    percent = {"kind": "percentage", "unit": "%"}
    table = make(percent | exactly(10), percent | exactly(4) | {"direction": "up"}, percent | exactly(99) | {"direction": ""})
    (cell,) = [cell for place, cell in pivot(table, Selection(), Question(measure="median")).cells.items() if TOTAL not in place]
    assert (cell.figures, cell.stated, cell.middle) == (3, 2, -3)


def test_a_vague_number_counts_as_the_middle_of_its_bounds(make: Callable[..., ClaimTable]) -> None:
    table = make(LEVEL | {"value": None, "value_low": Decimal(200), "value_high": Decimal(1000), "bound": "vague", "text": "数百起"})
    cell = pivot(table, Selection(), Question(measure="median")).cells[TOTAL, TOTAL]
    assert (cell.middle, cell.rough, cell.claim.claim_id if cell.claim else "") == (600, 1, "c0")


def test_the_latest_figure_is_of_the_last_stated_period(make: Callable[..., ClaimTable]) -> None:
    later = {"published_on": date(2025, 1, 9), "doc_id": "d2"}
    by_day = {"period_start": date(2025, 6, 1), "period_end": date(2025, 6, 1), "period_basis": "published"}
    table = make(
        LEVEL | year(2024) | exactly(1),
        LEVEL | year(2024) | exactly(2) | later,
        LEVEL | year(2023) | exactly(3),
        LEVEL | by_day | exactly(4),
    )
    found = pivot(table, Selection(), Question("province", "metric", "latest"))
    assert {cell.claim.claim_id for cell in found.cells.values() if cell.claim} == {"c1"}
    assert {place: cell.claim.value for place, cell in pivot(table, Selection(), Question(measure="latest")).cells.items() if cell.claim and TOTAL not in place} == {
        ("浙江省", "2024"): 2, ("浙江省", "2023"): 3, ("浙江省", BY_DAY): 4,
    }  # fmt: skip


def test_how_many_figures_are_the_latest_alike_is_known_of_cells_and_margins(make: Callable[..., ClaimTable]) -> None:
    elsewhere = {"province": "湖南省", "region_code": "430000", "city": "", "county": ""}
    table = make(LEVEL | year(2024) | exactly(1), LEVEL | year(2024) | exactly(2) | elsewhere, LEVEL | year(2023) | exactly(3) | elsewhere)
    cells = pivot(table, Selection(), Question("province", "metric", "latest")).cells
    found = {row: cell.alike for (row, column), cell in cells.items() if column == TOTAL}
    assert found == {"浙江省": 1, "湖南省": 1, TOTAL: 2}


# --- sums --------------------------------------------------------------------------------------


def sums(found: Pivot) -> dict[tuple[str, str], float | None]:
    return {place: cell.total and cell.total.stated for place, cell in found.cells.items()}


def test_sums_count_no_amount_twice_and_abstain_from_what_cannot_be_added(make: Callable[..., ClaimTable]) -> None:
    table = make(
        MONEY | exactly(900) | year(2024) | HUNAN, MONEY | exactly(200) | year(2024) | CHANGSHA,  # a part of it
        MONEY | exactly(900) | year(2024) | HUNAN | {"doc_id": "d2"},  # said again
        MONEY | exactly(50) | year(2023) | CHANGSHA, MONEY | exactly(70) | year(2023) | {"unit": "USD"}, MONEY | exactly(30) | year(2023),
        LEVEL | exactly(8) | year(2022), MONEY | exactly(40) | year(2024, (6, 30)) | CHANGSHA,  # within 2024
    )  # fmt: skip
    found = pivot(table, Selection(), Question("city", PERIOD, "sum"))
    assert sums(found) == {
        (MISSING, "2024"): 900, (MISSING, TOTAL): 900, ("长沙市", "2024"): 200, ("长沙市", "2023"): 50, ("长沙市", TOTAL): 250,
        ("湖州市", "2023"): None, ("湖州市", "2022"): None, ("湖州市", TOTAL): None, (TOTAL, "2024"): 900, (TOTAL, "2023"): None,
        (TOTAL, "2022"): None, (TOTAL, TOTAL): None,
    }  # fmt: skip
    money = pivot(table, Selection().choosing("unit", ["CNY"]), Question("city", PERIOD, "sum"))
    assert sums(money)[TOTAL, TOTAL] == 900 + 50 + 30
    assert money.cells[TOTAL, TOTAL].total.counted == 3  # type: ignore[union-attr]


def test_too_many_amounts_are_not_added(press: ClaimTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    found = pivot(press, Selection(), Question(measure="sum"))
    assert not found.summed
    assert set(sums(found).values()) == {None}
    assert figures(found)[TOTAL, TOTAL] == 9


@pytest.mark.parametrize("measure", MEASURES)
def test_an_empty_table_has_no_cells(measure: str) -> None:
    assert pivot(ClaimTable.of_table(claims_table([])), Selection(), Question(measure=measure)).cells.get((TOTAL, TOTAL)) is None
