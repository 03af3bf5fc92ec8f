"""Tables in a text: unit, subject and period of each cell; no claims from a table whose heads and cells do not match."""

import calendar
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from extractors import Extraction, SourceText, extract
from extractors.model import Claim

PUBLISHED = date(2024, 6, 3)


def blocks(name: str) -> Iterator[tuple[str, str]]:
    """Yield the title and the content of each block of a data file."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8").replace("→", "\t")
    for block in text.split("\n=== ")[1:]:
        title, _, below = block.partition("\n")
        yield title, below.strip("\n")


TABLES, UNREAD = dict(blocks("tables.txt")), dict(blocks("unread_tables.txt"))


def of_tables(extraction: Extraction) -> list[Claim]:
    return [claim for claim in extraction.claims if claim.rule.startswith("tables.")]


def period(text: str, published: date) -> tuple[date, date]:
    first, _, last = text.partition("/")
    if first == ".":
        return published, published
    year, month, day = (*map(int, first.split("-")), 1, 1)[:3]
    until_year, until_month, *until_day = (*map(int, (last or first).split("-")), *([12] if "-" not in (last or first) else []))
    return date(year, month, day), date(until_year, until_month, (*until_day, calendar.monthrange(until_year, until_month)[1])[0])


def as_expected(line: str, published: date) -> dict[str, object]:
    number, unit, subject, when, *further = line.split()
    text, _, value = number.partition("=")
    place = next((word[1:] for word in further if word.startswith("@")), "")
    return {
        "text": text,
        "value": float(value or "".join(char for char in text if char.isdecimal() or char == ".")),
        "unit": unit.strip("."),
        "subject": subject.strip("."),
        "period": period(when, published),
        "role": next((word for word in further if word in ("change", "share")), "level"),
        "direction": next((word for word in further if word in ("up", "down")), ""),
        "basis": next((word for word in further if word in ("yoy", "mom")), ""),
        "place": place,
    }


def as_read(claim: Claim) -> dict[str, object]:
    return {
        "text": claim.text,
        "value": float(claim.value or 0),
        "unit": claim.unit,
        "subject": claim.subject,
        "period": (claim.period_start, claim.period_end),
        "role": "level" if claim.kind == "duration" else claim.role,
        "direction": claim.direction,
        "basis": claim.basis,
        "place": claim.county or claim.city or claim.province,
    }


def cells(title: str) -> tuple[str, date, list[dict[str, object]]]:
    """Return the text of a block, its publication date and the expected values of its cells."""
    text, _, expected = TABLES[title].partition("\n---\n")
    published = date.fromisoformat(title.split()[-1])
    return text, published, [as_expected(line, published) for line in expected.splitlines()]


@pytest.mark.parametrize("title", TABLES)
def test_every_cell_of_a_table_is_read(title: str) -> None:
    text, published, expected = cells(title)
    extraction = extract(SourceText(text, published_on=published))
    assert [as_read(claim) for claim in of_tables(extraction)] == expected
    assert not extraction.unread


@pytest.mark.parametrize("title", TABLES)
def test_the_figure_stands_in_its_row_and_the_row_where_it_says(title: str) -> None:
    text, published, _ = cells(title)
    for claim in of_tables(extract(SourceText(text, published_on=published))):
        assert text[claim.start : claim.end] == claim.text
        assert claim.sentence_start <= claim.start < claim.end <= claim.sentence_end
        row = [cell.strip() for cell in claim.sentence.split(" | ")]
        assert len(row) > 1


@pytest.mark.parametrize("title", UNREAD)
def test_nothing_is_read_where_heads_and_cells_cannot_be_brought_together(title: str) -> None:
    lead = "上半年，全市公安机关深入开展专项行动，共破获案件1500起。\n\n"
    text = lead + UNREAD[title] + "\n\n下一步，全市公安机关将继续保持高压态势，确保社会大局持续稳定。"
    extraction = extract(SourceText(text, published_on=PUBLISHED))
    assert [claim.text for claim in extraction.claims if claim.kind != "date"] == ["1500起"]
    (table,) = extraction.unread
    assert text[table.start : table.end] in UNREAD[title]
    assert any(char.isdecimal() for char in text[table.start : table.end])
