"""Files of office programs made by hand: archives of XML, rich text, saved pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # its date is that of no clock
    return written.getvalue()


def workbook(
    sheets: Mapping[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = (), percent: Sequence[str] = (), merged: str = ""
) -> bytes:
    """An .xlsx of these sheets; cells named in ``percent`` are shown as percentages, the range ``merged`` of the first sheet is one cell."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "default_date_format": "yyyy/m/d"}) as book:
        style = book.add_format({"num_format": "0.0%"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    shown = style if f"{chr(65 + column)}{at + 1}" in percent else None
                    sheet.write(at, column, value, *([shown] if shown else []))
            if name in hidden:
                sheet.hide()
        if merged:
            first = next(iter(sheets.values()))
            sheet_of = book.worksheets()[0]
            sheet_of.merge_range(merged, first[int(merged[1]) - 1][ord(merged[0]) - 65])
    return written.getvalue()


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def odt(body: str, styles: str = "") -> bytes:
    """An OpenDocument text with this body."""
    names = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "table", "style"))
    names += f' xmlns:draw="{_ODF}:drawing:1.0"'
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


_PPTX = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def pptx(*slides: str) -> bytes:
    """Slides with this in their trees of shapes; one that begins with ``hidden`` is not shown."""
    shown = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n in range(len(slides)))
    related = "".join(f'<Relationship Id="r{n}" Type="slide" Target="slides/slide{n}.xml"/>' for n in range(len(slides)))
    parts = {
        "ppt/presentation.xml": f"<p:presentation {_PPTX}><p:sldIdLst>{shown}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>',
    }
    for n, slide in enumerate(slides):
        show = ' show="0"' if slide.startswith("hidden") else ""
        parts[f"ppt/slides/slide{n}.xml"] = (
            f"<p:sld {_PPTX}{show}><p:cSld><p:spTree>{slide.removeprefix('hidden')}</p:spTree></p:cSld></p:sld>"
        )
    return archive(parts)


def box(*runs: str) -> str:
    """A text box of a slide with one paragraph."""
    return f"<p:sp><p:txBody><a:p>{''.join(runs)}</a:p></p:txBody></p:sp>"


def run(text: str, how: str = "") -> str:
    """A run of a slide's text."""
    return f"<a:r><a:rPr {how}/><a:t>{text}</a:t></a:r>"


def ofd(*pages: Sequence[tuple[float, float, str]], picture: bool = False) -> bytes:
    """Pages of text at places in millimetres."""
    name = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": f"<ofd:OFD {name}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {name}><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for n, page in enumerate(pages):
        texts = "".join(
            f'<ofd:TextObject Boundary="{x} {y} 100 5" Size="5"><ofd:TextCode X="0" Y="5">{text}</ofd:TextCode></ofd:TextObject>'
            for x, y, text in page
        )
        image = '<ofd:ImageObject Boundary="0 0 210 297"/>' if picture else ""
        parts[f"Doc_0/Pages/{n}.xml"] = f"<ofd:Page {name}><ofd:Content><ofd:Layer>{texts}{image}</ofd:Layer></ofd:Content></ofd:Page>"
    return archive(parts)


def epub(*pages: str) -> bytes:
    """A book of these pages."""
    items = "".join(f'<item id="i{n}" href="p{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(pages)))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in reversed(range(len(pages))))
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>",
            **{f"OEBPS/p{n}.xhtml": page for n, page in enumerate(pages)},
        }
    )


def rtf(*pieces: str) -> bytes:
    """Rich text of these pieces, whose characters beyond ASCII are written as codes."""
    codes = "".join(char if char < "\x80" else f"\\u{ord(char)}?" for char in "".join(pieces))
    return ("{\\rtf1\\ansi\\ansicpg936 " + codes + "}").encode("ascii")
