"""The charts of the metrics page: every statement one mark, bounds drawn, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import altair as alt
import pandas as pd
import pytest

from analytics.claims.rows import records
from analytics.claims.schema import claims_table
from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable
from analytics.i18n.words import Words
from analytics.metrics.levels import NumberedClaim, movements, numbers, panels, spread
from analytics.ui.charts import picture, statements, timeline
from analytics.ui.charts.drawing import PICK, Spec
from analytics.ui.palette import DARK, KIND_COLOURS, LIGHT, Palette
from extractors.model import Claim

Make = Callable[..., Claim]
ZH, EN = Words("zh"), Words("en")
BOUNDS = {
    "exact": {"value_low": 300, "value_high": 300}, "about": {"value_low": None, "value_high": None}, "over": {"value_low": 300, "value_high": None},
    "under": {"value_low": None, "value_high": 300}, "range": {"value_low": 200, "value_high": 400},
    "vague": {"value": None, "value_low": 200, "value_high": 1000},
}  # fmt: skip


@pytest.fixture
def rows(claim: Make) -> Callable[..., pd.DataFrame]:
    """A claim of each bound, with some columns changed, as ``numbers`` gives them."""

    def make(**changed: Any) -> pd.DataFrame:
        claims = [
            claim(
                bound,
                bound=bound,
                **{"value": Decimal(300), "text": "300起", "period_end": date(2020 + at, 12, 31), "period_start": None} | ends | changed,
            )
            for at, (bound, ends) in enumerate(BOUNDS.items())
        ]
        return numbers(ClaimTable.of_table(claims_table(claims)).rows(Selection()))

    return make


def marks(rows: pd.DataFrame, words: Words, palette: Palette, click: int, chosen: str, *, named: bool = False) -> pd.DataFrame:
    return statements.marks(records(rows, NumberedClaim), words, palette, click, chosen, named=named)


def drawn(spec: Spec) -> list[dict[str, Any]]:
    """The rows of a specification."""
    (data,) = spec["datasets"].values()
    return list(data)


def marks_for(spec: Spec, row: dict[str, Any]) -> set[str]:
    """What stands on the chart for a row: the kind of each mark whose filters the row passes."""
    found = set()
    for layer in spec["layer"]:
        filters = [step["filter"] for step in layer.get("transform", []) if "filter" in step]
        if filters and all(_passes(test, row) for test in filters):
            mark = layer["mark"]
            found.add(mark.get("text") or ("hollow" if mark.get("filled") is False or "fillOpacity" in mark else mark["type"]))
    return found


def _passes(test: str, row: dict[str, Any]) -> bool:
    python = test.replace("&&", " and ").replace("!datum.", " not datum.")
    return bool(eval(python, {}, {"datum": type("Row", (), row)}))


@pytest.mark.parametrize(("words", "palette"), [(ZH, LIGHT), (EN, DARK)], ids=["zh-light", "en-dark"])
def test_every_statement_is_one_mark_that_leads_to_it(rows: Callable[..., pd.DataFrame], words: Words, palette: Palette) -> None:
    levels = rows(role="level", direction="")
    data = marks(levels, words, palette, 3, "over")
    timed = timeline.timed(data, levels["period_start"], levels["period_end"]).assign(worked=False, to=None, reached=None)
    changed = marks(rows(), words, palette, 3, "")
    for spec in (
        statements.points(data, words, palette),
        statements.bars(changed, words, palette),
        timeline.over_time(timed, words, palette, wide=False),
    ):
        alt.LayerChart.from_dict(spec)  # raises where Vega-Lite's schema does not know it
        assert sorted(row["code"] for row in drawn(spec)) == sorted(BOUNDS)
        (pick,) = (param for param in spec["params"] if param["name"] == PICK)
        assert pick["select"]["fields"] == ["code", "click"]
        assert {row["click"] for row in drawn(spec)} == {3}
    assert [row["code"] for row in drawn(statements.points(data, words, palette)) if row["chosen"]] == ["over"]


def test_bounds_are_drawn_on_points(rows: Callable[..., pd.DataFrame]) -> None:
    data = marks(rows(role="level", direction=""), ZH, LIGHT, 0, "")
    spec = statements.points(data, ZH, LIGHT)
    found = {row["code"]: marks_for(spec, row) for row in drawn(spec)}
    assert found == {
        "exact": {"point"}, "about": {"hollow"}, "over": {"point", "→"}, "under": {"point", "←"}, "range": {"point", "rule"}, "vague": {"rule"},
    }  # fmt: skip


def test_bounds_are_drawn_on_bars_away_from_zero_or_towards_it(rows: Callable[..., pd.DataFrame]) -> None:
    for direction, outward, inward in (("down", "←", "→"), ("up", "→", "←")):
        spec = statements.bars(marks(rows(direction=direction), ZH, LIGHT, 0, ""), ZH, LIGHT)
        found = {row["code"]: marks_for(spec, row) - {"text"} for row in drawn(spec)}
        assert found["over"] == {"bar", outward}
        assert found["under"] == {"bar", inward}
        assert found["about"] == {"hollow"}
        assert found["range"] == {"bar", "rule"}
        (over,) = (row for row in drawn(spec) if row["code"] == "range")
        assert (over["low"], over["high"]) == ((-400, -200) if direction == "down" else (200, 400))


def test_bounds_are_drawn_over_time(rows: Callable[..., pd.DataFrame]) -> None:
    levels = rows(role="level", direction="")
    data = timeline.timed(marks(levels, ZH, LIGHT, 0, ""), levels["period_start"], levels["period_end"])
    spec = timeline.over_time(data.assign(worked=False, to=None, reached=None), ZH, LIGHT, wide=False)
    found = {row["code"]: marks_for(spec, row) - {"text"} for row in drawn(spec)}
    assert found["over"] == {"point", "↑", "rule"}
    assert found["under"] == {"point", "↓", "rule"}
    assert found["about"] == {"hollow", "rule"}


def test_direction_is_a_shape_first_and_a_colour_second(rows: Callable[..., pd.DataFrame]) -> None:
    for direction, arrow, sign, tone in (("down", "▼", -1, LIGHT.down), ("up", "▲", 1, LIGHT.up)):
        (row,) = marks(rows(direction=direction).query("claim_id == 'exact'"), ZH, LIGHT, 0, "").to_dict("records")
        assert (row["shown"][0], row["value"], row["tone"]) == (arrow, sign * 300, tone)
    (level,) = marks(rows(role="level").query("claim_id == 'exact'"), ZH, LIGHT, 0, "").to_dict("records")
    assert (level["value"], level["tone"]) == (300, KIND_COLOURS["count"])


def test_every_row_says_its_place_and_period_or_that_there_is_none(claim: Make) -> None:
    nowhere = {"province": "", "city": "", "county": "", "period_start": None, "period_end": None}
    claims = [claim("a", period_start=date(2022, 1, 1), period_end=date(2022, 10, 31)), claim("b", **nowhere), claim("c")]
    found = numbers(ClaimTable.of_table(claims_table(claims)).rows(Selection()))
    told = {row["code"]: (row["label"], row["aside"]) for row in marks(found, ZH, LIGHT, 0, "", named=True).to_dict("records")}
    assert told == {
        "a": ("湖州市南浔区", "2022.1–10 · 警情"), "b": ("未标明地区", "未标明时期 · 警情"), "c": ("湖州市南浔区", "2023 · 警情"),
    }  # fmt: skip


def test_percent_and_points_have_charts_of_their_own(claim: Make) -> None:
    claims = [
        claim("a", kind="percentage", unit="%"),
        claim("b", kind="percentage", unit="pp"),
        claim("c", kind="percentage", unit="%", basis="mom"),
    ]
    found = movements(numbers(ClaimTable.of_table(claims_table(claims)).rows(Selection())))
    specs = [statements.bars(marks(move.rows, ZH, LIGHT, 0, ""), ZH, LIGHT) for move in found]
    assert sorted([row["code"] for row in drawn(spec)] for spec in specs) == [["a"], ["b"], ["c"]]


def test_what_has_no_period_stands_apart(rows: Callable[..., pd.DataFrame]) -> None:
    levels = rows(role="level", direction="")
    levels.loc[levels["claim_id"] == "over", "period_end"] = pd.NaT
    data = timeline.timed(marks(levels, ZH, LIGHT, 0, ""), levels["period_start"], levels["period_end"])
    spec = timeline.over_time(data.assign(worked=False, to=None, reached=None), ZH, LIGHT, wide=False)
    at = {row["code"]: row["at"] for row in drawn(spec)}
    assert at.pop("over") > max(at.values()) + 0.5
    assert any(isinstance(layer["mark"].get("fill"), dict) for layer in spec["layer"])
    assert "未标明" in str(spec["layer"])


def test_a_point_stands_in_the_middle_of_its_period() -> None:
    days = (
        pd.to_datetime(pd.Series(["2024-01-01", None, "2021-01-01"])),
        pd.to_datetime(pd.Series(["2024-12-31", "2020-07-01", "2025-12-31"])),
    )
    data = timeline.timed(pd.DataFrame({"code": ["a", "b", "c"]}), *days)
    assert data["at"].tolist() == pytest.approx([2024.5, 2020.5, 2023.5], abs=0.01)


def test_values_far_apart_are_drawn_in_equal_ratios(rows: Callable[..., pd.DataFrame]) -> None:
    data = marks(rows(role="level", direction=""), ZH, LIGHT, 0, "")
    assert not statements.is_wide(data)
    far = data.assign(high=data["high"] * 1000)
    assert statements.is_wide(far)
    assert not statements.is_wide(far.assign(low=0.0))
    assert '"log"' in str(statements.points(far, ZH, LIGHT)).replace("'", '"')


def test_a_province_s_spread_is_a_row_that_names_it(rows: Callable[..., pd.DataFrame]) -> None:
    found = rows(role="level", direction="")
    found.loc[found["claim_id"] == "vague", "province"] = ""
    data = statements.spread_marks(spread(found, "province"), ("count", "起"), ZH, LIGHT, 0, ("浙江省",))
    assert data[["code", "label", "value", "low", "high", "chosen"]].to_numpy().tolist() == [
        [MISSING, "未标明地区", 600, 600, 600, False],
        ["浙江省", "浙江省", 300, 300, 300, True],
    ]
    assert data["shown"].tolist() == ["600 起（1 个）", "300 起（5 个）"]
    halved = statements.spread_marks(spread(found, "province").assign(middle=14_861.5), ("count", "起"), ZH, LIGHT, 0, ())
    assert halved["shown"].tolist() == ["14,862 起（1 个）", "14,862 起（5 个）"]  # what is counted is whole


def test_a_contradiction_is_accented(rows: Callable[..., pd.DataFrame]) -> None:
    found = rows(role="level", direction="").head(2)
    data = marks(found, ZH, LIGHT, 0, "").assign(
        before=400.0,
        before_low=399.0,
        before_high=401.0,
        open_below=False,
        open_above=[True, False],
        stated=[450.0, 400.0],
        agrees=[False, True],
    )
    spec = statements.implied(data, ZH, LIGHT)
    ticks = {
        layer["mark"]["color"]: [row["code"] for row in drawn(spec) if _passes(layer["transform"][-1]["filter"], row)]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "tick"
    }
    clash, fits = found["claim_id"]
    assert ticks == {LIGHT.accent: [clash], LIGHT.ink: [fits]}


def test_the_download_of_a_chart_has_its_numbers(rows: Callable[..., pd.DataFrame]) -> None:
    spec = statements.points(marks(rows(role="level", direction=""), ZH, LIGHT, 0, ""), ZH, LIGHT)
    head, *lines = picture.numbers(spec).decode("utf-8-sig").splitlines()
    assert {"code", "label", "value", "low", "high", "bound", "place", "period", "subject", "publisher"} <= set(head.split(","))
    assert len(lines) == len(BOUNDS)


def test_panels_of_each_bound_hold_them_all(rows: Callable[..., pd.DataFrame]) -> None:
    (panel,) = panels(rows(role="level", direction=""))
    assert len(panel.rows) == len(BOUNDS)
