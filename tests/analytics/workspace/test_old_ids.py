"""Workspaces from before ids began with a letter: brought up to date with people's words, and old links still lead there."""

from collections.abc import Callable
from pathlib import Path

import pytest

import analytics.ingest.plan
import analytics.ingest.work
import extractors.pipeline
from analytics.claims.ids import current_id
from analytics.documents.outcomes import FileReport
from analytics.workspace.repair import repair
from analytics.workspace.store import Workspace
from extractors.ids import doc_id_of
from tests.analytics.workspace.holdings import claims


def _before(raw: str) -> str:
    return doc_id_of(raw)[1:]


@pytest.fixture
def old(tmp_path: Path, press: Path, run: Callable[..., list[FileReport]], small_tasks: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace as it was made then, with a corrected, a rejected and an accepted claim and a removed article."""
    with monkeypatch.context() as then:
        for module in (extractors.pipeline, analytics.ingest.plan, analytics.ingest.work):
            then.setattr(module, "doc_id_of", _before)
        workspace = Workspace(tmp_path / "old", create=True)
        run(press, into=workspace)
        first, second, *_ = claims(workspace).to_pylist()
        workspace.annotations.annotate("Li", first["claim_id"], {"subject": "刑事警情"})
        workspace.annotations.annotate("Li", second["claim_id"], {"rejected": "1"})
        workspace.annotations.annotate("Li", claims(workspace).to_pylist()[-1]["doc_id"], {"removed": "1"})
        run(press, into=workspace)
    return workspace.folder


def test_an_old_workspace_is_brought_up_to_date_with_what_people_said(
    old: Path, press: Path, run: Callable[..., list[FileReport]], workspace: Workspace
) -> None:
    now = Workspace(old)
    rows = claims(now)
    run(press)
    assert all(name.startswith("d") for name in rows["claim_id"].to_pylist())
    assert set(rows["claim_id"].to_pylist()) < set(claims(workspace)["claim_id"].to_pylist())  # less those of the removed article
    assert list(now.verify()) == []
    assert {id_[0] for id_ in (*now.annotations.corrections(), *now.annotations.removed())} == {"d"}
    view = now.snapshot()
    assert view.corrected_claims["subject"].to_pylist() == ["刑事警情"]
    assert len(view.rejected) == 1


def test_it_goes_on_as_one_that_was_made_today(old: Path, press: Path, run: Callable[..., list[FileReport]]) -> None:
    now = Workspace(old)
    before = claims(now)
    again = run(press, into=now)
    assert {line.outcome for line in again} <= {"unchanged", "duplicate", "removed", "refused", "empty"}
    assert claims(now).equals(before)
    assert claims(Workspace(old)).equals(before)


def test_old_ids_lead_to_their_claims(old: Path) -> None:
    now = Workspace(old)
    claim_id = claims(now)["claim_id"][0].as_py()
    assert now.holds(claim_id)
    assert current_id(claim_id[1:]) == claim_id
    assert current_id(claim_id) == claim_id
    assert current_id("0123456789abcdef-i3-9") == "d0123456789abcdef-i3-9"
    assert current_id("警情") == "警情"


def test_parts_that_repair_finds_again_get_their_letter_too(old: Path) -> None:
    for file in old.glob("manifest.sqlite*"):
        file.unlink()
    repair(old)
    assert all(name.startswith("d") for name in claims(Workspace(old))["claim_id"].to_pylist())
