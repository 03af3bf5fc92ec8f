"""PDF files that refer to themselves, to nothing, or to far too much."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tests.analytics.documents.making_pdf import pdf
from tests.hostile.making import HostileFile, docx, page, said


def files() -> Iterator[HostileFile]:
    """Rings of references, false numbers, streams that unpack to much, and what a program would run."""
    yield from _rings()
    yield from _lies()
    yield from _streams()
    yield from _actions()


def _rings() -> Iterator[HostileFile]:
    name = "pages in pages.pdf"
    yield HostileFile(name, "the list of pages holds itself", _changed(name, b"/Kids [5 0 R]", b"/Kids [2 0 R 5 0 R]"))
    name = "only itself.pdf"
    yield HostileFile(name, "the list of pages holds only itself", _changed(name, b"/Kids [5 0 R]", b"/Kids [2 0 R]"))
    name = "content is the page.pdf"
    yield HostileFile(name, "the content of the page is the page", _changed(name, b"/Contents 6 0 R", b"/Contents 5 0 R"))
    name = "font of the font.pdf"
    yield HostileFile(name, "the font is its own descendant", _changed(name, b"/DescendantFonts [<<", b"/DescendantFonts [3 0 R <<"))
    name = "length of itself.pdf"
    yield HostileFile(
        name,
        "a stream is as long as itself says",
        _changed(name, b"5 0 obj", b"7 0 obj\n<< /Length 7 0 R >>\nstream\nx\nendstream\nendobj\n5 0 obj"),
    )
    name = "endless previous.pdf"
    yield HostileFile(name, "the table before this one is this one", _previous(_page(name)))
    name = "form in itself.pdf"
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 7 0 R >> >> /Length 5 >>\nstream\n/A Do\nendstream"
    )
    yield HostileFile(
        name,
        "a drawing that draws itself",
        _with_object(_changed(name, b"/Font << /F 3 0 R >>", b"/Font << /F 3 0 R >> /XObject << /A 7 0 R >>"), form),
    )
    name = "deep.pdf"
    yield HostileFile(name, "30,000 lists in lists", b"%PDF-1.7\n1 0 obj\n" + b"[" * 30_000 + b"\ntrailer << /Root 1 0 R >>\n%%EOF")
    name = "deep dictionary.pdf"
    yield HostileFile(
        name, "a dictionary with 3,000 others in it, one in another", _with_object(_page(name), b"<< /A " * 3000 + b">>" * 3000)
    )


def _lies() -> Iterator[HostileFile]:
    name = "count.pdf"
    yield HostileFile(name, "says that it has two thousand million pages", _changed(name, b"/Count 1", b"/Count 2000000000"))
    name = "negative count.pdf"
    yield HostileFile(name, "says that it has minus one pages", _changed(name, b"/Count 1", b"/Count -1"))
    name = "no pages.pdf"
    yield HostileFile(name, "has no page", _changed(name, b"/Kids [5 0 R] /Count 1", b"/Kids [] /Count 0"))
    name = "no such page.pdf"
    yield HostileFile(name, "its second page does not exist", _changed(name, b"/Kids [5 0 R] /Count 1", b"/Kids [5 0 R 99 0 R] /Count 2"))
    name = "page of a mile.pdf"
    yield HostileFile(
        name, "a page of more than a kilometre", _changed(name, b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 9999999 9999999]")
    )
    name = "page of nothing.pdf"
    yield HostileFile(name, "a page without area", _changed(name, b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 0 0]"))
    name = "not a number.pdf"
    yield HostileFile(name, "a page whose size is text", _changed(name, b"/MediaBox [0 0 595 842]", b"/MediaBox [(a) /b null <00>]"))
    name = "no table.pdf"
    yield HostileFile(
        name, "no table of objects, which can be found without", _page(name).partition(b"xref")[0] + b"trailer << /Root 1 0 R >>\n%%EOF"
    )
    name = "wrong places.pdf"
    yield HostileFile(
        name, "every object stands elsewhere than the table says", _page(name).replace(b"%PDF-1.7\n", b"%PDF-1.7\n% one more line\n")
    )
    name = "no map.pdf"
    yield HostileFile(name, "a font without a map to characters: no text can be known", _changed(name, b"/ToUnicode 4 0 R", b""))
    name = "huge font.pdf"
    yield HostileFile(name, "letters of a million points", _changed(name, b"/F 12 Tf", b"/F 1000000 Tf"))
    name = "off the page.pdf"
    yield HostileFile(name, "the text stands a kilometre off the page", _changed(name, b"1 0 0 1 60 790 Tm", b"1 0 0 1 9999999 9999999 Tm"))
    name = "only a header.pdf"
    yield HostileFile(name, "the first line of a PDF", b"%PDF-1.7\n")
    name = "later.pdf"
    yield HostileFile(name, "200 bytes of something else before the PDF", b"\n" * 200 + _page(name))


def _streams() -> Iterator[HostileFile]:
    for name, why, drawn in (
        ("one letter again.pdf", "the same letter 20,000 times on one spot", b"BT /F 12 Tf 60 700 Td " + b"<4E00> Tj " * 20_000 + b"ET"),
        ("lines.pdf", "20,000 lines are drawn", b"0 0 m 9 9 l S " * 20_000),
        ("saved states.pdf", "200,000 states are saved and none is restored", b"q " * 200_000),
        ("blanks.pdf", "20 MB of blanks packed to 20 kB", b" " * 20_000_000),
    ):
        yield HostileFile(name, why, _drawing(_page(name), drawn))
    name = "packed again.pdf"
    content = zlib.compress(zlib.compress(zlib.compress(b"BT ET", 9), 9), 9)
    yield HostileFile(
        name, "a stream packed three times", _drawn(_page(name), content, b"/Filter [/FlateDecode /FlateDecode /FlateDecode]")
    )
    name = "unknown packing.pdf"
    yield HostileFile(name, "a stream packed in a way that does not exist", _drawn(_page(name), b"abc", b"/Filter /Unheard"))
    name = "torn packing.pdf"
    yield HostileFile(
        name, "a packed stream of which half is missing", _drawn(_page(name), zlib.compress(b"BT ET" * 999)[:20], b"/Filter /FlateDecode")
    )


def _actions() -> Iterator[HostileFile]:
    for name, why, action in (
        ("script.pdf", "runs JavaScript when it is opened", b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        ("launch.pdf", "starts a program when it is opened", b"<< /S /Launch /F (calc.exe) >>"),
        ("address.pdf", "calls an address when it is opened", b"<< /S /URI /URI (http://192.0.2.1/) >>"),
    ):
        yield HostileFile(name, why, _changed(name, b"/Type /Catalog", b"/Type /Catalog /OpenAction " + action))
    name = "a pdf and a page.pdf"
    yield HostileFile(name, "a PDF behind which a web page stands", _page(name) + page(f"<p>{said('behind')}</p>"))
    name = "a pdf and an archive.pdf"
    yield HostileFile(name, "a PDF behind which a Word file stands", _page(name) + docx(said("behind too")))


def _page(name: str) -> bytes:
    return pdf([[said(name)]])


def _changed(name: str, old: bytes, new: bytes) -> bytes:
    """A PDF of one page with ``old`` replaced; the table of objects is not mended, which readers do."""
    content = _page(name)
    if old not in content:
        raise ValueError(old)
    return content.replace(old, new, 1)


def _with_object(content: bytes, added: bytes) -> bytes:
    """The PDF with object 7."""
    return content.replace(b"xref\n", b"7 0 obj\n" + added + b"\nendobj\nxref\n", 1)


def _previous(content: bytes) -> bytes:
    place = content.rpartition(b"startxref\n")[2].partition(b"\n")[0]
    return content.replace(b"trailer\n<<", b"trailer\n<< /Prev " + place, 1)


def _drawing(content: bytes, drawn: bytes) -> bytes:
    return _drawn(content, zlib.compress(drawn, 9), b"/Filter /FlateDecode")


def _drawn(content: bytes, packed: bytes, how: bytes) -> bytes:
    """The PDF with this stream drawn on its page before its text."""
    stream = b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(packed), how, packed)
    return _with_object(content.replace(b"/Contents 6 0 R", b"/Contents [7 0 R 6 0 R]"), stream)
