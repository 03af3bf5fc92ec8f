"""Candidate phrases for the subject of a figure: after it, before it, the topic, the action.

Functions with the arguments ``said`` and ``i`` take a sentence and the index of a figure and return the phrase, empty if there is none.
"""

from __future__ import annotations

import regex

from extractors.syntax.clause import PAUSES, Statement
from extractors.syntax.nouns import GENERAL, is_person, names_an_agent, phrase_before, phrase_behind, says_who, topic
from extractors.tokens.gazetteer import mentions
from extractors.tokens.words import Word

PEOPLE = frozenset(["人", "人次", "名", "位", "户", "户次", "家"])
_HOUSES = frozenset(["户", "户次", "家"])
_DIMENSION = regex.compile(r"(?:海拔|时速|[车航流风]速|距离|[高长深宽厚]度|面积|里程|直径|流量|带宽|水深|身高|体重|年龄|气温|温度)$")
_QUANTITY = regex.compile(r"(?:量|人口|警力|总数|人数|总值|总价|金额|面积|里程|收入)$")
_PASSIVE = frozenset(["被", "遭", "获"])
_LONGEST_RELATIVE = 12  # characters
_MANNERS = frozenset(["非法", "违法", "违规", "违章", "不法", "恶意", "公开", "无证", "虚假"])  # before a verb, no heads
_ATTRIBUTIVE, _VERBS = frozenset("VA"), frozenset("vVA")
_LONGEST_QUOTATION = 12  # tokens
_LONGEST_LIST = 60  # tokens
_TIMES = frozenset(["次", "回", "趟"])
_CLAUSES_BACK = 6
_LONGEST_ACTION = 12  # characters
_USED_AS = frozenset(["作为", "用于", "用作"])
_SERVING_AS = frozenset(["担任", "任", "兼任", "出任"])
_ZONE = regex.compile(r"\p{Han}{2,6}(?:开发区|高新区|经开区|管委会)")
_DATELINE = regex.compile(r"(?:[网报社讯]|客户端)$")
_SPENT = frozenset(["投入", "投资", "斥资", "耗资", "出资", "筹资", "争取", "拨款"])
_BEING = frozenset(["属于", "属", "系", "是", "为"])
_PAYMENTS = frozenset(["罚款", "罚金", "奖金", "奖励", "补贴", "补助", "赔偿", "赔款", "押金", "保证金", "手续费", "工资", "欠款", "货款", "捐款", "贷款"])
LIGHT = frozenset(["组织", "开展", "进行", "实施", "实行", "实现", "完成", "推动", "时间", "工夫"])
_MEANS = frozenset(["通过", "利用", "使用", "运用", "依托", "借助", "采取", "采用", "帮助"])
_AMONG = frozenset(["在", "于", "列", "居", "排", "位列", "位居"])
_WHEN = frozenset(["后", "以后", "之后", "以来", "时"])
_AMONG_THEM = frozenset(["中", "里", "当中"])
_WITHOUT_MEANING = frozenset(["以", "是", "有", "为", "把", "被"])
_SHARES = frozenset(["占比", "比重", "所占比例"])


def age(said: Statement, i: int) -> str:
    """``年龄`` or ``平均年龄``, for a figure in years of age: 71岁的师傅, 平均年龄30岁."""
    k = said.at[i]
    return "平均年龄" if "平均年龄" in said.words(clause_begin(said, k), k) else "年龄"


def counted_behind(said: Statement, i: int) -> str:
    """Noun phrase right after the figure, or after further figures that directly follow it (2236种712亿条…数据)."""
    last = i
    while last + 1 < len(said.figures) and said.at[last + 1] == said.at[last] + 1 and said.figures[last + 1].kind != "date":
        last += 1
    begin = behind_quotation(said, said.at[last] + 1)
    end = begin
    while end < len(said.classes) and said.classes[end] not in ",;:.()12345":
        end += 1
    figure = said.figures[i]
    if _counts_before(said, i, begin):
        return ""
    if begin < end and (called := _called(said, i, begin, end)):
        return called
    if figure.kind == "money" and begin < end and said.tokens[begin].text in _PAYMENTS:
        return said.tokens[begin].text
    governed = _is_governed(said, said.at[i])
    of_people = figure.reading.unit in PEOPLE - ({"家"} if governed else set()) or figure.rule == "counts.head_of_people"
    start, stop = phrase_behind(said, begin, end, of_people=of_people, governed=governed)
    if (
        start < stop < end
        and not of_people
        and said.classes[start:stop].strip("gl") == ""
        and said.classes[stop : stop + 2] in ("Vz", "vz")
    ):
        start, stop = phrase_behind(said, stop + 2, end)  # 12个公安部部署的专项行动
    meant = governed and said.classes[begin : begin + 1] != "z"  # 邀请14名专家组成评委组
    acting = of_people and not meant and figure.reading.unit not in _HOUSES and start < stop < end and said.classes[stop] in "vV"
    if acting and not is_person(said.tokens[max(start, stop - 1 - (said.classes[stop - 1] == '"'))]):
        return ""  # 12人上台晾晒分享: what they do
    headed = start < stop and said.tokens[stop - 1].text not in _MANNERS
    if governed and not of_people and stop < end and said.classes[stop] in (_ATTRIBUTIVE if headed else _VERBS):
        stop = whole_object(said, stop, end) or stop
    return _behind_relative(said, i, (begin, end), (start, stop)) or said.words(start, _without_rate(said, start, stop))


def whole_object(said: Statement, stop: int, end: int) -> int:
    """End of a counted object with verbs inside (查获6宗不法贩运个案), which lasts to the pause at token ``end``; 0 if another clause begins before."""
    if said.classes[end : end + 1] in tuple("12345") and said.classes[end - 1] != "j":
        return 0
    while end > stop and said.classes[end - 1] in "ja":
        end -= 1
    return end if end > stop and said.classes[end - 1] == "n" and said.classes[stop:end].strip("nvVAlgj") == "" else 0


def _counts_before(said: Statement, i: int, begin: int) -> bool:
    """Whether the subject of figure ``i`` stands before it, regardless of what begins at token ``begin`` after it."""
    figure, before = said.figures[i], said.tokens[said.at[i] - 1]
    if said.classes[begin : begin + 1] == "z":  # 纠纷量超450起的压力, 海拔2600米的崖边
        dimension = figure.kind == "measure" and _DIMENSION.search(said.text, max(said.start, figure.start - 6), figure.start)
        return bool(dimension) or _measured_before(said, i)
    # 投入20亿元完善交通, 投入资金200余万元进行改造
    acting = said.classes[begin : begin + 1] in tuple("vV") and said.tokens[begin].text not in _PAYMENTS
    return figure.kind == "money" and acting and (before.text in _SPENT or before.cls == "n")


def _called(said: Statement, i: int, begin: int, end: int) -> str:
    """Role that the words after a figure give to the things counted: 28处作为服务点, 其中4起属于疑难命案, 选聘4人担任网格员."""
    word = said.tokens[begin].text
    if word in _USED_AS:
        return said.words(*phrase_before(said, end, begin + 1, topical=True))
    parts = said.classes[said.at[i] - 1] == "w" and word in _BEING
    serving = said.figures[i].reading.unit in PEOPLE and word in _SERVING_AS
    return said.words(*phrase_behind(said, begin + 1, end)) if parts or serving else ""


def _behind_relative(said: Statement, i: int, behind: tuple[int, int], phrase: tuple[int, int]) -> str:
    """Head noun of a relative clause after figure ``i``, if ``phrase`` is empty or only the beginning of that clause."""
    (begin, end), (start, stop) = behind, phrase
    modified = said.classes[stop : stop + 1] == "z" and any(cls in "vVNA" for cls in said.classes[start:stop])
    predicated = said.figures[i].kind == "count" and said.classes[stop : stop + 1] in tuple("bB")  # 287个警力达到12人的派出所
    if not (start == stop or modified or predicated):
        return ""
    relative = said.classes.find("z", max(stop, begin), end if not predicated else said.pause_behind(stop))
    if relative < 0 or any(cls in "udUD" for cls in said.classes[begin:relative]):
        return ""
    return said.words(*phrase_behind(said, relative + 1, said.pause_behind(relative)))


def object_behind(said: Statement, i: int) -> str:
    """Full object of the verb that governs the figure, up to the next pause: ``检获277公斤未经申报和检疫食材``."""
    k = said.at[i]
    figure = said.figures[i]
    if figure.kind == "money":  # 被处以2000元罚款
        fine = _is_governed(said, k) and said.classes[k + 1 : k + 2] in tuple("vV") and said.pause_behind(k) == k + 2
        return said.tokens[k + 1].text if fine and said.tokens[k - 1].text not in _SPENT else ""
    if figure.kind not in ("count", "measure") or figure.reading.unit in _TIMES or not _is_governed(said, k):
        return ""
    end = k + 1
    while end < len(said.classes) and said.classes[end] not in ",;:.()12345p":
        end += 1
    while end > k + 1 and said.classes[end - 1] in "ja":
        end -= 1
    start = max(said.classes.rfind("z", k + 1, end) + 1, k + 1)
    return said.words(start, end) if end - start > 1 and said.classes[end - 1] in "nVv" and said.classes[start] in "hNVAa" else ""


def _is_governed(said: Statement, k: int) -> bool:
    """Whether a verb stands right before token ``k``, or before the list that contains it; particles such as 了 are skipped."""
    begin = max(0, k - _LONGEST_LIST)
    begin = max(begin, *(said.classes.rfind(pause, begin, k) + 1 for pause in PAUSES))
    while k > begin:
        before = said.classes[begin:k].rstrip("a")
        if not before.endswith("j"):
            return before.endswith(("v", "V"))
        k = max(said.classes.rfind(figure, begin, k) for figure in "1234")
    return False


def set_up_anew(said: Statement, i: int) -> str:
    """Noun after a count that follows a verb of movement: ``在政务中心增设2个户籍窗口``."""
    k = said.at[i]
    between = said.figures[i].kind == "count" and said.classes[k - 1 : k] in tuple("ud") and said.classes[k + 1 : k + 2] in tuple("nlAV")
    return counted_behind(said, i) if between else ""


def _measured_before(said: Statement, i: int) -> bool:
    """Whether the noun right before the figure names a quantity (人口超8万人, 纠纷量超450起)."""
    k = said.at[i]
    while k and said.classes[k - 1] in "ab":
        k -= 1
    return k > 0 and said.classes[k - 1] in "nv" and bool(_QUANTITY.search(said.tokens[k - 1].text))


def _without_rate(said: Statement, start: int, stop: int) -> int:
    """End of the phrase after a count, without a rate that ends it: 150万条预警指令反馈率100%."""
    if stop - start < 2 or said.classes[stop : stop + 1] not in tuple("12345") or not said.tokens[stop - 1].text.endswith("率"):
        return stop
    bare = said.tokens[stop - 1].text == "率"
    stop -= 1
    while bare and stop - start > 1 and said.classes[stop - 1] in "vVA":
        stop -= 1
    return stop


def behind_quotation(said: Statement, k: int) -> int:
    """First token after a quotation at ``k`` that contains figures (720个“1、3、8分钟”巡逻处置圈); else ``k``."""
    if said.classes[k : k + 1] != '"':
        return k
    closed = said.classes.find('"', k + 1, k + _LONGEST_QUOTATION)
    return closed + 1 if closed >= 0 and any(cls in "12345" for cls in said.classes[k:closed]) else k


def times_done(said: Statement, i: int) -> str:
    """Action done so many times: ``先后64次组织各地警力``. Empty if a verb governs the figure: ``开展3次检查``."""
    k = said.at[i]
    if said.figures[i].reading.unit not in _TIMES or (k and said.classes[k - 1] in "vV") or said.classes[k + 1 : k + 2] not in tuple("vVK"):
        return ""
    end = k + 2
    while (
        end < len(said.classes) and said.classes[end] in 'nVvAlgaq"' and said.tokens[end].end - said.tokens[k + 1].start <= _LONGEST_ACTION
    ):
        end += 1
    return said.words(k + 1, end)


def rate_behind(said: Statement, i: int) -> str:
    """Rate named after its value: ``实现97.26%的按时办结率``."""
    k = said.at[i]
    if said.figures[i].kind != "percentage" or said.classes[k + 1 : k + 2] != "z":
        return ""
    phrase = said.words(*phrase_behind(said, k + 2, said.pause_behind(k)))
    return phrase if phrase.endswith("率") else ""


def counted_before(said: Statement, i: int) -> str:
    """Noun phrase right before the figure, back to its governing verb; for a verb without object, the action or the topic of the clause."""
    k = said.at[i]
    begin = clause_begin(said, k)
    amounting = any(cls in "bBs" for cls in said.classes[max(begin, k - 3) : k])  # 粮食种植面积达到: a topic, no object
    start, stop = phrase_before(said, k, begin, topical=amounting)
    if start > begin and said.tokens[start - 1].text == "每":  # 工本费每证20元
        start, stop = phrase_before(said, start - 1, begin, topical=True)
    if said.figures[i].kind == "money" and (deed := _done_for_people(said, start, stop, begin)):
        return deed
    if start < stop and said.tokens[start].text in _MEANS:  # 利用无人机协助破案5起
        start = next((j for j in range(start + 1, stop) if said.classes[j] in "vV"), start)
    if start == stop or (said.classes[start:stop].strip("g") == "" and not said.words(start, stop).endswith("警")):
        return ""
    if start > begin and said.tokens[start - 1].text in _PASSIVE and all(cls in "vV" for cls in said.classes[start:stop]):
        return said.words(*phrase_before(said, start - 1, begin, topical=True))  # 内部人员被查处92人
    if (stop - start == 1 and said.classes[start] in "vV") or all(cls in "NvV" for cls in said.classes[start:stop]):
        return _done(said, start, stop, begin)
    return said.words(_modifier(said, start, stop, begin), stop)


def _modifier(said: Statement, start: int, stop: int, begin: int) -> int:
    """First token of a phrase that ends before ``stop``, with the modifier that a general noun needs.

    The modifier is a noun before a verb that begins the phrase (农作物绝收面积), a verb between two nouns (重点督办事项) or a relative
    clause (涉及刑事的个案).
    """
    before = said.classes[begin:start]
    if said.classes[start] == "V" and before.endswith("n") and not _acts(said.tokens[start - 1]):
        return start - (_length(said, start - 1, stop) <= _LONGEST_RELATIVE)
    if stop - start > 1 or said.tokens[start].text not in GENERAL:
        return start
    if before[-1:] in tuple("vV") and before[-2:-1] in tuple("nAV") and not _acts(said.tokens[start - 2]):
        return start - 1
    first = start - before.endswith("z")
    while first > begin and first < start and said.classes[first - 1] in "nNVvA" and _length(said, first - 1, stop) <= _LONGEST_RELATIVE:
        first -= 1
    return first if any(cls in "Vv" for cls in said.classes[first : start - 1]) else start


def _length(said: Statement, start: int, stop: int) -> int:
    """Number of characters of the tokens ``start:stop``."""
    return said.tokens[stop - 1].end - said.tokens[start].start


def _acts(token: Word) -> bool:
    return is_person(token) or names_an_agent(token.text)


def _done(said: Statement, start: int, stop: int, begin: int) -> str:
    """Subject if only verbs stand before a figure: the action, if the verbs are specific enough, else the topic, unless it is the agent."""
    sent = said.classes[start] == "N" or (start > begin and said.classes[start - 1] in "vV")  # 推送预警: what is sent
    if sent or (stop - start > 1 and said.classes[start:stop].strip("vV") == ""):  # 抢险救援516起, 举报投诉27起
        return said.words(start, stop)
    above = said.words(*topic(said, begin, stop))
    return said.words(start, stop) if names_an_agent(above) and stop - start == 1 else above


def _done_for_people(said: Statement, start: int, stop: int, begin: int) -> str:
    """Action on an amount of money, without the beneficiary: ``返还群众386万元``, ``为外国游客追回2.6万元``."""
    person = next((k for k in reversed(range(start, stop)) if is_person(said.tokens[k]) and len(said.tokens[k].text) > 1), -1)
    if person < 0:
        return ""
    if person + 1 == stop:
        return said.words(start - 1, start) if person == start > begin and said.classes[start - 1] in "vV" else ""
    return said.words(person + 1, stop) if said.classes[person + 1 : stop].strip("vV") == "" else ""


def clause_begin(said: Statement, k: int) -> int:
    """First token of the clause before token ``k``: after a pause or the amount before."""
    begin = k
    while begin and said.classes[begin - 1] not in ",;:.()1234":
        begin -= 1
    while begin < k and said.classes[begin] in "jz":
        begin += 1
    return begin


def clause_topic(said: Statement, i: int) -> str:
    """Topic of the clause: the phrase before its predicate; in brackets, the one before them."""
    k = said.at[i]
    begin = clause_begin(said, k)
    if begin and said.classes[begin - 1] == "(":
        k = begin - 1
        begin = clause_begin(said, k)
    if said.classes[begin : begin + 1] in tuple("sx"):
        return ""  # 占地区生产总值的比重为48.9%, 高于控制指标2起: the subject stands in an earlier clause
    start, stop = topic(said, begin, k)
    if _is_compared_with(said, begin, start) or _says_when(said, stop):
        return ""
    if start < stop:
        return _with_share(said, start, stop, begin)
    start, stop = phrase_before(said, k, begin, topical=True)
    # 占全市汽车总量的8.9%, 在各市中名列第一: a term of comparison
    if set("csx") & set(said.classes[begin:start]) or said.tokens[begin].text == "在":
        return ""
    return "" if said.classes[start:stop].strip("gudUDs") == "" else said.words(start, stop)


def _with_share(said: Statement, start: int, stop: int, begin: int) -> str:
    """Text of the tokens ``start:stop``, with a word for a share after it: 网上办理占比由35%跃升至82%."""
    if start < stop < len(said.tokens) and said.tokens[stop].text in _SHARES:
        stop += 1
        start -= start > begin and said.classes[start - 1] == "h"
    return said.words(start, stop)


def _is_compared_with(said: Statement, begin: int, start: int) -> bool:
    """Whether the phrase at token ``start`` is a term of comparison or the whole of a share: 较疫情前同期仍少35.6%, 占总支出的比例."""
    before = said.classes[begin:start].rstrip("tfqrhglaz")
    return before.endswith(("c", "s"))


def _says_when(said: Statement, stop: int) -> bool:
    """Whether the phrase that ends before token ``stop`` only says when: 升级后增加到60台."""
    return stop < len(said.tokens) and said.tokens[stop].text in _WHEN


def topic_before_verb(said: Statement, i: int) -> str:
    """Phrase before the verb of movement that governs the figure."""
    k = said.at[i]
    begin = clause_begin(said, k)
    if said.classes[begin : begin + 1] == "x":
        return ""  # 高出全国增速2个百分点
    verb = max((said.classes.rfind(letter, begin, k) for letter in "udUDIFMLxsBb"), default=-1)
    if verb < 0:
        return ""
    while verb > begin and said.classes[verb - 1] in "aIFudUD":  # 电话骗案跌幅更达70%
        verb -= 1
    start, stop = phrase_before(said, verb, begin, topical=True)
    if _is_compared_with(said, begin, start) or _says_when(said, stop):
        return ""
    if start == stop and said.classes[verb] in "udUD":
        start, stop = phrase_before(said, k, verb + 1)
    return said.words(start, stop)


def moved_from(said: Statement, i: int) -> str:
    """Phrase right before 从, 由 or 较: ``公安分局接报被盗警情从358起降到142起``."""
    k = said.at[i]
    begin = clause_begin(said, k)
    origin = max(said.classes.rfind("o", begin, k), said.classes.find("c", begin + 1, k))
    origin = max(origin, begin)
    origin -= origin > begin and (said.tokens[origin - 1].text in _SHARES or said.classes[origin - 1] in "IF")
    start, stop = phrase_before(said, origin, begin, topical=True)
    return "" if _is_compared_with(said, begin, start) else _with_share(said, start, stop, begin)


def ranked(said: Statement, i: int) -> str:
    """What is ranked, named before the field of the ranking: ``通行指数在大中城市榜单中位居第18位``."""
    k = said.at[i]
    begin = clause_begin(said, k)
    field = next((j for j in range(begin, k) if said.tokens[j].text in _AMONG or said.classes[j] == "K"), begin)
    phrase = said.words(*phrase_before(said, field, begin, topical=True))
    return "" if names_an_agent(phrase) or says_who(phrase) else phrase


def earlier_topic(said: Statement, i: int) -> str:
    """Topic of an earlier clause, if no amount stands before the figure."""
    if said.amount_before(i) >= 0:
        return ""
    end = clause_begin(said, said.at[i]) - 1
    while end > 0:
        begin = clause_begin(said, end)
        above = topic(said, begin, end)
        if above[0] < above[1] and not _DATELINE.search(said.words(*above)):
            return said.words(*above)
        end = begin - 1
    return ""


def action_behind(said: Statement, i: int) -> str:
    """Action after the figure: what people do (12人上台分享), or what takes so long (3小时就发现藏身地点)."""
    figure = said.figures[i]
    if figure.kind != "duration" and figure.reading.unit not in PEOPLE:
        return ""
    begin = said.at[i] + 1
    while (begin < len(said.classes) and said.classes[begin] in "fazh") or (
        said.classes[begin : begin + 1] == "," and figure.kind == "duration" and begin == said.at[i] + 2
    ):
        begin += 1
    if begin < len(said.tokens) and said.tokens[begin].text in _MEANS:  # 通过自助机办理业务
        clause = said.pause_behind(begin)
        begin = next((j for j in range(begin + 1, clause) if said.classes[j] in "vV"), begin)
    begin = _behind_light_verbs(said, begin)
    end = begin
    while end < len(said.classes) and said.classes[end] in 'vVnAlg"h' and end - begin < 5:
        end += 1
    if begin == end or said.classes[begin] not in "vVnA":
        return ""
    return said.words(begin, end)


def _behind_light_verbs(said: Statement, begin: int) -> int:
    """First token of an action after verbs that only say that it is done: 组织一次检查, 帮助群众追回损失."""
    k = begin
    while k < len(said.tokens) and (said.tokens[k].text in LIGHT or (k > begin and said.classes[k] in "qtz")):
        k += 1
    return k if k < len(said.tokens) and said.classes[k] in "vVnA" else begin


def result(said: Statement, i: int) -> str:
    """Phrase before a zero, with the result after it: ``检察监督零纠违``."""
    k = said.at[i]
    begin = clause_begin(said, k)
    joint = said.classes.rfind("j", begin, k)
    start, stop = phrase_before(said, k, joint + 1 if joint >= 0 else begin, topical=True)
    measured = said.words(start, stop)
    behind = said.tokens[k + 1].text if k + 1 < len(said.tokens) else ""
    if behind in ("发生", "报告", "出现", "增长"):
        return measured
    return measured + (said.words(*phrase_behind(said, k + 1, said.pause_behind(k))) or behind[:4])


def of_those(said: Statement, i: int) -> str:
    """What the figure is a part of, if the clause before says so: ``涉酒事故中，83.3%发生在夜间``."""
    begin = clause_begin(said, said.at[i])
    if begin < 3 or said.classes[begin - 1] != "," or said.tokens[begin - 2].text not in _AMONG_THEM:
        return ""
    return said.words(*phrase_before(said, begin - 2, said.clause(begin - 2)[0], topical=True))


def last_noun(said: Statement, i: int) -> str:
    """Noun phrase nearest before the figure, in its clause or an earlier one: ``增长率最高，达到103%``."""
    end = said.at[i]
    for _ in range(_CLAUSES_BACK):
        if end <= 0:
            break
        begin = clause_begin(said, end)
        stop = max((k + 1 for k in range(begin, end) if said.classes[k] in "nA"), default=begin)
        phrase = said.words(*phrase_before(said, stop, begin, topical=True))
        if len(phrase) > 1 and not is_place(phrase):
            return phrase
        end = begin - 1
    return ""


def bare_verb(said: Statement, i: int) -> str:
    """Last resort: the verb before the figure (办理1864件, 跑4趟)."""
    k = said.at[i]
    begin = clause_begin(said, k)
    start, stop = phrase_before(said, k, begin)
    if len(said.words(start, stop)) > 1:
        return said.words(start, stop)
    while k > begin and said.classes[k - 1] == "a":
        k -= 1
    verb = said.tokens[k - 1] if k > begin else None
    return verb.text if verb and verb.cls in "vV" and verb.text not in _WITHOUT_MEANING else ""


def is_place(phrase: str) -> bool:
    """Whether a phrase is a place name: one in the gazetteer, or a zone by its suffix."""
    return bool(_ZONE.fullmatch(phrase)) or any((mention.start, mention.end) == (0, len(phrase)) for mention in mentions(phrase))
