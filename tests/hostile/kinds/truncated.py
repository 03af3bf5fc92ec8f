"""Files that broke off, as after a download that did not end."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator

from tests.analytics.documents import making_office
from tests.analytics.documents.making_pdf import pdf
from tests.hostile.making import HostileFile, archive, article, docx, mail, page, row, xlsx

_BASE64 = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"


def files() -> Iterator[HostileFile]:
    """Ten formats cut after each tenth, five others in the middle."""
    for suffix, make in _IN_TENTHS.items():
        for tenth in range(1, 10):
            name = f"{tenth} tenths.{suffix}"
            content = make(article(name))
            yield HostileFile(name, f"the first {tenth}0 % of a .{suffix} file", content[: len(content) * tenth // 10])
    for suffix, make in _IN_HALVES.items():
        content = make(article(f"half.{suffix}", 7))
        yield HostileFile(f"half.{suffix}", f"the first half of a .{suffix} file", content[: len(content) // 2])


def _page(text: str) -> bytes:
    return page("".join(f"<p>{line}</p>" for line in text.split("\n")))


_IN_TENTHS: dict[str, Callable[[str], bytes]] = {
    "txt": lambda text: text.encode("gb18030"),
    "html": _page,
    "eml": lambda text: mail(base64.encodebytes(text.encode()).decode(), _BASE64),
    "rtf": lambda text: making_office.rtf(text.replace("\n", "\\par ")),
    "json": lambda text: json.dumps([{"text": line} for line in text.split("\n")], ensure_ascii=False).encode(),
    "docx": lambda text: docx(*text.split("\n")),
    "xlsx": lambda text: xlsx(row(1, "正文") + "".join(row(at, line) for at, line in enumerate(text.split("\n"), start=2))),
    "odt": lambda text: making_office.odt("".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))),
    "pdf": lambda text: pdf([[line] for line in text.split("\n")]),
    "zip": lambda text: archive({f"{at}.txt": line for at, line in enumerate(text.split("\n"))}),
}
_IN_HALVES: dict[str, Callable[[str], bytes]] = {
    "jsonl": lambda text: "".join(json.dumps({"text": line}, ensure_ascii=False) + "\n" for line in text.split("\n")).encode(),
    "mht": lambda text: b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + _page(text),
    "ofd": lambda text: making_office.ofd([(20.0, 10.0 * at, line) for at, line in enumerate(text.split("\n"), start=1)]),
    "epub": lambda text: making_office.epub(*(page(f"<p>{line}</p>").decode() for line in text.split("\n"))),
    "pptx": lambda text: making_office.pptx(*(making_office.box(making_office.run(line)) for line in text.split("\n"))),
}
