"""The words of a cross table: what a cell says, its shade, and what a file holds of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analytics.claims.schema import claims_table
from analytics.claims.selection import PERIOD, Selection
from analytics.claims.table import ClaimTable
from analytics.export.csv import rows_to_csv
from analytics.export.excel import write_sheets
from analytics.i18n.words import Words
from analytics.metrics.pivot import Question, pivot
from analytics.metrics.quantities import Quantity
from analytics.ui.crosstab import Grid, grid, quantity_label
from extractors.model import Claim

ZH, EN = Words("zh"), Words("en")
LEVEL: dict[str, Any] = {"role": "level", "direction": "", "basis": "", "metric": "刑事案件"}
MONEY: dict[str, Any] = LEVEL | {"kind": "money", "unit": "CNY", "metric": "投入经费", "subject": "经费"}


def exactly(number: float, text: str, **more: Any) -> dict[str, Any]:
    return dict.fromkeys(("value", "value_low", "value_high"), Decimal(str(number))) | {"text": text} | more


@pytest.fixture
def shown(claim: Callable[..., Claim]) -> Callable[..., str]:
    """``shown("median", {...}, …)``: the only inner cell of a cross table of these claims, as text and note."""

    def make(measure: str, *changes: dict[str, Any], words: Words = ZH) -> str:
        table = ClaimTable.of_table(claims_table([claim(f"c{at}", **changed) for at, changed in enumerate(changes)]))
        cell = grid(pivot(table, Selection(), Question(measure=measure)), words).lines[0][0]
        return f"{cell.text} | {cell.note}" if cell else ""

    return make


def test_one_number_is_written_as_stated_and_several_say_whether_they_are_exact(shown: Callable[..., str]) -> None:
    over = LEVEL | exactly(4300, "4300余起", bound="over", value_high=None)
    assert shown("median", over) == "4,300 余起 | 1 个"
    assert shown("median", over, LEVEL | exactly(100, "100起")) == "≈ 2,200 起 | 2 个"
    assert shown("median", LEVEL | exactly(300, "300起"), LEVEL | exactly(100, "100起"), words=EN) == "200 cases | n = 2"
    assert (
        shown("median", exactly(10, "10%", kind="percentage", unit="%"), exactly(20, "20%", kind="percentage", unit="%")) == "▼ 15% | 2 个"
    )
    assert shown("median", LEVEL | exactly(1, "1起"), LEVEL | exactly(1, "1%", kind="percentage", unit="%")) == "单位不一 | 2 个"


def test_the_latest_figure_has_its_bounds_and_its_period(shown: Callable[..., str]) -> None:
    under = LEVEL | exactly(500, "近500起", bound="under", value_low=None)
    assert shown("latest", under, LEVEL | exactly(7, "7起", published_on=date(2020, 1, 1))) == "近 500 起 | 2023"


def test_of_several_latest_figures_the_others_are_counted(shown: Callable[..., str]) -> None:
    several = [LEVEL | exactly(number, f"{number}起") for number in (7, 8, 9)]
    assert shown("latest", *several).endswith(" 起 | 2023 · 另有 2 个")
    assert shown("latest", *several[:2], words=EN).endswith(" | 2023 · 1 more")


def test_a_bare_date_is_the_latest_figure_only_among_dates(shown: Callable[..., str]) -> None:
    day = {"kind": "date", "unit": "", "metric": "", "value": None, "value_low": None, "value_high": None, "text": "12月3日"}
    assert shown("latest", LEVEL | exactly(7, "7起", published_on=date(2020, 1, 1)), LEVEL | day) == "7 起 | 2023"


def test_sums_keep_what_their_amounts_leave_open(shown: Callable[..., str]) -> None:
    exact, other = MONEY | exactly(100, "100元"), {"innovation": "云哨"}
    over = MONEY | exactly(50, "50余元", bound="over", value_high=None, **other)
    under = MONEY | exactly(50, "近50元", bound="under", value_low=None, **other)
    about = MONEY | exactly(50, "约50元", bound="about", value_low=None, value_high=None, **other)
    exact |= {"innovation": "云桥"}
    assert shown("sum", exact) == "100 元 | 1 个"
    assert shown("sum", exact, exact) == "100 元 | 2 笔里计 1 笔"
    assert shown("sum", exact, over) == "≥ 150 元 | 2 个"
    assert shown("sum", exact, under) == "≤ 150 元 | 2 个"
    assert shown("sum", exact, about) == "≈ 150 元 | 2 个"
    assert shown("sum", exact, MONEY | exactly(50, "50美元", unit="USD")) == "不可相加 | 2 个"
    assert shown("sum", LEVEL | exactly(5, "5起")) == "不可相加 | 1 个"


def test_quantities_have_names() -> None:
    assert quantity_label(Quantity("change", "yoy", "percentage", ("%",), 3), ZH) == "变化量 · 同比 · 百分比（%）"
    assert quantity_label(Quantity("", "", "rank", ("",), 3), EN) == "Rank"


@pytest.fixture
def small(table: ClaimTable) -> Grid:
    return grid(pivot(table, Selection(), Question("province", PERIOD)), ZH)


def test_margins_and_missing_values_are_not_shaded(small: Grid) -> None:
    plain = [(row.tone, column.tone) for row, line in zip(small.rows, small.shades(5), strict=True) for column, shade in zip(small.columns, line, strict=True) if shade is not None]  # fmt: skip
    assert set(plain) == {("", "")}
    assert [row.label for row in small.rows] == ["浙江省", "湖南省", "未标明地区", "合计"]


def test_files_hold_what_is_shown(small: Grid, tmp_path: Path) -> None:
    assert rows_to_csv(small.table()).decode("utf-8-sig").splitlines() == [
        "省份 \\ 年份,2020,2021,2023,未标明时期,合计", "浙江省,1,1,1,,3", "湖南省,,,2,1,3", "未标明地区,,,1,,1", "合计,1,1,4,1,7",
    ]  # fmt: skip
    with (tmp_path / "pivot.xlsx").open("wb") as file:
        write_sheets(file, {"交叉表": small.table(), "=1+1": [["=1+1", "http://x"], ["a", None]]})
    book = openpyxl.load_workbook(tmp_path / "pivot.xlsx")
    assert [[cell.value for cell in row] for row in book["交叉表"]] == small.table()
    assert [cell.data_type for cell in book["=1+1"][1]] == ["s", "s"]
