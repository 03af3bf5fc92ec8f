"""Named innovations: systems, devices, methods, teams and contests that an article presents as new ways of policing.

A name stands in quotation marks with the head of a thing in or behind it (“快易拼”系统) or a verb of making before it,
or it is a noun phrase with a strong head (可视化指挥调度平台). What is said of how a name scores can be read in ``explain``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from extractors.fragments import lexicon, one_of
from extractors.words import words

_LEXICON = lexicon("innovations")
_HEADS, _STRONG = one_of(set(_LEXICON["heads"])), one_of(set(_LEXICON["strong"]))
_NOT_NAMES, _GENERIC = frozenset(_LEXICON["not_names"]), frozenset(_LEXICON["generic"])
_QUOTED = regex.compile(r"[“「『‘](?P<name>[^“”‘’「」『』。！？；!?;\n]{2,24})[”」』’]|\"(?P<name>[^\"“”。！？；!?;\n]{2,24})\"")
_ENDS_IN_HEAD = regex.compile(rf"(?:{_HEADS}|(?<![执司普违合守立民刑交沟畅流融]){one_of(set(_LEXICON['ends']))})$")
_HEAD_BEHIND = regex.compile(rf"(?P<head>(?!的)[\p{{Han}}A-Za-z]{{0,12}}?{_HEADS})(?![\p{{Han}}]{{0,1}}化)")
_VERB_BEFORE = regex.compile(rf"{one_of(set(_LEXICON['verbs']))}(?:了|出|的|起)?(?:[^。！？；，,]{{0,14}})$")
_LISTED = regex.compile(r"[”」』’][\p{Han}]{0,8}[、和与及]?$")
_NOT_BEHIND = regex.compile(one_of(set(_LEXICON["not_names_behind"])))
_SLOGAN = regex.compile(
    r"[，,：:…]|^(?:让|把|以|从|要|不|人人|事事|最|更|有|是|新|零|为|在|用|我)|(?:了|着|过|的|吗|呢|吧|上|好|大|强|快|准|深|不采)$|^(?:推进|聚焦|丰富|强化|坚持|加强|提升|实现|确保)"
)
_UNQUOTED_HEAD = regex.compile(rf"(?<!生态|操作){_STRONG}(?!化|性|内|论|地|员|集成)")
_ENOUGH = 1.2  # what a quotation or phrase must score to count as a name
_CUTS, _MAKING = frozenset(_LEXICON["cuts"]), frozenset(_LEXICON["verbs"])
_STRONG_WORDS, _TELLING = frozenset(_LEXICON["strong"]), frozenset(_LEXICON["telling"])
_DOING = regex.compile(one_of(_LEXICON["doing"]))


_CATCHWORD = regex.compile(r"[一二两三四五六七八九十]\p{Han}{1,4}|[^”]*、[^”]*")
_COINED = regex.compile(r"\d|[A-Za-z]|宝|法|通|码|云|智|慧|警")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    name: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A named innovation in cleaned text: its first mention, all mentions, and why it was taken for one."""

    text: str
    start: int
    end: int
    mentions: tuple[int, ...]
    score: float
    reasons: tuple[str, ...]


def read_names(text: str) -> list[Name]:
    """The named innovations of ``text``, in the order of their first mention; a name inside a longer one yields to it."""
    first: dict[str, _Found] = {}
    best: dict[str, _Found] = {}
    for found in (*_quoted(text), *_unquoted(text)):
        first[found.name] = min(found, first.get(found.name, found), key=lambda one: one.start)
        best[found.name] = max(found, best.get(found.name, found), key=lambda one: one.score)
    names = [name for name, found in best.items() if found.score >= _ENOUGH]
    kept = [name for name in names if not any(name != other and name in other and not _stands_alone(text, name, other) for other in names)]
    read = [_named(text, first[name], best[name]) for name in kept]
    return sorted(read, key=lambda one: one.start)


def _named(text: str, first: _Found, best: _Found) -> Name:
    mentions = tuple(_occurrences(text, first.name)) or (first.start,)
    return Name(first.name, first.start, first.end, mentions, best.score, best.reasons)


def _stands_alone(text: str, name: str, longer: str) -> bool:
    return text.count(name) > text.count(longer)


def _occurrences(text: str, name: str) -> Iterator[int]:
    """Where the name is said, quotation marks inside it or not."""
    pattern = r"[“”‘’「」『』]?".join(regex.escape(char) for char in name)
    return (match.start() for match in regex.finditer(pattern, text))


# --- in quotation marks ------------------------------------------------------------------------


def _quoted(text: str) -> Iterator[_Found]:
    in_list = False
    for match in _QUOTED.finditer(text):
        name = match["name"]
        left, right = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 16]
        head = None if _NOT_BEHIND.match(right) else _HEAD_BEHIND.match(right)
        presented = bool(_VERB_BEFORE.search(left))
        often = text.count(name)
        slogan = _SLOGAN.search(name) or name in _NOT_NAMES or (not head and _CATCHWORD.fullmatch(name))
        evidence = {
            "ends in a head": 1.2 * bool(len(name) > 2 and _ENDS_IN_HEAD.search(name)),
            f"head behind: {head['head'] if head else ''}": 1.2 * bool(head),
            "verb of making before": 1.0 * presented,
            "in a list of names": 1.0 * bool(not presented and in_list and _LISTED.search(left)),
            f"said {often} times": 0.6 * min(often - 1, 2),
            "looks coined": 0.4 * bool(_COINED.search(name) and not _SLOGAN.search(name)),
            "no name by what follows": -2.5 * bool(_NOT_BEHIND.match(right)),
            "slogan or metaphor": -3.0 * bool(slogan),
            "long for a name": -1.0 * (len(name) > 14),
        }
        score, reasons = _sum(evidence)
        in_list = score >= _ENOUGH
        end = match.end("name")
        if head and regex.fullmatch(r"[\d+\-N]+", name):  # “166”执法…机制: digits alone name nothing
            name, end = name + head["head"], match.end() + head.end()
        yield _Found(match.start("name"), end, regex.sub(r"[“”‘’「」『』]", "", name), score, reasons)


# --- as a noun phrase --------------------------------------------------------------------------


def _unquoted(text: str) -> Iterator[_Found]:
    for match in _UNQUOTED_HEAD.finditer(text):
        begin = _begin_of_phrase(text, match.start())
        name = text[begin : match.end()]
        if text[begin - 1 : begin] in tuple("”」"):  # “边关智眼”感知系统: the quotation is the name
            continue
        if name in _GENERIC | _STRONG_WORDS or not 4 <= len(name) <= 18 or regex.search(r"\d{2,}", name):
            continue
        often = text.count(name)
        evidence = {
            "noun phrase with a strong head": 0.2,
            "verb of making before": bool(_VERB_BEFORE.search(text, max(0, begin - 16), begin)),
            f"said {often} times": 0.5 * (often > 1),
            "says much": 0.6 * (len(name) >= 6 or match[0] in _TELLING),
            f"telling head: {match[0]}": 0.6 * (match[0] in _TELLING),
            "for the police": 0.5 * ("警" in name),
            "does something": 0.5 * bool(_DOING.match(text, match.end())),
        }
        yield _Found(begin, match.end(), name, *_sum(evidence))


def _begin_of_phrase(text: str, head: int) -> int:
    """Back over the words that modify the head, to the particle, verb, place or quotation mark before them."""
    window = max(0, head - 16)
    boundary = max((match.end() for match in regex.finditer(r"[^\p{Han}A-Za-z\d+]", text[window:head])), default=0)
    begin = head
    for word in reversed(list(words(text, window + boundary, head))):
        if word.text in _CUTS or word.text in _MAKING or word.tag[:1] in tuple("pcrudfymq") or (word.tag == "ns" and len(word.text) > 1):
            break
        begin = word.start
    return begin


def _sum(evidence: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
    """The points of all that holds, and the names of it."""
    return sum(evidence.values()), tuple(reason for reason, points in evidence.items() if points)
