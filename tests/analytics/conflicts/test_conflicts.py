"""Conflicts: which claims contradict each other and why, and above all which do not."""

from __future__ import annotations

import csv
import gc
import io
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.claims.interval import comparable, slip
from analytics.claims.rows import WholeClaim
from analytics.claims.schema import claims_table
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.conflicts import blocking, cluster, compare, explain
from analytics.conflicts.cluster import Conflict, ConflictSet
from analytics.conflicts.compare import REASONS
from analytics.export.csv import to_csv
from analytics.i18n.words import Words
from analytics.ingest.corpus import read_folder
from extractors.model import Claim

MakeClaim = Callable[..., Claim]
ZH, EN = Words("zh"), Words("en")
SAMPLES = Path(__file__).parents[3] / "samples"
HALF = {"period_start": date(2023, 1, 1), "period_end": date(2023, 6, 30)}
# 上半年，全市盗窃案件 1460 起, as one article says it.
BASE: dict[str, Any] = {
    "kind": "count", "text": "1460起", "value": Decimal(1460), "value_low": Decimal(1460), "value_high": Decimal(1460), "unit": "起", "role": "level",
    "direction": "", "basis": "", "subject": "盗窃案件", "metric": "盗窃案件", "province": "广东省", "city": "佛山市", "county": "", "region_code": "440600",
    "sentence": "上半年，全市盗窃案件1460起。", "published_on": date(2023, 7, 18), "publisher": "甲报", "title": "半年通报", **HALF,
}  # fmt: skip
RATE: dict[str, Any] = {
    "kind": "percentage", "text": "23.5%", "value": Decimal("23.5"), "unit": "%", "role": "change", "direction": "down", "basis": "yoy",
    "sentence": "上半年，全市盗窃案件同比下降23.5%。",
}  # fmt: skip


def valued(number: float | str, text: str = "", bound: str = "exact") -> dict[str, Any]:
    """The columns of an exact or hedged number."""
    value = Decimal(str(number))
    low, high = (value if bound in ("exact", "over") else None), (value if bound in ("exact", "under") else None)
    return {"value": value, "value_low": low, "value_high": high, "bound": bound, "text": text or f"{number}"}


OTHER: dict[str, Any] = {**valued(1520), "sentence": "记者获悉，佛山今年前6个月全市共发生盗窃案件1520起，同比持平。", "publisher": "乙报"}


def found(claim: MakeClaim, *articles: dict[str, Any]) -> ConflictSet:
    """What is found where each article makes one claim, unlike ``BASE`` in these columns."""
    claims = [claim(f"c{number}", **(BASE | {"doc_id": f"d{number}"} | changed)) for number, changed in enumerate(articles)]
    return cluster.find_conflicts(ClaimTable.of_table(claims_table(claims)))


def verdict(claim: MakeClaim, one: dict[str, Any], other: dict[str, Any]) -> tuple[str, str] | None:
    """Reason and fact of the one conflict, or agreement, between two articles; nothing where there is none."""
    both = [found(claim, one, other), found(claim, other, one)]
    told = [{(each.reason, each.pairs[0].verdict.fact) for each in (*some.conflicts, *some.agreements)} for some in both]
    assert told[0] == told[1], "the order of articles matters"
    assert len(told[0]) < 2
    return next(iter(told[0]), None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, OTHER, ("unexplained", "plain")),
        (RATE, RATE | valued("21.8", "21.8%") | {"sentence": "记者获悉，佛山全市盗窃案件降幅21.8%。"}, ("unexplained", "plain")),
        ({}, OTHER | {"published_on": date(2023, 12, 1)}, ("unexplained", "revised")),
        ({}, OTHER | valued(1320) | {"period_end": date(2023, 7, 31), "published_on": date(2023, 8, 2)}, ("unexplained", "shrunk")),
        (RATE, RATE | {"direction": "up", "sentence": "上半年，全市盗窃案件同比上升23.5%。"}, ("direction", "opposite")),
        ({}, OTHER | valued(14600), ("unit", "slip")),
        (RATE, RATE | {"unit": "pp", "text": "23.5个百分点", "sentence": "记者获悉，全市降了23.5个百分点。"}, ("unit", "points")),
        ({"sentence": "上半年，全市发生盗窃案件1460起，民警挨家挨户上门提醒。"}, {**valued(1640), "sentence": "上半年，全市发生盗窃案件1640起，民警挨家挨户上门提醒。"}, ("reprint", "worded")),
        ({}, OTHER | {"period_end": date(2023, 7, 31), "published_on": date(2023, 8, 2)}, ("cutoff", "ends")),
        ({}, OTHER | {"period_start": None}, ("cutoff", "starts")),
        ({}, OTHER | valued(1400) | {"period_start": date(2023, 7, 20), "period_end": date(2023, 7, 20), "published_on": date(2023, 7, 20), "period_basis": "published"}, ("cutoff", "supposed")),
        ({}, OTHER | {"county": "顺德区", "region_code": "440606", "region_basis": "document"}, ("scope", "region")),
        ({}, OTHER | {"subject": "入室盗窃案件"}, ("scope", "wording")),
        ({"sentence": "上半年盗窃案件1460起。"}, OTHER | {"sentence": "上半年，大良派出所接报盗窃案件1520起。"}, ("scope", "body")),
        ({"sentence": "上半年盗窃案件1460起。"}, OTHER | {"sentence": "上半年，“云哨”发现盗窃案件1520起。"}, ("scope", "named")),
        ({}, OTHER | {"sentence": "上半年，全区盗窃案件1520起。"}, ("scope", "level")),
        ({}, OTHER | valued(1500), ("rounding", "rounded")),
        ({}, OTHER | valued(1400, "1400余起", "over"), ("rounding", "bounds")),
        ({}, OTHER | valued(1500, "近1500起", "under"), ("rounding", "bounds")),
    ],
)  # fmt: skip
def test_each_reason(claim: MakeClaim, one: dict[str, Any], other: dict[str, Any], expected: tuple[str, str]) -> None:
    assert verdict(claim, one, other) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, OTHER | {"province": "湖南省", "city": "株洲市", "region_code": "430200"}),
        ({}, OTHER | {"city": "广州市", "region_code": "440100"}),
        ({}, OTHER | {"period_start": date(2022, 1, 1), "period_end": date(2022, 6, 30)}),
        ({}, OTHER | {"period_end": date(2023, 12, 31), "published_on": date(2024, 1, 5)}),
        ({}, OTHER | {"period_end": date(2023, 7, 31), "published_on": date(2023, 10, 2)}),
        ({"doc_id": "d"}, OTHER | {"doc_id": "d"}),
        ({}, OTHER | {"duplicate_of": "c9"}),
        ({}, OTHER | valued(1460)),
        ({}, OTHER | valued(1460) | {"subject": "入室盗窃案件"}),
        ({}, OTHER | {"role": "change"}),
        (RATE, RATE | valued("21.8", "21.8%") | {"basis": "mom"}),
        (RATE, RATE | valued("21.8", "21.8%") | {"role": "level"}),
        ({}, OTHER | {"kind": "money", "unit": "CNY"}),
        ({}, OTHER | {"unit": "人"}),
        ({}, OTHER | {"metric": "刑事案件", "subject": "刑事案件"}),
        ({}, OTHER | {"subject": "扒窃案件"}),
        ({}, OTHER | {"province": "", "city": "", "region_code": ""}),
        ({}, OTHER | {"period_start": None, "period_end": None, "period_basis": "unknown"}),
        ({"kind": "duration", "unit": "小时", "metric": "", "subject": "平均用时"}, OTHER | {"kind": "duration", "unit": "小时", "metric": "", "subject": "平均用时"}),
        ({"sentence": "上半年，大良派出所接报盗窃案件1460起。"}, OTHER | {"sentence": "上半年，容桂派出所接报盗窃案件1520起。"}),
        ({"sentence": "上半年，“云哨”发现盗窃案件1460起。"}, OTHER | {"sentence": "上半年，“小满”发现盗窃案件1520起。"}),
        ({"text": "38.6%"} | RATE | valued("38.6", "38.6%") | {"sentence": "从38.6%降到45.1%。"}, RATE | valued("45.1", "45.1%") | {"sentence": "从38.6%降到45.1%。"}),
        ({"kind": "rank", "unit": "", "text": "全省第2位"} | valued(2, "全省第2位"), OTHER | {"kind": "rank", "unit": ""} | valued(5, "全国第5位")),
        ({}, OTHER | {"county": "顺德区", "region_code": "440606", "region_basis": "sentence", "sentence": "上半年，顺德盗窃案件1520起。"}),
        ({"sentence": "上半年盗窃案件1460起。", "region_basis": "document"}, OTHER | valued(90000) | {"region_basis": "document", "sentence": "据悉发生盗窃案件90000起。"}),
        ({"period_start": date(2023, 7, 18), "period_end": date(2023, 7, 18), "period_basis": "published"}, OTHER | {"period_start": date(2023, 8, 1), "period_end": date(2023, 8, 1), "published_on": date(2023, 8, 1), "period_basis": "published"}),
    ],
    ids=["province", "city", "year", "half a year and a year", "a series, months apart", "one article", "repeat", "equal", "equal, other words", "level and change", "yoy and mom", "change and level", "count and money", "cases and people", "metric", "two sorts of one metric", "no place", "no period", "what took so long", "two stations", "two innovations", "both say both", "ranks of two tables", "a district named", "nothing ties them", "a total that grows"],
)  # fmt: skip
def test_what_is_no_conflict(claim: MakeClaim, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert verdict(claim, one, other) is None


def test_a_value_that_both_state_leaves_the_others_alone(claim: MakeClaim) -> None:
    """``由83件降至36件`` in one article, ``36件`` in another: 83 contradicts nothing."""
    both = [claim("a1", **(BASE | {"doc_id": "a"} | valued(83))), claim("a2", **(BASE | {"doc_id": "a", "start": 20} | valued(36)))]
    other = claim("b1", **(BASE | OTHER | {"doc_id": "b"} | valued(36)))
    assert cluster.find_conflicts(ClaimTable.of_table(claims_table([*both, other]))).conflicts == ()
    third = claim("b1", **(BASE | OTHER | {"doc_id": "b"} | valued(38)))
    assert cluster.find_conflicts(ClaimTable.of_table(claims_table([*both, third]))).conflicts == (), (
        "which of the two is meant is anybody's guess"
    )


def test_three_values_are_one_conflict_and_backers_are_counted(claim: MakeClaim) -> None:
    here = found(
        claim, {"publisher": "甲报"}, OTHER | {"publisher": "乙报"}, OTHER | valued(1690) | {"publisher": "丙报"}, {"publisher": "丁报", "published_on": date(2023, 7, 20)}
    )  # fmt: skip
    (only,) = here.conflicts
    assert {(side.row.value, side.articles) for side in only.sides} == {(1460, 2), (1520, 1), (1690, 1)}
    first = only.sides[:2]
    assert {side.row.value for side in first} == {1460, 1690}, "the two furthest apart stand first"
    assert only.claim_ids == {"c0", "c1", "c2", "c3"}
    assert all(here.containing(claim_id) is only for claim_id in only.claim_ids)
    assert here.containing("c9") is None


def test_a_reprint_is_no_witness_but_its_changes_are_named(claim: MakeClaim, tmp_path: Path) -> None:
    first = [claim("a1", **(BASE | {"doc_id": "a"})), claim("a2", **(BASE | {"doc_id": "a", "start": 40, "subject": "走访", "metric": ""}))]
    copy = [
        claim("b1", **(BASE | {"doc_id": "b"} | valued(1640) | {"sentence": "据报道，全市盗窃案件1640起，记者了解到更多情况。"})),
        claim("b2", **(BASE | {"doc_id": "b", "start": 40, "subject": "走访", "metric": ""})),
    ]
    path = tmp_path / "part.parquet"
    pq.write_table(claims_table([*first, *copy]), path)
    links = pa.table({"claim_id": ["b2"], "reprint_of": ["a2"]})
    (only,) = cluster.find_conflicts(ClaimTable.of_parts([path], reprints=links)).conflicts
    assert (only.reason, only.pairs[0].verdict.fact) == ("reprint", "copied")


def test_copies_of_a_value_are_counted_apart(claim: MakeClaim, tmp_path: Path) -> None:
    claims = [
        claim("a", **(BASE | {"doc_id": "a"})),
        claim("b", **(BASE | {"doc_id": "b"})),
        claim("c", **(BASE | OTHER | {"doc_id": "c"})),
    ]
    path = tmp_path / "part.parquet"
    pq.write_table(claims_table(claims), path)
    (only,) = cluster.find_conflicts(ClaimTable.of_parts([path], reprints=pa.table({"claim_id": ["b"], "reprint_of": ["a"]}))).conflicts
    assert {(side.row.claim_id, side.articles, side.reprints) for side in only.sides} == {("a", 1, 1), ("c", 1, 0)}


# --- amounts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (valued(1460, "1460余名", "over"), valued(1520, "1520余名", "over"), False),
        (valued(4300, "4300余起", "over"), valued(4300), True),
        (valued(4300, "4300余起", "over"), valued(4380), True),
        (valued(4300, "4300余起", "over"), valued(4460), False),
        (valued(200000, "20万以上", "over"), valued(900000), True),
        (valued(9000, "近9000条", "under"), valued(8800), True),
        (valued(9000, "近9000条", "under"), valued(7000), False),
        (valued(30, "不足30人", "under"), valued(12), True),
        (valued(500, "约500人", "about"), valued(540), True),
        (valued(500, "约500人", "about"), valued(600), False),
        (valued(12000, "1.2万"), valued(12345), True),
        (valued(36), valued(38), False),
        (valued(10), valued(12), False),
        (valued(460000000, "4.6亿元"), valued(458000000, "4.58亿元"), True),
    ],
)  # fmt: skip
def test_bounds_reach_as_far_as_readers_take_them(
    row: Callable[..., WholeClaim], one: dict[str, Any], other: dict[str, Any], expected: bool
) -> None:
    spans = [comparable(row(role="level", **each)) for each in (one, other)]
    assert spans[0].meets(spans[1]) is spans[1].meets(spans[0]) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("24", "23.5", True), ("23.5", "23.4", False), ("20", "20.4", True), ("20", "21", False)]
)
def test_percentages_round_at_their_last_digit(row: Callable[..., WholeClaim], one: str, other: str, expected: bool) -> None:
    spans = [comparable(row(**(RATE | valued(each, f"{each}%")))) for each in (one, other)]
    assert spans[0].meets(spans[1]) is expected


def test_units_of_one_family_compare_and_slips_are_seen(row: Callable[..., WholeClaim]) -> None:
    hours, minutes = (row(kind="duration", role="", **valued(value), unit=unit) for value, unit in ((2, "小时"), (120, "分钟")))
    assert comparable(hours).meets(comparable(minutes))
    wan, yi = (comparable(row(kind="money", unit="CNY", role="level", **valued(value))) for value in (23_000, 230_000_000))
    assert slip(wan, yi) == 10_000
    assert slip(wan, wan) == 0


# --- properties ----------------------------------------------------------------------------------

_CHANGES = st.fixed_dictionaries(
    {
        "doc_id": st.sampled_from(["d1", "d2", "d3", "d4"]),
        "number": st.sampled_from([(1460, "exact"), (1520, "exact"), (1500, "about"), (1400, "over"), (14600, "exact"), (36, "under")]),
        "subject": st.sampled_from(["盗窃案件", "入室盗窃案件", "扒窃案件"]), "direction": st.sampled_from(["", "up", "down"]),
        "county": st.sampled_from(["", "顺德区"]), "period_end": st.sampled_from([date(2023, 6, 30), date(2023, 7, 31)]),
        "period_basis": st.sampled_from(["stated", "inherited", "published"]), "region_basis": st.sampled_from(["sentence", "document"]),
        "sentence": st.sampled_from(["上半年，全市盗窃案件若干起。", "记者从大良派出所了解到，“云哨”上线以来发现多起。", "据悉，案件有升有降。"]),
        "published_on": st.sampled_from([date(2023, 7, 18), date(2023, 8, 3), date(2023, 12, 1), None]),
    }
)  # fmt: skip


def _made(claim: MakeClaim, changes: Sequence[dict[str, Any]]) -> list[Claim]:
    made = []
    for number, change in enumerate(changes):
        rest = {name: value for name, value in change.items() if name != "number"}
        value, bound = change["number"]
        made.append(
            claim(
                f"c{number}",
                **(BASE | rest | valued(value, f"{value}起", bound) | {"region_code": "440606" if change["county"] else "440600"}),
            )
        )
    return made


def _told(each: Conflict) -> tuple[Any, ...]:
    return each.reason, each.claim_ids, [tuple(claim.claim_id for claim in side.claims) for side in each.sides], each.conflict_id


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(_CHANGES, min_size=2, max_size=7), seed=st.randoms())
def test_the_order_of_articles_does_not_matter_and_equal_values_never_conflict(
    claim: MakeClaim, changes: list[dict[str, Any]], seed: Any
) -> None:
    claims = _made(claim, changes)
    shuffled = list(claims)
    seed.shuffle(shuffled)
    here, there = (cluster.find_conflicts(ClaimTable.of_table(claims_table(some))) for some in (claims, shuffled))
    assert [_told(each) for each in here.conflicts] == [_told(each) for each in there.conflicts]
    assert [_told(each) for each in here.agreements] == [_told(each) for each in there.agreements]
    for each in here.conflicts:
        assert each.reason in REASONS
        for pair in each.pairs:
            assert pair.a.doc_id != pair.b.doc_id
            assert pair.a.row.value != pair.b.row.value or {pair.a.row.direction, pair.b.row.direction} == {"up", "down"}
    listed = [claim_id for each in (*here.conflicts, *here.agreements) for claim_id in each.claim_ids]
    assert len(listed) == len(set(listed)), "a claim names one conflict"


# --- filters, words, export ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def samples() -> ClaimTable:
    return ClaimTable.of_frame(read_folder(SAMPLES).claims)


def test_the_samples_show_conflicts_of_every_reason(samples: ClaimTable) -> None:
    here = cluster.find_conflicts(samples)
    assert {each.reason for each in here.conflicts} == set(REASONS)
    assert 6 <= len(here.conflicts) <= 9
    assert here.agreements
    assert here.whole
    tiers = [each.reason for each in here.conflicts]
    assert tiers == sorted(tiers, key=lambda reason: max(1, REASONS.index(reason)))


def test_a_filter_keeps_conflicts_with_a_claim_in_it(samples: ClaimTable) -> None:
    every, here = cluster.find_conflicts(samples), cluster.find_conflicts(samples, Selection().choosing("publisher", ["汾江平安周刊"]))
    assert 0 < len(here.conflicts) < len(every.conflicts)
    assert all(any(claim.row.publisher == "汾江平安周刊" for side in each.sides for claim in side.claims) for each in here.conflicts)
    assert cluster.count_conflicts(samples) == len(every.conflicts)
    assert cluster.count_conflicts(samples, Selection(search="没有这样的话")) == 0


def test_a_count_is_never_waited_for(claim: MakeClaim, monkeypatch: pytest.MonkeyPatch) -> None:
    table, let_go = ClaimTable.of_table(claims_table([claim("d-1-2", **BASE)])), Event()

    def slow(_: ClaimTable) -> ConflictSet:
        let_go.wait(20)
        return ConflictSet((), ())

    monkeypatch.setattr(cluster, "_work_out", slow)
    assert cluster.count_conflicts(table) is None
    let_go.set()
    assert cluster.find_conflicts(table) == ConflictSet((), ())
    assert cluster.count_conflicts(table) == 0


def test_explanations_state_the_deciding_facts(claim: MakeClaim) -> None:
    later = OTHER | {"period_end": date(2023, 7, 31), "published_on": date(2023, 8, 2)}
    (pair,) = found(claim, {}, later).conflicts[0].pairs
    assert explain.explain(pair, ZH) == "两文截止日期不同：2023年6月30日 与 2023年7月31日。"
    assert explain.explain(pair, EN) == "The two count up to different days: 30 Jun 2023 and 31 Jul 2023."
    (pair,) = found(claim, {}, OTHER).conflicts[0].pairs
    assert "相差 60 起（3.9%）" in explain.explain(pair, ZH)
    (pair,) = found(claim, RATE, RATE | valued("21.8", "21.8%") | {"sentence": "记者获悉，佛山全市降幅21.8%。"}).conflicts[0].pairs
    assert "相差 1.7 个百分点" in explain.explain(pair, ZH)


def test_every_pair_is_explained_in_both_languages(samples: ClaimTable) -> None:
    here = cluster.find_conflicts(samples)
    for each in (*here.conflicts, *here.agreements):
        for pair in each.pairs:
            assert explain.explain(pair, ZH).endswith("。")
            assert explain.explain(pair, EN).endswith(".")


def test_the_csv_holds_both_sides_and_no_formula(claim: MakeClaim) -> None:
    here = found(
        claim, {"publisher": "=甲报"}, OTHER, OTHER | valued(1690) | {"publisher": "+丙报", "sentence": "全市盗窃案件1690起，比往年少。"}
    )
    rows = list(csv.DictReader(io.StringIO(to_csv(explain.table(here.conflicts, ZH)).decode("utf-8-sig"), newline="")))
    assert len(rows) == 3, "one row for each two of three values"
    assert tuple(rows[0]) == explain.COLUMNS
    assert {frozenset((row["claim_id_a"], row["claim_id_b"])) for row in rows} == {
        frozenset(two) for two in (("c0", "c1"), ("c0", "c2"), ("c1", "c2"))
    }
    assert {row["reason"] for row in rows} == {"找不到解释"}
    assert {row["value_a"] for row in rows} | {row["value_b"] for row in rows} == {"1460", "1520", "1690"}
    assert {row["publisher_a"] for row in rows} | {row["publisher_b"] for row in rows} == {"'=甲报", "乙报", "'+丙报"}
    assert all(row["sentence_a"] and row["sentence_b"] and row["explanation"] for row in rows)


def test_only_so_many_candidates_are_compared(claim: MakeClaim) -> None:
    claims = [
        claim(f"{place}-{side}", **(BASE | {"doc_id": f"{place}-{side}", "city": f"{place}市", "region_code": str(place)} | (OTHER if side else {})))
        for place in range(5) for side in range(2)
    ]  # fmt: skip
    table = ClaimTable.of_table(claims_table(claims))
    assert len(blocking.conflict_candidates(table, 100)) == 10
    few = blocking.conflict_candidates(table, 4)
    assert len(few) == 4
    assert [*Counter(few["city"].to_pylist()).values()] == [2, 2], "those that may contradict each other stay together"
    assert table.among(Selection().choosing("city", ["1市"]), ["1-0", "2-0", "nobody"]) == {"1-0"}


def test_what_is_said_hundreds_of_times_is_one_conflict_and_costs_in_proportion(claim: MakeClaim, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = Counter[str]()
    monkeypatch.setattr(cluster, "compare", lambda a, b: compared.update("x") or compare.compare(a, b))
    days = [date(2023, 7, 1 + n % 28) for n in range(400)]
    (conflict,) = found(claim, *({"published_on": day} for day in days), OTHER).conflicts
    assert sorted(len(side.claims) for side in conflict.sides) == [1, 400]
    assert compared["x"] < 400 * 100  # 80,000 pairs


def test_what_nobody_looks_at_any_more_is_not_worked_out(claim: MakeClaim, monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out = Counter[str]()
    monkeypatch.setattr(cluster, "conflicts_of_claims", lambda statements: worked_out.update("x") or ConflictSet((), ()))
    before = Event()
    cluster._queries.submit(before.wait)
    table = ClaimTable.of_table(claims_table([claim("c0", **BASE)]))
    assert cluster.count_conflicts(table) is None
    begun = cluster._found[table]
    del table
    gc.collect()
    before.set()
    assert begun.result() == ConflictSet((), (), whole=False)
    assert not worked_out


def test_why_figures_were_not_compared(claim: MakeClaim) -> None:
    changes = [{}, {"province": "", "region_basis": "unknown"}, {"subject": "", "metric": ""}, {"period_end": None}, {"kind": "date"}]
    claims = [claim(f"c{number}", **(BASE | {"doc_id": f"d{number}"} | change)) for number, change in enumerate(changes)]
    assert blocking.uncompared(ClaimTable.of_table(claims_table(claims))) == {"alone": 1, "place": 1, "subject": 1, "period": 1}
