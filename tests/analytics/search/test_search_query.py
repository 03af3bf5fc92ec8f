"""What a query asks for, and what is said about one that cannot be right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.search.folding import QUOTES
from analytics.search.query import SearchQuery, parse


@pytest.mark.parametrize(
    ("query", "every", "none"),
    [
        ("", (), ()),
        ("　 \n", (), ()),
        ("警情", (("警情",),), ()),
        ("警情 下降", (("警情",), ("下降",)), ()),
        ("警情　下降", (("警情",), ("下降",)), ()),
        ("警情 AND 下降", (("警情",), ("下降",)), ()),
        ("警情 ＡＮＤ 下降", (("警情",), ("下降",)), ()),
        ("无人机 OR 机器人", (("无人机", "机器人"),), ()),
        ("无人机 | 机器人 巡逻", (("无人机", "机器人"), ("巡逻",)), ()),
        ("巡逻 无人机 OR 机器人 OR 警犬", (("巡逻",), ("无人机", "机器人", "警犬")), ()),
        ("“智慧 警务”", (("智慧 警务",),), ()),
        ("「智慧警务」平台", (("智慧警务",), ("平台",)), ()),
        ('"智慧警务" 『平台』', (("智慧警务",), ("平台",)), ()),
        ("“智慧\"", (("智慧",),), ()),
        ("“OR”", (("OR",),), ()),
        ("巡逻 -演练", (("巡逻",),), ("演练",)),
        ("巡逻 −演练 －“学习 活动”", (("巡逻",),), ("演练", "学习 活动")),
        ("巡逻 NOT 演练", (("巡逻",),), ("演练",)),
        ("NOT 演练 巡逻", (("巡逻",),), ("演练",)),
        ("COVID-19", (("COVID-19",),), ()),
        ("“” 警情 “ ”", (("警情",),), ()),
        ("or and not", (("or",), ("and",), ("not",)), ()),
        ("警", (("警",),), ()),
        ("无\udfff人机", (("无?人机",),), ()),
    ],
)  # fmt: skip
def test_what_a_query_asks_for(query: str, every: tuple[tuple[str, ...], ...], none: tuple[str, ...]) -> None:
    assert parse(query) == SearchQuery(every, none)


@pytest.mark.parametrize(
    ("query", "understood", "flaws"),
    [
        ("“智慧警务 平台", "“智慧警务 平台”", ("unclosed",)),
        ("OR 警情", "警情", ("or",)),
        ("警情 OR", "警情", ("or",)),
        ("警情 OR OR 下降", "警情 OR 下降", ("or",)),
        ("警情 OR -下降", "警情 -下降", ("or_not",)),
        ("警情 NOT", "警情", ("not",)),
        ("警情 OR NOT", "警情", ("or", "not")),
        ("-警情", "", ("only_not",)),
        ("警" * 100_000, "警" * 100, ("long",)),
        ("警情 下降 " * 50_000, "警情 下降 " * 25, ("long",)),
    ],
)
def test_what_cannot_be_right_is_named_and_the_rest_understood(query: str, understood: str, flaws: tuple[str, ...]) -> None:
    sought = parse(query)
    assert sought.every == parse(understood).every
    assert sought.flaws == flaws


@given(
    st.lists(
        st.sampled_from(["警情", "OR", "NOT", "AND", "|", "-", "−下降", *QUOTES, " ", "　", "\n", "\ud800", "(", ")", "*"]), max_size=12
    )
)
def test_no_query_fails(pieces: list[str]) -> None:
    sought = parse("".join(pieces))
    assert all(word.strip() for word in (*sought.wanted, *sought.none))
