"""Links each figure to the named innovation it is evidence for.

A name applies in the figure's own clause, else in its part of the sentence (between ；). A sentence without a name inherits the one before
if it opens with an anaphor or a continuation (该平台…, 系统上线以来…, 目前已…).
"""

from __future__ import annotations

from bisect import bisect_left

import regex

from extractors.innovations.mentions import Mentions, counted
from extractors.innovations.names import InnovationName
from extractors.innovations.parts import part_of, span
from extractors.lexicon import lexicon, one_of
from extractors.syntax.clause import TokenizedSentence
from extractors.tokens.tokenizer import segment

# Synonym sets of head nouns: 该机制 may refer to a 模式.
_KINDS = [frozenset(kind.split()) for kind in lexicon("innovations")["kinds"]]
_KIND = one_of({word for kind in _KINDS for word in kind if len(word) > 1})
_HEAD = regex.compile(rf"(?:{_KIND}|队)(?!化(?!解))")
_TAIL = 3  # final characters that can stand for a name: 智能柜 for 涉案财物智能柜
_POINTS_BACK = r"该(?!市|县|区|省|局|所|院|州|镇)|这(?:一|个|套|种|项|款|支|些|[台架艘辆])|此(?!外|次|前)|其(?!中|他)|它(?!们)"
_LAUNCHED = r"(?:上线|施行|运行|启用|投用|推行|推广|实施|试点|运营|投入使用|应用|开通|启动|成立)\p{Han}{0,4}?(?:以来|至今|后|以后|之后|仅|[半一二两三四五六七八九十\d])"
_WHEN = r"(?:自从?|从|[去今前]年|[\d一二三四五六七八九十]+[年月日]|年?[初底末]|[上中下]旬|正式|全面)*+"
_GOES_ON = regex.compile(
    rf"[^，,。；;]{{0,3}}?(?P<head>{_KIND})(?!化(?!解))|[^，,。；;]{{0,10}}?(?:{_POINTS_BACK})(?P<head>{_KIND}|队)?+|{_WHEN}{_LAUNCHED}"
)
_LAUNCH = regex.compile(rf"(?:[^，,。；;]{{0,14}}[，,])?{_WHEN}{_LAUNCHED}")  # 去年9月启用以来，…: no subject, refers to the name before
# A sentence that opens with a kind of thing named earlier: 2025年，该机制… 截至5月底，平台注册用户…
_SPOKEN_OF = regex.compile(
    r"(?:[^，,。；;]{0,14}[，,])?(?:[^，,。；;]{0,4}?(?P<this>该|这[一套个项种支])|目前|如今|现)?(?:在|通过|依托|借助|运用)?(?P<thing>[\p{Han}A-Za-z]{2,10})"
)
_SAME_HEAD = regex.compile(rf"(?:[^，,。；;]{{0,14}}[，,])?[^，,。；;]{{0,2}}(?:该|这[一套个项种支])(?P<head>{_KIND})")
_PREDICATE = frozenset("avVtbBNhj5Uf")
_ANY_KIND = ("做法", "创新", "举措", "探索")
# 投入20万元，建成“甲”: a name after a verb of making applies to the figures before it, too
_MAKES = one_of({*lexicon("innovations")["coining"], *lexicon("innovations")["bringing_in"]})
_BROUGHT_IN = regex.compile(rf"{_MAKES}(?:了|出|起)?(?:一[个支款套种项])?(?:代号|名)?为?[^，,。；;的]{{0,4}}[“「『‘\"]?$")
_LONGEST_VERB = 12  # characters, with particles after it
_SINCE = regex.compile(r"[^，,。；;]{2,40}?(?:以来|至今)(?=[，,])")  # 自2023年推行“甲”模式以来，…
_MADE_OF = regex.compile(r"[”」』]?\p{Han}{0,8}[，,]?(?:即|[:：])")  # “3+4+2”格局，即在3个部位…
_NUMBERED = regex.compile(r"\d")
_RESULTS = regex.compile(r"[”』’]\p{Han}{0,4}的(?:成效|成果|战果|效果)")  # “X”建设的成效，以…体现
# Sentence openings without a topic of their own: 其中…, 目前已采集…, 共…, 今年以来，推送…
_NO_SUBJECT = regex.compile(r"(?:[bp][nlgq]{1,3})?a*[vV]")  # 为牧民发放…, 调解纠纷…
# A sentence without figures that opens with another task ends what the innovation before it governs: 推进敬老卡线上办理。
_NEXT_TASK = regex.compile(rf"(?:同时|此外|另外)?[，,]?(?:{_MAKES}|推进|强化|加强|深化|优化|聚焦|围绕|严格|规范|健全|完善)")
_CONTINUED = regex.compile(r"(?:[t5]f?,?)?(?:w|a+[vVn])|V?[t5]+v?f?,a*[vV]")


class InnovationLinker:
    """Reads the sentences of an article in order; keeps the innovation that the paragraph is about as state."""

    def __init__(self, text: str, mentions: Mentions) -> None:
        self._text, self._mentions = text, mentions
        self._paragraph: tuple[int, int] = (-1, -1)
        self._name: InnovationName | None = None
        self._results = False  # whether the paragraph now reports the results of the innovation
        self._topical = False  # whether its last sentence was about the innovation from the start
        self._whole: InnovationName | None = None  # applies to the whole sentence
        self._topic: tuple[int, InnovationName] | None = None  # offset and name that the sentence is about from its start
        self._counted: dict[int, tuple[int, InnovationName]] = {}  # by figure: offset and name that it counts
        self._told_by_count: set[int] = set()  # offsets of those names
        self._told_ahead: set[int] = set()  # offsets of all names that do not apply to figures before them
        self._said = {said[i : i + _TAIL] for name in mentions.all for said in (name.text, name.head) for i in range(len(said) - _TAIL + 1)}

    def open(self, span: tuple[int, int], paragraph: tuple[int, int], sentence: TokenizedSentence | None) -> InnovationName | None:
        """Advance to a sentence and return the innovation inherited from earlier ones. Stateful: call once per sentence, in text order.

        ``span`` and ``paragraph`` are offsets in the text; ``sentence`` is ``None`` for a sentence without figures.
        """
        if paragraph != self._paragraph:
            self._paragraph, self._results = paragraph, False
            if self._name and not _goes_on(self._text, span, self._name):
                self._name = None
        carried = self._name
        self._see_mentions(span, sentence)
        own = self._mentions.nearest(*span, span[1], self._told_by_count) or self._mentions.nearest(*span, span[1])
        self._whole = self._of_whole(span)
        self._topic = self._of_topic(span, sentence)
        if carried and not own and (named := self._pointed_at(span)):
            carried = self._name = named
        if own:
            carried, self._name = self._this_one(span), own
            self._results = not (sentence and sentence.figures) and bool(_RESULTS.search(self._text, *span))
            self._topical = self._topic is not None and self._topic[1] == own
        elif carried and self._ends(span, sentence, carried):
            carried = self._name = None
        if not own and not carried and (named := self._this_one(span)):
            carried = self._name = named
        return carried

    def _ends(self, span: tuple[int, int], sentence: TokenizedSentence | None, name: InnovationName) -> bool:
        """Whether a sentence without a name ends what ``name`` governs."""
        if sentence is None:
            return bool(_NEXT_TASK.match(self._text, *span))
        return not (self._results or _speaks_on(sentence, name) or self._is_said_of_topic(sentence))

    def _is_said_of_topic(self, sentence: TokenizedSentence) -> bool:
        """Whether a sentence without a subject goes on about what the sentence before it was about: “甲”共护送8次。为牧民送去药品30箱。"""
        return self._topical and bool(_NO_SUBJECT.match(sentence.classes))

    def _see_mentions(self, span: tuple[int, int], sentence: TokenizedSentence | None) -> None:
        """Record the names of a sentence that a figure counts, and those without a verb of making, which do not apply to figures before
        them.
        """
        here = self._mentions.within(*span)
        self._counted = counted(here, sentence) if sentence and here else {}
        self._told_by_count = {at for at, _ in self._counted.values()}
        self._told_ahead = self._told_by_count | {
            at for at, _ in here if not _BROUGHT_IN.search(self._text, max(span[0], at - _LONGEST_VERB), at)
        }

    def _of_whole(self, span: tuple[int, int]) -> InnovationName | None:
        """Name that applies to the whole sentence: one it counts from (自推行“甲”以来), or one whose parts it lists (“3+4+2”格局，即…)."""
        if since := _SINCE.match(self._text, *span):
            return self._mentions.nearest(*since.span(), since.end())
        for at, name in self._mentions.within(*span):
            if _NUMBERED.search(name.text) and _MADE_OF.match(self._text, at + len(name.text), span[1]):
                return name
        return None

    def _of_topic(self, span: tuple[int, int], sentence: TokenizedSentence | None) -> tuple[int, InnovationName] | None:
        """The first name of a sentence, if the sentence is about it from the start: “甲”覆盖85个村；投资90万元."""
        first = next(iter(self._mentions.within(*span)), None)
        return first if first and sentence and _is_topic(sentence, first[0]) else None

    def _this_one(self, span: tuple[int, int]) -> InnovationName | None:
        """Antecedent of a sentence that opens with an anaphor (该机制) or with a kind of thing (平台注册用户…).

        With a demonstrative, the last matching name of the article; without one, the last of the paragraph or the only match of the
        article.
        """
        if not self._mentions.all:
            return None
        if _LAUNCH.match(self._text, *span):
            return next(self._mentions.before(self._paragraph[0], span[0]), None)
        match = _SPOKEN_OF.match(self._text, *span)
        if not match or not self._may_speak_of(match["thing"]):
            return None
        thing, pointed = match["thing"], bool(match["this"])
        for name in self._mentions.before(0 if pointed else self._paragraph[0], span[0]):
            if _is_spoken_of(name, thing, pointed):
                return name
        fitting = [name for name in self._mentions.all if not pointed and _is_spoken_of(name, thing, pointed)]
        return fitting[0] if len(fitting) == 1 else None

    def _pointed_at(self, span: tuple[int, int]) -> InnovationName | None:
        """The last name of the paragraph with the very head noun that a sentence opens with (自该机制运行以来), if there is one."""
        match = _SAME_HEAD.match(self._text, *span)
        names = self._mentions.before(self._paragraph[0], span[0]) if match else ()
        return next((name for name in names if match and match["head"] in name.text + name.head), None)

    def _may_speak_of(self, thing: str) -> bool:
        """Whether ``thing`` can refer to any name of the article at all."""
        return thing[:_TAIL] in self._said or thing.startswith(_ANY_KIND) or bool(_HEAD.match(thing))

    def name(self, sentence: TokenizedSentence, i: int, carried: InnovationName | None) -> InnovationName | None:
        """Return the innovation that figure ``i`` is evidence for, or ``None``; ``carried`` is the result of ``open``.

        A name that a figure counts (36个“甲”) applies to that figure, and to those after it if the sentence has no other name.
        """
        if i in self._counted:
            return self._counted[i][1]
        k, position = sentence.at[i], sentence.figures[i].start
        clause, part = span(sentence, sentence.clause(k)), span(sentence, part_of(sentence, k))
        own = self._mentions.nearest(*clause, position, self._told_by_count)
        if self._whole and (own is None or _NUMBERED.search(self._whole.text) or _summed(sentence, own, position)):
            return self._whole
        return (
            own
            or self._mentions.nearest(part[0], position, position, self._told_by_count)
            or self._mentions.nearest(clause[1], part[1], position, self._told_ahead)
            or (self._topic[1] if self._topic and self._topic[0] < position else None)
            or carried
            or next((name for at, name in reversed(self._counted.values()) if part[0] <= at < position), None)
        )


def _summed(sentence: TokenizedSentence, name: InnovationName, figure: int) -> bool:
    """Whether the figure at offset ``figure`` sums up a list that contains ``name``: 已推出“甲”、乙、丙等6个大项."""
    at = sentence.text.rfind(name.text, sentence.start, figure)
    between = sentence.text[at + len(name.text) : figure] if at >= 0 else ""
    return {"、", "等"} <= {*between} and not {*between} & {*"，,；;"}


def _is_topic(sentence: TokenizedSentence, at: int) -> bool:
    """Whether the clause of the name at offset ``at`` opens with it, up to words that say who: 截至11月，派出所“甲”共护送12次."""
    k = bisect_left([token.start for token in sentence.tokens], at)
    before = sentence.tokens[sentence.clause(min(k, len(sentence.tokens) - 1))[0] : k]
    return not any(token.cls in "vbp" or (token.cls == "V" and len(token.text) > 1) for token in before)


def _speaks_on(sentence: TokenizedSentence, name: InnovationName) -> bool:
    """Whether a sentence without a name continues the topic ``name``, the last innovation mentioned."""
    return _goes_on(sentence.text, (sentence.start, sentence.end), name) or bool(_CONTINUED.match(sentence.classes))


def _goes_on(text: str, sentence: tuple[int, int], name: InnovationName) -> bool:
    """Whether a sentence opens with a continuation of the topic ``name``; a head noun in it (该平台, 行动期间) must fit the name."""
    match = _GOES_ON.match(text, *sentence)
    if not match or not match["head"]:
        return bool(match)
    return _may_be_a(name, match["head"])


def _is_spoken_of(name: InnovationName, thing: str, pointed: bool) -> bool:
    """Whether ``thing``, with which a sentence opens, refers to ``name``.

    It does if it has the last characters of the name, or its kind with a demonstrative before or a predicate after.
    """
    if _begins_with_end(thing, name.text[1:]) or _begins_with_end(thing, name.head):
        return True
    if pointed and thing.startswith(_ANY_KIND):
        return True
    head = _HEAD.match(thing)
    if not head or not any(head[0] in kind for kind in _kinds_of(name)):
        return False
    return pointed or any(cls in _PREDICATE for _, cls in segment(thing[head.end() :])[:1])


def _begins_with_end(thing: str, said: str) -> bool:
    """Whether ``thing`` begins with the last characters of ``said``, at least three: 调解中心… for 纠纷调解中心."""
    return any(said.endswith(thing[:length]) for length in range(_TAIL, min(len(thing), len(said)) + 1))


def _may_be_a(name: InnovationName, head: str) -> bool:
    """Whether a name can be a ``head`` (平台, 机制); a name that shows no kind (“河谷长”: 制度推行以来) fits any."""
    kinds = _kinds_of(name)
    return not kinds or any(head in kind for kind in kinds)


def _kinds_of(name: InnovationName) -> list[frozenset[str]]:
    """Synonym sets of head nouns that a name belongs to: by a longer word anywhere in it, or by a single character at its end."""
    said = name.text + name.head
    return [kind for kind in _KINDS if any(word in said if len(word) > 1 else said.endswith(word) for word in kind)]
