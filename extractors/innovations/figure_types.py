"""The innovation type of a figure: one choice among all types, by the words of the parts of the article that the figure stands in.

Near parts (name, clause) and far ones (paragraph, title, article) count together, with the weights of ``type_evidence.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log1p

import regex

from extractors.context.article_defaults import Genre
from extractors.innovations.names import InnovationName
from extractors.innovations.parts import part_of, span
from extractors.innovations.types import Tally, TypeScore, TypeWords, Vote, votes
from extractors.lexicon import lexicon
from extractors.source.sections import is_heading
from extractors.syntax.clause import TokenizedSentence

_LEXICON = lexicon("type_evidence")
_WEIGHTS: dict[str, float] = _LEXICON["parts"]
_PRIORS: dict[str, float] = _LEXICON["priors"]
_OTHER: dict[str, float] = _LEXICON["other"]

_OWN, _MENTIONS, _BEHIND = 8, 3, 14  # times, mentions, and characters behind a mention that tell what is named
_OTHERS = regex.compile(
    r"法院|检察|法官|审判|公诉|生产总值|增加值|可支配收入|固定资产|财政|预算收入|进出口|出口额|零售|旅游收入|常住人口|降雨|降水|气温|粮食|产量|产值|营业收入|净利润|城镇新增就业|床位|客运量|货运量|受灾|灾害|地震|震源|雨量|台风|农作物|票房|快递业务"
)
_COURTS = regex.compile(r"法院|检察|法官|审判|公诉")
_PROSECUTION = regex.compile(r"批准(?:和决定)?逮捕|批捕|起诉")  # in a court's or procuratorate's own figures
_POLICE_THEMSELVES = regex.compile(r"公安|警|派出所|海关|边检|交管")
_POLICE = regex.compile(r"公安|警|毒|罪案|派出所|反诈|诈骗|消防|海关|边检|交管|禁毒|嫌疑人|违法|犯罪|盗窃|走私|酒驾|户籍|户口|出入境")


class Scores:
    """Score of each type; starts from the priors."""

    def __init__(self, start: Scores | None = None) -> None:
        self._points: dict[str, float] = dict(start._points if start else _PRIORS)

    def add(self, where: str, said: Iterable[Vote]) -> None:
        """Add the words ``said`` in the part ``where`` of the article, with diminishing returns."""
        weight = _WEIGHTS[where]
        tally = Tally()
        tally.add(said, 1.0)
        for type_, points in tally.score().scores:
            self._points[type_] += weight * log1p(points)

    def add_other(self, *reasons: str) -> None:
        """Add the reasons (keys of ``[other]``) for which a figure is not about police work."""
        self._points["other"] += sum(_OTHER[reason] for reason in reasons)

    def ranked(self) -> TypeScore:
        """The types with their scores, highest first."""
        return TypeScore(tuple(sorted(self._points.items(), key=lambda one: -one[1])))


class FigureTypes:
    """Reads the sentences of an article in order; keeps the scores of the parts around the current sentence as state."""

    def __init__(self, text: str, types: TypeWords, genre: Genre, title: str = "") -> None:
        self._text, self._types, self._genre = text, types, genre
        self._of_article = Scores()
        self._of_article.add("title", votes(title))
        self._of_article.add("article", types.within(0, len(text)))
        self._of_names: dict[int, Sequence[Vote]] = {}  # by the start of the name
        self._heading: tuple[int, int] = (0, 0)
        self._paragraph: tuple[int, int] = (-1, -1)
        self._around = self._of_article  # scores of article, heading and paragraph
        self._previous = self._sentence = (0, 0)
        self._of_sentence = self._of_article  # the same with the previous sentence
        self._elsewhere = False  # whether the sentence is about courts, the economy or the weather

    def open(self, span: tuple[int, int], paragraph: tuple[int, int], sentence: TokenizedSentence | None) -> None:
        """Advance to a sentence. Call once per sentence, in text order; ``sentence`` is ``None`` for a sentence without figures."""
        self._previous, self._sentence = self._sentence, span
        if paragraph != self._paragraph:
            self._paragraph = paragraph
            if is_heading(self._text[slice(*paragraph)]):
                self._heading = paragraph
            self._around = Scores(self._of_article)
            self._around.add("heading", self._types.within(*self._heading))
            self._around.add("paragraph", self._types.within(*paragraph))
        if sentence:
            self._of_sentence = Scores(self._around)
            self._of_sentence.add("previous", self._types.within(*self._previous))
            self._elsewhere = _is_elsewhere(sentence, self._genre)

    def of(self, sentence: TokenizedSentence, i: int, name: InnovationName | None, subject: str) -> TypeScore:
        """Scores of the types for figure ``i`` of the sentence opened last; ``name`` is the innovation it is evidence for."""
        k = sentence.at[i]
        scores = Scores(self._of_sentence)
        scores.add("clause", self._types.within(*span(sentence, sentence.clause(k))))
        scores.add("part", self._types.within(*span(sentence, part_of(sentence, k))))
        if name:
            scores.add("name", self._of_name(name))
        else:
            scores.add_other(*self._reasons_against(subject))
        return scores.ranked()

    def _of_name(self, name: InnovationName) -> Sequence[Vote]:
        if name.start not in self._of_names:
            self._of_names[name.start] = words_of(name, self._text)
        return self._of_names[name.start]

    def _reasons_against(self, subject: str) -> Iterable[str]:
        if self._genre == "other":
            yield "genre"
        if _describes_a_place(subject):
            yield "place"
        if self._elsewhere:
            yield "topic"


def words_of(name: InnovationName, text: str) -> Sequence[Vote]:
    """Votes on the type of an innovation: of its name, each ``_OWN`` times, and of the words at its first mentions in ``text``."""
    said = [vote for _ in range(_OWN) for vote in votes(f"{name.text} {name.head}")]
    for at in name.mentions[:_MENTIONS]:
        said += votes(text[at : at + len(name.text) + _BEHIND])
    return said


def _is_elsewhere(sentence: TokenizedSentence, genre: Genre) -> bool:
    """Whether a sentence is about courts, the economy or the weather and not about police work."""
    other = sentence.text[sentence.start : sentence.end]
    of_courts = _COURTS.search(other) or (genre == "other" and _PROSECUTION.search(other))
    if of_courts and not _POLICE_THEMSELVES.search(other):
        return True
    return bool(_OTHERS.search(other)) and not _POLICE.search(other)


def _describes_a_place(subject: str) -> bool:
    """Whether the subject of a figure describes a place (面积, 保有量) and not police work."""
    tally = Tally()
    tally.add(votes(subject), 1.0)
    return tally.highest > 0 and tally.score().best == "other"
