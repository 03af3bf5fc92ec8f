"""Thousands of entries that are no articles are one line; a few, and all that a user can act on, are named one by one."""

import io
import zipfile
from pathlib import Path

import pytest

from analytics.documents import Document, Unreadable, read_bytes
from analytics.workspace.store import Workspace
from tests.analytics.workspace.holdings import Ingest

ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%。"


def packed(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    return written.getvalue()


def reports(content: bytes) -> list[tuple[str, str, str]]:
    return [(item.source, item.reason, item.detail) for item in read_bytes("p.zip", content) if isinstance(item, Unreadable)]


def test_thirty_thousand_empty_entries_are_one_line(tmp_path: Path, run: Ingest, workspace: Workspace) -> None:
    """In the report, in what the workspace remembers, and again the second time; the article among them is read."""
    members = {f"{number:05}.txt": b"" for number in range(30_000)}
    (tmp_path / "p.zip").write_bytes(packed({**members, "12345a.txt": ONE.encode()}))
    for outcome in ("read", "unchanged"):
        lines = run(tmp_path / "p.zip")
        assert [(line.source, line.outcome, line.detail) for line in lines] == [
            ("p.zip/12345a.txt", outcome, ""),
            ("p.zip/*", "empty", "× 30,000"),
        ]
    with workspace.manifest.reading() as transaction:
        assert len(list(transaction.lines())) == 2


def test_each_cause_has_its_line(run: Ingest, tmp_path: Path, workspace: Workspace) -> None:
    members = {f"{number}{suffix}": content for number in range(11) for suffix, content in ((".txt", b" "), (".xyz", b"x"), (".png", b"x"))}
    inner = packed({f"{number}.txt": b"" for number in range(5)})
    said = reports(packed({**members, "inner.zip": inner}))
    assert sorted(said) == [("p.zip/*", "empty", "× 16"), ("p.zip/*", "format", "× 11"), ("p.zip/*", "picture", "× 11")]
    (tmp_path / "p.zip").write_bytes(packed(members))
    run(tmp_path / "p.zip")
    with workspace.manifest.reading() as transaction:
        assert sorted(line.reason for line in transaction.lines()) == ["empty", "format", "picture"]


def test_a_few_are_named() -> None:
    said = reports(packed({f"{number}.txt": b"" for number in range(10)}))
    assert said == [(f"p.zip/{number}.txt", "empty", "") for number in range(10)]


@pytest.mark.parametrize(("name", "content", "reason"), [("a.docx", b"PK\x03\x04", "broken"), ("a.pdf", b"%PDF-1.7 x", "broken")])
def test_what_a_user_can_act_on_is_named(name: str, content: bytes, reason: str) -> None:
    said = reports(packed({f"{number}{name}": content for number in range(30)}))
    assert [(source, why) for source, why, _ in said] == [(f"p.zip/{number}{name}", reason) for number in range(30)]


def test_an_empty_archive_and_an_empty_file_are_named_themselves() -> None:
    assert reports(packed({})) == [("p.zip", "empty", "")]
    assert [item.source for item in read_bytes("a.txt", b"") if not isinstance(item, Document)] == ["a.txt"]


def test_rows_of_a_table_are_named_in_their_place() -> None:
    rows = "\n".join(["text", ONE, *['" "'] * 12, f"{ONE}1"])
    found = list(read_bytes("a.csv", rows.encode()))
    assert [item.source for item in found if isinstance(item, Unreadable)] == [f"a.csv#{number}" for number in range(2, 14)]
    assert isinstance(found[-1], Document)
