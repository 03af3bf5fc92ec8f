"""Counts: a number with a classifier, and results counted as zero (零发案)."""

from __future__ import annotations

import regex

from extractors.figures.classifiers import CLASSIFIER
from extractors.figures.cues import Cue
from extractors.figures.fragments import AFTER, BEFORE, CLASSIFIERS, NUMERAL, QUANTITY, RANGED, START, ahead_to_pause, amount, firsts
from extractors.figures.rule import FigureValue, Rule
from extractors.tokens import numerals
from extractors.tokens.tokenizer import tokenize

_ROUGHLY = "(?:左右|上下|以上|以下)?"
_POSTPOSED = "名起件辆台部支把处套枚艘架宗例份本只个人"


def _count(match: regex.Match[str]) -> FigureValue | None:
    bare = not (match["before"] or match["inner"] or match["upper"] or match["after"])
    if (match["unit"] == "路" and match["number"] in numerals.DIGITS) or (bare and match["number"] in ("百", "千", "万", "亿")):
        return None  # 解放二路; 万名党员进网格
    if match["number"] in ("拾", "佰", "仟"):  # 收拾行李
        return None
    if bare and match["number"] == "一":
        return None  # 一 is an indefinite article here (一个平台); a postposed 一 has its own rule
    return FigureValue(amount(match), match["unit"])


_FEW = r"(?:\d{1,4}|[一二两三四五六七八九十]{1,3})"
# Index nouns: a bare decimal behind one is its value.
_INDEX = "(?:率|指数|指标|系数|安全感|满意度|得分|评分)"
_MONEY_NOUN = regex.compile("元|款|钱|资金|经费|损失|奖|投资|债|贷|费|现金|存|赃|补|价")


def _before_noun(match: regex.Match[str]) -> FigureValue | None:
    """A large number directly before a noun, without a classifier: ``233.41万农业转移人口``."""
    end = match.end()
    first = tokenize(match.string, end, end + 6)[0]
    if first.cls not in "nAg" or len(first.text) < 2 or _MONEY_NOUN.search(match.string, end, end + 6):
        return None
    return FigureValue(amount(match), "")


RULES = (
    Rule(
        "counts.of_classifier",
        "count",
        rf"{RANGED}{CLASSIFIER}(?:儿(?=[，,。；;、的]))?(?P<after>多(?=[，,。；;])|{AFTER})?",
        _count,
        {
            "人脸识别点130余万个": "130余万个",
            "征集意见4,127条": "4,127条",
            "近300名群众": "近300名",
            "月均使用超百万人次": "超百万人次",
            "数百起案件": "数百起",
            "每班3至5人": "3至5人",
            "出台十余项机制": "十余项",
            "两家派出所": "两家",
            "二百七八十件": "二百七八十件",
            "警力增加到20人以上": "20人以上",
            "成果一百多项": "一百多项",
            "调处口角百起以上。": "百起以上",
            "交通运输工具842.9万架(列、艘、辆)次，": "842.9万架(列、艘、辆)次",
            "列车2.6万列次": "2.6万列次",
            "发放传单1800份儿，": "1800份儿",
        },
        ("推出一个平台", "第三批", "M300个", "3个百分点", "三次性", "2个工作日", "两个小时"),
        cue=Cue(firsts(CLASSIFIERS)),
    ),
    Rule(
        "counts.postposed_one",
        "count",
        r"(?<=[\p{Han}](?<![第之统唯万同单专逐不每某任另有下这那哪者同]))(?P<number>一)(?P<unit>[" + _POSTPOSED + r"])(?=[，,。；;、]|$)",
        lambda match: FigureValue(numerals.exact(1), match["unit"]),
        {"抓获嫌疑人一名，": "一名", "缴获管制刀具一把。": "一把"},
        ("一个平台", "另一个，", "第一名，"),
        cue=Cue(words=frozenset(f"一{unit}" for unit in _POSTPOSED)),
    ),
    Rule(
        "counts.head_of_people",
        "count",
        rf"{QUANTITY}(?=(?:各族)?(?:警力|民警|儿女|辅警|群众|志愿者|师生|学生|商户|企业|网格员|平安员|市民|旅客|游客|居民|党员|干部|人员|队员|义警|路段|户籍|警情|案件|项目|常住人口|暂住人口|流动人口|户籍人口|农业人口|农村人口|人口|农户|农民|职工|用户|粉丝|考生|观众|司机|驾驶人|老人|儿童|家庭|同胞|侨胞|网民|村民|学子|从业人员))(?<=[余多万亿])",
        lambda match: FigureValue(amount(match), "") if len(match["number"]) > 1 else None,
        {"出动300余警力": "300余", "服务两万多群众": "两万多", "全市8万民警": "8万"},
        ("3民警", "余警力", "万民警"),
        cue=Cue("余多万亿"),
    ),
    Rule(
        "counts.before_its_noun",
        "count",
        rf"{QUANTITY}(?<=\d[余多]?[万亿][余多]?)(?=\p{{Han}})(?![元美港欧人个名起件条次辆份户台余多左以])",
        _before_noun,
        {"共有233.41万农业转移人口落户城镇": "233.41万", "服务12万余乘客": "12万余", "覆盖3亿乘客": "3亿"},
        ("投入500万建设", "骗走30万存款", "1.2万左右", "110万的损失"),
        cue=Cue("万亿"),
    ),
    Rule(
        "counts.men_and_women",
        "count",
        rf"{START}(?P<number>{_FEW})(?:男(?=[、和及]?{_FEW}女)|女(?=[、和及]?{_FEW}男)|(?<=男[、和及]?{_FEW})女|(?<=女[、和及]?{_FEW})男)",
        lambda match: None if match["number"] == "一" else FigureValue(numerals.parse(match["number"]), ""),
        {"拘捕3男2女。": "3男", "为2男4女，": "2男"},
        ("一男一女", "男3名"),
        cue=Cue("男女"),
    ),
    Rule(
        "counts.index",
        "count",
        rf"(?<={_INDEX}[^，。；,;:：（）()\n]{{0,16}})(?P<before>{BEFORE})?{START}(?P<number>\d{{1,4}}\.(?!0(?!\d))\d{{1,4}})(?=[，,。；;、（(和上下升降增减跌提至到]|$)",
        lambda match: FigureValue(amount(match), ""),
        {"万车死亡率2.96，": "2.96", "群众安全感指数达98.65，": "98.65", "低于控制指标0.40；": "0.40", "拥堵指数由1.82降至1.56，": "1.56"},
        ("满意度评价系统2.0，", "见表3.1，", "化解率（%）98.2，"),
        cue=Cue("."),
    ),
    Rule(
        "counts.magnitude_alone",
        "count",
        rf"(?<=[\p{{Han}}](?<!第))(?:(?<![年月日])|(?={BEFORE})){ahead_to_pause(_ROUGHLY, '[。；;！）)]|$')}{RANGED}(?<=[万亿][余多]?)(?P<after>{_ROUGHLY})(?=[，,。；;、！）)]|$)",
        lambda match: FigureValue(amount(match), "") if len(match["number"]) > 1 else None,
        {
            "注册用户超68万。": "超68万",
            "常住人口逾百万，": "逾百万",
            "注册人数达133.5万，": "133.5万",
            "日活用户稳定在12万左右，": "12万左右",
        },
        ("迁往宁万，",),
        cue=Cue("万亿"),
    ),
    Rule(
        "counts.population",
        "count",
        rf"(?<=人口(?:总?数|总量)?)(?P<before>{BEFORE}){START}(?P<number>{NUMERAL})(?<=[万亿])(?=的)",
        lambda match: FigureValue(amount(match), ""),
        {"人口不足百万的城区": "不足百万"},
        ("人口万的", "人口近百的"),
        cue=Cue("万亿"),
    ),
    Rule(
        "counts.vague_multitude",
        "count",
        r"(?P<number>数以[百千万亿]计)(?=的|[，。；])",
        lambda match: FigureValue(numerals.parse(match["number"]), ""),
        {"数以万计的球迷": "数以万计", "涌入的游客数以万计。": "数以万计"},
        cue=Cue(words=frozenset({"数以"})),
    ),
    Rule(
        "counts.none_of",
        "count",
        r"(?<![\d零〇一二三四五六七八九十百千万亿.年点从归清])(?P<number>零)(?=[\p{Han}]{2})"
        r"(?!距离|售|星|散|件|部件|时|点|食|钱|碎|工|基础|门槛|成本|容忍|接触|跑|障碍|换|延迟|时差|等待|感知|排|下|上|界|度|七|公里|信任|花费|首付|利率|碳|存整|口供|日|丁|乱|敲|起步|经验|知识|材料|证明|见面|待|预约|费用|收费|学费)",
        lambda match: FigureValue(numerals.exact(0), ""),
        {"重大舆情零发生": "零", "实现零发案": "零"},
        ("服务零距离", "一百零五件", "从零开始", "零售企业", "零容忍"),
        cue=Cue(words=frozenset("零")),
    ),
)
