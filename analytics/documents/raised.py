"""Raised characters: what they are to the text they stand behind, which keeps no trace of their being raised."""

from __future__ import annotations

import regex

_LENGTH = regex.compile(r"(?:(?<![A-Za-z])[kdcmµμn]?m|米|㎝|㎞|㎜)\s?$")
_POWER = regex.compile(r"[×xX*·✕]\s?10$")
_NOTE = regex.compile(r"[\s\d０-９\[\]()（）〔〕【】⑴-⒇①-⑳*＊†‡§#,，、.\-–~注]{1,12}|[a-z]|[®™℠]")
_UP = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")


def raised(before: str, mark: str) -> str:
    """What ``mark``, raised behind ``before``, reads as: an exponent (m², 10⁴), a degree, nothing (the mark of a note), or itself."""
    mark = mark.strip()
    if mark in ("2", "3", "２", "３") and _LENGTH.search(before):
        return "²" if mark in "2２" else "³"
    if regex.fullmatch(r"[-−+]?\d{1,2}", mark) and _POWER.search(before):
        return mark.translate(_UP)
    if mark in ("o", "O", "0", "º", "○") and regex.search(r"\d$", before) and mark not in ("0",):
        return "°"
    return "" if not mark or _NOTE.fullmatch(mark) else mark
