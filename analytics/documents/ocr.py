"""Text recognition on pictures, if the optional packages are installed (`make ocr`). The models are part of the package.

Each character has the confidence of its recognition, so that a figure read from a picture can state it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from analytics.documents.joining import width_of
from analytics.documents.limits import MAX_PIXELS
from analytics.documents.model import Document, UnreadableError, document
from analytics.documents.pagelayout import Piece, arranged, paragraphs
from extractors.model import OcrSpan, SourceText

# Gap that separates two characters of a line, in character heights; a smaller one between digits, which joined would be another number.
_GAP, _GAP_OF_NUMBERS = 0.55, 0.25
_OF_NUMBERS = frozenset("0123456789.,%％+-")
_THREADS = 2


@dataclass(frozen=True, slots=True)
class OcrPiece:
    """A piece of a line, and the confidence (0 to 1) of each of its characters."""

    piece: Piece
    confidences: tuple[float, ...]


@cache
def can_recognise_text() -> bool:
    """Whether the packages for text recognition are installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def read_picture(content: bytes, source: str) -> Document:
    """The article on a picture. Raises UnreadableError: ``picture`` if recognition is not installed or finds no text, ``too_large``."""
    if not can_recognise_text():
        raise UnreadableError(source, "picture")
    with _opened(content, source) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise UnreadableError(source, "too_large")
        found = recognised(np.asarray(ImageOps.exif_transpose(picture).convert("RGB")))
    if not found:
        raise UnreadableError(source, "picture")
    text = "\n".join(paragraphs([arranged([each.piece for each in found])]))
    return document(content, SourceText(text, source, ocr_spans=ocr_spans_in(text, found, whole=True)), doubt="recognised")


def _opened(content: bytes, source: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content))
    except UnidentifiedImageError as error:  # not a picture, despite its name
        raise UnreadableError(source, "picture") from error


def recognised(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> list[OcrPiece]:
    """The text on a picture (uint8, height × width × RGB), in pieces between wide gaps; edges in pixels."""
    found = _engine()(picture[:, :, ::-1], return_word_box=True)
    lines = found.word_results if found.txts else ()
    return [piece for number, words in enumerate(lines) for piece in _pieces(words, number)]


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    bounds = {"EngineConfig.onnxruntime.intra_op_num_threads": _THREADS, "EngineConfig.onnxruntime.inter_op_num_threads": 1}
    return RapidOCR(params={"Global.log_level": "critical", **bounds})


def _pieces(words: Sequence[tuple[str, float, Any]], line: int) -> Iterator[OcrPiece]:
    group: list[tuple[str, float, Any]] = []
    for word in words:
        if not word[0].strip() or word[2] is None:
            continue
        if group and _are_apart(group[-1], word):
            yield _piece(group, line)
            group = []
        group.append(word)
    if group:
        yield _piece(group, line)


def _are_apart(one: tuple[str, float, Any], other: tuple[str, float, Any]) -> bool:
    """Whether the gap between two neighbouring words separates pieces."""
    gap = _GAP_OF_NUMBERS if _OF_NUMBERS.issuperset((one[0][-1], other[0][0])) else _GAP
    return _left(other) - _right(one) > gap * (_bottom(other) - _top(other))


def _piece(words: Sequence[tuple[str, float, Any]], line: int) -> OcrPiece:
    text = "".join(word[0] for word in words)
    left, right = _left(words[0]), max(map(_right, words))
    edges = (left, min(map(_top, words)), right, max(map(_bottom, words)))
    return OcrPiece(
        Piece(text, *edges, max(1.0, (right - left) / max(width_of(text), 0.5)), line),
        tuple(score for word, score, _ in words for _ in word),
    )


def _left(word: tuple[str, float, Any]) -> float:
    return float(min(x for x, _ in word[2]))


def _right(word: tuple[str, float, Any]) -> float:
    return float(max(x for x, _ in word[2]))


def _top(word: tuple[str, float, Any]) -> float:
    return float(min(y for _, y in word[2]))


def _bottom(word: tuple[str, float, Any]) -> float:
    return float(max(y for _, y in word[2]))


def ocr_spans_in(text: str, found: Sequence[OcrPiece], *, whole: bool) -> tuple[OcrSpan, ...]:
    """The recognised spans of ``text``: runs of characters with equal confidence, rounded to two decimals.

    Each piece counts wherever its text occurs; if two pieces cover a place, the lower confidence holds. ``whole`` states that all of the
    text was recognised; characters between the pieces then take the lowest confidence of all.
    """
    least = min((sure for each in found for sure in each.confidences), default=1.0)
    sure: list[float | None] = [least if whole else None] * len(text)
    seen = [False] * len(text)
    for each in found:
        start = text.find(each.piece.text)
        while start >= 0:
            for at, one in enumerate(each.confidences, start=start):
                sure[at] = min(one, sure[at] or 1.0) if seen[at] else one
                seen[at] = True
            start = text.find(each.piece.text, start + len(each.piece.text))
    runs = groupby(range(len(text)), key=lambda at: None if sure[at] is None else round(sure[at] or 0.0, 2))
    spans = ((value, list(places)) for value, places in runs)
    return tuple(OcrSpan(places[0], places[-1] + 1, value) for value, places in spans if value is not None)
