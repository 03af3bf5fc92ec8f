"""The catalogues: the same keys and holes in both languages, every text used, and every text asked for there."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from babel.messages.pofile import read_po

from analytics.claims.selection import FACETS
from analytics.documents import DOUBTS, Reason
from analytics.i18n.words import Language, Words, catalogue, path
from extractors.metric import metrics
from extractors.model import INNOVATION_TYPES, KINDS, NOTES, Basis, Bound, Direction, PeriodBasis, RegionBasis, Role

ROOT = Path(__file__).parents[3]
ZH, EN = Words("zh"), Words("en")
CHINESE, ENGLISH = (catalogue(words.language).texts for words in (ZH, EN))
CODES = {
    "kind": KINDS, "type": INNOVATION_TYPES, "direction": get_args(Direction), "basis": get_args(Basis), "role": get_args(Role),
    "bound": get_args(Bound), "period_basis": get_args(PeriodBasis), "region_basis": get_args(RegionBasis),
    "unreadable": get_args(Reason), "doubt": DOUBTS,
}  # fmt: skip
_HAN = re.compile("[\u3400-\u9fff]")
SOURCES = [*ROOT.glob("analytics/**/*.py"), ROOT / "app.py", ROOT / "serve.py"]


# --- the catalogues ----------------------------------------------------------------------------


def test_both_have_the_same_keys_in_the_same_order() -> None:
    assert list(CHINESE) == list(ENGLISH)


@pytest.mark.parametrize("language", get_args(Language))
def test_a_catalogue_has_each_key_once_and_nothing_half_done(language: Language) -> None:
    text = path(language).read_text(encoding="utf-8")
    with path(language).open("rb") as file:
        read = read_po(file)
    assert text.count("\nmsgid ") == len(read) + 1  # and the header
    assert not read.obsolete
    assert [message.id for message in read if message.fuzzy] == []
    assert [message.id for message in read if message.pluralizable and len(message.string) != read.num_plurals] == []


@pytest.mark.parametrize("key", CHINESE)
def test_both_languages_say_it(key: str) -> None:
    chinese, english = CHINESE[key], ENGLISH[key]
    assert all(form.strip() for form in (*chinese, *english))
    assert len({frozenset(holes(form)) for form in (*chinese, *english)}) == 1
    said = re.sub(r"\{[^}]*\}|\W", "", "".join(chinese))  # nothing, where a phrase only puts others together
    assert not said or _HAN.search(said), "the Chinese text is not Chinese"
    assert not re.search("[\u3000-\u9fff\uff00-\uffef]", "".join(english)), "the English text has Chinese in it"
    assert len(english) == 1 or len(set(english)) > 1, "two forms that are one"


def holes(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


def test_one_and_many() -> None:
    assert EN("table.count", n=1) == "1 figure"
    assert EN("table.count", n="1") == "1 figure"
    assert EN("table.count", n=0) == "0 figures"
    assert EN("table.count", n="1,024") == "1,024 figures"
    assert EN("table.count", n="16K") == "16K figures"
    assert ZH("table.count", n=1) == "1 个数字"


# --- what the code asks for --------------------------------------------------------------------


def test_every_text_asked_for_is_there() -> None:
    families = {key.partition(".")[0] for key in CHINESE}
    keys = {text for text in constants(SOURCES) if text.partition(".")[0] in families and re.fullmatch(r"[a-z_]+\.[a-z_]*[a-z]", text)}
    files = {key for key in keys if key.endswith((".css", ".csv", ".js"))}
    assert (keys - files | set(called(""))) - set(CHINESE) == set()


def test_every_text_is_asked_for() -> None:
    """By its whole key, or by its family and a name that stands somewhere: in the code, in a list of the extractors, in a table."""
    whole, names = constants(SOURCES), constants(ROOT.glob("extractors/**/*.py")) | listed()
    composed = {*prefixes(), *(f"{facet}." for facet in (*FACETS, "unit", "classifier", "currency", *called("of"), *called("family")))}
    names |= whole

    def asked_for(key: str) -> bool:
        return key in whole or any(key.startswith(prefix) and key.removeprefix(prefix) in names for prefix in composed)

    assert [key for key in CHINESE if not asked_for(key)] == []


def constants(paths: Iterable[Path]) -> set[str]:
    """Every text in the code of modules."""
    return {node.value for node in nodes(paths) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def called(method: str) -> Iterator[str]:
    """What ``words`` are called with as they are, or a method of theirs is, where it stands there literally."""
    for node in nodes(SOURCES):
        match node:
            case ast.Call(func=ast.Attribute(attr=name), args=[ast.Constant(value=str(text)), *_]) if name == method:
                yield text
            case ast.Call(func=ast.Name(id="words"), args=[ast.Constant(value=str(text)), *_]) if not method:
                yield text
            case ast.Call(func=ast.Call(func=ast.Name(id="of_terminal")), args=[ast.Constant(value=str(text)), *_]) if not method:
                yield text


def prefixes() -> Iterator[str]:
    """How keys begin that the code puts together: ``f"metrics.open_{bound}"``."""
    for node in nodes(SOURCES):
        match node:
            case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]) if re.fullmatch(r"[a-z_]+\.[a-z_]*", text):
                yield text


def nodes(paths: Iterable[Path]) -> Iterator[ast.AST]:
    for file in paths:
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def listed() -> set[str]:
    """Units, classifiers and currencies the extractors know, and the columns of the recorded accuracy."""
    tables = (
        tomllib.loads((ROOT / f"extractors/lexicon/{name}.toml").read_text(encoding="utf-8"))
        for name in ("units", "classifiers", "currencies")
    )
    names = {name for table in tables for code, words in table.items() for name in (code, *words)}
    accuracy = (ROOT / "analytics/ui/assets/accuracy.csv").read_text(encoding="utf-8")
    return names | {line.partition(",")[0] for line in accuracy.splitlines()}


@pytest.mark.parametrize("family", CODES)
def test_every_code_has_its_words(family: str) -> None:
    assert [code for code in CODES[family] if code and f"{family}.{code}" not in ZH] == []


def test_every_note_has_its_words() -> None:
    assert set(ZH.family("note")) == {f"note.{code}" for code in NOTES}


def test_the_pages_speak_through_the_words_alone() -> None:
    """No Chinese stands in the code of pages, charts and components: what is not in the catalogues has no English."""
    pages = [file for file in SOURCES if "/analytics/ui/" in file.as_posix() or file.name == "app.py"]
    assert {text for file in pages for text in _literals(file) if _HAN.search(text)} == {"有据 Youju", "中文"}
    scripts = (ROOT / "analytics/ui").rglob("*.js")
    assert [file.name for file in scripts if _HAN.search(re.sub(r"//.*", "", file.read_text(encoding="utf-8")))] == []


def _literals(file: Path) -> set[str]:
    """Every text in the code of a module, docstrings aside."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    }


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_every_metric_has_a_label(words: Words) -> None:
    labels = [words.of("metric", name) for name in metrics()]
    assert len(set(labels)) == len(labels)
    assert all(label.isascii() == (words.language == "en") for label in labels)
    assert words.of("metric", "填报表") == "填报表"
