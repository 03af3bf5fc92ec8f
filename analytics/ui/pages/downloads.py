"""Downloads of exactly the selected rows, in several formats, written only on demand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from io import RawIOBase
from typing import IO, cast

import streamlit as st

from analytics.claims.selection import Selection
from analytics.claims.sources import EXPORT_SCHEMA
from analytics.claims.table import EXPORTED
from analytics.export.csv import csv_chunks, write_zipped
from analytics.export.excel import MOST_ROWS, PERMALINK, Column, with_permalinks, write_workbook
from analytics.export.metadata import METADATA_SUFFIX, beside_csv, provenance
from analytics.export.parquet import write_parquet
from analytics.export.snippet import snippet
from analytics.export.sqlite import write_sqlite
from analytics.i18n.format import day, grouped, number, unit_label
from analytics.i18n.words import Words
from analytics.ingest.dataset import Dataset
from analytics.ui import datasets, state
from analytics.ui.components import copying, filters

_NAME = "youju-claims"
_PACKED_FROM = 100_000  # rows; Streamlit holds a download in memory, and a zip is a tenth of the size
_SLOW_FROM = 20_000  # rows from which writing Excel takes more than a few seconds
_ROWS_A_MINUTE = 250_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def buttons(dataset: Dataset, selection: Selection, rows: int, words: Words) -> None:
    """One download button per format; a slow or impossible download is announced beforehand."""
    packed = rows > _PACKED_FROM
    describe = described(f"{_NAME}.csv", {column: words(f"exported.{column}") for column in EXPORTED}, rows, selection)
    st.download_button(
        words("download.csv_packed" if packed else "download.csv"), deferred(lambda file: _write_csv(file, dataset, selection, packed, describe)),
        file_name=f"{_NAME}.zip" if packed else f"{_NAME}.csv", mime="application/zip" if packed else "text/csv",
        key="download", type="tertiary", on_click="ignore",
    )  # fmt: skip
    about, address = about_lines(dataset, selection, rows, words), state.permalink()
    st.download_button(
        words("download.excel"), deferred(lambda file: _write_excel(file, dataset, selection, rows, address, about, words)),
        file_name=f"{_NAME}.xlsx", mime=EXCEL, key="download-excel", type="tertiary", on_click="ignore",
        disabled=rows > MOST_ROWS, help=_warning(rows, words),
    )  # fmt: skip
    _more(dataset, selection, rows, describe, words)


def describe_button(name: str, columns: Mapping[str, str], rows: int, words: Words, *, key: str) -> None:
    """A button for the description of the CSV file ``name``, for a page that offers one; ``columns`` and their meanings as in ``beside_csv``."""
    st.download_button(
        words("take.json"), described(name, columns, rows), file_name=f"{name}{METADATA_SUFFIX}", mime="application/json", key=key,
        type="tertiary", on_click="ignore",
    )  # fmt: skip


def described(name: str, columns: Mapping[str, str], rows: int, selection: Selection | None = None) -> Callable[[], bytes]:
    """A callable that describes the CSV file ``name`` of the current view, or of another ``selection``. It may be called outside the session."""
    now, address = selection or state.selection(), state.view_address()
    return lambda: beside_csv(name, columns, provenance(now, datasets.log_head(), address=address) | {"rows": rows})


def _more(dataset: Dataset, selection: Selection, rows: int, describe: Callable[[], bytes], words: Words) -> None:
    """A menu of what programs read: a description of the CSV, Parquet, SQLite, and the view as Python."""
    menu = st.popover(words("download.more"), key="download-more", type="tertiary", on_change="rerun")
    if not menu.open:
        return
    many = words("download.too_many_sqlite", n=grouped(_PACKED_FROM, words)) if rows > _PACKED_FROM else None
    facts = provenance(selection, datasets.log_head(), address=state.view_address())
    files: dict[str, tuple[str, str, Callable[[IO[bytes]], None]]] = {
        "json": (f"{_NAME}.csv{METADATA_SUFFIX}", "application/json", lambda file: file.writelines([describe()])),
        "parquet": (
            f"{_NAME}.parquet",
            "application/vnd.apache.parquet",
            lambda file: write_parquet(file, dataset.table.stream(selection, EXPORTED), EXPORT_SCHEMA, dict(facts)),
        ),
        "sqlite": (f"{_NAME}.sqlite", "application/vnd.sqlite3", lambda file: write_sqlite(file, dataset, selection, dict(facts))),
    }
    for kind, (name, mime, write) in files.items():
        menu.download_button(
            words(f"take.{kind}"), deferred(write), file_name=name, mime=mime, key=f"download-{kind}", type="tertiary", on_click="ignore",
            disabled=kind == "sqlite" and many is not None, help=many if kind == "sqlite" else None,
        )  # fmt: skip
    if workspace := datasets.workspace():
        with menu:
            copying.show(words("download.python"), [("", snippet(selection, workspace.folder.name))], words, key="copy-python")


def about_lines(dataset: Dataset, selection: Selection, rows: int, words: Words) -> list[tuple[str, str]]:
    """Rows of the sheet that explains the data: content, date, active filters, and each column with its name and meaning in the CSV."""
    return [
        (words("download.about"), words("download.about_text")),
        (words("download.made_on"), day(date.today(), words)),
        (words("download.rows"), grouped(rows, words)),
        (
            words("download.filters"),
            words("join.clauses").join(filters.active_filter_labels(dataset, selection, words)) or words("download.unfiltered"),
        ),
        (words("download.repeats"), words("download.with_repeats" if selection.repeats else "download.without_repeats")),
        ("", ""),
        *((words(f"head.{column}"), f"{column}: {words(f'exported.{column}')}") for column in (*EXPORTED, PERMALINK)),
    ]


def _warning(rows: int, words: Words) -> str | None:
    if rows > MOST_ROWS:
        return words("download.too_many", n=grouped(MOST_ROWS, words))
    if rows > _SLOW_FROM:
        return words("download.slow", rows=number(float(rows), words), n=-(-rows // _ROWS_A_MINUTE))
    return None


def _write_csv(file: IO[bytes], dataset: Dataset, selection: Selection, packed: bool, describe: Callable[[], bytes]) -> None:
    chunks = csv_chunks(dataset.table.stream(selection, EXPORTED), EXPORTED)
    if packed:
        write_zipped(file, {f"{_NAME}.csv": chunks, f"{_NAME}.csv{METADATA_SUFFIX}": [describe()]})
    else:
        file.writelines(chunks)


def _write_excel(
    file: IO[bytes], dataset: Dataset, selection: Selection, rows: int, address: str, about: list[tuple[str, str]], words: Words
) -> None:
    batches = with_permalinks(dataset.table.stream(selection, EXPORTED), address)
    columns = [Column(name, words(f"head.{name}"), _label_of(name, words)) for name in (*EXPORTED, PERMALINK)]
    write_workbook(file, batches, columns, (words("download.sheet"), words("download.about")), about, rows=rows)


_CODED = ("kind", "bound", "role", "direction", "basis", "period_basis", "region_basis", "innovation_type", "metric", "province")


def _label_of(column: str, words: Words) -> Callable[[str], str]:
    """How the codes of a column are written for people; texts of the articles stay as they are."""
    if column in _CODED:
        return cache(partial(words.of, "type" if column == "innovation_type" else column))
    if column == "notes":
        return cache(lambda codes: words("join.clauses").join(words(f"note.{code}") for code in codes.split()))
    return cache(partial(unit_label, words=words)) if column == "unit" else str


def deferred(write: Callable[[IO[bytes]], None]) -> Callable[[], RawIOBase]:
    """A callable for a download button that returns a temporary file filled by ``write``."""

    def written() -> RawIOBase:
        file = cast(RawIOBase, tempfile.TemporaryFile(buffering=0))  # noqa: SIM115
        write(cast(IO[bytes], file))
        file.seek(0)
        return file

    return written
