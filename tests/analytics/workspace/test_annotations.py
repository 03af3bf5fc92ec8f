"""The log of what people say: who, in what order, taken back, from several processes at once, and from before acts were known."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analytics.workspace.annotations import Annotations, StaleRevisionError
from analytics.workspace.corrections import ACCEPTED, REJECTED, InvalidValueError
from analytics.workspace.log_entries import current_claim_entries, revisions

CLAIM, OTHER = "d0c-1-4", "d0c-7-9"


@pytest.fixture
def people(tmp_path: Path) -> Annotations:
    return Annotations(tmp_path / "people.sqlite")


def stands(people: Annotations) -> dict[str, dict[str, str]]:
    """The values that stand, by claim and column."""
    said = current_claim_entries(people.log())
    return {about: {column: entry.value for column, entry in words.items()} for about, words in said.items()}


def test_undo_takes_back_ones_own_last_act_and_then_the_one_before(people: Annotations) -> None:
    people.annotate("Li", CLAIM, {"subject": "警情"})
    people.annotate("Li", CLAIM, {"subject": "刑事警情", "unit": "起"})
    people.annotate("Wang", OTHER, {REJECTED: "1"})
    assert people.undo("Li") == CLAIM
    assert stands(people) == {CLAIM: {"subject": "警情"}, OTHER: {REJECTED: "1"}}
    assert people.undo("Li") == CLAIM
    assert stands(people) == {OTHER: {REJECTED: "1"}}
    assert people.undo("Li") == ""
    log = list(people.log())
    assert [(entry.who, entry.column, entry.value, bool(entry.undoes)) for entry in log] == [
        ("Li", "subject", "警情", False), ("Li", "subject", "刑事警情", False), ("Li", "unit", "起", False), ("Wang", REJECTED, "1", False),
        ("Li", "subject", "警情", True), ("Li", "unit", "", True), ("Li", "subject", "", True),
    ]  # fmt: skip
    assert [entry.at for entry in log] == sorted(entry.at for entry in log)


def test_what_another_said_since_stands(people: Annotations) -> None:
    people.annotate("Li", CLAIM, {"subject": "甲", "unit": "件"})
    people.annotate("Wang", CLAIM, {"subject": "乙"})
    assert stands(people) == {CLAIM: {"subject": "乙", "unit": "件"}}
    people.undo("Li")
    assert stands(people) == {CLAIM: {"subject": "乙"}}
    people.undo("Wang")
    assert stands(people) == {}


def test_what_is_said_of_an_earlier_revision_is_refused_and_names_who_came_first(people: Annotations) -> None:
    people.annotate("Li", CLAIM, {"subject": "甲"}, "act-1", expected_revision="")
    people.annotate("Wang", OTHER, {"subject": "丙"}, "act-2", expected_revision="")
    with pytest.raises(StaleRevisionError) as refused:
        people.annotate("Wang", CLAIM, {"subject": "乙"}, "act-3", expected_revision="")
    assert refused.value.last
    assert refused.value.last.who == "Li"
    people.annotate("Wang", CLAIM, {"unit": "起"}, "act-4", expected_revision="act-1")
    with pytest.raises(StaleRevisionError):
        people.undo("Li", "act-5", of="act-1", expected_revision="act-1")
    assert people.undo("Li", "act-6", of="act-2", expected_revision="act-2") == ""  # not Li's
    assert people.undo("Wang", "act-7", of="act-4", expected_revision="act-4") == CLAIM
    assert not people.annotate("Li", CLAIM, {"subject": "甲"}, "act-1", expected_revision="")  # said before: no refusal, nothing twice
    assert people.revisions() == revisions(people.log()) == {CLAIM: "act-7", OTHER: "act-2"}
    assert [people.has(f"act-{number}") for number in range(1, 8)] == [True, True, False, True, False, False, True]
    assert stands(people) == {CLAIM: {"subject": "甲"}, OTHER: {"subject": "丙"}}


def test_of_two_who_say_at_once_on_one_revision_one_is_refused(people: Annotations) -> None:
    def say(number: int) -> bool:
        try:
            return people.annotate(f"Reviewer {number}", CLAIM, {"subject": str(number)}, expected_revision="")
        except StaleRevisionError:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(say, range(8))) == 1
    assert len(list(people.log())) == 1


def test_an_act_said_again_is_one_act(people: Annotations) -> None:
    assert people.annotate("Li", CLAIM, {"subject": "甲"}, "act-1")
    assert people.annotate("Li", CLAIM, {"subject": "乙"}, "act-2")
    assert people.undo("Li", "act-3") == CLAIM
    assert not people.annotate("Li", CLAIM, {"subject": "乙"}, "act-2")
    assert people.undo("Li", "act-3") == ""
    assert stands(people) == {CLAIM: {"subject": "甲"}}


@pytest.mark.parametrize("who", ["", "  ", "\n", "a\u202eb"])
def test_nobody_says_nothing(people: Annotations, who: str) -> None:
    for say in (lambda: people.annotate(who, CLAIM, {REJECTED: "1"}), lambda: people.undo(who)):
        with pytest.raises(InvalidValueError) as raised:
            say()
        assert (raised.value.column, raised.value.reason) == ("who", "who")
    assert list(people.log()) == []


def test_finding_a_claim_right_changes_no_table(people: Annotations) -> None:
    people.annotate("Li", CLAIM, {"subject": "甲"})
    before = people.last()
    people.annotate("Li", OTHER, {ACCEPTED: "0123456789abcdef"})
    people.undo("Li")
    assert people.last() == before
    assert people.corrections() == {CLAIM: {"subject": "甲"}}
    people.annotate("Li", OTHER, {REJECTED: "1"})
    people.undo("Li")
    assert people.last() > before


_SAYING = """
import sys
from pathlib import Path
from analytics.workspace.annotations import Annotations
people = Annotations(Path(sys.argv[1]))
for n in range(12):
    people.annotate(sys.argv[2], "d0c-1-4", {"subject": f"{sys.argv[2]}{n}", "unit": sys.argv[2]})
    if n % 4 == 3:
        people.undo(sys.argv[2])
"""


def test_two_processes_write_one_log(people: Annotations, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _SAYING, str(tmp_path / "people.sqlite")]
    for process in [subprocess.Popen([*command, who]) for who in ("Li", "Wang")]:
        assert process.wait(timeout=60) == 0
    log = list(people.log())
    for who in ("Li", "Wang"):
        mine = [entry for entry in log if entry.who == who]
        assert [entry.value for entry in mine if entry.column == "subject" and not entry.undoes] == [f"{who}{n}" for n in range(12)]
        assert len({entry.act for entry in mine}) == 15
    acts = [entry.act for entry in log]
    assert all(acts[n] == acts[n + 1] for n in range(0, len(acts), 2)), "an act's two lines were torn apart"
    (last,) = {tuple(words.values()) for words in stands(people).values()}
    assert last[0].rstrip("0123456789") == last[1]


def test_a_log_from_before_acts_were_known_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as db:
        db.execute('CREATE TABLE log (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT, who TEXT, about TEXT, "column" TEXT, value TEXT)')
        rows = [("2026-01-01T00:00:00+00:00", "Li", CLAIM, column, "甲") for column in ("subject", "unit")]
        db.executemany('INSERT INTO log (at, who, about, "column", value) VALUES (?, ?, ?, ?, ?)', rows)
    people = Annotations(path)
    assert stands(people) == {CLAIM: {"subject": "甲", "unit": "甲"}}
    assert Annotations(path).undo("Li") == CLAIM
    assert stands(people) == {CLAIM: {"subject": "甲"}}
