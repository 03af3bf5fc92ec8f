"""Recognition of the publication line of a web page: date, time, labels, outlet, page number and page tools.

Sites arrange these parts in any order with any separators. A line is therefore recognised by removing all known parts: little remains.
"""

from __future__ import annotations

from datetime import date

import regex

_NUMERAL = "〇零○一二三四五六七八九"
_CENTURY = 100
_MONTH, _DAY = r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_AFTER_YEAR, _AFTER_MONTH = r"\s?(?:[-/.]|年/?)\s?", r"\s?(?:[-/.]|月/?)\s?"
DAY = (
    rf"(?:(?<!\d)(?P<year>(?:19|20)\d\d){_AFTER_YEAR}{_MONTH}{_AFTER_MONTH}{_DAY}(?!\d)\s?日?"
    rf"|(?<![\d.])(?P<day>\d{{1,2}})(?P<sign>[./\-])(?P<month>\d{{1,2}})(?P=sign)(?P<year>(?:19|20)\d\d)(?![\d.])"
    rf"|(?<!\d)(?P<year>20\d\d)\s{_MONTH}/{_DAY}(?=\s+\d{{1,2}}:\d\d)"  # 2024 10/25 22:41:56
    rf"|(?<![\d.-])(?P<year>[0-3]\d)-(?P<month>\d\d)-(?P<day>\d\d)(?=\s+\d{{1,2}}:\d\d)"  # 16-05-30 08:15
    rf"|民国\s?(?P<roc>\d{{2,3}}){_AFTER_YEAR}{_MONTH}{_AFTER_MONTH}{_DAY}日?"
    rf"|(?P<year>二[{_NUMERAL}]{{3}})年(?P<month>[{_NUMERAL}十]{{1,2}})月(?P<day>[{_NUMERAL}十]{{1,3}})日)"
)
# Without 民国 this pattern is a date only beside a label or alone on its line.
REPUBLICAN_DAY = rf"(?<![\d.])(?P<roc>1[01]\d)\s?[-/.年]\s?{_MONTH}\s?[-/.月]\s?{_DAY}(?![\d.])日?"
TIME_OF_DAY = r"(?:T|\s*)(?:[上下]午\s?)?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[AaPp][Mm]\b)?(?:\+\d\d:?\d\d)?"

_OUTLETS = r"网|(?<![通公警预汇简喜捷战海情举填])报|刊|台|社|在线|讯|新闻|观察|发布|之声|客户端|财经|头条|平安|融媒|政法|公安|警方|警务|交警|检察|法院"
OUTLET = rf"\p{{Han}}{{2,14}}?(?:{_OUTLETS})"
OFFICE = r"\p{Han}{2,14}(?:局|厅|委|办|院|署|处|支队|大队|总队|队|政府|派出所)"

_DAY_AND_TIME = regex.compile(rf"{DAY}(?:{TIME_OF_DAY})?")
_HERE = "\0"  # placeholder for a date that has been recognised
_LABELS = "来源|来自|稿源|出处|作者|发布者|发[布文](?:单位|机构|机关)|编辑|责编|责任编辑|审核|供稿|撰稿|记者|通讯员|标签|索引号|文号"
_TOOLS = "我来说[两几]句|我有话说|参与评论|字号|字体|大|中|小|打印|收藏|分享|关闭|纠错|放大|缩小|默认|下载|评论|只看该作者|官方微博|官方账号|参与互动|原创|快讯|消息"
_OTHER_PARTS = regex.compile(
    r"(?:星期|周)[一二三四五六日天]|农历\p{Han}{2,8}"
    r"|(?:第\s?)?[A-Z]?\d{1,4}\s?[版期]|版次\s?[:：]?\s?\w+|(?<!\w)[A-Z]\d{1,2}(?!\w)"
    r"|(?:https?://|www\.)[^\s\p{Han}]+"
    rf"|(?:{_LABELS})\s?[:：]?\s?[^\s|｜{_HERE}]{{0,16}}"
    r"|(?:发布|发表|更新|上传|录入|发帖|信息|公开|成文|刊发)?(?:时间|日期)|(?:发表|发布|更新)于?(?:\p{Han}{2,3}$)?|[Dd]ate|[Pp]osted on"
    rf"|(?:{_TOOLS})(?:本页|到)?|[上下]一篇\d?"
    r"|(?:浏览|阅读|点击|点阅|访问|查看)(?:次数|量|数)?\s?[:：]?\s?\d*次?"
    rf"|《?(?:{OUTLET}|{OFFICE})》?讯?(?=[\s·•|｜/，,（(《{_HERE}]|$)"
)
# A date that is not the publication date: part of a phrase (2024年1月5日警情通报, 截至2023年6月30日) or one end of a range.
_OF_A_PHRASE = regex.compile(
    rf"{_HERE}(?:\p{{Han}}{{4}}|\s?[至到起止前后在于—~～])|[至到在于自从截止]\s?{_HERE}|{_HERE}\s?[-–]\s?{_HERE}"
    r"|(?:通报|通告|公告|公报|报告|情况|数据|统计|会议|座谈|活动|行动|日志|纪要)(?!\s?[:：])"
)
_LETTER = regex.compile(r"[\p{L}\p{N}]")
_MOST_LEFT = 8  # letters and digits: one or two names without a label
_LONGEST = 100

_BETWEEN_SIGNS = regex.compile(r"[\s·•|｜/，,、（）()【】\[\]《》:：]+")
_NOT_OUTLETS = regex.compile(rf"(?:星期|周)[一二三四五六日天]|(?:{_LABELS})\s?[:：]\s?\S*|(?:本报|见习)?(?:记者|通讯员)|官方微博")
_OUTLET_ALONE = regex.compile(rf"(?P<publisher>\p{{Han}}{{2,14}}?(?:{_OUTLETS}))(?:数字报|官方账号|讯)?")


def is_stamp(text: str) -> bool:
    """Whether a line is a publication line: a date and hardly any text besides known parts. 2023年3月5日警情通报 is a title instead."""
    if len(text) > _LONGEST or text.endswith(("。", "；")):
        return False
    rest, days = _DAY_AND_TIME.subn(_HERE, text)
    if not days:
        return False
    rest = _OTHER_PARTS.sub(" ", rest)
    return not _OF_A_PHRASE.search(rest) and len(_LETTER.findall(rest)) <= _MOST_LEFT


def outlet_in(text: str) -> regex.Match[str] | None:
    """The outlet in a publication line without a label: a part between separators that looks like the name of an outlet."""
    pieces = _BETWEEN_SIGNS.split(_NOT_OUTLETS.sub(" ", _DAY_AND_TIME.sub(" ", text)))
    return next((match for piece in pieces if (match := _OUTLET_ALONE.fullmatch(piece))), None)


def day_of(match: regex.Match[str]) -> date | None:
    """The date of a match of ``DAY`` or ``REPUBLICAN_DAY``; ``None`` if it does not exist (2023-02-30)."""
    said = match.groupdict()
    year = int(said["roc"]) + 1911 if said.get("roc") else _number(said["year"])
    try:
        return date(year + 2000 if year < _CENTURY else year, _number(said["month"]), _number(said["day"]))
    except ValueError:
        return None


def _number(digits: str) -> int:
    """The integer written as ``12``, ``十二``, ``二十一`` or ``二〇二〇``."""
    if digits.isdecimal():
        return int(digits)
    if "十" in digits:
        tens, ones = digits.split("十")
        return 10 * (_number(tens) if tens else 1) + (_number(ones) if ones else 0)
    return int("".join(str(max(0, _NUMERAL.index(one) - 2)) for one in digits))
