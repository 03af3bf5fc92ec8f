"""Precomputed lookups return the same results as a search for each query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import SourceText, extract
from extractors.innovations.mentions import Mentions
from extractors.innovations.names import InnovationName
from extractors.innovations.types import Tally, TypeWords, votes

TEXTS = ["快易拼", "枫桥码", "义警通", "云哨"]
mentioned = st.lists(st.sets(st.integers(0, 40), min_size=1, max_size=8), max_size=4)


def named(places: list[set[int]]) -> list[InnovationName]:
    return [InnovationName(text, min(at), min(at) + 3, tuple(sorted(at)), 2.0, ()) for text, at in zip(TEXTS, places, strict=False)]


def nearest(names: list[InnovationName], start: int, end: int, position: int) -> InnovationName | None:
    """Reference implementation: the last mention before the position, else the first one after it; on a tie, the first name."""
    before = [(at, -i) for i, name in enumerate(names) for at in name.mentions if start <= at < position]
    behind = [(at, i) for i, name in enumerate(names) for at in name.mentions if position <= at < end]
    return names[-max(before)[1]] if before else names[min(behind)[1]] if behind else None


@given(mentioned, st.integers(0, 41), st.integers(0, 41), st.integers(0, 41))
def test_the_name_that_governs_a_position(places: list[set[int]], one: int, other: int, third: int) -> None:
    start, position, end = sorted((one, other, third))
    names = named(places)
    assert Mentions(names).nearest(start, end, position) == nearest(names, start, end, position)


@pytest.mark.parametrize("cut", [",", "。", "\n"])
def test_type_words_of_a_part_are_those_of_the_part_alone(cut: str) -> None:
    parts = ["民警用无人机巡逻", "指挥平台上线", "调解纠纷3起", "大数据研判"]
    text = cut.join(parts)
    found = TypeWords(text)
    start = 0
    for part in parts:
        assert list(found.within(start, start + len(part))) == list(votes(part))
        start += len(part) + 1


def test_votes_add_up_by_weight_and_the_first_of_equals_leads() -> None:
    tally = Tally()
    assert not tally
    assert tally.highest == 0
    tally.add([(("platform", 2.0),), (("data", 1.0), ("service", 4.0))], 0.5)
    tally.add([(("data", 3.0),)], 0.5)
    assert tally.highest == 2
    assert tally.score().scores == (("data", 2.0), ("service", 2.0), ("platform", 1.0))
    assert tally.score().best == "data"


def test_records_never_change() -> None:
    extraction = extract(SourceText("民警用“快易拼”系统破案30起，同比下降10%。"))
    for record, field in ((extraction.claims[0], "value"), (extraction.innovations[0], "name"), (extraction.article.sentences[0], "text")):
        with pytest.raises(AttributeError):
            setattr(record, field, None)
