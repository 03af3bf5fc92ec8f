"""The claim table gives the numbers a plain DataFrame gives, wherever its claims lie."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import oracle
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analytics.claims.marks import MARK_COLUMNS, Marks
from analytics.claims.order import Order
from analytics.claims.rows import ArticleRow, schema_of
from analytics.claims.schema import CLAIM_COLUMNS, CLAIM_SCHEMA, claims_table, to_frame
from analytics.claims.selection import FACETS, MISSING, PERIOD, Selection
from analytics.claims.table import LISTED, ClaimTable, PartsChangedError
from extractors.model import Claim

MakeClaim = Callable[..., Claim]
_VALUES = {
    "kind": ("count", "percentage", "date", "money"), "province": ("", "浙江省", "湖南省", "it's"), "city": ("", "湖州市", "株洲市"),
    "county": ("", "南浔区"), "innovation_type": ("", "data", "platform", "other"), "direction": ("", "up", "down"), "publisher": ("", "甲报", "乙报"),
    "notes": ("", "date_open", "subject_carried", "date_open subject_carried"), "role": ("", "level", "change"), "basis": ("", "yoy"),
    "unit": ("", "起", "件"),
}  # fmt: skip
_CHOICES = {facet: [*(value or MISSING for value in _VALUES[column]), "无"] for facet, column in FACETS.items() if column in _VALUES} | {
    "note": [MISSING, "date_open", "subject_carried"], "published": [MISSING, "2020", "2021"], "dating": ["stated", "unknown"],
    "tag": [MISSING, "核实中", "待查", "无"],
}  # fmt: skip
MARKS = Marks(
    {"1-3": ("核实中",), "1-5": ("核实中", "待查"), "2-8": ("待查",), "d11": ("核实中",), "d23": ("it's",), "nobody": ("待查",)},
    {"1-5": "问过县局", "d11": "转自公众号"},
    lambda since: ["d11", "d23", "d99", "nothing"],
)
_SENTENCES = ("全市警情下降436起。", "e采宝APP上线100%覆盖", "满意率达到98%_优", "Ａpp 与 ÉCOLE 合作", "依托“云哨” 平台")
_WORDS = ("警情", "app", "APP", "e采", "%", "_", "100%", "école", "*", "'", "没有", "上线", "雲哨平台", "平台云哨", "乾隆")


def made_claims(seed: int, claim: MakeClaim, number: int = 60) -> pa.Table:
    """Random small claims of a few articles, with everything missing that may be."""
    pick = random.Random(seed)
    claims = []
    for position in range(number):
        document = pick.randrange(8)
        year = pick.choice([None, 2016, 2018, 2021])
        claims.append(
            claim(
                f"{seed}-{position}", doc_id=f"d{seed % 3}{document}", published_on=None if document == 7 else date(2020 + document % 3, 1, 1), start=position,
                **{column: pick.choice(values) for column, values in _VALUES.items()},
                sentence=pick.choice(_SENTENCES), subject=pick.choice(["", "警情", "App用户"]), title=pick.choice(["标题", "ＡＰＰ上線", "「雲哨」平台", "乾隆"]),
                duplicate_of=pick.choice(["", "", "", "x"]), value=pick.choice([None, Decimal(3), Decimal("10.2")]),
                period_start=pick.choice([None, date(2015, 6, 1)]), period_end=None if year is None else date(year, 12, 31),
                period_basis=pick.choice(["stated", "inherited", "published", "unknown"]),
            )
        )  # fmt: skip
    return claims_table(claims)


def in_parts(folder: Path, table: pa.Table) -> list[Path]:
    """The table as three Parquet parts."""
    cuts = (0, table.num_rows // 4, table.num_rows // 2, table.num_rows)
    paths = [folder / f"part-{number}.parquet" for number in range(3)]
    for path, low, high in zip(paths, cuts, cuts[1:], strict=False):
        pq.write_table(table.slice(low, high - low), path)
    return paths


selections = st.builds(
    lambda chosen, since, until, undated, sought, repeats, excluded, added: Selection(
        {facet: tuple(dict.fromkeys(values)) for facet, values in chosen.items()},
        None if undated else since, None if undated else until, undated, " ".join(sought), repeats, excluded, added,
    ),
    st.fixed_dictionaries(
        {},
        optional={facet: st.lists(st.sampled_from(values), min_size=1, max_size=2) for facet, values in _CHOICES.items()},
    ),
    st.sampled_from([None, None, 2016, 2018]), st.sampled_from([None, None, 2018, 2020]), st.sampled_from([False, False, False, True]),
    st.lists(st.sampled_from(_WORDS), max_size=2), st.booleans(),
    st.sampled_from([{}, {}, {"province": ("浙江省", MISSING)}, {"province": ("湖南省",), "unit": ("起",)}, {"tag": ("核实中",)}]),
    st.sampled_from(["", "", "", "2024-03-05T08:00:00+00:00"]),
)  # fmt: skip
orders = st.builds(
    Order,
    st.sampled_from([(), ("value",), ("subject",), ("kind", "value"), ("period_end", "period_start"), ("publisher",)]),
    st.booleans(),
    dates_last=st.booleans(),
)
thorough = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, claim: Callable[..., Claim]) -> dict[str, tuple[ClaimTable, pd.DataFrame]]:
    """The same kind of claims held in four ways, each with the frame it must agree with."""
    first, second = made_claims(1, claim), made_claims(2, claim)
    reprints = pa.table({"claim_id": ["1-3", "1-30", "nobody"], "reprint_of": ["1-9", "2-1", "1-1"]})
    linked = dict(zip(*(column.to_pylist() for column in reprints.columns), strict=True))
    people = claims_table([claim("1-5", doc_id="d11", province="江苏省"), claim("new", doc_id="d99"), claim("1-6", doc_id="d11")])
    withdrawn = {"1-6", "1-7", "nobody"}
    paths = in_parts(tmp_path_factory.mktemp("parts"), first)
    whole = ClaimTable.of_parts(paths, reprints=reprints).with_marks(MARKS).with_corrections(people, withdrawn, reprints)
    expected = oracle.corrected(to_frame(first), to_frame(people), withdrawn)
    both = pd.concat([expected, to_frame(second)], ignore_index=True)
    return {
        "memory": (ClaimTable.of_table(first).with_marks(MARKS), oracle.prepared(to_frame(first), {}, MARKS)),
        "frame": (ClaimTable.of_frame(to_frame(second)), oracle.prepared(to_frame(second), {})),
        "parts": (whole, oracle.prepared(expected, linked, MARKS)),
        "added": (whole.with_added(pa.concat_tables([second, first.slice(0, 5)])), oracle.prepared(both, linked, MARKS)),
    }


WAYS = ("memory", "frame", "parts", "added")


@pytest.mark.parametrize("way", WAYS)
@thorough
@given(selection=selections, facet=st.sampled_from([*FACETS, PERIOD]))
@example(selection=Selection(excluded={"tag": ("核实中",)}), facet="tag")
def test_counts(tables: dict[str, tuple[ClaimTable, pd.DataFrame]], way: str, selection: Selection, facet: str) -> None:
    table, frame = tables[way]
    counted = table.counts(selection, facet)
    assert {row.code: (row.figures, row.context) for row in counted.itertuples()} == oracle.counts(frame, selection, facet)


@pytest.mark.parametrize("way", WAYS)
@thorough
@given(selection=selections)
def test_summary(tables: dict[str, tuple[ClaimTable, pd.DataFrame]], way: str, selection: Selection) -> None:
    table, frame = tables[way]
    rows = frame[oracle.mask(frame, selection.listing_repeats(True))]
    once, now = rows[~rows["repeat"]], table.summary(selection)
    assert (now.figures, now.repeats, now.articles) == (len(once), int(rows["repeat"].sum()), once["doc_id"].nunique())
    assert now.provinces == once.loc[once["province"] != "", "province"].nunique()
    years = once.loc[once["period_basis"] != "published", "year"].dropna()
    assert (now.first_year, now.last_year) == ((int(years.min()), int(years.max())) if len(years) else (None, None))
    assert now.with_region == pytest.approx((once["province"] != "").mean() if len(once) else 0)
    assert now.with_period == pytest.approx(once["period_basis"].isin(["stated", "inherited"]).mean() if len(once) else 0)
    assert now.by_day == pytest.approx((once["period_basis"] == "published").mean() if len(once) else 0)


@pytest.mark.parametrize("way", WAYS)
@thorough
@given(selection=selections, order=orders, offset=st.integers(0, 40))
def test_pages_and_positions(
    tables: dict[str, tuple[ClaimTable, pd.DataFrame]], way: str, selection: Selection, order: Order, offset: int
) -> None:
    table, frame = tables[way]
    expected = oracle.ordered(frame[oracle.mask(frame, selection)], order)["claim_id"].tolist()
    page = table.rows(selection, order, offset, 7)
    assert page["claim_id"].tolist() == expected[offset : offset + 7]
    assert tuple(page.columns) == LISTED
    for position, claim_id in list(enumerate(expected))[offset : offset + 2]:
        assert table.position(selection, claim_id, order) == position
    unlisted = set(frame["claim_id"]) - set(expected)
    assert [table.position(selection, claim_id, order) for claim_id in list(unlisted)[:2]] == [None] * min(2, len(unlisted))


@pytest.mark.parametrize("way", WAYS)
@thorough
@given(selection=selections)
def test_the_stream_is_what_is_selected(tables: dict[str, tuple[ClaimTable, pd.DataFrame]], way: str, selection: Selection) -> None:
    table, frame = tables[way]
    batches = list(table.stream(selection))
    assert all(batch.schema.equals(CLAIM_SCHEMA) for batch in batches)
    streamed = to_frame(pa.Table.from_batches(batches, CLAIM_SCHEMA)).sort_values("claim_id", ignore_index=True)
    expected = frame.loc[oracle.mask(frame, selection), list(CLAIM_COLUMNS)].sort_values("claim_id", ignore_index=True)
    pd.testing.assert_frame_equal(streamed, expected, check_dtype=False)


def test_the_stream_goes_through_the_parts_in_order(tmp_path: Path, claim: MakeClaim) -> None:
    claims = made_claims(5, claim, 400)
    table = ClaimTable.of_parts(in_parts(tmp_path, claims), reprints=pa.table({"claim_id": ["5-3"], "reprint_of": ["5-1"]}))
    streamed = [claim_id for batch in table.stream(Selection(repeats=True), ["claim_id"]) for claim_id in batch["claim_id"].to_pylist()]
    assert streamed == claims["claim_id"].to_pylist()


@pytest.mark.parametrize("way", WAYS)
def test_a_claim_by_its_id(tables: dict[str, tuple[ClaimTable, pd.DataFrame]], way: str) -> None:
    table, frame = tables[way]
    for expected in frame.drop(columns=["tags", "new"]).iloc[::9].to_dict("records"):
        found = table.claim(expected["claim_id"])
        assert found is not None
        assert {name: value for name, value in asdict(found).items() if value is not None} == {
            name: value.date() if isinstance(value, pd.Timestamp) else value for name, value in expected.items() if not pd.isna(value)
        }
    assert table.claim("1-7 OR true") is None


@pytest.mark.parametrize("way", WAYS)
@thorough
@given(selection=selections)
def test_what_is_not_stated(tables: dict[str, tuple[ClaimTable, pd.DataFrame]], way: str, selection: Selection) -> None:
    table, frame = tables[way]
    rows = frame[oracle.mask(frame, selection) & ~frame["repeat"]]
    for facet, missing in table.unstated(selection, list(FACETS)).items():
        assert missing == sum(MISSING in codes for codes in oracle.codes_of(rows, facet))


def test_exported_rows_have_the_marks_of_the_figure_and_of_its_article(claim: MakeClaim) -> None:
    table = ClaimTable.of_table(claims_table([claim("1-5", doc_id="d11"), claim("1-8", doc_id="d11"), claim("x", doc_id="d2")])).with_marks(
        MARKS
    )
    (batch,) = table.stream(Selection(repeats=True), ("text", *MARK_COLUMNS))
    assert batch.schema.names == ["text", *MARK_COLUMNS]
    assert [tuple(row.values())[1:] for row in batch.to_pylist()] == [
        ("核实中,待查", "问过县局", "转自公众号"), ("核实中", "", "转自公众号"), ("", "", ""),
    ]  # fmt: skip


def articles(**titles: str) -> pa.Table:
    """Articles with these titles, by their ids, as the archive lists them."""
    rows = [{"doc_id": doc_id, "title": title, "published_on": date(2024, 1, 1)} for doc_id, title in titles.items()]
    return pa.Table.from_pylist(rows, schema_of(ArticleRow))


def test_articles_have_their_figures(claim: MakeClaim) -> None:
    table = ClaimTable.of_table(claims_table([claim("a"), claim("b", duplicate_of="a"), claim("c", doc_id="d2"), claim("d", doc_id="d2")]))
    known = articles(d0="", d1="乙", d2="甲")
    total, page = table.articles(known, Selection(), "figures", falling=True, offset=0, limit=9)
    assert total == 3
    assert [(article.doc_id, article.figures) for article in page] == [("d2", 2), ("d1", 1), ("d0", 0)]
    total, page = table.articles(known, Selection(), "title", falling=True, offset=1, limit=2)
    assert (total, [article.doc_id for article in page]) == (3, ["d1", "d0"])
    total, page = table.articles(known, Selection({"doc": ("d2", "d0")}), "title", falling=False, offset=0, limit=1)
    assert (total, [(article.doc_id, article.figures) for article in page]) == (1, [("d2", 2)])
    with pytest.raises(ValueError, match="no order"):
        table.articles(known, Selection(), "1; DROP TABLE x", falling=False, offset=0, limit=1)


def test_nothing_is_an_answer() -> None:
    for table in (ClaimTable.of_table(CLAIM_SCHEMA.empty_table()), ClaimTable.of_parts([])):
        assert table.summary(Selection(search="x")).figures == 0
        assert table.counts(Selection(), "kind").empty
        assert table.rows(Selection()).empty
        assert list(table.stream(Selection())) == []


def test_missing_text_of_a_frame_is_not_stated(claim: MakeClaim) -> None:
    frame = to_frame(claims_table([claim("a"), claim("b")]))
    frame.loc[0, ["province", "duplicate_of"]] = pd.NA
    counted = ClaimTable.of_frame(frame).counts(Selection(), "province")
    assert sorted(counted["code"]) == [MISSING, "浙江省"]


def test_a_part_that_is_gone_is_told(tmp_path: Path, claim: MakeClaim) -> None:
    paths = in_parts(tmp_path, made_claims(1, claim))
    table = ClaimTable.of_parts(paths)
    shown = table.rows(Selection(), limit=3)["claim_id"].tolist()
    paths[1].unlink()
    assert table.rows(Selection(), limit=3)["claim_id"].tolist() == shown
    for ask in (
        lambda: table.summary(Selection(search="警情")),
        lambda: list(table.stream(Selection())),
        lambda: ClaimTable.of_parts(paths).summary(Selection()),
    ):
        with pytest.raises(PartsChangedError):
            ask()


def test_many_readers_at_once(tmp_path: Path, claim: MakeClaim) -> None:
    claims = made_claims(4, claim, 300)
    table, frame = ClaimTable.of_parts(in_parts(tmp_path, claims)), oracle.prepared(to_frame(claims), {})
    wrong: list[object] = []

    def read(seed: int) -> None:
        pick = random.Random(seed)
        for _ in range(15):
            selection = Selection({"kind": (pick.choice(_VALUES["kind"]),)}, search=pick.choice(["", *_WORDS]))
            expected = oracle.mask(frame, selection)
            seen = table.summary(selection).figures, len(table.rows(selection)), sum(batch.num_rows for batch in table.stream(selection))
            if set(seen) != {int(expected.sum())}:
                wrong.append((selection, seen))

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_neighbours_are_those_of_the_list(table: ClaimTable) -> None:
    known = articles(d1="乙", d2="甲", d3="丙", d4="")
    everything, narrow = Selection(), Selection().choosing("province", ["湖南省"])
    for selection, by, falling in ((everything, "title", False), (everything, "figures", True), (narrow, "title", False)):
        total, listed = table.articles(known, selection, by, falling, 0, 10)
        order = ["", *(article.doc_id for article in listed), ""]
        assert total == len(order) - 2
        for at in range(1, len(order) - 1):
            assert table.neighbours(known, selection, by, falling, order[at]) == (order[at - 1], order[at + 1])
    assert table.neighbours(known, narrow, "title", False, "d1") == ("", "")
    with pytest.raises(ValueError, match="no order"):
        table.neighbours(known, everything, "1; DROP", False, "d1")


def test_figures_by_article_and_innovation(claim: Callable[..., Claim]) -> None:
    made = ClaimTable.of_table(
        claims_table(
            [
                claim("a", innovation="甲"),
                claim("b", innovation="甲", duplicate_of="a"),
                claim("c", innovation="乙", kind="money"),
                claim("d"),
            ]
        )
    )
    assert sorted(map(tuple, (row.values() for row in made.by_innovation(Selection()).to_pylist()))) == [("d1", "乙", 1), ("d1", "甲", 1)]
    assert made.by_innovation(Selection().choosing("kind", ["money"])).to_pylist() == [{"doc_id": "d1", "innovation": "乙", "figures": 1}]
