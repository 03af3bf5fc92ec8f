"""Candidate phrases for the subject after a figure: what it counts, the object or the action.

Functions with the arguments ``said`` and ``i`` take a sentence and the index of a figure and return the phrase, empty if there is none.
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
_SERVING_AS = frozenset(["担任", "任", "兼任", "出任"])
_SPENT = frozenset(["投入", "投资", "斥资", "耗资", "出资", "筹资", "争取", "拨款"])
_BEING = frozenset(["属于", "属", "系", "是", "为"])
_PAYMENTS = frozenset(
    ["罚款", "罚金", "奖金", "奖励", "补贴", "补助", "赔偿", "赔款", "押金", "保证金", "手续费", "工资", "欠款", "货款", "捐款", "贷款"]
)
# Verbs that only say that something is done, and nouns for the time itself.
LIGHT = frozenset(["组织", "开展", "进行", "实施", "实行", "实现", "完成", "推动", "时间", "工夫"])


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
    if begin < len(said.tokens) and said.tokens[begin].text in MEANS:  # 通过自助机办理业务
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
