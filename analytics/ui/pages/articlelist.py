"""Articles in a list: which have the words looked for, and each as a row of a table."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.claims.schema import Row
from analytics.i18n.format import day, number
from analytics.i18n.words import Words


def found(articles: pa.Table, words: list[str]) -> pa.Table:
    """The articles in whose title, publisher or file name each of ``words`` stands, in either case."""
    for word in words:
        hits = [pc.match_substring(articles[name], word, ignore_case=True) for name in ("title", "publisher", "source")]
        articles = articles.filter(pc.or_(pc.or_(hits[0], hits[1]), hits[2]))
    return articles


def article_row(row: Row, words: Words) -> dict[str, str]:
    """One article, with its ``figures``, as a row of a table."""
    return {
        "id": row["doc_id"],
        "title": row["title"] or row["source"],
        "publisher": row["publisher"],
        "published_on": words("evidence.undated") if pd.isna(row["published_on"]) else day(row["published_on"], words),
        "figures": number(row["figures"], words),
    }
