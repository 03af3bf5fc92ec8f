"""Turns files and web pages into articles: finds files, detects encodings, parses formats, merges metadata supplied by the user."""

from analytics.documents.addresses import Fetcher, addresses_in, is_web, private_networks, read_list
from analytics.documents.archives import stated_entries
from analytics.documents.confined import read, read_bytes, read_copy
from analytics.documents.days import day_of
from analytics.documents.files import find, harmless
from analytics.documents.formats import MANY, METADATA_FORMATS
from analytics.documents.metadata import MetadataTable, metadata_in, names_of, read_metadata, with_metadata
from analytics.documents.model import DOUBTS, NO_ARTICLE, Document, Doubt, Reason, Unreadable, UnreadableError
from analytics.documents.opening import open_file
from analytics.documents.pool import end_processes

__all__ = [
    "DOUBTS",
    "MANY",
    "METADATA_FORMATS",
    "NO_ARTICLE",
    "Document",
    "Doubt",
    "Fetcher",
    "MetadataTable",
    "Reason",
    "Unreadable",
    "UnreadableError",
    "addresses_in",
    "day_of",
    "end_processes",
    "find",
    "harmless",
    "is_web",
    "metadata_in",
    "names_of",
    "open_file",
    "private_networks",
    "read",
    "read_bytes",
    "read_copy",
    "read_list",
    "read_metadata",
    "stated_entries",
    "with_metadata",
]
