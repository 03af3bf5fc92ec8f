"""Markdown: front matter, then the text without its markup.

Markup is removed, since ``**1.2万**件`` states 1.2万件. Between digits, ``*``, ``_`` and ``~`` are ordinary characters (3~5, 5*3*2). Text
inside markup is kept, except for pictures, comments and strikethrough. Lines that break off inside a sentence or a number are joined.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

import regex

from analytics.documents.days import day_of
from analytics.documents.encodings import decode
from analytics.documents.joining import unbroken
from analytics.documents.model import Document, document
from analytics.documents.raised import raised
from extractors.model import SourceText

_FRONT = regex.compile(r"\A---[ \t]*\n(?P<fields>(?:(?!---|\.\.\.)[^\n]*\n){1,100})(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = regex.compile(r"(?m)^[\"']?([\p{Han}\w-]+)[\"']?[ \t]*[:：](.+)$")
_FIELDS = {
    "title": ("title", "标题", "題目", "题目"),
    "published_on": ("published_on", "published", "date", "pubdate", "publish_date", "发布时间", "发布日期", "日期", "時間", "时间"),
    "publisher": ("publisher", "source", "来源", "來源", "media", "媒体", "author", "作者"),
    "url": ("url", "link", "source_url", "链接", "网址", "source"),
}

# Applied in this order. Paired marks must close on the same line.
_MARKS: tuple[tuple[regex.Pattern[str], str], ...] = tuple(
    (regex.compile(pattern, regex.MULTILINE), plain)
    for pattern, plain in (
        (r"^ {0,3}(?:```|~~~)[^\n`]*$\n?", ""),  # fences
        (r"^ {0,3}(?:=+|(?:-[ \t]*){2,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$\n?", ""),  # rules, and lines under headings
        (r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?[ \t]*)?$\n?", ""),  # the line under a table's head
        (r"^ {0,3}\[[^\]\n]+\]:[ \t]*\S+[^\n]*$\n?", ""),  # link definitions
        (r"^[ \t]*\|[ \t]*(?=[^\n]*\|)|(?<![ \t])[ \t]*\|[ \t]*$", ""),  # the outer bars of a table's row
        (r"^[ \t]*(?:>[ \t]?)+", ""),
        (r"^ {0,3}#{1,6}(?:[ \t]+|(?=\p{Han}))|(?<![ \t])[ \t]+#+[ \t]*$", ""),
        (r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", ""),
        (r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])", ""),
        (r"\[\^[^\[\]\n]+\]", ""),
        (r"\[([^\[\]\n]+)\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])", r"\1"),
        (r"<(https?://[^<>\s]+)>", r"\1"),
        (r"<br\s*/?>", "\n"),
        (r"<(s|del|strike)>[^<\n]*</\1>", ""),
        (r"</?[A-Za-z][A-Za-z0-9-]*(?:[ \t][^<>\n]*)?/?>", ""),
        (r"(?<!`)`{1,3}([^`\n]+)`{1,3}", r"\1"),
        (r"\*{2,3}(?=\S)([^*\n]+(?:\*[^*\n]+\*[^*\n]*)*)\*{2,3}", r"\1"),
        (r"(?<![\d*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\d*])", r"\1"),
        (r"(?<![A-Za-z0-9_])_{1,3}(?=\S)([^_\n]+)(?<=\S)_{1,3}(?![A-Za-z0-9_])", r"\1"),
        (r"(?<!~)~~(?=[^~\s])(?:[^~\n]|~(?!~))+(?<=\S)~~(?!~)", ""),  # struck out
    )
)
# Superscripts, as a tag or in the notation of pandoc.
_RAISED = regex.compile(r"(?P<before>[^\n<^]{0,10})(?:<sup>(?P<mark>[^<\n]{0,12})</sup>|\^(?P<mark>[^\s^]{1,6})\^)")
_UNDER_HEAD = regex.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?")
_ESCAPED = regex.compile(r"\\([!-/:-@\[-`{-~])")
_ASIDE = 0x10FF00  # offset of private-use characters that stand for escaped signs until the markup is removed
_BACK = {_ASIDE + code: code for code in range(0x80)}


def read_markdown(content: bytes, source: str, charset: str = "") -> Document:
    """The article in a Markdown file; ``charset`` is the encoding declared by the sender, empty if none.

    Raises UnreadableError: ``encoding``, ``empty`` or ``too_large``.
    """
    decoded = decode(content, source, [charset])
    whole = decoded.text.replace("\r\n", "\n")
    front = _FRONT.match(whole)
    fields = _fields(front["fields"]) if front else {}
    text = whole[front.end() :] if front and fields else whole
    title = fields.get("title") or _heading(text)
    day = day_of(fields.get("published_on", ""))
    doubt = decoded.doubt or ("date" if fields.get("published_on") and not day else "")
    article = SourceText(_plain(text), source, title, fields.get("publisher", ""), day, fields.get("url", ""))
    return document(content, article, decoded.encoding, doubt)


def _fields(front: str) -> dict[str, str]:
    """The front matter fields that describe an article, by our names."""
    given = {name.lower(): value.strip(" \t\"'") for name, value in _FIELD.findall(front)}
    known = {}
    for name, aliases in _FIELDS.items():
        for alias in aliases:
            value = given.get(alias, "")
            # ``source`` may hold a publisher or an address
            if value and name not in known and (name not in ("publisher", "url") or value.startswith("http") == (name == "url")):
                known[name] = value
    return known


def _heading(text: str) -> str:
    """The first-level heading at the start of the text, else empty."""
    opening = regex.match(r"\s*#[ \t]+([^\n]+)", text)
    return _plain(opening[0]).strip() if opening else ""


def _plain(text: str) -> str:
    """``text`` without its markup."""
    text = _ESCAPED.sub(lambda match: chr(_ASIDE + ord(match[1])), text)
    last = text.rfind("-->") + 3
    text = regex.sub(r"(?s)<!--.*?-->", "", text[:last]) + text[last:]
    text = "\n".join(_with_tables(text.split("\n")))
    text = _RAISED.sub(lambda match: match["before"] + raised(match["before"], match["mark"]), text)
    for mark, plain in _MARKS:
        text = mark.sub(plain, text)
    return "\n".join(unbroken(html.unescape(text).translate(_BACK).split("\n")))


def _with_tables(lines: Sequence[str]) -> Iterator[str]:
    """``lines`` with table rows as cells between bars. The bars are escaped until the markup is removed, so that empty cells survive."""
    bar, in_table = chr(_ASIDE + ord("|")), False
    for at, line in enumerate(lines):
        is_head = "|" in line and at + 1 < len(lines) and _UNDER_HEAD.fullmatch(lines[at + 1]) is not None
        in_table = is_head or (in_table and "|" in line)
        if not in_table:
            yield line
        elif is_head or not _UNDER_HEAD.fullmatch(line):
            row = line.strip()
            yield f" {bar} ".join(cell.strip() for cell in row.removeprefix("|").removesuffix("|").split("|"))
