"""What an article says of itself: title, publisher and publication date, from its header lines and dateline."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise

import regex

from extractors.source.furniture import Line, states_figure

_DATE = (
    r"(?:(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})(?!\d)\s?日?"
    r"|(?<![\d.])(?P<day>\d{1,2})[.\-](?P<month>\d{1,2})[.\-](?P<year>(?:19|20)\d\d)(?![\d.])"
    r"|(?<!\d)(?P<year>20\d\d)\s(?P<month>\d{1,2})/(?P<day>\d{1,2})(?=\s+\d{1,2}:\d\d)"  # 2024 10/25 22:41:56
    r"|(?<![\d.-])(?P<year>[0-3]\d)-(?P<month>\d\d)-(?P<day>\d\d)(?=\s+\d{1,2}:\d\d))"  # 16-05-30 08:15
)
_REPUBLICAN_DATE = r"(?:民国)?(?<!\d)(?P<roc>1[01]\d)\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})(?!\d)日?"
_ANY_DATE = regex.compile(_DATE)
_LONE_DATE = regex.compile(rf"[(（]?{_DATE}[)）]?(?:\s?[(（]星期[一二三四五六日][)）])?")
_LEADING_DATE = regex.compile(rf"[(（\[]?{_DATE}(?:\s+\d{{1,2}}:\d\d(?::\d\d)?)?(?:[)）\]]|\s|$)(?!\p{{Han}}{{6,}}.*。)")
_LABELLED_DATE = regex.compile(
    rf"(?<!统计|会议|活动|起止|截止|办理|服务)(?:发布|发表|更新|上传|发稿|刊发|录入)?(?<!统计|会议|活动|起止|截止|办理|服务)(?:时间|日期|于)\s?[:：|｜]?\s?(?:{_DATE}|(?<=日期\s?[:：]\s?){_REPUBLICAN_DATE})"
)
_PUBLISHED = regex.compile(rf"(?:发布|发表|上传|发稿|刊发|录入)(?:时间|日期|于)\s?[:：]?\s?{_DATE}")
_OPENING_DATE = regex.compile(rf"(?:[Dd]ate|发布(?:时间|日期)|日期|时间)\s?[:：]?\s?{_DATE}")  # before the text, on its own line
# A bar stands for the colon in tables of what is known of a page, and on WeChat (来源 | 石桥云报).
_COLON = r"\s?[:：|｜]\s?"
_PUBLISHER = regex.compile(
    rf"(?:来源|来自|稿源|出处|发[布文](?:单位|机构|机关)){_COLON}[《【]?(?P<publisher>[^\s|｜/,，;；()（）\[\]【】《》\d:：]{{2,30}}?)(?=\s|$|[|｜/,，;；()（）\[\]【】《》\d]|(?:作者|编辑|责编|责任编辑|时间|日期|发布|浏览|点击|阅读|记者)(?:时间|日期|量|次数)?\s?[:：\d])"
)
# An outlet's name beside the date or before its reporters, without a label: 冀中平安报2016年11月15日
_OUTLETS = "网|报|刊|台|社|在线|讯|新闻|观察|发布|之声|客户端|财经|平安|融媒|政法|公安|警方|警务|交警|检察|法院"
_OUTLET = regex.compile(rf"《?(?P<publisher>[\p{{Han}}]{{2,14}}?(?:{_OUTLETS}))》?(?:讯)?(?=[\s·•|｜/(（]*(?:{_DATE}|记者|通讯员|$))")
# Whoever stands before date and time on a line of their own: 石桥平安 2023-03-24 17:30. Three characters are a person's name.
_SENDER = regex.compile(rf"(?P<publisher>\p{{Han}}{{4,12}})(?<!时间|日期|更新|发布|发表)[\s·•|｜]*{_DATE}\s*\d{{1,2}}:\d\d")
_ISSUER = regex.compile(r"发布者\s?[:：]\s?(?P<publisher>\p{Han}{4,16})")
# An outlet behind the date: 2023-03-04 10:00 · 石桥之声
_OUTLET_BEHIND = regex.compile(
    rf"{_DATE}\s*(?:\d{{1,2}}:\d\d(?::\d\d)?[\s·•|｜]*|[\s·•|｜]+)(?P<publisher>\p{{Han}}{{2,12}}?(?:{_OUTLETS}))(?=官方|[\s·•|｜]|$)"
)
_OUTLET_ALONE = regex.compile(rf"《?(?P<publisher>\p{{Han}}{{2,12}}(?:{_OUTLETS}|日报社|报社|通讯社))》?")
# An agency with its dateline on a line of their own: 云溪社（石桥4日电）
_WIRE = regex.compile(r"(?P<publisher>\p{Han}{2,8}(?:社|网|报))\s?[（(]\p{Han}{0,12}(?:\d{1,2}月)?\d{1,2}日[电讯][)）]")
_NOBODY = frozenset({"本站", "本网", "本站原创", "原创", "网络", "佚名"})
_ORIGINAL = regex.compile(r"原创\s?[:：]?\s?\S{2,20}(?:\s(?P<publisher>\p{Han}{2,12}))?(?:\s\S{2,8})?")  # the head of an article on WeChat
_SIGNED = regex.compile(r"(?P<publisher>\p{Han}{2,16}(?:局|厅|委|办|院|署|处|支队|大队|总队|政府|派出所))")
# A date with the time of day, or at the end of a line without a sentence: 昌江平安2023-03-24 17:30发表于江西
_STAMPED = regex.compile(rf"^[^，。！？；]{{0,24}}{_DATE}\s*(?:\d{{1,2}}:\d\d(?::\d\d)?[^，。！？；]*)?$")
_REPRINTED = regex.compile(rf"(?:原载于?|刊载于|载于|刊于|首发于?)\s?{_DATE}\s?(?:《(?P<publisher>[^》]{{2,20}})》)?")
# A newspaper with its day and page: 《石桥法治报》（2019年07月16日 第02版）
_PRINTED = regex.compile(rf"《\p{{Han}}{{2,14}}》\s?[(（]?\s?{_DATE}")
# The bar above an article in the pages of a newspaper on the web: 上一篇3 2018年11月9日 放大 缩小 默认
_PAGE_BAR = regex.compile(rf"(?:[上下]一篇\d?\s*)*{_DATE}[^，。]{{0,8}}放大\s*缩小.{{0,12}}")
# A date with the office that issues the text, or a word for its kind: 2012-04-09石桥市统计局, 2025-08-26快讯
_ISSUED = regex.compile(
    rf"(?:[Dd]ate\s?)?{_DATE}\s*(?:\d{{1,2}}:\d\d(?::\d\d)?)?[\s·•|｜]*(?:(?P<publisher>\p{{Han}}{{2,14}}(?:局|厅|委|办|院|署|处|队|政府|派出所))|快讯|消息|\p{{Han}}{{2}}报道)"
)
_TIME_OF_DAY = regex.compile(r"\d{1,2}:\d\d")
_SHORTEST_TITLE = 6  # characters
_CENTURY = 100
_SUBTITLE = ("—", "--")
_HIGHEST_LABEL = 4  # lines
_HEADER_WORD = regex.compile(
    r"(?:时间|日期|来源|来自|稿源|作者|发布|发布者|发[布文](?:单位|机构|机关)|字号|字体|浏览|点击|点阅|阅读|编辑|记者|通讯员)(?:数|量|次数)?\s?[:：]"
)
# A label whose value stands in the next line, as in lists of definitions; and one in a row of a table.
_LONE_LABEL = regex.compile(r"(?:信息|文章|稿件|新闻)?(?:来源|稿源)|(?:发布|发表|发文|成文)?(?:时间|日期)|发[布文](?:单位|机构|机关)")
_LABEL_APART = regex.compile(rf"(?:{_LONE_LABEL.pattern}) (?P<publisher>[^\s。，]{{2,20}})")
_LABEL_CELL = regex.compile(rf"(?:^|[|｜]\s?)(?:{_LONE_LABEL.pattern})\s?[:：]?\s?[|｜]")
_BYLINE = regex.compile(
    r"[（(【]?\s?(?:文|图|摄影|记者|本[报网台]记者|见习记者|通讯员|作者|编辑|供稿|撰文)\s?(?:[/／|:：、]|\p{Han}{1,4}(?:\s|$|[、/]))"
)
_DATELINE = regex.compile(
    rf"(?:(?P<agency>(?:新华|中新|人民|央视|央广|中国|法治|法制|中央)[\p{{Han}}]{{0,4}}?(?:网|社|报|台)|^[\p{{Han}}]{{2,10}}?(?:网|社|报|台|客户端))[\p{{Han}}]{{0,8}}?|本[报网台刊])(?:{_DATE}|(?<!\d)(?:\d{{1,2}}月)?\d{{1,2}}日)[电讯]"
)


@dataclass(frozen=True, slots=True)
class Header:
    """Metadata as stated; ``lines`` are the indexes of the lines that hold it, title included."""

    title: str
    publisher: str
    published_on: date | None
    lines: frozenset[int]


def read_header(lines: Sequence[Line], furniture: Sequence[bool]) -> Header:
    """The header of the article: the lines before its prose, and what its first paragraph and its end add."""
    above = next(
        (i for i, line in enumerate(lines[:_HIGHEST_LABEL]) if _is_stamp(line.text)), 0
    )  # what stands above such a line is a title
    body = next(
        (i for i, line in enumerate(lines) if _is_body(line) and not furniture[i] and (i >= above or _is_sentence(line.text))), len(lines)
    )
    marked = _marked([line.text for line in lines[:body]])
    if body == len(lines) and not marked:
        return Header("", "", None, frozenset())  # a phrase or a list, not a page
    others = sorted(set(range(body)) - set(marked))
    bar = next((i for i in marked if _PAGE_BAR.fullmatch(lines[i].text)), -1)  # the title stands below it
    titles = [i for i in others if i > bar and not furniture[i] and len(lines[i].text) >= 4 and not _BYLINE.match(lines[i].text)]
    title = _title_line(titles, marked, {i for i in titles if lines[i].text.startswith(_SUBTITLE)})
    header = _with_their_values([lines[i].text for i in marked])
    beside = [lines[i].text for i in others if i != title and ("记者" in lines[i].text or {i - 1, i + 1} & {*marked})]
    opening = lines[body].text[:120] if body < len(lines) else ""
    dateline = _DATELINE.search(opening)
    counting = {i for i in titles if title is not None and i > title and states_figure(lines[i].text)}
    head = set(range(body)) - counting if title is not None or marked else set()
    return Header(
        title=lines[title].text if title is not None else _before_label(lines[marked[0]].text) if marked else "",
        publisher=_publisher(header, beside, lines[body:], dateline),
        published_on=_published_on(header, lines[body:], dateline),
        lines=frozenset(head | {i for i in range(body, len(lines)) if len(lines[i].text) < 60 and _is_header_line(lines[i].text)}),
    )


def is_label(text: str) -> bool:
    """Whether a header line states source, author or date, and is no title."""
    return _is_header_line(text) or bool(_HEADER_WORD.search(text))


def _is_body(line: Line) -> bool:
    """Prose, or a sentence too short to be told for prose elsewhere on a page: 歌声响起，来了58人。"""
    return (line.is_prose or _is_sentence(line.text)) and not _is_header_line(line.text)


def _is_sentence(text: str) -> bool:
    return text.endswith(("。", "。”"))


def _before_label(text: str) -> str:
    """The title that stands before the labels on one line: ``警民共筑防线 发布时间:2025-06-30``; empty where none does."""
    label = _LABELLED_DATE.search(text)
    before = text[: label.start()].strip() if label else ""
    return before if len(before) >= _SHORTEST_TITLE and not _HEADER_WORD.search(before) else ""


def _is_stamp(text: str) -> bool:
    """Source or date with the time of day: a line that stands between a title and its text."""
    return _is_header_line(text) and bool(_TIME_OF_DAY.search(text))


def _is_header_line(text: str) -> bool:
    """A short line of labels, or a date that stands alone or leads one."""
    return len(text) <= 120 and _has_metadata(text) and (bool(_PUBLISHED.search(text)) or not states_figure(text))


def _has_metadata(text: str) -> bool:
    if _HEADER_WORD.search(text) and (_ANY_DATE.search(text) or _LABELLED_DATE.search(text) or len(text) < 40) and not text.endswith("。"):
        return True
    if len(text) < 60 and _ANY_DATE.search(text) and (_OUTLET.search(text) or _STAMPED.search(text)):
        return True
    if len(text) < 60 and _PUBLISHED.search(text) and not text.endswith("。"):
        return True
    shapes = (
        _LEADING_DATE.match,
        _ISSUED.fullmatch,
        _WIRE.fullmatch,
        _PRINTED.match,
        _LABEL_APART.fullmatch,
        _LABEL_CELL.search,
        _ORIGINAL.fullmatch,
        _PAGE_BAR.fullmatch,
    )
    return any(shape(text) for shape in shapes)


def _marked(head: Sequence[str]) -> list[int]:
    """Which of the lines before the prose state something of the article: labels, dates, and the values below labels that stand alone."""
    marked = {i for i, text in enumerate(head) if _is_header_line(text)}
    for i, text in enumerate(head[:-1]):
        if _LONE_LABEL.fullmatch(text.rstrip(" :：")) and len(head[i + 1]) < 40:
            marked |= {i, i + 1}
    return sorted(marked)


def _with_their_values(header: Sequence[str]) -> list[str]:
    """The header's lines, each label that stands alone with the line below it."""
    joined: list[str] = []
    for text in header:
        if joined and _LONE_LABEL.fullmatch(joined[-1].rstrip(" :：")):
            joined[-1] = f"{joined[-1].rstrip(' :：')}：{text}"
        else:
            joined.append(text)
    return joined


def _title_line(titles: Sequence[int], marked: Sequence[int], subtitles: Set[int]) -> int | None:
    """The line right above the first header line; without one, the first line. A subtitle (——…) only where there is nothing else."""
    main = [i for i in titles if i not in subtitles] or titles
    above = [i for i in main if marked and i < marked[0]]
    return above[-1] if above else (main[0] if main else None)


def _publisher(header: Sequence[str], beside: Sequence[str], body: Sequence[Line], dateline: regex.Match[str] | None) -> str:
    """Who publishes: a labelled name in the header or after the text, the outlet beside the date or its reporters, the dateline, who signs."""
    closing = [line.text for line in body if len(line.text) < 60]
    unlabelled = [text for text in header if not text.startswith("原创")]
    for found in chain(
        (_PUBLISHER.search(text) or _LABEL_APART.fullmatch(text) for text in [*header, *closing]),
        (_OUTLET.search(text) for text in unlabelled),
        (_SENDER.match(text) for text in unlabelled),
        (_ORIGINAL.fullmatch(text) for text in header),
        (_ISSUER.search(text) or _WIRE.fullmatch(text) or _OUTLET_BEHIND.search(text) or _ISSUED.fullmatch(text) for text in header),
        (_OUTLET.match(text) for text in beside if "记者" in text),
        (_OUTLET_ALONE.fullmatch(text) for text in beside),
        (_REPRINTED.search(text) for text in closing),
    ):
        if found and found["publisher"]:
            return "" if found["publisher"] in _NOBODY else str(found["publisher"])
    if dateline and dateline["agency"]:
        return str(dateline["agency"])
    signed = next((_SIGNED.fullmatch(above) for above, below in pairwise(closing) if _LONE_DATE.fullmatch(below)), None)
    return str(signed["publisher"]) if signed else ""


def _published_on(header: Sequence[str], body: Sequence[Line], dateline: regex.Match[str] | None) -> date | None:
    """A labelled date before the text, of publication sooner than of a change; then any date in the header, the dateline, a labelled or lone date after the text."""
    closing = [line.text for line in body if len(line.text) < 60]
    for found in chain(
        (_PUBLISHED.search(text) for text in header),
        (_LABELLED_DATE.search(text) for text in header),
        (_OPENING_DATE.match(line.text) for line in body[:2]),
        (_ANY_DATE.search(text) for text in header),
        [dateline if dateline and dateline["year"] else None],
        (_LABELLED_DATE.search(text) for text in closing if _is_header_line(text)),
        (_REPRINTED.search(text) for text in closing),
        (_LONE_DATE.fullmatch(text) for text in closing),
    ):
        if found and (day := _valid(found)):
            return day
    return None


def _valid(match: regex.Match[str]) -> date | None:
    republican = match.groupdict().get("roc")
    year = int(republican) + 1911 if republican else int(match["year"])
    if year < _CENTURY:
        year += 2000
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError:  # 2023-02-30 states no day
        return None
