"""Basis of a change: year on year, month on month, or neither.

In order of precedence: a comparison in the figure's own clause, the one of the list or clause it continues, one right after the figure, one
at the beginning of the sentence.
"""

from __future__ import annotations

import regex

from extractors.model import Basis, Period
from extractors.syntax.clause import TokenizedSentence
from extractors.tokens.calendar import PartialDate

_YEAR_BEFORE = frozenset(
    ["去年", "上年", "上一年", "去年同期", "上年同期", "上一年同期", "同期", "前一年", "上年末", "上年底", "上年度", "上一年度"]
)
_MONTH_BEFORE = frozenset(["上月", "上个月", "上周", "上季度", "前一月", "前一周", "上旬", "上月底", "上月末"])
_COMPARED_BEFORE = regex.compile(r"(?r)(?P<word>[ym])|(?P<than>[cj])[gl]?(?P<when>[t5]+)|o(?P<when>[t5]+)")
# Introductory clause whose comparison holds for the rest of the sentence: 与去年同期相比，
_OPENING = regex.compile(r"(?:\A[^,;.1-4]{0,6}|,)[cj][^,;.1-4]{0,3}[t5][^,;.1-4]{0,3},(?=[^;.]*\Z)")
# The basis carries over to a clause without a time of its own, also one with a list (分别), and to the level right after a change.
_GOING_ON = regex.compile(r"[^;.t5UD]*(?:;[^;.]{0,2}w[^;.t5kUD]*)?|[,j][nlgz]{0,2}[UD][abB]*")


def read_basis(sentence: TokenizedSentence, i: int, period: Period, carried: Basis, *, from_base: bool) -> Basis:
    """Return the basis of figure ``i``, which is a change.

    ``period``: the figure's period. ``carried``: basis of the amount before it. ``from_base``: whether that amount is the starting value.
    """
    k = sentence.at[i]
    before = sentence.amount_before(i)
    begin = sentence.at[before] + 1 if before >= 0 else 0
    if from_base:
        begin = max(sentence.classes.rfind(mark, 0, sentence.at[before]) + 1 for mark in ",;.")
    own = _own_basis(sentence, i) or _of_verb(sentence, begin, k) or _compared(sentence, k, begin, period)
    if own is not None:
        return own
    if carried and (_same_list(sentence, i, before) or _GOING_ON.fullmatch(sentence.classes, sentence.at[before] + 1, k)):
        return carried
    return _around(sentence, k, period)


def _around(sentence: TokenizedSentence, k: int, period: Period) -> Basis:
    """Basis of a comparison right after the figure at token ``k``, or of one at the beginning of the sentence that holds for all of it."""
    behind = sentence.classes[k + 1 : k + 4].lstrip("(a")
    if behind[:1] in ("y", "m"):
        return "yoy" if behind[0] == "y" else "mom"
    if sentence.classes[:1] in ("y", "m") and ";" not in sentence.classes[:k]:  # 同比去年火灾起数下降了41.8%，死亡人数下降了100%
        return "yoy" if sentence.classes[0] == "y" else "mom"
    if match := _OPENING.search(sentence.classes[:k]):
        return _compared(sentence, match.end(), match.start(), period) or ""
    return ""


def _same_list(sentence: TokenizedSentence, i: int, before: int) -> bool:
    return sentence.lists[i] is not None and sentence.lists[i] is sentence.lists[before]


def _of_verb(sentence: TokenizedSentence, begin: int, end: int) -> Basis:
    """Basis within the last verb or noun of movement: ``年增3.1%``, ``月减9%``."""
    for k in reversed(range(begin, end)):
        token = sentence.tokens[k]
        if token.cls in "udIF":
            if k and sentence.tokens[k - 1].text == "年":  # 年成长9.9%
                return "yoy"
            return {"年": "yoy", "月": "mom"}.get(token.text[0], "")  # type: ignore[return-value]
    return ""


def _own_basis(sentence: TokenizedSentence, i: int) -> Basis:
    """Basis of figure ``i`` in a distributive list: ``同比、环比分别下降40%、25%``."""
    group = sentence.lists[i]
    if group is None:
        return ""
    said_bases = [cls for cls in sentence.classes[max(0, group.head - 2 * group.size + 1) : group.head] if cls in "ym"]
    return ("yoy" if said_bases[i - group.first] == "y" else "mom") if len(said_bases) == group.size else ""


def _compared(sentence: TokenizedSentence, end: int, begin: int, period: Period) -> Basis | None:
    """Basis of the last comparison in the tokens ``begin:end``, within the last part of the sentence there.

    Empty if it refers to another time than the year or month before; ``None`` if there is no comparison.
    """
    begin = max(begin, _part(sentence, end))
    other = False
    for match in _COMPARED_BEFORE.finditer(sentence.classes, begin, end):
        if match["word"]:
            return "yoy" if match["word"] == "y" else "mom"
        if basis := _basis_of(sentence, *match.span("when"), period):
            return basis
        other = other or bool(match["than"])
    return "" if other else None


def _part(sentence: TokenizedSentence, k: int) -> int:
    """First token of the part of the sentence that contains token ``k``; a part introduced by 其中 or 当中 belongs to the one before."""
    begin = max(sentence.classes.rfind(mark, 0, k) + 1 for mark in ";.")
    if (
        begin
        and sentence.classes[begin - 1] == ";"
        and (sentence.classes[begin : begin + 1] == "w" or sentence.tokens[begin].text == "当中")
    ):
        return _part(sentence, begin - 1)
    return begin


def _basis_of(sentence: TokenizedSentence, begin: int, end: int, period: Period) -> Basis:
    """Basis of a comparison with the times in the tokens ``begin:end``.

    An explicit year or month takes precedence (比2019年同期); otherwise 去年同期 is year on year.
    """
    dates = [sentence.figures[sentence.figure_at[k]].value.when for k in range(begin, end) if sentence.figure_at[k] >= 0]
    if period.start:
        named = [when.first for when in dates if when and (when.first.year is not None or when.first.month is not None)]
        if any(first.year is not None for first in named) or len(named) == end - begin:
            return next((basis for first in named if (basis := _distance(first, period))), "")
    said_times = {token.text for token in sentence.tokens[begin:end]}
    if said_times & _YEAR_BEFORE:
        return "yoy"
    return "mom" if said_times & _MONTH_BEFORE else ""


def _distance(first: PartialDate, period: Period) -> Basis:
    """``yoy`` if ``first`` begins one year before ``period``, ``mom`` if it begins one month before in the same year, else empty."""
    start = period.start
    if start is None or first.year == start.year - 1 or (first.year is None and first.year_shift == -1):  # 比去年首季
        return "yoy" if start and first.month in (None, start.month) else ""
    a_month = period.end is not None and (period.end.year, period.end.month) == (start.year, start.month)
    return "mom" if a_month and first.month == start.month - 1 and first.year in (None, start.year) else ""
