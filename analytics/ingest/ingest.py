"""Ingest many documents into a workspace: planned as tasks, run here or in other processes, committed in the order of the plan.

Executors read and extract; only the process that called ``ingest`` writes. Because commits keep the order of the plan, the claims do not
depend on the number of workers, or on which of them died. Only articles that take unusually long are left to the end of the plan, so that
nothing waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, takewhile
from pathlib import Path
from threading import Event

from analytics.documents import Document, Unreadable
from analytics.documents.extraction import prepare
from analytics.documents.outcomes import FileReport
from analytics.ingest.metadata_matches import MetadataMatches
from analytics.ingest.places import listed
from analytics.ingest.plan import items_in, reextractions, tasks_of
from analytics.ingest.tasks import Executor, as_item
from analytics.ingest.work import run_in_process
from analytics.workspace.parts import extractor_version
from analytics.workspace.store import Workspace
from extractors.model import SourceText


class OtherExtractorsError(Exception):
    """A worker runs another extractor version than this process."""


def ingest(
    workspace: Workspace,
    places: Sequence[str],
    run: Executor = run_in_process,
    *,
    documents: Iterable[Document] = (),
    fetched: Iterable[Iterable[Document | Unreadable]] = (),
    table: Mapping[str, SourceText] | None = None,
    exclude: Sequence[Path] = (),
    stop: Event | None = None,
    report: Callable[[Sequence[FileReport], bool], None] = lambda lines, again: None,
) -> OSError | None:
    """Read files at ``places`` (files, folders, fsspec URLs) except ``exclude``, then ``documents`` and ``fetched``, into ``workspace``.

    ``documents`` have been read already. Each item of ``fetched`` is committed before the next is awaited. ``table`` is metadata by source
    (see ``documents.read_metadata``) for the articles of this run. Articles from another extractor version, or whose metadata from users
    changed, are extracted again.

    ``report`` is called with the lines of each task once they are safe on disk, and with whether their articles were extracted again.
    Setting ``stop`` ends the run after the articles under way, without waiting for slow ones; a later run continues from there. Raises
    OSError; OtherExtractorsError, before anything from that worker is kept. Returns why the new texts could not be added to the search index,
    the only step that may fail without harm: the next run tries again.
    """
    stop = stop or Event()
    if run is run_in_process:
        prepare()
    workspace.clear_leftovers()
    workspace.settle_removals()
    metadata = workspace.annotations.metadata(table)
    matches = MetadataMatches(metadata)
    found = listed(places, (*exclude, workspace.folder))
    there = tasks_of(workspace, chain(items_in(found), documents), metadata)
    waited_for = (
        task for some in takewhile(lambda _: not stop.is_set(), fetched) for task in tasks_of(workspace, map(as_item, some), metadata)
    )
    for plan in (reextractions(workspace), there, waited_for, reextractions(workspace)):
        for done in run(plan, stop):
            if done.made_by != extractor_version():
                raise OtherExtractorsError(done.made_by)
            matched = done.lines if done.replaces else [matches.match(line) for line in done.lines]
            lines = workspace.commit(done.part, matched, done.given, done.replaces)
            if not done.replaces:
                kept = {line.doc_id for line in lines if line.outcome in ("read", "unchanged", "duplicate")}
                workspace.annotations.give({doc_id: given for doc_id in kept if (given := matches.of(doc_id))})
            report(lines, bool(done.replaces))
    workspace.merge_small_parts()
    if stop.is_set():
        return None
    workspace.link_reprints()
    try:
        workspace.index_texts()
    except OSError as error:
        return error
    return None
