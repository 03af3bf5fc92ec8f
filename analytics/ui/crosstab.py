"""A cross table in the reader's words: headings, and the text of each cell. The page draws it, and the downloads hold the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.claims.selection import MISSING, PERIOD
from analytics.claims.summaries import REST
from analytics.i18n.format import ARROWS, exact, figure, grouped, short_period, unit
from analytics.i18n.words import Words
from analytics.metrics.pivot import BY_DAY, TOTAL, VALUED, Axis, Cell, Pivot
from analytics.metrics.quantities import Quantity
from analytics.metrics.totals import Sum

_TONES = {REST: "rest", BY_DAY: "by-day", MISSING: "missing", TOTAL: "total"}
Value = str | float | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: its text, a smaller ``note`` (its period, or how many figures it is made of), and the number for its shade, if it has one."""

    text: str
    note: str = ""
    number: float | None = None
    faint: bool = False
    counted: bool = False

    @property
    def value(self) -> Value:
        """The cell in a file: a count as a number, everything else as shown."""
        return int(self.number or 0) if self.counted else " · ".join(filter(None, [self.text, self.note]))


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or column: its code, its label, and its ``tone`` (``rest``, ``by-day``, ``missing``, ``total``, or empty for a value)."""

    code: str
    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A cross table. ``lines`` has the cells of each row in the order of ``columns``, ``None`` where there is no figure."""

    corner: str
    rows: list[Heading]
    columns: list[Heading]
    lines: list[list[Shown | None]]

    def table(self) -> list[list[Value]]:
        """The table as rows of values with its headings, for a file."""
        table: list[list[Value]] = [[self.corner, *(column.label for column in self.columns)]]
        for row, line in zip(self.rows, self.lines, strict=True):
            table.append([row.label, *(cell.value if cell else None for cell in line)])
        return table

    def shown(self) -> list[list[Value]]:
        """The table as rows of texts with its headings, as the page shows it."""
        table: list[list[Value]] = [[self.corner, *(column.label for column in self.columns)]]
        for row, line in zip(self.rows, self.lines, strict=True):
            table.append([row.label, *(cell.text if cell else "" for cell in line)])
        return table

    def shades(self, steps: int) -> list[list[int | None]]:
        """The shade of each cell, from 0 to ``steps - 1`` by its share of the largest; ``None`` outside the plain rows and columns.

        Nothing is shaded where a number is missing or below zero, for then they have no common scale.
        """
        numbers = [cell.number for row, column, cell in self._plain() if cell]
        if not numbers or any(number is None or number < 0 for number in numbers):
            return [[None] * len(self.columns) for _ in self.rows]
        most = max(number for number in numbers if number is not None)
        shades = {(row.code, column.code): _shade(cell.number, most, steps) for row, column, cell in self._plain() if cell}
        return [[shades.get((row.code, column.code)) for column in self.columns] for row in self.rows]

    def _plain(self) -> Iterator[tuple[Heading, Heading, Shown | None]]:
        for row, line in zip(self.rows, self.lines, strict=True):
            for column, cell in zip(self.columns, line, strict=True):
                if not row.tone and not column.tone:
                    yield row, column, cell


def grid(found: Pivot, words: Words, quantity: Quantity | None = None) -> Grid:
    """A cross table in words. ``quantity`` is that of all its figures; ``None`` where cells may differ."""
    rows, columns = (_headings(axis, words) for axis in (found.rows, found.columns))
    lines = [
        [_shown(cell, found, words, quantity) if (cell := found.cells.get((row.code, column.code))) else None for column in columns]
        for row in rows
    ]
    corner = words("pivot.corner", rows=words(f"dimension.{found.rows.facet}"), columns=words(f"dimension.{found.columns.facet}"))
    return Grid(corner, rows, columns, lines)


def label(axis: Axis, code: str, words: Words) -> str:
    """The name of a row or column."""
    if code == TOTAL:
        return words("pivot.total")
    if code == REST:
        return words("pivot.earlier" if axis.facet == PERIOD else "pivot.rest", n=grouped(axis.others, words))
    if code == BY_DAY and axis.facet == PERIOD:
        return words("pivot.by_day")
    return words.of(axis.facet, code)


def quantity_label(quantity: Quantity, words: Words) -> str:
    """The name of a quantity: ``变化 · 同比 · 百分比``, ``水平 · 数量（起）``."""
    role = [words(f"role.{quantity.role}")] if quantity.role else []
    basis = [words(f"basis.{quantity.basis}")] if quantity.basis else []
    named = unit(quantity.kind, quantity.unit, words)
    kind = words.of("kind", quantity.kind)
    return " · ".join([*role, *basis, words("pivot.unit", kind=kind, unit=named) if named else kind])


def _headings(axis: Axis, words: Words) -> list[Heading]:
    aside = _TONES if axis.facet == PERIOD else {code: tone for code, tone in _TONES.items() if code != BY_DAY}
    return [Heading(code, label(axis, code, words), aside.get(code, "")) for code in (*axis.codes, TOTAL)]


def _shade(number: float | None, most: float, steps: int) -> int:
    return int(steps * (number or 0.0) / (1 + most)) if most >= steps else int((number or 0.0) / (most or 1.0) * (steps - 1))


# --- cells -------------------------------------------------------------------------------------


def _shown(cell: Cell, found: Pivot, words: Words, quantity: Quantity | None) -> Shown:
    measure = found.question.measure
    if measure not in VALUED:
        count = cell.articles if measure == "articles" else cell.figures
        return Shown(grouped(count, words), number=float(count), counted=True)
    if measure == "sum":
        return _sum(cell, found, words)
    if not cell.stated and not (measure == "latest" and cell.claim):
        return Shown(words("pivot.numberless"), _count(cell.figures, words))
    return _latest(cell, words) if measure == "latest" else _median(cell, words, quantity)


def _sum(cell: Cell, found: Pivot, words: Words) -> Shown:
    if cell.total is None:
        return Shown(words("pivot.not_added"), _count(cell.figures, words))
    counted = cell.total.counted
    note = _count(counted, words) if counted == cell.figures else words("pivot.counted", n=counted, figures=cell.figures)
    return Shown(_amount(cell.total, words), note, cell.total.stated)


def _amount(total: Sum, words: Words) -> str:
    """A sum with what its amounts leave open: ``≥`` for 余, ``≤`` for 不足, ``≈`` for 约 or for both."""

    def said(value: float) -> str:
        return exact(value, "money", total.currency, words)

    if total.over and not total.under:
        return f"≥ {said(total.low)}"
    if total.under and not total.over:
        return f"≤ {said(total.stated)}"
    if total.over or total.about:
        return f"≈ {said(total.stated)}"
    ends = [total.low, total.stated if total.high is None else total.high]
    return words("join.ends").join(dict.fromkeys(said(end) for end in ends))


def _latest(cell: Cell, words: Words) -> Shown:
    assert cell.claim is not None
    when = short_period(cell.claim, words) or words("missing.short")
    others = [words("pivot.others", n=grouped(cell.alike - 1, words))] if cell.alike > 1 else []
    return Shown(figure(cell.claim, words), " · ".join([when, *others]), faint=cell.claim.period_basis == "published")


def _median(cell: Cell, words: Words, quantity: Quantity | None) -> Shown:
    """The median; the only number as it is written, with its bounds; ``≈`` where some numbers have bounds."""
    assert cell.claim is not None
    assert cell.middle is not None
    if cell.mixed:
        return Shown(words("pivot.mixed"), _count(cell.figures, words))
    if cell.stated == 1:
        return Shown(figure(cell.claim, words), _count(cell.figures, words), None if cell.claim.role == "change" else cell.middle)
    moved = cell.claim.role == "change" and cell.middle
    arrow = f"{ARROWS['down' if cell.middle < 0 else 'up']} " if moved else ""
    written = quantity.unit if quantity else cell.claim.unit
    size = exact(abs(cell.middle), cell.claim.kind, written, words, cell.claim.role)
    return Shown(f"{'≈ ' if cell.rough else ''}{arrow}{size}", _count(cell.figures, words), None if moved else cell.middle)


def _count(figures: int, words: Words) -> str:
    return words("pivot.count", n=grouped(figures, words))
