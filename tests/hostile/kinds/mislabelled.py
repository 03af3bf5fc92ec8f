"""Files whose names say another format than they hold."""

from __future__ import annotations

import gzip
import tarfile
from collections.abc import Iterator
from io import BytesIO

from tests.analytics.documents import making_office
from tests.analytics.documents.making_pdf import pdf
from tests.hostile.making import OLE, HostileFile, archive, docx, mail, page, row, said, xlsx

_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
_PROGRAM = b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 4


def files() -> Iterator[HostileFile]:
    """Each format under the names of others."""
    for suffix in ("txt", "docx", "csv", "html", "json", "doc"):
        name = f"a pdf.{suffix}"
        yield HostileFile(name, f"a PDF file named .{suffix}", pdf([[said(name)]]))
    for suffix in ("pdf", "csv", "txt", "xlsx", "pptx", "odt", "epub", "ofd", "doc"):
        name = f"a word file.{suffix}"
        yield HostileFile(name, f"a Word file named .{suffix}", docx(said(name)))
    for suffix in ("docx", "xls", "doc", "md"):
        name = f"a page.{suffix}"
        yield HostileFile(name, f"a web page named .{suffix}", page(f"<p>{said(name)}</p>"))
    for suffix in ("pdf", "docx", "zip", "xlsx", "rtf", "wps", "eml", "png"):
        name = f"a text.{suffix}"
        yield HostileFile(name, f"a plain text named .{suffix}", said(name).encode())
    for suffix in ("txt", "html"):
        yield HostileFile(f"a picture.{suffix}", f"the beginning of a PNG picture named .{suffix}", _PICTURE)
    yield HostileFile("a program.txt", "the beginning of a Linux program named .txt", _PROGRAM)
    yield HostileFile("an old word file.docx", "the first bytes of Word 97 named .docx", OLE + bytes(600))
    yield HostileFile("a workbook.docx", "an Excel workbook named .docx", xlsx(row(1, "区", "警情") + row(2, "东区", "31")))
    yield HostileFile("a workbook.zip", "an Excel workbook named .zip", xlsx(row(1, "区", "警情") + row(2, "西区", "32")))
    yield HostileFile("a rich text.doc", "rich text named .doc, as old programs do", making_office.rtf(said("a rich text.doc")))
    yield HostileFile("a rich text.txt", "rich text named .txt: its codes are no text", making_office.rtf(said("a rich text.txt")))
    yield HostileFile("a mail.mht", "a mail without a page, named .mht", mail(said("a mail.mht")))
    yield HostileFile("a gzip.zip", "gzip named .zip", gzip.compress(said("a gzip.zip").encode(), mtime=0))
    yield HostileFile("a tar.zip", "a tar archive named .zip", _tar("a tar.zip"))
    yield HostileFile("an archive.rar", "a zip archive named .rar", archive({"a.txt": said("an archive.rar")}))
    yield HostileFile("no suffix", "a text whose name has no suffix", said("no suffix").encode())
    yield HostileFile("two.txt.exe", "a text that calls itself a program", said("two.txt.exe").encode())
    yield HostileFile("CAPITALS.TXT", "a suffix in capitals, which is none the less .txt", said("CAPITALS.TXT").encode())


def _tar(name: str) -> bytes:
    written = BytesIO()
    with tarfile.open(fileobj=written, mode="w") as new:
        content = said(name).encode()
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(content)
        new.addfile(entry, BytesIO(content))
    return written.getvalue()
