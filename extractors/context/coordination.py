"""Lists that share their head: ``甲、乙、丙同比分别下降8%、14.3%和5.1%``. Which figures belong together, and the n-th of what each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.figures.rule import Figure
from extractors.lexicon import lexicon, one_of

_MOVES = one_of(word for word in lexicon("movement")["up"] + lexicon("movement")["down"] if not word.endswith("幅"))
_JOINT = regex.compile(rf"(?:左右|以上|以下)?(?:[、和与及]|以及|，|,)(?:以及|和|及|与)?(?:{_MOVES}|多|少)?(?:了|至|到|为)?")
# 减少9起、11人，降幅为16%、18%: the same once more
_AS_MUCH = regex.compile(r"[，,；]?(?:同比)?(?:降幅|增幅|涨幅|升幅|跌幅|减幅)(?:分别|各)?(?:为|达到?)?")
_RESPECTIVELY = regex.compile(r"(?r)分别|依次|各自|各占")


@dataclass(frozen=True, slots=True)
class Group:
    """Figures ``first`` to ``last`` (numbers in the sentence, both included), said to hold respectively from ``head`` on."""

    first: int
    last: int
    head: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


def read_groups(text: str, sentence: tuple[int, int], figures: Sequence[Figure]) -> list[Group]:
    """The lists of ``figures`` that 分别 or 依次 distributes over what stands before it, in order.

    In ``由80%、91%分别升至98%、97%`` both lists are.
    """
    groups: list[Group] = []
    i = before = 0
    while i < len(figures):
        last = i
        while last + 1 < len(figures) and _joined(text, figures[last], figures[last + 1]):
            last += 1
        if last > i:
            begin = max(sentence[0], figures[i].start - 24)
            head = _RESPECTIVELY.search(text, begin, figures[i].start)
            # No other figure between the two: the one before stands before the head, or reaches into the stretch from outside.
            if head and not (i and begin <= figures[i - 1].start and head.start() < figures[i - 1].end):
                if i - before == last - i + 1 and figures[i - 1].end == head.start() and not (groups and groups[-1].last >= before):
                    groups.append(Group(before, i - 1, figures[before].start))
                groups.append(Group(i, last, head.start()))
            elif (
                groups
                and groups[-1].last == i - 1
                and groups[-1].size == last - i + 1
                and _AS_MUCH.fullmatch(text, figures[i - 1].end, figures[i].start)
            ):
                groups.append(Group(i, last, groups[-1].head))
        i, before = last + 1, i
    return groups


def _joined(text: str, one: Figure, other: Figure) -> bool:
    return one.kind != "date" and other.kind != "date" and bool(_JOINT.fullmatch(text, one.end, other.start))
