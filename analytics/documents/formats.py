"""Kinds of files by the suffixes of their names, as far as others than their readers have to know them."""

from __future__ import annotations

from analytics.documents.model import Reason

ARCHIVE = ".zip"
# Files that may hold many articles, by how many is told beforehand: a line, an entry.
MANY = frozenset({".csv", ".tsv", ".jsonl", ARCHIVE})
PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".webp")  # read where text recognition is installed
SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods")
# Tables that may say something of other files.
METADATA_FORMATS = frozenset({".csv", ".tsv", *SPREADSHEETS})
# What the reader is told of files that cannot be read, with the step that helps.
REFUSED: dict[str, Reason] = {
    **dict.fromkeys((".gif", ".tif", ".tiff", ".heic"), "picture"),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zipx", ".cab", ".iso"), "archive"),
    **dict.fromkeys((".ppt", ".pps", ".dps"), "old_slides"),
}
