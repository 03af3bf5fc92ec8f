"""Series and comparisons of made-up statements: what is joined, what is revised, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.claims.rows import records
from analytics.claims.schema import claims_table, to_frame
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.metrics import comparison as module
from analytics.metrics.comparison import Comparison, PlaceKey, compare, first, of, offered, quantities_in, read
from analytics.metrics.levels import NumberedClaim, numbers
from analytics.metrics.series import part_of, series, shared_periods
from extractors.model import Claim

MakeClaim = Callable[..., Claim]
LEVEL: dict[str, Any] = {"role": "level", "direction": "", "basis": "", "metric": "刑事案件", "subject": "刑事案件"}
CHANGSHA: dict[str, Any] = {"province": "湖南省", "city": "长沙市", "county": "", "region_code": "430100"}
YUELU: dict[str, Any] = CHANGSHA | {"county": "岳麓区", "region_code": "430104"}
HUZHOU: dict[str, Any] = {"province": "浙江省", "city": "湖州市", "county": "", "region_code": "330500"}
BY_DAY: dict[str, Any] = {"period_start": date(2024, 3, 5), "period_end": date(2024, 3, 5), "period_basis": "published"}
UNKNOWN: dict[str, Any] = {"period_start": None, "period_end": None, "period_basis": "unknown"}


def stating(number: float, year: int, last: tuple[int, int] = (12, 31), start: tuple[int, int] = (1, 1), **more: Any) -> dict[str, Any]:
    values = dict.fromkeys(("value", "value_low", "value_high"), Decimal(str(number)))
    return LEVEL | values | {"period_start": date(year, *start), "period_end": date(year, *last)} | more


def later(day: int) -> dict[str, Any]:
    return {"doc_id": f"d{day}", "published_on": date(2024, 3, day)}


@pytest.fixture
def make(claim: MakeClaim) -> Callable[..., ClaimTable]:
    return lambda *changes: ClaimTable.of_table(claims_table([claim(f"c{at}", **changed) for at, changed in enumerate(changes)]))


@pytest.fixture
def stated(claim: MakeClaim) -> Callable[..., list[NumberedClaim]]:
    def make(*changes: dict[str, Any]) -> list[NumberedClaim]:
        claims = [claim(f"c{at}", **changed) for at, changed in enumerate(changes)]
        return records(numbers(to_frame(claims_table(claims))), NumberedClaim)

    return make


def ids(groups: Iterable[Iterable[NumberedClaim]]) -> list[list[str]]:
    return [[claim.claim_id for claim in group] for group in groups]


# --- series ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        (stating(1, 2023), ("year", (12, 31))),
        (stating(1, 2023, (6, 30)), ("cumulative", (6, 30))),
        (stating(1, 2024, (2, 29)), ("cumulative", (2, 28))),
        (stating(1, 2023, (6, 30), (4, 1)), ("other", (12, 31))),
        (stating(1, 2023, period_start=date(2021, 1, 1)), ("other", (12, 31))),
        (stating(1, 2023, period_end=None), ("other", (12, 31))),
        (LEVEL | BY_DAY, ("by_day", (12, 31))),
        (LEVEL | UNKNOWN, ("undated", (12, 31))),
    ],
)
def test_the_part_of_a_year_that_is_covered(stated: Callable[..., list[NumberedClaim]], changed: dict[str, Any], part: object) -> None:
    assert part_of(stated(changed)[0]) == part


def test_whole_years_are_joined_apart_from_cumulative_numbers(stated: Callable[..., list[NumberedClaim]]) -> None:
    found = series(
        stated(
            LEVEL | UNKNOWN, LEVEL | BY_DAY, stating(90, 2023), stating(100, 2022), stating(40, 2022, (6, 30)), stating(45, 2023, (6, 30)),
            stating(70, 2023, (10, 31)), stating(9, 2023, (6, 30), (4, 1)), stating(5, 2023, subject="盗窃案件"), stating(8, 2023, county=""),
        )
    )  # fmt: skip
    assert ids(found.lines) == [["c4", "c5"], ["c3", "c2"]]
    assert found.revisions == []
    assert [claim.claim_id for claim in found.claims][-2:] == ["c1", "c0"]
    assert len(found.periods) == 6


def test_a_later_article_revises_an_earlier_one_and_stands_in_the_line(stated: Callable[..., list[NumberedClaim]]) -> None:
    found = series(stated(stating(100, 2022), stating(95, 2023, **later(9)), stating(90, 2023, **later(7)), stating(95, 2023, **later(8))))
    assert ids(found.revisions) == [["c2", "c3", "c1"]]
    assert found.replaced == {"c2"}
    assert ids(found.lines) == [["c0", "c1"]]


def test_two_numbers_in_one_article_are_no_revision_and_the_one_reached_stands(stated: Callable[..., list[NumberedClaim]]) -> None:
    found = series(stated(stating(100, 2022), stating(326, 2023), stating(191, 2023, direction="down")))
    assert found.revisions == []
    assert ids(found.lines) == [["c0", "c2"]]


def test_shared_periods_are_those_that_all_state(stated: Callable[..., list[NumberedClaim]]) -> None:
    one = series(stated(stating(1, 2022), stating(1, 2023), stating(1, 2024, (6, 30)), LEVEL | BY_DAY))
    other = series(stated(stating(1, 2023), stating(1, 2022), stating(1, 2024), LEVEL | BY_DAY))
    assert shared_periods([one, other]) == [(date(2023, 1, 1), date(2023, 12, 31)), (date(2022, 1, 1), date(2022, 12, 31))]
    assert shared_periods([]) == []


# --- comparisons -------------------------------------------------------------------------------


@pytest.fixture
def two(make: Callable[..., ClaimTable]) -> ClaimTable:
    """Two cities: one with a year of its own, a district in the other, a day of publication, and a change that implies an earlier level."""
    fall = stating(20, 2023, **HUZHOU) | {"role": "change", "direction": "down", "basis": "yoy", "kind": "percentage", "unit": "%"}
    return make(
        stating(100, 2023, **HUZHOU), stating(130, 2023, **CHANGSHA, unit="件"), stating(90, 2024, **HUZHOU), stating(7, 2023, **YUELU),
        LEVEL | BY_DAY | CHANGSHA, fall, stating(130, 2023, **CHANGSHA, duplicate_of="c1"),
    )  # fmt: skip


def compared(table: ClaimTable, *codes: str) -> Comparison:
    rows = read(table, Selection(), "place", codes)
    assert rows is not None
    return compare(rows, "place", codes, quantities_in(rows)[0])


def test_statements_that_cannot_be_compared_are_flagged(two: ClaimTable) -> None:
    found = compared(two, "浙江省/湖州市", "湖南省")
    assert found.shared == [(date(2023, 1, 1), date(2023, 12, 31))]
    flags = {claim.claim_id: found.flags(item, claim) for item in found.items for claim in item.series.claims}
    assert flags == {"c0": [], "c2": ["period"], "c1": ["part"], "c3": ["part"], "c4": ["part", "by_day"]}
    assert {code: [claim.claim_id for claim in claims] for code, claims in found.at(found.shared[0]).items()} == {
        "浙江省/湖州市": ["c0"],
        "湖南省": ["c1", "c3"],
    }
    assert {claim.unit for item in found.items for claim in item.series.claims} == {"起"}


def test_one_item_alone_is_a_series_with_what_its_changes_imply(two: ClaimTable) -> None:
    (item,) = compared(two, "浙江省/湖州市").items
    assert ids(item.series.lines) == [["c0", "c2"]]
    assert [(link.level.claim_id, link.value, link.end) for link in item.links] == [("c0", 125, date(2022, 12, 31))]
    assert compared(two, "浙江省/湖州市").flags(item, item.series.claims[1]) == []


def test_places_are_offered_with_those_they_lie_in(two: ClaimTable, make: Callable[..., ClaimTable]) -> None:
    assert offered(two, Selection(), "place") == {
        "浙江省": 3, "浙江省/湖州市": 3, "湖南省": 3, "湖南省/长沙市": 3, "湖南省/长沙市/岳麓区": 1,
    }  # fmt: skip
    assert two.summary(of("place", "湖南省/长沙市", Selection())).figures == 3
    island = make(stating(1, 2023, province="海南省", city="", county="陵水黎族自治县"), stating(1, 2023, province="", city="", county=""))
    assert list(offered(island, Selection(), "place")) == ["海南省", "海南省//陵水黎族自治县"]
    assert island.summary(of("place", PlaceKey("海南省", "", "陵水黎族自治县").code, Selection())).figures == 1
    assert offered(two, Selection(), "publisher") == {"甲报": 6}


def test_first_come_those_that_state_one_metric_for_one_period(two: ClaimTable, make: Callable[..., ClaimTable]) -> None:
    assert first(two, Selection().choosing("unit", ["起", "%"]), "place") is None
    same = make(stating(1, 2023, **HUZHOU), stating(2, 2023, **CHANGSHA), stating(3, 2023, **YUELU), stating(9, 2024, **HUZHOU))
    found = first(same, Selection(), "place")
    assert found is not None
    assert (found.metric, found.quantity, found.codes) == ("刑事案件", "level..count.起", ["浙江省/湖州市", "湖南省/长沙市"])


def test_too_many_figures_are_not_read(two: ClaimTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    assert read(two, Selection(), "place", ["浙江省"]) is None


def test_nothing_to_compare(two: ClaimTable) -> None:
    rows = read(two, Selection(), "place", [])
    assert rows is not None
    assert quantities_in(rows) == []


def test_a_municipality_is_offered_once(make: Callable[..., ClaimTable]) -> None:
    """It is a province and its own city."""
    chongqing: dict[str, Any] = {"province": "重庆市", "city": "重庆市", "county": "", "region_code": "500000"}
    tianjin: dict[str, Any] = {"province": "天津市", "city": "天津市", "county": "", "region_code": "120000"}
    wanzhou = chongqing | {"county": "万州区", "region_code": "500101"}
    table = make(
        stating(200, 2024, **chongqing), stating(300, 2023, **chongqing), stating(90, 2024, **wanzhou), stating(70, 2024, **tianjin)
    )
    assert offered(table, Selection(), "place") == {"重庆市": 3, "天津市": 1, "重庆市/重庆市/万州区": 1}
    found = first(table, Selection(), "place")
    assert found is not None
    assert found.codes == ["天津市", "重庆市"]
