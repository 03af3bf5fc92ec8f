"""Numerals → amounts (Decimal with bounds).

The pattern ``NUMERAL`` matches one written number, including hedges inside it (``140余万``, ``二百七八十``, ``数千``);
``parse`` converts a match. Units and hedges outside the number are handled elsewhere.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import regex

from extractors.model import Amount, Bound

DIGITS: dict[str, int] = {char: value for value, chars in enumerate(
    ["零〇", "一壹幺弌", "二两贰贰弍", "三叁仨弎", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"]
) for char in chars}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}

_DIGIT = f"[{''.join(DIGITS)}]"
_MAGNITUDE = "[十百千万亿拾佰仟兆]"
_FIGURES = r"(?:\d{1,3}(?:[,，]\d{3}){1,5}(?![,，]?\d)|\d{1,3}(?: \d{3}){1,5}(?!\d)|\d{1,16})(?:\.\d{1,8})?"
# 余 多 来 几 stand inside the number when a magnitude follows (140余万); 数 几 stand before one (数千, 几十).
_UNIT_OWN = "千(?=[米克瓦帕伏赫卡焦安]|字节)"  # 千 belongs to the unit: 12千米
_ARABIC = rf"{_FIGURES}(?:点(?=\d{{1,4}}(?:个百分点|%))\d{{1,4}}|[wWkK](?=[\p{{Han}}])|(?:(?:[余多来几]?(?!{_UNIT_OWN})[十百千万亿拾佰仟]|兆(?=\d[\d,]{{0,5}}亿))(?:(?!{_UNIT_OWN})[余多]?[十百千万亿])?(?:(?:\d{{1,3}},\d{{3}}(?!\d)|\d{{1,4}})(?:\.\d{{1,4}})?(?:[十百千][余多])?[十百千万亿]{{0,2}}){{0,3}}))?"
_CHINESE_CHAR = f"[{''.join(DIGITS)}十百千万亿拾佰仟兆廿卅卌]"
_CHINESE = (
    rf"{_CHINESE_CHAR}{{1,24}}(?:[点.]{_DIGIT}{{1,8}}{_MAGNITUDE}{{0,2}}|(?<=[十百千])[余多来几][万亿]{{1,2}}|几(?<=十几)[万亿]{{0,2}})?"
)
_VAGUE = r"(?=[数好几成上一二三四五六七八])(?:(?:数|好几|几)[十百千万亿]{1,3}|数以[十百千万亿]{1,2}计|成[百千]上[千万]|成[千百]|上[十百千万亿][百千万亿]?|[一二三四五六七八]、[二三四五六七八九](?=[十百千万]{0,2}[\p{Han}]))"
NUMERAL = rf"(?:{_VAGUE}|{_ARABIC}|{_CHINESE})"


_LETTERS = str.maketrans("wWkK", "万万千千")  # 3.5w件, 5k起

_PLAIN = regex.compile(r"\d+(?:\.\d+)?")
_DECIMAL_OF_PLACES = regex.compile(r"(\d+\.\d+)([十百千]{1,2})")
_SEVERAL = regex.compile(r"(?:数以|数|好几|几)([十百千万亿]{1,3})计?")
_AS_MUCH_AS = regex.compile(r"(?:成([百千])(?:上[千万])?|上([十百千万亿]{1,2}))")
_TWO_DIGITS = regex.compile(rf"(.*?)({_DIGIT})({_DIGIT})({_MAGNITUDE}*)")
_PLACE = regex.compile(
    rf"(?P<digit>[零〇]?(?:\d+(?:\.\d+)?|{_DIGIT})?)(?P<place>[十百千拾佰仟])|(?P<tens>[廿卅卌])|(?P<ones>[零〇]?(?:{_DIGIT}|\d+))$"
)


@lru_cache(maxsize=4096)  # the same numbers recur, and several rules parse each
def parse(text: str) -> Amount:
    """The amount written as ``text``, a match of ``NUMERAL``.

    Raises ValueError if the characters are numerals but do not form a number (``十百``).
    """
    text = text.replace(" ", "").replace(",", "").replace("，", "")
    text = text.replace("、", "").translate(_LETTERS)
    if vague := _vague(text):
        return vague
    for hedge in "余多来几":
        if hedge in text:
            value = _value(text.replace(hedge, "", 1))
            if hedge == "来":
                return Amount(value, None, None, "about")
            return Amount(value, value, None, "over")
    if "点" not in text and (span := _neighbours(text)):
        low, high = span
        return Amount((low + high) / 2, low, high, "range")
    value = _value(text)
    return Amount(value, value, value, "exact")


def exact(value: Decimal | int | str) -> Amount:
    """The amount of a number without hedges: both bounds equal the value."""
    value = Decimal(value)
    return Amount(value, value, value, "exact")


def bounded(amount: Amount, bound: Bound) -> Amount:
    """``amount`` with the bound of a hedge outside the number. Ranges and amounts without a value stay unchanged."""
    value = amount.value
    if value is None or bound == "exact":
        return amount
    if amount.bound == "range":  # 约2%至5%: the ends are stated
        return amount
    if bound not in ("about", "over", "under"):
        return amount
    return Amount(value, value if bound == "over" else None, value if bound == "under" else None, bound)


def between(first: Amount, second: Amount) -> Amount:
    """The range from ``first`` to ``second``; its value is the midpoint. Raises ValueError unless ``first`` is smaller."""
    if first.value is None or second.value is None or first.value >= second.value:
        raise ValueError("not a rising range")
    return Amount((first.value + second.value) / 2, first.value, second.value, "range")


def scaled(amount: Amount, factor: Decimal | int) -> Amount:
    """``amount`` with value and bounds multiplied by ``factor``."""
    times = [None if part is None else part * factor for part in (amount.value, amount.low, amount.high)]
    return Amount(times[0], times[1], times[2], amount.bound)


def trailing_magnitude(text: str) -> Decimal:
    """The factor of the magnitude characters at the end of a numeral: ``3万`` → 10000, ``35`` → 1."""
    factor = Decimal(1)
    for char in reversed(text):
        if char not in _SMALL and char not in _LARGE:
            break
        factor *= _SMALL.get(char) or _LARGE[char]
    return factor


def _vague(text: str) -> Amount | None:
    """Vague numerals: ``数百`` and ``几十`` have no value and mean 2 to 10 times the magnitude; ``上百`` is at least 100."""
    if match := _SEVERAL.fullmatch(text):
        magnitude = trailing_magnitude(match[1])
        return Amount(None, 2 * magnitude, 10 * magnitude, "vague")
    if match := _AS_MUCH_AS.fullmatch(text):
        magnitude = trailing_magnitude(match[1] or match[2])
        return Amount(magnitude, magnitude, None, "over")
    return None


def _neighbours(text: str) -> tuple[Decimal, Decimal] | None:
    """The range of two adjacent digits: ``五六百`` 500 to 600, ``二百七八十`` 270 to 280; also ``三五``."""
    match = _TWO_DIGITS.fullmatch(text)
    if not match or (match[1] and match[1][-1] in DIGITS):
        return None
    low, high = DIGITS[match[2]], DIGITS[match[3]]
    if not 0 < low < high or (high - low != 1 and (low, high) != (3, 5)):
        return None
    return _value(match[1] + match[2] + match[4]), _value(match[1] + match[3] + match[4])


def _value(text: str) -> Decimal:
    """The value of a numeral without hedges, split at 兆, 亿 and 万; a magnitude alone means one of it (``百万``)."""
    if not text:
        raise ValueError("no number")
    for char in ("兆", "亿", "万"):
        head, found, tail = text.rpartition(char)
        if found:
            return _times(head, _LARGE[char]) + _rest(tail, _LARGE[char])
    return _section(text)


def _times(head: str, magnitude: int) -> Decimal:
    return (_value(head) if head else Decimal(1)) * magnitude


def _rest(tail: str, magnitude: int) -> Decimal:
    """The value of what follows a magnitude (``6万2千``); a single digit counts in the next lower place (``三万五``)."""
    if not tail:
        return Decimal(0)
    if len(tail) == 1 and (digit := DIGITS.get(tail, int(tail) if tail.isdecimal() else 0)):
        return Decimal(digit * magnitude // 10)
    return _value(tail.lstrip("零〇") or "零")


def _section(text: str) -> Decimal:
    """The value of a number below 万, or of one written in digits only."""
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if scaled := _DECIMAL_OF_PLACES.fullmatch(text):  # 9048.2千
        return Decimal(scaled[1]) * trailing_magnitude(scaled[2])
    whole, point, decimals = text.replace("点", ".").partition(".")
    if point:
        places = _digits(decimals)
        return _section(whole) + Decimal(f"0.{places}")
    if all(char in DIGITS or char.isdecimal() for char in whole):
        return Decimal(_digits(whole))
    return _by_places(whole)


def _digits(text: str) -> str:
    """``一○三``, ``1○3`` → ``103``. Raises ValueError for other characters."""
    if not text or not all(char in DIGITS or char.isdecimal() for char in text):
        raise ValueError(f"not digits: {text}")
    return "".join(str(DIGITS.get(char, char)) for char in text)


def _by_places(text: str) -> Decimal:
    """The value of ``二千三百``, ``廿五`` or ``3千5百``. Raises ValueError unless places strictly decrease."""
    total, last = Decimal(0), 10**4
    for match in _PLACE.finditer(text):
        if match["tens"]:
            place, value = 10, Decimal(_TENS[match["tens"]])
        elif match["place"]:
            place = _SMALL[match["place"]]
            digit = match["digit"].lstrip("零〇")
            value = (Decimal(1) if not digit else _section(digit)) * place
        else:
            ones = match["ones"]
            colloquial = last > 10 and len(ones) == 1 and ones in DIGITS and last < 10**4
            place, value = 1, _section(ones) * (last // 10 if colloquial and ones not in "零〇" else 1)
        if place >= last:
            raise ValueError(f"not a number: {text}")
        total, last = total + value, place
    if last == 10**4:
        raise ValueError(f"not a number: {text}")
    return total
