"""Where sentences and tables stand is read back from a part exactly, and a part of an earlier version is shown without them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.bundled import SAMPLES
from analytics.ingest.corpus import read_folder
from analytics.ingest.ingest import ingest
from analytics.workspace.outlines import packed_outline, sentences_and_tables
from analytics.workspace.parts import OUTLINE
from analytics.workspace.store import Workspace

WITH_TABLE = "云溪县公安局通报\n\n上月巡防情况如下。\n镇\t警情（起）\t同比（%）\n东坡\t62\t-5.2\n西坡\t48\t3.1\n\n夜巡队出动12次。\n"


def test_sentences_and_tables_are_read_back_exactly() -> None:
    articles = read_folder(SAMPLES).articles.values()
    assert sum(bool(article.tables) for article in articles) > 3
    for article in articles:
        assert sentences_and_tables(article.raw, packed_outline(article)) == (article.sentences, article.tables)


def test_a_stored_article_is_shown_without_the_extractors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(WITH_TABLE, encoding="utf-8")
    workspace = Workspace(tmp_path / "w", create=True)
    ingest(workspace, [str(tmp_path / "a.txt")])
    (doc_id,) = workspace.articles()["doc_id"].to_pylist()

    def forbidden(*_: object) -> None:
        raise AssertionError("extracted")

    monkeypatch.setattr("extractors.pipeline.analyse", forbidden)
    article = workspace.article(doc_id)
    assert article
    assert [cell.text for cell in article.tables[0].rows[1]] == ["东坡", "62", "-5.2"]
    assert "夜巡队出动12次。" in [sentence.text for sentence in article.sentences]


def test_without_an_outline_lines_are_divided_at_full_stops() -> None:
    sentences, tables = sentences_and_tables("一行。\r\n\r\n　二行，夜巡12次。二行完。\n", "")
    assert [sentence.text for sentence in sentences] == ["一行。", "二行，夜巡12次。", "二行完。"]
    assert not tables


def test_a_part_without_outlines_is_made_anew_by_the_next_ingest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WITH_TABLE, encoding="utf-8")
    workspace = Workspace(tmp_path / "w", create=True)
    with pytest.MonkeyPatch.context() as then:
        for module in ("store", "upkeep"):
            then.setattr(f"analytics.workspace.{module}.extractor_version", lambda: "0" * 12)
        then.setattr("analytics.ingest.work.packed_outline", lambda _: "")
        ingest(workspace, [str(tmp_path / "a.txt")])
    (doc_id,) = workspace.articles()["doc_id"].to_pylist()
    assert workspace.article(doc_id).tables == ()  # type: ignore[union-attr]
    ingest(workspace, [])
    assert workspace.article(doc_id).tables  # type: ignore[union-attr]
    (path,) = workspace.active_paths("documents")
    assert pa.types.is_string(pq.read_schema(path).field(OUTLINE).type)
