"""Lines that a fixed width has broken: joined, so that the figure or word cut by the end of a line is whole again.

Plain text from mails, terminals and PDFs ends each line where it is full. A line break goes where the line before it is full and
goes on, or where it cuts a number from the rest of it or from its unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

import regex

from extractors.lexicon import lexicon, one_of
from extractors.source.clean import CleanText

_NARROWEST, _WIDEST = 24, 100  # columns of a line that was broken by its width; a character of Chinese takes two
_SLACK = 4  # columns that a full line may fall short: a word of Latin letters or a mark that may not begin a line
_ENDED = regex.compile(r"[。！？!?；;：:…”’」』）)》】|]$")
_OPENS_ANOTHER = regex.compile(r"\s{2}|[（(]?[一二三四五六七八九十]{1,3}[、）)]|[（(]\d{1,2}[）)]|\d{1,2}[.、．](?!\d)|[①-⑳●◆■▪•·*【\-—|]")
_GOES_ON = regex.compile(r"[，,、]$")
_UNITS = {
    *(unit for name in ("classifiers", "units") for group in lexicon(name).values() for unit in group),
    *("元", "美元", "港元", "倍", "小时", "分钟", "天", "年", "月", "日", "个百分点", "百分点"),
}
# A number at the end of a line, and what belongs to it at the beginning of the next.
_NUMBER_ENDS = regex.compile(r"(?:(?<![\d.])\d[\d,]*(?:\.\d*)?|\d[.．])$")
_NUMBER_GOES_ON = regex.compile(rf"[.．]\d|[%％‰]|[余多]?[十百千万亿]{{0,2}}[余多]?{one_of(_UNITS)}|[万亿](?!\p{{Han}}{{0,2}}工程)")
_DIGITS_GO_ON = regex.compile(rf"\d{{1,8}}(?:\.\d+)?[余多]?[十百千万亿]{{0,2}}(?:[%％‰]|{one_of(_UNITS)})")
_CUT_WITHIN = regex.compile(r"\p{Han}\d[\d,]*[.．]?$")
# A header's day above a text that begins with one: 发布时间：2018-1-5
_DATE_ENDS = regex.compile(r"(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}$")
_DATE_STARTS = regex.compile(r"(?:19|20)\d\d年|\d{1,2}月\d{1,2}日")
_SHORT = 8  # characters of a line that may be a number for itself


def unwrapped(cleaned: CleanText, spared: Sequence[tuple[int, int]]) -> CleanText:
    """``cleaned`` without the line breaks that only a width has put there; none is taken from the spans ``spared`` of the source."""
    if not _BREAK.search(cleaned.text):
        return cleaned
    breaks = list(_joints(cleaned, spared))
    if not breaks:
        return cleaned
    pieces, origin, position = [], list[int](), 0
    for start, end in breaks:
        pieces.append(cleaned.text[position:start])
        origin += cleaned.origin[position:start]
        position = end
    return CleanText("".join([*pieces, cleaned.text[position:]]), [*origin, *cleaned.origin[position:]])


_BREAK = regex.compile(r"(?<! ) *(?:\r\n|\r|\n) *")


def _joints(cleaned: CleanText, spared: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    text = cleaned.text
    starts, ends = [0], []
    for match in _BREAK.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
    ends.append(len(text))
    lines = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    full = _full_width([line for line in lines if line])
    within = iter(spared)
    span = next(within, None)
    for i in range(len(lines) - 1):
        while span and span[1] <= cleaned.origin[ends[i]]:
            span = next(within, None)
        if span and span[0] <= cleaned.origin[ends[i]]:
            continue
        if lines[i] and lines[i + 1] and _is_one(lines[i], lines[i + 1], text[ends[i] : starts[i + 1]], full):
            yield ends[i], starts[i + 1]


def _is_one(line: str, following: str, between: str, full: int) -> bool:
    """Whether a line goes on in the next."""
    if _DATE_ENDS.search(line, max(0, len(line) - 10)) and _DATE_STARTS.match(following):
        return False
    if _NUMBER_ENDS.search(line, max(0, len(line) - 24)):
        if _NUMBER_GOES_ON.match(following) and (len(line) >= _SHORT or _NUMBER_GOES_ON.fullmatch(following)):
            return True
        if _DIGITS_GO_ON.match(following) and len(line) >= _SHORT and _CUT_WITHIN.search(line):
            return True
    if not full or between.endswith(" ") or _OPENS_ANOTHER.match(following):
        return False
    wide = _columns(line)
    return full - _SLACK <= wide <= full and not _ENDED.search(line)


def _full_width(lines: Sequence[str]) -> int:
    """The columns at which the lines of a text are broken; 0 where they are not: where some line is longer, or few are full."""
    if len(lines) < 2 or max(map(len, lines)) * 2 > 2 * _WIDEST:
        return 0
    widths = Counter(map(_columns, lines))
    widest = max(widths)
    full = sum(count for width, count in widths.items() if width >= widest - _SLACK)
    going_on = sum(1 for line in lines if _columns(line) >= widest - _SLACK and not _ENDED.search(line))
    return widest if _NARROWEST <= widest <= _WIDEST and full > 1 and going_on > 1 and full * 4 >= len(lines) else 0


def _columns(line: str) -> int:
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in line)
