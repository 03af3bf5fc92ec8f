"""The dashboard on a workspace that is damaged, read-only or on a full disk: intact data is shown, and problems are explained."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.claims.selection import Selection
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.review.review import Review, reading_of
from analytics.ui.pages import review
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder
from tests.analytics.workspace.faulty import only_read, powerless, python

APP = str(Path(__file__).parents[1] / "app.py")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of six articles in two parts."""
    folder = tmp_path_factory.mktemp("whole")
    write_folder(folder / "press", 6)
    workspace = Workspace(folder / "w", create=True)
    with pytest.MonkeyPatch.context() as small:
        small.setattr("analytics.ingest.plan._DOCUMENTS", 3)
        ingest(workspace, [str(folder / "press")])
    return workspace.folder


@pytest.fixture
def workspace(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of it, shown by the dashboard."""
    monkeypatch.setenv("YOUJU_WORKSPACE", str(tmp_path / "w"))
    return Workspace(shutil.copytree(whole, tmp_path / "w"))


def html(app: AppTest) -> str:
    """All HTML of the dashboard, without style; checks that it contains no path and that there is no exception."""
    assert not app.exception
    shown = "\n".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body)
    assert not any(place in shown for place in (os.environ["YOUJU_WORKSPACE"], ".parquet", ".sqlite", "Errno", "Error"))
    return shown


def page(language: str = "zh") -> AppTest:
    app = AppTest.from_file(APP, default_timeout=120)
    app.query_params["lang"] = language
    return app.run()


def articles(app: AppTest) -> str:
    """Number of articles in the summary sentence."""
    (found,) = (element for element in app.get("bidi_component") if element.proto.component_name == "youju_lead")
    return str(json.loads(found.proto.json)["parts"][0]["number"])


@pytest.mark.parametrize(("language", "says"), [("zh", "暂不显示的文章：3 篇"), ("en", "articles not shown: 3")])
def test_what_is_whole_is_shown_and_the_command_named(workspace: Workspace, language: str, says: str) -> None:
    workspace.snapshot().claims[0].write_bytes(b"")
    app = page(language)
    assert says in html(app)
    assert "python -m analytics repair" in html(app)
    assert articles(app) == "3"


def test_damage_that_comes_while_it_is_shown_is_met_at_the_next_look(workspace: Workspace) -> None:
    app = page()
    assert (articles(app), "repair" in html(app)) == ("6", False)
    for path in workspace.snapshot().claims[:1]:
        path.write_bytes(path.read_bytes()[:-100])
    app.query_params["q"] = "警情"  # a text search reads the parts
    app.run()
    assert "暂不显示的文章：3 篇" in html(app)


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"\xff" * 9000)])
def test_without_its_manifest_nothing_is_shown_but_what_to_do(workspace: Workspace, harm: Callable[[Path], None]) -> None:
    harm(workspace.folder / "manifest.sqlite")
    app = page()
    assert "工作区有文件损坏或丢失" in html(app)
    assert "python -m analytics repair" in html(app)


def test_damaged_words_of_people_are_read_from_their_copy(workspace: Workspace) -> None:
    claim_id = str(next(workspace.snapshot().table().stream(Selection(), ["claim_id"]))["claim_id"][0])
    workspace.annotations.annotate("Li", claim_id, {"subject": "此词独有"})
    (workspace.folder / "people.sqlite").write_bytes(b"\xff" * 9000)
    app = AppTest.from_file(APP, default_timeout=120)
    app.query_params["claim"] = claim_id
    app.run()
    assert "此词独有" in html(app)
    assert "python -m analytics repair" in html(app)


def test_what_a_full_disk_keeps_from_being_saved_is_said_in_words(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form keeps its input and shows a translated reason instead of the system's message."""
    doc_id = str(workspace.articles()["doc_id"][0])
    app = AppTest.from_string(_CORPUS, default_timeout=120)
    app.query_params["article"] = doc_id
    app.run()
    next(box for box in app.text_input if box.label == "出处").set_value("晨光报")
    next(box for box in app.text_input if box.label == "署名").set_value("Li")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(workspace.folder))

    monkeypatch.setattr("analytics.workspace.atomic.os.fsync", full)
    next(button for button in app.button if button.label == "保存").click().run()
    assert "没有保存：磁盘已满。原来的都没有动。" in html(app)


def test_what_a_reviewer_does_on_a_full_disk_is_answered_in_words(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The card reports that the action was not saved, and the log stays unchanged."""
    claim_id = str(next(workspace.snapshot().table().stream(Selection(), ["claim_id"]))["claim_id"][0])
    read, _ = Review(WorkspaceDataset(workspace), []).rows([claim_id])[claim_id]
    act = {"do": "reject", "id": claim_id, "who": "Li", "act": "act-1", "seen": {"act": "", "reading": reading_of(read)}}

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(workspace.folder))

    with monkeypatch.context() as disk:
        disk.setattr("analytics.workspace.annotations._add", full)
        answer = review._answer(act, review._Session((), None, frozenset(), ""))
    assert answer == {"unfit": {"": "没有保存：磁盘已满。原来的都没有动。"}}
    assert list(workspace.annotations.log()) == []


_CORPUS = """
from analytics.ui.pages import corpus
corpus.page()
"""
_LOOKS = """
import os, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(sys.argv[1], default_timeout=120).run()
assert not app.exception
print("\\n".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body))
"""


def test_a_workspace_that_is_only_read_is_shown_and_says_so(workspace: Workspace) -> None:
    with only_read(workspace.folder):
        said, complained = python(_LOOKS, APP, before=powerless).communicate(timeout=120)
    assert "这个工作区只能看，不能改" in said, complained
    assert said.count("<mark") == 1


@pytest.mark.parametrize(("language", "says"), [("zh", "现在只能看，不能改：磁盘已满"), ("en", "no room is left on the disk")])
@pytest.mark.parametrize("why", ["full", "read_only"])
def test_what_cannot_be_changed_is_shown_with_review_off_and_the_reason(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, language: str, says: str, why: str
) -> None:
    monkeypatch.setattr("analytics.workspace.store.why_read_only", lambda folder: why)
    says = says if why == "full" else {"zh": "只能看，不能改：所在的文件夹不可写入", "en": "nothing can be written to its folder"}[language]
    assert says in html(page(language))
    app = AppTest.from_string(_REVIEW, default_timeout=120)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    (card,) = (element for element in app.get("bidi_component") if element.proto.component_name == "youju_review")
    assert says in json.loads(card.proto.json)["closed"]


_REVIEW = """
from analytics.ui.pages import review
review.page()
"""
