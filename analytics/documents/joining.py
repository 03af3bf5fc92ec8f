"""Joins lines that break inside a sentence: inside a number, between a number and its unit, after a comma.

A line break is kept wherever the next line may start anew: lists of figures, one a line, stay lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

LIST_MARK = regex.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、）)．]|\d{1,2}[.．)](?!\d)|[①-⑳•·■◆●▪▲★◇○]|【|第[一二三四五六七八九十\d]{1,3}[章节条]"
)
_UNIT = (
    r"(?:余|多)?(?:个百分点|[十百千万亿]{1,2}|[%％‰℃]|[起件人个名台部辆次家户宗例处项条吨米岁天年月日时分秒倍名位套栋座场对批篇份张枚支只头亩元块]"
    r"|公斤|公里|平方米|小时|美元|港元|欧元|[kKcCmM]?[mM][²³]?(?![A-Za-z]))"
)
_DIGIT_END = regex.compile(r"[\d０-９][.．,，]?$")
_NUMBER = regex.compile(r"[\d０-９][\d０-９,，.．]*[十百千万亿余多]{0,3}")
_DIGIT_START = regex.compile(r"[.．]?[\d０-９]")
_UNIT_START = regex.compile(_UNIT)
_UNIT_ALONE = regex.compile(rf"{_UNIT}\p{{Han}}?")
_SCALE_END = regex.compile(r"[\d０-９][十百千万亿]{1,2}$")
_YEAR_END = regex.compile(r"(?<![\d.])(?:19|20)\d\d$")
_MONTH_START = regex.compile(r"\d{1,2}\s?[月年]")
_TIME_ENDS, _TIME_STARTS = regex.compile(r"(?<!\d)\d{1,2}[:：]\d\d$"), regex.compile(r"\d{1,2}[:：]\d\d(?!\d)")  # time of day: 15:20
_DATE_ENDS = regex.compile(r"(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}$")  # 发布时间：2018-1-5
_DATE_STARTS = regex.compile(r"(?:19|20)\d\d年|\d{1,2}月\d{1,2}日")
_GOES_ON = regex.compile(r"[，、（“《‘—/]$")
_CLOSES = regex.compile(r"[，。、；：！？）”》’%％]")


_LOOKED_AT = 200  # characters inspected on each side of a break


class Growing:
    """A line that others are joined to. Adding costs time in proportion to the text added."""

    def __init__(self, text: str) -> None:
        self._parts = [text]
        self.end = text[-_LOOKED_AT:]  # all that ``joins`` needs

    def add(self, text: str) -> None:
        """Join ``text`` to the end of the line."""
        if len(self._parts) == 1:
            self._parts[0] = self._parts[0].rstrip()
        self.end = self.end.rstrip()
        piece = joined(self.end, text.strip())[len(self.end) :]
        self._parts.append(piece)
        self.end = (self.end + piece)[-_LOOKED_AT:]

    def __str__(self) -> str:
        return "".join(self._parts)


def joins(before: str, after: str) -> bool:
    """Whether the line ``after`` continues a sentence or a number in which ``before`` breaks off."""
    before, after = before[-_LOOKED_AT:].rstrip(), after[:_LOOKED_AT].lstrip()
    if not before or not after or "|" in before or "|" in after or LIST_MARK.match(after):
        return False
    if _CLOSES.match(after) or _GOES_ON.search(before):
        return True
    if _SCALE_END.search(before) and not _NUMBER.fullmatch(before):
        return _UNIT_START.match(after) is not None
    if not _DIGIT_END.search(before):
        return bool(_NUMBER.fullmatch(before) and _UNIT_ALONE.fullmatch(after))
    if _TIME_ENDS.search(before) or _TIME_STARTS.match(after) or _DATE_ENDS.search(before) or _DATE_STARTS.match(after):
        return False
    if _DIGIT_START.match(after):
        whole = _NUMBER.fullmatch(before) or _NUMBER.fullmatch(after) or (_YEAR_END.search(before) and _MONTH_START.match(after))
        return not whole
    alone = _NUMBER.fullmatch(before)
    return bool(_UNIT_ALONE.fullmatch(after) if alone else _UNIT_START.match(after))


def joined(before: str, after: str) -> str:
    """Two lines as one: without a space between Chinese characters or digits, with one between Latin words."""
    latin = before[-1:].isascii() and after[:1].isascii() and (before[-1:].isalpha() or after[:1].isalpha())
    in_a_number = before[-1:].isdigit() and after[:1].isalpha() is False
    return f"{before} {after}" if latin and not in_a_number else before + after


def unbroken(lines: Iterable[str]) -> Iterator[str]:
    """``lines`` with those that break inside a sentence joined."""
    held: Growing | None = None
    for line in lines:
        if held is not None and joins(held.end, line):
            held.add(line)
            continue
        if held is not None:
            yield str(held)
        held = Growing(line)
    if held is not None:
        yield str(held)


def width_of(text: str) -> float:
    """The width of ``text`` in Chinese characters: Latin letters and digits take half of one."""
    return sum(0.5 if char < "\u2000" else 1.0 for char in text)
