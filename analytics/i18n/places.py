"""English names of China's cities and counties, from a table: pinyin, or the established spelling (Hohhot, Kashgar, Taipei).

The table was made once from the extractors' places with pypinyin and corrected by hand, since pypinyin misreads many names (什邡, 单县).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def english() -> Mapping[str, str]:
    """The English name of each city and county by its official name: ``南浔区`` is ``Nanxun District``."""
    with Path(__file__).with_name("places_en.csv").open(encoding="utf-8", newline="") as table:
        return {row["name"]: row["english"] for row in csv.DictReader(table)}
