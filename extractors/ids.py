"""Ids of articles, in a module that loads no rules."""

from __future__ import annotations

import hashlib


def doc_id_of(raw: str) -> str:
    """The id of an article: ``d`` and the first 16 hexadecimal digits of the SHA-256 of its text.

    The letter keeps spreadsheets from reading the id as a number. Ids of claims and innovations begin with it.
    """
    return "d" + hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:16]
