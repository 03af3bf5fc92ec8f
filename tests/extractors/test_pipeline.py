"""``extract`` as a whole: ids, spans, repetitions, and noise that does not change the result."""

import unicodedata
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import SourceText, extract
from tests.fuzz.invariants import DAYS, check_extraction
from tests.fuzz.texts import PIECES

LEAD = "云溪县公安局通报了今年以来的工作情况，各项工作稳步推进。"
SENTENCES = [
    "全市刑事警情同比下降10.2%。",
    "建成人脸识别点86余万个、卡口设备512个。",
    "专门划拨300余万元作为推广经费。",
    "今年前10个月，破获案件近300起，环比上升4.5个百分点。",
    "办理时限从20个工作日压缩到5个工作日以内。",
    "化解率达百分之九十五，占七成以上。",
    "巡逻里程4.7公里，历时2小时5分。",
    "2017年6月16日，数百名群众参加，位居全省第3位。",
    "业务量增长2.5倍，投入1,200.5万元。",
    "“十四五”期间新增3至5个站点，零发案。",
]


def values(raw: str) -> list[tuple[object, ...]]:
    found = extract(SourceText(raw, published_on=date(2024, 11, 9))).claims
    return [
        (c.kind, c.value, c.value_low, c.value_high, c.bound, c.unit, c.role, c.direction, c.basis, c.period_start, c.period_end, c.subject)
        for c in found
    ]


PINYIN = ["(lián)", "(xiàn)(xiàn)", "（zhì）", "(mùbiāo)"]
WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x3A)} | {"%": "％", ".": "．"}


@st.composite
def noisy(draw: st.DrawFn, text: str) -> str:
    """``text`` with noise: annotations, invisible characters, full-width forms, spaces and traditional characters."""
    out = []
    for char, following in pairwise(text + " "):
        if draw(st.integers(0, 9)) == 0 and char in WIDE and (char != "." or following.isdigit()):
            char = WIDE[char]
        out.append(TRADITIONAL.get(char, char) if draw(st.booleans()) else char)
        if unicodedata.name(char, "").startswith("CJK") and draw(st.integers(0, 9)) == 0:
            out.append(draw(st.sampled_from(PINYIN)))
        if draw(st.integers(0, 14)) == 0:
            out.append(draw(st.sampled_from(["\u200b", "\ufeff", "\u2060"])))
        if char.isdigit() and not following.isdigit() and following not in ".,，-—%" and draw(st.integers(0, 5)) == 0:
            out.append(draw(st.sampled_from([" ", "\u00a0", "\u3000"])))
    return "".join(out)


TRADITIONAL = {"个": "個", "万": "萬", "亿": "億", "时": "時", "间": "間", "点": "點", "视": "視", "频": "頻", "监": "監", "识": "識", "门": "門", "办": "辦", "压": "壓", "缩": "縮", "达": "達", "数": "數", "群": "群", "众": "眾", "业": "業", "务": "務", "长": "長", "站": "站", "发": "發", "率": "率", "历": "歷", "逻": "邏", "经": "經", "费": "費", "获": "獲", "环": "環", "会": "會", "级": "級", "过": "過", "从": "從"}  # fmt: skip


@settings(max_examples=80)
@given(st.data(), st.sampled_from(SENTENCES))
def test_noise_never_changes_a_value_and_spans_always_hold(data: st.DataObject, sentence: str) -> None:
    raw = LEAD + data.draw(noisy(sentence))
    assert values(raw) == values(LEAD + sentence)
    for claim in extract(SourceText(raw)).claims:
        assert raw[claim.start : claim.end] == claim.text
        assert claim.sentence_start <= claim.start < claim.end <= claim.sentence_end


def test_the_same_characters_give_the_same_ids_whatever_is_known_of_them() -> None:
    raw = LEAD + "".join(SENTENCES)
    first = extract(SourceText(raw, "a.txt"))
    second = extract(SourceText(raw, "b/c.txt", title="别的", published_on=date(2020, 1, 1)))
    assert [claim.claim_id for claim in first.claims] == [claim.claim_id for claim in second.claims]
    assert len({claim.claim_id for claim in first.claims}) == len(first.claims) > 20


def test_a_passage_copied_inside_an_article_points_to_its_first_statement() -> None:
    passage = "云溪县公安局依托平台化解矛盾纠纷400余起，群众满意度持续提升。"
    first, second = extract(SourceText(f"{passage}\n中间另有一段话，说的是别的事情。\n{passage}")).claims
    assert first.duplicate_of == ""
    assert second.duplicate_of == first.claim_id


def test_an_equal_number_about_something_else_is_no_repeat() -> None:
    first, second = extract(SourceText("甲地民警全年化解矛盾纠纷400余起。乙地民警全年走访困难群众400余起。")).claims
    assert second.duplicate_of == first.duplicate_of == ""


def test_furniture_makes_no_rows() -> None:
    raw = f"{LEAD}共破案30起。\n相关阅读\n· 某市新增车位3100个 2022-01-15\n电话：13800000000"
    assert [claim.text for claim in extract(SourceText(raw)).claims] == ["30起"]


def test_empty_text_gives_nothing() -> None:
    assert extract(SourceText("")).claims == ()
    assert extract(SourceText("\n \n")).innovations == ()


@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n", "\u2028\u2028", "。\n"])
def test_what_ends_a_paragraph_and_what_begins_the_next_are_no_figure(end: str) -> None:
    raw = f"{LEAD}巡逻里程共计1111111{end}公里路面由民警值守。全年破案30起。"
    assert [claim.text for claim in check_extraction(raw).claims] == ["30起"]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", " \n　"])
def test_a_figure_that_the_end_of_a_line_cuts_is_whole(end: str) -> None:
    raw = f"{LEAD}巡逻里程共计1250{end}公里，全年破案30起。"
    assert [claim.text for claim in check_extraction(raw).claims] == [f"1250{end}公里", "30起"]


@pytest.mark.parametrize("lead", range(0, 40, 3))
def test_a_sentence_without_end_is_cut_around_its_figures_and_not_through_them(lead: int) -> None:
    raw = "民" * lead + "，查获1,234,567件" * 400
    found = check_extraction(raw).claims
    assert [claim.text for claim in found] == ["1,234,567件"] * 400
    assert max(claim.sentence_end - claim.sentence_start for claim in found) <= 1000


# All code points including lone surrogates, with extra weight on those that often cause errors.
ANY = st.text(
    st.one_of(st.characters(), st.characters(categories=["Cs", "Cf", "Cc", "Mn", "Co", "Cn"]), st.characters(min_codepoint=0x10000))
)


@settings(max_examples=80)
@given(ANY, st.sampled_from(DAYS))
def test_any_characters_whatever_give_a_result_that_holds(raw: str, published: date | None) -> None:
    check_extraction(raw, published)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=60), ANY, st.sampled_from(DAYS))
def test_pieces_of_text_in_any_order_give_a_result_that_holds(pieces: list[str], noise: str, published: date | None) -> None:
    check_extraction("".join(pieces[:30]) + noise + "".join(pieces[30:]), published)


@settings(max_examples=100)
@given(st.sampled_from(SENTENCES), st.data())
def test_what_is_not_seen_changes_no_value_and_no_span(sentence: str, data: st.DataObject) -> None:
    unseen = st.text(st.sampled_from("\u200b\u200d\ufeff\u00ad\u202a\u202e\u2066\u2069\ufe0f\x00\ud800\udfff"), max_size=3)
    raw = LEAD + "".join(char + data.draw(unseen) for char in sentence)
    assert values(raw) == values(LEAD + sentence)
    check_extraction(raw)
