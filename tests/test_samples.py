"""The sample corpus: what it promises in its README, and that the charts have something to show."""

from collections import Counter
from pathlib import Path

import pytest

from analytics.corpus import Corpus, read_folder
from extractors.model import INNOVATION_TYPES, KINDS

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_folder(SAMPLES)


def test_every_file_is_read(corpus: Corpus) -> None:
    assert corpus.unreadable == corpus.repeated == ()
    assert len(corpus.articles) == 42


def test_breadth(corpus: Corpus) -> None:
    claims = corpus.claims
    assert claims["province"].loc[lambda name: name != ""].nunique() >= 18
    assert set(claims["kind"]) == set(KINDS)
    assert set(claims["innovation_type"]) >= set(INNOVATION_TYPES) - {"other"}
    assert set(claims["published_on"].dt.year.dropna().astype(int)) == set(range(2016, 2026))


def test_every_figure_stands_on_its_characters(corpus: Corpus) -> None:
    for row in corpus.claims.itertuples():
        assert corpus.articles[row.doc_id].raw[row.start : row.end] == row.text


def test_one_article_without_a_date_keeps_its_periods_open(corpus: Corpus) -> None:
    undated = [article for article in corpus.articles.values() if article.published_on is None]
    assert [article.source for article in undated] == ["shanxi-yuncheng-nodate-enforcement.txt"]
    claims = corpus.claims[corpus.claims["doc_id"] == undated[0].doc_id]
    assert claims["period_start"].isna().all()


def test_every_article_has_title_publisher_and_figures(corpus: Corpus) -> None:
    figures = Counter(corpus.claims["doc_id"])
    for article in corpus.articles.values():
        assert article.title, article.source
        assert article.publisher, article.source
        assert figures[article.doc_id] >= 10, article.source


def test_two_outlets_differ_over_the_same_thing(corpus: Corpus) -> None:
    claims = corpus.claims[corpus.claims["source"].str.contains("foshan")]
    falls = claims[(claims["direction"] == "down") & claims["subject"].str.contains("案件")]
    assert {23.5, 21.8} <= set(falls["value"])
