"""Citations: what each style says when everything is known, and how it names what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.export.citation import apa, cited, gbt7714, is_web_address
from extractors.model import Article
from tests.analytics.conftest import plain_row

TODAY = date(2026, 11, 22)
URL = "https://news.example.cn/a/1.html"


def article(title: str = "警力下沉", publisher: str = "", on: date | None = None, url: str = "") -> Article:
    return Article("d1", "a.txt", title, publisher, on, url, "", ())


DAY = date(2024, 11, 9)
# title, publisher, day, url → GB/T 7714, APA. Every combination of what may be missing.
WRITTEN = [
    ("警力下沉", "北岸网", DAY, URL, f"北岸网. 警力下沉[EB/OL]. (2024-11-09)[2026-11-22]. {URL}.", f"北岸网. (2024, November 9). 警力下沉. {URL}"),
    ("警力下沉", "北岸网", DAY, "", "北岸网. 警力下沉[Z]. 2024-11-09.", "北岸网. (2024, November 9). 警力下沉."),
    ("警力下沉", "北岸网", None, URL, f"北岸网. 警力下沉[EB/OL]. [日期不详][2026-11-22]. {URL}.", f"北岸网. (n.d.). 警力下沉. {URL}"),
    ("警力下沉", "北岸网", None, "", "北岸网. 警力下沉[Z]. [日期不详].", "北岸网. (n.d.). 警力下沉."),
    ("警力下沉", "", DAY, URL, f"佚名. 警力下沉[EB/OL]. (2024-11-09)[2026-11-22]. {URL}.", f"警力下沉. (2024, November 9). {URL}"),
    ("警力下沉", "", DAY, "", "佚名. 警力下沉[Z]. 2024-11-09.", "警力下沉. (2024, November 9)."),
    ("警力下沉", "", None, URL, f"佚名. 警力下沉[EB/OL]. [日期不详][2026-11-22]. {URL}.", f"警力下沉. (n.d.). {URL}"),
    ("警力下沉", "", None, "", "佚名. 警力下沉[Z]. [日期不详].", "警力下沉. (n.d.)."),
    ("", "北岸网", DAY, URL, f"北岸网. [题名不详][EB/OL]. (2024-11-09)[2026-11-22]. {URL}.", f"北岸网. (2024, November 9). [Untitled news article]. {URL}"),
    ("", "北岸网", DAY, "", "北岸网. [题名不详][Z]. 2024-11-09.", "北岸网. (2024, November 9). [Untitled news article]."),
    ("", "北岸网", None, URL, f"北岸网. [题名不详][EB/OL]. [日期不详][2026-11-22]. {URL}.", f"北岸网. (n.d.). [Untitled news article]. {URL}"),
    ("", "北岸网", None, "", "北岸网. [题名不详][Z]. [日期不详].", "北岸网. (n.d.). [Untitled news article]."),
    ("", "", DAY, URL, f"佚名. [题名不详][EB/OL]. (2024-11-09)[2026-11-22]. {URL}.", f"[Untitled news article]. (2024, November 9). {URL}"),
    ("", "", DAY, "", "佚名. [题名不详][Z]. 2024-11-09.", "[Untitled news article]. (2024, November 9)."),
    ("", "", None, URL, f"佚名. [题名不详][EB/OL]. [日期不详][2026-11-22]. {URL}.", f"[Untitled news article]. (n.d.). {URL}"),
    ("", "", None, "", "佚名. [题名不详][Z]. [日期不详].", "[Untitled news article]. (n.d.)."),
    ("警力下沉", "江城晚报", DAY, URL, f"佚名. 警力下沉[N/OL]. 江城晚报, 2024-11-09[2026-11-22]. {URL}.", f"江城晚报. (2024, November 9). 警力下沉. {URL}"),
    ("警力下沉", "江城晚报", DAY, "", "佚名. 警力下沉[N]. 江城晚报, 2024-11-09.", "江城晚报. (2024, November 9). 警力下沉."),
    ("警力下沉", "江城晚报", None, URL, f"佚名. 警力下沉[N/OL]. 江城晚报, [日期不详][2026-11-22]. {URL}.", f"江城晚报. (n.d.). 警力下沉. {URL}"),
    ("", "江城晚报", None, "", "佚名. [题名不详][N]. 江城晚报, [日期不详].", "江城晚报. (n.d.). [Untitled news article]."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "publisher", "on", "url", "chinese", "american"), WRITTEN)
def test_both_styles_name_what_is_missing(title: str, publisher: str, on: date | None, url: str, chinese: str, american: str) -> None:
    source = article(title, publisher, on, url)
    assert gbt7714(source, TODAY) == chinese
    assert apa(source, TODAY) == american


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//a.cn", "a.cn/b", "http://[", ""])
def test_only_web_addresses_are_cited(url: str) -> None:
    assert not is_web_address(url)
    assert gbt7714(article(url=url), TODAY) == "佚名. 警力下沉[Z]. [日期不详]."
    assert apa(article(url=url), TODAY) == "警力下沉. (n.d.)."


def test_what_was_fetched_was_accessed_then() -> None:
    fetched = replace(article(url=URL), fetched_on=date(2026, 11, 3))
    assert gbt7714(fetched, TODAY) == f"佚名. 警力下沉[EB/OL]. [日期不详][2026-11-03]. {URL}."


def test_a_title_over_several_lines_is_cited_on_one_and_ended_once() -> None:
    source = article("谁来管？\n 警力下沉见成效！", "北岸网", DAY)
    assert apa(source, TODAY) == "北岸网. (2024, November 9). 谁来管？ 警力下沉见成效！"
    assert gbt7714(source, TODAY) == "北岸网. 谁来管？ 警力下沉见成效！[Z]. 2024-11-09."


def test_the_figure_can_be_found_again() -> None:
    source, row = article("警力下沉", "北岸网", DAY, URL), plain_row("d1-6-10", text="１０.2%")
    assert cited("GB/T 7714", source, row, TODAY, "http://127.0.0.1:8501/?claim=d1-6-10") == (
        f"北岸网. 警力下沉[EB/OL]. (2024-11-09)[2026-11-22]. {URL}.\n引用数字：“10.2%”，有据编号 d1-6-10 http://127.0.0.1:8501/?claim=d1-6-10"
    )
    assert cited("APA", source, row, TODAY, "") == (
        f"北岸网. (2024, November 9). 警力下沉. {URL}\nFigure cited: “10.2%”, Youju claim d1-6-10"
    )
