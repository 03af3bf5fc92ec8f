"""Tokenizer and word classes: jieba segmentation, with the words of ``lexicon/clause.toml`` added to its dictionary.

A class is one letter, so that the classes of a clause form a string for the grammar patterns of ``syntax.grammar``. ``CLASSES``
maps the classes of the lexicon to letters. Other words get a letter from their part of speech in jieba's dictionary (ICTCLAS tag
set: ``n`` noun, ``v`` verb, ``d`` adverb …).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import NamedTuple

from extractors.lexicon import lexicon
from extractors.tokens.place_table import names

CLASSES: dict[str, str] = {
    "rise": "u",
    "fall": "d",
    "rise_to": "U",
    "fall_to": "D",
    "rise_noun": "I",
    "fall_noun": "F",
    "become": "b",
    "amount_to": "B",
    "from": "o",
    "than": "c",
    "share": "s",
    "yoy": "y",
    "mom": "m",
    "respectively": "k",
    "of_which": "w",
    "difference": "x",
    "more": "M",
    "fewer": "L",
    "that_is": "E",
    "average": "e",
    "ranking": "K",
    "time": "t",
    "filler": "a",
    "joint": "j",
    "negation": "N",
    "agent": "g",
    "where": "h",
    "action": "v",
    "noun": "n",
}
# Parts of speech → letters; a verb that the lexicon does not list is V: it may modify a noun (诈骗案件).
_TAGS = {
    "n": "n", "l": "n", "i": "A", "j": "n", "b": "n", "z": "A", "s": "n", "g": "n", "an": "n", "vn": "n", "": "n",
    "v": "V", "a": "A", "d": "a", "c": "a", "u": "a", "p": "p", "r": "r", "m": "q", "q": "q", "t": "t", "f": "f", "ns": "l",
    "uj": "z", "zg": "n", "x": "n", "e": "a", "y": "a", "o": "n", "h": "n", "k": "n",
}  # fmt: skip
_MARKS = {
    **dict.fromkeys("，,", ","), **dict.fromkeys("；;", ";"), **dict.fromkeys("：:", ":"), **dict.fromkeys("。！？!?…—\n|", "."),
    **dict.fromkeys("（([【", "("), **dict.fromkeys("）)]】", ")"), **dict.fromkeys("“”‘’「」『』《》\"'", '"'), "的": "z", "之": "z",
}  # fmt: skip
_PIECE = 120  # longest input to jieba, whose running time is superlinear in runs of one character
_Segmenter = Callable[[str], list[tuple[str, str]]]


class Token(NamedTuple):
    """A token with its span and its class (one letter, see ``CLASSES``)."""

    start: int
    end: int
    text: str
    cls: str


@cache
def class_of() -> dict[str, str]:
    """The mapping from the words of the clause lexicon and punctuation marks to class letters."""
    return {word: letter for name, letter in CLASSES.items() for word in lexicon("clause")[name]} | _MARKS


def segment(text: str) -> list[tuple[str, str]]:
    """The (word, class) pairs of ``text``, without spans."""
    cut = _segmenter()
    if len(text) <= _PIECE:
        return cut(text) if text else []
    return [token for piece in _pieces(text) for token in cut(piece)]


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of ``text[start:end]``, with spans in ``text``."""
    found = []
    for token, cls in segment(text[start:end]):
        found.append(Token(start, start + len(token), token, cls))
        start += len(token)
    return found


def _pieces(text: str) -> Iterator[str]:
    """Split ``text`` into pieces of at most ``_PIECE`` characters, after a comma or stop if there is one."""
    start = 0
    while start < len(text):
        stop = start + _PIECE
        if stop < len(text):
            cut = max(text.rfind(mark, start, stop) for mark in "，。；、,")
            stop = cut + 1 if cut > start else stop
        yield text[start:stop]
        start = stop


def starts_word(text: str, position: int) -> bool:
    """Whether a token begins at ``position``; the tokenizer sees the 6 characters before and the 4 after it."""
    if position == 0 or not text[position - 1].isalpha():
        return True
    return any(word.start == position for word in tokenize(text, max(0, position - 6), min(len(text), position + 4)))


def is_aligned(text: str, start: int, end: int) -> bool:
    """Whether tokens begin at ``start`` and end at ``end``; there may be several, as the tokenizer splits unknown names."""
    found = tokenize(text, max(0, start - 6), min(len(text), end + 4))
    return any(word.start == start for word in found) and any(word.end == end for word in found)


def is_place_word(text: str, start: int, end: int) -> bool:
    """Whether the tokenizer yields ``text[start:end]`` as a toponym."""
    return any(word.start == start and word.end == end and word.cls == "l" for word in tokenize(text, start, min(len(text), end + 4)))


def letter(word: str, tag: str) -> str:
    """The class of ``word`` from the lexicon, else from its part-of-speech ``tag`` (empty for unknown words)."""
    if known := class_of().get(word):
        return known
    if len(word) > 2 and word in names():
        return "l"
    if not tag and not word[0].isalnum():  # other symbols do not separate clauses
        return "a"
    if tag in _NAMES:  # in the dictionary 锦旗 has tag ns, and the county 荣成 nr
        return "l" if word in names() or (tag == "ns" and len(word) > 2 and word[-1] in _PLACE_ENDS) else "n"
    return _TAGS.get(tag) or _TAGS.get(tag[:1], "n")


_NAMES = frozenset(["ns", "nr", "nrt", "nrfg", "nz"])  # tags of proper names
_PLACE_ENDS = frozenset("省市县区州盟旗镇乡村岛港湾")


def _own_words() -> Iterable[str]:
    """Words that must stay one token: those of the lexicon and full place names."""
    places = sorted(name for name in names() if len(name) > 2 and name[-1] in _PLACE_ENDS)
    return (word for word in (*class_of(), *places) if len(word) > 1)


@cache
def _segmenter() -> _Segmenter:
    return by_rjieba() if find_spec("rjieba") else by_jieba()


def by_rjieba() -> _Segmenter:
    """The Rust implementation of jieba, about ten times as fast."""
    import rjieba

    tokenizer = rjieba.Jieba()
    for name in lexicon("misread")["words"]:
        tokenizer.add_word(name, 0, "")
    for name in _own_words():  # words that are already one token keep their frequency
        if len(tokenizer.tag(name, False)) > 1:
            tokenizer.add_word(name, tokenizer.suggest_freq(name), "")
    known = lru_cache(maxsize=65536)(
        lambda word, tag: letter(word, tag if tokenizer.has_word(word) else "")
    )  # rjieba guesses a tag for unknown words

    def cut(text: str) -> list[tuple[str, str]]:
        return [(token, known(token, tag)) for token, tag in tokenizer.tag(text, False)]

    return cut


def by_jieba() -> _Segmenter:
    """The Python implementation, for platforms without an ``rjieba`` wheel; it yields the same tokens and classes."""
    import jieba

    tokenizer = jieba.Tokenizer()
    # Like ``initialize``, but without its cache file in the shared temporary folder, which another user could have written.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for name in lexicon("misread")["words"]:
        tokenizer.del_word(name)
    for name in _own_words():
        if len(list(tokenizer.cut(name, HMM=False))) > 1:
            tokenizer.add_word(name)
    tags = {}
    with tokenizer.get_dict_file() as dictionary:
        for line in dictionary:
            word, _, tag = line.decode("utf-8").rstrip().split(" ")
            tags[word] = tag
    known = lru_cache(maxsize=65536)(lambda word: letter(word, tags.get(word, "")))
    return lambda text: [(token, known(token)) for token in tokenizer.cut(text, HMM=False)]
