"""Which innovation a figure is evidence for, and of what type.

A name counts where it is said: in the figure's own clause, else in its part of the sentence (between ；). A sentence that names none
goes on speaking of the one before it where it opens with nothing of its own (该平台…, 系统上线以来…, 目前已…).
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.context.frame import Genre
from extractors.innovations.mentions import Mentions
from extractors.innovations.names import Name
from extractors.innovations.types import NO_TYPE, Tally, TypeScore, TypeWords, Vote, shares, votes
from extractors.syntax.clause import Statement

_PARTS = regex.compile(r"[;.]")
_GOES_ON = regex.compile(
    r"[^，,。；;]{0,10}?(?:该(?!市|县|区|省|局|所|队|院|州|镇)|这(?:一|个|套|种|项|款|支|些)|此(?!外|次|前)|其(?!中|他)|它(?!们)|(?P<head>系统|机器人|无人机|平台|机制|模式|模型|大赛|活动|行动|项目|工作法|工作站|小程序|终端|软件|队伍|服务)(?!化(?!解))|(?:上线|施行|运行|启用|投用|推行|推广|实施|试点|运营|投入使用|应用|开通|启动|成立)(?:\p{Han}{0,4}?)(?:以来|至今|后|以后|之后|仅|[半一二两三四五六七八九十\d]))"
)
# Names the kind of what was named earlier in the paragraph: 2025年，该机制…
_THIS_ONE = regex.compile(
    r"(?:[^，,。；;]{0,14}[，,])?[^，,。；;]{0,4}?(?:该|这[一套个项种])(?P<head>系统|机器人|无人机|平台|机制|模式|模型|大赛|活动|行动|项目|工作法|工作站|小程序|终端|软件|队伍|服务)(?!化(?!解))"
)
# 平台中注册人口383万人: a sentence that opens with what the article is about
_BARE_HEAD = regex.compile(
    r"(?P<head>系统|平台|机制|模式|小程序)(?:[中里内]|已|共|累计|自?(?:上线|启用|运行|推行|实施|开通|试运行)|注册|日均)"
)
_SINCE = regex.compile(r"[^，,。；;]{2,40}?(?:以来|至今)(?=[，,])")  # 自2023年推行“甲”模式以来，…
_MADE_OF = regex.compile(r"[”」』]?\p{Han}{0,8}[，,]?(?:即|[:：])")  # “3+4+2”格局，即在3个部位…
_NUMBERED = regex.compile(r"\d")
_RESULTS = regex.compile(r"[”』’]\p{Han}{0,4}的(?:成效|成果|战果|效果)")  # “X”建设的成效，以…体现
_CONTINUED = regex.compile(r"(?:[t5]f?,?)?(?:w|a+[vVn])")  # 其中…, 目前已采集…, 共…: no topic of its own
_OTHERS = regex.compile(
    r"法院|检察|法官|审判|公诉|生产总值|增加值|可支配收入|固定资产|财政|预算收入|进出口|出口额|零售|旅游收入|常住人口|降雨|降水|气温|粮食|产量|产值|营业收入|净利润|城镇新增就业|床位|客运量|货运量|受灾|灾害|地震|震源|雨量|台风|农作物|票房|快递业务"
)
_POLICE = regex.compile(r"公安|警|毒|罪案|派出所|反诈|诈骗|消防|海关|边检|交管|禁毒|嫌疑人|违法|犯罪|盗窃|走私|酒驾|户籍|户口|出入境")
# How much a type word counts by where it stands. A word of the subject stands in clause and part too, and counts in each.
_OF_NAME, _OF_SUBJECT, _OF_CLAUSE, _OF_PART, _OF_SENTENCE = 3.0, 1.0, 1.0, 0.7, 0.7
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
        self._named: list[Name] = []  # in the paragraph so far
        self._results = False  # whether the paragraph has begun to tell what the name brought about
        self._whole: Name | None = None  # that all of the sentence speaks of

    def open(self, sentence: tuple[int, int], paragraph: tuple[int, int], said: Statement | None) -> Name | None:
        """Go on to a sentence: the name that it carries on from the sentence before. Call once for every sentence, in order."""
        if paragraph != self._paragraph:
            self._paragraph, self._named, self._results = paragraph, [], False
            self._of_paragraph = shares(self._types.within(*paragraph))
            if self._name and not _goes_on(self._text, sentence, self._name):
                self._name = None
        carried = self._name
        own = self._mentions.nearest(*sentence, sentence[1])
        self._whole = self._of_whole(sentence)
        if own:
            carried, self._name = None, own
            self._named.append(own)
            self._results = not (said and said.figures) and bool(_RESULTS.search(self._text, *sentence))
        elif carried and said and not self._results and not _speaks_on(said, carried):
            carried = self._name = None
        if not own and not carried and (named := self._this_one(sentence)):
            carried = self._name = named
        return carried

    def _of_whole(self, sentence: tuple[int, int]) -> Name | None:
        """The name since whose beginning the sentence counts (自推行“甲”以来), or whose parts it lists (“3+4+2”格局，即…)."""
        if since := _SINCE.match(self._text, *sentence):
            return self._mentions.nearest(*since.span(), since.end())
        for at, name in self._mentions.within(*sentence):
            if _NUMBERED.search(name.text) and _MADE_OF.match(self._text, at + len(name.text), sentence[1]):
                return name
        return None

    def _this_one(self, sentence: tuple[int, int]) -> Name | None:
        """The last name of the paragraph that is of the kind which the sentence points back to (该机制)."""
        if match := _THIS_ONE.match(self._text, *sentence):
            return next((name for name in reversed(self._named) if _is_a(name, match["head"])), None)
        if match := _BARE_HEAD.match(self._text, *sentence):
            return next((name for _, name in self._mentions.within(0, len(self._text)) if _is_a(name, match["head"])), None)
        return None

    def name(self, said: Statement, i: int, carried: Name | None) -> Name | None:
        """The innovation that figure ``i`` is evidence for."""
        k = said.at[i]
        position = said.figures[i].start
        begin, end = said.clause(k)
        own = self._mentions.nearest(said.tokens[begin].start, said.tokens[end - 1].end, position)
        if self._whole and (own is None or _NUMBERED.search(self._whole.text)):
            return self._whole
        for begin, end in (said.clause(k), _part(said, k)):
            start, stop = said.tokens[begin].start, said.tokens[end - 1].end
            if name := self._mentions.nearest(start, stop, position):
                return name
        return carried

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
        clause, part = ((said.tokens[begin].start, said.tokens[end - 1].end) for begin, end in (said.clause(k), _part(said, k)))
        tally = Tally()
        tally.add(votes(f"{name.text} {name.head}") if name else (), _OF_NAME)
        tally.add(votes(subject), _OF_SUBJECT)
        tally.add(self._types.within(*clause), _OF_CLAUSE)
        tally.add(self._types.within(*part), _OF_PART)
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


def _speaks_on(said: Statement, name: Name) -> bool:
    """Whether a sentence without a name goes on speaking of ``name``, the last one."""
    return _goes_on(said.text, (said.start, said.end), name) or bool(_CONTINUED.match(said.classes))


def _goes_on(text: str, sentence: tuple[int, int], name: Name) -> bool:
    """Whether a sentence opens with what is said of ``name``; a head that it opens with (该平台, 行动期间) must be one of the name's."""
    match = _GOES_ON.match(text, *sentence)
    if not match or not match["head"]:
        return bool(match)
    return _is_a(name, match["head"])


def _is_a(name: Name, head: str) -> bool:
    """Whether a name is that of a ``head`` (平台, 机制)."""
    return head in name.text or head in name.head
