"""Small files in the formats that are read, made by hand so that every byte is known: the same bytes on every run and every system."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # first bytes of Office files before 2007, and of those with a password


class HostileFile(NamedTuple):
    """A file of the corpus: its name within its kind, in one sentence what is hostile about it, and its bytes."""

    name: str
    why: str
    content: bytes


def said(name: str) -> str:
    """A sentence with two figures, 化解矛盾纠纷…起 and 98%, that no file of another name holds: equal texts would be duplicates."""
    return f"云溪县公安局今年化解矛盾纠纷{1_000_000 + zlib.crc32(name.encode()) % 9_000_000}起，群众满意度达98%。"


def article(name: str, paragraphs: int = 6) -> str:
    """An article of so many paragraphs with two figures each."""
    return "\n".join(said(f"{name} {number}") for number in range(paragraphs))


# --- archives ------------------------------------------------------------------------------------


class Member(NamedTuple):
    """An entry of an archive; ``mode`` is its kind and permissions on Unix, zero for none."""

    name: str
    content: bytes | str
    mode: int = 0


def archive(members: Mapping[str, bytes | str] | Iterable[Member], *, packed: bool = True) -> bytes:
    """A ZIP archive. Names may repeat."""
    entries = [Member(*item) for item in members.items()] if isinstance(members, Mapping) else list(members)
    written = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as new:
        warnings.simplefilter("ignore")  # about names that repeat
        for member in entries:
            entry = zipfile.ZipInfo(member.name)  # its date is that of no clock
            entry.compress_type = new.compression
            entry.create_system = 3
            entry.external_attr = member.mode << 16
            new.writestr(entry, member.content)
    return written.getvalue()


def marked_encrypted(content: bytes) -> bytes:
    """An archive whose entries all say that they are encrypted."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(signature, at + 4)
    return bytes(marked)


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def repacked(content: bytes, changed: Mapping[str, bytes | str | None]) -> bytes:
    """The archive ``content`` with some parts changed or added, or left out where None."""
    parts: dict[str, bytes | str | None] = {**parts_of(content), **changed}
    return archive({name: part for name, part in parts.items() if part is not None})


def in_strict_variant(content: bytes) -> bytes:
    """An Office Open XML file with the names of the strict variant (ISO/IEC 29500-1)."""
    usual, strict = rb"http://schemas\.openxmlformats\.org/(officeDocument|\w+ml)/2006/", rb"http://purl.oclc.org/ooxml/\1/"
    return archive({name: re.sub(usual, strict, part) for name, part in parts_of(content).items()})


# --- office files --------------------------------------------------------------------------------


def docx(*paragraphs: str, body: str = "") -> bytes:
    """A Word file of these paragraphs, then the markup ``body``."""
    shown = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return archive(
        {
            "[Content_Types].xml": _types({"/word/document.xml": kind}),
            "_rels/.rels": _relations({"r1": (f"{_OFFICE}/officeDocument", "word/document.xml")}),
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{shown}{body}</w:body></w:document>',
        }
    )


def xlsx(rows: str, *, shared: str = "", before: str = "", after: str = "", sheets: int = 1) -> bytes:
    """A workbook whose sheets all lead to one: the markup of its rows, of its shared strings, and what stands before and after the rows."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    named = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, sheets + 1))
    return archive(
        {
            "[Content_Types].xml": _types(
                {
                    "/xl/workbook.xml": f"{kind}.sheet.main+xml",
                    "/xl/worksheets/sheet1.xml": f"{kind}.worksheet+xml",
                    "/xl/sharedStrings.xml": f"{kind}.sharedStrings+xml",
                }
            ),
            "_rels/.rels": _relations({"r1": (f"{_OFFICE}/officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f"<workbook {_S} {_R}><sheets>{named}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _relations(
                {"r1": (f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"), "r2": (f"{_OFFICE}/sharedStrings", "sharedStrings.xml")}
            ),
            "xl/worksheets/sheet1.xml": f"<worksheet {_S}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>",
            "xl/sharedStrings.xml": f"<sst {_S}>{shared}</sst>",
        }
    )


def row(number: int, *cells: str) -> str:
    """A row of texts and numbers, from column A."""
    return f'<row r="{number}">' + "".join(_cell(f"{chr(65 + at)}{number}", text) for at, text in enumerate(cells)) + "</row>"


def _cell(place: str, text: str) -> str:
    if text.replace(".", "", 1).isdigit():
        return f'<c r="{place}"><v>{text}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _types(parts: Mapping[str, str]) -> str:
    stated = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in parts.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' + stated + "</Types>"
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    stated = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, (kind, target) in targets.items())
    return f"<Relationships {_RELATED}>{stated}</Relationships>"


# --- other files ---------------------------------------------------------------------------------


def page(body: str, head: str = "") -> bytes:
    """A web page in UTF-8."""
    return f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def mail(body: str, headers: str = "Content-Type: text/plain; charset=utf-8\n", subject: str = "通报") -> bytes:
    """A mail with these headers beside From and Subject."""
    return f"From: a@example.org\nSubject: {subject}\nMIME-Version: 1.0\n{headers}\n{body}".encode()


def parts(*parts: str, kind: str = "mixed") -> bytes:
    """A mail of several parts, each with its headers."""
    return mail("".join(f"--b\n{part}\n" for part in parts) + "--b--\n", f'Content-Type: multipart/{kind}; boundary="b"\n')


def text_part(text: str, more: str = "") -> str:
    """A part of a mail that holds text."""
    return f"Content-Type: text/plain; charset=utf-8\n{more}\n{text}"
