"""Which claims may contradict another, as SQL: those that share what they say, where and when with another article's, and differ in value.

Three ways of sharing: the same period; the same year, published within a month (a cut-off apart); the same period in a place
and the next larger one. A key under which more than ``_VALUES`` values stand names no single thing, and is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from analytics.database import Database, Query

_VALUES = 12
_SHARED = "what, kind, role, basis, province"
_WAYS = (
    (f"{_SHARED}, region_code, period_start, period_end", "period_basis IN ('stated', 'inherited')"),
    (f"{_SHARED}, region_code, date_trunc('month', published_on)", "published_on IS NOT NULL"),
    (f"{_SHARED}, region_code, date_trunc('month', published_on + INTERVAL 15 DAY)", "published_on IS NOT NULL"),
    (f"{_SHARED}, subject, period_start, period_end", "county = ''"),
    (f"{_SHARED}, city, subject, period_start, period_end", "city <> ''"),
)


def find(database: Database, listed: Query, texts: Query, columns: Sequence[str], most: int) -> pa.Table:
    """At most ``most`` rows: ``columns``, ``sentence``, ``title``, ``reprints`` (how many other articles copied this claim) and
    ``copied`` (the articles from which its own article copied something). Those of the same period go first, then the newest."""
    ways = " UNION ALL ".join(
        f"""SELECT unnest(list(spot)) AS spot, {rank} AS rank FROM told WHERE {condition} GROUP BY {key}
        HAVING count(DISTINCT doc_id) > 1 AND count(DISTINCT (value, value_low, value_high, unit, direction)) BETWEEN 2 AND {_VALUES}"""
        for rank, (key, condition) in enumerate(_WAYS)
    )
    query = f"""
        WITH told AS (
            SELECT spot, doc_id, kind, role, basis, coalesce(nullif(metric, ''), subject) AS what, subject, value, value_low, value_high,
                unit, direction, region_code, province, city, county, period_start, period_end, period_basis, published_on
            FROM {{}} WHERE NOT repeat AND kind <> 'date' AND length(what) > 1 AND province <> '' AND period_end IS NOT NULL
                AND (value IS NOT NULL OR value_low IS NOT NULL) AND (kind <> 'duration' OR metric <> '')
        )
        SELECT spot, min(rank) AS rank, any_value(published_on) AS day FROM ({ways}) JOIN told USING (spot) GROUP BY spot
        ORDER BY rank, day DESC NULLS LAST, spot LIMIT $most"""
    spots = database.ask(listed.then(query, most=most))
    names = ", ".join(f'listed."{column}"' for column in columns)
    detail = listed.then(
        f"""
        WITH links AS (
            SELECT here.doc_id, here.reprint_of, first.doc_id AS source FROM {{}} AS here
            JOIN {{}} AS first ON here.reprint_of = first.claim_id WHERE here.reprint_of <> ''
        ), copied AS (SELECT doc_id, list(DISTINCT source) AS copied FROM links GROUP BY doc_id),
        again AS (SELECT reprint_of AS claim_id, count(DISTINCT doc_id) AS reprints FROM links GROUP BY reprint_of)
        SELECT {names}, sentence, title, coalesce(reprints, 0) AS reprints, coalesce(copied, []) AS copied
        FROM {{}} AS listed JOIN (SELECT spot, sentence, title FROM ({texts.sql}) SEMI JOIN given USING (spot)) USING (spot)
        LEFT JOIN copied USING (doc_id) LEFT JOIN again USING (claim_id) ORDER BY claim_id""",
        **texts.values,
    )
    return database.ask(detail, given=spots)
