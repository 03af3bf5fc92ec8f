"""Candidate phrases for the subject of a figure before it: its noun phrase, the topic, the verb.

Functions with the arguments ``sentence`` and ``i``, the index of a figure in it (from 0), return the phrase, or an empty string.
"""

from __future__ import annotations

import regex

from extractors.syntax.clause import TokenizedSentence
from extractors.syntax.noun_phrase_before import phrase_before, topic
from extractors.syntax.noun_phrase_behind import phrase_behind
from extractors.syntax.nouns import GENERAL, is_person, names_an_agent, says_who
from extractors.tokens.gazetteer import mentions
from extractors.tokens.tokenizer import Token

_PASSIVE = frozenset(["被", "遭", "获"])
_LONGEST_RELATIVE = 12  # characters
_CLAUSES_BACK = 6
_ZONE = regex.compile(r"\p{Han}{2,6}(?:开发区|高新区|经开区|管委会)")
_DATELINE = regex.compile(r"(?:[网报社讯]|客户端)$")
_SAVING = frozenset(["少跑", "少走", "多跑", "多走", "节省", "节约"])
_UNDER = frozenset(["在", "于"])  # what opens a circumstance that 下 ends
CAMPAIGNS = ("行动", "活动", "战役", "会战")
MEANS = frozenset(["通过", "利用", "使用", "运用", "依托", "借助", "采取", "采用", "帮助"])
_AMONG = frozenset(["在", "于", "列", "居", "排", "位列", "位居", "跻身", "晋级", "晋升", "跃居", "升至", "名列"])
_WHEN = frozenset(["后", "以后", "之后", "以来", "时"])
_AMONG_THEM = frozenset(["中", "里", "当中"])
_WITHOUT_MEANING = frozenset(["以", "是", "有", "为", "把", "被"])
_SHARES = frozenset(["占比", "比重", "所占比例"])


def age(sentence: TokenizedSentence, i: int) -> str:
    """``年龄`` or ``平均年龄``, for a figure in years of age: 71岁的师傅, 平均年龄30岁."""
    k = sentence.at[i]
    return "平均年龄" if "平均年龄" in sentence.words(clause_begin(sentence, k), k) else "年龄"


def counted_before(sentence: TokenizedSentence, i: int) -> str:
    """Noun phrase right before the figure, back to its governing verb; for a verb without object, the action or the topic of the clause."""
    k = sentence.at[i]
    begin = clause_begin(sentence, k)
    amounting = any(cls in "bBs" for cls in sentence.classes[max(begin, k - 3) : k])  # 粮食种植面积达到: a topic, no object
    start, stop = phrase_before(sentence, k, begin, topical=amounting)
    if start > begin and sentence.tokens[start - 1].text == "每":  # 工本费每证20元
        start, stop = phrase_before(sentence, start - 1, begin, topical=True)
    if sentence.figures[i].kind == "money" and (action := _done_for_people(sentence, start, stop, begin)):
        return action
    if start < stop and sentence.tokens[start].text in MEANS:  # 利用无人机协助破案5起
        start = next((j for j in range(start + 1, stop) if sentence.classes[j] in "vV"), start)
    if start == stop or (sentence.classes[start:stop].strip("g") == "" and not sentence.words(start, stop).endswith("警")):
        return ""
    if start > begin and sentence.tokens[start - 1].text in _PASSIVE and all(cls in "vV" for cls in sentence.classes[start:stop]):
        return sentence.words(*phrase_before(sentence, start - 1, begin, topical=True))  # 内部人员被查处92人
    if (stop - start == 1 and sentence.classes[start] in "vV") or all(cls in "NvV" for cls in sentence.classes[start:stop]):
        return _done(sentence, start, stop, begin)
    return sentence.words(_modifier(sentence, start, stop, begin), stop)


def _modifier(sentence: TokenizedSentence, start: int, stop: int, begin: int) -> int:
    """First token of a phrase that ends before ``stop``, with the modifier that a general noun needs.

    The modifier is a noun before a verb that begins the phrase (农作物绝收面积), a verb between two nouns (重点督办事项) or a relative
    clause (涉及刑事的个案).
    """
    before = sentence.classes[begin:start]
    if sentence.classes[start] == "V" and before.endswith("n") and not _acts(sentence.tokens[start - 1]):
        return start - (_length(sentence, start - 1, stop) <= _LONGEST_RELATIVE)
    if stop - start > 1 or sentence.tokens[start].text not in GENERAL:
        return start
    if before[-1:] in tuple("vV") and before[-2:-1] in tuple("nAV") and not _acts(sentence.tokens[start - 2]):
        return start - 1
    first = start - before.endswith("z")
    while (
        first > begin
        and first < start
        and sentence.classes[first - 1] in "nNVvA"
        and _length(sentence, first - 1, stop) <= _LONGEST_RELATIVE
    ):
        first -= 1
    return first if any(cls in "Vv" for cls in sentence.classes[first : start - 1]) else start


def _length(sentence: TokenizedSentence, start: int, stop: int) -> int:
    """Number of characters of the tokens ``start:stop``."""
    return sentence.tokens[stop - 1].end - sentence.tokens[start].start


def _acts(token: Token) -> bool:
    return is_person(token) or names_an_agent(token.text)


def _done(sentence: TokenizedSentence, start: int, stop: int, begin: int) -> str:
    """Subject if only verbs stand before a figure: the action, if the verbs are specific enough, else the topic, unless it is the agent."""
    sent = sentence.classes[start] == "N" or (start > begin and sentence.classes[start - 1] in "vV")  # 推送预警: what is sent
    if sent or (stop - start > 1 and sentence.classes[start:stop].strip("vV") == ""):  # 抢险救援516起, 举报投诉27起
        return sentence.words(start, stop)
    above = sentence.words(*topic(sentence, begin, stop))
    return sentence.words(start, stop) if names_an_agent(above) and stop - start == 1 else above


def _done_for_people(sentence: TokenizedSentence, start: int, stop: int, begin: int) -> str:
    """Action on an amount of money, without the beneficiary: ``返还群众386万元``, ``为外国游客追回2.6万元``."""
    person = next((k for k in reversed(range(start, stop)) if is_person(sentence.tokens[k]) and len(sentence.tokens[k].text) > 1), -1)
    if person < 0:
        return ""
    if person + 1 == stop:
        return sentence.words(start - 1, start) if person == start > begin and sentence.classes[start - 1] in "vV" else ""
    return sentence.words(person + 1, stop) if sentence.classes[person + 1 : stop].strip("vV") == "" else ""


def clause_begin(sentence: TokenizedSentence, k: int) -> int:
    """First token of the clause before token ``k``: after a pause, the amount before, a dateline (1月8日电) or a circumstance (在…支持下)."""
    begin = k
    while begin and sentence.classes[begin - 1] not in ",;:.()1234" and not _opens_clause(sentence, begin - 1):
        begin -= 1
    after_amount = 0 < begin < k - 2 and sentence.classes[begin - 1] in "1234"
    if after_amount and sentence.tokens[k - 2].text == "、" and sentence.classes[begin : k - 2].strip("n") == "":
        begin = k - 2  # 6个省市、行程4万公里: the noun before is that of the other amount
    while begin < k and sentence.classes[begin] in "jz":
        begin += 1
    return begin


def _opens_clause(sentence: TokenizedSentence, t: int) -> bool:
    """Whether a clause begins behind token ``t``, without a pause: it ends a dateline, a circumstance or a campaign (行动中)."""
    if sentence.tokens[t].text == "下":
        begin = 1 + max(sentence.classes.rfind(pause, 0, t) for pause in ",;:.()1234")
        return any(token.text in _UNDER for token in sentence.tokens[begin : t - 1])
    if sentence.tokens[t].text == "中":
        return t > 0 and sentence.tokens[t - 1].text.endswith((*CAMPAIGNS, "整治"))  # 行动中共立案26起
    return sentence.tokens[t].text in ("电", "讯") and sentence.classes[t - 1 : t] == "5"


def clause_topic(sentence: TokenizedSentence, i: int) -> str:
    """Topic of the clause: the phrase before its predicate; in brackets, the one before them."""
    k = sentence.at[i]
    begin = clause_begin(sentence, k)
    if begin and sentence.classes[begin - 1] == "(":
        k = begin - 1
        begin = clause_begin(sentence, k)
    if sentence.classes[begin : begin + 1] in tuple("sx"):
        return ""  # 占地区生产总值的比重为48.9%, 高于控制指标2起: the subject stands in an earlier clause
    start, stop = topic(sentence, begin, k)
    if _is_compared_with(sentence, begin, start) or _says_when(sentence, stop):
        return ""
    if start < stop:
        return _with_share(sentence, start, stop, begin)
    start, stop = phrase_before(sentence, k, begin, topical=True)
    # 占全市汽车总量的8.9%, 在各市中名列第一: a term of comparison
    if set("csx") & set(sentence.classes[begin:start]) or sentence.tokens[begin].text == "在":
        return ""
    return "" if sentence.classes[start:stop].strip("gudUDs") == "" else sentence.words(start, stop)


def _with_share(sentence: TokenizedSentence, start: int, stop: int, begin: int) -> str:
    """Text of the tokens ``start:stop``, with a word for a share after it: 网上办理占比由35%跃升至82%."""
    if start < stop < len(sentence.tokens) and sentence.tokens[stop].text in _SHARES:
        stop += 1
        start -= start > begin and sentence.classes[start - 1] == "h"
    return sentence.words(start, stop)


def _is_compared_with(sentence: TokenizedSentence, begin: int, start: int) -> bool:
    """Whether the phrase at token ``start`` is a term of comparison or the whole of a share: 较疫情前同期仍少35.6%, 占总支出的比例."""
    before = sentence.classes[begin:start].rstrip("tfqrhglaz")
    closed = {"t", "5"} & set(before) and sentence.tokens[begin + len(before) - 1].text == "相比"  # 与去年同期相比受理件数下降8.5%
    return before.endswith(("c", "s")) and not closed


def _says_when(sentence: TokenizedSentence, stop: int) -> bool:
    """Whether the phrase that ends before token ``stop`` only says when: 升级后增加到60台."""
    return stop < len(sentence.tokens) and sentence.tokens[stop].text in _WHEN


def topic_before_verb(sentence: TokenizedSentence, i: int) -> str:
    """Phrase before the verb of movement that governs the figure."""
    k = sentence.at[i]
    begin = clause_begin(sentence, k)
    if sentence.classes[begin : begin + 1] == "x":
        return ""  # 高出全国增速2个百分点
    verb = max((sentence.classes.rfind(letter, begin, k) for letter in "udUDIFMLxsBb"), default=-1)
    if verb < 0:
        return ""
    while verb > begin and sentence.classes[verb - 1] in "aIFudUD":  # 电话骗案跌幅更达70%
        verb -= 1
    start, stop = phrase_before(sentence, verb, begin, topical=True)
    holiday = sentence.classes[begin:start].endswith(("y", "c")) and "t" in sentence.classes[stop:verb]  # 较去年“五一”假期增长
    if holiday or _is_compared_with(sentence, begin, start) or _says_when(sentence, stop):
        return ""
    if start == stop and sentence.classes[verb] in "udUD":
        start, stop = phrase_before(sentence, k, verb + 1)
    return sentence.words(start, stop)


def saved(sentence: TokenizedSentence, i: int) -> str:
    """Verb right before the figure that itself says what is saved: ``少跑20公里``, ``节省一小时``."""
    word = sentence.tokens[sentence.at[i] - 1].text if sentence.at[i] else ""
    return word if word in _SAVING and sentence.figures[i].kind in ("measure", "duration") else ""


def moved_from(sentence: TokenizedSentence, i: int) -> str:
    """Phrase right before 从, 由 or 较: ``公安分局接报被盗警情从358起降到142起``."""
    k = sentence.at[i]
    begin = clause_begin(sentence, k)
    origin = max(sentence.classes.rfind("o", begin, k), sentence.classes.find("c", begin + 1, k))
    origin = max(origin, begin)
    origin -= origin > begin and (sentence.tokens[origin - 1].text in _SHARES or sentence.classes[origin - 1] in "IF")
    start, stop = phrase_before(sentence, origin, begin, topical=True)
    return "" if _is_compared_with(sentence, begin, start) else _with_share(sentence, start, stop, begin)


def ranked(sentence: TokenizedSentence, i: int) -> str:
    """What is ranked, named before the field of the ranking: ``通行指数在大中城市榜单中位居第18位``."""
    k = sentence.at[i]
    begin = clause_begin(sentence, k)
    field = next((j for j in range(begin, k) if sentence.tokens[j].text in _AMONG or sentence.classes[j] == "K"), begin)
    phrase = sentence.words(*phrase_before(sentence, field, begin, topical=True))
    return "" if names_an_agent(phrase) or says_who(phrase) else phrase


def earlier_topic(sentence: TokenizedSentence, i: int) -> str:
    """Topic of an earlier clause in the figure's part of the sentence (between ；), if no amount stands before the figure there."""
    before, k = sentence.amount_before(i), sentence.at[i]
    part = sentence.classes.rfind(";", 0, k)
    if before >= 0 and sentence.at[before] > part:
        return ""
    end = clause_begin(sentence, k) - 1
    while end > (part if before >= 0 else 0):
        begin = clause_begin(sentence, end)
        above = topic(sentence, begin, end)
        if above[0] < above[1] and not _DATELINE.search(sentence.words(*above)):
            return sentence.words(*above)
        end = begin - 1
    return ""


def result(sentence: TokenizedSentence, i: int) -> str:
    """Phrase before a zero, with the result after it: ``检察监督零纠违``."""
    k = sentence.at[i]
    begin = clause_begin(sentence, k)
    joint = sentence.classes.rfind("j", begin, k)
    start, stop = phrase_before(sentence, k, joint + 1 if joint >= 0 else begin, topical=True)
    measured = sentence.words(start, stop)
    behind = sentence.tokens[k + 1].text if k + 1 < len(sentence.tokens) else ""
    if behind in ("发生", "报告", "出现", "增长"):
        return measured
    return measured + (sentence.words(*phrase_behind(sentence, k + 1, sentence.pause_behind(k))) or behind[:4])


def of_those(sentence: TokenizedSentence, i: int) -> str:
    """What the figure is a part of, if the clause before says so: ``涉酒事故中，83.3%发生在夜间``."""
    begin = clause_begin(sentence, sentence.at[i])
    if begin < 3 or sentence.classes[begin - 1] != "," or sentence.tokens[begin - 2].text not in _AMONG_THEM:
        return ""
    return sentence.words(*phrase_before(sentence, begin - 2, sentence.clause(begin - 2)[0], topical=True))


def last_noun(sentence: TokenizedSentence, i: int) -> str:
    """Noun phrase nearest before the figure, in its clause or an earlier one: ``增长率最高，达到103%``."""
    end = sentence.at[i]
    for _ in range(_CLAUSES_BACK):
        if end <= 0:
            break
        begin = clause_begin(sentence, end)
        stop = max((k + 1 for k in range(begin, end) if sentence.classes[k] in "nA"), default=begin)
        phrase = sentence.words(*phrase_before(sentence, stop, begin, topical=True))
        if len(phrase) > 1 and not is_place(phrase):
            return phrase
        end = begin - 1
    return ""


def bare_verb(sentence: TokenizedSentence, i: int) -> str:
    """Last resort: the verb before the figure (办理1864件, 跑4趟)."""
    k = sentence.at[i]
    begin = clause_begin(sentence, k)
    start, stop = phrase_before(sentence, k, begin)
    if len(sentence.words(start, stop)) > 1:
        return sentence.words(start, stop)
    while k > begin and sentence.classes[k - 1] == "a":
        k -= 1
    verb = sentence.tokens[k - 1] if k > begin else None
    return verb.text if verb and verb.cls in "vV" and verb.text not in _WITHOUT_MEANING else ""


def is_place(phrase: str) -> bool:
    """Whether a phrase is a place name: one in the gazetteer, or a zone by its suffix."""
    return bool(_ZONE.fullmatch(phrase)) or any((mention.start, mention.end) == (0, len(phrase)) for mention in mentions(phrase))
