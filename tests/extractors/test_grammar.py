"""Each production of the clause grammar on its own examples and rejects."""

import pytest

from extractors import SourceText, extract
from extractors.pipeline import analyse
from extractors.syntax.clause import TokenizedSentence, tokenize_sentence
from extractors.syntax.grammar import BEFORE, BEHIND, FOLLOWING, governing_production

CASES = [(one, text) for one in (*BEFORE, *BEHIND) for text in one.examples]
REJECTS = [(one, text) for one in (*BEFORE, *BEHIND) for text in one.rejects]


def statement(text: str) -> TokenizedSentence:
    said = analyse(SourceText(text))
    found = tokenize_sentence(said.body, (0, len(text)), said.choice.figures)
    assert found is not None, f"no figure in {text}"
    return found


def governed_by(text: str) -> set[str]:
    """The productions that match the last figure of ``text``, to its left and to its right."""
    said = statement(text)
    k = said.at[-1]
    left = governing_production(said.classes, 0, k)
    right = FOLLOWING.match(said.classes, k + 1)
    return {left[0] if left else ""} | ({BEHIND[0].name} if right else set())


@pytest.mark.parametrize(("production", "text"), CASES, ids=lambda value: getattr(value, "name", value))
def test_a_production_governs_the_figure_of_its_examples(production, text) -> None:  # type: ignore[no-untyped-def]
    assert production.name in governed_by(text)


@pytest.mark.parametrize(("production", "text"), REJECTS, ids=lambda value: getattr(value, "name", value))
def test_a_production_leaves_the_figure_of_its_rejects_alone(production, text) -> None:  # type: ignore[no-untyped-def]
    assert production.name not in governed_by(text)


def test_productions_have_names_of_their_own_and_examples() -> None:
    names = [one.name for one in (*BEFORE, *BEHIND)]
    assert len(set(names)) == len(names)
    assert all(one.examples for one in (*BEFORE, *BEHIND))


@pytest.mark.parametrize("text", ["加快建设派出所12个。", "占土地30亩。"])
def test_a_figure_is_no_change_and_no_share_where_its_unit_or_the_verb_between_says_so(text: str) -> None:
    assert [claim.role for claim in extract(SourceText(text)).claims] == ["level"]
