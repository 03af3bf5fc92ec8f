"""Accuracy on the project's hand-written gold standard, which every rule change must keep. `make accuracy` prints all results.

Only the blind set has thresholds: rules were written with the other set in view, so accuracy there shows only how well they fit it.
"""

import pytest

from analytics.review.quality import accuracy
from extractors import SourceText, extract
from tests.gold.marks import article, passages
from tests.gold.measure import RECORD, Tally, everything, measure, negatives, recorded

# Minimum accuracy on the blind set: the measured value, rounded down by about 0.01.
AT_LEAST = {
    "found": 0.97,
    "value": 0.99,
    "value_low": 0.98,
    "value_high": 0.98,
    "bound": 0.98,
    "unit": 0.99,
    "role": 0.98,
    "direction": 0.98,
    "basis": 0.98,
    "period": 0.92,
    "region": 0.93,
    "type": 0.88,
    "innovation": 0.94,
    "subject": 0.86,
    "duplicate": 0.99,
}


@pytest.fixture(scope="module")
def tally() -> Tally:
    return measure(everything("blind"))


def test_the_two_sets_share_nothing() -> None:
    blind, dev = ({passage.text for _, passage in everything(which)} for which in ("blind", "dev"))
    assert blind
    assert dev
    assert not blind & dev


@pytest.mark.parametrize("column", AT_LEAST)
def test_column(tally: Tally, column: str) -> None:
    share = tally.share(None, column)
    assert share is not None
    assert share >= AT_LEAST[column]


def test_what_is_found_is_there(tally: Tally) -> None:
    assert tally.f1() >= 0.97


def test_sentences_without_figures_make_no_rows() -> None:
    read = {sentence: [claim.text for claim in extract(SourceText(sentence + "。")).claims] for sentence in negatives()}
    assert {sentence: figures for sentence, figures in read.items() if figures} == {}


def test_the_dashboard_shows_what_is_measured(tally: Tally) -> None:
    """If this fails, run ``make accuracy``, which rewrites the record."""
    shown = [(row.column, row.right, row.asked) for row in accuracy(RECORD)]
    assert shown == recorded(tally)


def test_marks_are_read_as_they_are_written() -> None:
    text = "# published: 2024-11-09\n[[数百起|count|200?1000 起|s:案件|opt]]，下降[[近10%|percentage|<10 %|change down yoy|p:..2024-10-31|r:浙江省 湖州市]]。"
    (passage,) = passages(text)
    vague, under = passage.rows
    assert passage.text == "数百起，下降近10%。"
    assert (vague["value"], vague["value_low"], vague["value_high"], vague["bound"], vague["optional"]) == (None, 200, 1000, "vague", True)
    assert (under["value_high"], under["role"], under["direction"], under["basis"]) == (10, "change", "down", "yoy")
    assert (under["period_start"], under["period_end"], under["province"], under["county"]) == ("", "2024-10-31", "浙江省", "")
    assert passage.text[under["start"] : under["end"]] == under["text"] == "近10%"
    with pytest.raises(ValueError, match="amount"):
        article("[[三起|count|三 起]]")
