"""The index counts what a plain look at the texts counts, in memory, in a file, and merged."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.search import postings
from analytics.search.folding import fold, fold_word
from analytics.search.postings import Postings, index, merged, open_index, packed

_TEXTS = st.lists(st.text("警情下降𠮷a\n", max_size=30), max_size=6)
_WORDS = st.text("警情下降𠮷a", min_size=1, max_size=6)


def plainly(texts: list[str], word: str) -> list[int]:
    return [sum(text.startswith(word, at) for at in range(len(text))) for text in texts]


def of(texts: list[str]) -> Postings:
    return index([(f"d{number}", text) for number, text in enumerate(texts)])


@given(_TEXTS, _WORDS, st.integers(0, 6))
def test_every_occurrence_counts_and_none_reaches_into_the_next_text(texts: list[str], word: str, cut: int) -> None:
    assert of(texts).counts(word).tolist() == plainly(texts, word)
    together = merged([of(texts[:cut]), of(texts[cut:])])
    assert together.counts(word).tolist() == plainly(texts, word)


def test_a_file_answers_as_the_index_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the pairs of a word lie in several row groups."""
    monkeypatch.setattr(postings, "_GROUP", 4)
    texts = ["刑事警情同比下降，警情通报", "", "警情警情警情", "无关的一篇"]
    file = tmp_path / "index.parquet"
    file.write_bytes(packed(of(texts)))
    read = open_index(file)
    assert read.doc_ids == ("d0", "d1", "d2", "d3")
    for word in ("警", "警情", "警情警", "警情同比下降", "情警", "没有", "篇", "𠮷"):
        assert read.counts(word).tolist() == plainly(texts, word)
    assert merged([read, of(["警情"])]).counts("警情").tolist() == [2, 0, 3, 0, 1]
    file.write_bytes(packed(of([])))
    assert open_index(file).counts("警情").tolist() == []


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("嶽麓區發案率下降", "岳麓区发案率"),
        ("岳麓区发案率下降", "嶽麓區發案率"),
        ("乾隆年间的档案", "乾"),
        ("ＡＰＰ上线", "app"),
        ("e采宝App", "Ｅ采宝ａｐｐ"),
        ("“云哨”巡防平台", "云哨巡防"),
        ("智慧 110 平台", "智慧110平台"),
        ("发案（万人）", "发案(万人)"),
        ("警(jǐng)情通报", "警情"),
        ("下降10．2％", "10.2%"),
    ],
)
def test_what_is_alike(written: str, sought: str) -> None:
    assert fold_word(sought) in fold(written).text


def test_the_way_back_to_the_source() -> None:
    raw = "來源：江城\n“雲哨”平台　在嶽麓區試點。"
    text = fold(raw)
    assert text.text == "来源:江城\n云哨平台在岳麓区试点。"
    begin = text.text.index("云哨平台")
    start, end = text.shown.source_span(text.at[begin], text.at[begin + 3] + 1)
    assert raw[start:end] == "雲哨”平台"
