"""Texts in encodings that are rare, mixed, cut, or other than they say."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.making import HostileFile, article, page, said

_MARKS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\0\0",
    "utf-32-be": b"\0\0\xfe\xff",
}
_JAPANESE = "県警は今年、特殊詐欺の被害を1234件確認し、前年より10%減ったと発表した。住民の協力が大きいという。"
_KOREAN = "경찰청은 올해 보이스피싱 피해가 1234건으로 작년보다 10% 줄었다고 밝혔다. 주민의 협조가 컸다고 한다."
_TRADITIONAL = "雲溪縣警察局今年化解糾紛{}起，民眾滿意度達98%。警方表示，將繼續走進社區，傾聽居民的意見，把問題解決在門口。"


def files() -> Iterator[HostileFile]:
    """Byte-order marks, rare encodings, mixtures, and texts that were saved in the wrong one."""
    yield from _marked()
    yield from _rare()
    yield from _mixed()
    yield from _spoiled()


def _marked() -> Iterator[HostileFile]:
    for encoding, mark in _MARKS.items():
        name = f"{encoding} with a mark.txt"
        yield HostileFile(name, f"{encoding} with a byte-order mark", mark + article(name).encode(encoding))
    for encoding in ("utf-16-le", "utf-16-be"):
        name = f"{encoding} without a mark.txt"
        yield HostileFile(name, f"{encoding} without a byte-order mark", article(name).encode(encoding))
    name = "utf-32 without a mark.txt"
    yield HostileFile(name, "UTF-32 without a byte-order mark, which nothing writes", article(name).encode("utf-32-le"))
    name = "two marks.txt"
    yield HostileFile(name, "two byte-order marks of UTF-8", 2 * _MARKS["utf-8"] + article(name).encode())
    name = "wrong mark.txt"
    yield HostileFile(name, "the mark of UTF-16 before UTF-8", _MARKS["utf-16-le"] + article(name).encode())
    name = "mark of utf-8 before gb 18030.txt"
    yield HostileFile(name, "the mark of UTF-8 before GB 18030", _MARKS["utf-8"] + article(name).encode("gb18030"))
    for encoding, mark in _MARKS.items():
        yield HostileFile(f"only a mark of {encoding}.txt", f"the byte-order mark of {encoding} and nothing else", mark)


def _rare() -> Iterator[HostileFile]:
    for encoding in ("gb18030", "hz", "utf-7", "iso2022_jp_2"):
        name = f"{encoding}.txt"
        yield HostileFile(name, f"Chinese in {encoding}", article(name).replace("，", ",").encode(encoding))
    for encoding in ("big5", "big5hkscs"):
        yield HostileFile(
            f"{encoding}.txt", f"traditional characters in {encoding}", _TRADITIONAL.format(len(encoding) + 4000).encode(encoding)
        )
    for encoding in ("euc-jp", "shift_jis", "iso2022_jp"):
        yield HostileFile(
            f"{encoding}.txt", f"Japanese in {encoding}", _JAPANESE.replace("1234", str(1000 + len(encoding))).encode(encoding)
        )
    for encoding in ("euc-kr", "iso2022_kr"):
        yield HostileFile(f"{encoding}.txt", f"Korean in {encoding}", _KOREAN.replace("1234", str(1000 + len(encoding))).encode(encoding))
    yield HostileFile("ebcdic.txt", "English in the encoding of a mainframe", b"".join([b"\xe3\x88\x85\x40\x83\x96\xa4\x95\xa3\xa8"] * 30))


def _mixed() -> Iterator[HostileFile]:
    name = "gb 18030 in utf-8.txt"
    yield HostileFile(
        name,
        "the last paragraph of a text in UTF-8 is in GB 18030",
        article(name).encode() + b"\n" + said(f"{name} last").encode("gb18030"),
    )
    name = "utf-8 in gb 18030.txt"
    yield HostileFile(
        name,
        "the last paragraph of a text in GB 18030 is in UTF-8",
        article(name).encode("gb18030") + b"\n" + said(f"{name} last").encode(),
    )
    name = "noise in the middle.txt"
    yield HostileFile(
        name, "20 bytes of noise inside UTF-8", article(name, 20).encode().replace("群众".encode(), b"\xff\xfe\xfd\xfc" * 5, 1)
    )
    name = "noise at the start.txt"
    yield HostileFile(
        name, "20 bytes of noise before UTF-8, which begin like the mark of UTF-16", b"\xff\xfe\xfd\xfc" * 5 + article(name, 20).encode()
    )
    name = "cut in a character.txt"
    yield HostileFile(name, "UTF-8 that ends inside a character", article(name).encode()[:-2])
    name = "cut in gb 18030.txt"
    yield HostileFile(name, "GB 18030 that ends inside a character", article(name).encode("gb18030")[:-1])
    name = "begins in a character.txt"
    yield HostileFile(name, "UTF-8 that begins inside a character", article(name).encode()[1:])
    name = "odd utf-16.txt"
    yield HostileFile(name, "UTF-16 without its last byte", _MARKS["utf-16-le"] + article(name).encode("utf-16-le")[:-1])
    name = "lone surrogates.txt"
    yield HostileFile(
        name,
        "halves of characters written as UTF-8",
        article(name).encode().replace("县".encode(), "\ud800".encode("utf-8", "surrogatepass"), 1),
    )
    name = "overlong.txt"
    yield HostileFile(name, "a slash and a NUL written in two bytes, which UTF-8 forbids", b"\xc0\xaf\xc0\x80" + article(name).encode())
    for charset in ("big5", "utf-16", "zlib", "no-such-charset", "x" * 300):
        name = f"says {charset[:20]}.html"
        yield HostileFile(
            name,
            f"a page in UTF-8 that says it is in {charset[:20]}",
            page(f"<p>{said(name)}</p>").replace(b"charset='utf-8'", f"charset='{charset}'".encode()),
        )
    name = "says utf-8.html"
    yield HostileFile(name, "a page in GB 18030 that says it is in UTF-8", page(f"<p>{article(name)}</p>").decode().encode("gb18030"))


def _spoiled() -> Iterator[HostileFile]:
    name = "once wrong.txt"
    yield HostileFile(
        name,
        "UTF-8 that was read as Windows-1252 and saved, which can be undone",
        article(name).encode().decode("cp1252", "replace").encode(),
    )
    name = "latin-1 wrong.txt"
    yield HostileFile(
        name, "GB 18030 that was read as Latin-1 and saved, which can be undone", article(name).encode("gb18030").decode("latin-1").encode()
    )
    name = "lost.txt"
    yield HostileFile(
        name, "characters that were replaced when somebody saved it: 锟斤拷", article(name).replace("矛盾", "锟斤拷锟斤拷").encode()
    )
    name = "question marks.txt"
    yield HostileFile(name, "a text of which only question marks and figures are left", article(name).encode("ascii", "replace"))
    yield HostileFile("noise.txt", "4 kB of noise", _noise(4000))
    for number, suffix in enumerate(("html", "md", "csv", "jsonl", "docx", "xlsx", "pdf", "zip"), start=1):
        yield HostileFile(f"noise.{suffix}", f"4 kB of noise named .{suffix}", _noise(4000 + number))


def _noise(size: int) -> bytes:
    """Bytes without an order, the same each time: those of a linear congruential generator."""
    state, found = size, bytearray()
    while len(found) < size:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        found.append(state >> 56)
    return bytes(found)
