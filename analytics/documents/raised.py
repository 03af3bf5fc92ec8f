"""Superscripts: which plain text a raised character stands for, judged by the text before it."""

from __future__ import annotations

import regex

_LENGTH = regex.compile(r"(?:(?<![A-Za-z])[kdcmµμn]?m|米|㎝|㎞|㎜)\s?$")
_POWER = regex.compile(r"[×xX*·✕]\s?10$")
_NOTE = regex.compile(r"[\s\d０-９\[\]()（）〔〕【】⑴-⒇①-⑳*＊†‡§#,，、.\-–~注]{1,12}|[a-z]|[®™℠]")
_UP = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")


def raised(before: str, mark: str) -> str:
    """The plain text for ``mark``, raised after ``before``.

    An exponent (m², 10⁴) or a degree sign becomes that character, a note mark becomes empty, and other text stays.
    """
    mark = mark.strip()
    if mark in ("2", "3", "２", "３") and _LENGTH.search(before):
        return "²" if mark in "2２" else "³"
    if regex.fullmatch(r"[-−+]?\d{1,2}", mark) and _POWER.search(before):
        return mark.translate(_UP)
    if mark in ("o", "O", "0", "º", "○") and regex.search(r"\d$", before) and mark not in ("0",):
        return "°"
    return "" if not mark or _NOTE.fullmatch(mark) else mark
