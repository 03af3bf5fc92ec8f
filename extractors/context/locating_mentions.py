"""Place mentions and scope words (全市) that can locate a figure.

Left out are places passed through, cooperating forces, places of residence and terms of comparison: ``前往A市``, ``会同B市警方``, ``在C市务工的儿子``,
``占全省57%``.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractors.context.place_tree import NATIONWIDE
from extractors.context.toponyms import Toponym
from extractors.lexicon import lexicon, one_of
from extractors.tokens.gazetteer import PlaceMention, mentions

# Scope words: 全市, 该区. 全国 is one only in some contexts: not in 全国首个.
_SCOPE = regex.compile(
    r"(?:该|我|本)(?P<level>[省市区县州盟旗])(?!内外|级|局|重点|性|域|民|长|委|别|首)"
    r"|全(?P<level>[省市区县州盟旗])(?!内外|级|局|重点|性|域|民|长|委|别|第|首|推广|唯一|率先|领先|前列|平均|(?:[降增升涨]幅|增速)第|排名|排位|前[一二三四五六七八九十\d]|(?<=[^，,。；;：:\n].[省市区县州盟旗])\d[\d.]*[%％])"
    r"|自治(?P<level>区)(?=公安厅|党委|政府)|(?<![\p{Han}]|[\p{Han}](?<![据由从经]))(?P<level>[省市区县州盟旗])(?=公安[局厅]|局|委|政府|检察院|法院|消防)"
    r"|(?P<nation>(?:全国|(?<![\p{Han}])我国)(?![^，。；]{0,6}最|[“「]|首|第|唯一|率先|优秀|先进|文明|劳|人大|政协|两会|公安机关爱民|百|示范|试点|推广|道德|前|公安厅局长|五一|三八|青年|一级|二级|特级|领先|平均(?!\p{Han}{0,3}[为是达])|范围内推广)|(?:农业农村|工业和信息化|工信|交通运输|司法|财政|教育|民政|商务|文化和旅游|人力资源和社会保障|住房和城乡建设|自然资源|生态环境|公安)部(?=部署|通报|统计|交管局|交通管理局|数据|联合|印发|发布|公布|召开|介绍|开通|不断|持续|推|出台|，|[、和]\p{Han}{2,6}部)|最高检|最高人民检察院|最高法|最高人民法院|国家移民管理局|国务院|应急管理部|国家统计局(?!\p{Han}{2,6}(?:调查|总)队))"
)
# Text before a scope word that is only a term of comparison, a ranking or a contest: 占全省57%, 在全省竞赛中.
_NOT_SPOKEN_OF = regex.compile(
    r"(?:奔赴|赶赴|前往|辗转|转战|分赴|占|占了|在|居|列|比|较|高于|低于|优于|超过|超|为|于|获|被|受|从|面向|覆盖|向|对|由|以|走在|排名|位列|名列|位居|入选|成为|至|到|的|与|和|赢得|跻身|获评|荣获|评为|评选|当选|荣膺)$"
)
_OCCASION = regex.compile(
    r"[^，。；,;]{0,18}(?:竞赛|大赛|比武|比赛|评比|考核|测评|考评|会议|现场会|推进会|部署会|典型|示范|先进|榜|行列|方阵|前列|表彰)"
)
_SUPERLATIVE = regex.compile(r"[^，,。；;\d]{0,16}最[多大高长快早先好]的")  # 全省反诈领域破案数最多的一起案件
_OBJECT = regex.compile(r"\p{Han}全\p{Han}[，,。；;、！”“]")  # 领跑全省，
_COUNTED, _RANKED_IN = regex.compile(r"\d+(?:余|多)?[个家所]"), regex.compile(r"[^，。；]{0,16}(?:第|首位|前列|名列|排名|位居)")
_HONOUR = regex.compile(r"[^，。；“”]{0,24}(?:集体|单位|个人|标兵|能手|卫士|称号|奖|模范|支队|大队|所|县|市|区|院|窗口|岗|号)”")
_LEVELS = {"省": 1, "市": 2, "州": 2, "盟": 2, "区": 3, "县": 3, "旗": 3}
DATELINE = regex.compile(
    r"(?m)^[ （(【]{0,4}(?:(?:本[报网台刊]|新华社|新华网|中新社|中新网|人民网|央广网|[\p{Han}·]{2,16}?(?:网|社|报|台|客户端))[\p{Han}]{0,8}?(?:(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?(?:[电讯]|消息)|[\p{Han}]{2,4}讯(?=[\s（(])|【[^】\n]{2,30}报[导道]】)"
)
_QUOTED = regex.compile(r"[“「『][^“”「」『』。！？\n]{0,15}$")  # inside a quoted name: “守护平安积石山”行动
_PASSING = regex.compile(
    r"(?:毗邻|紧邻|邻近|相邻的?|接壤|对接|远在|前往|赶赴|奔赴|远赴|赴|逃往|逃至|潜逃至|流窜至?|飞往|途经|押解回?|销往|发往|运往|流向|寄往|卖到|卖往|贩卖至|推动|支持|指导|督促|帮助|除|距离?|相距)$"
)
_ITS_FIGURE = regex.compile(r"[^，,。；;\d]{0,12}\d[^，,。；;]{0,8}外")
_LIVING_THERE = regex.compile(rf"{one_of(lexicon('place_names')['living_there'])}的?\p{{Han}}")  # 在A市务工的儿子
_JOINING = regex.compile(r"(?:会同|联合|协同|配合|联手|协调|联动)$")
_COLLEAGUES = regex.compile(r"公安|警|派出所|检察院|法院|同行|等地|[两三]地")
_BRANCH = regex.compile(r"(?:公安)?分局")
_VENUE = regex.compile(r"市?(?:举行|召开|举办)[^，。；,;]{0,12}(?:发布会|记者会|通气会|见面会)")  # venue of a press conference
_VENUE_OF = regex.compile(r"(?:发布会|记者会|通气会|见面会)[^，。；,;]{0,10}在$")
_BORDERING = regex.compile(r"\p{Han}{0,1}(?:交界|接壤|毗邻|相邻|毗连|隔[江河海]相望)")  # 与A市交界
_MODEL = regex.compile(r"(?:经验|模式|样板|做法)(?!是|为|在)")  # 全国各地借鉴三亚经验
_RANKED, _RANK = (
    regex.compile(r"(?:列|居|位居|排名|排在|位于|名次?在)$"),
    regex.compile(r"[^，。；,;]{0,16}?(?:第[一二三四五六七八九十\d]|首位|榜首|前列|前茅)"),
)
_RANKED_BEHIND = regex.compile(r"(?<=(?:居|列|紧随|仅次于|次于|落后)\p{Han}{2,8})之[后下]")  # 居天津之后位列全国第二
# The authority behind an order: 按照省公安厅统一部署.
_BY_ORDER = regex.compile(r"(?:按照|遵照|根据|贯彻(?:落实)?|响应|结合|依托)(?:[\p{Han}“”]{2,10}[、和])*\p{Han}{0,3}$")
_ORDER = regex.compile(r"[^，。；,;]{0,14}?(?:部署|要求|安排|指示|决定|通知|意见|精神|指令|号召|规定|计划|方案)")
_ISSUED = regex.compile(
    r"(?:公安[厅局]|党委|[省市区县]?委|政府|人大|办公厅|[\p{Han}]{0,6}[部厅局委])?\p{Han}{0,3}(?:出台|印发|下发|颁布|制定)[了的]?[《“]"
)
_SUPERVISED = regex.compile(
    r"(?:公安[厅局]|\p{Han}{0,4}[部厅局])?(?:挂牌督办|督办|交办|授予|命名|通报表扬|记集体)"
)  # 省公安厅挂牌督办案件1起
_ACCORDING, _STATISTICS = regex.compile(r"(?:根据|依据|依|据)$"), regex.compile(r"[^，,。；;]{0,14}?(?:统计|资料|数据)")
# A place whose organs only guide or help: 在A县人行的指导下
_GUIDING = regex.compile(r"[^，,。；;]{1,24}?(?:指导|领导|支持|帮助|关心|配合|协助)下")
_GUIDED = regex.compile(r"在[^，,。；;]{0,24}$")
# Origin of a person, not the place of the event: 上海游客, 来自贵州的采茶工.
_PERSON = rf"(?:{one_of(lexicon('place_names')['people_from'])}|[\p{{Han}}]{{0,4}}工(?=\p{{Han}}某|\p{{Han}}?大[哥姐]))"
_FROM_ELSEWHERE = regex.compile(
    rf"籍?{_PERSON}|[赶过]?来的(?=\p{{Han}})|(?<=香港|澳门|台湾|港澳台?)(?:台|地区)?(?:永久性?)?(?:居民|同胞|人士|青年|学生|通行证|签注)|(?<=来自\p{{Han}}{{2,12}})的\p{{Han}}{{0,3}}{_PERSON}|籍(?=\p{{Han}})"
)


def locating_mentions(text: str) -> Iterator[PlaceMention]:
    """Yield the place mentions of ``text`` that can locate a figure, in order.

    Left out are places passed through (前往嘉兴桐乡), origins of people, datelines, venues, rankings and sources of statistics.
    """
    passed = joining = -1  # ends of the last omitted mention and of the last item of an omitted list (前往四川、湖北等地)
    datelines = [match.span() for match in DATELINE.finditer(text)]
    for mention in mentions(text):
        if (
            _joins_in(text, mention)
            or (_PASSING.search(text[max(0, mention.start - 4) : mention.start]) and not _is_an_exception_with_a_figure(text, mention))
            or (mention.start == joining + 1 and text[joining] in "、和与及")
        ):
            passed = joining = mention.end
        elif (
            mention.start == passed
            or any(start <= mention.start < end for start, end in datelines)
            or ((mention.weak or mention.end - mention.start == 1) and _QUOTED.search(text, max(0, mention.start - 16), mention.start))
            or _FROM_ELSEWHERE.match(text, mention.end)
            or _BORDERING.match(text, mention.end)
            or (text[mention.start - 1 : mention.start] == "在" and _VENUE.match(text, mention.end))
            or (text[mention.start - 1 : mention.start] in tuple("在到去入") and _LIVING_THERE.match(text, mention.end))
            or _VENUE_OF.search(text, max(0, mention.start - 16), mention.start)
            or _MODEL.match(text, mention.end)
            or _gave_orders(text, mention.start, mention.end)
            or _RANKED_BEHIND.match(text, mention.end)
            or (_GUIDING.match(text, mention.end) and _GUIDED.search(text, max(0, mention.start - 24), mention.start))
            or (_RANKED.search(text, max(0, mention.start - 2), mention.start) and _RANK.match(text, mention.end))
            or (_ACCORDING.search(text, max(0, mention.start - 4), mention.start) and _STATISTICS.match(text, mention.end))
        ):
            passed = mention.end
        else:
            yield mention


def _is_an_exception_with_a_figure(text: str, mention: PlaceMention) -> bool:
    """Whether a place is excepted with a figure of its own: ``除酒泉同比下降4%外``."""
    return text.endswith("除", 0, mention.start) and bool(_ITS_FIGURE.match(text, mention.end))


def _gave_orders(text: str, start: int, end: int) -> bool:
    """Whether a place or 全省 only names the authority behind something: ``按照省公安厅部署``, ``自治区党委出台《意见》``, ``省公安厅督办案件``."""
    ordered = _BY_ORDER.search(text, max(0, start - 16), start) and _ORDER.match(text, end)
    return bool(ordered or _ISSUED.match(text, end) or _SUPERVISED.match(text, end))


def _joins_in(text: str, mention: PlaceMention) -> bool:
    """Whether a mention names cooperating forces (``会同湖南、广东等地同行收网``) or a stop or destination (``辗转湖北、江西等地``).

    A branch of the city's own police (``会同朝阳分局``) does give the place and is kept.
    """
    if text[max(0, mention.start - 2) : mention.start] in ("辗转", "销往", "发往", "运往", "流向"):
        return True
    joining = _JOINING.search(text, max(0, mention.start - 2), mention.start) and not _BRANCH.match(text, mention.end)
    return bool(joining and _COLLEAGUES.search(text, mention.end, mention.end + 12))


def _is_compared_with(text: str, start: int, end: int) -> bool:
    """Whether 全省 is only a term of comparison or a ranking (``占全省57%``); false for ``在全省11个市推广``.

    At the end of a clause it is the object of the verb (``领跑全省，``); before a superlative it is the field of a ranking.
    """
    counted = _COUNTED.match(text, end) and not _RANKED_IN.match(text, end)
    if _NOT_SPOKEN_OF.search(text, max(0, start - 3), start) and not (counted and text[start - 1] in "在到向于对"):
        return True
    return bool(text[start] == "全" and (_OBJECT.match(text, max(0, start - 1), end + 1) or _SUPERLATIVE.match(text, end)))


def _is_in_honour(text: str, start: int, end: int, nation: bool) -> bool:
    """Whether 全国 or 全省 is part of a quoted name (``“守护平安全国”行动``) or of an award (``“全省公安机关执法规范化建设成绩突出集体”``)."""
    quoted = _QUOTED.search(text, max(0, start - 16), start)
    return bool(quoted and (nation or _HONOUR.match(text, end)))


def scopes(text: str) -> Iterator[Toponym]:
    """Yield the scope words of ``text`` (全省, 全市, 全国) that can locate a figure, in order.

    ``scope`` is 1 for a province, 2 for a city, 3 for a county and 0 for the whole country.
    """
    for match in _SCOPE.finditer(text):
        if _is_in_honour(text, *match.span(), match["nation"] is not None):
            continue
        if _is_compared_with(text, *match.span()) or _OCCASION.match(text, match.end()):
            continue
        if _gave_orders(text, *match.span()):
            continue
        if match["nation"]:
            yield Toponym(match.start(), match.end(), NATIONWIDE)
        else:
            level = 1 if match[0] == "自治区" else _LEVELS[match["level"]]
            yield Toponym(match.start(), match.end(), NATIONWIDE, level)
