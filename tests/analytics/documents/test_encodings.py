"""Encodings: exact text from thirty characters up, and a doubt where there is reason for one."""

import random

import pytest

from analytics.documents.encodings import decode
from analytics.documents.model import UnreadableError

TEXT = "全市公安机关共破获刑事案件300余起，同比下降10.2%，群众安全感明显提升。"
TRADITIONAL = "警方表示，今年共接獲詐騙案件三百餘宗，與去年同期比較下降一成半，市民應提高警覺。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk"])
def test_simplified_text_survives_its_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "cp950", "big5hkscs", "utf-16-le", "utf-16-be", "gb18030"])
def test_traditional_text_survives_its_encoding(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


def test_what_is_no_text_is_refused() -> None:
    for content in (bytes(range(256)) * 20, random.Random(1).randbytes(3000), b"\xff\xfe\x00\xd8" * 9):
        with pytest.raises(UnreadableError):
            decode(content)
