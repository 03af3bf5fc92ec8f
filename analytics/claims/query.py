"""A selection as SQL conditions over the claim table's columns; every value is a parameter."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.claims.database import Query
from analytics.claims.provinces import PROVINCE_SQL
from analytics.claims.selection import FACETS, FINER, MISSING, PERIOD, TAG, Selection
from analytics.search.folding import fold_word, pattern, spellings
from analytics.search.query import SearchQuery

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
    values = {name: value for condition in listed for name, value in condition.values.items()}
    return Query(sql or "true", values, tuple(need for condition in listed for need in condition.needs))


def filters(selection: Selection) -> dict[str, Query]:
    """One condition per facet in use and one for the period, by name, over the columns of ``FACETS`` and ``year``; none for marks."""
    found = {facet: _one_of(facet, values) for facet, values in selection.chosen.items() if facet != TAG}
    for facet, values in selection.excluded.items():
        if facet == TAG:
            continue
        others = _one_of(facet, values, "other").wrap("NOT ({})")
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


def mentions(sought: SearchQuery) -> Query:
    """Condition that a claim has what a query asks for, each word in at least one of its columns, as ``folding`` compares them."""
    wanted = [_any(f"word{number}_", group) for number, group in enumerate(sought.every)]
    unwanted = _any("not_", sought.none)
    return every([*wanted, *([Query(f"NOT coalesce({unwanted.sql}, false)", unwanted.values)] if sought.none else [])])


def _one_of(facet: str, values: tuple[str, ...], name: str = "") -> Query:
    wanted = {f"{name}{facet}{number}": "" if value == MISSING else value for number, value in enumerate(values)}
    listed = ", ".join(f"${name}" for name in wanted)
    return Query(f"list_has_any({_EACH[facet]}, [{listed}])" if facet in _EACH else f"{_column(facet)} IN ({listed})", wanted)


def _period(selection: Selection) -> Query:
    if selection.undated:
        return Query("year IS NULL", {})
    ends = (("since", ">=", selection.since), ("until", "<=", selection.until))
    return every(Query(f"year {sign} ${name}", {name: year}) for name, sign, year in ends if year is not None)


def _any(name: str, words: Iterable[str]) -> Query:
    """Condition that one of the words occurs; ``name`` begins the names of the parameters."""
    each = [_occurs(f"{name}{number}", word) for number, word in enumerate(words)]
    return Query(f"({' OR '.join(one.sql for one in each)})", {name: value for one in each for name, value in one.values.items()})


def _occurs(name: str, word: str) -> Query:
    """Condition that a column has a word, however it is written.

    The pattern takes ten times as long as ``contains``, so it is tried only where two of the word's characters occur.
    """
    folded = fold_word(word)
    values = {name: folded, f"{name}_written": pattern(word)}
    occurring = []
    for char in sorted(set(folded), key=lambda char: len(spellings(char)))[:2]:
        spelt = {f"{name}_{len(values) + number}": one for number, one in enumerate(spellings(char))}
        occurring.append(" OR ".join(f"contains({{0}}, ${one})" for one in spelt))
        values |= spelt
    written = " AND ".join(f"({one})" for one in [*occurring, f"regexp_matches({{0}}, ${name}_written)"])
    return Query(" OR ".join(f"contains({column}, ${name}) OR ({written.format(column)})" for column in SEARCHED), values)
