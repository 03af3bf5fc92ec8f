"""The intermediate result of extraction, before claims are built; ``explain`` shows it too."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import inf

from extractors.context.article_defaults import ArticleDefaults
from extractors.context.place import ArticlePlaces, ContextSpans
from extractors.figures.choose import OverlapResolution
from extractors.innovations.names import InnovationName
from extractors.source.clean import CleanText
from extractors.source.header import Header
from extractors.tables.article_tables import ArticleTable

# Characters. The limit keeps the running time linear for long texts without headings.
_MEMORY = 5000


@dataclass(frozen=True, slots=True)
class ArticleAnalysis:
    """An article with its figures, names and places; all spans refer to the cleaned text.

    ``body`` is the cleaned text with everything but the article's prose blanked out. ``sections`` has one span for each paragraph.
    ``sentences`` are triples of start, end and paragraph number.
    """

    cleaned: CleanText
    header: Header
    body: str
    paragraphs: tuple[tuple[int, int], ...]
    sections: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int, int], ...]
    choice: OverlapResolution
    names: tuple[InnovationName, ...]
    places: ArticlePlaces
    defaults: ArticleDefaults
    tables: tuple[ArticleTable, ...] = ()

    def around(self, number: int) -> ContextSpans:
        """The window of sentence ``number``: its paragraph and section, each cut to ``_MEMORY`` characters on either side."""
        start, end, paragraph = self.sentences[number]
        near, far = start - _MEMORY, end + _MEMORY
        (begin, stop), (opening, close) = self.paragraphs[paragraph], self.sections[paragraph]
        return ContextSpans((start, end), (max(begin, near), min(stop, far)), (max(opening, near), min(close, far)), (opening, begin))

    def sentence_at(self, position: int) -> int:
        """The number of the last sentence that begins at or before ``position``; -1 if there is none."""
        return bisect_right(self.sentences, (position, inf)) - 1
