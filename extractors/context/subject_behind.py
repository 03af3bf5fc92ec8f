"""Candidate phrases for the subject after a figure: what it counts, the object or the action.

Functions with the arguments ``statement`` and ``i`` take a sentence and the index of a figure in it, and return the phrase, or empty text.
"""

from __future__ import annotations

import regex

from extractors.context.subject_phrases import MEANS
from extractors.syntax.clause import PAUSES, Statement
from extractors.syntax.nouns import is_person, phrase_before, phrase_behind

PEOPLE = frozenset(["人", "人次", "名", "位", "户", "户次", "家"])
_HOUSES = frozenset(["户", "户次", "家"])
_DIMENSION = regex.compile(r"(?:海拔|时速|[车航流风]速|距离|[高长深宽厚]度|面积|里程|直径|流量|带宽|水深|身高|体重|年龄|气温|温度)$")
_QUANTITY = regex.compile(r"(?:量|人口|警力|总数|人数|总值|总价|金额|面积|里程|收入)$")
_MANNERS = frozenset(["非法", "违法", "违规", "违章", "不法", "恶意", "公开", "无证", "虚假"])  # before a verb, no heads
_ATTRIBUTIVE, _VERBS = frozenset("VA"), frozenset("vVA")
_LONGEST_QUOTATION = 12  # tokens
_LONGEST_LIST = 60  # tokens
_TIMES = frozenset(["次", "回", "趟"])
_LONGEST_ACTION = 12  # characters
_USED_AS = frozenset(["作为", "用于", "用作"])
_AWARDED = frozenset(["获评", "入选", "荣获", "评为", "被评为"])
_SERVING_AS = frozenset(["担任", "任", "兼任", "出任"])
_SPENT = frozenset(["投入", "投资", "斥资", "耗资", "出资", "筹资", "争取", "拨款"])
_BEING = frozenset(["属于", "属", "系", "是", "为"])
_PAYMENTS = frozenset(
    ["罚款", "罚金", "奖金", "奖励", "补贴", "补助", "赔偿", "赔款", "押金", "保证金", "手续费", "工资", "欠款", "货款", "捐款", "贷款"]
)
# Verbs that only say that something is done, and nouns for the time itself.
LIGHT = frozenset(["组织", "开展", "进行", "实施", "实行", "实现", "完成", "推动", "时间", "工夫"])


def counted_behind(statement: Statement, i: int) -> str:
    """Noun phrase right after the figure, or after further figures that directly follow it (2236种712亿条…数据)."""
    last = i
    while (
        last + 1 < len(statement.figures)
        and statement.at[last + 1] == statement.at[last] + 1
        and statement.figures[last + 1].kind != "date"
    ):
        last += 1
    begin = behind_quotation(statement, statement.at[last] + 1)
    end = begin
    while end < len(statement.classes) and statement.classes[end] not in ",;:.()12345":
        end += 1
    figure = statement.figures[i]
    if _counts_before(statement, i, begin):
        return ""
    if begin < end and (called := _called(statement, i, begin, end)):
        return called
    if figure.kind == "money" and begin < end and statement.tokens[begin].text in _PAYMENTS:
        return statement.tokens[begin].text
    governed = _is_governed(statement, statement.at[i])
    of_people = figure.reading.unit in PEOPLE - ({"家"} if governed else set()) or figure.rule == "counts.head_of_people"
    start, stop = phrase_behind(statement, begin, end, of_people=of_people, governed=governed)
    if (
        start < stop < end
        and not of_people
        and statement.classes[start:stop].strip("gl") == ""
        and statement.classes[stop : stop + 2] in ("Vz", "vz")
    ):
        start, stop = phrase_behind(statement, stop + 2, end)  # 12个公安部部署的专项行动
    meant = governed and statement.classes[begin : begin + 1] != "z"  # 邀请14名专家组成评委组
    acting = of_people and not meant and figure.reading.unit not in _HOUSES and start < stop < end and statement.classes[stop] in "vV"
    if acting and not is_person(statement.tokens[max(start, stop - 1 - (statement.classes[stop - 1] == '"'))]):
        return ""  # 12人上台晾晒分享: what they do
    headed = start < stop and statement.tokens[stop - 1].text not in _MANNERS
    if governed and not of_people and stop < end and statement.classes[stop] in (_ATTRIBUTIVE if headed else _VERBS):
        stop = whole_object(statement, stop, end) or stop
    return _behind_relative(statement, i, (begin, end), (start, stop)) or statement.words(start, _without_rate(statement, start, stop))


def whole_object(statement: Statement, stop: int, end: int) -> int:
    """End of a counted object with verbs inside (查获6宗不法贩运个案), which lasts to the pause at token ``end``; 0 if another clause begins before."""
    if statement.classes[end : end + 1] in tuple("12345") and statement.classes[end - 1] != "j":
        return 0
    while end > stop and statement.classes[end - 1] in "ja":
        end -= 1
    return end if end > stop and statement.classes[end - 1] == "n" and statement.classes[stop:end].strip("nvVAlgj") == "" else 0


def _counts_before(statement: Statement, i: int, begin: int) -> bool:
    """Whether the subject of figure ``i`` stands before it, regardless of what begins at token ``begin`` after it."""
    figure, before = statement.figures[i], statement.tokens[statement.at[i] - 1]
    if statement.classes[begin : begin + 1] == "z":  # 纠纷量超450起的压力, 海拔2600米的崖边
        dimension = figure.kind == "measure" and _DIMENSION.search(statement.text, max(statement.start, figure.start - 6), figure.start)
        return bool(dimension) or _measured_before(statement, i)
    # 投入20亿元完善交通, 投入资金200余万元进行改造
    acting = statement.classes[begin : begin + 1] in tuple("vV") and statement.tokens[begin].text not in _PAYMENTS
    return figure.kind == "money" and acting and (before.text in _SPENT or before.cls == "n")


def _called(statement: Statement, i: int, begin: int, end: int) -> str:
    """Role that the words after a figure give to the things counted: 28处作为服务点, 其中4起属于疑难命案, 选聘4人担任网格员, 16件获评典型案例."""
    word = statement.tokens[begin].text
    if word in _USED_AS:
        return statement.words(*phrase_before(statement, end, begin + 1, topical=True))
    parts = statement.classes[statement.at[i] - 1] == "w" and word in _BEING
    serving = statement.figures[i].reading.unit in PEOPLE and word in _SERVING_AS
    told = parts or serving or word in _AWARDED
    return statement.words(*phrase_behind(statement, begin + 1, end)) if told else ""


def _behind_relative(statement: Statement, i: int, behind: tuple[int, int], phrase: tuple[int, int]) -> str:
    """Head noun of a relative clause after figure ``i``, if ``phrase`` is empty or only the beginning of that clause."""
    (begin, end), (start, stop) = behind, phrase
    modified = statement.classes[stop : stop + 1] == "z" and any(cls in "vVNA" for cls in statement.classes[start:stop])
    predicated = statement.figures[i].kind == "count" and statement.classes[stop : stop + 1] in tuple("bB")  # 287个警力达到12人的派出所
    if not (start == stop or modified or predicated):
        return ""
    relative = statement.classes.find("z", max(stop, begin), end if not predicated else statement.pause_behind(stop))
    if relative < 0 or any(cls in "udUD" for cls in statement.classes[begin:relative]):
        return ""
    return statement.words(*phrase_behind(statement, relative + 1, statement.pause_behind(relative)))


def object_behind(statement: Statement, i: int) -> str:
    """Full object of the verb that governs the figure, up to the next pause: ``检获277公斤未经申报和检疫食材``."""
    k = statement.at[i]
    figure = statement.figures[i]
    if figure.kind == "money":  # 被处以2000元罚款
        fine = _is_governed(statement, k) and statement.classes[k + 1 : k + 2] in tuple("vV") and statement.pause_behind(k) == k + 2
        return statement.tokens[k + 1].text if fine and statement.tokens[k - 1].text not in _SPENT else ""
    if figure.kind not in ("count", "measure") or figure.reading.unit in _TIMES or not _is_governed(statement, k):
        return ""
    end = k + 1
    while end < len(statement.classes) and statement.classes[end] not in ",;:.()12345p":
        end += 1
    while end > k + 1 and statement.classes[end - 1] in "ja":
        end -= 1
    start = max(statement.classes.rfind("z", k + 1, end) + 1, k + 1)
    return (
        statement.words(start, end)
        if end - start > 1 and statement.classes[end - 1] in "nVv" and statement.classes[start] in "hNVAa"
        else ""
    )


def _is_governed(statement: Statement, k: int) -> bool:
    """Whether a verb stands right before token ``k``, or before the list that contains it; particles such as 了 are skipped."""
    begin = max(0, k - _LONGEST_LIST)
    begin = max(begin, *(statement.classes.rfind(pause, begin, k) + 1 for pause in PAUSES))
    while k > begin:
        before = statement.classes[begin:k].rstrip("a")
        if not before.endswith("j"):
            return before.endswith(("v", "V"))
        k = max(statement.classes.rfind(figure, begin, k) for figure in "1234")
    return False


def set_up_anew(statement: Statement, i: int) -> str:
    """Noun after a count that follows a verb of movement: ``在政务中心增设2个户籍窗口``."""
    k = statement.at[i]
    between = (
        statement.figures[i].kind == "count"
        and statement.classes[k - 1 : k] in tuple("ud")
        and statement.classes[k + 1 : k + 2] in tuple("nlAV")
    )
    return counted_behind(statement, i) if between else ""


def _measured_before(statement: Statement, i: int) -> bool:
    """Whether the noun right before the figure names a quantity (人口超8万人, 纠纷量超450起)."""
    k = statement.at[i]
    while k and statement.classes[k - 1] in "ab":
        k -= 1
    return k > 0 and statement.classes[k - 1] in "nv" and bool(_QUANTITY.search(statement.tokens[k - 1].text))


def _without_rate(statement: Statement, start: int, stop: int) -> int:
    """End of the phrase after a count, without a rate that ends it: 150万条预警指令反馈率100%."""
    if stop - start < 2 or statement.classes[stop : stop + 1] not in tuple("12345") or not statement.tokens[stop - 1].text.endswith("率"):
        return stop
    bare = statement.tokens[stop - 1].text == "率"
    stop -= 1
    while bare and stop - start > 1 and statement.classes[stop - 1] in "vVA":
        stop -= 1
    return stop


def behind_quotation(statement: Statement, k: int) -> int:
    """First token after a quotation at ``k`` that contains figures (720个“1、3、8分钟”巡逻处置圈); else ``k``."""
    if statement.classes[k : k + 1] != '"':
        return k
    closed = statement.classes.find('"', k + 1, k + _LONGEST_QUOTATION)
    return closed + 1 if closed >= 0 and any(cls in "12345" for cls in statement.classes[k:closed]) else k


def times_done(statement: Statement, i: int) -> str:
    """Action done so many times: ``先后64次组织各地警力``. Empty if a verb governs the figure: ``开展3次检查``."""
    k = statement.at[i]
    if (
        statement.figures[i].reading.unit not in _TIMES
        or (k and statement.classes[k - 1] in "vV")
        or statement.classes[k + 1 : k + 2] not in tuple("vVK")
    ):
        return ""
    end = k + 2
    while (
        end < len(statement.classes)
        and statement.classes[end] in 'nVvAlgaq"'
        and statement.tokens[end].end - statement.tokens[k + 1].start <= _LONGEST_ACTION
    ):
        end += 1
    return statement.words(k + 1, end)


def rate_behind(statement: Statement, i: int) -> str:
    """Rate named after its value: ``实现97.26%的按时办结率``."""
    k = statement.at[i]
    if statement.figures[i].kind != "percentage" or statement.classes[k + 1 : k + 2] != "z":
        return ""
    phrase = statement.words(*phrase_behind(statement, k + 2, statement.pause_behind(k)))
    return phrase if phrase.endswith("率") else ""


def action_behind(statement: Statement, i: int) -> str:
    """Action after the figure: what people do (12人上台分享), or what takes so long (3小时就发现藏身地点)."""
    figure = statement.figures[i]
    if figure.kind != "duration" and figure.reading.unit not in PEOPLE:
        return ""
    begin = statement.at[i] + 1
    while (begin < len(statement.classes) and statement.classes[begin] in "fazh") or (
        statement.classes[begin : begin + 1] == "," and figure.kind == "duration" and begin == statement.at[i] + 2
    ):
        begin += 1
    if begin < len(statement.tokens) and statement.tokens[begin].text in MEANS:  # 通过自助机办理业务
        clause = statement.pause_behind(begin)
        begin = next((j for j in range(begin + 1, clause) if statement.classes[j] in "vV"), begin)
    begin = _behind_light_verbs(statement, begin)
    end = begin
    while end < len(statement.classes) and statement.classes[end] in 'vVnAlg"h' and end - begin < 5:
        end += 1
    if begin == end or statement.classes[begin] not in "vVnA":
        return ""
    return statement.words(begin, end)


def _behind_light_verbs(statement: Statement, begin: int) -> int:
    """First token of an action after verbs that only say that it is done: 组织一次检查, 帮助群众追回损失."""
    k = begin
    while k < len(statement.tokens) and (statement.tokens[k].text in LIGHT or (k > begin and statement.classes[k] in "qtz")):
        k += 1
    return k if k < len(statement.tokens) and statement.classes[k] in "vVnA" else begin
