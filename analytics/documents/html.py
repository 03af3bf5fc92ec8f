"""Web pages: the tree without what is not the article, and the article's body by trafilatura."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence

import lxml.html
import regex
import trafilatura
from lxml import etree

from analytics.documents.encodings import decode
from analytics.documents.limits import MAX_ELEMENTS
from analytics.documents.model import Document, UnreadableError, document
from analytics.documents.page import read_page
from extractors.model import SourceText
from extractors.source.furniture import Line

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its warnings name no file, and each file's outcome is reported

_DECLARED = regex.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", regex.IGNORECASE)
# Characters that lxml reads and will not write; and ends of the page, behind which it stops where browsers go on.
_UNWANTED = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|(?i:</(?:body|html)\s*>)")
_UNSEEN = "//script | //style | //noscript | //template | //nav | //footer | //aside | //rt | //rp | //select | //button | //iframe"
# Words in the class or id of what stands around an article; an element that holds much of the page is the article nevertheless.
_AROUND = frozenset((
    "footer", "foot", "bottom", "copyright", "copyrights", "related", "relate", "relevant", "recommend", "recommended", "comment",
    "comments", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "sidebar", "aside", "share", "sharing", "nav", "navbar", "menu",
    "pager", "pagination", "hot", "rank", "ranking", "toolbar", "login", "friendlink", "qrcode",
))  # fmt: skip
_MUCH = 0.3
# The share of a page's prose that stands before the list of other articles; the shortest headline.
_MOSTLY, _HEADLINE = 0.8, 8
_LIST = regex.compile(r"[【\[]?\s?(?:相关|延伸|推荐|更多|热门|最新|精彩|猜你|为您|大家)\p{Han}{2,6}[】\]]?[:：>》]*")
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "input", "ins",
    "kbd", "label", "mark", "q", "rb", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
))  # fmt: skip


def read_html(content: bytes, source: str) -> Document:
    """The article in a web page. Raises UnreadableError."""
    declared = _DECLARED.search(content[:4096])
    decoded = decode(content, source, declared[1].decode("ascii", "replace") if declared else "")
    page = _tree(_UNWANTED.sub("", decoded.text), source)
    scripts = [script.text or "" for script in page.iter("script")]
    _prune(page)
    headlines = {" ".join(link.text_content().split()) for link in page.iter("a")}
    lines = _without_others(list(_lines(page)), headlines)
    body = "\n".join(_without_others(_body(page).split("\n"), headlines)) or "\n".join(lines)
    said = read_page(page, scripts, lines, body)
    text = SourceText(body, source, said.title, said.publisher, said.published_on, said.url)
    return document(content, text, decoded.encoding, decoded.doubt)


def _tree(text: str, source: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = lxml.html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError as error:  # nothing that could be a page
        raise UnreadableError(source, "empty") from error
    gave_up = {entry.type for entry in parser.error_log}  # in the middle of the page
    if etree.ErrorTypes.ERR_NO_MEMORY in gave_up:
        raise MemoryError
    if etree.ErrorTypes.ERR_RESOURCE_LIMIT in gave_up:
        raise UnreadableError(source, "too_large")
    return page


def _body(page: lxml.html.HtmlElement) -> str:
    if sum(1 for _ in page.iter()) > MAX_ELEMENTS:
        return ""
    return trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True) or ""


def _without_others(lines: Sequence[str], links: Collection[str]) -> Sequence[str]:
    """``lines`` up to the list of other articles: a heading of such a list, or a headline that is a link, with hardly any prose behind."""
    prose = [len(line) if line not in links and Line(line, 0, len(line)).is_prose else 0 for line in lines]
    before, whole = 0, sum(prose)
    for at, line in enumerate(lines):
        if before > _MOSTLY * whole and ((len(line) >= _HEADLINE and line in links) or _LIST.fullmatch(line)):
            return lines[:at]
        before += prose[at]
    return lines


def _prune(page: lxml.html.HtmlElement) -> None:
    """Take out of the tree what is not seen, and what by its name stands around the article and holds little of the page."""
    for element in page.xpath(_UNSEEN):
        element.drop_tree()
    for element in page.xpath("//ruby | //rb"):
        element.drop_tag()
    whole = len(page.text_content())
    for element in page.xpath("//body//*[@class or @id]"):
        name = regex.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{element.get('class', '')} {element.get('id', '')}").lower()
        if _AROUND.intersection(regex.findall("[a-z]+", name)) and len(element.text_content()) < _MUCH * whole:
            element.drop_tree()


def _lines(page: lxml.html.HtmlElement) -> Iterator[str]:
    """The page as lines, one for what one sees in one: a paragraph, an item, a row of a table with its cells set off by ``|``."""
    parts: list[str] = []
    for event, element in etree.iterwalk(page if page.body is None else page.body, events=("start", "end")):
        if element.tag in ("td", "th"):
            parts.append(" | " if event == "start" and element.getprevious() is not None else "")
        elif element.tag not in _INLINE:
            parts.append("\n")
        parts.append((element.text if event == "start" else element.tail) or "")
    for line in "".join(part if part in ("\n", " | ") else regex.sub(r"\s+", " ", part) for part in parts).split("\n"):
        if line.strip(" |"):
            yield line.strip()
