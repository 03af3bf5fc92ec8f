import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.source.clean import clean


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("改变(biàn)了", "改变了"),
        ("未来(wèilái)(wèilái)", "未来"),
        ("我的(de)(de)家", "我的家"),
        ("（lián）动", "（lián）动"),
        ("联（lián）动", "联动"),
        ("平臺(tái)(tái)", "平台"),
        ("執法規範", "执法规范"),
        ("乾隆", "乾隆"),
        ("１２．５％", "12.5%"),
        ("⼆十", "二十"),
        ("下 降 10.2 %", "下降10.2%"),
        ("140 余 万 个", "140余万个"),
        ("36 480人", "36 480人"),
        ("2017 年 6 月", "2017年6月"),
        ("抓好 资源统筹", "抓好 资源统筹"),
        ("共\u200b1\ufeff2件", "共12件"),
        ("副局长(兼)", "副局长(兼)"),
        ("续航(km)", "续航(km)"),
        ("\ud800共12件\x00", "共12件"),
    ],
)
def test_cleaning(raw: str, text: str) -> None:
    assert clean(raw).text == text


def test_spans_lead_back_and_keep_inner_noise() -> None:
    raw = "共(gòng)１４０余(yú)万个(gè)，"
    cleaned = clean(raw)
    start = cleaned.text.index("140")
    begin, end = cleaned.source_span(start, start + len("140余万个"))
    assert raw[begin:end] == "１４０余(yú)万个"


@given(st.text(alphabet="共下降１２３％（ā）(de的 \u3000\u200b万個余，。\n", max_size=60))
def test_every_kept_character_knows_its_origin(raw: str) -> None:
    cleaned = clean(raw)
    assert len(cleaned.text) == len(cleaned.origin)
    assert list(cleaned.origin) == sorted(set(cleaned.origin))
    assert all(0 <= position < len(raw) for position in cleaned.origin)
