"""Unwrapping of hard-wrapped text, so that no figure or word is split across lines.

Plain text from e-mail, terminals and PDFs is broken at a fixed width. A line break is removed if the line before it is full and
its sentence continues, or if the break splits a number or separates it from its unit. Some sites put a blank in place of each such break;
it is removed where the blanks of a long paragraph stand at one distance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

import regex

from extractors.lexicon import lexicon, one_of
from extractors.source.clean import CleanText

_NARROWEST, _WIDEST = 24, 100  # columns of a wrapped line; a Chinese character takes two
_SLACK = 4  # columns that a full line may lack: Latin words and closing punctuation are not split
_FEW = 4  # full lines that show a width
_SET_IN = 4  # most blanks of a first-line indent
_LONG_LINE, _BLANK = regex.compile(r"[^\n]{150,}"), regex.compile(r"(?<=[^ ]) (?=[^ ])")
_WITHIN_SENTENCE = regex.compile(r"[\p{Han}，,、\p{N}“”‘’《》（）()] [\p{Han}\p{N}“”‘’《》（）()]")
_ENDED = regex.compile(r"[。！？!?；;：:…”’」』）)》】|]$")
_OPENS_ANOTHER = regex.compile(r"\s{2}|[（(]?[一二三四五六七八九十]{1,3}[、）)]|[（(]\d{1,2}[）)]|\d{1,2}[.、．](?!\d)|[①-⑳●◆■▪•·*【\-—|]")
_GOES_ON = regex.compile(r"[，,、]$")
_UNITS = {
    *(unit for name in ("classifiers", "units") for group in lexicon(name).values() for unit in group),
    *("元", "美元", "港元", "倍", "小时", "分钟", "天", "年", "月", "日", "个百分点", "百分点"),
}
# A number at the end of a line, and its continuation on the next.
_NUMBER_ENDS = regex.compile(r"(?:(?<![\d.])\d[\d,]*(?:\.\d*)?|\d[.．])$")
_NUMBER_GOES_ON = regex.compile(rf"[.．]\d|[%％‰]|[余多]?[十百千万亿]{{0,2}}[余多]?{one_of(_UNITS)}|[万亿](?!\p{{Han}}{{0,2}}工程)")
_DIGITS_GO_ON = regex.compile(rf"\d{{1,8}}(?:\.\d+)?[余多]?[十百千万亿]{{0,2}}(?:[%％‰]|{one_of(_UNITS)})")
_CUT_WITHIN = regex.compile(r"\p{Han}\d[\d,]*[.．]?$")
# A date at the end of a header line, above a text that begins with another: 发布时间：2018-1-5
_DATE_ENDS = regex.compile(r"(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}$")
_DATE_STARTS = regex.compile(r"(?:19|20)\d\d年|\d{1,2}月\d{1,2}日")
_SHORT = 8  # a shorter line may be a number by itself


def unwrapped(cleaned: CleanText, spared: Sequence[tuple[int, int]]) -> CleanText:
    """``cleaned`` without line breaks due to hard wrapping; breaks within ``spared`` (sorted source spans) stay."""
    breaks = list(_joints(cleaned, spared)) if _BREAK.search(cleaned.text) else []
    breaks = sorted([*breaks, *_blank_joints(cleaned.text)])
    if not breaks:
        return cleaned
    pieces, origin, position = [], list[int](), 0
    for start, end in breaks:
        pieces.append(cleaned.text[position:start])
        origin += cleaned.origin[position:start]
        position = end
    return CleanText("".join([*pieces, cleaned.text[position:]]), [*origin, *cleaned.origin[position:]])


_BREAK = regex.compile(r"(?<! ) *(?:\r\n|\r|\n)(?P<indent> *)")


def _joints(cleaned: CleanText, spared: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    text = cleaned.text
    starts, ends, indents = [0], [], [0]
    for match in _BREAK.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
        indents.append(len(match["indent"]))
    ends.append(len(text))
    lines = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    margin = _margin([indent for line, indent in zip(lines, indents, strict=True) if line])
    widths = [
        _columns(text[start:end], cleaned.origin[start:end]) + indent - margin
        for start, end, indent in zip(starts, ends, indents, strict=True)
    ]
    slack = 2 * _SLACK if margin else _SLACK  # PDF conversion reproduces widths only roughly
    full = _full_width([(line, width) for line, width in zip(lines, widths, strict=True) if line], slack)
    within = iter(spared)
    span = next(within, None)
    for i in range(len(lines) - 1):
        while span and span[1] <= cleaned.origin[ends[i]]:
            span = next(within, None)
        if span and span[0] <= cleaned.origin[ends[i]]:
            continue
        if not (lines[i] and lines[i + 1]):
            continue
        filled = full - slack <= widths[i] <= full and indents[i + 1] <= margin
        if _is_one(lines[i], lines[i + 1], filled):
            yield ends[i], starts[i + 1]


def _blank_joints(text: str) -> Iterator[tuple[int, int]]:
    """The blanks at which a paragraph was wrapped: most of its text must stand in pieces of one width between them."""
    for line in _LONG_LINE.finditer(text):
        ends = [match.start() for match in _BLANK.finditer(text, *line.span())] + [line.end()]
        pieces = [(end, _width(text[start:end])) for start, end in zip([line.start(), *(end + 1 for end in ends)], ends, strict=False)]
        widest = max((width for _, width in pieces if width <= _WIDEST), default=0)
        full, filled = list[int](), 0
        for end, width in pieces:
            filled = filled + 1 + width if filled and filled + 1 + width <= widest else width
            if widest - 3 * _SLACK <= filled <= widest:
                full.append(end)
                filled = 0
        if widest >= _NARROWEST and len(full) >= _FEW and len(full) * widest * 2 > _width(line[0]):
            yield from ((end, end + 1) for end in full if end < line.end() and _WITHIN_SENTENCE.match(text, end - 1))


def _width(text: str) -> int:
    """Columns of a text; a Chinese character takes two."""
    return sum(1 + (east_asian_width(char) in "WFA") for char in text)


def _is_one(line: str, following: str, filled: bool) -> bool:
    """Whether ``line`` continues in ``following``. ``filled``: it is full, and the next line is not indented."""
    if _DATE_ENDS.search(line, max(0, len(line) - 10)) and _DATE_STARTS.match(following):
        return False
    if _NUMBER_ENDS.search(line, max(0, len(line) - 24)):
        if _NUMBER_GOES_ON.match(following) and (len(line) >= _SHORT or _NUMBER_GOES_ON.fullmatch(following)):
            return True
        if _DIGITS_GO_ON.match(following) and len(line) >= _SHORT and _CUT_WITHIN.search(line):
            return True
    return filled and not _OPENS_ANOTHER.match(following) and not _ENDED.search(line)


def _full_width(lines: Sequence[tuple[str, int]], slack: int) -> int:
    """The wrap width in columns of ``lines`` (pairs of text and width in columns).

    It is 0 if the text is not wrapped: the longest line is too short or too long, or few lines are full.
    """
    if len(lines) < 2:
        return 0
    widest = max(width for _, width in lines)
    reaching = [line for line, width in lines if width >= widest - slack]
    full, going_on = len(reaching), sum(not _ENDED.search(line) for line in reaching)
    return widest if _NARROWEST <= widest <= _WIDEST and full > 1 and going_on > 1 and full * 4 >= len(lines) else 0


def _margin(indents: Sequence[int]) -> int:
    """The left margin in blanks of a text that is indented throughout, as text converted from PDF is; else 0."""
    indent, _ = Counter(indents).most_common(1)[0] if indents else (0, 0)
    return indent if indent > _SET_IN else 0


def _columns(line: str, origin: Sequence[int]) -> int:
    """The width in columns of a line in the source, including blanks that cleaning removed."""
    taken = origin[-1] + 1 - origin[0] - len(line) if line else 0
    return taken + _width(line)
