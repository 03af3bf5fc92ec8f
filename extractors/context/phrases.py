"""Noun phrases in a stretch of text: the one that begins it, the one that ends it, the one before its predicate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

import regex

from extractors.lexicon import lexicon
from extractors.tokens.words import tokens

_Token = tuple[str, str]  # a word and its class

_LEXICON = lexicon("subject")
VERBS = frozenset(_LEXICON["verbs"])
MOVES = frozenset(lexicon("movement")["up"] + lexicon("movement")["down"])
_STOPS = frozenset(_LEXICON["stops"])
_AGENTS = frozenset(_LEXICON["agents"])
_PREDICATES = frozenset(_LEXICON["predicates"])
_SUFFIXES = frozenset(_LEXICON["suffixes"])
_BARE_MEASURES = (["用时"], ["耗时"], ["时间"], ["时长"])
_NOMINAL = frozenset("nvlbja")  # classes that can head a phrase before its predicate
_LINKING = frozenset("rtmxcp")
_PERSON = regex.compile(r"[员者师警众民客生工长手]$")
_QUOTES = frozenset("“”‘’「」『』\"'《》")
_OPENING, _CLOSING = frozenset('“‘「『《"'), frozenset('”’」』》"')
_JOINTS = frozenset("、和与及")
_OPEN = _QUOTES | _JOINTS | {"的"}  # what a phrase may hold and not end in
_LEADING = _STOPS - _AGENTS
_PARTICLES = _LEADING | frozenset("的得地了")
_GOVERNING = VERBS | MOVES
_EMPTY = MOVES | {"平均", "总体", "比例", "人均", "少", "多", "总数", "总量", "总额", "数字"}
_EMPTY_TOPICS = _EMPTY | VERBS
_LETTERS = regex.compile(r"[\p{Han}A-Za-z、]")
_EXAMPLES = regex.compile(r"^.*(?:等(?!候|待|级|于|额)(?:各类|各项|多项)?)(?=[\p{Han}]{2})")


def head(clause: str) -> str:
    """The noun phrase before the predicate of ``clause``; empty where nothing is before it, or only who acts."""
    nominal = False
    end = 0
    for word, tag in tokens(clause):
        if nominal and (word in _PREDICATES or (word in MOVES and tag != "n")):
            phrase = last_phrase(clause[:end], topical=True)
            return "" if phrase in _AGENTS else phrase
        nominal = nominal or (len(word) > 1 and tag[:1] in _NOMINAL)
        end += len(word)
    return ""


def first_phrase(text: str, of_people: bool = False) -> str:
    """The noun phrase that begins ``text``; empty where a verb or a particle stands there."""
    taken: list[str] = []
    read = tokens(text)
    for (word, tag), following in zip_longest(read, read[1:]):
        if word in _QUOTES:
            taken.append(word)
            continue
        if _is_particle(word) or (word in _JOINTS and not _joins(taken, following)):
            break
        if taken and (word == "平均" or tag == "p" or (of_people and tag[:1] in ("a", "d", "i", "l") and _PERSON.search(taken[-1]))):
            break
        if tag[:1] in ("v", "d") and tag != "vn" and not _modifies(word, following, not taken, of_people):
            break
        taken.append(word)
    return "".join(taken).strip("、和与及")


def _modifies(word: str, following: _Token | None, first: bool, of_people: bool) -> bool:
    """A verb inside a noun phrase: 创新项目, 返还大会, 识别点. Behind a number of people it is what they do."""
    if word == "非" or (following is not None and following[0] in _SUFFIXES):
        return True
    if first and not of_people:
        return _is_nominal(following) or (following is None and len(word) > 1 and word not in VERBS)
    return first and following is not None and following[1].startswith("n") and word not in VERBS


def _joins(taken: Sequence[str], following: _Token | None) -> bool:
    """单项和体系标准: one noun is too little to stop at."""
    return len(taken) == 1 and len(taken[0]) <= 2 and _is_nominal(following)


def _is_nominal(token: _Token | None) -> bool:
    return token is not None and (token[1][:1] in ("n", "l", "b", "j") or token[1] == "vn" or token[0] in _SUFFIXES)


def _is_particle(word: str) -> bool:
    return word in _PARTICLES or not _LETTERS.search(word)


@lru_cache(maxsize=512)  # the readings of a figure ask for the same clause
def last_phrase(clause: str, topical: bool = False) -> str:
    """The noun phrase that ends ``clause``, read backwards to the verb or particle before it."""
    clause = clause.rstrip(" 、，,的了")
    if "等" in clause:
        clause = _EXAMPLES.sub("", clause)
    taken: list[str] = []
    quoted = False
    for word, tag in reversed(tokens(clause)):
        if quoted or (word in _CLOSING and 0 < sum(map(len, taken)) <= 2):  # “跨省通办”量: what is quoted belongs to it
            quoted = not quoted or word not in _OPENING
            taken.append(word)
        elif word in _OPEN:
            if word == "的" and sum(map(len, taken)) > 1:
                break
            taken += [word] if taken else []
        elif word == "平均" and taken in _BARE_MEASURES:  # 办证平均用时: 用时 alone says nothing
            taken.append(word)
        elif _ends_phrase(word, tag, taken, topical):
            break
        elif taken or not _leads_up(word, tag):
            taken.append(word)
    phrase = "".join(reversed(taken)).strip("、和与及 的")
    return "" if phrase in (_EMPTY_TOPICS if topical else _EMPTY) else phrase


def _ends_phrase(word: str, tag: str, taken: Sequence[str], topical: bool) -> bool:
    """Whether the phrase read backwards so far begins right behind ``word``."""
    if not taken:
        return False
    if taken[-1] in _SUFFIXES and len(taken) == 1 and len(word) > 1 and word not in _PARTICLES:
        return False
    if word in _AGENTS or word in _STOPS or tag[:1] in _LINKING or (tag == "ns" and len(word) > 1):
        return True
    return word in _GOVERNING and not (topical and tag != "v" and len(word) > 1)


def _leads_up(word: str, tag: str) -> bool:
    """Words between the phrase and its figure: particles, and verbs of one character (有, 达)."""
    if word in _SUFFIXES:
        return False
    return word in _LEADING or tag[:1] in _LINKING or word in MOVES or (word in VERBS and len(word) == 1)
