"""The sample corpus: it keeps the promises of its README, and every chart has data."""

from collections import Counter
from pathlib import Path

import pytest

from analytics.ingest.corpus import Corpus, read_folder
from extractors.model import INNOVATION_TYPES, KINDS
from tests.making_samples import FILES

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_folder(SAMPLES)


def test_every_file_is_read(corpus: Corpus) -> None:
    assert corpus.unreadable == corpus.repeated == ()
    assert len(corpus.articles) == 64
    assert len(list(SAMPLES.iterdir())) == 64  # with the README, and a table of two articles


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_plain_text_are_what_the_script_makes(name: str) -> None:
    assert (SAMPLES / name).read_bytes() == FILES[name]()


def test_no_ugly_page_loses_or_invents_a_figure(corpus: Corpus) -> None:
    """Figures broken by noise, struck out or hidden, file by file."""
    read = {row.source.partition("#")[0]: set() for row in corpus.claims.itertuples()}
    for row in corpus.claims.itertuples():
        read[row.source.partition("#")[0]].add((row.value, row.unit))
    right = {
        "anhui-fuyang-2024-bulletin.txt": {(685_000, "CNY"), (3200, "条"), (236, "处"), (130, "分钟")},
        "henan-nanyang-2023-report.pdf": {(12.7, "%"), (3300, "处"), (211, "起")},
        "hubei-jingzhou-2024-table.docx": {(5, "艘"), (14_000, "公里"), (36, "起"), (305, "起")},
        "guangdong-maoming-2024-figures.xlsx": {(86, "起"), (12.5, "%"), (377, "起")},
        "sichuan-leshan-2024-tables.html": {(214, "起"), (20.7, "%"), (3, "件"), (2950, "件")},
        "xizang-linzhi-2024-copy.txt": {(3200, "件"), (409, "起"), (99.3, "%"), (21.7, "%")},
        "zhejiang-jinhua-2024-pressconf.html": {(6903, "起"), (230_000_000, "CNY")},
        "liaoning-yingkou-2021-wechat.html": {(248, "名"), (60_000, "CNY")},
        "taiwan-tainan-2024-release.txt": {(39_150_000, "TWD"), (12_600, "人次")},
    }
    assert {name: said - read[name] for name, said in right.items() if said - read[name]} == {}
    wrong = {(999_999, "起"), (12, "件"), (7, "艘"), (361, "起"), (5, "通"), (0, "件"), (50_000, "CNY"), (156, "个"), (900, "公里")}
    assert {name: read[name] & wrong for name in right if read[name] & wrong} == {}


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
