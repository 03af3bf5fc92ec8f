"""Web pages: the body by trafilatura; title, date and publisher from what the page says of itself."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.html
import trafilatura

from analytics.documents.encodings import decode
from analytics.documents.model import Document, UnreadableError, document
from extractors.furniture import furniture, lines_of
from extractors.header import read_header
from extractors.model import SourceText
from extractors.text import clean


def read_html(content: bytes, source: str) -> Document:
    """The article in a web page. Raises UnreadableError.

    trafilatura's own date is not used: it takes the date of a related link for the article's.
    """
    decoded = decode(content, source)
    try:
        page = lxml.html.document_fromstring(decoded.text.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except lxml.etree.ParserError as error:  # nothing that could be a page
        raise UnreadableError(source, "empty") from error
    for annotation in page.xpath("//rt | //rp"):
        annotation.drop_tree()
    for base in page.xpath("//ruby | //rb"):
        base.drop_tag()
    body = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True) or ""
    if not body.strip():
        raise UnreadableError(source, "empty")
    lines = lines_of(clean("\n".join(_visible_lines(page))).text)
    header = read_header(lines, furniture(lines))
    heading = page.xpath("string((//h1)[1])") or page.xpath("string(//title)")
    text = SourceText(body, source, title=" ".join(heading.split()), publisher=header.publisher, published_on=header.published_on)
    return document(content, text, decoded.encoding, decoded.doubt)


def _visible_lines(page: lxml.html.HtmlElement) -> Iterator[str]:
    for text in page.xpath(
        "//body//text()[not(ancestor::script or ancestor::style or ancestor::aside or ancestor::nav or ancestor::footer)]"
    ):
        if line := " ".join(text.split()):
            yield line
