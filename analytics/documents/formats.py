"""Kinds of files by suffix, as far as modules other than their readers need them."""

from __future__ import annotations

from analytics.documents.model import Reason

ARCHIVE = ".zip"
# Files that may hold many articles. Their number can be estimated cheaply, from lines or archive entries.
MANY = frozenset({".csv", ".tsv", ".jsonl", ARCHIVE})
PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".webp")  # read where text recognition is installed
SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods")
# Tables that may hold metadata about other files.
METADATA_FORMATS = frozenset({".csv", ".tsv", *SPREADSHEETS})
# Files that cannot be read, with the reason; its wording in ``analytics.i18n`` tells the user what to do.
REFUSED: dict[str, Reason] = {
    **dict.fromkeys((".gif", ".tif", ".tiff", ".heic"), "picture"),
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zipx", ".cab", ".iso"), "archive"),
    **dict.fromkeys((".ppt", ".pps", ".dps"), "old_slides"),
}
