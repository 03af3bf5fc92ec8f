"""The noun phrase that begins at a token, such as what a count counts."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.syntax.clause import TokenizedSentence
from extractors.syntax.nouns import AGENT, HEADS, MODIFIERS, NOMINAL_VERBS, PERSON, SUFFIXES, is_person, may_modify, opens, splits_a_word
from extractors.tokens.tokenizer import Token

_BUSINESSES = frozenset(["企业", "单位", "站点"])
_LEVELS = frozenset("国省市县区、")
_AND_ABOVE = frozenset(["以上", "及以上"])
# Predicates that do not modify the noun after them: 28宗涉及村屋, 16件获评典型案例.
_INVOLVING = frozenset(["涉及", "发生", "属于", "来自", "位于", "担任", "受到", "获得", "获评", "入选", "荣获", "获", "评为"])
_FACILITY = regex.compile(r"(?:厅|点|站|室|中心|平台|系统|终端|机制|制度|队|组|员|岗|窗口|通道|区|圈|网)$")


def phrase_behind(sentence: TokenizedSentence, begin: int, end: int, of_people: bool = False, governed: bool = False) -> tuple[int, int]:
    """Token range of the noun phrase that begins at token ``begin`` and ends by ``end``; empty if there is none.

    ``of_people``: the figure counts people; a verb after it is what they do and ends the phrase. ``governed``: a verb governs the figure;
    verbs that often modify nouns are then read as modifiers.
    """
    tokens = sentence.tokens
    start = begin
    while (
        start < end
        and not splits_a_word(tokens, start + 1, start, end)
        and (tokens[start].cls in "zf" or tokens[start].text in ("各类", "各种", "各", "不同", "各项", "各式", "多", "余", "本地", "当地"))
    ):
        start += 1
    stop = start + splits_a_word(tokens, start + 1, start, end)  # 外|呼席位
    if start < end and tokens[start].cls == "n" and splits_a_word(tokens, start + 1, start, end + 1):  # 巡|控网格, 嘎|查
        stop = start + 2
    while stop < end:
        token = tokens[stop]
        following = tokens[stop + 1] if stop + 1 < end else None
        if token.cls == '"':
            closed = sentence.classes.find('"', stop + 1, end) if opens(token) else -1
            stop = max(closed, stop) + 1
        elif (
            token.cls in "nl"
            or (token.cls == "t" and stop == start and token.text[-1] in "晚夜天冬夏春秋晨")
            or (token.cls == "g" and (stop == start or _in_team(tokens, stop, end) or _names_the_field(tokens, stop, end)))
        ):
            stop += 1
            goes_on = following is not None and (following.cls in "jz" or _leads_to_person(tokens, stop, end))
            if of_people and PERSON.search(token.text) and not goes_on:
                break
        elif _leads_on(tokens, start, stop, end, of_people, governed):
            stop += 1
        else:
            break
    while stop > start and tokens[stop - 1].cls in "jzN":
        stop -= 1
    return start, stop


def _leads_to_person(tokens: Sequence[Token], k: int, end: int) -> bool:
    """Whether a noun for people stands at token ``k``, or after one other noun: 大学生志愿者, 大学生反诈志愿者."""
    if k >= end or tokens[k].cls != "n":
        return False
    return is_person(tokens[k]) or (k + 1 < end and tokens[k + 1].cls == "n" and is_person(tokens[k + 1]))


def _leads_on(tokens: Sequence[Token], start: int, k: int, end: int, of_people: bool, governed: bool) -> bool:
    """Whether token ``k``, which is not a noun, belongs to the phrase that begins at ``start``, judged by what follows before ``end``."""
    token = tokens[k]
    following = tokens[k + 1] if k + 1 < end else None
    return (
        (token.cls == "q" and k == start and following is not None and following.cls == "n" and token.text.endswith(("类", "级")))
        or (
            token.text in _AND_ABOVE and k > start and tokens[k - 1].text.endswith("级") and following is not None and following.cls in "nA"
        )
        or (token.cls == "A" and following is not None and (following.cls in "nz" or following.text in NOMINAL_VERBS))
        or (k == start and _says_which(token) and following is not None and following.cls == "n")
        or (token.cls == "a" and k == start and following is not None and following.cls in "ng" and may_modify(token))
        or (token.cls == "q" and k > start and tokens[k - 1].cls == "n" and (following is None or following.cls not in "nq"))
        or (token.text in NOMINAL_VERBS and not of_people and _leads_to_noun(tokens, k, end, k == start or governed))
        or (token.cls == "h" and k == start and following is not None and following.cls == "n")  # 31项网上业务
        or (token.cls == "N" and following is not None)
        or (token.text == "所" and k > start and (following is None or following.cls in "j"))  # 3个中心所
        or (not of_people and _is_bare_suffix(tokens, start, k, end))
        or (not of_people and _is_campaign(tokens, k))
        or (
            not of_people
            and (_two_verbs_modify(tokens, start, k, end) or any(_verbs_lead_to_head(tokens, start, j, end) for j in (k, k - 1)))
        )
        or (token.cls in "ML" and k == start and following is not None and following.cls == "n")
        or (
            token.cls in "Vvud"
            and token.text not in _INVOLVING
            and k == start
            and following is not None
            and ((following.cls in "ng" and (not of_people or _is_last_person(tokens, k + 1, end))) or following.text in SUFFIXES)
        )
        or (
            token.cls in "Vv"
            and following is not None
            and (following.text in SUFFIXES or (token.cls == "V" and not of_people and following.text in HEADS))
        )
        or (token.cls == "V" and k == start and not of_people and (following is None or following.text in "和与及"))
        or (
            token.cls == "j"
            and k > start
            and following is not None
            and following.cls in "nVvg"
            and token.text in "、和与及"
            and _joins(tokens, start, k)
        )
    )


def _is_bare_suffix(tokens: Sequence[Token], start: int, k: int, end: int) -> bool:
    """Whether a verb of one character is the last character of a noun: 182家便民服务站等."""
    ends = k + 1 == end or tokens[k + 1].cls in "aj"
    return k > start and ends and tokens[k].cls in "vV" and tokens[k].text in SUFFIXES and tokens[k - 1].cls == "n"


def _is_campaign(tokens: Sequence[Token], k: int) -> bool:
    """Whether token ``k`` is 大 before a verb that it makes a noun, or that verb: 五十四期的“六情”大走访."""
    if tokens[k].text == "大":
        k += 1
    return k > 1 and k < len(tokens) and tokens[k - 1].text == "大" and tokens[k].cls in "vV" and len(tokens[k].text) == 2


def _says_which(token: Token) -> bool:
    """Whether a verb is an attributive modifier: 涉案人士, 被拐儿童."""
    return token.text in MODIFIERS or (len(token.text) == 2 and token.text[0] in "被涉" and token.text not in _INVOLVING)


def _two_verbs_modify(tokens: Sequence[Token], start: int, k: int, end: int) -> bool:
    """Whether token ``k`` is one of two verbs that begin a phrase and modify the noun after them: 397部聚合支付设备."""
    return start + 2 < end and k <= start + 1 and all(tokens[j].cls in "Vv" for j in (start, start + 1)) and tokens[start + 2].cls == "n"


def _verbs_lead_to_head(tokens: Sequence[Token], start: int, k: int, end: int) -> bool:
    """Whether token ``k`` is the first of two verbs between a noun and the head that all of them modify: 18个科技创新应用项目, 9600个汽车销售交易企业."""
    if not start < k < end - 2 or tokens[k - 1].cls != "n" or tokens[k + 2].text not in HEADS:
        return False
    said = tokens[k].cls + tokens[k + 1].cls
    return said == "VV" or (said.strip("vV") == "" and tokens[k + 2].text in _BUSINESSES)


def _is_last_person(tokens: Sequence[Token], k: int, end: int) -> bool:
    """Whether token ``k`` denotes people and is the head noun: 在逃人员, but not 持有驾驶员执照."""
    return is_person(tokens[k]) and not (k + 1 < end and tokens[k + 1].cls == "n")


def _in_team(tokens: Sequence[Token], k: int, end: int) -> bool:
    """Whether an agent is part of the name of a group (功模民警先锋队) or its end (地市公安机关)."""
    return tokens[k - 1].cls == "n" and (k + 1 == end or tokens[k + 1].cls != "n" or bool(AGENT.search(tokens[k + 1].text)))


def _names_the_field(tokens: Sequence[Token], k: int, end: int) -> bool:
    """Whether 公安 at token ``k`` says what a noun after it belongs to: 高频公安业务."""
    return tokens[k].text == "公安" and k + 1 < end and tokens[k + 1].cls == "n"


def _leads_to_noun(tokens: Sequence[Token], k: int, end: int, first: bool) -> bool:
    """Whether the verbs from token ``k`` on modify a noun: 出入境办理服务大厅. After another noun (窗口办理业务) they may be its predicate."""
    while k < end and tokens[k].text in NOMINAL_VERBS:
        k += 1
    return k < end and tokens[k].cls == "n" and (first or bool(_FACILITY.search(tokens[k].text)))


def _joins(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether a conjunction continues the phrase: after one short noun (单项和体系标准), after a rank (国家级、省级奖项) or levels (省、市、区级单位)."""
    if all(token.text in _LEVELS for token in tokens[start:stop]):
        return True
    return stop - start == 1 and (len(tokens[start].text) <= 2 or tokens[start].text.endswith("级"))
