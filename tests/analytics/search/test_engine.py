"""Which articles are found, in which order, and how often the words stand in them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from analytics.search.engine import SearchEngine
from analytics.search.folding import fold
from analytics.search.passages import marked, passages, spans
from analytics.search.postings import index
from analytics.search.query import parse

_DAYS = pa.array([date(2024, 1, 1), date(2024, 5, 1), None, date(2023, 1, 1), date(2022, 1, 1)], pa.date32())
_ARTICLES = pa.table(
    {
        "doc_id": ["d1", "d2", "d3", "d4", "d5"],
        "title": ["警情通報", "“雲哨” 平台", None, "无人机ＡＰＰ２０２４", "未编入的警情"],
        "published_on": _DAYS,
    }
)
_TEXTS = {"d1": "今年开展演练。", "d2": "警情下降，警情减少。", "d3": "警情。演练。", "d4": "警情", "gone": "警情警情"}


@pytest.fixture(scope="module")
def engine() -> SearchEngine:
    """Five articles, one of them indexed twice, one not at all; one indexed text that is no article any more."""
    folded = [(doc_id, fold(text).text) for doc_id, text in _TEXTS.items()]
    return SearchEngine(_ARTICLES, [index(folded[:3]), index(folded[2:])])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("警情", [("d2", 2), ("d4", 1), ("d3", 1), ("d1", 0), ("d5", 0)]),
        ("警情 演练", [("d1", 1), ("d3", 2)][::-1]),
        ("警情 -演练", [("d2", 2), ("d4", 1), ("d5", 0)]),
        ("演练 OR 减少", [("d2", 1), ("d1", 1), ("d3", 1)]),
        ("演练 OR 减少 -警情", []),
        ("通报", [("d1", 0)]),
        ("app 警情", [("d4", 1)]),
        ("云哨平台", [("d2", 0)]),
        ("警情 -云哨平台 -app2024", [("d3", 1), ("d1", 0), ("d5", 0)]),
        ("没有", []),
        ("", []),
        ("-警情", []),
    ],
)
def test_found_by_text_or_title_most_occurrences_first_then_the_newest(
    engine: SearchEngine, query: str, found: list[tuple[str, int]]
) -> None:
    hits = engine.find(parse(query))
    assert [(hit.doc_id, hit.count) for hit in hits.page] == found
    assert (hits.total, hits.occurrences) == (len(found), sum(count for _, count in found))


def test_pages_and_limits(engine: SearchEngine) -> None:
    assert engine.unindexed() == 1
    among = np.array([True, False, True, True, False])
    hits = engine.find(parse("警情"), among, offset=1, limit=1)
    assert [hit.doc_id for hit in hits.page] == ["d3"]
    assert (hits.total, hits.occurrences) == (3, 2)
    assert engine.find(parse("警情"), among, offset=9, limit=1).page == ()


def test_passages_are_the_sentences_with_their_words_marked() -> None:
    raw = "標題\n今年，“雲哨”平台預警。其他。\n“云哨”平台、云哨又预警；预警再预警。"
    first, second = passages(raw, ["云哨平台", "预警"])
    assert first.pieces == ("今年，“", "云哨”平台预警", "。")
    assert raw[first.at :].startswith("雲哨”平台")
    assert second.pieces == ("“", "云哨”平台", "、云哨又", "预警", "；", "预警", "再", "预警", "。")
    assert [raw[start:end] for start, end in spans(raw, ["预警"])] == ["預警", "预警", "预警", "预警"]
    assert list(passages(raw, ["没有"])) == []
    assert marked("“雲哨”上線", ["云哨"]) == ("“", "云哨", "”上线")


def test_a_long_sentence_is_cut_around_its_marks() -> None:
    (found,) = passages(f"{'前' * 200}警情{'后' * 200}。", ["警情"])
    before, word, after = found.pieces
    assert (before, word, after) == (f"…{'前' * 70}", "警情", f"{'后' * 70}…")
