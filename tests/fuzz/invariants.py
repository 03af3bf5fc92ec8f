"""What holds for every text whatever: shared by the property tests and the fuzzer."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from itertools import pairwise

from analytics.documents import Document, Unreadable
from analytics.documents.encodings import decode
from analytics.documents.markdown import read_markdown
from analytics.documents.model import UnreadableError
from analytics.documents.plain import read_plain
from analytics.documents.tables import read_csv, read_jsonl
from extractors import Extraction, SourceText, extract
from extractors.model import INNOVATION_TYPES, KINDS, NOTES, Claim

DAYS = (None, date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31))


def check_extraction(raw: str, published: date | None = None) -> Extraction:
    """Read ``raw`` and hold everything against it."""
    source = SourceText(raw, "a.txt", published_on=published)
    found = extract(source)
    assert extract(source) == found, "another result the second time"
    for one, other in pairwise(found.article.sentences):
        assert one.end <= other.start, "sentences overlap"
    for sentence in found.article.sentences:
        _stands(raw, sentence.start, sentence.end)
        _is_text(sentence.text)
    ids = [claim.claim_id for claim in found.claims]
    assert len(set(ids)) == len(ids), "two claims by one id"
    assert [(claim.start, claim.end) for claim in found.claims] == sorted((claim.start, claim.end) for claim in found.claims)
    spans = {(sentence.start, sentence.end) for sentence in found.article.sentences}
    for number, claim in enumerate(found.claims):
        _stands(raw, claim.start, claim.end)
        assert raw[claim.start : claim.end] == claim.text
        assert claim.sentence_start <= claim.start < claim.end <= claim.sentence_end, "a figure outside its sentence"
        assert (claim.sentence_start, claim.sentence_end) in spans
        assert not claim.duplicate_of or claim.duplicate_of in ids[:number]
        _holds(claim)
    names = [innovation.innovation_id for innovation in found.innovations]
    assert len(set(names)) == len(names), "two innovations by one id"
    for innovation in found.innovations:
        _stands(raw, innovation.start, innovation.end)
        assert innovation.mentions >= 1
        assert innovation.claims == sum(claim.innovation == innovation.name for claim in found.claims)
        _is_text(innovation.name + innovation.sentence)
    return found


def check_file(content: bytes, suffix: str) -> list[Document]:
    """Read ``content`` as a file of that name and hold everything against it: only what is typed may be raised."""
    with suppress(UnreadableError):
        decode(content)
    found: list[Document | Unreadable] = []
    with suppress(UnreadableError):
        if suffix == ".csv":
            found += read_csv(io.BytesIO(content), "a.csv")
        elif suffix == ".jsonl":
            found += read_jsonl(io.BytesIO(content), "a.jsonl")
        else:
            found.append((read_markdown if suffix == ".md" else read_plain)(content, f"a{suffix}"))
    documents = [item for item in found if isinstance(item, Document)]
    for document in documents:
        text = document.text
        for said in (text.raw, text.title, text.publisher, text.url):
            _is_text(said)
        check_extraction(text.raw, text.published_on)
    return documents


def _stands(raw: str, start: int, end: int) -> None:
    assert 0 <= start < end <= len(raw), "a span outside the text"


def _is_text(said: str) -> None:
    """What tables and files can hold."""
    said.encode()
    assert "\0" not in said


def _holds(claim: Claim) -> None:
    assert claim.kind in KINDS
    assert claim.innovation_type in INNOVATION_TYPES
    assert set(claim.notes.split()) <= set(NOTES)
    for value in (claim.value, claim.value_low, claim.value_high):
        assert value is None or value.is_finite()
    if claim.value is not None:
        assert claim.value_low is None or claim.value_low <= claim.value
        assert claim.value_high is None or claim.value <= claim.value_high
    for said in (claim.sentence, claim.unit, claim.subject, claim.innovation, claim.metric):
        _is_text(said)
