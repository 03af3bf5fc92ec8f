"""Search over what the dashboard reads: filters, uploads, and a corpus in memory."""

from __future__ import annotations

import pytest

from analytics.claims.selection import Selection
from analytics.ingest.article_search import search
from analytics.ingest.corpus import read_uploads
from analytics.ingest.dataset import Dataset, DatasetWithUploads, MemoryDataset

_TEXTS = {
    "changsha.txt": "长沙警情下降\n来源：长沙晚报 2024-05-01\n今年1至4月，湖南省长沙市刑事警情1200起，同比下降12.5%。",
    "yueyang.txt": "岳阳谈警情\n来源：岳阳日报 2023-06-01\n岳阳市公安局说，警情要天天看。",
    "xining.txt": "西寧警情通報\n來源：高原新聞 2024-06-01\n青海省西宁市昨日接报警情30起。",
}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return MemoryDataset(read_uploads((name, text.encode()) for name, text in _TEXTS.items()))


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, {"changsha.txt", "yueyang.txt", "xining.txt"}),
        ({"publisher": ("岳阳日报",)}, {"yueyang.txt"}),
        ({"published": ("2024",)}, {"changsha.txt", "xining.txt"}),
        ({"published": ("2023", "-")}, {"yueyang.txt"}),
        ({"province": ("湖南省",)}, {"changsha.txt"}),
        ({"province": ("湖南省", "青海省"), "kind": ("count",), "publisher": ("长沙晚报", "岳阳日报")}, {"changsha.txt"}),
        ({"kind": ("money",)}, set()),
    ],
)
def test_filters_of_articles_need_no_figures_and_filters_of_figures_do(
    dataset: Dataset, chosen: dict[str, tuple[str, ...]], found: set[str]
) -> None:
    assert {each.article.source for each in search(dataset, Selection(chosen, search="警情")).page} == found


def test_years_and_pages(dataset: Dataset) -> None:
    within = search(dataset, Selection(search="警情").within(2024, 2024))
    assert {each.article.source for each in within.page} == {"changsha.txt", "xining.txt"}
    page = search(dataset, Selection(search="警情"), offset=1, limit=1)
    assert (page.total, len(page.page)) == (3, 1)


def test_uploads_are_searched_with_the_rest(dataset: Dataset) -> None:
    own = read_uploads([("own.txt", "我的一篇\n私下說：警情平穩。".encode()), ("again.txt", _TEXTS["yueyang.txt"].encode())])
    joined = DatasetWithUploads(dataset, own)
    assert {each.article.source for each in search(joined, Selection(search="警情")).page} == {*_TEXTS, "own.txt"}
    (found,) = search(joined, Selection(search="警情平稳")).page
    assert found.passages[0].pieces == ("私下说：", "警情平稳", "。")
    alone = DatasetWithUploads(MemoryDataset(read_uploads([])), read_uploads([("own.txt", "只有这一篇警情。".encode())]))
    assert search(alone, Selection(search="警情")).total == 1


def test_without_articles_nothing_is_found() -> None:
    assert search(MemoryDataset(read_uploads([])), Selection(search="警情")).total == 0
