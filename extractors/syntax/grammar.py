"""Clause grammar: named productions over the classes of words that describe what governs a figure.

A production is a regular expression over the class string of a clause (``syntax.clause``). It is matched to the left of the figure
(``BEFORE``) or to its right (``BEHIND``); the first production that matches wins. Each letter is a class of words: ``tokens.tokenizer.CLASSES``
defines them, ``lexicon/clause.toml`` lists the words. The named groups ``verb``, ``object``, ``basis`` and ``previous`` (the figure before)
are the slots of a production.

In each of ``examples`` the production governs the last figure; in each of ``rejects`` it does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import regex

# Between a verb and its amount: particles, hedges, adverbs, 同比, times, 每天, a postposition.
_GLUE = "[aektymqf]*"


class Production(NamedTuple):
    """A named pattern over word classes, with positive ``examples`` and negative ``rejects``."""

    name: str
    pattern: str
    examples: tuple[str, ...]
    rejects: tuple[str, ...] = ()


# Matched to the left of a figure.
BEFORE: tuple[Production, ...] = (
    Production(
        "base",
        r"(?:[cj][t5]+|y|[cj][a-z]?[5t]n?)(?:z\(?|\()|[cj][5t]+z?",
        ("比二〇一八年（54,225宗）", "比2019年的820起", "与上年的42起"),
        ("比上年增加42起",),
    ),
    Production(
        "noun_of_movement",
        r"(?P<verb>[IF])z?[abBekymt]*(?:,a*B[abekymt]*)?",
        ("价格跌幅为4.3%", "同比降幅达12%", "同比下降的幅度为10.2%", "毒品案增长率最高，达到30%"),
        ("增幅居全市第3位",),
    ),
    Production(
        "moved_to",
        rf"(?:(?P<verb>[ud])a*b|(?P<verb>[UD]))(?:{_GLUE}o)?(?:[tnfrgvV5]{{1,4}}z|{_GLUE}z?)a*",
        ("发案降至36起", "占比提高到目前的40%", "破案率上升为97%"),
        ("发案下降36起",),
    ),
    Production(
        "moved_by",
        rf"(?P<verb>[ud]){_GLUE}(?P<amounting>B)?{_GLUE}",
        ("刑事警情同比下降10.2%", "罪案按年增加210宗", "咨询量少了三分之一", "增长达5.2%"),
        ("办理减刑案件40件", "第三产业增加值达到86亿元"),
    ),
    Production(
        "more_or_fewer",
        r"(?P<verb>[ML])[aVv]{0,2}n{0,2}[ak]*",
        ("较去年同期多40起",),
        ("抓获多名嫌疑人40名",),
    ),
    Production(
        "difference",
        r"(?P<verb>x)[^1-4,;:().xudUD]{0,8}",
        ("高于平均水平3.2个百分点", "低于全省1.5个点"),
    ),
    Production(
        "moved_object",
        r"(?P<verb>[ud])a*(?P<object>(?:[nAljz\"VrItqfeg]|v(?=[nV])){1,9}?)[aekymth]*",
        ("新增岗位5000个", "压缩办理时限60%"),
        ("新增案件中破获30起",),
    ),
    Production("share", r"s[^1-4,;:().]{0,10}", ("接报警情占全县64.51%", "占总数的三成")),
    Production(
        "reached_behind",
        r"(?P<previous>[1-4]),?a*[bB]a*",
        ("盗窃案减少46宗，至310宗", "提升2.6个百分点，达到97.1%", "罚款上升1.3倍至3亿元"),
    ),
    Production("said_again", r"(?P<previous>[1-4])(?:,?a*E|\()[aymek]*", ("罪案增加210宗，即1.4%", "多了5,000宗（9.2%）")),
    Production("next_object", r"(?P<previous>[1-4])a*j+[nAVvlq\"]{1,10}", ("新增便衣队员20名、平衡车8台",)),
    Production("next_share", r"(?P<previous>2)a*,[nAVvlq\"]{1,8}[aB]*", ("盗窃占30%，诈骗25%",)),
    Production("next_counted", r"(?P<previous>[1-4])[nANlg\"]{1,6}a*j+", ("新增5名协管员、24名户长",)),
    Production("listed", r"(?P<previous>[1-4])a*(?:[j]+a*|,a*(?=k?))", ("分别下降10%、12.5%",)),
)
# Matched to the right of a figure.
BEHIND: tuple[Production, ...] = (
    Production("movement_behind", r"a*z?(?P<basis>[ym])?z?(?P<verb>[IF]|[ud](?=[,;.:)z]|$))", ("以16%的增幅", "23%的同比降幅")),
)


def _any_of(productions: Iterable[Production], before: str = "", behind: str = "") -> regex.Pattern[str]:
    return regex.compile(before + "(?:" + "|".join(f"(?P<{one.name}>{one.pattern})" for one in productions) + ")" + behind)


GOVERNING = _any_of(BEFORE, "(?r)", r"\Z")
FOLLOWING = _any_of(BEHIND)


def governing_production(classes: str, begin: int, end: int) -> tuple[str, regex.Match[str]] | None:
    """Return the production that governs the figure at token ``end`` from its left, and its match; ``None`` if there is none."""
    match = GOVERNING.search(classes, begin, end)
    return (next(one.name for one in BEFORE if match.start(one.name) >= 0), match) if match else None
