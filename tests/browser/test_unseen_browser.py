"""Invisible and bidirectional control characters are written out wherever a page shows external text."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from analytics.claims.selection import Selection
from analytics.i18n.invisible import UNSEEN, written_out
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace

HIDDEN = "甲\u202e乙\u2066丙\u200b丁\ufeff戊\u00ad己\x1b庚\ue000"
# All rendered text, including components, but not the values of input boxes, which must stay editable as they are.
_DRAWN = """() => {
    const texts = [];
    const look = (node) => {
        if (node.nodeType === 3) texts.push(node.data);
        if (/^(STYLE|SCRIPT|INPUT|TEXTAREA)$/i.test(node.nodeName)) return;
        if (node.title) texts.push(node.title);
        [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes].forEach(look);
    };
    look(document.body);
    return texts;
}"""


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two articles with such characters in text, title, publisher and file name, and corrections that contain them."""
    folder = tmp_path_factory.mktemp("hidden")
    press = folder / "press"
    press.mkdir()
    for number in (30, 40):
        name = HIDDEN.replace("\x1b", "")
        text = f"2024年，青河县新建“快易拼”平台{number}\u200b个，{HIDDEN}。全县刑事警情同比下\u202e降10.5%。"
        row = {"text": text, "title": HIDDEN, "publisher": HIDDEN, "published_on": "2025-01-09", "url": "http://a.example/"}
        (press / f"{number} {name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (press / f"{HIDDEN}.pdf").write_bytes(b"%PDF-1.7 nothing")
    workspace = Workspace(folder / "workspace", create=True)
    ingest(workspace, [str(press)])
    for claim_id in WorkspaceDataset(workspace).table.rows(Selection(repeats=True))["claim_id"]:
        workspace.annotations.annotate("Li", claim_id, {"subject": HIDDEN, "metric": HIDDEN})
    ingest(workspace, [])
    return workspace


def test_what_cannot_be_seen_is_written_out_on_every_page(serve: Callable[..., Any], visit: Callable[..., Any], hidden: Workspace) -> None:
    visitor = visit(server=serve(workspace=hidden.folder))
    rows = WorkspaceDataset(hidden).table.rows(Selection(repeats=True))
    claim, doc = str(rows["claim_id"].iloc[0]), str(rows["doc_id"].iloc[0])
    pages: tuple[tuple[str, dict[str, str]], ...] = (
        ("/", {"claim": claim, "publisher": HIDDEN}),
        ("/", {"claim": claim, "view": "raw", "q": "下"}),
        ("/metrics", {"of": HIDDEN}),
        ("/conflicts", {}),
        ("/innovations", {"name": "快易拼"}),
        ("/reader", {"article": doc, "claim": claim, "view": "raw", "furniture": "1"}),
        ("/review", {"claim": claim, "by": "reading"}),
        ("/corpus", {"article": doc}),
        ("/brief", {"brief": claim, "brief_title": HIDDEN}),
    )
    left, written = {}, set()
    for path, query in pages:
        page = visitor.open(f"{path}?{urlencode(query)}")
        texts = [text for text in page.evaluate(_DRAWN) if "\n" not in text or text.strip()]
        left[path, *query] = [text for text in texts if UNSEEN.search(text)]
        written.update([path] * any("U+202E" in text or written_out(HIDDEN) in text for text in texts))
    assert {page: texts for page, texts in left.items() if texts} == {}
    assert written == {path for path, _ in pages}
