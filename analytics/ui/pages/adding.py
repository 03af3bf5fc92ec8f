"""Adding articles: boxes for files and web addresses, progress, the outcome of each, and sharing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from html import escape
from itertools import islice
from pathlib import PurePosixPath

import pyarrow.compute as pc
import streamlit as st

from analytics.documents import (
    METADATA_FORMATS,
    Document,
    Fetcher,
    MetadataTable,
    Unreadable,
    UnreadableError,
    addresses_in,
    confined,
    extraction,
    harmless,
    metadata_in,
    private_networks,
    read_bytes,
    with_metadata,
)
from analytics.documents.outcomes import FileReport
from analytics.i18n.format import doubts, number
from analytics.i18n.words import Words
from analytics.ingest.corpus import repeat_outcome
from analytics.ingest.quota import FILES, SESSION_MB, Quota
from analytics.ui import access, datasets, layout, sessions, state
from analytics.ui.components import table
from analytics.ui.pages import article_actions
from extractors.ids import doc_id_of
from extractors.model import SourceText

_BATCH, _BOX = "batch", "box"  # outcomes of the last files; a counter that resets the box
_NOTES = "notes"  # messages about metadata tables among them
_CELLS = 20  # unusable cells of a metadata table listed one by one
_QUOTA = "quota"  # the files read since the reader last shared or removed uploads
_COLUMNS = ("file", "figures", "encoding", "outcome")
_AT_ONCE = 40  # articles per progress update
_Found = Document | Unreadable | FileReport


def box(words: Words) -> None:
    """The boxes for files and web addresses. Input is read at once, and the box is emptied."""
    _begin_to_read()
    key, quota = f"upload-{st.session_state.setdefault(_BOX, 0)}", _quota()
    files = st.file_uploader(words("upload.title"), accept_multiple_files=True, key=key, label_visibility="collapsed")
    if files:
        _read([(file.name, file.getvalue()) for file in files], words)
        sessions.discard(files)
        if quota.turned_away:
            st.session_state[_NOTES].append(words("upload.turned_away", n=quota.turned_away, files=FILES, total=SESSION_MB))
            quota.turned_away = 0
        st.session_state[_BOX] += 1
        st.rerun()
    with st.form("addresses", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        label = words("fetch.title")
        text = st.text_area(label, key="addresses-text", placeholder=label, height=68, label_visibility="collapsed")
        asked = st.form_submit_button(words("fetch.button"), key="fetch")
    if asked and (addresses := addresses_in(text)):
        _fetch(addresses, words)
        st.rerun()


@st.cache_resource(show_spinner=False)
def _begin_to_read() -> None:
    """Start the processes that read files and extract figures while the reader still looks for a file."""
    with suppress(OSError):  # told to who adds a file
        confined.prepare()
        extraction.prepare()


def _read(files: Sequence[tuple[str, bytes]], words: Words) -> None:
    """Read files into this session, applying the metadata tables among them to the others."""
    tables, files = _apart(files)
    known = {name: row for table in tables.values() for name, row in table.rows.items()}
    described: set[str] = set()
    named = [(harmless(name), content) for name, content in files]
    _collect([(name, _of_file(name, content, known, described)) for name, content in named], "upload.reading", words)
    st.session_state[_NOTES] = [note for name, table in tables.items() for note in _said_of(name, table, len(described), words)]


def _fetch(addresses: Sequence[str], words: Words) -> None:
    """Fetch web addresses into this session."""
    fetcher = Fetcher(private=private_networks())
    _collect([(address, _at_address(address, fetcher)) for address in addresses], "fetch.reading", words)


def _collect(given: Sequence[tuple[str, Iterator[_Found]]], doing: str, words: Words) -> None:
    """Add articles from files or addresses to this session in batches; what has been read is kept even if a later one fails.

    Raises NotAllowedError if the visitor may not add articles.
    """
    if not access.visitor().adds:
        raise access.NotAllowedError
    lines: list[FileReport] = []
    st.session_state[_BATCH], st.session_state[_NOTES] = lines, []
    with st.status(words(doing, n=len(given)), expanded=True):
        bar = st.progress(0.0)

        def reach(position: int, name: str) -> None:
            bar.progress(position / len(given), layout.unlinked(words("upload.at", at=position + 1, n=len(given), name=name)))

        for position, (name, found) in enumerate(given):
            reach(position, name)
            while some := list(islice(found, _AT_ONCE)):
                lines += _take(some)
                reach(position, _source(some[-1]))


def _of_file(name: str, content: bytes, known: Mapping[str, SourceText], described: set[str]) -> Iterator[_Found]:
    if refusal := _quota().take(len(content)):
        yield FileReport(name, "", "refused", reason=refusal)
    else:
        yield from (_described(item, known, described) for item in read_bytes(name, content))


def _at_address(address: str, fetcher: Fetcher) -> Iterator[_Found]:
    if refusal := _quota().take(0):  # the size is known only after fetching
        yield FileReport(address, "", "refused", reason=refusal)
        return
    try:
        fetched = fetcher.fetch(address)
    except UnreadableError as error:
        yield error.report
        return
    _quota().sizes[-1] = len(fetched.content)
    yield from fetched.read()


def _apart(files: Sequence[tuple[str, bytes]]) -> tuple[dict[str, MetadataTable], list[tuple[str, bytes]]]:
    """Split files into metadata tables, by name, and the rest."""
    tables: dict[str, MetadataTable] = {}
    rest = []
    for name, content in files:
        try:
            if PurePosixPath(name).suffix.lower() not in METADATA_FORMATS:
                raise UnreadableError(name, "metadata")
            tables[harmless(name)] = metadata_in(harmless(name), content)
        except UnreadableError:  # it is read as an article, and that reports the fault
            rest.append((name, content))
    return tables, rest


def _described(item: Document | Unreadable, known: Mapping[str, SourceText], described: set[str]) -> Document | Unreadable:
    """Apply the metadata table to an article, and record its file in ``described``."""
    if isinstance(item, Unreadable) or (text := with_metadata(item.text, known)) == item.text:
        return item
    described.add(text.source)
    return replace(item, text=text)


def _said_of(name: str, table: MetadataTable, described: int, words: Words) -> Iterator[str]:
    """Messages about a metadata table: how many files it described, and each cell that could not be used."""
    yield words("upload.described", name=name, n=described)
    for cell in table.skipped[:_CELLS]:
        yield f"{cell.source}: {words(f'unreadable.{cell.reason}')} ({cell.detail})"


def _quota() -> Quota:
    """The quota of this session."""
    if _QUOTA not in st.session_state:
        st.session_state[_QUOTA] = Quota(sessions.session_id())
    quota: Quota = st.session_state[_QUOTA]
    return quota


def _take(items: Sequence[_Found]) -> list[FileReport]:
    """Add articles that are not yet known to the reader's uploads; returns the outcome of each."""
    shared = datasets.shared().articles
    lines, new = list[FileReport](), list[Document | Unreadable]()
    for item in items:
        at = pc.index(shared["doc_id"], doc_id_of(item.text.raw)).as_py() if isinstance(item, Document) else -1
        if isinstance(item, Document) and at >= 0:
            line = FileReport(item.text.source, item.digest, "read", encoding=item.encoding, doc_id=shared["doc_id"][at].as_py())
            lines.append(repeat_outcome(line, shared["source"][at].as_py()))
        elif isinstance(item, FileReport):
            lines.append(item)
        else:
            new.append(item)
    own, found = datasets.uploads().adding(new)
    datasets.keep(own)
    return [*lines, *found]


def _source(item: _Found) -> str:
    return item.text.source if isinstance(item, Document) else item.source


def outcomes(words: Words) -> None:
    """Show the outcome of the last files, one row each."""
    lines: list[FileReport] = st.session_state.get(_BATCH, [])
    notes: list[str] = st.session_state.get(_NOTES, [])
    if not lines and not notes:
        return
    read = [line for line in lines if line.outcome == "read"]
    said = [words("upload.added", n=len(read), figures=sum(line.figures for line in read))] if read else []
    said += [
        words(f"outcome.{outcome}", n=n)
        for outcome in ("unchanged", "duplicate", "removed", "empty", "refused")
        if (n := _count(lines, outcome))
    ]
    with st.container(key="batch"):
        st.html(f'<h2 class="question">{escape(words("upload.done"))} <small>· {escape(" · ".join(said))}</small></h2>')
        for note in notes:
            layout.note(note)
        if lines:
            show(lines, words, "outcomes")
        st.button(words("upload.seen"), key="seen", type="tertiary", on_click=_seen)


def _seen() -> None:
    for name in (_BATCH, _NOTES):
        st.session_state.pop(name, None)


def _count(lines: Sequence[FileReport], outcome: str) -> int:
    return sum(line.outcome == outcome for line in lines)


def show(lines: Sequence[FileReport], words: Words, key: str) -> None:
    """Show outcomes as a table; selecting one opens its article, if any."""
    rows = [_row(line, words) | {"id": line.doc_id or f"-{position}"} for position, line in enumerate(lines)]
    table.show(rows, _COLUMNS, words, label=words("upload.done"), key=key, chosen="", on_choose=_open)


def _row(line: FileReport, words: Words) -> dict[str, str]:
    return {
        "file": line.source,
        "figures": number(line.figures, words) if line.outcome == "read" else "",
        "encoding": encoding_of(line.encoding, words),
        "outcome": outcome_of(line, words),
    }


def outcome_of(line: FileReport, words: Words) -> str:
    """Outcome of a file in words: doubts about its reading, the article it duplicates, or why it was refused."""
    if line.outcome in ("refused", "empty"):
        return " ".join(filter(None, [words(f"unreadable.{line.reason}"), f"({line.detail})" if line.detail else ""]))
    became = words(f"became.{line.outcome}", first=line.detail)
    doubt = doubts(line.doubt, words, line.detail if line.outcome == "read" else "")
    return words("became.doubtful", became=became, doubt=doubt) if doubt else became


def encoding_of(codec: str, words: Words) -> str:
    """Common name of a codec; empty for formats that declare their own encoding."""
    names = {"utf-8-sig": "UTF-8", "gb18030": "GB 18030", "big5hkscs": "Big5"}
    return names.get(codec, codec.upper().replace("_", "-"))


def _open(doc_id: str) -> None:
    if not doc_id.startswith("-"):
        state.update_query(article=doc_id)


def sharing(words: Words) -> None:
    """Show how much is private to the reader, with buttons to share or discard it."""
    own = datasets.uploads()
    if not own.corpus.articles:
        return
    with st.container(key="sharing", border=True):
        figures = len(own.corpus.claims)
        st.html(f'<p class="note">{escape(words("share.only_you", n=len(own.corpus.articles), figures=figures))}</p>')
        shared = datasets.workspace() is not None and not access.read_only_reason(words)
        signed = not any(own.said.values()) or not shared or bool(article_actions.name_box(words, "who-share"))
        with st.container(horizontal=True, gap="small"):
            if shared and st.button(words("share.add"), key="share", disabled=not signed):
                _share(words)
            st.button(words("upload.remove"), key="remove-uploads", type="tertiary", on_click=_forget)


def _share(words: Words) -> None:
    lines: list[FileReport] = []
    total = len(datasets.uploads().kept())
    with st.status(words("share.adding", n=total)):
        bar = st.progress(0.0)

        def report(done: Sequence[FileReport]) -> None:
            lines.extend(done)
            bar.progress(min(1.0, len(lines) / total))

        try:
            article_actions.share(st.session_state.get(article_actions.WHO, ""), report)
        except OSError as error:
            layout.note(layout.not_kept(error, words), "warning")
            return
    st.session_state[_BATCH] = lines
    _quota().sizes.clear()
    st.rerun()


def _forget() -> None:
    datasets.keep(type(datasets.uploads())())
    _quota().sizes.clear()
    for name in (_BATCH, _NOTES):
        st.session_state.pop(name, None)
