"""The articles page through AppTest: private uploads, messages about them, and the articles of a plain folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.website import page as web_page
from tests.website import website

ARTICLE = "测试县公安局改革见成效\n今年前5个月，全县刑事警情同比下降37.5%，新建视频监控点4321个。\n"


def _page() -> None:
    from analytics.ui.pages import corpus

    corpus.page()


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(_page, default_timeout=120).run()


def html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def drop(page: AppTest, *files: tuple[str, bytes]) -> None:
    page.file_uploader[0].set_value([(name, content, "") for name, content in files]).run()
    assert not page.exception


def articles(page: AppTest) -> int:
    return int(re.search(r"<b>(\d+)</b> 篇文章", html(page))[1])


def own(page: AppTest) -> object:
    return page.session_state["uploads"]


def test_uploads_join_and_leave_again(page: AppTest) -> None:
    before = articles(page)
    drop(page, ("新文章.txt", ARTICLE.encode()), ("<b>空</b>.txt", b"  "))
    assert articles(page) == before + 1
    assert "读入 1 篇，3 个数字 · 空白 1" in html(page)
    assert "1 篇文章、3 个数字只有您看得到" in html(page)
    drop(page, ("再来.txt", ARTICLE.encode()))
    assert "重复 1" in html(page)
    page.button(key="remove-uploads").click().run()
    assert articles(page) == before
    assert "只有您看得到" not in html(page)


def test_a_table_about_files_is_laid_over_the_articles_it_comes_with(page: AppTest) -> None:
    table = "文件名,标题,发布时间,来源\n新文章.txt,另一个标题,2024/11/9,某网\n别的.txt,题,去年,\n"
    drop(page, ("meta.csv", table.encode("gb18030")), ("新文章.txt", ARTICLE.encode()))
    (article,) = own(page).corpus.articles.values()
    assert (article.title, article.publisher, str(article.published_on)) == ("另一个标题", "某网", "2024-11-09")
    assert "用在 1 篇文章上" in html(page)
    assert "meta.csv#2: 这一格用不上" in html(page)
    page.button(key="seen").click().run()
    assert "用在" not in html(page)


def test_what_all_have_is_not_added_again(page: AppTest) -> None:
    sample = next(path for path in sorted((Path(__file__).parents[1] / "samples").glob("*.txt")))
    drop(page, (sample.name, sample.read_bytes()), ("别名.txt", sample.read_bytes()))
    assert "未变 1 · 重复 1" in html(page)
    assert own(page).corpus.articles == {}


def test_one_reader_s_uploads_are_not_another_s(page: AppTest) -> None:
    before = articles(page)
    drop(page, ("a.txt", ARTICLE.encode()))
    assert articles(AppTest.from_function(_page, default_timeout=120).run()) == before


def button(page: AppTest, key: str) -> Any:
    """The only button whose key begins like this."""
    (found,) = (each for each in page.button if str(each.key).startswith(key))
    return found


def test_an_upload_is_edited_removed_and_put_back(page: AppTest) -> None:
    before = articles(page)
    drop(page, ("a.txt", ARTICLE.encode()))
    (doc_id,) = own(page).corpus.articles
    page.query_params["article"] = doc_id
    page.run()
    boxes = {box.label: box for box in page.text_input}
    boxes["发布日期"].set_value("2024年13月")
    button(page, "save-").click().run()
    assert "发布日期不成日期" in html(page)
    {box.label: box for box in page.text_input}["发布日期"].set_value("2024年6月3日")
    button(page, "save-").click().run()
    assert not page.exception
    assert "个数字的时期随之重新算过" in html(page)
    periods = own(page).corpus.claims.set_index("text")["period_end"].astype(str).to_dict()
    assert periods["37.5%"] == "2024-05-31"
    button(page, f"delete-{doc_id}").click().run()
    button(page, f"confirm-{doc_id}").click().run()
    assert articles(page) == before
    page.button(key=f"back-{doc_id}").click().run()
    assert articles(page) == before + 1
    assert str(own(page).corpus.articles[doc_id].published_on) == "2024-06-03"


def test_a_plain_folder_s_articles_are_only_read(page: AppTest) -> None:
    from analytics.ui.datasets import shared

    page.query_params["article"] = shared().articles["doc_id"][0].as_py()
    page.run()
    assert not page.exception
    assert "文章只读不改" in html(page)
    assert not [each.key for each in page.button if str(each.key).startswith(("save-", "delete-"))]


def test_words_narrow_the_list(page: AppTest) -> None:
    page.text_input(key="find").set_value("铁犬").run()
    assert "符合的有 1 篇" in html(page)
    page.text_input(key="find").set_value("没有这样的标题").run()
    assert "没有符合的文章" in html(page)


def test_what_one_reader_may_have_fetched_is_limited(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.documents.limits.FETCH_DELAY", 0)
    monkeypatch.setenv("YOUJU_PRIVATE_NETWORKS", "1")
    monkeypatch.setattr("analytics.ingest.quota.FILES", 2)

    def fetch(*addresses: str) -> list[str]:
        page.text_area(key="addresses-text").set_value("\n".join(addresses))
        page.button(key="fetch").click().run()
        assert not page.exception
        return [line.reason for line in page.session_state["batch"]]

    with website() as site:
        some = [site.put(f"/{number}", web_page(ARTICLE.replace("4321", f"432{number}"))) for number in range(4)]
        assert fetch(f"{site.address}/gone", *some[:2]) == ["status", "", "upload_files"]
        assert "/1" not in site.asked
        page.button(key="remove-uploads").click().run()
        monkeypatch.setattr("analytics.ingest.quota.FILES", 9)
        monkeypatch.setattr("analytics.ingest.quota.SESSION_MB", 1)
        large = site.put("/large", web_page(ARTICLE) + "<!--" + "x" * 1_200_000)
        assert fetch(large, *some[2:]) == ["", "upload_limit", "upload_limit"]


def test_what_one_reader_may_add_is_limited(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.ingest.quota.FILES", 2)
    before = articles(page)
    drop(page, ("a.txt", ARTICLE.encode()), ("b.txt", b" "), ("c.txt", ARTICLE.replace("4321", "4322").encode()))
    assert articles(page) == before + 1
    assert "读入 1 篇，3 个数字 · 空白 1 · 未能读取 1" in html(page)
    assert [line.reason for line in page.session_state["batch"]] == ["", "empty", "upload_files"]
    page.button(key="remove-uploads").click().run()
    drop(page, ("c.txt", ARTICLE.replace("4321", "4322").encode()))
    assert articles(page) == before + 1
    monkeypatch.setattr("analytics.ingest.quota.FILES", 9)
    monkeypatch.setattr("analytics.ingest.quota.SESSION_MB", 1)
    drop(page, ("large.jpg", bytes(700_000)), ("larger.jpg", bytes(700_000)), ("b.txt", b" "))
    assert [line.reason for line in page.session_state["batch"]] == ["picture", "upload_limit", "empty"]
