"""A selection as SQL conditions over the claim table's columns; every value is a parameter."""

from __future__ import annotations

from collections.abc import Iterable

from analytics.claims.database import Query
from analytics.claims.provinces import PROVINCE_SQL
from analytics.claims.selection import FACETS, FINER, MISSING, PERIOD, TAG, Selection
from analytics.search.folding import writings
from analytics.search.query import Sought
from extractors.source.clean import clean

# Facets whose values are not simply those of their column: an expression with one value per row, and one with a list of values.
_EXPRESSIONS = {
    "province": PROVINCE_SQL,
    "published": "coalesce(year(published_on)::VARCHAR, '')",
    "type": "CASE WHEN innovation_type = 'other' AND innovation = '' THEN '' ELSE innovation_type END",  # no innovation, no type of one
}
_EACH = {"note": "string_split(notes, ' ')"}
SIMPLIFIED = ("sentence", "subject", "innovation")  # columns to search that are always in simplified characters
AS_PRINTED = ("text", "title")  # and those as the article has them
SEARCHED = (*SIMPLIFIED, *AS_PRINTED)


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


def mentions(sought: Sought) -> Query:
    """Condition that a claim has what a query asks for, each word in at least one of its columns, in any case and script."""
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
    forms = [(form, SEARCHED if form == clean(word).text else AS_PRINTED) for word in words for form in writings(word)]
    each = [_contains(f"{name}{number}", form, columns) for number, (form, columns) in enumerate(forms)]
    values = {parameter: value for one in each for parameter, value in one.values.items()}
    return Query(f"({' OR '.join(one.sql for one in each)})", values)


def _contains(name: str, word: str, columns: Iterable[str]) -> Query:
    if word.upper() == word.lower():
        return Query(" OR ".join(f"contains({column}, ${name})" for column in columns), {name: word})
    # ``lower`` is the costliest step, and few sentences have Latin letters: test for the word's first letter before, in either case.
    first = next(char for char in word if char.upper() != char.lower())
    either = " OR ".join(
        f"((contains({column}, ${name}u) OR contains({column}, ${name}l)) AND contains(lower({column}), lower(${name})))"
        for column in columns
    )
    return Query(either, {name: word, f"{name}u": first.upper(), f"{name}l": first.lower()})
