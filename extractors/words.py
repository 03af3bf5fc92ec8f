"""Words, where characters are not enough: jieba's segmentation and its dictionary's word classes."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jieba

_PIECE = 120  # jieba's cost grows faster than a run of one character: no run it sees is longer


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its span and its class in jieba's dictionary (``n`` ``v`` ``d`` …; empty if unknown)."""

    start: int
    end: int
    text: str
    tag: str


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of ``text[start:end]``, with spans in ``text``."""
    tokenizer, tags = _tokenizer()
    stop = len(text) if end is None else end
    while start < stop:
        for token in tokenizer.cut(text[start : min(start + _PIECE, stop)], HMM=False):
            yield Word(start, start + len(token), token, tags.get(token, ""))
            start += len(token)


def starts_word(text: str, position: int) -> bool:
    """Whether a word begins at ``position``, judged from the few characters before it."""
    if position == 0 or not text[position - 1].isalpha():
        return True
    return any(word.start == position for word in words(text, max(0, position - 6), min(len(text), position + 4)))


def is_place_word(text: str, start: int, end: int) -> bool:
    """Whether the dictionary reads ``text[start:end]`` as the name of a place."""
    return any(word.start == start and word.end == end and word.tag == "ns" for word in words(text, start, min(len(text), end + 4)))


@cache
def _tokenizer() -> tuple[jieba.Tokenizer, dict[str, str]]:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(_cache_folder())
    for name in _MISREAD:
        tokenizer.del_word(name)
    for name in _POLICE_WORDS:
        tokenizer.add_word(name)
    tags = {}
    with tokenizer.get_dict_file() as dictionary:
        for line in dictionary:
            word, _, tag = line.decode("utf-8").rstrip().split(" ")
            tags[word] = tag
    return tokenizer, tags | _POLICE_WORDS


def _cache_folder() -> Path:
    """The user's own cache, not the shared temp folder, where a stranger could plant one."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "youju"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


# Entries of the dictionary that swallow a word of ours.
_MISREAD = ("共收缴", "共收", "夜查", "查出")
_POLICE_WORDS = {
    "网约房": "n",
    "调解室": "n",
    "无牌": "b",
    "警情": "n",
    "发案": "vn",
    "电诈": "n",
    "化解率": "n",
    "破案率": "n",
    "满意率": "n",
    "办结率": "n",
    "发案率": "n",
    "起降": "v",
    "辅警": "n",
    "义警": "n",
    "网格员": "n",
    "微改革": "n",
    "微创新": "n",
    "金点子": "n",
    "挽损": "v",
    "止付": "v",
    "接处警": "vn",
    "出警": "v",
    "接警": "v",
    "研判": "v",
    "打处": "v",
    "云台": "n",
    "警务站": "n",
    "警务室": "n",
    "工作法": "n",
    "涉案": "b",
    "同比": "d",
    "环比": "d",
    "建成": "v",
    "配发": "v",
    "清理出": "v",
    "选出": "v",
    "占比": "n",
    "时长": "n",
    "用时": "n",
    "时限": "n",
    "案件数": "n",
    "网办率": "n",
    "智能柜": "n",
}
