"""A selection as SQL conditions over the claim table's columns; every value is a parameter."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.claims.database import Query
from analytics.claims.provinces import PROVINCE_SQL
from analytics.claims.selection import FACETS, FINER, MISSING, PERIOD, Selection

# Facets whose values are not simply those of their column: an expression with one value per row, and one with a list of values.
_EXPRESSIONS = {
    "province": PROVINCE_SQL,
    "published": "coalesce(year(published_on)::VARCHAR, '')",
    "type": "CASE WHEN innovation_type = 'other' AND innovation = '' THEN '' ELSE innovation_type END",  # no innovation, no type of one
}
_EACH = {"note": "string_split(notes, ' ')"}
SEARCHED = ("sentence", "subject", "innovation", "text", "title")


def every(conditions: Iterable[Query]) -> Query:
    """The conjunction of the conditions; true where there are none."""
    listed = list(conditions)
    sql = " AND ".join(f"({condition.sql})" for condition in listed)
    return Query(sql or "true", {name: value for condition in listed for name, value in condition.values.items()})


def filters(selection: Selection) -> dict[str, Query]:
    """One condition per facet in use and one for the period, by name, over the columns of ``FACETS`` and ``year``."""
    found = {facet: _one_of(facet, values) for facet, values in selection.chosen.items()}
    for facet, values in selection.excluded.items():
        others = _one_of(facet, values, "other").then("NOT ({})")
        found[facet] = every([found[facet], others]) if facet in found else others
    if selection.narrows_period:
        found[PERIOD] = _period(selection)
    return found


def lifted_with(facet: str) -> set[str]:
    """Filters that are ignored in a facet's own counts: its own and those of the finer levels of place."""
    return {facet, *FINER.get(facet, ())}


def codes_of(facet: str) -> str:
    """SQL expression for a row's value of a facet; a row with several values is unnested, one row per value."""
    return f"unnest({_EACH[facet]})" if facet in _EACH else _column(facet)


def unstated(facet: str) -> str:
    """SQL condition for rows that have no value of a facet."""
    return f"{FACETS[facet] if facet in _EACH else _column(facet)} = ''"


def _column(facet: str) -> str:
    return "year" if facet == PERIOD else _EXPRESSIONS.get(facet) or FACETS[facet]


def mentions(words: Iterable[str]) -> Query:
    """Condition that every word occurs literally, ignoring case, in at least one of the columns ``SEARCHED``."""
    return every(_mentions(f"word{number}", word) for number, word in enumerate(words))


def _one_of(facet: str, values: tuple[str, ...], name: str = "") -> Query:
    wanted = {f"{name}{facet}{number}": "" if value == MISSING else value for number, value in enumerate(values)}
    listed = ", ".join(f"${name}" for name in wanted)
    return Query(f"list_has_any({_EACH[facet]}, [{listed}])" if facet in _EACH else f"{_column(facet)} IN ({listed})", wanted)


def _period(selection: Selection) -> Query:
    if selection.undated:
        return Query("year IS NULL", {})
    ends = (("since", ">=", selection.since), ("until", "<=", selection.until))
    return every(Query(f"year {sign} ${name}", {name: year}) for name, sign, year in ends if year is not None)


def _mentions(name: str, word: str) -> Query:
    if word.upper() == word.lower():
        return Query(" OR ".join(f"contains({column}, ${name})" for column in SEARCHED), {name: word})
    # ``lower`` is the costliest step, and few sentences have Latin letters: test for the word's first letter before, in either case.
    first = next(char for char in word if char.upper() != char.lower())
    either = " OR ".join(
        f"((contains({column}, ${name}u) OR contains({column}, ${name}l)) AND contains(lower({column}), lower(${name})))"
        for column in SEARCHED
    )
    return Query(either, {name: word, f"{name}u": first.upper(), f"{name}l": first.lower()})
