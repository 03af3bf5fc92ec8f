"""Pictures and scanned pages: read where text recognition is installed, each figure with how sure it is; named where it is not."""

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from analytics.claims.selection import Selection
from analytics.documents import Document, Unreadable, read_bytes
from analytics.documents.ocr import OcrPiece, can_recognise_text, ocr_spans_in
from analytics.documents.pagelayout import Piece
from analytics.documents.reader import read_stream
from analytics.ingest.corpus import build
from analytics.ingest.dataset import MemoryDataset
from analytics.ingest.ingest import ingest
from analytics.workspace.parts import packed_scans, unpacked_scans
from analytics.workspace.store import Workspace
from extractors import SourceText, extract
from extractors.ids import doc_id_of
from extractors.model import OcrSpan
from tests.analytics.workspace.holdings import claims

FONTS = sorted(Path("/usr/share/fonts").rglob("*CJK*"))
needs_recognition = pytest.mark.skipif(not can_recognise_text(), reason="text recognition is not installed: make ocr")
needs_font = pytest.mark.skipif(not FONTS, reason="there is no Chinese font to draw with")

LINES = (
    "石桥县公安局上半年警情通报",
    "发布时间：2024年7月5日",
    "今年上半年，全县共接报刑事警情1286起，同比下降10.2%。",
    "破获案件320起，抓获嫌疑人57名，挽回损失430余万元。",
)
ROWS = (("警情类型", "本月", "同比（%）"), ("刑事警情", "62", "-5.2"), ("治安警情", "130", "3.1"))


@cache
def picture() -> Image.Image:
    """A page with four lines and a table, as a scanner sees it."""
    font = ImageFont.truetype(str(FONTS[0]), 30)
    page = Image.new("RGB", (1240, 900), "white")
    draw = ImageDraw.Draw(page)
    for at, line in enumerate(LINES):
        draw.text((100, 60 + 60 * at), line, fill="black", font=font)
    for at, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            draw.text((100 + 360 * column, 380 + 60 * at), cell, fill="black", font=font)
    return page


def as_file(kind: str) -> bytes:
    file = io.BytesIO()
    picture().save(file, kind, **({"resolution": 150} if kind == "PDF" else {}))
    return file.getvalue()


@needs_recognition
@needs_font
@pytest.mark.parametrize(("suffix", "kind"), [("png", "PNG"), ("jpg", "JPEG"), ("pdf", "PDF")])
def test_what_stands_on_a_picture_is_read_and_says_so(suffix: str, kind: str) -> None:
    (document,) = read_bytes(f"scan.{suffix}", as_file(kind))
    assert isinstance(document, Document), document
    assert document.doubt == "recognised"
    found = extract(document.text).claims
    read = {(claim.text, claim.subject) for claim in found}
    assert {("1286起", "刑事警情"), ("320起", "破获案件"), ("430余万元", "挽回损失"), ("62", "刑事警情"), ("130", "治安警情")} <= read
    assert [claim.text for claim in found if "ocr_" not in claim.notes] == []


@needs_recognition
@needs_font
def test_figures_of_pictures_stand_first_in_review() -> None:
    found = [*read_bytes("scan.png", as_file("PNG")), *read_bytes("a.txt", "某地2024年3月接报警情1000起。某项数为3000。".encode())]
    dataset = MemoryDataset(build([item for item in found if isinstance(item, Document)]))
    queue = dataset.table.queue(Selection(), doubtful_first=True)
    rows = dataset.table.claims(queue.ids(0, len(queue))).to_pylist()
    notes = {row["claim_id"]: row["notes"] for row in rows}
    order = ["ocr_" in notes[claim_id] for claim_id in queue.ids(0, len(queue))]
    assert order == sorted(order, reverse=True)
    assert {True, False} == set(order)


@needs_recognition
@needs_font
def test_an_empty_picture_is_named() -> None:
    file = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(file, "PNG")
    (found,) = read_bytes("white.png", file.getvalue())
    assert isinstance(found, Unreadable)
    assert found.reason == "picture"


@needs_recognition
def test_a_picture_of_too_many_points_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.documents.ocr.MAX_PIXELS", 100)
    file = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(file, "PNG")
    *_, found = read_stream(io.BytesIO(file.getvalue()), "big.png")
    assert isinstance(found, Unreadable)
    assert found.reason == "too_large"


def test_without_recognition_pictures_and_scans_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.documents.ocr.can_recognise_text", lambda: False)
    monkeypatch.setattr("analytics.documents.pdf.can_recognise_text", lambda: False)
    scanned = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(scanned, "PDF")
    plain = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(plain, "PNG")
    for name, content, reason in (("a.png", plain, "picture"), ("a.pdf", scanned, "scanned")):
        *_, found = read_stream(io.BytesIO(content.getvalue()), name)
        assert isinstance(found, Unreadable)
        assert found.reason == reason


@pytest.mark.parametrize(("sure", "note"), [(1.0, "ocr_sure"), (0.9, "ocr_sure"), (0.75, "ocr_fair"), (0.2, "ocr_poor")])
def test_a_figure_is_as_sure_as_its_least_sure_character(sure: float, note: str) -> None:
    raw = "全县接报警情1286起，破案320起。"
    at = raw.index("8")
    source = SourceText(raw, ocr_spans=(OcrSpan(0, at, 1.0), OcrSpan(at, at + 1, sure), OcrSpan(at + 1, raw.index("，"), 1.0)))
    first, second = extract(source).claims
    assert note in first.notes.split()
    assert "ocr_" not in second.notes
    assert replace(source, ocr_spans=()) == SourceText(raw)


def test_runs_cover_what_was_recognised() -> None:
    def piece(text: str, *sure: float) -> OcrPiece:
        return OcrPiece(Piece(text, 0, 0, 1, 1, 1, 0), sure)

    found = [piece("甲1", 1.0, 0.8), piece("乙", 0.9)]
    assert ocr_spans_in("甲1 | 乙", found, whole=True) == (OcrSpan(0, 1, 1.0), OcrSpan(1, 5, 0.8), OcrSpan(5, 6, 0.9))
    assert ocr_spans_in("甲1丙", found, whole=False) == (OcrSpan(0, 1, 1.0), OcrSpan(1, 2, 0.8))
    assert unpacked_scans(packed_scans(ocr_spans_in("甲1丙", found, whole=False))) == (OcrSpan(0, 1, 1.0), OcrSpan(1, 2, 0.8))


def test_a_workspace_keeps_how_sure_each_character_is(tmp_path: Path) -> None:
    raw = "全县接报警情1286起，破案320起。"
    document = Document(SourceText(raw, "scan.png", ocr_spans=(OcrSpan(0, len(raw), 0.8),)), "", "recognised", "0" * 32)
    workspace = Workspace(tmp_path / "w", create=True)
    ingest(workspace, [], documents=[document])
    workspace.annotations.annotate("Li", doc_id_of(raw), {"published_on": "2024-07-05"})
    ingest(workspace, [])  # extracted again, from the kept text
    rows = claims(workspace).to_pylist()
    assert {row["published_on"].isoformat() for row in rows} == {"2024-07-05"}
    assert [row["notes"].split()[-1] for row in rows] == ["ocr_fair", "ocr_fair"]
    assert list(workspace.verify()) == []
