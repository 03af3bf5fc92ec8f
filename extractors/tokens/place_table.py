"""The gazetteer table: official names of provinces, cities and counties, and the short forms used in articles."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import regex

from extractors.lexicon import lexicon

_ETHNIC = regex.compile(
    r"(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各)族"
)
_SUFFIX = regex.compile(
    r"(?:特别行政区|新区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|自治旗|地区|省|市|县|区|州|盟|旗|林区|特区)$"
)


@cache
def rows() -> list[dict[str, str]]:
    """The rows of ``lexicon/places.csv``."""
    with files("extractors").joinpath("lexicon/places.csv").open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


def short_names(name: str, level: str) -> Iterator[str]:
    """The short forms of a place name: 广东省 → 广东; 恩施土家族苗族自治州 → 恩施州, 恩施. Forms of one character are left out."""
    bare = _SUFFIX.sub("", name)
    plain = _ETHNIC.sub("", bare)
    if name.endswith(("自治州", "自治县", "自治旗")) and len(plain) > 1:
        yield plain + name[-1]
    if len(plain) > 1 and plain != name:
        yield plain


@cache
def names() -> frozenset[str]:
    """Every official name, short form and nickname (蓉城)."""
    official = (name for row in rows() for name in (row["name"], *short_names(row["name"], row["level"])))
    return frozenset((*official, *lexicon("place_names")["nicknames"]))
