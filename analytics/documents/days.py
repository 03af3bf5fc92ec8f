"""A day as files and pages write it."""

from __future__ import annotations

from datetime import date

import regex

_DAY = regex.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>\d\d?)\s?[-/.月]\s?(?P<day>\d\d?)(?!\d)"
    r"|(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=\D|$|\d{6}(?!\d)))"
)


def day_of(text: str) -> date | None:
    """The first day that ``text`` states in numbers (2024-05-01T09:00, 2024/5/1, 2024年5月1日, 20240501), as it is stated there."""
    for match in _DAY.finditer(text):
        try:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:  # 2023-02-30 states no day
            continue
    return None
