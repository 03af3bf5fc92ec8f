"""The search page through AppTest: what was found, how a query is understood, and where an empty answer leads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics.ingest import dataset
from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace
from tests.test_app import APP, HAN, address, component, html

_TEXTS = {
    "a.txt": "甲市警情通報\n来源：甲市晚报 2024-03-01\n今年前2个月，湖南省长沙市依托“快雁”平台，刑事警情下降10.2%。",
    "b.txt": "乙市谈云哨\n来源：乙市日报 2023-03-01\n“雲哨”平台人人都说好。警情、警情、还是警情。",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    for name, text in _TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    ingest(Workspace(folder / "workspace", create=True), [str(folder)])
    return folder / "workspace"


@pytest.fixture
def app(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("YOUJU_WORKSPACE", str(folder))
    return AppTest.from_function(_page, default_timeout=120)


def _page() -> None:
    from analytics.ui.pages import search

    search.page()


def opened(app: AppTest, **query: str) -> AppTest:
    app.query_params.clear()
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def articles(app: AppTest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = component(app, "youju_hits")["articles"]
    return found


@pytest.mark.parametrize(("language", "count"), [("zh", "本文 3 处"), ("en", "3 matches")])
def test_figures_and_passages_are_found(app: AppTest, language: str, count: str) -> None:
    opened(app, q="警情", lang=language)
    assert [each["title"] for each in articles(app)] == [["乙市谈云哨"], ["甲市", "警情", "通报"]]
    assert articles(app)[0]["count"] == count
    assert articles(app)[0]["passages"][0]["pieces"] == ["", "警情", "、", "警情", "、还是", "警情", "。"]
    assert "hit=" in articles(app)[0]["passages"][0]["address"]
    assert component(app, "youju_table")["rows"][0]["figure"].endswith("10.2%")
    assert HAN.search(html(app)) if language == "zh" else not HAN.search(html(app))


def test_filters_apply_to_both_groups(app: AppTest) -> None:
    opened(app, q="警情", province="湖南省")
    assert [each["title"][0] for each in articles(app)] == ["甲市"]
    assert "只列有这种数字的文章" in html(app)
    app.button("clear").click().run()
    assert address(app) == {"q": ["警情"]}
    assert len(articles(app)) == 2


def test_before_a_search_there_is_something_to_try(app: AppTest) -> None:
    opened(app)
    assert "检索 2 篇文章的全文" in html(app)
    assert component(app, "youju_searchbox")["sought"] == ""
    app.button("try-0").click().run()
    assert address(app) == {"q": ["“快雁”"]}
    assert len(articles(app)) == 1


def test_an_empty_answer_leads_on(app: AppTest) -> None:
    opened(app, q="警情 没有这样的话", province="湖南省")
    assert "没有找到" in html(app)
    assert [app.button(f"alone-{number}").label for number in (0, 1)] == ["警情 · 1 篇文章", "没有这样的话 · 0 篇文章"]
    app.button("alone-0").click().run()
    assert address(app) == {"q": ["“警情”"], "province": ["湖南省"]}
    assert len(articles(app)) == 1
    opened(app, q="人人", province="湖南省")
    app.button("unfiltered").click().run()
    assert address(app) == {"q": ["人人"]}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("“警情", "引号没有合上"),
        ("OR 警情", "OR 两边都要有词"),
        ("-警情", "只写了不要的词"),
        ("警情 NOT", "NOT 后面要有词"),
        ("警情 OR -云", "OR 旁边"),
    ],
)
def test_a_query_that_cannot_be_right_gets_an_answer_in_words(app: AppTest, query: str, said: str) -> None:
    assert said in html(opened(app, q=query))


def test_a_page_that_does_not_exist_is_the_first(app: AppTest) -> None:
    assert len(articles(opened(app, q="警情", page="99"))) == 2


def test_what_is_not_indexed_is_said(folder: Path, app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "_INDEXED_HERE", 1)
    files = {path: path.read_bytes() for path in (folder / "search").iterdir()}
    for path in files:
        path.unlink()
    assert "有 2 篇文章还没有编入索引" in html(opened(app, q="警情"))
    for path, content in files.items():
        path.write_bytes(content)
    assert "还没有编入索引" not in html(opened(app, q="警情"))


def test_words_sought_elsewhere_lead_to_the_texts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUJU_WORKSPACE", str(folder))
    app = AppTest.from_file(APP, default_timeout=120)
    app.query_params["q"] = "警情"
    app.run()
    app.button("search-texts").click().run()
    assert len(articles(app)) == 2
