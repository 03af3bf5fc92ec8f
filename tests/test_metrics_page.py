"""The metrics page through AppTest: a topic with too many figures, an empty one, a subject, and many statements of one metric."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from analytics.i18n.words import Words
from analytics.metrics import answers, topics
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
