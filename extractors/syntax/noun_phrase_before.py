"""The noun phrase that ends before a token, and the topic of a clause: the noun phrase before its predicate."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.syntax.clause import TokenizedSentence
from extractors.syntax.nouns import AGENT, HEADS, MODIFIERS, SUFFIXES, closes, may_modify, opens, splits_a_word
from extractors.tokens.tokenizer import Token

_NOMINAL = frozenset("nA")
_PREDICATE = frozenset("udUDbBocskymxeMLEatvVK2345")
# After these, a verb governs the noun instead of modifying it: 累计上报网格事件.
_BEFORE_PREDICATES = frozenset(["共", "共计", "总共", "累计", "已", "现已", "均已", "已经", "先后", "日均", "平均每天", "并"])
_MODIFIED = HEADS | SUFFIXES
_AVERAGES = frozenset(["平均", "日均", "月均", "年均"])
_OTHER = frozenset(["其他", "其它"])
# Nouns too general without the offences listed before them: 侵犯商标权、专利权等案件.
_OFFENCES = frozenset(["案件", "犯罪", "行为"])
# Relational nouns, too general without the modifier before 的.
_RELATIONAL = frozenset(["周期", "间隔", "时间", "比例", "比重", "数量", "总数", "人数", "金额", "概率", "用时", "面积", "速度", "总量", "总额", "比率", "次数", "耗时", "用时", "需时", "时长", "时限", "期限", "频次", "频率"])  # fmt: skip
_TAILS = frozenset("户所站车")
_LEADS_UP = frozenset("abBtemkyEhpfrqLMocK")
_SHORTEST = 4  # characters; an agent is dropped only if at least as many follow
_NEGATING = ("非", "未", "不", "无")  # 非警务警情: what begins so means the opposite without it
_LONGEST = 11  # characters; longer phrases are shortened


def phrase_before(sentence: TokenizedSentence, end: int, begin: int, topical: bool = False) -> tuple[int, int]:
    """Token range of the noun phrase that ends before token ``end`` and begins at ``begin`` or later; ``(end, end)`` if there is none.

    Words that only introduce a figure (共, 达, 平均) are skipped. In a ``topical`` phrase, verbs can be modifiers (办理时限).
    """
    tokens = sentence.tokens
    stop = end
    while stop > begin and _leads_up(tokens[stop - 1]):
        stop -= 1
    start = stop
    quoted = False
    while start > begin:
        token = tokens[start - 1]
        if token.cls == '"':
            quoted = not quoted if quoted or closes(token) or token.text == '"' else quoted
            if not quoted and not opens(token) and token.text != '"':
                break
        elif not quoted and splits_a_word(tokens, start, begin, stop):
            start -= 1
            if token.cls in "vV" and not topical:  # 评|结纠纷
                start -= _is_qualified(tokens, start, begin)
                break
            continue
        elif not quoted and not _continues(sentence, start - 1, stop, topical):
            break
        start -= 1
        if token.text in _AVERAGES and not quoted and not _needs_more(tokens, start, stop):  # 警车平均车龄
            break
        if (
            token.cls == "V" and not topical and start + 1 < stop and not quoted and tokens[start + 1].text not in _MODIFIED
        ):  # a verb and its object: the agent stands before them
            start -= splits_a_word(tokens, start, begin, stop) or _is_qualified(tokens, start, begin)
            break
    return _shortened(sentence, *_trimmed(tokens, start, stop))


def _leads_up(token: Token) -> bool:
    """Whether a word between a noun and its figure only introduces the figure: 共, 达, 平均."""
    return token.text != "类" and (token.cls in _LEADS_UP or (token.cls in 'z"' and not closes(token)))


def _is_qualified(tokens: Sequence[Token], start: int, begin: int) -> bool:
    """Whether a negation or 非法 precedes the verb at token ``start``: 不系安全带, 非法取砂."""
    return start > begin and (tokens[start - 1].cls == "N" or tokens[start - 1].text == "非法")


def _needs_more(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether an average at token ``start`` modifies a relational noun that also needs the word before it: 道路恢复畅通平均时间."""
    if stop - start != 2 or tokens[start + 1].text not in _RELATIONAL or not start:
        return False
    return tokens[start - 1].cls in "nvVA" and tokens[start - 1].text[0] != "每"


def _continues(sentence: TokenizedSentence, k: int, stop: int, topical: bool) -> bool:
    """Whether token ``k`` extends the phrase that so far begins after it."""
    token, tokens = sentence.tokens[k], sentence.tokens
    first = k + 1 == stop
    cls = token.cls
    following = None if first else tokens[k + 1]
    if cls in _NOMINAL or cls == "q":
        only_verb = k + 2 == stop and tokens[stop - 1].cls == "v" and len(tokens[stop - 1].text) > 1
        named = k and tokens[k - 1].cls == "n" and (token.text in _TAILS or tokens[k - 1].text.isascii())  # 农牧户3246户
        measure = cls == "q" and first and token.text != "类" and not named
        return not (measure or (only_verb and not topical and AGENT.search(token.text)))
    if cls == "l":
        return not first and len(token.text) < 2
    if cls in ("N", "h"):
        return not first
    if first:
        return cls == "V" or (cls == "v" and len(token.text) > 1) or (cls == "g" and (topical or token.text.endswith("警")))
    if cls == "V":
        return k == 0 or tokens[k - 1].text not in _BEFORE_PREDICATES
    if cls == "v":
        if following is not None and (
            following.text in SUFFIXES
            or (len(following.text) == 1 and following.cls in "nq" and (k + 2 == stop or len(token.text) == 1))
            or (topical and len(token.text) > 1)
        ):
            return True
        if token.text in MODIFIERS and following is not None and following.cls in _NOMINAL:
            return True
        if following is not None and following.text in HEADS and any(one.cls in "vu" for one in tokens[max(0, k - 6) : max(0, k - 1)]):
            return True  # 侦破公安部挂牌督办案件
        return k > 0 and tokens[k - 1].cls == "N"  # 未破案件
    if cls == "j":
        return (
            following is not None
            and k > 0
            and tokens[k - 1].cls in 'nVA"'
            and following.cls in 'nVAv"'
            and token.text in ("、", "和", "与", "及")
        )
    if following is not None and _modifies(token, following):
        return True
    if cls == "a":  # 侵犯商标权、专利权等案件
        return token.text == "等" and k > 0 and tokens[k - 1].cls in "nV" and following is not None and following.text in _OFFENCES
    if cls == "z":
        return k + 2 == stop and (len(tokens[stop - 1].text) <= 1 or tokens[stop - 1].text in _RELATIONAL)
    return False


def _modifies(token: Token, following: Token) -> bool:
    """Whether a word other than a noun modifies the noun after it: 直接财产损失, 其他类, 农村居民人均纯收入."""
    if token.text in _OTHER:
        return following.text == "类"
    if token.cls == "e":
        return following.cls in _NOMINAL and token.text.endswith("均")
    return token.cls == "a" and following.cls == "n" and len(token.text) == 2 and may_modify(token)


def _trimmed(tokens: Sequence[Token], start: int, stop: int) -> tuple[int, int]:
    while start < stop and tokens[start].cls in "jzaq" and not (start + 1 < stop and _modifies(tokens[start], tokens[start + 1])):
        start += 1
    return start, stop


def _shortened(sentence: TokenizedSentence, start: int, stop: int) -> tuple[int, int]:
    """Shorten a long phrase.

    Drops its agent (公安分局“110”接报类警情), then a leading quotation, then leading words, unless the phrase has quotations or lists.
    """
    if start < stop and sentence.tokens[stop - 1].end - sentence.tokens[start].start > _LONGEST:
        start = _behind_the_agent(sentence, start, stop)
    opened = sentence.classes.find('"', start, stop)
    closed = sentence.classes.rfind('"', start, stop)
    if (
        opened == start < closed < stop - 1
        and sentence.tokens[stop - 1].end - sentence.tokens[start].start > _LONGEST
        and sentence.tokens[stop - 1].end - sentence.tokens[closed].end >= 4
    ):
        start = closed + 1  # “两客一危”车辆检验率
    while (
        stop - start > 2
        and sentence.tokens[stop - 1].end - sentence.tokens[start].start > _LONGEST
        and not {'"', "j"} & set(sentence.classes[start:stop])
        and not sentence.tokens[start].text.startswith(_NEGATING)
    ):
        start += 1
    return start, stop


def _behind_the_agent(sentence: TokenizedSentence, start: int, stop: int) -> int:
    """First token after the last agent in ``start:stop``, if enough text follows; else ``start``."""
    for k in range(stop - 2, start - 1, -1):
        if len(sentence.tokens[k].text) > 1 and AGENT.search(sentence.tokens[k].text):
            enough = sentence.tokens[stop - 1].end - sentence.tokens[k].end >= _SHORTEST and sentence.classes[k + 1] not in "jz"
            return k + 1 if enough else start
    return start


def topic(sentence: TokenizedSentence, begin: int, end: int) -> tuple[int, int]:
    """Token range of the noun phrase before the predicate in the tokens ``begin:end``; empty if there is none or only an agent.

    A preposition ends the topic only if there is no predicate (线上办件量以16%的增幅走高).
    """
    found = _before_predicate(sentence, begin, end, _PREDICATE)
    return found if found[0] < found[1] else _before_predicate(sentence, begin, end, _PREDICATE | {"p"})


def _before_predicate(sentence: TokenizedSentence, begin: int, end: int, predicates: frozenset[str]) -> tuple[int, int]:
    tokens = sentence.tokens
    nominal = False
    quoted = False
    for k in range(begin, end):
        token = tokens[k]
        quoted = quoted != (token.cls == '"' and (closes(token) if quoted else opens(token)))
        if quoted:
            continue
        if nominal and token.cls in predicates:
            if token.cls in "Vv" and k + 1 < end and (tokens[k + 1].cls in "nzVv" or tokens[k + 1].text in SUFFIXES):
                continue
            if k + 1 < end and tokens[k + 1].cls == "z":  # 录得的爆窃案上升
                continue
            if token.cls in "Vv" and k + 1 < end and tokens[k + 1].cls in "udUDymscbBxake" and tokens[k + 1].text not in ("了", "过"):
                continue
            if token.cls == "e" and k + 1 < end and tokens[k + 1].cls == "n":
                continue
            if token.cls == "t" or (token.cls == "a" and token.text in ("在", "来", "去")):
                continue
            if token.text == "等" and k + 1 < end and tokens[k + 1].cls in "nVA":  # 盗窃等可防性案件
                continue
            start, stop = phrase_before(sentence, k, begin, topical=True)
            if start < stop and not all(one.cls == "g" for one in tokens[start:stop]):
                return start, stop
            nominal = False
        elif token.cls in "nVvAl":
            nominal = nominal or len(token.text) > 1
    return end, end
