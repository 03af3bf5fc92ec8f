"""Cells → statements: combines number, unit, heads and caption; cells without a known unit are skipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.context.movement import Movement
from extractors.context.period import FigurePeriod
from extractors.figures import units
from extractors.figures.rule import Figure, FigureValue
from extractors.figures.units import BARE, PERCENT, RANK, Unit
from extractors.model import Direction
from extractors.syntax.clause import TokenizedSentence as Said
from extractors.tables.grid import Cell, Row
from extractors.tables.heads import (
    Head,
    heads_agents,
    heads_kinds,
    is_agent,
    is_total,
    read_head,
    row_words,
    subject_of,
    topic_of_caption,
    topic_of_head,
)
from extractors.tables.layout import NAMES, Layout
from extractors.tables.numbers import Number, is_bare_year, kind_of, number_in
from extractors.tables.when import Times, says_when
from extractors.tokens import numerals
from extractors.tokens.gazetteer import official


class CellFigure(NamedTuple):
    """A figure stated by a cell. ``labels`` (row heads) and ``heads`` (column heads, top first) may name its place.

    ``local`` marks money in plain 元, whose currency depends on the place. ``column_number`` counts from 0.
    """

    figure: Figure
    row: Row
    movement: Movement
    subject: str
    when: FigurePeriod
    labels: tuple[Cell, ...]
    heads: tuple[str, ...]
    local: bool
    column_number: int


class TableReader:
    """Reads the cells of one table, given its layout, captions (in text order) and times."""

    def __init__(self, layout: Layout, captions: Sequence[str], times: Times) -> None:
        self.layout = layout
        self._times = times
        lines = [*captions, *layout.titles]
        self._units = next((found for line in reversed(lines) if (found := units.of_caption(line))), ())
        self._topic = next((topic for line in reversed(lines) if (topic := topic_of_caption(line))), "")
        self._heads = tuple(read_head(levels) for levels in layout.heads)
        self._agents = {column: heads_agents(layout.label_head(column)) for column in layout.labels}
        self._words = [head.words or self._beside(column) for column, head in enumerate(self._heads)]
        self._times_of_levels = [head.when for head in self._heads if head.sort == "level" and head.when]
        self._of_rows = next((topic for one in layout.labels if (topic := topic_of_head(layout.label_head(one)))), "")
        self._in_percent = {column for column in layout.values if self._is_in_percent(column)}

    def statements(self, row: Row) -> Iterator[CellFigure]:
        """The statements of a row: one for each numeric cell whose unit is known."""
        label = self._label(row)
        if any(NAMES.search(cell.text) for cell in self.labels(row)):
            return
        for column in self.layout.values:
            cell = row.cells[column]
            number = number_in(cell.text) if kind_of(cell.text) == "number" or is_bare_year(cell.text) else None
            if number and (made := self._statement(row, label, column, cell, number)):
                yield made

    def words_in(self, row: Row) -> Iterator[Cell]:
        """The cells of a row that are text with digits in it, to be read as sentences."""
        for column in self.layout.values:
            cell = row.cells[column]
            if kind_of(cell.text) in ("words", "date") and any(char.isdecimal() for char in cell.text):
                yield cell

    def dated(self, said: Said, row: Row) -> list[FigurePeriod]:
        """The period of each figure in a cell of text: stated in the cell, else that of the row, else that of the table."""
        of_row = self._times.of("", self._label(row).when) or self._times.otherwise()
        return [one if one.basis == "stated" else of_row for one in self._times.in_words(said)]

    def labels(self, row: Row) -> tuple[Cell, ...]:
        """The cells of ``row`` that are row heads."""
        return tuple(row.cells[column] for column in self.layout.labels)

    def _label(self, row: Row) -> _Label:
        words, when, unit, whole = "", "", None, False
        for column in self.layout.labels:
            text, own = row_words(row.cells[column].text)
            unit = own or unit
            if not text:
                continue
            if says_when(text):
                when = text
            elif is_total(text):
                whole = True
            elif not (self._agents[column] or is_place(text) or (is_agent(text) and not heads_kinds(self.layout.label_head(column)))):
                words = subject_of(words, text) if text != words else words
        if self.layout.units >= 0:
            unit = unit or units.unit_of(row.cells[self.layout.units].text)
        return _Label(words, when, unit, whole)

    def _statement(self, row: Row, label: _Label, column: int, cell: Cell, number: Number) -> CellFigure | None:
        head = self._heads[column]
        sort = head.sort
        unit = self._unit(head, label, number, column)
        if unit is None or (sort == "share" and unit.kind != "percentage"):
            return None
        own = number.unit is not None or (number.scaled and unit.factor > 1)  # 3.2万 under （万元）: the magnitude in the cell wins
        amount = number.amount if own else numerals.scaled(number.amount, unit.factor)
        figure = Figure(
            cell.start + number.start, cell.start + number.end, cell.text[number.start : number.end], unit.kind, f"tables.{sort}",
            FigureValue(amount, unit.name),
        )  # fmt: skip
        movement = self._movement(head, number, figure)
        subject = self._subject(label, column)
        when = self._when(label, column)
        return CellFigure(figure, row, movement, subject, when, self.labels(row), self.layout.heads[column], unit.local, column)

    # --- unit --------------------------------------------------------------------------------

    def _unit(self, head: Head, label: _Label, number: Number, column: int) -> Unit | None:
        """The unit from the cell, the column head, the row head or the caption, in this order; ``None`` if it stays ambiguous."""
        if number.unit:
            return number.unit
        if head.unit:
            return head.unit
        if head.sort == "rank":
            return RANK
        if head.sort == "share":
            return PERCENT
        if head.sort == "change":
            return PERCENT if column in self._in_percent else None
        if label.unit or head.named_unit:
            return label.unit or head.named_unit
        words = self._subject(label, column)
        if self._units:
            named = units.by_name(words)
            return named if named and named.kind == "percentage" else units.fitting(self._units, words)
        return units.by_name(words) or BARE

    def _is_in_percent(self, column: int) -> bool:
        """Whether a column of changes without a unit is in percent: it has decimals, or its head ends in 率, 幅 or 速."""
        if self._heads[column].sort != "change":
            return False
        return any(level.endswith(("率", "幅", "幅度", "速")) for level in self.layout.heads[column]) or any(
            "." in row.cells[column].text for row in self.layout.data
        )

    # --- movement ----------------------------------------------------------------------------

    def _movement(self, head: Head, number: Number, figure: Figure) -> Movement:
        amount = figure.value.amount
        if head.sort == "change":
            none = amount is None or amount.value == 0
            way: Direction = "" if none else _way(head.direction, number.direction)
            return Movement("" if figure.kind == "duration" else "change", way, head.basis, "table")
        if number.direction and figure.kind != "duration":  # any signed number is a change
            return Movement("change", number.direction, "", "table")
        if figure.kind in ("duration", "date"):
            return Movement("", "", "", "table")
        return Movement("share" if head.sort == "share" else "level", "", "", "table")

    # --- subject -----------------------------------------------------------------------------

    def _subject(self, label: _Label, column: int) -> str:
        """The subject: row head and column head combined, else the head over the row heads, else the caption."""
        found = subject_of(label.words, self._words[column])
        return found or self._of_rows or self._topic

    def _beside(self, column: int) -> str:
        """The subject of a change or share column without one: that of the nearest column of levels to its left; else empty."""
        if self._heads[column].sort == "level":
            return ""
        for other in range(column - 1, -1, -1):
            if other in self.layout.values and self._heads[other].sort == "level":
                return self._heads[other].words
        return ""

    # --- period ------------------------------------------------------------------------------

    def _when(self, label: _Label, column: int) -> FigurePeriod:
        head = self._heads[column]
        if stated := self._times.of(head.when, label.when):
            return stated
        if head.sort != "level" and (latest := self._times.latest(self._times_beside(column), label.when)):
            return latest
        return self._times.otherwise()

    def _times_beside(self, column: int) -> Sequence[str]:
        """The times of the level columns that a column of changes may refer to: the one to its left where its head is repeated, else all."""
        if sum(heads == self.layout.heads[column] for heads in self.layout.heads) > 1:
            left = next((head.when for head in reversed(self._heads[:column]) if head.sort == "level" and head.when), "")
            return [left] if left else self._times_of_levels
        return self._times_of_levels


class _Label(NamedTuple):
    """The parsed heads of a row. ``whole`` marks a total."""

    words: str
    when: str
    unit: Unit | None
    whole: bool


def is_place(text: str) -> bool:
    """Whether a row head is exactly a toponym."""
    return len(text) > 1 and bool(official(text))


def _way(usual: Direction, sign: Direction) -> Direction:
    """The direction of a change from its sign, else up; reversed under heads of falls: a minus under 下降率 is a rise."""
    if usual == "down":
        return "up" if sign == "down" else "down"
    return sign or "up"
