"""Downloads of exactly the selected rows, as CSV or Excel, written only on demand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from io import RawIOBase
from typing import IO, cast

import streamlit as st

from analytics.claims.selection import Selection
from analytics.claims.table import EXPORTED
from analytics.export.csv import csv_chunks, write_zipped
from analytics.export.excel import MOST_ROWS, PERMALINK, with_permalinks, write_workbook
from analytics.i18n.format import day, grouped, number
from analytics.i18n.words import Words
from analytics.ingest.archive import Archive
from analytics.ui import state
from analytics.ui.components import filters

_NAME = "youju-claims"
_PACKED_FROM = 100_000  # rows; Streamlit holds a download in memory, and a zip is a tenth of the size
_SLOW_FROM = 20_000  # rows from which writing Excel takes more than a few seconds
_ROWS_A_MINUTE = 250_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def buttons(archive: Archive, selection: Selection, rows: int, words: Words) -> None:
    """One download button per format; a slow or impossible download is announced beforehand."""
    packed = rows > _PACKED_FROM
    st.download_button(
        words("download.csv_packed" if packed else "download.csv"), deferred(lambda file: _write_csv(file, archive, selection, packed)),
        file_name=f"{_NAME}.zip" if packed else f"{_NAME}.csv", mime="application/zip" if packed else "text/csv",
        key="download", type="tertiary", on_click="ignore",
    )  # fmt: skip
    about, address = about_lines(archive, selection, rows, words), state.permalink()
    st.download_button(
        words("download.excel"), deferred(lambda file: _write_excel(file, archive, selection, address, about, words)),
        file_name=f"{_NAME}.xlsx", mime=EXCEL, key="download-excel", type="tertiary", on_click="ignore",
        disabled=rows > MOST_ROWS, help=_warning(rows, words),
    )  # fmt: skip


def about_lines(archive: Archive, selection: Selection, rows: int, words: Words) -> list[tuple[str, str]]:
    """Rows of the sheet that explains the data: content, date, active filters and the meaning of each column."""
    return [
        (words("download.about"), words("download.about_text")),
        (words("download.made_on"), day(date.today(), words)),
        (words("download.rows"), grouped(rows, words)),
        (words("download.filters"), words("join.clauses").join(filters.said(archive, selection, words)) or words("download.unfiltered")),
        (words("download.repeats"), words("download.with_repeats" if selection.repeats else "download.without_repeats")),
        ("", ""),
        *((column, words(f"exported.{column}")) for column in (*EXPORTED, PERMALINK)),
    ]


def _warning(rows: int, words: Words) -> str | None:
    if rows > MOST_ROWS:
        return words("download.too_many", n=grouped(MOST_ROWS, words))
    if rows > _SLOW_FROM:
        return words("download.slow", rows=number(float(rows), words), n=-(-rows // _ROWS_A_MINUTE))
    return None


def _write_csv(file: IO[bytes], archive: Archive, selection: Selection, packed: bool) -> None:
    chunks = csv_chunks(archive.table.stream(selection, EXPORTED), EXPORTED)
    if packed:
        write_zipped(file, f"{_NAME}.csv", chunks)
    else:
        file.writelines(chunks)


def _write_excel(file: IO[bytes], archive: Archive, selection: Selection, address: str, about: list[tuple[str, str]], words: Words) -> None:
    batches = with_permalinks(archive.table.stream(selection, EXPORTED), address)
    write_workbook(file, batches, (*EXPORTED, PERMALINK), (words("download.sheet"), words("download.about")), about)


def deferred(write: Callable[[IO[bytes]], None]) -> Callable[[], RawIOBase]:
    """A callable for a download button that returns a temporary file filled by ``write``."""

    def written() -> RawIOBase:
        file = cast(RawIOBase, tempfile.TemporaryFile(buffering=0))  # noqa: SIM115
        write(cast(IO[bytes], file))
        file.seek(0)
        return file

    return written
