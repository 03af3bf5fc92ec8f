"""Article metadata: title, publisher and publication date, from header lines and the dateline of an agency (新华社北京5月3日电).

``stamp`` recognises single lines of date, outlet and labels. This module locates the header and combines its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, pairwise

import regex

from extractors.source.boilerplate import TextLine, states_figure
from extractors.source.stamp import DAY, OUTLET, REPUBLICAN_DAY, day_of, is_stamp, outlet_in

_ANY_DATE = regex.compile(DAY)
_LONE_DATE = regex.compile(rf"[(（]?(?:{DAY}|{REPUBLICAN_DAY})[)）]?(?:\s?[(（]星期[一二三四五六日][)）])?")
_LEADING_DATE = regex.compile(rf"[(（\[]?{DAY}(?:\s+\d{{1,2}}:\d\d(?::\d\d)?)?(?:[)）\]]|\s|$)(?!\p{{Han}}{{6,}}.*。)")
_LABELLED_DATE = regex.compile(
    rf"(?<!统计|会议|活动|起止|截止|办理|服务)(?:发布|发表|更新|上传|发稿|刊发|录入)?(?<!统计|会议|活动|起止|截止|办理|服务)(?:时间|日期|于)\s?[:：|｜]?\s?(?:{DAY}|(?<=日期\s?[:：]\s?){REPUBLICAN_DAY})"
)
_PUBLISHED = regex.compile(rf"(?:发布|发表|上传|发稿|刊发|录入)(?:时间|日期|于)[】\]]?\s?[:：]?\s?{DAY}")
_OPENING_DATE = regex.compile(rf"(?:[Dd]ate|发布(?:时间|日期)|日期|时间)\s?[:：]?\s?{DAY}")  # before the text, on its own line
# A bar replaces the colon in metadata tables and on WeChat (来源 | 石桥云报).
_COLON = r"\s?[:：|｜]\s?"
_PUBLISHER = regex.compile(
    rf"(?:来源|来自|稿源|出处|发[布文](?:单位|机构|机关)){_COLON}[《【]?(?P<publisher>[^\s|｜/,，;；()（）\[\]【】《》\d:：]{{2,30}}?)(?=\s|$|[|｜/,，;；()（）\[\]【】《》\d]|(?:作者|编辑|责编|责任编辑|时间|日期|发布|浏览|点击|阅读|记者)(?:时间|日期|量|次数)?\s?[:：\d])"
)
# The name of an outlet before its reporters or at the end of a line: 冀中平安报 记者
_OUTLET = regex.compile(rf"《?(?P<publisher>{OUTLET})》?讯?(?=[\s·•|｜/(（]*(?:记者|通讯员|$))")
_ISSUER = regex.compile(r"发布者\s?[:：]\s?(?P<publisher>\p{Han}{4,16})")
_OUTLET_ALONE = regex.compile(rf"《?(?P<publisher>{OUTLET}|\p{{Han}}{{2,12}}(?:日报社|报社|通讯社))》?讯?")
# An agency with its dateline on a separate line: 云溪社（石桥4日电）
_WIRE = regex.compile(r"(?P<publisher>\p{Han}{2,8}(?:社|网|报))\s?[（(]\p{Han}{0,12}(?:\d{1,2}月)?\d{1,2}日[电讯][)）]")
_NOBODY = frozenset({"本站", "本网", "本站原创", "原创", "网络", "佚名"})
_ORIGINAL = regex.compile(r"原创\s?[:：]?\s?\S{2,20}(?:\s(?P<publisher>\p{Han}{2,12}))?(?:\s\S{2,8})?")  # header of a WeChat article
_SIGNED = regex.compile(r"(?P<publisher>\p{Han}{2,16}(?:局|厅|委|办|院|署|处|支队|大队|总队|政府|派出所))")
# A date with a time, or at the end of a short line that is not a sentence: 昌江平安2023-03-24 17:30发表于江西
_STAMPED = regex.compile(rf"^[^，。！？；]{{0,24}}{DAY}\s*(?:\d{{1,2}}:\d\d(?::\d\d)?[^，。！？；]*)?$")
_REPRINTED = regex.compile(rf"(?:原载于?|刊载于|载于|刊于|首发于?)\s?{DAY}\s?(?:《(?P<publisher>[^》]{{2,20}})》)?")
# A date with the issuing authority or the genre: 2012-04-09石桥市统计局, 2025-08-26快讯
_ISSUED = regex.compile(
    rf"(?:[Dd]ate\s?)?{DAY}\s*(?:\d{{1,2}}:\d\d(?::\d\d)?)?[\s·•|｜]*(?:(?P<publisher>\p{{Han}}{{2,14}}(?:局|厅|委|办|院|署|处|队|政府|派出所))|快讯|消息|\p{{Han}}{{2}}报道)"
)
# A newspaper and its date, mostly below the text: 《石桥消息报》 2020年4月17日, （原载《石桥晚报》2020年4月17日3版，有删节）
_PRINTED_IN = regex.compile(rf"《(?P<publisher>\p{{Han}}{{2,14}})》\s?[(（]?\s?{DAY}")
# Residue of newspaper publishing systems below the text: --> 2024-08-28 1 1 石桥晚报 content_98106.html
_PRINTED_PAGE = regex.compile(rf"{DAY}[\s\d]+(?P<publisher>\p{{Han}}{{2,12}})\s+content_\d")
_TIME_OF_DAY = regex.compile(r"\d{1,2}:\d\d")
_SHORTEST_TITLE = 6  # characters
_HIGHEST_STAMP = 12  # lines
_LONGEST_TITLE = 120  # characters
_VERSE = 8  # lines
_CLAUSE = regex.compile(r"\p{Han}.*\p{Han}.*\p{Han}.*\p{Han}")
_LONGEST_BELOW = 60  # characters of a source line below the text
_PAGE_BAR = regex.compile(r"放大\s*缩小")  # the toolbar above articles in e-paper editions
_CAPTION = regex.compile(r"(?:供图|[摄影]|提供|资料图片?)[)）]?$|图\s?[:：/／]|图为")
_ADDRESS = regex.compile(r"https?:|www\.|^\W+$|404 ")
_ROLES = regex.compile(
    r"[（(【]?(?:\p{Han}{0,10}?(?:记者|通讯员|实习生|特约|作者|编辑)\s?(?:[:：/／]?\s?\p{Han}{2,3}(?=\s|、|\p{Han}{0,6}(?:记者|通讯员|实习生)|[)）】]?$)[\s、]*)+)+[)）】]?"
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_PEOPLE = regex.compile(rf"(?:[{_SURNAMES}]\p{{Han}}{{1,2}}(?:\s+|$)){{1,6}}")
_NUMBERED = regex.compile(r"(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[)）])")
_HEADING_OF_YEAR = regex.compile(r"(?:19|20)\d\d年(?!\d)[^，。]{2,16}$")
_SUBTITLE = ("—", "--")
_HIGHEST_LABEL = 4  # lines
_HEADER_WORD = regex.compile(
    r"(?:时间|日期|来源|来自|稿源|作者|发布|发布者|发[布文](?:单位|机构|机关)|字号|字体|浏览|点击|点阅|阅读|编辑|记者|通讯员)(?:数|量|次数)?\s?[:：]"
)
# A label whose value is on the next line, as in definition lists, and a label in a table row.
_LONE_LABEL = regex.compile(r"(?:信息|文章|稿件|新闻)?(?:来源|稿源)|(?:发布|发表|发文|成文)?(?:时间|日期)|发[布文](?:单位|机构|机关)")
_LABEL_APART = regex.compile(rf"(?:{_LONE_LABEL.pattern}) (?P<publisher>[^\s。，]{{2,20}})")
_LABEL_CELL = regex.compile(rf"(?:^|[|｜]\s?)(?:{_LONE_LABEL.pattern})\s?[:：]?\s?[|｜]")
_BYLINE = regex.compile(
    r"[（(【]?\s?(?:文|图|摄影|记者|本[报网台]记者|见习记者|通讯员|作者|编辑|供稿|撰文)\s?(?:[/／|:：、]|\p{Han}{1,4}(?:\s|$|[、/]))"
)
_DATELINE = regex.compile(
    rf"(?:(?P<agency>(?:新华|中新|人民|央视|央广|中国|法治|法制|中央)[\p{{Han}}]{{0,4}}?(?:网|社|报|台)|^(?:据)?(?P<agency>[\p{{Han}}]{{2,10}}?(?:网|社|报|台|客户端)))[\p{{Han}}]{{0,8}}?|本[报网台刊])(?:{DAY}|(?<!\d)(?:\d{{1,2}}月)?\d{{1,2}}日)[电讯]"
)


@dataclass(frozen=True, slots=True)
class Header:
    """Metadata as stated in the article; empty or ``None`` if not stated. ``lines`` are the indexes of the header lines, title included."""

    title: str
    publisher: str
    published_on: date | None
    lines: frozenset[int]


def read_header(lines: Sequence[TextLine], is_boilerplate: Sequence[bool]) -> Header:
    """Read the header from the lines before the prose, the first paragraph and the end. ``is_boilerplate`` has one flag per line."""
    body = _first_of_body(lines, is_boilerplate)
    marked = _marked([line.text for line in lines[:body]])
    if body == len(lines) and not marked:
        return Header("", "", None, frozenset())  # no prose and no metadata: not a page
    others = sorted(set(range(body)) - set(marked))
    bar = next((i for i in marked if _PAGE_BAR.search(lines[i].text)), -1)  # the title is below it
    titles = [i for i in others if i > bar and not is_boilerplate[i] and _may_be_title(lines[i].text)]
    title = _title_line(lines, titles, marked)
    header = _with_their_values([lines[i].text for i in _without_today(lines, marked, title)])
    beside = [lines[i].text for i in others if i != title and ("记者" in lines[i].text or {i - 1, i + 1} & {*marked})]
    opening = lines[body].text[:120] if body < len(lines) else ""
    dateline = _DATELINE.search(opening)
    of_text = {i for i in titles if title is not None and i > title and _is_of_text(lines[i].text)}
    head = set(range(body)) - of_text if title is not None or marked else set()
    return Header(
        title=lines[title].text if title is not None else _before_label(lines[marked[0]].text) if marked else "",
        publisher=_publisher(header, beside, lines[body:], dateline),
        published_on=_published_on(header, lines[body:], dateline),
        lines=frozenset(head | _below(lines, body)),
    )


def _below(lines: Sequence[TextLine], body: int) -> set[int]:
    """The header lines from line ``body`` on. If several dates stand alone on a line, they are headings of a chronicle and left out."""
    found = {i for i in range(body, len(lines)) if len(lines[i].text) < _LONGEST_BELOW and _is_header_line(lines[i].text)}
    days = {i for i in found if _LONE_DATE.fullmatch(lines[i].text)}
    return found - days if len(days) > 1 else found


def _first_of_body(lines: Sequence[TextLine], is_boilerplate: Sequence[bool]) -> int:
    """The index of the first line of prose; the number of lines if there is none.

    Lines above a publication line (see ``stamp``) with a time or a label are titles, even if they look like prose. A short sentence of the
    page itself (按此跳至主要内容。) above a publication line is not prose either.
    """
    above = next((i for i, line in enumerate(lines[:_HIGHEST_LABEL]) if _has_time(line.text) or _is_labelled_stamp(line.text)), 0)
    stamp = next((i for i, line in enumerate(lines[:_HIGHEST_STAMP]) if is_stamp(line.text)), 0)
    for i, line in enumerate(lines):
        if is_boilerplate[i] or not _is_body(line) or (i < above and not _is_sentence(line.text)):
            continue
        if i < stamp and not (line.is_prose or states_figure(line.text)):
            continue
        return i
    return _first_of_verse(lines, is_boilerplate)


def _first_of_verse(lines: Sequence[TextLine], is_boilerplate: Sequence[bool]) -> int:
    """The index of the first of many successive lines of a clause each, as in captions of a video; the number of lines if there are none."""
    begun = 0
    for i, line in enumerate(lines):
        if is_boilerplate[i] or not _CLAUSE.search(line.text) or (_is_header_line(line.text) and not states_figure(line.text)):
            begun = i + 1
        elif i + 1 - begun == _VERSE:
            return begun
    return len(lines)


def _may_be_title(text: str) -> bool:
    """Whether a line can be the title: not a byline, a caption or a web address, which occur in the same position."""
    return 4 <= len(text) <= _LONGEST_TITLE and not (
        _BYLINE.match(text) or _ROLES.fullmatch(text) or _CAPTION.search(text) or _ADDRESS.search(text)
    )


def _names_somebody(text: str) -> bool:
    """Whether a line names an outlet, an authority or people, which is rarely a title."""
    return bool(_OUTLET_ALONE.fullmatch(text) or _SIGNED.fullmatch(text) or _PEOPLE.fullmatch(text))


def _is_of_text(text: str) -> bool:
    """Whether a line below the title is body text: it holds a figure, or is a section heading (2022年工作回顾, 一、主要工作)."""
    return states_figure(text) or bool(_NUMBERED.match(text) or _HEADING_OF_YEAR.match(text))


def _without_today(lines: Sequence[TextLine], marked: Sequence[int], title: int | None) -> list[int]:
    """``marked`` without a site banner above the title that shows today's date, if a line below the title has a date too."""
    dated = [i for i in marked if _ANY_DATE.search(lines[i].text)]
    below = [i for i in dated if title is not None and i > title]
    return [i for i in marked if not (below and i not in below and i in dated and not _HEADER_WORD.search(lines[i].text))]


def is_label(text: str) -> bool:
    """Whether a line states source, author or date."""
    return _is_header_line(text) or bool(_HEADER_WORD.search(text))


def _is_body(line: TextLine) -> bool:
    """Whether a line is prose, or a sentence too short for the general test of prose (歌声响起，来了58人。)."""
    return (line.is_prose or _is_sentence(line.text)) and not _is_header_line(line.text)


def _is_sentence(text: str) -> bool:
    return text.endswith(("。", "。”"))


def _before_label(text: str) -> str:
    """The title before a label on the same line: ``警民共筑防线 发布时间:2025-06-30``; empty if there is none."""
    label = _LABELLED_DATE.search(text)
    before = text[: label.start()].strip() if label else ""
    return before if len(before) >= _SHORTEST_TITLE and not _HEADER_WORD.search(before) else ""


def _has_time(text: str) -> bool:
    """Whether a header line has a time of day; such a line is between title and text."""
    return _is_header_line(text) and bool(_TIME_OF_DAY.search(text))


def _is_labelled_stamp(text: str) -> bool:
    """Whether a publication line names its parts: 发布: 2020-04-17 | 来源: 石桥网."""
    return bool(_HEADER_WORD.search(text)) and is_stamp(text) and _is_header_line(text)


def _is_header_line(text: str) -> bool:
    """Whether a line of at most 120 characters holds metadata and, unless it is labelled as published, no figures."""
    return len(text) <= 120 and _has_metadata(text) and (bool(_PUBLISHED.search(text)) or not states_figure(text))


@lru_cache(maxsize=1024)  # several questions about a line need it
def _has_metadata(text: str) -> bool:
    if _HEADER_WORD.search(text) and (_ANY_DATE.search(text) or _LABELLED_DATE.search(text) or len(text) < 40) and not text.endswith("。"):
        return True
    if len(text) < 60 and _ANY_DATE.search(text) and _STAMPED.search(text):
        return True
    if len(text) < 60 and _PUBLISHED.search(text) and not text.endswith("。"):
        return True
    if _PRINTED_IN.search(text) and not _is_sentence(text):
        return True
    shapes = (
        is_stamp,
        _LONE_DATE.fullmatch,
        _LEADING_DATE.match,
        _PRINTED_PAGE.search,
        _WIRE.fullmatch,
        _LABEL_APART.fullmatch,
        _LABEL_CELL.search,
        _ORIGINAL.fullmatch,
    )
    return any(shape(text) for shape in shapes)


def _marked(head: Sequence[str]) -> list[int]:
    """The indexes of the metadata lines in ``head``: labels, dates, and values on the line below their label."""
    marked = {i for i, text in enumerate(head) if _is_header_line(text)}
    for i, text in enumerate(head[:-1]):
        if _LONE_LABEL.fullmatch(text.rstrip(" :：")) and len(head[i + 1]) < 40:
            marked |= {i, i + 1}
    return sorted(marked)


def _with_their_values(header: Sequence[str]) -> list[str]:
    """The header lines, with each label that is alone on its line joined to the value below."""
    joined: list[str] = []
    for text in header:
        if joined and _LONE_LABEL.fullmatch(joined[-1].rstrip(" :：")):
            joined[-1] = f"{joined[-1].rstrip(' :：')}：{text}"
        else:
            joined.append(text)
    return joined


def _title_line(lines: Sequence[TextLine], titles: Sequence[int], marked: Sequence[int]) -> int | None:
    """The index of the title: the last candidate above the first metadata line, else the first candidate.

    Subtitles (——…) and names are used only if there is no other candidate, numbered headings never.
    """
    lesser = {i for i in titles if lines[i].text.startswith(_SUBTITLE) or _NUMBERED.match(lines[i].text) or _names_somebody(lines[i].text)}
    main = [i for i in titles if i not in lesser] or [i for i in titles if not _NUMBERED.match(lines[i].text)]
    above = [i for i in main if marked and i < marked[0]]
    above = [i for i in above if len(lines[i].text) >= _SHORTEST_TITLE] or above
    return above[-1] if above else (main[0] if main else None)


def _publisher(header: Sequence[str], beside: Sequence[str], body: Sequence[TextLine], dateline: regex.Match[str] | None) -> str:
    """The publisher, from the first source that names one.

    In order: a labelled name in the header or after the text, the outlet beside the date or the reporters, a reprint note, the
    dateline, the signature at the end.
    """
    closing = [line.text for line in body if len(line.text) < _LONGEST_BELOW]
    unlabelled = [text for text in header if not text.startswith("原创")]
    for found in chain(
        (_PUBLISHER.search(text) or _LABEL_APART.fullmatch(text) for text in [*header, *closing]),
        (outlet_in(text) for text in unlabelled if is_stamp(text)),
        (_OUTLET.search(text) for text in unlabelled),
        (_ORIGINAL.fullmatch(text) for text in header),
        (_ISSUER.search(text) or _WIRE.fullmatch(text) or _ISSUED.fullmatch(text) for text in header),
        (_OUTLET.match(text) for text in beside if "记者" in text),
        (_OUTLET_ALONE.fullmatch(text) for text in beside),
        (_REPRINTED.search(text) for text in closing),
        (_PRINTED_IN.search(text) for text in closing if not _is_sentence(text)),
        (_PRINTED_PAGE.search(line.text) for line in body),
    ):
        if found and found["publisher"]:
            return "" if found["publisher"] in _NOBODY else str(found["publisher"])
    if dateline and dateline["agency"]:
        return str(dateline["agency"])
    signed = next((_SIGNED.fullmatch(above) for above, below in pairwise(closing) if _LONE_DATE.fullmatch(below)), None)
    return str(signed["publisher"]) if signed else ""


def _published_on(header: Sequence[str], body: Sequence[TextLine], dateline: regex.Match[str] | None) -> date | None:
    """The publication date, from the first source that has a valid one.

    In order: a labelled date in the header (publication before update), one beside an outlet, any other in the header, the dateline, a labelled date
    after the text, a reprint note, a single date alone on its line.
    """
    closing = [line.text for line in body if len(line.text) < _LONGEST_BELOW]
    alone = [found for text in closing if (found := _LONE_DATE.fullmatch(text))]
    for found in chain(
        (_PUBLISHED.search(text) for text in header),
        (_LABELLED_DATE.search(text) for text in header),
        (_OPENING_DATE.match(line.text) for line in body[:2]),
        (_ANY_DATE.search(text) for text in header if is_stamp(text) and outlet_in(text)),
        (_LONE_DATE.fullmatch(text) or _ANY_DATE.search(text) for text in header),
        [dateline if dateline and dateline["year"] else None],
        (_LABELLED_DATE.search(text) for text in closing if _is_header_line(text)),
        (_REPRINTED.search(text) for text in closing),
        alone if len(alone) == 1 else [],
        (_PRINTED_IN.search(text) for text in closing if not _is_sentence(text)),
        (_PRINTED_PAGE.search(line.text) for line in body),
    ):
        if found and (day := day_of(found)):
            return day
    return None
