"""Tables as lines: every column has its whole head, and nothing is said twice that counts."""

import pytest

from analytics.documents import grid
from analytics.documents.grid import Cell, GiantTableError, is_number, table_lines


def rows(*lines: str) -> list[list[Cell]]:
    return [[Cell(text) for text in line.split(",")] for line in lines]


def test_rows_are_lines_and_empty_cells_keep_their_place() -> None:
    assert table_lines(rows("单位,警情,破案", "东区,,30", "西区,41,")) == ["单位 | 警情 | 破案", "东区 |  | 30", "西区 | 41 | "]


def test_a_head_over_columns_stands_in_each_and_a_figure_once() -> None:
    table = [
        [Cell("单位", rows=2), Cell("2023年", columns=2)],
        [Cell("警情"), Cell("破案")],
        [Cell("东区"), Cell("12", columns=2)],
        [Cell("合计", columns=2), Cell("30")],
    ]
    assert table_lines(table) == ["单位 | 2023年 | 2023年", "单位 | 警情 | 破案", "东区 | 12 | ", "合计 |  | 30"]


def test_words_go_down_over_rows_and_figures_do_not() -> None:
    assert table_lines([[Cell("东区", rows=2), Cell("7", rows=2), Cell("1")], [Cell("2")]]) == ["东区 | 7 | 1", "东区 |  | 2"]


def test_title_and_unit_stand_alone_and_so_does_a_remark() -> None:
    table = [
        [Cell("各区警情统计表", columns=3)],
        *rows(",,单位：起", "区,一月,二月", "东区,3,4"),
        [Cell("注：二月的数字是初步统计，以年报为准", columns=3)],
    ]
    assert table_lines(table) == ["各区警情统计表", "单位：起", "区 | 一月 | 二月", "东区 | 3 | 4", "注：二月的数字是初步统计，以年报为准"]


def test_the_head_of_a_group_of_rows_stays_a_row() -> None:
    table = [*rows("项目,一月,二月"), [Cell("一、刑事", columns=3)], *rows("盗窃,3,4")]
    assert table_lines(table) == ["项目 | 一月 | 二月", "一、刑事 |  | ", "盗窃 | 3 | 4"]


def test_bars_and_breaks_in_a_cell_break_no_row() -> None:
    assert table_lines([[Cell("甲|乙\n丙"), Cell("3")]]) == ["甲/乙 丙 | 3"]


def test_a_giant_is_refused_before_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MAX_CELLS", 50)
    with pytest.raises(GiantTableError):
        table_lines([[Cell("a", columns=60), Cell("b")]])
    with pytest.raises(GiantTableError):
        table_lines([*rows(",".join("ab" * 10))] + rows("c") * 10)


@pytest.mark.parametrize("text", ["3", "-1.5", "1,250.5", "12%", "40 起", "0.3个百分点", "３０"])
def test_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["2023年", "2023", "1月", "一季度", "3起（含2起）", "", "—", "1-6月"])
def test_no_numbers(text: str) -> None:
    assert not is_number(text)
