"""Files that hold nothing, or nothing that can be seen."""

from __future__ import annotations

from collections.abc import Iterator

from tests.analytics.documents import making_office
from tests.analytics.documents.making_pdf import pdf
from tests.hostile.making import HostileFile, docx, mail, page, row, xlsx


def files() -> Iterator[HostileFile]:
    """No byte, only zeros, only blanks, and whole files without a text."""
    for suffix in (
        "txt",
        "md",
        "html",
        "csv",
        "json",
        "jsonl",
        "docx",
        "doc",
        "xlsx",
        "xls",
        "pdf",
        "zip",
        "eml",
        "epub",
        "rtf",
        "odt",
        "ofd",
    ):
        yield HostileFile(f"no byte.{suffix}", f"a .{suffix} file without a byte", b"")
    for suffix in ("txt", "html", "csv", "json", "docx", "pdf", "zip"):
        yield HostileFile(f"zeros.{suffix}", f"a .{suffix} file of zeros, as a power failure leaves it", bytes(2000))
    for suffix in ("txt", "csv", "jsonl"):
        yield HostileFile(f"blanks.{suffix}", f"a .{suffix} file of blanks", " \n\t\u3000\u200b\n".encode() * 50)
    yield HostileFile("one byte.txt", "one letter", b"a")
    yield HostileFile("no text.docx", "a Word file without a paragraph", docx())
    yield HostileFile("no text.xlsx", "a workbook without a cell", xlsx(""))
    yield HostileFile("one word.xlsx", "a workbook with one word", xlsx(row(1, "区")))
    yield HostileFile("no text.pdf", "a PDF with an empty page", pdf([[]]))
    yield HostileFile("no text.html", "a page without a text", page(""))
    yield HostileFile("no text.eml", "a mail without a text", mail("\n"))
    yield HostileFile("no text.odt", "an OpenDocument text without a paragraph", making_office.odt(""))
    yield HostileFile("no page.ofd", "an OFD file without a page", making_office.ofd())
    yield HostileFile("no page.epub", "a book without a page", making_office.epub())
    yield HostileFile("no slide.pptx", "a presentation without a slide", making_office.pptx())
    yield HostileFile("invisible.txt", "characters that are all invisible", "\u200b\u2060\ufeff\u00ad\u202e".encode() * 20)
