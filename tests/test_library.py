"""``analytics.open``: a workspace as DataFrames."""

from datetime import date
from pathlib import Path

import pytest

import analytics
from analytics.claims import to_frame
from analytics.ingest.ingest import ingest
from analytics.library import WorkspaceData
from analytics.workspace.store import Workspace
from extractors import SourceText, extract

_TEXTS = {
    "a": "来源：长沙市公安局 2024-05-01\n今年1至4月，全市刑事警情1200起，同比下降12.5%；为群众挽回损失300余万元。",
    "b": "来源：岳阳日报 2024-06-01\n今年1至4月，长沙市刑事警情1300起。岳阳市公安局推出“警务通”平台，投入50万元。",
}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> WorkspaceData:
    folder = tmp_path_factory.mktemp("press")
    for name, text in _TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    workspace = folder.parent / "workspace"
    ingest(Workspace(workspace, create=True), [str(folder)])
    return analytics.open(workspace)


def test_claims_are_a_typed_frame(collection: WorkspaceData) -> None:
    claims = collection.claims()
    assert set(claims["text"]) >= {"1200起", "12.5%", "300余万元", "1300起", "50万元"}
    assert claims["value"].dtype == "float64"
    assert claims["period_end"].dtype == "datetime64[s]"
    assert claims["reprint_of"].dtype == "string"


def test_claims_are_chosen_as_in_the_dashboard(collection: WorkspaceData) -> None:
    assert set(collection.claims(kind="money")["text"]) == {"300余万元", "50万元"}
    assert set(collection.claims(kind=["money", "percentage"], city="长沙市")["text"]) == {"12.5%", "300余万元"}
    assert list(collection.claims(search="警务通", kind="money")["value"]) == [500_000]
    assert collection.claims(until=2000).empty
    assert list(collection.claims(until=2000).columns) == list(collection.claims().columns)


@pytest.mark.parametrize(
    ("facet", "value", "told"), [("colour", "red", "no filter named colour"), ("kind", "monney", "kind cannot be monney")]
)
def test_an_unknown_filter_or_code_is_refused(collection: WorkspaceData, facet: str, value: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        collection.claims(**{facet: value})


def test_articles_innovations_and_conflicts_are_frames(collection: WorkspaceData) -> None:
    assert set(collection.articles()["publisher"]) == {"长沙市公安局", "岳阳日报"}
    assert "警务通" in "".join(collection.innovations()["name"])
    conflict = collection.conflicts().iloc[0]
    assert {conflict["value_a"], conflict["value_b"]} == {1200, 1300}


def test_sql_asks_all_claims_and_articles(collection: WorkspaceData) -> None:
    asked = "WITH a AS (SELECT publisher, count(*) AS n FROM claims JOIN articles USING (doc_id, publisher) WHERE kind = 'money' GROUP BY 1) FROM a ORDER BY 1"
    assert collection.sql(asked).to_dict("list") == {"publisher": ["岳阳日报", "长沙市公安局"], "n": [1, 1]}
    with pytest.raises(Exception, match="nowhere"):
        collection.sql("SELECT nowhere FROM claims")


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    from analytics.workspace.opening import NotAWorkspaceError

    with pytest.raises(NotAWorkspaceError):
        analytics.open(tmp_path)


def test_claims_of_one_text_make_the_same_frame() -> None:
    claims = extract(SourceText("今年3月，全市刑事警情1200起，同比下降12.5%。", published_on=date(2024, 4, 1))).claims
    frame = to_frame(claims)
    assert list(frame["text"]) == [claim.text for claim in claims]
    assert frame["period_start"].dtype == "datetime64[s]"
    assert to_frame([]).dtypes.equals(frame.dtypes)


def test_a_claim_shows_itself_in_a_notebook() -> None:
    *_, claim = extract(SourceText("<b>5起</b>案件中，破获5起。")).claims
    shown = claim._repr_html_()
    assert "破获<mark>5起</mark>" in shown
    assert "<b>" not in shown


def test_passages_are_a_frame(collection: WorkspaceData) -> None:
    found = collection.search("刑事警情")
    assert [_TEXTS["ba"[row]][start:][:4] for row, start in enumerate(found["start"])] == ["刑事警情", "刑事警情"]  # the newest first
    assert found["passage"].str.contains("刑事警情").all()
    assert list(found["count"]) == [1, 1]
    assert list(collection.search("刑事警情 -警务通", publisher="长沙市公安局")["publisher"]) == ["长沙市公安局"]
    assert list(collection.search("没有").columns) == list(found.columns)
