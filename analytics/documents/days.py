"""Reads days as files, web pages and tables write them."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta

import regex

_DAY = regex.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>\d\d?)\s?[-/.月]\s?(?P<day>\d\d?)(?!\d)"
    r"|(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=\D|$|\d{6}(?!\d)))"
)
_SPELLED = regex.compile(
    r"(?P<year>[一二][〇零○九一二三四五六七八]{3})年(?P<month>十?[一二]|十|[三四五六七八九])月(?P<day>[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_NUMERALS = {"〇": "0", "零": "0", "○": "0", **{char: str(n) for n, char in enumerate("一二三四五六七八九", start=1)}}
# Serial dates of spreadsheets (days since 1899-12-30), from 1971 to 2077; Unix time in seconds or milliseconds, from 2001.
_SERIAL = regex.compile(r"(?:2[6-9]|[3-5]\d|6[0-4])\d{3}(?:\.\d+)?")
_MOMENT = regex.compile(r"(1\d{9})(\d{3})?(?:\.0+)?")
_SPREADSHEETS_BEGIN = date(1899, 12, 30)
_CHINA = timedelta(hours=8)


def day_of(text: str) -> date | None:
    """The first valid day in ``text`` in digits (2024-05-01T09:00, 2024/5/1, 2024年5月1日, 20240501), without conversion of time zones."""
    for match in _DAY.finditer(unicodedata.normalize("NFKC", text)):
        try:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:  # 2023-02-30
            continue
    return None


def day_in_cell(text: str) -> date | None:
    """The day in a cell of a table.

    It may be written as in ``day_of``, in Chinese numerals (二〇二四年五月一日), as a serial date, or as Unix time, which is read in UTC+8.
    """
    stated = unicodedata.normalize("NFKC", text).strip()
    if _SERIAL.fullmatch(stated):
        return _SPREADSHEETS_BEGIN + timedelta(days=int(float(stated)))
    if moment := _MOMENT.fullmatch(stated):
        return (datetime.fromtimestamp(int(moment[1]), UTC) + _CHINA).date()
    return day_of(stated) or _spelled(stated)


def _spelled(text: str) -> date | None:
    match = _SPELLED.search(text.replace("０", "〇"))
    if match is None:
        return None
    year = int("".join(_NUMERALS[char] for char in match["year"]))
    try:
        return date(year, _small(match["month"]), _small(match["day"]))
    except ValueError:
        return None


def _small(numeral: str) -> int:
    """The value of a Chinese numeral below 100."""
    tens, ten, ones = numeral.rpartition("十")
    return (int(_NUMERALS.get(tens, "1")) * 10 if ten else 0) + int(_NUMERALS.get(ones, "0"))
