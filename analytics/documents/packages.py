"""Office files that are ZIP archives of XML: limits on their unpacked size, and their parts as element trees."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from analytics.documents.limits import MAX_TAGS, MAX_UNPACKED
from analytics.documents.model import UnreadableError


def refuse_giants(content: bytes, source: str) -> None:
    """Raises UnreadableError ``too_large`` if the archive unpacks to too many bytes or holds too many XML tags, and BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise UnreadableError(source, "too_large")
        if sum(package.read(part).count(b"<") for part in parts if part.filename.endswith((".xml", ".rels"))) > MAX_TAGS:
            raise UnreadableError(source, "too_large")


def part_tree(content: bytes) -> etree._Element:
    """The root element of a part.

    Raises ValueError if the part has a DTD, which no office program writes, and XMLSyntaxError if it is damaged.
    """
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a part with a document type")
    return root


class Package:
    """The parts of an archive, by name."""

    def __init__(self, content: bytes, source: str) -> None:
        """Raises UnreadableError (``too_large``, ``encrypted``), and BadZipFile."""
        refuse_giants(content, source)
        self._package = zipfile.ZipFile(io.BytesIO(content))
        self.names = self._package.namelist()
        if any(entry.flag_bits & 0x1 for entry in self._package.infolist()):
            raise UnreadableError(source, "encrypted")

    def tree(self, name: str) -> etree._Element:
        """The root element of the part ``name``. Raises KeyError if it is missing, XMLSyntaxError or ValueError if it is damaged."""
        return part_tree(self._package.read(name))

    def content(self, name: str) -> bytes:
        """The bytes of the part ``name``. Raises KeyError if it is missing."""
        return self._package.read(name)
