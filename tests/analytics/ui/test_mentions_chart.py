"""When articles spoke of one thing: a dot for each, those without a date apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt

from analytics.claims.rows import InnovationMention
from analytics.i18n.words import Words
from analytics.ui.charts.mentions import mention_dots
from analytics.ui.palette import LIGHT


def articles(*days: str | None) -> list[InnovationMention]:
    """An article for each day, of which the second has no title."""
    missing = dict.fromkeys(("innovation_id", "name", "innovation_type", "province", "city", "county", "region_code", "sentence"), "")
    nowhere = dict.fromkeys(("sentence_start", "sentence_end", "start", "end", "mentions", "claims"), 0)
    return [
        InnovationMention(
            doc_id=f"d{number}", title="" if number == 1 else f"题{number}", source=f"{number}.txt", publisher="甲报",
            published_on=day and date.fromisoformat(day), figures=3, **missing, **nowhere,
        )
        for number, day in enumerate(days)
    ]  # fmt: skip


def rows(made: list[InnovationMention], language: Any = "zh") -> list[dict[str, Any]]:
    spec = mention_dots(made, Words(language), LIGHT, click=7)
    alt.LayerChart.from_dict(spec)  # raises where Vega-Lite's schema does not know it
    (found,) = spec["datasets"].values()
    return list(found)


def test_each_article_is_a_dot_in_its_time() -> None:
    drawn = rows(articles("2020-01-01", "2021-01-01", "2021-01-01", "2022-01-01"))
    assert [row["code"] for row in drawn] == ["d0", "d1", "d2", "d3"]
    assert [row["level"] for row in drawn] == [1, 1, 2, 1]
    steps = [row["step"] for row in drawn]
    assert steps[0] < steps[1] == steps[2] < steps[3]
    assert [row["end"] for row in drawn] == ["2020年1月1日", "", "", "2022年1月1日"]
    assert drawn[1]["title"] == "1.txt"
    assert {row["click"] for row in drawn} == {7}


def test_without_a_date_it_stands_apart_and_is_named() -> None:
    drawn = rows(articles("2020-01-01", "2022-01-01", None), "en")
    assert not drawn[2]["dated"]
    assert drawn[2]["step"] > max(row["step"] for row in drawn[:2])
    assert [row["end"] for row in drawn] == ["1 Jan 2020", "1 Jan 2022", "no date stated"]
    assert all(not row["dated"] for row in rows(articles(None, None)))
