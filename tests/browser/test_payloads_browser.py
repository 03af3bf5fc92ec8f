"""Hostile text on every page and in every download, in both languages: it is shown literally and has no effect."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import payloads
import pytest
from openpyxl.utils.escape import unescape
from payloads import ALL, BROKEN, PAYLOADS, SIGNED
from playwright.sync_api import Page, expect

from analytics.claims.schema import CLAIM_SCHEMA
from analytics.claims.selection import Selection
from analytics.claims.table import EXPORTED
from analytics.export.excel import PERMALINK
from analytics.i18n.invisible import written_out
from analytics.i18n.words import Words
from analytics.ingest.dataset import WorkspaceDataset
from analytics.workspace.store import Workspace
from extractors.source.clean import clean

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
GONE = PAYLOADS[9]  # in the removed article
TITLE = PAYLOADS[0] + PAYLOADS[16]
HERE = [text for text in PAYLOADS if text != GONE]
_NUMBERS = {field.name for field in CLAIM_SCHEMA if str(field.type) in ("double", "int64", "int32")} | {"figures", "articles"}
_FORMULA = re.compile(r"^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
# Texts of all elements that match a selector, including those in components and the values of input boxes.
_TEXTS = """(kind) => {
    const texts = [];
    const read = (node) => {
        if (node.nodeType === 3) return node.data;
        if (/^(STYLE|SCRIPT)$/i.test(node.nodeName)) return "";
        const inside = [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes].map(read).join("");
        return inside + (/^(INPUT|TEXTAREA)$/.test(node.nodeName) ? node.value : "");
    };
    const look = (root) => {
        root.querySelectorAll(kind).forEach((node) => texts.push(read(node)));
        root.querySelectorAll("*").forEach((node) => node.shadowRoot && look(node.shadowRoot));
    };
    look(document);
    return texts;
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return payloads.write(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def whole(hostile: Workspace) -> dict[str, Any]:
    """The claim with every payload in every field, plus its sentence as ``written`` and ``cleaned``."""
    table = WorkspaceDataset(hostile).table
    claims = (table.claim(claim_id) for claim_id in table.rows(Selection(repeats=True))["claim_id"])
    found = next(claim for claim in claims if claim.subject == ALL)
    raw = hostile.text(found.doc_id).raw[found.sentence_start : found.sentence_end]
    return {**asdict(found), "written": raw, "cleaned": clean(raw).text}


def stands(text: str, shown: str) -> bool:
    """Whether ``shown`` contains the text literally, or with invisible characters written out."""
    return text in shown or written_out(text) in shown


def lacking(page: Page, places: Mapping[str, Sequence[str]], seconds: float = 20) -> dict[str, list[str]]:
    """For each CSS selector, the expected texts that no matching element shows within ``seconds``: a busy browser draws late."""
    until = time.monotonic() + seconds
    while (gaps := _gaps(page, places)) and time.monotonic() < until:
        page.wait_for_timeout(200)
    return gaps


def _gaps(page: Page, places: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    found = {kind: page.evaluate(_TEXTS, kind) for kind in places}
    gaps = {kind: [text for text in texts if not any(stands(text, seen) for seen in found[kind])] for kind, texts in places.items()}
    return {kind: texts for kind, texts in gaps.items() if texts}


# Elements that hostile text could create.
_MADE = (
    "iframe, a[href^='javascript:'], .katex, img[src*='evil'], .stMain img[src='x'], svg[onload], [onmouseover], [onclick], "
    "button :is(em, del, code, img, a)"
)


def done_by(page: Page) -> list[str]:
    """Elements that hostile text created, as HTML, and ``ran`` if any script was executed."""
    made: list[str] = page.locator(_MADE).evaluate_all("all => all.map(each => each.outerHTML.slice(0, 200))")
    return [*made, *["ran"] * page.evaluate("window.ran !== undefined")]


def paths(whole: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Sequence[str]]]]:
    """For each page: path, query parameters, and the texts expected for each CSS selector."""
    claim, article, source, written, cleaned = (whole[name] for name in ("claim_id", "doc_id", "source", "written", "cleaned"))
    every = [*HERE, ALL]
    facts = {f".st-key-evidence dd.{name}": [ALL] for name in ("subject", "metric", "place", "innovation", "title", "source")}
    card = {".st-key-evidence .sentence": [written], ".st-key-evidence .reading": [ALL], ".st-key-evidence dd.file": [source], **facts}
    yield "/", {"claim": claim, "view": "raw"}, {"td.subject": every, "td.publisher": every, "td.place": every, ".choice": HERE[:8], **card}
    yield "/metrics", {"of": ALL}, {"h1.lead": [ALL], ".st-key-chooser": [ALL], "td.subject": [ALL]}
    yield "/conflicts", {}, {}
    yield "/innovations", {"name": ALL}, {"h1.lead": [ALL], ".fine": [ALL], "td.title": [ALL], "td.publisher": [ALL]}
    yield (
        "/reader",
        {"article": article, "claim": claim, "view": "raw", "furniture": "1"},
        {".article-title": [ALL], ".sub": [ALL, source], "article": [ALL], ".st-key-reader-margin": [ALL], **card},
    )
    yield "/review", {"claim": claim, "by": "reading"}, {".card .source": [ALL], ".quote .sentence": [cleaned], ".card .facts": [ALL], ".log .when": [SIGNED]}  # fmt: skip
    yield (
        "/corpus",
        {"article": article},
        {
            "td.title": every, "td.publisher": every, ".st-key-document .title": [ALL], ".st-key-document .note": [ALL, source],
            ".st-key-document input": [ALL], ".st-key-removed": [GONE, SIGNED], "td.file": [BROKEN],
        },
    )  # fmt: skip
    yield "/quality", {"publisher": every, "q": "有人说"}, {'[class*="st-key-chip-"]': every}
    yield (
        "/brief",
        {"brief": claim, "brief_title": TITLE, "brief_note": ALL[:600]},
        {".item": [ALL], ".sentence": [cleaned], ".st-key-brief-title": [TITLE], ".st-key-brief-note": [ALL[:600]]},
    )


def hovered(page: Page, mark: str, number: int = 0) -> str:
    """The tooltip of a chart mark."""
    page.locator(mark).nth(number).scroll_into_view_if_needed()
    box = page.locator(mark).nth(number).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("#vg-tooltip-element.visible").wait_for()
    return page.evaluate(_TEXTS, "#vg-tooltip-element")[0]


def taken(page: Page, name: str) -> bytes:
    """The file behind a download button."""
    button = page.locator(f".st-key-{name} button")
    expect(button).to_have_count(1)  # during a fragment rerun there are briefly two
    with page.expect_download() as started:
        button.click()
    return started.value.path().read_bytes()


def columns(content: bytes) -> dict[str, list[str]]:
    """A CSV file by column; checks that it contains no formula and that numeric columns are numeric."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    by_name = {name: [row[at] for row in rows] for at, name in enumerate(header)}
    assert rows
    for name, cells in by_name.items():
        if name in _NUMBERS:
            assert [cell for cell in cells if cell and not _is_number(cell)] == [], name
        else:
            assert [cell for cell in cells if _FORMULA.match(cell)] == [], name
    return by_name


def _is_number(cell: object) -> bool:
    try:
        return float(str(cell)) is not None
    except ValueError:
        return False


def check_workbook(content: bytes, subjects: set[str]) -> None:
    """Check that no cell is a formula, that links lead to this dashboard only, that numbers are numbers, and that every subject is present literally."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    header, *rows = sheet.iter_rows()
    assert [cell.coordinate for row in rows for cell in row if cell.data_type == "f"] == []
    links = {cell.hyperlink.target for row in rows for cell in row if cell.hyperlink}
    assert links
    assert all(link.startswith("http://") and "?claim=" in link for link in links)
    names = {Words("zh")(f"head.{name}"): name for name in (*EXPORTED, PERMALINK)}
    by_name = {names[str(head.value)]: [row[at].value for row in rows] for at, head in enumerate(header)}
    assert [cell for name in _NUMBERS & by_name.keys() for cell in by_name[name] if not isinstance(cell, int | float | None)] == []
    assert subjects <= {unescape(cell) for cell in by_name["subject"] if cell}


def check_brief(content: bytes, page: Page, folder: Path) -> None:
    """Check the brief, opened from disk."""
    (folder / "brief.html").write_bytes(content)
    page.goto(f"file://{folder}/brief.html")
    (body,) = page.evaluate(_TEXTS, "body")
    assert [text for text in (TITLE, ALL[:600], ALL) if not stands(text, body)] == []
    assert done_by(page) == []


def test_hostile_text_is_shown_as_it_is_and_does_nothing(
    serve: Callable[..., Any], visit: Visit, hostile: Workspace, whole: dict[str, Any], tmp_path: Path
) -> None:
    visitor = visit(server=serve(workspace=hostile.folder))
    visitor.known.append("file://")
    visitor.page.on("dialog", lambda dialog: visitor.faults.append(dialog.message))
    subjects = {text for text in WorkspaceDataset(hostile).table.rows(Selection(repeats=False))["subject"] if text}
    assert {*HERE, ALL, *payloads.LED} <= subjects
    wrong = {}
    for language in ("zh", "en"):
        for path, query, places in paths(whole):
            page = visitor.open(f"{path}?{urlencode({**query, 'lang': language}, doseq=True)}")
            wrong[path, language] = {**lacking(page, places), **{deed: [] for deed in done_by(page)}}
            if language == "en":
                continue
            if path == "/":
                cells = {*columns(taken(page, "download"))["subject"]}
                assert [text for text in subjects if not {text, f"'{text}"} & cells] == []
                check_workbook(taken(page, "download-excel"), subjects)
                tip = hovered(page, ".st-key-chart-city .mark-rect path", 1)
                assert any(stands(text, tip) for text in HERE), tip
            elif path == "/conflicts":
                publishers = page.evaluate(_TEXTS, ".who b")
                assert publishers
                assert set(publishers) <= {*HERE, ALL, *map(written_out, HERE), written_out(ALL)}
                columns(taken(page, "download"))
            elif path == "/innovations":
                assert stands(ALL, hovered(page, ".st-key-chart-mentions .mark-symbol path"))
            elif path == "/review":
                names = columns(taken(page, "download-log"))["who"]
                assert set(names) == {SIGNED}
                columns(taken(page, "download-before"))
                columns(taken(page, "download-after"))
            elif path == "/brief":
                check_brief(taken(page, "download-brief"), page, tmp_path)
    assert {place: texts for place, texts in wrong.items() if texts} == {}
