"""CSV that opens right in a spreadsheet, in pieces: the same bytes a whole-frame writer with the same rules gives."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import unicodedata
import zipfile
from datetime import date
from itertools import dropwhile

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.export.csv import csv_chunks, to_csv, write_rows, write_zipped

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u3000＝", "\u00a0@", "\u200b+", "\ufeff-", "\v=")
UNSEEN = ("Zs", "Zl", "Zp", "Cc", "Cf")
texts = st.one_of(st.text(st.sampled_from("=+-@\t\r\n＝＋－＠\",'a警1 ；\u3000\u200b\ufeff"), max_size=6), st.text(max_size=6)).filter(
    lambda text: "\0" not in text
)
numbers = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**12), 10**12).map(float))
tables = st.lists(st.tuples(texts, numbers, st.one_of(st.none(), st.integers(-5, 5)), st.one_of(st.none(), st.dates(date(1000, 1, 1)))), max_size=12).map(
    lambda rows: pa.table(
        [pa.array(values, kind) for values, kind in zip(zip(*rows, strict=True) if rows else [()] * 4, (pa.string(), pa.float64(), pa.int64(), pa.date32()), strict=True)],
        names=["text", "value", "start", "day"],
    )
)  # fmt: skip


def in_pieces(table: pa.Table, rows: int) -> bytes:
    return b"".join(csv_chunks(table.to_batches(rows), table.column_names))


def written_by_the_csv_module(table: pa.Table) -> bytes:
    """The rules, one cell after the other."""

    def cell(value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, float):
            return np.format_float_positional(value + 0.0, trim="-")  # no figure is minus zero
        text = value.isoformat() if isinstance(value, date) else str(value)
        seen = "".join(dropwhile(lambda sign: unicodedata.category(sign) in UNSEEN, text))
        formula = text.startswith(("\t", "\r", "\n")) or (len(seen) > 1 and seen.startswith(tuple("=+-@＝＋－＠")))
        parts = re.split("[/-]", text.rstrip("".join(filter(lambda sign: unicodedata.category(sign) in UNSEEN, text))))
        day = len(parts) in (2, 3) and all(part.isdecimal() and len(part) <= 4 for part in parts) and seen == text
        return f"'{text}" if isinstance(value, str) and (formula or day) else text

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.column_names)
    writer.writerows([cell(value) for value in row.values()] for row in table.to_pylist())
    return out.getvalue().encode("utf-8-sig")


@given(tables, st.integers(1, 5))
def test_cells_are_what_the_rules_say_however_they_are_cut(table: pa.Table, rows: int) -> None:
    assert in_pieces(table, rows) == written_by_the_csv_module(table)


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_starts_a_formula_in_any_piece(start: str) -> None:
    table = pa.table({"text": [f"{start}cmd", "普通", f'{start}HYPERLINK("x")', f"{start},1"] * 3, "value": [-1.5, 2.0, None, 4e20] * 3})
    back = pd.read_csv(io.BytesIO(in_pieces(table, 2)), encoding="utf-8-sig", keep_default_na=False, dtype=str)
    assert back["text"].tolist() == [f"'{start}cmd", "普通", f'\'{start}HYPERLINK("x")', f"'{start},1"] * 3
    assert back["value"].tolist() == ["-1.5", "2", "", "400000000000000000000"] * 3


@pytest.mark.parametrize("text", ["1/5", "3/10", "3-10", "2024/1/5", "12-31"])
def test_no_fraction_becomes_a_day(text: str) -> None:
    written = b"".join(csv_chunks(pa.table({"text": [text, f"{text}以上"]}).to_batches(), ["text"])).decode("utf-8-sig")
    assert written.splitlines() == ["text", f"'{text}", f"{text}以上"]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_row_of_another_table_starts_a_formula(start: str) -> None:
    out = io.StringIO(newline="")
    write_rows(out, [("name", "n"), (f"{start}cmd|' /C calc'!A0", -3), ("-", 0.5)])
    assert list(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [["name", "n"], [f"'{start}cmd|' /C calc'!A0", "-3"], ["-", "0.5"]]


def test_one_byte_order_mark_and_one_header() -> None:
    table = pa.table({"text": ["甲", "乙"]})
    chunks = list(csv_chunks(table.to_batches(1), ["text"]))
    assert chunks == [b"\xef\xbb\xbftext\r\n", "甲\r\n".encode(), "乙\r\n".encode()]
    assert list(csv_chunks([], ["text"])) == chunks[:1]


def test_a_frame_has_its_days_without_hours() -> None:
    frame = pd.DataFrame({"day": pd.to_datetime(["2024-01-05", None]), "n": pd.array([1, None], "Int64")})
    assert to_csv(frame).decode("utf-8-sig") == "day,n\r\n2024-01-05,1\r\n,\r\n"


def test_a_zip_holds_the_same_bytes() -> None:
    chunks = ["\ufeff列\r\n".encode(), "一万\r\n".encode() * 5000]
    with tempfile.TemporaryFile(buffering=0) as file:
        write_zipped(file, {"claims.csv": iter(chunks), "about.json": [b"{}"]})
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            assert archive.namelist() == ["claims.csv", "about.json"]
            assert archive.read("claims.csv") == b"".join(chunks)
