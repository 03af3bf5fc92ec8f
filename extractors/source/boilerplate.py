"""Detection of page furniture (boilerplate): navigation, related articles, footers, comment boxes, notices.

``_LINE_TESTS`` lists the tests for single lines, one function per kind. A line that begins the end matter of a page (``相关阅读``,
``责任编辑``, ``版权所有``) marks all lines after it as furniture too, unless at least half of the prose follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from extractors.lexicon import lexicon, one_of


@dataclass(frozen=True, slots=True)
class TextLine:
    """A stripped line of cleaned text and its span."""

    text: str
    start: int
    end: int

    @property
    def is_prose(self) -> bool:
        """At least 40 characters with punctuation, or at least 16 that end in a stop or semicolon, and some of them Chinese."""
        if not _HAN.search(self.text):
            return False
        if len(self.text) >= 40 and _PAUSE.search(self.text):
            return True
        return len(self.text) >= 16 and bool(_FULL_STOP.search(self.text, len(self.text) - 2))


_HAN = regex.compile(r"\p{Han}")
# Classifiers that page furniture uses too (page numbers, comment counters): they do not make a line part of the article.
_COUNTED_BY_PAGES = frozenset(
    {"版", "期", "页", "字", "行", "章", "节", "回", "卷", "集", "课", "帖", "楼", "条", "次", "点", "段", "级", "首"}
)
_CLASSIFIERS = {word for group in lexicon("classifiers").values() for word in group}
_UNITS = {unit for group in lexicon("units").values() for unit in group if not unit.isascii()} | {
    "元",
    "倍",
    "小时",
    "分钟",
    "天",
    "百分点",
}
_STATED = regex.compile(
    rf"(?<![第\d.:：/-])(?:\d[\d,.]*|[二两三四五六七八九十百千]{{1,6}})\s?[余多]?[十百千万亿]{{0,2}}[余多]?(?:{one_of((_CLASSIFIERS - _COUNTED_BY_PAGES) | _UNITS)}|[%％‰]|(?:条|次)(?![评留跟]))"
)
_COUNTERS = regex.compile(
    r"(?:浏览|阅读|点击|访问|围观|转发|点赞|收藏|评论|播放|分享)(?:次数|量|数)?\s?[:：]?\s?\d[\d,.万]*\s?(?:次|人|人次|条|个)?|我来说[两几]句"
)


def states_figure(text: str) -> bool:
    """Whether a line holds a figure other than what a page says of itself (views, comments); such a line belongs to the article."""
    return bool(_STATED.search(text)) and bool(_STATED.search(_COUNTERS.sub("", text)))


_LINE = regex.compile(r"[^\n\r ](?:[^\n\r]*[^\n\r ])?")
_PAUSE = regex.compile(r"[，,。！？；]")
_FULL_STOP = regex.compile(r"[。！？!?…；;][”’」』]?$")


def lines_of(text: str) -> list[TextLine]:
    """The non-blank lines of ``text``."""
    return [TextLine(match[0], *match.span()) for match in _LINE.finditer(text)]


def boilerplate_flags(lines: Sequence[TextLine]) -> list[bool]:
    """For each line, whether it is page furniture."""
    marks = [any(test(line.text) for test in _LINE_TESTS) for line in lines]
    prose = [0 if mark or not line.is_prose else len(line.text) for line, mark in zip(lines, marks, strict=True)]
    before, whole = 0, sum(prose)
    for i, line in enumerate(lines):
        if before > whole - before and _opens_tail(line.text, marks[i]):
            return [mark or j >= i for j, mark in enumerate(marks)]
        before += prose[i]
    return marks


# --- tests of one line -------------------------------------------------------------------------


_BREADCRUMB = regex.compile(r"(?:您?(?:现在|当前)?的?(?:当前)?(?:位置|所在)|首页|网站首页|返回首页|导航)\s?(?:是|为)?\s?[:：>》›»/|｜]")
_FRONT_PAGE = regex.compile(r"首页\s?(?:>|》|›|»|/|-)+")
_MENU = regex.compile(r"(?:[\p{Han}A-Za-z]{2,8}+\s?+[|｜>›»]\s?+){2,}+[\p{Han}A-Za-z]{2,12}")

_TO_TEXT = regex.compile(r"[^。，]{0,40}[>》»]\s?正文")  # 云溪网 > > 正文


def is_navigation(text: str) -> bool:
    """Whether a line is a breadcrumb or a menu: ``当前位置：首页 > 警务资讯 > 正文``, ``首页 | 新闻 | 专题``."""
    return bool(_BREADCRUMB.match(text) or _FRONT_PAGE.search(text) or _MENU.fullmatch(text) or _TO_TEXT.fullmatch(text))


_DATE = r"[\[(（]?(?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）]?(?:\s*\d{1,2}:\d\d)?"
_DATED_ITEM = regex.compile(rf"(?:[-•·▪■◆●*]\s?)?[^。]{{4,70}}?[\s.…]?(?<!\d){_DATE}")
_ENDS_IN_DATE = regex.compile(r"[\d日\])）]$")  # a cheap first test: most lines fail it
_GOES_ON = regex.compile(r"[，。；].{6}")
_DAY = regex.compile(r"20\d\d|[\[(（/-]\d{1,2}[-/]\d{1,2}")
# - 2021-03-05三月警情通报: the day first, in digits, and no sentence behind it
_DAY_FIRST = regex.compile(
    r"(?:[-•·▪■◆●*]\s?)?[\[(（]?20\d\d[-/.]\d{1,2}[-/.]\d{1,2}[\])）]?\s?(?=\p{Han})(?!.*(?:来源|记者|编辑|发布|阅读))[^。：:]{8,70}[^。，；：:]"
)
_BULLET = regex.compile(r"[-•·▪■◆●]\s?[^。]{4,70}[^。，；：]$")
_FIGURE = regex.compile(r"[\d一二两三四五六七八九十百千万]+余?[个名起件项%]")


def _is_related_item(text: str) -> bool:
    """Whether a line is an entry in a list of other articles: a headline with a date beside it or a bullet before it."""
    return len(text) < 80 and bool(
        _DAY_FIRST.fullmatch(text)
        or (_ENDS_IN_DATE.match(text, len(text) - 1) and _DATED_ITEM.fullmatch(text) and not _GOES_ON.search(text) and _DAY.search(text))
        or (_BULLET.match(text) and not _FIGURE.search(text) and not states_figure(text))
    )


_CONTACT = regex.compile(
    r"(?:联系|咨询|监督|举报|投诉|服务|值班|报料|爆料|新闻|客服)(?:电话|热线|邮箱)\s?[:：]|(?:电话|传真|邮编|邮箱|E-?mail|QQ|地址|热线)\s?[:：]\s?[\dA-Za-z\p{Han}]|(?:报料热线|投稿邮箱|微信公众号|欢迎直接联系)",
    regex.IGNORECASE,
)
_LONG_SENTENCE = regex.compile(r"[，,].{12,}[，,].{12,}。")


def _is_contact(text: str) -> bool:
    return len(text) < 120 and bool(_CONTACT.search(text)) and not _LONG_SENTENCE.search(text)


_RECORD_NUMBER = regex.compile(
    r"(?=[I公网许统互])(?:ICP\s?(?:备|证)|公?网安备|许可证(?:编?号|[:：])|统一社会信用代码|网站标识码|互联网新闻信息服务)"
)


def _is_record_number(text: str) -> bool:
    return bool(_RECORD_NUMBER.search(text))


_COPYRIGHT = regex.compile(
    r"(?=[版c©a免未转镜凡来仅本民])(?:版权(?:所有|归|声明)|copyright|©|all rights reserved|免责声明|未经(?:书面)?(?:许可|授权|允许)|(?:转载|镜像)(?:请|必须|须)|凡(?:注有|本网|注明|来源)|转载自|来源于网络|仅供(?:学习|参考)|(?:本网|本站)(?:部分|不承担|对此|所有|转载)|民事主体自行提供)",
    regex.IGNORECASE,
)


def _is_copyright(text: str) -> bool:
    return bool(_COPYRIGHT.search(text))


_COMMENT_BOX = regex.compile(
    r"(?:[•·]\s?)?(?:我要评论|评论(?:列表|区|\s?[(（]?\d*[)）]?$)|发表评论|网友评论|暂无评论|还没有人评论|你?\s?发表评论|登录后|请登录|表情|验证码|\d+\s?条评论|欢迎$|抢沙发|点赞|收藏|分享到?|打印|关闭|字号|【?(?:打印|关闭|收藏))"
)


def _is_comment_box(text: str) -> bool:
    return len(text) < 40 and bool(_COMMENT_BOX.match(text) or "抢沙发" in text) and not states_figure(text)


_CREDIT = regex.compile(
    r"[(（【\[]?\s?(?:责任编辑|责编|编辑|校对|审核|审签|监制|终审|初审|复审|一审|二审|三审|原标题|原文链接|文章来源|信息来源|本文来源|稿件来源|供稿|图片来源|撰稿|通讯员|记者|作者|来源)\s?[:：]?\s{0,6}(?![\p{Han}]{0,12}(?:获悉|了解|看到|从))"
)
_EDITOR = regex.compile(r"[:：]|原标题|责编|编辑")


def _is_credit(text: str) -> bool:
    """Whether a line credits editors, the original title or the source."""
    return (
        len(text) < 80
        and bool(_CREDIT.match(text))
        and not text.endswith("。")
        and (_EDITOR.search(text) is not None or text[0] in "(（【")
        and not states_figure(text)
    )


_KEYWORDS = regex.compile(
    r"(?:关键词|关键字|标签|TAG|Tags?|支持单位|主办单位|协办单位|主管|主办|承办|上一篇|下一篇|上一条|下一条|扫一扫|扫码|长按|关注我们|关注[“\"\p{Han}]{2,20}(?:微信|公众号|微博)|看[\p{Han}]{2,8}新闻)\s?[:：,，]?",
    regex.IGNORECASE,
)


def _is_keywords(text: str) -> bool:
    return len(text) < 100 and not text.endswith("。") and bool(_KEYWORDS.match(text)) and not states_figure(text)


_COUNTER = regex.compile(r"(?:浏览|阅读|点击|访问|围观)(?:次数|量|数)?\s?[:：]?\s?\d|(?:转发|点赞|收藏|评论)\s?[:：]?\s?\d")


def _is_counter(text: str) -> bool:
    return len(text) < 40 and bool(_COUNTER.match(text))


_TIME_AGO = regex.compile(r"[^，。；！？\d]{0,16}\d{1,2}\s?(?:秒|分钟|小时|天)前(?:发布|更新)?")


def _is_time_ago(text: str) -> bool:
    """Whether a line says how long ago the page appeared: ``云溪新闻 13小时前``."""
    return bool(_TIME_AGO.fullmatch(text))


def _is_bare_list_heading(text: str) -> bool:
    return bool(_LIST_HEADING.fullmatch(text))


_LIST_HEADING = regex.compile(
    r"[【\[>》]{0,2}\s?(?:相关(?:文章|阅读|新闻|推荐|链接|报道|稿件|资讯)|最近更新|最新(?:文章|更新|资讯|消息)|热门(?:文章|推荐|资讯|排行)?|推荐阅读|延伸阅读|更多(?:新闻|文章|推荐)?|猜你喜欢|为您推荐|精彩推荐|图片新闻|专题推荐|友情链接|热点排行|点击排行|今日热点|大家都在看)[】\]]?[:：>》]*"
)

_WELCOME = regex.compile(
    r"(?:您好|你好|尊敬的\p{Han}{2,6})?[，,！! ]{0,2}(?:今天是\S{4,24}\s?)?欢迎(?:您|你)?(?:的到来|再次)?(?:访问|光临|来到|登录|登陆|浏览|进入|关注)"
)


def _is_welcome(text: str) -> bool:
    return len(text) < 80 and bool(_WELCOME.match(text)) and not states_figure(text)


_LINE_TESTS: tuple[Callable[[str], bool], ...] = (
    is_navigation,
    _is_related_item,
    _is_contact,
    _is_record_number,
    _is_copyright,
    _is_comment_box,
    _is_credit,
    _is_keywords,
    _is_counter,
    _is_time_ago,
    _is_bare_list_heading,
    _is_welcome,
)


_TAIL = regex.compile(
    r"[(（【\[]?\s?(?:责任编辑|责编|编辑[:：]|原标题|原文链接|免责声明|版权声明|凡注有|上一篇|下一篇|评论列表|我要评论|网友评论|发表评论|分享到|打印本页|关闭窗口)"
)


def _opens_tail(text: str, is_furniture: bool) -> bool:
    """Whether a line begins the end matter of the page."""
    if len(text) < 300 and _TAIL.match(text):
        return True
    return is_furniture and (_is_bare_list_heading(text) or (len(text) < 300 and (_is_copyright(text) or _is_record_number(text))))
