"""The query language: words that must all occur, ``OR`` between alternatives, “phrases”, and ``-word`` or ``NOT word`` for what must not.

Quotation marks of every kind enclose a phrase. ``OR`` (or ``|``) binds tighter than the blank: ``无人机 OR 机器人 巡逻`` asks for 巡逻 together with
one of the other two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import regex

from analytics.search.folding import QUOTES, fold_word

# ``unclosed``: a quotation mark has no partner. ``or``: a side of OR is missing. ``or_not``: an alternative is excluded. ``not``: nothing
# follows NOT. ``only_not``: every word is excluded. ``long``: more than can be searched in a moment.
Flaw = Literal["unclosed", "or", "or_not", "not", "only_not", "long"]
_LONGEST, _MOST = 100, 50  # characters of a word, and words
_QUOTE = f"[{regex.escape(QUOTES)}]"
_TOKEN = regex.compile(
    rf"(?P<minus>[-−–—－﹣](?=[^\s]))?(?:{_QUOTE}(?P<phrase>[^{regex.escape(QUOTES)}]*)(?P<closed>{_QUOTE})?|(?P<word>[^\s{regex.escape(QUOTES)}]+))"
)
_OPERATORS = {"AND": "and", "OR": "or", "|": "or", "｜": "or", "NOT": "not", "ＡＮＤ": "and", "ＯＲ": "or", "ＮＯＴ": "not"}


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a query asks for: of each group in ``every`` one word at least, and none of the words in ``none``.

    Words are as written. A query with ``flaws`` is understood as far as possible.
    """

    every: tuple[tuple[str, ...], ...] = ()
    none: tuple[str, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.every or self.none)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The words to look for and to mark, each once."""
        return tuple(dict.fromkeys(word for group in self.every for word in group))


NOTHING = SearchQuery()


class _Token(NamedTuple):
    kind: Literal["and", "or", "not", "word"]
    text: str = ""
    negated: bool = False


@lru_cache(256)
def parse(query: str) -> SearchQuery:
    """Understand a query. It never fails: what cannot be right is left out and named in ``flaws``. Lone surrogates count as ``?``."""
    every, none, flaws = list[list[str]](), list[str](), list[Flaw]()
    joins = negates = False
    for token in _bounded(_tokens(query.encode(errors="replace").decode(), flaws), flaws):
        match token.kind:
            case "and":
                pass
            case "or":
                if joins or not every or negates:
                    flaws.append("or")
                joins = bool(every)
            case "not":
                negates = True
            case "word":
                if token.negated or negates:
                    flaws += ["or_not"] if joins else []
                    none.append(token.text)
                elif joins:
                    every[-1].append(token.text)
                else:
                    every.append([token.text])
                joins = negates = False
    flaws += [*(["or"] if joins else []), *(["not"] if negates else []), *(["only_not"] if none and not every else [])]  # type: ignore[list-item]
    return SearchQuery(tuple(map(tuple, every)), tuple(none), tuple(dict.fromkeys(flaws)))


def _bounded(tokens: Iterator[_Token], flaws: list[Flaw]) -> Iterator[_Token]:
    """The tokens up to the last word that is searched, and of each word what is searched."""
    number = 0
    for token in tokens:
        number += token.kind == "word"
        if number > _MOST:
            flaws.append("long")
            return
        if len(token.text) > _LONGEST:
            flaws.append("long")
        yield token._replace(text=token.text[:_LONGEST])


def _tokens(query: str, flaws: list[Flaw]) -> Iterator[_Token]:
    for match in _TOKEN.finditer(query):
        word, phrase = match["word"], match["phrase"]
        if phrase is not None and not match["closed"]:
            flaws.append("unclosed")
        if word in _OPERATORS and not match["minus"]:
            yield _Token(_OPERATORS[word])  # type: ignore[arg-type]
        elif fold_word(text := (word or phrase or "").strip()):
            yield _Token("word", text, negated=bool(match["minus"]))
