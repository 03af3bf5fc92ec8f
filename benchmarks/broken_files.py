"""Damaged files through an ingest: ``python -m benchmarks.broken_files [N]`` (10,000).

Documents of every format, and archives of them, are damaged at random (bytes changed, cut, repeated, copied from another file, or a wrong
suffix). They are ingested together with intact ones, one in ten. The run looks for files without an outcome, intact files that were not
read, reasons that are not in ``Reason``, and a workspace with faults.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args

from docx import Document
from PIL import Image

from analytics.documents import Reason
from analytics.documents.outcomes import FileReport
from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace
from benchmarks.articles import article
from tests.analytics.documents import making_office
from tests.analytics.documents.making_pdf import pdf

_WHOLE_EVERY = 10
_FOLDER_FILES = 500


def _docx(text: str) -> bytes:
    packed, document = io.BytesIO(), Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(packed)
    return packed.getvalue()


def _html(text: str) -> bytes:
    title, *lines = text.splitlines()
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head><body><article>{body}</article></body></html>".encode()


def _csv(text: str) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([["标题", "正文"], [text.splitlines()[0], text]])
    return written.getvalue().encode("utf-8-sig")


def _tsv(text: str) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter="\t").writerows([["标题", "正文"], [text.splitlines()[0], text.replace("\n", " ")]])
    return written.getvalue().encode("gb18030")


def _sheet_as_page(text: str) -> bytes:
    """An HTML table, as office systems export it under a spreadsheet's suffix."""
    return f"<html><meta charset='utf-8'><table><tr><th>区</th><th>警情（起）</th></tr><tr><td>{text.splitlines()[0]}</td><td>31</td></tr></table></html>".encode()


def _ods(text: str) -> bytes:
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell office:value-type='string'><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in (("标题", "正文"), (text.splitlines()[0], text.replace("\n", " ")))
    )
    names = " ".join(f"xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'" for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='稿件'>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f"<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><m:file-entry m:full-path='/' m:media-type='{kind}'/></m:manifest>"
    return making_office.archive({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def _png(text: str) -> bytes:
    """A picture without text, which is refused even though it is intact."""
    written = io.BytesIO()
    Image.new("RGB", (60, 60), (len(text) % 256, 255, 255)).save(written, "PNG")
    return written.getvalue()


def _page_saved(text: str) -> bytes:
    return b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _html(text)


FORMATS: Mapping[str, Callable[[str], bytes]] = {
    ".txt": str.encode,
    ".md": lambda text: text.encode("gb18030"),
    ".html": _html,
    ".docx": _docx,
    ".pdf": lambda text: pdf([text.splitlines()]),
    ".csv": _csv,
    ".jsonl": lambda text: json.dumps({"title": text.splitlines()[0], "text": text}, ensure_ascii=False).encode(),
    ".json": lambda text: json.dumps([{"title": text.splitlines()[0], "text": text}], ensure_ascii=False).encode(),
    ".shtml": _html,
    ".doc": _docx,
    ".rtf": lambda text: making_office.rtf(text.replace("\n", "\\par ")),
    ".odt": lambda text: making_office.odt("".join(f"<text:p>{line}</text:p>" for line in text.splitlines())),
    ".pptx": lambda text: making_office.pptx(*(making_office.box(making_office.run(line)) for line in text.splitlines())),
    ".ofd": lambda text: making_office.ofd([(20.0, 10.0 * at, line) for at, line in enumerate(text.splitlines(), start=1)]),
    ".epub": lambda text: making_office.epub(_html(text).decode()),
    ".xlsx": lambda text: making_office.workbook({"稿件": [["标题", "正文"], [text.splitlines()[0], text]]}),
    ".xlsm": lambda text: making_office.workbook({"表": [["区", "警情"], [text.splitlines()[0], 31]]}),
    ".et": lambda text: making_office.workbook({"稿件": [["标题", "正文"], [text.splitlines()[0], text]]}),
    ".xls": _sheet_as_page,
    ".ods": _ods,
    ".tsv": _tsv,
    ".htm": _html,
    ".xhtml": _html,
    ".docm": _docx,
    ".wps": _docx,
    ".png": _png,
    ".mht": _page_saved,
    ".mhtml": _page_saved,
    ".eml": lambda text: b"Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode(),
}


def whole(number: int, name: str) -> bytes:
    """Article ``number`` as a file in the format of the name's suffix."""
    text = article(number, 5)
    if name.endswith(".zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for position, (suffix, made) in enumerate(FORMATS.items()):
                archive.writestr(f"{position}{suffix}", made(article(number * 10 + position, 3)))
        return packed.getvalue()
    return FORMATS[Path(name).suffix](text)


def damaged(content: bytes, other: bytes, draw: random.Random) -> bytes:
    """``content`` after one to three random damages; some insert a piece of ``other``."""
    for _ in range(draw.randint(1, 3)):
        at, length = draw.randrange(len(content) + 1), draw.choice((1, 2, 8, 100, 1000))
        piece = other[(start := draw.randrange(len(other))) : start + length]
        content = draw.choice(
            (
                content[:at],
                content[at:],
                content[:at] + draw.randbytes(length) + content[at + length :],
                content[:at] + piece + content[at:],
                content[:at] + bytes(length) + content[at + length :],
                content[:at] + content[at : at + length] * draw.choice((2, 50)) + content[at + length :],
            )
        )
    return content


def write(folder: Path, number: int, draw: random.Random) -> set[str]:
    """Write ``number`` files into ``folder``; returns the relative paths of the intact ones."""
    names = [*FORMATS, ".zip"]
    intact = set()
    for position in range(number):
        suffix, other = draw.choice(names), draw.choice(names)
        path = folder / f"{position // _FOLDER_FILES:03d}" / f"{position:06d}{suffix if draw.random() < 0.9 else other}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if position % _WHOLE_EVERY == 0 and suffix != ".png":
            path = path.with_suffix(suffix)
            intact.add(path.relative_to(folder).as_posix())
            path.write_bytes(whole(position, path.name))
        else:
            path.write_bytes(damaged(whole(position, f"a{suffix}"), whole(position + 1, f"a{other}"), draw))
    return intact


def read(scratch: Path, number: int, seed: int = 1) -> tuple[list[FileReport], list[str]]:
    """Ingest ``number`` files in a folder of their own; returns their outcomes and the faults found."""
    press, workspace, lines = scratch / "press", Workspace(scratch / "workspace", create=True), list[FileReport]()
    intact = write(press, number, random.Random(seed))
    ingest(workspace, [str(press)], report=lambda more, again: lines.extend(more))
    told = {_file(line.source) for line in lines}
    silent = [path.name for path in press.rglob("*.*") if path.relative_to(press).as_posix() not in told]
    unread = intact - {_file(line.source) for line in lines if line.outcome == "read"}
    odd = [line for line in lines if line.reason and line.reason not in get_args(Reason)]
    faults = [f"nothing said of {name}" for name in silent] + [f"whole, but not read: {name}" for name in sorted(unread)]
    return lines, [*faults, *map(str, odd), *map(str, workspace.verify())]


def main() -> None:
    """Run the test and print what it found; exits with status 1 if there are faults."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        lines, faults = read(Path(scratch), asked.files, asked.seed)
    outcomes = Counter(line.reason if line.outcome == "refused" else line.outcome for line in lines)
    became = ", ".join(f"{name} {n}" for name, n in outcomes.most_common())
    print(f"{asked.files} files, {len(lines)} lines in {time.monotonic() - began:.0f} s: {became}")
    print(f"peak memory of the ingesting process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    print("\n".join([f"{len(faults)} faults", *faults[:50]]))
    sys.exit(bool(faults))


def _file(source: str) -> str:
    """The file on disk of a source, which may be an entry of an archive or a row of a table."""
    folder, _, rest = source.partition("/")
    return f"{folder}/{rest.partition('/')[0].partition('#')[0]}"


if __name__ == "__main__":
    main()
