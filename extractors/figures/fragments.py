"""Named regular-expression fragments from which rules are composed.

Every fragment has bounded repetition, begins with a rare character and has a lookbehind, so that matching takes linear time
even if a rule fails at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import regex

from extractors.lexicon import lexicon
from extractors.model import Amount, Bound
from extractors.tokens import numerals


def firsts(words: Iterable[str]) -> str:
    """The first characters of ``words``, as a sorted string."""
    return "".join(sorted({word[0] for word in words}))


# --- numbers under hedges ----------------------------------------------------------------------

HEDGES_BEFORE: Mapping[str, Bound] = {
    **dict.fromkeys(("超过", "超出", "超", "逾", "突破", "不低于", "不少于", "不下于", "不下", "至少", "起码", "高于", "多于", "大于", "破", "过"), "over"),
    **dict.fromkeys(("近", "将近", "接近", "不足", "不到", "不超过", "未超过", "不满", "未满", "不高于", "不多于", "低于", "少于", "小于", "至多", "最多", "跌破", "降破"), "under"),
    **dict.fromkeys(("约", "大约", "大概", "约为"), "about"),
}  # fmt: skip
HEDGES_AFTER: Mapping[str, Bound] = {
    **dict.fromkeys(("余", "多", "几", "+", "＋", "以上", "之上", "及以上", "或以上", "有余", "出头"), "over"),
    **dict.fromkeys(("以内", "之内", "内", "以下", "之下", "及以下", "或以下", "不到"), "under"),
    **dict.fromkeys(("左右", "上下", "许", "来"), "about"),
}

_ROUND = r"(?=[百千万亿半])"  # 破 and 过 are hedges of round numbers only: 破百, 过万
BEFORE = rf"(?=[{firsts(HEDGES_BEFORE)}])(?:超过|超出|超|逾|突破|不低于|不少于|不下于?|至少|起码|高于|多于|大于|(?:破|过){_ROUND}|(?<![侦告爆攻打突识捣查])破(?=\d[\d.]*[万亿])|(?<!最|附|临|靠|走|邻|亲)近|将近|接近|不足|不到|不超过|未超过|不满|未满|不高于|不多于|低于|少于|小于|至多|最多|跌破|降破|约为|大约|大概|(?<!合|预|签|节|制|契|特|相|解)约)"
INNER = r"(?:[余多来几许](?!样|元化)|[+＋](?=\p{Han}))"
AFTER = r"(?:以上|之上|[及或]以上|有余|出头|左右|上下|以内|之内|以下|之下|[及或]以下|内(?!部|容|外|网|设|心|涵|勤|存|控|生|化|蒙|江|陆|地)|许(?=[，,。；;、\s]|$))"
RANGE_SIGNS = "-—–~～至到−"
RANGE = rf"(?:[{RANGE_SIGNS}]|——|--)"

NUMERAL = numerals.NUMERAL
# The characters of numbers, ranges and their hedges: see ``cues``.
_IN_NUMBERS = rf"\d{''.join(numerals.DIGITS)}十百千万亿拾佰仟兆廿卅卌.点 余多来几许数好以计成上wWkK+＋\{RANGE_SIGNS}"
NUMBER_CHARACTERS = rf"[{_IN_NUMBERS},，、]"
NUMERAL_STARTS = rf"[{''.join(numerals.DIGITS)}十百千万亿拾佰仟兆廿卅卌]|[数几](?=[以十百千万亿])|好(?=几)|[成上](?=[十百千万亿])"
BEFORE_WORDS = (*HEDGES_BEFORE, "连续", "-", "−", *"“\"‘'「")


def soon(characters: str, within: int) -> str:
    """A lookahead for one of ``characters`` behind at most ``within`` others of the line. Before a slow pattern it fails early."""
    return rf"(?=[^{characters}\n]{{0,{within}}}+[{characters}])"


def ahead(tail: str) -> str:
    """A lookahead from the beginning of a number for ``tail``, which must not begin with a number character.

    It fails faster than the pattern of the number.
    """
    return rf"(?={NUMBER_CHARACTERS}{{1,160}}+{tail})"


def ahead_to_pause(between: str, pause: str) -> str:
    """A lookahead like ``ahead``, for a number with optional hedge, followed by ``between`` and a comma or ``pause``."""
    return rf"(?=(?:{BEFORE})?{START}[{_IN_NUMBERS}]{{1,160}}+{between}(?:[，,、]|{pause}))"


# A number does not start inside another number, a word in Latin letters (M300), or an ordinal (第三).
START = r"(?<![\dA-Za-z_第])(?<!\d[.,，/:：点-])(?<![A-Za-z]-)(?<![零〇一二两三四五六七八九十百千万亿廿卅](?=[零〇一二两三四五六七八九十百千万亿廿卅余多几]))"
QUANTITY = rf"(?P<before>{BEFORE})?{START}(?P<number>{NUMERAL})(?P<inner>{INNER})?"
RANGED = rf"(?P<before>{BEFORE})?{START}(?P<number>{NUMERAL})(?:(?P<inner>{INNER})?|{RANGE}(?P<upper>{NUMERAL}))"


def pieces(match: regex.Match[str]) -> dict[str, str]:
    """The named groups of a match that are not empty."""
    groups = match.groups()
    return {name: piece for name, at in match.re.groupindex.items() if (piece := groups[at - 1])}


def amount(match: regex.Match[str]) -> Amount:
    """The amount of a match of ``QUANTITY`` or ``RANGED``, with ``AFTER`` as the optional group ``after``.

    Raises ValueError if the characters do not form a number or a rising range.
    """
    said = pieces(match)
    number = said["number"]
    first = numerals.parse(number)
    if upper := said.get("upper"):
        second = numerals.parse(upper)
        if numerals.trailing_magnitude(number) == 1:  # 3至5万: the magnitude is shared
            first = numerals.scaled(first, numerals.trailing_magnitude(upper) if _shares_magnitude(number, upper) else 1)
        first = numerals.between(first, second)
    return hedged(first, said)


def hedged(value: Amount, said: Mapping[str, str]) -> Amount:
    """``value`` with the hedges in ``said``, by group: ``inner`` (余), ``before`` (近), ``after`` (以上)."""
    for piece, hedges in (("inner", HEDGES_AFTER), ("before", HEDGES_BEFORE), ("after", HEDGES_AFTER)):
        if hedge := said.get(piece):
            value = numerals.bounded(value, hedges[hedge])
    return value


def _shares_magnitude(number: str, upper: str) -> bool:
    bare = numerals.parse(upper.rstrip("十百千万亿")) if upper.rstrip("十百千万亿") else None
    value = numerals.parse(number).value
    return bare is not None and bare.value is not None and value is not None and value < bare.value


_LISTED = frozenset(word for group in lexicon("classifiers").values() for word in group)
# Classifiers combined with 次: 4波次, 6站次. 名次 and 位次 are ranks instead.
_TIMES = frozenset(f"{word}次" for word in _LISTED if len(word) == 1 and word not in "次名位级层种")
CLASSIFIERS: frozenset[str] = _LISTED | _TIMES
