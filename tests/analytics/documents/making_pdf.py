"""PDF files made by hand: one Chinese font without an outline, and a map from its codes to characters."""

from __future__ import annotations

from collections.abc import Sequence

_SIZE = 12


def pdf(pages: Sequence[Sequence[str]], *, picture_on: Sequence[int] = (), encrypt: str = "", drawn: str = "") -> bytes:
    """A file with these lines on its pages, top to bottom; a line's leading blanks indent it.

    The pages of the numbers ``picture_on`` show a picture besides; ``encrypt`` is an encryption dictionary; ``drawn`` is drawn on every page.
    """
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 "
        "/BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [32 126 500] "
        "/FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /Ascent 900 /Descent -200 "
        "/CapHeight 700 /StemV 80 /ItalicAngle 0 >> >>] /ToUnicode 4 0 R >>",
        _stream(_MAP),
    ]
    for n, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * n} 0 R /Resources << /Font << /F 3 0 R >> >> >>"
        )
        picture = "q 300 0 0 300 60 300 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 7F> EI Q " if n in picture_on else ""
        objects.append(_stream(picture + drawn + "BT " + " ".join(_shown(line, row) for row, line in enumerate(lines)) + " ET"))
    if encrypt:
        objects.append(encrypt)
    return _file(objects, encrypted=bool(encrypt))


def grid(rows: Sequence[int], columns: Sequence[int], *, without: Sequence[tuple[int, int, int, int]] = ()) -> str:
    """Lines at the edges of ``rows`` (of the lines of text, from 0) and ``columns`` (in characters from the left), but for those ``without``,
    each as column and row where it begins and ends."""
    xs, ys = [56 + _SIZE * column for column in columns], [804 - 18 * row for row in rows]
    strokes = [(x, at, x, at + 1) for x in range(len(xs)) for at in range(len(ys) - 1)]
    strokes += [(at, y, at + 1, y) for y in range(len(ys)) for at in range(len(xs) - 1)]
    return " ".join(f"{xs[a]} {ys[b]} m {xs[c]} {ys[d]} l S" for a, b, c, d in strokes if (a, b, c, d) not in without) + " "


_MAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
    "1 begincodespacerange <0000> <FFFF> endcodespacerange "
    + " ".join(f"1 beginbfrange <{high:02X}00> <{high:02X}FF> <{high:02X}00> endbfrange" for high in range(256) if not 0xD8 <= high < 0xE0)
    + " endcmap CMapName currentdict /CMap defineresource pop end end"
)


def _shown(line: str, row: int) -> str:
    text = line.lstrip(" \u3000")
    indent = 60 + sum(_SIZE if char == "\u3000" else _SIZE // 2 for char in line[: len(line) - len(text)])
    return f"/F {_SIZE} Tf 1 0 0 1 {indent} {790 - 18 * row} Tm <{text.encode('utf-16-be').hex()}> Tj" if text else ""


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str], *, encrypted: bool) -> bytes:
    content, places = "%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    more = f"/Encrypt {len(objects)} 0 R /ID [<00> <00>]" if encrypted else ""
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {more} >>\nstartxref\n{len(content)}\n%%EOF"
    return f"{content}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")
