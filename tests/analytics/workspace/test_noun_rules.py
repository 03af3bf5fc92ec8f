"""Rules for nouns: what they change, what they leave alone, and that they hold for what is ingested later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.claims.nounrules import NounRules, effects, frequent
from analytics.claims.selection import Selection
from analytics.claims.table import ClaimTable
from analytics.documents.outcomes import FileReport
from analytics.ingest.dataset import WorkspaceDataset
from analytics.review.actions import actions_in
from analytics.workspace import lexicon_patch
from analytics.workspace.annotations import StaleRevisionError
from analytics.workspace.corrections import CLEARED, NOUN_COUNTRY, NOUN_METRIC, NOUN_UNCOUNTED, InvalidValueError
from analytics.workspace.lexicon_patch import InvalidPatchError
from analytics.workspace.log_entries import current_claim_entries
from analytics.workspace.store import Workspace

Run = Callable[..., list[FileReport]]
TEXT = "湖州市公安局启用“云哨”平台，接入感知柱{n}根，感知柱同比增长{n}%，巡查鱼塘{n}口，整改隐患{n}处。"


def article(folder: Path, number: int) -> Path:
    path = folder / f"{number}.txt"
    path.write_text(TEXT.format(n=number), encoding="utf-8")
    return path


def told(workspace: Workspace) -> dict[str, set[tuple[str, str]]]:
    """Of each subject, the texts of its figures with their metric."""
    rows = WorkspaceDataset(workspace).table.rows(Selection())
    found: dict[str, set[tuple[str, str]]] = {}
    for subject, text, metric in zip(rows["subject"], rows["text"], rows["metric"], strict=True):
        found.setdefault(subject, set()).add((text, metric))
    return found


def test_a_rule_holds_for_what_is_ingested_later_until_it_is_undone_as_a_whole(workspace: Workspace, run: Run, tmp_path: Path) -> None:
    run(article(tmp_path, 12))
    before = told(workspace)
    assert {"感知柱", "鱼塘", "整改隐患"} <= before.keys()
    generation = workspace.generation()
    act = workspace.annotations.add_rules(
        "甲", {"感知柱": {NOUN_METRIC: "感知设备数"}, "鱼塘": {NOUN_UNCOUNTED: "1"}, "云哨": {CLEARED: "1"}}
    )
    assert workspace.generation() != generation
    assert told(workspace)["感知柱"] == {("12根", "感知设备数"), ("12%", "感知设备数")}
    assert "鱼塘" not in told(workspace)
    run(article(tmp_path, 34))
    after = told(workspace)
    assert ("34根", "感知设备数") in after["感知柱"]
    assert "鱼塘" not in after
    assert after["整改隐患"] == {(text, metric) for n in (12, 34) for text, metric in [(f"{n}处", next(iter(before["整改隐患"]))[1])]}
    assert not WorkspaceDataset(workspace).innovations.places("云哨")
    assert workspace.annotations.undo_rules("乙", act)
    assert not workspace.annotations.undo_rules("乙", act)
    assert told(workspace)["鱼塘"] == {("12口", ""), ("34口", "")}
    assert workspace.annotations.rules() == []
    assert WorkspaceDataset(workspace).innovations.places("云哨")
    assert [(entry.who, entry.about) for entry in workspace.annotations.log()] == [
        (who, about) for who in ("甲", "乙") for about in ("感知柱", "鱼塘", "云哨")
    ]


def test_what_a_person_said_of_one_figure_stands(workspace: Workspace, run: Run, tmp_path: Path) -> None:
    run(article(tmp_path, 12), article(tmp_path, 34))
    rows = WorkspaceDataset(workspace).table.rows(Selection())
    ids = dict(zip(rows["text"], rows["claim_id"], strict=True))
    workspace.annotations.annotate("甲", ids["12根"], {"metric": "立杆数"})
    workspace.annotations.annotate("甲", ids["12口"], {"unit": "个"})
    workspace.annotations.add_rules("乙", {"感知柱": {NOUN_METRIC: "感知设备数"}, "鱼塘": {NOUN_UNCOUNTED: "1"}})
    now = told(workspace)
    assert {("12根", "立杆数"), ("34根", "感知设备数")} <= now["感知柱"]
    assert now["鱼塘"] == {("12口", "")}


def test_an_undone_rule_gives_way_to_the_one_before_and_not_to_one_after(workspace: Workspace) -> None:
    people = workspace.annotations
    first = people.add_rules("甲", {"哨点": {NOUN_METRIC: "甲数"}})
    second = people.add_rules("乙", {"哨点": {NOUN_METRIC: "乙数"}}, expected_revisions={"哨点": first})
    with pytest.raises(StaleRevisionError):
        people.add_rules("丙", {"哨点": {NOUN_METRIC: "丙数"}, "鱼塘": {NOUN_UNCOUNTED: "1"}}, expected_revisions={"哨点": first})
    people.undo_rules("丙", second)
    assert [(rule.about, rule.value) for rule in people.rules()] == [("哨点", "甲数")]
    people.undo_rules("丙", first)
    assert people.rules() == []


def test_a_rule_is_not_about_a_figure(workspace: Workspace) -> None:
    workspace.annotations.add_rules("甲", {"互联网-警务": {NOUN_COUNTRY: "1"}})
    log = list(workspace.annotations.log())
    assert current_claim_entries(log) == {}
    assert actions_in(log) == []
    assert workspace.annotations.undo("甲") == ""
    for values in ({"哨点": {NOUN_METRIC: "a\nb"}}, {"": {NOUN_METRIC: "甲"}}, {"哨点": {"metric": "甲"}}):
        with pytest.raises(InvalidValueError):
            workspace.annotations.add_rules("甲", values)
    assert len(list(workspace.annotations.log())) == 1


def test_a_metric_of_the_lexicon_takes_only_the_figures_that_can_state_it(table: ClaimTable) -> None:
    rows = table.rows(Selection(repeats=True))
    assert set(rows["unit"]) == {"起"}
    assert set(rows["metric"]) == {""}
    calls, people = (effects(table, NounRules(frozenset({("警情", metric)}))) for metric in ("刑事警情", "抓获嫌疑人"))
    assert {values["metric"] for values in calls.values.values()} == {"刑事警情"}
    assert len(calls.values) == (rows["subject"] == "警情").sum() > len(calls.figures)
    assert "a2" in people.values
    assert "a1" not in people.values


def test_the_whole_country_is_given_only_where_no_place_is_stated(table: ClaimTable) -> None:
    found = effects(table, NounRules(country=frozenset({"警情"})))
    assert found.figures == ["a3"]
    assert effects(table, NounRules(country=frozenset({"警情"})), {"a3": {"province"}}).figures == []


def test_nouns_are_counted_with_an_example_each(table: ClaimTable) -> None:
    groups = frequent(table, Selection(), "metric", most=9)
    assert sum(group.figures for group in groups) == table.summary(Selection()).numbers
    assert [group.figures for group in groups] == sorted((group.figures for group in groups), reverse=True)
    assert all(table.claim(group.claim_id) for group in groups)
    assert frequent(table, Selection(), "metric", most=1, offset=1) == groups[1:2]


def test_a_patch_says_what_the_rules_say(workspace: Workspace) -> None:
    rules = {"感知柱": {NOUN_METRIC: '"设备"数'}, "鱼塘": {NOUN_UNCOUNTED: "1", NOUN_COUNTRY: "1"}, "云哨": {CLEARED: "1"}}
    workspace.annotations.add_rules("甲", rules)
    patch = lexicon_patch.written(workspace.annotations.rules())
    assert "# 甲, 20" in patch
    assert lexicon_patch.read(patch) == rules
    assert lexicon_patch.news(rules, workspace.annotations.rules()) == {}
    assert lexicon_patch.news({**rules, "新词": {CLEARED: "1"}}, workspace.annotations.rules()) == {"新词": {CLEARED: "1"}}


@pytest.mark.parametrize(
    "text",
    [
        '[metric."a"]',
        '[metric."a"]\nnouns = "b"',
        "[metric]\nnouns = ['b']",
        "[other]\nnouns = ['b']",
        "[country]\nnouns = [' ']",
        "a =",
        "[metric.a]\nnouns = ['c']\n[metric.b]\nnouns = ['c']",
        "[country]\nnouns = ['a']\nwords = []",
        "[country]\nnouns = [1]",
    ],
)
def test_a_text_that_is_no_patch_is_refused(text: str) -> None:
    with pytest.raises(InvalidPatchError):
        lexicon_patch.read(text)
