"""Files → articles: which files, which encoding, what each says of itself, and what the user's table says instead."""

from analytics.documents.archives import stated_entries
from analytics.documents.confined import end_processes, read, read_bytes, read_copy
from analytics.documents.days import day_of
from analytics.documents.files import find, harmless
from analytics.documents.formats import MANY, METADATA_FORMATS
from analytics.documents.metadata import MetadataTable, metadata_in, names_of, read_metadata, with_metadata
from analytics.documents.model import DOUBTS, NO_ARTICLE, Document, Doubt, Reason, Unreadable, UnreadableError
from analytics.documents.opening import opened

__all__ = [
    "DOUBTS",
    "MANY",
    "METADATA_FORMATS",
    "NO_ARTICLE",
    "Document",
    "Doubt",
    "MetadataTable",
    "Reason",
    "Unreadable",
    "UnreadableError",
    "day_of",
    "end_processes",
    "find",
    "harmless",
    "metadata_in",
    "names_of",
    "opened",
    "read",
    "read_bytes",
    "read_copy",
    "read_metadata",
    "stated_entries",
    "with_metadata",
]
