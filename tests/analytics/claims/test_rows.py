"""Rows as records: each column with its type, and everything that stands for a missing value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import FrozenInstanceError, dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analytics.claims.rows import InnovationRow, ListedClaim, WholeClaim, columns_of, records, schema_of
from analytics.claims.schema import CLAIM_COLUMNS, CLAIM_SCHEMA, INNOVATION_COLUMNS, claims_table, to_frame
from analytics.claims.selection import Selection
from analytics.claims.sources import COLUMNS
from analytics.claims.table import ClaimTable
from extractors.model import Claim

MakeClaim = Callable[..., Claim]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A record with a column of each type."""

    text: str
    count: int
    number: float | None
    day: date | None
    year: int | None
    flag: bool
    names: Sequence[str]
    more: str = "none"


DAY = date(2024, 2, 29)
PLAIN: dict[str, Any] = {"text": "甲", "count": 3, "number": 1.5, "day": DAY, "year": 2024, "flag": True, "names": ["a"], "more": "b"}


def one(table: pa.Table | pd.DataFrame) -> Sample:
    (only,) = records(table, Sample)
    return only


def test_a_record_has_every_column_of_the_table() -> None:
    assert set(columns_of(WholeClaim)) == set(COLUMNS) > set(CLAIM_COLUMNS)
    assert columns_of(InnovationRow) == INNOVATION_COLUMNS
    assert [field.name for field in schema_of(WholeClaim) if not field.nullable] == [
        "sentence_start",
        "sentence_end",
        "start",
        "repeat",
        "end",
    ]


def test_every_column_of_a_claim_arrives(claim: MakeClaim) -> None:
    made = claim("c1", notes="date_open", innovation="灯塔", metric="警情", duplicate_of="c0")
    table = ClaimTable.of_table(claims_table([made]))
    (whole,) = records(table.claims(["c1"]), WholeClaim)
    (listed,) = records(table.rows(Selection(repeats=True)), ListedClaim)
    for name, value in made._asdict().items():
        assert getattr(whole, name) == value, name
    assert (whole.reprint_of, whole.year, whole.repeat) == ("", 2023, True)
    assert all(getattr(listed, name) == getattr(whole, name) for name in columns_of(ListedClaim))
    assert type(listed.value) is float
    assert type(listed.period_end) is date


def test_a_claim_that_states_nothing(claim: MakeClaim) -> None:
    texts = [name for name in CLAIM_COLUMNS if pa.types.is_string(CLAIM_SCHEMA.field(name).type) and name not in ("claim_id", "doc_id")]
    others = ("published_on", "value", "value_low", "value_high", "period_start", "period_end")
    table = ClaimTable.of_table(claims_table([claim("c1", **dict.fromkeys(texts, ""), **dict.fromkeys(others))]))
    (found,) = records(table.claims(["c1"]), WholeClaim)
    assert {getattr(found, name) for name in (*texts, "reprint_of")} == {""}
    assert {getattr(found, name) for name in (*others, "year")} == {None}
    assert found.repeat is False


@pytest.mark.parametrize("frame", [False, True], ids=["arrow", "pandas"])
def test_missing_is_one_thing(frame: bool) -> None:
    table = pa.table({name: pa.array([None], type_) for name, type_ in zip(PLAIN, schema_of(Sample).types, strict=True)})
    for at, name, value in ((1, "count", 3), (5, "flag", False), (6, "names", ["a"])):
        table = table.set_column(at, name, pa.array([value]))
    found = one(to_frame(table) if frame else table)
    assert found == Sample(text="", count=3, number=None, day=None, year=None, flag=False, names=found.names, more="")
    assert list(found.names) == ["a"]


@pytest.mark.parametrize(
    ("column", "missing"),
    [
        ("text", pd.Series([None], dtype="object")), ("text", pd.Series([np.nan], dtype="object")), ("text", pd.Series([pd.NA], dtype="string")),
        ("number", pd.Series([np.nan])), ("number", pd.Series([pd.NA], dtype="Float64")), ("number", pd.Series([None], dtype="object")),
        ("day", pd.Series([pd.NaT], dtype="datetime64[s]")), ("day", pd.Series([pd.NaT], dtype="datetime64[ns]")), ("day", pd.Series([None], dtype="object")),
        ("year", pd.Series([np.nan])), ("year", pd.Series([pd.NA], dtype="Int16")),
    ],
)  # fmt: skip
def test_whatever_pandas_writes_for_missing(column: str, missing: pd.Series) -> None:
    assert getattr(one(pd.DataFrame([PLAIN]).assign(**{column: missing})), column) == ("" if column == "text" else None)


@pytest.mark.parametrize(
    ("column", "written", "value"),
    [
        ("day", pd.Series([pd.Timestamp(DAY)], dtype="datetime64[s]"), DAY), ("day", pd.Series([DAY], dtype="object"), DAY),
        ("year", pd.Series([2024.0]), 2024), ("year", pd.Series([2024], dtype="Int16"), 2024), ("number", pd.Series([3]), 3.0), ("text", pd.Series(["NA"]), "NA"),
    ],
)  # fmt: skip
def test_values_have_the_types_of_the_record(column: str, written: pd.Series, value: object) -> None:
    found = getattr(one(pd.DataFrame([PLAIN]).assign(**{column: written})), column)
    assert (found, type(found)) == (value, type(value))


def test_a_column_may_be_absent_only_with_a_default() -> None:
    frame = pd.DataFrame([PLAIN])
    assert one(frame.drop(columns="more")).more == "none"
    for table in (frame.drop(columns="text"), pa.Table.from_pandas(frame.drop(columns="text"))):
        with pytest.raises(KeyError, match="text"):
            one(table)


@pytest.mark.parametrize(("column", "value"), [("count", None), ("count", 1.5), ("flag", None), ("day", "gestern"), ("number", "drei")])
def test_what_no_column_can_hold_is_refused(column: str, value: object) -> None:
    frame = pd.DataFrame([PLAIN, PLAIN | {column: value}])
    for table in (frame, pa.Table.from_pandas(frame.astype({column: "object"}).iloc[[1]] if value is None else frame.iloc[[1]])):
        with pytest.raises((ValueError, pa.ArrowInvalid, pa.ArrowTypeError)):
            records(table, Sample)


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        one(pd.DataFrame([PLAIN])).text = "乙"  # type: ignore[misc]


def test_equal_texts_of_records_are_one_object() -> None:
    first, second = records(pa.Table.from_pandas(pd.DataFrame([PLAIN, PLAIN])), Sample)
    assert first.text is second.text


def test_no_rows_are_no_records() -> None:
    assert records(pd.DataFrame([PLAIN]).head(0), Sample) == []
    assert records(CLAIM_SCHEMA.empty_table(), WholeClaim) == []
