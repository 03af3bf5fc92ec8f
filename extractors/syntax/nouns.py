"""Noun phrases in a range of tokens: at its end, at its beginning, or as the topic before the predicate."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.syntax.clause import TokenizedSentence
from extractors.tokens.tokenizer import Token, class_of

_NOMINAL = frozenset("nA")
_QUOTES = frozenset('"')
_PREDICATE = frozenset("udUDbBocskymxeMLEatvVK2345")
SUFFIXES = frozenset(["率", "量", "数", "额", "值", "度", "费", "员", "人", "者", "面", "网", "站", "车", "机", "数量", "时间", "时长", "比例", "总数", "人数", "件数", "起数", "金额", "总额", "总量", "能力", "周期", "时限", "速度", "效率", "案", "类", "户", "型"])  # fmt: skip
# After these, a verb governs the noun instead of modifying it: 累计上报网格事件.
_BEFORE_PREDICATES = frozenset(["共", "共计", "总共", "累计", "已", "现已", "均已", "已经", "先后", "日均", "平均每天", "并"])
# Nouns that verbs often modify.
_HEADS = frozenset(["案件", "事件", "人员", "项目", "事项", "资金", "问题", "隐患", "车辆", "企业", "单位", "线索", "行为", "平台", "系统", "终端", "设备", "证件", "信息", "业务", "事故", "犯罪", "纠纷", "活动", "团伙", "窝点", "嫌疑人", "工具", "物品", "通道", "站点", "点", "站", "数据", "资料", "文件"])  # fmt: skip
_BUSINESSES = frozenset(["企业", "单位", "站点"])
_MODIFIED = _HEADS | SUFFIXES
# Nouns too general to say what is counted without a modifier.
GENERAL = _HEADS | frozenset(
    ["个案", "任务", "工单", "席位", "岗位", "队伍", "机构", "措施", "案例", "事宜", "诉求", "服务", "功能", "产品", "机制", "制度"]
)
_AVERAGES = frozenset(["平均", "日均", "月均", "年均"])
_STAND_ALONE = frozenset("被把将让给帮替向于使令叫请由从自按以为是有无不未没要会能可需应省市县区乡镇村我你他她它们人们上下里前后")
_OTHER = frozenset(["其他", "其它"])
_LEVELS = frozenset("国省市县区、")
_AND_ABOVE = frozenset(["以上", "及以上"])
# Nouns too general without the offences listed before them: 侵犯商标权、专利权等案件.
_OFFENCES = frozenset(["案件", "犯罪", "行为"])
# Relational nouns, too general without the modifier before 的.
_RELATIONAL = frozenset(["周期", "间隔", "时间", "比例", "比重", "数量", "总数", "人数", "金额", "概率", "用时", "面积", "速度", "总量", "总额", "比率", "次数", "耗时", "用时", "需时", "时长", "时限", "期限", "频次", "频率"])  # fmt: skip
# Verbs that modify nouns more often than they govern them.
NOMINAL_VERBS = frozenset(["预警", "指挥", "调解", "研判", "处置", "巡逻", "巡防", "审核", "服务", "宣传", "检查", "劝阻", "监督", "采集", "办案", "接待", "培训", "办理", "管理", "调度", "防控", "登记", "受理", "咨询", "报警", "投诉", "救援", "救助", "执法", "治理", "应急", "援边", "查询", "监控", "防范", "建设"])  # fmt: skip
# Attributive verbs before a noun: 追回涉案资金.
_MODIFIERS = frozenset(["涉案", "被骗", "被盗", "受损", "在逃", "在册"])
_READ_AS_ADVERBS = frozenset(["自然", "直接", "按时", "及时", "限时", "分", "地", "边", "专", "常"])
# Predicates that do not modify the noun after them: 28宗涉及村屋, 16件获评典型案例.
_INVOLVING = frozenset(["涉及", "发生", "属于", "来自", "位于", "担任", "受到", "获得", "获评", "入选", "荣获", "获", "评为"])
_TAILS = frozenset("户所站车")
_LEADS_UP = frozenset("abBtemkyEhpfrqLMocK")
_PERSON = regex.compile(r"(?:[员者师警众民客生工长手友人童属户子士犯]|干部|骨干|警力|力量|人口|助理|专员|顾问|代表)$")
# Agent nouns: before a bare verb they are its subject, not a modifier.
_AGENT = regex.compile(
    r"(?:部门|局|队|所|院|机关|中心|平台|系统|机制|模型|人员|[法检察]官|干警|警|科|室|专班|小组|单位|应用|手表|腕表|队伍|机构|公司)$"
)
_FACILITY = regex.compile(r"(?:厅|点|站|室|中心|平台|系统|终端|机制|制度|队|组|员|岗|窗口|通道|区|圈|网)$")
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
            quoted = not quoted if quoted or _closes(token) or token.text == '"' else quoted
            if not quoted and not _opens(token) and token.text != '"':
                break
        elif not quoted and _splits_a_word(tokens, start, begin, stop):
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
            start -= _splits_a_word(tokens, start, begin, stop) or _is_qualified(tokens, start, begin)
            break
    return _shortened(sentence, *_trimmed(tokens, start, stop))


def _leads_up(token: Token) -> bool:
    """Whether a word between a noun and its figure only introduces the figure: 共, 达, 平均."""
    return token.text != "类" and (token.cls in _LEADS_UP or (token.cls in 'z"' and not _closes(token)))


def _is_qualified(tokens: Sequence[Token], start: int, begin: int) -> bool:
    """Whether a negation or 非法 precedes the verb at token ``start``: 不系安全带, 非法取砂."""
    return start > begin and (tokens[start - 1].cls == "N" or tokens[start - 1].text == "非法")


def _needs_more(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether an average at token ``start`` modifies a relational noun that also needs the word before it: 道路恢复畅通平均时间."""
    if stop - start != 2 or tokens[start + 1].text not in _RELATIONAL or not start:
        return False
    return tokens[start - 1].cls in "nvVA" and tokens[start - 1].text[0] != "每"


def _splits_a_word(tokens: Sequence[Token], start: int, begin: int, stop: int) -> bool:
    """Whether a phrase that begins at token ``start`` would begin inside a word: 对|讲系统, 平|交路口.

    Two adjacent single characters count as a word missing from the dictionary, except for characters that usually stand alone.
    """
    if start + 1 >= stop or start <= begin:
        return False
    one, other = tokens[start - 1], tokens[start]
    lone = len(one.text) == len(other.text) == 1 and (one.text not in _STAND_ALONE or _opens_a_word(tokens, start - 1, begin))
    return lone and one.cls in "nVvAfp" and other.cls in "nVvA"


def _opens_a_word(tokens: Sequence[Token], k: int, begin: int) -> bool:
    """Whether 上 or 下 at token ``k`` follows no noun that it could locate: 上牌电动车, 未上牌电动车."""
    return tokens[k].text in "上下" and (k == begin or tokens[k - 1].cls in "Nwv")


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
        return not (measure or (only_verb and not topical and _AGENT.search(token.text)))
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
        if token.text in _MODIFIERS and following is not None and following.cls in _NOMINAL:
            return True
        if following is not None and following.text in _HEADS and any(one.cls in "vu" for one in tokens[max(0, k - 6) : max(0, k - 1)]):
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
    return token.cls == "a" and following.cls == "n" and len(token.text) == 2 and _may_modify(token)


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
        if len(sentence.tokens[k].text) > 1 and _AGENT.search(sentence.tokens[k].text):
            enough = sentence.tokens[stop - 1].end - sentence.tokens[k].end >= _SHORTEST and sentence.classes[k + 1] not in "jz"
            return k + 1 if enough else start
    return start


def is_person(token: Token) -> bool:
    """Whether a word denotes people: 队员, 群众, 骨干."""
    return bool(_PERSON.search(token.text))


def says_who(phrase: str) -> bool:
    """Whether a phrase ends in a noun for people."""
    return bool(_PERSON.search(phrase))


def names_an_agent(phrase: str) -> bool:
    """Whether a phrase ends in a noun for an agent: 消防部门, 指挥平台."""
    return bool(_AGENT.search(phrase))


def _closes(token: Token) -> bool:
    return token.text in "”’」』》"


def _opens(token: Token) -> bool:
    return token.text in "“‘「『《"


def phrase_behind(sentence: TokenizedSentence, begin: int, end: int, of_people: bool = False, governed: bool = False) -> tuple[int, int]:
    """Token range of the noun phrase that begins at token ``begin`` and ends by ``end``; empty if there is none.

    ``of_people``: the figure counts people; a verb after it is what they do and ends the phrase. ``governed``: a verb governs the figure;
    verbs that often modify nouns are then read as modifiers.
    """
    tokens = sentence.tokens
    start = begin
    while (
        start < end
        and not _splits_a_word(tokens, start + 1, start, end)
        and (tokens[start].cls in "zf" or tokens[start].text in ("各类", "各种", "各", "不同", "各项", "各式", "多", "余", "本地", "当地"))
    ):
        start += 1
    stop = start + _splits_a_word(tokens, start + 1, start, end)  # 外|呼席位
    if start < end and tokens[start].cls == "n" and _splits_a_word(tokens, start + 1, start, end + 1):  # 巡|控网格, 嘎|查
        stop = start + 2
    while stop < end:
        token = tokens[stop]
        following = tokens[stop + 1] if stop + 1 < end else None
        if token.cls == '"':
            closed = sentence.classes.find('"', stop + 1, end) if _opens(token) else -1
            stop = max(closed, stop) + 1
        elif (
            token.cls in "nl"
            or (token.cls == "t" and stop == start and token.text[-1] in "晚夜天冬夏春秋晨")
            or (token.cls == "g" and (stop == start or _in_team(tokens, stop, end) or _names_the_field(tokens, stop, end)))
        ):
            stop += 1
            goes_on = following is not None and (following.cls in "jz" or _leads_to_person(tokens, stop, end))
            if of_people and _PERSON.search(token.text) and not goes_on:
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
        or (token.cls == "a" and k == start and following is not None and following.cls in "ng" and _may_modify(token))
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
            and (following.text in SUFFIXES or (token.cls == "V" and not of_people and following.text in _HEADS))
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
    return token.text in _MODIFIERS or (len(token.text) == 2 and token.text[0] in "被涉" and token.text not in _INVOLVING)


def _two_verbs_modify(tokens: Sequence[Token], start: int, k: int, end: int) -> bool:
    """Whether token ``k`` is one of two verbs that begin a phrase and modify the noun after them: 397部聚合支付设备."""
    return start + 2 < end and k <= start + 1 and all(tokens[j].cls in "Vv" for j in (start, start + 1)) and tokens[start + 2].cls == "n"


def _verbs_lead_to_head(tokens: Sequence[Token], start: int, k: int, end: int) -> bool:
    """Whether token ``k`` is the first of two verbs between a noun and the head that all of them modify: 18个科技创新应用项目, 9600个汽车销售交易企业."""
    if not start < k < end - 2 or tokens[k - 1].cls != "n" or tokens[k + 2].text not in _HEADS:
        return False
    said = tokens[k].cls + tokens[k + 1].cls
    return said == "VV" or (said.strip("vV") == "" and tokens[k + 2].text in _BUSINESSES)


def _may_modify(token: Token) -> bool:
    """Whether an adverb before a noun modifies it: 12条日常航线, but not 已 or 共, which only introduce a number."""
    return token.text in _READ_AS_ADVERBS or (len(token.text) == 2 and token.text not in class_of())


def _is_last_person(tokens: Sequence[Token], k: int, end: int) -> bool:
    """Whether token ``k`` denotes people and is the head noun: 在逃人员, but not 持有驾驶员执照."""
    return is_person(tokens[k]) and not (k + 1 < end and tokens[k + 1].cls == "n")


def _in_team(tokens: Sequence[Token], k: int, end: int) -> bool:
    """Whether an agent is part of the name of a group (功模民警先锋队) or its end (地市公安机关)."""
    return tokens[k - 1].cls == "n" and (k + 1 == end or tokens[k + 1].cls != "n" or bool(_AGENT.search(tokens[k + 1].text)))


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
        quoted = quoted != (token.cls == '"' and (_closes(token) if quoted else _opens(token)))
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
