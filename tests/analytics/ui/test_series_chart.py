"""The chart of a series: lines, revisions and implied values are drawn, and several charts share one scale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import altair as alt
import pandas as pd
import pytest

from analytics.claims.schema import claims_table
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.i18n.words import Words
from analytics.metrics.comparison import Comparison, compare, quantities_in, read
from analytics.ui.charts import series
from analytics.ui.charts.picture import Caption, svg
from analytics.ui.palette import DARK, LIGHT
from extractors.model import Claim

ZH = Words("zh")
LEVEL: dict[str, Any] = {"role": "level", "direction": "", "basis": "", "metric": "刑事案件", "subject": "刑事案件"}
FALL: dict[str, Any] = {"kind": "percentage", "unit": "%", "subject": "刑事案件"}


def stating(number: float, year: int, month: int = 12, **more: Any) -> dict[str, Any]:
    values = dict.fromkeys(("value", "value_low", "value_high"), Decimal(str(number)))
    period = {"period_start": date(year, 1, 1), "period_end": date(year, month, 31), "doc_id": f"d{year}"}
    return values | period | {"text": f"{number}起"} | more


@pytest.fixture
def two(claim: Callable[..., Claim]) -> Comparison:
    """One place with whole years, a part of two years, a revision, a fall and no period; another with one high number."""
    stated = [
        LEVEL | stating(100, 2022), LEVEL | stating(90, 2023), LEVEL | stating(94, 2023, doc_id="d9", published_on=date(2024, 9, 1)),
        LEVEL | stating(40, 2022, 10), LEVEL | stating(50, 2023, 10), FALL | stating(20, 2022), LEVEL | stating(1, 2022, period_start=None, period_end=None),
        LEVEL | stating(7000, 2021, province="湖南省", text="约7000起", bound="about", value_low=None, value_high=None),
    ]  # fmt: skip
    table = ClaimTable.of_table(claims_table([claim(f"c{at}", **changed) for at, changed in enumerate(stated)]))
    rows = read(table, Selection(), "place", ["浙江省", "湖南省"])
    assert rows is not None
    return compare(rows, "place", ["浙江省", "湖南省"], quantities_in(rows)[0])


def codes(data: pd.DataFrame, window: str) -> list[str]:
    return data.loc[data["window"] == window, "code"].tolist()


def test_what_is_joined_is_drawn_as_such(two: Comparison) -> None:
    data = series.marks(two.items[0], ZH, LIGHT, 3, "c1")
    assert codes(data, "year") == ["c0", "c1", "c2"]
    assert (codes(data, "line-year"), codes(data, "line-cumulative"), codes(data, "cumulative")) == (
        ["c0", "c2"],
        ["c3", "c4"],
        ["c3", "c4"],
    )
    (revision,) = data[data["window"] == "revision"].to_dict("records")
    assert (revision["code"], revision["value"], revision["reached"]) == ("c1", 90, 94)
    (implied,) = data[data["window"] == "implied"].to_dict("records")
    assert (implied["code"], implied["value"], implied["reached"], int(implied["at"])) == ("c5", 125, 100, 2021)
    names = dict(zip(data["code"], data["name"], strict=True))
    assert (names["c0"], names["c1"]) == ("100 起", "")  # a replaced number has no label
    assert set(data.loc[data["chosen"], "code"]) == {"c1"}


def test_several_charts_share_one_scale(two: Comparison) -> None:
    drawn = [series.marks(item, ZH, DARK, 3, "") for item in two.items]
    shared = series.scale(drawn)
    assert shared is not None
    assert (shared.first, shared.last, shared.wide) == (2021, 2024, True)
    assert shared.low < 40
    assert shared.high > 7000
    specs = [series.chart(data, shared, ZH, DARK, 200) for data in drawn]
    assert [{key: spec[key] for key in spec if key != "datasets"} for spec in specs[:1]] == [
        {key: specs[1][key] for key in specs[1] if key != "datasets"}
    ]
    for spec in specs:
        alt.LayerChart.from_dict(spec)
        assert "2022" in svg(spec, Caption("标题", "", ["筛选：无"], "http://h/"), DARK)


def test_without_a_period_there_is_no_scale(two: Comparison) -> None:
    assert series.scale([series.marks(item, ZH, LIGHT, 0, "").iloc[:0] for item in two.items]) is None
