"""What nouns are like: heads, people, agents, and words that the segmenter cuts or reads as verbs."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.tokens.tokenizer import Token, class_of

SUFFIXES = frozenset(["率", "量", "数", "额", "值", "度", "费", "员", "人", "者", "面", "网", "站", "车", "机", "数量", "时间", "时长", "比例", "总数", "人数", "件数", "起数", "金额", "总额", "总量", "能力", "周期", "时限", "速度", "效率", "案", "类", "户", "型"])  # fmt: skip
# Nouns that verbs often modify.
HEADS = frozenset(["案件", "事件", "人员", "项目", "事项", "资金", "问题", "隐患", "车辆", "企业", "单位", "线索", "行为", "平台", "系统", "终端", "设备", "证件", "信息", "业务", "事故", "犯罪", "纠纷", "活动", "团伙", "窝点", "嫌疑人", "工具", "物品", "通道", "站点", "点", "站", "数据", "资料", "文件"])  # fmt: skip
# Nouns too general to say what is counted without a modifier.
GENERAL = HEADS | frozenset(
    ["个案", "任务", "工单", "席位", "岗位", "队伍", "机构", "措施", "案例", "事宜", "诉求", "服务", "功能", "产品", "机制", "制度"]
)
_STAND_ALONE = frozenset("被把将让给帮替向于使令叫请由从自按以为是有无不未没要会能可需应省市县区乡镇村我你他她它们人们上下里前后")
# Verbs that modify nouns more often than they govern them.
NOMINAL_VERBS = frozenset(["预警", "指挥", "调解", "研判", "处置", "巡逻", "巡防", "审核", "服务", "宣传", "检查", "劝阻", "监督", "采集", "办案", "接待", "培训", "办理", "管理", "调度", "防控", "登记", "受理", "咨询", "报警", "投诉", "救援", "救助", "执法", "治理", "应急", "援边", "查询", "监控", "防范", "建设"])  # fmt: skip
# Attributive verbs before a noun: 追回涉案资金.
MODIFIERS = frozenset(["涉案", "被骗", "被盗", "受损", "在逃", "在册"])
_READ_AS_ADVERBS = frozenset(["自然", "直接", "按时", "及时", "限时", "分", "地", "边", "专", "常"])
PERSON = regex.compile(r"(?:[员者师警众民客生工长手友人童属户子士犯]|干部|骨干|警力|力量|人口|助理|专员|顾问|代表)$")
# Agent nouns: before a bare verb they are its subject, not a modifier.
AGENT = regex.compile(
    r"(?:部门|局|队|所|院|机关|中心|平台|系统|机制|模型|人员|[法检察]官|干警|警|科|室|专班|小组|单位|应用|手表|腕表|队伍|机构|公司)$"
)


def splits_a_word(tokens: Sequence[Token], start: int, begin: int, stop: int) -> bool:
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


def is_person(token: Token) -> bool:
    """Whether a word denotes people: 队员, 群众, 骨干."""
    return bool(PERSON.search(token.text))


def says_who(phrase: str) -> bool:
    """Whether a phrase ends in a noun for people."""
    return bool(PERSON.search(phrase))


def names_an_agent(phrase: str) -> bool:
    """Whether a phrase ends in a noun for an agent: 消防部门, 指挥平台."""
    return bool(AGENT.search(phrase))


def closes(token: Token) -> bool:
    return token.text in "”’」』》"


def opens(token: Token) -> bool:
    return token.text in "“‘「『《"


def may_modify(token: Token) -> bool:
    """Whether an adverb before a noun modifies it: 12条日常航线, but not 已 or 共, which only introduce a number."""
    return token.text in _READ_AS_ADVERBS or (len(token.text) == 2 and token.text not in class_of())
