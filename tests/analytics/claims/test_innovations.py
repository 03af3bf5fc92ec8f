"""Innovations: merged by name and province, counted over the figures that count, filtered by what an article's mention can answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.claims.innovations import SORTS, InnovationKey, InnovationTable, Summary
from analytics.claims.order import MOST_INFORMATIVE
from analytics.claims.schema import CLAIM_SCHEMA, INNOVATION_COLUMNS, INNOVATION_SCHEMA, claims_table
from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable
from analytics.export.csv import csv_chunks
from extractors.model import Claim

_ALL = Selection()

EVERYTHING = Selection()
GUANGDONG = InnovationKey("秒阻", "广东省")
ARTICLES = pa.table(
    {
        "doc_id": ["d1", "d2", "d3", "d4"],
        "title": ["一", "二", "三", "四"],
        "publisher": ["甲报", "乙报", "", "甲报"],
        "published_on": pa.array([date(2023, 7, 18), date(2024, 1, 2), None, date(2022, 5, 1)], pa.date32()),
    }
)


def mention(doc_id: str, name: str, **changed: Any) -> dict[str, Any]:
    plain = {
        "innovation_id": f"{doc_id}-{name}", "doc_id": doc_id, "source": f"{doc_id}.txt", "name": name, "innovation_type": "prevention",
        "province": "广东省", "city": "佛山市", "county": "", "region_code": "440600", "sentence": f"民警用上了“{name}”。",
        "sentence_start": 0, "sentence_end": 12, "start": 6, "end": 8, "mentions": 2, "claims": 1,
    }  # fmt: skip
    return plain | changed


MENTIONS = pa.Table.from_pylist(
    [
        mention("d1", "秒阻", county="顺德区"),
        mention("d2", "秒阻", innovation_type="data", mentions=1),
        mention("d3", "秒阻"),
        mention("d4", "秒阻", province="湖南省", city="株洲市", region_code="430200"),
        mention("d1", "=灯塔", innovation_type="community", city="", region_code="440000"),
        mention("d3", "听潮", province="", city="", region_code=""),
    ],
    INNOVATION_SCHEMA,
)


@pytest.fixture
def claims(claim: Callable[..., Claim]) -> ClaimTable:
    """Figures: four of 秒阻 in Guangdong (one a repeat), one in Hunan; none of 听潮."""
    of = {"innovation": "秒阻", "province": "广东省"}
    return ClaimTable.of_table(
        claims_table(
            [
                claim("a", doc_id="d1", **of),
                claim("b", doc_id="d1", kind="money", **of),
                claim("c", doc_id="d1", duplicate_of="a", **of),
                claim("d", doc_id="d2", **of),
                claim("e", doc_id="d4", **of | {"province": "湖南省"}),
                claim("f", doc_id="d1", innovation="=灯塔", province="广东省"),
                claim("g", doc_id="d2"),
            ]
        )
    )


@pytest.fixture
def table(claims: ClaimTable) -> InnovationTable:
    return InnovationTable.of_table(MENTIONS, ARTICLES, claims)


def names(table: InnovationTable, selection: Selection = EVERYTHING, by: str = "figures", falling: bool = True) -> list[tuple[str, str]]:
    page = table.page(selection, by, falling, 0, 100)
    return [(row.name, row.province) for row in page]


def test_one_name_in_two_provinces_is_two(table: InnovationTable) -> None:
    assert names(table) == [("秒阻", "广东省"), ("=灯塔", "广东省"), ("秒阻", "湖南省"), ("听潮", "")]
    assert table.summary(Selection()) == Summary(innovations=4, campaigns=0, rows=6, articles=4, provinces=2, with_figures=3)
    assert table.places("秒阻") == {"广东省": 3, "湖南省": 1}
    assert table.doc_ids(GUANGDONG) == ["d1", "d2", "d3"]
    assert table.places("没有") == {}


def test_one_innovation_in_all_its_articles(table: InnovationTable) -> None:
    found = table.one(Selection(), GUANGDONG)
    assert found is not None
    assert (found.articles, found.figures, found.mentions) == (3, 3, 5)
    assert (found.first, found.last) == (date(2023, 7, 18), date(2024, 1, 2))
    assert (found.type, found.types, found.city, found.county) == ("prevention", 2, "佛山市", "")
    assert table.types(Selection(), GUANGDONG) == {"prevention": 2, "data": 1}
    articles = table.articles(Selection(), GUANGDONG, 10)
    assert [(article.doc_id, article.name, article.figures) for article in articles] == [
        ("d1", "秒阻", 2),
        ("d2", "秒阻", 1),
        ("d3", "秒阻", 0),
    ]
    assert [(article.title, article.publisher, article.published_on) for article in articles[1:]] == [
        ("二", "乙报", date(2024, 1, 2)),
        ("三", "", None),  # undated last
    ]
    assert table.articles(Selection(), GUANGDONG, 1) == articles[:1]
    assert table.one(Selection(), InnovationKey("秒阻", "青海省")) is None


@pytest.mark.parametrize("by", SORTS)
def test_every_order_goes_both_ways_with_what_is_missing_last(table: InnovationTable, by: str) -> None:
    rising, falling = names(table, by=by, falling=False), names(table, by=by)
    assert sorted(rising) == sorted(falling) == sorted(names(table))
    if by in ("place", "first", "last"):
        assert rising[-1] == falling[-1] == ("听潮", "")
    page = table.page(Selection(), by, True, 1, 2)
    assert [row.name for row in page] == [name for name, _ in falling[1:3]]


def test_an_unknown_order_is_refused(table: InnovationTable) -> None:
    with pytest.raises(ValueError, match="no order"):
        table.page(Selection(), "sentence; DROP", True, 0, 1)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (EVERYTHING.choosing("province", ["湖南省"]), [("秒阻", "湖南省")]),
        (EVERYTHING.choosing("province", [MISSING]), [("听潮", "")]),
        (EVERYTHING.choosing("type", ["community"]), [("=灯塔", "广东省")]),
        (EVERYTHING.choosing("publisher", ["乙报"]), [("秒阻", "广东省")]),
        (EVERYTHING.choosing("doc", ["d3"]), [("听潮", ""), ("秒阻", "广东省")]),
        (EVERYTHING.within(2023, 2023), [("=灯塔", "广东省"), ("秒阻", "广东省")]),
        (EVERYTHING.toggling_year(MISSING), [("听潮", ""), ("秒阻", "广东省")]),
        (EVERYTHING.choosing("kind", ["money"]), [("秒阻", "广东省")]),
        (EVERYTHING.choosing("kind", ["date"]), []),
        (EVERYTHING.with_search("灯塔"), [("=灯塔", "广东省")]),
        (EVERYTHING.choosing("innovation", ["听潮"]), [("听潮", "")]),
    ],
)  # fmt: skip
def test_filters(table: InnovationTable, selection: Selection, expected: list[tuple[str, str]]) -> None:
    assert sorted(names(table, selection)) == sorted(expected)
    assert table.summary(selection).innovations == len(expected)


def test_figures_are_those_the_filters_leave(table: InnovationTable) -> None:
    assert [row.figures for row in table.page(EVERYTHING.choosing("kind", ["money"]), "figures", True, 0, 9)] == [1]


def test_the_download_is_the_rows_that_are_left(table: InnovationTable) -> None:
    content = b"".join(csv_chunks(table.stream(EVERYTHING.choosing("doc", ["d1"])), INNOVATION_COLUMNS))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == INNOVATION_COLUMNS
    assert sorted((row["doc_id"], row["name"]) for row in rows) == [("d1", "'=灯塔"), ("d1", "秒阻")]
    assert {row["mentions"] for row in rows} == {"2"}


def test_parts_say_the_same_as_memory(table: InnovationTable, claims: ClaimTable, tmp_path: Path) -> None:
    paths = []
    for number, rows in enumerate((MENTIONS.slice(0, 2), MENTIONS.slice(2))):
        paths.append(tmp_path / f"{number}.parquet")
        pq.write_table(rows, paths[-1])
    stored = InnovationTable.of_parts(paths, ARTICLES, claims)
    assert stored.page(Selection(), "name", False, 0, 9) == table.page(Selection(), "name", False, 0, 9)
    assert InnovationTable.of_parts([], ARTICLES.slice(0, 0), claims).summary(Selection()) == Summary(0, 0, 0, 0, 0, 0)


def test_more_articles_may_be_laid_over_and_other_figures_counted(table: InnovationTable, claim: Callable[..., Claim]) -> None:
    more = pa.table({"doc_id": ["d9"], "title": ["九"], "publisher": [""], "published_on": pa.array([date(2025, 1, 1)], pa.date32())})
    over = ClaimTable.of_table(claims_table([claim("z", doc_id="d9", innovation="秒阻")]))
    joined = table.with_added(pa.Table.from_pylist([mention("d9", "秒阻")], INNOVATION_SCHEMA), more, over)
    found, before = joined.one(Selection(), GUANGDONG), table.one(Selection(), GUANGDONG)
    assert found is not None
    assert before is not None
    assert (found.articles, found.figures, found.last) == (4, 1, date(2025, 1, 1))
    assert before.articles == 3
    assert table.over(over, CLAIM_SCHEMA.empty_table(), ARTICLES).summary(Selection()).with_figures == 0


def test_what_people_name_stands_beside_what_articles_name(table: InnovationTable, claim: Callable[..., Claim]) -> None:
    said = [("a", "秒阻", 5), ("b", "码上查", 9), ("c", "码上查", 3), ("d", "", 1)]
    people = claims_table([claim(name, doc_id="d1", innovation=named, start=start) for name, named, start in said])
    over = table.over(ClaimTable.of_table(people), people, ARTICLES)
    assert over.summary(Selection()).rows == table.summary(Selection()).rows + 1
    (row,) = [row for batch in over.stream(Selection()) for row in batch.to_pylist() if row["name"] == "码上查"]
    assert (row["doc_id"], row["start"], row["mentions"], row["claims"]) == ("d1", 3, 1, 2)


def test_campaigns_stand_apart_from_systems(claims: ClaimTable) -> None:
    rows = [mention("d1", "秒阻"), mention("d1", "昆仑行动"), mention("d2", "春雷专项整治"), mention("d2", "行动力平台")]
    table = InnovationTable.of_table(pa.Table.from_pylist(rows, INNOVATION_SCHEMA), ARTICLES, claims)
    listed = {campaigns: {one.name for one in table.page(_ALL, "name", False, 0, 9, campaigns=campaigns)} for campaigns in (True, False)}
    assert listed == {True: {"昆仑行动", "春雷专项整治"}, False: {"秒阻", "行动力平台"}}
    assert (table.summary(_ALL).innovations, table.summary(_ALL).campaigns) == (4, 2)


def test_results_come_before_scale_and_scale_before_scenes(claim: Callable[..., Claim]) -> None:
    level = {"role": "level", "direction": ""}
    claims = [
        claim("day", kind="date", unit="", **level),
        claim("scale", metric="服务群众", unit="人次", **level),
        claim("result", kind="percentage", unit="%"),
        claim("scene", value=Decimal(2), metric="", unit="名", **level),
    ]
    table = ClaimTable.of_table(claims_table(claims))
    assert list(table.rows(_ALL, MOST_INFORMATIVE)["claim_id"]) == ["result", "scale", "scene", "day"]
