"""The tables as files that open right in a spreadsheet."""

from __future__ import annotations

import csv
from typing import cast

import numpy as np
import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def to_csv(frame: pd.DataFrame) -> bytes:
    """``frame`` as CSV: UTF-8 with a byte-order mark, ISO dates, plain numbers, empty cells for what is missing.

    Text that a spreadsheet would take for a formula is led by an apostrophe; numbers are left alone.
    """
    safe = frame.copy()
    for column in safe.columns[[pd.api.types.is_string_dtype(dtype) for dtype in safe.dtypes]]:
        risky = safe[column].str.startswith(_FORMULA_STARTS, na=False)
        safe.loc[risky, column] = "'" + safe.loc[risky, column]
    text = safe.to_csv(index=False, date_format="%Y-%m-%d", float_format=_plain, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    return text.encode("utf-8-sig")


def _plain(number: object) -> str:
    """The shortest digits that read back as ``number``, never with an exponent."""
    return np.format_float_positional(cast(float, number), trim="-")
