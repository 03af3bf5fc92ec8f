"""Token view of a sentence and its figures, shared by everything that examines the context of a figure.

Each word has a class of one letter (``tokens.tokenizer``). A figure is a digit: ``1`` an amount of things or money, ``2`` a percentage or
multiple, ``3`` a duration, ``4`` a rank, ``5`` a date. ``刑事警情同比下降10.2%`` becomes ``nnyd2``, so that one regular expression can match a
whole clause.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.figures.rule import Figure
from extractors.model import Kind
from extractors.syntax.lists import Group, read_groups
from extractors.tokens.tokenizer import Token, tokenize

_FIGURE: dict[Kind | None, str] = {
    "count": "1", "money": "1", "measure": "1", "percentage": "2", "multiple": "2", "duration": "3", "rank": "4", "date": "5",
}  # fmt: skip
PAUSES = frozenset(",;:.()")
_COMPARED_TO = regex.compile(r"(?:[ym]|[cj][gl]?[t5]+)z?[Vvn]{0,3}\Z")
_MOVES = regex.compile(r"a*[udUDML]")
_LONGEST_BASE = 8  # tokens
_LONGEST_BRACKET = 24  # tokens


@dataclass(frozen=True, slots=True)
class TokenizedSentence:
    """The sentence ``start:end`` of ``text`` with its ``figures`` in order and its ``tokens``; ``classes`` is the string of their classes.

    ``at[i]``: index of the token of figure ``i``. ``figure_at[k]``: index of the figure at token ``k``, or -1. ``lists[i]``: the
    distributive list that contains figure ``i``, or ``None``. Token ranges are half-open.
    """

    text: str
    start: int
    end: int
    figures: Sequence[Figure]
    tokens: Sequence[Token]
    classes: str
    at: Sequence[int]
    figure_at: Sequence[int]
    lists: Sequence[Group | None]

    def clause(self, k: int) -> tuple[int, int]:
        """Token range between the pauses around token ``k``."""
        begin = k
        while begin and self.classes[begin - 1] not in PAUSES:
            begin -= 1
        return begin, self.pause_behind(k)

    def pause_behind(self, k: int) -> int:
        """Index of the first pause at or after token ``k``; the number of tokens if there is none."""
        while k < len(self.classes) and self.classes[k] not in PAUSES:
            k += 1
        return k

    def amount_before(self, i: int) -> int:
        """Index of the last figure before figure ``i`` that is not a date; -1 if there is none."""
        i -= 1
        while i >= 0 and self.figures[i].kind == "date":
            i -= 1
        return i

    def is_base(self, i: int) -> bool:
        """Whether figure ``i`` is a base of comparison, followed by a movement: ``较上年同期破案858起上升28.9%``."""
        k = self.at[i]
        match = _COMPARED_TO.search(self.classes, max(0, k - _LONGEST_BASE), k)
        return bool(match and self.tokens[match.start()].text[0] in "比较与和同" and _MOVES.match(self.classes, k + 1)) and (
            match is None or self.tokens[match.start()].text != "同比"
        )

    def words(self, begin: int, end: int) -> str:
        """Text of the tokens ``begin:end``."""
        return self.text[self.tokens[begin].start : self.tokens[end - 1].end] if begin < end else ""


def tokenize_sentence(text: str, span: tuple[int, int], figures: Sequence[Figure]) -> TokenizedSentence:
    """Tokenise the sentence of ``text`` with the span ``span``; ``figures`` are its figures in order."""
    tokens: list[Token] = []
    at: list[int] = []
    position = span[0]
    for figure in figures:
        tokens += tokenize(text, position, figure.start)
        at.append(len(tokens))
        tokens.append(Token(figure.start, figure.end, figure.text, _FIGURE[figure.kind]))
        position = figure.end
    tokens += tokenize(text, position, span[1])
    tokens, at = _without_brackets(tokens, at)
    classes = "".join([token.cls for token in tokens])
    figure_at = [-1] * len(tokens)
    for i, k in enumerate(at):
        figure_at[k] = i
    return TokenizedSentence(text, *span, figures, tokens, classes, at, figure_at, _lists(classes, at, figure_at))


def _without_brackets(tokens: list[Token], at: list[int]) -> tuple[list[Token], list[int]]:
    """Drop text in brackets that contains no figure (证件（含自助）30件), except a list that 分别 refers to.

    Returns the remaining tokens and the new token indices of the figures.
    """
    dropped: set[int] = set()
    opened = -1
    for k, token in enumerate(tokens):
        if token.cls == "(":
            opened = k
        elif token.cls == ")" and opened >= 0:
            inside = tokens[opened + 1 : k]
            heads = any(one.text == "、" for one in inside) and any(one.cls == "k" for one in tokens[k + 1 : k + 5])
            if len(inside) <= _LONGEST_BRACKET and not heads and all(one.cls not in "12345" for one in inside):
                dropped.update(range(opened, k + 1))
            opened = -1
    if not dropped:
        return tokens, at
    order = sorted(dropped)
    return [token for k, token in enumerate(tokens) if k not in dropped], [k - bisect_left(order, k) for k in at]


def _lists(classes: str, at: Sequence[int], figure_at: Sequence[int]) -> list[Group | None]:
    lists: list[Group | None] = [None] * len(at)
    for group in read_groups(classes, figure_at):
        lists[group.first : group.last + 1] = [group] * group.size
    return lists
