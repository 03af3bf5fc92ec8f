"""Files → ``SourceText``: which files, which encoding, what a page says of itself, and what the user's table says instead."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Literal

import lxml.html
import trafilatura

from extractors.furniture import furniture, lines_of
from extractors.header import read_header
from extractors.model import SourceText
from extractors.text import clean

SUFFIXES = (".txt", ".html", ".htm")
METADATA_COLUMNS = ("source", "title", "published_on", "publisher", "url")
Reason = Literal["missing", "format", "encoding", "empty", "permission", "metadata"]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that gave nothing, and why; ``reason`` is a code, put into words by ``words.reason``. ``detail`` names the place."""

    source: str
    reason: Reason
    detail: str = ""


class UnreadableError(Exception):
    """Raised for one file; carries what is to be reported."""

    def __init__(self, source: str, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{source}: {reason} {detail}".strip())
        self.report = Unreadable(source, reason, detail)


def find(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Every article file under ``paths`` with its source name, folders read in order of name.

    A file named by the user is always yielded, whatever its ending, so that it can be reported; inside folders other files are passed over.
    """
    for path in paths:
        if path.is_dir():
            for inside in sorted(path.rglob("*")):
                if inside.suffix.lower() in SUFFIXES and inside.is_file() and not inside.name.startswith("README"):
                    yield inside, inside.relative_to(path).as_posix()
        else:
            yield path, path.name


def read_file(path: Path, source: str, metadata: Mapping[str, SourceText] | None = None) -> SourceText:
    """The article in ``path``. Raises UnreadableError, whatever is wrong with the file."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableError(source, "missing") from error
    except OSError as error:
        raise UnreadableError(source, "permission") from error
    return read_bytes(source, content, metadata)


def read_bytes(source: str, content: bytes, metadata: Mapping[str, SourceText] | None = None) -> SourceText:
    """The article in ``content``, which came from a file named ``source``. Raises UnreadableError."""
    suffix = PurePath(source).suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableError(source, "format", suffix)
    text = decode(content, source)
    article = SourceText(text, source) if suffix == ".txt" else _html_article(text, source)
    if not article.raw.strip():
        raise UnreadableError(source, "empty")
    return _overridden(article, metadata or {})


# --- encodings ---------------------------------------------------------------------------------

# The characters that Chinese text is full of, in both scripts: the reading that shows more of them is the right one.
_COMMON = frozenset(
    "的一是不了在人有我他这这為为之大来來以个個中上们們到说說国國和地也子时時道出而要于於就下得可你年生自会會那后後能对對着著事其里裡所去行过過家十用发發天如然作方成者多日都三小军軍二无無同么麼经經法当當起与與好看学學进進种種将將还還分此心前面又定见見只主没沒公从從"
    "警民安全市局区區案件工服务務机機关關群众眾数數据據月平台臺社改革创創新，。、“”（）：；《》0123456789"
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(content: bytes, source: str = "") -> str:
    """The text in ``content``: by byte-order mark, as UTF-8, else the better of GB18030 and Big5. Raises UnreadableError."""
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    if encoding or b"\x00" not in content[:4096]:
        for name in (encoding,) if encoding else ("utf-8",):
            try:
                return content.decode(name)
            except UnicodeDecodeError:
                pass  # not this encoding: the next is tried
    readings = [text for name in ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be") if (text := _strictly(content, name)) is not None]
    best = max(readings, key=_plausibility, default="")
    if _plausibility(best) < 0.12:
        raise UnreadableError(source, "encoding")
    return best


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausibility(text: str) -> float:
    """The share of common characters in the first few thousand."""
    sample = text[:4000]
    return sum(char in _COMMON for char in sample) / len(sample) if sample else 0.0


# --- HTML --------------------------------------------------------------------------------------


def _html_article(html: str, source: str) -> SourceText:
    """The body by trafilatura; title, date and publisher from what the page itself prints (发布时间, 来源).

    trafilatura's own date is not used: it takes the date of a related link for the article's.
    """
    try:
        page = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except lxml.etree.ParserError as error:  # nothing that could be a page
        raise UnreadableError(source, "empty") from error
    for annotation in page.xpath("//rt | //rp"):
        annotation.drop_tree()
    for base in page.xpath("//ruby | //rb"):
        base.drop_tag()
    body = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True) or ""
    if not body.strip():
        raise UnreadableError(source, "empty")
    lines = lines_of(clean("\n".join(_visible_lines(page))).text)
    header = read_header(lines, furniture(lines))
    heading = page.xpath("string((//h1)[1])") or page.xpath("string(//title)")
    return SourceText(body, source, title=" ".join(heading.split()), publisher=header.publisher, published_on=header.published_on)


def _visible_lines(page: lxml.html.HtmlElement) -> Iterator[str]:
    for text in page.xpath(
        "//body//text()[not(ancestor::script or ancestor::style or ancestor::aside or ancestor::nav or ancestor::footer)]"
    ):
        if line := " ".join(text.split()):
            yield line


# --- the user's metadata -----------------------------------------------------------------------


def read_metadata(path: Path) -> dict[str, SourceText]:
    """META.csv (columns ``source,title,published_on,publisher,url``) by source. Raises UnreadableError naming the line."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(path.name, "missing") from error
    table = csv.DictReader(io.StringIO(decode(content, path.name), newline=""))
    if "source" not in (table.fieldnames or ()):
        raise UnreadableError(path.name, "metadata", "source")
    rows = {}
    for row in table:
        known = {column: (row.get(column) or "").strip() for column in METADATA_COLUMNS}
        try:
            published = date.fromisoformat(known["published_on"]) if known["published_on"] else None
        except ValueError as error:
            raise UnreadableError(path.name, "metadata", f"{table.line_num}: {known['published_on']}") from error
        rows[known["source"]] = SourceText("", known["source"], known["title"], known["publisher"], published, known["url"])
    return rows


def _overridden(article: SourceText, metadata: Mapping[str, SourceText]) -> SourceText:
    """The user's word, matched by relative path or file name, goes before the article's."""
    given = metadata.get(article.source) or metadata.get(PurePath(article.source).name)
    if given is None:
        return article
    return replace(
        article,
        title=given.title or article.title,
        publisher=given.publisher or article.publisher,
        published_on=given.published_on or article.published_on,
        url=given.url or article.url,
    )
