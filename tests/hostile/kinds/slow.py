"""Texts made to be slow: 5 kB each of shapes that once took long. How the time grows is measured by ``benchmarks/hostile.py``."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.hostile import SHAPES
from tests.hostile.making import HostileFile, said

_BYTES = 5000
_WORST = (
    "1,1 again and again",
    "1千 again and again",
    "一 again and again, then what rules look for",
    "百分之 again and again",
    "年月日 again and again",
    "（ again and again, then 起",
    "“” again and again, then 起",
    "（zhōng again and again",
    "1起 again and again",
    "2020年1起 again and again",
    "names inside names",
    "lines of blanks",
    "figures far from the words that tell their type",
    "湖南省长沙市 again and again",
)  # fmt: skip


def files() -> Iterator[HostileFile]:
    """Each shape below one sentence of its own."""
    for number, shape in enumerate(_WORST, start=1):
        yield HostileFile(f"{number:02d}.txt", f"{shape}, 5 kB", (said(f"slow {shape}") + "\n" + SHAPES[shape](_BYTES)).encode())
