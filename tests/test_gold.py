"""The project's own gold, written by hand: what must hold for every change of a rule. `make accuracy` prints it all, line by line."""

from pathlib import Path

import pytest

from analytics.review.quality import accuracy
from extractors import SourceText, extract
from tests.gold.marks import article, passages
from tests.gold.measure import HERE, RECORD, Tally, everything, measure, negatives, recorded

SENTENCES, ARTICLES, NEGATIVES = 600, 46, 300
BLIND_SENTENCES, BLIND_ARTICLES = 300, 30
AT_LEAST = {
    "found": 0.98,
    "value": 0.99,
    "value_low": 0.99,
    "value_high": 0.99,
    "bound": 0.99,
    "unit": 0.99,
    "role": 0.98,
    "direction": 0.98,
    "basis": 0.98,
    "period": 0.97,
    "region": 0.90,
    "type": 0.89,
    "innovation": 0.80,
    "subject": 0.86,
    "duplicate": 0.98,
}


@pytest.fixture(scope="module")
def tally() -> Tally:
    return measure(everything())


def test_the_gold_is_as_large_as_it_claims() -> None:
    names = [name for name, _ in everything()]
    articles = {path.stem for path in (HERE / "dev/articles").glob("*.txt")}
    assert len(articles) >= ARTICLES
    assert sum(name not in articles for name in names) >= SENTENCES
    assert len(negatives()) >= NEGATIVES


def test_the_blind_set_is_as_large_as_it_claims_and_shares_nothing_with_the_other() -> None:
    names = [name for name, _ in everything("blind")]
    articles = {path.stem for path in (HERE / "blind/articles").glob("*.txt")}
    assert len(articles) >= BLIND_ARTICLES
    assert sum(name not in articles for name in names) >= BLIND_SENTENCES
    assert not {passage.text for _, passage in everything("blind")} & {passage.text for _, passage in everything()}


def test_figures_are_found(tally: Tally) -> None:
    assert tally.f1() >= 0.98


@pytest.mark.parametrize("column", AT_LEAST)
def test_column(tally: Tally, column: str) -> None:
    assert (tally.share(None, column) or 0) >= AT_LEAST[column]


def test_sentences_without_figures_make_no_rows() -> None:
    false = [sentence for sentence in negatives() if extract(SourceText(sentence + "。")).claims]
    assert len(false) <= 0.03 * len(negatives())


def test_the_dashboard_shows_what_is_measured_on_the_blind_set() -> None:
    """Run ``make accuracy`` where this fails: it writes the record anew."""
    shown = [(row.column, row.right, row.asked) for row in accuracy(RECORD)]
    assert shown == recorded(measure(everything("blind")))


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


def test_every_gold_file_parses() -> None:
    assert all(
        list(passages(path.read_text(encoding="utf-8")))
        for which in ("dev", "blind")
        for path in (HERE / which / "sentences").glob("*.txt")
    )
    assert Path(HERE / "dev/negatives.txt").exists()
