"""Lists of articles: search, and one article as a table row."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from analytics.claims.rows import InnovationMention, ListedArticle
from analytics.i18n.format import number, publication_day
from analytics.i18n.words import Words


def found(articles: pa.Table, words: list[str]) -> pa.Table:
    """Articles that contain each of ``words`` in title, publisher or file name, ignoring case."""
    for word in words:
        hits = [pc.match_substring(articles[name], word, ignore_case=True) for name in ("title", "publisher", "source")]
        articles = articles.filter(pc.or_(pc.or_(hits[0], hits[1]), hits[2]))
    return articles


def article_row(row: ListedArticle | InnovationMention, words: Words) -> dict[str, str]:
    """One article, with its number of figures, as a table row."""
    return {
        "id": row.doc_id,
        "title": row.title or row.source,
        "publisher": row.publisher,
        "published_on": publication_day(row.published_on, words),
        "figures": number(row.figures, words),
    }
