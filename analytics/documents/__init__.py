"""Files → articles: which files, which encoding, what each says of itself, and what the user's table says instead."""

from analytics.documents.days import day_of
from analytics.documents.files import find, harmless
from analytics.documents.metadata import read_metadata, with_metadata
from analytics.documents.model import DOUBTS, NO_ARTICLE, Document, Doubt, Reason, Unreadable, UnreadableError
from analytics.documents.reader import SUFFIXES, read, read_bytes

__all__ = [
    "DOUBTS",
    "NO_ARTICLE",
    "SUFFIXES",
    "Document",
    "Doubt",
    "Reason",
    "Unreadable",
    "UnreadableError",
    "day_of",
    "find",
    "harmless",
    "read",
    "read_bytes",
    "read_metadata",
    "with_metadata",
]
