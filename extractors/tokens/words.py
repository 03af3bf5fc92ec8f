"""Words, where characters are not enough: jieba's segmentation and its dictionary's word classes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import NamedTuple

_PIECE = 120  # jieba's cost grows faster than a run of one character: no run it sees is longer
_Segmenter = Callable[[str], list[tuple[str, str]]]


class Word(NamedTuple):
    """A word of a text with its span and its class in jieba's dictionary (``n`` ``v`` ``d`` …; empty if unknown)."""

    start: int
    end: int
    text: str
    tag: str


def tokens(text: str) -> list[tuple[str, str]]:
    """The words of ``text`` and their classes, where nobody asks for spans."""
    segment = _segmenter()
    if len(text) <= _PIECE:
        return segment(text) if text else []
    return [token for start in range(0, len(text), _PIECE) for token in segment(text[start : start + _PIECE])]


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of ``text[start:end]``, with spans in ``text``."""
    found = []
    for token, tag in tokens(text[start:end]):
        found.append(Word(start, start + len(token), token, tag))
        start += len(token)
    return found


def starts_word(text: str, position: int) -> bool:
    """Whether a word begins at ``position``, judged from the few characters before it."""
    if position == 0 or not text[position - 1].isalpha():
        return True
    return any(word.start == position for word in words(text, max(0, position - 6), min(len(text), position + 4)))


def is_place_word(text: str, start: int, end: int) -> bool:
    """Whether the dictionary reads ``text[start:end]`` as the name of a place."""
    return any(word.start == start and word.end == end and word.tag == "ns" for word in words(text, start, min(len(text), end + 4)))


@cache
def _segmenter() -> _Segmenter:
    return by_rjieba() if find_spec("rjieba") else by_jieba()


def by_rjieba() -> _Segmenter:
    """jieba's algorithm and dictionary in Rust, ten times as fast."""
    import rjieba

    tokenizer = rjieba.Jieba()
    for name in _MISREAD:
        tokenizer.add_word(name, 0, "")
    for name, tag in _POLICE_WORDS.items():
        tokenizer.add_word(name, tokenizer.suggest_freq(name), tag)

    def segment(text: str) -> list[tuple[str, str]]:
        # It keeps the class of a word it knew, and guesses one for what it does not know.
        return [
            (token, _POLICE_WORDS.get(token) or (tag if tokenizer.has_word(token) else "")) for token, tag in tokenizer.tag(text, False)
        ]

    return segment


def by_jieba() -> _Segmenter:
    """The original, for machines that ``rjieba`` has no build for: the same words in the same classes."""
    import jieba

    tokenizer = jieba.Tokenizer()
    # As ``initialize`` does, but for the cache in the temp folder, which anybody may have put there.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for name in _MISREAD:
        tokenizer.del_word(name)
    for name in _POLICE_WORDS:
        tokenizer.add_word(name)
    tags = {}
    with tokenizer.get_dict_file() as dictionary:
        for line in dictionary:
            word, _, tag = line.decode("utf-8").rstrip().split(" ")
            tags[word] = tag
    tags |= _POLICE_WORDS
    return lambda text: [(token, tags.get(token, "")) for token in tokenizer.cut(text, HMM=False)]


# Entries of the dictionary that swallow a word of ours.
_MISREAD = (
    "共收缴", "共收", "共收录", "共出", "共出动", "共推", "共获", "共登", "共传递", "共培养", "已登记", "已达成", "已损坏", "同比增加", "情由", "始终保持",
    "夜查", "查出",
)  # fmt: skip
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
    "出警用时": "n",
    "接警用时": "n",
    "接处警用时": "n",
    "危化品": "n",
    "夜巡": "n",
    "现案": "n",
    "配齐": "v",
    "需时": "n",
    "全覆盖": "n",
    "成效": "n",
    "及时率": "n",
    "在线率": "n",
    "完好率": "n",
    "维持秩序": "v",
    "每百人": "r",
    "每千人": "r",
    "每万人": "r",
    "每十万人": "r",
    "时限": "n",
    "案件数": "n",
    "网办率": "n",
    "智能柜": "n",
}
