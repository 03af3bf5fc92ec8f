"""Table rows as articles: finds the known columns under their various names, and builds the article of a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from analytics.documents.days import day_in_cell
from analytics.documents.encodings import Encoding
from analytics.documents.grid import is_number
from analytics.documents.model import Document, Doubt, Unreadable, UnreadableError, digest_of, document, whole
from analytics.documents.mojibake import is_lost, restored
from extractors.model import SourceText

_COLUMNS = {
    "text": (
        "text", "正文", "全文", "正文内容", "文章内容", "稿件内容", "新闻内容", "报道内容", "新闻正文", "文章正文", "稿件正文", "内容正文", "内容", "內容", "文本",
        "content", "body",
    ),
    "title": ("title", "标题", "標題", "题目", "題目", "文章标题", "新闻标题", "稿件标题", "篇名", "名称", "headline"),
    "published_on": (
        "published_on", "发布时间", "發布時間", "发布日期", "發布日期", "发表时间", "发表日期", "刊发时间", "刊发日期", "刊登日期", "发稿时间", "日期", "时间",
        "published_at", "publish_date", "publish_time", "pubdate", "date",
    ),
    "publisher": ("publisher", "来源", "來源", "媒体", "媒體", "发布媒体", "刊发媒体", "媒体名称", "发布单位", "发布机构", "出处", "稿源", "source"),
    "url": ("url", "链接", "連結", "网址", "網址", "原文链接", "文章链接", "地址", "link"),
}  # fmt: skip
_FILES = ("source", "文件名", "文件名称", "文件", "檔名", "檔案名稱", "文件路径", "路径", "file", "filename", "file_name", "path")
# Rows that are searched for column names: the table's title, author and date may stand above them.
_ABOVE = 8
# Rows below the names that are inspected; characters up to which a cell holds words, not a text.
_LOOKED_AT, _WORDS = 20, 16
_TEXT = 60  # smallest median length of a column of texts, in characters


@dataclass(frozen=True, slots=True)
class Head:
    """The header row of a table: its index, its width, and its known columns by position.

    ``doubt`` states that the column of texts was recognised by its content, not by its name, or that another one holds texts, too.
    """

    row: int
    width: int
    columns: Mapping[int, str]
    doubt: Doubt = ""


def columns_of(names: Sequence[str]) -> dict[int, str]:
    """The known columns in ``names``, by position. If several names fit a column, the first in ``_COLUMNS`` wins."""
    return _matched(names, _COLUMNS)


def article_head(rows: Sequence[Sequence[str]]) -> Head | None:
    """The header row that names a column of texts, among the first of ``rows``.

    None if there is none, or if that column holds only short words beside figures.
    """
    head = _head(rows, _COLUMNS, ("text",))
    if head is None:
        return _by_its_texts(rows)
    at = next(position for position, name in head.columns.items() if name == "text")
    below = rows[head.row + 1 :][:_LOOKED_AT]
    words = [row[at] for row in below if at < len(row) and row[at].strip()]
    figures = any(is_number(cell) for row in below for position, cell in enumerate(row) if position not in head.columns)
    if words and figures and max(map(len, words)) < _WORDS:
        return None
    return replace(head, doubt="text_columns") if _is_text_elsewhere(below, at) else head


def _is_text_elsewhere(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether another column than the column ``at`` holds texts: cells long enough, and at least half as long. A summary is shorter."""
    if not rows:
        return False
    lengths = [median(len(row[column]) if column < len(row) else 0 for row in rows) for column in range(max(map(len, rows)))]
    return any(length >= max(_TEXT, lengths[at] / 2) for column, length in enumerate(lengths) if column != at)


def _by_its_texts(rows: Sequence[Sequence[str]]) -> Head | None:
    """The first row of short names below which one column holds texts and all others hold words, whatever its name."""
    for at, names in zip(range(_ABOVE), rows, strict=False):
        below = [row for row in rows[at + 1 :][:_LOOKED_AT] if len(row) == len(names) > 1]
        if not below or not all(0 < len(name.strip()) <= _WORDS for name in names):
            continue
        lengths = [median(len(row[column]) for row in below) for column in range(len(names))]
        longest, others = max(lengths), sorted(lengths)[:-1]
        if longest >= _TEXT and longest >= 2 * others[-1]:
            known = {column: name for column, name in _matched(names, _COLUMNS).items() if name != "text"}
            return Head(at, len(names), {**known, lengths.index(longest): "text"}, doubt="text_column")
    return None


def file_head(rows: Iterable[Sequence[str]]) -> Head | None:
    """The header row of a table about other files: it names a column of files and at least one of metadata."""
    of_files = {
        "source": _FILES,
        **{name: tuple(a for a in aliases if a != "source") for name, aliases in _COLUMNS.items() if name != "text"},
    }
    head = _head(rows, of_files, ("source",))
    return head if head and len(head.columns) > 1 else None


def _head(rows: Iterable[Sequence[str]], known: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Head | None:
    for at, row in zip(range(_ABOVE), rows, strict=False):
        columns = _matched(row, known)
        if set(needed) <= set(columns.values()):
            return Head(at, len(row), columns)
    return None


def _matched(names: Sequence[str], known: Mapping[str, Sequence[str]]) -> dict[int, str]:
    given = {_plain(name): at for at, name in reversed(list(enumerate(names)))}
    found = ((next((given[alias] for alias in aliases if alias in given), None), name) for name, aliases in known.items())
    return {at: name for at, name in found if at is not None}


def _plain(name: str) -> str:
    """A column name without white space, surrounding marks and upper case."""
    return "".join(name.split()).strip("\ufeff*:：").lower()


def article(row: Mapping[str, str], place: str, encoding: Encoding, doubt: Doubt = "") -> Document | Unreadable:
    """The article of one row, or why there is none.

    ``row`` holds cells by known column, ``place`` becomes the source, and ``doubt`` is what was in doubt before.
    """
    text, title, publisher, url, stated = (row.get(name, "") for name in ("text", "title", "publisher", "url", "published_on"))
    content = "\x1f".join((text, title, stated, publisher, url)).encode("utf-8", "surrogatepass")
    day = day_in_cell(stated)
    text, was_wrong = restored(text)
    if was_wrong:
        doubt = "recoded"
    if stated.strip() and not day:
        doubt = "date"
    if encoding.doubtful or is_lost(text):
        doubt = "encoding"
    known = SourceText(text, place, title.strip(), publisher.strip(), day, url.strip())
    try:
        return document(content, known, encoding.name, doubt)
    except UnreadableError as error:
        return replace(error.report, digest=digest_of(content))


def about_file(row: Mapping[str, str], place: str, encoding: Encoding) -> Iterator[Document | Unreadable]:
    """The metadata that one row holds about a file: a document without text, its source the file's name.

    Cells that cannot be used are yielded as ``Unreadable``.
    """
    cells = {name: " ".join(whole(cell).split()) for name, cell in row.items()}
    stated, source = cells.get("published_on", ""), cells.get("source", "")
    day = day_in_cell(stated)
    if stated and not day:
        yield Unreadable(place, "cell", stated)
    if not source:
        yield Unreadable(place, "cell", "source")
        return
    known = SourceText("", source, cells.get("title", ""), cells.get("publisher", ""), day, cells.get("url", ""))
    yield Document(known, encoding.name, "", "")


def cells_of(row: Sequence[str], head: Head) -> dict[str, str]:
    """The cells of ``row`` by known column."""
    return {name: row[at] for at, name in head.columns.items() if at < len(row)}
