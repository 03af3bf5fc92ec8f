"""Blocking in SQL: finds claims that may contradict a claim of another article.

Candidates share a blocking key with a claim of another article and differ from it in value. There are five keys (``_WAYS``): the
same period; the same month of publication, with months that start on the 1st or in the middle (for articles with different
cut-off dates); the same subject and period at two levels of place (province and city, city and county). A key with more than
``_VALUES`` different values does not identify one thing and is ignored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from analytics.claims.rows import WholeClaim, columns_of
from analytics.claims.table import LISTED, ClaimTable

_FURTHER = tuple(column for column in columns_of(WholeClaim) if column not in LISTED)  # read from the parts
_VALUES = 12
_SHARED = "what, kind, role, basis, province"
_WAYS = (
    (f"{_SHARED}, region_code, period_start, period_end", "period_basis IN ('stated', 'inherited', 'document')"),
    (f"{_SHARED}, region_code, date_trunc('month', published_on)", "published_on IS NOT NULL"),
    (f"{_SHARED}, region_code, date_trunc('month', published_on + INTERVAL 15 DAY)", "published_on IS NOT NULL"),
    (f"{_SHARED}, subject, period_start, period_end", "county = ''"),
    (f"{_SHARED}, city, subject, period_start, period_end", "city <> ''"),
)
_TOLD = """
    SELECT spot, hash(doc_id) AS doc, hash(value, value_low, value_high, unit, direction) AS said, published_on, {keys}
    FROM (SELECT *, coalesce(nullif(metric, ''), subject) AS what FROM {} WHERE NOT repeat AND kind <> 'date' AND province <> '')
    WHERE {comparable}"""
_COMPARABLE = """
    length(what) > 1 AND period_end IS NOT NULL AND (value IS NOT NULL OR value_low IS NOT NULL) AND (kind <> 'duration' OR metric <> '')"""
_BESIDE = """
    WITH told AS MATERIALIZED (
        SELECT spot, published_on, doc_id IN (SELECT doc_id FROM given) AS official, hash({shared}) AS key
        FROM (SELECT *, coalesce(nullif(metric, ''), subject) AS what FROM {} WHERE duplicate_of = '' AND kind <> 'date' AND province <> '')
        WHERE {comparable}
    ), shared AS (SELECT key FROM told GROUP BY key HAVING bool_or(official) AND NOT bool_and(official))
    SELECT spot FROM told SEMI JOIN shared USING (key) ORDER BY official DESC, published_on DESC NULLS LAST, spot LIMIT $most"""
_UNCOMPARED = """
    SELECT reason, count(*) AS figures FROM (
        SELECT CASE WHEN province = '' THEN 'place' WHEN length(coalesce(nullif(metric, ''), subject)) < 2 THEN 'subject'
            WHEN period_end IS NULL THEN 'period' WHEN value IS NULL AND value_low IS NULL THEN 'value'
            WHEN kind = 'duration' AND metric = '' THEN 'subject' ELSE 'alone' END AS reason
        FROM {} WHERE NOT repeat AND kind <> 'date'
    ) GROUP BY reason"""
_REASONS = ("alone", "place", "subject", "period", "value")
_SPOTS = """
    WITH told AS MATERIALIZED ({told}), ways AS ({ways})
    SELECT spot, min(rank) AS rank, arg_min(day, rank) AS day, arg_min(key, rank) AS key FROM ways GROUP BY spot
    ORDER BY rank, day DESC NULLS LAST, key, spot LIMIT $most"""
_ROWS = """
    WITH links AS (
        SELECT here.doc_id, here.reprint_of, first.doc_id AS source FROM {} AS here
        JOIN {} AS first ON here.reprint_of = first.claim_id WHERE here.reprint_of <> ''
    ), copied AS (SELECT doc_id, list(DISTINCT source) AS copied FROM links GROUP BY doc_id),
    again AS (SELECT reprint_of AS claim_id, count(DISTINCT doc_id) AS reprints FROM links GROUP BY reprint_of)
    SELECT {names}, coalesce(reprints, 0) AS reprints, coalesce(copied, []) AS copied
    FROM (SELECT * FROM {} SEMI JOIN given USING (spot)) AS listed
    JOIN (SELECT * FROM {texts} WHERE spot IN (SELECT spot FROM given)) AS texts USING (spot)
    LEFT JOIN copied USING (doc_id) LEFT JOIN again USING (claim_id) ORDER BY claim_id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(WholeClaim):
    """A claim that may contradict another article's.

    ``reprints`` is the number of other articles that copied it, ``copied`` the ids of the articles from which its own copied a claim.
    """

    period_end: date
    reprints: int
    copied: Sequence[str]


def uncompared(table: ClaimTable) -> dict[str, int]:
    """Number of figures that were not compared, by the reason, in the order of ``_REASONS``.

    The reasons are a missing ``place``, ``subject``, ``period`` or exact ``value``, and ``alone``: no other article gives another
    value for the same thing, place and time.
    """
    counted = {row["reason"]: row["figures"] for row in table.ask(_UNCOMPARED).to_pylist()}
    return {reason: counted[reason] for reason in _REASONS if reason in counted}


def conflict_candidates(table: ClaimTable, most: int) -> pa.Table:
    """At most ``most`` candidates with the columns of ``Candidate``, sorted by ``claim_id``.

    Where there are more, those of the same period are preferred, then the newest; claims that share a key are kept together.
    """
    keys = ", ".join(f"CASE WHEN {condition} THEN hash({key}) END AS way{rank}" for rank, (key, condition) in enumerate(_WAYS))
    ways = " UNION ALL ".join(
        f"""SELECT spot, {rank} AS rank, day, way{rank} AS key FROM told JOIN (
            SELECT way{rank}, coalesce(max(published_on), DATE '0001-01-01') AS day FROM told WHERE way{rank} IS NOT NULL GROUP BY way{rank}
            HAVING min(doc) <> max(doc) AND min(said) <> max(said) AND count(DISTINCT said) <= {_VALUES}
        ) USING (way{rank})"""
        for rank in range(len(_WAYS))
    )
    told = _TOLD.replace("{keys}", keys).replace("{comparable}", _COMPARABLE)
    return _rows(table, table.ask(_SPOTS.replace("{told}", told).replace("{ways}", ways), most=most))


def reference_candidates(table: ClaimTable, doc_ids: Sequence[str], most: int) -> pa.Table:
    """At most ``most`` claims of the articles ``doc_ids`` and of others that say something of the same kind, place and thing, as in ``find``.

    Those of ``doc_ids`` are preferred, then the newest. Claims copied from another article are among them.
    """
    asked = _BESIDE.replace("{shared}", _SHARED).replace("{comparable}", _COMPARABLE)
    return _rows(table, table.ask(asked, given=pa.table({"doc_id": pa.array(doc_ids, pa.string())}), most=most))


def _rows(table: ClaimTable, spots: pa.Table) -> pa.Table:
    """The claims at ``spots`` with the columns of ``Candidate``, sorted by ``claim_id``."""
    names = ", ".join([*(f'listed."{column}"' for column in LISTED), *(f'texts."{column}"' for column in _FURTHER)])
    return table.ask(_ROWS.replace("{names}", names), _FURTHER, given=spots)
