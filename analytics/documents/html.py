"""Web pages: removes what is not visible and takes the lines of the article.

trafilatura finds where the article stands on the page. The text itself comes from the visible lines of the page, so that nothing is
lost or cut at inline markup.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence

import lxml.html
import regex
import trafilatura
from lxml import etree

from analytics.documents.encodings import decode
from analytics.documents.grid import GiantTableError
from analytics.documents.limits import MAX_ELEMENTS
from analytics.documents.model import Document, UnreadableError, document
from analytics.documents.page import read_page
from analytics.documents.pagelines import PageLine as PageLine
from analytics.documents.pagelines import page_lines
from analytics.documents.raised import raised
from extractors.model import SourceText
from extractors.source.boilerplate import TextLine

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its warnings name no file, and each file's outcome is reported

_DECLARED = regex.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", regex.IGNORECASE)
# Characters that lxml reads but refuses to write, and closing tags at which lxml stops while browsers go on.
_UNWANTED = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|(?i:</(?:body|html)\s*>)")
_BEGUN, _ENDED = regex.compile(r"(?i)<html[\s>]"), regex.compile(r"(?i)</(?:html|body)\b")
_UNSEEN = (
    "//script | //style | //noscript | //template | //nav | //footer | //aside | //rt | //rp | //select | //textarea | //button | //iframe "
    "| //svg//title | //svg//desc"
)
_STRUCK = "//s | //del | //strike"
_STYLED = "//*[@style or @hidden]"
_HIDES = regex.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|text-decoration[\w-]*\s*:[^;]*line-through", regex.IGNORECASE)
_RAISES = regex.compile(r"vertical-align\s*:\s*super", regex.IGNORECASE)
# A hidden element with at least this share of the text is the article, which a script shows later.
_ALL_OF_IT = 0.8
# Words in the class or id of elements around an article. An element with at least the share ``_MUCH`` of the text is kept nevertheless.
_AROUND = frozenset((
    "footer", "foot", "bottom", "copyright", "copyrights", "related", "relate", "relevant", "recommend", "recommended", "comment",
    "comments", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "sidebar", "aside", "share", "sharing", "nav", "navbar", "menu",
    "pager", "pagination", "hot", "rank", "ranking", "toolbar", "login", "friendlink", "qrcode",
))  # fmt: skip
_MUCH = 0.3
# Share of the prose that precedes a list of other articles; characters of the shortest headline.
_MOSTLY, _HEADLINE = 0.8, 8
_LIST = regex.compile(r"[【\[]?\s?(?:相关|延伸|推荐|更多|热门|最新|精彩|猜你|为您|大家)\p{Han}{2,6}[】\]]?[:：>》]*")
# Characters of a page that is taken whole; largest share of link text in surroundings that are added to the article.
_SHORT, _LINKS = 600, 0.3


def read_html(content: bytes, source: str, charset: str = "") -> Document:
    """The article in a web page; ``charset`` is the encoding declared by the sender, empty if none.

    Raises UnreadableError: ``encoding``, ``empty`` or ``too_large``.
    """
    declared = _DECLARED.search(content[:4096])
    decoded = decode(content, source, [charset, declared[1].decode("ascii", "replace") if declared else ""])
    page = _tree(_UNWANTED.sub("", decoded.text), source)
    scripts = [script.text or "" for script in page.iter("script")]
    _prune(page)
    headlines = {" ".join(link.text_content().split()) for link in page.iter("a")}
    try:
        shown = list(page_lines(page))
    except GiantTableError as error:
        raise UnreadableError(source, "too_large") from error
    lines = _without_others([line.text for line in shown], headlines)
    body = "\n".join(_without_others([line.text for line in _article(page, shown)], headlines)) or "\n".join(lines)
    said = read_page(page, scripts, lines, body)
    text = SourceText(body, source, said.title, said.publisher, said.published_on, said.url)
    return document(content, text, decoded.encoding, "cut" if _is_cut(decoded.text) else decoded.doubt)


def _is_cut(text: str) -> bool:
    """Whether a page ends before its text does: an element was begun and neither page nor body was ended."""
    return _BEGUN.search(text) is not None and _ENDED.search(text) is None


def _tree(text: str, source: str) -> lxml.html.HtmlElement:
    """``text`` parsed. Raises UnreadableError, and MemoryError if the parser runs out of memory."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = lxml.html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError as error:  # not a single element
        raise UnreadableError(source, "empty") from error
    gave_up = {entry.type for entry in parser.error_log}  # the parser stopped in the middle of the page
    if etree.ErrorTypes.ERR_NO_MEMORY in gave_up:
        raise MemoryError
    if etree.ErrorTypes.ERR_RESOURCE_LIMIT in gave_up:
        raise UnreadableError(source, "too_large")
    return page


# --- where the article stands ------------------------------------------------------------------


def _article(page: lxml.html.HtmlElement, shown: Sequence[PageLine]) -> Sequence[PageLine]:
    """The lines of the article: all lines of a very short or very large page, else those around the text that trafilatura finds."""
    if sum(len(line.text) for line in shown) <= _SHORT or sum(1 for _ in page.iter()) > MAX_ELEMENTS:
        return shown
    found = "".join((trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True) or "").split())
    kept = [at for at, line in enumerate(shown) if "".join(line.text.replace("|", "").split()) in found.replace("|", "")]
    if not kept:
        return shown
    first, last = _widened(shown, kept)
    wanted = set(kept)
    return [line for at, line in enumerate(shown[first : last + 1], start=first) if at in wanted or not line.is_link]


def _widened(shown: Sequence[PageLine], kept: Sequence[int]) -> tuple[int, int]:
    """The first and last line of the article: the innermost element around the lines ``kept``, widened while it adds few links."""
    prose = [at for at in kept if TextLine(shown[at].text, 0, len(shown[at].text)).is_prose] or kept
    first, last = prose[0], prose[-1]
    for element in _around(shown[first].element, shown[last].element):
        if element.tag in ("body", "html"):
            break
        inside = set(element.iter())
        begin, end = first, last
        while begin and shown[begin - 1].element in inside:
            begin -= 1
        while end + 1 < len(shown) and shown[end + 1].element in inside:
            end += 1
        added = [*shown[begin:first], *shown[last + 1 : end + 1]]
        if sum(len(line.text) for line in added if line.is_link) > _LINKS * sum(len(line.text) for line in added):
            break
        first, last = begin, end
    return min(first, kept[0]), max(last, kept[-1])


def _around(one: etree._Element, other: etree._Element) -> list[etree._Element]:
    """The elements that hold both, from the innermost outward."""
    of_other = {other, *other.iterancestors()}
    return [element for element in (one, *one.iterancestors()) if element in of_other]


def _without_others(lines: Sequence[str], links: Collection[str]) -> Sequence[str]:
    """``lines`` up to a list of other articles: its heading, or a headline that is a link, with hardly any prose after it."""
    prose = [len(line) if line not in links and TextLine(line, 0, len(line)).is_prose else 0 for line in lines]
    before, whole = 0, sum(prose)
    for at, line in enumerate(lines):
        if before > _MOSTLY * whole and ((len(line) >= _HEADLINE and line in links) or _LIST.fullmatch(line)):
            return lines[:at]
        before += prose[at]
    return lines


# --- invisible elements ------------------------------------------------------------------------


def _prune(page: lxml.html.HtmlElement) -> None:
    """Remove invisible and struck-out elements, and those that their class or id marks as page furniture and that hold little text."""
    for element in page.xpath(f"{_UNSEEN} | {_STRUCK}"):
        element.drop_tree()
    for element in page.xpath("//ruby | //rb"):
        element.drop_tag()
    whole = len(page.text_content())
    for element in page.xpath(_STYLED):
        hidden = element.get("hidden") is not None or _HIDES.search(element.get("style", ""))
        if hidden and element.getparent() is not None and len(element.text_content()) < _ALL_OF_IT * whole:
            element.drop_tree()
    for element in page.xpath("//sup | //*[@style]"):
        if element.tag == "sup" or _RAISES.search(element.get("style", "")):
            element.tail = raised(_text_before(element), element.text_content()) + (element.tail or "")
            element.drop_tree()
    whole = len(page.text_content())
    for element in page.xpath("//body//*[@class or @id]"):
        name = regex.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{element.get('class', '')} {element.get('id', '')}").lower()
        if _AROUND.intersection(regex.findall("[a-z]+", name)) and len(element.text_content()) < _MUCH * whole:
            element.drop_tree()


def _text_before(element: etree._Element) -> str:
    """The text directly before ``element``, as far as it is in one node."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return (parent.text or "") if parent is not None else ""
    while not (previous.tail or "").strip() and len(previous):
        last = previous[-1]
        if not (last.tail or "").strip() and not len(last):
            return last.text or ""
        previous = last
    return previous.tail if (previous.tail or "").strip() else previous.text or ""
