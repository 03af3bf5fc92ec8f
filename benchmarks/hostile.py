"""Texts designed to be slow: the cost of each shape in the whole pipeline, and how it grows.

``make hostile``, or ``python -m benchmarks.hostile [--bytes 500000] [SHAPE …]``. The unit is the cost of a byte of prose, measured in the
same run. Fails if a text of twice the length takes more than ``GROWTH`` times as long, or if a byte costs more than ``PLAIN`` of prose, where
each figure found is allowed ``A_FIGURE`` bytes of prose more (prose has one in 73). A byte of a shape outside ``_PLAIN_SHAPES`` (only lines, half
dates or half names) may cost ``ODD``: every character causes work, and nobody writes such texts. Times are CPU time, the minimum of
several runs, since other load only adds time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import product
from typing import NamedTuple

from extractors import SourceText, extract

GROWTH, PLAIN, ODD, A_FIGURE = 2.3, 1.5, 2.5, 70
# Shapes under the strict limit, for what a page may be full of: numerals, digits, percentages, brackets, quotation marks, pinyin.
_PLAIN_SHAPES = ("一", "1", "1,", "1,1", "1,000,000,", "百分之", "（", "(", "《", "“", "”", "zhōng ", "中(zhōng)", "（zhōng")
_ROUNDS = 4
# A pattern is skipped if a character it requires is absent. This text has all such characters, but matches no pattern.
_LOOKED_FOR = "元x日x第x分之x成x倍x级x大x号x@x半年x季x旬x番x来x人x名x度x//x%x"
Shape = Callable[[int], str]


class Cost(NamedTuple):
    """Size in UTF-8 bytes, CPU seconds to extract, and the number of figures found."""

    bytes: int
    seconds: float
    figures: int

    def allowed(self, name: str, prose: float) -> float:
        """Seconds allowed for the shape ``name`` at this size and with this number of figures, if a byte of prose takes ``prose`` seconds."""
        times = PLAIN if name.partition(" again and again")[0] in _PLAIN_SHAPES else ODD
        return (self.bytes * times + self.figures * A_FIGURE) * prose


def _again(unit: str, suffix: str = "") -> Shape:
    return lambda size: unit * (size // len(unit.encode("utf-8", "surrogatepass"))) + suffix


def _under(head: str, unit: str) -> Shape:
    return lambda size: head + _again(unit)(size)


def _seen(text: str) -> str:
    return text if text.isprintable() else ascii(text)


def _each(form: str) -> Shape:
    """``form`` repeated, each time with a new coined name."""

    def text(size: int) -> str:
        parts, length = [], 0
        for chars in product("警云智慧快易通宝法安民护航雷鹰盾眼格情湖海山川春夏秋冬", repeat=4):
            parts.append(form.format("".join(chars)))
            length += len(parts[-1].encode())
            if length >= size:
                break
        return "".join(parts)

    return text


def _names_in_names(size: int) -> str:
    return "".join(f"“{'甲' * n}”" for n in range(2, 25)) + "甲" * (size // 3)


def _far_from_its_types(size: int) -> str:
    block = min(1500, size // 26)
    return ("警务" * block + "，" + "、".join(["1起"] * block) + "。") * (size // (13 * block))


def _blanks_between(size: int) -> str:
    return ("一" + " " * 1000) * (size // 1000 + 1)


def _shapes() -> Iterator[tuple[str, Shape]]:
    # Digits, numerals and their separators: they form no figures, not even with an ending that would complete one.
    for unit in ("一", "1", "1,", "1,1", "1,000,000,", "1.", "1.5", "1 ", "1 000 ", "1-2-", "1/", "1:", "1、", "万", "百万", "1千", "一二三四五六七八九十百千万亿",
                 "百分之", "零", "半", "第", "几", "年", "月", "日", "年月日", "1月", "2020年1月", "2020-01-01", "1.1.1.1 ", "今年", "去年同期", "年前"):  # fmt: skip
        yield f"{_seen(unit)} again and again", _again(unit)
        yield f"{_seen(unit)} again and again, then what rules look for", _again(unit, _LOOKED_FOR)
    # Brackets, quotation marks and punctuation: never closed, or empty.
    for unit in ("（", "(", "《", "“", "”", "“”", "（）", "“一”", "“四", "“1", '"1"', "、", "，", "。", ".", "……", "（。", "“。”"):
        yield f"{_seen(unit)} again and again", _again(unit)
        yield f"{_seen(unit)} again and again, then 起", _again(unit, "1起")
    # Pinyin annotations and invisible characters.
    for unit in ("zhōng ", "zhōng guó ", "中(zhōng)", "（zhōng", "(de)", "的(de)", "(ā", "ā", "\u0301", "a\u0301", "\u200b", "\ufe0f", "\u202e1", "\ud800", "\x00"):  # fmt: skip
        yield f"{_seen(unit)} again and again", _again(unit)
    # Blanks and lines.
    for unit in (
        " ",
        "\t",
        "\r",
        "\n",
        "\u3000",
        "中 ",
        "一\n",
        "一 一 ",
        "1  2  ",
        "|",
        "| 1 |",
        "新闻|",
        "首页>",
        "第一节\n",
        "2020-01-01\n",
        "来源：甲\n",
    ):
        yield f"{_seen(unit)} again and again", _again(unit)
    # Latin text.
    for unit in ("a", "A1", "a1b2", "kg", "QQ", "a@", "a@b.c ", "a.", "www.", "http://a"):
        yield f"{_seen(unit)} again and again", _again(unit)
    # Places and names.
    for unit in ("湖南省长沙市", "浙江", "浏阳市", "市中区", "前往长沙市", "朝阳区", "市公安局", "平台", "智慧平台", "“快通”平台", "甲乙"):
        yield f"{_seen(unit)} again and again", _again(unit)
    for form in ("“{}”", "“{}”平台", "推出“{}”平台。\n", "{}平台，", "推出“{}”平台，办件30件。"):
        yield f"{_seen(form)} with ever new names", _each(form)
    yield "names inside names", _names_in_names
    # Long runs of figures, with and without a full stop.
    for unit in ("1个", "1起", "1元", "1米", "1小时", "2020年", "￥1", "1起、", "1起。", "1起\n", "| 1起 |", "同比下降10.2%，", "分别1%、", "分别1%、2%；",
                 "长沙市、株洲市分别1%、2%；", "由1件降至", "较2022年1起", "由2020年1起", "去年，2020年1起", "今年、2020年、", "2020年1起", "1分之1", "百分之一", "1小时1分",
                 "长沙市1起", "长沙市1起。", "长沙市1起。\n", "1起湖南省。\n", "该区1起。", "全市1起", "来自长沙市1起", "警务1起", "平台1起，", "“快通”1起，", "1人做", "1种1条"):  # fmt: skip
        yield f"{_seen(unit)} again and again", _again(unit)
    # Tables: readable rows, unreadable rows, one cell a line.
    for head, unit in (("类别 | 立案（起） | 同比（%）\n", "盗窃 | 1 | 2.5\n"), ("类别\t立案\t破案\n", "盗窃\t1\t2\n盗窃\t1\n"), ("类别\n立案\n破案\n", "盗窃\n1\n2\n")):  # fmt: skip
        yield f"{_seen(unit)} again and again under heads", _under(head, unit)
    yield "figures far from the words that tell their type", _far_from_its_types
    yield "lines of blanks", _blanks_between


SHAPES: dict[str, Shape] = dict(_shapes())
PROSE = "今年以来，云溪县公安局依托“快易拼”平台化解矛盾纠纷400余起，群众满意度达98.6%，同比上升3.4个百分点。民警走进社区，倾听居民的意见，把问题解决在门口。\n"


def cost(text: str) -> Cost:
    """The cost of one extraction of ``text``."""
    begin = time.process_time()
    figures = len(extract(SourceText(text, published_on=date(2024, 11, 9))).claims)
    return Cost(len(text.encode("utf-8", "surrogatepass")), time.process_time() - begin, figures)


def prose_cost(size: int) -> float:
    """CPU seconds that a byte of prose takes, in texts of about ``size`` bytes; the minimum of three."""
    text = _again(PROSE)(size)
    cost(PROSE)  # builds what is built once
    return min(run.seconds / run.bytes for run in (cost(text) for _ in range(3)))


def grown(shape: Shape, size: int, times: int, enough: Callable[[Cost, Cost], bool]) -> tuple[Cost, Cost]:
    """Minimum costs of a shape at ``size`` and ``times * size`` bytes; repeated until ``enough`` accepts, at most ``_ROUNDS`` times."""
    texts = shape(size), shape(times * size)
    small, large = map(cost, texts)
    for _ in range(_ROUNDS):
        if enough(small, large):
            break
        small, large = (min(before, cost(text), key=lambda one: one.seconds) for before, text in zip((small, large), texts, strict=True))
    return small, large


def kept(name: str, prose: float, small: Cost, large: Cost) -> bool:
    """Whether the costs of the shape ``name``, at one size and at twice that size, are within the limits."""
    return large.seconds / small.seconds <= GROWTH * large.bytes / small.bytes / 2 and large.seconds <= large.allowed(name, prose)


def main() -> int:
    """Measure all shapes, or those named; returns 1 if any exceeds its limits."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("shapes", nargs="*", help="parts of the names of shapes; all without one")
    options.add_argument("--bytes", type=int, default=500_000, help="length of the shorter text of each shape")
    chosen = options.parse_args()
    prose = prose_cost(chosen.bytes)
    broken = 0
    print(f"prose: {prose * 1e6:.2f} s/MB of CPU time; shapes of {chosen.bytes / 1e6} MB and of twice as much, in times of prose:")
    print(f"{'prose':>7} {'growth':>7} {'figures/MB':>11}  shape")
    for name, shape in SHAPES.items():
        if chosen.shapes and not any(part in name for part in chosen.shapes):
            continue
        small, large = grown(shape, chosen.bytes, 2, partial(kept, name, prose))
        growth, times = 2 * large.seconds / small.seconds * small.bytes / large.bytes, large.seconds / large.bytes / prose
        allowed = large.allowed(name, prose) / large.bytes / prose
        verdict = "" if kept(name, prose, small, large) else f"  BROKEN: {times:.2f} where {allowed:.2f} is allowed"
        broken += bool(verdict)
        print(f"{times:7.2f} {growth:7.2f} {large.figures / large.bytes * 1e6:11,.0f}  {name}{verdict}", flush=True)
    print(f"{len(SHAPES)} shapes, {broken} where the promise is broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
