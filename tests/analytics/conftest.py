"""Makers of small claims, articles and workspaces for the tests of all packages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from analytics.claims.rows import WholeClaim, records
from analytics.claims.schema import claims_table
from analytics.claims.table import ClaimTable
from analytics.documents.outcomes import FileReport
from analytics.ingest.ingest import ingest
from analytics.ingest.tasks import Executor
from analytics.ingest.work import run_in_process
from analytics.workspace.store import Workspace
from extractors.model import Article, Claim, Extraction, Sentence
from tests.analytics.workspace.faulty import make_press

_PLAIN: dict[str, Any] = {
    "doc_id": "d1", "source": "a.txt", "title": "标题", "publisher": "甲报", "published_on": date(2024, 3, 5),
    "sentence": "全市警情下降436起。", "sentence_start": 0, "sentence_end": 11, "start": 6, "end": 10, "text": "436起",
    "kind": "count", "value": Decimal(436), "value_low": Decimal(436), "value_high": Decimal(436), "bound": "exact", "unit": "起",
    "role": "change", "direction": "down", "basis": "yoy", "subject": "警情", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31),
    "period_basis": "stated", "province": "浙江省", "city": "湖州市", "county": "南浔区", "region_code": "330503", "region_basis": "sentence",
    "innovation": "", "innovation_type": "platform", "duplicate_of": "", "rule": "counts.plain", "metric": "", "notes": "",
}  # fmt: skip


def plain_claim(claim_id: str, **changed: Any) -> Claim:
    """``plain_claim("c1", province="湖南省")``: a plain claim with some columns changed."""
    return Claim(claim_id=claim_id, **(_PLAIN | changed))


def plain_row(claim_id: str = "c1", **changed: Any) -> WholeClaim:
    """The same as a row of the claim table."""
    (row,) = records(claims_table([plain_claim(claim_id, **changed)]), WholeClaim)
    return row


def rows_of(extraction: Extraction) -> list[WholeClaim]:
    """The claims of an article as rows of the claim table."""
    return records(claims_table(extraction.claims), WholeClaim)


@pytest.fixture(scope="session")
def claim() -> Callable[..., Claim]:
    """The maker of plain claims."""
    return plain_claim


@pytest.fixture(scope="session")
def row() -> Callable[..., WholeClaim]:
    """The maker of rows."""
    return plain_row


@pytest.fixture
def table(claim: Callable[..., Claim]) -> ClaimTable:
    """Seven figures and one repeat: two provinces and none, three years and none, three types."""
    nowhere = {"province": "", "city": "", "county": "", "region_code": "", "region_basis": "unknown"}
    undated = {"period_start": None, "period_end": None, "period_basis": "unknown"}
    return ClaimTable.of_table(
        claims_table(
            [
                claim("a1"),
                claim("a2", kind="percentage", innovation_type="data", period_end=date(2021, 6, 30)),
                claim("a3", **nowhere),
                claim("a4", duplicate_of="a1"),
                claim("b1", doc_id="d2", province="湖南省", city="株洲市", county="", publisher="", **undated),
                claim(
                    "b2",
                    doc_id="d2",
                    province="湖南省",
                    city="株洲市",
                    county="天元区",
                    innovation="云哨",
                    innovation_type="other",
                    direction="up",
                ),
                claim("b3", doc_id="d2", province="湖南省", city="", county="", innovation="云哨", innovation_type="other", direction=""),
                claim(
                    "c1",
                    doc_id="d3",
                    published_on=None,
                    period_start=date(2016, 1, 1),
                    period_end=date(2020, 12, 31),
                    sentence="群众满意率",
                ),
            ]
        )
    )


@pytest.fixture
def article() -> Callable[..., Article]:
    """An article made of the given sentences, one after the other in one paragraph."""

    def make(*sentences: str) -> Article:
        placed, position = [], 0
        for text in sentences:
            placed.append(Sentence(text=text, start=position, end=position + len(text), paragraph=0))
            position += len(text)
        return Article("d1", "a.txt", "标题", "甲报", None, "", "".join(sentences), tuple(placed))

    return make


# --- a workspace of a few made-up articles, and what stands in it ----------------------------------


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """A folder of 12 articles, one of them no text."""
    return make_press(tmp_path / "press")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace", create=True)


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of three documents, so that a few articles make several parts."""
    monkeypatch.setattr("analytics.ingest.plan._DOCUMENTS", 3)


@pytest.fixture
def run(workspace: Workspace) -> Callable[..., list[FileReport]]:
    """Ingest into the workspace; gives the report."""

    def run(*places: Path | str, executor: Executor = run_in_process, into: Workspace = workspace) -> list[FileReport]:
        said: list[FileReport] = []
        ingest(into, [str(place) for place in places], executor, report=lambda lines, again: said.extend(lines))
        return said

    return run
