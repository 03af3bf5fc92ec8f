"""Charts hold exactly what their tally says, in both languages and on both surfaces."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import pytest

from analytics.charts.drawing import PICK, Spec
from analytics.charts.tallies import label_bars, tile_map, year_bars
from analytics.claimtable import ClaimTable
from analytics.palette import DARK, LIGHT, SANS, Surface, contrast, readable_on
from analytics.provinces import PROVINCES
from analytics.selection import MISSING, Selection
from analytics.summaries import by_region, by_type, by_year
from analytics.words import Words

ZH, EN = Words("zh"), Words("en")


def drawn(spec: Spec) -> Spec:
    """The specification, checked against Vega-Lite's schema."""
    alt.LayerChart.from_dict(spec)
    return spec


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that the first layer draws (all layers share them)."""
    name = spec.get("data", spec["layer"][0].get("data"))["name"]
    return spec["datasets"][name]


def all_charts(table: ClaimTable, words: Words, look: Surface) -> list[Spec]:
    nothing = Selection()
    return [
        tile_map(by_region(table, nothing), words, look, 3),
        label_bars(by_type(table, nothing), words, look, 3, "type"),
        year_bars(by_year(table, nothing), words, look, 3),
    ]


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_every_chart_draws_the_tally_once(table: ClaimTable, words: Words, look: Surface) -> None:
    for chart in all_charts(table, words, look):
        spec = drawn(chart)
        assert sum(row["figures"] for row in rows(spec)) == 7
        assert len(spec["datasets"]) == 1
        assert spec["config"]["font"] == SANS
        assert spec["usermeta"]["embedOptions"]["renderer"] == "svg"


def test_a_click_is_a_selection_of_one_mark(table: ClaimTable) -> None:
    for chart in all_charts(table, ZH, LIGHT):
        picks = [param for param in drawn(chart)["params"] if param["name"] == PICK]
        assert len(picks) == 1
        assert picks[0]["select"]["fields"] == ["code", "click"]
        assert {row["click"] for row in rows(drawn(chart))} == {3}


def test_tiles_stand_apart_and_inside_the_map(table: ClaimTable) -> None:
    tiles = rows(drawn(tile_map(by_region(table, Selection()), ZH, LIGHT, 0)))
    assert len(tiles) == 35
    boxes = [(tile["left"], tile["right"], tile["top"], tile["bottom"]) for tile in tiles]
    assert all(0 <= left < right <= 9 and 0 <= top < bottom <= 8 for left, right, top, bottom in boxes)
    overlaps = [
        (one, other)
        for index, one in enumerate(boxes)
        for other in boxes[:index]
        if one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
    ]
    assert overlaps == []


def test_tiles_are_named_in_the_reader_s_language(table: ClaimTable) -> None:
    tally = by_region(table, Selection())
    chinese = {row["code"]: row for row in rows(drawn(tile_map(tally, ZH, LIGHT, 0)))}
    english = {row["code"]: row for row in rows(drawn(tile_map(tally, EN, LIGHT, 0)))}
    assert (chinese["浙江省"]["name"], chinese["浙江省"]["shown"]) == ("浙", "3")
    assert (english["浙江省"]["name"], english["浙江省"]["full"]) == ("ZJ", "Zhejiang")
    assert chinese[MISSING]["name"] == "未标明地区"
    assert chinese["西藏自治区"]["shown"] == "–"
    assert len({province.short for province in PROVINCES}) == len({province.letters for province in PROVINCES}) == 34


def test_what_is_missing_is_hatched(table: ClaimTable) -> None:
    for chart in all_charts(table, ZH, LIGHT):
        hatched = [layer for layer in drawn(chart)["layer"] if isinstance(layer["mark"].get("fill"), dict)]
        assert any("datum.code == '-'" in str(layer["transform"]) for layer in hatched)
        for layer in hatched:
            offsets = [stop["offset"] for stop in layer["mark"]["fill"]["stops"]]
            assert offsets == sorted(offsets)
            assert (offsets[0], offsets[-1]) == (0, 1)


def test_years_are_names_not_numbers(table: ClaimTable) -> None:
    spec = drawn(year_bars(by_year(table, Selection()), ZH, LIGHT, 0))
    assert all(layer["encoding"]["x"]["type"] == "ordinal" for layer in spec["layer"])
    assert [row["code"] for row in rows(spec)] == ["2020", "2021", "2022", "2023", MISSING]
    assert [row["shown"] for row in rows(spec)] == ["1", "1", "", "4", "1"]


def test_what_lies_outside_the_filter_is_pale_but_there(table: ClaimTable) -> None:
    tally = by_type(table, Selection().choosing("type", ["data"]))
    ink = {row["code"]: (row["shown"], row["ink"], row["chosen"]) for row in rows(drawn(label_bars(tally, ZH, LIGHT, 0, "type")))}
    assert ink["data"] == ("1", LIGHT.ink, True)
    assert ink["platform"] == ("4", LIGHT.muted, False)


def test_an_empty_tally_still_draws() -> None:
    empty = pd.DataFrame({"code": [], "figures": [], "context": [], "chosen": []}).astype({"figures": "int64", "context": "int64"})
    assert rows(drawn(label_bars(empty, ZH, LIGHT, 0, "type"))) == []
    assert rows(drawn(year_bars(empty, ZH, LIGHT, 0))) == []


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_its_surface(look: Surface) -> None:
    for ink in (look.ink, look.muted, look.accent):
        assert contrast(ink, look.paper) >= 4.5
        assert contrast(ink, look.card) >= 4.5
    for tint in look.tints:
        assert contrast(readable_on(tint, look.ink, look.on_tint), tint) >= 4.5


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_longest_bar_leaves_room_for_its_number() -> None:
    tally = pd.DataFrame({"code": ["data", "other"], "figures": [3, 0], "context": [3, 40], "chosen": False})
    for spec in (label_bars(tally, ZH, LIGHT, 0, "type"), year_bars(tally.assign(code=["2020", "2021"]), ZH, LIGHT, 0)):
        assert {param["name"]: param.get("value") for param in spec["params"]}["longest"] == 40
        lengths = [layer["encoding"][axis].get("scale", {}).get("domainMax") for layer in spec["layer"] for axis in "xy"]
        assert {"expr": "longest * 1.14"} in lengths


def test_numbers_over_many_years_are_short() -> None:
    codes = [str(year) for year in range(2010, 2022)]
    counts = [5, 950, 9_999, 12_340, 123_400, 1_234_000, *[0] * 6]
    tally = pd.DataFrame({"code": codes, "figures": counts, "context": counts, "chosen": False})
    assert [row["shown"] for row in rows(year_bars(tally, ZH, LIGHT, 0))][:7] == ["5", "950", "9999", "1.2万", "12.3万", "123万", ""]
    assert [row["shown"] for row in rows(year_bars(tally, EN, LIGHT, 0))][:7] == ["5", "950", "9999", "12k", "123k", "1.2M", ""]
