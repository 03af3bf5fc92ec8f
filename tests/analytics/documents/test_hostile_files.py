"""Hostile files that are large, lie on the disk in hostile ways, or lead to a file outside. Small ones are in ``tests/hostile``."""

import io
import os
import socket
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from analytics.documents import find, limits, read
from analytics.documents.outcomes import FileReport
from analytics.ingest.corpus import read_folder, read_uploads
from analytics.ingest.ingest import ingest
from analytics.ingest.places import count
from analytics.workspace.store import Workspace
from benchmarks import broken_files

ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%。"
SECRET = "秘密123起"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OUTSIDE = '<!DOCTYPE d [<!ENTITY j SYSTEM "file://{}">]>'


def archive(*members: tuple[str, bytes], bare: bool = False) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED if bare else zipfile.ZIP_DEFLATED) as new:
        for name, content in members:
            new.writestr(name, content)
    return written.getvalue()


def word(document: bytes = b"") -> bytes:
    """A Word file of one paragraph, or with this in place of its document."""
    made, written = docx.Document(), io.BytesIO()
    made.add_paragraph(ONE)
    made.save(written)
    with zipfile.ZipFile(written) as package:
        parts = [(name, document if document and name == "word/document.xml" else package.read(name)) for name in package.namelist()]
    return archive(*parts)


def body(doctype: str, encoding: str = "utf-8") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<w:document {_W}><w:body><w:p><w:r><w:t>今年&j;破获300起</w:t></w:r></w:p></w:body></w:document>'
    return text.encode(encoding)


def page(doctype: str) -> bytes:
    return f"{doctype}<html><body><p>{ONE}&j;</p></body></html>".encode()


# File name → content and what is to be said of it, by source. What is not said is read.
FILES: dict[str, tuple[bytes, dict[str, str]]] = {
    "deep.html": (b"<div>" * 200_000 + ONE.encode(), {"deep.html": "too_large"}),
    "long.jsonl": (b'{"text": "' + b"x" * (limits.MAX_TEXT + 1) + b'"}\n', {"long.jsonl#1": "too_large"}),
    "long.txt": (b"x\n" * limits.MAX_TEXT, {"long.txt": "too_large"}),
    "short lines.txt": ("长\n".encode() * 100_000, {}),
    "slip.zip": (archive(("../../../slip.txt", f"{ONE}溜".encode()), ("/etc/slip.txt", f"{ONE}滑".encode())), {}),
}


def due() -> dict[str, str]:
    return {source: reason for _, reasons in FILES.values() for source, reason in reasons.items()}


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """The hostile files, a neighbour after each, and beside the folder a file that nothing may lead to."""
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    folder = tmp_path / "press"
    folder.mkdir()
    for number, (name, (content, _)) in enumerate(FILES.items()):
        (folder / name).write_bytes(content)
        (folder / f"{name} neighbour.txt").write_text(f"{ONE}第{number}", encoding="utf-8")
    (folder / "outside.docx").write_bytes(word(body(_OUTSIDE.format(tmp_path / "secret.txt"))))
    (folder / "outside.html").write_bytes(page(_OUTSIDE.format(tmp_path / "secret.txt")))
    return folder


def by_upload(press: Path) -> tuple[tuple[FileReport, ...], list[str]]:
    corpus = read_uploads([(path.name, path.read_bytes()) for path in sorted(press.iterdir())])
    return corpus.lines, [article.raw for article in corpus.articles.values()]


def by_ingest(press: Path) -> tuple[tuple[FileReport, ...], list[str]]:
    workspace, lines = Workspace(press.parent / "workspace", create=True), list[FileReport]()
    assert count([str(press)]) > len(FILES) * 2
    ingest(workspace, [str(press)], report=lambda done, again: lines.extend(done))
    assert list(workspace.verify()) == []
    return tuple(lines), [str(document["raw"]) for line in lines if line.doc_id and (document := workspace.document(line.doc_id))]


@pytest.mark.parametrize("way", [by_upload, by_ingest])
def test_each_is_named_with_its_cause_and_all_neighbours_are_read(
    way: Callable[[Path], tuple[tuple[FileReport, ...], list[str]]], press: Path
) -> None:
    lines, texts = way(press)
    assert {line.source: line.reason for line in lines if line.reason} == due() | {"outside.docx": "broken"}
    good = {line.source for line in lines if line.outcome in ("read", "duplicate")}
    assert {f"{name} neighbour.txt" for name in FILES} <= good
    assert {"slip.zip/slip.txt", "slip.zip/etc/slip.txt", "outside.html", "short lines.txt"} <= good
    assert not any(SECRET in text for text in texts)
    assert not (press.parent / "slip.txt").exists()


def test_names_that_lead_astray_are_names_like_others(tmp_path: Path) -> None:
    """Control characters, turned writing, signs of other systems, bytes that are no characters: what is in the files is read."""
    names: dict[bytes, str] = {
        b"line\nbreak.txt": "line\ufffdbreak.txt",
        "\u202etxt.exe.txt".encode(): "\ufffdtxt.exe.txt",
        b"up\\..\\..\\up.txt": "up\ufffd..\ufffd..\ufffdup.txt",
        b"C:\\root.txt": "C:\ufffdroot.txt",
        b"\x1b[2J.txt": "\ufffd[2J.txt",
        b"-rf.txt": "-rf.txt",
        b"$(id).txt": "$(id).txt",
        "警情通报.txt".encode("gb18030"): "警情通报.txt",
        b"\xff.txt": "\ufffd.txt",
        b"x" * 250 + b".txt": "x" * 250 + ".txt",
        "行\u2028段.txt".encode(): "行\ufffd段.txt",
    }
    press = tmp_path / "press"
    press.mkdir()
    for number, name in enumerate(names):
        (press / os.fsdecode(name)).write_text(f"{ONE}{number}", encoding="utf-8")
    lines: list[FileReport] = []
    ingest(Workspace(tmp_path / "workspace", create=True), [str(press)], report=lambda done, again: lines.extend(done))
    assert sorted(line.source for line in lines) == sorted(names.values())
    assert [(line.source, line.reason) for line in lines if line.outcome != "read"] == []


def test_what_is_no_file_is_named_and_nobody_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    press = tmp_path / "press"
    press.mkdir()
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    for kind in ("txt", "csv", "zip", "pdf"):
        os.mkfifo(press / f"pipe.{kind}")
    (press / "zeros.txt").symlink_to("/dev/zero")
    (press / "zeros.csv").symlink_to("/dev/zero")
    (press / "away.txt").symlink_to(tmp_path / "secret.txt")
    (press / "a\\b\\away.txt").symlink_to(tmp_path / "secret.txt")
    (press / "locked.txt").write_text(ONE, encoding="utf-8")
    (press / "locked").mkdir()
    (press / "read.txt").write_text(ONE, encoding="utf-8")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(press)  # a socket's whole path is short
        listening.bind("socket.txt")
        _locked(monkeypatch, press / "locked.txt", press / "locked")
        lines: list[FileReport] = []
        assert count([str(press)]) == 12
        ingest(Workspace(tmp_path / "workspace", create=True), [str(press)], report=lambda done, again: lines.extend(done))
    assert {line.source: line.reason for line in lines} == {
        **{f"pipe.{kind}": "format" for kind in ("txt", "csv", "zip", "pdf")},
        "socket.txt": "format",
        **dict.fromkeys(("zeros.txt", "zeros.csv", "away.txt", "a\ufffdb\ufffdaway.txt"), "link"),
        **dict.fromkeys(("locked.txt", "locked"), "permission"),
        "read.txt": "",
    }


def _locked(monkeypatch: pytest.MonkeyPatch, *places: Path) -> None:
    """The system refuses to open these, as it would to one who is not root."""
    for name in ("open", "scandir"):
        original = getattr(os, name)

        def refuse(path: object, *arguments: int, original: Callable[..., object] = original, **named: int) -> object:
            if isinstance(path, Path) and path in places:
                raise PermissionError(13, "Permission denied")
            return original(path, *arguments, **named)

        monkeypatch.setattr(os, name, refuse)


def test_a_folder_in_a_folder_is_found_however_deep(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "z.txt").write_text(ONE, encoding="utf-8")
    place = os.open(tmp_path, os.O_RDONLY)
    for _ in range(2500):  # deeper than a path may be long
        os.mkdir("d", dir_fd=place)
        place, before = os.open("d", os.O_RDONLY, dir_fd=place), place
        os.close(before)
    os.close(place)
    try:
        found = [(source, getattr(item, "reason", "")) for path, source in find([tmp_path]) for item in read(path, source)]
    finally:
        subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # pytest's own cleaning does not come down so deep
    assert (found[0], found[-1], len(found)) == (("a.txt", ""), ("z.txt", ""), 3)
    assert found[1][0].startswith("d/d/d/")
    assert found[1][1] == "permission"


def test_a_pdf_that_unpacks_to_a_giant_stops_nothing(tmp_path: Path) -> None:
    packed = zlib.compress(b"BT /F 12 Tf (a) Tj ET\n" * 400_000, 9)
    giant = (
        b"%%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>\nendobj\n"
        b"4 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n"
        % len(packed)
        + packed
        + b"\nendstream\nendobj\ntrailer << /Size 5 /Root 1 0 R >>\n%%EOF"
    )
    (tmp_path / "a.pdf").write_bytes(giant)
    (tmp_path / "b.txt").write_text(ONE, encoding="utf-8")
    corpus = read_folder(tmp_path)
    assert [line.source for line in corpus.lines] == ["a.pdf", "b.txt"]
    assert corpus.lines[1].outcome == "read"


def test_files_damaged_at_random_end_in_a_line_each(tmp_path: Path) -> None:
    lines, faults = broken_files.read(tmp_path, 60)
    assert faults == []
    assert {line.outcome for line in lines} >= {"read", "refused"}
