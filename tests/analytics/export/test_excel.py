"""The Excel workbook, read back by another library: value by value what the table says, and nothing that a spreadsheet would run."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from analytics.claims.schema import claims_table
from analytics.claims.selection import Selection
from analytics.claims.table import EXPORTED, ClaimTable
from analytics.export import excel
from analytics.export.excel import PERMALINK, Column, with_permalinks, write_workbook
from extractors.model import Claim

ABOUT = [("说明", "=1+1"), ("筛选", "浙江省")]


def read_back(batches: list[pa.RecordBatch], columns: list[str]) -> openpyxl.Workbook:
    file = io.BytesIO()
    heads = [Column(name, name) for name in columns]
    write_workbook(file, batches, heads, ("数据", "说明"), ABOUT, rows=sum(batch.num_rows for batch in batches))
    return openpyxl.load_workbook(file)


def cells(book: openpyxl.Workbook) -> list[list[Any]]:
    """The rows under the header, empty cells as None; no cell may be a formula."""
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d", "inlineStr"}
    return [[unescape(cell.value) if isinstance(cell.value, str) else cell.value for cell in row] for row in rows]


def as_excel_holds(value: object) -> object:
    """Days from 1900 on are days; earlier ones and text are text; empty text and NaN are empty cells."""
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day) if value.year >= 1900 else value.isoformat()
    return None if value == "" or value != value else value


# What XML cannot hold, or reads back otherwise, has a test of its own below.
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="_\ufffe\uffff"), max_size=6)
formulas = st.sampled_from(["=1+1", "+1", "-2", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "http://x.example", "mailto:a@b", "{=1}", "00123", "1e5", "TRUE", "2024-01-01", "1/5", "3/10"])  # fmt: skip
numbers = st.one_of(st.none(), st.just(float("nan")), st.floats(-1e9, 1e9).map(lambda value: round(value, 4)))  # a sheet holds 15 digits
days = st.one_of(st.none(), st.dates(date(1000, 1, 1)))
schema = pa.schema([("text", pa.string()), ("value", pa.float64()), ("start", pa.int64()), ("day", pa.date32())])
tables = st.lists(st.tuples(st.one_of(formulas, texts), numbers, st.one_of(st.none(), st.integers(-9, 9**9)), days), max_size=8)


@settings(max_examples=60)
@given(tables, st.integers(1, 4))
def test_every_cell_reads_back(rows: list[tuple[Any, ...]], size: int) -> None:
    table = pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)
    back = cells(read_back(table.to_batches(size), schema.names))
    expected = [[as_excel_holds(value) for value in row] for row in rows]
    assert [row for row in back if any(value is not None for value in row)] == [
        row for row in expected if any(value is not None for value in row)
    ]


def test_the_claim_table_reads_back_with_its_links(claim: Callable[..., Claim]) -> None:
    claims = [
        claim("c1"),
        claim("c2", value=None, published_on=None, subject="=cmd|' /C calc'!A0", period_start=date(1898, 7, 3), region_code="010203"),
    ]
    table = ClaimTable.of_table(claims_table(claims))
    batches = list(with_permalinks(table.stream(Selection(repeats=True), EXPORTED), "http://h/?claim="))
    book = read_back(batches, [*EXPORTED, PERMALINK])
    assert [cell.value for cell in book.worksheets[0][1]] == [*EXPORTED, PERMALINK]
    rows = [dict(zip([*EXPORTED, PERMALINK], row, strict=True)) for row in cells(book)]
    assert [row[PERMALINK] for row in rows] == ["http://h/?claim=c1", "http://h/?claim=c2"]
    for row, written in zip(table.rows(Selection(repeats=True)).to_dict("records"), rows, strict=True):
        source = claims[["c1", "c2"].index(row["claim_id"])]
        for name in Claim._fields:
            value = getattr(source, name)
            assert written[name] == as_excel_holds(float(value) if name.startswith("value") and value is not None else value), name
    assert {cell.hyperlink.target for (cell,) in book.worksheets[0].iter_rows(min_row=2, min_col=len(EXPORTED) + 1)} == {
        row[PERMALINK] for row in rows
    }


def test_only_web_addresses_are_links() -> None:
    sources = ["http://example.org/a?b=1#c", "javascript:alert(1)", "a/b.txt", "file:///etc/hosts", "http://example.org/" + "x" * 3000]
    book = read_back([pa.record_batch({"source": sources, "sentence": ["http://example.org/"] * 5})], ["source", "sentence"])
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet["A"][1:]] == sources
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink] == ["A2"]


def test_links_end_where_a_sheet_holds_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "_MOST_LINKS", 2)
    sources = [f"http://example.org/{number}" for number in range(4)]
    sheet = read_back([pa.record_batch({"source": sources})], ["source"]).worksheets[0]
    assert [cell.value for cell in sheet["A"][1:]] == sources
    assert [bool(cell.hyperlink) for cell in sheet["A"][1:]] == [True, True, False, False]


def test_codes_and_heads_are_in_the_reader_s_words() -> None:
    file = io.BytesIO()
    labels = {"yoy": "同比"}
    write_workbook(
        file,
        [pa.record_batch({"basis": ["yoy", "", "另"]})],
        [Column("basis", "比较", lambda code: labels.get(code, code))],
        ("数据", "说明"),
        [],
        rows=3,
    )
    assert [cell.value for cell in openpyxl.load_workbook(file).worksheets[0]["A"]] == ["比较", "同比", None, "另"]


@pytest.mark.parametrize("most", [excel.MOST_IN_TABLE, 0])
def test_a_header_that_stays_a_table_or_filter_and_a_sheet_that_explains(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(excel, "MOST_IN_TABLE", most)
    book = read_back([pa.record_batch({"claim_id": ["c1"], "day": pa.array([date(2024, 3, 5)])})], ["claim_id", "day"])
    sheet, about = book.worksheets
    assert (sheet.title, about.title) == ("数据", "说明")
    assert sheet.freeze_panes == "A2"
    assert sheet.tables.items() == ([("claims", "A1:B2")] if most else [])
    assert (sheet.tables["claims"].autoFilter if most else sheet.auto_filter).ref == "A1:B2"
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width
    assert [[cell.value for cell in row] for row in about.iter_rows()] == [list(line) for line in ABOUT]
    assert about["B1"].data_type == "s"


def test_a_text_longer_than_a_cell_is_shortened_and_others_are_whole() -> None:
    (long,), (whole,) = cells(read_back([pa.record_batch({"text": ["警" * 40_000, "甲" * 32_767]})], ["text"]))
    assert long == "警" * 16_000 + "…"
    assert whole == "甲" * 32_767


def test_signs_that_xml_cannot_hold_survive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_IN_TABLE", 0)  # openpyxl undoes the escapes of a table's strings twice
    strange = ["a\rb", "a\x07b", "_x000D_", "甲\n乙\t丙"]
    assert [row[0] for row in cells(read_back([pa.record_batch({"text": strange})], ["text"]))] == strange


def test_no_rows_still_make_a_sheet() -> None:
    assert [cell.value for cell in read_back([], ["a", "b"]).worksheets[0][1]] == ["a", "b"]


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 2)
    with pytest.raises(ValueError, match="3 rows"):
        read_back([pa.record_batch({"a": ["x", "y", "z"]})], ["a"])
