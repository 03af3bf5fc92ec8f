"""Charts hold exactly what their tally says, in both languages and on both surfaces."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest

from analytics.claims.provinces import PROVINCES
from analytics.claims.selection import MISSING, Selection
from analytics.claims.summaries import REST, Bar, by_kind, by_place, by_region, by_type, by_year
from analytics.claims.table import ClaimTable
from analytics.i18n.words import Words
from analytics.ui.charts.drawing import PICK, START, Spec, filled, hatch
from analytics.ui.charts.picture import Caption, numbers, png, svg, wrapped
from analytics.ui.charts.quality import shares
from analytics.ui.charts.strip import value_strip
from analytics.ui.charts.tallies import kind_strip, label_bars, small_bars, tile_map, year_bars
from analytics.ui.palette import DARK, LIGHT, SANS, Palette, contrast, readable_on

ZH, EN = Words("zh"), Words("en")


def drawn(spec: Spec) -> Spec:
    """The specification, checked against Vega-Lite's schema."""
    alt.LayerChart.from_dict(spec)
    return spec


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that the first layer draws (all layers share them)."""
    name = spec.get("data", spec["layer"][0].get("data"))["name"]
    return spec["datasets"][name]


def all_charts(table: ClaimTable, words: Words, palette: Palette) -> list[Spec]:
    nothing = Selection()
    return [
        tile_map(by_region(table, nothing), words, palette, 3),
        label_bars(by_type(table, nothing), words, palette, 3, "type"),
        year_bars(by_year(table, nothing), words, palette, 3),
        small_bars(by_place(table, nothing, "city", 4), words, palette, 3, "city"),
        kind_strip(by_kind(table, nothing), words, palette, 3),
    ]


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_chart_draws_the_tally_once(table: ClaimTable, words: Words, palette: Palette) -> None:
    for chart in all_charts(table, words, palette):
        spec = drawn(chart)
        assert sum(row["figures"] for row in rows(spec)) == 7
        assert len(spec["datasets"]) == 1
        assert spec["config"]["font"] == SANS
        assert spec["usermeta"]["embedOptions"]["renderer"] == "svg"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_values_of_a_conflict_stand_on_a_scale_of_their_own(palette: Palette) -> None:
    def strip(*middle: float) -> Spec:
        values = pd.DataFrame({"code": ["a", "b"], "who": ["甲报", "乙报"], "shown": ["12", "15"], "middle": middle, "bound": ["", "over"]})
        return value_strip(values.assign(low=values["middle"], high=values["middle"]), "count", palette, 1)

    first, second = drawn(strip(12.0, 15.0)), drawn(strip(1200.0, 1500.0))
    domains = [spec["layer"][0]["encoding"]["x"]["scale"]["domain"] for spec in (first, second)]
    assert domains[0] == pytest.approx([11.76, 15.24])
    assert domains[1] == pytest.approx([1176, 1524])


def test_shares_of_a_column_are_drawn_one_after_the_other() -> None:
    segments = pd.DataFrame(
        {"name": ["地区"] * 2, "code": ["a", "-"], "called": ["有", "无"], "figures": [3, 1], "strength": [1.0, 0.0], "shown": ["75%", ""]}
    )
    assert [(row["start"], row["end"]) for row in rows(drawn(shares(segments, ZH, LIGHT, 1)))] == [(0, 0.75), (0.75, 1)]


def test_a_click_is_a_selection_of_one_mark(table: ClaimTable) -> None:
    for chart in all_charts(table, ZH, LIGHT):
        picks = [param for param in drawn(chart)["params"] if param["name"] in (PICK, START)]
        assert PICK in {pick["name"] for pick in picks}
        assert all(pick["select"]["fields"] == ["code", "click"] for pick in picks)
        assert {row["click"] for row in rows(drawn(chart))} == {3}


def test_tiles_stand_apart_and_inside_the_map(table: ClaimTable) -> None:
    tiles = rows(drawn(tile_map(by_region(table, Selection()), ZH, LIGHT, 0)))
    assert len(tiles) == 36
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
    for chart in all_charts(table, ZH, LIGHT)[:4]:
        fills = [layer for layer in drawn(chart)["layer"] if isinstance(layer["mark"].get("fill"), dict)]
        missing = next(layer for layer in fills if "datum.code == '-'" in str(layer["transform"]))["mark"]["fill"]
        if "expr" in missing:
            (gradients,) = [param["value"] for param in chart["params"] if param["name"] == "hatches"]
            assert missing == {"expr": "hatches[datum.stripes]"}
            assert all(0 <= row["stripes"] < len(gradients) for row in rows(chart))
            missing = gradients[-1]
        assert missing["gradient"] == "linear"


def test_a_hatch_runs_from_end_to_end() -> None:
    offsets = [stop["offset"] for stop in hatch(LIGHT, 7)["stops"]]
    assert offsets == sorted(offsets)
    assert (offsets[0], offsets[-1]) == (0, 1)


def test_a_filter_changes_the_rows_and_never_the_design(table: ClaimTable) -> None:
    def designs(selection: Selection) -> list[Spec]:
        specs = [
            tile_map(by_region(table, selection), ZH, LIGHT, 0),
            label_bars(by_type(table, selection), ZH, LIGHT, 0, "type"),
            year_bars(by_year(table, selection), ZH, LIGHT, 1),
            small_bars(by_place(table, selection, "city", 2), ZH, LIGHT, 2, "city"),
            kind_strip(by_kind(table, selection), ZH, LIGHT, 3),
        ]
        return [{name: value for name, value in spec.items() if name != "datasets"} for spec in specs]

    everything = designs(Selection())
    for narrowed in (
        Selection().toggling("province", "湖南省"),
        Selection().within(2020, 2021),
        Selection().toggling("kind", "percentage"),
    ):
        assert designs(narrowed) == everything


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
    assert rows(drawn(label_bars([], ZH, LIGHT, 0, "type"))) == []
    assert rows(drawn(year_bars([], ZH, LIGHT, 0))) == []


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_its_surface(palette: Palette) -> None:
    for ink in (palette.ink, palette.muted, palette.accent):
        assert contrast(ink, palette.paper) >= 4.5
        assert contrast(ink, palette.card) >= 4.5
    for tint in palette.tints:
        assert contrast(readable_on(tint, palette.ink, palette.on_tint), tint) >= 4.5


def test_contrast_is_what_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_longest_bar_leaves_room_for_its_number() -> None:
    types, years = ([Bar(one, 3, 3, False), Bar(other, 0, 40, False)] for one, other in (("data", "other"), ("2020", "2021")))
    for spec in (label_bars(types, ZH, LIGHT, 0, "type"), year_bars(years, ZH, LIGHT, 0)):
        assert [row["reach"] for row in rows(spec)] == pytest.approx([1.14 * 40] * 2)
        assert any(layer["encoding"][axis]["field"] == "reach" for layer in spec["layer"] for axis in "xy" if axis in layer["encoding"])


def test_the_rest_is_a_number_without_a_bar() -> None:
    tally = [Bar(code, count, count, False) for code, count in (("长沙市", 3), (REST, 90), (MISSING, 5))]
    drawn_rows = {row["code"]: row for row in rows(drawn(small_bars(tally, EN, LIGHT, 0, "city")))}
    assert (drawn_rows[REST]["name"], drawn_rows[REST]["shown"], drawn_rows[REST]["length"]) == ("All others", "90", 0)
    assert drawn_rows["长沙市"]["reach"] == pytest.approx(1.14 * 5)


def test_the_chosen_years_are_one_range_from_first_to_last(table: ClaimTable) -> None:
    def ranges(selection: Selection) -> list[tuple[str, str]]:
        return [(row["code"], row["until"]) for row in rows(year_bars(by_year(table, selection), ZH, LIGHT, 0)) if row["until"]]

    assert ranges(Selection()) == []
    assert ranges(Selection().within(2021, None)) == [("2021", "2023")]
    assert ranges(Selection(undated=True)) == []


def test_segments_of_the_strip_lie_end_to_end(table: ClaimTable) -> None:
    strip = rows(drawn(kind_strip(by_kind(table, Selection()), EN, LIGHT, 0)))
    assert [(row["name"], row["begin"], row["end"]) for row in strip] == [("Count 6", 0, 6), ("Percentage 1", 6, 7)]
    assert len({row["tone"] for row in strip}) == 2


# --- files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(5))
def test_every_chart_is_a_picture_with_its_texts(table: ClaimTable, number: int) -> None:
    spec = all_charts(table, ZH, LIGHT)[number]
    title = '题目 <a> & "b"'
    texts = [
        "".join(text.itertext())
        for text in ElementTree.fromstring(svg(spec, Caption(title, "一句话", ["筛选：无"], "http://h/?a=1"), LIGHT)).iter()
        if text.tag.endswith("text")
    ]
    assert title in texts
    assert "一句话" in texts
    shown = [row["name"] if number != 2 else row["code"][2:] for row in rows(spec) if row["figures"] and row["code"] != MISSING]
    assert shown
    assert set(shown) <= set(texts)


def test_a_picture_says_where_it_comes_from(table: ClaimTable) -> None:
    """Filters, sources, day and address stand inside, in lines that fit; the address is a link, written with its Chinese."""
    notes = ["筛选：" + "湖南省、湖北省、" * 12, "据 3 篇文章 · 2026年11月29日"]
    address = "http://host/?province=%E6%B9%96%E5%8D%97%E7%9C%81&q=a%20b"
    root = ElementTree.fromstring(svg(all_charts(table, ZH, LIGHT)[1], Caption("题目", "一句话", notes, address), LIGHT))
    texts = ["".join(part.itertext()) for part in root.iter() if part.tag.endswith(("text", "tspan"))]
    assert notes[1] in texts
    assert "".join(wrapped(notes[0], 110)) == notes[0]
    assert set(wrapped(notes[0], 110)) <= set(texts)
    (link,) = (part for part in root.iter() if part.tag.endswith("}a"))
    assert link.get("href") == address
    assert "".join(link.itertext()) == "http://host/?province=湖南省&q=a%20b"
    assert int(root.get("width", "")) < 900


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("甲乙丙丁", ["甲乙", "丙丁"]),
        ("ab cd ef", ["ab ", "cd ", "ef"]),
        ("abcdefgh", ["abcd", "efgh"]),
        ("甲 bc", ["甲 ", "bc"]),
    ],
)
def test_lines_are_as_long_as_they_may_be(text: str, lines: list[str]) -> None:
    assert wrapped(text, 4) == lines


def test_a_png_is_twice_as_wide_as_the_picture(table: ClaimTable) -> None:
    picture = png(all_charts(table, ZH, LIGHT)[1], Caption("题目", "", ["筛选：无"], "http://h/"), LIGHT)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert 2 * 600 < int.from_bytes(picture[16:20], "big") < 2 * 900


def test_numbers_are_what_the_marks_say(table: ClaimTable) -> None:
    content = numbers(all_charts(table, ZH, LIGHT)[1])
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [(row["code"], row["name"], row["figures"]) for row in read][:2] == [("platform", "平台系统", "4"), ("data", "数据情报", "1")]
    assert set(read[0]) == {"code", "figures", "context", "chosen", "name"}
    formula = filled({}, [{"code": "＝1+1", "name": "-", "figures": -3}])
    assert numbers(formula).decode("utf-8-sig").splitlines()[1] == "'＝1+1,-,-3"


def test_numbers_over_many_years_are_short() -> None:
    codes = [str(year) for year in range(2010, 2022)]
    counts = [5, 950, 9_999, 12_340, 123_400, 1_234_000, *[0] * 6]
    tally = [Bar(code, count, count, False) for code, count in zip(codes, counts, strict=True)]
    assert [row["shown"] for row in rows(year_bars(tally, ZH, LIGHT, 0))][:7] == ["5", "950", "9,999", "1.2万", "12.3万", "123万", ""]
    assert [row["shown"] for row in rows(year_bars(tally, EN, LIGHT, 0))][:7] == ["5", "950", "9,999", "12K", "123K", "1.2M", ""]
