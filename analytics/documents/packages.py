"""Office files that are ZIP archives of XML: limits on their unpacked size, and their parts as element trees."""

from __future__ import annotations

import io
import zipfile

import regex
from lxml import etree

from analytics.documents.limits import MAX_TAGS, MAX_UNPACKED
from analytics.documents.model import UnreadableError

# The strict variant of Office Open XML names all that it has in common with the usual one otherwise (ISO/IEC 29500-1 and -4).
_STRICT, _USUAL = regex.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/"), rb"http://schemas.openxmlformats.org/\1/2006/"
_BEFORE_2007 = b"\xd0\xcf\x11\xe0"  # OLE2: Office before 2007, and the wrapper of password-protected files


def refuse_unreadable(content: bytes, source: str) -> None:
    """Raises UnreadableError for what only looks like an archive of parts that can be read, and BadZipFile for no archive.

    The reason is ``encrypted``, ``mislabelled`` for a file of Office before 2007, or ``too_large`` if the archive unpacks to too many bytes
    or holds too many XML tags.
    """
    if content.startswith(_BEFORE_2007):
        raise UnreadableError(source, "encrypted" if "EncryptedPackage".encode("utf-16-le") in content else "mislabelled")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if any(part.flag_bits & 0x1 for part in parts):
            raise UnreadableError(source, "encrypted")
        if sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise UnreadableError(source, "too_large")
        if sum(package.read(part).count(b"<") for part in parts if part.filename.endswith((".xml", ".rels"))) > MAX_TAGS:
            raise UnreadableError(source, "too_large")


def in_usual_variant(content: bytes) -> bytes:
    """An Office Open XML file, of which it is known that it does not unpack to too much, in the usual ("transitional") variant."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    usual = {name: _STRICT.sub(_USUAL, part) if name.endswith((".xml", ".rels")) else part for name, part in parts.items()}
    if usual == parts:
        return content
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w") as package:
        for name, part in usual.items():
            package.writestr(name, part)
    return rewritten.getvalue()


def part_tree(content: bytes) -> etree._Element:
    """The root element of a part.

    Raises ValueError if the part has a DTD, which no office program writes, and ``lxml.etree.XMLSyntaxError`` if it is damaged.
    """
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a part with a document type")
    return root


class Package:
    """The parts of an archive, by name."""

    def __init__(self, content: bytes, source: str) -> None:
        """Raises the errors of ``refuse_unreadable``."""
        refuse_unreadable(content, source)
        self._package = zipfile.ZipFile(io.BytesIO(content))
        self.names = self._package.namelist()

    def tree(self, name: str) -> etree._Element:
        """The root element of the part ``name``. Raises KeyError if it is missing, ``lxml.etree.XMLSyntaxError`` or ValueError if it is damaged."""
        return part_tree(self._package.read(name))

    def content(self, name: str) -> bytes:
        """The bytes of the part ``name``. Raises KeyError if it is missing."""
        return self._package.read(name)
