"""The benchmark's own logic: it measures what is present, reports what is missing, and its long article has the requested length."""

from pathlib import Path

from benchmarks.speed import compare, long_article

TEXTS = ["全市破获案件30起，同比下降10.2%。", "今年5月，“快易拼”系统上线，办件120件。"]


def test_contenders_take_turns_and_the_missing_ones_are_named() -> None:
    results = compare({"few": TEXTS, "one": TEXTS[:1]}, rounds=2, python=Path("/nowhere/python"))
    assert list(results) == ["youju", "jionlp", "recognizers", "floor"]
    for name in ("youju", "floor"):
        for rate in results[name]["sets"].values():
            assert rate["best"] >= rate["median"] > 0
            assert rate["failed"] == 0
        assert results[name]["peak_bytes"] > 10**6
    assert "/nowhere/python" in results["jionlp"]["not_measured"]
    assert "times_jionlp" not in results["youju"]["sets"]["few"]


def test_the_long_article_is_as_long_as_asked_and_varied() -> None:
    article = long_article(TEXTS, 20_000)
    assert 20_000 <= len(article.encode()) < 20_200
    assert article == long_article(TEXTS, 20_000)
    assert len(set(article.splitlines())) > 100
