"""Lexicon: each clause word occurs once and has its class in its example, and no entry of a file is unused."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import extractors
from extractors.lexicon import lexicon
from extractors.tokens.tokenizer import CLASSES, by_jieba, by_rjieba

PACKAGE = Path(extractors.__file__).parent
FILES = sorted((PACKAGE / "lexicon").glob("*.toml"))
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))


def test_a_word_of_the_clause_has_one_class() -> None:
    classes = Counter(word for name in CLASSES for word in lexicon("clause")[name])
    assert [word for word, times in classes.items() if times > 1] == []


@pytest.mark.parametrize("segmenter", [by_rjieba, by_jieba])
def test_a_word_of_the_clause_is_that_word_in_its_example(segmenter) -> None:  # type: ignore[no-untyped-def]
    segment = segmenter()
    wrong = [
        (word, example)
        for name, letter in CLASSES.items()
        for word, example in lexicon("clause")[name].items()
        if word not in "、，" and (word, letter) not in segment(example)
    ]
    assert wrong == []


def test_verbs_that_take_an_object_are_verbs_of_movement() -> None:
    verbs = lexicon("clause")
    assert set(verbs["with_object"]) <= {*verbs["rise"], *verbs["fall"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_key_of_a_file_is_read(path: Path) -> None:
    """A file is read key by key or iterated as a whole, as in ``lexicon("units").items()``."""
    keys = tomllib.loads(path.read_text(encoding="utf-8"))
    if f'lexicon("{path.stem}")' not in SOURCE:
        pytest.fail(f"nobody reads {path.name}")
    whole = any(f'lexicon("{path.stem}").{way}()' in SOURCE for way in ("items", "values"))
    read = {*CLASSES} if path.stem == "clause" else set()
    assert whole or [key for key in keys if key not in read and not any(f"[{quote}{key}{quote}]" in SOURCE for quote in ("'", '"'))] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_list_holds_a_word_twice(path: Path) -> None:
    lists = {key: words for key, words in tomllib.loads(path.read_text(encoding="utf-8")).items() if isinstance(words, list)}
    assert [(key, word) for key, words in lists.items() for word, times in Counter(map(str, words)).items() if times > 1] == []
