"""Period arithmetic: resolving partial dates against the publication date."""

from datetime import date

import pytest

from extractors.model import Period
from extractors.tokens.calendar import Anchor, DateRange, PartialDate, shifted, single_date

ANCHOR = Anchor(date(2024, 11, 9))
LEAP = Anchor(date(2024, 2, 29))


def days(span: DateRange, anchor: Anchor = ANCHOR) -> tuple[str, str]:
    period = span.resolve(anchor)
    return str(period.start or ""), str(period.end or "")


@pytest.mark.parametrize(
    ("p", "start", "end"),
    [
        (PartialDate(year=2015), "2015-01-01", "2015-12-31"),
        (PartialDate(year=2015, month=2), "2015-02-01", "2015-02-28"),
        (PartialDate(year=2016, month=2), "2016-02-01", "2016-02-29"),
        (PartialDate(year=2017, month=6, day=16), "2017-06-16", "2017-06-16"),
        (PartialDate(year_shift=0), "2024-01-01", "2024-12-31"),
        (PartialDate(year_shift=-1, month=12), "2023-12-01", "2023-12-31"),
        (PartialDate(month_shift=0), "2024-11-01", "2024-11-30"),
        (PartialDate(month_shift=-1, day=5), "2024-10-05", "2024-10-05"),
        (PartialDate(month_shift=2), "2025-01-01", "2025-01-31"),
        (PartialDate(month_shift=-11), "2023-12-01", "2023-12-31"),
        (PartialDate(month=10), "2024-10-01", "2024-10-31"),
        (PartialDate(month=11), "2024-11-01", "2024-11-30"),
        (PartialDate(month=12), "2023-12-01", "2023-12-31"),
        (PartialDate(month=11, day=9), "2024-11-09", "2024-11-09"),
        (PartialDate(month=11, day=10), "2023-11-10", "2023-11-10"),
        (PartialDate(month=12, day=1), "2023-12-01", "2023-12-01"),
        (PartialDate(day=9), "2024-11-09", "2024-11-09"),
        (PartialDate(day=10), "2024-10-10", "2024-10-10"),
        (PartialDate(month=2, day=29), "2024-02-29", "2024-02-29"),
        (PartialDate(year=2023, month=2, day=30), "", ""),
        (PartialDate(mentioned_year_shift=1, month=3), "", ""),
    ],
)
def test_points(p: PartialDate, start: str, end: str) -> None:
    assert days(single_date(p)) == (start, end)


@pytest.mark.parametrize(
    ("p", "anchor", "start", "end"),
    [
        (PartialDate(month=5), Anchor(None), "", ""),
        (PartialDate(year_shift=0), Anchor(None), "", ""),
        (PartialDate(month_shift=0), Anchor(None), "", ""),
        (PartialDate(day=5), Anchor(None), "", ""),
        (PartialDate(), ANCHOR, "", ""),
        (PartialDate(year=2015), Anchor(None), "2015-01-01", "2015-12-31"),
        (PartialDate(month=5), Anchor(None, year=2019), "2019-05-01", "2019-05-31"),
        (PartialDate(month=12), Anchor(date(2024, 11, 9), year=2019), "2019-12-01", "2019-12-31"),
        (PartialDate(month=12), Anchor(date(2024, 11, 9), future=True), "2024-12-01", "2024-12-31"),
        (PartialDate(day=20), Anchor(date(2024, 11, 9), month=(2019, 5)), "2019-05-20", "2019-05-20"),
        (PartialDate(day=20), Anchor(date(2024, 11, 9), future=True), "2024-11-20", "2024-11-20"),
        (PartialDate(day=20), Anchor(date(2024, 1, 9)), "2023-12-20", "2023-12-20"),
        (PartialDate(mentioned_year_shift=0, month=3), Anchor(None, year=2019), "2019-03-01", "2019-03-31"),
        (PartialDate(mentioned_year_shift=1), Anchor(date(2024, 11, 9), year=2019), "2020-01-01", "2020-12-31"),
        (PartialDate(month=2, day=29), Anchor(date(2023, 5, 1)), "2020-02-29", "2020-02-29"),
        (PartialDate(month=2, day=28), Anchor(date(2023, 5, 1)), "2023-02-28", "2023-02-28"),
    ],
)
def test_points_under_other_anchors(p: PartialDate, anchor: Anchor, start: str, end: str) -> None:
    assert days(single_date(p), anchor) == (start, end)


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        (PartialDate(year=2017, month=3), PartialDate(month=5), "2017-03-01", "2017-05-31"),
        (PartialDate(month=9, day=12), PartialDate(day=13), "2024-09-12", "2024-09-13"),
        (PartialDate(month_shift=0, day=1), PartialDate(month_shift=0, day=8), "2024-11-01", "2024-11-08"),
        (PartialDate(month_shift=-1, day=1), PartialDate(day=8), "2024-10-01", "2024-10-08"),
        (PartialDate(year_shift=-1, month=9), PartialDate(year_shift=0, month=6), "2023-09-01", "2024-06-30"),
        (PartialDate(year_shift=-1, month=9), PartialDate(month=11), "2023-09-01", "2023-11-30"),
        (PartialDate(mentioned_year_shift=1, month=3), PartialDate(month=4), "", ""),
        (PartialDate(month=11), PartialDate(month=3), "2023-11-01", "2024-03-31"),
        (PartialDate(year=2021), PartialDate(year=2025), "2021-01-01", "2025-12-31"),
        (PartialDate(year=2023, month=9, day=28), PartialDate(month=10, day=8), "2023-09-28", "2023-10-08"),
        (PartialDate(), PartialDate(year=2020), "", "2020-12-31"),
    ],
)
def test_spans(first: PartialDate, last: PartialDate, start: str, end: str) -> None:
    assert days(DateRange(first, last)) == (start, end)


def test_a_span_of_the_year_said() -> None:
    span = DateRange(PartialDate(mentioned_year_shift=1, month=3), PartialDate(month=4))
    assert days(span, Anchor(None, year=2019)) == ("2020-03-01", "2020-04-30")


@pytest.mark.parametrize(
    ("stretch", "anchor", "start", "end"),
    [
        ((2, "年"), ANCHOR, "2022-11-10", "2024-11-09"),
        ((1, "年"), LEAP, "2023-03-01", "2024-02-29"),
        ((3, "月"), ANCHOR, "2024-08-10", "2024-11-09"),
        ((1, "月"), Anchor(date(2024, 3, 31)), "2024-03-01", "2024-03-31"),
        ((12, "月"), ANCHOR, "2023-11-10", "2024-11-09"),
        ((11, "月"), ANCHOR, "2023-12-10", "2024-11-09"),
        ((2, "周"), ANCHOR, "2024-10-27", "2024-11-09"),
        ((5, "天"), ANCHOR, "2024-11-05", "2024-11-09"),
        ((2, "年"), Anchor(None), "", ""),
        ((5000, "年"), ANCHOR, "", "2024-11-09"),
        ((2023, "年"), ANCHOR, "0001-11-10", "2024-11-09"),
        ((2024, "年"), ANCHOR, "", "2024-11-09"),
        ((739198, "天"), ANCHOR, "0001-01-02", "2024-11-09"),
        ((739199, "天"), ANCHOR, "", "2024-11-09"),
        ((10**12, "周"), ANCHOR, "", "2024-11-09"),
        ((0, "天"), Anchor(date.max), "9999-12-31", "9999-12-31"),
    ],
)
def test_stretches_that_end_on_publication(stretch: tuple[int, str], anchor: Anchor, start: str, end: str) -> None:
    assert days(DateRange(recent=stretch), anchor) == (start, end)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "end", "years", "shifted_start", "shifted_end"),
    [
        ("2024-01-01", "2024-10-31", -1, "2023-01-01", "2023-10-31"),
        ("2024-01-01", "2024-02-29", -1, "2023-01-01", "2023-02-28"),
        ("2023-01-01", "2023-02-28", 1, "2024-01-01", "2024-02-29"),
        ("2024-02-29", "2024-03-05", -1, "2023-02-28", "2023-03-05"),
    ],
)
def test_the_same_period_of_another_year(start: str, end: str, years: int, shifted_start: str, shifted_end: str) -> None:
    moved = shifted(Period(date.fromisoformat(start), date.fromisoformat(end)), years)
    assert (str(moved.start), str(moved.end)) == (shifted_start, shifted_end)


def test_open_ends_stay_open_when_shifted() -> None:
    assert shifted(Period(None, date(2024, 5, 1)), -1) == Period(None, date(2023, 5, 1))
    assert shifted(Period(date(2024, 5, 1), None), -1) == Period(date(2023, 5, 1), None)


def test_has_year() -> None:
    assert all(
        p.has_year
        for p in (PartialDate(year=2020), PartialDate(year_shift=0), PartialDate(month_shift=0), PartialDate(mentioned_year_shift=0))
    )
    assert not any(p.has_year for p in (PartialDate(), PartialDate(month=3), PartialDate(day=3)))
