"""Hostile text on every page and in every download, in both languages: it is shown as it is, and does nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import payloads
import pytest
from payloads import ALL, BROKEN, PAYLOADS, SIGNED
from playwright.sync_api import Page

from analytics.archive import Stored
from analytics.columns import CLAIM_SCHEMA
from analytics.highlight import written_out
from analytics.selection import Selection
from analytics.workspace.store import Workspace
from extractors.text import clean

Visit = Callable[..., Any]  # makes a ``conftest.Visitor``
GONE = PAYLOADS[9]  # of the article that was removed
TITLE = PAYLOADS[0] + PAYLOADS[16]
HERE = [text for text in PAYLOADS if text != GONE]
_NUMBERS = {field.name for field in CLAIM_SCHEMA if str(field.type) in ("double", "int64", "int32")} | {"figures", "articles"}
# The texts of all elements of a kind, those in components too, with what boxes contain.
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
    """The claim that has every payload in every field, with its sentence as ``written`` and ``cleaned``."""
    table = Stored(hostile).table
    claims = (table.claim(claim_id) for claim_id in table.rows(Selection(repeats=True))["claim_id"])
    found = next(claim for claim in claims if claim["subject"] == ALL)
    raw = hostile.document(found["doc_id"])["raw"][found["sentence_start"] : found["sentence_end"]]
    return {**found, "written": raw, "cleaned": clean(raw).text}


def lacking(page: Page, places: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Of each kind of element, which texts none of them shows whole, plain or with what cannot be seen written out."""
    found = {kind: page.evaluate(_TEXTS, kind) for kind in places}
    gaps = {
        kind: [text for text in texts if not any(text in seen or written_out(text) in seen for seen in found[kind])]
        for kind, texts in places.items()
    }
    return {kind: texts for kind, texts in gaps.items() if texts}


def done_by(page: Page) -> list[str]:
    """What hostile text has brought about: elements, formulas, icons, colours."""
    made = [
        "iframe",
        "a[href^='javascript:']",
        ".katex",
        "img[src*='evil']",
        ".stMain img[src='x']",
        "svg[onload]",
        "[onmouseover]",
        "[onclick]",
        "button :is(em, del, code, img, a)",
    ]
    return [kind for kind in made if page.locator(kind).count()] + [f"ran {page.evaluate('window.ran')}"] * page.evaluate(
        "window.ran !== undefined"
    )


def paths(whole: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Sequence[str]]]]:
    """Each page, what its address asks for, and which texts must stand where on it."""
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


def test_every_page_shows_hostile_text_as_it_is(serve: Callable[..., Any], visit: Visit, hostile: Workspace, whole: dict[str, Any]) -> None:
    visitor = visit(server=serve(workspace=hostile.folder))
    visitor.page.on("dialog", lambda dialog: visitor.faults.append(dialog.message))
    wrong, every = {}, [*HERE, ALL]
    for language in ("zh", "en"):
        for path, query, places in paths(whole):
            page = visitor.open(f"{path}?{urlencode({**query, 'lang': language}, doseq=True)}")
            if path == "/conflicts":
                publishers = page.evaluate(_TEXTS, ".who b")
                assert publishers
                assert set(publishers) <= {*every, *map(written_out, every)}
            wrong[path, language] = {**lacking(page, places), **{deed: [] for deed in done_by(page)}}

    open("/tmp/w-wrong.txt", "w").write(
        pprint.pformat({place: {k: [t[:160] for t in v] for k, v in texts.items()} for place, texts in wrong.items() if texts}, width=150)
    )
    assert {place: texts for place, texts in wrong.items() if texts} == {}
