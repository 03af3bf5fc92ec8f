"""Payloads for HTML and spreadsheet injection, and a workspace that contains them everywhere.

They are in articles, file names, metadata, corrections and reviewers' names.
"""

from __future__ import annotations

import json
from pathlib import Path

from analytics.claims.selection import Selection
from analytics.ingest.dataset import WorkspaceDataset
from analytics.ingest.ingest import ingest
from analytics.workspace.store import Workspace

PAYLOADS = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=2>",
    "<svg/onload=window.ran=3>",
    "</style><style>*{background:url(//evil.example/css)}",
    '"><iframe srcdoc="<script>top.ran=4</script>">',
    "' onmouseover='window.ran=5",
    "![图](http://evil.example/a.png)",
    "[链接](javascript:window.ran=6)",
    "<a href=javascript:window.ran=7>看</a>",
    "*斜* ~~删~~ `码` _下_ # 题",
    "从$5亿$到$$8亿$$涨",
    ":red[红] :material/home: :smile:",
    "url(http://evil.example/b) @import '//evil.example/c';",
    "&lt;b&gt;&#60;i&#62;&amp;nbsp;",
    "{0} {n} {{x}} %s ${window.ran=8}",
    "datum.constructor.constructor('window.ran=9')()",
    "=HYPERLINK(\"http://evil.example\",\"看\")",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    "＝1+1＋2－3＠4",
    "长" * 90 + "w" * 90,
    "右\u202e起\u202c零\u200b宽",
)  # fmt: skip
LED = ("\t=1+1", "\r=1+1", " =1+1", "\u3000＝1+1")  # for spreadsheets: formulas behind leading whitespace
ALL = " ".join(PAYLOADS)
BROKEN = f"{ALL.replace('/', '∕')[:60]}.pdf"
SIGNED = "<b onclick=window.ran=1>$1$</b> =1+1"
COUNTY = "青河县"


def write(folder: Path) -> Workspace:
    """A workspace with one article per payload, and one article, the latest, with all payloads in every field."""
    press = folder / "press"
    press.mkdir(parents=True)
    texts = [*PAYLOADS, ALL]
    for number, text in enumerate(texts):
        name = text.replace("/", "∕")[:40].rstrip(". ")
        (press / f"{number:02} {name}.jsonl").write_text(json.dumps(_article(number, text), ensure_ascii=False), encoding="utf-8")
    (press / BROKEN).write_bytes(b"%PDF-1.7 nothing")
    workspace = Workspace(folder / "workspace", create=True)
    ingest(workspace, [str(press)])
    _correct(workspace)
    return workspace


def _article(number: int, text: str) -> dict[str, str]:
    sentences = f"2024年，{COUNTY}刑事警情同比下降{10 + number}.5%，有人说{text}。全县新建“{text}”警务平台{30 + number}个。\n{text}"
    return {
        "text": sentences, "title": text, "publisher": text, "published_on": f"2025-0{1 + number // 20}-0{1 + number % 9}",
        "url": f"http://evil.example/?q={text}",
    }  # fmt: skip


def _correct(workspace: Workspace) -> None:
    """Corrections whose values and reviewer names are payloads; one article is removed."""
    stored = WorkspaceDataset(workspace)
    rows = stored.table.rows(Selection(repeats=True))
    sources = dict(zip(stored.articles["doc_id"].to_pylist(), stored.articles["source"].to_pylist(), strict=True))
    for claim_id, doc_id, kind in zip(rows["claim_id"], rows["doc_id"], rows["kind"], strict=True):
        text = [*PAYLOADS, ALL][int(sources[doc_id][:2])]
        if kind == "percentage" and text in PAYLOADS[: len(LED)]:
            workspace.annotations.annotate(SIGNED, claim_id, {"subject": LED[PAYLOADS.index(text)]})
        if kind == "count":
            workspace.annotations.annotate(
                SIGNED, claim_id, dict.fromkeys(("subject", "innovation", "metric", "unit", "city"), text) | {"accepted": ""}
            )
    removed = next(doc_id for doc_id, source in sources.items() if source.startswith("09"))
    workspace.annotations.annotate(SIGNED, removed, {"removed": "1"})
    ingest(workspace, [])
