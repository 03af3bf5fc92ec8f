"""The clause a figure stands in: what of it stands before and behind the figure, with and without what only leads up to it."""

from __future__ import annotations

import regex

from extractors.context.phrases import MOVES
from extractors.context.statement import Statement
from extractors.figures.rule import Figure
from extractors.lexicon import lexicon, one_of
from extractors.tokens.words import tokens

PAUSE = regex.compile(r"[，,。；;！？!?：:\n（）()—…]")
LAST_PAUSE = regex.compile(rf"(?r){PAUSE.pattern}")
_TAIL_WORDS = MOVES.union(lexicon("subject")["tails"])
_TAIL = regex.compile(rf"{one_of(_TAIL_WORDS)}+$")
_TAIL_ENDS = frozenset(word[-1] for word in _TAIL_WORDS)
_COMPARISON = regex.compile(
    r"(?:与|和|比|较|同)[\p{Han}\d]{0,6}(?:去年|上年|前年|同期|前一年|上月|上季度|首届|上一?届|往年)[\p{Han}]{0,4}(?:相比|比)?"
    r"|[较比][\p{Han}“”]{2,8}前(?=\p{Han}|$)"
)


def clause_before(said: Statement, i: int, across_dates: bool = False) -> tuple[int, int]:
    """What stands before the figure, back to a pause, the figure before it (that is no date) or 60 characters."""
    end = said.figures[i].start
    before = i - 1
    while across_dates and before >= 0 and _is_time(said.figures[before]):
        before -= 1
    begin = max(said.start, end - 60, said.figures[before].end if before >= 0 else 0)
    if boundary := LAST_PAUSE.search(said.text, begin, end):
        begin = boundary.end()
    while begin < end and said.text[begin] in "、和与及 的":
        begin += 1
    return begin, end


def stretch_behind(said: Statement, i: int) -> str:
    """What stands behind the figure, to a pause, the next figure or 24 characters."""
    start = said.figures[i].end
    stop = min(said.end, start + 24, said.figures[i + 1].start if i + 1 < len(said.figures) else said.end)
    match = PAUSE.search(said.text, start, stop)
    return said.text[start : match.start() if match else stop]


def without_dates(said: Statement, i: int, begin: int, end: int) -> str:
    """The stretch ``begin:end``, which ends before figure ``i``, without its dates and how long it has lasted."""
    parts = []
    for other in reversed(said.figures[:i]):
        if other.start < begin:
            break
        if _is_time(other) and other.end <= end:
            parts.append(said.text[other.end : end])
            end = other.start
    return "".join([said.text[begin:end], *reversed(parts)])


def without_comparison(clause: str) -> str:
    """``clause`` without what it is compared with: 较去年同期, 比改革前."""
    return _COMPARISON.sub("", clause)


def without_tail(clause: str) -> str:
    """``clause`` without the words that only lead up to its figure: 已同比大幅下降至."""
    return _TAIL.sub("", clause) if clause[-1:] in _TAIL_ENDS else clause


def became(said: Statement, i: int) -> bool:
    """Whether figure ``i`` is what the one before became (由11个加密至26个): what stands between is a verb."""
    between = said.text[said.figures[i - 1].end : said.figures[i].start] if i else ""
    read = tokens(between) if between.endswith(("至", "到", "为")) else []
    return (len(read) == 2 and len(read[1][0]) == 1) or (len(read) == 3 and all(tag.startswith("v") for _, tag in read[:2]))


def _is_time(figure: Figure) -> bool:
    """A date, or how long something has gone on (连续5年): what stands before it goes on behind it."""
    return figure.kind == "date" or bool(figure.pieces.get("stretch"))
