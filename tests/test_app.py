"""The dashboard through AppTest, without a browser: filters, chips, languages, links and uploads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics.claims.selection import PARAMETERS, Selection
from analytics.ingest.ingest import ingest
from analytics.ui.components.choices import answered
from analytics.ui.layout import plain, unlinked
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder

APP = str(Path(__file__).parents[1] / "app.py")
HAN = re.compile("[\u3400-\u9fff]")


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=120)


def html(app: AppTest) -> str:
    """All HTML of the dashboard on the page, without style."""
    return "\n".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body)


def address(app: AppTest) -> dict[str, list[str]]:
    """The query parameters."""
    return {name: values if isinstance(values, list) else [values] for name, values in app.query_params.items()}


def component(app: AppTest, name: str) -> dict[str, Any]:
    """The data passed to one of the components."""
    (found,) = (element for element in app.get("bidi_component") if element.proto.component_name == name)
    return json.loads(found.proto.json)


def choices(app: AppTest, group: str) -> dict[str, dict[str, Any]]:
    """The choices of a filter group, by value."""
    (found,) = (each for each in component(app, "youju_filters")["groups"] if each["name"] == group)
    return {choice["value"]: choice for choice in found["choices"]}


def act(app: AppTest, **what: Any) -> None:
    """Perform an action in the sidebar, as the browser would send it."""
    before = address(app)
    query = answered(Selection.from_query(before), what).to_query()
    for name in [name for name in before if name in (*PARAMETERS, "page")]:
        del app.query_params[name]
    for name, values in query.items():
        app.query_params[name] = values
    app.run()
    assert not app.exception


def figures(app: AppTest) -> int:
    """Number of figures in the summary; checks that the table agrees."""
    stated = [part["number"] for part in component(app, "youju_lead")["parts"] if "number" in part][1]
    count = int(stated.replace(",", ""))
    assert (above_the_table(app) or [0])[0] == count
    return count


def above_the_table(app: AppTest) -> list[int]:
    """The numbers above the table: of figures, and of bare dates if there are any."""
    heading = re.search(r'<h2 class="question">([\d,].*?)</h2>', html(app))
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", heading[1])] if heading else []


def counted(app: AppTest) -> str:
    """How many figures and bare dates there are together, as the sidebar counts them."""
    return f"{sum(above_the_table(app)):,}"


def test_it_opens_with_a_summary_and_a_first_sentence(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert figures(app) > 300
    assert html(app).count("<mark") == 1
    assert "个数字" in html(app)


def test_a_filter_narrows_everything_and_lives_in_the_address(app: AppTest) -> None:
    app.run()
    everything = figures(app)
    act(app, do="toggle", facet="kind", value="percentage")
    some = figures(app)
    assert 0 < some < everything
    assert address(app) == {"kind": ["percentage"]}
    act(app, do="toggle", facet="type", value="platform")
    act(app, do="toggle", facet="type", value="data")
    assert 0 < figures(app) < some
    fresh = AppTest.from_file(APP, default_timeout=120)
    for name, values in address(app).items():
        fresh.query_params[name] = values
    assert figures(fresh.run()) == figures(app)


def test_places_cascade(app: AppTest) -> None:
    app.run()
    province = next(choice for choice in choices(app, "place").values() if choice["level"] == 1 and choice["finer"])
    assert not any(choice.get("open") for choice in choices(app, "place").values())
    act(app, do="toggle", facet="province", value=province["value"])
    of_province = figures(app)
    assert choices(app, "place")[province["value"]]["open"]
    city = next(choice for choice in choices(app, "place").values() if choice["within"] == province["key"] and not choice["missing"])
    act(app, do="toggle", facet="city", value=city["value"])
    assert 0 < figures(app) <= of_province
    assert counted(app) == city["count"]
    assert [choice["facet"] for choice in choices(app, "place").values() if choice["within"] == city["key"]][:1] == ["county"]
    act(app, do="toggle", facet="province", value=province["value"])
    assert address(app) == {}


def test_counts_beside_a_choice_come_true(app: AppTest) -> None:
    app.run()
    for group in ("direction", "kind", "type", "place", "publisher"):
        promised = [choice for choice in choices(app, group).values() if choice["level"] == 1][:2]
        assert promised
        for choice in promised:
            act(app, do="toggle", facet=choice["facet"], value=choice["value"])
            assert counted(app) == choice["count"]
            act(app, do="toggle", facet=choice["facet"], value=choice["value"])


def test_period_words_and_repeats(app: AppTest) -> None:
    app.run()
    everything = figures(app)
    act(app, do="within", since=2020, until=0)
    since = figures(app)
    assert 0 < since < everything
    act(app, do="within", since=2020, until=2021)
    assert 0 < figures(app) < since
    app.button(key="clear").click().run()
    assert figures(app) == everything
    act(app, do="toggle", facet="period", value="-")
    assert counted(app) == choices(app, "period")["-"]["count"]
    act(app, do="toggle", facet="period", value="-")
    act(app, do="seek", text=" 警 ")
    assert 0 < figures(app) < everything
    act(app, do="seek", text="")
    act(app, do="repeats", on=True)
    assert figures(app) == everything
    assert address(app) == {"repeats": ["1"]}


def test_the_table_is_paged_and_a_filter_goes_back_to_the_first_page(app: AppTest) -> None:
    app.run()
    assert app.button(key="previous").disabled
    app.button(key="next").click().run()
    assert address(app) == {"page": ["2"]}
    assert "第 2 页" in app.text[0].value
    act(app, do="toggle", facet="kind", value="count")
    assert address(app) == {"kind": ["count"]}


def test_chips_take_filters_off_one_by_one(app: AppTest) -> None:
    app.query_params["kind"] = ["percentage", "count"]
    app.query_params["since"] = "2018"
    app.run()
    chips = [button.key for button in app.button if button.key and button.key.startswith("chip-")]
    assert chips == ["chip-kind-percentage", "chip-kind-count", "chip-period"]
    app.button(key="chip-kind-percentage").click().run()
    app.button(key="chip-period").click().run()
    assert address(app) == {"kind": ["count"]}
    app.button(key="chip-kind-count").click().run()
    assert address(app) == {}


def test_nothing_found_says_what_to_do(app: AppTest) -> None:
    app.query_params["q"] = "没有任何文章会这样写"
    app.run()
    assert not app.exception
    assert "没有数字符合这些筛选" in html(app)
    app.button(key="clear").click().run()
    assert figures(app) > 300


def test_a_link_opens_its_claim_cleaned_and_as_published(app: AppTest) -> None:
    app.run()
    claim = re.search(r'data-claim="([^"]+)"', html(app))[1]
    act(app, do="toggle", facet="kind", value="money")
    other = re.search(r'data-claim="([^"]+)"', html(app))[1]
    fresh = AppTest.from_file(APP, default_timeout=120)
    fresh.query_params["claim"] = other
    fresh.run()
    assert claim != other
    assert f'data-claim="{other}"' in html(fresh)
    assert 'class="evidence cleaned"' in html(fresh)
    fresh.segmented_control(key="view").set_value("raw").run()
    assert 'class="evidence as-published"' in html(fresh)
    assert address(fresh)["view"] == ["raw"]


def test_an_unknown_claim_is_named_and_harmless(app: AppTest) -> None:
    app.query_params["claim"] = "<img src=x>"
    app.run()
    assert not app.exception
    assert "找不到这个数字" in html(app)
    assert "<img" not in html(app)
    assert figures(app) > 300


def test_a_claim_outside_the_filters_still_opens(app: AppTest) -> None:
    app.run()
    claim = re.search(r'data-claim="([^"]+)"', html(app))[1]
    app.query_params["claim"] = claim
    app.query_params["q"] = "没有任何文章会这样写"
    app.run()
    assert f'data-claim="{claim}"' in html(app)
    assert "在当前筛选之外" in html(app)


def texts(data: Any) -> list[str]:
    """All texts in a component's data, without codes and keys."""
    if isinstance(data, dict):
        return [text for name, value in data.items() if name not in ("key", "within", "value") for text in texts(value)]
    return [text for value in data for text in texts(value)] if isinstance(data, list) else [data] * isinstance(data, str)


def articles_words(app: AppTest) -> set[str]:
    """Names in the sidebar that come from articles: innovations and publishers."""
    own = [choice for group in ("innovation", "publisher") for choice in choices(app, group).values()]
    return {choice["label"] for choice in own if not choice["missing"]}


def test_english_is_english_throughout(app: AppTest) -> None:
    app.run()
    app.segmented_control(key="language").set_value("en").run()
    assert address(app) == {"lang": ["en"]}
    ours = [
        element.proto.body for element in app.get("html") if "<style>" not in element.proto.body and "<blockquote" not in element.proto.body
    ]
    ours = [re.sub(r'<dd[^>]*>.*?</dd>|<p class="reading[^>]*>.*?</p>', "", body) for body in ours]  # units stay in Chinese here
    labels = [button.label for button in app.button]
    said = [component(app, "youju_lead"), component(app, "youju_filters")]
    labels += [text for each in said for text in texts(each) if text not in articles_words(app)]
    assert len(labels) > 30
    assert [text for text in ours + labels if HAN.search(text)] == []


@pytest.mark.parametrize("key", ["view", "language"])
def test_a_browser_that_chooses_nothing_gets_what_there_was(app: AppTest, key: str) -> None:
    """A switch redrawn during another click may report no selection."""
    app.run()
    before = address(app)
    app.segmented_control(key=key).set_value(None).run()
    assert not app.exception
    assert address(app) == before


def test_an_empty_corpus_asks_for_articles(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUJU_CORPUS", str(tmp_path))
    app.run()
    assert not app.exception
    assert "还没有文章" in html(app)


def test_labels_are_not_markdown() -> None:
    assert plain("![图](http://x)\n$5~6$") == r"\!\[图\]\(http\:\/\/x\) \$5\~6\$"
    assert unlinked("http://x, www.x") == "http\u2060\\:\\/\\/x\\, www\u2060\\.x"


# --- a workspace -------------------------------------------------------------------------------


def test_a_workspace_is_shown_and_what_is_ingested_later_too(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path / "press", 4)
    workspace = Workspace(tmp_path / "w", create=True)
    ingest(workspace, [str(tmp_path / "press")])
    monkeypatch.setenv("YOUJU_WORKSPACE", str(workspace.folder))
    app.run()
    assert not app.exception
    before = figures(app)
    assert html(app).count("<mark") == 1
    claim = workspace.snapshot().table().rows(Selection())["claim_id"][0]
    workspace.annotations.annotate("Li", claim, {"rejected": "1"})
    app.run()
    assert figures(app) == before - 1
    write_folder(tmp_path / "press", 6)
    ingest(workspace, [str(tmp_path / "press")])
    app.run()
    assert component(app, "youju_lead")["parts"][0]["number"] == "6"
    assert figures(app) > before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_that_is_no_workspace_is_named(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("YOUJU_WORKSPACE", str(tmp_path))
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    assert f"{tmp_path.name} {'不是工作区' if lang == 'zh' else 'is no workspace'}" in html(app)
    assert str(tmp_path) not in html(app)


def test_a_very_long_table_is_downloaded_as_a_zip(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app.run()
    assert [button.proto.label for button in app.get("download_button")] == ["下载 CSV", "下载 Excel"]
    monkeypatch.setattr("analytics.ui.pages.downloads._PACKED_FROM", 100)
    app.run()
    assert [button.proto.label for button in app.get("download_button")] == ["下载 CSV（压缩包）", "下载 Excel"]
