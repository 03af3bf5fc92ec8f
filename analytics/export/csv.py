"""Tables as CSV that spreadsheets open without changing values, written in chunks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, TextIO
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import regex

# What a spreadsheet takes for a formula (OWASP, "CSV Injection"), also after invisible characters, which it may drop; a sign alone is not
# one. What it takes for a date: 1/5, 3-10.
_OTHERWISE = r"^[\t\r\n]|^[\p{Z}\p{Cc}\p{Cf}]*(?:[=+\-@＝＋－＠](?s:.)|\d{1,4}[/\-]\d{1,4}(?:[/\-]\d{1,4})?[\p{Z}\p{Cc}\p{Cf}]*$)"
_taken_otherwise = regex.compile(_OTHERWISE)
_NEEDS_QUOTES = '[",\r\n]'
_BATCH_ROWS = 20_000
_EXACT = 2.0**53  # up to here every whole number is a float of its own


def csv_chunks(batches: Iterable[pa.RecordBatch], columns: Iterable[str]) -> Iterator[bytes]:
    """Rows as CSV: UTF-8 with a byte-order mark, ISO dates, plain numbers, empty cells for missing values. There is always a header.

    Text that a spreadsheet would take for a formula or a date gets a leading apostrophe; numbers do not. Each chunk consists of
    whole lines.
    """
    yield ("\ufeff" + ",".join(columns) + "\r\n").encode()
    for batch in batches:
        if batch.num_rows:
            lines = pc.binary_join_element_wise(*(_cells(column) for column in batch.columns), ",")
            (text,) = pc.binary_join(pa.ListArray.from_arrays([0, len(lines)], lines), "\r\n")
            yield text.as_buffer().to_pybytes() + b"\r\n"


def write_zipped(file: IO[bytes], files: Mapping[str, Iterable[bytes]]) -> None:
    """Write ``files``, the chunks of each by its name, to ``file`` as a zip archive, one after the other and in bounded memory."""
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, chunks in files.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)


def to_csv(frame: pd.DataFrame) -> bytes:
    """A whole DataFrame as ``csv_chunks`` writes it."""
    batches = pa.Table.from_pandas(frame, preserve_index=False).to_batches(_BATCH_ROWS)
    return b"".join(csv_chunks(batches, frame.columns))


def write_rows(file: TextIO, rows: Iterable[Iterable[Any]]) -> None:
    """Write rows of any kind to ``file`` as CSV, with the same apostrophe before formulas and dates."""
    csv.writer(file).writerows(
        [f"'{cell}" if isinstance(cell, str) and _taken_otherwise.search(cell) else cell for cell in row] for row in rows
    )


def rows_to_csv(rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows of any kind as ``write_rows`` writes them, in UTF-8 with a byte-order mark."""
    text = io.StringIO(newline="")
    write_rows(text, rows)
    return text.getvalue().encode("utf-8-sig")


def _cells(column: pa.Array) -> pa.Array:
    """A column as text cells, quoted where CSV needs it. Values repeat, so each distinct one is formatted only once."""
    each = column.dictionary_encode()
    return pc.fill_null(_written(each.dictionary).take(each.indices), "")


def _written(values: pa.Array) -> pa.Array:
    if pa.types.is_floating(values.type):
        return _plain(values)
    if pa.types.is_timestamp(values.type):
        return values.cast(pa.date32()).cast(pa.string())
    text = values.cast(pa.string())
    return text if pa.types.is_integer(values.type) or pa.types.is_date(values.type) else _quoted(_as_text(text))


def _plain(numbers: pa.Array) -> pa.Array:
    """The shortest digits that read back as each number, without an exponent; null for NaN. Arrow writes whole numbers, which most are, at once."""
    whole = pc.fill_null(pc.and_(pc.less(pc.abs(numbers), _EXACT), pc.equal(pc.floor(numbers), numbers)), True)
    broken = pc.invert(whole)
    written = (None if number != number else np.format_float_positional(number, trim="-") for number in numbers.filter(broken).to_pylist())
    as_integers = pc.if_else(whole, numbers, None).cast(pa.int64()).cast(pa.string())
    return pc.replace_with_mask(as_integers, broken, pa.array(written, pa.string()))


def _as_text(text: pa.Array) -> pa.Array:
    """Text with an apostrophe before what a spreadsheet would not take for text."""
    risky = pc.match_substring_regex(text, _OTHERWISE)
    return pc.if_else(risky, pc.binary_join_element_wise("'", text, ""), text)


def _quoted(text: pa.Array) -> pa.Array:
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(text, '"', '""'), '"', "")
    return pc.if_else(pc.match_substring_regex(text, _NEEDS_QUOTES), quoted, text)
