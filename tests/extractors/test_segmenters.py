"""rjieba and its fallback jieba give identical words."""

import marshal
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
import regex

from extractors.tokens.tokenizer import by_jieba, by_rjieba, segment, tokenize
from tests.gold.measure import everything, negatives

SAMPLES = Path(__file__).parents[2] / "samples"


def clauses() -> list[str]:
    """The clauses of gold and samples, whole and from the third character on, since text ranges can begin anywhere."""
    texts = [passage.text for _, passage in everything()] + negatives()
    texts += [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt")) if "gb18030" not in path.name]
    whole = [clause for text in texts for clause in regex.split(r"[，。；：\n]", text) if clause]
    return sorted({*whole, *(clause[2:] for clause in whole if len(clause) > 2)})


def test_both_segmenters_read_the_same_words_in_the_same_classes() -> None:
    rust, original = by_rjieba(), by_jieba()
    stretches = clauses()
    assert len(stretches) > 5000
    assert [(text, rust(text)) for text in stretches if rust(text) != original(text)] == []


def test_words_of_the_police_are_words_and_misread_ones_are_not() -> None:
    for segmenter in (by_rjieba(), by_jieba()):
        assert ("网约房", "n") in segmenter("查处无证网约房")
        assert ("同比", "y") in segmenter("警情同比下降")
        assert "共收缴" not in [token for token, _ in segmenter("共收缴管制刀具")]


def test_words_tile_the_text_also_where_it_is_cut_into_pieces() -> None:
    text = "前言，" + "民警走访群众" * 60
    found = tokenize(text, 3)
    assert (found[0].start, found[-1].end) == (3, len(text))
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(text[word.start : word.end] == word.text for word in found)
    assert [word.text for word in found] == [token for token, _ in segment(text[3:])]
    assert segment("") == []


def test_no_dictionary_is_read_from_or_left_in_a_folder_that_others_write_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    planted = marshal.dumps(({"化": 1, "解": 1}, 2))
    (tmp_path / "jieba.cache").write_bytes(planted)
    assert ("化解", "v") in by_jieba()("民警化解纠纷")
    assert [path.name for path in tmp_path.rglob("*")] == ["jieba.cache"]
    assert (tmp_path / "jieba.cache").read_bytes() == planted
