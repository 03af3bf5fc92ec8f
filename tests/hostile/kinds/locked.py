"""Files that nobody can read without a password."""

from __future__ import annotations

from collections.abc import Iterator

from tests.analytics.documents import making_office
from tests.analytics.documents.making_pdf import pdf
from tests.hostile.making import OLE, HostileFile, archive, docx, marked_encrypted, page, repacked, said

# What Office writes around a file with a password: an OLE container with a stream of this name.
_WRAPPED = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
_PDF = f"<< /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'11' * 32}> /P -4 >>"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" '
    'manifest:media-type="text/xml"><manifest:encryption-data manifest:checksum="AAAA"/></manifest:file-entry></manifest:manifest>'
)
_RIGHTS = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData>'
    '<CipherReference URI="OEBPS/p0.xhtml"/></CipherData></EncryptedData></encryption>'
)


def files() -> Iterator[HostileFile]:
    """Passwords of every format that has them."""
    for suffix in ("docx", "xlsx", "pptx", "doc", "xls"):
        yield HostileFile(f"locked.{suffix}", f"what Office makes of a .{suffix} with a password", _WRAPPED)
    yield HostileFile("locked.pdf", "a PDF that asks for a password", pdf([[said("locked.pdf")]], encrypt=_PDF))
    unknown = _PDF.replace("Standard", "Unheard")
    yield HostileFile("unheard of.pdf", "a PDF encrypted in a way that nobody knows", pdf([[said("unheard of.pdf")]], encrypt=unknown))
    odt = making_office.odt(f"<text:p>{said('locked.odt')}</text:p>")
    unreadable = {"content.xml": bytes(range(256)) * 2, "META-INF/manifest.xml": _MANIFEST}
    yield HostileFile(
        "locked.odt", "an OpenDocument text with a password: the manifest says so, the text is noise", repacked(odt, unreadable)
    )
    book = making_office.epub(page("<p>…</p>").decode())
    locked = {"META-INF/encryption.xml": _RIGHTS, "OEBPS/p0.xhtml": bytes(range(256))}
    yield HostileFile("locked.epub", "a book with digital rights management", repacked(book, locked))
    yield HostileFile("marked.docx", "a Word file whose archive says that it is encrypted", marked_encrypted(docx(said("marked.docx"))))
    one = marked_encrypted(archive({"secret.txt": said("locked.zip")}))
    yield HostileFile("locked.zip", "an archive with a password", one)
    yield HostileFile("a locked archive.zip", "an archive with a password beside a text", archive({"in.zip": one, "a.txt": said("beside")}))
