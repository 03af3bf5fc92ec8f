"""From files to articles: what is found, what is read, and how what cannot be read is reported."""

import os
from datetime import date
from pathlib import Path

import pytest

from analytics.documents import Document, Unreadable, UnreadableError, find, read, read_bytes, read_metadata, with_metadata
from extractors import extract
from extractors.model import SourceText

TEXT = "全市公安机关共破获刑事案件300余起，同比下降10.2%，群众安全感明显提升。"


def reasons(path: Path, source: str) -> list[str]:
    return [item.reason for item in read(path, source) if isinstance(item, Unreadable)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", bytes(range(256)) * 20, "encoding"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.exe", b"MZ", "format"),
        ("a", TEXT.encode(), "format"),
        ("a.html", b"<html><body></body></html>", "empty"),
        ("a.html", b"", "empty"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, reason: str) -> None:
    (item,) = read_bytes(name, content)
    assert isinstance(item, Unreadable)
    assert (item.source, item.reason) == (name, reason)


def test_an_article_comes_with_its_encoding_and_digest(tmp_path: Path) -> None:
    for name, codec in (("a.txt", "utf-8"), ("b.txt", "gb18030")):
        (tmp_path / name).write_text(TEXT, encoding=codec)
    first, second = [item for path, source in find([tmp_path]) for item in read(path, source)]
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, first.encoding, first.doubt) == (SourceText(TEXT, "a.txt"), "utf-8", "")
    assert (second.text.raw, second.encoding) == (TEXT, "gb18030")
    assert len(first.digest) == 32
    assert first.digest != second.digest


def test_figures_of_a_text_file_stand_in_it_where_their_spans_say() -> None:
    """Also where its lines break inside a sentence or a number, and where a header line ends in one."""
    raw = "交通通报\n白银某网 发布时间：2018-1-5\n1月3日，支队共查处违法1\n200起，同比下降10.\n2%，群众安全感明显提升。"
    (item,) = read_bytes("a.txt", raw.encode())
    assert isinstance(item, Document)
    found = extract(item.text).claims
    assert [raw[claim.start : claim.end] for claim in found] == [claim.text for claim in found]
    assert [claim.text for claim in found] == ["1月3日", "1\n200起", "10.\n2%"]


def test_folders_are_walked_in_order_of_name_and_every_file_is_there(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/b/c.xyz", "README.txt", ".hidden/x.txt", "__MACOSX/y.txt", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [source for _, source in find([tmp_path, tmp_path / "README.txt"])] == ["a/b/c.xyz", "a/z.html", "b.txt", "README.txt"]


def test_a_missing_file_and_a_pipe_say_so(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert [reasons(*found) for found in find([tmp_path / "gone.txt", tmp_path])] == [["missing"], ["format"]]


def test_links_that_lead_out_are_reported_and_others_read(tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in/deep/away.txt").symlink_to(tmp_path / "out.txt")
    (tmp_path / "in/deep/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/deep/same.txt").symlink_to("../a.txt")
    (tmp_path / "in/deep/torn.txt").symlink_to("nowhere")
    (tmp_path / "in/deep/ring.txt").symlink_to("ring.txt")
    found = {source: reasons(path, source) for path, source in find([tmp_path / "in"])}
    assert found == {
        "a.txt": [],
        "deep/away.txt": ["link"],
        "deep/loop": ["link"],
        "deep/ring.txt": ["link"],
        "deep/same.txt": [],
        "deep/torn.txt": ["missing"],
    }
    named = tmp_path / "in/deep/away.txt"
    assert [reasons(*each) for each in find([named])] == [[]], "a link that the user names is followed"


def test_names_that_are_not_utf_8_become_characters(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("警情.txt".encode("gb18030"))).write_text(TEXT, encoding="utf-8")
    ((path, source),) = find([tmp_path])
    assert source == "警情.txt"
    assert reasons(path, source) == []


def test_metadata_overrides_the_article_by_path_or_name(tmp_path: Path) -> None:
    table = tmp_path / "meta.csv"
    table.write_text("source,title,published_on,publisher,url\na/b.txt,题,2024-05-01,网,https://example.org/1\n", encoding="utf-8-sig")
    metadata = read_metadata(table).rows
    article = with_metadata(SourceText(TEXT, "a/b.txt", "原题", "别家", date(2020, 1, 1)), metadata)
    assert (article.title, article.publisher, article.published_on, article.url) == ("题", "网", date(2024, 5, 1), "https://example.org/1")
    assert with_metadata(SourceText(TEXT, "c.txt"), metadata) == SourceText(TEXT, "c.txt")


@pytest.mark.parametrize("content", ["title\nx\n", "source\na.txt\n", "source,text\na.txt,x\n", ""])
def test_a_table_that_says_nothing_of_files_is_refused(tmp_path: Path, content: str) -> None:
    table = tmp_path / "meta.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableError) as caught:
        read_metadata(table)
    assert caught.value.report.reason in ("metadata", "empty")
    assert caught.value.report.source == "meta.csv"
