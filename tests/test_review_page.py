"""The review page without a workspace, and acts on what has changed since it was seen: on figures, articles and names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics.claims.selection import Selection
from analytics.i18n.words import Words
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.review.actions import actions_in
from analytics.review.review import Review, reading_of
from analytics.ui.pages import review
from analytics.workspace.store import Workspace
from benchmarks.articles import write_folder

SCRIPT = """
from analytics.ui.pages import review
review.page()
"""


@pytest.mark.parametrize(("language", "says"), [("zh", "校对要有工作区"), ("en", "Reviewing needs a workspace")])
def test_a_plain_folder_is_told_how_to_get_a_workspace(monkeypatch: pytest.MonkeyPatch, language: str, says: str) -> None:
    monkeypatch.delenv("YOUJU_WORKSPACE", raising=False)
    monkeypatch.setenv("YOUJU_CORPUS", str(Path(__file__).parents[1] / "samples"))
    app = AppTest.from_string(SCRIPT, default_timeout=120)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    shown = "".join(element.proto.body for element in app.get("html"))
    assert re.search(rf'<div class="empty"><h2>{says}</h2>.*make app', shown)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    write_folder(tmp_path / "press", 2)
    made = Workspace(tmp_path / "workspace", create=True)
    ingest(made, [str(tmp_path / "press")])
    monkeypatch.setenv("YOUJU_WORKSPACE", str(made.folder))
    return made


def seen(workspace: Workspace, claim_id: str) -> dict[str, str]:
    """What a card shows of a claim's state now."""
    now = Review(WorkspaceDataset(workspace), workspace.annotations.log())
    return {"act": now.revision(claim_id), "reading": reading_of(now.rows([claim_id])[claim_id][0])}


def test_an_act_on_a_figure_that_moved_is_refused_and_one_whose_answer_was_lost_is_confirmed(workspace: Workspace) -> None:
    session = review._Session((), WorkspaceDataset(workspace).with_rejected.queue(Selection(), doubtful_first=False), frozenset(), "")
    claim_id, other = session.queue.ids(0, 2)
    first, of_other = seen(workspace, claim_id), seen(workspace, other)

    def said(do: str, who: str, act: str, **more: Any) -> dict[str, Any]:
        return review._answer({"do": do, "who": who, "act": act, "id": claim_id, "seen": first, **more}, session)

    corrected = dict.fromkeys(("subject",), "夜巡警情")
    done, moved = {"done": True}, {"unfit": {"": Words("zh")("holdings.moved", who="李梅")}}
    assert said("edit", "李梅", "act-1", values=corrected) == done
    assert [said(do, "王强", f"act-{do}", values={}) for do in ("accept", "reject", "edit")] == [moved] * 3
    assert said("edit", "李梅", "act-1", values=corrected) == done  # sent again
    assert said("undo", "李梅", "act-2", of="act-1", seen={"act": "act-0"}) == moved
    assert said("reject", "王强", "act-3", id=other, seen=of_other | {"reading": "another"}) == {
        "unfit": {"": Words("zh")("review.read_anew")}
    }
    assert said("reject", "王强", "act-4", id=f"{other}0", seen=of_other) == {"unfit": {"": Words("zh")("review.gone")}}
    assert said("accept", "王强", "act-5", seen=seen(workspace, claim_id)) == done
    assert said("undo", "王强", "act-6", of="act-5", seen={"act": "act-5"}) == done
    assert said("undo", "王强", "act-6", of="act-5", seen={"act": "act-5"}) == done
    assert [(act.who, act.kind, act.about) for act in actions_in(workspace.annotations.log())] == [
        ("李梅", "edit", claim_id), ("王强", "accept", claim_id), ("王强", "undo", claim_id)
    ]  # fmt: skip


def test_of_two_who_add_the_same_figure_the_second_is_told(workspace: Workspace) -> None:
    doc_id = WorkspaceDataset(workspace).articles["doc_id"][0].as_py()
    session = review._Session(
        ("", Selection(), "doubts"), WorkspaceDataset(workspace).with_rejected.queue(Selection(), doubtful_first=False), frozenset(), ""
    )
    place = {"doc": doc_id, "start": 0, "end": 3}
    drafts = [review._answer({"do": "draft", "who": who, "act": f"draft {who}", **place}, session)["draft"] for who in ("李梅", "王强")]
    results = [
        review._answer({"do": "add", "who": who, "act": f"add {who}", **place, "values": {"value": "12"}, "seen": draft["seen"]}, session)
        for who, draft in zip(("李梅", "王强"), drafts, strict=True)
    ]
    assert results == [{"done": True}, {"unfit": {"": Words("zh")("holdings.moved", who="李梅")}}]


_PAGE = """
from analytics.ui.pages import {0}
{0}.page()
"""


def shown(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html"))


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_string(_PAGE.format(page), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_new_articles_take_no_answer_away_and_close_no_article(workspace: Workspace) -> None:
    app = opened("review")
    before = app.session_state["review-session"]
    before.answers, before.article, before.log_lines = (
        {"act-1": {"done": True}},
        WorkspaceDataset(workspace).articles["doc_id"][0].as_py(),
        24,
    )
    press = workspace.folder.with_name("press")
    write_folder(press, 3)
    ingest(workspace, [str(press)])
    app.run()
    now = app.session_state["review-session"]
    assert (now.answers, now.article, now.log_lines, now.cursor) == (before.answers, before.article, 24, before.cursor)
    assert len(now.queue) > len(before.queue)


def click(app: AppTest, key: str) -> AppTest:
    """Click the first button whose key begins like this."""
    return next(button for button in app.button if str(button.key).startswith(key)).click().run()


def test_an_article_changed_by_another_is_neither_overwritten_nor_removed_unseen(workspace: Workspace) -> None:
    doc_id = WorkspaceDataset(workspace).articles["doc_id"][0].as_py()
    mine, removing = opened("corpus", article=doc_id), opened("corpus", article=doc_id)
    for app, name in ((mine, "who-"), (removing, "who-")):
        next(box for box in app.text_input if str(box.key).startswith(name)).set_value("王强")
    next(box for box in mine.text_input if str(box.key).startswith("title-")).set_value("王强的标题")
    click(removing, "delete-")
    workspace.annotations.annotate("李梅", doc_id, {"title": "李梅的标题"})
    refused = Words("zh")("holdings.moved", who="李梅")
    click(mine, "save-")
    assert f"{refused} 您填写的是：王强的标题" in shown(mine)
    next(box for box in removing.text_input if str(box.key).startswith("who-remove-")).set_value("王强").run()
    workspace.annotations.annotate("李梅", doc_id, {"publisher": "晨光报"})
    click(removing, "confirm-")
    assert refused in shown(removing)
    assert {entry.who for entry in workspace.annotations.log()} == {"李梅"}
    ingest(workspace, [])
    mine.run()
    next(box for box in mine.text_input if str(box.key).startswith("title-")).set_value("王强的标题")
    click(mine, "save-")
    assert "已保存" in shown(mine)
    assert workspace.document(doc_id)["title"] == "王强的标题"


_CLEARING = """
from analytics.ui.pages import innovations
innovations._judge("云哨", "1", "")
"""


def test_a_name_cleared_by_another_is_not_cleared_twice(workspace: Workspace) -> None:
    workspace.annotations.annotate("李梅", "云哨", {"cleared": "1"})
    app = AppTest.from_string(_CLEARING, default_timeout=60).run()
    assert app.session_state["not-judged"] == Words("zh")("holdings.moved", who="李梅")
    assert [entry.who for entry in workspace.annotations.log()] == ["李梅"]
