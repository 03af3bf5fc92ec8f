"""``python -m tests.hostile.record``: ingest the corpus, say what changed, and write ``expected.csv`` anew. Judge every change before you commit it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.hostile.report import EXPECTED, differences, expected, ingested, record


def main() -> None:
    """Record what the readers say now."""
    with tempfile.TemporaryDirectory() as scratch:
        rows = ingested(Path(scratch))
    for line in differences(expected() if EXPECTED.exists() else [], rows):
        print(line)
    record(rows)


if __name__ == "__main__":
    main()
