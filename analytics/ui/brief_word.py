"""The brief as a Word file, with the content of the HTML file, to be edited further."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import IO

import vl_convert
from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from analytics.export.citation import is_web_address
from analytics.i18n.format import figure
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.ui.brief import Brief, Picture, cells, colophon, grounds, heads, paragraphs, pictures, reference, summary
from analytics.ui.highlight import passage
from analytics.ui.palette import LIGHT

_PAGE = (Mm(210), Mm(297))  # A4
_MARGIN = Mm(20)
_SERIF, _SANS = "SimSun", "Microsoft YaHei"  # on every computer with Word in Chinese
_QUOTE, _SMALL = "Youju Quote", "Youju Small"
_ACROSS = 640  # pixels of a picture as wide as the text


def write_brief(file: IO[bytes], brief: Brief, words: Words) -> None:
    """Write the Word file, in the language of ``words``."""
    document = Document()
    _set_up(document, words)
    _add(document, brief.title or words("brief.untitled"), "Title")
    _add(document, summary(brief, words), _SMALL)
    for paragraph in paragraphs(brief.note):
        _add(document, paragraph)
    for exhibit in brief.exhibits:
        if exhibit.table:
            _caption(document, exhibit.title, exhibit.note)
            _table(document, [["" if cell is None else str(cell) for cell in line] for line in exhibit.table])
    for picture in pictures(brief, words):
        _picture(document, picture)
    if brief.claims:
        _evidence(document, brief, words)
    for line in colophon(brief, words):
        _add(document, line, _SMALL)
    document.save(file)


def _evidence(document: Doc, brief: Brief, words: Words) -> None:
    _add(document, words("brief.figures"), "Heading 1")
    lines = [[f"[{at}]", *cells(row, article, words)] for at, (row, article) in enumerate(brief.claims, 1)]
    _table(document, [heads(words), *lines])
    if brief.contradictions:
        _add(document, words("brief.contradictions"), "Heading 1")
    for line in brief.contradictions:
        _add(document, line, "List Bullet")
    _add(document, words("brief.sentences"), "Heading 1")
    _footnotes(document, brief, words)


def _set_up(document: Doc, words: Words) -> None:
    """Page size, fonts and styles. Word takes the fonts of Chinese from an attribute of their own."""
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    for name, parent, font, size, colour in (
        (_QUOTE, "Normal", _SERIF, 12, LIGHT.ink), (_SMALL, "Normal", _SANS, 9, LIGHT.muted),
    ):  # fmt: skip
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[parent]
        style.font.name, style.font.size, style.font.color.rgb = font, Pt(size), RGBColor.from_string(colour[1:])
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            font = _SERIF if style.name == _QUOTE else _SANS
            for name in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[name]
            for script in ("w:ascii", "w:hAnsi", "w:eastAsia"):
                fonts.set(qn(script), font)
    document.core_properties.language = {"zh": "zh-CN", "en": "en"}[words.language]
    document.core_properties.title = written_out(words("brief.untitled"))


def _add(document: Doc, text: str, style: str = "Normal") -> Paragraph:
    return document.add_paragraph(_plain(text), style)


def _plain(text: str) -> str:
    """Text without what XML cannot hold: invisible characters are written out, lines joined."""
    return re.sub(r"\s", " ", written_out(text))


def _caption(document: Doc, title: str, finding: str) -> None:
    """The title of a chart or a table, kept on its page."""
    caption = _add(document, "")
    caption.paragraph_format.keep_with_next = True
    caption.add_run(_plain(title)).bold = True
    caption.add_run(f"  {_plain(finding)}").font.size = Pt(9)


def _picture(document: Doc, picture: Picture) -> None:
    _caption(document, picture.title, picture.finding)
    if picture.spec:
        drawn = vl_convert.vegalite_to_png({**picture.spec, "width": picture.width}, vl_version="6.4", scale=2, allowed_base_urls=[])
        across = (_PAGE[0] - 2 * _MARGIN) * min(1.0, picture.width / _ACROSS)
        shape = document.add_picture(io.BytesIO(drawn), width=int(across))
        shape._inline.docPr.set("descr", _plain(f"{picture.title} {picture.finding}"))


def _table(document: Doc, lines: Sequence[Sequence[str]]) -> None:
    """A table whose first row is the header."""
    table = document.add_table(rows=0, cols=len(lines[0]), style="Light List")
    for line in lines:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = _plain(text)
            cell.paragraphs[0].style = document.styles[_SMALL]


def _footnotes(document: Doc, brief: Brief, words: Words) -> None:
    """Each figure with the writer's comment, its sentence with the figure marked, the reference, and why it was read so."""
    for at, (row, article) in enumerate(brief.claims, 1):
        head = _add(document, f"[{at}] ")
        head.paragraph_format.keep_with_next = True
        head.add_run(_plain(figure(row, words))).bold = True
        head.add_run(f" {_plain(row.subject)}")
        for paragraph in paragraphs(brief.comments.get(row.claim_id, "")):
            _add(document, paragraph)
        seen = passage(article, row, as_published=False)
        quote = _add(document, f"{seen.before}{seen.lead}", _QUOTE)
        marked = quote.add_run(_plain(seen.figure))
        marked.bold = marked.underline = True
        quote.add_run(_plain(f"{seen.rest}{seen.after}"))
        for line in brief.marks.get(row.claim_id, ()):
            _add(document, line, _SMALL)
        source = _add(document, reference(article, brief, words), _SMALL)
        if is_web_address(article.url):
            _link(source, words("evidence.original"), article.url)
        _add(document, " · ".join(grounds(row, words)), _SMALL)
        where = _add(document, words("brief.claim", id=row.claim_id), _SMALL)
        if brief.address.startswith("http"):
            _link(where, f"{brief.address}{row.claim_id}", f"{brief.address}{row.claim_id}")


def _link(paragraph: Paragraph, text: str, address: str) -> None:
    """Append a link; python-docx reads links but makes none."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = Run(OxmlElement("w:r"), paragraph)
    run.text = _plain(text)
    run.underline = True
    link.append(run._r)
    paragraph.add_run(" ")
    paragraph._p.append(link)
