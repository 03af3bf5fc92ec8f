"""Every other kind of file that offices send: read, or refused with the step that helps."""

import os
import sys
from datetime import date
from pathlib import Path

import docx
import pytest
from making_office import archive, box, epub, odt, ofd, pptx, rtf, run
from making_pdf import pdf
from test_word import saved

from analytics.documents import Document, Unreadable, find, read, read_bytes
from analytics.documents.formats import REFUSED
from analytics.documents.reader import FORMATS
from analytics.i18n.words import Words
from extractors import extract

ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%。"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PAGE = f"<html><head><title>通报</title></head><body><p>{ONE}</p></body></html>"
SAVED = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset={0}\r\n"
    "Content-Location: https://a.cn/1.html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{1}\r\n--b--\r\n"
)


def article(name: str, content: bytes) -> Document:
    (item,) = read_bytes(name, content)
    assert isinstance(item, Document), item
    return item


def text(name: str, content: bytes) -> str:
    return article(name, content).text.raw


def reason(name: str, content: bytes) -> str:
    (item,) = read_bytes(name, content)
    assert isinstance(item, Unreadable), item
    return item.reason


def word(paragraph: str = ONE) -> bytes:
    made = docx.Document()
    made.add_paragraph(paragraph)
    return saved(made)


# --- one suffix, one parser ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.shtml", "a.SHTM", "a.xhtml", "a.htm", "a.doc", "a.wps", "a.xls"])
def test_a_web_page_is_read_under_the_names_it_has(name: str) -> None:
    assert ONE in text(name, PAGE.encode("gb18030"))


@pytest.mark.parametrize("name", ["a.doc", "a.wps"])
def test_what_is_named_as_old_word_is_known_by_its_bytes(name: str) -> None:
    for content in (
        word(),
        rtf(ONE),
        odt(f"<text:p>{ONE}</text:p>"),
        SAVED.format("gb2312", PAGE).encode("gb18030"),
        ONE.encode("gb18030"),
    ):
        assert text(name, content).strip().endswith(ONE)


@pytest.mark.parametrize("name", ["a.doc", "a.wps"])
def test_old_word_is_refused_where_nothing_can_read_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert reason(name, OLD) == "old_word"
    assert reason(name, OLD + "EncryptedPackage".encode("utf-16-le")) == "encrypted"


def test_old_word_is_read_where_an_office_program_makes_a_new_one_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(word())
    office = tmp_path / "soffice"
    office.write_text(
        f"#!{sys.executable}\nimport shutil, sys\nout = sys.argv[sys.argv.index('--outdir') + 1]\nshutil.copy({str(tmp_path / 'made.docx')!r}, out + '/old.docx')\n"
    )
    office.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "in").mkdir()
    (tmp_path / "in/通报.doc").write_bytes(OLD)
    ((path, source),) = find([tmp_path / "in"])
    (item,) = read(path, source)
    assert isinstance(item, Document)
    assert (item.text.raw, item.text.source) == (ONE, "通报.doc")
    assert text("a.wps", OLD) == ONE


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.png", "picture"),
        ("a.JPG", "picture"),
        ("a.tif", "picture"),
        ("a.rar", "archive"),
        ("a.7z", "archive"),
        ("a.ppt", "old_slides"),
        ("a.exe", "format"),
    ],
)
def test_what_is_not_read_says_what_helps(name: str, why: str) -> None:
    assert reason(name, b"x" * 100) == why


def test_every_reason_says_a_step_in_both_languages() -> None:
    steps = ("请", "save", "split", "check", "change", "put", "look", "unpack", "open", "write", "name", "take")
    for code in {
        "picture",
        "archive",
        "old_word",
        "old_slides",
        "format",
        "scanned",
        "encrypted",
        "broken",
        "columns",
        "metadata",
        "cell",
        *REFUSED.values(),
    }:
        chinese, english = (Words(language)(f"unreadable.{code}") for language in ("zh", "en"))
        assert "请" in chinese, code
        assert any(step in english for step in steps), code


def test_lock_files_and_what_systems_leave_are_passed_over(tmp_path: Path) -> None:
    for name in ("~$通报.docx", ".~lock.a.odt#", ".DS_Store", "__MACOSX/._a.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ONE, encoding="utf-8")
    assert [source for _, source in find([tmp_path])] == ["a.txt"]
    packed = archive({"~$通报.docx": b"x", "__MACOSX/._a.txt": b"x", "a.txt": ONE.encode()})
    assert [item.text.source for item in read_bytes("a.zip", packed) if isinstance(item, Document)] == ["a.zip/a.txt"]
    assert len(list(read_bytes("a.zip", packed))) == 1


@pytest.mark.parametrize("suffix", sorted(set(FORMATS) - {".txt", ".md", ".markdown"}))
@pytest.mark.parametrize("content", [b"\xff\x00" * 300, b"PK\x03\x04" + b"x" * 300, OLD, pdf([[ONE]])[:200], archive({"a": "b"})])
def test_garbage_of_every_kind_is_named(suffix: str, content: bytes) -> None:
    items = list(read_bytes(f"a{suffix}", content))
    assert items
    assert all(isinstance(item, Unreadable) or item.text.source.startswith("a") for item in items)


# --- each kind -----------------------------------------------------------------------------------


def test_a_saved_page_gives_its_article_and_address() -> None:
    found = article("a.mht", SAVED.format("gb2312", PAGE).encode("gb18030"))
    assert ONE in found.text.raw
    assert found.text.url == "https://a.cn/1.html"
    assert reason("a.mhtml", b"MIME-Version: 1.0\r\n\r\nplain") == "broken"


def test_a_mail_gives_its_text_and_says_that_attachments_were_not_read() -> None:
    head = "From: a@b.cn\r\nSubject: =?utf-8?b?6YCa5oql?=\r\nMIME-Version: 1.0\r\n"
    plain = article("a.eml", f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{ONE}\r\n".encode())
    assert (plain.text.raw.strip(), plain.text.title, plain.doubt) == (ONE, "通报", "")
    more = (
        f"{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}\r\n"
        '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\nx\r\n--b--\r\n'
    )
    found = article("a.eml", more.encode())
    assert ONE in found.text.raw
    assert found.doubt == "attachments"


def test_rich_text_without_what_is_struck_or_hidden() -> None:
    content = rtf("共破案", "{\\strike 900}", "1200起{\\super 1}，{\\v 99起}下降10.2%。\\par 用房1200m{\\super 2}。")
    assert text("a.rtf", content).strip() == "共破案1200起，下降10.2%。\n用房1200m²。"
    assert reason("a.rtf", ONE.encode()) == "mislabelled"


def test_an_opendocument_text_as_one_reads_it() -> None:
    styles = (
        '<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="U"><style:text-properties style:text-position="super 58%"/></style:style>'
    )
    body = (
        '<text:tracked-changes><text:p>旧稿777起</text:p></text:tracked-changes><text:h>通报</text:h><text:p>共破案<text:span text:style-name="S">900</text:span>'
        "1200起<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>不含旧案20起。</text:p></text:note-body></text:note>，"
        '用房1200m<text:span text:style-name="U">2</text:span>。</text:p><table:table><table:table-row><table:table-cell><text:p>区</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-spanned="2"><text:p>警情</text:p></table:table-cell><table:covered-table-cell/></table:table-row><table:table-row>'
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in ("东", "3", "4"))
        + "</table:table-row></table:table>"
    )
    assert text("a.odt", odt(body, styles)) == "通报\n共破案1200起，用房1200m²。\n不含旧案20起。\n区 | 警情 | 警情\n东 | 3 | 4"


def test_slides_in_their_order_without_hidden_ones_and_page_numbers() -> None:
    table = "<p:graphicFrame><a:tbl>" + "".join(
        f"<a:tr>{''.join(f'<a:tc><a:txBody><a:p>{run(cell)}</a:p></a:txBody></a:tc>' for cell in row)}</a:tr>"
        for row in (("区", "警情"), ("东", "31"))
    )
    number = '<p:sp><p:nvSpPr><p:nvPr><p:ph type="sldNum"/></p:nvPr></p:nvSpPr><p:txBody><a:p>' + run("7") + "</a:p></p:txBody></p:sp>"
    first = box(run("共破案"), run("900", 'strike="sngStrike"'), run("1200起"), run("1", 'baseline="30000"')) + number
    content = pptx(first, "hidden" + box(run("旧稿99起")), table + "</a:tbl></p:graphicFrame>")
    assert text("a.pptx", content) == "共破案1200起\n区 | 警情\n东 | 31"


def test_pages_of_ofd_become_paragraphs_and_tables() -> None:
    lines = ["今年以来全市公安机关持续开展打击整治行动全体民警连续作战共破案1", "200起，同比下降10.2%。"]
    rows = [
        (x, 60.0 + 8 * n, cell)
        for n, row in enumerate((("区", "警情", "破案"), ("东", "31", "20"), ("西", "42", "33")))
        for x, cell in zip((20.0, 60.0, 100.0), row, strict=True)
    ]
    found = text("a.ofd", ofd([(20.0, 20.0, lines[0]), (20.0, 28.0, lines[1]), *rows]))
    assert found == f"{''.join(lines)}\n区 | 警情 | 破案\n东 | 31 | 20\n西 | 42 | 33"
    assert {"1200起", "10.2%"} <= {
        claim.text for claim in extract(article("a.ofd", ofd([(20.0, 20.0, lines[0]), (20.0, 28.0, lines[1])])).text).claims
    }
    assert reason("a.ofd", ofd([], picture=True)) == "scanned"


def test_a_book_gives_its_pages_in_the_order_of_reading() -> None:
    items = list(read_bytes("a.epub", epub(f"<html><body><p>{ONE}</p></body></html>", "<html><body><p>追赃20万元。</p></body></html>")))
    assert [item.text.source for item in items if isinstance(item, Document)] == ["a.epub#p1.xhtml", "a.epub#p0.xhtml"]


def test_json_gives_its_articles() -> None:
    for content in (
        '[{"title": "题", "content": "%s"}]',
        '{"data": [{"title": "题", "content": "%s"}]}',
        '{"title": "题", "content": "%s"}',
    ):
        found = article("a.json", (content % ONE).encode())
        assert (found.text.raw, found.text.title, found.text.source) == (ONE, "题", "a.json#1")
    assert reason("a.json", b'{"a": 1}') == "columns"
    assert reason("a.json", b"[1") == "broken"


def test_tsv_and_a_day_as_spreadsheets_keep_it() -> None:
    assert article("a.tsv", f"正文\t日期\n{ONE}\t45605\n".encode()).text.published_on == date(2024, 11, 9)


def test_no_file_leaves_anything_behind(tmp_path: Path) -> None:
    before = set(os.listdir(tmp_path))
    article("a.docx", word())
    assert set(os.listdir(tmp_path)) == before
