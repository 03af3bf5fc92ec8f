"""Mojibake: text that was decoded with the wrong encoding and then saved. It is restored if that is certain, else put in doubt."""

from __future__ import annotations

import codecs

import regex

from analytics.documents.likeness import cost, is_likely

# What bytes of UTF-8 or GB 18030 look like when decoded as Windows-1252 or Latin-1.
_WESTERN = regex.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122 -~]+"
)
_MARKS = regex.compile(r"[\u0080-\u00ff]")
_HAN = regex.compile(r"\p{Han}")
# Traces of characters that were lost for good, and characters that no text has, at whose place something may have stood.
_LOST = regex.compile(r"锟斤拷|锟斤|斤拷|烫烫烫|屯屯屯|ï¿½|\ufffd|\?{8}|[\x00\p{Cs}]")
# Characters that are rare in Chinese but frequent in UTF-8 decoded as GB 18030.
_GARBLED = frozenset("锛銆鐨鍦鏄鍏鎴闂鍙鍚鐮鍜鏂鍒鍔鎹鐢鑾闄鏈")
_FEW = 4
_LOOKED_AT = 4000  # characters
_TO_BYTES = {chr(code): bytes((code,)) for code in range(256)} | {
    char: bytes((code,)) for code in range(0x80, 0xA0) if (char := bytes((code,)).decode("cp1252", "replace")) != "\ufffd"
}


def restored(text: str) -> tuple[str, bool]:
    """``text`` with the wrong decoding undone, and whether that was done; unchanged if it is not certain."""
    if len(_MARKS.findall(text)) >= _FEW:
        again = _WESTERN.sub(lambda match: _reread(match[0]), text)
        if again != text:
            return again, True
    if len(_HAN.findall(text[:2000])) >= _FEW and (again := _as_utf8(text)):
        return again, True
    return text, False


def is_lost(text: str) -> bool:
    """Whether characters were lost for good when the text was saved."""
    if _LOST.search(text):
        return True
    beginning = text[:_LOOKED_AT]
    garbled = sum(char in _GARBLED for char in beginning)
    return garbled > 2 and garbled * 12 > len(_HAN.findall(beginning))


def _reread(run: str) -> str:
    """A run of Western letters decoded as Chinese; unchanged if its bytes are not Chinese, or are few ones over and over (no-break spaces)."""
    found = _MARKS.findall(run)
    marks = len(found)
    if marks < 2 * _FEW or len({*found}) < _FEW:
        return run
    content = b"".join(_TO_BYTES.get(char, b"?") for char in run)
    for encoding in ("utf-8", "gb18030"):
        try:
            again = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        beyond = sum(char > "\x7f" for char in again)
        if _is_chinese(again) and (2 * beyond == marks if encoding == "gb18030" else not _MARKS.search(again)):
            return again
    return run


def _as_utf8(text: str) -> str:
    """``text``, taken for UTF-8 decoded as GB 18030, decoded correctly; empty if that does not give more likely Chinese."""
    try:
        beginning = text[:_LOOKED_AT].encode("gb18030")
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeError as error:
        if not isinstance(error, UnicodeDecodeError) or error.start < len(beginning) - 8:
            return ""
    again = text.encode("gb18030", "replace").decode("utf-8", "replace")
    sane = again.count("\ufffd") * 20 <= len(again) and _is_chinese(again)
    return again if sane and cost(again) < cost(text) else ""


def _is_chinese(text: str) -> bool:
    return len(_HAN.findall(text[:_LOOKED_AT])) > 1 and is_likely(text[:_LOOKED_AT])
