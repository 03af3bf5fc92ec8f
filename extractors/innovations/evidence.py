"""Which innovation a figure is evidence for, and of what type.

A name counts where it is said: in the figure's own clause, else in its part of the sentence (between ；). A sentence that names none
goes on speaking of the one before it where it opens with nothing of its own (该平台…, 系统上线以来…, 目前已…).
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.context.frame import Genre
from extractors.innovations.mentions import Mentions, counted
from extractors.innovations.names import Name
from extractors.innovations.types import NO_TYPE, Tally, TypeScore, TypeWords, Vote, shares, votes
from extractors.lexicon import lexicon, one_of
from extractors.syntax.clause import Statement
from extractors.tokens.words import tokens

_PARTS = regex.compile(r"[;.]")
# Words for things of one kind: 该机制 may be said of a 模式.
_KINDS = [frozenset(kind.split()) for kind in lexicon("innovations")["kinds"]]
_KIND = one_of({word for kind in _KINDS for word in kind if len(word) > 1})
_HEAD = regex.compile(rf"(?:{_KIND}|队)(?!化(?!解))")
_TAIL = 3  # characters of a name that stand for it: 智能柜 for 涉案财物智能柜
_POINTS_BACK = r"该(?!市|县|区|省|局|所|院|州|镇)|这(?:一|个|套|种|项|款|支|些|[台架艘辆])|此(?!外|次|前)|其(?!中|他)|它(?!们)"
_LAUNCHED = r"(?:上线|施行|运行|启用|投用|推行|推广|实施|试点|运营|投入使用|应用|开通|启动|成立)\p{Han}{0,4}?(?:以来|至今|后|以后|之后|仅|[半一二两三四五六七八九十\d])"
_WHEN = r"(?:自从?|从|[去今前]年|[\d一二三四五六七八九十]+[年月日]|年?[初底末]|[上中下]旬|正式|全面)*+"
_GOES_ON = regex.compile(
    rf"[^，,。；;]{{0,3}}?(?P<head>{_KIND})(?!化(?!解))|[^，,。；;]{{0,10}}?(?:{_POINTS_BACK})(?P<head>{_KIND}|队)?+|{_WHEN}{_LAUNCHED}"
)
_LAUNCH = regex.compile(rf"(?:[^，,。；;]{{0,14}}[，,])?{_WHEN}{_LAUNCHED}")  # 去年9月启用以来，…: of what, was said
# Opens with a kind of thing that was named earlier: 2025年，该机制… 截至5月底，平台注册用户…
_SPOKEN_OF = regex.compile(
    r"(?:[^，,。；;]{0,14}[，,])?(?:[^，,。；;]{0,4}?(?P<this>该|这[一套个项种支])|目前|如今|现)?(?P<thing>[\p{Han}A-Za-z]{2,10})"
)
_PREDICATE = frozenset("avVtbBNhj5Uf")
_ANY_KIND = ("做法", "创新", "举措", "探索")
# 投入20万元，建成“甲”: what is made in the end is what the rest was for
_MAKES = one_of({*lexicon("innovations")["coining"], *lexicon("innovations")["bringing_in"]})
_BROUGHT_IN = regex.compile(rf"{_MAKES}(?:了|出|起)?(?:一[个支款套种项])?(?:代号|名)?为?[^，,。；;的]{{0,4}}[“「『‘\"]?$")
_LONGEST_VERB = 12  # characters, with what may follow it
_SINCE = regex.compile(r"[^，,。；;]{2,40}?(?:以来|至今)(?=[，,])")  # 自2023年推行“甲”模式以来，…
_MADE_OF = regex.compile(r"[”」』]?\p{Han}{0,8}[，,]?(?:即|[:：])")  # “3+4+2”格局，即在3个部位…
_NUMBERED = regex.compile(r"\d")
_RESULTS = regex.compile(r"[”』’]\p{Han}{0,4}的(?:成效|成果|战果|效果)")  # “X”建设的成效，以…体现
# 其中…, 目前已采集…, 共…, 今年以来，推送…: no topic of its own
_CONTINUED = regex.compile(r"(?:[t5]f?,?)?(?:w|a+[vVn])|V?[t5]+v?f?,a*[vV]")
_OTHERS = regex.compile(
    r"法院|检察|法官|审判|公诉|生产总值|增加值|可支配收入|固定资产|财政|预算收入|进出口|出口额|零售|旅游收入|常住人口|降雨|降水|气温|粮食|产量|产值|营业收入|净利润|城镇新增就业|床位|客运量|货运量|受灾|灾害|地震|震源|雨量|台风|农作物|票房|快递业务"
)
_POLICE = regex.compile(r"公安|警|毒|罪案|派出所|反诈|诈骗|消防|海关|边检|交管|禁毒|嫌疑人|违法|犯罪|盗窃|走私|酒驾|户籍|户口|出入境")
# How much a type word counts by where it stands. A word of the subject stands in clause and part too, and counts in each.
_OF_NAME, _OF_SUBJECT, _OF_CLAUSE, _OF_PART, _OF_SENTENCE = 5.0, 1.0, 1.0, 0.7, 0.7
# Points that all the words of a longer stretch have together, each type by its share of them.
_OF_PARAGRAPH, _OF_ARTICLE = 1.0, 3.0
_ENOUGH = 1.0  # points below which the words near a figure say nothing of a type, and the sentence is asked
_TELLING = 2.0  # points from which words near a figure say that it is of police work, whatever else the sentence speaks of
_CLEARLY = 0.6  # the share from which an article is of one type, which figures have that nothing else says a type of


class Evidence:
    """Reads an article's sentences in order, remembering the name that the paragraph speaks of."""

    def __init__(self, text: str, mentions: Mentions, types: TypeWords, genre: Genre, title: str = "") -> None:
        self._text, self._mentions, self._types, self._genre = text, mentions, types, genre
        self._of_article = shares((*votes(title), *types.within(0, len(text))))
        self._of_one_type = bool(self._of_article) and self._of_article[0][0][1] >= _CLEARLY
        self._of_paragraph: Sequence[Vote] = ()
        self._paragraph: tuple[int, int] = (-1, -1)
        self._name: Name | None = None
        self._results = False  # whether the paragraph has begun to tell what the name brought about
        self._whole: Name | None = None  # that all of the sentence speaks of
        self._counted: dict[int, tuple[int, Name]] = {}  # by figure: the name that it counts, and where that is said
        self._told_by_count: set[int] = set()  # where those names stand
        self._told_ahead: set[int] = set()  # where names stand that answer for no figure before them, those among them
        self._tails = {name.text[-_TAIL:] for name in mentions.all} | {
            name.head[-_TAIL:] for name in mentions.all if len(name.head) >= _TAIL
        }

    def open(self, sentence: tuple[int, int], paragraph: tuple[int, int], said: Statement | None) -> Name | None:
        """Go on to a sentence: the name that it carries on from the sentence before. Call once for every sentence, in order."""
        if paragraph != self._paragraph:
            self._paragraph, self._results = paragraph, False
            self._of_paragraph = shares(self._types.within(*paragraph))
            if self._name and not _goes_on(self._text, sentence, self._name):
                self._name = None
        carried = self._name
        self._see_mentions(sentence, said)
        own = self._mentions.nearest(*sentence, sentence[1], self._told_by_count) or self._mentions.nearest(*sentence, sentence[1])
        self._whole = self._of_whole(sentence)
        if own:
            carried, self._name = self._this_one(sentence), own
            self._results = not (said and said.figures) and bool(_RESULTS.search(self._text, *sentence))
        elif carried and said and not self._results and not _speaks_on(said, carried):
            carried = self._name = None
        if not own and not carried and (named := self._this_one(sentence)):
            carried = self._name = named
        return carried

    def _see_mentions(self, sentence: tuple[int, int], said: Statement | None) -> None:
        """Which names of a sentence a figure counts, and which answer for nothing before them, for no verb of making brings them in."""
        here = self._mentions.within(*sentence)
        self._counted = counted(here, said) if said and here else {}
        self._told_by_count = {at for at, _ in self._counted.values()}
        self._told_ahead = self._told_by_count | {
            at for at, _ in here if not _BROUGHT_IN.search(self._text, max(sentence[0], at - _LONGEST_VERB), at)
        }

    def _of_whole(self, sentence: tuple[int, int]) -> Name | None:
        """The name since whose beginning the sentence counts (自推行“甲”以来), or whose parts it lists (“3+4+2”格局，即…)."""
        if since := _SINCE.match(self._text, *sentence):
            return self._mentions.nearest(*since.span(), since.end())
        for at, name in self._mentions.within(*sentence):
            if _NUMBERED.search(name.text) and _MADE_OF.match(self._text, at + len(name.text), sentence[1]):
                return name
        return None

    def _this_one(self, sentence: tuple[int, int]) -> Name | None:
        """The name that a sentence points back to (该机制), or whose kind it opens with (平台注册用户…).

        The last one said before, where the sentence points; else of its paragraph, or the only one of the article.
        """
        if not self._mentions.all:
            return None
        if _LAUNCH.match(self._text, *sentence):
            return next(self._mentions.before(self._paragraph[0], sentence[0]), None)
        match = _SPOKEN_OF.match(self._text, *sentence)
        if not match or not self._may_speak_of(match["thing"]):
            return None
        thing, pointed = match["thing"], bool(match["this"])
        for name in self._mentions.before(0 if pointed else self._paragraph[0], sentence[0]):
            if _is_spoken_of(name, thing, pointed):
                return name
        fitting = [name for name in self._mentions.all if not pointed and _is_spoken_of(name, thing, pointed)]
        return fitting[0] if len(fitting) == 1 else None

    def _may_speak_of(self, thing: str) -> bool:
        """Whether a ``thing`` begins like any of the article's names may be spoken of."""
        return thing[:_TAIL] in self._tails or thing.startswith(_ANY_KIND) or bool(_HEAD.match(thing))

    def name(self, said: Statement, i: int, carried: Name | None) -> Name | None:
        """The innovation that figure ``i`` is evidence for.

        A name that a figure counts (36个“甲”) answers for that figure, and for those behind it where the sentence has no other.
        """
        if i in self._counted:
            return self._counted[i][1]
        k, position = said.at[i], said.figures[i].start
        clause, part = _span(said, said.clause(k)), _span(said, _part(said, k))
        own = self._mentions.nearest(*clause, position, self._told_by_count)
        if self._whole and (own is None or _NUMBERED.search(self._whole.text)):
            return self._whole
        return (
            own
            or self._mentions.nearest(part[0], position, position, self._told_by_count)
            or self._mentions.nearest(clause[1], part[1], position, self._told_ahead)
            or carried
            or next((name for at, name in reversed(self._counted.values()) if part[0] <= at < position), None)
        )

    def type(self, said: Statement, i: int, name: Name | None, subject: str) -> TypeScore:
        """By what stands near the figure; what paragraph and article speak of decides where that says little, or several things."""
        if name is None and (self._genre == "other" or _describes_a_place(subject)):
            return NO_TYPE
        tally = self._near(said, i, name, subject)
        if name is None and tally.highest < _TELLING and _of_others(said):
            return NO_TYPE
        if tally.highest < _ENOUGH:
            tally.add(self._types.within(said.start, said.end), _OF_SENTENCE)
        tally.add(self._of_paragraph, _OF_PARAGRAPH)
        if tally.highest or self._of_one_type:
            tally.add(self._of_article, _OF_ARTICLE)
        return tally.score()

    def _near(self, said: Statement, i: int, name: Name | None, subject: str) -> Tally:
        """What the innovation of figure ``i``, its subject, its clause and its part of the sentence say."""
        k = said.at[i]
        tally = Tally()
        tally.add(votes(f"{name.text} {name.head}") if name else (), _OF_NAME)
        tally.add(votes(subject), _OF_SUBJECT)
        tally.add(self._types.within(*_span(said, said.clause(k))), _OF_CLAUSE)
        tally.add(self._types.within(*_span(said, _part(said, k))), _OF_PART)
        return tally


def _of_others(said: Statement) -> bool:
    """Whether a sentence speaks of courts, the economy or the weather, and of no police work: such figures have no type of their own."""
    sentence = said.text[said.start : said.end]
    return bool(_OTHERS.search(sentence)) and not _POLICE.search(sentence)


def _describes_a_place(subject: str) -> bool:
    """Whether what a figure counts belongs to a place (面积, 保有量) and to no police work."""
    tally = Tally()
    tally.add(votes(subject), 1.0)
    return tally.highest > 0 and tally.score().best == "other"


def _part(said: Statement, k: int) -> tuple[int, int]:
    """The tokens of the part of the sentence, between ；, that token ``k`` stands in."""
    begin = max(said.classes.rfind(mark, 0, k) + 1 for mark in ";.")
    match = _PARTS.search(said.classes, k)
    return begin, match.start() if match else len(said.classes)


def _span(said: Statement, tokens: tuple[int, int]) -> tuple[int, int]:
    """From where to where in the text some tokens stand."""
    begin, end = tokens
    return said.tokens[begin].start, said.tokens[end - 1].end


def _speaks_on(said: Statement, name: Name) -> bool:
    """Whether a sentence without a name goes on speaking of ``name``, the last one."""
    return _goes_on(said.text, (said.start, said.end), name) or bool(_CONTINUED.match(said.classes))


def _goes_on(text: str, sentence: tuple[int, int], name: Name) -> bool:
    """Whether a sentence opens with what is said of ``name``; a head that it opens with (该平台, 行动期间) must be one of the name's."""
    match = _GOES_ON.match(text, *sentence)
    if not match or not match["head"]:
        return bool(match)
    return _may_be_a(name, match["head"])


def _is_spoken_of(name: Name, thing: str, pointed: bool) -> bool:
    """Whether a ``thing`` that a sentence opens with is ``name``: its last words, or its kind with a predicate or 该 at it."""
    if any(len(said) >= least and thing.startswith(said[-_TAIL:]) for said, least in ((name.text, _TAIL + 1), (name.head, _TAIL))):
        return True
    if pointed and thing.startswith(_ANY_KIND):
        return True
    head = _HEAD.match(thing)
    if not head or not any(head[0] in kind for kind in _kinds_of(name)):
        return False
    return pointed or any(cls in _PREDICATE for _, cls in tokens(thing[head.end() :])[:1])


def _may_be_a(name: Name, head: str) -> bool:
    """Whether a name is of the kind of a ``head`` (平台, 机制), or says nothing of its kind (“河谷长”: 制度推行以来)."""
    kinds = _kinds_of(name)
    return not kinds or any(head in kind for kind in kinds)


def _kinds_of(name: Name) -> list[frozenset[str]]:
    """The kinds of things that a name says it is: a word of more than one character anywhere in it, one of one at its end."""
    said = name.text + name.head
    return [kind for kind in _KINDS if any(word in said if len(word) > 1 else said.endswith(word) for word in kind)]
