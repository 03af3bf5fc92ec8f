"""Each rule on its own examples, and all rules on the rejects of every rule."""

import pytest

from extractors.figures.choose import choose
from extractors.figures.rule import Rule, scan
from extractors.figures.rules import RULES

ORDER = {rule.name: position for position, rule in enumerate(RULES)}
EXAMPLES = [pytest.param(rule, text, words, id=f"{rule.name}:{text}") for rule in RULES for text, words in rule.examples.items()]
REJECTS = [pytest.param(rule, text, id=f"{rule.name}:{text}") for rule in RULES for text in rule.rejects]


def test_names_are_unique_and_say_their_module() -> None:
    assert len(ORDER) == len(RULES)
    assert all(rule.name.count(".") == 1 for rule in RULES)
    assert all(rule.examples for rule in RULES)


@pytest.mark.parametrize(("rule", "text", "words"), EXAMPLES)
def test_a_rule_reads_its_examples_and_keeps_them_against_the_others(rule: Rule, text: str, words: str) -> None:
    chosen = choose(scan(text, RULES), ORDER)
    if rule.kind is None:
        assert list(scan(text, [rule]))
        assert chosen.figures == ()
    else:
        assert (words, rule.name) in [(figure.text, figure.rule) for figure in chosen.figures]


@pytest.mark.parametrize(("rule", "text"), REJECTS)
def test_a_rule_stays_silent_on_its_rejects(rule: Rule, text: str) -> None:
    assert list(scan(text, [rule])) == []


def test_the_longest_wins_and_the_loser_says_to_whom() -> None:
    choice = choose(scan("今年前10个月", RULES), ORDER)
    assert [figure.rule for figure in choice.figures] == ["dates.first_n_months"]
    assert {loss.figure.text for loss in choice.rejections} == {"10个月"}
    assert all(loss.winner.rule == "dates.first_n_months" and loss.reason == "longer" for loss in choice.rejections)
