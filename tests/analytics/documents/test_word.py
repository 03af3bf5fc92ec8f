"""Word files: everything a reader of the page sees in the text, and nothing else."""

import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from analytics.documents import Document, Unreadable, read_bytes, word
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
    ],
)
def test_a_paragraph_reads_as_it_is_seen(inside: str, seen: str) -> None:
    made = docx.Document()
    made.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"))
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
        (word._BEFORE_2007 + bytes(600), "mislabelled"),
        (word._BEFORE_2007 + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (saved(docx.Document()), "empty"),
        (saved(docx.Document())[:-900], "broken"),
        (repacked(saved(docx.Document()), "word/document.xml", b"<w:document"), "broken"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    item = read(content)
    assert isinstance(item, Unreadable)
    assert (item.reason, len(item.digest)) == (reason, 32)
