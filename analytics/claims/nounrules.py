"""Rules that people made for all figures with a noun: set the metric, set the place to the whole country, or leave them out.

A rule fills only empty columns, and a correction of a single claim takes precedence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from analytics.claims.provinces import WHOLE_COUNTRY_CODE
from analytics.claims.schema import CLAIM_SCHEMA
from analytics.claims.selection import MISSING, Selection
from analytics.claims.table import ClaimTable
from extractors.metric import NO_VERB_CLASS, MetricFeatures, metrics

NAMELESS = "…"  # stands before the unit of figures without a subject, in place of a noun
NOUN_SQL = f"CASE WHEN subject = '' THEN '{NAMELESS}' || unit ELSE subject END"
_ROWS = f"""
    SELECT claim_id, subject, kind, unit, role, metric, province, region_code, repeat FROM {{}}
    WHERE kind <> 'date' AND {NOUN_SQL} IN (SELECT noun FROM given)"""
_FREQUENT = """
    SELECT {noun} AS noun, count(*) AS figures, count(DISTINCT doc_id) AS articles, arg_min(claim_id, concat(kind = 'date', claim_id)) AS claim_id
    FROM {} WHERE NOT repeat AND {noun} <> '' GROUP BY ALL ORDER BY figures DESC, noun LIMIT $most OFFSET $offset"""


@dataclass(frozen=True)
class NounRules:
    """``metrics`` has the metric of each noun whose figures have none, as pairs; ``country`` the nouns whose figures without a place are about
    the whole country; ``uncounted`` the nouns whose figures do not count.
    """

    metrics: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    country: frozenset[str] = field(default_factory=frozenset)
    uncounted: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def metric_of(self) -> Mapping[str, str]:
        """``metrics`` as a mapping."""
        return dict(self.metrics)

    @property
    def nouns(self) -> frozenset[str]:
        """All nouns that have a rule."""
        return self.country | self.uncounted | self.metric_of.keys()

    def effect(self, row: Mapping[str, Any], said: Collection[str] = ()) -> dict[str, str] | None:
        """The new values of a claim by column; ``None`` if it no longer counts. ``said`` are the columns that a person set for it alone."""
        noun = noun_of(row)
        if row["kind"] == "date":
            return {}
        if noun in self.uncounted and not said:
            return None
        values: dict[str, str] = {}
        metric = self.metric_of.get(noun, "")
        if metric and not row["metric"] and "metric" not in said and admits(metric, row):
            values["metric"] = metric
        if noun in self.country and not row["province"] and row["region_code"] != WHOLE_COUNTRY_CODE and "province" not in said:
            values |= {"region_code": WHOLE_COUNTRY_CODE, "region_basis": "sentence"}
        return values


class Effects(NamedTuple):
    """What rules change: new values by column for each claim, and the claims that no longer count. ``repeats`` are those of both that repeat."""

    values: dict[str, dict[str, str]]
    uncounted: list[str]
    repeats: frozenset[str]

    @property
    def figures(self) -> list[str]:
        """Ids of the claims that change, without repeats."""
        return [claim_id for claim_id in (*self.values, *self.uncounted) if claim_id not in self.repeats]


class Group(NamedTuple):
    """A noun, or the name of an innovation, with its number of figures and articles, and the id of one of the figures."""

    noun: str
    figures: int
    articles: int
    claim_id: str


def noun_of(row: Mapping[str, Any]) -> str:
    """The noun that rules know a claim by: its subject or, where it has none, its unit after ``NAMELESS``."""
    return row["subject"] or f"{NAMELESS}{row['unit']}"


def admits(metric: str, row: Mapping[str, Any]) -> bool:
    """Whether a figure can state a metric by its kind and unit. One that the lexicon does not know takes any figure."""
    return _admits(metric, row["subject"], row["kind"], row["unit"], row["role"])


@lru_cache(4096)
def _admits(metric: str, subject: str, kind: str, unit: str, role: str) -> bool:
    known = metrics().get(metric)
    return known is None or known.admits(MetricFeatures(subject, 0, (), NO_VERB_CLASS, kind, unit, role))


def effects(table: ClaimTable, rules: NounRules, said: Mapping[str, Collection[str]] | None = None) -> Effects:
    """What ``rules`` change in a table. ``said`` has the columns that people set, by claim_id."""
    nouns = pa.table({"noun": pa.array(sorted(rules.nouns), pa.string())})
    found = Effects({}, [], frozenset())
    repeats = set[str]()
    for row in table.ask(_ROWS, given=nouns).to_pylist():
        values = rules.effect(row, (said or {}).get(row["claim_id"], ()))
        if values is None:
            found.uncounted.append(row["claim_id"])
        elif values:
            found.values[row["claim_id"]] = values
        if row["repeat"]:
            repeats.add(row["claim_id"])
    return found._replace(repeats=frozenset(repeats))


def applied(table: ClaimTable, rules: NounRules, reprints: pa.Table | None = None) -> ClaimTable:
    """A table in which ``rules`` hold; ``reprints`` as in ``ClaimTable.with_corrections``. The given table is unchanged."""
    if not rules.nouns:
        return table
    found = effects(table, rules)
    rows = table.claims(found.values).select(CLAIM_SCHEMA.names).to_pylist()
    changed = [row | found.values[row["claim_id"]] for row in rows]
    return table.with_corrections(pa.Table.from_pylist(changed, CLAIM_SCHEMA), found.uncounted, reprints)


def changed_rows(rows: Iterable[dict[str, Any]], rules: NounRules, said: Mapping[str, Collection[str]]) -> list[dict[str, Any]]:
    """Claims in which ``rules`` hold as far as people said nothing else about them; ``said`` as in ``effects``."""
    found = [(row, rules.effect(row, said.get(row["claim_id"], ()))) for row in rows]
    return [row | values for row, values in found if values is not None]


def frequent(table: ClaimTable, selection: Selection, facet: str, most: int, offset: int = 0) -> list[Group]:
    """The nouns of the selected figures that have no value of ``facet``, most figures first; bare dates and repeats do not count."""
    return _groups(table, selection.choosing(facet, [MISSING]).without("kind", ["date"]), NOUN_SQL, most, offset)


def frequent_names(table: ClaimTable, selection: Selection, most: int, offset: int = 0) -> list[Group]:
    """The innovations named by the selected figures, most figures first."""
    return _groups(table, selection, "innovation", most, offset)


def _groups(table: ClaimTable, selection: Selection, noun: str, most: int, offset: int) -> list[Group]:
    found = table.ask_selected(selection, _FREQUENT.replace("{noun}", noun), most=most, offset=offset)
    return [Group(**row) for row in found.to_pylist()]
