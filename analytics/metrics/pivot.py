"""Cross tables of figures: rows by one facet, columns by another, and in each cell a count, a median, the latest figure or a sum.

Every figure without a repeat is in exactly one row and one column, so counts add up to the totals whatever is shown. Values beyond
the most frequent are put together as ``REST``; figures that only have the day of publication make a column ``BY_DAY`` of their own, those
without a value the last, ``MISSING``. Numbers of articles, medians and sums of a margin are taken over all its figures: an article can be
in several cells, and an amount stated in two cells counts once in their sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, NamedTuple, get_args

import pandas as pd
import pyarrow as pa

from analytics.claims.query import codes_of
from analytics.claims.rows import ListedClaim, records
from analytics.claims.schema import to_frame
from analytics.claims.selection import MISSING, PERIOD, Selection
from analytics.claims.summaries import REST
from analytics.claims.table import LISTED, ClaimTable
from analytics.metrics.levels import NumberedClaim, numbers
from analytics.metrics.quantities import BASIS_SQL, NUMBER_SQL, scales
from analytics.metrics.totals import Sum, sole
from extractors.model import PeriodBasis

DIMENSIONS = ("province", "city", PERIOD, "type", "kind", "metric", "publisher", "innovation")
MEASURES = ("figures", "articles", "median", "latest", "sum")
VALUED = ("median", "latest", "sum")  # measures that are numbers with a unit
MOST = 5_000  # figures added up one by one
TOTAL, BY_DAY = "*", "published"  # the codes of a margin, and of figures with only the day of publication
_STATED = tuple(basis for basis in get_args(PeriodBasis) if basis != BY_DAY)
# The latest figure is the one whose stated period ends last; of one period, the one published last. A day of publication comes after every
# stated period, and a bare date after every number.
_MOMENT = """{'number': kind <> 'date', 'stated': coalesce(period_basis <> 'published' AND coalesce(period_end, period_start) IS NOT NULL, false),
    'until': coalesce(period_end, period_start, DATE '0001-01-01'), 'published': coalesce(published_on, DATE '0001-01-01')}"""


# Queries over ``{placed}``: the figures with the codes ``r`` and ``c`` and their ``number``. ``given`` are the scales. CUBE adds the margins.
_CODES = f"coalesce(r, '{TOTAL}') AS r, coalesce(c, '{TOTAL}') AS c"
_FIGURES = f"""SELECT {_CODES}, sum(figures)::BIGINT AS figures
    FROM (SELECT r, c, count(*) AS figures FROM ({{placed}}) GROUP BY ALL) GROUP BY CUBE (r, c) HAVING count(*) > 0"""
_ARTICLES = f"""SELECT {_CODES}, sum(figures)::BIGINT AS figures, count(DISTINCT doc_id) AS articles
    FROM (SELECT r, c, doc_id, count(*) AS figures FROM ({{placed}}) GROUP BY ALL) GROUP BY CUBE (r, c) HAVING count(*) > 0"""
_NUMBERS = f"""SELECT {_CODES}, sum(figures)::BIGINT AS figures, sum(stated)::BIGINT AS stated, sum(rough)::BIGINT AS rough,
        count(DISTINCT (role, basis, kind, coalesce(scale, unit))) FILTER (stated > 0) > 1 AS mixed
    FROM (
        SELECT r, c, role, {BASIS_SQL} AS basis, kind, metric, unit, count(*) AS figures, count(number) AS stated,
            count(number) FILTER (bound <> 'exact') AS rough
        FROM ({{placed}}) GROUP BY ALL
    ) LEFT JOIN given USING (metric, unit) GROUP BY CUBE (r, c) HAVING count(*) > 0"""
_FORMS: Mapping[str, str] = {"figures": _FIGURES, "articles": _ARTICLES, "median": _NUMBERS, "latest": _NUMBERS, "sum": _NUMBERS}
_MEDIANS = f"""SELECT {_CODES}, median(number) AS middle, min(claim_id) AS claim_id
    FROM ({{placed}}) WHERE number IS NOT NULL GROUP BY CUBE (r, c) HAVING count(*) > 0"""
_LATEST = f"""SELECT r, c, max_by(claim_id, moment) AS claim_id, max_by(alike, moment)::BIGINT AS alike
    FROM (
        SELECT {_CODES}, moment, max(claim_id) AS claim_id, count(*) AS alike
        FROM (SELECT *, {_MOMENT} AS moment FROM ({{placed}})) GROUP BY moment, CUBE (r, c)
    ) GROUP BY ALL"""
_FURTHER = {"median": _MEDIANS, "latest": _LATEST}  # what only these measures need


class Question(NamedTuple):
    """What a cross table shows: two different facets of ``DIMENSIONS``, a measure, and how many rows and columns have one of their own."""

    rows: str = "province"
    columns: str = PERIOD
    measure: str = "figures"
    most_rows: int = 20
    most_columns: int = 12


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows or columns: the values ``shown``, in order, and whether there are others, days of publication, and figures without a value.

    Of years, the latest are shown, and the others are earlier ones.
    """

    facet: str
    shown: tuple[str, ...]
    others: int
    by_day: bool
    missing: bool

    @property
    def codes(self) -> list[str]:
        """All codes in order, without the margin."""
        rest = [REST] if self.others else []
        own = [*rest, *self.shown] if self.facet == PERIOD else [*self.shown, *rest]
        return [*own, *([BY_DAY] if self.by_day else []), *([MISSING] if self.missing else [])]

    def narrowed(self, selection: Selection, code: str) -> Selection:
        """The selection narrowed to one row or column."""
        if code == TOTAL:
            return selection
        if self.facet == PERIOD:
            return self._in_year(selection, code)
        return selection.without(self.facet, [*self.shown, MISSING]) if code == REST else selection.only(self.facet, code)

    def _in_year(self, selection: Selection, code: str) -> Selection:
        asked = selection.of("dating") or (*_STATED, BY_DAY)
        if code == BY_DAY:
            return selection.only("dating", BY_DAY)
        stated = replace(selection, chosen={**selection.chosen, "dating": tuple(basis for basis in asked if basis != BY_DAY)})
        if code == MISSING:
            return replace(stated, undated=True, since=None, until=None)
        return stated.within(selection.since, int(self.shown[0]) - 1) if code == REST else stated.within(int(code), int(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its number of ``figures``, and what its measure needs; the rest is empty.

    ``stated`` figures state a number, ``rough`` ones of them with bounds; ``mixed`` says that these are of several quantities.
    ``claim`` is the latest figure, or under a median the only one that states a number; ``alike`` figures, this one among them, are the
    latest alike. ``total`` is ``None`` where nothing can be added.
    """

    figures: int
    articles: int = 0
    stated: int = 0
    rough: int = 0
    mixed: bool = False
    middle: float | None = None
    claim: ListedClaim | None = None
    alike: int = 0
    total: Sum | None = None


@dataclass(frozen=True, slots=True)
class Pivot:
    """A cross table. ``cells`` has the cells with figures, by the codes of their row and column; the margins have ``TOTAL``.

    ``summed`` is false where there are more amounts than are read one by one, so that no cell has a total.
    """

    question: Question
    selection: Selection
    rows: Axis
    columns: Axis
    cells: Mapping[tuple[str, str], Cell]
    summed: bool = True

    def of(self, row: str, column: str) -> Selection:
        """The selection of exactly the figures that a cell counts."""
        return self.columns.narrowed(self.rows.narrowed(self.selection, row), column)

    @property
    def largest(self) -> tuple[str, str] | None:
        """The cell with the most figures of a shown row and column; the first in reading order if there are several."""
        inner = [(row, column) for row in self.rows.shown for column in self.columns.shown if (row, column) in self.cells]
        return max(inner, key=lambda place: self.cells[place].figures, default=None)


def pivot(table: ClaimTable, selection: Selection, question: Question) -> Pivot:
    """The cross table of the selected figures, without repeats. Raises ValueError for facets or a measure that are not offered."""
    if {question.rows, question.columns} - {*DIMENSIONS} or question.rows == question.columns or question.measure not in MEASURES:
        raise ValueError(f"no cross table of {question}")
    once = selection.listing_repeats(False)
    rows = _axis(table, once, question.rows, question.most_rows)
    columns = _axis(table, once, question.columns, question.most_columns)
    counted = _counted(table, once, question.measure, rows, columns)
    if question.measure != "sum":
        return Pivot(question, once, rows, columns, _cells(table, counted))
    amounts = _amounts(table, once, rows, columns)
    added = {} if amounts is None else _sums(amounts)
    cells = {place: replace(cell, total=added.get(place)) for place, cell in _cells(table, counted).items()}
    return Pivot(question, once, rows, columns, cells, summed=amounts is not None)


# --- rows and columns --------------------------------------------------------------------------


def _code(facet: str) -> str:
    """SQL expression for the code of a facet; empty for no value."""
    if facet == PERIOD:
        return f"CASE WHEN period_basis = '{BY_DAY}' THEN '{BY_DAY}' ELSE coalesce(year::VARCHAR, '') END"
    return codes_of(facet)


def _axis(table: ClaimTable, selection: Selection, facet: str, most: int) -> Axis:
    """The most frequent values, most figures first; of years, the latest, in order. A single other value is shown."""
    query = f"SELECT code FROM (SELECT {_code(facet)} AS code FROM {{}} WHERE NOT repeat) GROUP BY code ORDER BY count(*) DESC, code"
    found = table.ask_selected(selection, query)["code"].to_pylist()
    aside = {"", BY_DAY} if facet == PERIOD else {""}
    stated = [code for code in found if code not in aside]
    if facet == PERIOD:
        stated = sorted(stated, key=int, reverse=True)
    shown = stated if len(stated) == most + 1 else stated[:most]
    in_order = reversed(shown) if facet == PERIOD else shown
    return Axis(facet, tuple(in_order), len(stated) - len(shown), facet == PERIOD and BY_DAY in found, "" in found)


def _placed(axis: Axis, name: str) -> tuple[str, dict[str, str]]:
    """SQL expression for the code of a figure's row or column, and its parameters."""
    values = {f"{name}{number}": code for number, code in enumerate(axis.shown)}
    known = ", ".join([*(f"${value}" for value in values), "''", *([f"'{BY_DAY}'"] if axis.facet == PERIOD else [])])
    return f"CASE WHEN {_code(axis.facet)} IN ({known}) THEN {_code(axis.facet)} ELSE '{REST}' END", values


# --- cells -------------------------------------------------------------------------------------


def _counted(table: ClaimTable, selection: Selection, measure: str, rows: Axis, columns: Axis) -> pd.DataFrame:
    """One line per cell and margin, with the codes ``r`` and ``c`` and the columns of ``Cell`` that the measure needs.

    Figures are counted by cell and quantity first, and the margins from these few counts.
    """
    (row, row_values), (column, column_values) = _placed(rows, "row"), _placed(columns, "column")
    placed = f"SELECT *, {row} AS r, {column} AS c, {NUMBER_SQL} AS number FROM {{}} WHERE NOT repeat"
    values = {**row_values, **column_values}
    found = table.ask_selected(selection, _FORMS[measure].replace("{placed}", placed), scales(), **values)
    if measure not in _FURTHER:
        return to_frame(found)
    further = table.ask_selected(selection, _FURTHER[measure].replace("{placed}", placed), **values)
    return to_frame(found).merge(to_frame(further), on=["r", "c"], how="left")


def _cells(table: ClaimTable, counted: pd.DataFrame) -> dict[tuple[str, str], Cell]:
    claims = _claims(table, counted["claim_id"].dropna()) if "claim_id" in counted else {}
    return {(line.pop("r") or MISSING, line.pop("c") or MISSING): _cell(line, claims) for line in counted.to_dict("records")}  # type: ignore[arg-type]


def _cell(line: dict[str, Any], claims: Mapping[str, ListedClaim]) -> Cell:
    stated = {name: value for name, value in line.items() if not pd.isna(value)}
    return Cell(claim=claims.get(stated.pop("claim_id", "")), **stated)


def _claims(table: ClaimTable, claim_ids: Iterable[str]) -> dict[str, ListedClaim]:
    given = pa.table({"claim_id": pa.array(sorted(set(claim_ids)), pa.string())})
    columns = ", ".join(LISTED)
    found = records(table.ask(f"SELECT {columns} FROM {{}} SEMI JOIN given USING (claim_id)", given=given), ListedClaim)
    return {claim.claim_id: claim for claim in found}


# --- sums --------------------------------------------------------------------------------------


def _amounts(table: ClaimTable, selection: Selection, rows: Axis, columns: Axis) -> pd.DataFrame | None:
    """The selected figures that state a number, with their codes ``r`` and ``c``; ``None`` for more than ``MOST``."""
    (row, row_values), (column, column_values) = _placed(rows, "row"), _placed(columns, "column")
    query = f"SELECT {', '.join(LISTED)}, {row} AS r, {column} AS c FROM {{}} WHERE NOT repeat AND kind <> 'date' LIMIT {MOST + 1}"
    found = to_frame(table.ask_selected(selection, query, **row_values, **column_values))
    return None if len(found) > MOST else numbers(found)


def _sums(amounts: pd.DataFrame) -> dict[tuple[str, str], Sum | None]:
    """The sums of all cells and margins; ``None`` where the numbers cannot be added."""
    places: defaultdict[tuple[str, str], list[NumberedClaim]] = defaultdict(list)
    for claim, row, column in zip(records(amounts, NumberedClaim), amounts["r"], amounts["c"], strict=True):
        for place in product((str(row) or MISSING, TOTAL), (str(column) or MISSING, TOTAL)):
            places[place].append(claim)
    return {place: sole(claims) for place, claims in places.items()}
