"""Candidate phrases for the subject after a figure: what it counts, the object or the action.

Functions with the arguments ``sentence`` and ``i``, the index of a figure in it (from 0), return the phrase, or an empty string.
"""

from __future__ import annotations

import regex

from extractors.context.subject_phrases import MEANS
from extractors.syntax.clause import PAUSES, TokenizedSentence
from extractors.syntax.noun_phrase_before import phrase_before
from extractors.syntax.noun_phrase_behind import phrase_behind
from extractors.syntax.nouns import is_person

PEOPLE = frozenset(["人", "人次", "名", "位", "户", "户次", "家"])
_HOUSES = frozenset(["户", "户次", "家"])
_DIMENSION = regex.compile(r"(?:海拔|时速|[车航流风]速|距离|[高长深宽厚]度|面积|里程|直径|流量|带宽|水深|身高|体重|年龄|气温|温度)$")
_QUANTITY = regex.compile(r"(?:量|人口|警力|总数|人数|总值|总价|金额|面积|里程|收入)$")
_MANNERS = frozenset(["非法", "违法", "违规", "违章", "不法", "恶意", "公开", "无证", "虚假"])  # before a verb, no heads
_ATTRIBUTIVE, _VERBS = frozenset("VA"), frozenset("vVA")
_LONGEST_QUOTATION = 12  # tokens
_LONGEST_LIST = 60  # tokens
_ITEM = regex.compile(r'(?:j1"[^",;.1-5]{1,12}"){1,8}(?=[nVA])')  # 、33个“基本型” before a noun
_TIMES = frozenset(["次", "回", "趟"])
_LONGEST_ACTION = 12  # characters
_USED_AS = frozenset(["作为", "用于", "用作"])
_AWARDED = frozenset(["获评", "入选", "荣获", "评为", "被评为"])
_SERVING_AS = frozenset(["担任", "任", "兼任", "出任"])
_SPENT = frozenset(["投入", "投资", "斥资", "耗资", "出资", "筹资", "争取", "拨款"])
_BEING = frozenset(["属于", "属", "系", "是", "为"])
_PAYMENTS = frozenset(["现金", "罚款", "罚金", "奖金", "奖励", "补贴", "补助", "赔偿", "赔款", "押金", "保证金", "手续费", "工资", "欠款", "货款", "捐款", "贷款"])  # fmt: skip
# Verbs that only say that something is done, and nouns for the time itself.
LIGHT = frozenset(["组织", "开展", "进行", "实施", "实行", "实现", "完成", "推动", "时间", "工夫"])


def counted_behind(sentence: TokenizedSentence, i: int) -> str:
    """Noun phrase right after the figure, or after further figures that directly follow it (2236种712亿条…数据)."""
    last = i
    while last + 1 < len(sentence.figures) and sentence.at[last + 1] == sentence.at[last] + 1 and sentence.figures[last + 1].kind != "date":
        last += 1
    begin = behind_quotation(sentence, sentence.at[last] + 1)
    end = begin
    while end < len(sentence.classes) and sentence.classes[end] not in ",;:.()12345":
        end += 1
    end = _before_next_item(sentence, begin, end)
    figure = sentence.figures[i]
    if _counts_before(sentence, i, begin):
        return ""
    if begin < end and (called := _called(sentence, i, begin, end)):
        return called
    if figure.kind == "money" and begin < end and sentence.tokens[begin].text in _PAYMENTS:
        return sentence.tokens[begin].text
    governed = _is_governed(sentence, sentence.at[i])
    of_people = figure.value.unit in PEOPLE - ({"家"} if governed else set()) or figure.rule == "counts.head_of_people"
    start, stop = phrase_behind(sentence, begin, end, of_people=of_people, governed=governed)
    if (
        start < stop < end
        and not of_people
        and sentence.classes[start:stop].strip("gl") == ""
        and sentence.classes[stop : stop + 2] in ("Vz", "vz")
    ):
        start, stop = phrase_behind(sentence, stop + 2, end)  # 12个公安部部署的专项行动
    meant = governed and sentence.classes[begin : begin + 1] != "z"  # 邀请14名专家组成评委组
    acting = of_people and not meant and figure.value.unit not in _HOUSES and start < stop < end and sentence.classes[stop] in "vV"
    if acting and not is_person(sentence.tokens[max(start, stop - 1 - (sentence.classes[stop - 1] == '"'))]):
        return ""  # 12人上台晾晒分享: what they do
    if shared := _shared_head(sentence, start, stop):
        return shared
    headed = start < stop and sentence.tokens[stop - 1].text not in _MANNERS
    if governed and not of_people and stop < end and sentence.classes[stop] in (_ATTRIBUTIVE if headed else _VERBS):
        stop = whole_object(sentence, stop, end) or stop
    return _behind_relative(sentence, i, (begin, end), (start, stop)) or sentence.words(start, _without_rate(sentence, start, stop))


def _shared_head(sentence: TokenizedSentence, start: int, stop: int) -> str:
    """Head noun of the last item of a list, for one that is only a quotation: 1个“提高型”、33个“基本型”安防小区."""
    quoted = sentence.classes[start:stop].startswith('"') and sentence.classes[stop - 1] == '"'
    item = _ITEM.match(sentence.classes, stop) if quoted else None
    return sentence.words(*phrase_behind(sentence, item.end(), sentence.pause_behind(item.end()))) if item else ""


def _before_next_item(sentence: TokenizedSentence, begin: int, end: int) -> int:
    """``end``, or the 、 before it whose next item is the noun of the figure at ``end``: 省市 in 走访6个省市、行程4万公里."""
    joint = end - 2
    listed = joint > begin and sentence.tokens[joint].text == "、" and sentence.classes[end - 1] == "n"
    return joint if listed and sentence.classes[end : end + 1] in tuple("1234") else end


def whole_object(sentence: TokenizedSentence, stop: int, end: int) -> int:
    """End of a counted object with verbs inside (查获6宗不法贩运个案), which lasts to the pause at token ``end``; 0 if another clause begins before."""
    if sentence.classes[end : end + 1] in tuple("12345") and sentence.classes[end - 1] != "j":
        return 0
    while end > stop and sentence.classes[end - 1] in "ja":
        end -= 1
    return end if end > stop and sentence.classes[end - 1] == "n" and sentence.classes[stop:end].strip("nvVAlgj") == "" else 0


def _counts_before(sentence: TokenizedSentence, i: int, begin: int) -> bool:
    """Whether the subject of figure ``i`` stands before it, regardless of what begins at token ``begin`` after it."""
    figure, before = sentence.figures[i], sentence.tokens[sentence.at[i] - 1]
    if sentence.classes[begin : begin + 1] == "z":  # 纠纷量超450起的压力, 海拔2600米的崖边
        dimension = figure.kind == "measure" and _DIMENSION.search(sentence.text, max(sentence.start, figure.start - 6), figure.start)
        return bool(dimension) or _measured_before(sentence, i)
    # 投入20亿元完善交通, 投入资金200余万元进行改造
    acting = sentence.classes[begin : begin + 1] in tuple("vV") and sentence.tokens[begin].text not in _PAYMENTS
    return figure.kind == "money" and acting and (before.text in _SPENT or before.cls == "n")


def _called(sentence: TokenizedSentence, i: int, begin: int, end: int) -> str:
    """Role that the words after a figure give to the things counted: 28处作为服务点, 其中4起属于疑难命案, 选聘4人担任网格员, 16件获评典型案例."""
    word = sentence.tokens[begin].text
    if word in _USED_AS:
        start, stop = phrase_before(sentence, end, begin + 1, topical=True)
        if sentence.classes[start - 1 : stop] in ("zV", "zv"):  # 用于停车设施的完善: a verb alone does not say of what
            start = phrase_before(sentence, start - 1, begin + 1, topical=True)[0]
        return sentence.words(start, stop)
    parts = sentence.classes[sentence.at[i] - 1] == "w" and word in _BEING
    serving = sentence.figures[i].value.unit in PEOPLE and word in _SERVING_AS
    told = parts or serving or word in _AWARDED
    return sentence.words(*phrase_behind(sentence, begin + 1, end)) if told else ""


def _behind_relative(sentence: TokenizedSentence, i: int, behind: tuple[int, int], phrase: tuple[int, int]) -> str:
    """Head noun of a relative clause after figure ``i``, if ``phrase`` is empty or only the beginning of that clause.

    The clause may be a list of what the things are about: 491起涉黄赌毒、食药环等影响大的案件.
    """
    (begin, end), (start, stop) = behind, phrase
    listed = 0
    if stop < end and sentence.tokens[stop].text == "、":
        listed = next((k for k in range(stop, end) if sentence.tokens[k].text == "等"), 0)
    if listed and (head := sentence.classes.find("z", listed, end)) >= 0:
        return sentence.words(*phrase_behind(sentence, head + 1, end))
    modified = sentence.classes[stop : stop + 1] == "z" and any(cls in "vVNA" for cls in sentence.classes[start:stop])
    predicated = sentence.figures[i].kind == "count" and sentence.classes[stop : stop + 1] in tuple("bB")  # 287个警力达到12人的派出所
    if not (start == stop or modified or predicated):
        return ""
    relative = sentence.classes.find("z", max(stop, begin), end if not predicated else sentence.pause_behind(stop))
    if relative < 0 or any(cls in "udUD" for cls in sentence.classes[begin:relative]):
        return ""
    return sentence.words(*phrase_behind(sentence, relative + 1, sentence.pause_behind(relative)))


def object_behind(sentence: TokenizedSentence, i: int) -> str:
    """Full object of the verb that governs the figure, up to the next pause: ``检获277公斤未经申报和检疫食材``."""
    k = sentence.at[i]
    figure = sentence.figures[i]
    if figure.kind == "money":  # 被处以2000元罚款
        fine = _is_governed(sentence, k) and sentence.classes[k + 1 : k + 2] in tuple("vV") and sentence.pause_behind(k) == k + 2
        return sentence.tokens[k + 1].text if fine and sentence.tokens[k - 1].text not in _SPENT else ""
    if figure.kind not in ("count", "measure") or figure.value.unit in _TIMES or not _is_governed(sentence, k):
        return ""
    end = k + 1
    while end < len(sentence.classes) and sentence.classes[end] not in ",;:.()12345p":
        end += 1
    while end > k + 1 and sentence.classes[end - 1] in "ja":
        end -= 1
    start = max(sentence.classes.rfind("z", k + 1, end) + 1, k + 1)
    return (
        sentence.words(start, end) if end - start > 1 and sentence.classes[end - 1] in "nVv" and sentence.classes[start] in "hNVAa" else ""
    )


def _is_governed(sentence: TokenizedSentence, k: int) -> bool:
    """Whether a verb stands right before token ``k``, or before the list that contains it; particles such as 了 are skipped."""
    begin = max(0, k - _LONGEST_LIST)
    begin = max(begin, *(sentence.classes.rfind(pause, begin, k) + 1 for pause in PAUSES))
    while k > begin:
        before = sentence.classes[begin:k].rstrip("a")
        if not before.endswith("j"):
            return before.endswith(("v", "V"))
        k = max(sentence.classes.rfind(figure, begin, k) for figure in "1234")
    return False


def set_up_anew(sentence: TokenizedSentence, i: int) -> str:
    """Noun after a count that follows a verb of movement: ``在政务中心增设2个户籍窗口``."""
    k = sentence.at[i]
    between = (
        sentence.figures[i].kind == "count"
        and sentence.classes[k - 1 : k] in tuple("ud")
        and sentence.classes[k + 1 : k + 2] in tuple("nlAV")
    )
    return counted_behind(sentence, i) if between else ""


def _measured_before(sentence: TokenizedSentence, i: int) -> bool:
    """Whether the noun right before the figure names a quantity (人口超8万人, 纠纷量超450起)."""
    k = sentence.at[i]
    while k and sentence.classes[k - 1] in "ab":
        k -= 1
    return k > 0 and sentence.classes[k - 1] in "nv" and bool(_QUANTITY.search(sentence.tokens[k - 1].text))


def _without_rate(sentence: TokenizedSentence, start: int, stop: int) -> int:
    """End of the phrase after a count, without a rate that ends it: 150万条预警指令反馈率100%."""
    if stop - start < 2 or sentence.classes[stop : stop + 1] not in tuple("12345") or not sentence.tokens[stop - 1].text.endswith("率"):
        return stop
    bare = sentence.tokens[stop - 1].text == "率"
    stop -= 1
    while bare and stop - start > 1 and sentence.classes[stop - 1] in "vVA":
        stop -= 1
    return stop


def behind_quotation(sentence: TokenizedSentence, k: int) -> int:
    """First token after a quotation at ``k`` that contains figures (720个“1、3、8分钟”巡逻处置圈); else ``k``."""
    if sentence.classes[k : k + 1] != '"':
        return k
    closed = sentence.classes.find('"', k + 1, k + _LONGEST_QUOTATION)
    return closed + 1 if closed >= 0 and any(cls in "12345" for cls in sentence.classes[k:closed]) else k


def times_done(sentence: TokenizedSentence, i: int) -> str:
    """Action done so many times: ``先后64次组织各地警力``. Empty if a verb governs the figure: ``开展3次检查``."""
    k = sentence.at[i]
    if (
        sentence.figures[i].value.unit not in _TIMES
        or (k and sentence.classes[k - 1] in "vV")
        or sentence.classes[k + 1 : k + 2] not in tuple("vVK")
    ):
        return ""
    end = k + 2
    while (
        end < len(sentence.classes)
        and sentence.classes[end] in 'nVvAlgaq"'
        and sentence.tokens[end].end - sentence.tokens[k + 1].start <= _LONGEST_ACTION
    ):
        end += 1
    return sentence.words(k + 1, end)


def rate_behind(sentence: TokenizedSentence, i: int) -> str:
    """Rate named after its value: ``实现97.26%的按时办结率``."""
    k = sentence.at[i]
    if sentence.figures[i].kind != "percentage" or sentence.classes[k + 1 : k + 2] != "z":
        return ""
    phrase = sentence.words(*phrase_behind(sentence, k + 2, sentence.pause_behind(k)))
    return phrase if phrase.endswith("率") else ""


def action_behind(sentence: TokenizedSentence, i: int) -> str:
    """Action after the figure: what people do (12人上台分享), or what takes so long (3小时就发现藏身地点)."""
    figure = sentence.figures[i]
    if figure.kind != "duration" and figure.value.unit not in PEOPLE:
        return ""
    begin = sentence.at[i] + 1
    while (begin < len(sentence.classes) and sentence.classes[begin] in "fazh") or (
        sentence.classes[begin : begin + 1] == "," and figure.kind == "duration" and begin == sentence.at[i] + 2
    ):
        begin += 1
    if begin < len(sentence.tokens) and sentence.tokens[begin].text in MEANS:  # 通过自助机办理业务
        clause = sentence.pause_behind(begin)
        begin = next((j for j in range(begin + 1, clause) if sentence.classes[j] in "vV"), begin)
    begin = _behind_light_verbs(sentence, begin)
    end = begin
    while end < len(sentence.classes) and sentence.classes[end] in 'vVnAlg"h' and end - begin < 5:
        end += 1
    if begin == end or sentence.classes[begin] not in "vVnA":
        return ""
    return sentence.words(begin, end)


def _behind_light_verbs(sentence: TokenizedSentence, begin: int) -> int:
    """First token of an action after verbs that only say that it is done: 组织一次检查, 帮助群众追回损失."""
    k = begin
    while k < len(sentence.tokens) and (sentence.tokens[k].text in LIGHT or (k > begin and sentence.classes[k] in "qtz")):
        k += 1
    return k if k < len(sentence.tokens) and sentence.classes[k] in "vVnA" else begin
