"""ZIP archives: members with their own outcomes, old names, nesting, and bounds on what comes out."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from analytics.documents import Document, Unreadable, archives, find, limits, read, read_bytes

ONE = "云溪县公安局共化解矛盾纠纷300余起，群众满意度达98%。"


def archive(*members: tuple[str | zipfile.ZipInfo, bytes], encrypted: str = "") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members:
            new.writestr(name, content)
        for entry in new.infolist():
            entry.flag_bits |= entry.filename == encrypted
    return written.getvalue()


def old(name: str, encoding: str) -> zipfile.ZipInfo:
    """An entry whose name is bytes in ``encoding`` and not marked as UTF-8, as old programs write it."""

    class Old(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802, the standard library's name
            return self.filename.encode(encoding), self.flag_bits

    return Old(name)


def outcomes(content: bytes) -> list[tuple[str, str]]:
    """Source and text, or the reason why there is none."""
    items = read_bytes("press.zip", content)
    return [(i.source, i.reason) if isinstance(i, Unreadable) else (i.text.source, i.text.raw) for i in items]


def test_every_member_has_its_own_outcome() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed = archive(
        ("inner/a.txt", ONE.encode("gb18030")),
        ("inner/", b""),
        ("t.csv", f"text\n{ONE}\n".encode()),
        ("x.exe", b"MZ"),
        ("secret.txt", ONE.encode()),
        (link, b"/etc/passwd"),
        ("__MACOSX/._a.txt", b"x"),
        ("README.md", b"x"),
        ("empty.txt", b""),
        encrypted="secret.txt",
    )
    assert outcomes(packed) == [
        ("press.zip/inner/a.txt", ONE),
        ("press.zip/t.csv#1", ONE),
        ("press.zip/secret.txt", "encrypted"),
        ("press.zip/link.txt", "link"),
        ("press.zip/x.exe", "format"),
        ("press.zip/empty.txt", "empty"),
    ]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("../../etc/a.txt", "press.zip/etc/a.txt"),
        ("/a.txt", "press.zip/a.txt"),
        ("C:\\新闻\\..\\a.txt", "press.zip/新闻/a.txt"),
        ("a\x1b[2J\n.txt", "press.zip/a\ufffd[2J\ufffd.txt"),
    ],
)
def test_names_are_made_harmless(name: str, source: str) -> None:
    assert outcomes(archive((name, ONE.encode()))) == [(source, ONE)]


@pytest.mark.parametrize(
    ("encoding", "name"), [("gbk", "警务/云溪警情.txt"), ("big5", "警務/雲溪通報.txt"), ("utf-8", "警务/云溪.txt"), ("gbk", "京.txt")]
)
def test_names_of_old_archives_are_read(encoding: str, name: str) -> None:
    assert outcomes(archive((old(name, encoding), ONE.encode()), ("二.txt", ONE.encode()))) == [
        (f"press.zip/{name}", ONE),
        ("press.zip/二.txt", ONE),
    ]


def test_archives_in_archives_are_read_so_deep() -> None:
    packed = archive(("a.txt", ONE.encode()))
    for _ in range(limits.MAX_DEPTH):
        packed = archive(("in.zip", packed), ("b.txt", ONE.encode()))
    first, *rest = outcomes(packed)
    assert first == ("press.zip" + "/in.zip" * limits.MAX_DEPTH, "archive")
    assert rest == [("press.zip" + "/in.zip" * depth + "/b.txt", ONE) for depth in reversed(range(limits.MAX_DEPTH))]


def test_a_torn_member_stops_nothing(tmp_path: Path) -> None:
    packed = bytearray(archive(("a.txt", ONE.encode() * 50), ("b.txt", ONE.encode())))
    packed[60:70] = bytes(10)
    (tmp_path / "press.zip").write_bytes(packed)
    items = [item for found in find([tmp_path]) for item in read(*found)]
    assert [item.reason if isinstance(item, Unreadable) else item.text.raw for item in items] == ["broken", ONE]
    assert outcomes(bytes(packed[: len(packed) // 2])) == [("press.zip", "broken")]


def test_an_archive_of_nothing_is_empty() -> None:
    assert outcomes(archive()) == outcomes(archive(("a/", b""), ("a/b/", b""))) == [("press.zip", "empty")]


def test_a_bomb_is_not_unpacked() -> None:
    assert outcomes(archive(("bomb.txt", bytes(20_000_000)), ("b.txt", ONE.encode()))) == [
        ("press.zip/bomb.txt", "too_large"),
        ("press.zip/b.txt", ONE),
    ]


def test_the_total_is_bounded_across_nested_archives() -> None:
    inner = archive(*[(f"{n}.txt", ONE.encode()) for n in range(5)])
    allowance = archives.Allowance(entries=100, size=len(ONE.encode()) * 3)
    found = list(archives.members(io.BytesIO(inner), "press.zip", allowance))
    assert [isinstance(item, Unreadable) for item in found] == [False, False, False, True, True]
    assert allowance == archives.Allowance(entries=97, size=0)


def test_a_member_never_gives_more_than_it_says() -> None:
    """A directory that understates a member's size is found out before the member's text is believed."""
    content = ONE.encode() * 1000
    packed = archive(("a.txt", content))
    size = len(content).to_bytes(4, "little")
    assert packed.count(size) == 2
    assert outcomes(packed.replace(size, (90).to_bytes(4, "little"))) == [("press.zip/a.txt", "broken")]


def test_digests_of_members_are_of_their_own_bytes() -> None:
    (packed,) = read_bytes("press.zip", archive(("a.txt", ONE.encode())))
    (alone,) = read_bytes("a.txt", ONE.encode())
    assert isinstance(packed, Document)
    assert packed.digest == alone.digest
