"""The brief page and collecting figures through AppTest: state in the URL, its limits, and the message at the limit."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.export.excel import MOST_ROWS
from analytics.i18n.words import Words
from analytics.ui.brief_selection import MOST
from analytics.ui.pages import downloads

APP = str(Path(__file__).parents[1] / "app.py")


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=120)


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body)


def gathered(app: AppTest) -> list[str]:
    values = app.query_params.get("brief", [])
    return values if isinstance(values, list) else [values]


def labels(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link")]


def test_the_card_puts_a_figure_in_and_takes_it_out_and_the_frame_knows(app: AppTest) -> None:
    app.run()
    assert "简报" in labels(app)
    app.button(key="gather").click().run()
    assert len(gathered(app)) == 1
    assert "简报 :gray[1]" in labels(app)
    assert app.button(key="gather").label == "移出简报"
    app.button(key="gather").click().run()
    assert gathered(app) == []
    assert "简报" in labels(app)


def test_a_page_of_rows_fills_the_brief_and_no_more(app: AppTest) -> None:
    app.run()
    app.button(key="gather-page").click().run()
    assert len(gathered(app)) == len(set(gathered(app))) == MOST
    assert app.button(key="gather-page").disabled
    outside = app.query_params["brief"][-1]
    app.query_params["brief"] = [*gathered(app)[:-1], "x"]
    app.query_params["claim"] = outside
    app.run()
    assert app.button(key="gather").disabled


def test_the_page_orders_clears_and_names_what_is_not_there(app: AppTest) -> None:
    app.run()
    app.button(key="gather-page").click().run()
    first, second = gathered(app)[:2]
    app.query_params["brief"] = [first, second, "<img src=x>"]
    app.button(key="open-brief").click().run()
    assert not app.exception
    assert html(app).count("<mark") == 2
    assert "找不到编号 &lt;img src=x&gt;" in html(app)
    app.button(key=f"down-{first}").click().run()
    assert gathered(app) == [second, first, "<img src=x>"]
    app.button(key=f"out-{first}").click().run()
    assert gathered(app) == [second, "<img src=x>"]
    app.text_input(key="brief-title").set_value(" 标题 ").run()
    assert app.query_params["brief_title"] in ("标题", ["标题"])
    app.button(key="brief-clear").click().run()
    assert dict(app.query_params) == {}
    assert "简报还是空的" in html(app)


def test_a_chart_a_cross_table_and_a_comment_are_kept_in_the_address(app: AppTest) -> None:
    app.run()
    app.button(key="gather").click().run()
    (claim_id,) = gathered(app)
    app.query_params["brief_exhibit"] = ["chart-type?kind=money", "pivot?rows=type&columns=kind", "<b>?"]
    app.button(key="open-brief").click().run()
    assert not app.exception
    assert [title in html(app) for title in ("说的是哪类创新？", "各创新类型、各数字种类有多少个数字？")] == [True, True]
    assert "筛选：金额" in html(app)
    assert "认不出“&lt;b&gt;?”" in html(app)
    app.text_input(key=f"comment-{claim_id}").set_value(" 核实中：口径 ").run()
    assert app.query_params["brief_comment"] in (f"{claim_id}:核实中：口径", [f"{claim_id}:核实中：口径"])
    app.button(key="out-exhibit-0").click().run()
    assert app.query_params["brief_exhibit"] == ["pivot?rows=type&columns=kind", "<b>?"]
    assert app.text_input(key=f"comment-{claim_id}").value == "核实中：口径"


@pytest.mark.parametrize(("rows", "said"), [(100, None), (30_000, "1 分钟"), (600_000, "3 分钟"), (MOST_ROWS + 1, "1,048,575 行")])
def test_what_takes_long_or_cannot_be_is_said_beforehand(rows: int, said: str | None) -> None:
    warning = downloads._warning(rows, Words("zh"))
    assert (warning is None) if said is None else said in str(warning)
