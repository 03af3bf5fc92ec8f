"""``python -m benchmarks.bombs``: oversized files and decompression bombs through a real ingest.

Each must end with an expected outcome, and the article after each must be read. For damaged files see ``benchmarks.broken_files``.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import docx

from analytics.documents import limits
from analytics.documents.outcomes import FileReport
from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace
from benchmarks.articles import article

_elsewhere = multiprocessing.get_context("fork")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PARAGRAPH = "全县破获案件30起，同比下降一成。\n"


def main() -> int:
    """Print the outcome of each file; returns 1 if any is unexpected."""
    with tempfile.TemporaryDirectory() as scratch:
        wrong = giants(Path(scratch))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory of the ingesting process: {peak:,} MB")
    for line in wrong:
        print(f"  WRONG: {line}")
    return bool(wrong)


def giants(scratch: Path) -> list[str]:
    """Ingest the files one by one; returns unexpected outcomes."""
    wrong = []
    for number, (name, (write, due)) in enumerate(GIANTS.items()):
        folder = scratch / str(number)
        folder.mkdir(parents=True)
        making = _elsewhere.Process(target=write, args=(folder / name,))  # keeps its memory out of the measured peak
        making.start()
        making.join()
        (folder / "~after.txt").write_text(article(number), encoding="utf-8")
        size = (folder / name).stat().st_size
        began = time.perf_counter()
        lines = _ingested(folder, scratch / f"workspace {number}")
        seconds = time.perf_counter() - began
        became = Counter(line.reason or line.outcome for line in lines if line.source != "~after.txt")
        print(f"{name:<24}{size / 1e6:12,.1f} MB {seconds:8.1f} s  {dict(became.most_common(3))}", flush=True)
        if not set(became) <= due or lines[-1].outcome != "read":
            wrong.append(f"{name}: {dict(became)}, then {lines[-1]}")
        (folder / name).unlink()
    return wrong


def _ingested(folder: Path, workspace: Path) -> list[FileReport]:
    lines: list[FileReport] = []
    ingest(Workspace(workspace, create=True), [str(folder)], report=lambda done, again: lines.extend(done))
    return lines


def _repeated(piece: bytes, size: int, before: bytes = b"", after: bytes = b"") -> Callable[[Path], None]:
    """A function that writes ``piece`` repeated up to ``size`` bytes, between ``before`` and ``after``."""

    def write(path: Path) -> None:
        many = piece * (1_000_000 // len(piece) + 1)
        with path.open("wb") as file:
            file.write(before)
            for _ in range(size // len(many)):
                file.write(many)
            file.write(after)

    return write


def _sparse(size: int, before: bytes = b"") -> Callable[[Path], None]:
    """A function that writes a sparse file: ``size`` bytes long, without using disk space."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(before)
            file.truncate(size)

    return write


def _zip(members: Callable[[], Iterator[tuple[str, bytes]]]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members():
                archive.writestr(name, content)

    return write


def _word(body: bytes) -> Callable[[Path], None]:
    """A function that writes a Word file with this document body."""

    def write(path: Path) -> None:
        empty = io.BytesIO()
        docx.Document().save(empty)
        with zipfile.ZipFile(empty) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in package.namelist():
                whole = f"<w:document {_W}><w:body>".encode() + body + b"</w:body></w:document>"
                new.writestr(name, whole if name == "word/document.xml" else package.read(name))

    return write


def pdf(drawn: bytes, pages: int = 1) -> bytes:
    """A PDF of ``pages`` pages that share the content stream ``drawn``."""
    packed = zlib.compress(drawn, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + b" ".join(b"%d 0 R" % (5 + n) for n in range(pages)) + b"] /Count %d >>" % pages,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream",
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 3 0 R >> >> >>"] * pages,
    ]
    content = b"%PDF-1.7\n"
    for number, each in enumerate(objects, start=1):
        content += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    return content + b"trailer\n<< /Size %d /Root 1 0 R >>\n%%%%EOF\n" % (len(objects) + 1)


def _line(text: bytes, times: int) -> bytes:
    return b"BT /F 12 Tf 60 700 Td " + (b"(" + text + b") Tj 0 -14 Td\n") * times + b" ET"


def _overlapping(path: Path) -> None:
    """Write a zip with 5,000 entries that share 9 MB, packed to 9 KB: 45 GB from a quarter of a megabyte."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0000.txt", bytes(9_000_000))
    whole = written.getvalue()
    entry_at, end_at = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    entries = b"".join(whole[entry_at : entry_at + 46] + b"%04d.txt" % n for n in range(5000))
    sizes = (5000).to_bytes(2, "little") * 2 + len(entries).to_bytes(4, "little")
    path.write_bytes(whole[:entry_at] + entries + whole[end_at : end_at + 8] + sizes + whole[end_at + 16 :])


def _nested(path: Path, each: int = 16) -> None:
    """Write zips nested three deep, 16 entries each: 4,096 times 9 MB."""
    content, name = bytes(9_000_000), "zeros.txt"
    for _ in range(3):
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for n in range(each):
                archive.writestr(f"{n}{name}", content)
        content, name = written.getvalue(), ".zip"
    path.write_bytes(content)


_ATTRIBUTES = b"<p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">" + _PARAGRAPH.encode()
_TIMES = 2_000_000
# File name → its writer, and the outcomes allowed for it and its entries.
GIANTS: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "text.txt": (_repeated(_PARAGRAPH.encode(), 500_000_000), {"too_large"}),
    "one line.txt": (_repeated("一".encode(), limits.MAX_WHOLE - 10_000_000), {"too_large"}),
    "paragraphs.txt": (_repeated(_PARAGRAPH.encode(), len(_PARAGRAPH.encode()) * _TIMES), {"too_large"}),
    "paragraphs.md": (_repeated(_PARAGRAPH.encode(), len(_PARAGRAPH.encode()) * _TIMES), {"too_large", "timeout"}),
    "paragraphs.html": (_repeated(f"<p>{_PARAGRAPH}</p>".encode(), 100_000_000), {"too_large", "timeout", "memory"}),
    "paragraphs.docx": (_word(b"<w:p/>" * _TIMES), {"too_large"}),
    "one paragraph.docx": (_word(b"<w:p><w:r><w:t>" + b"x" * 250_000_000 + b"</w:t></w:r></w:p>"), {"too_large", "broken", "memory"}),
    "attributes.html": (_repeated(b" ", 2_000_000, _ATTRIBUTES), {"timeout", "read"}),
    "one row.csv": (_repeated(b"x", 500_000_000, b'text\n"'), {"broken"}),
    "one line.jsonl": (_repeated(b"x", 500_000_000, b'{"text": "', b'"}'), {"too_large"}),
    "rows.jsonl": (_repeated(b"[1]\n", 2_000_000), {"broken"}),
    "hollow.txt": (_sparse(1 << 40), {"too_large"}),
    "hollow.csv": (_sparse(1 << 40, b"text\n"), {"memory", "timeout"}),
    "hollow.zip": (_sparse(1 << 40, b"PK\x03\x04"), {"broken"}),
    "entries.zip": (_zip(lambda: ((f"{n}.txt", b"") for n in range(limits.MAX_ENTRIES + 100))), {"empty", "too_large"}),
    "overlapping.zip": (_overlapping, {"broken", "empty"}),
    "nested.zip": (_nested, {"empty", "too_large", "timeout"}),
    "bomb.pdf": (lambda path: _write(path, pdf(_line(b"a", 20_000_000))), {"crashed", "memory", "timeout", "read", "too_large"}),
    "pages.pdf": (lambda path: _write(path, pdf(_line(b"aaaaaaaa", 100), limits.MAX_PAGES + 1)), {"too_large"}),
    "one page again.pdf": (lambda path: _write(path, pdf(_line(b"a" * 90, 300), 3000)), {"too_large", "timeout"}),
}


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


if __name__ == "__main__":
    raise SystemExit(main())
