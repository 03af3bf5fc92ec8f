"""Phrases with numerals that are not figures: identifiers, names, slogans, idioms, clock times, list numbers.

These rules compete for a span like all others; if one wins, no figure is reported.
"""

from __future__ import annotations

from string import ascii_letters, ascii_uppercase, digits

import regex

from extractors.figures.classifiers import classifier
from extractors.figures.cues import Cue
from extractors.figures.fragments import CLASSIFIERS
from extractors.figures.rule import FigureValue, Rule
from extractors.lexicon import lexicon, one_of

_SET_PHRASES = {phrase for group in lexicon("set_phrases").values() for phrase in group}
_OTHER_UNITS = frozenset({"%", "万", "亿", "余", "多", "元", "年", "月", "日", "天", "小时", "分钟", "秒", "公里", "米", "吨", "倍"})
_CLASSIFIED = one_of(CLASSIFIERS | _OTHER_UNITS)
_COUNTED = "|".join([one_of(_OTHER_UNITS), *sorted(map(classifier, CLASSIFIERS), reverse=True)])
_LENGTHS = {unit for unit in lexicon("units")["length"] if not unit.isascii()}
_HOTLINES = frozenset({"110", "119", "120", "122", "12345", "12123", "12309", "12348", "12389", "96110", "96119", "114"})
_PHONE_WORDS = frozenset(
    ["QQ", "微信", "电话", "热线", "专线", "邮编", "编号", "证号", "账号", "尾号", "车牌", "车牌号", "房号", "工号", "警号", "案号"]
)
# A magnitude with its unit in a table head, without a number before it.
_LARGE_UNIT = rf"[十百千万亿]{{1,2}}(?:{_CLASSIFIED}|美元|港元|澳门元|新台币)?"
_SMALL = "[一二两三四五六七八九十]"


def _nothing(_: regex.Match[str]) -> FigureValue:
    return FigureValue()


def _reject(name: str, pattern: str, *examples: str, rejects: tuple[str, ...] = (), cue: Cue | None = None) -> Rule:
    return Rule(f"not_figures.{name}", None, pattern, _nothing, dict.fromkeys(examples, ""), rejects, cue)


RULES = (
    _reject("set_phrase", one_of(_SET_PHRASES), "第一时间赶到", "最后一公里", "一标三实", "进一步", cue=Cue(words=frozenset(_SET_PHRASES))),
    _reject("year_before", "[上前]一年(?![多半内来以度])", "上一年的平安账", "比前一年少", cue=Cue(words=frozenset({"上一年", "前一年"}))),
    _reject(
        "last_stretch",
        rf"最[后先]一(?:{one_of(_LENGTHS)})",
        "打通服务最后一纳米",
        cue=Cue(words=frozenset({"最后一", "最先一"})),
    ),
    _reject(
        "region_of_provinces",
        rf"(?:西南|西北|东北|华东|华北|华中|华南|中部|沿江|沿海|长三角|泛珠三角){_SMALL}(?:省区市|省[市区]?|市|地)(?!级)",
        "西南五省签订协议",
        cue=Cue(words=frozenset({"西南", "西北", "东北", "华东", "华北", "华中", "华南", "中部", "沿江", "沿海", "长三角", "泛珠三角"})),
        rejects=("五省签订协议",),
    ),
    _reject(
        "up_and_down",
        rf"{_SMALL}[升降]{_SMALL}[升降](?![\d高低到至])",
        "指数一降三升",
        "三升一降",
        cue=Cue("升降"),
        rejects=("一升三级", "三升汽油"),
    ),
    _reject(
        "name_of_land",
        r"[二两三四五六七八九十]{1,2}[条道座面口棵个里]?[岭沟河桥坡湾坝屯庄店营堡塘井泉寨湖](?=\p{Han}{0,2}(?:社区|村|镇|乡|街道|派出所|矿区|小区))",
        "九条岭矿区社区",
        "三道湾镇",
        cue=Cue("条道座面口棵个里岭沟河桥坡湾坝屯庄店营堡塘井泉寨湖"),
        rejects=("三条河流", "五座桥。"),
    ),
    _reject(
        "floor",
        r"(?<=(?:位于|设在|坐落|地址|地处)[^，。；]{2,24}(?:厦|楼|中心|广场|座|城|院|号))(?:\d{1,2}|[一二三四五六七八九十]{1,3})[层楼]",
        "位于解放路8号联通大厦17层",
        cue=Cue("层楼"),
        rejects=("大厦高17层",),
    ),
    _reject(
        "unit_alone",
        rf"[（(](?:(?:计量)?单位\s?[:：]?\s?)?(?:人民币|新台币|港币|US\$|HK\$|NT\$)?\s?{_LARGE_UNIT}[）)]|单位\s?[:：为是]{{1,2}}\s?(?:人民币)?{_LARGE_UNIT}(?:[、,，/]{_LARGE_UNIT}){{0,4}}|以{_LARGE_UNIT}为单位",
        "金额（万元）",
        "（单位：亿元）",
        "单位：万元",
        "金额单位为万元，",
        rejects=("单位：30万元",),
        cue=Cue(words=frozenset({"（", "(", "单位", "以"})),
    ),
    _reject(
        "hotline",
        rf"(?<![\d.]){one_of(_HOTLINES)}(?![\d.,，]|{_COUNTED})",
        "拨打110报警",
        "智慧110",
        "反诈专线96110",
        "接受110处警指令",
        rejects=("查处110起", "120个"),
        cue=Cue(words=_HOTLINES),
    ),
    _reject(
        "model",
        r"(?<![A-Za-z\d])(?!(?:kg|km|cm|mm|[mgtLVW]|US\$)(?![A-Za-z])|Q[1-4](?![A-Za-z\d]))[A-Za-z]{1,12}[-—]?\d{1,8}(?:[.\-]\d{1,6}){0,3}[A-Za-z]{0,6}(?!\d|%)",
        "搭载M300无人机",
        "ISO9001认证",
        "驾驶证为C1",
        "G60高速",
        cue=Cue(words=frozenset(ascii_letters)),
    ),
    _reject(
        "generation", r"(?<![\dA-Za-z.])(?:[2-6]G|[248]K|[23]D|\d\.0版?)(?![A-Za-z\d])", "5G网络", "4K高清", "枫桥经验2.0", cue=Cue("GKD.")
    ),
    _reject(
        "phases",
        r"[一二三四五六](?:、[一二三四五六]){1,5}期(?!间|限|末|初|货|满)|[一二三四五六七八九十]期(?=工程|项目|建设|改造|投资|规划)|(?<=(?:工程|项目|系统|平台)”?)[一二三四五六七八九十]期",
        "经过工程一、二期的建设",
        "河道治理六期工程",
        cue=Cue("期"),
    ),
    _reject(
        "formula",
        r"[“\"‘'「]?(?<!\d)\d+(?:\s?[+＋]\s?(?:\d+|[NnXxA-Z])){1,6}[”\"’'」]?",
        "“1+1+13”模式",
        "1+3+N",
        "“1+N”",
        cue=Cue("+＋"),
    ),
    _reject(
        "slogan",
        rf"(?<=[“「『](?:{_SMALL}个\p{{Han}}{{2,4}}、){{0,5}}){_SMALL}个(?=\p{{Han}}{{2,4}}(?:、{_SMALL}个\p{{Han}}{{2,4}}){{0,5}}[”」』])",
        "围绕“四个一批、三个确保”目标",
        "“两个维护”",
        rejects=("四个县区、三个市", "“增加四个站点”"),
        cue=Cue("个"),
    ),
    _reject(
        "year_spoken_of",
        r"(?<=[的那这])一年(?=[，。；！？,;!?]|$)",
        "这是不平凡的一年。",
        "那一年，",
        rejects=("用时一年。",),
        cue=Cue(words=frozenset({"一年"})),
    ),
    _reject(
        "date_label",
        r"(?<=(?:^|\n)\s?date )(?:19|20)\d\d-\d\d-\d\d",
        " date 2025-11-27 ",
        rejects=("截至2025-11-27，",),
        cue=Cue("-"),
    ),
    _reject(
        "coined_name",
        r"[“「『][百千万](?![百千万亿元余多])\p{Han}{2,3}[”」』]",
        "“百米哨”",
        "“千乡万村”",
        cue=Cue(words=frozenset(quote + number for quote in "“「『" for number in "百千万")),
        rejects=("“百万元”", "“百米赛跑道旁”"),
    ),
    _reject(
        "around_the_clock",
        r"(?:7|七)\s?[×xX*]\s?24小时|24小时(?=全天候|不间断|不打烊|自助|值守|值班|在线|服务|巡逻|巡防|警务|政务|便民|待命|运行|备勤|值勤|动态)",
        "7×24小时值守",
        "24小时自助服务区",
        cue=Cue("×xX*", frozenset({"24小时", *(f"7{gap}{sign}" for gap in ("", " ", "\n") for sign in "×xX*")})),
    ),
    _reject(
        "clock_time",
        r"(?<![\d.])(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?!\d)|(?:凌晨|早上|上午|中午|下午|傍晚|晚上|晚|夜里|深夜|当日|每天|每日)(?:\d{1,2}|[一二三四五六七八九十两]{1,3})[时点](?!候|间|段)(?:半|许|左右|\d{1,2}分|[一二三四五]?十[一二三四五六七八九]?分)?|(?<![\d.])(?:[01]?\d|2[0-4])时(?:[0-5]?\d分)?(?:许|(?:至|到|-|—)(?:[01]?\d|2[0-4])时(?:[0-5]?\d分)?)?(?!间|候|速|代|段|期|长|数)",
        "上午9时30分，",
        "20:30许",
        "当日15时许",
        "8时至20时",
        rejects=("3小时",),
        cue=Cue(":：时", frozenset({"凌晨", "早上", "上午", "中午", "下午", "傍晚", "晚", "夜里", "深夜", "当日", "每天", "每日"})),
    ),
    _reject(
        "day_of_every_month",
        r"每个?月的?(?:\d{1,2}|[一二三]?十?[一二三四五六七八九十])[日号](?:[、和至到-](?:\d{1,2}|[一二三]?十?[一二三四五六七八九十])[日号])?",
        "每月10日为接访日",
        "每月5日、20日",
        cue=Cue(words=frozenset({"每月", "每个月"})),
    ),
    _reject(
        "article_number",
        r"第[一二三四五六七八九十百零〇\d]{1,7}(?:条|款|项|章|节|号|届|期|批|次|轮|季(?=军|节|比赛|赛事|节目)|集|个|名民警|家|起|例|类|版|单元|支队|大队|中队|派出所|检察|次会议|场|代|站|道|份|部|笔|步|台|辆|座|大|方|者|党|线|天|年|年度|组|师|阶段|卷|封|位(?!，|,|。|；|;|$|升|降|掉|跌|跃|滑|提升|前移|上升|下))",
        "第三十条规定",
        "第3届大赛",
        "第一批试点",
        rejects=("全省第3位。",),
        cue=Cue(words=frozenset("第")),
    ),
    _reject(
        "session",
        r"(?:第?[一二三四五六七八九十]{1,4}届)(?=[一二三四五六七八九]中|人大|全国人|政协|中央|\p{Han}{0,10}(?:全会|次会议|全体会议|代表大会))|第?[一二三四五六七八九十]{1,3}次(?:会议|全会|全体会议|代表大会)|[一二三四五六七八九]中(?=全会|、[一二三四五六七八九]中)",
        "二十届三中全会",
        "人大三次会议",
        "十九届四中、五中全会",
        cue=Cue("届次中", frozenset({"第"})),
    ),
    _reject(
        "section_number",
        r"(?<=^|\n)\d{1,2}(?:\.\d{1,2}){1,3}(?!平方|公里|公顷|人次|[万亿个倍米吨元成])\p{Han}{2}",
        "2.1台账应当",
        "4.3次要责任",
        cue=Cue("."),
    ),
    _reject(
        "document_number",
        r"[〔\[（(](?:19|20)\d{2}[〕\])）]\s?\d{1,5}号|(?<!\d)\d{1,6}号(?:文|令|公告|院|楼|线|店|机|案|车|院|码头|口|门|通告|提案)",
        "公通字〔2021〕15号",
        "西配楼56号院",
        cue=Cue("号", frozenset(bracket + century for bracket in "〔[（(" for century in ("19", "20"))),
    ),
    _reject(
        "web_address",
        r"(?:https?://|www\.)[A-Za-z\d./\-_?=&%#:~+(),;!$*@]{3,300}",
        "https://www.example.com/2024/05",
        cue=Cue(words=frozenset({"http://", "https://", "www."})),
    ),
    _reject("mail_address", r"(?:(?<![A-Za-z\d._\-])|(?=.{64}@))[A-Za-z\d._\-]{1,64}+@[A-Za-z\d.\-]{3,64}", "a1@b2.com"),
    _reject("network_address", r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", "10.0.0.1地址", cue=Cue(".")),
    _reject(
        "phone",
        rf"(?<!\d)(?:1[3-9]\d{{9}}|0\d{{2,3}}[-—]?\d{{7,8}}|400[-—]?\d{{3}}[-—]?\d{{4}}|\d{{3,4}}[-—]\d{{7,8}})(?!\d)|{one_of(_PHONE_WORDS)}(?:(?:群|码|号)?[:：为是]\s?[A-Za-z]{{0,3}}\d{{3,20}}|(?<!微信)\s?[A-Za-z]{{0,3}}\d{{5,20}})",
        "电话13800000000",
        "热线：0571-88887777",
        "警号012345",
        cue=Cue("-—", _PHONE_WORDS | {f"1{second}" for second in "3456789"} | {f"0{second}" for second in digits} | {"400"}),
    ),
    _reject("long_digits", r"(?<![\d.,，])\d{12,}(?!\d)", "身份证430124199001011234"),
    _reject("score", r"(?<![\d:：])\d{1,3}\s?[:：]\s?\d{1,3}(?![\d:：])", "以3:2获胜", cue=Cue(":：")),
    _reject(
        "list_number",
        r"(?<=^|\n|[。；;：:]\s?)(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．](?!\d)|[①-⑳])|(?<=[，,。；;：:“]|^|\n)(?:[一二三四五六七八九十]是|其[一二三四五六七八九])",
        "一、夯实基础",
        "1.加强领导",
        "（二）优化",
        "。一是强化",
        cue=Cue("、.．是", frozenset("（(其①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")),
    ),
    _reject(
        "place_with_a_number",
        r"[一三四五六七八九十](?:棵|里|道|间|家|眼|岔|块|塘|台)(?![新老旧])\p{Han}(?:派出所|乡|镇|街道|社区|村(?!民))",
        "五里堡派出所",
        "三间房镇",
        cue=Cue(words=frozenset(number + word for number in "一三四五六七八九十" for word in "棵里道间家眼岔块塘台")),
    ),
    _reject(
        "group_label",
        rf"[“\"‘「『](?P<label>{_SMALL}[\p{{Han}}+]{{1,9}}|\d{{1,4}}[^，。！？、；\s”\"’」』]{{0,9}}|(?:{_SMALL}个\p{{Han}}{{2,8}}[、，,]?){{2,6}}|[百千万]{{1,2}}[名警民家企]\p{{Han}}{{2,16}})[”\"’」』](?!.{{0,1}}%)",
        "“三大平台”",
        "“两个明显上升，一个基本消除”",
        "“千名民警与万家住户心连心”",
        "“166”机制",
        "“四新五化六最”",
        "“30分钟警务圈”",
        cue=Cue(words=frozenset(quote + number for quote in '“"‘「『' for number in "一二两三四五六七八九十百千万" + digits)),
    ),
    _reject(
        "group_of",
        rf"(?<![第\d前]){_SMALL}大(?!类|队|道|批|队伍|一|二|三)(?=[\p{{Han}}“])",
        "聚焦三大警务",
        "五大体系",
        rejects=("六大类145项",),
        cue=Cue("大"),
    ),
    _reject(
        "catchword",
        rf"(?:{_SMALL}(?![个名位人起件项条种类家户处所支台辆只张份本篇场轮届批套间座栋层级年月日天时分秒次十百千万亿余多几成倍元点角毛刻大世周号路斤两米尺丈里亩升吨克岁度])[\p{{Han}}]){{2,6}}",
        "四新五化六最",
        "三横五纵",
        "五进五送",
        rejects=("三人两车",),
    ),
    _reject(
        "criteria_in_name",
        r"(?:一次受伤|一次死亡|单次)\d{1,3}人(?:及)?以上|(?:三|3)人以上(?=事故)|每\d{1,3}[百千万]?人(?=\p{Han}{2,8}率)",
        "一次受伤5人以上事故",
        "每10万人命案发案率",
        rejects=("每100人配备",),
        cue=Cue(words=frozenset({"一次受伤", "一次死亡", "单次", "三人", "3人", *(f"每{digit}" for digit in digits)})),
    ),
    _reject(
        "road_or_building",
        r"(?<!\d)\d{1,4}(?:国道|省道|县道|路公交|号楼|栋楼|单元|室(?=[，,。]))|[A-Z]\d{1,4}(?:高速|国道|线)",
        "沿318国道",
        "乘3路公交",
        cue=Cue("国省县路号栋单室", frozenset(ascii_uppercase)),
    ),
    _reject(
        "grade",
        r"[一二三四五六七八九十特甲乙\dA]级(?!联动)|[一二三四五六七八九]等(?:奖|功|品|舱)?|[一二三]星级|[一二三四五六七八九十]级[高警]",
        "荣立二等功",
        "三级情报中心",
        "5A级景区",
        cue=Cue("级等星", frozenset(grade + "级" for grade in f"特甲乙A{digits}")),
    ),
    _reject(
        "edition_or_title",
        r"(?:19|20)\d{2}(?:年)?版|(?<=[《“][^》”]{0,20})(?:19|20)\d{2}(?:年)?(?=[^《》“”]{0,20}》|[^《》“”，。！？；]{0,20}”)",
        "2023年版",
        "《2021年工作要点》",
        cue=Cue(words=frozenset({"19", "20"})),
    ),
)
