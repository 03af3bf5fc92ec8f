"""Word, OpenDocument, OFD, books and slides: parts that are missing, refer to themselves, or ask for files outside."""

from __future__ import annotations

from collections.abc import Iterator

from tests.analytics.documents import making_office
from tests.hostile.making import HostileFile, W, archive, docx, in_strict_variant, page, repacked, row, said, xlsx

_LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
_QUADRATIC = f'<!DOCTYPE d [<!ENTITY j "{"哈" * 9000}">]>'
_OUTSIDE = '<!DOCTYPE d [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
_FAR = '<!DOCTYPE d [<!ENTITY j SYSTEM "http://192.0.2.1/a.xml">]>'
_PARAMETER = '<!DOCTYPE d [<!ENTITY % a SYSTEM "http://192.0.2.1/a.dtd"> %a;]>'
_ITSELF = '<!DOCTYPE d [<!ENTITY j "&j;">]>'
_ENTITIES = {
    "laughs": (_LAUGHS, "entities that unfold to 6 thousand million characters"),
    "quadratic": (_QUADRATIC, "one long entity, used many times"),
    "outside": (_OUTSIDE, "an entity that is /etc/passwd"),
    "far": (_FAR, "an entity at an address"),
    "parameter": (_PARAMETER, "a document type at an address"),
    "itself": (_ITSELF, "an entity that holds itself"),
}
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def files() -> Iterator[HostileFile]:
    """Each format with entities and with missing parts, then what only one format has."""
    yield from _entities()
    yield from _missing()
    yield from _word()
    yield from _opendocument()
    yield from _others()


def _entities() -> Iterator[HostileFile]:
    for kind, (doctype, why) in _ENTITIES.items():
        used = "&j;" * (400 if kind == "quadratic" else kind != "parameter")
        document = f"<w:document {W}><w:body><w:p><w:r><w:t>{said(kind)}{used}</w:t></w:r></w:p></w:body></w:document>"
        yield HostileFile(f"{kind}.docx", f"Word with {why}", repacked(docx(), {"word/document.xml": doctype + document}))
    for kind in ("laughs", "outside"):
        doctype, why = _ENTITIES[kind]
        odt = making_office.odt(f"<text:p>{said(kind)}&j;</text:p>")
        content = _odt_content(f"<text:p>{said(kind)}&j;</text:p>")
        yield HostileFile(f"{kind}.odt", f"OpenDocument with {why}", repacked(odt, {"content.xml": doctype + content}))
        slide = f"<p:sld xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main'>{said(kind)}&j;</p:sld>"
        yield HostileFile(
            f"{kind}.pptx", f"slides with {why}", repacked(making_office.pptx("x"), {"ppt/slides/slide0.xml": doctype + slide})
        )
        book = repacked(making_office.epub("x"), {"OEBPS/book.opf": f"{doctype}<package><manifest>&j;</manifest></package>"})
        yield HostileFile(f"{kind}.epub", f"a book with {why}", book)
    wide = (_LAUGHS + f"<w:document {W}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>").encode("utf-16")
    yield HostileFile(
        "laughs in utf-16.docx",
        "the same entities in UTF-16, where no search for them finds any",
        repacked(docx(), {"word/document.xml": wide}),
    )


def _missing() -> Iterator[HostileFile]:
    for name, why, part in (
        ("no document.docx", "Word without word/document.xml", "word/document.xml"),
        ("no types.docx", "Word without the list of its parts' types", "[Content_Types].xml"),
        ("no relations.docx", "Word that does not say where its document is", "_rels/.rels"),
    ):
        yield HostileFile(name, why, repacked(docx(said(name)), {part: None}))
    yield HostileFile("no content.odt", "OpenDocument without content.xml", repacked(making_office.odt(""), {"content.xml": None}))
    yield HostileFile("no root.ofd", "OFD without OFD.xml", repacked(making_office.ofd([]), {"OFD.xml": None}))
    yield HostileFile(
        "no page.ofd", "OFD whose page is missing", repacked(making_office.ofd([(9.0, 9.0, "x")]), {"Doc_0/Pages/0.xml": None})
    )
    yield HostileFile("no package.epub", "a book without its list of pages", repacked(making_office.epub("x"), {"OEBPS/book.opf": None}))
    yield HostileFile("no page.epub", "a book whose page is missing", repacked(making_office.epub("x"), {"OEBPS/p0.xhtml": None}))
    yield HostileFile("no slide.pptx", "slides of which one is missing", repacked(making_office.pptx("x"), {"ppt/slides/slide0.xml": None}))
    yield HostileFile(
        "no presentation.pptx", "slides without their presentation", repacked(making_office.pptx("x"), {"ppt/presentation.xml": None})
    )
    yield HostileFile("nothing.docx", "an empty archive named .docx", archive({}))


def _word() -> Iterator[HostileFile]:
    name = "no namespace.docx"
    yield HostileFile(
        name, "Word whose elements are in no namespace", _document(f"<document><body><p><r><t>{said(name)}</t></r></p></body></document>")
    )
    name = "other namespace.docx"
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    yield HostileFile(
        name,
        "Word in the strict variant, which uses another namespace",
        _document(f"<w:document {strict}><w:body><w:p><w:r><w:t>{said(name)}</w:t></w:r></w:p></w:body></w:document>"),
    )
    cells = row(1, "区", "警情") + row(2, "严格区", "31") + row(3, "西区", "42")
    slide = making_office.box(making_office.run(said("strict.pptx")))
    for name, whole in (
        ("strict.docx", docx(said("strict.docx"))),
        ("strict.xlsx", xlsx(cells)),
        ("strict.pptx", making_office.pptx(slide)),
    ):
        yield HostileFile(name, "all parts and their relations in the strict variant", in_strict_variant(whole))
    name = "prefix without a namespace.docx"
    yield HostileFile(
        name,
        "Word with a prefix that nothing declares",
        _document(f"<w:document><w:body><w:p><w:r><w:t>{said(name)}</w:t></w:r></w:p></w:body></w:document>"),
    )
    name = "unclosed.docx"
    yield HostileFile(name, "Word with an element that is never closed", _document(f"<w:document {W}><w:body><w:p><w:r><w:t>{said(name)}"))
    name = "two documents.docx"
    whole = docx(said(name))
    yield HostileFile(name, "the archive ends, and another begins behind it", whole + docx(said(f"{name} 2")))
    name = "no body.docx"
    yield HostileFile(name, "Word without a body", _document(f"<w:document {W}/>"))
    name = "deep.docx"
    yield HostileFile(
        name, "3,000 content controls, one in another", docx(body="<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000)
    )
    name = "tables in tables.docx"
    yield HostileFile(
        name, "100 tables, one in another", docx(said(name), body="<w:tbl><w:tr><w:tc>" * 100 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 100)
    )
    name = "wide cell.docx"
    yield HostileFile(
        name,
        "a table whose cells say that they span 9,999 columns",
        docx(said(name), body=_table('<w:tcPr><w:gridSpan w:val="9999"/></w:tcPr>')),
    )
    name = "cell of minus one.docx"
    yield HostileFile(
        name, "a table whose cells span minus one columns", docx(said(name), body=_table('<w:tcPr><w:gridSpan w:val="-1"/></w:tcPr>'))
    )
    name = "many paragraphs.docx"
    yield HostileFile(name, "20,000 empty paragraphs before a text", docx(*[""] * 20_000, said(name)))
    name = "hidden.docx"
    secret = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗中破案7777起。</w:t></w:r></w:p>"
    yield HostileFile(name, "a hidden sentence with a figure, which is not read", docx(said(name), body=secret))
    name = "deleted.docx"
    gone = '<w:p><w:del w:id="1"><w:r><w:delText>删去8888起。</w:delText></w:r></w:del></w:p>'
    yield HostileFile(name, "a sentence with a figure that was deleted and is kept as a change", docx(said(name), body=gone))
    name = "target outside.docx"
    rel = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://192.0.2.1/a.dotm" TargetMode="External"/></Relationships>'
    yield HostileFile(name, "a template at an address", repacked(docx(said(name)), {"word/_rels/document.xml.rels": rel}))
    name = "part outside.docx"
    yield HostileFile(
        name,
        "a header at ../../../etc/passwd",
        repacked(
            docx(said(name)),
            {
                "word/_rels/document.xml.rels": rel.replace("attachedTemplate", "header")
                .replace("http://192.0.2.1/a.dotm", "../../../etc/passwd")
                .replace(' TargetMode="External"', "")
            },
        ),
    )
    name = "document is itself.docx"
    yield HostileFile(
        name,
        "a document whose header is the document",
        repacked(
            docx(said(name)),
            {
                "word/_rels/document.xml.rels": rel.replace("attachedTemplate", "header")
                .replace("http://192.0.2.1/a.dotm", "document.xml")
                .replace(' TargetMode="External"', "")
            },
        ),
    )


def _opendocument() -> Iterator[HostileFile]:
    name = "wide cell.odt"
    cells = "<table:table-cell table:number-columns-spanned='9999'><text:p>1</text:p></table:table-cell>" * 3
    yield HostileFile(
        name,
        "cells that span 9,999 columns",
        making_office.odt(f"<text:p>{said(name)}</text:p><table:table><table:table-row>{cells}</table:table-row></table:table>"),
    )
    name = "superscript span.odt"
    cells = "<table:table-cell table:number-columns-spanned='²'><text:p>1</text:p></table:table-cell>" * 2
    yield HostileFile(
        name,
        "cells that span ² columns, which looks like a number",
        making_office.odt(f"<text:p>{said(name)}</text:p><table:table><table:table-row>{cells}</table:table-row></table:table>"),
    )
    name = "deep.odt"
    yield HostileFile(
        name,
        "5,000 sections, one in another",
        making_office.odt("<text:section>" * 5000 + f"<text:p>{said(name)}</text:p>" + "</text:section>" * 5000),
    )
    name = "no namespaces.odt"
    content = f"<document-content><body><text><p>{said(name)}</p></text></body></document-content>"
    yield HostileFile(name, "OpenDocument whose elements are in no namespace", repacked(making_office.odt(""), {"content.xml": content}))
    name = "drawing.odt"
    yield HostileFile(
        name,
        "a drawing named .odt",
        repacked(making_office.odt(""), {"content.xml": _odt_content("").replace("office:text", "office:drawing")}),
    )
    name = "hidden.odt"
    style = '<style:style style:name="h"><style:text-properties text:display="none"/></style:style>'
    yield HostileFile(
        name,
        "a hidden sentence with a figure, which is not read",
        making_office.odt(
            f'<text:p>{said(name)}</text:p><text:p><text:span text:style-name="h">暗中破案7777起。</text:span></text:p>', style
        ),
    )


def _others() -> Iterator[HostileFile]:
    pages = [page(f"<p>{said(f'book {n}')}</p>").decode() for n in range(2)]
    spine = "".join(f'<itemref idref="i{n % 2}"/>' for n in range(2000))
    items = "".join(f'<item id="i{n}" href="p{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(2))
    yield HostileFile(
        "again and again.epub",
        "a book whose two pages are listed 2,000 times",
        repacked(making_office.epub(*pages), {"OEBPS/book.opf": f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>"}),
    )
    yield HostileFile(
        "up.epub",
        "a book whose page is ../../../etc/passwd",
        repacked(
            making_office.epub("x"),
            {
                "OEBPS/book.opf": '<package><manifest><item id="i" href="../../../etc/passwd" media-type="text/html"/></manifest><spine><itemref idref="i"/></spine></package>'
            },
        ),
    )
    yield HostileFile(
        "book of itself.epub",
        "a book whose list of pages is the book's own container",
        repacked(
            making_office.epub("x"),
            {"META-INF/container.xml": '<container><rootfiles><rootfile full-path="META-INF/container.xml"/></rootfiles></container>'},
        ),
    )
    name = "no numbers.ofd"
    yield HostileFile(name, "text at places that are no numbers", _ofd(said(name), 'Boundary="a b c d"'))
    name = "nowhere.ofd"
    yield HostileFile(name, "text at places without end and of no number", _ofd(said(name), 'Boundary="inf nan 1e999 -1e999"'))
    name = "page of pages.ofd"
    yield HostileFile(
        name,
        "the list of pages is its own first page",
        repacked(
            making_office.ofd([]),
            {
                "Doc_0/Document.xml": '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Pages><ofd:Page ID="0" BaseLoc="Document.xml"/></ofd:Pages></ofd:Document>'
            },
        ),
    )
    name = "same slide.pptx"
    listed = "".join(f'<p:sldId id="{n}" r:id="r0"/>' for n in range(50))
    presentation = f'<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>'
    slide = making_office.pptx(making_office.box(making_office.run(said(name))))
    yield HostileFile(name, "one slide that is listed 50 times", repacked(slide, {"ppt/presentation.xml": presentation}))
    name = "deep.rtf"
    yield HostileFile(name, "10,000 groups of rich text, one in another", b"{\\rtf1 " + b"{" * 10_000 + b"x" + b"}" * 10_000 + b"}")
    name = "unclosed.rtf"
    yield HostileFile(name, "rich text whose groups are never closed", making_office.rtf(said(name))[:-1] + b"{" * 100)
    name = "no number.rtf"
    yield HostileFile(
        name,
        "rich text with codes of characters that do not exist",
        making_office.rtf(said(name)).replace(b"}", b"\\u99999999?\\u-1?\\'zz}"),
    )
    name = "object.rtf"
    yield HostileFile(
        name,
        "rich text with an object of a program in it",
        making_office.rtf(said(name)).replace(b"}", b"{\\object\\objdata 0105000002000000}}"),
    )
    name = "binary.rtf"
    yield HostileFile(
        name, "rich text with 2 GB of bytes announced", making_office.rtf(said(name)).replace(b"}", b"{\\pict\\bin2147483647 x}}")
    )


def _document(xml: str) -> bytes:
    return repacked(docx(), {"word/document.xml": xml})


def _table(properties: str) -> str:
    cell = f"<w:tc>{properties}<w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    return "<w:tbl>" + f"<w:tr>{cell * 3}</w:tr>" * 3 + "</w:tbl>"


def _odt_content(body: str) -> str:
    names = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "table"))
    return f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"


def _ofd(text: str, place: str) -> bytes:
    page_of_it = f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer><ofd:TextObject {place} Size="x" CTM="0 0"><ofd:TextCode X="x" Y="">{text}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>'
    return repacked(making_office.ofd([]), {"Doc_0/Pages/0.xml": page_of_it})
