"""Word files: everything a reader of the page sees in the text, and nothing else."""

import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from analytics.documents import Document, Unreadable, packages, read_bytes
from analytics.documents.limits import MAX_TAGS

ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%。"
TWO = "全年刑事警情同比下降10.2%。"


def saved(made: docx.document.Document) -> bytes:
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def read(content: bytes) -> Document | Unreadable:
    (item,) = read_bytes("a.docx", content)
    return item


def text(made: docx.document.Document) -> str:
    item = read(saved(made))
    assert isinstance(item, Document)
    return item.text.raw


def test_paragraphs_and_tables_in_their_order() -> None:
    made = docx.Document()
    made.add_heading("警务改革见成效")
    made.add_paragraph(ONE)
    table = made.add_table(2, 3)
    for cell, value in zip(
        [cell for row in table.rows for cell in row.cells], ("指标", "2022年", "2023年", "派警\n用时", "95秒", "42秒"), strict=True
    ):
        cell.text = value
    made.add_paragraph(TWO)
    assert text(made) == f"警务改革见成效\n{ONE}\n指标 | 2022年 | 2023年\n派警 用时 | 95秒 | 42秒\n{TWO}"


def test_a_merged_cell_is_said_once_and_a_table_in_a_cell_stays_in_it() -> None:
    made = docx.Document()
    table = made.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合计300起"
    inner = table.cell(0, 2).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "其中", "20起"
    assert text(made).strip() == "合计300起 |  | 其中 20起"


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        (
            "<w:r><w:t>共</w:t></w:r><w:ins><w:r><w:t>300</w:t></w:r></w:ins><w:del><w:r><w:delText>200</w:delText></w:r></w:del><w:r><w:t>起</w:t></w:r>",
            "共300起",
        ),
        ('<w:hyperlink w:anchor="x"><w:r><w:t>共300</w:t></w:r></w:hyperlink><w:r><w:t>起</w:t></w:r>', "共300起"),
        ("<w:r><w:rPr><w:b/></w:rPr><w:t>1.2万</w:t></w:r><w:r><w:t>件</w:t></w:r>", "1.2万件"),
        ("<w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr><w:r><w:t>共3</w:t><w:tab/><w:t>起</w:t></w:r>", "共3 起"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>chá</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>查</w:t></w:r></w:rubyBase></w:ruby><w:t>处3起</w:t></w:r>",
            "查处3起",
        ),
        ("<w:r><w:instrText>PAGE 7</w:instrText><w:t>共3起</w:t></w:r>", "共3起"),
        ("<w:moveFrom><w:r><w:t>共3起</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>共3起</w:t></w:r></w:moveTo>", "共3起"),
        ("<w:r><w:t>共</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>900</w:t></w:r><w:r><w:t>1200起</w:t></w:r>", "共1200起"),
        ("<w:r><w:rPr><w:dstrike/></w:rPr><w:t>900</w:t></w:r><w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>1200起</w:t></w:r>", "1200起"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>旧稿900起</w:t></w:r><w:r><w:t>共1200起</w:t></w:r>", "共1200起"),
        ("<w:r><w:rPr><w:webHidden/></w:rPr><w:t>12</w:t></w:r><w:r><w:t>共1200起</w:t></w:r>", "共1200起"),
        (
            "<w:r><w:t>共3000起</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r><w:r><w:t>。</w:t></w:r>",
            "共3000起。",
        ),
        ("<w:r><w:t>1200m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>", "1200m²"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath><w:r><w:t>以上</w:t></w:r>",
            "1/3以上",
        ),
        ("<m:oMath><m:sSup><m:e><m:r><m:t>20m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>", "20m²"),
    ],
)
def test_a_paragraph_reads_as_it_is_seen(inside: str, seen: str) -> None:
    made = docx.Document()
    made.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w', 'm')}>{inside}</w:p>"))
    assert text(made) == seen


def test_a_content_control_is_seen_through() -> None:
    made = docx.Document()
    made.element.body.insert(
        0, parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>{ONE}</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    )
    made.add_paragraph(TWO)
    assert text(made) == f"{ONE}\n{TWO}"


def test_the_file_s_properties_are_not_the_article_s() -> None:
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = "模板", "某科"
    made.core_properties.created = datetime(2019, 1, 1)
    made.add_paragraph(ONE)
    item = read(saved(made))
    assert isinstance(item, Document)
    assert (item.text.title, item.text.publisher, item.text.published_on) == ("", "", None)
    assert (item.encoding, item.doubt) == ("", "")


def repacked(content: bytes, name: str, part: bytes) -> bytes:
    """The package with one part replaced."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for each in package.infolist():
            new.writestr(each, part if each.filename == name else package.read(each))
    return written.getvalue()


def test_a_small_file_of_millions_of_paragraphs_is_refused() -> None:
    giant = b"<w:p/>" * (MAX_TAGS + 1)
    body = f"<w:document {nsdecls('w')}><w:body>".encode() + giant + b"</w:body></w:document>"
    content = repacked(saved(docx.Document()), "word/document.xml", body)
    assert len(content) < 200_000
    item = read(content)
    assert isinstance(item, Unreadable)
    assert item.reason == "too_large"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 torn", "broken"),
        (b"", "empty"),
        (packages._BEFORE_2007 + bytes(600), "mislabelled"),
        (packages._BEFORE_2007 + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (saved(docx.Document()), "empty"),
        (saved(docx.Document())[:-900], "broken"),
        (repacked(saved(docx.Document()), "word/document.xml", b"<w:document"), "broken"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    item = read(content)
    assert isinstance(item, Unreadable)
    assert (item.reason, len(item.digest)) == (reason, 32)


_BOX = "<w:txbxContent><w:p><w:r><w:t>数说：破案1200起。</w:t></w:r></w:p></w:txbxContent>"
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


@pytest.mark.parametrize(
    "box",
    [
        f"<mc:AlternateContent {_MC}><mc:Choice Requires='wps'><w:drawing>{_BOX}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{_BOX}</w:pict></mc:Fallback></mc:AlternateContent>",
        f"<mc:AlternateContent {_MC}><mc:Choice Requires='x'><w:drawing/></mc:Choice><mc:Fallback><w:pict>{_BOX}</w:pict></mc:Fallback></mc:AlternateContent>",
        f"<w:pict>{_BOX}</w:pict>",
        f"<w:drawing>{_BOX}</w:drawing>",
    ],
)
def test_a_text_box_is_read_once_behind_its_paragraph(box: str) -> None:
    made = docx.Document()
    made.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{ONE}</w:t></w:r><w:r>{box}</w:r></w:p>"))
    made.add_paragraph(TWO)
    assert text(made) == f"{ONE}\n数说：破案1200起。\n{TWO}"


def with_notes(kind: str, reference: str) -> bytes:
    """A document with one note of this kind."""
    made = docx.Document()
    made.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{ONE}</w:t></w:r><w:r><w:{reference} w:id='2'/></w:r></w:p>"))
    made.add_paragraph(TWO)
    notes = (
        f"<w:{kind} {nsdecls('w')}><w:{kind[:-1]} w:type='separator' w:id='0'><w:p><w:r><w:t>线</w:t></w:r></w:p></w:{kind[:-1]}>"
        f"<w:{kind[:-1]} w:id='2'><w:p><w:r><w:t>不含旧案20起。</w:t></w:r></w:p></w:{kind[:-1]}></w:{kind}>"
    )
    name = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    part = Part(
        PackURI(f"/word/{kind}.xml"),
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml",
        notes.encode(),
        made.part.package,
    )
    made.part.relate_to(part, name)
    return saved(made)


@pytest.mark.parametrize(("kind", "reference"), [("footnotes", "footnoteReference"), ("endnotes", "endnoteReference")])
def test_a_note_is_read_behind_the_paragraph_it_hangs_on(kind: str, reference: str) -> None:
    item = read(with_notes(kind, reference))
    assert isinstance(item, Document)
    assert item.text.raw == f"{ONE}\n不含旧案20起。\n{TWO}"


def test_headers_and_footers_stand_last_without_page_numbers() -> None:
    made = docx.Document()
    made.add_paragraph(ONE)
    made.sections[0].header.paragraphs[0].text = "警务简报第7期"
    made.sections[0].footer.paragraphs[0].text = "— 1 —"
    assert text(made) == f"{ONE}\n警务简报第7期"


def test_a_table_with_heads_over_columns_and_rows() -> None:
    made = docx.Document()
    table = made.add_table(4, 3)
    for row, cells in enumerate((("统计表", "", ""), ("区", "警情", ""), ("", "一月", "二月"), ("东", "3", "4"))):
        for column, value in enumerate(cells):
            table.cell(row, column).text = value
    for first, last in (((0, 0), (0, 2)), ((1, 1), (1, 2)), ((1, 0), (2, 0))):
        table.cell(*first).merge(table.cell(*last))
    assert text(made) == "统计表\n区 | 警情 | 警情\n区 | 一月 | 二月\n东 | 3 | 4"


def test_a_frame_around_what_is_written_is_no_table() -> None:
    made = docx.Document()
    cell = made.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = ONE
    cell.add_paragraph(TWO)
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "东", "3"
    assert [line for line in text(made).split("\n") if line] == [ONE, TWO, "东 | 3"]
