"""Text normalisation with a map back to source offsets.

Each step either maps one character to one character (width, radicals, script) or removes characters
(pinyin annotations, invisible characters, spaces inside phrases). ``CleanText.origin`` holds the source
offset of each remaining character. Every step depends on a few neighbouring characters only, so that
cleaning a slice gives the same result as slicing the cleaned text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import regex
from opencc import OpenCC

from extractors.lexicon import lexicon, one_of


@dataclass(frozen=True, slots=True)
class CleanText:
    """Cleaned text; ``origin[i]`` is the source offset of character ``text[i]``."""

    text: str
    origin: Sequence[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of ``text[start:end]``, which must not be empty; it includes characters removed inside, not those after it."""
        return self.origin[start], self.origin[end - 1] + 1


def clean(raw: str) -> CleanText:
    """Normalise ``raw``. Line breaks stay, because they separate paragraphs."""
    text, origin = _without(raw, range(len(raw)), _annotations_and_invisible(raw))
    text = _simplified(_ODD.sub(lambda match: _ONE_TO_ONE[match[0]], text))
    spaces = [match.span() for match in _DROPPED_SPACE.finditer(text)]
    if inside := _inside_numbers(text):
        spaces = sorted([*spaces, *inside])
    return CleanText(*_without(text, origin, spaces))


def _without(text: str, origin: Sequence[int], dropped: Iterable[tuple[int, int]]) -> tuple[str, Sequence[int]]:
    """Remove the spans ``dropped``, which are sorted and may overlap, from ``text`` and ``origin``."""
    kept, position = [], 0
    for start, end in dropped:
        if start > position:
            kept.append(slice(position, start))
        position = max(position, end)
    if not position:
        return text, origin
    kept.append(slice(position, len(text)))
    return "".join([text[span] for span in kept]), list(chain.from_iterable(origin[span] for span in kept))


# --- pinyin annotations ------------------------------------------------------------------------

_HAN = r"[\p{Han}〇○]"
_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿếềê̄"
_LETTERS = rf"[a-zA-ZüɑɡÜ'’\s\-{_TONED}{_TONED.upper()}\u0300-\u036f]"
# An annotation has a tone mark, or is a toneless particle directly behind its character.
_READING = rf"[(（](?=[^()（）]{{0,60}}[{_TONED}{_TONED.upper()}\u0300\u0301\u0304\u030c]){_LETTERS}{{1,60}}[)）]"
_PARTICLES = {
    "的地得": "de|di",
    "了": "le|liao",
    "子": "zi",
    "们們": "men",
    "着著": "zhe",
    "过過": "guo",
    "么麼": "me",
    "吗嗎": "ma",
    "呢": "ne",
    "吧": "ba",
    "啊": "a",
    "头頭": "tou",
    "个個": "ge",
    "上": "shang",
    "里裡裏": "li",
    "家": "jia",
}
_TONELESS = "|".join(rf"(?<=[{chars}]|[{chars}][(（](?:{sound})[)）])[(（](?:{sound})[)）]" for chars, sound in _PARTICLES.items())
_ANNOTATION = regex.compile(rf"(?<=[\p{{Han}}〇○\d%％][”’』」》]?|[)）]){_READING}|{_TONELESS}")

# --- invisible characters and spaces -----------------------------------------------------------

_INVISIBLE = regex.compile(r"[\p{Cf}\p{Cs}\x00\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NUMERIC = r"[\d%‰〇零一二三四五六七八九十百千万亿两半余多超近逾约第]"
_UNIT = r"[\p{Han}%‰]"
_COUNTABLE = [word for group in (lexicon("classifiers"), lexicon("units")) for words in group.values() for word in words]
# A space is dropped beside a numeral or around single spaced characters (下 降 了); elsewhere it is a separator.
_DROPPED_SPACE = regex.compile(
    rf"(?<={_HAN}) +(?=\d)|(?<=\d) +(?={_UNIT})|(?<=\d) +(?=[.．] +\d)|(?<=\d +[.．]) +(?=\d)|(?<=\d) +(?=[.．]\d)|(?<=\d[.．]) +(?=\d)"
    rf"|(?<={_NUMERIC}) +(?={_UNIT})|(?<={_HAN}) +(?={_NUMERIC}(?!线|键|站|体|下|律|级|轮|期|方|致))"
    rf"|(?<=(?:^|[\s，。、；：]){_HAN}) +(?={_HAN}(?:\s|[，。、；：]|$))|(?<=\s{_HAN}) +(?={_HAN})|(?<={_HAN}) +(?={_HAN}\s)"
    rf"|(?<=[，。、；：！？“”（）]) +|(?<=\p{{Han}}) +(?=[，。、；：！？”（）])"
)


# A number with spaced digits: 3 2 0 起, 1 0 . 2 %. Without a unit behind them, the digits may be a list and stay separate.
_SPACED_NUMBER = regex.compile(
    rf"(?<![\d.,:：/-]|\d[， ])\d(?: \d){{1,15}}+(?: ?[.．] ?\d(?: \d){{0,15}}+)?(?= ?(?:[%％‰年月日时]|[余多]? ?[十百千万亿]|[余多]? ?{one_of([*lexicon('currencies')['CNY'], *_COUNTABLE])}))"
    rf"|(?<![\d.,:：/-]|\d[， ])\d ?[.．] ?\d(?: \d){{1,15}}+(?= ?(?:[%％‰]|[余多]? ?[十百千万亿]|{one_of(_COUNTABLE)}))"
)
_SPACE = regex.compile(" ")


def _inside_numbers(text: str) -> list[tuple[int, int]]:
    """The spans of spaces inside numbers with spaced digits."""
    return [space.span() for match in _SPACED_NUMBER.finditer(text) for space in _SPACE.finditer(text, *match.span())]


def _annotations_and_invisible(raw: str) -> list[tuple[int, int]]:
    return sorted(match.span() for pattern in (_ANNOTATION, _INVISIBLE) for match in pattern.finditer(raw))


# --- one character for one character -----------------------------------------------------------


_FULL_WIDTH = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ％＋－．／＆＠＃＄￥＝＊＿"


def _one_to_one() -> dict[str, str]:
    """The mapping of full-width characters, Kangxi radicals, compatibility ideographs (as in Unicode NFKC) and unusual spaces."""
    table = {ord(wide): wide_to for wide in _FULL_WIDTH for wide_to in [unicodedata.normalize("NFKC", wide)]}
    table |= {
        ord(radical): plain
        for radical, plain in zip("⺠⻄⻅⻓⻔⻛⻝⻢⻩⻬⻰⺟⻚⻋⻆⻘⻉⻙⻤⻣", "民西见长门风食马黄齐龙母页车角青贝韦鬼骨", strict=True)
    }
    for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00)):
        for code in block:
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    table |= dict.fromkeys((160, 12288, 5760, *range(8192, 8203), 8239, 8287, 9), " ")
    table |= {
        0x000B: "\n",
        0x000C: "\n",
        0x0085: "\n",
        0x2028: "\n",
        0x2029: "\n",
        ord("○"): "〇",
        ord("◯"): "〇",
        ord("℅"): "%",  # “care of” sign, used by mistake for the percent sign
        ord("﹪"): "%",
        ord("٪"): "%",
        ord("陜"): "陕",
        ord("処"): "处",
    }
    return {chr(code): plain for code, plain in table.items()}


_ONE_TO_ONE = _one_to_one()
_ODD = re.compile(f"[{re.escape(''.join(_ONE_TO_ONE))}]")  # faster than str.translate, as most texts hold few of them


def _simplified(text: str) -> str:
    """Convert traditional to simplified characters without changing the length of ``text``.

    OpenCC disambiguates by phrase (乾隆, 乾燥), which keeps the length of nearly all texts. If the length changes,
    characters are converted one at a time instead.
    """
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(one if len(one := _converter().convert(char)) == 1 else char for char in text)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
