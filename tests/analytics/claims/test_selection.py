"""The selection: what it keeps, how it changes, and that the address carries it whole."""

from __future__ import annotations

import pytest

from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable

EVERYTHING = Selection(
    chosen={"kind": ("count", "date"), "province": ("浙江省", MISSING), "city": ("湖州市",), "publisher": ("甲报",)},
    since=2016, until=2020, search="警情 下降", repeats=True,
)  # fmt: skip


def ids(table: ClaimTable, selection: Selection) -> set[str]:
    return set(table.rows(selection)["claim_id"])


@pytest.mark.parametrize("selection", [Selection(), EVERYTHING, Selection(undated=True), Selection().within(2019, None)])
def test_the_address_carries_it(selection: Selection) -> None:
    assert Selection.from_query(selection.to_query()) == selection


def test_nonsense_in_the_address_is_ignored() -> None:
    query = {"kind": ["count", "![](http://x)"], "since": ["20x6"], "until": ["２０２０"], "type": [""], "claim": ["c1"], "province": [""]}
    assert Selection.from_query(query) == Selection(chosen={"kind": ("count",)})


def test_all_but_repeats_is_the_default(table: ClaimTable) -> None:
    assert ids(table, Selection()) == {"a1", "a2", "a3", "b1", "b2", "b3", "c1"}
    assert ids(table, Selection(repeats=True)) == {"a1", "a2", "a3", "a4", "b1", "b2", "b3", "c1"}


def test_filters_narrow_together(table: ClaimTable) -> None:
    assert ids(table, Selection().choosing("province", ["湖南省"])) == {"b1", "b2", "b3"}
    assert ids(table, Selection().choosing("province", ["湖南省"]).choosing("type", ["other"])) == {"b2", "b3"}
    assert ids(table, Selection().choosing("province", [MISSING, "湖南省"])) == {"a3", "b1", "b2", "b3"}
    assert ids(table, Selection().choosing("publisher", [MISSING])) == {"b1"}
    assert ids(table, Selection().choosing("direction", ["up"])) == {"b2"}


def test_years_count_where_the_period_ends(table: ClaimTable) -> None:
    assert ids(table, Selection().within(2020, 2021)) == {"a2", "c1"}
    assert ids(table, Selection().within(2021, 2020)) == {"a2", "c1"}
    assert ids(table, Selection().within(None, 2020)) == {"c1"}
    assert ids(table, Selection(undated=True)) == {"b1"}


def test_every_word_sought_must_occur(table: ClaimTable) -> None:
    assert ids(table, Selection().with_search("满意率")) == {"c1"}
    assert ids(table, Selection().with_search("满意率 436起")) == {"c1"}
    assert ids(table, Selection().with_search("满意率 没有")) == set()
    assert ids(table, Selection().with_search(".*")) == set()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("群眾滿意率", {"c1"}),
        ("群众 OR 云哨", {"b2", "b3", "c1"}),
        ("雲哨 -標題", set()),
        ("標題 -云哨 -群众", {"a1", "a2", "a3", "b1"}),
        ("NOT 标题", set()),
        ("４３６起 “云哨” OR 群眾", {"b2", "b3", "c1"}),
    ],
)
def test_figures_are_sought_in_the_language_of_the_search(table: ClaimTable, query: str, found: set[str]) -> None:
    assert ids(table, Selection().with_search(query)) == found


def test_a_query_in_an_address_has_an_end_and_is_text(table: ClaimTable) -> None:
    assert Selection().with_search("无\ud800人机").search == "无?人机"
    assert Selection.from_query({"q": ["警" * 100_000]}).search == Selection().with_search("警" * 100_000).search == "警" * 1000


def test_lifting_one_filter_lifts_what_hangs_on_it(table: ClaimTable) -> None:
    selection = Selection().choosing("province", ["湖南省"]).choosing("city", ["株洲市"]).choosing("type", ["other"])
    assert ids(table, selection) == {"b2"}
    context = {facet: dict(table.counts(selection, facet)[["code", "context"]].to_numpy()) for facet in ("city", "province", "type")}
    assert context == {"city": {"株洲市": 1, MISSING: 1}, "province": {"湖南省": 2}, "type": {"platform": 1, "other": 1}}


def test_another_province_lets_go_of_the_city() -> None:
    chosen = Selection().choosing("province", ["湖南省"]).choosing("city", ["株洲市"]).choosing("county", ["天元区"])
    assert chosen.choosing("city", []).chosen == {"province": ("湖南省",)}
    assert chosen.toggling("province", "浙江省").chosen == {"province": ("湖南省", "浙江省")}
    assert chosen.toggling("kind", "count").of("county") == ("天元区",)


def test_a_click_on_and_a_click_off() -> None:
    assert Selection().toggling("type", "data").toggling("type", "data") == Selection()
    assert Selection().toggling_year("2020").toggling_year("2020") == Selection()
    assert Selection().toggling_year("2020").toggling_year("2021") == Selection().within(2021, 2021)
    assert Selection().toggling_year(MISSING).toggling_year(MISSING) == Selection()
    assert Selection().toggling_year(MISSING).toggling_year("2020") == Selection().within(2020, 2020)
