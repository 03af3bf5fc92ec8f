"""Hedges separated from their number: ``约有20人``, ``超过了100人``, ``≥95%``. They change the bound of a figure, not its span."""

from __future__ import annotations

import regex

from extractors.lexicon import lexicon, one_of
from extractors.model import Amount, Bound
from extractors.tokens import numerals

_CURRENCY = rf"(?:{one_of(name for names in lexicon('currencies').values() for name in names if name[0] not in '元圆块' and not name.isascii())})\s?"
_BETWEEN = r"(?:有着?|是|占到?|为|达到?|在|了|共有?|需要?|存有|藏有|能够?|可|等于|相当于|有大?)"
_APART: tuple[tuple[Bound, regex.Pattern[str]], ...] = (
    (
        "over",
        regex.compile(
            rf"(?r)(?:[至最]少\p{{Han}}{{1,3}}|(?:至少|起码|不少于|不低于|超过|超出|多于|突破|逾)(?:{_BETWEEN}{{1,2}}|{_CURRENCY})|超{_CURRENCY}|[≥≧>＞]\s?=?\s?)"
        ),
    ),
    (
        "under",
        regex.compile(
            rf"(?r)(?:(?:不到|不足|至多|不超过|将近|接近|近)(?:{_BETWEEN}|{_CURRENCY})|最多(?:为|可|能){_BETWEEN}?|[≤≦<＜]\s?=?\s?)"
        ),
    ),
    (
        "about",
        regex.compile(
            rf"(?r)(?:(?:大约|大概|约)(?:折?合)?{_CURRENCY}|(?:大约|大概|约)(?:[会能可须]?{_BETWEEN}){{1,2}}(?:[^，,。；;\d]{{0,4}}\d{{0,4}}[^，,。；;\d]{{1,4}}的)?)"
        ),
    ),  # 约是十年前的3倍
)
_MOST = 14  # longest hedge with its verb or currency, in characters
_TELLING = frozenset("币元金镑的有着是占到为达在了共需要存藏能够可等于相当大≥≧>＞≤≦<＜= ")


def with_separate_hedge(text: str, start: int, amount: Amount) -> Amount:
    """``amount``, whose figure begins at ``start``, with the bound of a separated hedge before it; unchanged if there is none."""
    told = start and (text[start - 1] in _TELLING or "少" in text[max(0, start - 5) : start])
    if amount.bound != "exact" or not told:
        return amount
    for bound, pattern in _APART:
        match = pattern.search(text, max(0, start - _MOST), start)
        if match and match.end() == start:
            return numerals.bounded(amount, bound)
    return amount
