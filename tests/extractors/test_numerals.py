from decimal import Decimal

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from extractors.tokens.numerals import NUMERAL, between, bounded, exact, parse, scaled

PLAIN = {
    "4,127": 4127,
    "36 480": 36480,
    "8.5万": 85000,
    "二千三百": 2300,
    "廿五": 25,
    "卅": 30,
    "壹佰": 100,
    "一〇三七": 1037,
    "2.84万": 28400,
    "6万2千": 62000,
    "7亿2068万": 720680000,
    "六八.五": Decimal("68.5"),
    "一百零五": 105,
    "两千万": 20000000,
    "三万五": 35000,
    "一百五": 150,
    "百万": 1000000,
    "1.2万亿": 1200000000000,
    "十五": 15,
    "二〇一七": 2017,
    "三点五": Decimal("3.5"),
}


@pytest.mark.parametrize(("text", "value"), PLAIN.items())
def test_plain_numbers(text: str, value: int | Decimal) -> None:
    assert regex.fullmatch(NUMERAL, text)
    amount = parse(text)
    assert (amount.value, amount.low, amount.high, amount.bound) == (value, value, value, "exact")


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "bound"),
    [
        ("140余万", 1400000, 1400000, None, "over"),
        ("十几万", 100000, 100000, None, "over"),
        ("十来万", 100000, None, None, "about"),
        ("三十几", 30, 30, None, "over"),
        ("五六百", 550, 500, 600, "range"),
        ("二百七八十", 275, 270, 280, "range"),
        ("三五", 4, 3, 5, "range"),
        ("数百", None, 200, 1000, "vague"),
        ("几十万", None, 200000, 1000000, "vague"),
        ("数以千计", None, 2000, 10000, "vague"),
        ("上百", 100, 100, None, "over"),
        ("成千上万", 1000, 1000, None, "over"),
    ],
)
def test_hedges_inside_the_number(text: str, value: int | None, low: int | None, high: int | None, bound: str) -> None:
    amount = parse(text)
    assert (amount.value, amount.low, amount.high, amount.bound) == (value, low, high, bound)


@pytest.mark.parametrize("text", ["", "十百", "百千"])
def test_what_makes_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        parse(text)


def test_hedges_outside_follow_the_contract() -> None:
    assert bounded(exact(300), "under") == between(exact(1), exact(599)).__class__(Decimal(300), None, Decimal(300), "under")
    assert bounded(exact(300), "about").low is None
    assert bounded(parse("数百"), "over") == parse("数百")


def test_a_range_rises() -> None:
    assert between(exact(3), exact(5)).value == 4
    with pytest.raises(ValueError, match="range"):
        between(exact(5), exact(3))


def test_scaling_keeps_open_ends_open() -> None:
    assert scaled(parse("140余万"), Decimal("0.1")).high is None


_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """``number`` (below 10000) in Chinese numerals, spelled out in full; the oracle of the property test below."""
    out, skipped = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            out += ("零" if skipped and out else "") + _DIGITS[digit] + name
            skipped = False
        else:
            skipped = True
    return out


@given(st.integers(1, 9999), st.integers(0, 9999), st.sampled_from(["万", "亿"]))
def test_every_number_reads_back(high: int, low: int, magnitude: str) -> None:
    factor = {"万": 10**4, "亿": 10**8}[magnitude]
    tail = chinese(low)
    written = chinese(high) + magnitude + ("零" if tail and low < 1000 else "") + tail
    if low and low < 10 and "零" not in written:
        return
    assert parse(written).value == high * factor + low
    assert parse(f"{high}{magnitude}").value == high * factor


@given(st.text(alphabet="0123456789.,零〇一二两三九十百千万亿廿点余多几数上成半壹拾", min_size=1, max_size=12))
def test_whatever_looks_like_a_number_is_one_or_is_refused(text: str) -> None:
    for match in regex.finditer(NUMERAL, text):
        try:
            amount = parse(match[0])
        except ValueError:
            continue
        assert amount.value is None or amount.value.is_finite()
