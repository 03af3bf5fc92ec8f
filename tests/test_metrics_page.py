"""The metrics page through AppTest: a topic with too many figures, an empty one, a subject, and many statements of one metric."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.claims.selection import Selection
from analytics.i18n.words import Words
from analytics.metrics import answers, topics
from analytics.ui import datasets
from analytics.ui.pages import metric_charts

ZH = Words("zh")


def _metrics() -> None:
    from analytics.ui import layout, state
    from analytics.ui.pages import metrics

    layout.guarded(metrics.page, state.words())


def opened(**address: str) -> AppTest:
    app = AppTest.from_function(_metrics, default_timeout=120)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def charts(app: AppTest) -> int:
    return len(app.get("arrow_vega_lite_chart")) + len(app.get("vega_lite_chart"))


def test_of_too_many_figures_medians_are_shown_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "MOST", 5)
    app = opened(of="满意度")
    assert "太多，不逐个画" in html(app)
    assert "每省一行" in html(app)
    assert charts(app) > 1


def test_of_too_many_figures_the_questions_are_not_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST", 5)
    assert html(opened()).count("太多，不逐个画") == 2


def test_a_card_lists_what_it_did_not_count() -> None:
    app = opened()
    app.button(key="related-crime").click().run()
    assert not app.exception
    assert app.query_params["of"] in ("crime", ["crime"])
    assert "别的指标" in html(app)


def test_many_statements_share_a_row_a_province(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metric_charts, "_DRAWN", 3)
    assert "每省一行" in html(opened(of="crime"))


def test_a_topic_without_figures_says_what_to_do() -> None:
    for address in ({"of": "没有这个指标"}, {"of": "满意度", "kind": "money"}):
        app = opened(**address)
        assert ZH("metrics.empty_help") in html(app)
        assert charts(app) == 0


def test_a_subject_can_be_looked_at_and_left_again() -> None:
    app = opened(of="平均用时")
    assert "平均用时：" in html(app)
    app.button(key="all-metrics").click().run()
    assert not app.exception
    assert "of" not in app.query_params
    assert ZH("metrics.question_crime") in html(app)


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cities report on one metric, under two names; the largest change is a rise."""
    texts = (
        "长沙市诈骗案件同比下降20%，破获百万元以上的诈骗案件12起",
        "株洲市诈骗案件立案数同比上升45%",
        "湘潭市诈骗案件立案数同比下降15%",
    )
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(f"一季度通报\n来源：湘江日报 2024-04-0{number + 1}\n今年一季度，{text}。", encoding="utf-8")
    monkeypatch.setenv("YOUJU_CORPUS", str(tmp_path))


@pytest.mark.usefixtures("press")
def test_a_choice_counts_the_figures_of_the_page_that_it_opens() -> None:
    """诈骗案件 is the name of a metric, and what a figure without a metric counts: the choice opens the metric."""
    choices = opened().selectbox(key="topic").options
    assert [each for each in choices if each.endswith((" 1", " 2", " 3"))] == ["指标 · 诈骗发案 · 3"]
    assert "<b>3</b> 个数字" in html(opened(of="诈骗案件"))


@pytest.mark.usefixtures("press")
def test_the_evidence_beside_a_headline_is_the_figure_that_it_names() -> None:
    app = opened(of="crime")
    assert "降幅最大：长沙市 诈骗案件 同比 ▼ 20%" in html(app)
    assert "</b> 20%<" in next(element.proto.body for element in app.get("html") if 'class="reading"' in element.proto.body)


@pytest.mark.usefixtures("press")
@pytest.mark.parametrize(("filters", "is_outside"), [({}, False), ({"kind": "percentage"}, True)])
def test_a_figure_that_a_question_does_not_count_is_outside_only_of_the_readers_filters(filters: dict[str, str], is_outside: bool) -> None:
    rows = datasets.table().rows(Selection())
    (solved,) = rows.loc[rows["text"] == "12起", "claim_id"]
    assert (ZH("evidence.outside") in html(opened(of="crime", claim=solved, **filters))) == is_outside
