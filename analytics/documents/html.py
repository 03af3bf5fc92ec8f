"""Web pages: the tree without what is not seen, and the article's lines in it.

trafilatura finds where on a page the article stands; its text is the page's own, line by line as one sees it, so that nothing of the
article is lost or cut at a mark-up inside a sentence.
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
from analytics.documents.pagelines import Line as PageLine
from analytics.documents.pagelines import page_lines
from analytics.documents.raised import raised
from extractors.model import SourceText
from extractors.source.furniture import Line

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its warnings name no file, and each file's outcome is reported

_DECLARED = regex.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", regex.IGNORECASE)
# Characters that lxml reads and will not write; and ends of the page, behind which it stops where browsers go on.
_UNWANTED = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|(?i:</(?:body|html)\s*>)")
_UNSEEN = "//script | //style | //noscript | //template | //nav | //footer | //aside | //rt | //rp | //select | //button | //iframe"
_STRUCK = "//s | //del | //strike"
_STYLED = "//*[@style or @hidden]"
_HIDES = regex.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|text-decoration[\w-]*\s*:[^;]*line-through", regex.IGNORECASE)
_RAISES = regex.compile(r"vertical-align\s*:\s*super", regex.IGNORECASE)
# What a page hides may be all it has, until a script shows it: then it is the article.
_ALL_OF_IT = 0.8
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
# Characters of a page that is taken whole; the share of links among what an article's surroundings may hold to be part of it.
_SHORT, _LINKS = 600, 0.3


def read_html(content: bytes, source: str, charset: str = "") -> Document:
    """The article in a web page, of which its sender may have named the ``charset``. Raises UnreadableError."""
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


# --- where the article stands ------------------------------------------------------------------


def _article(page: lxml.html.HtmlElement, shown: Sequence[PageLine]) -> Sequence[PageLine]:
    """The lines of the article: all of a short page, else those that stand together with what trafilatura takes for it."""
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
    """The first and last line of the innermost element around the lines ``kept``, and of those around it that hold few links."""
    prose = [at for at in kept if Line(shown[at].text, 0, len(shown[at].text)).is_prose] or kept
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
    """``lines`` up to the list of other articles: a heading of such a list, or a headline that is a link, with hardly any prose behind."""
    prose = [len(line) if line not in links and Line(line, 0, len(line)).is_prose else 0 for line in lines]
    before, whole = 0, sum(prose)
    for at, line in enumerate(lines):
        if before > _MOSTLY * whole and ((len(line) >= _HEADLINE and line in links) or _LIST.fullmatch(line)):
            return lines[:at]
        before += prose[at]
    return lines


# --- what is not seen --------------------------------------------------------------------------


def _prune(page: lxml.html.HtmlElement) -> None:
    """Take out of the tree what is not seen or struck out, and what by its name stands around the article and holds little of the page."""
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
    """The text that ends where ``element`` begins, as far as it stands in one piece."""
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
