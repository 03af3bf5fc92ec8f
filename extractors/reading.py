"""An article read up to its figures: what ``explain`` shows and claims are made of."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import inf

from extractors.context.frame import Frame
from extractors.context.place import Region, Window
from extractors.figures.choose import Choice
from extractors.innovations.names import Name
from extractors.source.clean import CleanText
from extractors.source.header import Header
from extractors.tables.standing import Standing

# Characters. It keeps the cost of a book without headings in proportion to its length.
_MEMORY = 5000


@dataclass(frozen=True, slots=True)
class Reading:
    """An article read up to its figures, in cleaned coordinates."""

    cleaned: CleanText
    header: Header
    body: str
    paragraphs: tuple[tuple[int, int], ...]
    sections: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int, int], ...]
    choice: Choice
    names: tuple[Name, ...]
    regions: Region
    frame: Frame
    tables: tuple[Standing, ...] = ()

    def around(self, number: int) -> Window:
        """Where sentence ``number`` stands, as far as a reader of it remembers: no further than ``_MEMORY`` either way."""
        start, end, paragraph = self.sentences[number]
        near, far = start - _MEMORY, end + _MEMORY
        (begin, stop), (opening, close) = self.paragraphs[paragraph], self.sections[paragraph]
        return Window((start, end), (max(begin, near), min(stop, far)), (max(opening, near), min(close, far)), (opening, begin))

    def sentence_at(self, position: int) -> int:
        """The number of the last sentence that begins at or before ``position``; -1 where none does."""
        return bisect_right(self.sentences, (position, inf)) - 1
